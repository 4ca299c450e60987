package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// as opens a seller's rows for one of the demo people.
func as(t *testing.T, shop *dbtest.Shop, seller market.SellerID, email string, roles ...market.Role) *db.Seller {
	t.Helper()
	require.False(t, shop.People[email].IsZero(), email)
	return shop.DB.Seller(market.Actor{Person: shop.People[email], Name: email, Roles: roles}, seller)
}

func TestAPrivateViewIsNobodyElses(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	mine := as(t, shop, shop.Lanxi, "operations@lanxi.example", market.Operations)
	colleague := as(t, shop, shop.Lanxi, "owner@lanxi.example", market.Owner)
	stranger := as(t, shop, shop.Qinghe, "owner@qinghe.example", market.Owner)
	view := market.Kept{List: "/orders", Name: "大单", Query: "sort=amount"}
	id, err := mine.SaveView(ctx, view)
	require.NoError(t, err)
	for who, other := range map[string]*db.Seller{"a colleague": colleague, "another seller": stranger} {
		for name, try := range map[string]func() error{
			"Views":       func() error { _, err := other.Views(ctx, "/orders", id); return err },
			"ChangeView":  func() error { return other.ChangeView(ctx, id, "", market.Arrangement{}) },
			"EditView":    func() error { _, err := other.EditView(ctx, id, "x", true); return err },
			"DropView":    func() error { _, err := other.DropView(ctx, id); return err },
			"ArrangeView": func() error { return other.ArrangeView(ctx, "/orders", id, &market.Arrangement{}) },
		} {
			require.ErrorIs(t, try(), market.NotFound, "%s by %s", name, who)
		}
		list, err := other.Views(ctx, "/orders", market.ViewID{})
		require.NoError(t, err)
		for _, seen := range list.Views {
			require.NotEqual(t, id, seen.ID, who)
		}
	}
	_, err = mine.EditView(ctx, id, "大单", true)
	require.NoError(t, err)
	shared, err := colleague.Views(ctx, "/orders", id)
	require.NoError(t, err)
	require.Equal(t, "大单", shared.Open.Name)
	_, err = stranger.Views(ctx, "/orders", id)
	require.ErrorIs(t, err, market.NotFound)
}

func TestAViewKeepsItsColumnsUntilItsMakerSavesOthers(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	mine := as(t, shop, shop.Lanxi, "operations@lanxi.example", market.Operations)
	columns := func(names ...string) market.Arrangement {
		return market.Arrangement{Columns: market.JSON[[]string]{V: names}}
	}
	id, err := mine.SaveView(ctx, market.Kept{List: "/orders", Name: "大单", Arrangement: columns("number", "amount")})
	require.NoError(t, err)
	_, err = mine.SaveView(ctx, market.Kept{List: "/orders", Name: "大单"})
	require.ErrorIs(t, err, market.Invalid("", ""))
	other := columns("number", "status")
	require.NoError(t, mine.ArrangeView(ctx, "/orders", id, &other))
	list, err := mine.Views(ctx, "/orders", id)
	require.NoError(t, err)
	require.True(t, list.Changed)
	require.Equal(t, []string{"number", "status"}, list.Now.Columns.V)
	require.NoError(t, mine.ChangeView(ctx, id, "status=paid", list.Now))
	list, err = mine.Views(ctx, "/orders", id)
	require.NoError(t, err)
	require.False(t, list.Changed)
	require.Equal(t, "status=paid", list.Open.Query)
	_, err = mine.DropView(ctx, id)
	require.NoError(t, err)
	_, err = mine.Views(ctx, "/orders", id)
	require.ErrorIs(t, err, market.NotFound)
}
