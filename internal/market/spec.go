package market

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// Specs is what can be bought of the seller's listings.
var Specs = area("spec", Owner, Operations, Support, Finance)

// DelistSpec takes a spec, or some of its SKUs, off sale for good (catalogue.md §2.10).
var DelistSpec = act("spec.delist", Owner, Operations)

// Spec is one choice of a product (规格).
type Spec struct{}

// SpecID names a spec.
type SpecID = ID[Spec]

// SKUPrice is a SKU's price for one billing period.
type SKUPrice struct{}

// specNameLimit is how many characters a spec's name has (catalogue.md §3.1).
const specNameLimit = 50

// Template is how a spec makes its SKUs and prices (catalogue.md §3.2, §3.3).
type Template string

// The templates.
const (
	TemplateSimple  Template = "simple"    // 简单模板: one fixed price per billing period
	TemplateCustom  Template = "custom"    // 自定义模板: SKUs from attributes
	TemplateDemand  Template = "on_demand" // 按需计量
	TemplatePackage Template = "package"   // 按需套餐包
)

// Key names the template's words.
func (t Template) Key() string { return "spec.template_" + string(t) }

// TemplatesOf are the templates that an access type may use (catalogue.md §3.2, §3.3): what
// is sold per API call is metered or comes in packages.
func TemplatesOf(access AccessType) (templates []Template) {
	rules := access.Rules()
	charges := func(c Charging) bool { return slices.Contains(rules.Chargings, c) }
	if access != AccessAPI && rules.Priced {
		templates = append(templates, TemplateSimple)
	}
	if rules.CustomTemplate {
		templates = append(templates, TemplateCustom)
	}
	if charges(ChargeOnDemand) {
		templates = append(templates, TemplateDemand)
	}
	if charges(ChargeOnDemandPackage) {
		templates = append(templates, TemplatePackage)
	}
	return templates
}

// PeriodsOf are the billing periods that an access type may use, in the order in which they
// are shown (catalogue.md §3.2).
func PeriodsOf(access AccessType) (periods []Period) {
	for _, period := range Periods {
		if slices.Contains(access.Rules().Periods, period) {
			periods = append(periods, period)
		}
	}
	return periods
}

// SpecContent is one spec of a listing. With the simple template it has one fixed price per
// billing period (catalogue.md §3.3). Prices are kept as they were typed until the content
// is approved.
type SpecContent struct {
	ID         SpecID           `json:"id"`
	Name       string           `json:"name"`
	Template   Template         `json:"template,omitempty"` // empty: simple
	Year       string           `json:"year,omitempty"`
	Month      string           `json:"month,omitempty"`
	Once       string           `json:"once,omitempty"`
	Use        string           `json:"use,omitempty"`
	Off        bool             `json:"off,omitempty"`    // delisted: nobody can buy it any more
	Hidden     bool             `json:"hidden,omitempty"` // bought by its link only (catalogue.md §2.10)
	Attributes []SpecAttribute  `json:"attributes,omitempty"`
	Periods    []Period         `json:"periods,omitempty"` // of the custom template
	SKUs       []SKUContent     `json:"skus,omitempty"`
	Factors    []FactorContent  `json:"factors,omitempty"`
	Packages   []PackageContent `json:"packages,omitempty"`
	Stops      bool             `json:"stops,omitempty"` // packages stop when used up (用完即停)
	TrialContent
}

// Periods are the billing periods of prices, in the order in which they are shown.
var Periods = []Period{PerMonth, PerYear, PerUse, PerOnce}

// Kind is the spec's template; what was written before there were others is simple.
func (s SpecContent) Kind() Template {
	if s.Template == "" {
		return TemplateSimple
	}
	return s.Template
}

// Simple reports the simple template.
func (s SpecContent) Simple() bool { return s.Kind() == TemplateSimple }

// Typed is the price of the period as it was typed.
func (s SpecContent) Typed(p Period) string {
	return PriceTexts{Year: s.Year, Month: s.Month, Once: s.Once, Use: s.Use}.Typed(p)
}

// Shown is what stands for the price of the period where there is room for one line: the
// price of a simple spec, the first and last price that was typed into the others.
func (s SpecContent) Shown(p Period) string {
	if s.Simple() {
		return s.Typed(p)
	}
	var typed []string
	for _, sku := range s.SKUs {
		if text := sku.Typed(p); text != "" && !sku.Off && slices.Contains(s.Periods, p) {
			typed = append(typed, cells(text)...)
		}
	}
	for _, one := range s.Packages {
		if text := one.Typed(p); text != "" && !one.Off {
			typed = append(typed, text)
		}
	}
	switch n := len(typed); {
	case n == 0:
		return ""
	case typed[0] == typed[n-1]:
		return typed[0]
	default:
		return typed[0] + " … " + typed[n-1]
	}
}

// Blank reports a spec without a word in it.
func (s SpecContent) Blank() bool {
	return s.Name == "" && s.Simple() && PriceTexts{Year: s.Year, Month: s.Month, Once: s.Once, Use: s.Use} == PriceTexts{} && s.TrialContent == (TrialContent{})
}

// Charging is the billing mode of the spec (catalogue.md §3.2).
func (s SpecContent) Charging() Charging {
	switch s.Kind() {
	case TemplateDemand:
		return ChargeOnDemand
	case TemplatePackage:
		return ChargeOnDemandPackage
	case TemplateCustom:
		if len(s.Periods) > 0 {
			return s.Periods[0].Charging()
		}
	case TemplateSimple:
		if s.Once != "" || s.Use != "" {
			return ChargeOneTime
		}
	}
	return ChargePeriod
}

// Price reads the simple template's price of the period; ok is false when there is none.
func (s SpecContent) Price(p Period) (price Price, ok bool, err error) {
	text := s.Typed(p)
	if text == "" {
		return Price{}, false, nil
	}
	price, err = ReadPrice(text)
	return price, true, err
}

// most is the highest price of one period.
var most = UnitPrice("99999999.99")

// SpecField is the name of a spec's form field: spec_year_0.
func SpecField(name string, n int) string { return "spec_" + name + "_" + strconv.Itoa(n) }

// specFaults are the faults of all specs (catalogue.md §2.10, §3.1–3.9).
func specFaults(specs []SpecContent, f ProductFacts) Invalids {
	faults, access, limits := Invalids{}, f.AccessType, f.Bounds()
	if len(specs) == 0 {
		return faults.With(SpecField("name", 0), "spec.none")
	}
	if most := limits.Specs; len(specs) > most {
		faults.With(SpecField("name", most), "spec.too_many", most, len(specs))
	}
	names := map[string]bool{}
	onSale := 0
	for n, spec := range specs {
		if !spec.Off {
			onSale++
		}
		name := SpecField("name", n)
		f.english(faults, map[string]string{name: spec.Name})
		length := len([]rune(spec.Name))
		switch {
		case length == 0:
			faults.With(name, "problem.required")
		case length > specNameLimit:
			faults.With(name, "problem.too_long", specNameLimit, length)
		case names[spec.Name]:
			faults.With(name, "spec.same_name", spec.Name)
		}
		if found := phonePattern.FindString(spec.Name); found != "" {
			faults.With(name, "product.has_phone", found)
		}
		if found := askPattern.FindString(spec.Name); found != "" {
			faults.With(name, "product.has_ask", found)
		}
		if found := manualService.FindString(spec.Name); found != "" && access.Rules().Software && !spec.Off {
			faults.With(name, "spec.manual_service", found)
		}
		names[spec.Name] = true
		if !slices.Contains(TemplatesOf(access), spec.Kind()) {
			faults.With(name, "spec.template_refused", Word(spec.Kind().Key()))
		}
		if spec.Off {
			continue
		}
		switch spec.Kind() {
		case TemplateSimple:
			spec.priceFaults(n, access, faults)
		case TemplateCustom:
			spec.customFaults(n, PeriodsOf(access), limits, faults)
		case TemplateDemand:
			spec.factorFaults(n, faults)
		case TemplatePackage:
			spec.packageFaults(n, access, specs, faults)
		}
	}
	if onSale == 0 {
		faults.With(SpecField("name", 0), "spec.all_off")
	}
	if f.Live != nil {
		listedFaults(specs, f.Live.Specs, access, faults)
	}
	return faults
}

func (s SpecContent) priceFaults(n int, access AccessType, faults Invalids) {
	priced := false
	for _, period := range Periods {
		field := SpecField(string(period), n)
		if s.Typed(period) == "" {
			continue
		}
		priced = true
		_, _, fault := typedPricing{model: PriceFixed, price: s.Typed(period), places: 2}.read()
		switch {
		case fault != nil:
			faults.With(field, fault.Key, fault.Args...)
		case !slices.Contains(PeriodsOf(access), period):
			faults.With(field, "spec.period_refused", Word(period.Key()))
		}
	}
	if !priced {
		faults.With(SpecField(string(append(PeriodsOf(access), PerMonth)[0]), n), "spec.unpriced")
	}
	mixed := SpecField("once", n)
	if s.Once == "" {
		mixed = SpecField("use", n)
	}
	if s.Once+s.Use != "" && (s.Year != "" || s.Month != "" || s.Once != "" && s.Use != "") {
		faults.With(mixed, "spec.mixed")
	}
}

// SKUCode is the spec's code, the same for all its prices (catalogue.md §3.1).
func SKUCode(id ID[Spec]) string {
	return fmt.Sprintf("SKU-%08X", binary.BigEndian.Uint32(id.UUID[12:]))
}

// ProductCode is the wire's productId of one price (catalogue.md §3.1).
func ProductCode(id ID[SKUPrice]) string {
	return fmt.Sprintf("OFFI%018d", binary.BigEndian.Uint64(id.UUID[8:])%1_000_000_000_000_000_000)
}

// SpecRow is a spec that can be, or could be, bought.
type SpecRow struct {
	ID       ID[Spec]
	SKUCode  string
	Name     string
	Template Template
	Status   ProductStatus
	Hidden   bool
	Ordinal  int
	SKUCount int        // on sale
	Prices   []PriceRow // of its first SKU
}

// Price is the row of the period, if there is one.
func (s SpecRow) Price(p Period) *PriceRow {
	for i := range s.Prices {
		if s.Prices[i].Period == p {
			return &s.Prices[i]
		}
	}
	return nil
}

// PriceRow is a SKU's price for one period; its code is the wire's productId.
type PriceRow struct {
	ID       ID[SKUPrice]
	SpecID   ID[Spec]
	SKUID    ID[SKU]
	Code     string
	Period   Period
	Charging Charging
	Amount   Price // the first unit price
	Pricing  JSON[Pricing]
}
