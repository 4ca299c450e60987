package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §11.2: drafts are narrowed by access type, several are deleted at once after a
// preview, and no more are begun than the installation lets lie there.
func TestDraftsAreNarrowedDeletedTogetherAndBounded(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	begun := map[string]string{}
	for _, access := range []string{"saas", "service"} {
		answer, _ := g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {access}})
		require.Equal(t, http.StatusSeeOther, answer.Code)
		begun[access] = strings.Split(answer.Header().Get("Location"), "/")[2]
	}
	_, page := g.get("/drafts?access_type=service")
	require.Positive(t, page.Find("tbody a[href*='"+begun["service"]+"']").Length())
	require.Zero(t, page.Find("tbody a[href*='"+begun["saas"]+"']").Length())

	answer, _ := g.post("/tasks/draft", url.Values{"act": {string(market.DiscardProduct)}, "id": {begun["saas"], begun["service"]}, "return": {"/drafts"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	task := answer.Header().Get("Location")
	_, page = g.get(task)
	require.Contains(t, page.Find("main").Text(), "Delete draft")
	run(t, shop, g, task, "apply")
	require.Equal(t, "0", said(t, shop, `SELECT count(*) FROM products WHERE seller_id = $1 AND id IN ($2, $3)`, begun["saas"], begun["service"]))

	seen, err := shop.DB.Settings(t.Context())
	require.NoError(t, err)
	text, err := seen.Text("draft_count")
	require.NoError(t, err)
	drafts := said(t, shop, `SELECT greatest(count(*), 1) FROM products WHERE seller_id = $1 AND draft IS NOT NULL AND status IN ('draft', 'rejected')`)
	typed := text
	typed.Text = drafts
	require.NoError(t, shop.DB.Operator(shop.Actor(market.Manager)).SetSetting(t.Context(), "draft_count", text, typed))
	for range 2 {
		answer, page = g.post("/products/draft", url.Values{"sale_type": {"general"}, "access_type": {"saas"}})
	}
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Contains(t, page.Find("main").Text(), "At most "+drafts+" drafts")
}

// catalogue.md §2.9: a rejected or withdrawn request of a general product is changed or
// deleted from my applications, which show the access type and lead to the drafts.
func TestMyApplicationsLeadToChangeAndDelete(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	var review, product string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id, v.subject FROM reviews v JOIN products p ON p.seller_id = v.seller_id AND p.id = v.subject
		WHERE v.seller_id = $1 AND v.kind = 'product_publish' AND v.status = 'pending' AND p.sale_type = 'general' LIMIT 1`, shop.Lanxi).Scan(&review, &product))
	answer, _ := visit(t, shop, "reviewer@platform.example").post("/operator/reviews/"+review+"/reject", url.Values{"reason": {"主图有联系电话"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page := g.get("/reviews?status=rejected&kind=product_publish")
	require.Equal(t, 1, page.Find("tbody a[href='/products/"+product+"/edit']").Length(), "modify")
	require.Equal(t, 1, page.Find("tbody form[action='/products/"+product+"/discard']").Length(), "delete")
	require.Equal(t, 1, page.Find("th:contains('Access type')").Length())
	require.Equal(t, 1, page.Find("main a[href='/drafts']").Length(), "state draft")

	_, err := shop.DB.Pool().Exec(`UPDATE products SET sale_type = 'joint' WHERE seller_id = $1 AND id = $2`, shop.Lanxi, product)
	require.NoError(t, err)
	_, page = g.get("/reviews?status=rejected&kind=product_publish")
	require.Zero(t, page.Find("tbody form[action='/products/"+product+"/discard']").Length(), "a joint one is mended, never deleted")
}

// catalogue.md §2.10, §9.1: the reviewer sees which customer-service group a change chooses.
func TestTheComparisonNamesTheCustomerServiceGroup(t *testing.T) {
	t.Parallel()
	before, after := market.ProductContent{SupportID: "a", SupportName: "一组"}, market.ProductContent{SupportID: "b", SupportName: "二组"}
	changes := market.Changes(&before, after)
	require.Len(t, changes, 1)
	require.Equal(t, "support_id", changes[0].Field)
	require.Equal(t, []string{"一组", "二组"}, []string{changes[0].Before, changes[0].After})
}

// catalogue.md §2.5, §2.10: a comparison speaks of what the access type asks for, nothing else.
func TestTheComparisonKeepsToTheAccessType(t *testing.T) {
	t.Parallel()
	fields := func(access market.AccessType) (names []string) {
		for _, change := range market.ChangesOf(access, market.SaleGeneral, nil, market.ProductContent{Flow: "standard", Name: "x"}) {
			names = append(names, change.Field)
		}
		return names
	}
	require.Contains(t, fields(market.AccessSaaS), "supervised")
	require.Contains(t, fields(market.AccessService), "flow")
	for _, foreign := range []string{"supervised", "website", "delivery_flow"} {
		require.NotContains(t, fields(market.AccessService), foreign)
	}
}

// catalogue.md §4, §3.10, §6, §7.2, §11.2: what the lists name besides, and what can be done
// with several rows after a preview.
func TestListsOfSalesHaveTheSheetsColumnsAndBatches(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for path, acts := range map[string][]market.Act{
		"/drafts": {market.DiscardProduct}, "/trials": {market.RemoveTrial}, "/upgrades": {market.EndUpgrade}, "/teams": {market.AssignTeam},
	} {
		_, page := g.get(path)
		for _, act := range acts {
			require.Positive(t, page.Find("[name=act][value='"+string(act)+"']").Length(), "%s: %s", path, act)
		}
	}
	answer, _ := g.get("/resales?level=product&tab=active&as=csv")
	head := strings.SplitN(answer.Body.String(), "\n", 2)[0]
	for _, column := range []string{"Product number", "Category", "Access type"} {
		require.Contains(t, head, column)
	}
	answer, _ = g.get("/invoices?status=&as=csv")
	require.Contains(t, strings.SplitN(answer.Body.String(), "\n", 2)[0], "Medium")
	_, page := g.get("/supports?text=zzz-nobody")
	require.Zero(t, page.Find("tbody tr").Length())
}

// catalogue.md §2.1, §2.3: a consulting service leads to its seller's own site, a joint product
// shows its support terms, and search engines are told what the seller wrote for them.
func TestAShopFrontIsToldWhereAConsultingServiceLeads(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	const name = "澜溪智能工单"
	_, err := shop.DB.Pool().Exec(`UPDATE revisions SET content = content || '{"jump_url": "https://advice.lanxi.example", "support_terms": "工作日响应", "seo_title": "工单系统"}'
		WHERE seller_id = $1 AND id = (SELECT revision_id FROM products WHERE seller_id = $1 AND id = $2)`, shop.Lanxi, shop.Products[name])
	require.NoError(t, err)
	code, answer := f.get("/products/" + numberOf(t, shop, name))
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "https://advice.lanxi.example", answer["jump_url"])
	require.Equal(t, "工作日响应", answer["support_terms"])
	require.Equal(t, "工单系统", answer["seo"].(map[string]any)["title"])
}

// catalogue.md §6, §11.2: a reseller is told of what it was granted, the discount in percent;
// a refused end of an authorization stays at its field.
func TestAResellerReadsItsDiscountInPercent(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	product := shop.Products["澜溪数据看板"].String()
	today := market.DayOf(shop.Clock.Now())
	answer, page := g.post("/resales/authorize", url.Values{"level": {"partner"}, "id": {product}, "discount": {"60"}, "starts_on": {today.String()},
		"ends_on": {today.Plus(30).String()}, "project": {"rollout"}, "partner": {"R-70007"}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault, .row-fault").Text())
	_, said := storefrontOf(t, shop, "R-70007").get("/messages")
	messages := listOf(said, "messages")
	require.Len(t, messages, 1)
	require.Contains(t, messages[0]["text"], "60%")

	_, page = g.get("/resales?level=partner&tab=active&text=R-70007")
	at, _ := page.Find("tbody a[href^='/resales/']").Attr("href")
	answer, page = g.post(at+"/end", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#reason-fault").Length())
}

// catalogue.md §2.2, §2.10: the operator takes a listing off sale for a breach of the rules; its
// seller reads why on the product's page, and nobody buys it any more.
func TestASellerReadsWhyAListingWasTakenDown(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	const name = "澜溪智能工单"
	product, number := shop.Products[name].String(), numberOf(t, shop, name)
	desk := visit(t, shop, "reviewer@platform.example")
	desk.post("/operator/products/"+product+"/takedown", url.Values{"reason": {""}})
	owner := visit(t, shop, "owner@lanxi.example")
	_, page := owner.get("/products/" + product)
	require.Zero(t, page.Find(".banner:contains('exaggerates')").Length(), "not without a reason")
	answer, _ := desk.post("/operator/products/"+product+"/takedown", url.Values{"reason": {"The page exaggerates."}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = owner.get("/products/" + product)
	require.Contains(t, page.Find(".banner").Text(), "The page exaggerates.")
	code, _ := storefrontOf(t, shop, "C-900").get("/products/" + number)
	require.Equal(t, http.StatusNotFound, code)
}
