package ui

import (
	"context"
	"strings"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// EventEntries are what happened to an order as a timeline shows it. Reader is the side
// that looks: its own entries stand out, and they lead on to the pages that it may open.
func EventEntries(ctx context.Context, events []market.Event, reader market.Party) []Entry {
	entries := make([]Entry, 0, len(events))
	for _, e := range events {
		actor := e.Actor
		if actor == "" || e.Party == market.PartySystem {
			actor = i18n.T(ctx, partyKey(e.Party))
		}
		entry := Entry{At: e.At, Party: e.Party, Ours: e.Party == reader, Actor: actor, Act: i18n.Did(ctx, e.Act),
			Reason: why(e), Quote: e.Quote, Kind: string(e.Kind)}
		if e.Party != market.PartyOperator || reader == market.PartyOperator {
			entry.From = e.From
		}
		var rest []string
		if e.Rest != nil {
			rest = append(rest, i18n.Say(ctx, *e.Rest))
		}
		if e.Amount != nil {
			rest = append(rest, AmountIn(ctx, *e.Amount, e.Currency))
		}
		entry.Link = EventPath(ctx, e, reader)
		switch {
		case entry.Link != "":
			entry.LinkText = e.Name
		case e.Name != "":
			rest = append([]string{e.Name}, rest...)
		}
		if entry.Rest = strings.Join(rest, " "); entry.Rest != "" && !strings.ContainsRune(",，", []rune(entry.Rest)[0]) {
			entry.Rest = " " + entry.Rest // a comma stands at the word before it
		}
		for _, f := range e.Files {
			entry.Files = append(entry.Files, File{Name: f.Name, Version: f.Version, URL: filePath(e, f, reader)})
		}
		entries = append(entries, entry)
	}
	return entries
}

// operated are the kinds of event whose rows have a page at the operator's door.
var operated = map[market.EventKind]bool{market.EventSupervision: true, market.EventAppeal: true, market.EventRefund: true, market.EventStatement: true, market.EventPayout: true}

// EventPath is the page of what an event happened to; empty where the reader has none.
func EventPath(ctx context.Context, e market.Event, reader market.Party) string {
	area := e.Kind.Area()
	if e.Subject == "" || area == market.Orders || !Sees(ctx, area) {
		return ""
	}
	switch {
	case reader == market.PartySeller && e.Kind == market.EventUsage:
		return "/usages/bills/" + e.Subject
	case reader == market.PartySeller:
		return "/" + string(area) + "s/" + e.Subject
	case reader == market.PartyOperator && operated[e.Kind]:
		return "/operator/" + string(area) + "s/" + e.Subject
	}
	return ""
}

func filePath(e market.Event, f market.EventFile, reader market.Party) string {
	if reader == market.PartyOperator {
		return "/operator/files/" + e.SellerID.String() + "/" + f.ID.String()
	}
	return "/files/" + f.ID.String()
}
