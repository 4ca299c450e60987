package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

func TestANegotiatedRefundEndsTheDeliveryAndIsPaid(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := watched(t, shop, shop.Lanxi)
	finance := shop.Seller(shop.Lanxi, market.Finance)
	ask := market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "plans changed"}
	_, err := customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: made.Amount.Plus(market.Yuan("0.01")), Reason: "x"})
	require.ErrorIs(t, err, invalid)
	refund, err := customer.RequestRefund(t.Context(), ask)
	require.NoError(t, err)
	_, err = customer.RequestRefund(t.Context(), ask)
	require.ErrorIs(t, err, conflict, "a second open refund (§4.6)")

	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Support).ApproveRefund(t.Context(), refund, "", market.Address{}), market.Denied)
	require.NoError(t, finance.ApproveRefund(t.Context(), refund, "sorry", market.Address{}))
	require.Equal(t, market.SupervisionClosed, flow(t, finance, id).Status)
	require.Contains(t, shop.JobsFor(t, refund), market.PayRefund)
	require.ErrorIs(t, finance.ApproveRefund(t.Context(), refund, "again", market.Address{}), conflict)

	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	row, err := finance.Refund(t.Context(), refund)
	require.NoError(t, err)
	require.Equal(t, market.RefundPaid, row.Status)
	ended := order(t, finance, made.ID)
	require.Equal(t, market.OrderRefunded, ended.Status)
	require.True(t, ended.RefundedAmount.Equal(made.Amount))
}

// transactions.md §1.2, §1.3: every refund is an order of its own, of type 退订 and linked to
// the original line; it is completed when the money went back.
func TestEveryRefundIsAnOrderOfItsOwn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	back := func(refund market.RefundID) (order market.Order) {
		store := shop.Seller(shop.Lanxi)
		row, err := store.Refund(t.Context(), refund)
		require.NoError(t, err)
		require.NotNil(t, row.UnsubscriptionID)
		order, err = store.Order(t.Context(), *row.UnsubscriptionID)
		require.NoError(t, err)
		require.Equal(t, row.Unsubscription, order.Number)
		returned, err := store.Returned(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, row.OrderNumber, returned.Number)
		require.Equal(t, row.Amount.Negated().String(), order.Opened(returned).OrderLine[0].CurrencyAfterDiscount, "negative for refunds (§1.1)")
		return order
	}
	refundOf := func(id market.OrderID) market.RefundID {
		refunds, err := shop.Seller(shop.Lanxi).RefundsOf(t.Context(), id)
		require.NoError(t, err)
		require.Len(t, refunds, 1)
		return refunds[0].ID
	}

	customer, part, _ := watched(t, shop, shop.Lanxi) // by negotiation, a part
	refund, err := customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: part.ID, Amount: market.Yuan("40.00"), Reason: "less was done"})
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Finance).ApproveRefund(t.Context(), refund, "", market.Address{}))
	require.Equal(t, market.OrderProcessing, back(refund).Status, "until the money went back")

	_, whole, id := watched(t, shop, shop.Lanxi) // by the operator's decision
	require.NoError(t, shop.Seller(shop.Lanxi, market.Manager).TerminateSupervision(t.Context(), id, "neither side answers"))

	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "code:000005"}))
	_, err = shop.DB.Pool().Exec(`DELETE FROM hooks`)
	require.NoError(t, err)
	failed := placed(t, counter(shop, "C-1"), wanted(shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1)) // could not be opened
	require.NoError(t, counter(shop, "C-1").PayOrder(t.Context(), failed.ID, market.Payment{Amount: failed.Amount, Method: market.Prepaid}))

	turned(t, shop, shop.Clock.Now().Add(3*time.Hour+time.Minute))
	for made, end := range map[market.OrderID]market.OrderStatus{part.ID: market.OrderCompleted, whole.ID: market.OrderRefunded, failed.ID: market.OrderRefunded} {
		require.Equal(t, end, order(t, customer, made).Status)
		gave := back(refundOf(made))
		require.Equal(t, market.OrderUnsubscribe, gave.Type)
		why, err := shop.Seller(shop.Lanxi).Billability(t.Context(), gave.ID)
		require.NoError(t, err)
		require.Equal(t, "billing.never_gives_back", why.Never.Key)
		require.Empty(t, why.Conditions, "nothing has to be met for what is never billed")
		for _, event := range everything(t, shop, gave, "", 20) {
			require.NotEqual(t, market.EventPayment, event.Kind, "nobody pays for it")
		}
		require.Equal(t, market.OrderCompleted, gave.Status, "处理中 → 已完成 (§1.2)")
		require.Equal(t, made, *gave.RenewsID)
		require.Zero(t, gave.Amount.Sign())
	}
}

func TestOfManyApprovalsAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, _ := watched(t, shop, shop.Lanxi)
	refund, err := customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("10.00"), Reason: "x"})
	require.NoError(t, err)
	finance := shop.Seller(shop.Lanxi, market.Finance)
	won := 0
	for _, err := range atOnce(8, func(int) error { return finance.ApproveRefund(context.Background(), refund, "", market.Address{}) }) {
		if err == nil {
			won++
		} else {
			require.True(t, errors.Is(err, conflict), err)
		}
	}
	require.Equal(t, 1, won)
	require.Equal(t, "10.00", order(t, finance, made.ID).RefundedAmount.String())
}

func TestNoRefundOnceTheDeliveryIsDone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := watched(t, shop, shop.Lanxi)
	store := shop.Seller(shop.Lanxi)
	refund, err := customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("1.00"), Reason: "x"})
	require.NoError(t, err)
	delivered(t, customer, store, id, nil)
	require.NoError(t, customer.AcceptSupervision(t.Context(), id, ""))
	row, err := store.Refund(t.Context(), refund)
	require.NoError(t, err)
	require.Equal(t, market.RefundWithdrawn, row.Status, "accepting takes back what nobody has decided")
	require.ErrorIs(t, store.ApproveRefund(t.Context(), refund, "", market.Address{}), conflict, "outside the guarantee period")
	_, err = customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("1.00"), Reason: "x"})
	require.ErrorIs(t, err, conflict)
}

func TestAForgottenRequestIsRememberedDaily(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, _ := watched(t, shop, shop.Lanxi)
	refund, err := customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("1.00"), Reason: "x"})
	require.NoError(t, err)
	row, err := customer.Refund(t.Context(), refund)
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), row.DueAt.AddDate(0, 0, 2))
	var n int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'refund.remind' AND link = $1`, "/refunds/"+refund.String()).Scan(&n))
	require.Equal(t, 3, n)
	require.NoError(t, customer.WithdrawRefund(t.Context(), refund))
}
