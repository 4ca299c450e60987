package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// abroadRates are the ratios that ship for the international site: those of the sheet's example.
func abroadRates() []Rate {
	return []Rate{
		{Kind: RateAbroadFee, Ratio: Percent("15"), EffectiveOn: day("2019-05-01")},
		{Kind: RateAbroadTax, Ratio: Percent("15"), EffectiveOn: day("2019-05-01")},
		{Kind: RateAbroadCustomer, Ratio: Percent("5"), EffectiveOn: day("2019-05-01")},
		{Kind: RateAbroadWithholding, Ratio: Percent("10"), EffectiveOn: day("2019-05-01")},
		{Kind: RateAbroadDigital, Ratio: Percent("2"), EffectiveOn: day("2019-05-01")},
	}
}

func soldAbroad(list, at string) Billable {
	b := sold(list, "0.00", at)
	b.Currency, b.Region, b.FeeRatio = USD, "southeast_asia", Percent("15")
	return b
}

// catalogue.md §2.8, transactions.md §6.7 F6: (1000 − 150 − 50) × (1 − 15 %) − 100 − 20 = 560.
func TestAnOrderAbroadIsSettledAsTheSheetsExample(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ price, amount, fee, tax, customer, withholding, digital string }{
		{"1000.00", "560.00", "120.00", "150.00", "50.00", "100.00", "20.00"},
		{"290.00", "162.40", "34.80", "43.50", "14.50", "29.00", "5.80"},
		{"0.37", "0.20", "0.04", "0.06", "0.02", "0.04", "0.01"}, // (0.37 − 0.06 − 0.02) × 0.85 − 0.05 = 0.1965
	} {
		b := soldAbroad(test.price, "2026-10-12 10:00")
		s := NewTerms(append(shipped(), abroadRates()...), false).Settle(b, *b.PaidAt)
		require.Equal(t, []string{test.amount, test.fee, test.tax, test.customer, test.withholding, test.digital},
			[]string{s.Amount.String(), s.Fee.String(), s.Tax.String(), s.CustomerTax.String(), s.Withholding.String(), s.Digital.String()}, test.price)
		require.Equal(t, s.Amount.String(), s.Sales.Minus(s.Coupon).Minus(s.Duties.Sum()).Minus(s.Fee).String(), "the parts add up")
		require.True(t, s.IncrementRatio.IsZero(), "no increment abroad, whatever was sold (catalogue.md §2.8)")
	}
}

// catalogue.md §10: a tax is a region's own where it has one, from its day on.
func TestATaxAbroadIsThatOfTheRegionAndOfTheDayOfPayment(t *testing.T) {
	t.Parallel()
	terms := NewTerms(append(abroadRates(), Rate{Kind: RateAbroadDigital, Region: "europe", Ratio: Percent("3"), EffectiveOn: day("2026-10-01")}), false)
	require.Equal(t, "3%", terms.DutyRatios("europe", day("2026-10-01")).Digital.String())
	require.Equal(t, "2%", terms.DutyRatios("europe", day("2026-09-30")).Digital.String())
	require.Equal(t, "2%", terms.DutyRatios("africa", day("2026-10-01")).Digital.String())
	require.Equal(t, "15%", terms.DutyRatios("europe", day("2026-10-01")).Tax.String())

	wrong := Rate{Kind: RatePlatformFee, Region: "europe", Ratio: Percent("3"), EffectiveOn: day("2026-10-01")}
	require.ErrorContains(t, wrong.Check(day("2026-09-01")), "rate.no_region")
}

// transactions.md §6.7, §6.8: refunds of an order abroad, in parts, net to zero, taxes too.
func TestARefundAbroadTakesBackItsPartOfTheTaxes(t *testing.T) {
	t.Parallel()
	b := soldAbroad("999.99", "2026-10-12 10:00")
	sale := SaleLine(b, NewTerms(abroadRates(), false), *b.PaidAt)
	first := RefundLine(SettledRefund{StatementLine: sale, Paid: *b.PaidAt, Refunded: Yuan("333.33")})
	rest := RefundLine(SettledRefund{StatementLine: sale, Paid: *b.PaidAt, Refunded: Yuan("666.66"), Before: Yuan("333.33")})
	require.Equal(t, "0.00", sale.Amount.Plus(first.Amount).Plus(rest.Amount).String())
	require.False(t, sale.Duties.Plus(first.Duties).Plus(rest.Duties).Any())
	for _, line := range []StatementLine{sale, first, rest} {
		require.Equal(t, line.Amount.String(), line.Sales.Minus(line.Coupon).Minus(line.Duties.Sum()).Minus(line.Fee).Plus(line.Increment).String())
	}
}

// transactions.md §6.3: abroad day 7 and three working days to review; catalogue.md §10: its
// statement has a number of its own.
func TestAStatementAbroadHasItsOwnDayReviewAndNumber(t *testing.T) {
	t.Parallel()
	settings, calendar, october := DefaultSettings(), Office(), Month{2026, 10}
	require.Equal(t, "2026-11-03", october.ClosingDay(CNY, settings, calendar).String())
	require.Equal(t, "2026-11-09", october.ClosingDay(USD, settings, calendar).String(), "the 7th is a Saturday")
	require.Equal(t, 17, settings.PaymentDays(USD))
	require.Equal(t, "202610", StatementNumber(october, SaleGeneral, CNY))
	require.Equal(t, "202610-JOINT", StatementNumber(october, SaleJoint, CNY))
	require.Equal(t, "202610-USD", StatementNumber(october, SaleGeneral, USD))
	require.Equal(t, "150.00", settings.LeastPayoutIn(USD).String())
	require.Equal(t, "1000.00", settings.LeastPayoutIn(CNY).String())
	b := soldAbroad("1000.00", "2026-10-12 10:00")
	e := b.Explain(october, Month{}, NewTerms(abroadRates(), false), settings, calendar, *instant("2026-10-20 10:00"))
	require.Nil(t, e.Never)
	require.Equal(t, "2026-11-09", e.ClosesOn.String())
	require.Equal(t, "560.00", e.Forecast.Amount.String())
}
