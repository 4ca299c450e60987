package assets

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.Asset

// Listing is the seller's assets (资产中心 > 我的资产).
func Listing(ctx context.Context) ui.Listing[row] {
	return ui.Listing[row]{
		Area: "asset", Icon: "box", First: addButton(), Sort: "updated_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.assets"), Lead: i18n.T(ctx, "asset.lead"), Acts: listActs(), Crumbs: crumbs(ctx)},
		Row:  func(a row) (string, string) { return a.ID.String(), a.Name + " " + a.Edition },
		Bulk: []ui.Bulk{{Act: market.SubmitAsset, Style: ui.Primary}, {Act: market.DeleteAsset, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(a row) any { return a.Name }, Cell: func(c *ui.Pen, a row) { c.Link(a.Name, url(a.ID, ""), a.Number) }},
			{Name: "number", Off: true, Width: "id", Value: func(a row) any { return a.Number }, Cell: func(c *ui.Pen, a row) { c.Code(a.Number) }},
			{Name: "kind", Value: func(a row) any { return market.Word(a.Kind.Key()) }},
			{Name: "edition", Width: "narrow", Value: func(a row) any { return a.Edition }},
			{Name: "status", Width: "chip", Value: func(a row) any { return a.Status }},
			{Name: "report", Value: func(a row) any { return reportText(ctx, a) }},
			{Name: "used", Right: true, Width: "narrow", Value: func(a row) any { return a.Used }},
			{Name: "note", Off: true, Value: func(a row) any { return a.Note }, Cell: func(c *ui.Pen, a row) { c.Two(a.Note, "") }},
			{Name: "created_at", Off: true, Width: "when", Value: func(a row) any { return a.CreatedAt }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(a row) any { return a.UpdatedAt }},
		},
	}
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "asset.text_hint")},
		{Name: "kind", Options: kinds(ctx)},
		{Name: "status", Options: ui.OptionsOf(ctx, market.AssetStatuses)},
	}
}
