package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// TestAnAccessKeyIsIssuedByCodeAndDownloadedOnce: catalogue.md §1.8.
func TestAnAccessKeyIsIssuedByCodeAndDownloadedOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	shop.DB.Deliver(market.SMS)
	g := visit(t, shop, "owner@lanxi.example")
	answer, _ := g.get("/keys/issue")
	require.Equal(t, http.StatusOK, answer.Code)
	answer, page := g.post("/keys/issue", url.Values{"code": {"1"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #code").Length())
	answer, _ = g.post("/keys/code", nil)
	require.Equal(t, "/keys/issue", answer.Header().Get("Location"))
	answer, _ = g.post("/keys/issue", url.Values{"code": {newestCode(t, shop)}, "as": {"file"}})
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Header().Get("Content-Disposition"), "credentials.csv")
	require.Equal(t, "no-store", answer.Header().Get("Cache-Control"))
	lines := strings.Split(strings.TrimSpace(answer.Body.String()), "\r\n")
	require.Len(t, lines, 2)
	number, secret, _ := strings.Cut(lines[1], ",")
	answer, page = g.get("/keys?purpose=open")
	require.Contains(t, page.Text(), number)
	require.NotContains(t, answer.Body.String(), secret)
	page.Find("tr").Each(func(_ int, s *goquery.Selection) {
		if strings.Contains(s.Text(), number) {
			require.Zero(t, s.Find("form[action$='/reveal'], form[action$='/rotate']").Length())
			require.Equal(t, 1, s.Find("form[action$='/revoke']").Length())
		}
	})
	answer, _ = visit(t, shop, "operations@lanxi.example").get("/keys/issue")
	require.Equal(t, http.StatusForbidden, answer.Code, "programmatic access is missing")
}
