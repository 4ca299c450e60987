package sellers

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// OperatorListing is every seller, the newest first.
func OperatorListing(ctx context.Context) ui.Listing[market.SellerRow] {
	type row = market.SellerRow
	return ui.Listing[row]{
		Area: "seller", Icon: "store", Sort: "created_at", Filters: statusFilters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_sellers"), Lead: i18n.T(ctx, "seller.operator_lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_people")}, {Text: i18n.T(ctx, "nav.operator_sellers")}}},
		Columns: []ui.Col[row]{
			{Name: "company_name", Fixed: true, Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Link(r.CompanyName, "/operator/sellers/"+r.ID.String(), r.Number) }},
			{Name: "number", Off: true, Value: func(r row) any { return r.Number }},
			{Name: "credit_code", Value: func(r row) any { return r.CreditCode }, Cell: func(c *ui.Pen, r row) { c.Code(r.CreditCode) }},
			{Name: "owner", Value: func(r row) any { return r.Owner }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
			{Name: "application", Width: "chip", Value: func(r row) any {
				if r.ReviewStatus == "" {
					return market.Word("seller.not_applied")
				}
				return r.ReviewStatus
			}},
			{Name: "certification", Width: "chip", Value: func(r row) any { return r.Certification }},
			{Name: "created_at", Sort: true, Width: "when", Value: func(r row) any { return r.CreatedAt }},
			{Name: "approved_at", Width: "when", Value: func(r row) any { return r.ApprovedAt }},
		},
	}
}
