package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.2, §2.7: every figure of the boards is the number of rows of the list that
// it opens: by node and age, by product, by person.
func TestEveryFigureOfTheBoardsIsTheLengthOfItsList(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	calendar, err := shop.DB.Calendar(ctx)
	require.NoError(t, err)
	length := func(search market.SupervisionSearch) int {
		page, err := store.Supervisions(ctx, search, market.Ask{Size: 200})
		require.NoError(t, err)
		require.Equal(t, page.Count.N, len(page.Rows))
		return page.Count.N
	}
	heat, err := store.SupervisionHeat(ctx)
	require.NoError(t, err)
	require.NotEmpty(t, heat)
	for _, cell := range heat {
		search := market.SupervisionSearch{Node: cell.Node}
		search.EnteredAfter, search.EnteredUntil = market.AgeWindow(string(rune('0'+cell.Age)), calendar, shop.Clock.Now())
		require.Equal(t, cell.N, length(search), "%s, age %d", cell.Node, cell.Age)
	}
	access, _ := shop.AccessKey(t, shop.Lanxi)
	var owner string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT p.name FROM members m JOIN people p ON p.id = m.person_id
		WHERE m.seller_id = $1 AND m.roles ? 'owner' ORDER BY m.joined_at LIMIT 1`, shop.Lanxi).Scan(&owner))
	_, err = shop.DB.Pool().Exec(`INSERT INTO supervision_logs (seller_id, id, supervision_id, at, party, actor, act, from_node, to_node, comment, address)
		VALUES ($1, gen_random_uuid(), $2, $3, 'seller', $4, 'supervision.activate', 'CODE_ACTIVATING', 'PROVING', '', '')`,
		shop.Lanxi, shop.Supervisions["lanxi license_prove"], shop.Clock.Now(), access)
	require.NoError(t, err)
	board, err := store.Board(ctx)
	require.NoError(t, err)
	names := []string{}
	for _, line := range board.People {
		names = append(names, line.Name)
	}
	require.Contains(t, names, owner, "of what a program did, the person whose key it has")
	require.NotContains(t, names, access)
	require.NotEmpty(t, board.Products)
	require.NotEmpty(t, board.People)
	for _, line := range board.Products {
		for tab, n := range map[market.SupervisionTab]int{"open": line.Open, "mine": line.Ours, "late": line.Late} {
			require.Equal(t, n, length(market.SupervisionSearch{Tab: tab, Product: line.Name}), "%s, %s", line.Name, tab)
		}
	}
	for _, line := range board.People {
		for did, n := range map[string]int{"": line.Flows, "handed": line.Handed, "returned": line.Returned} {
			require.Equal(t, n, length(market.SupervisionSearch{Person: line.Name, Did: did}), "%s, %s", line.Name, did)
		}
	}
}
