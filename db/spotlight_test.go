package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §9.8: a place is given by the level and lost with it; a punishment takes all places
// and suspends the right; shop fronts show what stands there today.
func TestALevelGivesPlacesAndTakesThem(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store, desk := shop.Seller(shop.Lanxi), shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi)
	front := shop.DB.Storefront(shop.Actor(market.Buyer))
	today := market.DayOf(dbtest.Today)
	wanted := market.Spotlight{ProductID: shop.Products[erp], Place: market.PrivilegeFront, FromOn: today, UntilOn: today.Plus(6)}
	shown := func(place market.Privilege) (names []string) {
		rows, err := front.Recommended(ctx, place, "")
		require.NoError(t, err)
		for _, row := range rows {
			names = append(names, row.Name)
		}
		return names
	}
	require.Equal(t, []string{erp}, shown(market.PrivilegeCategory), "the demo's")

	_, err := store.PlaceSpotlight(ctx, wanted)
	require.Equal(t, market.Because("spotlight.below", market.Word("spotlight.right_front"), market.Word("standing.level_leading"), market.Word("standing.level_preferred")), said(t, err))
	require.Equal(t, "spotlight.below", said(t, desk.AssignStanding(ctx, market.AccountManager{Name: "周可", Phone: "13800134021", Email: "zhou@platform.example"})).Key)
	require.NoError(t, desk.GradeStanding(ctx, market.LevelLeading))
	id, err := store.PlaceSpotlight(ctx, wanted)
	require.NoError(t, err)
	require.Equal(t, []string{erp}, shown(market.PrivilegeFront))
	_, err = store.PlaceSpotlight(ctx, wanted)
	require.ErrorContains(t, err, "spotlight.there")
	require.ErrorIs(t, shop.Seller(shop.Yunzhan).EndSpotlight(ctx, id), market.NotFound)
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Finance).EndSpotlight(ctx, id), market.Denied)
	require.NoError(t, desk.AssignStanding(ctx, market.AccountManager{Name: "周可", Phone: "13800134021", Email: "zhou@platform.example"}))
	standing, err := store.Standing(ctx)
	require.NoError(t, err)
	require.Equal(t, "周可", standing.ManagerName)

	require.NoError(t, desk.GradeStanding(ctx, market.LevelPreferred))
	require.Empty(t, shown(market.PrivilegeFront), "lost with the level")
	require.Equal(t, []string{erp}, shown(market.PrivilegeCategory))
	standing, err = store.Standing(ctx)
	require.NoError(t, err)
	require.Empty(t, standing.ManagerName)
	require.Equal(t, "spotlight.over", said(t, store.EndSpotlight(ctx, id)).Key)

	require.NoError(t, desk.DeductStanding(ctx, 50, market.BreachPrice, "selling past the marketplace"))
	require.Empty(t, shown(market.PrivilegeCategory))
	wanted.Place = market.PrivilegeCategory
	_, err = store.PlaceSpotlight(ctx, wanted)
	require.Equal(t, "spotlight.suspended", said(t, err).Key)
}

// catalogue.md §9.8: a place shows so many products of one seller, on sale and public.
func TestAPlaceShowsSoManyProducts(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	today := market.DayOf(dbtest.Today)
	products, err := store.Showable(ctx)
	require.NoError(t, err)
	require.Greater(t, len(products), 3)
	place := func(id market.ProductID) error {
		_, err := store.PlaceSpotlight(ctx, market.Spotlight{ProductID: id, Place: market.PrivilegeCampaign, Campaign: "双十二", FromOn: today, UntilOn: today})
		return err
	}
	require.NoError(t, place(products[0].ID))
	require.NoError(t, place(products[1].ID))
	require.Equal(t, "spotlight.full", said(t, place(products[2].ID)).Key)
	all, err := store.Spotlights(ctx)
	require.NoError(t, err)
	require.NoError(t, store.EndSpotlight(ctx, all[0].ID))
	require.NoError(t, place(products[2].ID))
	_, err = shop.DB.Pool().Exec(`UPDATE products SET public = false WHERE seller_id = $1 AND id = $2`, shop.Lanxi, products[3].ID)
	require.NoError(t, err)
	require.ErrorContains(t, place(products[3].ID), "spotlight.not_shown")
}
