package coupons

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.CouponRow

// Listing is the seller's coupons, newest first.
func Listing(ctx context.Context, search market.CouponSearch, counts map[market.CouponStatus]int) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "coupon", Icon: "flag", First: publishButton(), Sort: "made_at", Filters: filters(ctx), Tabs: tabs(ctx, search, counts),
		Head: ui.Head{Title: i18n.T(ctx, "nav.coupons"), Lead: i18n.T(ctx, "coupon.lead"), Crumbs: crumbs(ctx), Acts: publishButton()},
		Row:  func(r row) (string, string) { return r.ID.String(), r.Number },
		Bulk: []ui.Bulk{{Act: market.VoidCoupon, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(r row) any { return r.Name }, Cell: func(c *ui.Pen, r row) { c.Link(r.Name, url(r.ID, ""), r.Number) }},
			{Name: "number", Off: true, Width: "id", Value: func(r row) any { return r.Number }, Cell: func(c *ui.Pen, r row) { c.Code(r.Number) }},
			{Name: "items", Value: func(r row) any { return items(ctx, r) }, Cell: func(c *ui.Pen, r row) { c.Two(items(ctx, r), c.T(r.Kind.Key())) }},
			{Name: "kind", Off: true, Value: func(r row) any { return market.Word(r.Kind.Key()) }},
			{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.Amount }},
			{Name: "period", Aside: true, Value: func(r row) any { return market.Word("coupon.mode_" + string(r.Period)) }},
			{Name: "validity", Value: func(r row) any { return validity(ctx, r.Coupon) }, Cell: func(c *ui.Pen, r row) { c.Two(validity(ctx, r.Coupon), shown(ctx, r.Coupon)) }},
			{Name: "starts_on", Off: true, Width: "when", Value: func(r row) any { return r.StartsOn }},
			{Name: "ends_on", Off: true, Width: "when", Value: func(r row) any { return r.EndsOn }},
			{Name: "claimed", Label: i18n.T(ctx, "coupon.taken"), Right: true, Value: func(r row) any { return r.Claimed }},
			{Name: "used", Right: true, Value: func(r row) any { return r.Used }},
			{Name: "total", Right: true, Value: func(r row) any { return r.Total }},
			{Name: "made_by", Off: true, Value: func(r row) any { return r.MadeBy }},
			{Name: "made_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.MadeAt }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

func tabs(ctx context.Context, search market.CouponSearch, counts map[market.CouponStatus]int) (all []ui.Tab) {
	q, sum := ui.QueryOf(ctx), 0
	for _, status := range market.CouponStatuses {
		sum += counts[status]
		if n := counts[status]; n > 0 || status == market.CouponActive || status == search.Status {
			all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(n), Current: search.Status == status})
		}
	}
	return append([]ui.Tab{{Text: i18n.T(ctx, "coupon.all"), URL: q.With("status", ""), Count: i18n.Number(sum), Current: search.Status == ""}}, all...)
}

func filters(ctx context.Context) []ui.Filter {
	var periods []ui.Option
	for _, p := range market.CouponPeriods {
		periods = append(periods, ui.Option{Value: string(p), Label: i18n.T(ctx, "coupon.mode_"+string(p))})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "coupon.text_hint")},
		{Name: "kind", Options: ui.OptionsOf(ctx, market.CouponSchemes)},
		{Name: "period", Options: periods},
		{Name: "made", Kind: ui.FilterRange},
	}
}
