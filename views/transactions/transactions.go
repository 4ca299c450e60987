// Package transactions shows every payment and refund with the statement that it entered.
package transactions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Transaction

// Listing is every payment, or every refund, newest first (交易明细, transactions.md §6.9).
func Listing(ctx context.Context, search market.TransactionSearch, settings market.Settings) ui.Listing[row] {
	l := ui.Listing[row]{
		Area: "transaction", Icon: "card", Sort: "paid_at", Tabs: tabs(ctx, search), Filters: filters(ctx), Columns: sales(),
		Head: ui.Head{Title: i18n.T(ctx, "transaction.title"), Lead: lead(ctx, search, settings),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.settlement")}, {Text: i18n.T(ctx, "nav.transactions")}}},
	}
	if search.Refunds {
		l.Columns = refunds(ctx)
	}
	for i, c := range l.Columns {
		if c.Off {
			l.Columns[i].Label = i18n.T(ctx, "transaction.head_"+c.Name)
		}
	}
	return l
}

// lead says what the list is, and until when where it is refreshed once a day.
func lead(ctx context.Context, search market.TransactionSearch, settings market.Settings) string {
	if search.AsOf == nil {
		return i18n.T(ctx, "transaction.lead")
	}
	return i18n.T(ctx, "transaction.lead_daily", market.DayOf(*search.AsOf).Plus(-1), market.DayOf(*search.AsOf).Begin().Add(settings.DetailsAt.Duration))
}

func sales() []ui.Col[row] {
	return append([]ui.Col[row]{
		{Name: "order_line", Fixed: true, Width: "id", Value: func(t row) any { return t.Line() },
			Cell: func(c *ui.Pen, t row) { c.ID(t.Line(), "/orders/"+t.ID.String(), second(c.Ctx(), t)) }},
		{Name: "type", Off: true, Value: func(t row) any { return market.Word(t.Type.Key()) }},
		{Name: "sale", Off: true, Value: func(t row) any { return market.Word(t.SaleType.Key()) }},
		{Name: "product", Value: func(t row) any { return t.ProductName }, Cell: func(c *ui.Pen, t row) { c.Two(t.ProductName, t.SpecName) }},
		{Name: "spec", Off: true, Value: func(t row) any { return t.SpecName }},
		{Name: "customer", Off: true, Value: func(t row) any { return t.CustomerName }},
		{Name: "placed", Off: true, Width: "when", Value: func(t row) any { return t.PlacedAt }},
		{Name: "paid", Sort: true, By: "paid_at", Width: "when", Value: func(t row) any { return t.PaidAt }},
		figure("list", func(t row) any { return t.ListAmount }),
		figure("discount", func(t row) any { return t.DiscountAmount }),
		figure("coupon", func(t row) any { return t.CouponAmount }),
		{Name: "amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(t row) any { return t.Amount },
			Cell: func(c *ui.Pen, t row) { c.MoneyIn(t.Amount, t.Currency) }},
		{Name: "currency", Off: true, Value: func(t row) any { return market.Word(t.Currency.Key()) }},
		{Name: "repayment", Width: "chip", Aside: true, Value: func(t row) any { return t.Repayment },
			Cell: func(c *ui.Pen, t row) {
				if t.Repayment == market.RepaymentNA {
					c.Faint(c.T(t.Repayment.Key()))
				} else {
					c.Chip(t.Repayment)
				}
			}},
		{Name: "supervision", Width: "chip", Value: supervision,
			Cell: func(c *ui.Pen, t row) {
				if t.SupervisionState == "" {
					c.Faint(c.T("transaction.supervision_na"))
				} else {
					c.Chip(t.SupervisionState)
				}
			}},
		{Name: "effective_at", Width: "when", Aside: true, Value: func(t row) any { return t.EffectiveAt }},
	}, settlement()...)
}

// refunds have the names of the sales' columns where they say the same, so that a reader who
// arranged one finds the other arranged alike.
func refunds(ctx context.Context) []ui.Col[row] {
	return append([]ui.Col[row]{
		{Name: "order_line", Label: i18n.T(ctx, "transaction.refund"), Fixed: true, Width: "id", Value: func(t row) any { return t.RefundNumber },
			Cell: func(c *ui.Pen, t row) { c.ID(t.RefundNumber, "/refunds/"+t.RefundID.String(), t.CustomerName) }},
		{Name: "original", Fixed: true, Value: func(t row) any { return t.Line() }, Cell: func(c *ui.Pen, t row) { c.ID(t.Line(), "/orders/"+t.ID.String(), "") }},
		{Name: "type", Off: true, Value: func(t row) any { return market.Word(t.Type.Key()) }},
		{Name: "product", Value: func(t row) any { return t.ProductName }, Cell: func(c *ui.Pen, t row) { c.Two(t.ProductName, t.SpecName) }},
		{Name: "spec", Off: true, Value: func(t row) any { return t.SpecName }},
		{Name: "customer", Off: true, Value: func(t row) any { return t.CustomerName }},
		{Name: "paid", Label: i18n.T(ctx, "transaction.refunded_at"), Sort: true, By: "paid_at", Width: "when", Value: func(t row) any { return t.RefundedAt }},
		{Name: "amount", Label: i18n.T(ctx, "transaction.refunded"), Right: true, Width: "money", Unit: "common.yuan", Value: func(t row) any { return t.RefundedAmount.Negated() },
			Cell: func(c *ui.Pen, t row) { c.MoneyIn(t.RefundedAmount.Negated(), t.Currency) }},
		{Name: "currency", Off: true, Value: func(t row) any { return market.Word(t.Currency.Key()) }},
	}, settlement()...)
}

// settlement is where both kinds were settled, and how much of the deal remained.
func settlement() []ui.Col[row] {
	return []ui.Col[row]{
		{Name: "billing", Width: "chip", Class: "nowrap", Value: func(t row) any { return t.Billing() },
			Cell: func(c *ui.Pen, t row) {
				c.Chip(t.Billing())
				if t.Period != nil {
					c.Under(t.StatementNumber, "/statements/"+t.StatementID.String()+"?why="+t.Number)
				} else {
					c.Under(c.T("transaction.why"), "/orders/"+t.ID.String()+"#billing")
				}
			}},
		{Name: "period", Off: true, Value: func(t row) any {
			if t.Period == nil {
				return nil
			}
			return t.StatementNumber
		}},
		{Name: "tax_rate", Off: true, Right: true, Value: func(t row) any { return t.TaxRate.String() }},
		{Name: "fee_ratio", Off: true, Right: true, Value: func(t row) any { return t.FeeRatio.String() }},
		{Name: "increment_ratio", Off: true, Right: true, Value: func(t row) any {
			if t.IncrementRatio == nil {
				return nil
			}
			return t.IncrementRatio.String()
		}},
		figure("fee", func(t row) any { return settled(t.Fee) }),
		figure("increment", func(t row) any { return settled(t.Increment) }),
		{Name: "management_ratio", Off: true, Right: true, Value: func(t row) any {
			if t.ManagementRatio == nil {
				return nil
			}
			return t.ManagementRatio.String()
		}},
		figure("management", func(t row) any { return settled(t.Management) }),
		figure("duties", func(t row) any { return settled(t.Duties) }),
		{Name: "settled", Right: true, Width: "money", Unit: "common.yuan", Value: func(t row) any { return settled(t.Settled) },
			Cell: func(c *ui.Pen, t row) {
				if t.Settled == nil {
					c.Dash()
				} else {
					c.MoneyIn(*t.Settled, t.Currency)
				}
			}},
	}
}

// figure is a column of amounts that only those see who choose it.
func figure(name string, value func(row) any) ui.Col[row] {
	return ui.Col[row]{Name: name, Off: true, Right: true, Width: "money", Unit: "common.yuan", Value: value,
		Cell: func(c *ui.Pen, t row) {
			if amount, known := value(t).(market.Money); known {
				c.MoneyIn(amount, t.Currency)
			} else {
				c.Dash()
			}
		}}
}

// settled is an amount that a statement fixed; nothing before one did.
func settled(m *market.Money) any {
	if m == nil {
		return nil
	}
	return *m
}

func supervision(t row) any {
	if t.SupervisionState == "" {
		return market.Word("transaction.supervision_na")
	}
	return t.SupervisionState
}

// second is the line under the order's: its type where it is not the usual, and the buyer.
func second(ctx context.Context, t row) string {
	if t.Type == market.OrderNew {
		return t.CustomerName
	}
	return i18n.T(ctx, t.Type.Key()) + i18n.T(ctx, "billing.join") + t.CustomerName
}

func tabs(ctx context.Context, search market.TransactionSearch) []ui.Tab {
	q := ui.QueryOf(ctx)
	return []ui.Tab{
		{Text: i18n.T(ctx, "transaction.tab_sales"), URL: q.Without("tab"), Current: !search.Refunds},
		{Text: i18n.T(ctx, "transaction.tab_refunds"), URL: q.With("tab", "refunds"), Current: search.Refunds},
	}
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "transaction.text"), Label: i18n.T(ctx, "transaction.text")},
		{Name: "billing", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.Billings)},
		{Name: "sale", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.SaleTypes)},
		{Name: "period", Kind: ui.FilterText, Placeholder: "202610"},
		{Name: "paid", Kind: ui.FilterRange},
		{Name: "repayment", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.RepaymentStates), More: true},
		{Name: "supervision", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, market.SupervisionStatuses), More: true},
		{Name: "type", Kind: ui.FilterSelect, Options: ui.OptionsOf(ctx, []market.OrderType{market.OrderNew, market.OrderRenew}), More: true},
	}
}
