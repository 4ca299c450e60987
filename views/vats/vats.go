// Package vats shows the table from which the tax type of a sale follows.
package vats

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is every row, newest first.
type Page struct {
	All        []market.Vat
	Today      market.Day
	Categories []market.Category
}

// state is where a row stands in time.
type state string

const (
	holds state = "holds"
	later state = "later"
	past  state = "past"
)

// Key names the state's words.
func (s state) Key() string { return "rate." + string(s) }

// Tone is the state's colour.
func (s state) Tone() market.Tone {
	return map[state]market.Tone{holds: market.OK, later: market.Accent, past: market.Neutral}[s]
}

// state tells whether a newer row for the same sales holds already.
func (p Page) state(v market.Vat) state {
	if p.Today.Before(v.EffectiveOn) {
		return later
	}
	for _, other := range p.All {
		if other.Same(v) && v.EffectiveOn.Before(other.EffectiveOn) && !p.Today.Before(other.EffectiveOn) {
			return past
		}
	}
	return holds
}

func chargings(ctx context.Context) (all []ui.Option) {
	for _, c := range market.Chargings {
		all = append(all, ui.Option{Value: string(c), Label: i18n.T(ctx, "order.charging_"+string(c))})
	}
	return all
}

func (p Page) categories(ctx context.Context) (all []ui.Option) {
	for _, c := range p.Categories {
		all = append(all, ui.Option{Value: c.Code, Label: p.category(ctx, c.Code)})
	}
	return all
}

// category is the category's name behind its group's.
func (p Page) category(ctx context.Context, code string) string {
	name, parent := "", ""
	for _, c := range p.Categories {
		if c.Code == code {
			name = c.Name.V[i18n.Lang(ctx)]
			if c.Parent != nil {
				parent = *c.Parent
			}
		}
	}
	if parent == "" {
		return name
	}
	return p.category(ctx, parent) + " / " + name
}

func accessOf(ctx context.Context, v market.Vat) string {
	if v.AccessType == "" {
		return i18n.T(ctx, "vat.all")
	}
	return i18n.T(ctx, v.AccessType.Key())
}

func chargingOf(ctx context.Context, v market.Vat) string {
	if v.Charging == "" {
		return i18n.T(ctx, "vat.all")
	}
	return i18n.T(ctx, "order.charging_"+string(v.Charging))
}

func (p Page) categoryOf(ctx context.Context, v market.Vat) string {
	if v.Category == "" {
		return i18n.T(ctx, "vat.all")
	}
	return p.category(ctx, v.Category)
}

func by(ctx context.Context, v market.Vat) string {
	if v.CreatedBy == "" {
		return i18n.T(ctx, "rate.shipped")
	}
	return v.CreatedBy
}
