package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §6.9, §10.1: a postpaid customer pays back by cycle; only all of a cycle makes
// its orders count as paid, at every seller.
func TestACycleIsPaidWhenAllOfItsCreditIsRepaid(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := shop.DB.Storefront(market.Actor{Name: "C-77", Customer: "C-77", Roles: []market.Role{market.Buyer}})
	buys := func(seller market.SellerID, price string) market.Order {
		counter := buyer(shop, seller, "C-77")
		made := placed(t, counter, purchase(listing(t, shop, seller, "service", market.PerMonth, price)))
		require.NoError(t, counter.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Postpaid}))
		return made
	}
	one, two := buys(shop.Lanxi, "10.00"), buys(shop.Yunzhan, "5.00") // two for three months each
	cycle := market.MonthOf(shop.Clock.Now())
	state := func(seller market.SellerID, made market.Order) market.RepaymentState {
		turned(t, shop, shop.Clock.Now().Add(time.Minute))
		page, err := shop.Seller(seller).Transactions(t.Context(), market.TransactionSearch{Text: made.Number}, market.Ask{})
		require.NoError(t, err)
		require.Len(t, page.Rows, 1)
		return page.Rows[0].Repayment
	}
	require.Equal(t, market.RepaymentUnpaid, state(shop.Lanxi, one))

	_, err := front.ReportRepayment(t.Context(), cycle, market.USD, market.Yuan("1.00"))
	require.ErrorIs(t, err, invalid, "no postpaid orders in dollars")
	_, err = front.ReportRepayment(t.Context(), cycle, market.CNY, market.Yuan("90.01"))
	require.ErrorIs(t, err, invalid, "more than is owed")
	after, err := front.ReportRepayment(t.Context(), cycle, market.CNY, market.Yuan("60.00"))
	require.NoError(t, err)
	require.Equal(t, "30.00", after.Left().String())
	require.Equal(t, market.RepaymentPartly, state(shop.Lanxi, one), "one order's worth is not the cycle's")
	require.Nil(t, order(t, buyer(shop, shop.Lanxi, "C-77"), one.ID).RepaidAt)

	after, err = front.ReportRepayment(t.Context(), cycle, market.CNY, market.Yuan("30.00"))
	require.NoError(t, err)
	require.Equal(t, market.RepaymentRepaid, after.State())
	require.Equal(t, market.RepaymentRepaid, state(shop.Lanxi, one))
	require.Equal(t, market.RepaymentRepaid, state(shop.Yunzhan, two))
	_, err = front.ReportRepayment(t.Context(), cycle, market.CNY, market.Yuan("1.00"))
	require.ErrorIs(t, err, conflict, "nothing is owed")

	three := buys(shop.Lanxi, "1.00") // opens the cycle again
	require.Equal(t, market.RepaymentPartly, state(shop.Lanxi, three))
	page, err := shop.DB.Operator(shop.Actor(market.Treasurer)).CreditCycles(t.Context(), market.CycleSearch{Text: "C-77"}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	require.Equal(t, []any{3, "96.00", "6.00"}, []any{page.Rows[0].Orders, page.Rows[0].Owed.String(), page.Rows[0].Left().String()})
	flow, err := buyer(shop, shop.Lanxi, "C-77").SupervisionOf(t.Context(), three.ID)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Manager).TerminateSupervision(t.Context(), flow.ID, "given back"))
	require.Equal(t, market.RepaymentRepaid, state(shop.Lanxi, three), "what was given back is not owed")
}
