package market

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// SKU is one choice of a spec's attribute values; it has a price per billing period.
type SKU struct{}

// mostRange bounds the range of a numeric attribute.
const mostRange = 1_000_000

// SpecAttribute is an attribute as a spec copied it, so that later edits of the attribute
// change nothing that is listed (catalogue.md §3.4).
type SpecAttribute struct {
	Code   string        `json:"code"`
	Kind   AttributeKind `json:"kind"`
	NameZh string        `json:"name_zh"`
	NameEn string        `json:"name_en"`
	Preset bool          `json:"preset,omitempty"`
	Values []string      `json:"values,omitempty"` // of an enum
	Min    string        `json:"min,omitempty"`    // of a number, as typed
	Max    string        `json:"max,omitempty"`
	Step   string        `json:"step,omitempty"`
	Unit   string        `json:"unit,omitempty"`
}

// Copied is the attribute as a spec takes it over.
func (a Attribute) Copied() SpecAttribute {
	copied := SpecAttribute{Code: a.Code, Kind: a.Kind, NameZh: a.NameZh, NameEn: a.NameEn, Preset: a.Preset}
	if a.Kind == AttributeNumber {
		copied.Min, copied.Step = "1", "1"
	}
	return copied
}

// Range is a number's least, most and step; ok is false while they are no numbers.
func (a SpecAttribute) Range() (least, most, step int, ok bool) {
	var errs [3]error
	least, errs[0] = strconv.Atoi(a.Min)
	most, errs[1] = strconv.Atoi(a.Max)
	step, errs[2] = strconv.Atoi(a.Step)
	ok = errs == [3]error{} && least >= 1 && most >= least && most <= mostRange && step >= 1 && (most-least)%step == 0
	return least, most, step, ok
}

// SKUContent is one SKU of a spec with the custom template, prices as they were typed.
// Where the model has tiers, Bounds are the ends of all tiers but the last and a price has
// one part per tier: 50 / 200 and 10 / 8 / 6.
type SKUContent struct {
	ID     ID[SKU]           `json:"id"`
	Values map[string]string `json:"values,omitempty"` // by the code of each enum
	Model  PriceModel        `json:"model,omitempty"`
	Bounds string            `json:"bounds,omitempty"`
	PriceTexts
	Off bool `json:"off,omitempty"`
}

// PriceTexts are prices by their billing period, as they were typed.
type PriceTexts struct {
	Year  string `json:"year,omitempty"`
	Month string `json:"month,omitempty"`
	Once  string `json:"once,omitempty"`
	Use   string `json:"use,omitempty"`
}

// Typed is the price of the period as it was typed.
func (t PriceTexts) Typed(p Period) string {
	switch p {
	case PerYear:
		return t.Year
	case PerMonth:
		return t.Month
	case PerOnce:
		return t.Once
	case PerUse:
		return t.Use
	}
	return ""
}

// Type sets what is typed as the price of the period.
func (t *PriceTexts) Type(p Period, text string) {
	switch p {
	case PerYear:
		t.Year = text
	case PerMonth:
		t.Month = text
	case PerOnce:
		t.Once = text
	case PerUse:
		t.Use = text
	}
}

// Measure is the numeric attribute that prices go by, if the spec has one.
func (s SpecContent) Measure() *SpecAttribute { return measure(s.Attributes) }

func measure(attributes []SpecAttribute) *SpecAttribute {
	for i := range attributes {
		if attributes[i].Kind == AttributeNumber {
			return &attributes[i]
		}
	}
	return nil
}

// Enums are the attributes whose values make the SKUs.
func (s SpecContent) Enums() (enums []SpecAttribute) {
	for _, attribute := range s.Attributes {
		if attribute.Kind == AttributeEnum {
			enums = append(enums, attribute)
		}
	}
	return enums
}

// Combinations is how many SKUs the values of the spec make.
func (s SpecContent) Combinations() int {
	n := 1
	for _, enum := range s.Enums() {
		n *= len(enum.Values)
		if n > CeilingSKUs*CeilingValues {
			break
		}
	}
	return n
}

// combined are all choices of one value per enum, the last enum running fastest.
func (s SpecContent) combined() []map[string]string {
	all := []map[string]string{{}}
	for _, enum := range s.Enums() {
		var next []map[string]string
		for _, before := range all {
			for _, value := range enum.Values {
				with := maps.Clone(before)
				with[enum.Code] = value
				next = append(next, with)
			}
		}
		all = next
	}
	return all
}

// Generate makes the SKUs of all choices of values: those that are there keep their prices,
// new ones come, and what is listed stays even when its values are gone, until it is
// delisted (catalogue.md §3.5). What was never listed and has no values any more goes. More
// than most are not made.
func (s *SpecContent) Generate(live *SpecContent, most int) {
	if s.Combinations() > most {
		return // the fault stands at the attributes
	}
	known := map[string]SKUContent{}
	for _, sku := range s.SKUs {
		known[sku.choice()] = sku
	}
	model := PriceFixed
	if s.Measure() != nil {
		model = PriceLinear
	}
	var skus []SKUContent
	for _, values := range s.combined() {
		sku, is := known[choice(values)]
		if !is {
			sku = SKUContent{Values: values}
		}
		if sku.Model == "" || (sku.Model == PriceFixed) != (model == PriceFixed) {
			sku.Model = model
		}
		delete(known, choice(values))
		skus = append(skus, sku)
	}
	for _, sku := range s.SKUs {
		if _, left := known[sku.choice()]; left && live.lists(sku.ID) {
			skus = append(skus, sku)
		}
	}
	s.SKUs = skus
}

// lists reports whether the spec, when there is one, has the SKU.
func (s *SpecContent) lists(id ID[SKU]) bool {
	return s != nil && slices.ContainsFunc(s.SKUs, func(sku SKUContent) bool { return sku.ID == id })
}

// Stale reports that the SKUs are not those of the attributes: they must be generated again.
func (s SpecContent) Stale() bool {
	known := map[string]bool{}
	for _, sku := range s.SKUs {
		known[sku.choice()] = true
	}
	for _, values := range s.combined() {
		if !known[choice(values)] {
			return true
		}
	}
	return false
}

func (k SKUContent) choice() string { return choice(k.Values) }

func choice(values map[string]string) string {
	parts := make([]string, 0, len(values))
	for _, code := range slices.Sorted(maps.Keys(values)) {
		parts = append(parts, code+"\x00"+values[code])
	}
	return strings.Join(parts, "\x01")
}

// SKUName is the values of a SKU in the order of the spec's attributes.
func SKUName(attributes []SpecAttribute, values map[string]string) string {
	var parts []string
	for _, attribute := range attributes {
		if value := values[attribute.Code]; value != "" {
			parts = append(parts, value)
		}
	}
	return strings.Join(parts, " · ")
}

// pricing reads the SKU's price of the period.
func (k SKUContent) pricing(s SpecContent, p Period) (Pricing, string, *Reason) {
	return typedPricing{model: k.Model, bounds: k.Bounds, price: k.Typed(p), places: 2, measure: s.Measure()}.read()
}

// CellField names a cell of the n-th spec: sku_year_0_12 is the yearly price of SKU 12.
func CellField(kind, name string, n, k int) string {
	return kind + "_" + name + "_" + strconv.Itoa(n) + "_" + strconv.Itoa(k)
}

// customFaults are what is wrong with a spec of the custom template (catalogue.md §3.5, §3.6).
func (s SpecContent) customFaults(n int, periods []Period, limits Bounds, faults Invalids) {
	s.attributeFaults(n, limits, faults)
	s.periodFaults(n, periods, faults)
	if count := s.Combinations(); count > limits.SKUs {
		faults.With(SpecField("attributes", n), "spec.too_many_skus", limits.SKUs, count)
		return
	}
	if s.Stale() || len(s.SKUs) == 0 {
		faults.With(SpecField("generate", n), "spec.stale", s.Combinations())
	}
	on := 0
	for k, sku := range s.SKUs {
		if sku.Off {
			continue
		}
		on++
		if s.Measure() == nil && sku.Model != PriceFixed || s.Measure() != nil && !slices.Contains(PriceModels, sku.Model) {
			faults.With(CellField("sku", "model", n, k), "problem.required")
			continue
		}
		for _, period := range s.Periods {
			if sku.Typed(period) == "" {
				faults.With(CellField("sku", string(period), n, k), "spec.sku_unpriced", Word(period.Key()))
				continue
			}
			if _, cell, fault := sku.pricing(s, period); fault != nil {
				if cell == "price" {
					cell = string(period)
				}
				faults.With(CellField("sku", cell, n, k), fault.Key, fault.Args...)
			}
		}
	}
	if len(s.SKUs) > 0 && on == 0 && !s.Off {
		faults.With(SpecField("generate", n), "spec.all_skus_off")
	}
}

func (s SpecContent) attributeFaults(n int, limits Bounds, faults Invalids) {
	field := SpecField("attributes", n)
	switch count := len(s.Attributes); {
	case count == 0:
		faults.With(field, "spec.no_attribute")
	case count > limits.Attributes:
		faults.With(field, "spec.too_many_attributes", limits.Attributes, count)
	}
	codes, numbers := map[string]bool{}, 0
	for k, attribute := range s.Attributes {
		if codes[attribute.Code] {
			faults.With(field, "spec.attribute_twice", attribute.Code)
		}
		codes[attribute.Code] = true
		if attribute.Kind == AttributeNumber {
			numbers++
			attribute.rangeFaults(n, k, faults)
		} else {
			attribute.valueFaults(n, k, limits.Values, faults)
		}
	}
	if numbers > 1 {
		faults.With(field, "spec.numbers")
	}
}

func (a SpecAttribute) valueFaults(n, k, most int, faults Invalids) {
	field := CellField("attribute", "values", n, k)
	switch count := len(a.Values); {
	case count == 0:
		faults.With(field, "spec.no_value")
	case count > most:
		faults.With(field, "spec.too_many_values", most, count)
	}
	known := map[string]bool{}
	for _, value := range a.Values {
		if known[value] {
			faults.With(field, "spec.value_twice", value)
		}
		known[value] = true
		text(faults, field, value, 1, attributeNameMost)
	}
}

func (a SpecAttribute) rangeFaults(n, k int, faults Invalids) {
	number := func(name, typed string, least int) (int, bool) {
		value, err := strconv.Atoi(typed)
		switch field := CellField("attribute", name, n, k); {
		case typed == "":
			faults.With(field, "problem.required")
		case err != nil:
			faults.With(field, "problem.not_a_number", typed)
		case value < least || value > mostRange:
			faults.With(field, "problem.out_of_range", least, mostRange, value)
		default:
			return value, true
		}
		return 0, false
	}
	least, one := number("min", a.Min, 1)
	step, two := number("step", a.Step, 1)
	if !one || !two {
		return
	}
	if most, three := number("max", a.Max, least); three && (most-least)%step != 0 {
		faults.With(CellField("attribute", "max", n, k), "spec.not_divisible", most, least, step)
	}
}

// periodFaults are what is wrong with the billing periods that were ticked.
func (s SpecContent) periodFaults(n int, allowed []Period, faults Invalids) {
	field := SpecField("periods", n)
	if len(s.Periods) == 0 {
		faults.With(field, "spec.no_period")
	}
	modes := map[Charging]bool{}
	for _, period := range s.Periods {
		modes[period.Charging()] = true
		if !slices.Contains(allowed, period) {
			faults.With(field, "spec.period_refused", Word(period.Key()))
		}
	}
	if len(modes) > 1 || len(s.Periods) > 1 && modes[ChargeOneTime] {
		faults.With(field, "spec.mixed")
	}
}
