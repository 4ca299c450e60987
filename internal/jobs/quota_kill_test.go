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

// catalogue.md §3.8, transactions.md §10.3: workers that are killed at any moment buy every
// package that is used up once, and tell its customer once.
func TestAKilledWorkerBuysNoPackageTwice(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	unhooked(t, shop)
	const count = 24
	orders := make([]market.Order, count)
	for i := range orders {
		client := customer(fmt.Sprintf("KQ-%d", i))
		counter := world.Buyer(shop.DB, shop.Lanxi, client, false)
		orders[i], err = counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: shop.Codes["澜溪票据识别/识别套餐包 · 五万页/use"],
			Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
		require.NoError(t, err)
		require.NoError(t, counter.PayOrder(t.Context(), orders[i].ID, market.Payment{Amount: orders[i].Amount, Method: market.Prepaid}))
	}
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	for i, order := range orders {
		wish := market.QuotaWish{Measure: market.QuotaPercent, Channels: []market.Channel{market.Inbox}, BuyAt: market.Count(10), Times: 1, Most: order.Amount, Agreed: true}
		require.NoError(t, world.Buyer(shop.DB, shop.Lanxi, customer(fmt.Sprintf("KQ-%d", i)), false).SetQuota(t.Context(), order.ID, wish))
		var instance string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT number FROM instances WHERE order_id = $1`, order.ID).Scan(&instance))
		require.NoError(t, shop.Seller(shop.Lanxi, market.Clock).MeasureQuota(t.Context(), order.ID, []string{instance},
			market.Verdict{Instances: []market.InstanceInfo{{InstanceID: instance, Usage: []market.UsageInfo{{UsageValue: json.Number("49000")}}}}}))
	}
	_, err = shop.DB.Pool().Exec(`DELETE FROM river_job WHERE args->>'act' <> 'quota.buy'`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE river_job SET scheduled_at = now() - interval '1 minute', state = 'available'`)
	require.NoError(t, err)
	number := func(query string) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(query).Scan(&n))
		return n
	}
	left := func() int {
		return number(`SELECT count(*) FROM quotas WHERE customer_id LIKE 'KQ-%' AND times = 1 AND bought_id IS NULL`)
	}
	require.Equal(t, count, left())
	kills := killed(t, shop, left)
	require.GreaterOrEqual(t, kills, 2, "the work was over before anybody was killed")
	require.Equal(t, count, number(`SELECT count(*) FROM (SELECT customer_id FROM orders WHERE customer_id LIKE 'KQ-%' GROUP BY 1
		HAVING count(*) = 2 AND count(paid_at) = 2) x`), "each has bought once more, and paid")
	require.Equal(t, count, number(`SELECT count(*) FROM (SELECT customer FROM customer_messages WHERE kind = 'quota.buy' GROUP BY 1 HAVING count(*) = 1) x`), "each heard of it once")
}
