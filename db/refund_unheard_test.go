package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// transactions.md §4.1, §4.2: an image runs on no server of the seller's, so nobody has to be
// told that it is released: the money goes back all the same, whole within the five days and
// less what was used over the quota.
func TestAnImageIsPaidBackThoughNoServerIsTold(t *testing.T) {
	t.Parallel()
	for name, over := range map[string]bool{"within the quota": false, "over the quota": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			ctx, store, customer := t.Context(), shop.Seller(shop.Lanxi), buyer(shop, shop.Lanxi, "C-1")
			made := placed(t, customer, purchase(listing(t, shop, shop.Lanxi, market.AccessImage, market.PerMonth, "300.00")))
			require.NoError(t, customer.PayOrder(ctx, made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
			shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
			cause, elsewhere := market.RefundFiveDays, 0
			if over {
				cause, elsewhere = market.RefundUsed, 10
			}
			require.NoError(t, customer.UnsubscribeOrder(ctx, made.ID, "not needed", elsewhere))
			shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))

			all, err := store.RefundsOf(ctx, made.ID)
			require.NoError(t, err)
			require.Len(t, all, 1)
			require.Equal(t, cause, all[0].Cause)
			require.Equal(t, market.RefundPaid, all[0].Status)
			require.Equal(t, market.ReleaseDone, all[0].Release)
			require.NotNil(t, all[0].PaidAt)
			require.Equal(t, over, made.Amount.Over(all[0].Amount), "what was used is kept: %s", all[0].Amount)
			gone := order(t, store, made.ID)
			require.True(t, gone.Gone())
			status, _ := saasInstance(t, shop, gone)
			require.Equal(t, market.InstanceReleased, status)
			by := order(t, store, *all[0].UnsubscriptionID)
			require.Equal(t, market.OrderCompleted, by.Status, "the order that gives it back")
			foreseen, err := store.RefundEffects(ctx, all[0].ID)
			require.NoError(t, err)
			require.True(t, foreseen.Ends, "what the page says it did")
		})
	}
}
