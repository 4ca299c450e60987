package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// received is hardware of customer C-1, signed for just now.
func received(t *testing.T, shop *dbtest.Shop) (*db.Seller, market.Order) {
	t.Helper()
	customer, made, id := bought(t, shop, market.AccessHardware, `{}`)
	require.NoError(t, shop.Seller(shop.Lanxi).ShipSupervision(t.Context(), id, market.Shipment{Courier: "SF", Tracking: "SF9"}, market.Delivery{}))
	require.NoError(t, customer.TrackSupervision(t.Context(), id, market.CourierNews{Tracking: "SF9", State: market.CourierSigned, At: shop.Clock.Now()}))
	return customer, made
}

var warehouse = market.Address{Recipient: "售后仓", Phone: "13900001111", Place: "杭州市余杭区 9 号"}

func refundOf(t *testing.T, store *db.Seller, id market.RefundID) market.Refund {
	t.Helper()
	row, err := store.Refund(t.Context(), id)
	require.NoError(t, err)
	return row.Refund
}

// transactions.md §4.4: received goods come back, the inspection is disputed, the operator decides.
func TestReturnedHardwareIsInspectedDisputedAndDecided(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store, desk := t.Context(), shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
	customer, made := received(t, shop)
	_, err := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "x"})
	require.ErrorIs(t, err, invalid, "received or not has to be said")
	refund, err := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "too heavy", Goods: market.GoodsReceived})
	require.NoError(t, err)
	effects, err := store.RefundEffects(ctx, refund)
	require.NoError(t, err)
	require.True(t, effects.ReturnFirst)
	require.True(t, effects.Ends)
	require.True(t, effects.ClosesFlow)

	require.ErrorIs(t, store.ApproveRefund(ctx, refund, "", market.Address{}), invalid, "goods need an address to come back to")
	require.NoError(t, store.ApproveRefund(ctx, refund, "", warehouse))
	require.Equal(t, market.RefundReturning, refundOf(t, store, refund).Status)
	back, err := customer.ReturnAddress(ctx, refund)
	require.NoError(t, err)
	require.Equal(t, warehouse, back)
	require.ErrorIs(t, store.AcceptRefund(ctx, refund, ""), conflict, "nothing came back yet")

	require.NoError(t, customer.ShipRefund(ctx, refund, market.ReturnParcel{Courier: "SF", Tracking: "SF10"}))
	require.ErrorIs(t, store.DisputeRefund(ctx, refund, "scratched", nil), invalid, "photos are needed")
	require.NoError(t, store.DisputeRefund(ctx, refund, "scratched", []market.Upload{pdf(market.EvidenceOther, "scratch")}))
	require.ErrorIs(t, store.SettleRefund(ctx, refund, market.ReturnDecision{}), market.Denied, "the operator's word")
	require.NoError(t, desk.SettleRefund(ctx, refund, market.ReturnDecision{Outcome: market.ReturnRefund, Amount: market.Yuan("60.00"), Note: "wear is deducted"}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	require.Equal(t, market.RefundPaid, refundOf(t, store, refund).Status)
	require.Equal(t, "60.00", order(t, store, made.ID).RefundedAmount.String())
	logs, err := store.RefundLogs(ctx, refund)
	require.NoError(t, err)
	acts := map[market.Act]bool{}
	for _, l := range logs {
		acts[l.Act] = true
	}
	for _, act := range []market.Act{market.RequestRefund, market.ApproveRefund, market.ShipRefund, market.DisputeRefund, market.SettleRefund, market.PayRefund} {
		require.True(t, acts[act], act)
	}
}

// transactions.md §4.4: ten days to send, fifteen to inspect; goods on their way keep the
// order from being accepted.
func TestReturnedHardwareKeepsItsTimes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, made := received(t, shop)
	ask := market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "too heavy", Goods: market.GoodsReceived}
	refund, err := customer.RequestRefund(ctx, ask)
	require.NoError(t, err)
	require.NoError(t, store.ApproveRefund(ctx, refund, "", warehouse))
	begun := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), begun.AddDate(0, 0, 10).Add(-time.Minute))
	require.Equal(t, market.RefundReturning, refundOf(t, store, refund).Status)
	require.Equal(t, market.OrderProcessing, order(t, store, made.ID).Status, "not accepted while a refund is open")
	shop.Turn(t, world.Works(shop.Clock), begun.AddDate(0, 0, 10).Add(time.Minute))
	require.Equal(t, market.RefundWithdrawn, refundOf(t, store, refund).Status)
}

// transactions.md §4.3: a large refund waits for the operator; §4.4: so do goods in transit.
func TestTheOperatorIsAskedFirst(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store, desk := t.Context(), shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
	customer, made, id := bought(t, shop, market.AccessHardware, `{}`)
	require.NoError(t, store.ShipSupervision(ctx, id, market.Shipment{Courier: "SF", Tracking: "SF9"}, market.Delivery{}))
	refund, err := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "late", Goods: market.GoodsMissing})
	require.NoError(t, err)
	require.Equal(t, market.RefundTransit, refundOf(t, store, refund).Status)
	require.ErrorIs(t, store.ApproveRefund(ctx, refund, "", market.Address{}), conflict)
	require.NoError(t, desk.ConfirmRefund(ctx, refund))
	require.NoError(t, store.ApproveRefund(ctx, refund, "", market.Address{}))
	require.Equal(t, market.RefundApproved, refundOf(t, store, refund).Status)
}

// The demo has a refund at every place of transactions.md §4.3 and §4.4.
func TestTheWorldShowsAReturnAtEveryPlace(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	for name, want := range map[string]market.RefundStatus{"transit": market.RefundTransit, "asked": market.RefundRequested, "returning": market.RefundReturning,
		"inspecting": market.RefundInspecting, "disputed": market.RefundDisputed, "appealed": market.RefundAppealed, "large": market.RefundReviewing,
		"settled": market.RefundPaid, "refused": market.RefundRejected, "lapsed": market.RefundWithdrawn} {
		require.Equal(t, want, refundOf(t, store, shop.Refunds["lanxi return "+name]).Status, name)
	}
}
