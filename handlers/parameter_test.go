package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// catalogue.md §2.6: the operator adds a kind of extension parameter; the seller debugs its address
// with it at the desk, and the wizard then offers it as debugged.
func TestAParameterGoesFromTheOperatorOverTheDeskToTheWizard(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	manager, g := visit(t, shop, "manager@platform.example"), visit(t, shop, "operations@lanxi.example")
	typed := url.Values{"code": {"Plant"}, "name_zh": {"工厂"}, "name_en": {"Plant code"}, "kind": {"number"}}
	answer, page := manager.post("/operator/parameters/add", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "Plant", page.Find("#code").AttrOr("value", ""))
	typed.Set("code", "plant")
	answer, _ = manager.post("/operator/parameters/add", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = manager.get("/operator/parameters")
	require.Equal(t, 1, page.Find("td.id:contains('plant')").Length())

	edit := "/products/" + shop.Products["澜溪云 ERP SaaS 版"].String() + "/edit?step=access"
	answer, _ = g.post("/products/"+shop.Products["澜溪云 ERP SaaS 版"].String()+"/modify", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(edit)
	require.Contains(t, page.Find(`label:has(input[value="plant"])`).Text(), "To debug")

	address := shop.Endpoints["lanxi"].String()
	debug := url.Values{"activity": {"newInstance"}, "charging": {"PERIOD"}, "orderId": {"1"}, "orderLineId": {"1-000001"}, "businessId": {"1"}, "extend_plant": {"many"}}
	answer, page = g.post("/endpoints/"+address+"/debug", debug)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "many", page.Find("#extend_plant").AttrOr("value", ""))
	debug.Set("extend_plant", "17")
	answer, _ = g.post("/endpoints/"+address+"/debug", debug)
	require.Equal(t, http.StatusSeeOther, answer.Code, "the example seller reads it")
	_, page = g.get(edit)
	require.Contains(t, page.Find(`label:has(input[value="plant"])`).Text(), "Debugged")

	answer, _ = manager.post("/operator/parameters/retire", url.Values{"code": {"plant"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(edit)
	require.Zero(t, page.Find(`input[value="plant"]`).Length(), "a retired one is not offered")
}
