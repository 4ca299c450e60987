package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// transactions.md §1.6, catalogue.md §9.4: pay-per-use arrears: grace, freeze, retention, release.
func TestWhatIsPaidByUseRunsOnInArrearsIsFrozenAndReleased(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	require.ErrorIs(t, customer.OweInstance(t.Context(), made.ID), conflict, "what was bought for a period is never in arrears")
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET charging = 'ON_DEMAND', expires_at = NULL WHERE id = $1`, made.ID)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE instances SET expires_at = NULL WHERE id = $1`, *made.InstanceID)
	require.NoError(t, err)
	status := func() (now market.InstanceStatus) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM instances WHERE id = $1`, *made.InstanceID).Scan(&now))
		return now
	}
	turn := func(days int) { turned(t, shop, shop.Clock.Now().Add(time.Duration(days)*24*time.Hour)) }

	require.ErrorIs(t, customer.SettleInstance(t.Context(), made.ID), conflict, "nothing is owed")
	require.NoError(t, customer.OweInstance(t.Context(), made.ID))
	require.ErrorIs(t, customer.OweInstance(t.Context(), made.ID), conflict, "one grace period")
	turn(14)
	require.Equal(t, market.InstanceInUse, status(), "the grace period (宽限期)")
	turn(2)
	require.Equal(t, market.InstanceFrozen, status())
	require.NoError(t, customer.SettleInstance(t.Context(), made.ID))
	turn(1)
	require.Equal(t, market.InstanceInUse, status(), "paid: it runs again")
	require.Equal(t, 2, func() (n int) {
		for _, activity := range asks(t, shop, made) {
			if activity == string(market.ActivityUpdateInstanceStatus) {
				n++
			}
		}
		return n
	}(), "the seller's server is told of both")

	require.NoError(t, customer.OweInstance(t.Context(), made.ID))
	turn(29)
	require.Equal(t, market.InstanceFrozen, status(), "the retention period (保留期)")
	turn(2)
	require.Equal(t, market.InstanceReleased, status())
	require.Contains(t, asks(t, shop, made), string(market.ActivityReleaseInstance))
	require.ErrorIs(t, customer.SettleInstance(t.Context(), made.ID), conflict, "what was released is gone")
}

// transactions.md §1.2: open for 365 days: invoiced is completed, not invoiced goes back.
// §14.2: off as it ships; after 180 days both sides are reminded weekly.
func TestAnInvoicedDeliveryIsCompletedAfterAYear(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, made, id := watched(t, shop, shop.Lanxi)
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('supervision_close_days', '365', now())`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`WITH i AS (SELECT seller_id, id FROM invoices WHERE seller_id = $1 AND status IN ('issued', 'completed') LIMIT 1)
		UPDATE invoice_orders o SET order_id = $2, holds = true FROM i WHERE o.seller_id = i.seller_id AND o.invoice_id = i.id`, shop.Lanxi, made.ID)
	require.NoError(t, err)
	told := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM customer_messages WHERE customer = $1 AND kind = 'supervision.remind'`, made.CustomerID).Scan(&n))
		return n
	}
	start := shop.Clock.Now()
	shop.Turn(t, world.Works(shop.Clock), start.AddDate(0, 0, 195))
	require.Equal(t, 3, told(), "the buyer too: after 180, 187 and 194 days")
	shop.Turn(t, world.Works(shop.Clock), start.AddDate(0, 0, 380))
	require.Equal(t, market.SupervisionDone, flow(t, shop.Seller(shop.Lanxi), id).Status)
	ended := order(t, shop.Seller(shop.Lanxi), made.ID)
	require.Equal(t, market.OrderCompleted, ended.Status)
	require.Zero(t, ended.RefundedAmount.Sign())
}

// transactions.md §1.5: a product with more than five orders in a month that failed because of
// its interface is taken off sale.
func TestAProductWhoseInterfaceFailsTooManyOrdersIsTakenOffSale(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "code:000005"}))
	_, err := shop.DB.Pool().Exec(`DELETE FROM hooks`)
	require.NoError(t, err)
	customer := counter(shop, "C-1")
	var product market.ProductID
	fails := func(n int) {
		for range n {
			made := placed(t, customer, wanted(shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1))
			require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
			product = made.ProductID
		}
		turned(t, shop, shop.Clock.Now().Add(4*time.Hour))
	}
	state := func() (now market.ProductStatus) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM products WHERE id = $1`, product).Scan(&now))
		return now
	}
	shop.Clock.Set(market.MonthOf(shop.Clock.Now()).Next().Begin().Add(10 * time.Hour)) // a month of its own
	fails(5)
	require.Equal(t, market.ProductOnSale, state(), "five may fail")
	fails(1)
	require.Equal(t, market.ProductOffSale, state(), "the sixth takes it off sale")
	_, err = customer.PlaceOrder(t.Context(), wanted(shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1))
	require.ErrorIs(t, err, conflict)
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE seller_id = $1 AND reason->>'key' = 'product.notice_breach'`, shop.Lanxi).Scan(&told))
	require.Equal(t, 1, told)
}

// transactions.md §1.2: seven days, hardware one hour, a campaign's order as its campaign says.
func TestACampaignsOrderWaitsAsLongAsItsCampaignSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer := counter(shop, "C-1")
	buys := wanted(shop.Codes["澜溪云 ERP SaaS 版/标准版/year"], 1)
	buys.PayWithin = 30 * time.Minute
	_, err := customer.PlaceOrder(t.Context(), buys)
	require.ErrorIs(t, err, invalid, "which campaign")
	buys.Campaign = "双十一"
	made := placed(t, customer, buys)
	require.True(t, shop.Clock.Now().Add(30*time.Minute).Equal(made.PayBy), made.PayBy)
	turned(t, shop, shop.Clock.Now().Add(31*time.Minute))
	require.Equal(t, market.OrderCancelled, order(t, customer, made.ID).Status)
}

// transactions.md §2.4: the listing's declared delivery time, in calendar days, counts where the
// seller implements; missing it is a ground to complain.
func TestTheDeclaredDeliveryTimeIsTheTimeToDeliver(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, _, id := bought(t, shop, market.AccessService, `{"delivery_days": "21"}`)
	shop.Clock.Pass(time.Minute)
	require.NoError(t, customer.SubmitSupervision(t.Context(), id, market.Requirement{Text: "x"}))
	require.NoError(t, shop.Seller(shop.Lanxi).ConfirmSupervision(t.Context(), id, 0))
	row := flow(t, customer, id)
	require.True(t, shop.Clock.Now().AddDate(0, 0, 21).Equal(*row.DueAt), row.DueAt)
	shop.Clock.Pass(22 * 24 * time.Hour)
	require.True(t, flow(t, customer, id).Late(shop.Clock.Now()))
	_, err := customer.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundLate, Reason: "21 days were promised"})
	require.NoError(t, err)
}
