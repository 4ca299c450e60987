package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §6.8, §10.2: the operator records a deposit and sets what is missing off
// against it; the next statement has it, and the seller sees both.
func TestTheOperatorSetsADepositOff(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk, path := visit(t, shop, "treasurer@platform.example"), "/operator/deposits/"+shop.Lanxi.String()
	answer, page := desk.post(path+"/offset", url.Values{"amount": {"50000.01"}, "reason": {"退订款不足"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "50000.01", page.Find("#amount").AttrOr("value", ""), "what was typed stays")

	answer, _ = desk.post(path+"/add", url.Values{"amount": {"20000.00"}, "reason": {"入驻保证金"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = desk.post(path+"/offset", url.Values{"amount": {"3500.50"}, "reason": {"十月退订款不足"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = desk.post(path+"/return", url.Values{"amount": {"66499.51"}, "reason": {"退出"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "a cent more than is left")

	all, err := shop.Seller(shop.Lanxi).Adjustments(t.Context())
	require.NoError(t, err)
	require.Equal(t, "3500.50", all[0].Amount.String())
	require.Nil(t, all[0].StatementID, "it waits for the next statement")
	_, own := visit(t, shop, "finance@lanxi.example").get("/deposits")
	require.Contains(t, own.Find("#balance").Text(), "66,499.50")
	require.Equal(t, 3, own.Find("tbody tr").Length())
	answer, _ = visit(t, shop, "support@lanxi.example").get("/deposits")
	require.Equal(t, http.StatusNotFound, answer.Code)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.OffsetDeposit, act)
}
