package market

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEverySettingIsTypedAsItIsShownAndReadBackTheSame(t *testing.T) {
	t.Parallel()
	ships := DefaultSettings()
	for field := range reflect.TypeFor[Settings]().Fields() {
		name := field.Tag.Get("json")
		text, err := ships.Text(name)
		require.NoError(t, err, name)
		again, err := ships.With(name, text)
		require.NoError(t, err, name)
		require.Equal(t, ships, again, name)
		value, err := again.JSON(name)
		require.NoError(t, err)
		var kept Settings
		require.NoError(t, json.Unmarshal([]byte(`{"`+name+`":`+string(value)+`}`), &kept))
		was, err := ships.JSON(name)
		require.NoError(t, err)
		is, err := kept.JSON(name)
		require.NoError(t, err)
		require.JSONEq(t, string(was), string(is), name)
	}
	_, err := ships.Text("nothing")
	require.ErrorIs(t, err, NotFound)
}

func TestASettingOutsideItsBoundsIsRefusedWithTheBound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text, unit, reason string
	}{
		{"refund_days", "0", "", "setting.between"},
		{"refund_days", "seven", "", "setting.between"},
		{"billing_day", "29", "", "setting.between"},
		{"stock_warning", "101", "", "setting.between"},
		{"supervision_close_days", "-1", "", "setting.between"},
		{"pay_window", "0", "days", "setting.between"},
		{"pay_window", "3", "fortnights", "problem.required"},
		{"office_opens", "9 o'clock", "", "setting.not_a_clock"},
		{"office_opens", "18:00", "", "setting.opens_first"},
		{"call_timeout", "2", "minutes", "setting.call_too_long"},
		{"delivery_every", "4", "hours", "setting.every_in_window"},
		{"release_window", "1", "minutes", "setting.every_in_window"},
		{"least_payout", "-1", "", "setting.not_negative"},
		{"legacy_appeals", "maybe", "", "problem.required"},
	} {
		_, err := DefaultSettings().With(c.name, SettingText{Text: c.text, Unit: c.unit})
		var problem *Problem
		require.ErrorAs(t, err, &problem, c.name+" "+c.text)
		require.Equal(t, c.reason, problem.Fields["value"].Key, c.name+" "+c.text)
	}
	is, err := DefaultSettings().With("pay_window", SettingText{Text: "36", Unit: "hours"})
	require.NoError(t, err)
	require.Equal(t, 36*time.Hour, is.PayWindow.Duration)
	is, err = DefaultSettings().With("supervision_close_days", SettingText{Text: "0"})
	require.NoError(t, err)
	require.Zero(t, is.SupervisionCloseDays)
}

func TestAHolidayIsAFewNamedDaysInARow(t *testing.T) {
	t.Parallel()
	first := Day{2027, time.October, 1}
	days, err := CalendarChange{From: first, Until: first.Plus(6), Name: "National Day"}.Days()
	require.NoError(t, err)
	require.Len(t, days, 7)
	days, err = CalendarChange{From: first, Name: "National Day"}.Days()
	require.NoError(t, err)
	require.Equal(t, []Day{first}, days)
	for field, wrong := range map[string]CalendarChange{
		"name":  {From: first},
		"from":  {Name: "National Day"},
		"until": {From: first, Until: first.Plus(-1), Name: "National Day"},
	} {
		_, err := wrong.Days()
		var problem *Problem
		require.ErrorAs(t, err, &problem)
		require.Contains(t, problem.Fields, field)
	}
	_, err = CalendarChange{From: first, Until: first.Plus(31), Name: "Long"}.Days()
	require.Error(t, err)
}
