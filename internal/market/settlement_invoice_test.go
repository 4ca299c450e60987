package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// transactions.md §6.7, F2: the worked examples; rounded once per line, half up.
func TestEveryWorkedExampleOfTheJointFormula(t *testing.T) {
	for _, example := range []struct{ revenue, partner, management, coupon, want string }{
		{"10000.00", "80", "3", "0.00", "7700.00"},
		{"88888.88", "75", "2.5", "0.00", "64444.44"},
		{"10000.00", "80", "3", "500.00", "7200.00"}, // the seller's own coupon is borne by it alone
	} {
		terms := NewTerms([]Rate{{Kind: RateManagement, Ratio: Percent(example.management), EffectiveOn: Day{2026, 1, 1}}}, false)
		b := sold(example.revenue, example.coupon, "2026-10-12 10:00")
		b.SaleType, b.FeeRatio, b.Track = SaleJoint, Percent(example.partner).Rest(), TrackBase
		line := terms.Settle(b, *b.PaidAt)
		require.Equal(t, example.want, line.Amount.String())
		require.True(t, line.Amount.Equal(line.Sales.Minus(line.Coupon).Minus(line.Fee).Minus(line.Management)), "what is shown adds up")
		require.True(t, line.TakeBack(Money{}, b.Amount).Amount.Plus(line.Amount).Sign() == 0, "a full refund nets to nothing (§6.8)")

		b.Track = TrackNone
		require.True(t, terms.Settle(b, *b.PaidAt).Management.Sign() == 0, "only on a track")
		b.Track, b.SaleType = TrackBase, SaleSelect
		require.True(t, terms.Settle(b, *b.PaidAt).Management.Sign() == 0, "only joint goods")
	}
}

// transactions.md §6.10: the amounts by rate are the invoice amount, whatever has no rate.
func TestTheInvoiceListComesToWhatIsPayable(t *testing.T) {
	six, thirteen := Percent("6"), Percent("13")
	list := InvoiceShares([]InvoiceShare{{six, Yuan("100.00")}, {thirteen, Yuan("900.00")}}, Yuan("1050.00"), six)
	require.Equal(t, []string{"950.00", "100.00"}, []string{list[0].Amount.String(), list[1].Amount.String()}, "an adjustment goes to the greatest")
	list = InvoiceShares([]InvoiceShare{{six, Yuan("-50.00")}, {thirteen, Yuan("1200.00")}}, Yuan("1150.00"), six)
	require.Len(t, list, 1)
	require.Equal(t, "1150.00", list[0].Amount.String(), "more given back than sold at a rate")
	list = InvoiceShares(nil, Yuan("1200.00"), six)
	require.Equal(t, "1200.00", list[0].Amount.String())
	require.Equal(t, six, list[0].Rate, "adjustments alone: the certified rate")
}

// transactions.md §6.5: general goods and the others part at the countersigning.
func TestTheStatesPartAtTheCountersigning(t *testing.T) {
	now := *instant("2026-11-05 10:00")
	for category, want := range map[SaleType]StatementStatus{SaleGeneral: StatementPaymentReviewing, SaleJoint: StatementInvoicing, SaleSelect: StatementInvoicing, SalePlatform: StatementInvoicing} {
		s := Statement{Category: category, Status: StatementCountersigning, Payable: Yuan("1000.00")}
		_, err := s.Countersign(Yuan("1000.00"), now)
		require.NoError(t, err)
		require.Equal(t, want, s.Status, category)
		s.Status = StatementRequestFailed
		require.NoError(t, s.Restart(now))
		require.Equal(t, want, s.Status, category)
		s.Status = StatementPaymentRejected
		require.NoError(t, s.Restart(now))
		require.Equal(t, StatementPaymentReviewing, s.Status, category)
	}
}

// transactions.md §6.4, §10.3: one month after the notice, also where the month is shorter.
func TestTheInvoiceIsDueAMonthAfterTheNotice(t *testing.T) {
	s := Statement{Category: SaleJoint, Status: StatementInvoicing, CountersignedAt: instant("2027-01-31 10:00")}
	require.Equal(t, Day{2027, 2, 28}, s.InvoiceBy(DefaultSettings()))
	require.False(t, s.InvoiceLate(DefaultSettings(), Day{2027, 2, 28}))
	require.True(t, s.InvoiceLate(DefaultSettings(), Day{2027, 3, 1}))
}

// transactions.md §6.9: refreshed daily, after 08:00 data until the previous day 24:00.
func TestDailyDetailsReachToTheEndOfTheDayBefore(t *testing.T) {
	settings := DefaultSettings()
	require.Nil(t, settings.DetailsUntil(*instant("2026-11-05 10:00")), "of now")
	settings.DetailsDaily = true
	require.Equal(t, *instant("2026-11-05 00:00"), *settings.DetailsUntil(*instant("2026-11-05 08:00")))
	require.Equal(t, *instant("2026-11-04 00:00"), *settings.DetailsUntil(*instant("2026-11-05 07:59")))
}
