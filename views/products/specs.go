package products

import (
	"context"
	"maps"
	"slices"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// periods are the columns of prices: what the access type sells, and what was typed before.
func (w Wizard) periods() []market.Period { return market.PeriodsOf(w.AccessType) }

// specRows are the specs and, where simple ones are sold, one empty row.
func (w Wizard) specRows() []market.SpecContent {
	rows := slices.Clone(w.Content.Specs)
	if len(rows) < w.Facts.Bounds().Specs && slices.Contains(market.TemplatesOf(w.AccessType), market.TemplateSimple) {
		rows = append(rows, market.SpecContent{})
	}
	return rows
}

// placed takes a cell's field apart: sku_year_0_12 is the yearly price of SKU 12 of spec 0.
func placed(field string) (kind, name string, n, k int, is bool) {
	kind, rest, _ := strings.Cut(field, "_")
	if !slices.Contains([]string{"sku", "attribute", "factor", "package"}, kind) {
		return "", "", 0, 0, false
	}
	rest, k, last := cutRow(rest)
	name, n, first := cutRow(rest)
	return kind, name, n, k, last && first && name != ""
}

// specNo is the spec that a field of the step belongs to.
func specNo(field string) int {
	if _, _, n, _, is := placed(field); is {
		return n
	}
	if _, n, ok := cutRow(field); ok {
		return n
	}
	return -1
}

// cellLabel words the place of a cell: SKU 13, yearly price.
func cellLabel(ctx context.Context, field string) (string, bool) {
	kind, name, _, k, is := placed(field)
	if !is {
		return "", false
	}
	key := "spec." + kind + "_" + name
	if period := market.Period(name); slices.Contains(market.Periods, period) {
		key = period.Key()
	}
	return i18n.T(ctx, "spec.cell_"+kind, k+1, market.Word(key)), true
}

// specURL is the page of a spec that is edited by itself.
func (w Wizard) specURL(id market.SpecID) string {
	return w.url(market.StepSpecs) + "&spec=" + id.String()
}

// faultURL is where a field is put right.
func (w Wizard) faultURL(step market.ProductStep, field string) string {
	if n := specNo(field); step == market.StepSpecs && n >= 0 && n < len(w.Content.Specs) && !w.Content.Specs[n].Simple() {
		return w.specURL(w.Content.Specs[n].ID) + "#" + field
	}
	return w.url(step) + "#" + field
}

// specFaults counts what is wrong with one spec.
func (w Wizard) specFaults(n int) (count int) {
	for field := range w.form().Fields {
		if specNo(field) == n {
			count++
		}
	}
	return count
}

// OfSpec are the faults of the spec that is edited, or all of them.
func (w Wizard) OfSpec(faults map[string]market.Reason) map[string]market.Reason {
	if w.Spec == nil {
		return faults
	}
	mine := map[string]market.Reason{}
	for field, reason := range faults {
		if specNo(field) == w.SpecNo {
			mine[field] = reason
		}
	}
	return mine
}

// madeOf says in a few words what a spec consists of.
func madeOf(ctx context.Context, spec market.SpecContent) string {
	switch spec.Kind() {
	case market.TemplateCustom:
		var names []string
		for _, attribute := range spec.Attributes {
			names = append(names, attributeName(ctx, attribute))
		}
		times := strings.Join(names, " × ")
		return joined(ctx, slices.DeleteFunc([]string{times, i18n.T(ctx, "spec.sku_number", len(spec.SKUs))}, func(s string) bool { return s == "" })...)
	case market.TemplateDemand:
		return i18n.T(ctx, "spec.factor_number", len(spec.Factors))
	case market.TemplatePackage:
		text := i18n.T(ctx, "spec.package_number", len(spec.Packages))
		if spec.Stops {
			return joined(ctx, text, i18n.T(ctx, "spec.stops_tick"))
		}
		return text
	case market.TemplateSimple:
	}
	return ""
}

// attributeName is an attribute's name in the reader's language.
func attributeName(ctx context.Context, a market.SpecAttribute) string {
	return ui.Named(ctx, a.NameZh, a.NameEn)
}

func attributeOptions(ctx context.Context, choices []market.Attribute, spec market.SpecContent) (options []ui.Option) {
	for _, choice := range choices {
		taken := slices.ContainsFunc(spec.Attributes, func(a market.SpecAttribute) bool { return a.Code == choice.Code })
		if !taken && (choice.Kind == market.AttributeEnum || spec.Measure() == nil) {
			label := i18n.T(ctx, "spec.attribute_option", ui.Named(ctx, choice.NameZh, choice.NameEn), choice.Code, market.Word(choice.Kind.Key()))
			options = append(options, ui.Option{Value: choice.Code, Label: label})
		}
	}
	return options
}

func keyed(ctx context.Context, prefix string, values []string) []ui.Option {
	options := make([]ui.Option, len(values))
	for i, value := range values {
		options[i] = ui.Option{Value: value, Label: i18n.T(ctx, prefix+value)}
	}
	return options
}

func modelOptions(ctx context.Context, models []market.PriceModel) []ui.Option {
	options := make([]ui.Option, len(models))
	for i, model := range models {
		options[i] = ui.Option{Value: string(model), Label: i18n.T(ctx, model.Key())}
	}
	return options
}

func resetOptions(ctx context.Context) (options []ui.Option) {
	for _, rule := range market.ResetRules {
		options = append(options, ui.Option{Value: string(rule), Label: i18n.T(ctx, rule.Key())})
	}
	return options
}

// liveSpec is the spec as it is on sale, if it is.
func (w Wizard) liveSpec(id market.SpecID) *market.SpecContent {
	if w.Facts.Live == nil {
		return nil
	}
	for i := range w.Facts.Live.Specs {
		if w.Facts.Live.Specs[i].ID == id {
			return &w.Facts.Live.Specs[i]
		}
	}
	return nil
}

func (w Wizard) stepFixed(a market.SpecAttribute) bool {
	live := w.liveSpec(w.Spec.ID)
	return live != nil && live.Measure() != nil && live.Measure().Code == a.Code
}

func stepHelp(ctx context.Context, fixed bool) string {
	if fixed {
		return i18n.T(ctx, "spec.step_fixed")
	}
	return ""
}

// skuLive reports whether the SKU, or the package, is listed.
func (w Wizard) skuLive(id market.ID[market.SKU]) bool {
	_, is := w.listed[id]
	return is && !id.IsZero()
}

// skuOffForGood reports whether the SKU, or the package, was listed and is off sale.
func (w Wizard) skuOffForGood(id market.ID[market.SKU]) bool { return w.listed[id] && !id.IsZero() }

// skuTable is the grid of one spec's SKUs: what all rows have in common.
type skuTable struct {
	Wizard
	f      ui.Form
	spec   market.SpecContent
	n      int
	enums  []market.SpecAttribute
	models []ui.Option // none where no quantity makes the price
}

func (w Wizard) skuTable(ctx context.Context, f ui.Form, spec market.SpecContent, n int) *skuTable {
	t := &skuTable{Wizard: w, f: f, spec: spec, n: n, enums: spec.Enums()}
	if spec.Measure() != nil {
		t.models = modelOptions(ctx, market.PriceModels)
	}
	return t
}

func (w Wizard) factorLive(spec market.SpecContent, factor market.FactorContent) bool {
	live := w.liveSpec(spec.ID)
	return live != nil && factor.Name != "" && slices.ContainsFunc(live.Factors, func(f market.FactorContent) bool { return f.Name == factor.Name })
}

func factorRows(spec market.SpecContent) []market.FactorContent {
	rows := slices.Clone(spec.Factors)
	if len(rows) < market.MostFactors {
		rows = append(rows, market.FactorContent{Cycle: "day", Model: market.PriceFixed, Accumulate: "none"})
	}
	return rows
}

func packageRows(spec market.SpecContent) []market.PackageContent {
	rows := slices.Clone(spec.Packages)
	if len(rows) < market.MostPackages {
		rows = append(rows, market.PackageContent{Reset: market.ResetNone, Orders: "many"})
	}
	return rows
}

func skuID(sku market.SKUContent) string {
	if sku.ID.IsZero() {
		return ""
	}
	return sku.ID.String()
}

func packageID(p market.PackageContent) string {
	if p.ID.IsZero() {
		return ""
	}
	return p.ID.String()
}

// choiceOf carries a SKU's values through the form: code=value lines.
func choiceOf(sku market.SKUContent) string {
	var lines []string
	for _, code := range slices.Sorted(maps.Keys(sku.Values)) {
		lines = append(lines, code+"="+sku.Values[code])
	}
	return strings.Join(lines, "\n")
}

func hasPeriod(spec market.SpecContent, period market.Period) bool {
	return slices.Contains(spec.Periods, period)
}

func generateText(ctx context.Context, spec market.SpecContent) string {
	if len(spec.SKUs) == 0 {
		return i18n.T(ctx, "spec.generate")
	}
	return i18n.T(ctx, "spec.generate_again")
}

// priceUnit is the currency, or the currency per unit of the numeric attribute.
func priceUnit(ctx context.Context, currency market.Currency, spec market.SpecContent) string {
	if number := spec.Measure(); number != nil && number.Unit != "" {
		return i18n.T(ctx, "spec.price_per", ui.Unit(ctx, currency), number.Unit)
	}
	return ui.Unit(ctx, currency)
}
