package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// ofProduct reports whether rows of that kind belong to a product: somebody to whom none is
// granted finds none.
func ofProduct(t *testing.T, shop *dbtest.Shop, kind string) bool {
	t.Helper()
	if unowned[kind] != "" {
		return false
	}
	if strings.HasPrefix(kinds[kind], "INSERT") {
		return true // a row that the test makes, of a product
	}
	sqltx, err := shop.DB.Pool().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	defer sqltx.Rollback()
	_, err = sqltx.Exec(`SELECT set_config('search_path', 'granted, public', true), set_config('market.products', '{}', true), set_config('market.person', '00000000-0000-0000-0000-000000000000', true)`)
	require.NoError(t, err)
	var id string
	require.NoError(t, sqltx.QueryRow(`SELECT coalesce((`+kinds[kind]+`), '')`, shop.Lanxi).Scan(&id), kind)
	return id == "" && row(t, shop, kind, shop.Lanxi) != ""
}

// TestASubUserFindsNothingOfAProductThatIsNotGranted: catalogue.md §0.6, on every route that
// names something that belongs to a product, and in every list.
func TestASubUserFindsNothingOfAProductThatIsNotGranted(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`UPDATE members SET all_products = false, roles = '["operations", "finance", "support"]' WHERE seller_id = $1 AND person_id = $2`,
		shop.Lanxi, shop.People["support@lanxi.example"])
	require.NoError(t, err)
	guest := visit(t, shop, "support@lanxi.example")
	before := acts(t, shop)
	var wrong faults
	tried, foreign := 0, []string{}
	for _, r := range routesOf(t, guest.router) {
		if r.operators() || !slices.ContainsFunc(r.params, func(kind string) bool { return ofProduct(t, shop, kind) }) {
			continue
		}
		ids, found := r.ids(t, shop, shop.Lanxi)
		require.True(t, found, r.path)
		foreign = append(foreign, ids...)
		tried++
		wrong.unless(guest.ask(r, r.filled(ids), r.values(t, shop)), r, "", http.StatusNotFound, http.StatusForbidden)
	}
	require.Greater(t, tried, 25)
	for _, r := range routesOf(t, guest.router) {
		if r.method != http.MethodGet || r.operators() || len(r.params) > 0 {
			continue
		}
		answer, _ := guest.get(r.path)
		for _, id := range foreign {
			if len(id) == 36 && strings.Contains(answer.Body.String(), id) {
				wrong = append(wrong, r.path+" names "+id)
			}
		}
	}
	require.Empty(t, wrong)
	require.Equal(t, before, acts(t, shop), "nothing was done")
}
