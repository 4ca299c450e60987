package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §10: an image of the international site is copied from the mainland's of Beijing
// 4, by who has joined that site, and goes through its own scan and review.
func TestAnImageIsCopiedFromTheMainland(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	images, err := store.Copyable(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, images, "the demo has one in Beijing 4")
	id, err := store.AddAsset(ctx, market.Asset{Kind: market.AssetImage, Name: "Ops image", CopiedFrom: &images[0].ID}, nil)
	require.NoError(t, err)
	made, err := store.Asset(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.International, made.Site)
	require.Equal(t, images[0].Source, made.Source)
	require.Equal(t, market.AbroadRegion, made.Region)
	require.Equal(t, market.AssetDraft, made.Status)
	require.Equal(t, images[0].ID, *made.CopiedFrom)
	require.NoError(t, store.SubmitAsset(ctx, id))
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.SubmitAsset, act)
	again, err := store.Copyable(ctx)
	require.NoError(t, err)
	require.Len(t, again, len(images), "what is abroad is not copied once more")

	_, err = store.AddAsset(ctx, market.Asset{Kind: market.AssetImage, Name: "Ops image 2", CopiedFrom: &id}, nil)
	require.ErrorContains(t, err, "asset.not_copyable")
	_, err = shop.Seller(shop.Yunzhan).AddAsset(ctx, market.Asset{Kind: market.AssetImage, Name: "Ops image", CopiedFrom: &images[0].ID}, nil)
	require.ErrorIs(t, err, market.NotFound)
	_, err = shop.Seller(shop.Yunzhan).AddAsset(ctx, market.Asset{Kind: market.AssetImage, Name: "Ops image", Edition: "V1.0", Site: market.International}, nil)
	require.Equal(t, "contract.not_joined", said(t, err).Key)
}

// catalogue.md §2.6: a new version of an image is for new purchases; renewals keep the old one.
func TestARenewalKeepsTheVersionOfItsImage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, customer := shop.Seller(shop.Lanxi), buyer(shop, shop.Lanxi, "C-1")
	code := listing(t, shop, shop.Lanxi, market.AccessImage, market.PerMonth, "100.00")
	sells := func(version string) {
		_, err := shop.DB.Pool().Exec(`WITH made AS (INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
				SELECT r.seller_id, gen_random_uuid(), r.product_id, r.no + 1, r.content || jsonb_build_object('asset_name', $2::text), r.review_id, now()
				FROM revisions r JOIN products p ON p.seller_id = r.seller_id AND p.revision_id = r.id WHERE p.seller_id = $1 AND p.name = 'listing ' || $3 RETURNING seller_id, product_id, id)
			UPDATE products p SET revision_id = made.id FROM made WHERE p.seller_id = made.seller_id AND p.id = made.product_id`, shop.Lanxi, version, code)
		require.NoError(t, err)
	}
	runsWith := func(order market.Order) string {
		parts, err := store.OrderParts(t.Context(), order)
		require.NoError(t, err)
		return parts.Asset
	}
	sells("Web V1.0")
	first := placed(t, customer, purchase(code))
	require.NoError(t, customer.PayOrder(t.Context(), first.ID, market.Payment{Amount: first.Amount, Method: market.Prepaid}))
	sells("Web V2.0")
	again := purchase(code)
	again.Type, again.Renews = market.OrderRenew, first.Number
	require.Equal(t, "Web V1.0", runsWith(order(t, store, placed(t, customer, again).ID)))
	require.Equal(t, "Web V2.0", runsWith(order(t, store, placed(t, customer, purchase(code)).ID)))
}
