package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is a seller's statements, newest first; above, what the running month will bring.
func Listing(ctx context.Context, p ListPage) ui.Listing[market.Statement] {
	type row = market.Statement
	return ui.Listing[row]{
		Area: "statement", Icon: "card", Sort: "closed_at", Above: outlook(p),
		Tabs: p.tabs(ctx), Filters: []ui.Filter{{Name: "status", Options: ui.OptionsOf(ctx, market.StatementStatuses)}},
		Head: ui.Head{Title: i18n.T(ctx, "statement.title"), Lead: p.lead(ctx), Crumbs: crumbs(ctx, false)},
		Columns: []ui.Col[row]{
			{Name: "period", Fixed: true, Sort: true, By: "closed_at", Width: "id", Value: func(s row) any { return s.Number },
				Cell: func(c *ui.Pen, s row) { c.ID(s.Number, "/statements/"+s.ID.String(), periodDays(ctx, s.Period)) }},
			{Name: "category", Value: func(s row) any { return market.Word(s.Category.Key()) }},
			{Name: "status", Width: "chip", Value: func(s row) any { return s.Status }},
			{Name: "lines", Right: true, Value: func(s row) any { return s.Lines }},
			{Name: "currency", Off: true, Value: func(s row) any { return market.Word(s.Currency.Key()) }},
			{Name: "sales", Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Sales }, Cell: func(c *ui.Pen, s row) { c.MoneyIn(s.Sales, s.Currency) }},
			{Name: "settlement", Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Settlement }, Cell: func(c *ui.Pen, s row) { c.MoneyIn(s.Settlement, s.Currency) }},
			{Name: "payable", Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Payable }, Cell: func(c *ui.Pen, s row) { c.Part(payable(s)) }},
			{Name: "closed_at", Sort: true, Width: "when", Value: func(s row) any { return s.ClosedAt }},
			{Name: "request_number", Value: func(s row) any { return s.RequestNumber }, Cell: func(c *ui.Pen, s row) { c.Code(s.RequestNumber) }},
		},
	}
}

// tabs are the kinds of goods that have statements of their own (transactions.md §0.2).
func (p ListPage) tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	tabs := []ui.Tab{{Text: i18n.T(ctx, "statement.tab_all"), URL: q.Without("category"), Current: p.Category == ""}}
	for _, c := range []market.SaleType{market.SaleGeneral, market.SaleSelect, market.SaleJoint, market.SalePlatform} {
		tabs = append(tabs, ui.Tab{Text: i18n.T(ctx, "statement.tab_"+string(c)), URL: q.With("category", string(c)), Current: p.Category == c})
	}
	return tabs
}

// Queue is what the operator has to do with statements, by due date; below, the form that
// closes a month.
func Queue(ctx context.Context, f ui.Form, p QueuePage, status int) ui.Listing[market.OperatorStatement] {
	type row = market.OperatorStatement
	rules := p.Rules.Settings
	return ui.Listing[row]{
		Area: "statement", Icon: "check", Sort: "closed_at", Up: p.Search.Open(), Above: ui.ErrorSummary(f, "statement"), Below: closing(f, p), Status: status,
		Filters: p.filters(ctx), Tabs: p.tabs(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "statement.operator_title"), Lead: i18n.T(ctx, "statement.operator_lead", rules.StatementReviewDays, rules.CountersignDays, rules.StatementPayDays), Crumbs: crumbs(ctx, true)},
		Columns: []ui.Col[row]{
			{Name: "period", Fixed: true, Sort: true, By: "closed_at", Width: "id", Value: func(s row) any { return s.Number },
				Cell: func(c *ui.Pen, s row) { c.ID(s.Number, "/operator/statements/"+s.ID.String(), s.RequestNumber) }},
			{Name: "request_number", Off: true, Value: func(s row) any { return s.RequestNumber }},
			{Name: "seller", Value: func(s row) any { return s.CompanyName }, Cell: func(c *ui.Pen, s row) { c.Two(s.CompanyName, s.SellerNumber) }},
			{Name: "category", Value: func(s row) any { return market.Word(s.Category.Key()) }},
			{Name: "status", Width: "chip", Value: func(s row) any { return s.Status }},
			{Name: "lines", Right: true, Value: func(s row) any { return s.Lines }},
			{Name: "currency", Off: true, Value: func(s row) any { return market.Word(s.Currency.Key()) }},
			{Name: "sales", Off: true, Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Sales }, Cell: func(c *ui.Pen, s row) { c.MoneyIn(s.Sales, s.Currency) }},
			{Name: "settlement", Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Settlement }, Cell: func(c *ui.Pen, s row) { c.MoneyIn(s.Settlement, s.Currency) }},
			{Name: "payable", Right: true, Width: "money", Unit: "common.yuan", Value: func(s row) any { return s.Payable }, Cell: func(c *ui.Pen, s row) { c.MoneyIn(s.Payable, s.Currency) }},
			{Name: "closed_at", Sort: true, Width: "when", Value: func(s row) any { return s.ClosedAt }},
			{Name: "due", Value: func(s row) any {
				if due := p.due(s); !due.IsZero() {
					return due
				}
				return nil
			}, Cell: func(c *ui.Pen, s row) {
				if due := p.due(s); !due.IsZero() {
					c.Part(dueCell(due, p.late(due)))
				}
			}},
		},
	}
}
