package db_test

import (
	"maps"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

func init() {
	maps.Copy(drives, map[string]timed{
		"usage_hourly": {see: func(c clock) { c.bills("hour") }},
		"usage_daily":  {see: func(c clock) { c.bills("day") }},
		"usage_days": {see: func(c clock) {
			_, pages, _ := metering(c.T, c.shop)
			_, err := c.shop.DB.Pool().Exec(`UPDATE instances SET opened_at = opened_at - interval '90 days' WHERE number = $1`, pages)
			require.NoError(c, err)
			oldest := c.now.AddDate(0, 0, -c.settings.UsageDays)
			pushes(c.T, c.shop, used("u-old", pages, oldest.Add(-time.Hour), "1"), used("u-new", pages, oldest.Add(time.Hour), "1"))
			status := func(serial string) (status market.UsageStatus) {
				require.NoError(c, c.shop.DB.Pool().QueryRow(`SELECT status FROM usage_records WHERE serial = $1`, serial).Scan(&status))
				return status
			}
			require.Equal(c, market.UsageFailed, status("u-old"))
			require.NotEqual(c, market.UsageFailed, status("u-new"))
		}},
	})
}

// bills reports usage of a factor with the cycle: its bill is made when all of it must have
// come, and not before (transactions.md §5.3).
func (c clock) bills(cycle string) {
	c.Helper()
	_, pages, _ := metering(c.T, c.shop)
	_, err := c.shop.DB.Pool().Exec(`UPDATE meters SET factor = jsonb_set(factor, '{cycle}', to_jsonb($1::text))`, cycle)
	require.NoError(c, err)
	begin := c.now.Truncate(time.Hour).Add(time.Hour)
	c.turn(begin.Add(time.Hour))
	pushes(c.T, c.shop, used("u-"+cycle, pages, begin, "3"))
	var end, due time.Time
	require.NoError(c, c.shop.DB.Pool().QueryRow(`SELECT b.end_at, b.due_at FROM usage_bills b JOIN instances i ON i.id = b.instance_id WHERE i.number = $1`, pages).Scan(&end, &due))
	require.Equal(c, c.settings.UsageDue(cycle, end).UTC(), due.UTC())
	issued := func() int {
		return c.count(`SELECT count(*) FROM usage_bills b JOIN instances i ON i.id = b.instance_id WHERE i.number = $1 AND b.issued_at IS NOT NULL`, pages)
	}
	c.turn(due.Add(-time.Second))
	require.Zero(c, issued())
	c.turn(due)
	require.Equal(c, 1, issued())
}
