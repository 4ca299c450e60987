package credentials

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the application credentials, newest first.
func Listing(ctx context.Context) ui.Listing[market.CredentialRow] {
	type row = market.CredentialRow
	return ui.Listing[row]{
		Area: "credential", Icon: "plug", First: applyAct(), Sort: "applied_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.credentials"), Lead: i18n.T(ctx, "credential.lead"), Crumbs: crumbs(ctx), Acts: applyAct()},
		Columns: []ui.Col[row]{
			{Name: "number", Fixed: true, Width: "id", Value: func(r row) any { return r.Number }, Cell: func(c *ui.Pen, r row) { c.ID(r.Number, url(r.ID, ""), i18n.Moment(ctx, r.AppliedAt)) }},
			{Name: "name", Value: func(r row) any { return r.Name }, Cell: func(c *ui.Pen, r row) { c.Two(r.Name, c.T("credential.auth_"+r.Auth)) }},
			{Name: "client_id", Width: "id", Value: func(r row) any { return r.ClientID }, Cell: func(c *ui.Pen, r row) { c.Code(r.ClientID) }},
			{Name: "address", Value: func(r row) any { return r.Terms.V.Address }, Cell: func(c *ui.Pen, r row) { c.Two(r.Terms.V.Address, "") }},
			{Name: "product", Value: func(r row) any { return r.ProductName }},
			{Name: "applied_at", Off: true, Width: "when", Value: func(r row) any { return r.AppliedAt }},
			{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }, Cell: func(c *ui.Pen, r row) {
				c.Chip(r.Status)
				if r.Change.V != nil {
					c.Second(c.T("credential.changing"))
				}
			}},
		},
	}
}
