package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// transactions.md §5.4, §6.7, §14.1: the bills of a listing and month are one line, rounded
// once, at the order's fee; what is paid by use counts for the increment share.
func TestUsageIsOneLineOfAStatement(t *testing.T) {
	t.Parallel()
	paid := time.Date(2026, 10, 20, 4, 0, 0, 0, time.UTC)
	sum := UsageSum{ProductName: "OCR", Currency: CNY, FeeRatio: Percent("5"), Month: MonthOf(paid), Bills: 7, Amount: Yuan("120.02"), PaidAt: paid, MetAt: paid, IssuedAt: paid}
	line := UsageLine(sum, 3, Terms{})
	require.Equal(t, []any{LineUsage, "U202610-03", "202610", 7}, []any{line.Kind, line.LineID(), line.Subtitle, line.Bills})
	require.Equal(t, []string{"120.02", "6.00", "114.02"}, []string{line.Sales.String(), line.Fee.String(), line.Amount.String()}, "120.02 × 95 % = 114.019")

	tally := NewTally(Statement{})
	tally.Add(&line)
	made := tally.Close()
	require.Equal(t, []any{1, 1, "120.02", "114.02"}, []any{made.SaleLines, made.UsageLines, made.UsageSales.String(), made.Payable.String()})
	other := line
	other.Bills = 8
	again := NewTally(Statement{})
	again.Add(&other)
	why := line.Settled(Billable{CertifiedAt: &paid}, nil, Statement{Period: MonthOf(paid), Currency: CNY}, Terms{}, DefaultSettings(), Calendar{}, paid)
	require.Nil(t, why.Never, "what stands in a statement is not said to enter none")
	require.NotEqual(t, made.Digest, again.Close().Digest, "how many bills a line adds up is part of it")
}

// transactions.md §6.2: a bill says what is missing before it enters a statement.
func TestABillSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	certified := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	made, paid := time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC)
	of, month := Billable{CertifiedAt: &certified, SaleType: SaleGeneral, FeeRatio: Percent("5"), Currency: CNY}, Month{2026, 10}
	row := UsageBillRow{UsageBill: UsageBill{Number: "CS1-U1-20261001T0000", Amount: Yuan("10.00"), DueAt: made, EndAt: made}}
	explain := func(now time.Time) Billability {
		return row.Settling(of, month, Month{}, Terms{}, DefaultSettings(), Calendar{}, now)
	}
	verdicts := func(e Billability) (all []ConditionVerdict) {
		for _, c := range e.Conditions {
			all = append(all, c.Verdict)
		}
		return all
	}
	now := time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC)
	require.Equal(t, []ConditionVerdict{Met, Unmet, Met, Unmet}, verdicts(explain(now)), "the cycle runs")
	row.IssuedAt = &made
	require.Equal(t, []ConditionVerdict{Met, Unmet, Met, Met}, verdicts(explain(now)), "it is not paid")
	row.PaidAt = &paid
	late := explain(now)
	require.Equal(t, []ConditionVerdict{Met, MetLate, Met, Met}, verdicts(late), "it was paid after the period")
	require.Equal(t, Month{2026, 11}, late.Earliest)
	require.Equal(t, "9.50", late.Forecast.Amount.String())
	row.Amount, row.PaidAt = Money{}, &made
	require.NotNil(t, explain(now).Never, "a bill of nothing is paid, and settles nothing")
}

// catalogue.md §3.9: free products are neither refunded nor invoiced, unless the installation
// takes them back; what a coupon paid for entirely is no free product.
func TestAFreeProductIsNotGivenBack(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)
	began, ends := now.Add(-24*time.Hour), now.AddDate(0, 1, 0)
	free := Order{Type: OrderNew, Status: OrderCompleted, AccessType: AccessSaaS, Charging: ChargePeriod, PeriodType: PerMonth, EffectiveAt: &began, ExpiresAt: &ends}
	settings := DefaultSettings()
	_, err := free.Unsubscribe(FiveDayQuota{Of: 10}, settings, now)
	require.ErrorContains(t, err, "refund.free")
	require.Error(t, RefundRequest{Reason: "x"}.Check(free), "nothing was paid")
	settings.FreeRefund = true
	_, err = free.Unsubscribe(FiveDayQuota{Of: 10}, settings, now)
	require.NoError(t, err)
	settings.FreeRefund = false
	free.ListAmount, free.CouponAmount = Yuan("100.00"), Yuan("100.00")
	_, err = free.Unsubscribe(FiveDayQuota{Of: 10}, settings, now)
	require.NoError(t, err, "the coupon comes back")
}
