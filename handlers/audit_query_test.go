package handlers

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §8: a buyer's questions are recorded too, by whom and about what; what was
// not found was not asked of anybody.
func TestABuyersQuestionsAreRecorded(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var number, customer string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.number, o.customer_id FROM orders o JOIN instances i ON i.seller_id = o.seller_id AND i.id = o.instance_id
		WHERE o.seller_id = $1 AND o.status = 'completed' AND NOT o.test AND i.status = 'in_use' ORDER BY o.placed_at LIMIT 1`, shop.Lanxi).Scan(&number, &customer))
	var supervised, watcher string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.number, o.customer_id FROM orders o JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
		WHERE o.seller_id = $1 AND NOT o.test ORDER BY o.placed_at LIMIT 1`, shop.Lanxi).Scan(&supervised, &watcher))
	_, err := shop.DB.Pool().Exec(`TRUNCATE audits`)
	require.NoError(t, err)
	own, other := storefrontOf(t, shop, customer), storefrontOf(t, shop, watcher)
	for _, ask := range []struct {
		front        *front
		path, status string
		act          market.Act
		subject      string
	}{
		{own, "/orders", "", market.QueryOrders, customer},
		{own, "/services", "", market.QueryInstances, customer},
		{own, "/private-offers", "", market.QueryOffers, customer},
		{own, "/orders/" + number, "", market.QueryOrder, number},
		{own, "/orders/" + number + "/service", "", market.QueryInstance, number},
		{other, "/orders/" + supervised + "/progress", "", market.QueryDelivery, supervised},
	} {
		status, _ := ask.front.get(ask.path)
		require.Equal(t, http.StatusOK, status, ask.path)
		var subject, party string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT subject, party FROM audits WHERE act = $1`, ask.act).Scan(&subject, &party), ask.path)
		require.Equal(t, ask.subject, subject)
		require.Equal(t, string(market.PartyBuyer), party)
	}
	var n, logins int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*), count(*) FILTER (WHERE act = 'instance.query_login') FROM audits`).Scan(&n, &logins))
	require.Equal(t, 6+logins, n)
	status, _ := storefrontOf(t, shop, "C-nobody").get("/orders/" + number)
	require.Equal(t, http.StatusNotFound, status)
	var again int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits`).Scan(&again))
	require.Equal(t, n, again)
}
