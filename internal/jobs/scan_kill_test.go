package jobs_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.6, transactions.md §10.3: a worker that is killed while it looks at a site
// neither loses a scan nor counts one twice: another worker looks again, and one result is kept.
func TestAKilledWorkerLosesNoScanAndKeepsNoResultTwice(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	looked := make(chan struct{}, 1000)
	site := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		looked <- struct{}{}
		select { // long enough to be killed meanwhile
		case <-time.After(200 * time.Millisecond):
		case <-r.Context().Done():
		}
		fmt.Fprint(w, "<!doctype html><title>site</title>")
	}))
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	require.NoError(t, err)
	site.Listener.Close()
	site.Listener = listener
	site.Start()
	t.Cleanup(site.Close)
	must := func(statement string, args ...any) {
		t.Helper()
		_, err := shop.DB.Pool().Exec(statement, args...)
		require.NoError(t, err)
	}
	must(`DELETE FROM river_job`)
	scans := make([]market.ScanID, market.ScansMost)
	for i := range scans {
		scans[i], err = store.CreateScan(ctx, market.ScanForm{Name: fmt.Sprintf("site %d", i), URL: fmt.Sprintf("http://127.0.0.%d:%d/", i+1, listener.Addr().(*net.TCPAddr).Port)}, true)
		require.NoError(t, err)
		must(`UPDATE scans SET status = 'ready', verified_at = now() WHERE id = $1`, scans[i])
	}
	count := func(query string, args ...any) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(query, args...).Scan(&n))
		return n
	}
	underWay := func() int { return count(`SELECT count(*) FROM scans WHERE status IN ('queued', 'running')`) }
	const rounds = 2
	for round := range rounds {
		for _, id := range scans {
			require.NoError(t, store.StartScan(ctx, id))
		}
		for kills := 0; underWay() > 0; kills++ {
			require.Less(t, kills, 6, "scans are not carried on")
			worker := exec.Command(os.Args[0])
			worker.Env = append(os.Environ(), workerDSN+"="+shop.DSN)
			worker.Stderr = os.Stderr
			said, err := worker.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, worker.Start())
			_, err = bufio.NewReader(said).ReadString('\n')
			require.NoError(t, err)
			if kills < 2 {
				for range kills + 1 { // in the midst of a look
					select {
					case <-looked:
					case <-time.After(30 * time.Second):
					}
				}
			} else {
				for end := time.Now().Add(40 * time.Second); time.Now().Before(end) && underWay() > 0; {
					<-time.After(20 * time.Millisecond)
				}
			}
			require.NoError(t, worker.Process.Kill())
			_ = worker.Wait() // it was killed
			must(`UPDATE river_job SET attempted_at = attempted_at - interval '2 minutes' WHERE state = 'running'`)
			must(`UPDATE river_job SET scheduled_at = now(), state = 'available' WHERE state = 'retryable'`)
			must(`DELETE FROM river_leader`)
		}
		for _, id := range scans {
			require.Equal(t, round+1, count(`SELECT count(*) FROM scan_results WHERE scan_id = $1`, id), "one result of each run")
			require.Equal(t, round+1, count(`SELECT count(*) FROM audits WHERE act = 'scan.run' AND subject = $1`, id.String()))
			require.Equal(t, round+1, count(`SELECT count(*) FROM audits WHERE act = 'scan.begin' AND subject = $1`, id.String()))
		}
	}
}
