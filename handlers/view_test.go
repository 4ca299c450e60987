package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestAListIsKeptAsAViewAndShowsWhatChanged(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	res, _ := g.post("/views/save", url.Values{"name": {"Kept"}, "return": {"/orders?status=cancelled&placed=30d&after=x"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	address := res.Header().Get("Location")
	require.NotContains(t, address, "after=")
	_, page := g.get(address)
	require.Equal(t, "Kept", strings.TrimSpace(page.Find(`.tabs [aria-current="page"]`).Text()))
	require.Zero(t, page.Find(".tabs .dot").Length())
	require.Contains(t, page.Find(".filter-chip").Text(), "Last 30 days")
	_, page = g.get(address + "&customer=x")
	require.Equal(t, 1, page.Find(".tabs .dot").Length())
	save, _ := page.Find(`.tab-acts form[action$="/change"]`).Attr("action")
	res, _ = g.post(save, url.Values{"return": {address + "&customer=x"}})
	require.Equal(t, http.StatusSeeOther, res.Code)
	_, page = g.get(res.Header().Get("Location"))
	require.Zero(t, page.Find(".tabs .dot").Length())
	require.Equal(t, "x", page.Find(`[name="customer"]`).AttrOr("value", ""))

	other := visit(t, shop, "owner@lanxi.example")
	res, _ = other.get(address)
	require.Equal(t, http.StatusNotFound, res.Code, "another person's private view")
	_, page = other.get("/orders")
	require.NotContains(t, page.Find(".tabs").Text(), "Kept")
}

func TestChosenColumnsStayAndDriveTheFile(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	res, _ := g.post("/views/arrange", url.Values{"return": {"/orders"}, "column": {"number", "status", "amount"}, "dense": {"1"}})
	require.Equal(t, "/orders", res.Header().Get("Location"))
	_, page := g.get("/orders?status=cancelled")
	require.Equal(t, 3, page.Find("#list thead th").Length())
	require.Equal(t, 1, page.Find("#list table[data-dense]").Length())
	file, _ := g.get("/orders?status=cancelled&as=csv")
	head, _, _ := strings.Cut(file.Body.String(), "\n")
	require.Equal(t, "\ufeffOrder no.,Status,Paid amount", strings.TrimSpace(head))

	res, _ = g.post("/views/arrange", url.Values{"return": {"/orders"}, "column": {"number", "status", "amount"}, "move": {"up amount"}})
	require.Equal(t, "/orders?arrange=1", res.Header().Get("Location"), "without script the chooser stays open")
	_, page = g.get("/orders?arrange=1")
	require.Equal(t, 1, page.Find("details.chooser[open]").Length())
	require.Equal(t, "amount", page.Find(".chooser li").Eq(1).Find("[name=column]").AttrOr("value", ""))
	_, _ = g.post("/views/arrange", url.Values{"return": {"/orders"}, "reset": {"1"}})
	_, page = g.get("/orders")
	require.Greater(t, page.Find("#list thead th").Length(), 5)
}

func TestThePaletteFindsIdsThenPagesThenActs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders["lanxi service"])
	require.NoError(t, err)
	_, page := g.get("/search?in=palette&q=" + order.Number)
	require.Equal(t, "/orders/"+order.ID.String(), page.Find("[role=option]").First().AttrOr("href", ""))
	_, page = g.get("/search?in=palette&q=product")
	require.Positive(t, page.Find(`[href="/products"]`).Length())
	require.Positive(t, page.Find(`[href="/products/new"]`).Length())
	finance := visit(t, shop, "finance@lanxi.example")
	_, page = finance.get("/search?in=palette&q=")
	require.Zero(t, page.Find(`[href="/products/new"]`).Length(), "an act that the reader may not do")
	require.Zero(t, page.Find(`[href="/keys"]`).Length(), "a page that the reader may not see")
}
