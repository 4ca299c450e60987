package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §0.6: a sub-user hears nothing of products that are not granted, nor of menus that
// its groups do not open.
func TestMessagesAreOfGrantedProductsAndMenusOnly(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	actor := visitorOf(t, shop, "delivery@lanxi.example", shop.Lanxi).Actor("192.0.2.1")
	require.False(t, actor.Sees(market.Assets))
	require.True(t, actor.Sees(market.Supervisions))
	store, whole := shop.DB.Seller(actor, shop.Lanxi), shop.Seller(shop.Lanxi)
	before, err := store.Due(ctx)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`INSERT INTO notices (seller_id, id, kind, reason, link, at, type) VALUES
		($1, gen_random_uuid(), 'asset', '{"key": "notice.asset.scan"}', '/assets/7', $2, 'product'),
		($1, gen_random_uuid(), 'supervision.submit', '{"key": "notice.supervision.submit"}', '/supervisions?turn=seller', $2, 'opening')`, shop.Lanxi, shop.Clock.Now())
	require.NoError(t, err)
	links := func(rows []market.Notice) (all []string) {
		for _, row := range rows {
			all = append(all, row.Link)
		}
		return all
	}
	page, err := store.Notices(ctx, market.NoticeSearch{}, market.Ask{Size: 100})
	require.NoError(t, err)
	require.Contains(t, links(page.Rows), "/supervisions?turn=seller")
	require.NotContains(t, links(page.Rows), "/assets/7")
	all, err := whole.Notices(ctx, market.NoticeSearch{}, market.Ask{Size: 100})
	require.NoError(t, err)
	require.Contains(t, links(all.Rows), "/assets/7")
	require.Less(t, page.Count.N, all.Count.N)
	unread, err := store.Unread(ctx)
	require.NoError(t, err)
	require.Equal(t, before.Notices+1, unread)

	id := asked(t, shop) // about a product that is not granted
	page, err = store.Notices(ctx, market.NoticeSearch{}, market.Ask{Size: 100})
	require.NoError(t, err)
	require.NotContains(t, links(page.Rows), "/tickets/"+id.String())
}
