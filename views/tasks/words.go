package tasks

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// titled is what a task is about: a file's name, or the sums that the chosen refunds come to
// ("CNY 9360.00, USD 20.00"), as amounts are written everywhere.
func titled(ctx context.Context, t market.Task) string {
	if t.Kind != market.TaskKind(market.ApproveRefund) && t.Kind != market.TaskKind(market.RejectRefund) {
		return t.Title
	}
	sums := strings.Split(t.Title, ", ")
	for i, sum := range sums {
		currency, amount, _ := strings.Cut(sum, " ")
		if money, err := market.ReadMoney(amount); err == nil {
			sums[i] = ui.AmountIn(ctx, money, market.Currency(currency))
		}
	}
	return strings.Join(sums, ", ")
}
