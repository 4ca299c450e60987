package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

func TestAMessageExplainsItself(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	answer, page := g.get("/fulfilments/" + shop.Messages["refused"].String())
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 3, page.Find(".diagnosis section").Length())
	require.Contains(t, page.Find(".diagnosis").Text(), "key-01 to key-03")
	require.Equal(t, 4, page.Find(".schedule ol > li").Length(), "three tries and the last one to come")
	require.Contains(t, page.Find(".schedule-consequence").Text(), "refunded in full")
	require.Equal(t, 4, page.Find(".recipe li[data-ok]").Length())
	require.Contains(t, page.Find(".tested li:not([data-ok])").Text(), "000001")
	require.Equal(t, 1, page.Find(".beside > ul > li > a[aria-current]").Length())
	keys, err := shop.Seller(shop.Lanxi).KeysInUse(t.Context(), market.KeyBase)
	require.NoError(t, err)
	for _, key := range keys {
		require.NotContains(t, answer.Body.String(), string(key.Value))
	}

	answer, _ = g.post("/fulfilments/"+shop.Messages["refused"].String()+"/restart", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	require.Contains(t, page.Find(".head .chip").Text(), "Queued")
}

func TestSelectedMessagesAreRestartedTogether(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/fulfilments?status=failing")
	require.Equal(t, 3, page.Find("tbody tr").Length())
	answer, _ := g.post("/fulfilments/restart", url.Values{"return": {"/fulfilments?status=failing"}, "all": {"1"}})
	require.Equal(t, "/fulfilments?status=failing", answer.Header().Get("Location"))
	_, page = g.get(answer.Header().Get("Location"))
	require.Contains(t, page.Find("[data-toast]").Text(), "2 restarted, 1 could not be")

	answer, _ = g.post("/fulfilments/restart", url.Values{"id": {shop.Messages["stopped"].String()}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = visit(t, shop, "owner@yunzhan.example").post("/fulfilments/restart", url.Values{"id": {shop.Messages["stopped"].String()}})
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = visit(t, shop, "finance@lanxi.example").get("/fulfilments")
	require.Equal(t, http.StatusNotFound, answer.Code)
}

func TestAKeyIsShownOnceAndOnlyToTheMainAccount(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	_, page := g.get("/keys")
	require.Equal(t, 3, page.Find("tbody tr").Length())
	answer, page := g.post("/keys/"+shop.Keys["lanxi general"].String()+"/reveal", nil)
	require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
	require.Len(t, strings.TrimSpace(page.Find(".code pre").Text()), 32)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.RevealKey, act)

	g = visit(t, shop, "operations@lanxi.example")
	answer, page = g.get("/keys")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Zero(t, page.Find("form[action^='/keys/']").Length())
	answer, _ = g.post("/keys/"+shop.Keys["lanxi general"].String()+"/reveal", nil)
	require.NotContains(t, answer.Body.String(), "code pre")
	require.NotEqual(t, http.StatusOK, answer.Code)
}

func TestADebugRequestIsShownSentAndSaved(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	desk := "/endpoints/debug?activity=releaseInstance&endpoint=" + shop.Endpoints["lanxi"].String()
	_, page := g.get(desk + "&prepare=1&instanceId=i-77&orderId=1&orderLineId=2")
	require.Contains(t, page.Find(".code pre").First().Text(), "i-77")
	require.Contains(t, page.Find(".code pre").Text(), "curl -X POST")
	require.Equal(t, 4, page.Find(".recipe li").Length())

	values := url.Values{"activity": {"releaseInstance"}, "instanceId": {"i-78"}, "orderId": {"1"}, "orderLineId": {"2"}}
	answer, _ := g.post("/endpoints/"+shop.Endpoints["lanxi"].String()+"/debug", values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	require.Contains(t, page.Find(".exchange").Text(), "i-78")

	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "badsign"}))
	answer, page = g.post("/endpoints/"+shop.Endpoints["lanxi"].String()+"/debug", values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Find(".diagnosis").Text(), "signature does not match")
	require.Equal(t, "i-78", page.Find("input[name=instanceId]").AttrOr("value", ""), "what was typed is still there")

	values.Del("instanceId")
	answer, page = g.post("/endpoints/"+shop.Endpoints["lanxi"].String()+"/debug", values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#error-summary").Length())

	answer, _ = visit(t, shop, "support@lanxi.example").post("/endpoints/"+shop.Endpoints["lanxi"].String()+"/debug", values)
	require.Equal(t, http.StatusForbidden, answer.Code)
}

func TestAnAddressIsRegisteredAndItsProofAskedFor(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@qinghe.example")
	answer, page := g.post("/endpoints/register", url.Values{"url": {"http://127.0.0.1/x"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "http://127.0.0.1/x", page.Find("#url").AttrOr("value", ""))
	require.Equal(t, "true", page.Find("#url").AttrOr("aria-invalid", ""))

	answer, _ = g.post("/endpoints/register", url.Values{"url": {"https://api.yunzhan.example/qinghe"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/endpoints")
	require.Contains(t, page.Find(".proof-steps").Text(), "https://api.yunzhan.example"+market.ProofPath)
	verify := page.Find(".proof-steps form").AttrOr("action", "")
	answer, _ = g.post(verify, nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/endpoints")
	require.Equal(t, 1, page.Find("[data-toast][data-bad]").Length(), "nobody proves a host that is another's")
	require.Contains(t, page.Find("tbody").Text(), "Not verified")
}
