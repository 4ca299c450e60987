package handlers

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §10: a vendor bill in dollars, with the taxes deducted; page, file, why.
func TestAStatementInDollarsSaysSoEverywhere(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	path := "/statements/" + shop.Statements["lanxi 202610-USD"].String()
	answer, page := g.get(path)
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "Statement 202610-USD, International site (vendor bill)", strings.TrimSpace(page.Find("h1").Text()))
	ledger := page.Find(".ledger").Text()
	for _, said := range []string{"Tax in the price", "Withheld by customers", "Withholding tax (WHT)", "Digital service tax (DST)", "USD"} {
		require.Contains(t, ledger, said)
	}
	require.NotContains(t, page.Find("main").Text(), "CNY")
	require.Contains(t, page.Find(".statement-lines thead").Text(), "Taxes")
	require.NotContains(t, page.Find(".statement-lines thead").Text(), "Coupon")

	link := page.Find(".statement-lines tbody td b a").First().AttrOr("href", "")
	_, why := g.get(strings.TrimSuffix(link, "#drawer"))
	drawer := why.Find(".billing").Text()
	require.Contains(t, drawer, "settlement, USD")
	require.Contains(t, drawer, "withholding tax")
	require.NotContains(t, drawer, "CNY")

	file, _ := g.get(path + "/lines.csv")
	require.Equal(t, http.StatusOK, file.Code)
	head, line, _ := strings.Cut(strings.TrimSpace(file.Body.String()), "\n")
	require.True(t, strings.HasSuffix(strings.TrimSpace(head), "Tax in price,Withheld by customer,Withholding tax,Digital service tax,Currency"), head)
	require.Contains(t, line, ",USD")

	_, home := g.get("/statements/" + lanxiOctober(t, shop))
	require.NotContains(t, home.Find(".ledger").Text(), "Withholding")
}

// catalogue.md §10: yuan and dollars stand beside each other in the lists and the forecast, each
// with its unit.
func TestListsOfStatementsNameTheCurrency(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	agreement, err := shop.Seller(shop.Lanxi).Unsigned(t.Context(), market.Cooperation)
	if err == nil {
		require.NoError(t, shop.Seller(shop.Lanxi).SignAgreement(t.Context(), agreement.ID, true))
	}
	_, page := g.get("/statements")
	require.Contains(t, page.Find("#abroad").Text(), "USD")
	row := page.Find("tbody tr:contains('202610-USD')")
	require.Equal(t, 1, row.Length())
	require.Contains(t, row.Text(), "USD ")
	_, open := g.get("/transactions?period=202610-USD")
	require.Equal(t, 2, open.Find("tbody tr").Length())
	require.Contains(t, open.Find("tbody tr").First().Text(), "202610-USD")

	desk := visit(t, shop, "treasurer@platform.example")
	_, queue := desk.get("/operator/statements?status=all&currency=USD")
	require.Equal(t, 2, queue.Find("tbody tr").Length())
	require.Contains(t, queue.Find("tbody tr").First().Text(), "USD ")
	_, both := desk.get("/operator/statements?status=all&period=202610")
	require.Positive(t, both.Find("tbody tr:contains('202610-USD')").Length())
	_, rates := desk.get("/operator/rates")
	require.Contains(t, rates.Find("tbody").Text(), "Withholding tax abroad")
}

// catalogue.md §10: the operator closes, corrects and pays in dollars.
func TestTheTreasurerClosesAMonthAbroad(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	shop.Clock.Set(shop.Today.AddDate(0, 0, 17))
	desk := visit(t, shop, "treasurer@platform.example")
	november := market.MonthOf(shop.Today)
	answer, _ := desk.post("/operator/adjustments/"+shop.Lanxi.String()+"/add", url.Values{"currency": {"USD"}, "amount": {"-12.50"}, "reason": {"Ticket TK1"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	desk.post("/operator/adjustments/"+shop.Yunzhan.String()+"/add", url.Values{"currency": {"USD"}, "amount": {"-12.50"}, "reason": {"Ticket TK1"}})
	_, page := desk.get("/operator/adjustments/" + shop.Yunzhan.String())
	require.NotContains(t, page.Find("tbody").Text(), "Ticket TK1", "who is not abroad has no dollars")
	_, page = desk.get("/operator/adjustments/" + shop.Lanxi.String())
	require.Contains(t, page.Find("tbody").Text(), "USD −12.50")

	answer, _ = desk.post("/operator/statements/close", url.Values{"seller": {shop.Lanxi.String()}, "period": {november.String()}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	statements, err := shop.Seller(shop.Lanxi).Statements(t.Context(), market.StatementSearch{Category: market.SaleGeneral}, market.Ask{})
	require.NoError(t, err)
	var abroad market.Statement
	for _, st := range statements.Rows {
		if st.Period == november && st.Currency == market.USD {
			abroad = st
		}
	}
	require.Equal(t, "202611-USD", abroad.Number)
	path := "/operator/statements/" + abroad.ID.String()
	_, page = desk.get(path)
	require.Equal(t, "USD", page.Find("input[name=currency]").AttrOr("value", ""), "it is made again in its own currency")
	answer, _ = desk.post(path+"/send", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = desk.get(path)
	require.Contains(t, page.Find("main").Text(), "From USD 150.00 on")
	answer, _ = desk.post(path+"/countersign", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = desk.post(path+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = desk.get(path)
	require.Contains(t, page.Find("main").Text(), "dollar account")
	_, notices := visit(t, shop, "finance@lanxi.example").get("/notices")
	require.Contains(t, notices.Find("main").Text(), "Statement 202611-USD was sent: USD ")
}
