package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// codeOf is the wire code of one of the demo's things of that name.
func codeOf(t *testing.T, shop *dbtest.Shop, product string) (code string) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT r.code FROM prices r JOIN specs s ON s.seller_id = r.seller_id AND s.id = r.spec_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id WHERE p.seller_id = $1 AND p.name = $2 LIMIT 1`, shop.Lanxi, product).Scan(&code))
	return code
}

// transactions.md §10.1: every act of a buyer on hardware and licences, by the shop front.
func TestAShopFrontCarriesHardwareAndLicences(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-901")
	buys := func(product, more string) (string, market.SupervisionID) {
		body := fmt.Sprintf(`{"seller": "S-100001", "product": %q, "quantity": 1, "agreed": true%s,
			"customer": {"name": "北岭装备制造有限公司", "account": "beiling_erp", "phone": "13800134021"}}`, codeOf(t, shop, product), more)
		placed := f.ends(http.StatusCreated, "/orders", body)
		path := "/orders/" + placed["number"].(string)
		f.ends(http.StatusOK, path+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
		var id market.SupervisionID
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id FROM supervisions v JOIN orders o ON o.id = v.order_id WHERE o.number = $1`, placed["number"]).Scan(&id))
		return path, id
	}
	refused := f.ends(http.StatusUnprocessableEntity, "/orders", fmt.Sprintf(`{"seller": "S-100001", "product": %q, "quantity": 1, "agreed": true,
		"customer": {"name": "x", "account": "y", "phone": "13800134021"}}`, codeOf(t, shop, "澜溪仓储手持终端")))
	require.Contains(t, refused["fields"], "address", "hardware needs one")
	hardware, id := buys("澜溪仓储手持终端", `, "address": {"recipient": "W", "phone": "13800134021", "place": "Beijing 1"}`)
	f.ends(http.StatusOK, hardware+"/address", `{"recipient": "Desk", "phone": "13900001111", "place": "Shanghai 2"}`)
	seller := visit(t, shop, "support@lanxi.example")
	answer, page := seller.post("/supervisions/"+id.String()+"/ship", url.Values{"courier": {"SF"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "SF", page.Find("select[name=courier] option[selected]").AttrOr("value", ""))
	answer, _ = seller.post("/supervisions/"+id.String()+"/ship", url.Values{"courier": {"SF"}, "tracking": {"SF77"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	f.ends(http.StatusConflict, hardware+"/address", `{"recipient": "Desk", "phone": "13900001111", "place": "Shanghai 3"}`)
	shop.Clock.Pass(time.Hour)
	f.ends(http.StatusOK, hardware+"/courier", fmt.Sprintf(`{"tracking": "SF77", "status": "signed", "at": %q}`, shop.Clock.Now().Format(time.RFC3339)))
	_, progress := f.get(hardware + "/progress")
	parcel := progress["supervision"].(map[string]any)["parcel"].(map[string]any)
	require.Equal(t, "Shanghai 2", parcel["place"])
	require.Equal(t, "signed", parcel["status"])
	require.NotEmpty(t, parcel["accepts_at"])
	_, page = seller.get("/supervisions/" + id.String())
	require.Contains(t, page.Find("#timeline .timeline > li").First().Text(), "Signed", "transactions.md §2.7: the courier's news stand in the log")
	require.Contains(t, page.Find("#handed").Text(), "顺丰", "the courier by its name")

	licence, id := buys("澜溪数据脱敏引擎 授权码版", "")
	f.ends(http.StatusConflict, licence+"/receive", "")
	require.NoError(t, shop.Seller(shop.Lanxi).DeliverSupervision(t.Context(), id, market.Delivery{Result: "ready"}))
	_, progress = f.get(licence + "/progress")
	require.NotContains(t, progress["supervision"], "license", "not before it is received")
	f.ends(http.StatusOK, licence+"/receive", "")
	_, progress = f.get(licence + "/progress")
	require.Contains(t, progress["supervision"].(map[string]any)["license"], "PL")

	ident, id := buys("澜溪加密网关软件", "")
	f.ends(http.StatusOK, ident+"/identification", `{"kind": "hardware", "code": "00-1B-44"}`)
	require.Equal(t, "00-1B-44", flowNow(t, shop, id).Code)
	deployed, id := buys("澜溪监控自动部署版", "")
	stands := func(order string) (int, map[string]any) { return f.get(order + "/deployment") }
	_, stack := stands(deployed)
	require.Equal(t, map[string]any{"order": stack["order"], "status": "waiting"}, stack)
	f.ends(http.StatusOK, deployed+"/deployment", `{"server": "ecs-1", "network": "vpc", "security_group": "sg"}`)
	_, stack = stands(deployed)
	require.Equal(t, []any{"running", "ecs-1, vpc, sg"}, []any{stack["status"], stack["resources"]})
	f.ends(http.StatusOK, deployed+"/deployed", `{"comment": "runs"}`)
	_, stack = stands(deployed)
	require.Equal(t, "done", stack["status"])
	require.NotEmpty(t, stack["runs_at"])
	status, _ := stands(ident)
	require.Equal(t, http.StatusNotFound, status, "nothing of it is deployed by itself")
	require.Equal(t, "supervision.query_stack", said(t, shop, `SELECT act FROM audits WHERE seller_id = $1 AND act = 'supervision.query_stack' LIMIT 1`), "transactions.md §8: queryStackProcess")
	require.Equal(t, market.SupervisionDone, flowNow(t, shop, id).Status)
}

func flowNow(t *testing.T, shop *dbtest.Shop, id market.SupervisionID) market.Supervision {
	t.Helper()
	flow, err := shop.Seller(shop.Lanxi).Supervision(t.Context(), id)
	require.NoError(t, err)
	return flow
}

// transactions.md §10.2: the operator's desk, the review in two steps, and the templates.
func TestTheOperatorReviewsADeliveryAndEditsATemplate(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Supervisions["lanxi platform review"]
	path := "/operator/supervisions/" + id.String()
	reviewer, manager := visit(t, shop, "reviewer@platform.example"), visit(t, shop, "manager@platform.example")
	_, page := reviewer.get(path)
	require.Equal(t, 1, page.Find("#review form[action$='/approve']").Length())
	answer, page := reviewer.post(path+"/decline", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Positive(t, page.Find(".field[data-bad]").Length())
	answer, _ = manager.post(path+"/endorse", url.Values{})
	require.Equal(t, http.StatusConflict, answer.Code, "the first step comes first")
	answer, _ = reviewer.post(path+"/approve", url.Values{"comment": {"complete"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = manager.post(path+"/endorse", url.Values{})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, market.NodeAccepting, flowNow(t, shop, id).Node)

	typed := url.Values{"seen": {"2"}, "at_DELIVERING": {"1"}, "days_DELIVERING": {"4"}, "at_ACCEPTING": {"2"}, "days_ACCEPTING": {"0"}, "back_ACCEPTING": {"REQ_REVIEW"}}
	answer, page = manager.post("/operator/flows/offline/edit", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "4", page.Find("input[name=days_DELIVERING]").AttrOr("value", ""), "what was typed stays")
	require.Equal(t, 1, page.Find("#ACCEPTING .fault").Length(), "where it is wrong")
	typed.Set("back_ACCEPTING", "DELIVERING")
	typed.Set("preview", "1")
	answer, page = manager.post("/operator/flows/offline/edit", typed)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 3, page.Find("#preview .steps > li").Length(), "drawn, not published")
	typed.Del("preview")
	answer, _ = manager.post("/operator/flows/offline/edit", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = manager.post("/operator/flows/offline/edit", typed)
	require.Equal(t, http.StatusConflict, answer.Code, "somebody was faster")
	answer, _ = reviewer.post("/operator/flows/offline/edit", typed)
	require.Equal(t, http.StatusForbidden, answer.Code)
}

// transactions.md §2.6: documents are looked at in the page, in the browser's own viewer.
func TestADocumentIsShownInThePageAndNothingElseIs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Supervisions["lanxi platform review"]
	file := func(mime string) (id string) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT e.file_id FROM evidences e JOIN files f ON f.id = e.file_id WHERE e.supervision_id = $1 AND f.mime = $2 LIMIT 1`,
			shop.Supervisions["lanxi platform review"], mime).Scan(&id))
		return id
	}
	guest := visit(t, shop, "support@lanxi.example")
	_, page := guest.get("/supervisions/" + id.String() + "/files/" + file("image/png"))
	require.Equal(t, 1, page.Find("img.preview").Length())
	answer, page := guest.get("/supervisions/" + id.String() + "/files/" + file("application/pdf"))
	require.Contains(t, answer.Header().Get("Content-Security-Policy"), "frame-src 'self'")
	frame := page.Find("iframe.preview").AttrOr("src", "")
	require.NotEmpty(t, frame)
	answer, _ = guest.get(frame)
	require.Contains(t, answer.Header().Get("Content-Disposition"), "inline")
	require.Contains(t, answer.Header().Get("Content-Security-Policy"), "default-src 'none'")
	answer, _ = guest.get("/files/" + file("application/vnd.openxmlformats-officedocument.wordprocessingml.document") + "?view=1")
	require.Contains(t, answer.Header().Get("Content-Disposition"), "attachment")
	answer, _ = guest.get("/supervisions/" + shop.Supervisions["lanxi late"].String() + "/files/" + file("image/png"))
	require.Equal(t, http.StatusNotFound, answer.Code, "of another delivery")
}
