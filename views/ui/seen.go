package ui

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Seen is a page as another side sees it now: drawn from the same data and rules, and
// nothing can be done on it.
type Seen struct {
	Own    market.Party // who reads
	As     market.Party // as whom
	Sight  market.Sight
	Status templ.Component // chip of the thing
	Turn   TurnNow
	Left   Countdown
	Else   market.Reason // what happens if nobody acts
	Over   bool          // nobody's turn any more
	Texts  []SeenText
	Facts  []Fact
	Files  []EvidenceRow
	Case   []Entry // newest first
}

// SeenText is something written that the side reads.
type SeenText struct {
	Title string // worded
	Text  string
}

// SeenAs is the side whose sight the page's address asks for; the reader's own otherwise.
func SeenAs(ctx context.Context, own market.Party) market.Party {
	as := market.Party(QueryOf(ctx).Get("as_side"))
	switch as {
	case market.PartySeller, market.PartyBuyer, market.PartyOperator:
		return as
	case market.PartySystem:
	}
	return own
}

// seenTabs are the sides that the page at path can be seen as, the reader's own first.
func seenTabs(ctx context.Context, own, as market.Party, path string) []Tab {
	tabs := []Tab{{Text: i18n.T(ctx, "seen.own"), URL: path, Current: as == own}}
	for _, party := range []market.Party{market.PartyBuyer, market.PartySeller, market.PartyOperator} {
		if party != own {
			tabs = append(tabs, Tab{Text: i18n.T(ctx, "seen.of_"+string(party)), URL: path + "?as_side=" + string(party), Current: as == party})
		}
	}
	return tabs
}
