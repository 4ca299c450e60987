// Package transactions shows every payment and refund with the statement that it entered.
package transactions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// ListPage is one screenful of transactions and how it was asked for.
type ListPage struct {
	Page   market.Page[market.Transaction]
	Search market.TransactionSearch
	Ask    market.Ask
}

func (p ListPage) size() int {
	if p.Ask.Size == 0 {
		return 50
	}
	return p.Ask.Size
}

func (p ListPage) tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	return []ui.Tab{
		{Text: i18n.T(ctx, "transaction.tab_sales"), URL: q.Without("tab"), Current: !p.Search.Refunds},
		{Text: i18n.T(ctx, "transaction.tab_refunds"), URL: q.With("tab", "refunds"), Current: p.Search.Refunds},
	}
}

func options[T interface {
	~string
	Key() string
}](ctx context.Context, all []T) []ui.Option {
	var some []ui.Option
	for _, one := range all {
		some = append(some, ui.Option{Value: string(one), Label: i18n.T(ctx, one.Key())})
	}
	return some
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "transaction.text"), Label: i18n.T(ctx, "transaction.text")},
		{Name: "billing", Kind: ui.FilterSelect, Options: options(ctx, market.Billings)},
		{Name: "period", Kind: ui.FilterText, Placeholder: "202610"},
		{Name: "paid", Kind: ui.FilterRange},
		{Name: "repayment", Kind: ui.FilterSelect, Options: options(ctx, market.Repayments), More: true},
		{Name: "supervision", Kind: ui.FilterSelect, Options: options(ctx, market.SupervisionStatuses), More: true},
		{Name: "type", Kind: ui.FilterSelect, Options: options(ctx, []market.OrderType{market.OrderNew, market.OrderRenew}), More: true},
	}
}

func (p ListPage) grid(ctx context.Context) ui.Grid {
	columns := []ui.Column{{Name: "order_line", Width: "id"}, {Name: "product"}, {Name: "paid", Width: "when"},
		{Name: "amount", Right: true, Unit: i18n.T(ctx, "common.yuan")}, {Name: "repayment", Width: "chip"}, {Name: "supervision", Width: "chip"},
		{Name: "effective_at", Width: "when"}, {Name: "billing", Width: "chip"}, {Name: "settled", Right: true}}
	if p.Search.Refunds {
		columns = []ui.Column{{Name: "refund", Width: "id"}, {Name: "original"}, {Name: "product"}, {Name: "refunded_at", Width: "when"},
			{Name: "refunded", Right: true, Unit: i18n.T(ctx, "common.yuan")}, {Name: "billing", Width: "chip"}, {Name: "settled", Right: true}}
	}
	return ui.Grid{Area: "transaction", Columns: columns}
}

// second is the line under the order's: its type where it is not the usual, and the buyer.
func second(ctx context.Context, t market.Transaction) string {
	if t.Type == market.OrderNew {
		return t.CustomerName
	}
	return i18n.T(ctx, t.Type.Key()) + i18n.T(ctx, "billing.join") + t.CustomerName
}

func statementURL(t market.Transaction) string {
	return "/statements/" + t.StatementID.String() + "?why=" + t.Number
}

func exportURL(ctx context.Context, format string) string {
	return "/transactions/export." + format + ui.QueryOf(ctx).With()[len("/transactions"):]
}

// Head is the head of a file of transactions.
func Head(ctx context.Context, refunds bool) []string {
	var head []string
	for _, key := range keys(refunds) {
		head = append(head, i18n.T(ctx, "transaction.head_"+key))
	}
	return head
}

func keys(refunds bool) []string {
	if refunds {
		return []string{"refund", "original", "type", "product", "spec", "customer", "paid", "deal", "billing", "period", "fee_ratio", "increment_ratio", "fee", "increment", "settled"}
	}
	return []string{"line", "type", "product", "spec", "customer", "placed", "paid", "effective", "supervision", "repayment", "list", "discount", "coupon",
		"deal", "billing", "period", "fee_ratio", "increment_ratio", "fee", "increment", "settled"}
}

// Cells is one transaction of a file.
func Cells(t market.Transaction) []any {
	var period, increment, fee, more, settled any
	if t.Period != nil {
		period = t.Period.String()
	}
	if t.Settled != nil {
		increment, fee, more, settled = t.IncrementRatio.String(), *t.Fee, *t.Increment, *t.Settled
	}
	if t.RefundID != nil {
		return []any{t.RefundNumber, t.Line(), market.Word(t.Type.Key()), t.ProductName, t.SpecName, t.CustomerName, t.RefundedAt, t.RefundedAmount.Negated(),
			t.Billing(), period, t.FeeRatio.String(), increment, fee, more, settled}
	}
	supervision := market.Word("transaction.supervision_na")
	if t.SupervisionState != "" {
		supervision = market.Word(t.SupervisionState.Key())
	}
	return []any{t.Line(), market.Word(t.Type.Key()), t.ProductName, t.SpecName, t.CustomerName, t.PlacedAt, t.PaidAt, t.EffectiveAt, supervision, t.Repayment,
		t.ListAmount, t.DiscountAmount, t.CouponAmount, t.Amount, t.Billing(), period, t.FeeRatio.String(), increment, fee, more, settled}
}
