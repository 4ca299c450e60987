package agreements

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// List is what the seller has signed and what it may sign (我的协议, catalogue.md §1.4).
func List(ctx context.Context, now time.Time) ui.Listing[market.Agreement] {
	type row = market.Agreement
	return ui.Listing[row]{
		Area: "agreement", Icon: "doc", Sort: "effective_at", Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "agreement.title")}},
		Head: ui.Head{Title: i18n.T(ctx, "nav.agreements"), Lead: i18n.T(ctx, "agreement.lead"),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.seller")}, {Text: i18n.T(ctx, "nav.agreements")}}},
		Columns: []ui.Col[row]{
			{Name: "title", Fixed: true, Sort: true, Value: func(a row) any { return title(ctx, a) }, Cell: func(c *ui.Pen, a row) { c.Link(title(ctx, a), "/agreements/"+a.ID.String(), kind(ctx, a)) }},
			{Name: "version", Right: true, Value: func(a row) any { return a.Version }},
			{Name: "counterparty", Off: true, Value: func(row) any { return i18n.T(ctx, "agreement.marketplace") }},
			{Name: "waits", Width: "wide", Value: func(a row) any { return waits(ctx, a) }},
			{Name: "effective_at", Sort: true, Width: "when", Value: func(a row) any { return a.EffectiveAt }},
			{Name: "signed_at", Sort: true, Width: "when", Value: func(a row) any { return a.SignedAt }},
			{Name: "signed_by", Value: func(a row) any { return a.SignedBy }},
			{Name: "status", Width: "chip", Value: func(a row) any { return a.Status(now) }, Cell: func(c *ui.Pen, a row) { c.Chip(a.Status(now)) }},
			ui.RowActs(func(a row) templ.Component { return ownAct(a, now) }),
		},
	}
}

// OperatorList is every version of every agreement and how many sellers signed it.
func OperatorList(ctx context.Context, all []market.Agreement, now time.Time) ui.Listing[market.Agreement] {
	type row = market.Agreement
	return ui.Listing[row]{
		Area: "agreement", Icon: "doc", Sort: "effective_at", Filters: []ui.Filter{{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "agreement.title")}},
		Below: gates(),
		Head: ui.Head{Title: i18n.T(ctx, "nav.operator_agreements"), Lead: i18n.T(ctx, "agreement.operator_lead"), Acts: listActs(),
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_people")}, {Text: i18n.T(ctx, "nav.operator_agreements")}}},
		Columns: []ui.Col[row]{
			{Name: "title", Fixed: true, Sort: true, Value: func(a row) any { return title(ctx, a) }, Cell: func(c *ui.Pen, a row) { c.Link(title(ctx, a), "/operator/agreements/"+a.ID.String(), kind(ctx, a)) }},
			{Name: "version", Value: func(a row) any { return i18n.T(ctx, "agreement.version_no", a.Version) }},
			{Name: "renewal", Value: func(a row) any { return i18n.T(ctx, a.Renewal.Key()) }},
			{Name: "published_at", Sort: true, Width: "when", Value: func(a row) any { return a.PublishedAt }},
			{Name: "effective_at", Sort: true, Width: "when", Value: func(a row) any { return a.EffectiveAt }},
			{Name: "status", Width: "chip", Value: func(a row) any { return a.InEffect(now) }, Cell: func(c *ui.Pen, a row) { c.Chip(a.InEffect(now)) }},
			{Name: "signers", Right: true, Value: func(a row) any { return i18n.T(ctx, "agreement.of", i18n.Number(a.Signers), i18n.Number(a.Wanted)) }},
			ui.RowActs(func(a row) templ.Component { return nextAct(a, newest(all, a.Code).ID == a.ID) }),
		},
	}
}
