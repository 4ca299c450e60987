package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestAnOffersSKUsAreFoundAddedAndTakenOut(t *testing.T) { // catalogue.md §9.2
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/offers/submit")
	require.LessOrEqual(t, page.Find("[name=add]").Length(), 20, "never all SKUs of a seller")
	require.Zero(t, page.Find(".goods tbody tr").Length())

	form := url.Values{"name": {"自拓优惠-ERP-8折"}, "mode": {"discount"}, "users": {"C-1"}, "find_add": {"ERP SaaS"}, "found_add": {""}}
	answer, page := g.post("/offers/submit", form)
	require.Equal(t, http.StatusOK, answer.Code, "Enter in the search finds, it does not submit")
	require.Equal(t, "自拓优惠-ERP-8折", page.Find("#name").AttrOr("value", ""))
	page.Find(".pick-list .check > span").Each(func(_ int, s *goquery.Selection) { require.Contains(t, s.Text(), "ERP SaaS") })
	one := page.Find("[name=add]").First().AttrOr("value", "")

	require.NotEmpty(t, one)

	form.Set("found_add", "ERP SaaS")
	form["add"] = []string{one}
	form.Set("find", "add")
	_, page = g.post("/offers/submit", form)
	require.Equal(t, one, page.Find("[name=pick_0]").AttrOr("value", ""))
	require.Equal(t, "90", page.Find("[name=discount_0]").AttrOr("value", ""))

	form = url.Values{"mode": {"discount"}, "pick_0": {one}, "discount_0": {"90"}, "batch_discount": {"80"}, "fill": {"1"}}
	_, page = g.post("/offers/submit", form)
	require.Equal(t, "80", page.Find("[name=discount_0]").AttrOr("value", ""), "批量设置折扣与分成")

	form.Del("fill")
	form.Set("every", "1")
	_, page = g.post("/offers/submit", form)
	require.Greater(t, page.Find(".goods tbody tr").Length(), 3, "all that match")

	form.Del("every")
	form.Set("drop", one)
	_, page = g.post("/offers/submit", form)
	require.Zero(t, page.Find(".goods tbody tr").Length())
}

func TestChosenProductsStayWhileOthersAreLookedFor(t *testing.T) { // catalogue.md §6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	chosen := shop.Products["澜溪电子合同"].String()
	answer, page := g.post("/resales/authorize", url.Values{"level": {"product"}, "discount": {"70"}, "id": {chosen}, "find_id": {"等保"}, "found_id": {""}})
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find("[name=id][checked]").Length())
	require.Equal(t, "70", page.Find("#discount").AttrOr("value", ""))
	require.Zero(t, page.Find("#preview").Length(), "nothing is previewed while looking")

	answer, page = g.post("/coupons/publish", url.Values{"item": {chosen}, "find": {"item"}})
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find("[name=item][checked]").Length())
}

func TestAStoresCasesGrowOneByOne(t *testing.T) { // catalogue.md §1.10
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/stores")
	require.Equal(t, 1, page.Find("[name^=case_title]").Length())
	answer, page := g.post("/stores/edit", url.Values{"case_title_1": {"松涧能源"}, "introduction": {"专注中小企业软件。"}, "more": {"case"}})
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 2, page.Find("[name^=case_title]").Length())
	require.Equal(t, "松涧能源", page.Find("#case_title_1").AttrOr("value", ""))
}
