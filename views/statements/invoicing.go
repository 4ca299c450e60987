package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// noticeFacts are what every invoice of the request says, and where it is sent.
func (p ShowPage) noticeFacts(ctx context.Context) []ui.Fact {
	n, settings := p.Notice, p.Rules.Settings
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "statement.request_number"), Part: ui.ID(p.Statement.RequestNumber, "")},
		{Label: i18n.T(ctx, "statement.invoice_total"), Part: ui.MoneyIn(p.Statement.Payable, p.Statement.Currency)},
		{Label: i18n.T(ctx, "statement.invoice_by"), Text: i18n.DayWeek(ctx, p.Statement.InvoiceBy(settings))},
		{Label: i18n.T(ctx, "statement.invoice_seller"), Text: n.LegalName + " " + n.TaxNumber},
		{Label: i18n.T(ctx, "statement.invoice_remark_label"), Part: ui.ID(n.Remark(), "")},
	}
	for _, fact := range []struct{ key, text string }{{"platform_title", settings.PlatformTitle}, {"platform_tax_number", settings.PlatformTaxNumber},
		{"invoice_mailbox", settings.InvoiceMailbox}, {"invoice_address", settings.InvoiceAddress}, {"invoice_phone", settings.InvoicePhone}} {
		text := fact.text
		if text == "" {
			text = i18n.T(ctx, "setting.unsaid")
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "setting."+fact.key), Text: text})
	}
	return facts
}

// invoices reports whether the seller can enter invoices now.
func (p ShowPage) invoices() bool {
	return !p.Operator && market.StatementMoves.Can(p.Statement.Status, market.SubmitInvoiceStatement)
}

// open is the first rate at which something is still to be invoiced.
func (p ShowPage) open() (share market.InvoiceShare, ok bool) {
	for _, s := range p.Notice.Shares {
		if rest := p.Notice.Rest(s.Rate); rest.Sign() > 0 {
			return market.InvoiceShare{Rate: s.Rate, Amount: rest}, true
		}
	}
	return share, false
}

func (p ShowPage) rates() (options []ui.Option) {
	for _, s := range p.Notice.Shares {
		options = append(options, ui.Option{Value: s.Rate.Percent(), Label: i18n.Percent(s.Rate)})
	}
	return options
}

func (p ShowPage) invoiceFile(i market.SettlementInvoice) string {
	if p.Operator {
		return "/operator/files/" + p.Statement.SellerID.String() + "/" + i.FileID.String()
	}
	return "/files/" + i.FileID.String()
}

// invoicingText says that the payment waits, and why what was handed in came back.
func (p ShowPage) invoicingText(ctx context.Context) string {
	switch {
	case p.Statement.Reason != "":
		return i18n.T(ctx, "statement.invoicing_refused", p.reason())
	case p.Statement.InvoiceLate(p.Rules.Settings, p.Rules.Today):
		return i18n.T(ctx, "statement.invoicing_late")
	}
	return i18n.T(ctx, "statement.invoicing_text", p.sum(p.Statement.Payable))
}

// post is how an invoice on paper comes.
func post(ctx context.Context, i market.SettlementInvoice) string {
	if i.Medium != market.MediumPaper {
		return i18n.T(ctx, i.Medium.Key())
	}
	return i18n.T(ctx, i.Medium.Key()) + i18n.T(ctx, "billing.join") + i.Courier + " " + i.CourierNumber
}

// missable are the passed invoices that may be missing after all.
func (p ShowPage) missable() (options []ui.Option) {
	if p.Notice == nil {
		return nil
	}
	for _, i := range p.Notice.Invoices {
		if i.Status == market.SettlementInvoicePassed {
			options = append(options, ui.Option{Value: i.ID.String(), Label: i.Number + " " + i18n.Money(i.Amount)})
		}
	}
	return options
}
