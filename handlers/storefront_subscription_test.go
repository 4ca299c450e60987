package handlers

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §8: a customer subscribes to the report on a product, reads it, hears of a new
// version and unsubscribes; each is recorded by the trace service's own name.
func TestACustomerSubscribesToTheReportOnAProduct(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var review, number, company string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT v.id, p.number FROM reviews v JOIN products p ON p.seller_id = v.seller_id AND p.id = v.subject
		WHERE v.kind = 'product_modify' AND v.status = 'pending' AND p.public AND p.status = 'on_sale' AND v.seller_id = $1 LIMIT 1`, shop.Lanxi).Scan(&review, &number))
	f := storefrontOf(t, shop, "C-reader")
	status, _ := f.get("/subscriptions/" + number)
	require.Equal(t, http.StatusNotFound, status, "not subscribed")
	for range 2 {
		f.ends(http.StatusOK, "/subscriptions/"+number+"/add", "")
	}
	f.ends(http.StatusNotFound, "/subscriptions/CP-none/add", "")
	status, list := f.get("/subscriptions")
	require.Equal(t, http.StatusOK, status)
	require.Len(t, list["subscriptions"], 1)
	_, report := f.get("/subscriptions/" + number)
	require.EqualValues(t, 0, report["changes"])

	shop.Clock.Pass(time.Minute)
	id, err := market.ParseID[market.Review](review)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(t.Context(), id))
	_, report = f.get("/subscriptions/" + number)
	require.EqualValues(t, 1, report["changes"])
	require.Contains(t, report, "count")
	company = report["company_name"].(string)
	require.NotEmpty(t, company)
	_, told := f.get("/messages")
	require.Contains(t, told["messages"].([]any)[0].(map[string]any)["link"], "/subscriptions/"+number)

	f.ends(http.StatusOK, "/subscriptions/"+number+"/end", "")
	status, _ = f.get("/subscriptions/" + number)
	require.Equal(t, http.StatusNotFound, status)
	for _, act := range []market.Act{market.AddSubscription, market.QuerySubscription, market.EndSubscription} {
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits WHERE act = $1 AND party = 'buyer'`, act).Scan(&n))
		require.Positive(t, n, act)
		require.Equal(t, "ProductInsightSubscribe", market.EventOf(act).Resource)
	}
}

// transactions.md §8, catalogue.md §1.4, §2.4: a customer reads the service agreements that it signed
// with its orders, as they read then.
func TestACustomerReadsTheAgreementsOfItsOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	f := storefrontOf(t, shop, "C-signer")
	placed := f.ends(http.StatusCreated, "/orders", f.wanted(saasCode(shop)))
	status, list := f.get("/agreements")
	require.Equal(t, http.StatusOK, status)
	require.Len(t, list["agreements"], 1)
	row := list["agreements"].([]any)[0].(map[string]any)
	require.Equal(t, placed["number"], row["order"])
	require.NotContains(t, row, "text")
	status, signed := f.get("/orders/" + placed["number"].(string) + "/agreement")
	require.Equal(t, http.StatusOK, status)
	require.NotEmpty(t, signed["text"])
	require.Equal(t, row["signed_at"], signed["signed_at"])
	for _, act := range []market.Act{market.QuerySignatures, market.QuerySignature} {
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits WHERE act = $1`, act).Scan(&n))
		require.Equal(t, 1, n, act)
	}
	status, _ = storefrontOf(t, shop, "C-other").get("/orders/" + placed["number"].(string) + "/agreement")
	require.Equal(t, http.StatusNotFound, status)
}
