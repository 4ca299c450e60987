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

// transactions.md §1.7: what a shop front is told when a purchase cannot be.
func TestAShopFrontIsToldWhyAPurchaseCannotBe(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-907")
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(saasCode(shop)))
	path := "/orders/" + placed["number"].(string)
	refused := f.ends(http.StatusUnprocessableEntity, path+"/pay", `{"amount": "0.01", "method": "prepaid"}`)
	require.Contains(t, refused["fields"], "amount", "the amount differs")
	f.ends(http.StatusConflict, path+"/unsubscribe", `{"reason": "not paid yet"}`)
	_, err := shop.DB.Pool().Exec(`UPDATE skus SET status = 'off_sale' WHERE id = (SELECT sku_id FROM orders WHERE number = $1)`, placed["number"])
	require.NoError(t, err)
	f.ends(http.StatusConflict, "/orders", f.wanted(saasCode(shop)))
	shop.Clock.Pass(8 * 24 * time.Hour)
	f.ends(http.StatusConflict, path+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
}

// transactions.md §2.8: 409 for the wrong node, a frozen delivery and an overtaken act, 422 for
// a missing document and an opening time outside its bounds, 409 for a refund after the code.
func TestADeliveryRefusesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	flows := contested(t, shop, 2)
	path := "/supervisions/" + flows[0].String()
	code := func(verb string, values url.Values, files map[string]string) int {
		answer, _ := g.upload(path+"/"+verb, values, files)
		return answer.Code
	}
	require.Equal(t, http.StatusConflict, code("deliver", url.Values{"result": {"too early"}}, nil), "not your turn")
	answer, _ := g.post(path+"/confirm", url.Values{"seen": {"1"}})
	require.Equal(t, http.StatusConflict, answer.Code, "somebody was faster")
	answer, _ = g.post(path+"/confirm", url.Values{"seen": {fmt.Sprint(flowNow(t, shop, flows[0]).Version)}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, http.StatusUnprocessableEntity, code("deliver", url.Values{"result": {"done"}}, nil), "the documents are missing")
	require.NoError(t, shop.Seller(shop.Lanxi).UploadSupervision(t.Context(), flows[0], []market.Upload{
		{Kind: market.EvidenceSOW, Name: "a.pdf", Content: []byte("%PDF-1.4 a")}, {Kind: market.EvidenceAcceptance, Name: "b.pdf", Content: []byte("%PDF-1.4 b")}}))
	future := shop.Clock.Now().Add(48 * time.Hour).In(market.Shanghai).Format("2006-01-02T15:04")
	require.Equal(t, http.StatusUnprocessableEntity, code("deliver", url.Values{"result": {"done"}, "opened_at": {future}}, nil), "it was opened tomorrow")

	_, err := shop.Seller(shop.Lanxi).FileAppeal(t.Context(), flows[1], market.Complaint{Ground: market.GroundDispute, Reason: "not what was agreed"})
	require.NoError(t, err)
	answer, _ = g.post("/supervisions/"+flows[1].String()+"/confirm", nil)
	require.Equal(t, http.StatusConflict, answer.Code, "frozen")

	f := storefrontOf(t, shop, "C-908")
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(codeOf(t, shop, "澜溪数据脱敏引擎 授权码版")))
	order := "/orders/" + placed["number"].(string)
	f.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, placed["amount"]))
	var id market.SupervisionID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id FROM supervisions v JOIN orders o ON o.id = v.order_id WHERE o.number = $1`, placed["number"]).Scan(&id))
	require.NoError(t, shop.Seller(shop.Lanxi).DeliverSupervision(t.Context(), id, market.Delivery{Result: "ready"}))
	f.ends(http.StatusOK, order+"/receive", "")
	f.ends(http.StatusConflict, order+"/refunds", `{"amount": "1.00", "reason": "too late"}`)
}

// transactions.md §10.2: what the operator does, by its own people alone.
func TestTheOperatorsActsAreTheOperatorsAlone(t *testing.T) {
	t.Parallel()
	for row, acts := range map[string][]market.Act{
		"platform review step 1/2":      {market.ApproveSupervision, market.EndorseSupervision, market.DeclineSupervision},
		"mark customer track, coupon":   {market.MarkSupervision},
		"handle appeal":                 {market.AskAppeal, market.DecideAppeal, market.RejectAppeal, market.AssignAppeal, market.ContactAppeal},
		"force close, reopen, extend":   {market.TerminateSupervision, market.ReopenSupervision, market.ExtendSupervision},
		"in transit, dispute, large":    {market.ConfirmRefund, market.SettleRefund, market.GrantRefund, market.DenyRefund},
		"courier companies":             {market.AddCourier, market.RetireCourier},
		"node templates":                {market.EditFlow},
		"timers":                        {market.SetSetting, market.ResetSetting},
		"freeze and unfreeze instances": {market.BlockInstance, market.UnblockInstance},
		"delist":                        {market.TakeDownProduct},
	} {
		for _, act := range acts {
			require.NotEmpty(t, market.Doers(act), row)
			for _, role := range market.Doers(act) {
				require.True(t, role.Staff(), "%s: %s by %s", row, act, role)
			}
		}
	}
	shop := dbtest.New(t)
	seller, manager := visit(t, shop, "owner@lanxi.example"), visit(t, shop, "manager@platform.example")
	for _, path := range []string{"/operator/supervisions", "/operator/appeals", "/operator/refunds", "/operator/couriers", "/operator/flows", "/operator/settings", "/operator/timers", "/operator/statements"} {
		answer, _ := manager.get(path)
		require.Equal(t, http.StatusOK, answer.Code, path)
		answer, _ = seller.get(path)
		require.Equal(t, http.StatusNotFound, answer.Code, path)
	}
}

// transactions.md §14.5: where a rule of settlement is this installation's, its page says so.
func TestAStatementSaysWhichOfItsRulesAreThisInstallations(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, page := visit(t, shop, "finance@lanxi.example").get("/statements/" + shop.Statements["lanxi 202610"].String())
	require.Contains(t, page.Find("main").Text(), "this installation's setting")
}

// transactions.md §9: everybody sets their own quiet hours, on their own page.
func TestOnesOwnQuietHoursAreSetOnOnesOwnPage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	answer, page := g.post("/sessions/quiet", url.Values{"quiet": {"own"}, "quiet_from": {"23:00"}, "quiet_until": {"23:00"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "23:00", page.Find("#quiet_from").AttrOr("value", ""), "what was typed stays")
	answer, _ = g.post("/sessions/quiet", url.Values{"quiet": {"own"}, "quiet_from": {"23:00"}, "quiet_until": {"07:30"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/sessions")
	require.Contains(t, page.Find("#quiet-hours").Text(), "23:00–07:30")
	_, page = visit(t, shop, "owner@lanxi.example").get("/sessions")
	require.NotContains(t, page.Find("#quiet-hours").Text(), "07:30", "it is the person's alone")
}

// transactions.md §2.4: hardware that was signed for counts down to its acceptance by itself.
func TestSignedHardwareCountsDownToItsAcceptance(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var id market.SupervisionID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id FROM supervisions v JOIN parcels p ON p.seller_id = v.seller_id AND p.order_id = v.order_id
		WHERE v.seller_id = $1 AND v.node = 'ACCEPTING' AND v.status = 'running' AND p.signed_at IS NOT NULL AND NOT p.unread
			AND NOT EXISTS (SELECT FROM refunds r WHERE r.seller_id = v.seller_id AND r.order_id = v.order_id AND r.status NOT IN ('paid', 'rejected', 'withdrawn')) LIMIT 1`, shop.Lanxi).Scan(&id))
	_, page := visit(t, shop, "support@lanxi.example").get("/supervisions/" + id.String())
	turn := page.Find(".turn-block, .turn").First().Text()
	require.NotContains(t, turn, "No limit")
	require.Contains(t, page.Find("main").Text(), "Accepted automatically")
}
