package market

import (
	"slices"
	"time"
)

// Spotlights are the places where the marketplace recommends a seller's products: what its level
// as a partner gives it (营销权益, catalogue.md §9.8).
var Spotlights = area("spotlight", Owner, Operations)

// The acts on recommended places.
var (
	PlaceSpotlight = act("spotlight.place", Owner, Operations)
	EndSpotlight   = act("spotlight.end", Owner, Operations)
)

// Privilege is what a level gives in marketing.
type Privilege string

// The rights: three kinds of recommended places, and an account manager of one's own.
const (
	PrivilegeCategory Privilege = "category" // 类目推荐位
	PrivilegeCampaign Privilege = "campaign" // 联合活动
	PrivilegeFront    Privilege = "front"    // 首页推荐位
	PrivilegeManager  Privilege = "manager"  // 专属客户经理
)

// Privileges lists the rights, and Places those that are places of products.
var (
	Privileges = []Privilege{PrivilegeCategory, PrivilegeCampaign, PrivilegeFront, PrivilegeManager}
	Places     = []Privilege{PrivilegeCategory, PrivilegeCampaign, PrivilegeFront}
)

// Key names the right's words.
func (r Privilege) Key() string { return "spotlight.right_" + string(r) }

// PrivilegeRules is which level each right begins with, how many products a place shows of one
// seller, and for how long.
type PrivilegeRules struct {
	Least map[Privilege]PartnerLevel
	Most  int
	Days  int
}

// PrivilegeRules are the settings' rules.
func (s Settings) PrivilegeRules() PrivilegeRules {
	level := func(n int) PartnerLevel { return PartnerLevels[min(max(n, 1), len(PartnerLevels))-1] }
	return PrivilegeRules{map[Privilege]PartnerLevel{PrivilegeCategory: level(s.LevelCategory), PrivilegeCampaign: level(s.LevelCampaign),
		PrivilegeFront: level(s.LevelFront), PrivilegeManager: level(s.LevelManager)}, s.SpotlightMost, s.SpotlightDays}
}

// Has reports whether the level gives the right.
func (r PrivilegeRules) Has(right Privilege, level PartnerLevel) bool {
	return slices.Index(PartnerLevels, level) >= slices.Index(PartnerLevels, r.Least[right])
}

// Of are the rights of a level.
func (r PrivilegeRules) Of(level PartnerLevel) []Privilege {
	return slices.DeleteFunc(slices.Clone(Privileges), func(right Privilege) bool { return !r.Has(right, level) })
}

// Grant refuses a right that the seller's level does not give, and every right while its points
// are those of a punishment (catalogue.md §9.8).
func (r PrivilegeRules) Grant(right Privilege, level PartnerLevel, state StandingState) error {
	switch {
	case !slices.Contains(Privileges, right):
		return Invalid("place", "problem.not_an_option", string(right))
	case state == StandingPunished || state == StandingEnded:
		return Conflict("spotlight.suspended", Word(state.Key()), Word(right.Key()))
	case !r.Has(right, level):
		return Conflict("spotlight.below", Word(right.Key()), Word(r.Least[right].Key()), Word(level.Key()))
	}
	return nil
}

// SpotlightID names a recommended place of a product.
type SpotlightID = ID[Spotlight]

// Spotlight is a product in a recommended place.
type Spotlight struct {
	SellerID    SellerID
	ID          SpotlightID
	ProductID   ProductID
	ProductName string
	Place       Privilege
	Campaign    string
	FromOn      Day
	UntilOn     Day
	PlacedBy    string
	PlacedAt    time.Time
	EndedAt     *time.Time
	EndedFor    string // empty: the seller's own act; level or points
}

// SpotlightState is where a recommended place stands on a day.
type SpotlightState string

// The states.
const (
	SpotlightLater SpotlightState = "later"
	SpotlightShown SpotlightState = "shown"
	SpotlightOver  SpotlightState = "over"
)

// Key names the state's words.
func (s SpotlightState) Key() string { return "spotlight.state_" + string(s) }

// Tone is the state's colour.
func (s SpotlightState) Tone() Tone {
	return map[SpotlightState]Tone{SpotlightLater: Accent, SpotlightShown: OK, SpotlightOver: Neutral}[s]
}

// State is where the place stands today.
func (s Spotlight) State(today Day) SpotlightState {
	switch {
	case s.EndedAt != nil || s.UntilOn.Before(today):
		return SpotlightOver
	case today.Before(s.FromOn):
		return SpotlightLater
	}
	return SpotlightShown
}

// Check refuses a place without product or campaign, or for too long a time.
func (s Spotlight) Check(today Day, rules PrivilegeRules) error {
	wrong := Invalids{}
	if s.ProductID.IsZero() {
		wrong.With("product_id", "problem.required")
	}
	if !slices.Contains(Places, s.Place) {
		wrong.With("place", "problem.not_an_option", string(s.Place))
	}
	if s.Place == PrivilegeCampaign {
		text(wrong, "campaign", s.Campaign, 2, 60)
	} else if s.Campaign != "" {
		wrong.With("campaign", "spotlight.no_campaign")
	}
	switch {
	case s.FromOn.IsZero() || s.UntilOn.IsZero():
		wrong.With("until_on", "problem.required")
	case s.FromOn.Before(today):
		wrong.With("from_on", "rate.in_the_past", today, s.FromOn)
	case s.UntilOn.Before(s.FromOn):
		wrong.With("until_on", "spotlight.ends_before", s.FromOn)
	case s.FromOn.Plus(rules.Days - 1).Before(s.UntilOn):
		wrong.With("until_on", "spotlight.too_long", rules.Days)
	}
	return wrong.Err()
}
