package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// specsOf are the specs on sale of a product, in their order.
func specsOf(t *testing.T, shop *dbtest.Shop, product string) (ids []string) {
	t.Helper()
	rows, err := shop.DB.Pool().Query(`SELECT s.id::text FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
		WHERE p.name = $1 AND s.status = 'on_sale' ORDER BY s.ordinal`, product)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var id string
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	require.NotEmpty(t, ids)
	return ids
}

// catalogue.md §5, §11.2: several specs are limited at once; a refused form comes back whole.
func TestSeveralSpecsAreLimitedInOneForm(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	specs := specsOf(t, shop, "澜溪云 ERP SaaS 版")
	_, page := g.get("/limits/new?text=ERP")
	require.Equal(t, 1, page.Find(`input[name=spec][value="`+specs[0]+`"]`).Length())
	_, page = g.get("/limits/new?spec=" + specs[0] + "&spec=" + specs[1])
	require.Equal(t, 2, page.Find(`select[name^=count_]`).Length())
	typed := url.Values{"rows": {"2"}, "spec_0": {specs[0]}, "count_0": {"lifetime"}, "times_0": {"0"},
		"spec_1": {specs[1]}, "count_1": {"none"}, "times_1": {"1"}, "quantity_1": {"-5"}}
	res, page := g.post("/limits/set", typed)
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, "-5", page.Find("#quantity_1").AttrOr("value", ""))
	require.Equal(t, 2, page.Find("#error-summary li").Length(), "both rows' faults at once")
	typed.Set("times_0", "1")
	typed.Set("quantity_1", "100")
	res, _ = g.post("/limits/set", typed)
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get("/limits?text=ERP")
	require.Equal(t, 2, page.Find("tbody tr").Length())
	path, found := page.Find(`form[action$="/lift"]`).First().Attr("action")
	require.True(t, found)
	res, _ = g.post(path, nil)
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = visit(t, shop, "manager@platform.example").get("/operator/limits?text=ERP")
	require.Equal(t, 1, page.Find("tbody tr").Length(), "the operator reads them")
}

// catalogue.md §5: the buyer reads the rule's text and whom to ask.
func TestAShopFrontIsToldWhichRuleRefuses(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, front := shop.Seller(shop.Lanxi), storefrontOf(t, shop, "C-900")
	code := saasCode(shop)
	spec, err := market.ParseID[market.Spec](specsOf(t, shop, "澜溪云 ERP SaaS 版")[0])
	require.NoError(t, err)
	require.NoError(t, store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountLifetime, CountN: 1}}))
	front.ends(http.StatusCreated, "/orders", front.wanted(code))
	for _, path := range []string{"/quotes", "/orders"} {
		refused := front.ends(http.StatusConflict, path, front.wanted(code))
		require.Contains(t, refused["message"], "400-820-1842", "the seller's telephone")
	}
	trial := strings.Replace(front.wanted(shop.Codes["澜溪智能工单/团队版/year"]), `"quantity": 1,`, `"type": "trial", "quantity": 1,`, 1)
	front.ends(http.StatusConflict, "/orders", trial)
	named := strings.Replace(trial, `"account":`, `"real_name": "enterprise", "account":`, 1)
	placed := front.ends(http.StatusCreated, "/orders", named)
	require.Equal(t, "0.00", placed["amount"])
	front.ends(http.StatusConflict, "/orders", named)
}

func TestTheSimulatorShowsEveryRuleAndWhoDecided(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	ask := func(product, customer, kind string) string {
		return "/limits/simulate?" + url.Values{"offer": {shop.Codes[product]}, "account_id": {customer}, "type": {kind}, "amount": {"1"}, "method": {"prepaid"}}.Encode()
	}
	_, page := g.get(ask("澜溪等保合规服务/三级系统/once", "C-900", "new"))
	require.Equal(t, len(market.Rules), page.Find("#rules tbody tr").Length())
	require.Equal(t, 1, page.Find(`tr[data-rule="audience"] [data-tone="bad"]`).Length())
	require.Equal(t, 1, page.Find(`.banner[data-tone="bad"]`).Length())
	_, page = g.get(ask("澜溪云 ERP SaaS 版/标准版/year", "C-900", "new"))
	require.Equal(t, 1, page.Find(`.banner[data-tone="ok"]`).Length())
	res, page := g.get(ask("澜溪云 ERP SaaS 版/标准版/year", "", "new"))
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, 1, page.Find("#account_id[aria-invalid]").Length())
	_, page = g.get(ask("澜溪云 ERP SaaS 版/标准版/year", "C-900", "trial"))
	require.Equal(t, 1, page.Find(`.banner[data-tone="bad"]`).Length(), "§4: a spec without trial")
	require.Zero(t, page.Find("#rules").Length())
}

func TestUsersAreNamedOnThePageThatFollows(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	spec := specsOf(t, shop, "澜溪云 ERP SaaS 版")[0]
	_, page := g.get("/audiences/specs/" + spec)
	require.Equal(t, len(market.AudienceKinds), page.Find("input[name=kind]").Length())
	res, page := g.post("/audiences/specs/"+spec+"/set", url.Values{"kind": {"associated"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, 1, page.Find("#targets[data-bad]").Length())
	res, _ = g.post("/audiences/specs/"+spec+"/set", url.Values{"kind": {"specified"}})
	users := res.Header().Get("Location")
	require.Regexp(t, `^/audiences/[0-9a-f-]{36}$`, users)
	res, page = g.post(users+"/admit", url.Values{"users": {"beiling_erp, C-23016\nnobody"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Contains(t, page.Find("#users").Text(), "nobody")
	res, _ = g.post(users+"/admit", url.Values{"users": {"beiling_erp, C-23016"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get(users)
	id, _ := page.Find("input[name=user]").Attr("value")
	res, _ = g.post(users+"/drop", url.Values{"user": {id}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get(users)
	require.Zero(t, page.Find("input[name=user]").Length())
	_, page = g.get("/audiences?text=ERP&kind=specified")
	require.Equal(t, 1, page.Find(`a[href="`+users+`"]`).Length())
}

// catalogue.md §5: replenishment and note; the history says both.
func TestStockIsChangedWithANote(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/stocks/" + shop.Products["澜溪云 ERP SaaS 版"].String()
	res, page := g.post(path+"/set", url.Values{"change": {"-5000"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	require.Equal(t, "-5000", page.Find("#change").AttrOr("value", ""))
	require.Equal(t, 1, page.Find("#note[aria-invalid]").Length())
	res, _ = g.post(path+"/set", url.Values{"change": {"-99"}, "note": {"机房缩容"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find("tbody").Text(), "机房缩容")
	require.Contains(t, page.Find("tbody").Text(), "900")
	file, _ := g.get("/stocks?as=csv")
	require.Contains(t, file.Body.String(), "澜溪云 ERP SaaS 版")
	res, _ = visit(t, shop, "finance@lanxi.example").get(path)
	require.Equal(t, http.StatusNotFound, res.Code)
}

// catalogue.md §4: the whitelist closes a trial to everybody until users are added.
func TestTrialsAreClosedAndOpenedFromTheirList(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	spec := specsOf(t, shop, "澜溪智能工单")[0]
	res, _ := g.post("/trials/add", url.Values{"id": {spec}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page := g.get("/trials?open=whitelist&text=" + url.QueryEscape("智能工单"))
	require.Equal(t, 1, page.Find("tbody tr").Length())
	res, _ = g.post("/trials/"+spec+"/remove", nil)
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get("/trials?open=whitelist&text=" + url.QueryEscape("智能工单"))
	require.Zero(t, page.Find(`form[action="/trials/`+spec+`/remove"]`).Length())
}

// catalogue.md §5: credit for joint and platform products, for everybody or for named users.
func TestCreditIsSwitchedPerProduct(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	general := shop.Products["澜溪云 ERP SaaS 版"]
	set := url.Values{"purpose": {"credit_limit"}, "state": {"all"}}
	res, _ := g.post("/credits/"+general.String()+"/set", set)
	require.Equal(t, "/credits", res.Header().Get("Location"))
	_, page := g.get("/credits")
	require.Zero(t, page.Find(`form[action*="`+general.String()+`"]`).Length(), "a general product takes no credit")
	_, err := shop.DB.Pool().Exec(`UPDATE products SET sale_type = 'joint' WHERE id = $1`, general)
	require.NoError(t, err)
	store := shop.Seller(shop.Lanxi)
	front := storefrontOf(t, shop, "C-900")
	placed := front.ends(http.StatusCreated, "/orders", front.wanted(saasCode(shop)))
	pay := fmt.Sprintf(`{"amount": %q, "method": "credit_limit"}`, placed["amount"])
	path := "/orders/" + placed["number"].(string) + "/pay"
	front.ends(http.StatusConflict, path, pay)
	res, _ = g.post("/credits/"+general.String()+"/set", url.Values{"purpose": {"credit_limit"}, "state": {"specified"}})
	users := res.Header().Get("Location")
	front.ends(http.StatusConflict, path, pay)
	id, err := market.ParseID[market.Audience](strings.TrimPrefix(users, "/audiences/"))
	require.NoError(t, err)
	require.NoError(t, store.AdmitCustomers(t.Context(), id, []market.AudienceUser{{AccountName: "beiling_erp", AccountID: "C-900"}}))
	front.ends(http.StatusOK, path, pay)
}
