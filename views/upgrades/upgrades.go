// Package upgrades shows what may grow into what.
package upgrades

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.upgrades"), URL: "/upgrades"}}, more...)
}

func filters(ctx context.Context) []ui.Filter {
	var statuses []ui.Option
	for _, status := range market.UpgradeStatuses {
		statuses = append(statuses, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "upgrade.text_hint")}, {Name: "status", Options: statuses}}
}

// Listing is the upgrade rules (catalogue.md §3.10).
func Listing(ctx context.Context) ui.Listing[market.Upgrade] {
	return ui.Listing[market.Upgrade]{Area: "upgrade", Icon: "arrow-up", First: add(), Sort: "created_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.upgrades"), Lead: i18n.T(ctx, "upgrade.lead"), Crumbs: crumbs(ctx), Acts: add()},
		Row:  func(u market.Upgrade) (string, string) { return u.ID.String(), u.SourceName },
		Bulk: []ui.Bulk{{Act: market.EndUpgrade, Style: ui.Danger}},
		Columns: []ui.Col[market.Upgrade]{
			{Name: "source", Fixed: true, Value: func(u market.Upgrade) any { return u.SourceName },
				Cell: func(c *ui.Pen, u market.Upgrade) { c.Link(u.SourceName, "/specs/"+u.SourceID.String(), u.ProductName) }},
			{Name: "targets", Value: func(u market.Upgrade) any { return i18n.List(ctx, u.TargetNames.V) }},
			{Name: "expansion", Right: true, Value: func(u market.Upgrade) any {
				if u.Expansion == nil {
					return ""
				}
				return u.Expansion.String()
			}},
			{Name: "created_at", Width: "when", Value: func(u market.Upgrade) any { return u.CreatedAt }},
			{Name: "status", Value: func(u market.Upgrade) any { return u.Status }, Cell: func(c *ui.Pen, u market.Upgrade) {
				c.Chip(u.Status)
				if u.Cause.V != nil {
					c.Second(i18n.Say(ctx, *u.Cause.V))
				}
			}},
			ui.RowActs(rowActs),
		}}
}

// specOption names a spec with its product.
func specOption(ctx context.Context, s market.UpgradeSpec) ui.Option {
	return ui.Option{Value: s.ID.String(), Label: s.ProductName + " / " + s.Name}
}

// sources are the specs that may be a source; targets those of the same product.
func sources(ctx context.Context, specs []market.UpgradeSpec) (options []ui.Option) {
	for _, spec := range specs {
		options = append(options, specOption(ctx, spec))
	}
	return options
}

func targets(ctx context.Context, specs []market.UpgradeSpec, source *market.UpgradeSpec) (options []ui.Option) {
	for _, spec := range specs {
		own := spec.ID == source.ID
		if spec.ProductID == source.ProductID && own == (source.Template == market.TemplateCustom) {
			options = append(options, ui.Option{Value: spec.ID.String(), Label: spec.Name})
		}
	}
	return options
}

// Chosen is the source that the form asks targets for.
func Chosen(specs []market.UpgradeSpec, id string) *market.UpgradeSpec {
	for i := range specs {
		if specs[i].ID.String() == id {
			return &specs[i]
		}
	}
	return nil
}

// FirstOf is the first spec of the product, with which its rule begins.
func FirstOf(specs []market.UpgradeSpec, product string) string {
	for _, spec := range specs {
		if spec.ProductID.String() == product {
			return spec.ID.String()
		}
	}
	return ""
}

func chosen(source *market.UpgradeSpec) string {
	if source == nil {
		return ""
	}
	return source.ID.String()
}

// onlyTarget is the spec itself where it can become nothing else.
func onlyTarget(source *market.UpgradeSpec) string {
	if source.Template == market.TemplateCustom {
		return source.ID.String()
	}
	return ""
}
