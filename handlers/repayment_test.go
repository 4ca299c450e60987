package handlers

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §10.1: postpaid repayment is reported by customer, cycle and amount.
func TestAShopFrontReportsWhatACustomerPaidBack(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-900")
	cycle := market.MonthOf(shop.Clock.Now()).String()
	refused := f.ends(http.StatusUnprocessableEntity, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": "1.00"}`, cycle))
	require.Contains(t, refused["fields"], "cycle", "nothing was bought on credit")
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(serviceCode(shop)))
	f.ends(http.StatusOK, "/orders/"+placed["number"].(string)+"/pay", fmt.Sprintf(`{"amount": %q, "method": "postpaid"}`, placed["amount"]))

	_, owed := f.get("/repayments")
	require.Equal(t, "unpaid", owed["repayments"].([]any)[0].(map[string]any)["status"])
	half := f.ends(http.StatusOK, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": "1.00"}`, cycle))
	require.Equal(t, "partly", half["status"])
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": %q}`, cycle, placed["amount"]))["fields"], "amount", "more than is left")
	require.Contains(t, f.ends(http.StatusUnprocessableEntity, "/repayments", `{"cycle": "202613", "amount": "1.00"}`)["fields"], "cycle")
	whole := f.ends(http.StatusOK, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": %q}`, cycle, half["left"]))
	require.Equal(t, "repaid", whole["status"])
	f.ends(http.StatusConflict, "/repayments", fmt.Sprintf(`{"cycle": %q, "amount": "1.00"}`, cycle))
	_, stranger := storefrontOf(t, shop, "C-901").get("/repayments")
	require.Empty(t, stranger["repayments"])

	res, page := visit(t, shop, "treasurer@platform.example").get("/operator/repayments?text=C-900")
	require.Equal(t, http.StatusOK, res.Code)
	require.Equal(t, 1, page.Find("tbody tr").Length())
}
