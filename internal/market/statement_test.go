package market

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func instant(text string) *time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, Shanghai)
	if err != nil {
		panic(err)
	}
	t = t.UTC()
	return &t
}

func day(text string) Day {
	d, err := ReadDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// shipped are the ratios that the product comes with.
func shipped() []Rate {
	return []Rate{
		{Kind: RatePlatformFee, Ratio: Percent("5"), EffectiveOn: day("2019-05-01")},
		{Kind: RateIncrement, FromAmount: Yuan("1000000"), Ratio: Percent("2"), EffectiveOn: day("2024-03-01")},
		{Kind: RateIncrement, FromAmount: Yuan("500000"), Ratio: Percent("1"), EffectiveOn: day("2024-03-01")},
	}
}

// sold is an order that met everything on the day on which it was paid.
func sold(list, coupon, at string) Billable {
	when := instant(at)
	return Billable{OrderID: NewID[Order](*when), ProductID: NewID[Product](*when), OrderNumber: "CS", OrderType: OrderNew, SaleType: SaleGeneral, Currency: CNY, Status: OrderCompleted,
		ListAmount: Yuan(list), CouponAmount: Yuan(coupon), Amount: Yuan(list).Minus(Yuan(coupon)), FeeRatio: Percent("5"),
		PlacedAt: *when, PaidAt: when, EffectiveAt: when, CompletedAt: when, CertifiedAt: instant("2019-01-01 10:00"),
		MonthTotal: Yuan(list).Minus(Yuan(coupon))}
}

// transactions.md §6.7 F1.
func TestEveryWorkedExampleOfTheGeneralFormula(t *testing.T) {
	for _, test := range []struct{ sales, coupon, increment, settled string }{
		{"10000.00", "0.00", "0", "9500.00"},
		{"10000.00", "500.00", "2", "9215.00"},
		{"12345.67", "0.00", "0", "11728.39"}, // 11728.3865
		{"1500000.00", "0.00", "2", "1455000.00"},
		{"10000.00", "500.00", "0", "9025.00"},
	} {
		b := sold(test.sales, test.coupon, "2026-10-12 10:00")
		terms := NewTerms([]Rate{{Kind: RateIncrement, Ratio: Percent(test.increment), EffectiveOn: day("2024-03-01")}}, false)
		s := terms.Settle(b, *b.PaidAt)
		require.Equal(t, test.settled, s.Amount.String(), test.sales)
		require.Equal(t, s.Amount.String(), s.Sales.Minus(s.Coupon).Minus(s.Fee).Plus(s.Increment).String(), "the parts add up")
	}
}

func TestTheBandThatTheMonthReachesHoldsForTheWholeAmount(t *testing.T) {
	terms := NewTerms(shipped(), false)
	for _, test := range []struct{ total, ratio string }{
		{"499999.99", "0"}, {"500000.00", "1"}, {"999999.99", "1"}, {"1000000.00", "2"}, {"1500000.00", "2"},
	} {
		b := sold("100000.00", "0.00", "2026-10-12 10:00")
		b.MonthTotal = Yuan(test.total)
		require.Equal(t, test.ratio, terms.Settle(b, *b.PaidAt).IncrementRatio.Percent(), test.total)
	}
	whole := sold("1500000.00", "0.00", "2026-10-12 10:00")
	require.Equal(t, "1455000.00", terms.Settle(whole, *whole.PaidAt).Amount.String())
}

func TestMarginalTiersCountEachBandForItsOwnPart(t *testing.T) {
	terms := NewTerms(shipped(), true)
	b := sold("1500000.00", "0.00", "2026-10-12 10:00")
	s := terms.Settle(b, *b.PaidAt) // 500,000 at 0, 500,000 at 1 %, 500,000 at 2 %
	require.Equal(t, "15000.00", s.Increment.String())
	require.Equal(t, "1440000.00", s.Amount.String())
	require.Equal(t, "1", s.IncrementRatio.Percent())

	second := sold("100000.00", "0.00", "2026-10-13 10:00")
	second.MonthBefore = Yuan("450000.00") // half of it lies in the second band
	require.Equal(t, "500.00", terms.Settle(second, *second.PaidAt).Increment.String())
	third := sold("100000.00", "0.00", "2026-10-13 10:00")
	third.MonthBefore = Yuan("2000000.00")
	require.Equal(t, "2000.00", terms.Settle(third, *third.PaidAt).Increment.String())
}

func TestOnlyTheStandardFeeAndWhatIsEffectiveSinceMarch2024TakePartInTheIncrement(t *testing.T) {
	terms := NewTerms(shipped(), false)
	agreed := sold("1500000.00", "0.00", "2026-10-12 10:00")
	agreed.FeeRatio = Percent("4")
	require.Equal(t, "1440000.00", terms.Settle(agreed, *agreed.PaidAt).Amount.String())
	old := sold("1500000.00", "0.00", "2024-02-29 23:59")
	require.Equal(t, "1425000.00", terms.Settle(old, *old.PaidAt).Amount.String())
	first := sold("1500000.00", "0.00", "2024-03-01 00:00")
	require.Equal(t, "1455000.00", terms.Settle(first, *first.PaidAt).Amount.String())
}

func TestTheFeeIsTheOneOfTheDayAndOfTheAccessType(t *testing.T) {
	terms := NewTerms(append(shipped(),
		Rate{Kind: RatePlatformFee, Ratio: Percent("6"), EffectiveOn: day("2026-12-01")},
		Rate{Kind: RatePlatformFee, AccessType: "hardware", Ratio: Percent("3"), EffectiveOn: day("2026-06-01")}), false)
	require.Equal(t, "5%", terms.Fee("saas", day("2026-11-30")).String())
	require.Equal(t, "6%", terms.Fee("saas", day("2026-12-01")).String())
	require.Equal(t, "3%", terms.Fee("hardware", day("2026-12-01")).String())
	require.Equal(t, "5%", terms.Fee("hardware", day("2026-05-31")).String())
}

func TestARateNeverChangesThePast(t *testing.T) {
	rate := Rate{Kind: RatePlatformFee, Ratio: Percent("4"), EffectiveOn: day("2026-11-19")}
	require.Error(t, rate.Check(day("2026-11-20")))
	rate.EffectiveOn = day("2026-11-20")
	require.NoError(t, rate.Check(day("2026-11-20")))
	rate.Ratio = Percent("101")
	require.Error(t, rate.Check(day("2026-11-20")))
}

func TestRefundsNetToNothingWhateverTheSteps(t *testing.T) {
	draw := rand.New(rand.NewPCG(2026, 11))
	for range 2_000 {
		list, coupon := int64(1+draw.IntN(5_000_000)), int64(0)
		if draw.IntN(2) == 0 {
			coupon = draw.Int64N(list)
		}
		b := sold("1.00", "0.00", "2026-10-12 10:00")
		b.ListAmount, b.CouponAmount = fen(list), fen(coupon)
		b.Amount, b.MonthTotal = fen(list-coupon), fen(draw.Int64N(200_000_000))
		b.FeeRatio = Percent([]string{"5", "5", "3.75", "12"}[draw.IntN(4)])
		sale := SaleLine(b, NewTerms(shipped(), draw.IntN(2) == 0), *b.PaidAt)
		sum, before := sale.Settlement, Money{}
		for step := 0; before.Fen() < list-coupon; step++ {
			refund := fen(1 + draw.Int64N(list-coupon-before.Fen()))
			if step == 6 {
				refund = b.Amount.Minus(before)
			}
			line := RefundLine(SettledRefund{StatementLine: sale, Refunded: refund, Before: before})
			require.True(t, line.Sales.Minus(line.Coupon).Equal(refund.Negated()), "a refund takes back what was paid back")
			require.True(t, line.Amount.Equal(line.Sales.Minus(line.Coupon).Minus(line.Fee).Plus(line.Increment)))
			require.LessOrEqual(t, line.Amount.Sign(), 0)
			sum, before = sum.Minus(negated(line.Settlement)), before.Plus(refund)
			require.GreaterOrEqual(t, sum.Amount.Sign(), 0, "never more is taken back than was settled")
		}
		for _, rest := range []Money{sum.Sales, sum.Coupon, sum.Fee, sum.Increment, sum.Amount} {
			require.Zero(t, rest.Sign())
		}
	}
}

func fen(n int64) Money { return Yuan("0.01").Times(Ratio{UnitPrice("1").d.Mul(Count(int(n)).d)}) }

func negated(s Settlement) Settlement { return Settlement{}.Minus(s) }

// transactions.md §6.2, §6.3: the examples of the sheet, and when a line enters.
func TestThePeriodIsTheMonthInWhichTheLastConditionWasMet(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Billable)
		period string
	}{
		{"paid 2020-02-03, supervision done 2020-03-15", func(b *Billable) {
			b.PaidAt = instant("2020-02-03 10:00")
			b.Supervised, b.SupervisionState, b.SupervisedAt = true, SupervisionDone, instant("2020-03-15 16:00")
			b.EffectiveAt = instant("2020-02-10 09:00")
		}, "202003"},
		{"postpaid, repaid in May 2020", func(b *Billable) {
			b.PaidAt, b.EffectiveAt = instant("2020-03-03 10:00"), instant("2020-03-03 10:01")
			b.Postpaid, b.RepaidAt = true, instant("2020-05-20 10:00")
		}, "202005"},
		{"renewal bought Jan 31, effective Feb 1", func(b *Billable) {
			b.OrderType, b.PaidAt, b.EffectiveAt = OrderRenew, instant("2026-01-31 12:00"), instant("2026-02-01 00:00")
		}, "202602"},
		{"the last minute of a month", func(b *Billable) {
			b.PaidAt, b.EffectiveAt = instant("2026-10-31 23:59"), instant("2026-10-31 23:59")
		}, "202610"},
		{"certified later than everything else", func(b *Billable) { b.CertifiedAt = instant("2026-11-02 10:00") }, "202611"},
		{"a refund of a part ended the supervision", func(b *Billable) {
			b.Supervised, b.SupervisionState, b.SupervisedAt = true, SupervisionClosed, instant("2026-10-20 09:00")
			b.CompletedAt = instant("2026-11-01 00:10")
		}, "202611"},
	} {
		b := sold("100.00", "0.00", "2026-10-12 10:00")
		test.change(&b)
		met, ok := b.MetAt()
		require.True(t, ok, test.name)
		period := MonthOf(met)
		require.Equal(t, test.period, period.String(), test.name)
		require.True(t, b.Enters(period), test.name)
		require.False(t, b.Enters(period.Previous()), test.name)
		require.True(t, b.Enters(period.Next()), "an earlier line that was never settled")
	}
}

// transactions.md §6.2: the four conditions, each with what would meet it.
func TestEachUnmetConditionSaysWhatWouldMeetIt(t *testing.T) {
	now := *instant("2026-11-20 10:42")
	b := sold("86400.00", "2000.00", "2026-10-28 11:09")
	b.Postpaid = true
	b.Supervised, b.SupervisionState, b.Node, b.Turn, b.NodeSince = true, SupervisionRunning, NodeAccepting, PartyBuyer, instant("2026-11-16 15:02")
	b.EffectiveAt = instant("2026-11-13 10:00")
	b.Status, b.CompletedAt = OrderProcessing, nil
	october := Month{2026, time.October}
	e := b.Explain(october, october, NewTerms(shipped(), false), DefaultSettings(), Office(), now)
	var verdicts []ConditionVerdict
	for _, c := range e.Conditions {
		verdicts = append(verdicts, c.Verdict)
		require.Equal(t, c.Verdict == Unmet, c.How.Key != "", c.Name.Key)
	}
	require.Equal(t, []ConditionVerdict{Met, Unmet, Unmet, MetLate}, verdicts)
	require.Equal(t, []string{"billing.not_repaid", "billing.not_supervised", "billing.effective_late"}, keys(Shorts(e.Conditions)))
	require.Nil(t, e.MetAt)
	require.Equal(t, "202611", e.Earliest.String())
	require.Equal(t, "2026-12-03", e.ClosesOn.String())
	require.Equal(t, "2026-12-25", e.PaidBy.String())
	require.Equal(t, "80180.00", e.Forecast.Amount.String())
}

func keys(reasons []Reason) (all []string) {
	for _, r := range reasons {
		all = append(all, r.Key)
	}
	return all
}

func TestWhatIsMetWaitsForTheNextClosing(t *testing.T) {
	now := *instant("2026-11-20 10:42")
	b := sold("100.00", "0.00", "2026-11-12 10:00")
	november := Month{2026, time.November}
	e := b.Explain(november, Month{2026, time.October}, NewTerms(nil, false), DefaultSettings(), Office(), now)
	require.True(t, e.Waits())
	require.Equal(t, "202611", e.Earliest.String())

	late := b.Explain(november, november, NewTerms(nil, false), DefaultSettings(), Office(), now)
	require.Equal(t, "202612", late.Earliest.String(), "its month is closed already")

	b.OrderType, b.EffectiveAt = OrderRenew, instant("2027-01-05 00:00")
	renewed := b.Explain(november, Month{}, NewTerms(nil, false), DefaultSettings(), Office(), now)
	require.Equal(t, "202701", renewed.Earliest.String())
	require.False(t, renewed.Waits())
}

// transactions.md §6.2
func TestWhatNeverEntersAStatement(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Billable)
		why    string
	}{
		"a test order": {func(b *Billable) { b.Test = true }, "billing.never_test"},
		"a trial":      {func(b *Billable) { b.OrderType = OrderTrial }, "billing.never_trial"},
		"a refund order, whose money is a line of the order given back (transactions.md §6.8)": {func(b *Billable) { b.OrderType = OrderUnsubscribe }, "billing.never_gives_back"},
		"a cancelled order": {func(b *Billable) {
			b.Status, b.PaidAt, b.CancelledAt = OrderCancelled, nil, instant("2026-10-13 10:00")
		}, "billing.never_cancelled"},
		"refunded before effective": {func(b *Billable) {
			b.Status, b.EffectiveAt, b.RefundedAt = OrderRefunded, nil, instant("2026-10-13 10:00")
		}, "billing.never_refunded"},
	} {
		b := sold("100.00", "0.00", "2026-10-12 10:00")
		test.change(&b)
		why, never := b.Never()
		require.True(t, never, name)
		require.Equal(t, test.why, why.Key, name)
		require.False(t, b.Enters(Month{2027, time.January}), name)
	}
	b := sold("100.00", "0.00", "2026-10-12 10:00")
	b.Status, b.RefundedAt = OrderRefunded, instant("2026-10-15 10:00")
	require.True(t, b.Enters(Month{2026, time.October}), "refunded after it met everything: sale and refund both show")
}

// transactions.md §6.8: sale and refund of what goes back within five days, and of a renewal that
// had not begun, both stand in the statement of the month in which it went back.
func TestWhatGoesBackAsAWholeShowsBothRows(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(*Billable)
		value   string
		october bool
	}{
		"a renewal given back before it began": {func(b *Billable) {
			b.OrderType, b.GivenBack, b.EffectiveAt, b.RefundedAt = OrderRenew, true, instant("2026-12-30 00:00"), instant("2026-10-13 10:00")
		}, "billing.effective_given_back", true},
		"one that went back a month later": {func(b *Billable) {
			b.OrderType, b.GivenBack, b.EffectiveAt, b.RefundedAt = OrderRenew, true, instant("2026-12-30 00:00"), instant("2026-11-02 10:00")
		}, "billing.effective_given_back", false},
		"a trial that became formal, before its formal period began": {func(b *Billable) {
			b.OrderType, b.GivenBack, b.EffectiveAt, b.RefundedAt = OrderTrialToFormal, true, instant("2026-12-30 00:00"), instant("2026-10-13 10:00")
		}, "billing.effective_given_back", true},
		"what nobody has to repay any more": {func(b *Billable) {
			b.Postpaid, b.GivenBack, b.RefundedAt = true, true, instant("2026-10-15 10:00")
		}, "billing.paid_given_back", true},
	} {
		b := sold("100.00", "0.00", "2026-10-12 10:00")
		test.change(&b)
		_, never := b.Never()
		require.False(t, never, name)
		require.Equal(t, test.october, b.Enters(Month{2026, time.October}), name)
		require.True(t, b.Enters(Month{2026, time.November}), name)
		var values []string
		for _, c := range b.Conditions(Month{2026, time.November}, *instant("2026-11-20 10:00")) {
			require.Equal(t, Met, c.Verdict, name)
			values = append(values, c.Value.Key)
		}
		require.Contains(t, values, test.value, name)
	}
}

// transactions.md §6.3, §6.4: on day 3, after a holiday on the next working day.
func TestAStatementIsMadeOnTheBillingDayOrTheNextWorkingDay(t *testing.T) {
	settings, calendar := DefaultSettings(), Office()
	require.Equal(t, "2026-11-03", Month{2026, time.October}.ClosingDay(CNY, settings, calendar).String())
	require.Equal(t, "2026-10-05", Month{2026, time.September}.ClosingDay(CNY, settings, calendar).String(), "a Saturday")
	calendar.Days[day("2026-10-05")] = false
	require.Equal(t, "2026-10-06", Month{2026, time.September}.ClosingDay(CNY, settings, calendar).String(), "a holiday")
}

// transactions.md §6.5, §14.3.
func TestAStatementBelowTheLeastPayoutIsCarried(t *testing.T) {
	now := *instant("2026-11-17 10:00")
	for amount, want := range map[string]StatementStatus{
		"1000.00": StatementPaymentReviewing, "999.99": StatementCarried, "-5.00": StatementCarried, "0.00": StatementCarried,
	} {
		s := Statement{Status: StatementCountersigning, Payable: Yuan(amount)}
		carried, err := s.Countersign(Yuan("1000.00"), now)
		require.NoError(t, err)
		require.Equal(t, want == StatementCarried, carried)
		require.Equal(t, want, s.Status, amount)
	}
}

// transactions.md §6.5: every state of the table.
func TestEveryStateOfAStatementIsReachedAndLeft(t *testing.T) {
	reached, left := map[StatementStatus]bool{StatementReviewing: true}, map[StatementStatus]bool{}
	for _, move := range StatementMoves {
		reached[move.To], left[move.From] = true, true
	}
	for _, status := range StatementStatuses {
		require.True(t, reached[status], status)
		require.Equal(t, status != StatementCompleted && status != StatementCarried, left[status], status)
	}
}

func TestAPayoutNeedsAReferenceAndADayThatWas(t *testing.T) {
	now := *instant("2026-11-20 10:42")
	s := Statement{Status: StatementPaying, ApprovedAt: instant("2026-11-18 10:00")}
	require.Error(t, s.Pay("", day("2026-11-19"), now))
	require.Error(t, s.Pay("BANK-1", day("2026-11-21"), now))
	require.Error(t, s.Pay("BANK-1", day("2026-11-17"), now))
	require.NoError(t, s.Pay(" BANK-1 ", day("2026-11-19"), now))
	require.Equal(t, "BANK-1", s.PayoutReference)
	require.Equal(t, StatementPaid, s.Status)
}

// transactions.md §6.4: 2 working days to review, 8 to countersign, 6 to pay.
func TestTheOperatorsStepsAreDueInWorkingDays(t *testing.T) {
	settings, calendar := DefaultSettings(), Office()
	s := Statement{Status: StatementReviewing, ClosedAt: *instant("2026-11-03 09:00"), SentAt: instant("2026-11-05 10:00"), CountersignedAt: instant("2026-11-17 10:00")}
	require.Equal(t, "2026-11-05", s.Due(settings, calendar).String())
	s.Status = StatementCountersigning
	require.Equal(t, "2026-11-17", s.Due(settings, calendar).String())
	s.Status = StatementPaying
	require.Equal(t, "2026-11-25", s.Due(settings, calendar).String())
	s.Status = StatementPaid
	require.True(t, s.Due(settings, calendar).IsZero())
}

func TestTheDigestIsOfTheLinesAndOfNothingElse(t *testing.T) {
	close := func(customer string, id StatementID) string {
		b := sold("100.00", "10.00", "2026-10-12 10:00")
		b.CustomerName = customer
		tally := NewTally(Statement{ID: id})
		line := SaleLine(b, NewTerms(shipped(), false), *b.PaidAt)
		tally.Add(&line)
		return tally.Close().Digest
	}
	now := *instant("2026-11-03 10:00")
	require.Equal(t, close("A", NewID[Statement](now)), close("A", NewID[Statement](now)))
	require.NotEqual(t, close("A", StatementID{}), close("B", StatementID{}))
}
