package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// CaseFile is the heads of the case's columns: who stands on which side, and how many pieces
// of evidence each side gave.
type CaseFile struct {
	Buyer, Seller           string
	BuyerFiles, SellerFiles int
	Entries                 []CaseEntry // oldest first
}

// CaseEntry is one thing that was said, done or handed in; it stands on its side of the line.
type CaseEntry struct {
	At    time.Time
	Party market.Party
	Ours  bool
	Actor string
	Act   string // worded
	Rest  string
	Quote string
	Facts string // worded: with whom, and whether somebody was reached
	Mark  string // worded chip: only for us, a decision
	Tone  market.Tone
	Files []CaseDoc
}

// CaseDoc is a document with all that tells it from another.
type CaseDoc struct {
	Kind    string // worded
	Name    string
	URL     string // where it is looked at
	Picture string // address of a picture small enough to show; empty for none
	Type    string // PDF, XLSX, …
	Size    string
	Version int
	Hash    string
}

// CaseDocs are the stored files as documents of a case; look is where one is looked at, raw
// where its content is.
func CaseDocs(ctx context.Context, files []market.Evidence, look, raw func(market.FileID) string) []CaseDoc {
	var docs []CaseDoc
	for _, f := range files {
		doc := CaseDoc{Kind: i18n.T(ctx, f.Kind.Key()), Name: f.Name, URL: look(f.FileID), Type: FileType(f.Name),
			Size: FileSize(f.Size), Version: f.Version, Hash: f.SHA256}
		if strings.HasPrefix(f.Mime, "image/") && f.Size < 2<<20 {
			doc.Picture = raw(f.FileID)
		}
		docs = append(docs, doc)
	}
	return docs
}

// FileType is the ending of a file's name in capitals.
func FileType(name string) string {
	_, ending, found := cutLast(name, ".")
	if !found {
		return ""
	}
	return strings.ToUpper(ending)
}

func cutLast(text, at string) (before, after string, found bool) {
	i := strings.LastIndex(text, at)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(at):], true
}

// FileSize is a size in the unit that keeps it short.
func FileSize(n int64) string {
	switch {
	case n >= 1<<20:
		return decimals(n*10>>20, 1) + " MB"
	case n >= 1<<10:
		return decimals(n>>10, 0) + " KB"
	}
	return decimals(n, 0) + " B"
}

// side is the column that an entry stands in.
func (e CaseEntry) side() string {
	if e.Party == market.PartyBuyer || e.Party == market.PartySeller {
		return string(e.Party)
	}
	return "desk"
}

// CaseEntries is a flow's log with the words and files of both sides and the operator's
// calls, oldest first; the entries carry the reader's sight only.
func CaseEntries(ctx context.Context, sight market.Sight, flow market.Supervision, ours market.Party, look, raw func(market.FileID) string) []CaseEntry {
	byLog := map[market.ID[market.SupervisionLog]][]market.Evidence{}
	var loose []market.Evidence
	for _, f := range sight.Files {
		if f.LogID == nil {
			loose = append(loose, f)
			continue
		}
		byLog[*f.LogID] = append(byLog[*f.LogID], f)
	}
	var entries []CaseEntry
	for i := len(sight.Logs) - 1; i >= 0; i-- {
		log := sight.Logs[i]
		e := CaseEntry{At: log.At, Party: log.Party, Ours: log.Party == ours, Actor: log.Actor, Act: i18n.Did(ctx, log.Act), Quote: log.Comment,
			Files: CaseDocs(ctx, byLog[log.ID], look, raw)}
		if log.Party == market.PartySystem {
			e.Actor = i18n.T(ctx, partyKey(log.Party))
		}
		from, to := flow.Flow.V.Index(log.FromNode), flow.Flow.V.Index(log.ToNode)
		switch {
		case log.Act == market.FileAppeal:
			e.Rest = i18n.T(ctx, "supervision.and_frozen")
		case to > from:
			e.Rest = i18n.T(ctx, "supervision.into", market.Word(shortKey(log.ToNode)))
		case to < from:
			e.Rest = i18n.T(ctx, "supervision.back_to", market.Word(shortKey(log.ToNode)))
		}
		switch log.Act {
		case market.FileAppeal:
			e.Tone = market.Warn
		case market.DecideAppeal, market.RejectAppeal:
			e.Tone, e.Mark = market.Accent, i18n.T(ctx, "case.decision")
		}
		entries = append(entries, e)
	}
	for _, c := range sight.Contacts {
		entries = insertByTime(entries, contactEntry(ctx, c, ours))
	}
	if len(loose) > 0 {
		entries = insertByTime(entries, CaseEntry{At: loose[0].AddedAt, Party: loose[0].Party, Actor: loose[0].UploadedBy,
			Act: i18n.Did(ctx, market.UploadSupervision), Files: CaseDocs(ctx, loose, look, raw)})
	}
	return entries
}

// SightEntries are the lines and calls that a side sees as one timeline, newest first.
func SightEntries(ctx context.Context, flow market.Supervision, sight market.Sight, as market.Party, url func(market.FileID) string) []Entry {
	entries := FlowEntries(ctx, flow, sight.Logs, sight.Files, as, url)
	for _, c := range sight.Contacts {
		e := Entry{At: c.HeldAt, Party: market.PartyOperator, Ours: as == market.PartyOperator, Actor: c.Actor, Act: i18n.T(ctx, c.Channel.Key()),
			Rest: " " + ContactFacts(ctx, c), Quote: c.Text, Kind: string(market.Appeals)}
		if e.Actor == "" {
			e.Actor = i18n.T(ctx, partyKey(market.PartyOperator))
		}
		at := 0
		for at < len(entries) && entries[at].At.After(e.At) {
			at++
		}
		entries = slices.Insert(entries, at, e)
	}
	return entries
}

// contactEntry is a call or a mail of the operator in its column; only the operator learns
// what is not shared.
func contactEntry(ctx context.Context, c market.AppealContact, ours market.Party) CaseEntry {
	e := CaseEntry{At: c.HeldAt, Party: market.PartyOperator, Ours: ours == market.PartyOperator, Actor: c.Actor,
		Act: i18n.T(ctx, c.Channel.Key()), Quote: c.Text, Facts: ContactFacts(ctx, c)}
	if !c.Shared && ours == market.PartyOperator {
		e.Mark = i18n.T(ctx, "case.ours_only")
	}
	return e
}

// ContactFacts says with whom the operator spoke, and whether somebody was reached.
func ContactFacts(ctx context.Context, c market.AppealContact) string {
	switch {
	case c.Party == "":
		return ""
	case c.Reached && c.Person != "":
		return i18n.T(ctx, "case.reached_who", market.Word(partyKey(c.Party)), c.Person)
	case c.Reached:
		return i18n.T(ctx, "case.reached", market.Word(partyKey(c.Party)))
	}
	return i18n.T(ctx, "case.not_reached", market.Word(partyKey(c.Party)))
}

func insertByTime(entries []CaseEntry, e CaseEntry) []CaseEntry {
	at := len(entries)
	for at > 0 && entries[at-1].At.After(e.At) {
		at--
	}
	return slices.Insert(entries, at, e)
}
