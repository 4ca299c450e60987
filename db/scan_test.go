package db_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.6: however many people create and start scans at once, every scan has a
// number of its own, one of a domain runs at a time, and never more than five.
func TestScansCreatedAndStartedAtOnceKeepTheirRules(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	const count = 24
	ids := make([]market.ScanID, count)
	var wait sync.WaitGroup
	for i := range ids {
		wait.Go(func() {
			id, err := store.CreateScan(ctx, market.ScanForm{Name: fmt.Sprintf("scan %d", i), URL: fmt.Sprintf("https://www%d.example.com/", i%8)}, false)
			if err == nil {
				ids[i] = id
			}
		})
	}
	wait.Wait()
	var numbers int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(DISTINCT number) FROM scans WHERE seller_id = $1 AND name LIKE 'scan %'`, shop.Lanxi).Scan(&numbers))
	require.Equal(t, count, numbers)
	_, err := shop.DB.Pool().Exec(`UPDATE scans SET status = 'ready', verified_at = created_at WHERE seller_id = $1 AND name LIKE 'scan %'`, shop.Lanxi)
	require.NoError(t, err)
	var started, wrong atomic.Int32
	for _, id := range ids {
		wait.Go(func() {
			switch err := store.StartScan(ctx, id).(type) { //nolint:errorlint // rules answer bare problems
			case nil:
				started.Add(1)
			case *market.Problem:
				if err.Kind != market.KindConflict {
					wrong.Add(1)
				}
			default:
				wrong.Add(1)
			}
		})
	}
	wait.Wait()
	require.Zero(t, wrong.Load(), "who comes too late is told so")
	require.EqualValues(t, market.ScansMost, started.Load())
	var running, hosts int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*), count(DISTINCT host) FROM scans WHERE seller_id = $1 AND status IN ('queued', 'running')`, shop.Lanxi).Scan(&running, &hosts))
	require.Equal(t, market.ScansMost, running)
	require.Equal(t, running, hosts, "one of a domain at a time")
}
