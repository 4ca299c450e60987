package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// TestAutomaticRenewalIsTickedWithTheOrder: catalogue.md §9.4: period products, may be ticked at order.
func TestAutomaticRenewalIsTickedWithTheOrder(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	customer := counter(shop, "C-1")
	buys := wanted(shop.Codes["澜溪智能工单/团队版/month"], 1)
	buys.Renewal = &market.Expiry{Policy: market.PolicyRenew, Periods: 1}
	_, err := customer.Quote(ctx, buys)
	require.Contains(t, faults(t, err), "renewal", "a quote says it too")
	_, err = customer.PlaceOrder(ctx, buys)
	require.Contains(t, faults(t, err), "renewal", "how often is missing")
	buys.Renewal.Times = 2
	made, err := customer.PlaceOrder(ctx, buys)
	require.NoError(t, err)
	require.NoError(t, customer.PayOrder(ctx, made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	turned(t, shop, shop.Clock.Now().Add(time.Hour))
	made = order(t, customer, made.ID)
	chosen, err := customer.Expiry(ctx, *made.InstanceID)
	require.NoError(t, err)
	require.Equal(t, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 2}, chosen)
	require.Contains(t, shop.JobsFor(t, *made.InstanceID), market.RenewInstance, "its first renewal is planned")
}

// TestOnlyPeriodProductsRenewByThemselves: catalogue.md §9.4.
func TestOnlyPeriodProductsRenewByThemselves(t *testing.T) {
	t.Parallel()
	month := market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 1}
	for _, test := range []struct {
		name     string
		access   market.AccessType
		charging market.Charging
		kind     market.OrderType
		refused  bool
	}{
		{"SaaS by the period", market.AccessSaaS, market.ChargePeriod, market.OrderNew, false},
		{"an image by the period", market.AccessImage, market.ChargePeriod, market.OrderNew, false},
		{"SaaS by use", market.AccessSaaS, market.ChargeOnDemand, market.OrderNew, true},
		{"SaaS for once", market.AccessSaaS, market.ChargeOneTime, market.OrderNew, true},
		{"hardware", market.AccessHardware, market.ChargeOneTime, market.OrderNew, true},
		{"a renewal", market.AccessSaaS, market.ChargePeriod, market.OrderRenew, true},
	} {
		err := market.Purchase{Type: test.kind, Renewal: &month}.Renewable(market.Sale{AccessType: test.access, Charging: test.charging})
		require.Equal(t, test.refused, err != nil, test.name)
	}
}
