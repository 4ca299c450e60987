// Package rates shows the marketplace's fee ratios and increment bands.
package rates

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Page is every ratio, newest first.
type Page struct {
	All     []market.Rate
	Today   market.Day
	Regions []market.Region
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
	switch s {
	case holds:
		return market.OK
	case later:
		return market.Accent
	case past:
		return market.Neutral
	}
	return market.Neutral
}

// state tells whether a newer row of the same kind holds already.
func (p Page) state(r market.Rate) state {
	if p.Today.Before(r.EffectiveOn) {
		return later
	}
	for _, other := range p.All {
		if other.Kind == r.Kind && other.AccessType == r.AccessType && other.Region == r.Region && r.EffectiveOn.Before(other.EffectiveOn) && !p.Today.Before(other.EffectiveOn) {
			return past
		}
	}
	return holds
}

// of is what the row's ratio is of.
func (p Page) of(ctx context.Context, r market.Rate) string {
	switch {
	case r.Kind == market.RateIncrement:
		return i18n.T(ctx, "rate.from_amount") + " " + i18n.T(ctx, "common.with_yuan", r.FromAmount)
	case r.Kind.OfRegion():
		return p.region(ctx, r.Region)
	case r.AccessType == "":
		return i18n.T(ctx, "rate.access_all")
	}
	return i18n.T(ctx, r.AccessType.Key())
}

func (p Page) region(ctx context.Context, code string) string {
	for _, r := range p.Regions {
		if r.Code == code {
			return r.Name.V[i18n.Lang(ctx)]
		}
	}
	return i18n.T(ctx, "rate.region_all")
}

func (p Page) regions(ctx context.Context) (all []ui.Option) {
	for _, r := range p.Regions {
		all = append(all, ui.Option{Value: r.Code, Label: r.Name.V[i18n.Lang(ctx)]})
	}
	return all
}

func by(ctx context.Context, r market.Rate) string {
	if r.CreatedBy == "" {
		return i18n.T(ctx, "rate.shipped")
	}
	return r.CreatedBy
}
