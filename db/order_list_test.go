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
