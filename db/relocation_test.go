package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.10: from the move on the order's messages go to the new address, those under
// way too, and its buyer signs in there; what was not moved stays where it is.
func TestAMovedOrdersMessagesGoToTheNewAddress(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	id, other := shop.Orders["lanxi abroad second"], shop.Orders["lanxi abroad third"]
	address := func(order market.OrderID) (url string) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT e.url FROM fulfilments f JOIN endpoints e ON e.seller_id = f.seller_id AND e.id = f.endpoint_id
			WHERE f.order_id = $1 ORDER BY f.begun_at LIMIT 1`, order).Scan(&url))
		return url
	}
	for _, order := range []market.OrderID{id, other} {
		_, err := shop.DB.Pool().Exec(`UPDATE fulfilments SET status = 'retrying', settled_at = NULL, next_at = now() + interval '1 year', deadline_at = now() + interval '2 years' WHERE order_id = $1`, order)
		require.NoError(t, err)
	}
	r, err := store.Relocation(ctx, id)
	require.NoError(t, err)
	require.Positive(t, r.Messages)
	require.Equal(t, r.FromURL, address(id))
	require.NoError(t, store.ApplyRelocation(ctx, id, ""))
	require.Equal(t, r.ToURL, address(id))
	require.Equal(t, r.FromURL, address(other))
	instance, err := store.InstanceOf(ctx, id)
	require.NoError(t, err)
	require.Equal(t, r.Login(), instance.FrontURL)
	require.Equal(t, "relocation.nothing", said(t, store.ApplyRelocation(ctx, id, "")).Key)
	require.ErrorIs(t, shop.Seller(shop.Yunzhan).ApplyRelocation(ctx, other, ""), market.NotFound)
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Finance).ApplyRelocation(ctx, other, ""), market.Denied)
}
