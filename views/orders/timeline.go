package orders

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Timeline is what happened to an order: a screenful of it, and how much there is.
type Timeline struct {
	Events market.Page[market.Event]
	Counts market.EventCounts
	Kind   market.EventKind // empty shows all
}

func (t Timeline) entries(ctx context.Context, reader market.Party) []ui.Entry {
	return ui.EventEntries(ctx, t.Events.Rows, reader)
}

// kinds are the choices of the timeline's filter; their counts add up.
func (t Timeline) kinds(ctx context.Context, url, anchor string) []ui.Tab {
	choices := []ui.Tab{{Text: i18n.T(ctx, "common.any"), Count: i18n.Number(t.Counts.Sum()), URL: url + anchor, Current: t.Kind == ""}}
	for _, kind := range market.EventKinds {
		if n := t.Counts[kind]; n > 0 {
			choices = append(choices, ui.Tab{Text: i18n.T(ctx, kind.Key()), Count: i18n.Number(n),
				URL: url + "?kind=" + string(kind) + anchor, Current: t.Kind == kind})
		}
	}
	return choices
}

func (p ShowPage) reader() market.Party {
	if p.Seller != "" {
		return market.PartyOperator
	}
	return market.PartySeller
}

// shown is how many entries the chosen kind has.
func (t Timeline) shown() int {
	if t.Kind != "" {
		return t.Counts[t.Kind]
	}
	return t.Counts.Sum()
}

// pages are the ways on from this screenful.
func (p ShowPage) pages() ui.Pages {
	count := p.Events
	count.Count = market.Bounded{N: p.shown()}
	return ui.PagesOf("order", count, 0)
}

// paper are the facts that head the printed timeline.
func (p ShowPage) paper(ctx context.Context) []ui.Fact {
	o := p.Order
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "order.number"), Part: ui.ID(o.Number, p.url())},
		{Label: i18n.T(ctx, "order.status"), Part: ui.Chip(o.Status)},
		{Label: i18n.T(ctx, "order.product"), Text: o.ProductName},
		{Label: i18n.T(ctx, "order.spec"), Text: o.SpecName},
		{Label: i18n.T(ctx, "order.customer"), Text: o.CustomerName},
		{Label: i18n.T(ctx, "order.customer_id"), Part: ui.ID(o.CustomerID, "")},
		{Label: i18n.T(ctx, "order.paid_amount"), Part: ui.MoneyIn(o.Amount, o.Currency)},
		{Label: i18n.T(ctx, "order.placed_at"), Part: ui.TimeWeek(o.PlacedAt)},
	}
	if p.Seller != "" {
		facts = append([]ui.Fact{{Label: i18n.T(ctx, "order.seller"), Text: p.Seller}}, facts...)
	}
	return facts
}

func (p ShowPage) timelineCrumbs(ctx context.Context) []ui.Link {
	way := p.crumbs(ctx)
	way[len(way)-1].URL = p.url()
	return append(way, ui.Link{Text: i18n.T(ctx, "order.block_timeline")})
}

// sheetFacts head the timeline where nothing can be followed.
func (p ShowPage) sheetFacts(ctx context.Context) []ui.Fact {
	o := p.Order
	return []ui.Fact{
		{Label: i18n.T(ctx, "order.number"), Text: o.Number},
		{Label: i18n.T(ctx, "order.status"), Text: i18n.T(ctx, o.Status.Key())},
		{Label: i18n.T(ctx, "order.seller_name"), Text: p.Seller},
		{Label: i18n.T(ctx, "order.product"), Text: o.ProductName},
		{Label: i18n.T(ctx, "order.spec"), Text: o.SpecName},
		{Label: i18n.T(ctx, "order.customer"), Text: o.CustomerName},
		{Label: i18n.T(ctx, "order.customer_id"), Text: o.CustomerID},
		{Label: i18n.T(ctx, "order.paid_amount"), Text: ui.AmountIn(ctx, o.Amount, o.Currency)},
		{Label: i18n.T(ctx, "order.placed_at"), Text: i18n.Exact(ctx, o.PlacedAt)},
	}
}

// sheetEntries lead to the files beside the sheet; files is where each lies.
func (p ShowPage) sheetEntries(ctx context.Context, files map[string]string) []ui.Entry {
	entries := ui.EventEntries(ctx, p.Events.Rows, "")
	for i, e := range p.Events.Rows {
		for j, f := range e.Files {
			entries[i].Files[j].URL = files[f.ID.String()]
		}
	}
	return entries
}
