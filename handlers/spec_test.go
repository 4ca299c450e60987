package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// specOf is the page that edits a spec of a listing: the first that is more than a price.
func specOf(t *testing.T, g *guest, shop *dbtest.Shop, product string) (path string, page *goquery.Document) {
	t.Helper()
	path = "/products/" + shop.Products[product].String() + "/edit"
	_, page = g.get(path + "?step=specs")
	button, is := page.Find(`button[name=then][value^="spec-"]`).First().Attr("value")
	require.True(t, is)
	_, page = g.get(path + "?step=specs&spec=" + strings.TrimPrefix(button, "spec-"))
	return path, page
}

// TestACustomSpecIsMadeInThreeSteps: edit attributes, set attributes, generate SKUs (catalogue.md §3.5).
func TestACustomSpecIsMadeInThreeSteps(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/products/" + shop.Products["澜溪客户通"].String() + "/edit"
	_, page := g.get(path + "?step=specs")
	values := typed(page)
	values.Set("then", "add-spec-custom")
	answer, _ := g.post(path, values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	n := strings.TrimPrefix(page.Find(`[id^="spec_name_"]`).AttrOr("id", ""), "spec_name_")

	values = typed(page)
	values.Set("spec_name_"+n, "订阅")
	values["spec_periods"] = []string{"month", "year"}
	for _, code := range []string{"version", "users"} {
		values.Set("attribute_new", code)
		values.Set("then", "attribute")
		answer, _ = g.post(path, values)
		_, page = g.get(answer.Header().Get("Location"))
		values = typed(page)
	}
	values.Set("attribute_values_"+n+"_0", "标准版，专业版")
	values.Set("attribute_max_"+n+"_1", "500")
	values.Set("then", "generate")
	answer, _ = g.post(path, values)
	_, page = g.get(answer.Header().Get("Location"))
	require.Equal(t, 2, page.Find("[data-grid] tbody tr").Length())

	values = typed(page)
	for k, prices := range [][3]string{{"", "6", "60"}, {"50 / 200", "10 / 8 / 6", "100 / 80"}} {
		values.Set("sku_model_"+n+"_"+strconv.Itoa(k), []string{"linear", "step"}[k])
		values.Set("sku_bounds_"+n+"_"+strconv.Itoa(k), prices[0])
		values.Set("sku_month_"+n+"_"+strconv.Itoa(k), prices[1])
		values.Set("sku_year_"+n+"_"+strconv.Itoa(k), prices[2])
	}
	values.Set("then", "checked")
	answer, page = g.post(path, values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "three tiers need three prices")
	require.Equal(t, "100 / 80", page.Find("#sku_year_"+n+"_1").AttrOr("value", ""))
	require.Equal(t, 1, page.Find("#sku_year_"+n+"_1-fault").Length())

	values = typed(page)
	values.Set("sku_year_"+n+"_1", "100 / 80 / 60")
	values.Set("then", "checked")
	answer, _ = g.post(path, values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

// TestTheCalculatorIsAPlainFormThatAsksWhatAnOrderWouldCost: the worked example of catalogue.md §3.6.
func TestTheCalculatorIsAPlainFormThatAsksWhatAnOrderWouldCost(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/specs?template=custom&text=" + url.QueryEscape("会员"))
	spec := page.Find(`tbody a[href^="/specs/"]`).First().AttrOr("href", "")
	_, page = g.get(spec)
	sku := page.Find("#calc_sku option").Eq(2).AttrOr("value", "")
	_, page = g.get(spec + "?calc_sku=" + sku + "&calc_period=year&calc_quantity=120&calc_periods=1")
	require.Contains(t, page.Find(".calculated-sum").Text(), "10,600.00")
	require.Contains(t, page.Find("#calculated").Text(), "9,600.00", "the same as Tier")
	_, page = g.get(spec + "?calc_sku=" + sku + "&calc_period=year&calc_quantity=501")
	require.Equal(t, 1, page.Find("#calculated .fault").Length())
	require.Equal(t, "501", page.Find("#calc_quantity").AttrOr("value", ""))
}

func TestWhatIsFixedOnceListedIsExplainedAtItsField(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/products/" + shop.Products["澜溪会员中台"].String()
	answer, _ := g.post(path+"/modify", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path, page := specOf(t, g, shop, "澜溪会员中台")
	_, fixed := page.Find("#attribute_step_0_2").Attr("readonly")
	require.True(t, fixed, "catalogue.md §2.10: the step is fixed")
	values := typed(page)
	values.Set("attribute_step_0_2", "499")
	values.Set("then", "checked")
	answer, page = g.post(path, values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#attribute_step_0_2-fault").Length())
}

func TestAnAttributeThatRepeatsAPresetComesBackTyped(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/attributes?kind=enum")
	require.Equal(t, 6, page.Find("tbody tr").Length(), "four presets and two of ours")
	answer, page := g.post("/attributes/add", url.Values{"kind": {"enum"}, "code": {"os"}, "name_zh": {"版本"}, "name_en": {"Edition"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "os", page.Find("#code").AttrOr("value", ""))
	require.Equal(t, 1, page.Find("#code-fault").Length(), "catalogue.md §3.4")
	require.Equal(t, 1, page.Find("#name_zh-fault").Length(), "catalogue.md §3.4")
	answer, _ = g.post("/attributes/add", url.Values{"kind": {"number"}, "code": {"seats"}, "name_zh": {"席位"}, "name_en": {"Seats"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestOneSKUIsTakenOffSaleFromItsRow(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/specs?template=custom&text=" + url.QueryEscape("会员"))
	spec := page.Find(`tbody a[href^="/specs/"]`).First().AttrOr("href", "")
	_, page = g.get(spec)
	answer, _ := g.post(page.Find(`tbody form[action*="delist?sku="]`).First().AttrOr("action", ""), nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(spec)
	require.Zero(t, page.Find("tr[data-off]").Length(), "catalogue.md §2.10: by approval only")
	desk := visit(t, shop, "reviewer@platform.example")
	_, page = desk.get("/operator/reviews?kind=product_spec_delist&status=pending")
	review := page.Find(`tbody a[href^="/operator/reviews/"]`).First().AttrOr("href", "")
	_, page = desk.get(review)
	require.Equal(t, 1, page.Find(".spec-change tbody tr").Length(), "the operator sees the one SKU of six")
	answer, _ = desk.post(review+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(spec)
	require.Equal(t, 1, page.Find("tr[data-off]").Length())
}

func TestTheShopFrontReadsASpecWithItsPrices(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := storefrontOf(t, shop, "C-1")
	status, told := front.get("/specs/" + shop.Codes["澜溪会员中台/会员中台订阅 · 专业版 · 境内单地域/year"])
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "custom", told["template"])
	require.Len(t, told["skus"], 6)
}
