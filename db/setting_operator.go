package db

import (
	"context"
	"encoding/json"
	"time"

	"github.com/lib/pq"

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

// Setting is one choice with the text it is typed as, what ships, and when it was changed.
func (o *Operator) Setting(ctx context.Context, name string) (line market.SettingLine, now, shipped market.SettingText, err error) {
	settings, err := o.db.Settings(ctx)
	if err != nil {
		return line, now, shipped, err
	}
	if now, err = settings.Text(name); err != nil {
		return line, now, shipped, err
	}
	if shipped, err = market.DefaultSettings().Text(name); err != nil {
		return line, now, shipped, err
	}
	lines, err := o.Settings(ctx)
	for _, l := range lines {
		if l.Name == name {
			line = l
		}
	}
	return line, now, shipped, err
}

// SetSetting changes one choice from what was looked at; what has begun keeps the deadline
// that it was given.
func (o *Operator) SetSetting(ctx context.Context, name string, seen, typed market.SettingText) error {
	return o.changeSetting(ctx, market.SetSetting, name, func(tx *tx, was market.Settings) (market.Settings, error) {
		if now, err := was.Text(name); err != nil || now != seen {
			return was, orStale(err)
		}
		is, err := was.With(name, typed)
		if err != nil {
			return was, err
		}
		value, err := is.JSON(name)
		if err != nil {
			return was, err
		}
		return is, tx.sharedExec(`INSERT INTO settings (name, value, changed_at) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`, name, value, tx.now)
	})
}

// ResetSetting takes one choice back to what ships.
func (o *Operator) ResetSetting(ctx context.Context, name string) error {
	return o.changeSetting(ctx, market.ResetSetting, name, func(tx *tx, was market.Settings) (market.Settings, error) {
		shipped, err := market.DefaultSettings().Text(name)
		if err != nil {
			return was, err
		}
		is, err := was.With(name, shipped)
		if err != nil {
			return was, err
		}
		return is, tx.sharedExec(`DELETE FROM settings WHERE name = $1`, name)
	})
}

func (o *Operator) changeSetting(ctx context.Context, act market.Act, name string, change func(tx *tx, was market.Settings) (market.Settings, error)) error {
	err := o.Seller(market.Platform).act(ctx, act, settingName(name), func(tx *tx) error {
		// Whoever changes next waits here, and then finds what was changed.
		if err := tx.sharedExec(`SELECT pg_advisory_xact_lock(hashtext('settings'))`); err != nil {
			return err
		}
		var text []byte
		if err := tx.shared(&text, chosenSettings); err != nil {
			return err
		}
		was := market.DefaultSettings()
		if err := json.Unmarshal(text, &was); err != nil {
			return err
		}
		is, err := change(tx, was)
		if err != nil {
			return err
		}
		before, err := was.JSON(name)
		if err != nil {
			return err
		}
		after, err := is.JSON(name)
		if err != nil {
			return err
		}
		tx.note("name", nil, name)
		tx.note("value", before, after)
		return nil
	})
	if err == nil {
		o.db.settings.Store(nil)
		o.db.calendar.Store(nil) // the office's hours are settings
	}
	return err
}

func orStale(err error) error {
	if err != nil {
		return err
	}
	return market.Conflict("problem.stale")
}

// SetCalendar makes days holidays or working days, whatever they were.
func (o *Operator) SetCalendar(ctx context.Context, change market.CalendarChange) error {
	return o.changeCalendar(ctx, market.SetCalendar, change.From, func(tx *tx) error {
		days, err := change.Days()
		if err != nil {
			return err
		}
		tx.note("name", nil, change.Name)
		tx.note("days", nil, len(days))
		tx.note("works", nil, change.Works)
		texts := make([]string, len(days))
		for i, day := range days {
			texts[i] = day.String()
		}
		return tx.sharedExec(`INSERT INTO calendar (day, works, name) SELECT unnest($1::date[]), $2, $3
			ON CONFLICT (day) DO UPDATE SET works = excluded.works, name = excluded.name`, pq.Array(texts), change.Works, change.Name)
	})
}

// RemoveCalendar makes a day ordinary again.
func (o *Operator) RemoveCalendar(ctx context.Context, day market.Day) error {
	return o.changeCalendar(ctx, market.RemoveCalendar, day, func(tx *tx) error {
		var gone market.CalendarDay
		if err := tx.shared(&gone, `DELETE FROM calendar WHERE day = $1 RETURNING day, works, name`, day); err != nil {
			return err
		}
		tx.note("name", gone.Name, nil)
		tx.note("works", gone.Works, nil)
		return nil
	})
}

func (o *Operator) changeCalendar(ctx context.Context, act market.Act, day market.Day, change func(tx *tx) error) error {
	err := o.Seller(market.Platform).act(ctx, act, day, change)
	if err == nil {
		o.db.calendar.Store(nil)
	}
	return err
}

// settingName is a setting's name as the subject of an act.
type settingName string

// String is the name.
func (n settingName) String() string { return string(n) }
