package db_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// What these statements read does not grow with the orders that are over: each has an index
// that holds its rows alone. A sequential scan is made dearer than any index, as it is where
// there are many orders.
func TestHotStatementsReadTheirOwnIndexes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for index, query := range map[string]string{
		"orders_product_paid": `SELECT sum(amount) FROM orders WHERE seller_id = $1 AND product_id = $1 AND NOT test AND paid_at >= '2026-10-01' AND paid_at < '2026-11-01'`,
		"supervisions_moving": `SELECT id FROM supervisions WHERE seller_id = $1 AND status IN ('running', 'frozen') AND NOT test AND rank_at < '3500-01-01' ORDER BY rank_at, id LIMIT 1000`,
		"fulfilments_waiting": `SELECT id FROM fulfilments WHERE seller_id = $1 AND status IN ('processing', 'retrying', 'exhausted') AND NOT test
			AND (status <> 'exhausted' OR activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance')) ORDER BY deadline_at, id LIMIT 1000`,
	} {
		tx, err := shop.DB.Pool().BeginTx(t.Context(), nil)
		require.NoError(t, err)
		_, err = tx.Exec(`SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off`)
		require.NoError(t, err)
		if index == "orders_product_paid" { // it answers by itself, without the orders
			_, err = tx.Exec(`SET LOCAL enable_indexscan = off`)
			require.NoError(t, err)
		}
		rows, err := tx.Query(`EXPLAIN (COSTS OFF) `+query, shop.Lanxi)
		require.NoError(t, err)
		var plan strings.Builder
		for rows.Next() {
			var line string
			require.NoError(t, rows.Scan(&line))
			plan.WriteString(line + "\n")
		}
		require.NoError(t, rows.Err())
		require.NoError(t, tx.Rollback())
		require.Contains(t, plan.String(), index)
	}
}

// To compile a page's statement, or to begin helping processes for it, would take longer than
// to read the page, whatever the server is set to.
func TestStatementsAreNeitherCompiledNorShared(t *testing.T) {
	t.Parallel()
	pool := dbtest.New(t).DB.Pool()
	for setting, want := range map[string]string{"jit": "off", "max_parallel_workers_per_gather": "0"} {
		var is string
		require.NoError(t, pool.QueryRow(`SELECT current_setting($1)`, setting).Scan(&is))
		require.Equal(t, want, is, setting)
	}
}
