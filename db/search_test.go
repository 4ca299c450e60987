package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// kinds are what was found, once each.
func kinds(found []market.Found) (all []market.FoundKind) {
	for _, f := range found {
		all = append(all, f.Kind)
	}
	return all
}

func TestEveryNumberLeadsToItsThing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	var number, customer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number, customer_name FROM orders
		WHERE seller_id = $1 AND NOT test ORDER BY placed_at DESC LIMIT 1`, shop.Lanxi).Scan(&number, &customer))
	for text, want := range map[string]market.FoundKind{
		number: market.FoundOrder, " " + number + "-000001 ": market.FoundOrder,
	} {
		found, err := store.Search(t.Context(), text)
		require.NoError(t, err)
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].Kind)
		require.Equal(t, number, found[0].Number)
		require.True(t, found[0].Exact)
	}
	found, err := store.Search(t.Context(), number[:4])
	require.NoError(t, err)
	require.NotEmpty(t, found)
	require.False(t, found[0].Exact)

	for query, kind := range map[string]market.FoundKind{
		`SELECT sku_code FROM specs WHERE seller_id = $1 LIMIT 1`:                          market.FoundSKU,
		`SELECT code FROM prices WHERE seller_id = $1 LIMIT 1`:                             market.FoundSKU,
		`SELECT number FROM products WHERE seller_id = $1 LIMIT 1`:                         market.FoundProduct,
		`SELECT number FROM reviews WHERE seller_id = $1 AND kind LIKE 'product%' LIMIT 1`: market.FoundReview,
		`SELECT id::text FROM fulfilments WHERE seller_id = $1 LIMIT 1`:                    market.FoundFulfilment,
	} {
		var text string
		require.NoError(t, shop.DB.Pool().QueryRow(query, shop.Lanxi).Scan(&text), query)
		found, err := store.Search(t.Context(), text)
		require.NoError(t, err)
		require.Contains(t, kinds(found), kind, text)
	}
	found, err = store.Search(t.Context(), string([]rune(customer)[:2]))
	require.NoError(t, err)
	require.Contains(t, kinds(found), market.FoundCustomer)
	found, err = store.Search(t.Context(), "云 erp")
	require.NoError(t, err)
	require.Contains(t, kinds(found), market.FoundProduct)
}

func TestAnotherSellersNumbersAreNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	rows, err := shop.DB.Pool().Query(`SELECT number FROM directory WHERE seller_id = $1 ORDER BY number LIMIT 40`, shop.Yunzhan)
	require.NoError(t, err)
	defer rows.Close()
	n := 0
	for rows.Next() {
		var number string
		require.NoError(t, rows.Scan(&number))
		found, err := shop.Seller(shop.Lanxi).Search(t.Context(), number)
		require.NoError(t, err)
		require.Empty(t, found, number)
		n++
	}
	require.NoError(t, rows.Err())
	require.Positive(t, n)
}

func TestASearchFindsOnlyWhatTheReaderMaySee(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var message string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM fulfilments WHERE seller_id = $1 LIMIT 1`, shop.Lanxi).Scan(&message))
	found, err := shop.Seller(shop.Lanxi, market.Finance).Search(t.Context(), message)
	require.NoError(t, err)
	require.NotContains(t, kinds(found), market.FoundFulfilment)
}

func TestTheOperatorFindsNumbersOfEverySeller(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	for _, seller := range []market.SellerID{shop.Lanxi, shop.Yunzhan} {
		var number, own string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM orders WHERE seller_id = $1 LIMIT 1`, seller).Scan(&number))
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM sellers WHERE id = $1`, seller).Scan(&own))
		found, err := desk.Search(t.Context(), number)
		require.NoError(t, err)
		require.Equal(t, []market.FoundKind{market.FoundOrder}, kinds(found))
		require.Equal(t, seller, found[0].SellerID)
		found, err = desk.Search(t.Context(), own)
		require.NoError(t, err)
		require.Contains(t, kinds(found), market.FoundSeller)
	}
}
