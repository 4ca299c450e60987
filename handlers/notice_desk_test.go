package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §9: the operator's people have their own messages, in both languages, with
// what is unread in the frame and receivers per kind.
func TestTheOperatorsPeopleReadTheirMessagesAndChooseWhoGetsThem(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM desk_notices`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`INSERT INTO desk_notices (id, person_id, kind, reason, link, at)
		SELECT gen_random_uuid(), p.id, 'appeal.file', '{"key": "notice.desk_appeal.file", "args": ["AP1", "CS1", "ERP", "x"]}', '/operator/appeals', now()
		FROM people p WHERE p.email = 'manager@platform.example'`)
	require.NoError(t, err)
	manager := visit(t, shop, "manager@platform.example")
	res, page := manager.get("/operator/notices")
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, "1", page.Find(`a[data-key=messages] .due`).Text(), "the badge of the frame")
	require.Equal(t, 1, page.Find("tbody tr").Length())
	action, _ := page.Find(`tbody form[action$="/read"]`).Attr("action")
	require.Contains(t, action, "/operator/notices/")
	res, _ = manager.post(action, url.Values{})
	require.Equal(t, "/operator/appeals", res.Header().Get("Location"))
	_, page = manager.get("/operator/notices?unread=1")
	require.Zero(t, page.Find("tbody tr[id], tbody tr[data-id]").Length())
	require.Empty(t, page.Find(`a[data-key=messages] .due`).Text())

	_, page = manager.get("/operator/notices/receivers")
	require.Equal(t, len(market.DeskKinds), page.Find(`fieldset:has(input[name^="people_"])`).Length(), "a choice for each kind")
	id := shop.People["manager@platform.example"].String()
	res, _ = manager.post("/operator/notices/route", url.Values{"people_appeal": {id}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = manager.get("/operator/notices/receivers")
	_, checked := page.Find(`input[name="people_appeal"][value="` + id + `"]`).Attr("checked")
	require.True(t, checked)

	treasurer := visit(t, shop, "treasurer@platform.example")
	res, page = treasurer.get("/operator/notices/receivers")
	require.Equal(t, http.StatusOK, res.Code)
	require.Zero(t, page.Find("form[action$=route]").Length(), "who may not choose is shown who gets them")
	res, _ = treasurer.post("/operator/notices/route", url.Values{})
	require.Equal(t, http.StatusForbidden, res.Code)
	res, _ = visit(t, shop, "owner@lanxi.example").get("/operator/notices")
	require.Equal(t, http.StatusNotFound, res.Code)
}
