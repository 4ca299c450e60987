package market

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// FactorContent is one billing factor of on-demand pricing (计费因子, catalogue.md §3.7),
// as it was typed.
type FactorContent struct {
	Name       string     `json:"name"`
	Unit       string     `json:"unit"`
	Cycle      string     `json:"cycle"`      // 计费周期: one charge every hour, day or month of use
	Model      PriceModel `json:"model"`      // 价格模式
	Accumulate string     `json:"accumulate"` // 累计周期: over which quantities are summed
	Bounds     string     `json:"bounds,omitempty"`
	Price      string     `json:"price"`
}

// The choices of a factor (catalogue.md §3.7).
var (
	FactorCycles      = []string{"hour", "day", "month"}
	FactorModels      = []PriceModel{PriceFixed, PriceStep, PriceTiered}
	FactorAccumulates = []string{"none", "day", "month", "year"}
)

// MostFactors is how many billing items one spec has (catalogue.md §2.1: up to 50).
const MostFactors = 50

// MostPackages is how many packages one spec has, and MostStopping how many packages that
// stop when used up stand in one order, one instance each (catalogue.md §3.8).
const (
	MostPackages = 50
	MostStopping = 30
)

const factorTextMost = 32

// Blank reports a row that nobody has filled in.
func (f FactorContent) Blank() bool { return f.Name == "" && f.Unit == "" && f.Price == "" }

// BillingFactor is a factor that prices usage.
type BillingFactor struct {
	Name       string  `json:"name"`
	Unit       string  `json:"unit"`
	Cycle      string  `json:"cycle"`
	Accumulate string  `json:"accumulate"`
	Pricing    Pricing `json:"pricing"`
}

// Charge is what one usage record costs: a fixed price for what was reported, in Step and
// Tier the price of the accumulated quantity with it less the price without it
// (catalogue.md §3.7). Packages were deducted before.
func (f BillingFactor) Charge(before, reported Quantity) Money {
	_, sum := f.Steps(before, reported, true)
	return round(sum.d)
}

func (f FactorContent) pricing() (Pricing, string, *Reason) {
	return typedPricing{model: f.Model, bounds: f.Bounds, price: f.Price, places: 6}.read()
}

// factorFaults are what is wrong with on-demand pricing (catalogue.md §3.7).
func (s SpecContent) factorFaults(n int, faults Invalids) {
	if len(s.Factors) == 0 {
		faults.With(CellField("factor", "name", n, 0), "spec.no_factor")
	}
	if len(s.Factors) > MostFactors {
		faults.With(CellField("factor", "name", n, MostFactors), "spec.too_many_factors", MostFactors, len(s.Factors))
	}
	names := map[string]bool{}
	for k, factor := range s.Factors {
		at := func(name string) string { return CellField("factor", name, n, k) }
		text(faults, at("name"), factor.Name, 1, factorTextMost)
		text(faults, at("unit"), factor.Unit, 1, factorTextMost)
		if names[factor.Name] && factor.Name != "" {
			faults.With(at("name"), "spec.factor_twice", factor.Name)
		}
		names[factor.Name] = true
		if !slices.Contains(FactorCycles, factor.Cycle) {
			faults.With(at("cycle"), "problem.required")
		}
		if !slices.Contains(FactorModels, factor.Model) {
			faults.With(at("model"), "problem.required")
			continue
		}
		if !slices.Contains(FactorAccumulates, factor.Accumulate) || factor.Model.Tiered() && factor.Accumulate == "none" {
			faults.With(at("accumulate"), "spec.accumulate_needed")
		}
		if factor.Price == "" {
			faults.With(at("price"), "problem.required")
		} else if _, cell, fault := factor.pricing(); fault != nil {
			faults.With(at(cell), fault.Key, fault.Args...)
		}
	}
}

// ResetRule is when a package is full again (资源重置规则, catalogue.md §3.8).
type ResetRule string

// The reset rules.
const (
	ResetNone  ResetRule = "none"  // the quantity is the total for the whole validity
	ResetMonth ResetRule = "month" // the quantity is per month
	ResetYear  ResetRule = "year"
)

// ResetRules lists the rules.
var ResetRules = []ResetRule{ResetNone, ResetMonth, ResetYear}

// Key names the rule's words.
func (r ResetRule) Key() string { return "spec.reset_" + string(r) }

// Total is what a package holds over all the periods that were bought (catalogue.md §3.8).
func (r ResetRule) Total(quantity Quantity, period Period, periods int) Quantity {
	times := 1
	switch {
	case r == ResetMonth && period == PerYear:
		times = 12 * periods
	case r == ResetMonth && period == PerMonth, r == ResetYear && period == PerYear:
		times = periods
	}
	return quantity.Times(Count(times))
}

// Deduct takes usage out of what is left of a package: the package first, the rest on
// demand. Where the package stops when used up, there is no rest: the service stops
// (catalogue.md §3.2, §3.8).
func Deduct(left, used Quantity, stops bool) (taken, demanded Quantity, stopped bool) {
	if !used.Over(left) {
		return used, Quantity{}, stops && used.d.Equal(left.d)
	}
	if stops {
		return left, Quantity{}, true
	}
	return left, Quantity{used.d.Sub(left.d)}, false
}

// PackageContent is one package (套餐包) as it was typed; each is a SKU of its spec.
type PackageContent struct {
	ID       ID[SKU]   `json:"id"`
	Name     string    `json:"name"`
	Item     string    `json:"item"` // the billing item that it holds
	Quantity string    `json:"quantity"`
	Reset    ResetRule `json:"reset"`
	Orders   string    `json:"orders"` // once or many per user (同一用户订购次数)
	PriceTexts
	Off bool `json:"off,omitempty"`
}

// PackageOrders are how often one user may order a package.
var PackageOrders = []string{"many", "once"}

// Blank reports a row that nobody has filled in.
func (p PackageContent) Blank() bool {
	return p.ID.IsZero() && p.Name == "" && p.Item == "" && p.Quantity == "" && p.PriceTexts == PriceTexts{}
}

// Package is a package that can be bought.
type Package struct {
	Item     string    `json:"item"`
	Quantity Quantity  `json:"quantity"`
	Reset    ResetRule `json:"reset"`
	Once     bool      `json:"once"`  // one order per user
	Stops    bool      `json:"stops"` // 用完即停

	More []PackageItem `json:"more,omitempty"` // where it holds several items
}

// PackageItem is how much of one billing item a package holds.
type PackageItem struct {
	Item     string   `json:"item"`
	Quantity Quantity `json:"quantity"`
}

// Items are all that the package holds (catalogue.md §3.8: one item is advised, several may be).
func (p Package) Items() []PackageItem {
	return append([]PackageItem{{p.Item, p.Quantity}}, p.More...)
}

// Of is how much of the item the package holds.
func (p Package) Of(item string) (Quantity, bool) {
	for _, one := range p.Items() {
		if one.Item == item {
			return one.Quantity, true
		}
	}
	return Quantity{}, false
}

// PackagePeriods are the periods for which a package can be bought (可购买的周期类型).
var PackagePeriods = []Period{PerMonth, PerYear, PerUse}

// packageFaults are what is wrong with a spec's packages (catalogue.md §3.8, §3.9). A
// package that does not stop needs the product's on-demand spec: the rest is billed there.
func (s SpecContent) packageFaults(n int, access AccessType, all []SpecContent, faults Invalids) {
	items := demandItems(all)
	if !s.Stops && len(items) == 0 {
		faults.With(SpecField("stops", n), "spec.no_demand")
	}
	if len(s.Packages) == 0 {
		faults.With(CellField("package", "name", n, 0), "spec.no_package")
	}
	if len(s.Packages) > MostPackages {
		faults.With(CellField("package", "name", n, MostPackages), "spec.too_many_packages", MostPackages, len(s.Packages))
	}
	names := map[string]bool{}
	for k, p := range s.Packages {
		if p.Off {
			continue
		}
		at := func(name string) string { return CellField("package", name, n, k) }
		text(faults, at("name"), p.Name, 1, specNameLimit)
		if names[p.Name] && p.Name != "" {
			faults.With(at("name"), "spec.same_name", p.Name)
		}
		names[p.Name] = true
		p.itemFaults(at, items, s.Stops, faults)
		if !slices.Contains(ResetRules, p.Reset) {
			faults.With(at("reset"), "problem.required")
		}
		if !slices.Contains(PackageOrders, p.Orders) {
			faults.With(at("orders"), "problem.required")
		}
		p.priceFaults(n, k, access, faults)
	}
}

// itemFaults are what is wrong with what the package holds: items "calls / pages" and as many
// quantities "1000 / 50"; each item once (catalogue.md §3.8: several items may be).
func (p PackageContent) itemFaults(at func(string) string, items []string, stops bool, faults Invalids) {
	names, quantities := parted(p.Item), parted(p.Quantity)
	for n, name := range names {
		text(faults, at("item"), name, 1, factorTextMost)
		if !stops && len(items) > 0 && !slices.Contains(items, name) {
			faults.With(at("item"), "spec.item_unknown", name, strings.Join(items, " / "))
		}
		if slices.Contains(names[:n], name) {
			faults.With(at("item"), "spec.item_twice", name)
		}
	}
	switch {
	case p.Quantity == "":
		faults.With(at("quantity"), "problem.required")
		return
	case len(names) != len(quantities):
		faults.With(at("quantity"), "spec.item_count", len(names), len(quantities))
	}
	for _, quantity := range quantities {
		if _, err := ReadQuantity(quantity); err != nil {
			faults.With(at("quantity"), "problem.not_a_quantity", quantity)
		}
	}
}

// parted cuts a cell such as "calls / pages" into its parts; there is always one.
func parted(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '／' || r == '；' || r == ';' })
	for n := range parts {
		parts[n] = strings.TrimSpace(parts[n])
	}
	if len(parts) == 0 {
		parts = []string{""}
	}
	return parts
}

// held is what the package holds, as it goes on sale.
func (p PackageContent) held() (first PackageItem, more []PackageItem, err error) {
	names, quantities := parted(p.Item), parted(p.Quantity)
	for n, text := range quantities {
		quantity, err := ReadQuantity(text)
		if err != nil {
			return first, nil, err
		}
		if n == 0 {
			first = PackageItem{names[0], quantity}
		} else if n < len(names) {
			more = append(more, PackageItem{names[n], quantity})
		}
	}
	return first, more, nil
}

func (p PackageContent) priceFaults(n, k int, access AccessType, faults Invalids) {
	at := func(name string) string { return CellField("package", name, n, k) }
	priced := false
	for _, period := range PackagePeriods {
		if p.Typed(period) == "" {
			continue
		}
		priced = true
		pricing, _, fault := typedPricing{model: PriceFixed, price: p.Typed(period), places: 2, zero: access == AccessAPI}.read()
		switch {
		case fault != nil:
			faults.With(at(string(period)), fault.Key, fault.Args...)
		case pricing.Unit.IsZero() && p.Orders != "once":
			faults.With(at("orders"), "spec.zero_many")
		}
		if period == PerUse && p.Reset != ResetNone || period == PerMonth && p.Reset == ResetYear {
			faults.With(at("reset"), "spec.reset_period", Word(p.Reset.Key()), Word(period.Key()))
		}
	}
	if !priced {
		faults.With(at(string(PerMonth)), "spec.unpriced_package")
	}
}

// Covers reports whether so many fit into the quantity.
func (q Quantity) Covers(n int) bool { return !q.d.LessThan(decimal.NewFromInt(int64(n))) }

// demandItems are the billing items of the on-demand specs that are on sale.
func demandItems(all []SpecContent) (items []string) {
	for _, spec := range all {
		if spec.Template == TemplateDemand && !spec.Off {
			for _, factor := range spec.Factors {
				items = append(items, factor.Name)
			}
		}
	}
	return items
}

// rest is how much of a period is left, for prices that go by it.
func rest(d decimal.Decimal, days, of int) decimal.Decimal {
	return d.Mul(decimal.NewFromInt(int64(days))).DivRound(decimal.NewFromInt(int64(of)), 16)
}

// DemandCallback is a call of the production interface that a listing paid by use needs, by
// its name in both versions.
type DemandCallback struct {
	Name   string
	V1, V2 string
}

// Key names the call's words.
func (c DemandCallback) Key() string { return "spec.callback_" + c.Name }

// DemandCallbacks are the calls that a listing paid by use needs; joint products have their
// organisations and users synchronised as well (catalogue.md §3.7, production-interface.md §1).
func DemandCallbacks(sale SaleType) []DemandCallback {
	calls := []DemandCallback{{"new", "newInstance", "newInstance"}, {"release", "releaseInstance", "releaseInstance"},
		{"status", "instanceStatus", "updateInstanceStatus"}, {"query", "queryInstance", "queryInstance"},
		{"usage", "/rest/marketplace/v1/isv/usage-data", "/api/mkp-openapi-public/global/v1/isv/usage-data"}}
	if sale != SaleJoint {
		return calls
	}
	return append(calls, DemandCallback{"tenant", "/produceAPI/tenantSync", "/produceAPI/v2/tenantSync"},
		DemandCallback{"app", "/produceAPI/applicationSync", "/produceAPI/v2/applicationSync"},
		DemandCallback{"user", "/produceAPI/authSync", "/produceAPI/v2/authSync"},
		DemandCallback{"department", "/produceAPI/singleOrgSync", "/produceAPI/v2/singleOrgSync"},
		DemandCallback{"departments", "/produceAPI/allOrgSync", "/produceAPI/v2/allOrgSync"})
}
