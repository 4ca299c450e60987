package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// Settings are the installation's choices, line by line, with when each was changed.
func (o *Operator) Settings(ctx context.Context) ([]market.SettingLine, error) {
	settings, err := o.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	var changed []struct {
		Name      string
		ChangedAt time.Time
	}
	if err := o.db.listRows(ctx, &changed, `SELECT name, changed_at FROM settings`); err != nil {
		return nil, err
	}
	lines := settings.Lines()
	for i := range lines {
		for _, c := range changed {
			if c.Name == lines[i].Name {
				lines[i].ChangedAt = &c.ChangedAt
			}
		}
	}
	return lines, nil
}

// CalendarDays are the exceptions of the working calendar, from the given day on.
func (o *Operator) CalendarDays(ctx context.Context, from market.Day) (days []market.CalendarDay, err error) {
	err = o.db.listRows(ctx, &days, `SELECT day, works, name FROM calendar WHERE day >= $1 ORDER BY day LIMIT 400`, from)
	return days, err
}
