package supports

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the customer-service groups; below, the hotline's extension and reception.
func Listing(ctx context.Context, p ListPage) ui.Listing[market.SupportGroup] {
	type row = market.SupportGroup
	return ui.Listing[row]{
		Area: "support", Icon: "headset", First: addAct(p), Below: besides(p), Sort: "updated_at",
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "support.text_hint")}},
		Head:    ui.Head{Title: i18n.T(ctx, "nav.supports"), Lead: i18n.T(ctx, "support.lead"), Crumbs: crumbs(ctx, "supports"), Acts: addAct(p)},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Sort: true, Value: func(g row) any { return g.Name }, Cell: func(c *ui.Pen, g row) { c.Link(g.Name, url(g.ID, ""), "") }},
			{Name: "contact", Value: func(g row) any { return g.Phone }, Cell: func(c *ui.Pen, g row) { c.Two(g.Phone, g.Email) }},
			{Name: "email", Off: true, Value: func(g row) any { return g.Email }},
			{Name: "hours", Value: func(g row) any { return ui.HoursText(ctx, g.Hours.V) }},
			{Name: "products", Sort: true, Right: true, Value: func(g row) any { return g.Products }},
			{Name: "updated_at", Sort: true, Width: "when", Value: func(g row) any { return g.UpdatedAt }},
			ui.RowActs(func(g row) templ.Component { return removeAct(g) }),
		},
	}
}

// Extensions is which seller has which extension of the hotline.
func Extensions(ctx context.Context, f ui.Form, status int) ui.Listing[market.ExtensionRow] {
	type row = market.ExtensionRow
	return ui.Listing[row]{
		Area: "extension", Icon: "headset", Sort: "created_at", Filters: extensionFilters(ctx), Above: ui.ErrorSummary(f, "extension"), Status: status,
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_extensions"), Lead: i18n.T(ctx, "extension.operator_lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_people")}, {Text: i18n.T(ctx, "nav.operator_extensions")}}},
		Columns: []ui.Col[row]{
			{Name: "seller", Fixed: true, Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.Number) }},
			{Name: "number", Label: i18n.T(ctx, "extension.seller_number"), Off: true, Value: func(r row) any { return r.Number }},
			{Name: "extension", Width: "id", Value: func(r row) any { return r.Extension }, Cell: func(c *ui.Pen, r row) { c.Code(r.Extension) }},
			{Name: "phones", Right: true, Value: func(r row) any { return r.Phones }},
			{Name: "assigned_at", Width: "when", Value: func(r row) any { return r.AssignedAt }},
			{Name: "created_at", Label: i18n.T(ctx, "extension.joined_at"), Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.CreatedAt }},
			ui.RowActs(assignAct),
		},
	}
}
