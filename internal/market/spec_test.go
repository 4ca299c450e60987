package market

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func newSKU(n int64) ID[SKU] { return NewID[SKU](time.Unix(n, 0)) }

// custom is a spec of versions and users that is right.
func custom() SpecContent {
	s := SpecContent{ID: NewID[Spec](time.Unix(9, 0)), Name: "云 ERP 订阅", Template: TemplateCustom, Periods: []Period{PerMonth, PerYear}, Attributes: []SpecAttribute{
		{Code: "version", Kind: AttributeEnum, NameZh: "版本", NameEn: "Version", Values: []string{"标准版", "专业版"}},
		{Code: "users", Kind: AttributeNumber, NameZh: "用户数", NameEn: "Users", Min: "1", Max: "500", Step: "1", Unit: "人"}}}
	s.Generate(nil, DefaultBounds.SKUs)
	for k := range s.SKUs {
		s.SKUs[k].ID = newSKU(int64(k))
		s.SKUs[k].Month, s.SKUs[k].Year = "6", "60"
	}
	s.SKUs[1].Model, s.SKUs[1].Bounds, s.SKUs[1].Month, s.SKUs[1].Year = PriceStep, "50 / 200", "10 / 8 / 6", "100 / 80 / 60"
	return s
}

func demand() SpecContent {
	return SpecContent{ID: NewID[Spec](time.Unix(8, 0)), Name: "按量", Template: TemplateDemand,
		Factors: []FactorContent{{Name: "调用次数", Unit: "次", Cycle: "day", Model: PriceStep, Accumulate: "month", Bounds: "10000", Price: "0.005 / 0.003"}}}
}

func packages() SpecContent {
	return SpecContent{ID: NewID[Spec](time.Unix(7, 0)), Name: "套餐包", Template: TemplatePackage,
		Packages: []PackageContent{{ID: newSKU(70), Name: "一万次", Item: "调用次数", Quantity: "10000", Reset: ResetMonth, Orders: "many", PriceTexts: PriceTexts{Month: "40", Year: "400"}}}}
}

func TestASpecIsWrongWhereTheSheetSaysSo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		access AccessType
		specs  func() []SpecContent
		field  string // empty: nothing is wrong
		reason string
	}{
		{"catalogue.md §3.1 fifty characters", AccessSaaS, func() []SpecContent { return []SpecContent{{Name: strings.Repeat("长", 51), Month: "9"}} }, "spec_name_0", "problem.too_long"},
		{"catalogue.md §3.1 a real name", AccessSaaS, func() []SpecContent { return []SpecContent{{Name: "详情咨询", Month: "9"}} }, "spec_name_0", "product.has_ask"},
		{"catalogue.md §3.5 version × users", AccessSaaS, func() []SpecContent { return []SpecContent{custom()} }, "", ""},
		{"catalogue.md §3.3 custom templates are not for images", AccessImage, func() []SpecContent { return []SpecContent{custom()} }, "spec_name_0", "spec.template_refused"},
		{"catalogue.md §3.2 hardware is not sold by the year", AccessHardware, func() []SpecContent { return []SpecContent{{Name: "一台", Year: "9"}} }, "spec_year_0", "spec.period_refused"},
		{"catalogue.md §3.2 hardware by number", AccessHardware, func() []SpecContent { return []SpecContent{{Name: "一台", Use: "9"}} }, "", ""},
		{"catalogue.md §3.3 a data file is not per use and per period", AccessDataFile, func() []SpecContent { return []SpecContent{{Name: "全量", Use: "9", Year: "9"}} }, "spec_use_0", "spec.mixed"},
		{"catalogue.md §3.5 the range divides by the step", AccessSaaS, func() []SpecContent {
			s := custom()
			s.Attributes[1].Step = "7"
			return []SpecContent{s}
		}, "attribute_max_0_1", "spec.not_divisible"},
		{"catalogue.md §3.5 at least one", AccessSaaS, func() []SpecContent {
			s := custom()
			s.Attributes[1].Min = "0"
			return []SpecContent{s}
		}, "attribute_min_0_1", "problem.out_of_range"},
		{"catalogue.md §3.5 twenty values", AccessSaaS, func() []SpecContent {
			s := custom()
			for n := range 20 {
				s.Attributes[0].Values = append(s.Attributes[0].Values, "版本"+strconv.Itoa(n))
			}
			return []SpecContent{s}
		}, "attribute_values_0_0", "spec.too_many_values"},
		{"catalogue.md §3.5 generate again after a new value", AccessSaaS, func() []SpecContent {
			s := custom()
			s.Attributes[0].Values = append(s.Attributes[0].Values, "旗舰版")
			return []SpecContent{s}
		}, "spec_generate_0", "spec.stale"},
		{"catalogue.md §3.6 a price for each period", AccessSaaS, func() []SpecContent {
			s := custom()
			s.SKUs[0].Year = ""
			return []SpecContent{s}
		}, "sku_year_0_0", "spec.sku_unpriced"},
		{"catalogue.md §3.7 on demand", AccessSaaS, func() []SpecContent { return []SpecContent{demand()} }, "", ""},
		{"catalogue.md §3.7 tiers need a span to sum over", AccessSaaS, func() []SpecContent {
			s := demand()
			s.Factors[0].Accumulate = "none"
			return []SpecContent{s}
		}, "factor_accumulate_0_0", "spec.accumulate_needed"},
		{"catalogue.md §3.2 a package needs the on-demand spec first", AccessSaaS, func() []SpecContent { return []SpecContent{packages()} }, "spec_stops_0", "spec.no_demand"},
		{"catalogue.md §3.2 with it", AccessSaaS, func() []SpecContent { return []SpecContent{packages(), demand()} }, "", ""},
		{"catalogue.md §3.2 unless it stops when used up", AccessSaaS, func() []SpecContent {
			s := packages()
			s.Stops = true
			return []SpecContent{s}
		}, "", ""},
		{"catalogue.md §3.8 a year does not reset within a month", AccessSaaS, func() []SpecContent {
			s := packages()
			s.Packages[0].Reset = ResetYear
			return []SpecContent{s, demand()}
		}, "package_reset_0_0", "spec.reset_period"},
		{"catalogue.md §3.9 a free API package many times", AccessAPI, func() []SpecContent {
			s := packages()
			s.Packages[0].Month = "0"
			return []SpecContent{s, demand()}
		}, "package_orders_0_0", "spec.zero_many"},
		{"catalogue.md §3.9 a free API package once", AccessAPI, func() []SpecContent {
			s := packages()
			s.Packages[0].Month, s.Packages[0].Orders = "0", "once"
			return []SpecContent{s, demand()}
		}, "", ""},
		{"catalogue.md §3.9 a free package of anything else", AccessSaaS, func() []SpecContent {
			s := packages()
			s.Packages[0].Month, s.Packages[0].Orders = "0", "once"
			return []SpecContent{s, demand()}
		}, "package_month_0_0", "spec.zero_price"},
		{"catalogue.md §3.9 a free simple spec", AccessSaaS, func() []SpecContent { return []SpecContent{{Name: "免费", Month: "0"}} }, "spec_month_0", "spec.zero_price"},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults := specFaults(test.specs(), ProductFacts{AccessType: test.access})
			if test.field == "" {
				require.Empty(t, faults)
				return
			}
			require.Equal(t, test.reason, faults[test.field].Key, "%v", faults)
		})
	}
}

func TestWhatIsListedChangesOnlyWhereTheSheetAllows(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		live   SpecContent
		change func(*SpecContent)
		field  string
		reason string
	}{
		{"catalogue.md §2.10 a price may change", custom(), func(s *SpecContent) { s.SKUs[0].Year = "59" }, "", ""},
		{"catalogue.md §2.10 yearly may be added to monthly", func() SpecContent {
			s := custom()
			s.Periods = []Period{PerMonth}
			return s
		}(), func(s *SpecContent) { s.Periods = []Period{PerMonth, PerYear} }, "", ""},
		{"catalogue.md §2.10 the step is fixed", custom(), func(s *SpecContent) { s.Attributes[1].Step, s.Attributes[1].Max = "2", "501" }, "attribute_step_0_1", "spec.step_changed"},
		{"catalogue.md §2.10 the billing mode is fixed", custom(), func(s *SpecContent) {
			s.Periods = []Period{PerUse}
			for k := range s.SKUs {
				s.SKUs[k].Use = s.SKUs[k].Month
			}
		}, "spec_periods_0", "spec.mode_changed"},
		{"catalogue.md §3.5 old SKUs stay unless delisted", custom(), func(s *SpecContent) { s.SKUs, s.Attributes[0].Values = s.SKUs[:1], s.Attributes[0].Values[:1] }, "spec_generate_0", "spec.sku_deleted"},
		{"catalogue.md §2.10 a package's quota is fixed", packages(), func(s *SpecContent) { s.Packages[0].Quantity = "20000" }, "package_quantity_0_0", "spec.package_changed"},
		{"catalogue.md §2.10 a package's price is fixed", packages(), func(s *SpecContent) { s.Packages[0].Year = "399" }, "package_year_0_0", "spec.package_changed"},
		{"catalogue.md §2.10 a package's reset rule is fixed", packages(), func(s *SpecContent) { s.Packages[0].Reset = ResetNone }, "package_reset_0_0", "spec.package_changed"},
		{"catalogue.md §2.10 a factor's price may change", demand(), func(s *SpecContent) { s.Factors[0].Price = "0.004 / 0.002" }, "", ""},
		{"catalogue.md §2.10 a factor's billing mode is fixed", demand(), func(s *SpecContent) { s.Factors[0].Model = PriceTiered }, "factor_model_0_0", "spec.factor_changed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := clone(t, test.live)
			test.change(&changed)
			specs, live := []SpecContent{changed}, []SpecContent{test.live}
			if changed.Template == TemplatePackage {
				rest := demand()
				specs, live = append(specs, rest), append(live, rest)
			}
			faults := specFaults(specs, ProductFacts{AccessType: AccessSaaS, Live: &ProductContent{Specs: live}})
			if test.field == "" {
				require.Empty(t, faults)
				return
			}
			require.Equal(t, test.reason, faults[test.field].Key, "%v", faults)
		})
	}
	listed := demand()
	more := clone(t, listed)
	more.Factors = append(more.Factors, FactorContent{Name: "字数", Unit: "千字", Cycle: "day", Model: PriceFixed, Accumulate: "none", Price: "0.1"})
	require.Equal(t, "spec.factor_added", specFaults([]SpecContent{more}, ProductFacts{AccessType: AccessAPI, Live: &ProductContent{Specs: []SpecContent{listed}}})["factor_name_0_1"].Key,
		"catalogue.md §2.10 an API spec gets no further billing mode")
}

// clone copies a spec through its JSON, as a draft is copied.
func clone(t *testing.T, spec SpecContent) (copied SpecContent) {
	t.Helper()
	text, err := JSON[SpecContent]{V: spec}.Value()
	require.NoError(t, err)
	stored := JSON[SpecContent]{}
	require.NoError(t, stored.Scan(text))
	return stored.V
}

func TestGeneratingAgainKeepsPricesAndWhatIsListed(t *testing.T) {
	t.Parallel()
	live := custom()
	s := clone(t, live)
	s.Attributes[0].Values = []string{"专业版", "旗舰版"}
	s.Generate(&live, DefaultBounds.SKUs)
	require.Len(t, s.SKUs, 3, "catalogue.md §3.5: old SKUs stay unless delisted")
	require.Equal(t, "10 / 8 / 6", s.SKUs[0].Month)
	require.Empty(t, s.SKUs[1].Month)
	require.Equal(t, "标准版", s.SKUs[2].Values["version"])
	s = clone(t, live)
	s.Attributes[0].Values = []string{"专业版"}
	s.Generate(nil, DefaultBounds.SKUs)
	require.Len(t, s.SKUs, 1, "what was never listed goes with its values")
}

func TestADraftIsPricedByTheCodeThatPricesOrders(t *testing.T) {
	t.Parallel()
	s := custom()
	sale, err := s.Sale(s.SKUs[1].ID, PerYear)
	require.NoError(t, err)
	quote, err := Purchase{Type: OrderNew, Quantity: Count(120), Periods: 1}.Quote(sale)
	require.NoError(t, err)
	require.Equal(t, "10600.00", quote.ListAmount.String(), "catalogue.md §3.6")
	require.Equal(t, "云 ERP 订阅 · 专业版", quote.Sale.Name())
	require.Equal(t, []AttributeValue{{Code: "version", Kind: AttributeEnum, NameZh: "版本", NameEn: "Version", Value: "专业版"},
		{Code: "users", Kind: AttributeNumber, NameZh: "用户数", NameEn: "Users", Value: "120", Unit: "人"}}, sale.Described(Count(120)))
	_, err = Purchase{Type: OrderNew, Quantity: Count(501), Periods: 1}.Quote(sale)
	require.Error(t, err)
	_, err = s.Sale(s.SKUs[1].ID, PerUse)
	require.ErrorIs(t, err, NotFound)
}

func TestWhatIsMeteredCostsNothingUntilItIsUsed(t *testing.T) {
	t.Parallel()
	s := demand()
	sale, err := s.Sale(OnlySKU(s.ID), PerUse)
	require.NoError(t, err)
	quote, err := Purchase{Type: OrderNew, Quantity: Count(1), Periods: 1}.Quote(sale)
	require.NoError(t, err)
	require.True(t, quote.Amount.Sign() == 0, "catalogue.md §3.7")
	require.Equal(t, ChargeOnDemand, sale.ChargedAs())
}

func TestThirtyStoppingPackagesAreTheMostOfOneOrder(t *testing.T) {
	t.Parallel()
	s := packages()
	s.Stops = true
	sale, err := s.Sale(s.Packages[0].ID, PerMonth)
	require.NoError(t, err)
	for n, allowed := range map[int]bool{1: true, 30: true, 31: false} {
		_, err := Purchase{Type: OrderNew, Quantity: Count(n), Periods: 1}.Quote(sale)
		require.Equal(t, allowed, err == nil, "catalogue.md §3.8: %d", n)
	}
}

func TestACustomAttributeIsNoPreset(t *testing.T) {
	t.Parallel()
	good := AttributeContent{Code: "users", Kind: AttributeNumber, NameZh: "用户数", NameEn: "Users"}
	require.NoError(t, good.Check())
	for name, change := range map[string]func(*AttributeContent){
		"catalogue.md §3.4 the code of a preset":             func(a *AttributeContent) { a.Code = "Version" },
		"catalogue.md §3.4 the Chinese name of a preset":     func(a *AttributeContent) { a.NameZh = "版本" },
		"catalogue.md §3.4 the English name of a preset":     func(a *AttributeContent) { a.NameEn = "version" },
		"catalogue.md §3.4 a preset's name in the other one": func(a *AttributeContent) { a.NameEn = "操作系统" },
		"catalogue.md §3.4 a code begins with a letter":      func(a *AttributeContent) { a.Code = "1st" },
	} {
		t.Run(name, func(t *testing.T) {
			bad := good
			change(&bad)
			require.Error(t, bad.Check())
		})
	}
}

func TestAnUpgradeRuleHoldsWhileTheSheetSaysSo(t *testing.T) {
	t.Parallel()
	price := func(text string) *Price { p := UnitPrice(text); return &p }
	product := NewID[Product](time.Unix(1, 0))
	basic := UpgradeSpec{ID: NewID[Spec](time.Unix(1, 0)), ProductID: product, Name: "标准版", Template: TemplateSimple, OnSale: true, AccessType: AccessSaaS, Debugged: true, Year: price("100")}
	better := basic
	better.ID, better.Name, better.Year = NewID[Spec](time.Unix(2, 0)), "专业版", price("200")
	grows := basic
	grows.Template, grows.Attributes = TemplateCustom, JSON[[]SpecAttribute]{V: []SpecAttribute{{Kind: AttributeNumber, Min: "10", Max: "500", Step: "10"}}}
	require.NoError(t, CheckUpgrade(basic, []UpgradeSpec{better}, nil))
	fifty, sixty := Count(50), Count(60)
	require.NoError(t, CheckUpgrade(grows, []UpgradeSpec{grows}, &fifty), "catalogue.md §3.10 five steps")
	for name, test := range map[string]struct {
		source, target UpgradeSpec
		expansion      *Quantity
	}{
		"catalogue.md §3.10 six steps":                   {grows, grows, &sixty},
		"catalogue.md §3.10 SKUs target only themselves": {grows, better, &fifty},
		"catalogue.md §3.10 only SaaS":                   {func() UpgradeSpec { s := basic; s.AccessType = AccessLicense; return s }(), better, nil},
		"catalogue.md §3.10 only periods":                {func() UpgradeSpec { s := basic; s.Year = nil; return s }(), better, nil},
		"catalogue.md §3.10 the case is debugged":        {func() UpgradeSpec { s := basic; s.Debugged = false; return s }(), better, nil},
		"catalogue.md §3.10 not cheaper":                 {better, basic, nil},
		"catalogue.md §3.10 not itself":                  {basic, basic, nil},
	} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, CheckUpgrade(test.source, []UpgradeSpec{test.target}, test.expansion))
		})
	}
	require.Nil(t, Lapses(basic, []UpgradeSpec{better}))
	off, once, cheap := better, better, better
	off.OnSale, once.Year, cheap.Year = false, nil, price("99.99")
	for name, target := range map[string]UpgradeSpec{"catalogue.md §3.10 delisted": off, "catalogue.md §3.10 no period billing": once, "catalogue.md §3.10 price inversion": cheap} {
		require.NotNil(t, Lapses(basic, []UpgradeSpec{target}), name)
	}
}
