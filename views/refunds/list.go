package refunds

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.RefundRow

// Listing is the seller's refunds, newest first.
func Listing(ctx context.Context, clock Clock, search market.RefundSearch, counts map[market.RefundStatus]int) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "refund", Icon: "undo", Sort: "requested_at", Filters: filters(ctx), Tabs: tabs(ctx, search, counts),
		Head: ui.Head{Title: i18n.T(ctx, "refund.title"), Lead: i18n.T(ctx, "refund.lead", clock.Settings.RefundDays), Crumbs: crumbs(ctx)},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Sort: true, By: "requested_at", Width: "id", Value: func(r row) any { return r.Number },
				Cell: func(c *ui.Pen, r row) { c.ID(r.Number, url(r.ID, ""), i18n.Moment(ctx, r.RequestedAt)) }},
			{Name: "requested_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.RequestedAt }},
			{Name: "order", Value: func(r row) any { return r.OrderNumber }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.OrderNumber) }},
			{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.SpecName) }},
			{Name: "customer", Value: func(r row) any { return r.CustomerName },
				Cell: func(c *ui.Pen, r row) { c.Two(r.CustomerName, c.T("supervision.customer_id", r.CustomerID)) }},
			{Name: "cause", Value: func(r row) any { return market.Word(r.Cause.Key()) }},
			{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount }},
			{Name: "paid", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.OrderAmount }},
			{Name: "left", Value: func(r row) any { return due(r) }, Cell: func(c *ui.Pen, r row) {
				if r.Status == market.RefundRequested {
					c.Part(ui.CountdownCell(countdown(r.Refund, clock)))
				}
			}},
			{Name: "requested_by", Off: true, Value: func(r row) any { return requester(ctx, r.Refund) }},
			{Name: "reason", Off: true, Value: func(r row) any { return r.Reason }, Cell: func(c *ui.Pen, r row) { c.Two(r.Reason, "") }},
			{Name: "note", Off: true, Value: func(r row) any { return r.Note }, Cell: func(c *ui.Pen, r row) { c.Two(r.Note, "") }},
			{Name: "decided_at", Off: true, Width: "when", Value: func(r row) any { return r.DecidedAt }},
			{Name: "paid_at", Off: true, Width: "when", Value: func(r row) any { return r.PaidAt }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

// due is until when a refund that waits shall be decided.
func due(r row) any {
	if r.Status != market.RefundRequested {
		return nil
	}
	return r.DueAt
}

func tabs(ctx context.Context, search market.RefundSearch, counts map[market.RefundStatus]int) []ui.Tab {
	q := ui.QueryOf(ctx)
	sum := 0
	for _, n := range counts {
		sum += n
	}
	var all []ui.Tab
	for _, status := range market.RefundStatuses {
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(counts[status]), Current: search.Status == status})
	}
	return append(all, ui.Tab{Text: i18n.T(ctx, "refund.all"), URL: q.With("status", ""), Count: i18n.Number(sum), Current: search.Status == ""})
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "refund.text_hint")},
		{Name: "cause", Options: ui.OptionsOf(ctx, market.RefundCauses)},
		{Name: "requested", Kind: ui.FilterRange},
	}
}
