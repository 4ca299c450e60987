package handlers

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func TestFinanceApprovesARefundAndItIsPaid(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/refunds/" + shop.Refunds["lanxi refund asked"].String()
	support := visit(t, shop, "support@lanxi.example")
	_, page := support.get(path)
	require.Zero(t, page.Find("form[action$='/approve']").Length())
	answer, _ := support.post(path+"/approve", nil)
	require.Equal(t, http.StatusForbidden, answer.Code)

	g := visit(t, shop, "finance@lanxi.example")
	answer, page = g.post(path+"/reject", url.Values{"note": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find("#note-fault").Length())
	answer, _ = g.post(path+"/approve", url.Values{"note": {"agreed"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = g.post(path+"/approve", url.Values{"note": {"agreed by me, too"}})
	require.Equal(t, http.StatusConflict, answer.Code)
	require.Equal(t, "agreed by me, too", page.Find("#typed .quote").Text(), "the form is gone, what was typed is not")
	require.Contains(t, page.Find(".banner").Text(), "the state has changed", "it was decided, not the money is short (transactions.md §4.3)")
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	flow, _ := flowOf(t, shop, "refund asked")
	require.Equal(t, market.SupervisionClosed, flow.Status)
	_, page = g.get(path)
	require.Contains(t, page.Find(".head-facts").Text(), "Refunded")
}

func TestTheRefundListCountsItsStates(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answer, page := visit(t, shop, "finance@yunzhan.example").get("/refunds?status=requested")
	require.Equal(t, http.StatusOK, answer.Code)
	require.Positive(t, page.Find("tbody tr").Length())
	require.Equal(t, "late", page.Find("tbody .countdown").First().AttrOr("data-tone", ""))
}
