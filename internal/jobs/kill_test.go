package jobs_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

const workerDSN = "SELLERCENTER_TEST_WORKER"

// workUntilKilled is a real worker process: it says that it has begun and works.
func workUntilKilled(dsn string) {
	ctx := context.Background()
	store, err := db.Open(ctx, dsn, db.Options{Now: time.Now, SecretKey: dbtest.Secret, Pool: 8})
	if err == nil {
		works := jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), jobs.Post{})
		_, err = jobs.Start(ctx, store, works, jobs.Options{Workers: 8, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("working")
	select {}
}

// seat moves the busy seller's production address to a server of the test.
func seat(t *testing.T, shop *dbtest.Shop, now func() time.Time, rules ...exampleseller.Rule) *httptest.Server {
	t.Helper()
	handler, err := exampleseller.Config{Key: keyOf(t, shop), Now: now, File: filepath.Join(t.TempDir(), "shop.json"), Rules: rules,
		Site: "https://app.example.com", Log: slog.New(slog.DiscardHandler)}.Handler()
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	unhooked(t, shop)
	_, err = shop.DB.Pool().Exec(`UPDATE endpoints SET url = $2 WHERE id = $1`, shop.Endpoints["lanxi"], server.URL+"/saasproduce")
	require.NoError(t, err)
	return server
}

func keyOf(t *testing.T, shop *dbtest.Shop) func() string {
	t.Helper()
	keys, err := shop.Seller(shop.Lanxi).KeysInUse(t.Context(), market.KeyBase)
	require.NoError(t, err)
	return func() string { return string(keys[0].Value) }
}

// paid places and pays an order of the busy seller's SaaS.
func paid(t *testing.T, shop *dbtest.Shop, customer string) market.Order {
	t.Helper()
	client := market.Customer{ID: customer, Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021"}
	counter := world.Buyer(shop.DB, shop.Lanxi, client, false)
	order, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: saas(t, shop), Quantity: market.Count(1),
		Periods: 1, Customer: client, Agreed: true})
	require.NoError(t, err)
	require.NoError(t, counter.PayOrder(t.Context(), order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
	return order
}

// unhooked lets nobody but the seller's production address hear of orders.
func unhooked(t *testing.T, shop *dbtest.Shop) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`DELETE FROM hooks`)
	require.NoError(t, err)
}

// saas is the code of a SaaS by the year that is on sale.
func saas(t *testing.T, shop *dbtest.Shop) string {
	t.Helper()
	code := shop.Codes["澜溪云 ERP SaaS 版/标准版/year"]
	require.NotEmpty(t, code)
	return code
}

func effects(t *testing.T, server *httptest.Server) (all []exampleseller.Effect) {
	t.Helper()
	answer, err := http.Get(server.URL + "/effects")
	require.NoError(t, err)
	defer answer.Body.Close()
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&all))
	return all
}

func TestAWorkerKilledAtAnyMomentLosesNothingAndDoesNothingTwice(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	server := seat(t, shop, time.Now, exampleseller.Rule{Behave: "slow:6ms"}) // does the work, then lets us be killed before we hear of it
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	const count = 250
	orders := make([]market.Order, count)
	for i := range orders {
		orders[i] = paid(t, shop, fmt.Sprintf("K-%d", i))
	}
	left := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM fulfilments WHERE seller_id = $1
			AND order_id IN (SELECT id FROM orders WHERE customer_id LIKE 'K-%') AND status <> 'done'`, shop.Lanxi).Scan(&n))
		return n
	}
	kills := 0
	for ; left() > 0; kills++ {
		worker := exec.Command(os.Args[0])
		worker.Env = append(os.Environ(), workerDSN+"="+shop.DSN)
		worker.Stderr = os.Stderr
		said, err := worker.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, worker.Start())
		_, err = bufio.NewReader(said).ReadString('\n')
		require.NoError(t, err)
		until := 0 // the last worker may finish
		if kills < 8 {
			until = max(left()-1-rand.IntN(40), 1)
		}
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && left() > until; {
			<-time.After(time.Millisecond)
		}
		<-time.After(time.Duration(rand.IntN(8_000)) * time.Microsecond)
		require.NoError(t, worker.Process.Kill())
		_ = worker.Wait() // it was killed
		// A minute later the job library takes back what a dead worker held.
		_, err = shop.DB.Pool().Exec(`UPDATE river_job SET attempted_at = attempted_at - interval '2 minutes' WHERE state = 'running'`)
		require.NoError(t, err)
		_, err = shop.DB.Pool().Exec(`DELETE FROM river_leader`)
		require.NoError(t, err)
		require.Less(t, kills, 15, "%d messages are still not delivered", left())
	}
	require.GreaterOrEqual(t, kills, 3, "the work was over before anybody was killed")

	done := map[string]int{}
	again := 0
	for _, effect := range effects(t, server) {
		done[effect.OrderID] += effect.Count
		again += effect.Calls - 1
	}
	require.Positive(t, again, "nobody was killed between a call and its keeping")
	numbers := map[string]bool{}
	for _, order := range orders {
		require.Equal(t, 1, done[order.Number], "order %s was opened %d times", order.Number, done[order.Number])
		var status, instance string
		var sent int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.status, i.number, f.attempts FROM orders o
			JOIN instances i ON i.seller_id = o.seller_id AND i.id = o.instance_id
			JOIN fulfilments f ON f.seller_id = o.seller_id AND f.order_id = o.id
			WHERE o.seller_id = $1 AND o.id = $2`, shop.Lanxi, order.ID).Scan(&status, &instance, &sent))
		require.Equal(t, string(market.OrderCompleted), status)
		require.False(t, numbers[instance])
		require.Equal(t, 1, sent)
		numbers[instance] = true
	}
}
