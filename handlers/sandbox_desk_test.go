package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// rehearsal is a test order of the service whose requirement was handed in, and its player.
func rehearsal(t *testing.T, shop *dbtest.Shop) (path string, page func() *goquery.Document, play func(verb string, values url.Values) int) {
	t.Helper()
	g := visit(t, shop, "support@lanxi.example")
	res, _ := g.post("/sandboxes/place", url.Values{"product": {serviceCode(shop)}, "quantity": {"1"}, "periods": {"1"}, "phone": {"13800000000"}, "agreed": {"on"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	path = res.Header().Get("Location")
	page = func() *goquery.Document {
		_, document := g.get(path)
		return document
	}
	play = func(verb string, values url.Values) int {
		shop.Clock.Pass(time.Second)
		answer, _ := g.upload(path+"/"+verb, values, nil)
		return answer.Code
	}
	require.Equal(t, http.StatusSeeOther, play("pay", url.Values{"amount": {page().Find("#pay #amount").AttrOr("value", "")}, "method": {"prepaid"}}))
	require.Equal(t, http.StatusSeeOther, play("submit", url.Values{"text": {"三个仓库的期初库存"}}))
	return path, page, play
}

// transactions.md §3: in the sandbox a dispute is played to its end: the platform asks for
// evidence, the buyer supplies it, the platform decides.
func TestASellerPlaysADisputeToItsDecision(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path, page, play := rehearsal(t, shop)
	require.Zero(t, page().Find("#desk").Length(), "nothing to decide")
	require.Equal(t, http.StatusSeeOther, play("appeal", url.Values{"ground": {"late"}, "reason": {"承诺的时间已过"}}))
	require.Zero(t, page().Find("#supply").Length(), "nobody asked yet")
	require.Equal(t, http.StatusUnprocessableEntity, play("desk-ask", url.Values{"asked_party": {"buyer"}}))
	require.Equal(t, http.StatusSeeOther, play("desk-ask", url.Values{"asked_party": {"buyer"}, "asked": {"请提供合同"}}))
	require.Contains(t, page().Find("#supply").Text(), "请提供合同")
	require.Equal(t, http.StatusUnprocessableEntity, play("supply", url.Values{"text": {"见附件"}}), "evidence is a file")
	g := visit(t, shop, "support@lanxi.example")
	answer, _ := g.upload(path+"/supply", url.Values{"text": {"见附件"}}, map[string]string{"files": "%PDF-1.4 contract"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, http.StatusUnprocessableEntity, play("desk-decide", url.Values{"outcome": {"refund"}, "amount": {"99999999.00"}, "conclusion": {"退"}}))
	require.Equal(t, http.StatusSeeOther, play("desk-decide", url.Values{"outcome": {"return"}, "return_node": {"REQ_PENDING"}, "conclusion": {"请重新提交需求"}}))
	require.Equal(t, 1, page().Find("#submit").Length(), "the requirement is to be handed in again")
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM desk_notices WHERE link LIKE '/operator/appeals/%' AND at > $1`, dbtest.Today).Scan(&told))
	require.Zero(t, told, "the operator hears nothing of it")
}

// transactions.md §2.6: in the sandbox the review in two steps is played too.
func TestASellerPlaysThePlatformsReview(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path, page, play := rehearsal(t, shop)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET sale_type = 'joint' WHERE id = $1`, strings.TrimPrefix(path, "/sandboxes/"))
	require.NoError(t, err)
	require.Equal(t, 1, page().Find("#desk-mark").Length())
	require.Equal(t, http.StatusSeeOther, play("desk-mark", url.Values{"coupon_kind": {"cash"}}))
	order, err := market.ParseID[market.Order](strings.TrimPrefix(path, "/sandboxes/"))
	require.NoError(t, err)
	store := shop.Seller(shop.Lanxi)
	flow, err := store.SupervisionOf(t.Context(), order)
	require.NoError(t, err)
	require.Equal(t, market.RuleEmpowerment, flow.Flow.V.Rule)
	require.NoError(t, store.ConfirmSupervision(t.Context(), flow.ID, 0))
	var files []market.Upload
	for _, kind := range flow.Flow.V.Handover().Evidence {
		files = append(files, market.Upload{Kind: kind, Name: "a.pdf", Content: []byte("%PDF-1.4 " + string(kind))})
	}
	require.NoError(t, store.DeliverSupervision(t.Context(), flow.ID, market.Delivery{Result: "done", Files: files}))
	play("desk-endorse", nil)
	require.Zero(t, page().Find("#accept").Length(), "the first step comes first")
	require.Equal(t, http.StatusSeeOther, play("desk-decline", url.Values{"reason": {"盖章看不清"}}))
	require.NoError(t, store.DeliverSupervision(t.Context(), flow.ID, market.Delivery{Result: "again", Files: []market.Upload{{Kind: market.EvidenceSigned, Name: "b.pdf", Content: []byte("%PDF-1.4 readable")}}}))
	require.Equal(t, http.StatusSeeOther, play("desk-approve", url.Values{"comment": {"齐全"}}))
	require.Equal(t, http.StatusSeeOther, play("desk-endorse", nil))
	require.Equal(t, 1, page().Find("#accept").Length(), "now the buyer accepts")
	require.Zero(t, page().Find("#desk-approve").Length())
}

// transactions.md §1.6: automatic renewal needs its duration and how often, in the sandbox too.
func TestAutomaticRenewalIsChosenInTheSandbox(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	res, _ := g.post("/sandboxes/place", url.Values{"product": {saasCode(shop)}, "quantity": {"1"}, "periods": {"1"}, "phone": {"13800000000"}, "agreed": {"on"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	path := res.Header().Get("Location")
	_, page := g.get(path)
	res, _ = g.post(path+"/pay", url.Values{"amount": {page.Find("#pay #amount").AttrOr("value", "")}, "method": {"prepaid"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	res, _ = g.post(path+"/expiry", url.Values{"policy": {"renew"}, "renew_periods": {"1"}, "renew_times": {"0"}})
	require.Equal(t, http.StatusUnprocessableEntity, res.Code)
	res, _ = g.post(path+"/expiry", url.Values{"policy": {"renew"}, "renew_periods": {"1"}, "renew_times": {"2"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get(path)
	require.Zero(t, page.Find(`form[action$="/owe"]`).Length(), "only what is paid by use is ever in arrears")
}
