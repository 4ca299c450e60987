package market

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func fieldsOf(err error) map[string]string {
	var problem *Problem
	fields := map[string]string{}
	if errors.As(err, &problem) {
		for field, reason := range problem.Fields {
			fields[field] = reason.Key
		}
	}
	return fields
}

// catalogue.md §4: only SaaS per year or month, 3–180 days, a filing for joint and platform
// products, nothing changes after listing.
func TestATrialIsWhatTheRulesAllow(t *testing.T) {
	t.Parallel()
	spec := func(trial TrialContent, once bool) SpecContent {
		s := SpecContent{ID: NewID[Spec](time.Unix(1, 0)), Name: "标准版", Month: "10.00", TrialContent: trial}
		if once {
			s.Month, s.Once = "", "10.00"
		}
		return s
	}
	tried := func(days string) TrialContent { return TrialContent{Trial: true, TrialDays: days} }
	for _, test := range []struct {
		name   string
		spec   SpecContent
		access AccessType
		sale   SaleType
		live   *TrialContent
		field  string
		fault  string
	}{
		{"§4 three days", spec(tried("3"), false), "saas", "general", nil, "", ""},
		{"§4 a hundred and eighty days", spec(tried("180"), false), "saas", "general", nil, "", ""},
		{"§4 two days", spec(tried("2"), false), "saas", "general", nil, "spec_trial_days_0", "trial.days_range"},
		{"§4 a hundred and eighty-one days", spec(tried("181"), false), "saas", "general", nil, "spec_trial_days_0", "trial.days_range"},
		{"§4 half days", spec(tried("7.5"), false), "saas", "general", nil, "spec_trial_days_0", "trial.days_range"},
		{"§4 no days", spec(tried(""), false), "saas", "general", nil, "spec_trial_days_0", "trial.no_days"},
		{"§4 per use", spec(tried("15"), true), "saas", "general", nil, "spec_trial_0", "trial.only_period"},
		{"§4 a manual service", spec(tried("15"), false), "service", "general", nil, "spec_trial_0", "trial.only_saas"},
		{"§4 a license", spec(tried("15"), false), "license", "general", nil, "spec_trial_0", "trial.only_saas"},
		{"§4 an API", spec(tried("15"), false), "api", "general", nil, "spec_trial_0", "trial.only_saas"},
		{"§4 joint without filing", spec(tried("15"), false), "saas", "joint", nil, "spec_trial_filing_0", "trial.no_filing"},
		{"§4 platform without filing", spec(tried("15"), false), "saas", "platform", nil, "spec_trial_filing_0", "trial.no_filing"},
		{"§4 joint with filing", spec(TrialContent{Trial: true, TrialDays: "15", TrialFiling: "BB-2026-118"}, false), "saas", "joint", nil, "", ""},
		{"§4 ticked after listing", spec(tried("15"), false), "saas", "general", &TrialContent{}, "spec_trial_0", "trial.listed"},
		{"§4 taken off after listing", spec(TrialContent{}, false), "saas", "general", &TrialContent{Trial: true, TrialDays: "15"}, "spec_trial_0", "trial.listed"},
		{"§4 other days after listing", spec(tried("30"), false), "saas", "general", &TrialContent{Trial: true, TrialDays: "15"}, "spec_trial_days_0", "trial.listed_days"},
	} {
		t.Run(test.name, func(t *testing.T) {
			facts := ProductFacts{AccessType: test.access, SaleType: test.sale}
			if test.live != nil {
				before := test.spec
				before.TrialContent = *test.live
				facts.Live = &ProductContent{Specs: []SpecContent{before}}
			}
			faults := Invalids{}
			trialFaults([]SpecContent{test.spec}, facts, faults)
			if test.fault == "" {
				require.Empty(t, faults)
				return
			}
			require.Equal(t, test.fault, faults[test.field].Key)
		})
	}
}

// catalogue.md §4: 15, 7, 3 and 1 days before the end, at ten in Shanghai.
func TestTheEndOfATrialIsSpokenOfFourTimes(t *testing.T) {
	t.Parallel()
	ends := time.Date(2026, 12, 1, 6, 30, 0, 0, time.UTC)
	now := ends.AddDate(0, 0, -30)
	var days []int
	for {
		at, left, more := NextReminder(ends, now)
		if !more {
			break
		}
		require.Equal(t, 10, at.In(Shanghai).Hour())
		require.Equal(t, left, DaysLeft(ends, at))
		days, now = append(days, left), at
	}
	require.Equal(t, TrialReminders, days)
	_, left, more := NextReminder(ends, ends.AddDate(0, 0, -5))
	require.True(t, more)
	require.Equal(t, 3, left, "a short trial begins with what is still to come")
}

// catalogue.md §5: the exact matrix of product and spec levels.
func TestASpecIsSoldToWhomItsProductLetsIt(t *testing.T) {
	t.Parallel()
	allowed := map[AudienceKind]map[AudienceKind]bool{
		AudienceAll:        {AudienceAll: true, AudienceEnterprise: true, AudienceIndividual: true, AudienceSpecified: true, AudienceAssociated: true},
		AudienceEnterprise: {AudienceEnterprise: true, AudienceSpecified: true, AudienceAssociated: true},
		AudienceIndividual: {AudienceIndividual: true, AudienceSpecified: true, AudienceAssociated: true},
		AudienceSpecified:  {}, // the same as the product, locked
		AudienceAssociated: {},
	}
	spec := NewID[Spec](time.Unix(1, 0))
	for _, product := range AudienceKinds {
		for _, kind := range AudienceKinds {
			err := AudienceAsk{SpecID: &spec, Kind: kind, Targets: []string{"x"}}.Check(product, nil)
			require.Equal(t, allowed[product][kind], err == nil, "§5 product %s, spec %s: %v", product, kind, err)
		}
	}
	err := AudienceAsk{Kind: AudienceIndividual}.Check(AudienceAll, map[string]AudienceKind{"旗舰版": AudienceEnterprise})
	require.Equal(t, map[string]string{"kind": "audience.spec_outside"}, fieldsOf(err))
	require.NoError(t, AudienceAsk{Kind: AudienceSpecified}.Check(AudienceAll, map[string]AudienceKind{"旗舰版": AudienceEnterprise}), "a locked product takes its specs along")
	require.Equal(t, map[string]string{"targets": "audience.no_targets"}, fieldsOf(AudienceAsk{Kind: AudienceAssociated}.Check(AudienceAll, nil)))
}

// catalogue.md §5: −9,999,999 to 9,999,999, and the total stays above what is consumed.
func TestStockStaysAboveWhatIsSold(t *testing.T) {
	t.Parallel()
	id := NewID[Product](time.Unix(1, 0))
	stocks := map[ProductID]StockFacts{id: {Stock: Stock{ProductID: id, Total: FirstStock, Consumed: 100}, OnSale: true}}
	for _, test := range []struct {
		name   string
		change int64
		note   string
		want   map[string]string
	}{
		{"§5 more", 1, "x", map[string]string{}},
		{"§5 the most", 9_999_999, "x", map[string]string{}},
		{"§5 above the most", 10_000_000, "x", map[string]string{"change_0": "stock.out_of_range"}},
		{"§5 below the least", -10_000_000, "x", map[string]string{"change_0": "stock.out_of_range"}},
		{"§5 one left above what is sold", -898, "x", map[string]string{}},
		{"§5 as much as is sold", -899, "x", map[string]string{"change_0": "stock.below_sold"}},
		{"nothing", 0, "x", map[string]string{"change_0": "stock.out_of_range"}},
		{"§5 without a note", 1, " ", map[string]string{"note_0": "stock.no_note"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, fieldsOf(CheckStocks([]StockAsk{{id, test.change, test.note}}, stocks)))
		})
	}
	require.EqualValues(t, 999, FirstStock, "§5 the first stock")
}

// catalogue.md §5: not for on-demand; §11.2: negative or zero value, spec delisted.
func TestALimitLimitsSomethingThatCanBeLimited(t *testing.T) {
	t.Parallel()
	fine, demand, gone := NewID[Spec](time.Unix(1, 0)), NewID[Spec](time.Unix(2, 0)), NewID[Spec](time.Unix(3, 0))
	specs := map[ID[Spec]]LimitSpec{fine: {SpecID: fine, OnSale: true}, demand: {SpecID: demand, OnSale: true, OnDemand: true}, gone: {SpecID: gone}}
	for _, test := range []struct {
		name string
		ask  LimitAsk
		want map[string]string
	}{
		{"§5 once", LimitAsk{fine, CountLifetime, 1, 0}, map[string]string{}},
		{"§5 until it expires", LimitAsk{fine, CountExpiry, 0, 0}, map[string]string{}},
		{"§5 a hundred users", LimitAsk{fine, CountFree, 0, 100}, map[string]string{}},
		{"§5 on demand", LimitAsk{demand, CountLifetime, 1, 0}, map[string]string{"count_0": "limit.on_demand"}},
		{"§11.2 delisted", LimitAsk{gone, CountLifetime, 1, 0}, map[string]string{"count_0": "limit.off_sale"}},
		{"§11.2 zero times", LimitAsk{fine, CountLifetime, 0, 0}, map[string]string{"times_0": "limit.out_of_range"}},
		{"§11.2 a negative quantity", LimitAsk{fine, CountFree, 0, -1}, map[string]string{"quantity_0": "limit.out_of_range"}},
		{"nothing limited", LimitAsk{fine, CountFree, 0, 0}, map[string]string{"count_0": "limit.nothing"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, fieldsOf(CheckLimits([]LimitAsk{test.ask}, specs)))
		})
	}
	require.Len(t, fieldsOf(CheckLimits([]LimitAsk{{demand, CountLifetime, 1, 0}, {gone, CountLifetime, 0, 0}}, specs)), 3, "all rows at once")
}

// catalogue.md §5: none, once, n times, until expiry; the sum of a numeric attribute.
func TestALimitCountsWhatTheCustomerHas(t *testing.T) {
	t.Parallel()
	until := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	hundred := JSON[[]QuantityLimit]{V: []QuantityLimit{{Most: 100}}}
	for _, test := range []struct {
		name          string
		limit         Limit
		wants         int
		had           Bought
		count, amount string
	}{
		{"§5 not limited", Limit{CountRule: CountFree}, 5, Bought{Orders: 9}, "", ""},
		{"§5 once, the first", Limit{CountRule: CountLifetime, CountN: 1}, 1, Bought{}, "", ""},
		{"§5 once, the second", Limit{CountRule: CountLifetime, CountN: 1}, 1, Bought{Orders: 1}, "limit.refused_lifetime", ""},
		{"§5 three times, the third", Limit{CountRule: CountLifetime, CountN: 3}, 1, Bought{Orders: 2}, "", ""},
		{"§5 until expiry, running", Limit{CountRule: CountExpiry}, 1, Bought{Orders: 1, Running: 1, RunsUntil: &until}, "limit.refused_until", ""},
		{"§5 until expiry, expired", Limit{CountRule: CountExpiry}, 1, Bought{Orders: 1}, "", ""},
		{"§5 up to a hundred", Limit{CountRule: CountFree, Quantities: hundred}, 40, Bought{Quantity: Count(60)}, "", ""},
		{"§5 above a hundred", Limit{CountRule: CountFree, Quantities: hundred}, 41, Bought{Quantity: Count(60)}, "", "limit.refused_quantity"},
	} {
		t.Run(test.name, func(t *testing.T) {
			key := func(reason *Reason) string {
				if reason == nil {
					return ""
				}
				return reason.Key
			}
			count, amount := test.limit.Ask(Count(test.wants), test.had)
			require.Equal(t, test.count, key(count))
			require.Equal(t, test.amount, key(amount))
		})
	}
}

// catalogue.md §5: credit is for joint and platform products.
func TestGeneralProductsTakeNoCredit(t *testing.T) {
	t.Parallel()
	ask := CreditAsk{Purpose: ForCreditLimit, State: CreditAll}
	require.Error(t, ask.Check(SaleGeneral))
	require.NoError(t, ask.Check("joint"))
	require.NoError(t, ask.Check("platform"))
	facts := AdmissionFacts{Audiences: []AudienceFacts{{Purpose: ForCreditLimit, Kind: AudienceSpecified}}, Paying: PayCreditLimit}
	buying := Purchase{Type: OrderNew, Quantity: Count(1)}
	require.Equal(t, RuleCredit, buying.Admit(Sale{SaleType: "joint"}, facts).Refusal().Rule)
	facts.Audiences[0].Named = true
	require.Nil(t, buying.Admit(Sale{SaleType: "joint"}, facts).Refusal())
	require.Equal(t, RuleCredit, buying.Admit(Sale{SaleType: SaleGeneral}, facts).Refusal().Rule)
}

func TestEveryRuleIsAskedInItsOrder(t *testing.T) {
	t.Parallel()
	all := Purchase{Type: OrderTrial, Quantity: Count(1)}.Admit(Sale{}, AdmissionFacts{Trials: 1, Stock: &Stock{}, Takes: 1})
	require.Len(t, all, len(Rules))
	for n, asked := range all {
		require.Equal(t, Rules[n], asked.Rule)
	}
	require.Equal(t, RuleRealName, all.Refusal().Rule, "the first that refuses decides")
}

func TestUsersAreReadOneALine(t *testing.T) {
	t.Parallel()
	users := ReadUsers("beiling_erp, C-23016\n\n songjian_it\tC-23173 \n赤羽，C-1\nonly_name\n")
	require.Len(t, users, 4)
	require.Equal(t, AudienceUser{AccountName: "beiling_erp", AccountID: "C-23016"}, users[0])
	require.Equal(t, AudienceUser{AccountName: "songjian_it", AccountID: "C-23173"}, users[1])
	require.Equal(t, "C-1", users[2].AccountID)
	// §11.2: unknown account, name and id do not match
	require.Equal(t, map[string]string{"id_3": "audience.no_id", "name_0": "audience.differs", "id_1": "audience.here"},
		fieldsOf(CheckUsers(users, map[string]string{"C-23016": "beiling"}, map[string]bool{"C-23173": true})))
}
