package offers

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.OfferRow

// Listing is one tab of the offers: what was asked for (applications), what is in effect
// (effective), and the links of that (links). base is how the world reaches us.
func Listing(ctx context.Context, tab, base string, counts map[market.OfferStatus]int) ui.Listing[row] {
	links := tab == "links"
	return ui.Listing[row]{
		Area: "offer", Icon: "star", First: createButton(), Sort: "made_at", Filters: filters(ctx, tab), Tabs: tabs(ctx, tab, counts),
		Head: ui.Head{Title: i18n.T(ctx, "nav.offers"), Lead: i18n.T(ctx, "offer.lead"), Crumbs: crumbs(ctx), Acts: createButton()},
		Row:  func(r row) (string, string) { return r.ID.String(), r.Number },
		Bulk: []ui.Bulk{{Act: market.WithdrawOffer, Style: ui.Danger}},
		Columns: []ui.Col[row]{
			{Name: "name", Fixed: true, Width: "wide", Value: func(r row) any { return r.Name }, Cell: func(c *ui.Pen, r row) { c.Link(r.Name, url(r.ID, ""), r.Number) }},
			{Name: "number", Off: true, Width: "id", Value: func(r row) any { return r.Number }, Cell: func(c *ui.Pen, r row) { c.Code(r.Number) }},
			{Name: "mode", Off: links, Value: func(r row) any { return market.Word(r.Mode.Key()) },
				Cell: func(c *ui.Pen, r row) { c.Two(c.T(r.Mode.Key()), c.T(r.Origin.Key())) }},
			{Name: "origin", Off: true, Value: func(r row) any { return market.Word(r.Origin.Key()) }},
			{Name: "users", Value: func(r row) any { return some(ctx, r.UserName, r.Users) },
				Cell: func(c *ui.Pen, r row) { c.Two(some(ctx, r.UserName, r.Users), "") }},
			{Name: "items", Off: links, Value: func(r row) any { return some(ctx, r.ItemName, r.Items) },
				Cell: func(c *ui.Pen, r row) { c.Two(some(ctx, r.ItemName, r.Items), "") }},
			{Name: "starts_at", Width: "when", Value: func(r row) any { return r.StartsAt },
				Cell: func(c *ui.Pen, r row) { c.At(r.StartsAt); c.Second(c.T("offer.until", i18n.Moment(ctx, r.EndsAt))) }},
			{Name: "ends_at", Off: true, Width: "when", Value: func(r row) any { return r.EndsAt }},
			{Name: "link", Off: !links, Width: "wide", Value: func(r row) any { return link(base, r.Number) }, Cell: func(c *ui.Pen, r row) { c.Code(link(base, r.Number)) }},
			{Name: "made_by", Aside: true, Off: links, Value: func(r row) any { return r.MadeBy }, Cell: func(c *ui.Pen, r row) { c.Two(r.MadeBy, i18n.Moment(ctx, r.MadeAt)) }},
			{Name: "made_at", Off: true, Sort: true, Width: "when", Value: func(r row) any { return r.MadeAt }},
			{Name: "basis", Off: true, Value: func(r row) any { return r.Basis }, Cell: func(c *ui.Pen, r row) { c.Two(r.Basis, "") }},
			{Name: "status", Off: links, Width: "chip", Value: func(r row) any { return r.Status }},
		},
	}
}

func tabs(ctx context.Context, open string, counts map[market.OfferStatus]int) (all []ui.Tab) {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	for _, tab := range []struct {
		name string
		n    int
	}{{"applications", sum}, {"effective", counts[market.OfferEffective]}, {"links", counts[market.OfferEffective]}} {
		all = append(all, ui.Tab{Text: i18n.T(ctx, "offer.tab_"+tab.name), URL: "/offers?tab=" + tab.name, Count: i18n.Number(tab.n), Current: open == tab.name})
	}
	return all
}

func filters(ctx context.Context, tab string) []ui.Filter {
	all := []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "offer.text_hint")},
		{Name: "user", Kind: ui.FilterText},
		{Name: "mode", Options: ui.OptionsOf(ctx, market.OfferModes)},
	}
	if tab == "applications" {
		all = append(all, ui.Filter{Name: "status", Options: ui.OptionsOf(ctx, market.OfferStatuses)})
	}
	return append(all, ui.Filter{Name: "made", Kind: ui.FilterRange})
}
