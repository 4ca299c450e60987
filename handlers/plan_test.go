package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.9: my products lead whom has joined the joint plan to its business plans,
// which are filled in in one table; what is wrong stands at its cell with all that was typed,
// and the operator reads the figures.
func TestBusinessPlansAreFilledInInOneTable(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/products")
	require.Equal(t, 1, page.Find("main a[href='/plans']").Length())
	_, page = visit(t, shop, "owner@qinghe.example").get("/products")
	require.Zero(t, page.Find("main a[href='/plans']").Length(), "it has not joined the plan")

	_, page = g.get("/plans")
	product := page.Find("[name=product_0]").AttrOr("value", "")
	require.NotEmpty(t, product, "the demo's joint product")
	typed := url.Values{"rows": {"1"}, "product_0": {product}, "first_0": {"1200000"}, "second_0": {"many"}, "third_0": {""}, "note_0": {"渠道测算"}}
	answer, page := g.post("/plans/set", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#second_0-fault").Length())
	require.Equal(t, "1200000", page.Find("#first_0").AttrOr("value", ""))
	require.Equal(t, "many", page.Find("#second_0").AttrOr("value", ""))
	typed.Set("second_0", "2,400,000.00")
	answer, page = g.post("/plans/set", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "the third year is missing")
	require.Equal(t, 1, page.Find("#third_0-fault").Length())
	typed.Set("third_0", "3600000")
	answer, page = g.post("/plans/set", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	_, page = g.get("/plans")
	require.Zero(t, page.Find("#first_0").Length(), "it waits for the operator")

	desk := visit(t, shop, "reviewer@platform.example")
	_, page = desk.get("/operator/reviews?kind=plan")
	review, _ := page.Find("tbody a[href*='/operator/reviews/']").Attr("href")
	_, page = desk.get(review)
	require.Contains(t, page.Find("main").Text(), "2400000")
	answer, _ = desk.post(review+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	rows, err := shop.Seller(shop.Lanxi).Plans(t.Context())
	require.NoError(t, err)
	require.Equal(t, market.PlanApproved, rows[0].Plan.Status)
}

// catalogue.md §2.9: my applications are narrowed to general or joint products, my products by
// sale type; behind a row's menu stand purchase links, upgrade rule, grant and delisting.
func TestMyProductsAndApplicationsOfferWhatTheSheetNames(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for _, path := range []string{"/reviews?kind=product_publish", "/products?status=on_sale"} {
		_, page := g.get(path + "&sale_type=general")
		require.Positive(t, page.Find("tbody tr").Length(), path)
		require.NotContains(t, page.Find("tbody").Text(), "联营商品", path)
		_, page = g.get(path + "&sale_type=joint")
		require.NotContains(t, page.Find("tbody").Text(), "通用商品", path)
		require.NotContains(t, page.Find("tbody").Text(), "澜溪零售云", path)
		require.Equal(t, 1, page.Find("select[name=sale_type]").Length(), path)
	}
	_, page := g.get("/products?text=" + url.QueryEscape("澜溪云 ERP SaaS 版"))
	menu := page.Find("#more-" + shop.Products["澜溪云 ERP SaaS 版"].String())
	require.Equal(t, 1, menu.Length())
	for _, act := range []string{"a[href$='#specs']", "a[href^='/upgrades/set?product=']", "a[href$='#holders']", "form[action$='/delist']"} {
		require.Equal(t, 1, menu.Find(act).Length(), act)
	}
	require.Equal(t, 1, page.Find("th:contains('收藏'), th:contains('Favorites')").Length())
	path := "/products/" + shop.Products["澜溪智能工单"].String()
	_, page = g.get(path)
	require.Equal(t, 1, page.Find("#holders form[action$='/entrust']").Length())
	member := page.Find("#holders [name=member_id] option[value!='']").First().AttrOr("value", "")
	answer, _ := g.post(path+"/entrust", url.Values{"member_id": {member}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = visit(t, shop, "delivery@lanxi.example").get(path)
	require.Equal(t, http.StatusOK, answer.Code, "who was granted the product sees it")
}

// catalogue.md §2.6: a finished security scan is chosen in the wizard; the reviewer reads its
// report, and the scan tells which listings name it.
func TestAFinishedScanIsLinkedInTheWizard(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	answer, _ := g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {"saas"}})
	product := answer.Header().Get("Location")
	_, page := g.get(product)
	choice := page.Find("#scan_id option[value!='']").First().AttrOr("value", "")
	require.Regexp(t, "^SC", choice)
	version := page.Find("[name=draft_version]").AttrOr("value", "")
	values := url.Values{"draft_version": {version}, "step": {"access"}, "supervised": {"no"}, "website": {"on"}}
	answer, page = g.post(product, withThen(values, "next"))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#scan_id-fault, [data-bad] #scan_id, .field[data-bad]:has(#scan_id)").First().Length(), "a product with a website links a report")
	values.Set("draft_version", page.Find("[name=draft_version]").AttrOr("value", ""))
	values.Set("scan_id", "SC-OTHER")
	answer, _ = g.post(product, withThen(values, ""))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "only the seller's own")
	values.Set("scan_id", choice)
	answer, _ = g.post(product, withThen(values, ""))
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(product)
	require.Equal(t, choice, page.Find("#scan_id option[selected]").AttrOr("value", ""))
	store := shop.Seller(shop.Lanxi)
	scans, err := store.Scans(t.Context(), market.ScanSearch{Text: choice}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, 1, scans.Rows[0].Used)
	require.ErrorIs(t, store.DeleteScan(t.Context(), scans.Rows[0].ID), &market.Problem{Kind: market.KindConflict}, "a listing names it")
	_, page = visit(t, shop, "reviewer@platform.example").get("/operator/scans/" + scans.Rows[0].ID.String())
	require.Positive(t, page.Find("tr[data-check]").Length(), "the reviewer reads the report")
}

func withThen(values url.Values, then string) url.Values {
	values.Set("then", then)
	return values
}
