package appeals

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.AppealRow

// Listing is a seller's disputes, newest first, or the operator's queue by what is due.
func Listing(ctx context.Context, clock Clock, search market.AppealSearch, operator bool) ui.Listing[row] {
	l := ui.Listing[row]{Area: "appeal", Icon: "scale", Sort: "filed_at", Filters: filters(ctx, operator), Tabs: tabs(ctx, search),
		Head: ui.Head{Title: i18n.T(ctx, "appeal.title"), Lead: i18n.T(ctx, "appeal.lead", clock.Settings.AppealDays),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.appeals")}}}}
	number := ui.Col[row]{Name: "number", Fixed: true, Width: "id", Sort: !operator, By: "filed_at", Value: func(r row) any { return r.Number },
		Cell: func(c *ui.Pen, r row) {
			c.ID(r.Number, DetailPage{Operator: operator, Appeal: r}.url(""), i18n.Moment(ctx, r.FiledAt))
		}}
	if operator {
		l.Sort, l.Up = "due_at", search.Open
		l.Head = ui.Head{Title: i18n.T(ctx, "appeal.operator_title"), Lead: i18n.T(ctx, "appeal.operator_lead", clock.Settings.AppealDays, clock.Settings.EvidenceDays),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_appeals")}}}
	}
	l.Columns = []ui.Col[row]{
		number,
		{Name: "order", Value: func(r row) any { return r.OrderNumber }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.OrderNumber) }},
		{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.SpecName) }},
		{Name: "filed_by", Value: func(r row) any { return market.Word("common.party_" + string(r.FiledBy)) },
			Cell: func(c *ui.Pen, r row) { c.Part(ui.TurnBadge(r.FiledBy, !operator && r.FiledBy == market.PartySeller)) }},
		{Name: "ground", Value: func(r row) any { return market.Word(r.Ground.Key()) }},
		{Name: "node", Value: func(r row) any { return market.Word(r.Node.Key()) }},
		{Name: "filed_at", Off: true, Sort: !operator, Width: "when", Value: func(r row) any { return r.FiledAt }},
		{Name: "due_at", Label: i18n.T(ctx, "appeal.left"), Sort: operator, Value: func(r row) any { return r.DueAt }, Cell: func(c *ui.Pen, r row) {
			if r.Status.Open() {
				c.Part(ui.CountdownCell(countdown(r.Appeal, r.FiledAt, clock)))
				return
			}
			c.Faint(ended(ctx, r))
		}},
		{Name: "order_amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount }},
		{Name: "reason", Off: true, Value: func(r row) any { return r.Reason }, Cell: func(c *ui.Pen, r row) { c.Two(r.Reason, "") }},
		{Name: "result", Off: true, Value: func(r row) any {
			if r.Outcome == "" {
				return nil
			}
			return market.Word(r.Outcome.Key())
		}},
		{Name: "decided_by", Off: true, Value: func(r row) any { return r.DecidedBy }},
		{Name: "decided_at", Off: true, Width: "when", Value: func(r row) any { return r.DecidedAt }},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
	}
	if operator {
		whose := ui.Col[row]{Name: "seller", Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }}
		l.Columns = append(l.Columns[:2], append([]ui.Col[row]{whose}, l.Columns[2:]...)...)
	}
	return l
}

func tabs(ctx context.Context, search market.AppealSearch) []ui.Tab {
	q := ui.QueryOf(ctx)
	all := []ui.Tab{
		{Text: i18n.T(ctx, "appeal.tab_open"), URL: q.With("status", "", "all", ""), Current: search.Open},
		{Text: i18n.T(ctx, "appeal.tab_all"), URL: q.With("status", "", "all", "1"), Current: !search.Open && search.Status == ""},
	}
	for _, status := range []market.AppealStatus{market.AppealDecided, market.AppealRejected, market.AppealWithdrawn} {
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status), "all", ""), Current: search.Status == status})
	}
	return all
}

func filters(ctx context.Context, operator bool) []ui.Filter {
	hint := "appeal.text_hint"
	if operator {
		hint = "appeal.text_hint_operator"
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, hint)},
		{Name: "filed_by", Options: partyOptions(ctx)},
	}
}

func partyOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(market.PartySeller), Label: i18n.T(ctx, "common.party_seller")},
		{Value: string(market.PartyBuyer), Label: i18n.T(ctx, "common.party_buyer")}}
}
