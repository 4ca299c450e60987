// Package supports is the pages of service and support: groups, the extension, ticket
// reception.
package supports

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

func crumbs(ctx context.Context, page string, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.service")}, {Text: i18n.T(ctx, "nav."+page)}}
	if len(more) > 0 {
		way[1].URL = "/" + page
	}
	return append(way, more...)
}

func receives(r market.Reception) string {
	if r.Receives {
		return "yes"
	}
	return "no"
}

func receiveOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Label: i18n.T(ctx, "reception.yes"), Help: i18n.T(ctx, "reception.yes_help")},
		{Value: "no", Label: i18n.T(ctx, "reception.no"), Help: i18n.T(ctx, "reception.no_help")}}
}

// ListPage is the four blocks of service and support (catalogue.md §9.1).
type ListPage struct {
	Groups    []market.SupportGroup
	Extension market.Extension
	Reception market.Reception
	Seller    market.Seller
}

func url(id market.SupportID, verb string) string {
	path := "/supports/" + id.String()
	if verb != "" {
		path += "/" + verb
	}
	return path
}

func numbersText(e market.Extension) string { return strings.Join(e.Numbers.V, "\n") }

func callFacts(ctx context.Context, p ListPage) []ui.Fact {
	if !p.Extension.Works() {
		return []ui.Fact{{Label: i18n.T(ctx, "support.pre_sales"), Text: p.Seller.ServicePhone}, {Label: i18n.T(ctx, "support.email"), Text: p.Seller.ServiceEmail}}
	}
	return []ui.Fact{{Label: i18n.T(ctx, "extension.extension"), Part: ui.ID(p.Extension.Extension, "")},
		{Label: i18n.T(ctx, "extension.numbers"), Text: strings.Join(p.Extension.Numbers.V, i18n.T(ctx, "common.list_join"))},
		{Label: i18n.T(ctx, "reception.hours"), Text: ui.HoursText(ctx, p.Extension.Hours.V)}}
}

func receptionFacts(ctx context.Context, r market.Reception) []ui.Fact {
	if !r.Open() {
		return []ui.Fact{{Label: i18n.T(ctx, "reception.receives"), Text: i18n.T(ctx, "reception.no")}}
	}
	return []ui.Fact{{Label: i18n.T(ctx, "reception.receives"), Text: i18n.T(ctx, "reception.yes")},
		{Label: i18n.T(ctx, "reception.hours"), Text: ui.HoursText(ctx, r.Hours.V)}}
}

func editHead(ctx context.Context, g market.SupportGroup) ui.Head {
	title := i18n.T(ctx, market.AddSupport)
	if !g.ID.IsZero() {
		title = g.Name
	}
	return ui.Head{Title: title, Lead: i18n.T(ctx, "support.edit_lead"), Crumbs: crumbs(ctx, "supports", ui.Link{Text: title})}
}

func editURL(g market.SupportGroup) string {
	if g.ID.IsZero() {
		return "/supports/add"
	}
	return url(g.ID, "edit")
}

func editAct(g market.SupportGroup) market.Act {
	if g.ID.IsZero() {
		return market.AddSupport
	}
	return market.EditSupport
}

func extensionFilters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "extension.text_hint")}}
}
