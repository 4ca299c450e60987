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

// catalogue.md §2.10: when a product's production address changed, existing orders are moved to
// it, one by one with a preview, and in a batch; each move is in the audit log.
func TestOrdersAreMovedToTheNewAddressOneByOneAndInABatch(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/endpoints")
	require.Equal(t, 1, page.Find(`a[href="/relocations"]`).Length())
	_, page = g.get("/relocations")
	require.Equal(t, 2, page.Find("tbody tr").Length(), "one was moved, one was bought since")

	one, other := shop.Orders["lanxi abroad second"], shop.Orders["lanxi abroad third"]
	path := "/relocations/" + one.String()
	_, page = g.get(path)
	changes := page.Find("#changes").Text()
	require.Contains(t, changes, "/marketplace/production")
	require.Contains(t, changes, "/marketplace/global")
	answer, page := g.post(path+"/apply", url.Values{"login": {"ftp://x"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "ftp://x", page.Find("#login").AttrOr("value", ""))
	answer, _ = g.post(path+"/apply", url.Values{"login": {"https://login.lanxi.example/global"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.ApplyRelocation, act)
	require.Equal(t, one.String(), subject)
	gone, _ := g.get(path)
	require.Equal(t, http.StatusNotFound, gone.Code, "nothing is left to move")
	instance, err := shop.Seller(shop.Lanxi).InstanceOf(t.Context(), one)
	require.NoError(t, err)
	require.Equal(t, "https://login.lanxi.example/global", instance.FrontURL, "where its buyer signs in")

	answer, _ = g.post("/tasks/draft", url.Values{"act": {"relocation.apply"}, "id": {one.String(), other.String()}, "return": {"/relocations"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	task := answer.Header().Get("Location")
	_, page = g.get(task)
	require.Contains(t, page.Find("main").Text(), "→", "the preview says from where to where")
	require.Contains(t, page.Find("main").Text(), "uses its product's address already")
	answer, _ = g.post(task+"/apply", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)

	for _, email := range []string{"finance@lanxi.example", "owner@yunzhan.example"} {
		answer, _ := visit(t, shop, email).get("/relocations/" + other.String())
		require.Equal(t, http.StatusNotFound, answer.Code, email)
	}
}

// catalogue.md §2.2: submitting runs every saved case of the production interface; one that
// fails blocks it.
func TestASubmissionIsRefusedWhileASavedCaseFails(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	id := shop.Products["澜溪云 ERP SaaS 版"]
	require.NoError(t, store.ModifyProduct(t.Context(), id))
	g := visit(t, shop, "operations@lanxi.example")
	submit := func() (int, string) {
		_, form := g.get("/products/" + id.String() + "/edit?step=preview")
		answer, page := g.post("/products/"+id.String()+"/submit", url.Values{"draft_version": {form.Find("[name=draft_version]").First().AttrOr("value", "")}, "self_check": {"on"}})
		return answer.Code, strings.TrimSpace(page.Find("main").Text()) + answer.Header().Get("Location")
	}
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "releaseInstance", Behave: "code:000005"}))
	_, said := submit()
	require.NotContains(t, said, "/reviews/")
	pending, err := store.ReviewsOf(t.Context(), id)
	require.NoError(t, err)
	require.NotEqual(t, market.ReviewPending, pending[0].Status)
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example"))
	code, said := submit()
	require.Equal(t, http.StatusSeeOther, code, said)
	require.Contains(t, said, "/reviews/")
}

// catalogue.md §2.9: the list of products is narrowed by time.
func TestProductsAreNarrowedByTime(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, all := g.get("/products")
	day := market.DayOf(shop.Today).Plus(-30).String()
	_, recent := g.get("/products?updated_from=" + day)
	_, older := g.get("/products?updated_until=" + day)
	require.Positive(t, recent.Find("tbody tr").Length())
	require.Less(t, recent.Find("tbody tr").Length(), all.Find("tbody tr").Length())
	require.Less(t, older.Find("tbody tr").Length(), all.Find("tbody tr").Length())
	require.Positive(t, all.Find("[name=updated_from]").Length())
}

// catalogue.md §10: the form of an image asks who sells abroad where to copy it from.
func TestTheAssetFormCopiesAnImageFromTheMainland(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/assets/new?kind=image")
	option := page.Find("[name=copied_from] option:contains('澜溪网关镜像')")
	require.Equal(t, 1, option.Length())
	answer, _ := g.papers("/assets/add", url.Values{"kind": {"image"}, "name": {"Gateway image"}, "edition": {"V2.0"}, "site": {"international"},
		"copied_from": {option.AttrOr("value", "")}}, nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	require.Contains(t, page.Find("main").Text(), "img-9c41d0")
	require.Contains(t, page.Find("main").Text(), "Copy from mainland (Beijing 4)")
	_, page = visit(t, shop, "operations@yunzhan.example").get("/assets/new?kind=image")
	require.Zero(t, page.Find("[name=copied_from]").Length(), "who is not abroad is not asked")
}
