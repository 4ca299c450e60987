package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestASellerFilesAnAppealAndTheFlowFreezes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	flow, path := flowOf(t, shop, "accepting")
	_, page := g.get("/appeals/file?supervision=" + flow.ID.String())
	require.Equal(t, 1, page.Find("input[name=ground][value=unreachable]").Length())

	values := url.Values{"supervision": {flow.ID.String()}, "ground": {"unreachable"}, "reason": {"the phone is dead"}}
	answer, page := g.upload("/appeals/file", values, nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, page.Find("#error-summary").Text(), "Letter of commitment")
	require.Equal(t, "the phone is dead", page.Find("#reason").Text())

	answer, _ = g.upload("/appeals/file", values, map[string]string{"file_commitment": "%PDF-1.4 we commit"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	location := answer.Header().Get("Location")
	_, page = g.get(path)
	require.Equal(t, 1, page.Find(".banner[data-tone=frozen]").Length())

	answer, page = g.upload("/appeals/file", url.Values{"supervision": {flow.ID.String()}, "ground": {"dispute"}, "reason": {"filed a moment too late"}}, nil)
	require.Equal(t, http.StatusConflict, answer.Code, "one appeal at a time (transactions.md §3)")
	require.Equal(t, "filed a moment too late", page.Find("#typed .quote").Text(), "what was typed is not lost")

	answer, _ = g.post(location+"/withdraw", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	back, _ := flowOf(t, shop, "accepting")
	require.Equal(t, market.SupervisionRunning, back.Status)
}

func TestTheSellerSuppliesWhatTheOperatorAskedFor(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "support@lanxi.example")
	path := "/appeals/" + shop.Appeals["lanxi asked"].String()
	_, page := g.get(path)
	require.Equal(t, "Supply evidence", page.Find(".head .btn[data-look=primary]").Text())
	answer, _ := g.upload(path+"/supply", url.Values{}, nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = g.upload(path+"/supply", url.Values{"comment": {"here"}}, map[string]string{"file_appeal": "%PDF-1.4 log"})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = g.upload(path+"/supply", url.Values{"comment": {"again"}}, map[string]string{"file_appeal": "%PDF-1.4 log"})
	require.Equal(t, http.StatusConflict, answer.Code)
}

func TestTheOperatorDecidesWithBothSidesBeforeIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	_, page := g.get("/operator/appeals")
	require.Positive(t, page.Find("tbody tr").Length())
	path := "/operator/appeals/" + shop.Appeals["lanxi supplied"].String()
	_, page = g.get(path)
	require.Positive(t, page.Find(".case-line > [data-side=buyer] .case-docs a").Length(), "the buyer's evidence at the left")
	require.Positive(t, page.Find(".case-line > [data-side=seller] .case-docs a").Length(), "the seller's at the right")
	require.Equal(t, 5, page.Find("input[name=outcome]").Length())
	file := page.Find(".case-docs div > a").First().AttrOr("href", "")
	answer, _ := g.get(file)
	require.Equal(t, http.StatusOK, answer.Code, "the operator opens the seller's files")

	answer, page = g.post(path+"/decide", url.Values{"outcome": {"refund"}, "amount": {"999999"}, "conclusion": {"too much"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "999999", page.Find("#amount").AttrOr("value", ""))
	answer, _ = g.post(path+"/decide", url.Values{"outcome": {"return"}, "return_node": {"REQ_REVIEW"}, "conclusion": {"agree on the scope again"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	flow, _ := flowOf(t, shop, "supplied")
	require.Equal(t, market.NodeReview, flow.Node)

	_, page = visit(t, shop, "support@lanxi.example").get("/appeals/" + shop.Appeals["lanxi supplied"].String())
	require.Contains(t, page.Find(".quote").First().Text(), "agree on the scope again")
	answer, _ = visit(t, shop, "owner@lanxi.example").get(path)
	require.Equal(t, http.StatusNotFound, answer.Code)
}

func TestTheOperatorAsksForMore(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "manager@platform.example")
	path := "/operator/appeals/" + shop.Appeals["lanxi frozen"].String()
	answer, _ := g.post(path+"/ask", url.Values{"asked_party": {"seller"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = g.post(path+"/ask", url.Values{"asked_party": {"seller"}, "asked": {"the call records"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page := g.post(path+"/decide", url.Values{"outcome": {"continue"}, "conclusion": {"too early"}})
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Equal(t, "too early", page.Find("#typed .quote").Text(), "the form is gone, what was typed is not")
}

func TestTheSettingsSayWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, page := visit(t, shop, "manager@platform.example").get("/operator/settings")
	require.Contains(t, page.Find("#appeal_days").Text(), "3 working days")
	require.Contains(t, page.Find("#appeal_days").Text(), "transactions.md §3")
}
