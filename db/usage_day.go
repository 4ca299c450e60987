package db

import (
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// countDays adds records to how many of their order this day brought: what its timeline tells.
func (t *tx) countDays(records []market.UsageRecord) error {
	at := map[market.OrderID]int{}
	var orders []market.OrderID
	var ids []market.ID[market.UsageDay]
	var counts, failed []int
	for i := range records {
		r := &records[i]
		if r.OrderID == nil {
			continue
		}
		n, seen := at[*r.OrderID]
		if !seen {
			n = len(orders)
			at[*r.OrderID] = n
			orders, ids, counts, failed = append(orders, *r.OrderID), append(ids, market.NewID[market.UsageDay](t.now)), append(counts, 0), append(failed, 0)
		}
		counts[n]++
		if r.Status == market.UsageFailed {
			failed[n]++
		}
	}
	if len(orders) == 0 {
		return nil
	}
	return t.exec(`INSERT INTO usage_days (seller_id, id, order_id, day, records, failed, last_at)
		SELECT $1, x.id, x.order_id, $6, x.records, x.failed, $7 FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::int[]) AS x (id, order_id, records, failed)
		ON CONFLICT (seller_id, order_id, day) DO UPDATE SET records = usage_days.records + excluded.records, failed = usage_days.failed + excluded.failed, last_at = excluded.last_at`,
		pq.Array(ids), pq.Array(orders), pq.Array(counts), pq.Array(failed), market.DayOf(t.now), t.now)
}
