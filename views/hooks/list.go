package hooks

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Hook

// Listing is the rules of order notification and, below, the form of another.
func Listing(ctx context.Context, p Page, status int) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "hook", Icon: "plug", Dense: true, Sort: "created_at", Above: ui.ErrorSummary(p.Form, "hook"), Below: form(p), Status: status,
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "hook.text_hint")}, {Name: "access_type", Options: accessTypes(ctx)}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.hooks"), Lead: i18n.T(ctx, "hook.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.integration")}, {Text: i18n.T(ctx, "nav.hooks")}}},
		Row:     func(r row) (string, string) { return r.ID.String(), scope(ctx, r) },
		Bulk:    []ui.Bulk{{Act: market.RemoveHook, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "scope", Fixed: true, Sort: true, Value: func(r row) any { return scope(ctx, r) }},
			{Name: "access_type", Off: true, Value: func(r row) any { return accessOf(r) }},
			{Name: "endpoint_id", Sort: true, Width: "wide", Value: func(r row) any { return r.URL }, Cell: func(c *ui.Pen, r row) { c.Code(r.URL) }},
			{Name: "created_at", Sort: true, Width: "when", Value: func(r row) any { return r.CreatedAt }},
			ui.RowActs(rowActs),
		},
	}
}
