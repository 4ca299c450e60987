package endpoints

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the production addresses; below, how to prove and register them, and the last
// rounds of probing.
func Listing(ctx context.Context, f ui.Form, status int, rows []Row, probes []market.Probe) ui.Listing[Row] {
	return ui.Listing[Row]{
		Area: "endpoint", Icon: "link", Dense: true, Sort: "created", Above: ui.ErrorSummary(f, "endpoint"), Below: below(f, rows, probes), Status: status,
		Head:    ui.Head{Title: i18n.T(ctx, "endpoint.title"), Lead: i18n.T(ctx, "endpoint.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "endpoint.title")}}, Acts: headActs()},
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "endpoint.url")}, {Name: "status", Options: statuses(ctx)}},
		Columns: []ui.Col[Row]{
			{Name: "url", Fixed: true, Sort: true, Value: func(r Row) any { return r.URL }, Cell: func(c *ui.Pen, r Row) {
				c.Code(r.URL)
				if !r.Paused.IsZero() {
					c.Second(c.T("endpoint.paused", r.Paused))
				}
			}},
			{Name: "status", Sort: true, Width: "chip", Value: func(r Row) any { return market.Word(r.Status.Key()) }, Cell: func(c *ui.Pen, r Row) { c.Chip(r.Status) }},
			{Name: "cases", Sort: true, Right: true, Value: func(r Row) any { return len(r.Tried) }, Cell: func(c *ui.Pen, r Row) {
				c.Text(c.T("endpoint.cases_of", len(r.Tried), len(r.tryable())))
			}},
			{Name: "probe", Value: func(r Row) any { return outcome(ctx, r.Probe) }, Cell: func(c *ui.Pen, r Row) { c.Part(probed(r.Probe)) }},
			{Name: "created", Sort: true, Width: "when", Value: func(r Row) any { return r.CreatedAt }},
			ui.RowActs(rowActs),
		},
	}
}

// Health is the products whose interface fails, for the operator to act on.
func Health(ctx context.Context, settings market.Settings) ui.Listing[market.Health] {
	type row = market.Health
	return ui.Listing[row]{
		Area: "health", Icon: "check", Sort: "failed_orders", Caption: i18n.T(ctx, "nav.operator_endpoints"),
		Head:    ui.Head{Title: i18n.T(ctx, "nav.operator_endpoints"), Lead: i18n.T(ctx, "endpoint.health_lead", settings.FailedOrders), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_endpoints")}}},
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "health.text_hint")}},
		Columns: []ui.Col[row]{
			{Name: "product", Fixed: true, Sort: true, Width: "wide", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, r.CompanyName) }},
			{Name: "company_name", Off: true, Value: func(r row) any { return r.CompanyName }},
			{Name: "url", Sort: true, Value: func(r row) any { return r.URL }, Cell: func(c *ui.Pen, r row) { c.Code(r.URL) }},
			{Name: "failed_orders", Sort: true, Right: true, Value: func(r row) any { return r.FailedOrders }, Cell: func(c *ui.Pen, r row) {
				if settings.Breaches(r.FailedOrders) {
					c.Part(ui.ChipText(market.Bad, i18n.Number(r.FailedOrders)))
				} else {
					c.Number(r.FailedOrders)
				}
			}},
			{Name: "probed_at", Sort: true, Width: "when", Value: func(r row) any { return moment(r.ProbedAt) }},
			{Name: "failing", Sort: true, Width: "when", Value: func(r row) any { return moment(r.FailingSince) }},
		},
	}
}

func statuses(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: string(market.EndpointVerified), Label: i18n.T(ctx, market.EndpointVerified.Key())},
		{Value: string(market.EndpointUnverified), Label: i18n.T(ctx, market.EndpointUnverified.Key())}}
}

func outcome(ctx context.Context, p *market.Probe) string {
	switch {
	case p == nil:
		return ""
	case p.Failed == 0:
		return i18n.T(ctx, "endpoint.probe_passed")
	}
	return i18n.T(ctx, "endpoint.probe_failed", p.Failed, p.Cases)
}
