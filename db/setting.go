package db

import (
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

const chosenSettings = `SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM settings`

// Settings are the installation's rules that may be chosen, defaults filled in.
func (db *DB) Settings(ctx context.Context) (market.Settings, error) {
	if kept := db.settings.Load(); kept != nil && db.Now().Before(kept.until) {
		return kept.value, nil
	}
	settings := market.DefaultSettings()
	var text []byte
	if err := db.getRow(ctx, &text, chosenSettings); err != nil {
		return settings, err
	}
	if err := json.Unmarshal(text, &settings); err != nil {
		return settings, err
	}
	db.settings.Store(&remembered[market.Settings]{settings, db.Now().Add(rememberFor)})
	return settings, nil
}

// Calendar is the table of working days.
func (db *DB) Calendar(ctx context.Context) (market.Calendar, error) {
	if kept := db.calendar.Load(); kept != nil && db.Now().Before(kept.until) {
		return kept.value, nil
	}
	calendar := market.Office()
	var days []struct {
		Day   market.Day
		Works bool
	}
	if err := db.listRows(ctx, &days, `SELECT day, works FROM calendar`); err != nil {
		return calendar, err
	}
	for _, d := range days {
		calendar.Days[d.Day] = d.Works
	}
	settings, err := db.Settings(ctx)
	if err != nil {
		return calendar, err
	}
	calendar.Opens, calendar.Shuts = settings.OfficeOpens.Duration, settings.OfficeShuts.Duration
	db.calendar.Store(&remembered[market.Calendar]{calendar, db.Now().Add(rememberFor)})
	return calendar, nil
}
