package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// transactions.md §1.6: a violation freezes, its clearing gives back; a renewal alone does not.
func TestAViolationFreezesUntilItIsCleared(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, desk := t.Context(), shop.Seller(shop.Lanxi, market.Manager)
	customer, made, code := coded(t, shop)
	instance := *made.InstanceID
	require.ErrorIs(t, shop.Seller(shop.Lanxi).BlockInstance(ctx, instance, "x"), market.Denied)
	require.ErrorIs(t, desk.BlockInstance(ctx, instance, ""), invalid, "a reason")
	require.ErrorIs(t, desk.UnblockInstance(ctx, instance, "x"), conflict)
	require.NoError(t, desk.BlockInstance(ctx, instance, "sells what it must not"))
	require.ErrorIs(t, desk.BlockInstance(ctx, instance, "again"), conflict)
	status := func() market.InstanceStatus { return must(desk.InstanceOf(ctx, made.ID))(t).Status }
	require.Equal(t, market.InstanceFrozen, status())
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour)) // its server hears of it first

	again := purchase(made.ProductCode)
	again.Type, again.Renews = market.OrderRenew, made.Number
	renewal := placed(t, customer, again)
	require.NoError(t, customer.PayOrder(ctx, renewal.ID, market.Payment{Amount: renewal.Amount, Method: market.Prepaid}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	require.Equal(t, market.InstanceFrozen, status(), "renewed, not cleared")
	require.NoError(t, desk.UnblockInstance(ctx, instance, "cleared"))
	require.Equal(t, market.InstanceInUse, status())
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	calls := heard(t, shop, code)
	require.Contains(t, calls[0], `"status":"FREEZE"`)
	require.Contains(t, calls[len(calls)-1], `"status":"UNFREEZE"`)

	require.NoError(t, desk.BlockInstance(ctx, instance, "once more"))
	ends := order(t, desk, renewal.ID).ExpiresAt
	shop.Turn(t, world.Works(shop.Clock), ends.Add(time.Hour))
	require.NoError(t, desk.UnblockInstance(ctx, instance, "cleared"))
	require.Equal(t, market.InstanceFrozen, status(), "it is over meanwhile")
	shop.Turn(t, world.Works(shop.Clock), ends.AddDate(0, 0, 16))
	require.Equal(t, market.InstanceReleased, status())
}
