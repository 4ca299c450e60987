// Package invoices is the pages of the seller's invoices to its buyers.
package invoices

import (
	"context"
	"slices"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one invoice with its orders and what happened to it.
type DetailPage struct {
	Now      time.Time
	Settings market.Settings
	Invoice  market.InvoiceRow
	Orders   []market.InvoiceOrder
	Logs     []market.InvoiceLog
	Refused  *market.Reason
	Receiver *market.Receiver // shown, and recorded, only now
}

func url(id market.InvoiceID, verb string) string {
	if verb == "" {
		return "/invoices/" + id.String()
	}
	return "/invoices/" + id.String() + "/" + verb
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.invoices")}}
	if len(more) > 0 {
		way[1].URL = "/invoices"
	}
	return append(way, more...)
}

// countdown is the calendar time that is left until the invoice is due or confirmed.
func countdown(i market.Invoice, now time.Time) ui.Countdown {
	from, due := i.RequestedAt, i.DueAt
	if i.Status == market.InvoiceIssued && i.IssuedAt != nil && i.ConfirmAt != nil {
		from, due = *i.IssuedAt, *i.ConfirmAt
	}
	if i.Status == market.InvoiceReturning {
		return ui.Countdown{NoLimit: true, Now: now, Used: now.Sub(from), Natural: true}
	}
	return ui.Countdown{Due: due, Now: now, Left: due.Sub(now), Used: now.Sub(from), Natural: true, Soon: 48 * time.Hour, Since: from}
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	switch p.Invoice.Status {
	case market.InvoiceRequested:
		return ui.TurnNow{Party: market.PartySeller, Ours: true, Act: i18n.T(ctx, market.IssueInvoice), Since: i18n.Moment(ctx, p.Invoice.RequestedAt)}
	case market.InvoiceReturning:
		return ui.TurnNow{Party: market.PartySeller, Ours: true, Act: i18n.T(ctx, market.ReturnInvoice)}
	case market.InvoiceIssued, market.InvoiceCompleted, market.InvoiceReturned, market.InvoiceRejected, market.InvoiceCancelled:
	}
	return ui.TurnNow{Party: market.PartyBuyer, Act: i18n.T(ctx, market.SignInvoice), Since: i18n.Moment(ctx, at(p.Invoice.IssuedAt))}
}

func (p DetailPage) otherwise() market.Reason {
	switch p.Invoice.Status {
	case market.InvoiceRequested:
		return market.Because("invoice.otherwise_issue", p.Settings.InvoiceDays)
	case market.InvoiceReturning:
		return market.Because("invoice.otherwise_return")
	case market.InvoiceIssued, market.InvoiceCompleted, market.InvoiceReturned, market.InvoiceRejected, market.InvoiceCancelled:
	}
	return market.Because("invoice.otherwise_sign", p.Settings.InvoiceConfirmDays)
}

func (p DetailPage) waits() bool {
	return slices.Contains([]market.InvoiceStatus{market.InvoiceRequested, market.InvoiceIssued, market.InvoiceReturning}, p.Invoice.Status)
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func maybeTime(t *time.Time) templ.Component { return ui.Time(at(t)) }

func (p DetailPage) titleFacts(ctx context.Context) []ui.Fact {
	i := p.Invoice
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "invoice.title"), Text: i.Title},
		{Label: i18n.T(ctx, "invoice.title_kind"), Text: i18n.T(ctx, i.TitleKind.Key())},
	}
	for _, one := range []struct{ name, text string }{{"tax_number", i.TaxNumber}, {"address", i.Address}, {"phone", i.Phone}, {"bank_name", i.BankName}, {"bank_account", i.BankAccount}, {"remark", i.Remark}} {
		if one.text != "" {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice."+one.name), Text: one.text})
		}
	}
	return facts
}

func (p DetailPage) sendFacts(ctx context.Context) []ui.Fact {
	i := p.Invoice
	facts := []ui.Fact{{Label: i18n.T(ctx, "invoice.medium"), Text: i18n.T(ctx, i.Medium().Key())}}
	switch {
	case p.Receiver == nil:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.receiver"), Part: ui.Masked(i.ReceiverMask)})
	case i.Medium() == market.MediumPaper:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.receiver"), Text: p.Receiver.Name},
			ui.Fact{Label: i18n.T(ctx, "invoice.receiver_phone"), Text: p.Receiver.Phone},
			ui.Fact{Label: i18n.T(ctx, "invoice.receiver_address"), Text: p.Receiver.Address})
	default:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.receiver_email"), Text: p.Receiver.Email})
	}
	if i.Postage != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.postage"), Text: i18n.T(ctx, "invoice.postage_"+i.Postage)})
	}
	return facts
}

func (p DetailPage) paperFacts(ctx context.Context) []ui.Fact {
	i := p.Invoice
	facts := []ui.Fact{{Label: i18n.T(ctx, "invoice.paper_number"), Part: ui.ID(i.PaperNumber, "")}}
	if i.PaperCode != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.paper_code"), Part: ui.ID(i.PaperCode, "")})
	}
	if i.DatedOn != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.dated_on"), Part: ui.Day(*i.DatedOn)})
	}
	if i.CourierNumber != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.courier"), Text: i.Courier}, ui.Fact{Label: i18n.T(ctx, "invoice.courier_number"), Part: ui.ID(i.CourierNumber, "")})
	}
	if i.RedNumber != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "invoice.red_number"), Part: ui.ID(i.RedNumber, "")})
	}
	return facts
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	i := p.Invoice
	return []ui.Fact{
		{Label: i18n.T(ctx, "invoice.number"), Part: ui.ID(i.Number, "")},
		{Label: i18n.T(ctx, "invoice.status"), Part: ui.Chip(i.Status)},
		{Label: i18n.T(ctx, "invoice.type"), Text: i18n.T(ctx, i.Type.Key())},
		{Label: i18n.T(ctx, "invoice.customer"), Text: i.CustomerName},
		{Label: i18n.T(ctx, "invoice.requested_at"), Part: ui.Time(i.RequestedAt)},
		{Label: i18n.T(ctx, "invoice.due_at"), Part: ui.Time(i.DueAt)},
		{Label: i18n.T(ctx, "invoice.issued_at"), Part: maybeTime(i.IssuedAt)},
		{Label: i18n.T(ctx, "invoice.completed_at"), Part: maybeTime(i.CompletedAt)},
	}
}

func (p DetailPage) amounts(ctx context.Context) []ui.Fact {
	i := p.Invoice
	return []ui.Fact{
		{Label: i18n.T(ctx, "invoice.net"), Part: ui.Money(i.Net())},
		{Label: i18n.T(ctx, "invoice.tax", i.Rate), Part: ui.Money(i.Tax())},
		{Label: i18n.T(ctx, "invoice.amount"), Part: ui.Money(i.Amount), Sum: true},
	}
}

func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	var entries []ui.Entry
	for _, log := range p.Logs {
		entry := ui.Entry{At: log.At, Party: log.Party, Ours: log.Party == market.PartySeller, Actor: log.Actor, Act: i18n.Did(ctx, log.Act), Quote: log.Comment}
		if log.Party == market.PartySystem {
			entry.Actor = i18n.T(ctx, "common.party_system")
		}
		if log.FileID != nil && log.FileName != nil {
			entry.Files = []ui.File{{Name: *log.FileName, URL: "/files/" + log.FileID.String()}}
		}
		entries = append(entries, entry)
	}
	return entries
}

// begins is how a field of the issuing form starts: the amount is fixed, the day is today.
func (p DetailPage) today() string { return market.DayOf(p.Now).String() }

func typeOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, kind := range market.InvoiceTypes {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

// typed is the form as it stands, or with what the seller chose before.
func typed(f ui.Form, terms market.InvoiceTerms) ui.Form {
	if f.Values != nil {
		return f
	}
	f.Values = map[string][]string{"mail_name": {terms.MailName}, "mail_phone": {terms.MailPhone}, "mail_address": {terms.MailAddress}}
	for _, kind := range terms.Types.V {
		f.Values["types"] = append(f.Values["types"], string(kind))
	}
	return f
}
