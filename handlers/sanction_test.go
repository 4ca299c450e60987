package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// transactions.md §2.6, §10.2: the operator punishes forged proof from the delivery's page; the
// seller reads why and until when.
func TestTheOperatorPunishesForgedProof(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	manager := visit(t, shop, "manager@platform.example")
	flow := shop.Supervisions["lanxi asked"].String()
	_, page := manager.get("/operator/supervisions/" + flow)
	form := "/operator/sanctions/impose?flow=" + flow
	require.Equal(t, 1, page.Find(`a[href="`+form+`"]`).Length())
	_, page = manager.get(form)
	typed := url.Values{"seller": {page.Find(`input[name=seller]`).AttrOr("value", "")}, "flow": {flow}, "violation": {"forged"}, "kinds": {"yellow", "hide"}, "reason": {""}}
	answer, page := manager.post("/operator/sanctions/impose", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 2, page.Find(`input[name=kinds][checked]`).Length(), "what was chosen stays")
	typed.Set("reason", "截图经过修改。")
	typed.Set("product", page.Find(`select[name=product] option[value]:not([value=""])`).First().AttrOr("value", ""))
	answer, _ = manager.post("/operator/sanctions/impose", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path := answer.Header().Get("Location")
	answer, page = manager.post("/operator/sanctions/impose", typed)
	require.Equal(t, http.StatusConflict, answer.Code, "both run already")
	require.Contains(t, page.Find("textarea[name=reason]").Text(), "截图经过修改。")

	owner := visit(t, shop, "owner@lanxi.example")
	_, page = owner.get(path[len("/operator"):])
	require.Contains(t, page.Find("main").Text(), "截图经过修改。")
	require.Zero(t, page.Find("form[action$='/lift']").Length())
	_, page = owner.get("/sanctions?status=running")
	require.Equal(t, 2, page.Find("tbody tr").Length())
	answer, _ = manager.post(path+"/lift", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = manager.post(path+"/lift", url.Values{"reason": {"核实后属实。"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = owner.get("/sanctions?status=running")
	require.Equal(t, 1, page.Find("tbody tr").Length())
}
