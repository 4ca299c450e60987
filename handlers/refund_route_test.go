package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// refundRoute is one act on a refund's page: where it is possible and where not, by whom not,
// and what a form with something wrong in it has kept.
type refundRoute struct {
	verb, by, denied string
	at, wrong        string // of the demo's returns
	bad              url.Values
	fault            string            // field that is at fault
	kept             map[string]string // by id
	good             url.Values
	files            map[string]string
}

// keptIn is what a field of that id holds.
func keptIn(page *goquery.Document, id string) string {
	field := page.Find("#" + id)
	if field.Is("textarea") {
		return field.Text()
	}
	return field.AttrOr("value", "")
}

// transactions.md §4.3, §4.4: every act of the refund pages, of the seller's and of the
// operator's door, at its state and at a wrong one, by its people and by others.
func TestEveryRouteOfARefund(t *testing.T) {
	t.Parallel()
	address := url.Values{"recipient": {"Returns desk"}, "phone": {"13900001111"}, "place": {"9 Cangqian Road"}, "note": {"all parts please"}}
	half := url.Values{"recipient": {"Returns desk"}, "note": {"all parts please"}}
	photo := map[string]string{"photos": "%PDF-1.4 cracked"}
	for _, test := range []refundRoute{
		{verb: "approve", by: "finance@lanxi.example", denied: "support@lanxi.example", at: "asked", wrong: "returning", bad: half, fault: "place",
			kept: map[string]string{"recipient": "Returns desk", "note": "all parts please"}, good: address},
		{verb: "reject", by: "owner@lanxi.example", denied: "operations@lanxi.example", at: "asked", wrong: "inspecting",
			bad: url.Values{"recipient": {"Returns desk"}, "note": {""}}, fault: "note", kept: map[string]string{"recipient": "Returns desk"}, good: url.Values{"note": {"used"}}},
		{verb: "accept", by: "support@lanxi.example", denied: "operations@lanxi.example", at: "inspecting", wrong: "returning"},
		{verb: "dispute", by: "support@lanxi.example", denied: "operations@lanxi.example", at: "inspecting", wrong: "returning",
			bad: url.Values{"fault": {"the frame is bent"}}, fault: "photos", kept: map[string]string{"fault": "the frame is bent"}, good: url.Values{"fault": {"bent"}}, files: photo},
		{verb: "appeal", by: "finance@lanxi.example", denied: "operations@lanxi.example", at: "disputed", wrong: "asked",
			bad: url.Values{"fault": {"the frame is bent"}}, fault: "photos", kept: map[string]string{"fault": "the frame is bent"}, good: url.Values{"fault": {"bent"}}, files: photo},
		{verb: "grant", by: "treasurer@platform.example", denied: "reviewer@platform.example", at: "large", wrong: "transit"},
		{verb: "deny", by: "manager@platform.example", denied: "reviewer@platform.example", at: "transit", wrong: "disputed", bad: url.Values{}, fault: "note", good: url.Values{"note": {"it arrives today"}}},
		{verb: "confirm", by: "manager@platform.example", denied: "treasurer@platform.example", at: "transit", wrong: "large"},
		{verb: "settle", by: "manager@platform.example", denied: "treasurer@platform.example", at: "disputed", wrong: "large",
			bad: url.Values{"outcome": {"refund"}, "amount": {"99999"}, "note": {"worn"}}, fault: "amount", kept: map[string]string{"amount": "99999", "note": "worn"},
			good: url.Values{"outcome": {"refund"}, "amount": {"4000"}, "note": {"worn"}}},
	} {
		t.Run(test.verb, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			door := ""
			if test.by == "treasurer@platform.example" || test.by == "manager@platform.example" {
				door = "/operator"
			}
			path := func(name string) string { return door + "/refunds/" + shop.Refunds["lanxi return "+name].String() }
			status := func(name string) market.RefundStatus {
				row, err := shop.Seller(shop.Lanxi).Refund(t.Context(), shop.Refunds["lanxi return "+name])
				require.NoError(t, err)
				return row.Status
			}
			g, before := visit(t, shop, test.by), status(test.at)

			answer, page := visit(t, shop, test.denied).upload(path(test.at)+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusForbidden, answer.Code)
			require.Zero(t, page.Find("form[action$='/"+test.verb+"']").Length())
			for _, other := range []string{"owner@yunzhan.example", "owner@qinghe.example"} {
				answer, _ = visit(t, shop, other).upload(path(test.at)+"/"+test.verb, test.good, test.files)
				require.Equal(t, http.StatusNotFound, answer.Code, "another seller's refund, or another door")
			}
			answer, _ = g.upload(door+"/refunds/"+market.NewID[market.Refund](shop.Clock.Now()).String()+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusNotFound, answer.Code)

			wrong := status(test.wrong)
			answer, page = g.upload(path(test.wrong)+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusConflict, answer.Code)
			require.Contains(t, page.Find(".banner").Text(), "not possible now")
			require.Equal(t, wrong, status(test.wrong))
			answer, page = g.upload(path("appealed")+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusConflict, answer.Code)
			require.Contains(t, page.Find(".banner").Text(), "frozen", "transactions.md §2.3")

			if test.bad != nil {
				answer, page = g.upload(path(test.at)+"/"+test.verb, test.bad, nil)
				require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
				require.Contains(t, page.Find("#error-summary a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") }), "#"+test.fault)
				for id, text := range test.kept {
					require.Equal(t, text, keptIn(page, id), id)
				}
				require.Equal(t, before, status(test.at))
			}
			answer, page = g.upload(path(test.at)+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusSeeOther, answer.Code, page.Find("main").Text())
			require.Equal(t, path(test.at), answer.Header().Get("Location"))
			require.NotEqual(t, before, status(test.at))
			answer, _ = g.upload(path(test.at)+"/"+test.verb, test.good, test.files)
			require.Equal(t, http.StatusConflict, answer.Code, "twice")
			answer, _ = g.get(path(test.at))
			require.Equal(t, http.StatusOK, answer.Code)
		})
	}
}

// transactions.md §4.1, §4.3, §4.4, §10.1: what a shop front asks and does about a refund.
func TestEveryRouteOfARefundAtTheShopFront(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := func(name string) (*front, string, string) {
		row, err := shop.Seller(shop.Lanxi).Refund(t.Context(), shop.Refunds["lanxi return "+name])
		require.NoError(t, err)
		return storefrontOf(t, shop, row.CustomerID), "/refunds/" + row.Number, "/orders/" + row.OrderNumber
	}
	f, refund, order := front("returning")
	code, said := f.get(refund)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "returning", said["status"])
	require.Contains(t, said, "return_to")
	code, said = f.get(order + "/refund")
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, said["why"], "already has an open refund")
	f.ends(http.StatusConflict, order+"/refunds", `{"amount": "1.00", "reason": "again", "goods": "received"}`)
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, refund+"/ship", `{"courier": "NONE", "tracking": "X1"}`)["fields"], "courier")
	other := storefrontOf(t, shop, "C-900")
	other.ends(http.StatusNotFound, refund+"/ship", `{"courier": "SF", "tracking": "X1"}`)
	other.ends(http.StatusNotFound, refund+"/withdraw", "")
	code, _ = other.get(refund)
	require.Equal(t, http.StatusNotFound, code)
	f.ends(http.StatusOK, refund+"/ship", `{"courier": "SF", "tracking": "X1"}`)
	f.ends(http.StatusConflict, refund+"/ship", `{"courier": "SF", "tracking": "X2"}`)
	f.ends(http.StatusConflict, refund+"/withdraw", "")

	f, refund, order = front("asked")
	f.ends(http.StatusConflict, refund+"/ship", `{"courier": "SF", "tracking": "X1"}`)
	f.ends(http.StatusOK, refund+"/withdraw", "")
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, order+"/refunds", `{"amount": "99999.00", "reason": "x", "goods": "received"}`)["fields"], "amount")
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, order+"/refunds", `{"amount": "1.00", "reason": "x"}`)["fields"], "goods")
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, order+"/refunds", `{"amount": "1.00", "reason": "x", "goods": "not_received"}`)["fields"], "goods", "the courier knows better")
	code, said = f.get(order + "/refund?amount=100.00")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "100.00", said["amount"])
	require.Equal(t, true, said["goods_first"])
	f.ends(http.StatusCreated, order+"/refunds", `{"amount": "1.00", "reason": "x", "goods": "received"}`)
	shop.Clock.Pass(time.Minute)
	code, list := f.get(order + "/refunds")
	require.Equal(t, http.StatusOK, code)
	require.Len(t, list["refunds"], 2)

	f, refund, order = front("appealed")
	f.ends(http.StatusConflict, refund+"/withdraw", "")
	f.ends(http.StatusConflict, refund+"/ship", `{"courier": "SF", "tracking": "X1"}`)
	f.ends(http.StatusConflict, order+"/refunds", `{"amount": "1.00", "reason": "x", "goods": "received"}`)
}

// The page of a refund is shown as each other side sees it (look/experience.md), from the same
// rows: the platform's share is no business of the buyer's, what may be done is.
func TestARefundIsSeenAsTheOtherSideSeesIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/refunds/" + shop.Refunds["lanxi return disputed"].String()
	seller := visit(t, shop, "owner@lanxi.example")
	_, own := seller.get(path)
	require.Equal(t, 1, own.Find("#effects").Length())
	require.Equal(t, 1, own.Find("form[action$='/accept']").Length())
	_, page := seller.get(path + "?as_side=buyer")
	require.Zero(t, page.Find("#effects").Length(), "statements are the seller's own")
	require.Zero(t, page.Find("main form[method=post]").Length(), "nothing can be done as somebody else")
	chances := page.Find(".chances li[data-open]").Text()
	require.Contains(t, chances, "Send the goods back")
	require.Contains(t, chances, "Withdraw request")
	require.NotContains(t, chances, "Accept the return")
	require.Positive(t, page.Find(".seen a[href^='/files/']").Length(), "the photos")
	row, err := shop.Seller(shop.Lanxi).Refund(t.Context(), shop.Refunds["lanxi return disputed"])
	require.NoError(t, err)
	order, err := shop.Seller(shop.Lanxi).Order(t.Context(), row.OrderID)
	require.NoError(t, err)
	f := storefrontOf(t, shop, order.CustomerID)
	code, said := f.get("/refunds/" + row.Number)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, row.Fault, said["fault"], "the buyer reads what the inspection found (§4.4)")
	story := said["story"].(map[string]any)
	require.Equal(t, []any{"appeal.file", "refund.withdraw", "refund.ship"}, story["may"])
	require.Len(t, story["may"], page.Find(".chances li[data-open]").Length(), "what the page shows as the buyer's")
	require.Len(t, story["events"], page.Find(".seen .timeline > li").Length())
	photos := story["files"].([]any)
	require.Len(t, photos, page.Find(".seen td a[href^='/files/']").Length())
	one := photos[0].(map[string]any)
	require.Contains(t, page.Find(".seen").Text(), one["name"])
	file := f.request(http.MethodGet, "/refunds/"+row.Number+"/files/"+one["id"].(string), "")
	answer := httptest.NewRecorder()
	f.router.ServeHTTP(answer, file)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, one["type"], answer.Header().Get("Content-Type"))
	logs, err := shop.Seller(shop.Lanxi).RefundLogs(t.Context(), row.ID)
	require.NoError(t, err)
	for _, log := range logs { // its people are the seller's own
		if log.Party == market.PartySeller {
			require.NotContains(t, page.Find(".seen").Text(), log.Actor)
		}
	}

	manager := visit(t, shop, "manager@platform.example")
	_, page = manager.get("/operator" + path + "?as_side=seller")
	chances = page.Find(".chances li[data-open]").Text()
	require.Contains(t, chances, "Accept the return")
	require.Contains(t, chances, "Appeal over the inspection")
	_, page = seller.get("/refunds/" + shop.Refunds["lanxi return appealed"].String() + "?as_side=operator")
	require.Contains(t, page.Find(".chances li[data-open]").Text(), "Decide")
}
