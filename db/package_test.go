package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §3.8: each package that stops when used up is one instance; an order of three
// is three lines, three messages and three ids, and is complete when all three are open.
func TestEachStoppingPackageIsAnInstanceOfItsOwn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := stoppingPackage(t, shop)
	customer := counter(shop, "C-1")
	_, err := customer.PlaceOrder(t.Context(), wanted(code, 31))
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid}, "catalogue.md §3.8: at most 30 in one order")
	made, err := customer.PlaceOrder(t.Context(), wanted(code, 3))
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	made = order(t, customer, made.ID)
	require.Equal(t, market.OrderCompleted, made.Status)

	var instances, lines, numbers, messages, first int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*), max(line), count(DISTINCT number), count(*) FILTER (WHERE line = 1 AND id = $2)
		FROM instances WHERE order_id = $1 AND status = 'in_use'`, made.ID, *made.InstanceID).Scan(&instances, &lines, &numbers, &first))
	require.Equal(t, []int{3, 3, 3, 1}, []int{instances, lines, numbers, first})
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM fulfilments WHERE order_id = $1 AND activity = 'newInstance' AND status = 'done'`, made.ID).Scan(&messages))
	require.Equal(t, 3, messages)
	for line := 1; line <= 3; line++ {
		var subject string
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT subject FROM directory WHERE kind = 'order_line' AND number = $1`,
			market.OrderLine(made.Number, line)).Scan(&subject), "the wire's line finds its order")
		require.Equal(t, made.ID.String(), subject)
	}
	require.NoError(t, shop.Seller(shop.Lanxi, market.Manager).BlockInstance(t.Context(), *made.InstanceID, "违规内容"))
	var frozen int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM instances WHERE order_id = $1 AND status = 'frozen'`, made.ID).Scan(&frozen))
	require.Equal(t, 3, frozen, "the packages of an order live and end together")
}

// stoppingPackage makes a SKU of the world a package that stops when used up, and names its
// price.
func stoppingPackage(t *testing.T, shop *dbtest.Shop) string {
	t.Helper()
	code := shop.Codes["澜溪智能工单/团队版/month"]
	_, err := shop.DB.Pool().Exec(`UPDATE skus k SET package = '{"item": "calls", "quantity": "1000", "reset": "none", "once": false, "stops": true}' FROM prices p
		WHERE p.seller_id = k.seller_id AND p.sku_id = k.id AND p.code = $1`, code)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE prices SET charging = 'ON_DEMAND_PKG' WHERE code = $1`, code)
	require.NoError(t, err)
	return code
}
