package market

import (
	"slices"
	"strings"
)

// PriceSheet changes the prices of what is on sale, in every model of prices: one request for
// review per product (catalogue.md §2.10, §3.6). Model and tiers belong to the SKU and must
// be the same in all rows of it.
var PriceSheet = Sheet{Kind: "price", Act: SubmitProduct, Page: "/products", Undo: true, Rule: priceRule, Columns: []SheetColumn{
	{Name: "code", Kind: CellText}, {Name: "product", Kind: CellText}, {Name: "spec", Kind: CellText}, {Name: "choice", Kind: CellText},
	{Name: "sku", Kind: CellText}, {Name: "period", Kind: CellWord},
	{Name: "model", Kind: CellOption, Edit: true, Words: "spec.model_",
		Options: []string{string(PriceFixed), string(PriceLinear), string(PriceStep), string(PriceTiered)}},
	{Name: "bounds", Kind: CellBounds, Edit: true}, {Name: "amount", Kind: CellPrices, Edit: true},
}}

// PriceAbout is what the rule of prices knows of a row besides its cells.
type PriceAbout struct {
	Template Template
	SKU      ID[SKU]
	Measure  *SpecAttribute
}

// PriceCells are the cells of a pricing.
func PriceCells(p Pricing, unit Price) (model, bounds, amount string) {
	if !p.Model.Tiered() || len(p.Tiers) == 0 {
		if p.Model == "" {
			p.Model = PriceFixed
		}
		return string(p.Model), "", unit.String()
	}
	var ends, units []string
	for _, tier := range p.Tiers {
		units = append(units, tier.Unit.String())
		if tier.To != nil {
			ends = append(ends, tier.To.String())
		}
	}
	return string(p.Model), strings.Join(ends, tierJoin), strings.Join(units, tierJoin)
}

// priceRule holds a row to what a listing may ask (catalogue.md §3.6, §3.9).
func priceRule(row *SheetRow) {
	about, _ := row.Was.About.(PriceAbout)
	model := PriceModel(row.Cell("model"))
	if !model.Tiered() && row.Faults["bounds"].Key == "" {
		row.Put("bounds", "")
	}
	fixed := about.Template != TemplateCustom || about.Measure == nil
	switch {
	case fixed && model != PriceFixed && model != "":
		row.Faults.With("model", "task.price_fixed_only", row.Was.Cells["spec"])
	case !fixed && !slices.Contains(PriceModels, model):
		row.Faults.With("model", "task.price_by_quantity", about.Measure.NameZh)
	}
	if cell, fault := CheckPrice(model, row.Cell("bounds"), row.Cell("amount"), about.Measure); fault != nil && len(row.Faults) == 0 {
		row.Faults.With(cell, fault.Key, fault.Args...)
	}
}

// CheckPrice says which cell of a price breaks a rule, and which (catalogue.md §3.6, §3.9).
func CheckPrice(model PriceModel, bounds, amount string, measure *SpecAttribute) (cell string, fault *Reason) {
	_, cell, fault = typedPricing{model: model, bounds: bounds, price: amount, places: 2, measure: measure}.read()
	if cell == "price" {
		cell = "amount"
	}
	return cell, fault
}

// Repricing is a new price of one SKU for one period.
type Repricing struct {
	Spec   ID[Spec]
	SKU    ID[SKU]
	Period Period
	Model  PriceModel
	Bounds string
	Price  string // as it is typed
}

// Reprice types the new price into the listing; false when the listing has no such price.
func (c *ProductContent) Reprice(r Repricing) bool {
	for i := range c.Specs {
		if spec := &c.Specs[i]; spec.ID == r.Spec && !spec.Off {
			return spec.reprice(r)
		}
	}
	return false
}

func (s *SpecContent) reprice(r Repricing) bool {
	switch s.Kind() {
	case TemplateSimple:
		typed := PriceTexts{Year: s.Year, Month: s.Month, Once: s.Once, Use: s.Use}
		if typed.Typed(r.Period) == "" {
			return false
		}
		typed.Type(r.Period, r.Price)
		s.Year, s.Month, s.Once, s.Use = typed.Year, typed.Month, typed.Once, typed.Use
		return true
	case TemplateCustom:
		for k := range s.SKUs {
			if sku := &s.SKUs[k]; sku.ID == r.SKU && !sku.Off && sku.Typed(r.Period) != "" {
				sku.Model, sku.Bounds = r.Model, r.Bounds
				sku.Type(r.Period, r.Price)
				return true
			}
		}
	case TemplatePackage: // only the price per use may change (catalogue.md §2.10)
		for k := range s.Packages {
			if one := &s.Packages[k]; one.ID == r.SKU && !one.Off && r.Period == PerUse && one.Typed(PerUse) != "" {
				one.Type(PerUse, r.Price)
				return true
			}
		}
	case TemplateDemand:
	}
	return false
}

// Repriceable says why the prices of a listing cannot be changed now, or nil.
func Repriceable(name string, status ProductStatus, reviewed, drafted bool) *Reason {
	var why Reason
	switch {
	case status != ProductOnSale:
		why = Because("task.price_not_on_sale", name)
	case reviewed:
		why = Because("review.already_open", name)
	case drafted:
		why = Because("task.price_drafted", name)
	default:
		return nil
	}
	return &why
}
