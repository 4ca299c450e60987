// Package specs shows what can be bought of listings: specs, SKUs and their prices.
package specs

import (
	"context"
	"slices"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.specs"), URL: "/specs"}}, more...)
}

// Page is one listed spec with its calculator.
type Page struct {
	market.SpecDetail
	Calculation ui.Calculation
	Base        string // where the shop front's links begin
}

func filters(ctx context.Context) []ui.Filter {
	var templates, statuses []ui.Option
	for _, template := range []market.Template{market.TemplateSimple, market.TemplateCustom, market.TemplateDemand, market.TemplatePackage} {
		templates = append(templates, ui.Option{Value: string(template), Label: i18n.T(ctx, template.Key())})
	}
	for _, status := range []market.ProductStatus{market.ProductOnSale, market.ProductOffSale} {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "spec.text_hint")},
		{Name: "template", Options: templates}, {Name: "status", Options: statuses}}
}

type col = ui.Col[market.SKULine]

// Listing is the SKUs of all listings with the prices at which they begin.
func Listing(ctx context.Context) ui.Listing[market.SKULine] {
	price := func(name string, of func(market.SKULine) *market.Price) col {
		value := func(l market.SKULine) any {
			if p := of(l); p != nil {
				return *p
			}
			return ""
		}
		return col{Name: name, Label: i18n.T(ctx, market.Period(name).Key()), Unit: "common.yuan", Right: true, Width: "money", Value: value,
			Cell: func(c *ui.Pen, l market.SKULine) {
				if p := of(l); p != nil && l.Site == market.International {
					c.Text(i18n.T(ctx, "common.with_dollar", *p))
				} else if p != nil {
					c.Text(i18n.Price(*p))
				} else {
					c.Dash()
				}
			}}
	}
	return ui.Listing[market.SKULine]{Area: "spec", Icon: "box", Filters: filters(ctx), Sort: "id",
		Head: ui.Head{Title: i18n.T(ctx, "nav.specs"), Lead: i18n.T(ctx, "spec.lead"), Crumbs: crumbs(ctx), Acts: ui.ImportMenu(market.PriceSheet.Kind)},
		Columns: []col{
			{Name: "sku_code", Fixed: true, Width: "id", Value: func(l market.SKULine) any { return l.SKUCode },
				Cell: func(c *ui.Pen, l market.SKULine) { c.ID(l.SKUCode, url(l.SpecID), i18n.T(ctx, l.Template.Key())) }},
			{Name: "product_name", Value: func(l market.SKULine) any { return l.ProductName },
				Cell: func(c *ui.Pen, l market.SKULine) {
					c.Link(l.ProductName, "/products/"+l.ProductID.String(), skuName(l))
				}},
			{Name: "spec_name", Off: true, Value: func(l market.SKULine) any { return l.SpecName }},
			{Name: "sku", Off: true, Value: func(l market.SKULine) any { return l.Name }},
			{Name: "template", Off: true, Value: func(l market.SKULine) any { return market.Word(l.Template.Key()) }},
			price("month", func(l market.SKULine) *market.Price { return l.Month }), price("year", func(l market.SKULine) *market.Price { return l.Year }),
			price("use", usePrice), price("once", func(l market.SKULine) *market.Price { return l.Once }),
			{Name: "status", Width: "chip", Value: func(l market.SKULine) any { return l.Status }},
		}}
}

// usePrice leaves out what is metered: its price stands with the factors.
func usePrice(l market.SKULine) *market.Price {
	if l.Charging == market.ChargeOnDemand {
		return nil
	}
	return l.Use
}

func skuName(l market.SKULine) string {
	if l.Name == "" {
		return l.SpecName
	}
	return l.SpecName + " · " + l.Name
}

func url(id market.SpecID) string { return "/specs/" + id.String() }

// periods are the billing periods that some SKU has a price for.
func (p Page) periods() (periods []market.Period) {
	for _, period := range market.Periods {
		if slices.ContainsFunc(p.SKUs, func(k market.SKURow) bool { return k.Price(period) != nil }) {
			periods = append(periods, period)
		}
	}
	return periods
}

func (p Page) enums() (enums []market.SpecAttribute) {
	for _, a := range p.Attributes.V {
		if a.Kind == market.AttributeEnum {
			enums = append(enums, a)
		}
	}
	return enums
}

// demand reports a spec that is metered: it has factors instead of prices.
func (p Page) demand() bool { return p.Template == market.TemplateDemand }

func (p Page) single() bool { return len(p.enums()) == 0 && p.Template != market.TemplatePackage }

// priceText is a price as its tiers: 10 / 8 / 6.
func priceText(pricing market.Pricing, amount market.Price) string {
	if !pricing.Model.Tiered() {
		return i18n.Price(amount)
	}
	var units []string
	for _, tier := range pricing.Tiers {
		units = append(units, i18n.Price(tier.Unit))
	}
	return strings.Join(units, " / ")
}

// boundsText is where the tiers end: 50 / 200.
func boundsText(pricing market.Pricing) string {
	var bounds []string
	for _, tier := range pricing.Tiers {
		if tier.To != nil {
			bounds = append(bounds, i18n.Quantity(*tier.To))
		}
	}
	return strings.Join(bounds, " / ")
}

// modelOf is how the SKU is priced, with its tiers.
func modelOf(ctx context.Context, k market.SKURow) string {
	if len(k.Prices) == 0 || k.Prices[0].Pricing.V.Model == "" {
		return i18n.T(ctx, market.PriceFixed.Key())
	}
	pricing := k.Prices[0].Pricing.V
	if bounds := boundsText(pricing); bounds != "" {
		return i18n.T(ctx, pricing.Model.Key()) + " · " + bounds
	}
	return i18n.T(ctx, pricing.Model.Key())
}

func (p Page) facts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "spec.product_name"), Part: ui.TextLink(p.ProductName, "/products/"+p.ProductID.String())},
		{Label: i18n.T(ctx, "product.access_type"), Text: i18n.T(ctx, p.AccessType.Key())},
		{Label: i18n.T(ctx, "spec.template"), Text: i18n.T(ctx, p.Template.Key())},
		{Label: i18n.T(ctx, "spec.on_sale"), Text: i18n.T(ctx, "spec.sku_number", p.SKUCount)}}
	if number := p.Measure(); number != nil {
		facts = append(facts, ui.Fact{Label: ui.Named(ctx, number.NameZh, number.NameEn), Text: i18n.T(ctx, "spec.range", number.Min, number.Max, number.Step, number.Unit)})
	}
	return facts
}

func (p Page) unit(ctx context.Context) string {
	if number := p.Measure(); number != nil && number.Unit != "" {
		return i18n.T(ctx, "spec.price_per", ui.Unit(ctx, p.Site.Currency()), number.Unit)
	}
	return ui.Unit(ctx, p.Site.Currency())
}
