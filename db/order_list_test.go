package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// What the list says of an order's delivery is what the list finds it by.
func TestOrdersAreFoundByTheStateOfTheirDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner := shop.Seller(shop.Lanxi, market.Owner)
	states := map[market.SupervisionStatus][]market.OrderID{}
	ask := market.Ask{Size: market.FileRows}
	all, err := owner.Orders(t.Context(), market.OrderSearch{}, ask)
	require.NoError(t, err)
	for _, row := range all.Rows {
		if row.Supervision != nil {
			states[*row.Supervision] = append(states[*row.Supervision], row.ID)
		}
	}
	require.NotEmpty(t, states[market.SupervisionRunning])
	require.NotEmpty(t, states[market.SupervisionDone])
	for _, state := range market.SupervisionStatuses {
		found, err := owner.Orders(t.Context(), market.OrderSearch{Supervision: state}, ask)
		require.NoError(t, err)
		var ids []market.OrderID
		for _, row := range found.Rows {
			ids = append(ids, row.ID)
		}
		require.Equal(t, states[state], ids, state)
		require.Equal(t, market.Bounded{N: len(ids)}, found.Count)
	}
}

// Where more orders are delivered than can be named, the list goes from order to order: it
// shows the same ones, forwards and backwards, and counts all of them.
func TestManyOrdersAreFoundByTheStateOfTheirDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner := shop.Seller(shop.Lanxi, market.Owner)
	running := market.OrderSearch{Supervision: market.SupervisionRunning}
	few, err := owner.Orders(t.Context(), running, market.Ask{Size: 1})
	require.NoError(t, err)
	const more = 5_001
	_, err = shop.DB.Pool().Exec(`WITH ids AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, $3::int) n),
			made AS (INSERT INTO orders SELECT (jsonb_populate_record(o, jsonb_build_object('id', ids.id, 'number', 'MADE' || ids.n,
					'placed_at', o.placed_at + ids.n * interval '1 hour'))).* FROM orders o, ids WHERE o.seller_id = $1 AND o.id = $2)
		INSERT INTO supervisions SELECT (jsonb_populate_record(v, jsonb_build_object('id', ids.id, 'order_id', ids.id))).*
			FROM supervisions v, ids WHERE v.seller_id = $1 AND v.order_id = $2`, shop.Lanxi, few.Rows[0].ID, more)
	require.NoError(t, err)

	first, err := owner.Orders(t.Context(), running, market.Ask{Size: 10})
	require.NoError(t, err)
	require.Equal(t, market.Bounded{N: few.Count.N + more}, first.Count)
	require.Equal(t, "MADE5001", first.Rows[0].Number)
	second, err := owner.Orders(t.Context(), running, market.Ask{Size: 10, After: first.Next})
	require.NoError(t, err)
	require.Equal(t, "MADE4991", second.Rows[0].Number)
	back, err := owner.Orders(t.Context(), running, market.Ask{Size: 10, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, first.Rows, back.Rows)
}

// transactions.md §1.1: the list has period and one-time orders only; what is paid by use is
// seen in its bills.
func TestWhatIsPaidByUseIsNotListed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, metered := opened(t, shop, "澜溪票据识别/识别按量/use", 1)
	require.Equal(t, market.ChargeOnDemand, metered.Charging)
	_, kept := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	store := shop.Seller(shop.Lanxi)
	for _, sort := range []string{"", "amount"} {
		for _, search := range []market.OrderSearch{{}, {Status: market.OrderCompleted}, {Customer: kept.CustomerName, Type: market.OrderNew}} {
			page, err := store.Orders(t.Context(), search, market.Ask{Size: 200, Sort: sort})
			require.NoError(t, err)
			require.Equal(t, page.Count.N, len(page.Rows))
			found := map[market.OrderID]bool{}
			for _, row := range page.Rows {
				found[row.ID] = true
			}
			require.False(t, found[metered.ID])
			require.True(t, found[kept.ID])
		}
	}
	_, err := customer.Order(t.Context(), metered.ID)
	require.NoError(t, err, "it is there, and its page too")
}
