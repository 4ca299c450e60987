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

// lineGrid has a column for everything that the amounts of these lines are made of, so that
// each row adds up.
func lineGrid(e market.RefundEffects, foot templ.Component) ui.Grid {
	columns := []ui.Column{{Name: "line_kind"}, {Name: "line_period"}, {Name: "line_sales", Right: true}, {Name: "line_fee", Right: true}}
	if increments(e) {
		columns = append(columns, ui.Column{Name: "line_increment", Right: true})
	}
	if duties(e) {
		columns = append(columns, ui.Column{Name: "line_duties", Right: true})
	}
	return ui.Grid{Area: "refund", Dense: true, Foot: foot, Columns: append(columns, ui.Column{Name: "line_amount", Right: true})}
}

// increments reports whether the seller's share of a line grows by the month's volume (§6.7).
func increments(e market.RefundEffects) bool {
	for _, l := range e.Lines {
		if l.Line.Increment.Sign() != 0 {
			return true
		}
	}
	return false
}

// duties reports whether taxes are taken off a line (§6.7: an order abroad).
func duties(e market.RefundEffects) bool {
	for _, l := range e.Lines {
		if l.Line.Duties.Sum().Sign() != 0 {
			return true
		}
	}
	return false
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

// netOf is what is left of one amount on both lines.
func netOf(e market.RefundEffects, of func(market.StatementLine) market.Money) market.Money {
	sum := market.Money{}
	for _, l := range e.Lines {
		sum = sum.Plus(of(l.Line))
	}
	return sum
}

func salesOf(l market.StatementLine) market.Money     { return l.Sales.Minus(l.Coupon) }
func feeOf(l market.StatementLine) market.Money       { return l.Fee.Negated() }
func incrementOf(l market.StatementLine) market.Money { return l.Increment }
func dutiesOf(l market.StatementLine) market.Money    { return l.Duties.Sum().Negated() }

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
