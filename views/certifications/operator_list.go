package certifications

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// OperatorListing is every certification, with the amount that the bank would receive.
func OperatorListing(ctx context.Context) ui.Listing[market.Certification] {
	type row = market.Certification
	return ui.Listing[row]{
		Area: "certification", Icon: "card", Sort: "submitted_at", Filters: statusFilters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_certifications"), Lead: i18n.T(ctx, "certification.operator_lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_people")}, {Text: i18n.T(ctx, "nav.operator_certifications")}}},
		Columns: []ui.Col[row]{
			{Name: "legal_name", Fixed: true, Value: func(r row) any { return r.LegalName }, Cell: func(c *ui.Pen, r row) {
				c.Link(r.LegalName, "/operator/certifications/"+r.SellerID.String(), r.CreditCode)
			}},
			{Name: "credit_code", Off: true, Value: func(r row) any { return r.CreditCode }},
			{Name: "bank", Value: func(r row) any { return r.BankName }, Cell: func(c *ui.Pen, r row) { c.Two(r.BankName, r.Account()) }},
			{Name: "taxpayer", Value: func(r row) any { return market.Word("certification.taxpayer_" + r.Taxpayer) },
				Cell: func(c *ui.Pen, r row) { c.Two(c.T("certification.taxpayer_"+r.Taxpayer), r.VATRate.String()) }},
			{Name: "test_amount", Right: true, Width: "money", Unit: "common.yuan", Value: func(r row) any { return r.TestAmount }},
			{Name: "wrong_count", Right: true, Value: func(r row) any {
				return market.Because("certification.wrong_of", r.WrongCount, market.MostWrongAmounts)
			}},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
			{Name: "submitted_at", Width: "when", Value: func(r row) any { return r.SubmittedAt }},
			ui.RowActs(func(r row) templ.Component { return unlock(r, ui.Small) }),
		},
	}
}
