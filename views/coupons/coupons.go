// Package coupons is the pages of vouchers that customers claim and use on one order.
package coupons

import (
	"context"
	"slices"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ListPage is the coupons with their search.
type ListPage struct {
	Search market.CouponSearch
	Ask    market.Ask
	Page   market.Page[market.CouponRow]
	Counts map[market.CouponStatus]int
}

// FormPage is a new coupon with what it may be for.
type FormPage struct {
	Today market.Day
	Goods []market.Sale
}

// DetailPage is one coupon with its copies.
type DetailPage struct {
	Coupon  market.CouponDraft
	Claims  []market.CouponClaimRow
	Refused *market.Reason
}

func url(id market.CouponID, verb string) string {
	if verb == "" {
		return "/coupons/" + id.String()
	}
	return "/coupons/" + id.String() + "/" + verb
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.sales")}, {Text: i18n.T(ctx, "nav.coupons")}}
	if len(more) > 0 {
		way[1].URL = "/coupons"
	}
	return append(way, more...)
}

func tabs(ctx context.Context, p ListPage) (all []ui.Tab) {
	q, sum := ui.QueryOf(ctx), 0
	for _, status := range market.CouponStatuses {
		sum += p.Counts[status]
		if n := p.Counts[status]; n > 0 || status == market.CouponActive || status == p.Search.Status {
			all = append(all, ui.Tab{Text: i18n.T(ctx, status.Key()), URL: q.With("status", string(status)), Count: i18n.Number(n), Current: p.Search.Status == status})
		}
	}
	return append([]ui.Tab{{Text: i18n.T(ctx, "coupon.all"), URL: q.With("status", ""), Count: i18n.Number(sum), Current: p.Search.Status == ""}}, all...)
}

func filters(ctx context.Context) []ui.Filter {
	var kinds, periods []ui.Option
	for _, k := range market.CouponSchemes {
		kinds = append(kinds, ui.Option{Value: string(k), Label: i18n.T(ctx, k.Key())})
	}
	for _, p := range market.CouponPeriods {
		periods = append(periods, ui.Option{Value: string(p), Label: i18n.T(ctx, "coupon.mode_"+string(p))})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "coupon.text_hint")},
		{Name: "kind", Options: kinds},
		{Name: "period", Options: periods},
		{Name: "made", Kind: ui.FilterRange},
	}
}

func grid(ctx context.Context) ui.Grid {
	return ui.Grid{Area: "coupon", Columns: []ui.Column{{Name: "name", Width: "wide"}, {Name: "items"}, {Name: "amount", Right: true, Unit: i18n.T(ctx, "common.yuan")},
		{Name: "period"}, {Name: "validity"}, {Name: "claimed", Right: true}, {Name: "status", Width: "chip"}}}
}

func validity(ctx context.Context, c market.Coupon) string {
	return i18n.Day(ctx, c.StartsOn) + "–" + i18n.Day(ctx, c.EndsOn)
}

func items(ctx context.Context, c market.CouponRow) string {
	if c.Items <= 1 {
		return c.ItemName
	}
	return i18n.T(ctx, "offer.and_more", c.ItemName, c.Items-1)
}

// product is one product of the choice with its SKUs.
type product struct {
	first market.Sale
	skus  []market.Sale
}

func (p FormPage) products() (all []product) {
	for _, sale := range p.Goods {
		last := len(all) - 1
		if last < 0 || all[last].first.ProductID != sale.ProductID {
			all = append(all, product{first: sale})
			last++
		}
		if !slices.ContainsFunc(all[last].skus, func(s market.Sale) bool { return s.SKUCode == sale.SKUCode }) {
			all[last].skus = append(all[last].skus, sale)
		}
	}
	return all
}

func shownOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Label: i18n.T(ctx, "coupon.shown_yes")}, {Value: "no", Label: i18n.T(ctx, "coupon.shown_no")}}
}

func periodOptions(ctx context.Context) (all []ui.Option) {
	for _, p := range market.CouponPeriods {
		all = append(all, ui.Option{Value: string(p), Label: i18n.T(ctx, "coupon.mode_"+string(p))})
	}
	return all
}

func shown(ctx context.Context, c market.Coupon) string {
	if c.Shown {
		return i18n.T(ctx, "coupon.shown_yes")
	}
	return i18n.T(ctx, "coupon.shown_no")
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	c := p.Coupon
	return []ui.Fact{
		{Label: i18n.T(ctx, "coupon.number"), Part: ui.ID(c.Number, "")},
		{Label: i18n.T(ctx, "coupon.status"), Part: ui.Chip(c.Status)},
		{Label: i18n.T(ctx, "coupon.kind"), Text: i18n.T(ctx, c.Kind.Key())},
		{Label: i18n.T(ctx, "coupon.amount"), Part: ui.MoneyUnit(c.Amount)},
		{Label: i18n.T(ctx, "coupon.period"), Text: i18n.T(ctx, "coupon.mode_"+string(c.Period))},
		{Label: i18n.T(ctx, "coupon.validity"), Text: validity(ctx, c.Coupon)},
		{Label: i18n.T(ctx, "coupon.shown"), Text: shown(ctx, c.Coupon)},
		{Label: i18n.T(ctx, "coupon.made_by"), Text: c.MadeBy},
		{Label: i18n.T(ctx, "coupon.made"), Part: ui.Time(c.MadeAt)},
	}
}

func (p DetailPage) figures(ctx context.Context) []ui.Figure {
	c := p.Coupon
	return []ui.Figure{
		{Label: i18n.T(ctx, "coupon.total"), Figure: i18n.Number(c.Total)},
		{Label: i18n.T(ctx, "coupon.claimed"), Figure: i18n.Number(c.Claimed)},
		{Label: i18n.T(ctx, "coupon.used"), Figure: i18n.Number(c.Used)},
	}
}

// ExportHead names the columns of the exported list.
func ExportHead(ctx context.Context) (head []string) {
	for _, name := range []string{"number", "name", "items", "kind", "amount", "period", "starts_on", "ends_on", "total", "claimed", "used", "status", "made_by", "made"} {
		head = append(head, i18n.T(ctx, "coupon."+name))
	}
	return head
}

// ExportCells are a coupon's cells.
func ExportCells(ctx context.Context, c market.CouponRow) []any {
	return []any{c.Number, c.Name, items(ctx, c), i18n.T(ctx, c.Kind.Key()), c.Amount, i18n.T(ctx, "coupon.mode_"+string(c.Period)), c.StartsOn.String(), c.EndsOn.String(),
		c.Total, c.Claimed, c.Used, c.Status, c.MadeBy, c.MadeAt}
}

func pageSize(ask market.Ask) int {
	if slices.Contains(ui.PageSizes, ask.Size) {
		return ask.Size
	}
	return 50
}
