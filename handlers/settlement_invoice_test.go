package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §6.10: the notice stands on the statement and under the invoices; a refusal
// names its rule and keeps what was typed; strangers find nothing.
func TestTheSellerInvoicesThePlatformOnItsStatement(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	page, err := shop.Seller(shop.Lanxi, market.Finance).Statements(t.Context(), market.StatementSearch{Status: string(market.StatementInvoicing)}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, page.Rows, "the demo has one")
	at := "/statements/" + page.Rows[0].ID.String()
	finance := visit(t, shop, "finance@lanxi.example")
	_, list := finance.get("/invoices/platform")
	require.Positive(t, list.Find(`a[href^="`+at+`"]`).Length())
	_, tab := finance.get("/statements?category=joint")
	require.Positive(t, tab.Find(`a[href="`+at+`"]`).Length())
	_, shown := finance.get(at)
	require.Equal(t, 1, shown.Find("#invoicing").Length())

	typed := url.Values{"invoice_number": {"26332000000077777777"}, "dated_on": {"2020-01-01"}, "invoice_rate": {"6"}, "invoice_amount": {"1.00"},
		"tax_number": {"9133"}, "remark": {"x"}, "medium": {"paper"}, "courier": {"SF"}, "courier_number": {"SF1"}}
	answer, again := finance.post(at+"/add_invoice", typed)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "26332000000077777777", again.Find("#invoice_number").AttrOr("value", ""))
	for _, field := range []string{"tax_number", "remark"} {
		require.Equal(t, 1, again.Find("#"+field+"-fault").Length(), field)
	}

	stranger := visit(t, shop, "owner@yunzhan.example")
	answer, _ = stranger.get(at)
	require.Equal(t, http.StatusNotFound, answer.Code)
	answer, _ = stranger.post(at+"/submit_invoice", url.Values{})
	require.Equal(t, http.StatusNotFound, answer.Code)
	support := visit(t, shop, "support@lanxi.example")
	answer, _ = support.post(at+"/submit_invoice", url.Values{})
	require.NotEqual(t, http.StatusSeeOther, answer.Code)

	reviewing, err := shop.Seller(shop.Lanxi, market.Finance).Statements(t.Context(), market.StatementSearch{Status: string(market.StatementInvoiceReviewing)}, market.Ask{})
	require.NoError(t, err)
	require.NotEmpty(t, reviewing.Rows)
	desk := visit(t, shop, "treasurer@platform.example")
	answer, _ = desk.post("/operator/statements/"+reviewing.Rows[0].ID.String()+"/refuse_invoice", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = desk.post("/operator/statements/"+reviewing.Rows[0].ID.String()+"/pass_invoice", url.Values{})
	require.Equal(t, http.StatusSeeOther, answer.Code)
}
