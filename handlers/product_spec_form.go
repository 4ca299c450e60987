package handlers

import (
	"slices"
	"strings"

	"sellercenter/internal/market"
)

// specs reads the table of all specs; what is more than a fixed price keeps what it is made of.
func (f *form) specs(before []market.SpecContent) (specs []market.SpecContent) {
	known := map[string]market.SpecContent{}
	for _, spec := range before {
		known[spec.ID.String()] = spec
	}
	for n := range f.number("spec_count") {
		if n > market.CeilingSpecs {
			break
		}
		at := func(name string) string { return f.line(market.SpecField(name, n)) }
		spec, is := known[at("id")]
		delete(known, at("id"))
		spec.Name, spec.Off, spec.Hidden, spec.TrialContent = at("name"), at("off") != "", at("hidden") != "", f.trial(n)
		if !is || spec.Simple() {
			spec.Year, spec.Month, spec.Once, spec.Use = at("year"), at("month"), at("once"), at("use")
		}
		if !f.drops(at("drop")) && (!spec.Blank() || is) {
			specs = append(specs, spec)
		}
	}
	return specs
}

// autosaves reports that the script saves while somebody types: rows must stay where they are.
func (f *form) autosaves() bool { return f.context.Request().Header.Get("X-Autosave") != "" }

// drops reports a row that shall go; it goes when a button is pressed.
func (f *form) drops(ticked string) bool { return ticked != "" && !f.autosaves() }

// spec reads the page of one spec that is edited by itself.
func (f *form) spec(n int, spec market.SpecContent, facts market.ProductFacts, choices []market.Attribute) market.SpecContent {
	spec.Name, spec.Stops = f.line(market.SpecField("name", n)), f.checked(market.SpecField("stops", n))
	switch spec.Kind() {
	case market.TemplateCustom:
		spec.Periods = nil
		for _, period := range market.Periods {
			if slices.Contains(f.Values["spec_periods"], string(period)) {
				spec.Periods = append(spec.Periods, period)
			}
		}
		spec.Attributes = f.attributes(n, spec.Attributes, choices)
		spec.SKUs = f.skus(n, spec)
		if f.text("then") == "generate" {
			spec.Generate(liveSpec(facts.Live, spec.ID), facts.Bounds().SKUs)
		}
	case market.TemplateDemand:
		spec.Factors = f.factors(n)
	case market.TemplatePackage:
		spec.Packages = f.packages(n, spec.Packages)
	case market.TemplateSimple:
	}
	return spec
}

func (f *form) attributes(n int, before []market.SpecAttribute, choices []market.Attribute) (attributes []market.SpecAttribute) {
	for k := range min(f.number("attribute_count"), market.CeilingAttributes+1) {
		at := func(name string) string { return f.line(market.CellField("attribute", name, n, k)) }
		of := slices.IndexFunc(before, func(a market.SpecAttribute) bool { return a.Code == at("code") })
		if of < 0 || f.drops(at("drop")) {
			continue
		}
		attribute := before[of]
		attribute.Values = valuesOf(f.Values.Get(market.CellField("attribute", "values", n, k)))
		attribute.Min, attribute.Max, attribute.Step, attribute.Unit = at("min"), at("max"), at("step"), at("unit")
		attributes = append(attributes, attribute)
	}
	if code := f.text("attribute_new"); code != "" && !f.autosaves() {
		of := slices.IndexFunc(choices, func(a market.Attribute) bool { return a.Code == code })
		taken := slices.ContainsFunc(attributes, func(a market.SpecAttribute) bool { return a.Code == code })
		if of >= 0 && !taken {
			attributes = append(attributes, choices[of].Copied())
		}
	}
	return attributes
}

// valuesOf cuts a line of values at commas of any kind and line ends.
func valuesOf(text string) (values []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",\n\r\t;、"+"\uff0c\uff1b", r) }) {
		if value := strings.Join(strings.Fields(part), " "); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// skus reads the grid. A row names its values, so that it is found again when the
// attributes above it change in the same save. A row that names none of the spec's SKUs, or
// one that an earlier row named, is a new one with all that was typed into it.
func (f *form) skus(n int, spec market.SpecContent) (skus []market.SKUContent) {
	known := map[string]market.ID[market.SKU]{}
	for _, sku := range spec.SKUs {
		known[sku.ID.String()] = sku.ID
	}
	for k := range min(f.number("sku_count"), 2*market.CeilingSKUs) {
		at := func(name string) string { return f.line(market.CellField("sku", name, n, k)) }
		sku := market.SKUContent{Values: map[string]string{}, Bounds: at("bounds"), Off: at("off") != "", Model: market.PriceModel(at("model"))}
		if sku.Model == "" {
			sku.Model = market.PriceFixed
		}
		for line := range strings.Lines(strings.ReplaceAll(f.Values.Get(market.CellField("sku", "choice", n, k)), "\r", "")) {
			code, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			if code != "" {
				sku.Values[code] = value
			}
		}
		sku.ID = known[at("id")]
		delete(known, at("id"))
		for _, period := range market.Periods {
			sku.Type(period, f.kept(market.CellField("sku", string(period), n, k), spec, sku, period))
		}
		skus = append(skus, sku)
	}
	return skus
}

// kept is what was typed into a cell; a column that the page did not show keeps its prices.
func (f *form) kept(field string, spec market.SpecContent, sku market.SKUContent, period market.Period) string {
	if _, shown := f.Values[field]; shown || sku.ID.IsZero() {
		return f.line(field)
	}
	for _, before := range spec.SKUs {
		if before.ID == sku.ID {
			return before.Typed(period)
		}
	}
	return ""
}

func (f *form) factors(n int) (factors []market.FactorContent) {
	for k := range min(f.number("factor_count"), market.MostFactors+1) {
		at := func(name string) string { return f.line(market.CellField("factor", name, n, k)) }
		factor := market.FactorContent{Name: at("name"), Unit: at("unit"), Cycle: at("cycle"), Model: market.PriceModel(at("model")),
			Accumulate: at("accumulate"), Bounds: at("bounds"), Price: at("price")}
		if !factor.Blank() {
			factors = append(factors, factor)
		}
	}
	return factors
}

// packages reads the table of packages; what names none of the spec's is a new one, as typed.
func (f *form) packages(n int, before []market.PackageContent) (packages []market.PackageContent) {
	known := map[string]market.ID[market.SKU]{}
	for _, p := range before {
		known[p.ID.String()] = p.ID
	}
	for k := range min(f.number("package_count"), market.MostPackages+1) {
		at := func(name string) string { return f.line(market.CellField("package", name, n, k)) }
		p := market.PackageContent{Name: at("name"), Item: at("item"), Quantity: at("quantity"), Reset: market.ResetRule(at("reset")), Orders: at("orders"),
			PriceTexts: market.PriceTexts{Year: at("year"), Month: at("month"), Use: at("use")}, Off: at("off") != ""}
		p.ID = known[at("id")]
		delete(known, at("id"))
		if !f.drops(at("drop")) && !p.Blank() {
			packages = append(packages, p)
		}
	}
	return packages
}
