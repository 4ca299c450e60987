package handlers

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestATabKeepsTheOtherFiltersAndLeadsBackToAll(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	_, page := g.get("/orders?status=completed&customer=x")
	tabs := page.Find(".tabs ul a")
	require.Equal(t, "/orders?customer=x", tabs.First().AttrOr("href", ""), "all, of that customer")
	require.Equal(t, "/orders?customer=x&status=cancelled", page.Find(`.tabs a[href*="cancelled"]`).AttrOr("href", ""))

	_, page = g.get("/orders?status=completed")
	require.Equal(t, "/orders", page.Find(".tabs ul a").First().AttrOr("href", ""))

	for _, path := range []string{"/notices", "/transactions", "/refunds", "/supervisions", "/stalls", "/comments", "/questions"} {
		_, page := visit(t, shop, "owner@lanxi.example").get(path)
		require.Equal(t, 1, page.Find(`.tabs [aria-current="page"]`).Length(), path)
		require.Zero(t, page.Find(`.tabs a[href=""], .tabs a[href^="?"]`).Length(), path)
	}
}

// transactions.md §6.9: the transaction details are a list like the others.
func TestTransactionsAreArrangedSortedAndKept(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	_, page := g.get("/transactions")
	require.Positive(t, page.Find(".chooser").Length())
	require.Positive(t, page.Find(`form[action="/views/save"]`).Length())
	newest := page.Find(".table tbody .id").First().Text()
	_, page = g.get("/transactions?sort=paid_at&up=1")
	require.NotEqual(t, newest, page.Find(".table tbody .id").First().Text())

	_, page = g.get("/transactions?tab=refunds")
	require.Positive(t, page.Find(".table tbody tr").Length())
	require.Equal(t, "/transactions", page.Find(".tabs ul a").First().AttrOr("href", ""))
}

// What a filter form sends empty does not stay in the address, so that an address that is kept
// or sent on says what it narrows.
func TestAFilterFormLeavesNothingEmptyInTheAddress(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for asked, at := range map[string]string{
		"/supervisions?text=&node=&turn=buyer&placed_from=&placed_until=": "/supervisions?turn=buyer",
		"/orders?number=&status=&sort=amount&customer=":                   "/orders?sort=amount",
		"/stalls?text=&cause=&age=":                                       "/stalls",
	} {
		answer, _ := g.get(asked)
		require.Equal(t, http.StatusSeeOther, answer.Code, asked)
		require.Equal(t, at, answer.Header().Get("Location"))
		answer, page := g.get(at)
		require.Equal(t, http.StatusOK, answer.Code, at)
		require.Positive(t, page.Find("tbody tr").Length(), at)
	}
	_, page := g.get("/supervisions")
	require.Equal(t, 2, page.Find(`.bulk-acts [data-counted*="{0}"]`).Length(), "each act on many says on how many")
}
