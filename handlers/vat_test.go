package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

// catalogue.md §2.7: the operator edits the table of tax types by adding rows; the seller sees its
// product's.
func TestTheOperatorAddsATaxType(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "treasurer@platform.example")
	typed := url.Values{"access_type": {"saas"}, "kind": {"software"}, "rate": {"13.12345"}, "small_rate": {"3"}, "effective_on": {shop.Today.Format("2006-01-02")}}
	answer, page := g.post("/operator/vats/add", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "13.12345", page.Find("#rate").AttrOr("value", ""))
	typed.Set("rate", "13")
	answer, _ = g.post("/operator/vats/add", typed)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/operator/vats")
	require.Contains(t, page.Find(".table tbody tr").First().Text(), "13%")
	_, page = visit(t, shop, "operations@lanxi.example").get("/products/" + shop.Products["澜溪云 ERP SaaS 版"].String())
	require.Contains(t, page.Find("main").Text(), "Software 13%")
	answer, _ = visit(t, shop, "owner@lanxi.example").get("/operator/vats")
	require.Equal(t, http.StatusNotFound, answer.Code)
}
