package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/views/ui"
)

// transactions.md §1.1: the filters of the list.
func TestTheOrderListIsSearchedThroughItsURL(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	rows := func(path string) *goquery.Selection {
		res, page := g.get(path)
		require.Equal(t, http.StatusOK, res.Code, path)
		return page.Find("tbody tr")
	}
	all := rows("/orders").Length()
	require.Greater(t, all, 20)
	require.Equal(t, 20, rows("/orders?size=20").Length())

	cancelled := rows("/orders?status=cancelled")
	require.NotZero(t, cancelled.Length())
	require.Equal(t, cancelled.Length(), cancelled.Find(`.chip:contains("Cancelled")`).Length())
	require.Equal(t, 1, rows("/orders?test=1").Length(), "test orders stand apart")

	order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders["lanxi service"])
	require.NoError(t, err)
	for _, number := range []string{order.Number, strings.ToLower(order.Line()), order.Number[:16]} {
		found := rows("/orders?number=" + number)
		require.Equal(t, 1, found.Find(`a[href="/orders/`+order.ID.String()+`"]`).Length(), number)
	}
	for _, other := range []string{"customer=nobody", "account=zzz", "product=zzz", "placed_until=2020-01-01", "status=pending_payment", "type=trial", "access=hardware",
		"supervision=closed", "partner=zzz", "charging=ON_DEMAND_PKG", "sale=selected"} {
		require.Zero(t, rows("/orders?number="+order.Number+"&"+other).Find("a.id").Length(), "the number is one of the filters: %s", other)
	}
	require.NotZero(t, rows("/orders?customer="+url.QueryEscape(order.CustomerName[:6])).Length())
	require.Zero(t, rows("/orders?placed_from=2030-01-01").Find("a.id").Length())
}

func TestTheOrderListIsPagedBothWaysInEitherOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	ids := func(page *goquery.Document) []string {
		return page.Find("tbody a.id").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
	}
	for _, sort := range []string{"", "&sort=placed_at&up=1", "&sort=amount", "&sort=amount&up=1", "&status=processing"} {
		_, first := g.get("/orders?size=8" + sort)
		next, more := first.Find("#page-next").Attr("href")
		if !more {
			continue
		}
		_, second := g.get(next)
		require.NotEmpty(t, ids(second), sort)
		require.NotContains(t, ids(first), ids(second)[0], sort)
		back, _ := second.Find("#page-previous").Attr("href")
		_, again := g.get(back)
		require.Equal(t, ids(first), ids(again), sort)
	}
}

// transactions.md §1.1: three blocks: product, order, customer.
func TestAnOrderShowsItsBlocksAndItsTimelineByKind(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	path := "/orders/" + shop.Orders["lanxi service"].String()
	res, page := g.get(path)
	require.Equal(t, http.StatusOK, res.Code)
	for _, block := range []string{"#product", "#order", "#customer", "#amount", "#timeline", "#related"} {
		require.Equal(t, 1, page.Find(block).Length(), block)
	}
	require.Contains(t, page.Find("#customer").Text(), "****")
	all := page.Find("#timeline .timeline > li").Length()
	require.GreaterOrEqual(t, all, 3)

	_, only := g.get(path + "?kind=supervision")
	some := only.Find("#timeline .timeline > li").Length()
	require.Greater(t, some, 0)
	require.Less(t, some, all)
}

func TestTheContactIsShownOnceAndToThoseWhoMay(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/orders/" + shop.Orders["lanxi service"].String()
	_, page := visit(t, shop, "finance@lanxi.example").get(path)
	require.Zero(t, page.Find(`form[action="`+path+`/reveal"]`).Length(), "no button for whom it is closed")
	res, _ := visit(t, shop, "finance@lanxi.example").post(path+"/reveal", nil)
	require.Equal(t, http.StatusForbidden, res.Code)

	res, shown := visit(t, shop, "support@lanxi.example").post(path+"/reveal", nil)
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, "no-store", res.Header().Get("Cache-Control"))
	require.Contains(t, shown.Find("#customer").Text(), "@")
	require.NotContains(t, shown.Find("#customer").Text(), "****")
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.RevealContact, act)
}

func TestAnotherSellersOrderIsNotFound(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@yunzhan.example")
	path := "/orders/" + shop.Orders["lanxi service"].String()
	res, _ := g.get(path)
	require.Equal(t, http.StatusNotFound, res.Code)
	res, _ = g.post(path+"/reveal", nil)
	require.Equal(t, http.StatusNotFound, res.Code)
	number := func() string {
		order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders["lanxi service"])
		require.NoError(t, err)
		return order.Number
	}()
	_, page := g.get("/orders?number=" + number)
	require.Zero(t, page.Find("tbody a.id").Length())
}

// transactions.md §1.1: the list can be exported.
func TestFilteredOrdersLeaveAsAFile(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	_, page := g.get("/orders?status=cancelled")
	link, _ := page.Find(`a[href*="as=csv"]`).Attr("href")
	require.Contains(t, link, "status=cancelled")
	res, _ := g.get(link)
	require.Equal(t, http.StatusOK, res.Code)
	require.Contains(t, res.Header().Get("Content-Type"), "text/csv")
	lines := strings.Split(strings.TrimSpace(res.Body.String()), "\n")
	require.Len(t, lines, 1+page.Find("tbody tr").Length())
	require.Equal(t, len(lines)-1, strings.Count(res.Body.String(), ",Cancelled,"))
	res, _ = g.get(strings.Replace(link, "csv", "xlsx", 1))
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, "PK", res.Body.String()[:2])
	res, _ = g.get("/orders?as=exe")
	require.Equal(t, http.StatusNotFound, res.Code)
}

func TestTheOperatorSeesEverySellersOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	res, page := g.get("/operator/orders?size=100")
	require.Equal(t, http.StatusOK, res.Code)
	for _, id := range []market.OrderID{shop.Orders["lanxi service"], shop.Orders["yunzhan service"]} {
		path := "/operator/orders/" + id.String()
		require.Equal(t, 1, page.Find(`a[href="`+path+`"]`).Length())
		res, one := g.get(path)
		require.Equal(t, http.StatusOK, res.Code)
		require.Contains(t, one.Find("#customer").Text(), "****")
		require.Zero(t, one.Find(`form[action$="/reveal"]`).Length())
	}
	res, _ = visit(t, shop, "owner@lanxi.example").get("/operator/orders")
	require.Equal(t, http.StatusNotFound, res.Code)
}

// transactions.md §2.3: whose turn it is, until when and what then stand on the order's page,
// with the way to where it is done.
func TestAnOrderThatWaitsSaysWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	page, err := shop.Seller(shop.Lanxi).Stalls(t.Context(), market.StallSearch{Cause: market.StallSeller}, market.Ask{Size: 1})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	stall := page.Rows[0]
	path := "/orders/" + stall.OrderID.String()

	_, order := visit(t, shop, "support@lanxi.example").get(path)
	require.Equal(t, 3, order.Find("#turn .turn-block > section").Length())
	require.Equal(t, 1, order.Find("#turn .turn[data-ours]").Length())
	require.Equal(t, 1, order.Find(`.head .acts a[data-look~="primary"][href^="/supervisions/`+stall.Subject+`"]`).Length())

	_, order = visit(t, shop, "manager@platform.example").get("/operator" + path)
	require.Equal(t, 1, order.Find("#turn").Length())
	require.Zero(t, order.Find("#turn .turn[data-ours]").Length(), "it is the seller's turn")
	require.Equal(t, 1, order.Find(`.head .acts a[href="/operator/supervisions/`+stall.Subject+`"]`).Length())

	done, err := shop.Seller(shop.Lanxi).Orders(t.Context(), market.OrderSearch{Status: market.OrderCancelled}, market.Ask{Size: 1})
	require.NoError(t, err)
	_, order = visit(t, shop, "support@lanxi.example").get("/orders/" + done.Rows[0].ID.String())
	require.Zero(t, order.Find("#turn").Length(), "what is over waits for nobody")
}

// transactions.md §1.6: what is frozen says until when a renewal gives it back, what was released
// says since when it is gone.
func TestAnOrderSaysWhenItsInstanceIsReleased(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Orders["lanxi saas"]
	over := shop.Clock.Now().AddDate(0, 0, -3)
	_, err := shop.DB.Pool().Exec(`UPDATE instances SET status = 'frozen', expires_at = $2 WHERE order_id = $1`, id.String(), over)
	require.NoError(t, err)
	_, page := visit(t, shop, "owner@lanxi.example").get("/orders/" + id.String())
	require.Equal(t, over.AddDate(0, 0, 15).Format(time.RFC3339), page.Find("dt:contains('Released unless renewed'), dt:contains('释放于')").Next().Find("time").AttrOr("datetime", ""))
	_, err = shop.DB.Pool().Exec(`UPDATE instances SET status = 'released', released_at = $2 WHERE order_id = $1`, id.String(), over)
	require.NoError(t, err)
	_, page = visit(t, shop, "owner@lanxi.example").get("/orders/" + id.String())
	require.Equal(t, over.Format(time.RFC3339), page.Find("dt:contains('Released')").Next().Find("time").AttrOr("datetime", ""))
}

// transactions.md §2.7, look/experience.md: on the timeline of every order each entry has its actor
// and its instant, and what the system did says by which rule.
func TestNothingHappensOnATimelineWithoutItsRule(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	unexplained := map[string]string{}
	for _, id := range []market.SellerID{shop.Lanxi, shop.Yunzhan} {
		store := shop.Seller(id)
		ask := market.Ask{Size: 100}
		for more := true; more; {
			page, err := store.Orders(t.Context(), market.OrderSearch{}, ask)
			require.NoError(t, err)
			for _, row := range page.Rows {
				order, err := store.Order(t.Context(), row.ID)
				require.NoError(t, err)
				events, err := store.OrderTimeline(t.Context(), order, "", market.Ask{Size: 200})
				require.NoError(t, err)
				for _, entry := range ui.EventEntries(t.Context(), events.Rows, market.PartySeller) {
					require.NotEmpty(t, entry.Actor, order.Number)
					require.False(t, entry.At.IsZero(), order.Number)
					if entry.Party == market.PartySystem && entry.Reason == nil {
						unexplained[entry.Act] = order.Number
					}
				}
			}
			ask.After, more = page.Next, page.Next != ""
		}
	}
	require.Empty(t, unexplained)
}
