package appeals

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.AppealRow

// Listing is a seller's disputes, newest first, or the operator's queue by what is due
// (transactions.md §3: the columns).
func Listing(ctx context.Context, clock Clock, search market.AppealSearch, operator bool, desk []market.Handling) ui.Listing[row] {
	l := ui.Listing[row]{Area: "appeal", Icon: "scale", Sort: "filed_at", Filters: filters(ctx, operator, desk), Tabs: tabs(ctx, search, operator), Head: listHead(ctx, clock, operator)}
	if operator {
		l.Sort, l.Up = "due_at", true
		l.Above = workload(desk, search)
	}
	who := ui.Col[row]{Name: "customer", Value: func(r row) any { return r.CustomerName }}
	if operator {
		who = ui.Col[row]{Name: "seller", Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }, Value: func(r row) any { return r.CompanyName }}
	}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Width: "id", Sort: true, By: "filed_at", Value: func(r row) any { return r.Number },
			Cell: func(c *ui.Pen, r row) {
				c.ID(r.Number, DetailPage{Operator: operator, Appeal: r}.url(""), c.T("appeal.filed_short", i18n.Moment(ctx, r.FiledAt)))
			}},
		{Name: "order", Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.OrderNumber) }, Value: func(r row) any { return r.OrderNumber }},
		{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }},
		who,
		{Name: "filed_by", Cell: func(c *ui.Pen, r row) { c.Part(ui.TurnBadge(r.FiledBy, !operator && r.FiledBy == market.PartySeller)) },
			Value: func(r row) any { return market.Word("common.party_" + string(r.FiledBy)) }},
		{Name: "ground", Cell: func(c *ui.Pen, r row) { c.Two(c.T(r.Ground.Key()), c.T(r.Node.Key())) }, Value: func(r row) any { return market.Word(r.Ground.Key()) }},
		{Name: "node", Off: true, Value: func(r row) any { return market.Word(r.Node.Key()) }},
		{Name: "reason", Off: true, Value: func(r row) any { return r.Reason }},
		{Name: "files", Aside: true, Off: operator, Right: true, Value: func(r row) any { return r.Files }},
		{Name: "due_at", Sort: true, Label: i18n.T(ctx, "appeal.left"), Value: func(r row) any { return r.DueAt },
			Cell: func(c *ui.Pen, r row) {
				if r.Status.Open() {
					c.Part(ui.CountdownCell(countdown(r.Appeal, r.FiledAt, clock)))
				} else {
					c.Faint(ended(ctx, r))
				}
			}},
		{Name: "handler", Aside: true, Value: func(r row) any { return handler(r) }},
		{Name: "order_amount", Off: !operator, Aside: true, Right: true, Unit: "common.yuan", Width: "money", Value: func(r row) any { return r.Amount },
			Cell: func(c *ui.Pen, r row) { c.MoneyIn(r.Amount, r.Currency) }},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		{Name: "outcome", Off: operator, Aside: true, Value: func(r row) any {
			if r.Outcome == "" {
				return nil
			}
			return market.Word(r.Outcome.Key())
		}},
		{Name: "conclusion", Off: true, Value: func(r row) any { return r.Conclusion }},
		{Name: "filed_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.FiledAt }},
		{Name: "decided_at", Off: true, Width: "when", Value: func(r row) any { return r.DecidedAt }},
	}
	return l
}

// handler is who decides, or who decided.
func handler(r row) any {
	switch {
	case r.DecidedBy != "":
		return r.DecidedBy
	case r.Handler != "":
		return r.Handler
	}
	return nil
}

func ended(ctx context.Context, r row) string {
	if r.DecidedAt == nil {
		return ""
	}
	return i18n.T(ctx, "appeal.decided", i18n.Moment(ctx, *r.DecidedAt))
}

func tabs(ctx context.Context, search market.AppealSearch, operator bool) []ui.Tab {
	q := ui.QueryOf(ctx)
	all := []ui.Tab{
		{Text: i18n.T(ctx, "appeal.tab_open"), URL: q.With("status", "", "all", "", "late", ""), Current: search.Open},
		{Text: i18n.T(ctx, "appeal.tab_all"), URL: q.With("status", "", "all", "1", "late", ""), Current: !search.Open && !search.Late && search.Status == ""},
	}
	if operator {
		all = append(all[:1], ui.Tab{Text: i18n.T(ctx, "appeal.tab_late"), URL: q.With("status", "", "all", "", "late", "1"), Current: search.Late}, all[1])
	}
	for _, status := range []market.AppealStatus{market.AppealEvidence, market.AppealDecided, market.AppealRejected, market.AppealWithdrawn} {
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status), "all", "", "late", ""), Current: search.Status == status})
	}
	return all
}

func filters(ctx context.Context, operator bool, desk []market.Handling) []ui.Filter {
	hint := "appeal.text_hint"
	if operator {
		hint = "appeal.text_hint_operator"
	}
	var nodes, grounds, outcomes []ui.Option
	for _, node := range market.Nodes {
		nodes = append(nodes, ui.Option{Value: string(node), Label: i18n.T(ctx, node.Key())})
	}
	for _, g := range []market.Ground{market.GroundDispute, market.GroundIdle, market.GroundLate, market.GroundNoAccept, market.GroundUnreachable, market.GroundReturn, market.GroundOther} {
		grounds = append(grounds, ui.Option{Value: string(g), Label: i18n.T(ctx, g.Key())})
	}
	for _, o := range append(market.AppealOutcomes[:len(market.AppealOutcomes):len(market.AppealOutcomes)], market.OutcomeRefuse) {
		outcomes = append(outcomes, ui.Option{Value: string(o), Label: i18n.T(ctx, o.Key())})
	}
	all := []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, hint)},
		{Name: "filed_by", Options: partyOptions(ctx)},
		{Name: "ground", Options: grounds},
		{Name: "filed", Kind: ui.FilterRange},
		{Name: "node", Options: nodes, More: true},
		{Name: "outcome", Options: outcomes, More: true},
	}
	if operator {
		all = append(all, ui.Filter{Name: "handler", Options: deskOptions(ctx, desk, true), More: true})
	}
	return all
}

// deskOptions are the operator's people; nobody comes along for a filter.
func deskOptions(ctx context.Context, desk []market.Handling, nobody bool) []ui.Option {
	var options []ui.Option
	for _, h := range desk {
		switch {
		case h.ID != nil:
			options = append(options, ui.Option{Value: h.ID.String(), Label: h.Name})
		case nobody:
			options = append(options, ui.Option{Value: market.Nobody, Label: i18n.T(ctx, "appeal.nobody")})
		}
	}
	return options
}

func partyOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(market.PartySeller), Label: i18n.T(ctx, "common.party_seller")},
		{Value: string(market.PartyBuyer), Label: i18n.T(ctx, "common.party_buyer")}}
}

func listHead(ctx context.Context, clock Clock, operator bool) ui.Head {
	if operator {
		return ui.Head{Title: i18n.T(ctx, "appeal.operator_title"), Lead: i18n.T(ctx, "appeal.operator_lead", clock.Settings.AppealDays, clock.Settings.EvidenceDays),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_appeals")}}}
	}
	lead := i18n.T(ctx, "appeal.lead", clock.Settings.AppealDays)
	if clock.Settings.LegacyAppeals {
		lead = i18n.T(ctx, "appeal.lead_legacy", clock.Settings.AppealIdleDays, clock.Settings.AppealRejects, clock.Settings.AppealDays)
	}
	return ui.Head{Title: i18n.T(ctx, "appeal.title"), Lead: lead,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.delivery")}, {Text: i18n.T(ctx, "nav.appeals")}}}
}
