package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
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
