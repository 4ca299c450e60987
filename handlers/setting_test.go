package handlers

import (
	"maps"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §10.3: every timer may be set by the installation.
func TestAManagerChangesASettingAndTakesItBack(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	_, page := g.get("/operator/settings")
	require.Equal(t, "7 working days", page.Find("#refund_days b").Text())
	seen := url.Values{"seen_kind": {"count"}, "seen": {"7"}}
	answer, page := g.post("/operator/settings/refund_days/set", merge(seen, url.Values{"value": {"0"}}))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "0", page.Find(`.field[data-bad] input[name="value"]`).AttrOr("value", ""))
	answer, _ = g.post("/operator/settings/refund_days/set", merge(seen, url.Values{"value": {"5"}}))
	require.Equal(t, http.StatusSeeOther, answer.Code)
	settings, err := shop.DB.Settings(t.Context())
	require.NoError(t, err)
	require.Equal(t, 5, settings.RefundDays, "at once")
	answer, _ = g.post("/operator/settings/refund_days/set", merge(seen, url.Values{"value": {"9"}}))
	require.Equal(t, http.StatusConflict, answer.Code, "somebody else changed it in between")
	answer, _ = g.post("/operator/settings/refund_days/reset", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/operator/settings")
	require.Equal(t, "7 working days", page.Find("#refund_days b").Text())
	answer, _ = g.get("/operator/settings/nothing")
	require.Equal(t, http.StatusNotFound, answer.Code)

	r := visit(t, shop, "reviewer@platform.example")
	_, page = r.get("/operator/settings/refund_days")
	require.Zero(t, page.Find(`form[action="/operator/settings/refund_days/set"]`).Length())
	answer, _ = r.post("/operator/settings/refund_days/set", merge(seen, url.Values{"value": {"5"}}))
	require.Equal(t, http.StatusForbidden, answer.Code)
}

func TestAHolidayMovesDeadlinesUntilItIsRemoved(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	monday := market.DayOf(shop.Clock.Now()).Plus(7)
	for monday.Weekday() != time.Monday {
		monday = monday.Plus(1)
	}
	works := func() bool {
		calendar, err := shop.DB.Calendar(t.Context())
		require.NoError(t, err)
		return calendar.Works(monday)
	}
	require.True(t, works())
	answer, page := g.post("/operator/calendars/set", url.Values{"from": {monday.String()}, "until": {monday.Plus(-1).String()}, "kind": {"rests"}, "name": {"Outing"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "Outing", page.Find(`input[name="name"]`).AttrOr("value", ""))
	answer, _ = g.post("/operator/calendars/set", url.Values{"from": {monday.String()}, "until": {monday.Plus(1).String()}, "kind": {"rests"}, "name": {"Outing"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.False(t, works())
	_, page = g.get("/operator/calendars")
	require.Contains(t, page.Text(), "Outing")
	answer, _ = g.post("/operator/calendars/remove", url.Values{"day": {monday.String()}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.True(t, works())
}

// merge is both sets of what was typed.
func merge(a, b url.Values) url.Values {
	both := maps.Clone(a)
	maps.Copy(both, b)
	return both
}
