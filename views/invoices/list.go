package invoices

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.InvoiceRow

// ListPage is what the list of invoices shows besides them.
type ListPage struct {
	Now      time.Time
	Settings market.Settings
	Search   market.InvoiceSearch
	Counts   map[market.InvoiceStatus]int
	Terms    market.InvoiceTerms
}

// Listing is the invoices to buyers, newest first.
func Listing(ctx context.Context, p ListPage) ui.Listing[row] {
	waiting := []market.InvoiceStatus{market.InvoiceRequested, market.InvoiceIssued, market.InvoiceReturning}
	return ui.Listing[row]{
		Area: "invoice", Icon: "doc", Sort: "requested_at", Filters: filters(ctx), Tabs: tabs(ctx, p), Above: above(p),
		Head: ui.Head{Title: i18n.T(ctx, "nav.invoices"), Lead: i18n.T(ctx, "invoice.lead", p.Settings.InvoiceDays), Crumbs: crumbs(ctx), Acts: termsLink()},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Sort: true, By: "requested_at", Width: "id", Value: func(r row) any { return r.Number },
				Cell: func(c *ui.Pen, r row) { c.ID(r.Number, url(r.ID, ""), i18n.Moment(ctx, r.RequestedAt)) }},
			{Name: "order", Value: func(r row) any { return r.OrderNumber },
				Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, c.T("invoice.orders_of", r.OrderNumber, r.Orders)) }},
			{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }},
			{Name: "orders", Off: true, Right: true, Value: func(r row) any { return r.Orders }},
			{Name: "title", Value: func(r row) any { return r.Title }, Cell: func(c *ui.Pen, r row) { c.Two(r.Title, r.CustomerName) }},
			{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
			{Name: "tax_number", Off: true, Value: func(r row) any { return r.TaxNumber }},
			{Name: "type", Value: func(r row) any { return market.Word(r.Type.Key()) }},
			{Name: "medium", Off: true, Value: func(r row) any { return market.Word(r.Medium().Key()) }},
			{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount }},
			{Name: "rate", Aside: true, Right: true, Value: func(r row) any { return r.Rate }},
			{Name: "requested_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.RequestedAt }},
			{Name: "due_at", Label: i18n.T(ctx, "invoice.left"), Value: func(r row) any { return r.DueAt }, Cell: func(c *ui.Pen, r row) {
				if slices.Contains(waiting, r.Status) {
					c.Part(ui.CountdownCell(countdown(r.Invoice, p.Now)))
				} else {
					c.Dash()
				}
			}},
			{Name: "issued_at", Off: true, Width: "when", Value: func(r row) any { return r.IssuedAt }},
			{Name: "paper_number", Off: true, Value: func(r row) any { return r.PaperNumber }},
			{Name: "paper_code", Off: true, Value: func(r row) any { return r.PaperCode }},
			{Name: "courier_number", Off: true, Value: func(r row) any { return r.CourierNumber }},
			{Name: "red_number", Off: true, Value: func(r row) any { return r.RedNumber }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

func tabs(ctx context.Context, p ListPage) []ui.Tab {
	q := ui.QueryOf(ctx)
	sum := 0
	for _, n := range p.Counts {
		sum += n
	}
	var all []ui.Tab
	for _, status := range market.InvoiceStatuses {
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(p.Counts[status]), Current: p.Search.Status == status})
	}
	return append(all, ui.Tab{Text: i18n.T(ctx, "invoice.all"), URL: q.With("status", ""), Count: i18n.Number(sum), Current: p.Search.Status == ""})
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "invoice.text_hint")},
		{Name: "type", Options: ui.OptionsOf(ctx, market.InvoiceTypes)},
		{Name: "medium", Options: ui.OptionsOf(ctx, market.InvoiceMedia)},
		{Name: "requested", Kind: ui.FilterRange},
	}
}
