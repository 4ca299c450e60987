package market

import (
	"slices"
	"strings"
	"time"
)

// InvoiceRequest is what a buyer asks for: by orders, never a free amount (catalogue.md §7.2).
type InvoiceRequest struct {
	Orders      []OrderID
	Type        InvoiceType
	TitleKind   TitleKind
	Title       string
	TaxNumber   string
	BankName    string
	BankAccount string
	Address     string
	Phone       string
	Remark      string
	Receiver    Receiver
}

// Receiver is where an invoice is sent: an address for paper, a mailbox for the rest.
type Receiver struct {
	Name    string
	Phone   string
	Address string
	Email   string
}

// Mask is what pages show of the receiver.
func (r Receiver) Mask(medium InvoiceMedium) string {
	if medium == MediumPaper {
		name := []rune(r.Name)
		return string(name[:min(1, len(name))]) + "** " + MaskPhone(r.Phone)
	}
	return MaskEmail(r.Email)
}

// MostInvoiceOrders is how many orders one invoice takes.
const MostInvoiceOrders = 50

// Check refuses a request whose title, type or receiver is wrong (catalogue.md §7.1, §7.2).
func (r InvoiceRequest) Check(terms InvoiceTerms) error {
	wrong := Invalids{}
	switch {
	case len(r.Orders) == 0:
		wrong.With("orders", "problem.required")
	case len(r.Orders) > MostInvoiceOrders:
		wrong.With("orders", "invoice.too_many_orders", MostInvoiceOrders, len(r.Orders))
	}
	if !slices.Contains(InvoiceTypes, r.Type) {
		wrong.With("type", "problem.not_an_option", string(r.Type))
	} else if !terms.Offers(r.Type) {
		wrong.With("type", "invoice.type_closed", Word(r.Type.Key()))
	}
	if !slices.Contains(TitleKinds, r.TitleKind) {
		wrong.With("title_kind", "problem.not_an_option", string(r.TitleKind))
	}
	wrong.long("title", r.Title, 100)
	r.checkTitle(wrong)
	if len([]rune(r.Remark)) > 200 {
		wrong.With("remark", "problem.too_long", 200, len([]rune(r.Remark)))
	}
	return r.checkReceiver(wrong)
}

// checkTitle: a special invoice needs an enterprise title with its tax and bank data;
// personal and organisation titles get ordinary ones only (catalogue.md §7.2).
func (r InvoiceRequest) checkTitle(wrong Invalids) {
	if r.Type.Special() && r.TitleKind != TitleEnterprise {
		wrong.With("title_kind", "invoice.special_enterprise")
	}
	if r.TitleKind == TitleEnterprise {
		switch n := len(r.TaxNumber); {
		case n == 0:
			wrong.With("tax_number", "problem.required")
		case n < 15 || n > 20 || strings.Trim(r.TaxNumber, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
			wrong.With("tax_number", "invoice.not_a_tax_number", r.TaxNumber)
		}
	}
	if r.Type.Special() {
		wrong.long("address", r.Address, 200)
		wrong.long("phone", r.Phone, 30)
		wrong.long("bank_name", r.BankName, 100)
		wrong.long("bank_account", r.BankAccount, 40)
	}
}

func (r InvoiceRequest) checkReceiver(wrong Invalids) error {
	if r.Type.Medium() != MediumPaper {
		if err := wrong.Join(CheckEmail("receiver_email", r.Receiver.Email)); err != nil {
			return err
		}
		return wrong.Err()
	}
	wrong.long("receiver_name", r.Receiver.Name, 50)
	wrong.long("receiver_address", r.Receiver.Address, 200)
	if err := wrong.Join(CheckPhone("receiver_phone", r.Receiver.Phone)); err != nil {
		return err
	}
	return wrong.Err()
}

// Invoiceable is an order as an invoice sees it.
type Invoiceable struct {
	Order   Order
	Refund  bool   // a refund of it is open
	Invoice string // number of the invoice that holds it already
}

// Rate is the tax rate at which the seller invoices the order: that of the tax type which the
// order was placed with (catalogue.md §2.7).
func (b Invoiceable) Rate(taxpayer string, own Ratio) Ratio { return b.Order.SaleTax.Of(taxpayer, own) }

// Check refuses an order that cannot be invoiced now (catalogue.md §7.2, §7.3): the seller
// invoices general products only; not while a refund waits, not twice, nothing unpaid.
func (b Invoiceable) Check() error {
	number := b.Order.Number
	switch {
	case b.Order.SaleType != SaleGeneral, b.Order.Currency != "" && b.Order.Currency != CNY: // abroad the platform's entity invoices
		return Conflict("invoice.not_general", number)
	case b.Order.Type == OrderTrial || b.Order.Free():
		return Conflict("invoice.nothing_paid", number)
	case b.Order.PaidAt == nil || b.Order.Status == OrderCancelled:
		return Conflict("invoice.not_paid", number)
	case b.Order.Postpaid && b.Order.RepaidAt == nil:
		return Conflict("invoice.in_arrears", number)
	case b.Refund:
		return Conflict("invoice.refund_open", number)
	case b.Order.Refundable().Sign() <= 0:
		return Conflict("invoice.all_refunded", number)
	case b.Invoice != "":
		return Conflict("invoice.already", number, b.Invoice)
	}
	return nil
}

// Request makes the invoice that is asked for: the orders' whole amount less what went back,
// at their one tax rate, due so long after now (catalogue.md §7.2).
func (r InvoiceRequest) Request(orders []Invoiceable, taxpayer string, own Ratio, settings Settings, now time.Time) (Invoice, error) {
	invoice := Invoice{Status: InvoiceRequested, Type: r.Type, TitleKind: r.TitleKind, Title: strings.TrimSpace(r.Title),
		TaxNumber: r.TaxNumber, BankName: r.BankName, BankAccount: r.BankAccount, Address: r.Address, Phone: r.Phone,
		Remark: r.Remark, ReceiverMask: r.Receiver.Mask(r.Type.Medium()), RequestedAt: now, DueAt: now.AddDate(0, 0, settings.InvoiceDays)}
	for i, b := range orders {
		if err := b.Check(); err != nil {
			return Invoice{}, err
		}
		rate := b.Rate(taxpayer, own)
		if i > 0 && !rate.Equal(invoice.Rate) {
			return Invoice{}, Invalid("orders", "invoice.one_rate", orders[0].Order.Number, invoice.Rate, b.Order.Number, rate)
		}
		invoice.Rate = rate
		invoice.Amount = invoice.Amount.Plus(b.Order.Refundable())
	}
	invoice.Postage = PostageOf(r.Type.Medium(), invoice.Amount, settings.PostageFrom)
	return invoice, nil
}

// Issuing is what the seller fills in when it has made the invoice out (catalogue.md §7.2).
type Issuing struct {
	PaperNumber   string
	PaperCode     string
	DatedOn       Day
	Amount        Money
	File          *Upload
	Courier       string
	CourierNumber string
}

// Issue books that the invoice was made out: with its number, and with its file or its
// courier. Nobody has to sign for longer than so many days (catalogue.md §7.2).
func (i *Invoice) Issue(what Issuing, days int, now time.Time) (err error) {
	next, err := InvoiceMoves.Next(i.Status, IssueInvoice)
	if err != nil {
		return err
	}
	wrong := Invalids{}
	digits := func(field, text string, lengths ...int) {
		if text == "" {
			wrong.With(field, "problem.required")
		} else if strings.Trim(text, "0123456789") != "" || !slices.Contains(lengths, len(text)) {
			wrong.With(field, "invoice.digits", lengths[0], lengths[len(lengths)-1], len(text))
		}
	}
	if i.Medium() == MediumDigital {
		digits("paper_number", what.PaperNumber, 20)
		what.PaperCode = ""
	} else {
		digits("paper_number", what.PaperNumber, 8)
		digits("paper_code", what.PaperCode, 10, 12)
	}
	switch {
	case what.DatedOn.IsZero():
		wrong.With("dated_on", "problem.required")
	case DayOf(now).Before(what.DatedOn):
		wrong.With("dated_on", "invoice.dated_later", DayOf(now))
	}
	if !what.Amount.Equal(i.Amount) {
		wrong.With("amount", "invoice.amount_differs", i.Amount, what.Amount)
	}
	if i.Medium() == MediumPaper {
		wrong.long("courier", what.Courier, 50)
		wrong.long("courier_number", what.CourierNumber, 50)
	} else if what.File == nil {
		wrong.With("file", "problem.required")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	confirm := now.AddDate(0, 0, days)
	i.Status, i.PaperNumber, i.PaperCode, i.DatedOn = next, what.PaperNumber, what.PaperCode, &what.DatedOn
	i.Courier, i.CourierNumber, i.IssuedAt, i.ConfirmAt = what.Courier, what.CourierNumber, &now, &confirm
	return nil
}

// Complete ends the way of an invoice: somebody signed for it, or nobody did for so long
// that it is confirmed by itself (catalogue.md §7.2).
func (i *Invoice) Complete(by Act, now time.Time) (err error) {
	if by == ConfirmInvoice && i.ConfirmAt != nil && now.Before(*i.ConfirmAt) {
		return Conflict("invoice.not_yet", *i.ConfirmAt)
	}
	if i.Status, err = InvoiceMoves.Next(i.Status, by); err != nil {
		return err
	}
	i.CompletedAt = &now
	return nil
}

// End rejects, cancels or gives back: what was asked for does not come, or goes back. All
// but a cancelled request say why.
func (i *Invoice) End(by Act, reason string, now time.Time) (err error) {
	if by != CancelInvoice {
		if err := CheckReason(reason); err != nil {
			return err
		}
	}
	if i.Status, err = InvoiceMoves.Next(i.Status, by); err != nil {
		return err
	}
	i.Reason = strings.TrimSpace(reason)
	if !i.Status.Holds() {
		i.EndedAt = &now
	}
	return nil
}

// Return books that the invoice is no longer valid: the paper is back, or a red invoice was
// made out on the tax platform (catalogue.md §7.3). What is not paper needs the red number.
func (i *Invoice) Return(reason, red string, now time.Time) (err error) {
	wrong := Invalids{}
	if red = strings.TrimSpace(red); red == "" && i.Medium() != MediumPaper {
		wrong.With("red_number", "invoice.red_required")
	} else if n := len(red); n > 20 || strings.Trim(red, "0123456789") != "" {
		wrong.With("red_number", "invoice.digits", 8, 20, n)
	}
	if reason == "" {
		reason = i.Reason
	}
	if err := wrong.Join(CheckReason(reason)); err != nil {
		return err
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if i.Status, err = InvoiceMoves.Next(i.Status, ReturnInvoice); err != nil {
		return err
	}
	i.Reason, i.RedNumber, i.EndedAt = reason, red, &now
	return nil
}

// Uninvoiced refuses a refund while an invoice of its order holds, and says which and what
// to do first: cancel what is only asked for, return what was issued (catalogue.md §7.3,
// transactions.md §4.5).
func Uninvoiced(order string, invoices []Invoice) error {
	for _, i := range invoices {
		switch {
		case !i.Status.Holds():
		case i.Status == InvoiceRequested:
			return Conflict("invoice.refund_cancel_first", order, i.Number)
		default:
			return Conflict("invoice.refund_return_first", order, i.Number)
		}
	}
	return nil
}
