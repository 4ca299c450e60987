package partners

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type term = market.PartnerTermRow

// Terms is what providers earn on each product, and below it the orders that they brought.
func Terms(ctx context.Context, orders []market.PartnerOrder) ui.Listing[term] {
	set := func(value func(term) any) func(term) any {
		return func(t term) any {
			if !t.HasTerm {
				return nil
			}
			return value(t)
		}
	}
	return ui.Listing[term]{
		Area: "partner", Icon: "users", Filters: termFilters(ctx), Below: brought(orders),
		Head: ui.Head{Title: i18n.T(ctx, "nav.partners"), Lead: i18n.T(ctx, "partner.lead"), Crumbs: crumbs(ctx)},
		Columns: []ui.Col[term]{
			{Name: "product", Fixed: true, Sort: true, Width: "wide", Value: func(t term) any { return t.ProductName },
				Cell: func(c *ui.Pen, t term) { c.Two(t.ProductName, c.T(t.AccessType.Key())) }},
			{Name: "model", Value: set(func(t term) any { return market.Word(t.Model.Key()) }), Cell: func(c *ui.Pen, t term) {
				if !t.HasTerm {
					c.Faint(c.T("partner.no_term"))
					return
				}
				c.Two(c.T(t.Model.Key()), t.Policy)
			}},
			{Name: "share", Sort: true, Right: true, Value: set(func(t term) any { return t.Share })},
			{Name: "discount", Sort: true, Right: true, Value: set(func(t term) any { return t.Discount })},
			{Name: "from_on", Sort: true, Width: "when", Value: set(func(t term) any { return t.FromOn })},
			{Name: "policy", Off: true, Value: set(func(t term) any { return t.Policy })},
			{Name: "made_by", Off: true, Value: set(func(t term) any { return t.MadeBy })},
			ui.RowActs(setButton),
		},
	}
}

// Listing is the providers of the plan and those who ask to join.
func Listing(ctx context.Context) ui.Listing[market.Partner] {
	return ui.Listing[market.Partner]{
		Area: "partner", Icon: "users", Sort: "created_at", Filters: filters(ctx),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_partners"), Lead: i18n.T(ctx, "partner.operator_lead"), Crumbs: operatorCrumbs(ctx)},
		Row:  func(p market.Partner) (string, string) { return p.ID.String(), p.Number },
		Bulk: []ui.Bulk{{Act: market.ApprovePartner, Style: ui.Primary}, {Act: market.RejectPartner, Style: ui.Danger}},
		Columns: []ui.Col[market.Partner]{
			{Name: "number", Fixed: true, Sort: true, By: "created_at", Width: "id", Value: func(p market.Partner) any { return p.Number },
				Cell: func(c *ui.Pen, p market.Partner) { c.ID(p.Number, url(p.ID, ""), i18n.Moment(ctx, p.CreatedAt)) }},
			{Name: "name", Width: "wide", Value: func(p market.Partner) any { return p.Name }, Cell: func(c *ui.Pen, p market.Partner) { c.Two(p.Name, p.Account) }},
			{Name: "account", Off: true, Value: func(p market.Partner) any { return p.Account }},
			{Name: "role", Value: func(p market.Partner) any { return role(ctx, p) }},
			{Name: "created_at", Off: true, Sort: true, Width: "when", Value: func(p market.Partner) any { return p.CreatedAt }},
			{Name: "submitted_at", Width: "when", Value: func(p market.Partner) any { return p.SubmittedAt }},
			{Name: "decided_at", Off: true, Width: "when", Value: func(p market.Partner) any { return p.DecidedAt }},
			{Name: "decided_by", Off: true, Value: func(p market.Partner) any { return p.DecidedBy }},
			{Name: "reason", Off: true, Value: func(p market.Partner) any { return p.Reason }},
			{Name: "status", Width: "chip", Value: func(p market.Partner) any { return p.Status }},
		},
	}
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "partner.text_hint")},
		{Name: "status", Options: ui.OptionsOf(ctx, market.PartnerStatuses)},
		{Name: "role", Options: ui.OptionsOf(ctx, market.PartnerRoles)},
	}
}

func termFilters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "partner.product_hint")}}
}
