package db_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

const desk = "澜溪智能工单/团队版/year"

func trying(code string) market.Purchase {
	p := wanted(code, 1)
	p.Type = market.OrderTrial
	return p
}

// turned lets the clock work until the instant.
func turned(t *testing.T, shop *dbtest.Shop, until time.Time) {
	t.Helper()
	shop.Turn(t, world.Works(shop.Clock), until)
}

// catalogue.md §4, transactions.md §1.3: a trial is free, lasts the spec's days, is taken
// once, never refunded, never renewed, and is turned into a formal order by paying.
func TestATrialIsTakenOnceAndConverted(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code, buyer := shop.Codes[desk], counter(shop, "C-R")
	unnamed := trying(code)
	unnamed.Customer.RealName = market.RealNone
	_, err := buyer.PlaceOrder(t.Context(), unnamed)
	require.Equal(t, "limit.refused_real_name", decided(t, err), "§4: real name needed")
	_, err = buyer.PlaceOrder(t.Context(), trying(shop.Codes[erpYear]))
	require.Equal(t, "trial.none", decided(t, err))

	trial, err := buyer.PlaceOrder(t.Context(), trying(code))
	require.NoError(t, err)
	require.Equal(t, market.OrderProcessing, trial.Status, "nothing to pay")
	require.True(t, trial.Free())
	require.Equal(t, market.PerDay, trial.PeriodType)
	require.Equal(t, 15, trial.Periods)
	_, err = buyer.PlaceOrder(t.Context(), trying(code))
	require.Equal(t, "limit.refused_one_trial", decided(t, err), "§4: not twice")
	_, err = buyer.PlaceOrder(t.Context(), trying(shop.Codes["澜溪智能工单/团队版/month"]))
	require.Equal(t, "limit.refused_one_trial", decided(t, err), "§4: once per spec, whatever price is named")

	turned(t, shop, shop.Today.Add(time.Hour))
	trial, err = buyer.Order(t.Context(), trial.ID)
	require.NoError(t, err)
	require.Equal(t, market.OrderCompleted, trial.Status)
	require.Equal(t, market.PerDay.After(*trial.EffectiveAt, 15), *trial.ExpiresAt)
	_, err = buyer.RequestRefund(t.Context(), market.RefundRequest{OrderID: trial.ID, Amount: market.Yuan("1.00"), Reason: "x"})
	require.Error(t, err, "§4: trials are not refunded")
	renewal := wanted(code, 1)
	renewal.Type, renewal.Renews = market.OrderRenew, trial.Number
	_, err = buyer.PlaceOrder(t.Context(), renewal)
	require.Equal(t, "trial.not_renewed", decided(t, err))

	renewal.Type = market.OrderTrialToFormal
	formal, err := buyer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err)
	require.NoError(t, buyer.PayOrder(t.Context(), formal.ID, market.Payment{Amount: formal.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Today.Add(2*time.Hour))
	formal, err = buyer.Order(t.Context(), formal.ID)
	require.NoError(t, err)
	require.Equal(t, market.OrderCompleted, formal.Status)
	require.Equal(t, market.PerYear.After(*trial.ExpiresAt, 1), *formal.ExpiresAt, "what is left of the trial is kept")
	var body string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT a.exchange::text FROM attempts a JOIN fulfilments f ON f.id = a.fulfilment_id
		WHERE f.order_id = $1 AND f.activity = 'refreshInstance'`, formal.ID).Scan(&body))
	require.Contains(t, body, "TRIAL_TO_FORMAL", "production-interface.md §1.2")
	require.Contains(t, body, formal.ProductCode, "from days to years")
	_, err = buyer.PlaceOrder(t.Context(), renewal)
	require.Equal(t, "trial.converted", decided(t, err))
	renewal.Type, renewal.Renews = market.OrderRenew, formal.Number
	_, err = buyer.PlaceOrder(t.Context(), renewal)
	require.NoError(t, err, "from then on it is renewed")
}

// catalogue.md §4: no conversion by itself; reminded four times, then frozen, then released.
func TestATrialThatNobodyConvertsIsFrozenAndReleased(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	buyer := counter(shop, "C-R")
	trial, err := buyer.PlaceOrder(t.Context(), trying(shop.Codes[desk]))
	require.NoError(t, err)
	told := func(kind string) (n int) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = $1 AND link = $2`, kind, "/orders/"+trial.ID.String()).Scan(&n))
		return n
	}
	instance := func() (status market.InstanceStatus) {
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM instances WHERE order_id = $1`, trial.ID).Scan(&status))
		return status
	}
	turned(t, shop, shop.Today.AddDate(0, 0, 14).Add(10*time.Hour))
	require.Equal(t, 3, told("trial.remind"), "7, 3 and 1 days: fifteen days are over before ten on the first")
	var reminded int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM customer_messages WHERE kind = 'trial.remind' AND customer = 'C-R' AND link LIKE '%' || $1 || '%'
		AND channels = '["inbox", "mail", "sms"]' AND to_char(at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') = '10:00'`, trial.Number).Scan(&reminded))
	require.Equal(t, 3, reminded, "§4: the customer is reminded at ten, in-site, by e-mail and by SMS")
	require.Equal(t, market.InstanceInUse, instance())
	turned(t, shop, shop.Today.AddDate(0, 0, 16))
	require.Equal(t, market.InstanceFrozen, instance())
	require.Equal(t, 1, told("instance.freeze"))
	convert := wanted(shop.Codes[desk], 1)
	convert.Type, convert.Renews = market.OrderTrialToFormal, trial.Number
	_, err = buyer.Quote(t.Context(), convert)
	require.NoError(t, err)
	turned(t, shop, shop.Today.AddDate(0, 0, 32))
	require.Equal(t, market.InstanceReleased, instance())
	_, err = buyer.PlaceOrder(t.Context(), convert)
	require.Equal(t, "trial.released", decided(t, err))
	var asked []string
	rows, err := shop.DB.Pool().Query(`SELECT activity FROM fulfilments WHERE order_id = $1 AND status = 'done' ORDER BY begun_at, id`, trial.ID)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var activity string
		require.NoError(t, rows.Scan(&activity))
		asked = append(asked, activity)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, []string{"newInstance", "updateInstanceStatus", "releaseInstance"}, asked)
}

func TestAFrozenTrialComesBackWhenItIsConverted(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	buyer := counter(shop, "C-R")
	trial, err := buyer.PlaceOrder(t.Context(), trying(shop.Codes[desk]))
	require.NoError(t, err)
	turned(t, shop, shop.Today.AddDate(0, 0, 20))
	p := wanted(shop.Codes["澜溪智能工单/团队版/month"], 3)
	p.Type, p.Renews = market.OrderTrialToFormal, trial.Number
	formal, err := buyer.PlaceOrder(t.Context(), p)
	require.NoError(t, err)
	require.NoError(t, buyer.PayOrder(t.Context(), formal.ID, market.Payment{Amount: formal.Amount, Method: market.Prepaid}))
	paid := shop.Clock.Now()
	turned(t, shop, paid.Add(time.Hour))
	var status market.InstanceStatus
	var ends time.Time
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status, expires_at FROM instances WHERE order_id = $1`, trial.ID).Scan(&status, &ends))
	require.Equal(t, market.InstanceInUse, status)
	require.Equal(t, market.PerMonth.After(paid, 1), ends.UTC(), "what was over begins anew")
	var body string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT a.exchange::text FROM attempts a JOIN fulfilments f ON f.id = a.fulfilment_id
		WHERE f.order_id = $1 AND f.activity = 'updateInstanceStatus'`, formal.ID).Scan(&body))
	require.Contains(t, body, "UNFREEZE")
}

// catalogue.md §4: on the whitelist nobody may take it, until users are added.
func TestAWhitelistOpensATrialToItsUsers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, buyer, code := shop.Seller(shop.Lanxi), counter(shop, "C-R"), shop.Codes[desk]
	spec, _ := specOf(t, shop, code)
	without, _ := specOf(t, shop, shop.Codes[erpYear])
	require.Error(t, store.AddTrials(t.Context(), []market.ID[market.Spec]{spec, without}), "§11.2: a spec without trial")
	require.NoError(t, store.AddTrials(t.Context(), []market.ID[market.Spec]{spec}))
	_, err := buyer.Quote(t.Context(), trying(code))
	require.Equal(t, "limit.refused_whitelist", decided(t, err))
	rows, err := store.Trials(t.Context(), market.TrialSearch{Open: "whitelist", Text: "团队版"})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.NoError(t, store.AdmitCustomers(t.Context(), *rows[0].AudienceID, []market.AudienceUser{{AccountName: "beiling_erp", AccountID: "C-R"}}))
	_, err = buyer.Quote(t.Context(), trying(code))
	require.NoError(t, err)
	users, err := store.AudienceUsers(t.Context(), *rows[0].AudienceID, "", market.Ask{})
	require.NoError(t, err)
	require.NoError(t, store.DropCustomers(t.Context(), *rows[0].AudienceID, []market.ID[market.AudienceUser]{users.Rows[0].ID}))
	_, err = buyer.Quote(t.Context(), trying(code))
	require.Equal(t, "limit.refused_whitelist", decided(t, err), "§4: deleting a user withdraws the right")
	require.NoError(t, store.RemoveTrial(t.Context(), spec))
	_, err = buyer.Quote(t.Context(), trying(code))
	require.NoError(t, err)
}

func TestOneCustomerAtManyCountersTriesOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	answers := make([]error, 6)
	var all sync.WaitGroup
	for n := range answers {
		all.Go(func() { _, answers[n] = counter(shop, "C-R").PlaceOrder(t.Context(), trying(shop.Codes[desk])) })
	}
	all.Wait()
	refusals := map[string]int{}
	for _, err := range answers {
		refusals[decided(t, err)]++
	}
	require.Equal(t, map[string]int{"": 1, "limit.refused_one_trial": 5}, refusals)
}

// catalogue.md §4: one trial per customer and spec; an installation may choose one per product.
func TestAnInstallationMayAllowOneTrialPerProduct(t *testing.T) {
	t.Parallel()
	for _, perProduct := range []bool{false, true} {
		t.Run(map[bool]string{false: "§4 per spec, as shipped", true: "§4 per product, by the setting"}[perProduct], func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			if perProduct {
				clock{T: t, shop: shop}.choose("trial_per_product", "true")
			}
			other := shop.Codes["澜溪智能工单/企业版/year"]
			_, err := shop.DB.Pool().Exec(`UPDATE specs SET trial_days = 15 WHERE id = (SELECT spec_id FROM prices WHERE code = $1)`, other)
			require.NoError(t, err)
			buyer := counter(shop, "C-R")
			_, err = buyer.PlaceOrder(t.Context(), trying(shop.Codes[desk]))
			require.NoError(t, err)
			_, err = buyer.PlaceOrder(t.Context(), trying(other))
			if !perProduct {
				require.NoError(t, err, "another spec is another trial")
				return
			}
			require.Equal(t, "limit.refused_one_trial", decided(t, err))
			_, err = counter(shop, "C-S").PlaceOrder(t.Context(), trying(other))
			require.NoError(t, err, "another customer")
		})
	}
}
