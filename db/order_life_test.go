package db_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// opened is a SaaS order of customer C-1 whose instance runs.
func opened(t *testing.T, shop *dbtest.Shop, product string, periods int) (*db.Seller, market.Order) {
	t.Helper()
	customer := counter(shop, "C-1")
	buys := wanted(shop.Codes[product], 1)
	buys.Periods = periods
	made, err := customer.PlaceOrder(t.Context(), buys)
	require.NoError(t, err)
	if !made.Free() { // what is metered is opened at once
		require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	}
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	made = order(t, customer, made.ID)
	require.Equal(t, market.OrderCompleted, made.Status)
	require.NotNil(t, made.InstanceID)
	return customer, made
}

func asks(t *testing.T, shop *dbtest.Shop, made market.Order) []string {
	t.Helper()
	var all string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT coalesce(string_agg(activity, ',' ORDER BY begun_at, id), '') FROM fulfilments WHERE lane = $1`, made.ID).Scan(&all))
	return strings.Split(all, ",")
}

func saasInstance(t *testing.T, shop *dbtest.Shop, made market.Order) (status market.InstanceStatus, ends time.Time) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status, expires_at FROM instances WHERE id = $1`, *made.InstanceID).Scan(&status, &ends))
	return status, ends.UTC()
}

// transactions.md §1.6: what was released is gone; nobody pays for more of it.
func TestWhatWasReleasedIsNotRenewed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, ends := saasInstance(t, shop, made)
	turned(t, shop, ends.AddDate(0, 0, 14))
	renewal := wanted(made.ProductCode, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, made.Number
	waits, err := customer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err)
	turned(t, shop, ends.AddDate(0, 0, 16))
	status, _ := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceReleased, status)
	err = customer.PayOrder(t.Context(), waits.ID, market.Payment{Amount: waits.Amount, Method: market.Prepaid})
	var refused *market.Problem
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "order.renews_released", refused.Reason.Key)
	_, err = customer.PlaceOrder(t.Context(), renewal)
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "order.renews_released", refused.Reason.Key)
}

// transactions.md §1.6: freeze at the end, fifteen days, then release; renewal unfreezes.
func TestWhatIsOverIsFrozenThawedByARenewalAndReleasedAtLast(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, ends := saasInstance(t, shop, made)
	turned(t, shop, ends.Add(time.Hour))
	status, _ := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceFrozen, status)

	renewal := wanted(made.ProductCode, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, made.Number
	again, err := customer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(t.Context(), again.ID, market.Payment{Amount: again.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	status, later := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceInUse, status, "unfrozen")
	require.True(t, later.After(ends))
	turned(t, shop, later.AddDate(0, 0, 14))
	status, _ = saasInstance(t, shop, made)
	require.Equal(t, market.InstanceFrozen, status, "data is kept")
	turned(t, shop, later.AddDate(0, 0, 16))
	status, _ = saasInstance(t, shop, made)
	require.Equal(t, market.InstanceReleased, status)
	require.ElementsMatch(t, []string{"newInstance", "updateInstanceStatus", "refreshInstance", "updateInstanceStatus", "updateInstanceStatus", "releaseInstance"}, asks(t, shop, made))
}

// catalogue.md §9.4, transactions.md §1.6: charged from seven days before the end at three o'clock.
func TestWhatRenewsByItselfIsChargedSevenDaysBeforeItsEnd(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	require.ErrorIs(t, customer.SetInstance(t.Context(), made.ID, market.Expiry{Policy: market.PolicyRenew}), invalid, "it asks for further settings")
	require.NoError(t, customer.SetInstance(t.Context(), made.ID, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 1}))
	chosen, err := customer.Expiry(t.Context(), *made.InstanceID)
	require.NoError(t, err)
	require.Equal(t, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 1}, chosen)
	renewals := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE renews_id = $1 AND type = 'renew' AND paid_at IS NOT NULL`, made.ID).Scan(&n))
		return n
	}
	_, ends := saasInstance(t, shop, made)
	charged := market.DayOf(ends.AddDate(0, 0, -7)).Begin().Add(3 * time.Hour)
	turned(t, shop, charged.Add(-time.Minute))
	require.Zero(t, renewals())
	turned(t, shop, charged.Add(time.Hour))
	require.Equal(t, 1, renewals())
	_, later := saasInstance(t, shop, made)
	require.Equal(t, market.PerMonth.After(ends, 1), later)
	turned(t, shop, later.Add(time.Hour))
	require.Equal(t, 1, renewals(), "as often as was chosen")
}

// transactions.md §1.6: a try that failed is repeated daily until the end.
func TestARenewalThatCannotBeChargedIsTriedDaily(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	require.NoError(t, customer.SetInstance(t.Context(), made.ID, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 3}))
	_, err := shop.DB.Pool().Exec(`UPDATE skus SET status = 'off_sale' WHERE id = (SELECT sku_id FROM orders WHERE id = $1)`, made.ID)
	require.NoError(t, err)
	_, ends := saasInstance(t, shop, made)
	turned(t, shop, ends.Add(time.Hour))
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'instance.renew'`).Scan(&told))
	require.GreaterOrEqual(t, told, 7)
	status, _ := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceFrozen, status)
}

// transactions.md §1.3, catalogue.md §3.10: a change costs the difference for what remains.
func TestAChangeCostsTheDifferenceAndUpgradesTheInstance(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪云 ERP SaaS 版/标准版/year", 1)
	target := wanted(shop.Codes["澜溪云 ERP SaaS 版/旗舰版/year"], 1)
	target.Type, target.Renews = market.OrderChange, made.Number
	_, err := shop.DB.Pool().Exec(`DELETE FROM upgrades WHERE source_id = $1`, made.SpecID)
	require.NoError(t, err)
	_, err = customer.PlaceOrder(t.Context(), target)
	require.ErrorIs(t, err, conflict, "no rule allows it")
	_, err = shop.DB.Pool().Exec(`INSERT INTO upgrades (seller_id, id, product_id, source_id, targets, status, created_at)
		SELECT $1, gen_random_uuid(), s.product_id, s.id, (SELECT jsonb_agg(t.id) FROM specs t WHERE t.seller_id = $1 AND t.product_id = s.product_id AND t.id <> s.id), 'active', now()
		FROM specs s WHERE s.seller_id = $1 AND s.id = $2`, shop.Lanxi, made.SpecID)
	require.NoError(t, err)
	quote, err := customer.Quote(t.Context(), target)
	require.NoError(t, err)
	require.True(t, quote.Amount.Over(market.Yuan("15000.00")), quote.Amount.String())
	changed, err := customer.PlaceOrder(t.Context(), target)
	require.NoError(t, err)
	require.Equal(t, quote.Amount, changed.Amount)
	require.NoError(t, customer.PayOrder(t.Context(), changed.ID, market.Payment{Amount: changed.Amount, Method: market.Prepaid}))
	require.Equal(t, market.OrderProcessing, order(t, customer, changed.ID).Status)
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	changed = order(t, customer, changed.ID)
	require.Equal(t, market.OrderCompleted, changed.Status)
	require.Equal(t, made.ExpiresAt.UTC(), changed.ExpiresAt.UTC(), "it runs as long as before")
	require.Equal(t, []string{"newInstance", "upgradeInstance"}, asks(t, shop, made))

	renewal := wanted(changed.ProductCode, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, changed.Number
	_, err = customer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err, "from then on the new spec is renewed")
}

// catalogue.md §3.10: an upgrade costs today's price for the length that remains less today's
// price for the length that was bought, whichever price of the better spec was named.
func TestAnUpgradeIsPricedAtTodaysPricesForWhatRemains(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪云 ERP SaaS 版/标准版/year", 1)
	fee := func(code string) market.Money {
		target := wanted(shop.Codes[code], 1)
		target.Type, target.Renews = market.OrderChange, made.Number
		quote, err := customer.Quote(t.Context(), target)
		require.NoError(t, err)
		return quote.Amount
	}
	byYear := fee("澜溪云 ERP SaaS 版/旗舰版/year")
	require.Equal(t, byYear, fee("澜溪云 ERP SaaS 版/旗舰版/month"), "a year remains: the yearly price holds")
	_, err := shop.DB.Pool().Exec(`UPDATE prices SET amount = amount - 1000, pricing = jsonb_build_object('model', 'fixed', 'unit', (amount - 1000)::text)
		WHERE seller_id = $1 AND sku_id = $2 AND period = 'year'`, shop.Lanxi, made.SKUID)
	require.NoError(t, err)
	require.Equal(t, byYear.Plus(market.Yuan("1000.00")), fee("澜溪云 ERP SaaS 版/旗舰版/year"), "the old side is today's price as well")
}

// transactions.md §1.3: a renewal with change goes on with another spec from the next period.
func TestARenewalWithChangeTellsItsScene(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪云 ERP SaaS 版/标准版/year", 1)
	next := wanted(shop.Codes["澜溪云 ERP SaaS 版/专业版/year"], 1)
	next.Type, next.Renews = market.OrderRenewalChange, made.Number
	changed, err := customer.PlaceOrder(t.Context(), next)
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(t.Context(), changed.ID, market.Payment{Amount: changed.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	changed = order(t, customer, changed.ID)
	require.Equal(t, market.OrderCompleted, changed.Status)
	require.Equal(t, made.ExpiresAt.UTC(), changed.EffectiveAt.UTC(), "§1.4: when the running period ends")
	var body string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT a.exchange::text FROM attempts a JOIN fulfilments f ON f.id = a.fulfilment_id WHERE f.order_id = $1 AND f.activity = 'refreshInstance' LIMIT 1`, changed.ID).Scan(&body))
	require.Contains(t, body, "RENEWAL_CHANGE")
}

// transactions.md §1.3, §4.1: a renewal that has not begun goes back in full.
func TestARenewalThatHasNotBegunIsUnsubscribed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	renewal := wanted(made.ProductCode, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, made.Number
	again, err := customer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(t.Context(), again.ID, market.Payment{Amount: again.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	require.ErrorIs(t, customer.UnsubscribeOrder(t.Context(), made.ID, "no", 0), conflict, "it was renewed afterwards")
	require.NoError(t, customer.UnsubscribeOrder(t.Context(), again.ID, "not needed", 0))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	gone := order(t, customer, again.ID)
	require.Equal(t, market.OrderCompleted, gone.Status, "it stays completed (§1.2)")
	require.True(t, gone.Gone())
	status, ends := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceInUse, status, "what runs is left alone")
	require.Equal(t, made.ExpiresAt.UTC(), ends)
	var kind, state, body string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.type, o.status, a.exchange::text FROM orders o JOIN fulfilments f ON f.order_id = o.id JOIN attempts a ON a.fulfilment_id = f.id
		WHERE o.renews_id = $1 AND o.type = 'unsubscribe_renewal' AND f.activity = 'refreshInstance'`, made.ID).Scan(&kind, &state, &body))
	require.Equal(t, "completed", state)
	require.Contains(t, body, "UNSUBSCRIBE_RENEWAL_PERIOD")
}

// transactions.md §1.2, §4.2: five days, without the seller's consent.
func TestWhatWasOpenedWithinFiveDaysGoesBackByAnOrderOfItsOwn(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, late := opened(t, shop, "澜溪智能工单/企业版/month", 1)
	require.NoError(t, customer.UnsubscribeOrder(t.Context(), made.ID, "not what we wanted", 0))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	gone := order(t, customer, made.ID)
	require.Equal(t, market.OrderCompleted, gone.Status, "it stays completed; a refund order is made (§1.2)")
	require.True(t, gone.Gone())
	again := wanted(made.ProductCode, 1)
	again.Type, again.Renews = market.OrderRenew, made.Number
	_, err := customer.PlaceOrder(t.Context(), again)
	require.ErrorContains(t, err, "order.renews_ended", "what was given back is not renewed")
	status, _ := saasInstance(t, shop, made)
	require.Equal(t, market.InstanceReleased, status)
	var state string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM orders WHERE renews_id = $1 AND type = 'unsubscribe'`, made.ID).Scan(&state))
	require.Equal(t, "completed", state)
	require.ErrorIs(t, customer.UnsubscribeOrder(t.Context(), made.ID, "again", 0), conflict)
	turned(t, shop, shop.Clock.Now().AddDate(0, 0, 6))
	require.ErrorIs(t, customer.UnsubscribeOrder(t.Context(), late.ID, "late", 0), conflict, "five days are over")
}

// transactions.md §1.7: what is refused, and why.
func TestAPurchaseIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer := counter(shop, "C-1")
	made, err := customer.PlaceOrder(t.Context(), wanted(shop.Codes["澜溪智能工单/团队版/month"], 1))
	require.NoError(t, err)
	require.ErrorIs(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: market.Yuan("0.01"), Method: market.Prepaid}), invalid, "the amount differs")
	_, err = shop.DB.Pool().Exec(`UPDATE skus SET status = 'off_sale' WHERE id = (SELECT sku_id FROM orders WHERE id = $1)`, made.ID)
	require.NoError(t, err)
	_, err = customer.PlaceOrder(t.Context(), wanted(made.ProductCode, 1))
	require.ErrorIs(t, err, conflict, "it is no longer on sale")
}

// transactions.md §2.5: what is still being delivered is not renewed; what was delivered is
// renewed without a second delivery.
func TestARenewalStartsNoSecondDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := watched(t, shop, shop.Lanxi)
	renewal := purchase(made.ProductCode)
	renewal.Type, renewal.Renews = market.OrderRenew, made.Number
	_, err := customer.PlaceOrder(t.Context(), renewal)
	require.ErrorIs(t, err, conflict)
	delivered(t, customer, shop.Seller(shop.Lanxi), id, nil)
	require.NoError(t, customer.AcceptSupervision(t.Context(), id, ""))
	again := placed(t, customer, renewal)
	require.NoError(t, customer.PayOrder(t.Context(), again.ID, market.Payment{Amount: again.Amount, Method: market.Prepaid}))
	_, err = customer.SupervisionOf(t.Context(), again.ID)
	require.ErrorIs(t, err, market.NotFound)
	require.Equal(t, market.OrderCompleted, order(t, customer, again.ID).Status)
}
