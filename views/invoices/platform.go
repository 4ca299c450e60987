package invoices

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Platform is what the seller invoices to the platform, newest request first (给平台开票,
// transactions.md §6.10).
func Platform(ctx context.Context, settings market.Settings, today market.Day) ui.Listing[market.InvoiceNoticeRow] {
	type row = market.InvoiceNoticeRow
	return ui.Listing[row]{
		Area: "statement", Icon: "doc", Sort: "closed_at", Above: kinds(true),
		Head: ui.Head{Title: i18n.T(ctx, "statement.invoices_to_platform"), Lead: i18n.T(ctx, "statement.invoices_to_platform_lead", settings.PlatformInvoiceMonths), Crumbs: crumbs(ctx)},
		Columns: []ui.Col[row]{
			{Name: "request_number", Fixed: true, Width: "id", Value: func(r row) any { return r.RequestNumber },
				Cell: func(c *ui.Pen, r row) { c.ID(r.RequestNumber, "/statements/"+r.ID.String()+"#invoicing", r.Number) }},
			{Name: "period", Off: true, Value: func(r row) any { return r.Period.String() }},
			{Name: "category", Value: func(r row) any { return market.Word(r.Category.Key()) }},
			{Name: "invoice_owed", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Payable }},
			{Name: "invoiced", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Invoiced }},
			{Name: "invoices", Right: true, Value: func(r row) any { return r.Invoices }},
			{Name: "invoice_by", Value: func(r row) any { return r.InvoiceBy(settings) }, Cell: func(c *ui.Pen, r row) {
				by := r.InvoiceBy(settings)
				if r.InvoiceLate(settings, today) {
					c.Part(ui.ChipIcon(market.Bad, "clock", i18n.T(c.Ctx(), "statement.late", i18n.DayWeek(c.Ctx(), by))))
				} else {
					c.Part(ui.DayWeek(by))
				}
			}},
			{Name: "closed_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.ClosedAt }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

// kindTabs are whom the seller invoices: buyers, and the platform.
func kindTabs(ctx context.Context, platform bool) []ui.Tab {
	return []ui.Tab{
		{Text: i18n.T(ctx, "statement.invoices_to_buyers"), URL: "/invoices", Current: !platform},
		{Text: i18n.T(ctx, "statement.invoices_to_platform"), URL: "/invoices/platform", Current: platform},
	}
}
