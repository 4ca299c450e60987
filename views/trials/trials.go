// Package trials is the page of the specs that may be tried, and of their whitelists.
package trials

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Listing is the specs that may be tried (SaaS试用配置, catalogue.md §4).
func Listing(ctx context.Context) ui.Listing[market.TrialRow] {
	return ui.Listing[market.TrialRow]{
		Area: "trial", Icon: "clock", Filters: filters(ctx), Caption: i18n.T(ctx, "nav.trials"),
		First: ui.LinkButton(i18n.T(ctx, "trial.first"), "/products", "", ui.Primary),
		Head:  ui.Head{Title: i18n.T(ctx, "nav.trials"), Lead: i18n.T(ctx, "trial.lead"), Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.configuration")}, {Text: i18n.T(ctx, "nav.trials")}}},
		Row:   func(r market.TrialRow) (string, string) { return r.SpecID.String(), r.SpecName },
		Bulk:  []ui.Bulk{{Act: market.AddTrial, URL: "/trials/add", Style: ui.Primary}, {Act: market.RemoveTrial, Style: ui.Danger}},
		Columns: []ui.Col[market.TrialRow]{
			{Name: "product", Fixed: true, Width: "wide", Value: func(r market.TrialRow) any { return r.ProductName }, Cell: func(c *ui.Pen, r market.TrialRow) { c.Two(r.ProductName, r.SpecName) }},
			{Name: "spec", Off: true, Value: func(r market.TrialRow) any { return r.SpecName }},
			{Name: "sku_code", Width: "id", Value: func(r market.TrialRow) any { return r.SKUCode }, Cell: func(c *ui.Pen, r market.TrialRow) { c.Code(r.SKUCode) }},
			{Name: "days", Right: true, Width: "narrow", Unit: "trial.days_unit", Value: func(r market.TrialRow) any { return r.TrialDays }},
			{Name: "open", Value: func(r market.TrialRow) any { return market.Word("trial.open_" + open(r)) }, Cell: func(c *ui.Pen, r market.TrialRow) {
				if r.AudienceID == nil {
					c.Faint(c.T("trial.open_everybody"))
					return
				}
				c.Link(c.T("trial.users_of", r.Users), "/audiences/"+r.AudienceID.String(), "")
				if r.Users == 0 {
					c.Second(c.T("trial.nobody"))
				}
			}},
			{Name: "taken", Right: true, Width: "narrow", Value: func(r market.TrialRow) any { return r.Taken }},
			{Name: "turned", Right: true, Width: "narrow", Value: func(r market.TrialRow) any { return r.Converted }},
			{Name: "updated_at", Off: true, Width: "when", Value: func(r market.TrialRow) any { return r.UpdatedAt }},
			ui.RowActs(rowActs),
		},
	}
}

func open(r market.TrialRow) string {
	if r.AudienceID == nil {
		return "everybody"
	}
	return "whitelist"
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "trial.text_hint")},
		{Name: "open", Options: []ui.Option{{Value: "whitelist", Label: i18n.T(ctx, "trial.open_whitelist")}, {Value: "everybody", Label: i18n.T(ctx, "trial.open_everybody")}}}}
}
