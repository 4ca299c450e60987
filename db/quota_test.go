package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// pack is a package of 50,000 that does not reset and is sold per use.
const pack = "澜溪票据识别/识别套餐包 · 五万页/use"

// watching is a customer with such a package who wants to be told at half and at a fifth, and
// to have it bought again at a tenth.
func watching(t *testing.T, shop *dbtest.Shop, times int) (*db.Seller, market.Order) {
	t.Helper()
	customer, made := opened(t, shop, pack, 1)
	uses(t, shop, "0")
	require.NoError(t, customer.SetQuota(t.Context(), made.ID, market.QuotaWish{Measure: market.QuotaPercent, Alerts: []market.Quantity{market.Count(50), market.Count(20)},
		Channels: []market.Channel{market.SMS, market.Mail}, BuyAt: market.Count(10), Times: times, Most: market.Yuan("1900"), Agreed: true}))
	return customer, made
}

// uses lets the seller's server say that so much is used of every instance.
func uses(t *testing.T, shop *dbtest.Shop, used string) {
	t.Helper()
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "queryInstance", Behave: "usage:" + used}))
}

// toldCustomer is what the customer heard of that kind: the words' keys, oldest first.
func toldCustomer(t *testing.T, shop *dbtest.Shop, kind market.Act) (keys []string) {
	t.Helper()
	rows, err := shop.DB.Pool().Query(`SELECT reason->>'key', channels FROM customer_messages WHERE customer = 'C-1' AND kind = $1 ORDER BY at, id`, kind)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var key, channels string
		require.NoError(t, rows.Scan(&key, &channels))
		require.Equal(t, `["sms", "mail"]`, channels, "catalogue.md §3.8: by the channels that were chosen")
		keys = append(keys, key)
	}
	require.NoError(t, rows.Err())
	return keys
}

// catalogue.md §3.8: the customer is told once per threshold; the timer asks every hour, to
// the minute.
func TestWhatIsLeftOfAPackageIsToldOncePerThreshold(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := watching(t, shop, 0)
	set := shop.Clock.Now()
	turned(t, shop, set.Add(time.Second))
	quota, err := customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"50000", "50000", "0"}, []string{quota.Total.String(), quota.Left().String(), quota.Used.String()})
	require.Equal(t, set.Add(time.Hour).UTC(), quota.NextAt.UTC())

	uses(t, shop, "25000")
	turned(t, shop, set.Add(time.Hour-time.Second))
	require.Empty(t, toldCustomer(t, shop, market.MeasureQuota), "not before its hour")
	turned(t, shop, set.Add(time.Hour))
	require.Equal(t, []string{"quota.notice_low"}, toldCustomer(t, shop, market.MeasureQuota), "half is left")
	turned(t, shop, set.Add(5*time.Hour))
	require.Len(t, toldCustomer(t, shop, market.MeasureQuota), 1, "once")
	uses(t, shop, "45000.5")
	turned(t, shop, set.Add(6*time.Hour))
	require.Len(t, toldCustomer(t, shop, market.MeasureQuota), 2)
	quota, err = customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	require.Nil(t, quota.NextAt, "all is told, nothing is to be bought: nobody looks any more")

	rows, err := shop.Seller(shop.Lanxi).Quotas(t.Context(), market.QuotaSearch{State: market.QuotaLow, Text: made.Number}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, rows.Rows, 1)
	require.Equal(t, "4999.5", rows.Rows[0].Left().String())
}

// catalogue.md §3.8: bought again with the customer's standing consent, so often, for no more
// than was agreed to; the order that follows is watched in its turn.
func TestAPackageIsBoughtAgainAsItsCustomerAgreed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := watching(t, shop, 2)
	set := shop.Clock.Now()
	uses(t, shop, "44999")
	turned(t, shop, set.Add(2*time.Hour))
	orders := func() (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE customer_id = 'C-1' AND sku_id = $1 AND paid_at IS NOT NULL`, made.SKUID).Scan(&n))
		return n
	}
	require.Equal(t, 1, orders(), "more than a tenth is left")
	uses(t, shop, "45000")
	turned(t, shop, set.Add(3*time.Hour))
	require.Equal(t, 2, orders())
	require.Equal(t, []string{"quota.notice_bought"}, toldCustomer(t, shop, market.BuyQuota))
	quota, err := customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	next := order(t, customer, *quota.BoughtID)
	require.Equal(t, []string{made.ProductCode, "1900.00", "北岭装备制造有限公司"}, []string{next.ProductCode, next.Amount.String(), next.CustomerName})
	after, err := customer.Quota(t.Context(), next.ID)
	require.NoError(t, err)
	require.Equal(t, 1, after.Times, "one purchase less")
	require.Nil(t, after.MeasuredAt, "its own server says what is used of it")
	rows, err := shop.Seller(shop.Lanxi).Quotas(t.Context(), market.QuotaSearch{}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, rows.Rows, 2)
	require.Equal(t, []market.QuotaState{market.QuotaUnseen, market.QuotaLow}, []market.QuotaState{rows.Rows[0].State, rows.Rows[1].State})
	require.Equal(t, next.Number, rows.Rows[1].BoughtNumber)

	turned(t, shop, set.Add(30*time.Hour)) // the new one is used up as well
	require.Equal(t, 3, orders(), "the second and last time")
	turned(t, shop, set.Add(60*time.Hour))
	require.Equal(t, 3, orders(), "no more than was agreed to")
}

// catalogue.md §3.8: what costs more than was agreed to, or is not sold any more, is not
// bought; the customer hears why, once, and it is tried again after a day.
func TestAPurchaseThatIsNotCoveredByTheConsentIsRefused(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, made := watching(t, shop, 1)
	_, err := shop.DB.Pool().Exec(`UPDATE prices SET amount = 1900.01, pricing = jsonb_set(pricing, '{unit}', '"1900.01"') WHERE code = $1`, made.ProductCode)
	require.NoError(t, err)
	set := shop.Clock.Now()
	uses(t, shop, "50000")
	count := func(query string) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(query, made.SKUID).Scan(&n))
		return n
	}
	turned(t, shop, set.Add(20*time.Hour))
	require.Equal(t, []string{"quota.notice_refused"}, toldCustomer(t, shop, market.BuyQuota))
	require.Equal(t, 1, count(`SELECT count(*) FROM orders WHERE customer_id = 'C-1' AND sku_id = $1`), "nothing was ordered")
	turned(t, shop, set.Add(26*time.Hour))
	require.Len(t, toldCustomer(t, shop, market.BuyQuota), 1, "the same reason once")
	require.Equal(t, 2, count(`SELECT count(*) FROM audits WHERE act = 'quota.buy' AND $1::uuid IS NOT NULL`), "tried again a day later")
	_, err = shop.DB.Pool().Exec(`UPDATE prices SET amount = 1900, pricing = jsonb_set(pricing, '{unit}', '"1900"') WHERE code = $1`, made.ProductCode)
	require.NoError(t, err)
	turned(t, shop, set.Add(52*time.Hour))
	require.Equal(t, []string{"quota.notice_refused", "quota.notice_bought"}, toldCustomer(t, shop, market.BuyQuota))
}

// catalogue.md §3.8: a purchase that was broken off finds the order that it had placed.
func TestAPurchaseThatWasBrokenOffIsFinishedNotRepeated(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]func(customer *db.Seller, placed market.Order) error{
		"after the order": func(*db.Seller, market.Order) error { return nil },
		"after its payment": func(customer *db.Seller, placed market.Order) error {
			return customer.PayOrder(t.Context(), placed.ID, market.Payment{Amount: placed.Amount, Method: market.Prepaid})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			customer, made := watching(t, shop, 1)
			turned(t, shop, shop.Clock.Now().Add(time.Second))
			_, err := shop.DB.Pool().Exec(`UPDATE quotas SET used = 50000 WHERE order_id = $1`, made.ID)
			require.NoError(t, err)
			placed, err := customer.Once(db.Once{Client: "quota", Key: made.ID.String() + "/0", Fingerprint: made.ID.String()}).PlaceOrder(t.Context(), wanted(made.ProductCode, 1))
			require.NoError(t, err)
			require.NoError(t, broken(customer, placed))

			clerk := shop.Seller(shop.Lanxi, market.Clock)
			require.NoError(t, clerk.BuyQuota(t.Context(), made.ID))
			quota, err := customer.Quota(t.Context(), made.ID)
			require.NoError(t, err)
			require.Equal(t, placed.ID, *quota.BoughtID)
			require.NotNil(t, order(t, customer, placed.ID).PaidAt)
			require.ErrorIs(t, clerk.BuyQuota(t.Context(), made.ID), conflict, "it is bought")
			var orders int
			require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE customer_id = 'C-1' AND sku_id = $1`, made.SKUID).Scan(&orders))
			require.Equal(t, 2, orders)
		})
	}
}

// catalogue.md §3.8: a server that does not say how much is used is asked again; its seller
// hears of it once, the customer of nothing.
func TestAServerThatDoesNotSayHowMuchIsUsedIsAskedAgain(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := watching(t, shop, 0)
	set := shop.Clock.Now()
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "queryInstance", Behave: "code:000005"}))
	turned(t, shop, set.Add(3*time.Hour))
	quota, err := customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, "fulfilment.code_said", quota.Cause.V.Key)
	var notices int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'quota.measure'`).Scan(&notices))
	require.Equal(t, 1, notices)
	uses(t, shop, "30000")
	turned(t, shop, set.Add(4*time.Hour))
	require.Len(t, toldCustomer(t, shop, market.MeasureQuota), 1)
	quota, err = customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	require.Nil(t, quota.Cause.V)
}

// catalogue.md §3.8: what resets is not watched; nobody else's package is.
func TestOnlyItsCustomerWatchesAPackage(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	wish := market.QuotaWish{Measure: market.QuotaAmount, Alerts: []market.Quantity{market.Count(100)}, Channels: []market.Channel{market.Inbox}}
	customer, monthly := opened(t, shop, "澜溪票据识别/识别套餐包 · 每月一万页/month", 1)
	require.Equal(t, "quota.not_watched", decided(t, customer.SetQuota(t.Context(), monthly.ID, wish)))
	_, made := opened(t, shop, pack, 1)
	require.ErrorIs(t, counter(shop, "C-2").SetQuota(t.Context(), made.ID, wish), market.NotFound)
	_, err := counter(shop, "C-2").Quota(t.Context(), made.ID)
	require.ErrorIs(t, err, market.NotFound)
	require.ErrorIs(t, shop.Seller(shop.Lanxi).SetQuota(t.Context(), made.ID, wish), market.Denied)
	require.NoError(t, customer.SetQuota(t.Context(), made.ID, wish))
	require.NoError(t, customer.SetQuota(t.Context(), made.ID, market.QuotaWish{Measure: market.QuotaAmount}), "and gives it up")
	quota, err := customer.Quota(t.Context(), made.ID)
	require.NoError(t, err)
	require.Nil(t, quota.NextAt)
}
