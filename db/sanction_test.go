package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.6, §10.2: forged proof puts the seller on the yellow list for 3 months,
// limits the trade in its joint products for 1, hides a product for 2, or delists it.
func TestForgedProofIsPunished(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	manager := shop.Seller(shop.Lanxi, market.Manager)
	now := shop.Clock.Now()
	var product market.ProductID
	var number string
	require.NoError(t, shop.DB.Pool().QueryRow(`UPDATE products SET sale_type = 'joint' WHERE seller_id = $1 AND status = 'on_sale' AND public
		AND id IN (SELECT s.product_id FROM specs s JOIN prices p ON p.spec_id = s.id WHERE p.code = $2) RETURNING id, number`, shop.Lanxi, shop.Codes["澜溪云 ERP SaaS 版/标准版/year"]).Scan(&product, &number))
	front := shop.DB.Storefront(market.Actor{Name: "C-1", Customer: "C-1", Roles: []market.Role{market.Buyer}})
	_, err := front.GoodsNumbered(t.Context(), number, "")
	require.NoError(t, err)
	buys := wanted(shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1)
	_, err = counter(shop, "C-1").Quote(t.Context(), buys)
	require.NoError(t, err)

	ask := market.SanctionAsk{Violation: market.ViolationForged, Reason: "the screenshot was edited",
		Kinds: []market.SanctionKind{market.SanctionYellow, market.SanctionTrade, market.SanctionHide}}
	_, err = shop.Seller(shop.Lanxi, market.Reviewer).ImposeSanction(t.Context(), ask)
	require.ErrorIs(t, err, market.Denied)
	_, err = manager.ImposeSanction(t.Context(), ask)
	require.ErrorIs(t, err, invalid, "which product is hidden?")
	ask.Product, ask.Flow = product, shop.Supervisions["lanxi asked"]
	_, err = manager.ImposeSanction(t.Context(), ask)
	require.NoError(t, err)
	_, err = manager.ImposeSanction(t.Context(), ask)
	require.ErrorIs(t, err, conflict, "they run already")

	rows, err := shop.Seller(shop.Lanxi).Sanctions(t.Context(), market.SanctionSearch{Status: market.SanctionRunning}, market.Ask{})
	require.NoError(t, err)
	ends := map[market.SanctionKind]time.Time{}
	for _, row := range rows.Rows {
		ends[row.Kind] = row.EndsAt.UTC()
	}
	months := func(n int) time.Time { return now.In(market.Shanghai).AddDate(0, n, 0).UTC() }
	require.Equal(t, map[market.SanctionKind]time.Time{market.SanctionYellow: months(3), market.SanctionTrade: months(1), market.SanctionHide: months(2)}, ends)

	_, err = front.GoodsNumbered(t.Context(), number, "")
	require.ErrorIs(t, err, market.NotFound, "hidden")
	_, err = counter(shop, "C-1").Quote(t.Context(), buys)
	require.ErrorIs(t, err, conflict, "trade is limited")
	_, err = counter(shop, "C-1").PlaceOrder(t.Context(), buys)
	require.ErrorIs(t, err, conflict)

	turned(t, shop, months(1))
	_, err = counter(shop, "C-1").Quote(t.Context(), buys)
	require.NoError(t, err, "its month is over")
	for _, row := range rows.Rows {
		if row.Kind == market.SanctionHide {
			require.ErrorIs(t, manager.LiftSanction(t.Context(), row.ID, ""), invalid)
			require.NoError(t, manager.LiftSanction(t.Context(), row.ID, "the proof was true"))
			require.ErrorIs(t, manager.LiftSanction(t.Context(), row.ID, "again"), conflict)
		}
	}
	_, err = front.GoodsNumbered(t.Context(), number, "")
	require.NoError(t, err, "lifted before its time")
	turned(t, shop, months(3))
	rows, err = shop.Seller(shop.Lanxi).Sanctions(t.Context(), market.SanctionSearch{Status: market.SanctionRunning}, market.Ask{})
	require.NoError(t, err)
	require.Empty(t, rows.Rows)

	ask.Kinds = []market.SanctionKind{market.SanctionDelist}
	id, err := manager.ImposeSanction(t.Context(), ask)
	require.NoError(t, err)
	off, err := shop.Seller(shop.Lanxi).Product(t.Context(), product)
	require.NoError(t, err)
	require.Equal(t, market.ProductOffSale, off.Status)
	require.ErrorIs(t, manager.LiftSanction(t.Context(), id, "sorry"), conflict, "off sale is off sale")
}
