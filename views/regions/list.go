package regions

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.RegionProduct

// Listing is every listed product of the international site with where it is sold.
func Listing(ctx context.Context, contracts []market.Contract) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "region", Icon: "box", First: firstStep(contracts), Sort: "product", Up: true,
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "region.text_hint")}, {Name: "status", Options: ui.OptionsOf(ctx, []market.ProductStatus{market.ProductOnSale, market.ProductOffSale})}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.regions"), Lead: i18n.T(ctx, "region.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.regions")}}},
		Columns: []ui.Col[row]{
			{Name: "product", Fixed: true, Sort: true, Value: func(p row) any { return p.Name }, Cell: func(c *ui.Pen, p row) { c.Link(p.Name, "/regions/"+p.ID.String(), p.Number) }},
			{Name: "number", Off: true, Width: "id", Value: func(p row) any { return p.Number }, Cell: func(c *ui.Pen, p row) { c.Code(p.Number) }},
			{Name: "regions", Value: func(p row) any { return names(ctx, p) }},
			{Name: "count_of", Label: i18n.T(ctx, "region.regions_sold"), Sort: true, Right: true, Value: func(p row) any { return len(p.Regions.V) }},
			{Name: "status", Sort: true, Width: "chip", Value: func(p row) any { return p.Status }},
		},
	}
}
