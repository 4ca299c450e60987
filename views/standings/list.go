package standings

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is how the sellers stand, for the operator, the newest sellers first.
func Listing(ctx context.Context, rules market.PointRules) ui.Listing[market.SellerStanding] {
	type row = market.SellerStanding
	return ui.Listing[row]{
		Area: "standing", Icon: "store", Sort: "created_at",
		Filters: []ui.Filter{
			{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "standing.text_hint")},
			{Name: "level", Options: levels(ctx)},
		},
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_standings"), Lead: i18n.T(ctx, "standing.operator_lead"), Crumbs: operatorCrumbs(ctx)},
		Columns: []ui.Col[row]{
			{Name: "seller", Fixed: true, Width: "wide", Value: func(r row) any { return r.CompanyName },
				Cell: func(c *ui.Pen, r row) { c.Link(r.CompanyName, url(r.SellerID), r.Number) }},
			{Name: "number", Off: true, Value: func(r row) any { return r.Number }},
			{Name: "level", Width: "chip", Value: func(r row) any { return r.Level }},
			{Name: "points", Right: true, Value: func(r row) any { return r.Points }},
			{Name: "state", Width: "chip", Value: func(r row) any { return rules.State(r.Points) }},
			{Name: "last_at", Width: "when", Value: func(r row) any { return r.LastAt }},
			{Name: "created_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.CreatedAt }},
		},
	}
}
