package market

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// opened is when the instances of these tests began: midnight of 1 August in Shanghai.
var opened = time.Date(2026, 7, 31, 16, 0, 0, 0, time.UTC)

func stepFactor(cycle, accumulate string) BillingFactor {
	three := Count(3)
	return BillingFactor{Name: "minutes", Unit: "min", Cycle: cycle, Accumulate: accumulate, Pricing: Pricing{Model: PriceStep, Unit: UnitPrice("0.3"),
		Tiers: []PriceTier{{To: &three, Unit: UnitPrice("0.3")}, {Unit: UnitPrice("0.2")}}}}
}

// rating is a rater with one running instance "i-1" of the factor, at an instant.
func rating(now time.Time, factor BillingFactor, packages ...*UsageInstance) (*UsageRater, *UsageInstance) {
	r := NewUsageRater(DefaultSettings(), now)
	in := &UsageInstance{ID: NewID[Instance](opened), Number: "i-1", Line: 1, Status: InstanceInUse, OpenedAt: &opened, OrderNumber: "CS1", ProductCode: "OFFI1",
		CustomerID: "C-1", Charging: ChargeOnDemand, Factor: JSON[*BillingFactor]{V: &factor}}
	r.Instances["i-1"] = in
	for _, pack := range packages {
		r.Instances[pack.Number] = pack
	}
	r.Has(packages, nil)
	return r, in
}

func pack(number string, of Package, ends *time.Time) *UsageInstance {
	return &UsageInstance{ID: NewID[Instance](opened), Number: number, Line: 1, Status: InstanceInUse, OpenedAt: &opened, ExpiresAt: ends, CustomerID: "C-1",
		Charging: ChargeOnDemandPackage, Packages: Count(1), Package: JSON[*Package]{V: &of}}
}

func sent(n int, begin time.Time, used string) UsageSent {
	end := begin.Add(time.Hour)
	return UsageSent{InstanceID: "i-1", Serial: fmt.Sprintf("sn-%d", n), BeginTime: UsageTime(begin), EndTime: UsageTime(end), RecordTime: UsageTime(end), Value: UsageValue(used)}
}

// transactions.md §5.4, catalogue.md §3.7: what a record costs behind what was accumulated.
func TestARecordIsPricedByItsModel(t *testing.T) {
	t.Parallel()
	step := stepFactor("hour", "month")
	tier := step
	tier.Pricing.Model = PriceTiered
	fixed := BillingFactor{Name: "GB", Cycle: "day", Pricing: FixedAt(UnitPrice("0.004"))}
	for _, test := range []struct {
		source, name string
		factor       BillingFactor
		before, used string
		total        bool
		charge       string
		steps        int
	}{
		{"transactions.md §5.4", "the worked example of Step: 8 minutes", step, "0", "8", false, "1.90", 2},
		{"transactions.md §5.4", "Step goes on where the cycle stands", step, "2", "5", false, "1.10", 2},
		{"transactions.md §5.4", "Step in its last tier", step, "8", "2.5", false, "0.50", 1},
		{"transactions.md §5.4", "Tier goes by the single record", tier, "100", "2", false, "0.60", 1},
		{"transactions.md §5.4", "the whole record at its tier", tier, "0", "8", false, "1.60", 1},
		{"catalogue.md §3.7", "Tier by the accumulated quantity: f(8) − f(2)", tier, "2", "6", true, "1.00", 2},
		{"catalogue.md §3.7", "fixed: usage × price, whatever was before", fixed, "500", "1.25", false, "0.005", 1},
	} {
		steps, sum := test.factor.Steps(Quantity{decimal.RequireFromString(test.before)}, q(test.used), test.total)
		require.Equal(t, test.charge, sum.String(), "%s %s", test.source, test.name)
		require.Len(t, steps, test.steps, test.name)
	}
}

// production-interface.md §4.3: each rule has a code of its own.
func TestEveryRuleOfARecordHasItsCode(t *testing.T) {
	t.Parallel()
	now := opened.Add(48 * time.Hour)
	base := sent(1, opened.Add(time.Hour), "5")
	for _, test := range []struct {
		name   string
		code   UsageCode
		old    bool
		change func(*UsageSent, *UsageInstance)
	}{
		{"right", UsageOK, false, func(*UsageSent, *UsageInstance) {}},
		{"no instance", UsageNoInstance, false, func(s *UsageSent, _ *UsageInstance) { s.InstanceID = "nobody" }},
		{"its name is too long", UsageNoInstance, false, func(s *UsageSent, _ *UsageInstance) { s.InstanceID = strings.Repeat("x", 65) }},
		{"a local time", UsageBadTime, false, func(s *UsageSent, _ *UsageInstance) { s.BeginTime = "2026-08-01 08:00:00" }},
		{"nothing used", UsageBadValue, false, func(s *UsageSent, _ *UsageInstance) { s.Value = "0" }},
		{"less than nothing", UsageBadValue, false, func(s *UsageSent, _ *UsageInstance) { s.Value = "-1" }},
		{"five decimals", UsageBadValue, false, func(s *UsageSent, _ *UsageInstance) { s.Value = "1.00001" }},
		{"nine digits", UsageBadValue, false, func(s *UsageSent, _ *UsageInstance) { s.Value = "123456789" }},
		{"an exponent", UsageBadValue, false, func(s *UsageSent, _ *UsageInstance) { s.Value = "1e3" }},
		{"no serial number", UsageNoSerial, false, func(s *UsageSent, _ *UsageInstance) { s.Serial = "" }},
		{"a withdrawn product", UsageWithdrawn, false, func(_ *UsageSent, in *UsageInstance) { in.DelistedAt = &opened }},
		{"another product, in the old form", UsageWithdrawn, true, func(s *UsageSent, _ *UsageInstance) { s.Product = "OFFI2" }},
		{"the product, in the old form", UsageOK, true, func(s *UsageSent, _ *UsageInstance) { s.Product, s.Serial = "OFFI1", "" }},
		{"22 days back", UsageTooOld, false, func(s *UsageSent, _ *UsageInstance) { s.BeginTime = UsageTime(now.AddDate(0, 0, -22)) }},
		{"another seller's instance", UsageForeign, false, func(s *UsageSent, _ *UsageInstance) { s.InstanceID = "theirs" }},
		{"it ends before it begins", UsageBadRange, false, func(s *UsageSent, _ *UsageInstance) { s.EndTime = UsageTime(opened) }},
		{"it ends where it begins", UsageBadRange, false, func(s *UsageSent, _ *UsageInstance) { s.EndTime = s.BeginTime }},
		{"it has not ended yet", UsageBadRange, false, func(s *UsageSent, _ *UsageInstance) { s.EndTime = UsageTime(now.Add(time.Second)) }},
		{"before the resource began", UsageBadRange, false, func(s *UsageSent, _ *UsageInstance) { s.BeginTime = UsageTime(opened.Add(-time.Second)) }},
		{"bought for a period", UsageNotByUse, false, func(_ *UsageSent, in *UsageInstance) { in.Charging = ChargePeriod }},
		{"it is being opened", UsageBadState, false, func(_ *UsageSent, in *UsageInstance) { in.Status = InstanceOpening }},
		{"released before", UsageBadState, false, func(_ *UsageSent, in *UsageInstance) { in.Status, in.ReleasedAt = InstanceReleased, &opened }},
		{"released meanwhile", UsageBadRange, false, func(_ *UsageSent, in *UsageInstance) {
			at := opened.Add(90 * time.Minute)
			in.Status, in.ReleasedAt = InstanceReleased, &at
		}},
		{"released behind it", UsageOK, false, func(_ *UsageSent, in *UsageInstance) {
			at := opened.Add(2 * time.Hour)
			in.Status, in.ReleasedAt = InstanceReleased, &at
		}},
		{"a package that nobody has", UsageNoPackage, false, func(s *UsageSent, _ *UsageInstance) { s.Package = "p-9" }},
	} {
		r, in := rating(now, stepFactor("hour", "month"))
		r.Foreign["theirs"] = true
		one := base
		test.change(&one, in)
		record, fresh := r.Rate(one, now, test.old)
		require.True(t, fresh, test.name)
		require.Equal(t, test.code, record.Code, test.name)
		require.Equal(t, test.code != UsageOK, record.Status == UsageFailed, test.name)
		require.Equal(t, test.code == UsageOK, len(r.Bills()) == 1, test.name)
	}
}

// transactions.md §5.5, production-interface.md §4.3 rule 6: what comes twice.
func TestWhatComesTwiceIsChargedOnce(t *testing.T) {
	t.Parallel()
	now := opened.Add(48 * time.Hour)
	r, _ := rating(now, stepFactor("hour", "month"))
	first := sent(1, opened.Add(time.Hour), "5")
	_, fresh := r.Rate(first, now, false)
	require.True(t, fresh)
	_, fresh = r.Rate(first, now, false)
	require.False(t, fresh, "§5.5: identical content is a success without a second charge")
	other := first
	other.Value = "6"
	record, _ := r.Rate(other, now, false)
	require.Equal(t, UsageRepeated, record.Code, "§5.5: one number, another content")
	same := first
	same.Serial = "sn-2"
	record, _ = r.Rate(same, now, false)
	require.Equal(t, UsageDuplicate, record.Code, "rule 6: one interval, only the first counts")
	over := sent(3, opened.Add(90*time.Minute), "1")
	record, _ = r.Rate(over, now, false)
	require.Equal(t, UsageBadRange, record.Code, "§5.2: no overlap per item")
	r.Settings.UsageOverlap = true
	over.Serial = "sn-4"
	record, _ = r.Rate(over, now, false)
	require.Equal(t, UsageOK, record.Code, "the installation may allow it")
	sum := Exact{}
	for _, bill := range r.Bills() {
		sum = sum.Plus(bill.Exact)
	}
	require.Equal(t, "1.50", sum.String(), "5 minutes at 0.3 and 0.2, then one more at 0.2")

	failed := sent(5, opened.Add(5*time.Hour), "1")
	failed.InstanceID = "later"
	record, _ = r.Rate(failed, now, false)
	require.Equal(t, UsageNoInstance, record.Code)
	r.Instances["later"] = r.Instances["i-1"]
	record, fresh = r.Rate(failed, now, false)
	require.True(t, fresh, "rule 1: what failed must be sent again")
	require.Equal(t, UsageBilled, record.Status)
}

// catalogue.md §3.8: 10,000 calls a month, reset monthly, twelve months; month 1 uses 12,500.
func TestAPackageIsUsedFirstAndResets(t *testing.T) {
	t.Parallel()
	calls := BillingFactor{Name: "calls", Cycle: "day", Accumulate: "none", Pricing: FixedAt(UnitPrice("0.01"))}
	ends := PerMonth.After(opened, 12)
	of := Package{Item: "calls", Quantity: Count(10000), Reset: ResetMonth}
	require.Equal(t, "120000", of.Reset.Total(of.Quantity, PerMonth, 12).String())
	p := pack("p-1", of, &ends)
	now := opened.AddDate(0, 0, 20)
	r, _ := rating(now, calls, p)
	first, _ := r.Rate(sent(1, opened.AddDate(0, 0, 3), "8000"), now, false)
	require.Equal(t, []string{"8000", "0", "0.00"}, []string{first.TakenAll().String(), first.Demanded.String(), first.Charge.String()})
	second, _ := r.Rate(sent(2, opened.AddDate(0, 0, 10), "4500"), now, false)
	require.Equal(t, []string{"2000", "2500", "25.00"}, []string{second.TakenAll().String(), second.Demanded.String(), second.Charge.String()}, "the package first, 2,500 on demand")
	next := opened.AddDate(0, 1, 2)
	r.Now = next.Add(2 * time.Hour)
	third, _ := r.Rate(sent(3, next, "9000"), r.Now, false)
	require.Equal(t, []string{"9000", "0"}, []string{third.TakenAll().String(), third.Demanded.String()}, "month 2 starts again")
	require.Equal(t, "1000", third.Taken.V[0].Left.String())
	require.Len(t, r.Balances(), 2)

	// several items in one package: each has its own quantity.
	both := Package{Item: "calls", Quantity: Count(10), More: []PackageItem{{"pages", Count(3)}}}
	pages := calls
	pages.Name = "pages"
	r, _ = rating(now, pages, pack("p-2", both, nil))
	record, _ := r.Rate(sent(1, opened.Add(time.Hour), "5"), now, false)
	require.Equal(t, []string{"3", "2"}, []string{record.TakenAll().String(), record.Demanded.String()})
}

// catalogue.md §3.2, §3.8: 用完即停 has nothing behind it; the record names the package.
func TestAPackageThatStopsIsNeverChargedBeyond(t *testing.T) {
	t.Parallel()
	now := opened.Add(48 * time.Hour)
	stops := pack("p-1", Package{Item: "minutes", Quantity: Count(10), Stops: true}, nil)
	r, _ := rating(now, stepFactor("hour", "month"), stops)
	alone := sent(1, opened.Add(time.Hour), "4")
	alone.InstanceID = "p-1"
	record, _ := r.Rate(alone, now, false)
	require.Equal(t, UsageNoPackage, record.Code, "transactions.md §5.2: relate_pkg_instance is required")
	alone.Serial, alone.Package = "sn-2", "p-1"
	record, _ = r.Rate(alone, now, false)
	require.Equal(t, UsageOK, record.Code)
	require.Equal(t, "4", record.TakenAll().String())
	require.Empty(t, r.Stopped())
	beside := sent(3, opened.Add(2*time.Hour), "9")
	beside.Package = "p-1"
	record, _ = r.Rate(beside, now, false)
	require.Equal(t, []string{"6", "0", "0.00"}, []string{record.TakenAll().String(), record.Demanded.String(), record.Charge.String()}, "the service stops instead")
	require.Len(t, r.Stopped(), 1)
	after := sent(4, opened.Add(4*time.Hour), "1")
	after.Package = "p-1"
	record, _ = r.Rate(after, now, false)
	require.Equal(t, UsageBadState, record.Code, "nothing runs any more")
}

// transactions.md §5.3, §5.4: an hour, each 24 hours from the first use, a month; and when
// their bills are made.
func TestBillsFollowTheBillingCycle(t *testing.T) {
	t.Parallel()
	settings := DefaultSettings()
	begun := time.Date(2026, 8, 1, 5, 25, 0, 0, time.UTC) // 13:25 in Shanghai
	at := func(text string) time.Time {
		moment, err := time.Parse("2006-01-02 15:04", text)
		require.NoError(t, err)
		return moment
	}
	for _, test := range []struct{ cycle, used, begin, end, due string }{
		{"hour", "2026-08-01 05:25", "2026-08-01 05:00", "2026-08-01 06:00", "2026-08-01 08:00"},  // two hours later
		{"day", "2026-08-02 05:24", "2026-08-01 05:25", "2026-08-02 05:25", "2026-08-02 17:00"},   // the next 01:00 in Shanghai
		{"day", "2026-08-02 05:25", "2026-08-02 05:25", "2026-08-03 05:25", "2026-08-03 17:00"},   // another 24 hours
		{"day", "2026-08-01 05:00", "2026-07-31 05:25", "2026-08-01 05:25", "2026-08-01 17:00"},   // used earlier, reported later
		{"month", "2026-08-01 05:25", "2026-07-31 16:00", "2026-08-31 16:00", "2026-08-31 17:00"}, // August, made on 1 September 01:00
	} {
		begin, end := BillingFactor{Cycle: test.cycle}.CycleOf(at(test.used), begun)
		require.Equal(t, [2]time.Time{at(test.begin), at(test.end)}, [2]time.Time{begin, end}, "%s %s", test.cycle, test.used)
		require.Equal(t, at(test.due), settings.UsageDue(test.cycle, end), "%s %s", test.cycle, test.used)
	}

	now := opened.Add(10 * time.Hour)
	r, _ := rating(now, stepFactor("hour", "month"))
	inTime, _ := r.Rate(sent(1, opened.Add(8*time.Hour), "1"), now, false)
	require.False(t, inTime.Late)
	late, _ := r.Rate(sent(2, opened.Add(2*time.Hour), "1"), now, false)
	require.True(t, late.Late, "§5.3: no later than two hours, or the charge is delayed")
	require.Equal(t, now.Truncate(time.Hour), *late.BillBegin, "a bill that is made is never reversed: it goes to the running one")
}

// transactions.md §5.4: bills are rounded once, and what is less than a cent is carried.
func TestNothingIsLostBetweenTheCents(t *testing.T) {
	t.Parallel()
	carry, sum := Exact{}, Money{}
	for n := range 30 {
		bill := UsageBill{Exact: Exact{q("0.004").d}}
		carry = bill.Issue(carry, opened)
		sum = sum.Plus(bill.Amount)
		require.Equal(t, bill.Amount.Sign() == 0, bill.PaidAt != nil, "%d", n)
	}
	require.Equal(t, "0.12", sum.String(), "thirty times 0.004")
	require.True(t, carry.IsZero())
}

// transactions.md §5.2, §5.5, production-interface.md §4.2: what refuses a call, and what is
// found behind its answer.
func TestACallIsRefusedForItsFormOnly(t *testing.T) {
	t.Parallel()
	settings, now := DefaultSettings(), opened.Add(48*time.Hour)
	body := func(records ...any) []byte {
		text, err := json.Marshal(map[string]any{"usage_records": records})
		require.NoError(t, err)
		return text
	}
	right := sent(1, opened.Add(time.Hour), "5")
	wrong, older := right, right
	wrong.Value, older.BeginTime = "1.00001", UsageTime(now.AddDate(0, 0, -30))
	many := make([]any, MostUsage+1)
	for n := range many {
		many[n] = right
	}
	for _, test := range []struct {
		name   string
		body   []byte
		refuse bool
		code   OpenCode
	}{
		{"one", body(right), false, OpenOK},
		{"a thousand", body(many[1:]...), false, OpenOK},
		{"a thousand and one", body(many...), false, OpenManyUsage},
		{"none", body(), false, OpenBadParam},
		{"no list", []byte(`{}`), false, OpenBadParam},
		{"no JSON", []byte(`[`), false, OpenBadUsage},
		{"a number as instance", []byte(`{"usage_records":[{"instance_id":1}]}`), false, OpenBadUsage},
		{"rule 1: bad data is not reported by the call", body(right, wrong), false, OpenOK},
		{"unless the installation refuses it", body(right, wrong), true, OpenBadValue},
		{"and what is too old", body(older), true, OpenOldUsage},
		{"a value as a number", []byte(`{"usage_records":[{"instance_id":"i","usage_value":12.5}]}`), false, OpenOK},
	} {
		settings.UsageRefuse = test.refuse
		push, code, _ := ReadPush(test.body, false, settings, now)
		require.Equal(t, test.code, code, test.name)
		require.Equal(t, code == OpenOK, push.Records > 0, test.name)
	}
}
