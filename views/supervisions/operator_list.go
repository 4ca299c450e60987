package supervisions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// OperatorListing is the deliveries of all sellers, what is due first.
func OperatorListing(ctx context.Context, clock Clock, search market.SupervisionSearch) ui.Listing[market.OperatorSupervision] {
	type row = market.OperatorSupervision
	return ui.Listing[row]{
		Area: "supervision", Icon: "truck", Sort: "rank_at", Up: true, Filters: filters(ctx), Tabs: operatorTabs(ctx, search),
		Head: ui.Head{Title: i18n.T(ctx, "supervision.title"), Lead: i18n.T(ctx, "supervision.operator_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_supervisions")}}},
		Columns: []ui.Col[row]{
			{Name: "placed_at", Fixed: true, Width: "id", Value: func(r row) any { return r.OrderNumber }, Cell: func(c *ui.Pen, r row) {
				c.ID(r.OrderNumber, "/operator/supervisions/"+r.ID.String(), c.T("supervision.ordered", i18n.Moment(ctx, r.PlacedAt)))
			}},
			{Name: "product", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, specLine(ctx, r.SupervisionRow)) }},
			{Name: "spec", Off: true, Value: func(r row) any { return r.SpecName }},
			{Name: "seller", Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }},
			{Name: "customer", Off: true, Value: func(r row) any { return r.CustomerName }},
			{Name: "step", Value: func(r row) any { return market.Word(r.Node.Key()) },
				Cell: func(c *ui.Pen, r row) { c.Part(ui.Dots(ui.FlowDots(ctx, r.Supervision, r.Late(clock.Now)))) }},
			{Name: "whose", Value: func(r row) any {
				if r.Over() {
					return nil
				}
				return market.Word("common.party_" + string(r.Turn))
			}, Cell: func(c *ui.Pen, r row) {
				if !r.Over() {
					c.Part(ui.TurnBadge(r.Turn, r.Turn == market.PartyOperator))
				}
			}},
			{Name: "rank_at", Sort: true, Unit: "supervision.working", Value: func(r row) any { return r.DueAt }, Cell: func(c *ui.Pen, r row) {
				if r.Over() {
					c.Faint(c.T("supervision.ended", i18n.Moment(ctx, *r.DoneAt)))
					return
				}
				c.Part(ui.CountdownCell(left(r.SupervisionRow, clock)))
			}},
			{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount },
				Cell: func(c *ui.Pen, r row) { amountCell(c, r.SupervisionRow) }},
			{Name: "order_status", Off: true, Width: "chip", Value: func(r row) any { return r.OrderStatus }},
			{Name: "access", Off: true, Value: func(r row) any { return market.Word(r.AccessType.Key()) }},
			{Name: "entered_at", Off: true, Width: "when", Value: func(r row) any { return r.EnteredAt },
				Cell: func(c *ui.Pen, r row) { c.Since(&r.EnteredAt) }},
		},
	}
}
