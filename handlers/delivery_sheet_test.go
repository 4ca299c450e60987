package handlers

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.4: a missing courier is asked for, answered within three working days, and
// then chosen at the shipment.
func TestAMissingCourierIsAskedForFromTheShipment(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ship := "/supervisions/" + shop.Supervisions["lanxi hardware"].String() + "/ship"
	g := visit(t, shop, "support@lanxi.example")
	_, page := g.get(ship)
	link, _ := page.Find("#missing-courier a").Attr("href")
	require.Equal(t, "/couriers?supervision="+shop.Supervisions["lanxi hardware"].String(), link)
	answer, page := g.get(link)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, page.Find(".lead").Text(), "3 working days")
	typed := url.Values{"supervision": {page.Find("input[name=supervision]").AttrOr("value", "")}, "name": {"极兔速递"}, "code": {"J-T"}, "website": {"jtexpress"}}
	answer, page = g.post("/couriers/ask", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#code-fault").Length())
	require.Equal(t, 1, page.Find("#website-fault").Length())
	require.Equal(t, "极兔速递", page.Find("#name").AttrOr("value", ""), "what was typed stays")
	typed.Set("website", "https://www.jtexpress.cn")
	typed.Set("code", "sf")
	answer, page = g.post("/couriers/ask", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "it is on the list already")
	require.Contains(t, page.Find("#code-fault").Text(), "SF")
	typed.Set("code", "jtsd")
	answer, _ = g.post("/couriers/ask", typed)
	require.Equal(t, ship, answer.Header().Get("Location"), "back to the shipment")
	_, page = g.get(ship)
	require.Contains(t, page.Find("#missing-courier").Text(), "极兔速递")
	require.Zero(t, page.Find("select[name=courier] option[value=JTSD]").Length())
	answer, page = g.post("/couriers/ask", typed)
	require.Equal(t, http.StatusConflict, answer.Code, "it was asked for already")
	require.Equal(t, "jtsd", page.Find("#code").AttrOr("value", ""))

	asks, err := shop.Seller(shop.Lanxi).CourierAsks(t.Context())
	require.NoError(t, err)
	calendar, err := shop.DB.Calendar(t.Context())
	require.NoError(t, err)
	require.Equal(t, calendar.PlusDays(asks[0].SubmittedAt, 3), asks[0].DueAt, "three working days")
	desk := visit(t, shop, "manager@platform.example")
	_, page = desk.get("/operator/couriers")
	review, _ := page.Find(`main a[href*="/operator/reviews?kind=courier"]`).Attr("href")
	_, page = desk.get(review)
	review, _ = page.Find(`tbody a[href*="/operator/reviews/"]`).Attr("href")
	_, page = desk.get(review)
	for _, text := range []string{"JTSD", "极兔速递", "https://www.jtexpress.cn"} {
		require.Contains(t, page.Find("main").Text(), text)
	}
	answer, _ = desk.post(review+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Contains(t, said(t, shop, `SELECT reason::text FROM notices WHERE seller_id = $1 AND link LIKE '/reviews/%' ORDER BY at DESC, id DESC LIMIT 1`), "极兔速递")
	_, page = g.get(ship)
	require.Equal(t, 1, page.Find("select[name=courier] option[value=JTSD]").Length())
	require.NotContains(t, page.Find("#missing-courier").Text(), "极兔速递", "answered")
	answer, _ = g.post(ship, url.Values{"courier": {"JTSD"}, "tracking": {"JT1"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)

	answer, _ = visit(t, shop, "finance@lanxi.example").get("/couriers")
	require.Equal(t, http.StatusNotFound, answer.Code, "who ships nothing asks for nothing")
	answer, _ = visit(t, shop, "support@yunzhan.example").get(link)
	require.Equal(t, http.StatusNotFound, answer.Code, "another seller's delivery")
}

// transactions.md §2.3: the requirement template that the seller supplies is the buyer's to fill
// in, by the shop front; §2.2: the buyer sees the same flow, its documents, and what is open.
func TestABuyerFillsInTheRequirementTemplateAndReadsTheDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-911")
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(serviceCode(shop)))
	order := "/orders/" + placed["number"].(string)
	f.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
	var id market.SupervisionID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id FROM supervisions v JOIN orders o ON o.id = v.order_id WHERE o.number = $1`, placed["number"]).Scan(&id))
	stands := func() map[string]any {
		_, answer := f.get(order + "/progress")
		return answer["supervision"].(map[string]any)
	}
	now := stands()
	require.Contains(t, now["may"], "supervision.submit")
	require.NotContains(t, now["may"], "supervision.accept")
	forms := map[string]map[string]any{}
	for _, one := range now["templates"].([]any) {
		forms[one.(map[string]any)["kind"].(string)] = one.(map[string]any)
	}
	require.Len(t, forms, 2, "the requirement's and the delivery's")
	fetch := func(from *front, link any) (status int, body string) {
		request := from.request(http.MethodGet, strings.TrimPrefix(link.(string), storefrontPath), "")
		answer := httptest.NewRecorder()
		from.router.ServeHTTP(answer, request)
		return answer.Code, answer.Body.String()
	}
	status, form := fetch(f, forms["requirement"]["url"])
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "PK", form[:2], "a Word document")

	g := visit(t, shop, "support@lanxi.example")
	path := "/supervisions/" + id.String()
	filled := base64.StdEncoding.EncodeToString([]byte(form))
	f.ends(http.StatusOK, order+"/requirement", `{"text": "three warehouses"}`)
	_, page := g.get(path)
	require.Contains(t, page.Find("#requirement-template").Text(), "sent no file back")
	_, page = g.get(path + "/refuse")
	require.Equal(t, 1, page.Find("#requirement-template").Length())
	answer, _ := g.post(path+"/refuse", url.Values{"reason": {"please fill in the form"}, "seen": {fmt.Sprint(flowNow(t, shop, id).Version)}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Contains(t, stands()["may"], "supervision.submit", "it came back")
	f.ends(http.StatusOK, order+"/requirement", fmt.Sprintf(`{"text": "three warehouses", "files": [{"name": "需求.docx", "content": %q}]}`, filled))
	_, page = g.get(path)
	require.NotContains(t, page.Find("#requirement-template").Text(), "sent no file back")
	require.Contains(t, page.Find(".file-boxes").First().Text(), "需求.docx")

	require.NoError(t, shop.Seller(shop.Lanxi).ConfirmSupervision(t.Context(), id, 0))
	proof := []market.Upload{{Kind: market.EvidenceSOW, Name: "sow.pdf", Content: []byte("%PDF-1.4 a")}, {Kind: market.EvidenceAcceptance, Name: "acceptance.pdf", Content: []byte("%PDF-1.4 b")}}
	require.NoError(t, shop.Seller(shop.Lanxi).UploadSupervision(t.Context(), id, proof[:1]))
	require.Len(t, stands()["documents"], 1, "what the seller prepares is not the buyer's yet")
	require.NoError(t, shop.Seller(shop.Lanxi).DeliverSupervision(t.Context(), id, market.Delivery{Result: "runs", Files: proof[1:]}))
	now = stands()
	require.ElementsMatch(t, []any{"supervision.accept", "supervision.reject", "appeal.file", "refund.request"}, now["may"])
	documents := now["documents"].([]any)
	require.Len(t, documents, 3)
	for _, one := range documents {
		status, _ = fetch(f, one.(map[string]any)["url"])
		require.Equal(t, http.StatusOK, status)
		status, _ = fetch(storefrontOf(t, shop, "C-912"), one.(map[string]any)["url"])
		require.Equal(t, http.StatusNotFound, status, "another customer's")
	}
	_, mine := f.get("/orders?supervision=running")
	first := mine["orders"].([]any)[0].(map[string]any)["supervision"].(map[string]any)
	require.Equal(t, []any{"ACCEPTING", "buyer"}, []any{first["node"], first["turn"]})
	_, mine = f.get("/orders?supervision=frozen")
	require.Empty(t, mine["orders"])
}

// transactions.md §1.1: the order list leads to which orders are told to the seller's server.
func TestTheOrderListLeadsToTheOrderNotification(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, page := visit(t, shop, "operations@lanxi.example").get("/orders")
	require.Equal(t, 1, page.Find(`main a[href="/hooks"]`).Length())
	_, page = visit(t, shop, "manager@platform.example").get("/operator/orders")
	require.Zero(t, page.Find(`main a[href="/hooks"]`).Length())
}
