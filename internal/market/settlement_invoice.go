package market

import (
	"slices"
	"strings"
	"time"
)

// The acts on the seller's invoices to the platform (给平台开票, transactions.md §6.5, §6.10).
var (
	InviteStatement        = act("statement.invite", Treasurer, Manager) // what a countersigning comes to where the platform invoices the customers
	AddInvoiceStatement    = act("statement.add_invoice", Owner, Finance)
	DropInvoiceStatement   = act("statement.drop_invoice", Owner, Finance)
	SubmitInvoiceStatement = act("statement.submit_invoice", Owner, Finance)
	PassInvoiceStatement   = act("statement.pass_invoice", Treasurer, Manager)
	RefuseInvoiceStatement = act("statement.refuse_invoice", Treasurer, Manager)
	RemindInvoiceStatement = act("statement.remind_invoice", Clock)
)

// SettlementInvoiceID names an invoice to the platform.
type SettlementInvoiceID = ID[SettlementInvoice]

// SettlementInvoiceStatus is where an invoice to the platform stands.
type SettlementInvoiceStatus string

// The states of an invoice to the platform.
const (
	SettlementInvoiceEntered   SettlementInvoiceStatus = "entered"   // 待提交
	SettlementInvoiceSubmitted SettlementInvoiceStatus = "submitted" // 待审核
	SettlementInvoicePassed    SettlementInvoiceStatus = "passed"    // 已通过
	SettlementInvoiceRejected  SettlementInvoiceStatus = "rejected"  // 已驳回
)

// Key names the status's words.
func (s SettlementInvoiceStatus) Key() string { return "statement.invoice_" + string(s) }

// Tone is the status's colour.
func (s SettlementInvoiceStatus) Tone() Tone {
	switch s {
	case SettlementInvoiceEntered:
		return Warn
	case SettlementInvoiceSubmitted:
		return Accent
	case SettlementInvoicePassed:
		return OK
	case SettlementInvoiceRejected:
		return Bad
	}
	return Neutral
}

// Holds reports whether the invoice stands for its part of the request.
func (s SettlementInvoiceStatus) Holds() bool { return s != SettlementInvoiceRejected }

// SettlementInvoiceMoves is the life of an invoice to the platform. One that was passed is
// missing after all when the payment request is rejected for it (transactions.md §6.5).
var SettlementInvoiceMoves = Moves[SettlementInvoiceStatus]{
	{SettlementInvoiceEntered, SubmitInvoiceStatement, SettlementInvoiceSubmitted},
	{SettlementInvoiceSubmitted, PassInvoiceStatement, SettlementInvoicePassed},
	{SettlementInvoiceSubmitted, RestartStatement, SettlementInvoicePassed},
	{SettlementInvoiceSubmitted, RefuseInvoiceStatement, SettlementInvoiceRejected},
	{SettlementInvoicePassed, RejectStatement, SettlementInvoiceRejected},
}

// The media of an invoice to the platform (transactions.md §6.10).
var SettlementMedia = []InvoiceMedium{MediumElectronic, MediumPaper}

// SettlementInvoice is one invoice that the seller makes out to the platform.
type SettlementInvoice struct {
	ID            SettlementInvoiceID
	StatementID   StatementID
	Status        SettlementInvoiceStatus
	Number        string
	DatedOn       Day
	Medium        InvoiceMedium
	Rate          Ratio
	Amount        Money
	TaxNumber     string // of the taxpayer that made it out
	Remark        string
	Courier       string
	CourierNumber string
	FileID        *FileID
	FileName      string
	FileHash      string
	Reason        string // why it was rejected
	AddedBy       string
	AddedAt       time.Time
	SubmittedAt   *time.Time
	DecidedBy     string
	DecidedAt     *time.Time
}

// InvoiceShare is how much of a request is invoiced at one tax rate (开票清单).
type InvoiceShare struct {
	Rate   Ratio
	Amount Money
}

// InvoiceShares divides what is payable by tax rate, the greatest first: what has no rate of its
// own (adjustments, what was brought forward), and a rate that more was given back of than sold,
// goes to the greatest. Together they are what is payable.
func InvoiceShares(byRate []InvoiceShare, payable Money, own Ratio) []InvoiceShare {
	shares := slices.DeleteFunc(slices.Clone(byRate), func(s InvoiceShare) bool { return s.Amount.Sign() <= 0 })
	slices.SortFunc(shares, func(a, b InvoiceShare) int {
		if c := b.Amount.d.Cmp(a.Amount.d); c != 0 {
			return c
		}
		return a.Rate.d.Cmp(b.Rate.d)
	})
	if len(shares) == 0 {
		shares = []InvoiceShare{{Rate: own}}
	}
	rest := payable
	for _, s := range shares {
		rest = rest.Minus(s.Amount)
	}
	for i := 0; i < len(shares) && rest.Sign() != 0; i++ {
		shares[i].Amount = shares[i].Amount.Plus(rest)
		if rest = (Money{}); shares[i].Amount.Sign() < 0 {
			rest, shares[i].Amount = shares[i].Amount, Money{}
		}
	}
	return slices.DeleteFunc(shares, func(s InvoiceShare) bool { return s.Amount.Sign() <= 0 })
}

// InvoiceNotice is what the seller invoices of a request, and what it has so far
// (transactions.md §6.10).
type InvoiceNotice struct {
	Statement Statement
	Shares    []InvoiceShare
	Invoices  []SettlementInvoice
	LegalName string // of the certification
	TaxNumber string // 纳税人识别号
	Settings  Settings
}

// Rest is what is still to be invoiced at the rate.
func (n InvoiceNotice) Rest(rate Ratio) (rest Money) {
	for _, s := range n.Shares {
		if s.Rate.Equal(rate) {
			rest = rest.Plus(s.Amount)
		}
	}
	for _, i := range n.Invoices {
		if i.Status.Holds() && i.Rate.Equal(rate) {
			rest = rest.Minus(i.Amount)
		}
	}
	return rest
}

// Whole reports that the invoices come to the request's amount at every rate.
func (n InvoiceNotice) Whole() bool {
	return len(n.Shares) > 0 && !slices.ContainsFunc(n.Shares, func(s InvoiceShare) bool { return n.Rest(s.Rate).Sign() != 0 })
}

// Entered reports whether invoices wait to be submitted.
func (n InvoiceNotice) Entered() bool { return n.any(SettlementInvoiceEntered) }

// Submitted reports whether invoices wait for the operator's review.
func (n InvoiceNotice) Submitted() bool { return n.any(SettlementInvoiceSubmitted) }

func (n InvoiceNotice) any(status SettlementInvoiceStatus) bool {
	return slices.ContainsFunc(n.Invoices, func(i SettlementInvoice) bool { return i.Status == status })
}

// Remark is what stands in every invoice's remark: the request's number and the period.
func (n InvoiceNotice) Remark() string {
	return n.Statement.RequestNumber + " " + n.Statement.Period.String()
}

// Add refuses an invoice that the rules of §6.10 refuse: only after the notice, at a rate of the
// list, within its amount, by the certified taxpayer, with the request's number and the period
// in its remark; electronic with its file, on paper with its courier.
func (n InvoiceNotice) Add(i SettlementInvoice, file *Upload, now time.Time) error {
	if !StatementMoves.Can(n.Statement.Status, SubmitInvoiceStatement) {
		return Conflict("statement.invoice_not_asked", n.Statement.Number)
	}
	wrong := Invalids{}
	if i.Number == "" {
		wrong.With("invoice_number", "problem.required")
	} else if n := len(i.Number); strings.Trim(i.Number, "0123456789") != "" || n < 8 || n > 20 {
		wrong.With("invoice_number", "invoice.digits", 8, 20, n)
	}
	switch {
	case i.DatedOn.IsZero():
		wrong.With("dated_on", "problem.required")
	case DayOf(now).Before(i.DatedOn):
		wrong.With("dated_on", "invoice.dated_later", DayOf(now))
	case n.Statement.CountersignedAt != nil && i.DatedOn.Before(DayOf(*n.Statement.CountersignedAt)):
		wrong.With("dated_on", "statement.invoice_before_notice", DayOf(*n.Statement.CountersignedAt), i.DatedOn)
	}
	switch rest := n.Rest(i.Rate); {
	case !slices.ContainsFunc(n.Shares, func(s InvoiceShare) bool { return s.Rate.Equal(i.Rate) }):
		wrong.With("invoice_rate", "statement.invoice_rate_unlisted", i.Rate)
	case i.Amount.Sign() <= 0:
		wrong.With("invoice_amount", "problem.required")
	case i.Amount.Over(rest):
		wrong.With("invoice_amount", "statement.invoice_too_much", i.Rate, n.Statement.Currency.Sum(rest), n.Statement.Currency.Sum(i.Amount))
	}
	if i.TaxNumber != n.TaxNumber {
		wrong.With("tax_number", "statement.invoice_taxpayer", n.TaxNumber, i.TaxNumber)
	}
	if !strings.Contains(i.Remark, n.Statement.RequestNumber) || !strings.Contains(i.Remark, n.Statement.Period.String()) {
		wrong.With("remark", "statement.invoice_remark", n.Statement.RequestNumber, n.Statement.Period.String())
	}
	wrong.long("remark", i.Remark, 200)
	switch i.Medium {
	case MediumElectronic:
		if file == nil {
			wrong.With("invoice_file", "problem.required")
		}
	case MediumPaper:
		wrong.long("courier", i.Courier, 50)
		wrong.long("courier_number", i.CourierNumber, 50)
		if i.Courier == "" {
			wrong.With("courier", "problem.required")
		}
		if i.CourierNumber == "" {
			wrong.With("courier_number", "problem.required")
		}
	case MediumDigital:
		wrong.With("medium", "problem.not_an_option", string(i.Medium))
	default:
		wrong.With("medium", "problem.not_an_option", string(i.Medium))
	}
	return wrong.Err()
}

// Submit hands the invoices in: together they are the request's amount at every rate
// (transactions.md §6.5). What was missing of a rejected request waits for its restart.
func (n *InvoiceNotice) Submit(now time.Time) (err error) {
	next, err := StatementMoves.Next(n.Statement.Status, SubmitInvoiceStatement)
	if err != nil {
		return err
	}
	if !n.Entered() {
		return Conflict("statement.invoice_none", n.Statement.RequestNumber)
	}
	for _, s := range n.Shares {
		if rest := n.Rest(s.Rate); rest.Sign() != 0 {
			return Conflict("statement.invoice_short", s.Rate, n.Statement.Currency.Sum(s.Amount), n.Statement.Currency.Sum(rest))
		}
	}
	n.Statement.Status, n.Statement.InvoicedAt = next, &now
	return nil
}

// PassInvoices lets the invoices pass: the payment request is reviewed (transactions.md §6.5).
func (s *Statement) PassInvoices(now time.Time) (err error) {
	s.Status, err = StatementMoves.Next(s.Status, PassInvoiceStatement)
	s.InvoicesPassedAt, s.Reason = &now, ""
	return err
}

// InvoiceBy is until when the seller invoices after its notice (transactions.md §6.4, §10.3);
// zero while it was not told to.
func (s Statement) InvoiceBy(settings Settings) Day {
	if s.CountersignedAt == nil || !s.Category.PlatformInvoices() {
		return Day{}
	}
	return DayOf(*s.CountersignedAt).PlusMonths(settings.PlatformInvoiceMonths)
}

// InvoiceLate reports that the month after the notice is over and nothing was submitted: the
// payment waits (transactions.md §6.13).
func (s Statement) InvoiceLate(settings Settings, today Day) bool {
	return s.Status == StatementInvoicing && s.InvoiceBy(settings).Before(today)
}

// InvoiceNoticeRow is a request in the seller's list of what it invoices to the platform.
type InvoiceNoticeRow struct {
	Statement
	Invoices int
	Invoiced Money
}
