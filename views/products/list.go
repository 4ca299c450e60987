package products

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type productCol = ui.Col[market.ProductRow]

// Listing is the seller's listings (我的商品, catalogue.md §2.9); joint leads to the business
// plans of whom has joined the joint plan.
func Listing(ctx context.Context, joint bool) ui.Listing[market.ProductRow] {
	return ui.Listing[market.ProductRow]{
		Area: "product", Icon: "box", First: publishButton(), Sort: "updated_at", Filters: filters(ctx, false),
		Head: ui.Head{Title: i18n.T(ctx, "nav.products"), Lead: i18n.T(ctx, "product.lead"), Acts: listActs(joint),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.products")}}},
		Columns: append(columns(func(c *ui.Pen, row market.ProductRow) {
			c.Part(nameCell(row, "/products/"+row.ID.String(), row.Number, false))
		}), ui.RowActs(rowActs)),
		Row:  func(row market.ProductRow) (string, string) { return row.ID.String(), row.Name },
		Bulk: []ui.Bulk{{Act: market.DelistProduct, Style: ui.Danger}},
	}
}

// OperatorListing is the listings of all sellers.
func OperatorListing(ctx context.Context) ui.Listing[market.ProductRow] {
	l := ui.Listing[market.ProductRow]{
		Area: "product", Icon: "box", Sort: "updated_at", Filters: filters(ctx, true),
		Head: ui.Head{Title: i18n.T(ctx, "product.operator_title"), Lead: i18n.T(ctx, "product.operator_lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_review")}, {Text: i18n.T(ctx, "product.operator_title")}}},
		Columns: columns(func(c *ui.Pen, row market.ProductRow) {
			c.Part(nameCell(row, "", joined(ctx, row.CompanyName, row.Number), true))
		}),
	}
	l.Columns = append(l.Columns, productCol{Name: "company_name", Off: true, Value: func(r market.ProductRow) any { return r.CompanyName }}, ui.RowActs(operatorActs))
	return l
}

// DraftListing is what is being edited and was not submitted (草稿箱).
func DraftListing(ctx context.Context) ui.Listing[market.ProductRow] {
	return ui.Listing[market.ProductRow]{
		Area: "draft", Icon: "doc", First: publishButton(), Sort: "updated_at", Caption: i18n.T(ctx, "nav.drafts"),
		Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Label: i18n.T(ctx, "product.name"), Placeholder: i18n.T(ctx, "product.name")},
			{Name: "access_type", Label: i18n.T(ctx, "product.access_type"), Options: ui.OptionsOf(ctx, market.AccessTypes)}},
		Row:  func(row market.ProductRow) (string, string) { return row.ID.String(), row.Name },
		Bulk: []ui.Bulk{{Act: market.DiscardProduct, Style: ui.Danger}},
		Head: ui.Head{Title: i18n.T(ctx, "nav.drafts"), Lead: i18n.T(ctx, "draft.lead"), Acts: publishButton(),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.product")}, {Text: i18n.T(ctx, "nav.drafts")}}},
		Columns: []productCol{
			{Name: "name", Label: i18n.T(ctx, "product.name"), Fixed: true, Width: "wide", Value: func(r market.ProductRow) any { return r.Name },
				Cell: func(c *ui.Pen, row market.ProductRow) {
					c.Part(nameCell(row, "/products/"+row.ID.String()+"/edit", row.Number, false))
				}},
			{Name: "access_type", Label: i18n.T(ctx, "product.access_type"), Cell: func(c *ui.Pen, row market.ProductRow) {
				c.Two(c.T(row.AccessType.Key()), c.T(row.SaleType.Key()))
			}, Value: func(r market.ProductRow) any { return market.Word(r.AccessType.Key()) }},
			{Name: "draft_of", Label: i18n.T(ctx, "product.draft_of"), Cell: func(c *ui.Pen, row market.ProductRow) {
				c.Two(c.T("draft.of_"+string(row.Status)), c.T("draft.note_"+string(row.Status)))
			}, Value: func(r market.ProductRow) any { return market.Word("draft.of_" + string(r.Status)) }},
			{Name: "updated_at", Label: i18n.T(ctx, "product.updated_at"), Sort: true, Width: "when", Value: func(r market.ProductRow) any { return r.UpdatedAt }},
			ui.RowActs(draftActs),
		},
	}
}

// columns are what every list of listings shows; the name leads where it should.
func columns(name func(*ui.Pen, market.ProductRow)) []productCol {
	return []productCol{
		{Name: "name", Fixed: true, Width: "wide", Cell: name, Value: func(r market.ProductRow) any { return r.Name }},
		{Name: "number", Off: true, Width: "id", Value: func(r market.ProductRow) any { return r.Number },
			Cell: func(c *ui.Pen, r market.ProductRow) { c.Code(r.Number) }},
		{Name: "access_type", Value: func(r market.ProductRow) any { return market.Word(r.AccessType.Key()) },
			Cell: func(c *ui.Pen, r market.ProductRow) {
				c.Two(c.T(r.AccessType.Key()), joined(c.Ctx(), c.T(r.SaleType.Key()), c.T("product.public_"+answer(r.Public))))
			}},
		{Name: "sale_type", Off: true, Value: func(r market.ProductRow) any { return market.Word(r.SaleType.Key()) }},
		{Name: "public", Off: true, Value: func(r market.ProductRow) any { return market.Word("product.public_" + answer(r.Public)) }},
		{Name: "version", Width: "narrow", Value: func(r market.ProductRow) any { return r.Edition }},
		{Name: "status", Width: "chip", Value: func(r market.ProductRow) any { return r.Status }, Cell: statusCell},
		{Name: "specs", Right: true, Width: "narrow", Value: func(r market.ProductRow) any { return r.Specs }},
		{Name: "favorites", Right: true, Width: "narrow", Aside: true, Value: func(r market.ProductRow) any { return r.Favorites }, Cell: favoritesCell},
		{Name: "listed_at", Width: "when", Value: func(r market.ProductRow) any { return r.ListedAt }},
		{Name: "updated_at", Sort: true, Width: "when", Value: func(r market.ProductRow) any { return r.UpdatedAt }},
	}
}

// favoritesCell is how many customers keep the product in mind; nobody needs to know the
// thousandth.
func favoritesCell(c *ui.Pen, r market.ProductRow) {
	if r.Favorites > market.FavoritesMost {
		c.Text(i18n.Number(market.FavoritesMost) + "+")
	} else {
		c.Number(r.Favorites)
	}
}

func statusCell(c *ui.Pen, r market.ProductRow) {
	c.Chip(r.Status)
	switch {
	case r.ReviewKind != nil && r.Status == market.ProductOnSale:
		c.Second(c.T("product.under_review", market.Word(r.ReviewKind.Key())))
	case r.Changed:
		c.Second(c.T("product.has_draft"))
	}
}

// NewPage is what can be begun.
type NewPage struct {
	Abroad bool // the seller joined the international site
	Sales  []market.SaleType
	Joint  bool // joint products may be published (catalogue.md §2.1, §2.11)
}
