package market

import (
	"slices"
	"time"
)

// Invoices are the seller's invoices to its buyers (给用户开票, catalogue.md §7).
var Invoices = area("invoice", Owner, Operations, Finance, Support, Treasurer, Manager)

// The acts on an invoice (catalogue.md §7.2, §7.3).
var (
	SetInvoice      = act("invoice.set", Owner, Finance)         // which types buyers may choose
	RequestInvoice  = act("invoice.request", Buyer)              // 索取发票
	CancelInvoice   = act("invoice.cancel", Buyer)               // 撤销
	IssueInvoice    = act("invoice.issue", Owner, Finance)       // 开票
	RejectInvoice   = act("invoice.reject", Owner, Finance)      // 驳回, only before issuing
	SignInvoice     = act("invoice.sign", Owner, Finance, Buyer) // 签收
	ConfirmInvoice  = act("invoice.confirm", Clock)              // nobody signed for 90 days
	GiveBackInvoice = act("invoice.give_back", Buyer)            // the buyer sends it back
	ReturnInvoice   = act("invoice.return", Owner, Finance)      // 退票
	RemindInvoice   = act("invoice.remind", Clock)
	RevealInvoice   = act("invoice.reveal", Owner, Finance)
)

// InvoiceID names an invoice.
type InvoiceID = ID[Invoice]

// InvoiceType is one of the six kinds of VAT invoice (客户开票类型, catalogue.md §7.1).
type InvoiceType string

// The six types.
const (
	InvoiceOrdinaryDigital    InvoiceType = "ordinary_digital"
	InvoiceOrdinaryElectronic InvoiceType = "ordinary_electronic"
	InvoiceOrdinaryPaper      InvoiceType = "ordinary_paper"
	InvoiceSpecialDigital     InvoiceType = "special_digital"
	InvoiceSpecialElectronic  InvoiceType = "special_electronic"
	InvoiceSpecialPaper       InvoiceType = "special_paper"
)

// InvoiceTypes lists the types as pages offer them.
var InvoiceTypes = []InvoiceType{InvoiceOrdinaryDigital, InvoiceOrdinaryElectronic, InvoiceOrdinaryPaper,
	InvoiceSpecialDigital, InvoiceSpecialElectronic, InvoiceSpecialPaper}

// Key names the type's words.
func (t InvoiceType) Key() string { return "invoice.type_" + string(t) }

// Special reports a VAT special invoice (增值税专用发票).
func (t InvoiceType) Special() bool {
	return slices.Contains([]InvoiceType{InvoiceSpecialDigital, InvoiceSpecialElectronic, InvoiceSpecialPaper}, t)
}

// Medium is what the invoice is made of.
func (t InvoiceType) Medium() InvoiceMedium {
	switch t {
	case InvoiceOrdinaryPaper, InvoiceSpecialPaper:
		return MediumPaper
	case InvoiceOrdinaryElectronic, InvoiceSpecialElectronic:
		return MediumElectronic
	case InvoiceOrdinaryDigital, InvoiceSpecialDigital:
		return MediumDigital
	}
	return MediumDigital
}

// InvoiceMedium is what an invoice is made of.
type InvoiceMedium string

// The media.
const (
	MediumDigital    InvoiceMedium = "digital"    // 数电
	MediumElectronic InvoiceMedium = "electronic" // 电子
	MediumPaper      InvoiceMedium = "paper"      // 纸质
)

// InvoiceMedia lists the media.
var InvoiceMedia = []InvoiceMedium{MediumDigital, MediumElectronic, MediumPaper}

// Key names the medium's words.
func (m InvoiceMedium) Key() string { return "invoice.medium_" + string(m) }

// TitleKind is whom an invoice is made out to.
type TitleKind string

// The kinds of title.
const (
	TitleEnterprise   TitleKind = "enterprise"
	TitlePersonal     TitleKind = "personal"
	TitleOrganisation TitleKind = "organisation"
)

// TitleKinds lists the kinds of title.
var TitleKinds = []TitleKind{TitleEnterprise, TitlePersonal, TitleOrganisation}

// Key names the kind's words.
func (k TitleKind) Key() string { return "invoice.title_" + string(k) }

// InvoiceStatus is where an invoice stands.
type InvoiceStatus string

// The states of an invoice (catalogue.md §7.2).
const (
	InvoiceRequested InvoiceStatus = "requested" // 待开票
	InvoiceIssued    InvoiceStatus = "issued"    // 待签收
	InvoiceCompleted InvoiceStatus = "completed" // 已完成
	InvoiceReturning InvoiceStatus = "returning" // the buyer is sending it back
	InvoiceReturned  InvoiceStatus = "returned"  // 已退票
	InvoiceRejected  InvoiceStatus = "rejected"  // 已驳回
	InvoiceCancelled InvoiceStatus = "cancelled" // the buyer took the request back
)

// InvoiceStatuses lists the states in the order of an invoice's life.
var InvoiceStatuses = []InvoiceStatus{InvoiceRequested, InvoiceIssued, InvoiceCompleted, InvoiceReturning,
	InvoiceReturned, InvoiceRejected, InvoiceCancelled}

// Key names the status's words.
func (s InvoiceStatus) Key() string { return "invoice.status_" + string(s) }

// Tone is the status's colour.
func (s InvoiceStatus) Tone() Tone {
	switch s {
	case InvoiceRequested, InvoiceReturning:
		return Warn
	case InvoiceIssued:
		return Accent
	case InvoiceCompleted:
		return OK
	case InvoiceRejected:
		return Bad
	case InvoiceReturned, InvoiceCancelled:
		return Neutral
	}
	return Neutral
}

// Holds reports whether the invoice still stands for its orders: while it does they can
// neither be invoiced again nor refunded (catalogue.md §7.3).
func (s InvoiceStatus) Holds() bool {
	return slices.Contains([]InvoiceStatus{InvoiceRequested, InvoiceIssued, InvoiceCompleted, InvoiceReturning}, s)
}

// InvoiceMoves is the life of an invoice (catalogue.md §7.2, §7.3).
var InvoiceMoves = Moves[InvoiceStatus]{
	{InvoiceRequested, IssueInvoice, InvoiceIssued},
	{InvoiceRequested, RejectInvoice, InvoiceRejected},
	{InvoiceRequested, CancelInvoice, InvoiceCancelled},
	{InvoiceIssued, SignInvoice, InvoiceCompleted},
	{InvoiceIssued, ConfirmInvoice, InvoiceCompleted},
	{InvoiceIssued, GiveBackInvoice, InvoiceReturning},
	{InvoiceIssued, ReturnInvoice, InvoiceReturned},
	{InvoiceCompleted, GiveBackInvoice, InvoiceReturning},
	{InvoiceCompleted, ReturnInvoice, InvoiceReturned},
	{InvoiceReturning, ReturnInvoice, InvoiceReturned},
}

// Invoice is what a buyer asks the seller for, and what becomes of it.
type Invoice struct {
	SellerID      SellerID
	ID            InvoiceID
	Number        string // of the request
	Status        InvoiceStatus
	Type          InvoiceType
	TitleKind     TitleKind
	Title         string
	TaxNumber     string
	BankName      string
	BankAccount   string
	Address       string // of the title
	Phone         string // of the title
	Amount        Money
	Rate          Ratio
	Postage       string // who pays it: buyer, seller, or nobody when nothing is posted
	ReceiverMask  string
	Remark        string
	CustomerID    string
	CustomerName  string
	RequestedAt   time.Time
	DueAt         time.Time
	PaperNumber   string // what stands on the invoice (发票号码)
	PaperCode     string // 发票代码
	DatedOn       *Day
	FileID        *FileID
	Courier       string
	CourierNumber string
	IssuedAt      *time.Time
	ConfirmAt     *time.Time // when it is confirmed by itself
	CompletedAt   *time.Time
	EndedAt       *time.Time
	Reason        string // why it was rejected or given back
	RedNumber     string // of the red invoice that cancels it
	Test          bool
	Version       int
}

// Medium is what the invoice is made of.
func (i Invoice) Medium() InvoiceMedium { return i.Type.Medium() }

// Late reports whether the seller let its seven days pass.
func (i Invoice) Late(now time.Time) bool { return i.Status == InvoiceRequested && now.After(i.DueAt) }

// Net is the amount without its tax: what stands on the invoice beside the tax.
func (i Invoice) Net() Money { return i.Amount.Untaxed(i.Rate) }

// Tax is the tax inside the amount.
func (i Invoice) Tax() Money { return i.Amount.Minus(i.Net()) }

// Reminders are the instants at which the seller is told of a request that waits: so long
// before the deadline, and at the deadline itself (catalogue.md §11.2: 5th and 7th day).
func (i Invoice) Reminders(before time.Duration) []time.Time {
	return []time.Time{i.DueAt.Add(-before), i.DueAt}
}

// The courses of postage (catalogue.md §7.2).
const (
	PostageBuyer  = "buyer"
	PostageSeller = "seller"
)

// PostageOf says who pays for posting an invoice: below the threshold the buyer, from it the
// seller; what is not paper is not posted (catalogue.md §7.2).
func PostageOf(medium InvoiceMedium, amount, threshold Money) string {
	switch {
	case medium != MediumPaper:
		return ""
	case threshold.Over(amount):
		return PostageBuyer
	}
	return PostageSeller
}

// InvoiceOrder is one order of an invoice.
type InvoiceOrder struct {
	OrderID     OrderID
	Number      string
	ProductName string
	SpecName    string
	Status      OrderStatus
	PaidAt      *time.Time
	Amount      Money
}

// InvoiceLog is one thing that happened to an invoice.
type InvoiceLog struct {
	At       time.Time
	Party    Party
	Actor    string
	Act      Act
	Comment  string
	FileID   *FileID
	FileName *string
}

// InvoiceRow is an invoice with what a list shows.
type InvoiceRow struct {
	Invoice
	OrderNumber string // the first one
	ProductName string
	Orders      int
	CompanyName string // for the operator
}

// InvoiceSearch is what a list of invoices is narrowed by.
type InvoiceSearch struct {
	Status      InvoiceStatus
	Type        InvoiceType
	Medium      InvoiceMedium
	Text        string // beginning of the request's, order's or invoice's number, part of the title
	From, Until *time.Time
}

// InvoiceTerms is what the seller offers (发票信息, 邮寄信息, catalogue.md §7.1).
type InvoiceTerms struct {
	Types       JSON[[]InvoiceType]
	MailName    string
	MailPhone   string
	MailAddress string
	UpdatedAt   time.Time
	Version     int
}

// Offers reports whether buyers may choose the type; the others are greyed out.
func (t InvoiceTerms) Offers(kind InvoiceType) bool { return slices.Contains(t.Types.V, kind) }

// Check refuses no type at all, and a mailing block that reaches nobody (catalogue.md §7.1).
func (t InvoiceTerms) Check() error {
	wrong := Invalids{}
	if len(t.Types.V) == 0 {
		wrong.With("types", "invoice.no_type")
	}
	for _, kind := range t.Types.V {
		if !slices.Contains(InvoiceTypes, kind) {
			wrong.With("types", "problem.not_an_option", string(kind))
		}
	}
	wrong.long("mail_name", t.MailName, 50)
	wrong.long("mail_address", t.MailAddress, 200)
	if err := wrong.Join(CheckPhone("mail_phone", t.MailPhone)); err != nil {
		return err
	}
	return wrong.Err()
}
