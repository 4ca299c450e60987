package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func q(text string) Quantity {
	quantity, err := ReadQuantity(text)
	if err != nil {
		panic(err)
	}
	return quantity
}

// tiered reads a pricing as it is typed into the grid.
func tiered(t *testing.T, model PriceModel, bounds, prices string) Pricing {
	t.Helper()
	pricing, cell, fault := typedPricing{model: model, bounds: bounds, price: prices, places: 6}.read()
	require.Nil(t, fault, cell)
	return pricing
}

func TestAQuantityBecomesAPriceAsTheSheetWorksItOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		model          PriceModel
		bounds, prices string
		quantity       string
		want           string
	}{
		{"catalogue.md §3.6 Step tiers", PriceStep, "3", "0.30 / 0.20", "8", "1.90"},
		{"catalogue.md §3.6 Volume tiers", PriceTiered, "3", "0.30 / 0.20", "8", "1.60"},
		{"catalogue.md §3.6 Volume tiers, first", PriceTiered, "3", "0.30 / 0.20", "2", "0.60"},
		{"catalogue.md §3.6 linear", PriceLinear, "", "100", "120", "12000.00"},
		{"catalogue.md §3.6 Step", PriceStep, "50 / 200", "100 / 80 / 60", "120", "10600.00"},
		{"catalogue.md §3.6 Tier", PriceTiered, "50 / 200", "100 / 80 / 60", "120", "9600.00"},
		{"on the bound", PriceTiered, "50 / 200", "100 / 80 / 60", "50", "5000.00"},
		{"one over the bound", PriceTiered, "50 / 200", "100 / 80 / 60", "51", "4080.00"},
		{"the last tier", PriceStep, "50 / 200", "100 / 80 / 60", "500", "35000.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pricing := tiered(t, test.model, test.bounds, test.prices)
			require.Equal(t, test.want, pricing.Amount(q(test.quantity), 1).String())
		})
	}
}

func TestAnOrderLineIsRoundedOnceAtItsEnd(t *testing.T) {
	t.Parallel()
	pricing := tiered(t, PriceLinear, "", "0.333333")
	require.Equal(t, "0.67", pricing.Amount(q("1"), 2).String(), "catalogue.md §3.6: list price = price(q) × periods, rounded at the end")
}

func TestThePartsOfAPriceAreShownTierByTier(t *testing.T) {
	t.Parallel()
	lines := tiered(t, PriceStep, "50 / 200", "100 / 80 / 60").Lines(q("120"))
	require.Len(t, lines, 2)
	require.Equal(t, "5000.00", lines[0].Amount.String())
	require.Equal(t, "70", lines[1].Quantity.String())
	require.Equal(t, "5600.00", lines[1].Amount.String())
	require.Len(t, tiered(t, PriceTiered, "50 / 200", "100 / 80 / 60").Lines(q("120")), 1)
}

func TestUsageIsChargedAsTheSheetSays(t *testing.T) {
	t.Parallel()
	fixed := BillingFactor{Pricing: tiered(t, PriceFixed, "", "0.05")}
	require.Equal(t, "0.50", fixed.Charge(q("1000"), q("10")).String(), "catalogue.md §3.7: fixed = reported × unit, whatever was before")
	step := BillingFactor{Pricing: tiered(t, PriceStep, "3", "0.30 / 0.20")}
	require.Equal(t, "1.10", step.Charge(q("2"), q("5")).String(), "catalogue.md §3.7: f(7) − f(2) = 1.70 − 0.60")
	require.Equal(t, "0.60", step.Charge(Quantity{}, q("2")).String())
}

func TestAPackageHoldsAndGivesWhatTheSheetWorksOut(t *testing.T) {
	t.Parallel()
	require.Equal(t, "120000", ResetMonth.Total(q("10000"), PerMonth, 12).String(), "catalogue.md §3.8: 12 months of 10,000")
	require.Equal(t, "120000", ResetMonth.Total(q("10000"), PerYear, 1).String())
	require.Equal(t, "10000", ResetNone.Total(q("10000"), PerYear, 3).String(), "catalogue.md §3.8: no reset, the whole validity")
	require.Equal(t, "20000", ResetYear.Total(q("10000"), PerYear, 2).String())
	taken, demanded, stopped := Deduct(q("10000"), q("12500"), false)
	require.Equal(t, []string{"10000", "2500"}, []string{taken.String(), demanded.String()}, "catalogue.md §3.8: the rest on demand")
	require.False(t, stopped)
	taken, demanded, stopped = Deduct(q("10000"), q("12500"), true)
	require.True(t, stopped, "catalogue.md §3.2: stop when used up")
	require.True(t, demanded.IsZero())
	require.Equal(t, "10000", taken.String())
}

func TestWhatIsTypedInACellIsReadOrRefused(t *testing.T) {
	t.Parallel()
	users := &SpecAttribute{Kind: AttributeNumber, Min: "1", Max: "500", Step: "1"}
	tens := &SpecAttribute{Kind: AttributeNumber, Min: "10", Max: "500", Step: "10"}
	for _, test := range []struct {
		name   string
		typed  typedPricing
		cell   string
		reason string
	}{
		{"three tiers", typedPricing{model: PriceStep, bounds: "50 / 200", price: "10 / 8 / 6", places: 2, measure: users}, "", ""},
		{"any separator", typedPricing{model: PriceStep, bounds: "50; 200", price: "10 8 6", places: 2, measure: users}, "", ""},
		{"a price for each tier", typedPricing{model: PriceStep, bounds: "50 / 200", price: "10 / 8", places: 2, measure: users}, "price", "spec.tier_count"},
		{"tiers rise", typedPricing{model: PriceStep, bounds: "200 / 50", price: "10 / 8 / 6", places: 2, measure: users}, "bounds", "spec.tier_order"},
		{"a tier inside the range", typedPricing{model: PriceStep, bounds: "500", price: "10 / 8", places: 2, measure: users}, "bounds", "spec.tier_bound"},
		{"a tier on a step", typedPricing{model: PriceTiered, bounds: "55", price: "10 / 8", places: 2, measure: tens}, "bounds", "spec.tier_step"},
		{"two places of money", typedPricing{model: PriceLinear, price: "0.001", places: 2, measure: users}, "price", "spec.price_places"},
		{"six places on demand", typedPricing{model: PriceFixed, price: "0.000001", places: 6}, "", ""},
		{"not seven", typedPricing{model: PriceFixed, price: "0.0000001", places: 6}, "price", "spec.price_six_places"},
		{"§3.9 nothing for nothing", typedPricing{model: PriceLinear, price: "0", places: 2, measure: users}, "price", "spec.zero_price"},
		{"§3.9 nor in a tier", typedPricing{model: PriceTiered, bounds: "50", price: "10 / 0", places: 2, measure: users}, "price", "spec.zero_price"},
		{"a free later step adds nothing", typedPricing{model: PriceStep, bounds: "50", price: "10 / 0", places: 2, measure: users}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, cell, fault := test.typed.read()
			require.Equal(t, test.cell, cell)
			if test.reason == "" {
				require.Nil(t, fault)
			} else {
				require.Equal(t, test.reason, fault.Key)
			}
		})
	}
}

func TestAnUpgradeCostsTheDifferenceForTheDaysThatRemain(t *testing.T) {
	t.Parallel()
	whole := Percent("100")
	to := Leg{Pricing: FixedAt(UnitPrice("7300")), Period: PerYear, Quantity: Count(1), Discount: whole}
	from := Leg{Pricing: FixedAt(UnitPrice("3650")), Period: PerYear, Quantity: Count(1), Discount: whole}
	require.Equal(t, "1000.00", UpgradeFee(to, from, 100).String(), "catalogue.md §3.10: 20 × 100 − 10 × 100")
	to.Discount = Percent("80")
	require.Equal(t, "600.00", UpgradeFee(to, from, 100).String(), "catalogue.md §3.10: each with its discount")
	require.Equal(t, "0.00", UpgradeFee(from, to, 0).String())
	require.Equal(t, "0.00", UpgradeFee(Leg{Pricing: FixedAt(UnitPrice("1")), Period: PerYear, Quantity: Count(1), Discount: whole}, from, 100).String())
	require.Equal(t, PerYear, RemainingPeriod(365, []Period{PerMonth, PerYear}), "catalogue.md §3.10: today's price for the remaining length")
	require.Equal(t, PerMonth, RemainingPeriod(364, []Period{PerMonth, PerYear}))
	require.Equal(t, PerYear, RemainingPeriod(10, []Period{PerYear}))
}

func TestAnExpansionCostsByTheModelOfItsPrice(t *testing.T) {
	t.Parallel()
	whole := Percent("100")
	for _, test := range []struct {
		name     string
		pricing  Pricing
		has, add string
		discount Ratio
		want     string
	}{
		{"catalogue.md §3.10 linear", tiered(t, PriceLinear, "", "73"), "40", "20", whole, "400.00"},                               // 73 × 20 × 100 ÷ 365
		{"catalogue.md §3.10 Step, over a bound", tiered(t, PriceStep, "50", "73 / 36.5"), "40", "20", whole, "300.00"},            // (10 × 73 + 10 × 36.5) × 100 ÷ 365
		{"catalogue.md §3.10 Tier, the new total's price", tiered(t, PriceTiered, "50", "73 / 36.5"), "40", "20", whole, "200.00"}, // 36.5 × 20 × 100 ÷ 365
		{"catalogue.md §3.10 with a discount", tiered(t, PriceTiered, "50", "73 / 36.5"), "40", "20", Percent("50"), "100.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			leg := Leg{Pricing: test.pricing, Period: PerYear, Quantity: q(test.has), Discount: test.discount}
			require.Equal(t, test.want, ExpansionFee(leg, q(test.add), 100).String())
		})
	}
}

// catalogue.md §3.7: new purchase, release, status change, query and usage push in both
// versions; tenants, apps, users and departments for joint products.
func TestAListingPaidByUseNeedsTheSheetsCalls(t *testing.T) {
	t.Parallel()
	names := func(sale SaleType) (all []string) {
		for _, call := range DemandCallbacks(sale) {
			require.NotEmpty(t, call.V1, call.Name)
			require.NotEmpty(t, call.V2, call.Name)
			all = append(all, call.Name)
		}
		return all
	}
	general := []string{"new", "release", "status", "query", "usage"}
	require.Equal(t, general, names(SaleGeneral))
	require.Equal(t, append(general, "tenant", "app", "user", "department", "departments"), names(SaleJoint))
}
