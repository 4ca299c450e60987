package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestACredentialsPagesKeepWhatWasTypedAndSwitchOrders(t *testing.T) {
	t.Parallel() // catalogue.md §9.3
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	answer, page := g.post("/credentials/apply", url.Values{"name": {"Kit"}, "auth": {"oauth2"}, "login_url": {"http://x.example"}, "public_key": {"no key"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "Kit", page.Find("#name").AttrOr("value", ""))
	for _, field := range []string{"login_url", "callback_url", "public_key", "login_type", "platforms", "endpoint_id"} {
		require.Equal(t, 1, page.Find("#"+field+"-fault").Length(), field)
	}
	path := "/credentials/" + shop.Credentials["澜溪 ERP"].String()
	answer, page = g.get(path)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Positive(t, page.Find("#orders input[name=id]").Length())
	answer, _ = g.post(path+"/switch", nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "nothing chosen")
	answer, _ = g.post(path+"/switch", url.Values{"all": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Zero(t, page.Find("#orders input[name=id]").Length())
	answer, page = g.get("/credentials?status=applied")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, 1, page.Find("tbody tr").Length())

	manager := visit(t, shop, "manager@platform.example")
	answer, _ = manager.post("/operator/credentials/"+shop.Lanxi.String()+"/whitelist", nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = manager.post("/operator/credentials/"+shop.Lanxi.String()+"/whitelist", url.Values{"platforms": {"web", "pc"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
}
