package ui

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// EventEntries are what happened to an order as a timeline shows it. Reader is the side
// that looks: its own entries stand out, and only the seller's lead on to other pages.
func EventEntries(ctx context.Context, events []market.Event, reader market.Party) []Entry {
	entries := make([]Entry, 0, len(events))
	for _, e := range events {
		actor := e.Actor
		if actor == "" || e.Party == market.PartySystem {
			actor = i18n.T(ctx, partyKey(e.Party))
		}
		entry := Entry{At: e.At, Party: e.Party, Ours: e.Party == reader, Actor: actor, Act: i18n.T(ctx, e.Act),
			Reason: e.Reason, Quote: e.Quote, Kind: string(e.Kind)}
		if e.Rest != nil {
			entry.Rest = " " + i18n.Say(ctx, *e.Rest)
		}
		if reader == market.PartySeller {
			entry.Link, entry.LinkText = e.Link, e.Name
		} else if e.Name != "" {
			entry.Rest = " " + e.Name + entry.Rest
		}
		entries = append(entries, entry)
	}
	return entries
}
