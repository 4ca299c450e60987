package jobs_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/jobs"
)

// transactions.md §10.3: a worker may die at any moment, with kill -9 in the midst of its
// work: no timer is skipped, none fires twice.
func TestAKilledWorkerSkipsNoTimerAndRepeatsNone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	const count = 120
	for i := range count {
		service(t, shop, fmt.Sprintf("KT-%d", i))
	}
	_, err = shop.DB.Pool().Exec(`UPDATE supervisions SET started_at = now() - interval '200 days' WHERE order_id IN (SELECT id FROM orders WHERE customer_id LIKE 'KT-%')`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`DELETE FROM river_job WHERE args->>'act' <> 'supervision.remind'`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE river_job SET scheduled_at = now() - interval '1 minute', state = 'available'`)
	require.NoError(t, err)
	left := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM river_job WHERE state <> 'completed' AND scheduled_at < now() + interval '1 hour'`).Scan(&n))
		return n
	}
	kills := killed(t, shop, left)
	require.GreaterOrEqual(t, kills, 2, "the work was over before anybody was killed")
	var once, next int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM (SELECT a.subject FROM audits a JOIN supervisions v ON v.id::text = a.subject
		JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id WHERE o.customer_id LIKE 'KT-%' AND a.act = 'supervision.remind'
		GROUP BY a.subject HAVING count(*) = 1) x`).Scan(&once))
	require.Equal(t, count, once, "each reminds once")
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM river_job WHERE args->>'act' = 'supervision.remind' AND state = 'scheduled'`).Scan(&next))
	require.Equal(t, count, next, "and again in a week")
}

// killed starts real workers and ends them with kill -9 in the midst of their work until
// nothing is left of it, and says how many it took.
func killed(t *testing.T, shop *dbtest.Shop, left func() int) (kills int) {
	t.Helper()
	for ; left() > 0; kills++ {
		worker := exec.Command(os.Args[0])
		worker.Env = append(os.Environ(), workerDSN+"="+shop.DSN)
		worker.Stderr = os.Stderr
		said, err := worker.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, worker.Start())
		_, err = bufio.NewReader(said).ReadString('\n')
		require.NoError(t, err)
		until := 0
		if kills < 6 {
			until = max(left()-1-rand.IntN(6), 1)
		}
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && left() > until; {
			<-time.After(time.Millisecond)
		}
		require.NoError(t, worker.Process.Kill())
		_ = worker.Wait() // it was killed
		_, err = shop.DB.Pool().Exec(`UPDATE river_job SET attempted_at = attempted_at - interval '2 minutes' WHERE state = 'running'`)
		require.NoError(t, err)
		_, err = shop.DB.Pool().Exec(`UPDATE river_job SET scheduled_at = now() WHERE state = 'retryable'`) // what was killed often waits long
		require.NoError(t, err)
		_, err = shop.DB.Pool().Exec(`DELETE FROM river_leader`)
		require.NoError(t, err)
		require.Less(t, kills, 15, "%d are left", left())
	}
	return kills
}

// transactions.md §8, catalogue.md §2.6: what comes round by itself is planned once, however
// many processes there are and whichever leads.
func TestWhatComesRoundByItselfIsPlannedOnceByTwoProcesses(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	works := jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), jobs.Post{})
	count := func(query string) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(query).Scan(&n))
		return n
	}
	until := func(what string, reached func() bool) {
		for end := time.Now().Add(30 * time.Second); !reached(); <-time.After(10 * time.Millisecond) {
			require.True(t, time.Now().Before(end), what)
		}
	}
	begin := func() func() {
		stop, err := jobs.Start(t.Context(), shop.DB, works, jobs.Options{Workers: 4, Log: slog.New(slog.DiscardHandler)})
		require.NoError(t, err)
		return func() { require.NoError(t, stop(t.Context())) }
	}
	sealed := func() bool {
		return count(`SELECT count(*) FROM river_job WHERE args->>'act' = 'audit.seal' AND state = 'completed'`) > 0
	}
	first := begin()
	until("nobody seals", sealed)
	second := begin()
	first()
	until("nobody leads", func() bool { return count(`SELECT count(*) FROM river_leader`) == 1 })
	<-time.After(500 * time.Millisecond) // the new leader plans what it finds unplanned
	second()
	require.Equal(t, 1, count(`SELECT count(*) FROM river_job WHERE args->>'act' = 'audit.seal'`), "once an hour")
	require.LessOrEqual(t, count(`SELECT count(*) FROM river_job WHERE args->>'act' = 'endpoint.plan'`), 1, "once a round")
}
