package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// transactions.md §1.2, §1.6, §6.2, §6.8: the demo has an order of everything that only time
// brings; a newcomer finds one of each.
func TestTheDemoHasAnOrderOfEveryAge(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job WHERE args->>'act' NOT LIKE 'statement.%'`) // what else the world waits for is others' business
	require.NoError(t, err)
	told, err := world.Lives(ctx, shop.DB, shop.Clock, world.Works(shop.Clock), shop.World, shop.Today.AddDate(0, 0, 71))
	require.NoError(t, err)
	life := func(name string) market.Order { return order(t, store, told.Orders["lanxi life "+name]) }
	require.Equal(t, market.OrderCancelled, life("lapsed").Status)
	require.False(t, life("lapsed").CancelledAt.Before(life("lapsed").PayBy))

	for name, status := range map[string]market.InstanceStatus{
		"expiring": market.InstanceInUse, "automatic": market.InstanceInUse, "renewed": market.InstanceInUse, "frozen": market.InstanceFrozen,
		"thawed": market.InstanceInUse, "released": market.InstanceReleased, "ended": market.InstanceFrozen, "given back": market.InstanceInUse,
	} {
		is, _ := saasInstance(t, shop, life(name))
		require.Equal(t, status, is, name)
	}
	for name, renewals := range map[string]int{"automatic": 1, "renewed": 1, "thawed": 1, "expiring": 0} {
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE renews_id = $1 AND type = 'renew' AND status = 'completed'`, life(name).ID).Scan(&n))
		require.Equal(t, renewals, n, name)
	}
	for name, repaid := range map[string]bool{"owing": false, "partly repaid": false, "repaid": true} {
		require.True(t, life(name).Postpaid, name)
		require.Equal(t, repaid, life(name).RepaidAt != nil, name)
	}
	for name, value := range map[string]string{"owing": "billing.repaid_not", "partly repaid": "billing.repaid_partly", "repaid": "billing.repaid_at"} {
		why, err := store.Billability(ctx, life(name).ID)
		require.NoError(t, err)
		require.Equal(t, value, why.Conditions[1].Value.Key, name)
	}
	require.True(t, life("given back renewal").GivenBack)
	before, err := store.Billability(ctx, life("given back before renewal").ID)
	require.NoError(t, err)
	require.Len(t, before.Lines, 2, "both rows stand in the closed statement")
	require.Zero(t, before.Lines[0].Amount.Plus(before.Lines[1].Amount).Sign())
}
