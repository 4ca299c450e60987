// Package relocations shows the orders that still use an address which their product has left.
package relocations

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Relocation

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	own := ui.Link{Text: i18n.T(ctx, "relocation")}
	if len(more) > 0 {
		own.URL = "/relocations"
	}
	return append([]ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "endpoint.title"), URL: "/endpoints"}, own}, more...)
}

// Listing is the orders that can be moved, one by one or in a batch (catalogue.md §2.10).
func Listing(ctx context.Context) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "relocation", Icon: "link", Sort: "placed_at",
		Head:    ui.Head{Title: i18n.T(ctx, "relocation"), Lead: i18n.T(ctx, "relocation.lead"), Crumbs: crumbs(ctx)},
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "relocation.text_hint")}},
		Row:     func(r row) (string, string) { return r.OrderID.String(), r.Number },
		Bulk:    []ui.Bulk{{Act: market.ApplyRelocation, Style: ui.Primary}},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number },
				Cell: func(c *ui.Pen, r row) { c.ID(r.Number, "/relocations/"+r.OrderID.String(), r.CustomerName) }},
			{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
			{Name: "product", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.SpecName) }},
			{Name: "from_url", Value: func(r row) any { return r.FromURL }, Cell: func(c *ui.Pen, r row) { c.Code(r.FromURL) }},
			{Name: "to_url", Value: func(r row) any { return r.ToURL }, Cell: func(c *ui.Pen, r row) { c.Code(r.ToURL) }},
			{Name: "login_url", Off: true, Value: func(r row) any { return r.LoginURL }},
			{Name: "messages", Right: true, Value: func(r row) any { return r.Messages }},
			{Name: "placed_at", Sort: true, Width: "when", Value: func(r row) any { return r.PlacedAt }},
			ui.RowActs(rowActs),
		},
	}
}

// facts are what moving the order changes, before and after.
func facts(ctx context.Context, r row) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "relocation.customer"), Text: r.CustomerName},
		{Label: i18n.T(ctx, "relocation.product"), Text: r.ProductName + i18n.T(ctx, "billing.join") + r.SpecName},
		{Label: i18n.T(ctx, "relocation.from_url"), Part: ui.ID(r.FromURL, "")},
		{Label: i18n.T(ctx, "relocation.to_url"), Part: ui.ID(r.ToURL, "")},
		{Label: i18n.T(ctx, "relocation.login_url"), Part: ui.ID(r.LoginURL, "")},
		{Label: i18n.T(ctx, "relocation.messages"), Text: i18n.T(ctx, "relocation.messages_move", r.Messages)},
		{Label: i18n.T(ctx, "relocation.key"), Text: i18n.T(ctx, "relocation.key_stays")},
	}
}
