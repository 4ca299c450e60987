package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §6.5, §6.10, §10.2: once a statement is paid, its seller asks for the invoice
// for the platform's fee; the operator issues it with its file, and the seller reads it.
func TestThePlatformInvoicesItsFeeOfAPaidStatement(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	owner, desk := visit(t, shop, "finance@lanxi.example"), visit(t, shop, "treasurer@platform.example")
	var paid, open market.StatementID
	query := `SELECT id FROM statements WHERE seller_id = $1 AND (paid_at IS NOT NULL) = $2 AND currency = 'CNY' ORDER BY period DESC LIMIT 1`
	require.NoError(t, shop.DB.Pool().QueryRow(query, shop.Lanxi, true).Scan(&paid))
	require.NoError(t, shop.DB.Pool().QueryRow(query, shop.Lanxi, false).Scan(&open))

	answer, _ := owner.post("/statements/"+open.String()+"/ask_fee", url.Values{})
	require.Equal(t, http.StatusConflict, answer.Code, "not before the payment")
	answer, _ = owner.post("/statements/"+paid.String()+"/ask_fee", url.Values{})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, _ = owner.post("/statements/"+paid.String()+"/ask_fee", url.Values{})
	require.Equal(t, http.StatusConflict, answer.Code, "once")

	path := "/operator/statements/" + paid.String()
	answer, page := desk.post(path+"/issue_fee", url.Values{"fee_number": {"26442000001234567890"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code, "a file comes along")
	require.Equal(t, "26442000001234567890", page.Find("#fee_number").AttrOr("value", ""))
	answer, _ = desk.apply(path+"/issue_fee", url.Values{"fee_number": {"26442000001234567890"}}, map[string][2]string{"fee_file": {"平台费发票.pdf", "%PDF-1.4 fee\n%%EOF"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = owner.get("/statements/" + paid.String())
	link := page.Find("#fee a[href^='/files/']")
	require.Equal(t, "26442000001234567890", link.Text())
	answer, _ = owner.get(link.AttrOr("href", ""))
	require.Equal(t, http.StatusOK, answer.Code)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.IssueFeeStatement, act)
}
