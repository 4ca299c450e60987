package fulfilments

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the messages, the newest first; those that fail can be restarted together.
func Listing(ctx context.Context, failing, underway int) ui.Listing[market.FulfilmentLine] {
	type row = market.FulfilmentLine
	return ui.Listing[row]{
		Area: "fulfilment", Icon: "plug", Sort: "begun_at", Filters: filters(ctx), Tabs: tabs(ctx, failing, underway),
		Head: ui.Head{Title: i18n.T(ctx, "fulfilment.title"), Lead: i18n.T(ctx, "fulfilment.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "fulfilment.title")}}},
		Row:  func(f row) (string, string) { return f.ID.String(), f.OrderNumber },
		Bulk: []ui.Bulk{{Act: market.RestartFulfilment, Style: ui.Primary}},
		Columns: []ui.Col[row]{
			{Name: "message", Fixed: true, Value: func(f row) any { return market.Word(f.Activity.Key()) }, Cell: func(c *ui.Pen, f row) { c.Part(messageCell(f)) }},
			{Name: "activity", Off: true, Value: func(f row) any { return string(f.Activity) }},
			{Name: "order", Value: func(f row) any { return f.OrderNumber }, Cell: func(c *ui.Pen, f row) {
				c.AsideID(f.OrderNumber, "/orders/"+f.OrderID.String())
				c.Second(f.ProductName)
			}},
			{Name: "product", Off: true, Value: func(f row) any { return f.ProductName }},
			{Name: "status", Width: "chip", Value: func(f row) any { return f.Status }, Cell: func(c *ui.Pen, f row) {
				c.Chip(f.Status)
				c.Second(tries(ctx, f.Fulfilment))
			}},
			{Name: "result", Value: func(f row) any { return said(ctx, f.Fulfilment) }, Cell: func(c *ui.Pen, f row) { c.Two(said(ctx, f.Fulfilment), meaning(ctx, f.Fulfilment)) }},
			{Name: "begun_at", Label: i18n.T(ctx, "fulfilment.begun"), Width: "when", Value: func(f row) any { return f.BegunAt }},
			{Name: "next", Width: "when", Value: next},
			{Name: "address", Off: true, Value: func(f row) any { return f.EndpointURL }, Cell: func(c *ui.Pen, f row) { c.Two(f.EndpointURL, "") }},
			ui.RowActs(rowActs),
		},
	}
}

// next is when a message that is not over is tried again.
func next(f market.FulfilmentLine) any {
	if f.NextAt == nil || f.Status.Over() {
		return (*time.Time)(nil)
	}
	return f.NextAt
}
