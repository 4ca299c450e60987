// Package spotlights is the page of the places where the marketplace recommends products.
package spotlights

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is what the seller's level gives it, and where its products stand.
type Page struct {
	Rules    market.PrivilegeRules
	Standing market.SellerStanding
	State    market.StandingState
	All      []market.Spotlight
	Products []market.Product
	Today    market.Day
}

// tone and word are whether the seller has the right.
func (p Page) has(right market.Privilege) (market.Tone, string) {
	switch {
	case !p.Rules.Has(right, p.Standing.Level):
		return market.Neutral, "spotlight.has_not"
	case p.suspended():
		return market.Bad, "spotlight.has_suspended"
	}
	return market.OK, "spotlight.has"
}

func (p Page) suspended() bool {
	return p.State == market.StandingPunished || p.State == market.StandingEnded
}

// held is how many places of the kind are taken today or later.
func (p Page) held(right market.Privilege) (n int) {
	for _, one := range p.All {
		if one.Place == right && one.State(p.Today) != market.SpotlightOver {
			n++
		}
	}
	return n
}

func (p Page) places(ctx context.Context) (options []ui.Option) {
	for _, place := range market.Places {
		options = append(options, ui.Option{Value: string(place), Label: i18n.T(ctx, place.Key()), Help: i18n.T(ctx, "spotlight.from_level", market.Word(p.Rules.Least[place].Key()))})
	}
	return options
}

func (p Page) products() (options []ui.Option) {
	for _, product := range p.Products {
		options = append(options, ui.Option{Value: product.ID.String(), Label: product.Name})
	}
	return options
}

// where is the place, with the campaign's name.
func where(ctx context.Context, s market.Spotlight) string {
	if s.Campaign == "" {
		return i18n.T(ctx, s.Place.Key())
	}
	return s.Campaign
}

func kind(ctx context.Context, s market.Spotlight) string {
	if s.Campaign == "" {
		return ""
	}
	return i18n.T(ctx, s.Place.Key())
}

// ended is why the place is over.
func ended(ctx context.Context, s market.Spotlight) string {
	if s.EndedAt == nil {
		return ""
	}
	return i18n.T(ctx, "spotlight.ended_"+reason(s.EndedFor), *s.EndedAt)
}

func reason(why string) string {
	if why == "" {
		return "own"
	}
	return why
}
