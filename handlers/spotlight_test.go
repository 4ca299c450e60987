package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// catalogue.md §9.8: the page says which right begins with which level, and refuses what the
// seller's level does not give with just that.
func TestARecommendedPlaceIsRefusedBelowItsLevel(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g, manager := visit(t, shop, "operations@lanxi.example"), visit(t, shop, "manager@platform.example")
	_, page := g.get("/spotlights")
	require.Contains(t, page.Find("#right-category").Text(), "Yours")
	require.Contains(t, page.Find("#right-front").Text(), "Not yet")
	day := shop.Today.Format("2006-01-02")
	typed := url.Values{"place": {"front"}, "product_id": {shop.Products["澜溪智能工单"].String()}, "from_on": {day}, "until_on": {day}}
	answer, page := g.post("/spotlights/place", typed)
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Contains(t, page.Find("main").Text(), "Front page begins with the level Leading; yours is Preferred.")
	require.Equal(t, day, page.Find("#until_on").AttrOr("value", ""))

	path := "/operator/standings/" + shop.Lanxi.String()
	_, page = manager.get(path)
	require.Zero(t, page.Find("#assign").Length(), "no account manager below its level")
	answer, _ = manager.post(path+"/grade", url.Values{"level": {"leading"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post("/spotlights/place", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = manager.post(path+"/assign", url.Values{"manager_name": {"周可"}, "manager_phone": {"call"}, "manager_email": {"zhou@platform.example"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "call", page.Find("#manager_phone").AttrOr("value", ""))
	answer, _ = manager.post(path+"/assign", url.Values{"manager_name": {"周可"}, "manager_phone": {"13800134021"}, "manager_email": {"zhou@platform.example"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/standings")
	require.Contains(t, page.Find("#level-now").Text(), "周可")
}
