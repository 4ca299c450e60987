// Package credits is the page of the products that may be paid with credit.
package credits

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is which products may be paid with credit (信控设置, catalogue.md §5).
func Listing(ctx context.Context) ui.Listing[market.CreditRow] {
	return ui.Listing[market.CreditRow]{
		Area: "credit", Icon: "card", Caption: i18n.T(ctx, "nav.credits"),
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "credit.text_hint")}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.credits"), Lead: i18n.T(ctx, "credit.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.credits")}}},
		Columns: []ui.Col[market.CreditRow]{
			{Name: "product", Fixed: true, Width: "wide", Value: func(r market.CreditRow) any { return r.ProductName }, Cell: func(c *ui.Pen, r market.CreditRow) { c.Two(r.ProductName, r.Number) }},
			{Name: "sale_type", Value: func(r market.CreditRow) any { return market.Word(r.SaleType.Key()) }},
			{Name: "coupon", Value: func(r market.CreditRow) any { return r.CouponState }, Cell: func(c *ui.Pen, r market.CreditRow) {
				c.Part(toggle(r.ProductID, market.ForCreditCoupon, r.CouponState, r.CouponID, r.CouponUsers))
			}},
			{Name: "limit", Value: func(r market.CreditRow) any { return r.LimitState }, Cell: func(c *ui.Pen, r market.CreditRow) {
				c.Part(toggle(r.ProductID, market.ForCreditLimit, r.LimitState, r.LimitID, r.LimitUsers))
			}},
		},
	}
}

func states(ctx context.Context) (options []ui.Option) {
	for _, state := range market.CreditStates {
		options = append(options, ui.Option{Value: string(state), Label: i18n.T(ctx, state.Key())})
	}
	return options
}
