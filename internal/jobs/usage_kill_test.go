package jobs_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// transactions.md §5.4, §10.3: workers that are killed at any moment rate every record once.
func TestAKilledWorkerRatesNoRecordTwiceAndForgetsNone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	unhooked(t, shop)
	client := customer("KU-1")
	counter := world.Buyer(shop.DB, shop.Lanxi, client, false)
	order, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: shop.Codes["澜溪票据识别/识别按量/use"],
		Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
	require.NoError(t, err)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	var instance string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM instances WHERE order_id = $1 AND line = 1`, order.ID).Scan(&instance))
	_, err = shop.DB.Pool().Exec(`UPDATE instances SET opened_at = now() - interval '20 days' WHERE order_id = $1`, order.ID)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)

	const pushes, each = 60, 400
	program := shop.DB.Seller(market.Actor{Name: "meter", Roles: []market.Role{market.Program}}, shop.Lanxi)
	begin := time.Now().Add(-19 * 24 * time.Hour).Truncate(time.Minute)
	for n := range pushes {
		var records []market.UsageSent
		for k := range each {
			at := begin.Add(time.Duration(n*each+k) * time.Minute)
			end := market.UsageTime(at.Add(time.Minute))
			records = append(records, market.UsageSent{InstanceID: instance, Serial: fmt.Sprintf("k-%d-%d", n, k), BeginTime: market.UsageTime(at), EndTime: end, RecordTime: end, Value: "1"})
		}
		sent, err := json.Marshal(records)
		require.NoError(t, err)
		require.NoError(t, program.PushUsage(t.Context(), market.UsageBatch{Records: each, Sent: sent}, ""))
	}
	_, err = shop.DB.Pool().Exec(`UPDATE usage_pushes SET received_at = now()`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE river_job SET scheduled_at = now() - interval '1 minute', state = 'available'`)
	require.NoError(t, err)
	number := func(query string) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(query).Scan(&n))
		return n
	}
	left := func() int { return number(`SELECT count(*) FROM usage_pushes`) }
	require.Equal(t, pushes, left())
	killed(t, shop, left)
	require.Equal(t, pushes*each, number(`SELECT count(*) FROM usage_records WHERE status = 'billed'`))
	require.Equal(t, pushes*each, number(`SELECT count(DISTINCT serial) FROM usage_records`))
	require.Equal(t, pushes*each, number(`SELECT sum(used)::int FROM usage_bills`), "each is in one bill, once")
	require.Equal(t, pushes*each, number(`SELECT sum(used)::int FROM usage_totals`))
}
