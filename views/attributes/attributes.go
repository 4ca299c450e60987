// Package attributes shows the SKU attributes of a seller.
package attributes

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.attributes"), URL: "/attributes"}}, more...)
}

func kinds(ctx context.Context) (options []ui.Option) {
	for _, kind := range market.AttributeKinds {
		options = append(options, ui.Option{Value: string(kind), Label: i18n.T(ctx, kind.Key())})
	}
	return options
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "attribute.text_hint")}, {Name: "kind", Options: kinds(ctx)}}
}

// Listing is the preset attributes and the seller's own (catalogue.md §3.4).
func Listing(ctx context.Context) ui.Listing[market.Attribute] {
	return ui.Listing[market.Attribute]{Area: "attribute", Icon: "box", First: add(), Sort: "updated_at", Filters: filters(ctx), Dense: true,
		Head: ui.Head{Title: i18n.T(ctx, "nav.attributes"), Lead: i18n.T(ctx, "attribute.lead"), Crumbs: crumbs(ctx), Acts: add()},
		Columns: []ui.Col[market.Attribute]{
			{Name: "kind", Value: func(a market.Attribute) any { return market.Word(a.Kind.Key()) }},
			{Name: "code", Fixed: true, Value: func(a market.Attribute) any { return a.Code }, Cell: func(c *ui.Pen, a market.Attribute) { c.Code(a.Code) }},
			{Name: "name_zh", Value: func(a market.Attribute) any { return a.NameZh }},
			{Name: "name_en", Value: func(a market.Attribute) any { return a.NameEn }},
			{Name: "description", Value: func(a market.Attribute) any { return a.Description }},
			{Name: "origin", Value: func(a market.Attribute) any { return market.Word(origin(a)) }},
			ui.RowActs(rowActs),
		}}
}

func origin(a market.Attribute) string {
	if a.Preset {
		return "attribute.preset"
	}
	return "attribute.custom"
}

func editURL(a market.Attribute) string { return "/attributes/" + a.ID.String() + "/edit" }

func removeURL(a market.Attribute) string { return "/attributes/" + a.ID.String() + "/remove" }
