package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transactions.md §9: quiet hours are off as it ships; what is urgent never waits.
func TestQuietHoursHoldBackWhatIsNotUrgent(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, Shanghai) }
	ships := DefaultSettings()
	require.True(t, ships.Quiet().After(at(2, 23, 0), false).Equal(at(2, 23, 0)), "off as it ships")
	night, noon := ships, ships
	night.QuietHours, noon.QuietHours = true, true
	noon.QuietFrom, noon.QuietUntil = hours(12), hours(14)
	for _, row := range []struct {
		settings Settings
		due      time.Time
		urgent   bool
		want     time.Time
	}{
		{night, at(2, 21, 59), false, at(2, 21, 59)},
		{night, at(2, 22, 0), false, at(3, 8, 0)},
		{night, at(3, 0, 30), false, at(3, 8, 0)},
		{night, at(3, 7, 59), false, at(3, 8, 0)},
		{night, at(3, 8, 0), false, at(3, 8, 0)},
		{night, at(2, 23, 0), true, at(2, 23, 0)},
		{noon, at(2, 11, 59), false, at(2, 11, 59)},
		{noon, at(2, 13, 0), false, at(2, 14, 0)},
		{noon, at(2, 14, 0), false, at(2, 14, 0)},
	} {
		require.True(t, row.want.Equal(row.settings.Quiet().After(row.due, row.urgent)), "%s: %s", row.due, row.settings.Quiet().After(row.due, row.urgent))
	}
	_, err := ships.With("quiet_from", SettingText{Text: "08:00"})
	require.Error(t, err, "they must end")
}

// transactions.md §9: everybody may keep hours of their own, in their own zone, or none.
func TestEverybodyMayKeepQuietHoursOfTheirOwn(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, Shanghai) }
	house := Quiet{Way: QuietOwn, From: 22 * time.Hour, Until: 8 * time.Hour}
	lunch := Quiet{Way: QuietOwn, From: 12 * time.Hour, Until: 14 * time.Hour}
	berlin := Quiet{Way: QuietOwn, From: 22 * time.Hour, Until: 7 * time.Hour, Zone: "Europe/Berlin"} // seven hours behind
	for name, row := range map[string]struct {
		own  Quiet
		due  time.Time
		want time.Time
	}{
		"nothing chosen: the marketplace's":   {Quiet{Way: QuietHouse}, at(23, 0), at(32, 0)},
		"nothing kept yet: the marketplace's": {Quiet{}, at(23, 0), at(32, 0)},
		"own hours instead of it":             {lunch, at(23, 0), at(23, 0)},
		"own hours":                           {lunch, at(13, 0), at(14, 0)},
		"none at all":                         {Quiet{Way: QuietNever}, at(23, 0), at(23, 0)},
		"in one's own zone, awake":            {berlin, at(23, 0), at(23, 0)},
		"in one's own zone, asleep":           {berlin, at(9, 0), at(14, 0)},
	} {
		require.True(t, row.want.Equal(row.own.Or(house).After(row.due, false)), "%s: %s", name, row.own.Or(house).After(row.due, false))
		require.True(t, row.due.Equal(row.own.Or(house).After(row.due, true)), "%s: urgent", name)
	}
	require.NoError(t, Quiet{Way: QuietHouse}.Check())
	require.NoError(t, lunch.Check())
	require.Error(t, Quiet{Way: QuietOwn, From: time.Hour, Until: time.Hour}.Check(), "they must end")
	require.Error(t, Quiet{Way: QuietOwn, From: -1, Until: time.Hour}.Check())
	require.Error(t, Quiet{Way: "sometimes"}.Check())
}

// transactions.md §9: interface failures are for whoever is awake.
func TestWhatIsUrgentGoesOutAtNight(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"fulfilment", string(ExhaustFulfilment), string(ProbeEndpoint), "ticket.urge"} {
		require.True(t, NotificationOf(kind).Urgent, kind)
	}
	for _, kind := range []string{string(PayOrder), string(AcceptSupervision), string(RequestRefund), "statement.send"} {
		require.False(t, NotificationOf(kind).Urgent, kind)
	}
}

func TestALetterSaysEachThingOnce(t *testing.T) {
	t.Parallel()
	say := func(key, link string) Notice { return Notice{Reason: JSON[Reason]{V: Because(key, 1)}, Link: link} }
	said, times := Letter{Notices: []Notice{say("a", "/1"), say("b", "/1"), say("a", "/1"), say("a", "/2")}}.Said()
	require.Equal(t, []Notice{say("a", "/1"), say("b", "/1"), say("a", "/2")}, said)
	require.Equal(t, []int{2, 1, 1}, times)
}

// transactions.md §9: the operator's people receive by kind, and only what they work on.
func TestOnlyWhoWorksOnAKindReceivesIt(t *testing.T) {
	t.Parallel()
	manager := DeskPerson{ID: NewID[Person](time.Unix(1, 0)), Name: "M", Roles: JSON[[]Role]{V: []Role{Manager}}}
	treasurer := DeskPerson{ID: NewID[Person](time.Unix(2, 0)), Name: "T", Roles: JSON[[]Role]{V: []Role{Treasurer}}}
	staff := []DeskPerson{manager, treasurer}
	for _, kind := range DeskKinds {
		require.NotEmpty(t, DeskRoles(kind), kind)
	}
	require.NoError(t, CheckDeskRoutes([]DeskRoute{{Kind: "appeal", People: []PersonID{manager.ID}}}, staff))
	require.Equal(t, treasurer.Works("appeal"), CheckDeskRoutes([]DeskRoute{{Kind: "appeal", People: []PersonID{treasurer.ID}}}, staff) == nil)
	require.ErrorIs(t, CheckDeskRoutes([]DeskRoute{{Kind: "weather"}}, staff), NotFound)
	require.ErrorIs(t, CheckDeskRoutes([]DeskRoute{{Kind: "appeal", People: []PersonID{NewID[Person](time.Unix(3, 0))}}}, staff), NotFound)
}
