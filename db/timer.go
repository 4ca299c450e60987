package db

import (
	"context"
	"slices"
	"time"

	"sellercenter/internal/market"
)

// Timers are the register's lines, each with how many due acts wait for it and when the
// first of them is done.
func (o *Operator) Timers(ctx context.Context) ([]market.TimerLine, error) {
	settings, err := o.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var waiting []struct {
		Act    market.Act
		N      int
		NextAt time.Time
	}
	if err := o.db.listRows(ctx, &waiting, `SELECT args->>'act' AS act, count(*) AS n, min(scheduled_at) AS next_at FROM river_job
		WHERE state IN ('available', 'scheduled', 'retryable') GROUP BY 1 ORDER BY 1 LIMIT 200`); err != nil {
		return nil, err
	}
	lines := market.TimerLines(settings)
	for i := range lines {
		for _, w := range waiting {
			if !slices.Contains(lines[i].Acts, w.Act) {
				continue
			}
			lines[i].Waiting += w.N
			if lines[i].NextAt == nil || w.NextAt.Before(*lines[i].NextAt) {
				lines[i].NextAt = &w.NextAt
			}
		}
	}
	return lines, nil
}
