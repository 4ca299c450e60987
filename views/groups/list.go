package groups

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type group = market.Group

// Listing is the groups of menu rights.
func Listing(ctx context.Context) ui.Listing[group] {
	return ui.Listing[group]{
		Area: "group", Icon: "people", First: listActs(), Sort: "name", Up: true,
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "group.text_hint")}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.groups"), Lead: i18n.T(ctx, "group.lead"), Crumbs: crumbs(ctx), Acts: listActs()},
		Columns: []ui.Col[group]{
			{Name: "name", Fixed: true, Sort: true, Value: func(g group) any { return g.Name }, Cell: func(c *ui.Pen, g group) { c.Link(g.Name, "/groups/"+g.ID.String(), g.Description) }},
			{Name: "description", Off: true, Value: func(g group) any { return g.Description }},
			{Name: "rights", Value: func(g group) any { return rightWords(ctx, g.Rights.V) }},
			{Name: "members", Sort: true, Right: true, Value: func(g group) any { return g.Members }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(g group) any { return g.UpdatedAt }},
			ui.RowActs(editLink),
		},
	}
}
