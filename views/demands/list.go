package demands

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.DemandRow

// Listing is the seller's demands, newest first.
func Listing(ctx context.Context, now time.Time, search market.DemandSearch, counts map[market.DemandStatus]int, days int) ui.Listing[row] {
	l := listing(ctx, now, ui.Col[row]{Name: "customer_name", Value: func(r row) any { return customer(ctx, r) }}, func(c *ui.Pen, r row) { c.Link(r.Name, url(r.ID, ""), r.Number) })
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.demands"), Lead: i18n.T(ctx, "demand.lead", days), Crumbs: crumbs(ctx)}
	l.Tabs = tabs(ctx, search, counts)
	return l
}

// OperatorListing is the demands of all sellers.
func OperatorListing(ctx context.Context, now time.Time) ui.Listing[row] {
	l := listing(ctx, now, ui.Col[row]{Name: "company", Value: func(r row) any { return r.CompanyName }}, func(c *ui.Pen, r row) { c.Two(r.Name, r.Number) })
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.operator_demands"), Lead: i18n.T(ctx, "demand.operator_lead"), Acts: assignButton(),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_sales")}, {Text: i18n.T(ctx, "nav.operator_demands")}}}
	l.First = assignButton()
	l.Filters = append(l.Filters, ui.Filter{Name: "status", Options: ui.OptionsOf(ctx, market.DemandStatuses)})
	return l
}

func listing(ctx context.Context, now time.Time, whose ui.Col[row], name func(*ui.Pen, row)) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "demand", Icon: "message", Sort: "assigned_at", Filters: filters(ctx),
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(r row) any { return r.Name }, Cell: name},
			{Name: "number", Off: true, Width: "id", Value: func(r row) any { return r.Number }, Cell: func(c *ui.Pen, r row) { c.Code(r.Number) }},
			{Name: "source", Value: func(r row) any { return market.Word(r.Source.Key()) }, Cell: func(c *ui.Pen, r row) { c.Two(c.T(r.Source.Key()), r.Reporter) }},
			{Name: "reporter", Off: true, Value: func(r row) any { return r.Reporter }},
			whose,
			{Name: "product", Value: func(r row) any { return r.ProductName }, Cell: func(c *ui.Pen, r row) { c.Two(r.ProductName, i18n.Moment(ctx, r.AssignedAt)) }},
			{Name: "space", Off: true, Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Space }},
			{Name: "share", Off: true, Right: true, Value: func(r row) any {
				if r.Share.IsZero() {
					return nil
				}
				return r.Share
			}},
			{Name: "assigned_at", Label: i18n.T(ctx, "demand.assigned"), Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.AssignedAt }},
			{Name: "left", Value: func(r row) any {
				if r.Status != market.DemandToAccept {
					return nil
				}
				return r.DueAt
			}, Cell: func(c *ui.Pen, r row) {
				if r.Status == market.DemandToAccept {
					c.Part(ui.CountdownCell(left(r.Demand, now)))
				}
			}},
			{Name: "reason", Off: true, Value: func(r row) any { return r.Reason }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

func tabs(ctx context.Context, search market.DemandSearch, counts map[market.DemandStatus]int) (all []ui.Tab) {
	q, sum := ui.QueryOf(ctx), 0
	for _, status := range market.DemandStatuses {
		sum += counts[status]
		all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(counts[status]), Current: search.Status == status})
	}
	return append(all, ui.Tab{Text: i18n.T(ctx, "demand.all"), URL: q.With("status", ""), Count: i18n.Number(sum), Current: search.Status == ""})
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "demand.text_hint")},
		{Name: "source", Options: ui.OptionsOf(ctx, market.DemandSources)},
		{Name: "assigned", Kind: ui.FilterRange},
	}
}
