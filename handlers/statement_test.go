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

// lanxiOctober is the statement that most of these tests open.
func lanxiOctober(t *testing.T, shop *dbtest.Shop) string {
	t.Helper()
	id, known := shop.Statements["lanxi 202610"]
	require.True(t, known, "the demo has a statement for October")
	return id.String()
}

// transactions.md §6.1, §6.6: basic information, the ledger and the detail rows.
func TestAStatementShowsItsLedgerItsWayItsLinesAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	answer, page := g.get("/statements/" + lanxiOctober(t, shop))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "Statement 202610, General", strings.TrimSpace(page.Find("h1").Text()))
	require.Equal(t, "Product sales", page.Find(".ledger th").First().Text())
	require.Equal(t, 4, page.Find(".steps > li").Length())
	require.Equal(t, "here", page.Find(".steps > li").Last().AttrOr("data-state", ""))

	st, err := shop.Seller(shop.Lanxi).Statement(t.Context(), shop.Statements["lanxi 202610"])
	require.NoError(t, err)
	require.Equal(t, min(st.SaleLines, linesShown), page.Find(".statement-lines tbody tr").Length())
	require.Equal(t, min(st.AbsentOrders, 20), page.Find("#absent tbody tr").Length())
	require.Positive(t, st.AbsentOrders)

	back, order := g.get(page.Find(".statement-lines tbody a.id").First().AttrOr("href", ""))
	require.Equal(t, http.StatusOK, back.Code)
	link := order.Find("#billing a.btn").AttrOr("href", "")
	require.Contains(t, link, "/statements/"+st.ID.String(), "and back from the order")
	_, again := g.get(strings.TrimSuffix(link, "#drawer"))
	require.Equal(t, "How this line was calculated", again.Find("#drawer-title").Text())
}

func TestADrawerWithItsOwnAddressSaysWhyAnOrderIsNotInTheStatement(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	path := "/statements/" + lanxiOctober(t, shop)
	_, page := g.get(path)
	why := page.Find("#absent tbody a.id").First()
	answer, opened := g.get(strings.TrimSuffix(why.AttrOr("href", ""), "#drawer"))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, "Why it is not in this statement", opened.Find("#drawer-title").Text())
	require.Equal(t, 1, opened.Find("#absent tr[data-open]").Length())
	require.Equal(t, path, opened.Find(".drawer-close").AttrOr("href", ""))
	require.Equal(t, why.Text(), opened.Find(".drawer .id").First().Text())

	missing, _ := g.get(path + "?why=CS000000")
	require.Equal(t, http.StatusNotFound, missing.Code)
}

// transactions.md §6.1, §6.11, §6.13: an unsigned agreement blocks the bills; the detail is exported.
func TestTheFileOfAStatementIsTheSameByteForByteAfterItWasMadeAgain(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := visit(t, shop, "treasurer@platform.example")
	shop.Clock.Set(shop.Today.AddDate(0, 0, 14)) // 4 December: November is over
	store := shop.Seller(shop.Lanxi, market.Treasurer)
	november := market.MonthOf(shop.Today)
	require.NoError(t, store.CloseStatement(t.Context(), november))
	statements, err := store.Statements(t.Context(), market.StatementSearch{Category: market.SaleGeneral}, market.Ask{})
	require.NoError(t, err)
	made := statements.Rows[0]
	require.Equal(t, november, made.Period)

	g := visit(t, shop, "finance@lanxi.example")
	blocked, _ := g.get("/statements")
	require.Equal(t, http.StatusSeeOther, blocked.Code, "a newer agreement than the signed one is in effect")
	agreement, err := shop.Seller(shop.Lanxi).Unsigned(t.Context(), market.Cooperation)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi).SignAgreement(t.Context(), agreement.ID, true))
	read := func(format string) string {
		answer, _ := g.get("/statements/" + made.ID.String() + "/lines." + format)
		require.Equal(t, http.StatusOK, answer.Code)
		return answer.Body.String()
	}
	csv, xlsx := read("csv"), read("xlsx")
	answer, _ := desk.post("/operator/statements/close", url.Values{"seller": {shop.Lanxi.String()}, "period": {november.String()}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	require.Equal(t, csv, read("csv"))
	require.Equal(t, xlsx, read("xlsx"))
	require.Equal(t, made.Lines+1, strings.Count(csv, "\n"))
}

func TestTheTreasurerLeadsAStatementToTheBank(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/operator/statements/" + lanxiOctober(t, shop)
	g := visit(t, shop, "treasurer@platform.example")
	answer, page := g.post(path+"/pay", url.Values{"reference": {""}, "paid_on": {"2026-12-24"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "2026-12-24", page.Find("#paid_on").AttrOr("value", ""))
	require.Equal(t, 1, page.Find(`.field[data-bad] #reference`).Length())

	answer, _ = g.post(path+"/pay", url.Values{"reference": {"BK-7"}, "paid_on": {"2026-11-20"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "Paid")
	answer, _ = g.post(path+"/pay", url.Values{"reference": {"BK-8"}, "paid_on": {"2026-11-20"}})
	require.Equal(t, http.StatusConflict, answer.Code)

	_, seller := visit(t, shop, "finance@lanxi.example").get("/statements/" + lanxiOctober(t, shop))
	require.Zero(t, seller.Find(`form[action$="/pay"]`).Length())
	require.Contains(t, seller.Text(), "BK-7")
}

// transactions.md §6.5.
func TestARejectedStatementSaysWhyAndACarriedOneWhereTo(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@yunzhan.example")
	_, page := g.get("/statements/" + shop.Statements["yunzhan 202610"].String())
	require.Contains(t, page.Find(`.banner[data-tone="bad"]`).Text(), "收款账户")
	require.Equal(t, "late", page.Find(".steps > li").Last().AttrOr("data-state", ""))

	_, page = g.get("/statements/" + shop.Statements["yunzhan 202606"].String())
	require.Contains(t, page.Find(".banner").Text(), "below the least payout")
	require.Equal(t, "/statements/"+shop.Statements["yunzhan 202607"].String(), page.Find(".banner a").AttrOr("href", ""))
	_, page = g.get("/statements/" + shop.Statements["yunzhan 202606"].String() + "?tab=others")
	require.Equal(t, 1, page.Find(".statement-lines tbody tr").Length())
}

func TestWhoMaySeeStatements(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/statements/" + lanxiOctober(t, shop)
	for email, code := range map[string]int{"owner@lanxi.example": 200, "finance@lanxi.example": 200, "support@lanxi.example": 404,
		"operations@lanxi.example": 404, "finance@yunzhan.example": 404} {
		answer, _ := visit(t, shop, email).get(path)
		require.Equal(t, code, answer.Code, email)
	}
	answer, _ := visit(t, shop, "reviewer@platform.example").get("/operator/statements")
	require.Equal(t, http.StatusNotFound, answer.Code)
}

// transactions.md §6.1, §6.9.
func TestTransactionsSayWhichStatementTheyEntered(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "finance@lanxi.example")
	_, page := g.get("/transactions?billing=billed&period=202610")
	rows := page.Find(".table tbody tr")
	require.Positive(t, rows.Length())
	require.Contains(t, rows.First().Find(`a[href^="/statements/"]`).AttrOr("href", ""), lanxiOctober(t, shop))
	answer, _ := g.get(rows.First().Find(`a[href^="/statements/"]`).AttrOr("href", ""))
	require.Equal(t, http.StatusOK, answer.Code)

	for _, path := range []string{"/transactions", "/transactions?tab=refunds", "/transactions?repayment=unpaid&supervision=running&type=new&text=CS&paid_from=2026-10-01&paid_until=2026-10-31"} {
		answer, _ := g.get(path)
		require.Equal(t, http.StatusOK, answer.Code, path)
		for _, format := range []string{"csv", "xlsx"} {
			with := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "as=" + format
			file, _ := g.get(with)
			require.Equal(t, http.StatusOK, file.Code, path)
			again, _ := g.get(with)
			require.Equal(t, file.Body.String(), again.Body.String())
		}
	}
	_, page = g.get("/transactions?billing=open&text=nothing+like+it")
	require.Equal(t, 1, page.Find(".empty").Length())
}

func TestARateAndAnAdjustmentComeBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "treasurer@platform.example")
	answer, page := g.post("/operator/rates/add", url.Values{"kind": {"platform_fee"}, "ratio": {"5.12345"}, "effective_on": {"2026-11-19"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "5.12345", page.Find("#ratio").AttrOr("value", ""))
	answer, _ = g.post("/operator/rates/add", url.Values{"kind": {"increment"}, "from_amount": {"2,000,000"}, "ratio": {"3"}, "effective_on": {"2027-01-01"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get("/operator/rates")
	require.Contains(t, page.Find(".table tbody tr").First().Text(), "2,000,000.00")

	path := "/operator/adjustments/" + shop.Lanxi.String()
	answer, page = g.post(path+"/add", url.Values{"amount": {"1.234"}, "reason": {"x"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "1.234", page.Find("#amount").AttrOr("value", ""))
	answer, _ = g.post(path+"/add", url.Values{"amount": {"-20.00"}, "reason": {"TK1"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(path)
	require.Contains(t, page.Find(".table tbody tr").First().Text(), "−20.00")
}
