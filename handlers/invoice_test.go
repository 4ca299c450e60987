package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §6.10: requested, rejected or issued, signed for, given back.
func TestFinanceIssuesAnInvoiceAndTakesItBack(t *testing.T) {
	t.Parallel() // catalogue.md §7.2, §7.3
	shop := dbtest.New(t)
	id := shop.Invoices["lanxi requested"]
	path := "/invoices/" + id.String()
	support := visit(t, shop, "support@lanxi.example")
	_, page := support.get(path)
	require.Zero(t, page.Find("form[action$='/issue']").Length())
	answer, _ := support.post(path+"/issue", nil)
	require.Equal(t, http.StatusForbidden, answer.Code)

	g := visit(t, shop, "finance@lanxi.example")
	answer, page = g.post(path+"/issue", url.Values{"paper_number": {"123"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "123", page.Find("#paper_number").AttrOr("value", ""), "what was typed is kept")
	for _, field := range []string{"paper_number", "dated_on", "amount", "file"} {
		require.Equal(t, 1, page.Find("#"+field+"-fault").Length(), field)
	}
	row, err := shop.Seller(shop.Lanxi).Invoice(t.Context(), id)
	require.NoError(t, err)
	values := url.Values{"paper_number": {"26317000000000512999"}, "dated_on": {market.DayOf(shop.Clock.Now()).String()}, "amount": {row.Amount.String()}}
	answer, page = g.upload(path+"/issue", values, map[string]string{"file": "not a pdf"})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#file-fault").Length(), "a renamed file")
	answer, _ = g.upload(path+"/issue", values, map[string]string{"file": "%PDF-1.4\nx"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.post(path+"/reject", url.Values{"reason": {"too late"}})
	require.Equal(t, http.StatusConflict, answer.Code, "cancel only before issuing")
	answer, _ = g.post(path+"/sign", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = g.post(path+"/return", url.Values{"return_reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#red_number-fault").Length())
	answer, _ = g.post(path+"/return", url.Values{"return_reason": {"a wrong title"}, "red_number": {"26317000000000730999"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "Returned")
	require.Equal(t, 4, page.Find("#timeline li.timeline-entry, #timeline .timeline > li").Length())
}

func TestTheInvoiceListFindsAndExports(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	row, err := shop.Seller(shop.Lanxi).Invoice(t.Context(), shop.Invoices["lanxi issued"])
	require.NoError(t, err)
	for query, least := range map[string]int{"status=requested": 1, "medium=paper": 2, "type=special_digital": 1, "text=" + row.Number: 1,
		"text=" + row.OrderNumber: 1, "text=" + row.PaperNumber: 1, "": 6} {
		answer, page := g.get("/invoices?" + query)
		require.Equal(t, http.StatusOK, answer.Code)
		require.GreaterOrEqual(t, page.Find("tbody tr").Length(), least, query)
	}
	answer, _ := g.get("/invoices?as=csv&status=issued")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Contains(t, answer.Body.String(), row.PaperNumber)
	answer, page := g.post("/invoices/set", url.Values{"mail_name": {"Finance"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "§7.1: at least one type")
	require.Equal(t, "Finance", page.Find("#mail_name").AttrOr("value", ""))
	answer, _ = g.post("/invoices/set", url.Values{"types": {"ordinary_paper"}, "mail_name": {"Finance"}, "mail_phone": {"02158301120"}, "mail_address": {"Shanghai"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestACustomerAsksForAnInvoiceConfirmsItAndSendsItBack(t *testing.T) {
	t.Parallel() // catalogue.md §7.2
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	order := f.ends(http.StatusCreated, "/orders", f.wanted(serviceCode(shop)))
	number := order["number"].(string)
	ask := fmt.Sprintf(`{"orders": [%q], "type": "ordinary_digital", "title_kind": "personal", "title": "Zhou", "receiver": {"email": "zhou@mail.example"}}`, number)
	f.ends(http.StatusConflict, "/invoices", ask) // not paid
	f.ends(http.StatusOK, "/orders/"+number+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, order["amount"]))
	f.ends(http.StatusUnprocessableEntity, "/invoices", fmt.Sprintf(`{"orders": [%q], "type": "ordinary_electronic", "title_kind": "personal", "title": "Zhou", "receiver": {"email": "zhou@mail.example"}}`, number))
	f.ends(http.StatusUnprocessableEntity, "/invoices", `{"orders": ["CS2611201042AAAAAA"], "type": "ordinary_digital", "title_kind": "personal", "title": "Zhou", "receiver": {}}`)
	made := f.ends(http.StatusCreated, "/invoices", ask)["number"].(string)
	answer := f.ends(http.StatusConflict, "/orders/"+number+"/refunds", `{"amount": "1.00", "reason": "not needed"}`)
	require.Contains(t, answer["message"], made, "the refusal names the invoice")
	code, said := f.get("/orders/" + number + "/invoices")
	require.Equal(t, http.StatusOK, code)
	require.Len(t, said["invoices"], 1)
	require.Len(t, said["types"], 4)
	f.ends(http.StatusOK, "/invoices/"+made+"/cancel", "")

	made = f.ends(http.StatusCreated, "/invoices", ask)["number"].(string)
	f.ends(http.StatusConflict, "/invoices/"+made+"/confirm", "") // not issued yet
	store := shop.Seller(shop.Lanxi, market.Finance)
	page, err := store.Invoices(t.Context(), market.InvoiceSearch{Text: made}, market.Ask{})
	require.NoError(t, err)
	row := page.Rows[0]
	require.NoError(t, store.IssueInvoice(t.Context(), row.ID, market.Issuing{PaperNumber: "26317000000000512998", DatedOn: market.DayOf(shop.Clock.Now()),
		Amount: row.Amount, File: &market.Upload{Name: "x.pdf", Content: []byte("%PDF-1.4\nx")}}))
	f.ends(http.StatusOK, "/invoices/"+made+"/confirm", "")
	f.ends(http.StatusOK, "/invoices/"+made+"/return", `{"reason": "the title is wrong"}`)
	_, said = f.get("/invoices/" + made)
	require.Equal(t, "returning", said["status"])
	require.Equal(t, "26317000000000512998", said["paper_number"])
}
