package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestASellerPlaysTheBuyerFromQuoteToAppeal(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	before, _ := shop.Seller(shop.Lanxi).Orders(t.Context(), market.OrderSearch{}, market.Ask{})
	form := url.Values{"product": {serviceCode(shop)}, "quantity": {"1"}, "periods": {"1"}, "phone": {"13800000000"}, "discount": {"760.00"}, "quote": {"1"}}
	res, page := g.post("/sandboxes/place", form)
	require.Equal(t, http.StatusOK, res.Code)
	require.Contains(t, page.Find("#quote").Text(), "23,000.00")

	form.Del("quote")
	res, page = g.post("/sandboxes/place", form)
	require.Equal(t, http.StatusUnprocessableEntity, res.Code, "the agreement is not ticked")
	require.Equal(t, "760.00", page.Find("#discount").AttrOr("value", ""))

	form.Set("agreed", "on")
	res, _ = g.post("/sandboxes/place", form)
	require.Equal(t, http.StatusSeeOther, res.Code)
	path := res.Header().Get("Location")
	play := func(verb string, values url.Values) int {
		shop.Clock.Pass(1000)
		res, _ := g.post(path+"/"+verb, values)
		return res.Code
	}
	_, page = g.get(path)
	require.Equal(t, "23000.00", page.Find("#pay #amount").AttrOr("value", ""))
	require.Equal(t, http.StatusUnprocessableEntity, play("pay", url.Values{"amount": {"1.00"}, "method": {"prepaid"}}))
	require.Equal(t, http.StatusSeeOther, play("pay", url.Values{"amount": {"23000.00"}, "method": {"prepaid"}}))
	require.Equal(t, http.StatusUnprocessableEntity, play("submit", url.Values{}))
	require.Equal(t, http.StatusSeeOther, play("submit", url.Values{"text": {"三个仓库的期初库存"}}))
	require.Equal(t, http.StatusSeeOther, play("appeal", url.Values{"ground": {"dispute"}, "reason": {"范围不一致"}}))
	_, page = g.get(path)
	require.Equal(t, 1, page.Find("#withdraw").Length())
	require.Contains(t, page.Find("#withdraw pre").Text(), "POST /storefront/v1/appeals/", "the wire request is shown")
	require.Equal(t, http.StatusSeeOther, play("withdraw", nil))
	require.Equal(t, http.StatusSeeOther, play("refund", url.Values{"amount": {"100.00"}, "reason": {"不再需要"}}))

	after, err := shop.Seller(shop.Lanxi).Orders(t.Context(), market.OrderSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, before.Count, after.Count, "test orders are in no list")
}

func TestASellerPlaysInvoicesAndTicketsWithItself(t *testing.T) { // catalogue.md §7.2, §8
	t.Parallel()
	shop := dbtest.New(t)
	support, owner := visit(t, shop, "support@lanxi.example"), visit(t, shop, "owner@lanxi.example")
	form := url.Values{"product": {serviceCode(shop)}, "quantity": {"1"}, "periods": {"1"}, "phone": {"13800000000"}, "agreed": {"on"}}
	_, page := support.get("/sandboxes")
	require.Contains(t, page.Find("details.wire").Text(), "POST /storefront/v1/quotes", "the wire request is shown")
	res, _ := support.post("/sandboxes/place", form)
	require.Equal(t, http.StatusSeeOther, res.Code)
	path := res.Header().Get("Location")
	play := func(verb string, values url.Values) int {
		shop.Clock.Pass(1000)
		res, _ := support.post(path+"/"+verb, values)
		return res.Code
	}
	_, page = support.get(path)
	require.Equal(t, http.StatusSeeOther, play("pay", url.Values{"amount": {page.Find("#pay #amount").AttrOr("value", "")}, "method": {"prepaid"}}))

	require.Equal(t, http.StatusUnprocessableEntity, play("invoice", url.Values{"invoice_type": {"ordinary_digital"}, "title_kind": {"enterprise"}}))
	ask := url.Values{"invoice_type": {"ordinary_digital"}, "title_kind": {"enterprise"}, "title": {"松涧能源有限公司"}, "tax_number": {"91330106MA2KJ8K31T"}, "receiver_email": {"a@b.example"}}
	require.Equal(t, http.StatusSeeOther, play("invoice", ask))
	_, page = support.get(path)
	require.Contains(t, page.Find("#invoice details.wire").Text(), "POST /storefront/v1/invoices/", "the wire request is shown")
	invoice := page.Find("#invoice a[href^='/invoices/']").AttrOr("href", "")
	_, page = owner.get(invoice)
	issue := url.Values{"paper_number": {"26317000000000512999"}, "dated_on": {market.DayOf(shop.Clock.Now()).String()}, "amount": {page.Find("#amount").AttrOr("value", "")}}
	res, _ = owner.upload(invoice+"/issue", issue, map[string]string{"file": "%PDF-1.4 invoice"})
	require.Equal(t, http.StatusSeeOther, res.Code)
	require.Equal(t, http.StatusSeeOther, play("invoice-sign", nil))
	require.Equal(t, http.StatusUnprocessableEntity, play("invoice-return", url.Values{"reason": {""}}))
	require.Equal(t, http.StatusSeeOther, play("invoice-return", url.Values{"reason": {"抬头写错了。"}}))

	require.Equal(t, http.StatusUnprocessableEntity, play("ticket", url.Values{"title": {"登录不上"}, "priority": {"normal"}}))
	require.Equal(t, http.StatusSeeOther, play("ticket", url.Values{"title": {"登录不上"}, "text": {"昨天还可以。"}, "priority": {"normal"}}))
	_, page = support.get(path)
	ticket := page.Find("#ticket a[href^='/tickets/']").AttrOr("href", "")
	require.Contains(t, page.Find("#ticket details.wire").Text(), "/urge")
	solve := func() {
		res, _ := support.post(ticket+"/solve", url.Values{"cause": {"会话过期"}, "solution": {"重新登录"}})
		require.Equal(t, http.StatusSeeOther, res.Code)
	}
	require.Equal(t, http.StatusSeeOther, play("ticket-reply", url.Values{"text": {"请尽快。"}}))
	res, _ = support.post(ticket+"/accept", nil)
	require.Equal(t, http.StatusSeeOther, res.Code)
	solve()
	require.Equal(t, http.StatusSeeOther, play("ticket-reopen", url.Values{"reason": {"还是不行。"}}))
	solve()
	require.Equal(t, http.StatusSeeOther, play("ticket-confirm", nil))
	require.Equal(t, http.StatusSeeOther, play("ticket-rate", url.Values{"stars": {"5"}}))
}

func TestTheSandboxTouchesNoRealOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "owner@lanxi.example")
	for _, id := range []market.OrderID{shop.Orders["lanxi pending"], shop.Orders["yunzhan test"]} {
		res, _ := g.get("/sandboxes/" + id.String())
		require.Equal(t, http.StatusNotFound, res.Code)
		for _, verb := range []string{"pay", "cancel", "repay", "submit", "accept", "reject", "appeal", "withdraw", "refund", "unsubscribe", "expiry", "quota", "close", "take-back",
			"identification", "receive", "agree", "agency", "security-group", "deployment", "deployed", "address", "courier", "invoice", "invoice-cancel", "invoice-sign", "invoice-return", "ticket", "ticket-reply", "ticket-confirm", "ticket-reopen", "ticket-urge",
			"ticket-cancel", "ticket-close", "ticket-delete", "ticket-authorise", "ticket-refuse", "ticket-rate"} {
			res, _ := g.post("/sandboxes/"+id.String()+"/"+verb, nil)
			require.Equal(t, http.StatusNotFound, res.Code, verb)
		}
	}
	res, _ := visit(t, shop, "finance@lanxi.example").get("/sandboxes")
	require.Equal(t, http.StatusNotFound, res.Code)
}
