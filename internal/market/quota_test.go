package market

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// catalogue.md §3.8: an alert in percent or absolute, by SMS, e-mail or in-site message, and
// buying again with a standing consent.
func TestAWishForWhatIsLeftIsCheckedWhereTheSheetSaysSo(t *testing.T) {
	t.Parallel()
	right := func() QuotaWish {
		return QuotaWish{Measure: QuotaPercent, Alerts: []Quantity{q("50"), q("20")}, Channels: []Channel{Inbox, Mail, SMS}, BuyAt: q("10"), Times: 3, Most: Yuan("1900"), Agreed: true}
	}
	for _, test := range []struct {
		name   string
		change func(*QuotaWish)
		once   bool
		field  string
	}{
		{"§3.8 percent, all channels, bought again", func(*QuotaWish) {}, false, ""},
		{"§3.8 absolute", func(w *QuotaWish) { w.Measure, w.Alerts, w.BuyAt = QuotaAmount, []Quantity{q("49999.5")}, q("1000") }, false, ""},
		{"§3.8 only alerts", func(w *QuotaWish) { w.Times, w.Agreed, w.Most = 0, false, Money{} }, false, ""},
		{"§3.8 only purchases", func(w *QuotaWish) { w.Alerts = nil }, false, ""},
		{"§3.8 bought when nothing is left", func(w *QuotaWish) { w.BuyAt = Quantity{} }, false, ""},
		{"§3.8 nothing wished", func(w *QuotaWish) { *w = QuotaWish{Measure: QuotaPercent} }, false, ""},
		{"no measure", func(w *QuotaWish) { w.Measure = "pages" }, false, "measure"},
		{"all of it", func(w *QuotaWish) { w.Alerts = []Quantity{q("100")} }, false, "alerts"},
		{"more than there is", func(w *QuotaWish) { w.Measure, w.Alerts, w.BuyAt = QuotaAmount, []Quantity{q("50000")}, q("1") }, false, "alerts"},
		{"nothing", func(w *QuotaWish) { w.Alerts = []Quantity{{}} }, false, "alerts"},
		{"twice", func(w *QuotaWish) { w.Alerts = []Quantity{q("20"), q("20.0")} }, false, "alerts"},
		{"six", func(w *QuotaWish) { w.Alerts = []Quantity{q("1"), q("2"), q("3"), q("4"), q("5"), q("6")} }, false, "alerts"},
		{"by no channel", func(w *QuotaWish) { w.Channels = nil }, false, "channels"},
		{"by telex", func(w *QuotaWish) { w.Channels = []Channel{"telex"} }, false, "channels"},
		{"bought at all times", func(w *QuotaWish) { w.BuyAt = q("100") }, false, "buy_at"},
		{"for any price", func(w *QuotaWish) { w.Most = Money{} }, false, "most"},
		{"without consent", func(w *QuotaWish) { w.Agreed = false }, false, "agreed"},
		{"a hundred times", func(w *QuotaWish) { w.Times = 100 }, false, "times"},
		{"§3.9 a package for one order per user", func(*QuotaWish) {}, true, "times"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wish := right()
			test.change(&wish)
			err := wish.Check(q("50000"), test.once)
			if test.field == "" {
				require.NoError(t, err)
				return
			}
			var problem *Problem
			require.ErrorAs(t, err, &problem)
			require.Contains(t, problem.Fields, test.field)
		})
	}
}

// catalogue.md §3.8: API packages that do not reset, and packages sold per use.
func TestOnlyPackagesThatDoNotResetAreWatched(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		access AccessType
		period Period
		reset  ResetRule
		right  bool
	}{
		{"§3.8 an API package that does not reset", AccessAPI, PerYear, ResetNone, true},
		{"§3.8 a SaaS package per use", AccessSaaS, PerUse, ResetNone, true},
		{"§3.8 an API package that resets", AccessAPI, PerYear, ResetMonth, false},
		{"§3.8 a SaaS package by the year", AccessSaaS, PerYear, ResetNone, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := Order{AccessType: test.access, PeriodType: test.period, Charging: ChargeOnDemandPackage}.Watches(&Package{Reset: test.reset})
			require.Equal(t, test.right, err == nil, "%v", err)
		})
	}
	require.Error(t, Order{AccessType: AccessAPI, Charging: ChargeOnDemand}.Watches(nil))
}

// catalogue.md §3.8: once per threshold; of several reached at once the lowest is told.
func TestEachThresholdIsToldOnce(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	quota := NewQuota(Order{Quantity: Count(2)}, Package{Item: "页", Quantity: q("50000")}, QuotaWish{Measure: QuotaPercent,
		Alerts: []Quantity{q("50"), q("20"), q("5")}, BuyAt: q("10"), Times: 1, Most: Yuan("1"), Agreed: true, Channels: []Channel{SMS}}, now)
	require.Equal(t, "100000", quota.Total.String(), "two packages of one order")
	see := func(used string) string {
		tell := quota.See([]QuotaUse{{Instance: "a", Used: q("1")}, {Instance: "b", Used: Quantity{q(used).d.Sub(q("1").d)}}}, now)
		if tell == nil {
			return ""
		}
		return tell.String()
	}
	for _, step := range []struct {
		used, told string
		buys       bool
	}{{"49999", "", false}, {"50000", "50", false}, {"60000", "", false}, {"95000", "5", true}, {"99000", "", true}, {"40000", "", false}, {"60000", "", false}, {"120000", "", true}} {
		require.Equal(t, step.told, see(step.used), step.used)
		require.Equal(t, step.buys, quota.Buys(now), step.used)
	}
	require.Equal(t, "0", quota.Left().String(), "never less than nothing")
	quota.Wish(QuotaWish{Measure: QuotaPercent, Alerts: []Quantity{q("50"), q("30")}, Channels: []Channel{Mail}}, now)
	require.Equal(t, "30", see("80000"), "what stays is not told again, what is new is")
	require.False(t, quota.Buys(now))
	require.False(t, quota.Waits(), "nothing is left to say or to do")
}

// catalogue.md §3.8: a package instance may cover several on-demand instances; each usage
// item names its own.
func TestUsageIsReadOfEveryInstanceOfTheAnswer(t *testing.T) {
	t.Parallel()
	answer := func(body string) Verdict {
		return Judge(Asked{Activity: ActivityQueryInstance, Instance: "p-1"}, Answer{Status: 200, Body: []byte(body), BodySign: BodySignOK})
	}
	uses, fault := answer(`{"resultCode":"000000","info":[{"instanceId":"p-1","usageInfo":[{"relatedInstanceId":"d-1","usageValue":12.5,"statisticalTime":"x"},
		{"relatedInstanceId":"d-2","usageValue":"7"}]},{"instanceId":"p-2","usageInfo":[{"usageValue":0}]}]}`).UsesOf([]string{"p-1", "p-2"})
	require.Nil(t, fault, "without appInfo: nobody wants to sign in here")
	text, err := json.Marshal(uses)
	require.NoError(t, err)
	require.JSONEq(t, `[{"instance":"d-1","used":"12.5"},{"instance":"d-2","used":"7"},{"instance":"p-2","used":"0"}]`, string(text))
	for body, key := range map[string]string{
		`{"resultCode":"000000","info":[{"instanceId":"p-1","appInfo":{"frontEndUrl":"https://x.example.com"}}]}`: "quota.no_usage",
		`{"resultCode":"000000","info":[{"instanceId":"p-1","usageInfo":[{"usageValue":-1}]}]}`:                   "quota.bad_usage",
		`{"resultCode":"000003"}`: "fulfilment.code_said",
		`no json`:                 "fulfilment.json_wrong",
	} {
		_, fault := answer(body).UsesOf([]string{"p-1"})
		require.NotNil(t, fault, body)
		require.Equal(t, key, fault.Key, body)
	}
	forged := Judge(Asked{Activity: ActivityQueryInstance, Instance: "p-1"}, Answer{Status: 200, BodySign: BodySignMismatch,
		Body: []byte(`{"resultCode":"000000","info":[{"instanceId":"p-1","usageInfo":[{"usageValue":1}]}]}`)})
	_, fault = forged.UsesOf([]string{"p-1"})
	require.NotNil(t, fault, "an answer that is not signed by the seller tells nothing")
}
