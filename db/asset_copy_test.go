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
