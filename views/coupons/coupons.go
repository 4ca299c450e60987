// Package coupons is the pages of vouchers that customers claim and use on one order.
package coupons

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

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

func validity(ctx context.Context, c market.Coupon) string {
	return i18n.Day(ctx, c.StartsOn) + "–" + i18n.Day(ctx, c.EndsOn)
}

func items(ctx context.Context, c market.CouponRow) string {
	if c.Items <= 1 {
		return c.ItemName
	}
	return i18n.T(ctx, "offer.and_more", c.ItemName, c.Items-1)
}

// pick is the choice of goods: whole products and single SKUs.
func (p FormPage) pick(ctx context.Context) ui.Pick {
	pick := ui.Pick{Name: "item", Label: i18n.T(ctx, "coupon.items"), Fault: "items", URL: "/coupons/publish"}
	var last market.Sale
	for _, sale := range p.Goods {
		if last.ProductID != sale.ProductID {
			pick.Options = append(pick.Options, ui.Option{Value: sale.ProductID.String(), Label: sale.ProductName, Help: i18n.T(ctx, "coupon.whole_product")})
		}
		if last.SKUCode != sale.SKUCode {
			pick.Options = append(pick.Options, ui.Option{Value: sale.ProductID.String() + " " + sale.SKUCode, Label: sale.ProductName, Help: sale.Name() + " · " + sale.SKUCode})
		}
		last = sale
	}
	return pick
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
		{Label: i18n.T(ctx, "coupon.taken"), Figure: i18n.Number(c.Claimed)},
		{Label: i18n.T(ctx, "coupon.used"), Figure: i18n.Number(c.Used)},
	}
}
