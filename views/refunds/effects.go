package refunds

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Before are the conditions that come before the money, each with who sees to it.
func Before(ctx context.Context, e market.RefundEffects) []ui.CheckLine {
	var all []ui.CheckLine
	if e.Invoice != nil {
		all = append(all, ui.CheckLine{Name: i18n.T(ctx, "refund.first_invoice"), Note: i18n.T(ctx, "refund.first_invoice_text", e.Invoice.Number)})
	}
	if e.ReturnFirst {
		all = append(all, ui.CheckLine{Name: i18n.T(ctx, "refund.first_goods"), Note: i18n.T(ctx, "refund.first_goods_text")})
	}
	if e.Large {
		all = append(all, ui.CheckLine{Name: i18n.T(ctx, "refund.first_operator"), Note: i18n.T(ctx, "refund.first_operator_text")})
	}
	return all
}

// Then is what follows from the refund, one fact a line.
func Then(ctx context.Context, e market.RefundEffects) []ui.Fact {
	t := func(key string, args ...any) string { return i18n.T(ctx, "refund.effect_"+key, args...) }
	facts := []ui.Fact{}
	add := func(name, text string) { facts = append(facts, ui.Fact{Label: t(name), Text: text}) }
	switch {
	case e.Ends && e.Stays():
		add("order", t("order_gone"))
	case e.Ends:
		add("order", t("order_ends"))
	case e.Completes:
		add("order", t("order_completes", ui.AmountIn(ctx, e.Kept, e.Facts.Order.Currency)))
	default:
		add("order", t("order_stays"))
	}
	if e.ClosesFlow {
		add("flow", t("flow_closes"))
	}
	switch {
	case e.Call == market.ActivityReleaseInstance:
		add("instance", t("instance_released", instance(e)))
	case e.Call == market.ActivityRefreshInstance && e.RunsUntil != nil:
		add("instance", t("instance_shortened", instance(e), i18n.Day(ctx, market.DayOf(*e.RunsUntil))))
	case e.Facts.Instance != nil:
		add("instance", t("instance_kept", instance(e)))
	default:
		add("instance", t("instance_none"))
	}
	if e.Facts.Coupon != "" {
		key := "coupon_lost"
		if e.CouponBack {
			key = "coupon_back"
		}
		add("coupon", t(key, e.Facts.Coupon, e.Facts.Order.Currency.Sum(e.Facts.Order.CouponAmount)))
	}
	if e.LimitFreed {
		key := "limit_stock"
		if e.Facts.Limited {
			key = "limit_freed"
		}
		add("limit", t(key))
	}
	if e.Facts.Calls > 0 {
		add("calls", t("calls_end", e.Facts.Calls))
	}
	if e.Facts.Refund.Cause == market.RefundFiveDays {
		add("quota", t("quota_left", e.Facts.Quota.Left(), e.Facts.Quota.Of))
	}
	return facts
}

func instance(e market.RefundEffects) string {
	if e.Facts.Instance == nil {
		return ""
	}
	return e.Facts.Instance.Number
}

// Money is how much goes back and what is left.
func Money(ctx context.Context, e market.RefundEffects) []ui.Fact {
	o := e.Facts.Order
	facts := []ui.Fact{{Label: i18n.T(ctx, "refund.order_amount"), Part: ui.MoneyIn(o.Amount, o.Currency)}}
	before := o.Amount.Minus(e.Kept).Minus(e.Back)
	if before.Sign() > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "refund.refunded_before"), Part: ui.MoneyIn(before.Negated(), o.Currency)})
	}
	return append(facts,
		ui.Fact{Label: i18n.T(ctx, "refund.amount"), Part: ui.MoneyIn(e.Back.Negated(), o.Currency)},
		ui.Fact{Label: i18n.T(ctx, "refund.kept"), Part: ui.MoneyIn(e.Kept, o.Currency), Sum: true})
}

// noLines is why neither the order nor its refund enters a statement.
func noLines(ctx context.Context, e market.RefundEffects) string {
	if e.Facts.Refund.PaidAt == nil && e.Never.Key == "billing.never_refunded" {
		return i18n.T(ctx, "refund.no_lines_then")
	}
	return i18n.T(ctx, "refund.no_lines") + " " + i18n.Say(ctx, *e.Never)
}

// when names the statement that a line is in or will be in.
func when(ctx context.Context, l market.EffectLine) string {
	if l.Made {
		return i18n.T(ctx, "refund.line_in", l.Period.String())
	}
	return i18n.T(ctx, "refund.line_will", l.Period.String())
}

func lineGrid(foot templ.Component) ui.Grid {
	return ui.Grid{Area: "refund", Dense: true, Foot: foot, Columns: []ui.Column{{Name: "line_kind"}, {Name: "line_period"},
		{Name: "line_sales", Right: true}, {Name: "line_fee", Right: true}, {Name: "line_amount", Right: true}}}
}

func effectsTitle(ctx context.Context, p DetailPage) string {
	switch {
	case p.Refund.PaidAt != nil:
		return i18n.T(ctx, "refund.effects_done")
	case !p.Refund.Status.Open():
		return i18n.T(ctx, "refund.effects_never")
	}
	return i18n.T(ctx, "refund.effects_title")
}

// feeNet is the platform's share that is left on both lines.
func feeNet(e market.RefundEffects) market.Money {
	sum := market.Money{}
	for _, l := range e.Lines {
		sum = sum.Minus(l.Line.Fee)
	}
	return sum
}

func approveWord(ctx context.Context, p DetailPage) string {
	if p.Refund.Goods == market.GoodsReceived {
		return i18n.T(ctx, "refund.approve_return")
	}
	return i18n.T(ctx, market.ApproveRefund)
}

func approveText(ctx context.Context, p DetailPage) string {
	switch {
	case p.Refund.Goods == market.GoodsReceived:
		return i18n.T(ctx, "refund.approve_return_text")
	case p.Refund.Large(p.Settings, p.Refund.Currency):
		return i18n.T(ctx, "refund.approve_large_text", p.Refund.Currency.Sum(p.Settings.LargeRefundOf(p.Refund.Currency)), int(p.Settings.LargeRefundIn.Hours()))
	}
	return i18n.T(ctx, "refund.approve_text", p.Refund.Currency.Sum(p.Refund.Amount))
}
