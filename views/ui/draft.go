package ui

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// DraftBox is where a form's files are prepared: each is stored as soon as it is chosen, or
// with a button where no script runs. It stands inside the form whose words belong to it.
type DraftBox struct {
	URL   string // of the draft; /attach and /detach behind it
	Use   market.DraftUse
	Kinds []DraftKind
	Draft market.Draft
	File  func(market.FileID) string // address of a stored file
}

// DraftKind is one kind of document that the form asks for.
type DraftKind struct {
	Kind     market.EvidenceKind
	Help     string // worded
	Required bool
}

func (b DraftBox) to(verb string) string { return b.URL + "/" + verb + "?use=" + string(b.Use) }

func (b DraftBox) of(kind market.EvidenceKind) []market.DraftFile {
	var some []market.DraftFile
	for _, f := range b.Draft.Files {
		if f.Kind == kind {
			some = append(some, f)
		}
	}
	return some
}

func (b DraftBox) input(ctx context.Context, k DraftKind) Input {
	return Input{Area: "evidence", Name: "file_" + string(k.Kind), Label: i18n.T(ctx, k.Kind.Key()), HelpText: k.Help,
		Required: k.Required && len(b.of(k.Kind)) == 0, Accept: market.FileRules[market.FileEvidence].Accept(), Multiple: true}
}

// loose are the input's attributes without "required": the act itself says what is missing,
// the way there is uploading one after the other.
func (in Input) loose(ctx context.Context, f Form) templ.Attributes {
	in.Required = false
	return in.attributes(ctx, f)
}

// Kept is when and by whom the draft's words were kept; empty when they were not.
func (b DraftBox) Kept(ctx context.Context) string {
	if b.Draft.KeptAt == nil {
		return ""
	}
	return i18n.Moment(ctx, *b.Draft.KeptAt)
}
