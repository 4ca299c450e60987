package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func spelt(tax market.SaleTax) string {
	return string(tax.TaxKind) + " " + tax.TaxRate.String() + " " + tax.TaxSmall.String()
}

// The table of catalogue.md §2.7, as it ships.
func TestTheTaxTypeFollowsFromWhatIsSoldAndHow(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, test := range []struct {
		access   market.AccessType
		charging market.Charging
		category string
		kind     market.TaxKind
		rate     string
	}{
		{market.AccessHardware, market.ChargeOneTime, "industry.retail", market.TaxHardware, "13"},
		{market.AccessLicense, market.ChargeOneTime, "industry.erp", market.TaxSoftware, "13"},
		{market.AccessLicense, market.ChargePeriod, "industry.erp", market.TaxService, "6"},
		{market.AccessSaaS, market.ChargePeriod, "industry.erp", market.TaxService, "6"},
		{market.AccessService, market.ChargeOneTime, "", market.TaxService, "6"},
		{market.AccessLicense, market.ChargeOneTime, "telecom.sms", market.TaxTelecomValue, "6"}, // the category goes first
	} {
		taxes, err := shop.DB.SaleTaxes(t.Context(), test.access, []market.Charging{test.charging}, test.category)
		require.NoError(t, err)
		require.Len(t, taxes, 1)
		require.Equal(t, string(test.kind)+" "+test.rate+"% 3%", spelt(taxes[0]), "%s %s %s", test.access, test.charging, test.category)
	}
}

// catalogue.md §2.7: the operator's row holds for orders placed from its day on; those before keep
// theirs, and rows are never changed.
func TestATaxTypeHoldsForOrdersPlacedFromItsDayOn(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	desk := shop.DB.Operator(shop.Actor(market.Treasurer))
	today := market.DayOf(dbtest.Today)
	counter := buyer(shop, shop.Lanxi, "C-VAT")
	code := shop.Codes["澜溪智能工单/团队版/year"]
	before, err := ordered(t, counter, code, 1, 1)
	require.NoError(t, err)
	require.Equal(t, market.TaxService, before.TaxKind)

	row := market.Vat{AccessType: market.AccessSaaS, Kind: market.TaxSoftware, Rate: market.Percent("13"), SmallRate: market.Percent("1"), EffectiveOn: today.Plus(1)}
	require.NoError(t, desk.AddVat(ctx, row))
	act, _ := shop.LastAudit(t, market.Platform)
	require.Equal(t, market.AddVat, act)
	require.ErrorContains(t, desk.AddVat(ctx, row), "rate.taken")
	next := row
	next.EffectiveOn = today
	require.NoError(t, desk.AddVat(ctx, next))
	nowhere := row
	nowhere.Category = "moon"
	require.ErrorContains(t, desk.AddVat(ctx, nowhere), "category")
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Owner)).AddVat(ctx, row), market.Denied)

	after, err := ordered(t, counter, code, 1, 1)
	require.NoError(t, err)
	require.Equal(t, "software 13% 1%", spelt(after.SaleTax))
	kept, err := shop.Seller(shop.Lanxi).Order(ctx, before.ID)
	require.NoError(t, err)
	require.Equal(t, "service 6% 3%", spelt(kept.SaleTax), "what was placed before keeps its own")
	_, err = shop.DB.Pool().Exec(`UPDATE taxes SET rate = 0`)
	require.ErrorContains(t, err, "never changed")
}
