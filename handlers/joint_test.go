package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.11: companion products go along with a certification; what is missing is
// said at its field, and everything typed stays.
func TestAJointCertificationNamesItsCompanions(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	answer, _ := g.post("/joints/add", url.Values{"name": {"澜溪联营看板"}, "access_type": {"saas"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	at := answer.Header().Get("Location")
	answer, page := g.post(at+"/edit", url.Values{"name": {"澜溪联营看板"}, "introduction": {"看板"}, "companions": {"澜溪看板配套服务\n\n  澜溪数据接入  "}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	_, page = g.get(at)
	require.Equal(t, "澜溪看板配套服务\n澜溪数据接入", page.Find("#companions").Text())

	answer, page = g.post(at+"/submit", nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.NotContains(t, page.Find("#financials-fault").Text(), "2,0", "a year is no amount")
	many := strings.Repeat("配套\n", market.MostCompanions+1)
	answer, _ = g.post(at+"/edit", url.Values{"name": {"澜溪联营看板"}, "introduction": {"看板"}, "companions": {many}})
	require.Equal(t, http.StatusSeeOther, answer.Code, "a draft is kept right or wrong")
	_, page = g.post(at+"/submit", nil)
	require.Equal(t, 1, page.Find("#companions-fault").Length())
}

// catalogue.md §11.2: several people are added to a group from their list.
func TestPeopleAreAddedToAGroupFromTheirList(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	_, page := g.get("/teams")
	group, _ := page.Find("select[name=group_id] option[value!='']").Attr("value")
	var members []string
	page.Find("tbody a[href^='/teams/']").Each(func(_ int, link *goquery.Selection) {
		if id := strings.TrimPrefix(link.AttrOr("href", ""), "/teams/"); len(id) == 36 && !strings.Contains(strings.Join(members, " "), id) {
			members = append(members, id)
		}
	})
	require.NotEmpty(t, group)
	staff := said(t, shop, `SELECT id FROM members WHERE seller_id = $1 AND NOT (roles ? 'owner') AND id::text = ANY($2) LIMIT 1`, pq.Array(members))
	require.NotEmpty(t, staff)
	answer, _ := g.post("/teams/assign", url.Values{"act": {string(market.AssignTeam)}, "id": {staff}, "group_id": {group}, "return": {"/teams"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, "/teams", answer.Header().Get("Location"))
	require.Equal(t, "1", said(t, shop, `SELECT count(*) FROM group_members WHERE seller_id = $1 AND group_id = $2 AND member_id = $3`, group, staff))
}
