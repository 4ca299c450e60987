package ui

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// shown is a state that exists only in the gallery.
type shown struct {
	key  string
	tone market.Tone
}

// Key names the words of the sample.
func (s shown) Key() string { return "gallery." + s.key }

// Tone is the sample's colour.
func (s shown) Tone() market.Tone { return s.tone }

var galleryStates = []shown{
	{"draft", market.Neutral}, {"waiting", market.Accent}, {"on_sale", market.OK},
	{"slow", market.Warn}, {"refused", market.Bad}, {"frozen", market.Frozen},
}

var galleryForm = Form{
	Values: map[string][]string{"days": {"400"}, "name": {"Lanxi"}},
	Fields: map[string]market.Reason{"days": market.Because("problem.out_of_range", 1, 365, 400)},
}

var galleryNow = time.Date(2026, 11, 20, 2, 42, 0, 0, time.UTC)

func galleryOptions(ctx context.Context) []Option {
	return []Option{{"month", i18n.T(ctx, "gallery.by_month"), i18n.T(ctx, "gallery.by_month_help")}, {"year", i18n.T(ctx, "gallery.by_year"), i18n.T(ctx, "gallery.by_year_help")}}
}

func galleryFilters(ctx context.Context) []Filter {
	return []Filter{
		{Name: "q", Kind: FilterSearch, Label: i18n.T(ctx, "common.find"), Placeholder: i18n.T(ctx, "nav.search")},
		{Name: "status", Label: i18n.T(ctx, "common.status"), Options: []Option{{"on_sale", i18n.T(ctx, "gallery.on_sale"), ""}}},
		{Name: "created", Kind: FilterRange, Label: i18n.T(ctx, "common.created")},
		{Name: "actor", Kind: FilterText, Label: i18n.T(ctx, "common.actor"), More: true},
	}
}

func galleryGrid(ctx context.Context) Grid {
	return Grid{Area: "gallery", Caption: i18n.T(ctx, "gallery.list"), Select: true, Sort: "amount", Columns: []Column{
		{Name: "id", Width: "id"}, {Name: "product"}, {Name: "status"}, {Name: "created", Sort: true},
		{Name: "amount", Unit: i18n.T(ctx, "common.yuan"), Sort: true, Right: true}, {Name: "acts", Right: true},
	}}
}

func galleryTabs(ctx context.Context) []Tab {
	return []Tab{
		{Text: i18n.T(ctx, "gallery.waiting"), URL: "?tab=1", Count: "38"},
		{Text: i18n.T(ctx, "common.any"), URL: "?tab=2", Count: "10,000+", Current: true, Changed: true},
		{Text: i18n.T(ctx, "gallery.shared"), URL: "?tab=3", Count: "126", Shared: true},
	}
}

func galleryFacts(ctx context.Context) []Fact {
	return []Fact{
		{Label: i18n.T(ctx, "gallery.id"), Part: ID("CS2611031014K7QXD", "")},
		{Label: i18n.T(ctx, "common.status"), Part: Chip(galleryStates[1])},
		{Label: i18n.T(ctx, "common.created"), Part: TimeWeek(galleryNow)},
		{Label: i18n.T(ctx, "gallery.phone"), Part: Masked("138****4021")},
		{Label: i18n.T(ctx, "common.note")},
	}
}

func galleryAmounts(ctx context.Context) []Fact {
	return []Fact{
		{Label: i18n.T(ctx, "gallery.price"), Part: Money(market.Yuan("128000"))},
		{Label: i18n.T(ctx, "gallery.discount"), Part: Money(market.Yuan("-6400"))},
		{Label: i18n.T(ctx, "gallery.amount"), Part: Money(market.Yuan("121600")), Sum: true},
	}
}
