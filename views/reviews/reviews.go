// Package reviews shows what waits for the operator's consent.
package reviews

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// sheet is what a review shows of its payload, read once per page.
type sheet struct {
	review  market.Review
	product *market.ReviewedProduct // of a listing that is still there
	before  *market.ProductContent
	after   market.ProductContent
	words   Words
	files   string // where its files are read
}

// Words are the names of what a listing names by codes.
type Words struct {
	Categories []market.Category
	Parameters []market.Parameter
}

// sheetOf reads the payload of a review of a listing.
func sheetOf(row market.ReviewRow, words Words, files string) (sheet, error) {
	review := row.Review
	s := sheet{review: review, product: row.Product, words: words, files: files}
	if !review.Kind.OfProduct() {
		return s, nil
	}
	if err := json.Unmarshal(review.Before, &s.before); err != nil {
		return s, err
	}
	return s, json.Unmarshal(review.Payload, &s.after)
}

// scanURL is where the reader finds a scan's report.
func (s sheet) scanURL(id market.ScanID) string {
	if strings.HasPrefix(s.files, "/operator/") {
		return "/operator/scans/" + id.String()
	}
	return "/scans/" + id.String()
}

// changes are the fields to look at, step by step.
func (s sheet) changes() []market.Change {
	if s.product == nil {
		return market.Changes(s.before, s.after)
	}
	return market.ChangesOf(s.product.AccessType, s.product.SaleType, s.before, s.after)
}

// facts are the plain values of a payload that has no page of its own: whatever its area
// has a word for. A value may have a word itself, and a file is shown as a file.
func (s sheet) facts(ctx context.Context) []ui.Fact {
	var payload map[string]any
	if json.Unmarshal(s.review.Payload, &payload) != nil {
		return nil
	}
	var before map[string]any
	if json.Unmarshal(s.review.Before, &before) != nil {
		before = nil
	}
	var facts []ui.Fact
	for _, name := range slices.SortedFunc(maps.Keys(payload), asTyped) {
		label := area(s.review.Kind) + "." + strings.TrimSuffix(name, "_file_id")
		text, plain := payload[name].(string)
		if !plain || text == "" || !i18n.Has(label) {
			continue
		}
		fact := ui.Fact{Label: i18n.T(ctx, label), Text: said(ctx, label, text)}
		if was, known := before[name].(string); known && was != text && !strings.HasSuffix(name, "_file_id") {
			fact.Part = wasIs(said(ctx, label, was), fact.Text, false, false)
		}
		if strings.HasSuffix(name, "_file_id") {
			fact.Part = ui.FileLink(fact.Label, s.files+text, "")
		}
		facts = append(facts, fact)
	}
	return facts
}

// said is a value as its field writes it: a choice by its word, a figure with its unit.
func said(ctx context.Context, label, text string) string {
	if word := label + "_" + text; i18n.Has(word) {
		return i18n.T(ctx, word)
	}
	if with := label + "_said"; i18n.Has(with) {
		return i18n.T(ctx, with, strings.TrimSuffix(text, ".00"))
	}
	return text
}

// typed are the fields of a seller's profile in the order in which they were typed.
var typed = []string{"product", "year", "first", "second", "third", "identity_type", "identity_name", "company_name", "credit_code", "licence_file_id", "logo_file_id", "website", "years", "staff", "capital_wan", "introduction",
	"province", "city", "address", "contact_name", "contact_mobile", "contact_email", "service_phone", "service_email",
	"service_days", "service_hours", "no_distributor", "no_solution", "no_uipm", "qualification_kind", "qualification_file_id", "representative", "identity_number", "identity_file_id"}

// asTyped sorts fields as they were typed; what no form of ours has comes after them.
func asTyped(a, b string) int {
	place := func(name string) int {
		if at := slices.Index(typed, name); at >= 0 {
			return at
		}
		return len(typed)
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a, b))
}

func area(kind market.ReviewKind) string {
	switch {
	case kind == market.ReviewStore:
		return "store"
	case kind == market.ReviewOnboarding || strings.HasPrefix(string(kind), "seller_"):
		return "seller"
	case kind == market.ReviewRecertification:
		return "certification"
	}
	if kind == market.ReviewCredentialChange {
		return string(market.ReviewCredential)
	}
	return string(kind)
}

// subject is the page of what the review is about, for the seller.
func subject(review market.Review) string {
	switch review.Kind {
	case market.ReviewIdentity:
		return "/sellers/identity"
	case market.ReviewProfile:
		return "/sellers/change"
	case market.ReviewLetter:
		return "/sellers/letter"
	case market.ReviewStore:
		return "/stores"
	case market.ReviewRecertification:
		return "/certifications"
	case market.ReviewOnboarding:
		return "/sellers"
	case market.ReviewCertification:
		return "/certifications"
	case market.ReviewContract:
		return "/contracts"
	case market.ReviewPlan:
		return "/plans"
	case market.ReviewCourier:
		return "/couriers"
	case market.ReviewAsset:
		return "/assets/" + review.Subject.String()
	case market.ReviewCredential, market.ReviewCredentialChange:
		return "/credentials/" + review.Subject.String()
	case market.ReviewProductPublish, market.ReviewProductModify, market.ReviewProductDelist, market.ReviewSpecDelist:
	}
	return "/products/" + review.Subject.String()
}

// discardText says what is thrown away: the unsent change of a listing, or one never on sale.
func discardText(ctx context.Context, review market.ReviewRow) string {
	if review.Product.Status == market.ProductOnSale {
		return i18n.T(ctx, "product.discard_change", review.Title)
	}
	return i18n.T(ctx, "product.discard_product", review.Title)
}

// said words a short value of a listing.
func (s sheet) said(ctx context.Context, change market.Change, value string) string {
	switch {
	case value == "":
		return ""
	case change.Field == "category":
		return categoryName(ctx, s.words.Categories, value)
	case change.Field == "extensions":
		codes := strings.Split(value, ", ")
		for n, code := range codes {
			codes[n] = s.words.parameter(ctx, code)
		}
		return strings.Join(codes, i18n.T(ctx, "common.list_join"))
	case change.Field == "tags":
		var tags []string
		for tag := range strings.FieldsSeq(value) {
			tags = append(tags, i18n.T(ctx, "product.tag_"+tag))
		}
		return strings.Join(tags, i18n.T(ctx, "common.list_join"))
	case change.Kind == market.ChangeWords:
		var said []string
		for key := range strings.FieldsSeq(value) {
			said = append(said, i18n.T(ctx, key))
		}
		return strings.Join(said, i18n.T(ctx, "common.list_join"))
	case change.Kind == market.ChangeWord && i18n.Has(value):
		return i18n.T(ctx, value)
	}
	return value
}

// parameter names a value of the checkout as the buyer is asked for it.
func (w Words) parameter(ctx context.Context, code string) string {
	for _, p := range w.Parameters {
		if p.Code == code {
			return p.Name.V[i18n.Lang(ctx)]
		}
	}
	return code
}

func categoryName(ctx context.Context, categories []market.Category, code string) string {
	for _, category := range categories {
		if category.Code == code {
			return category.Name.V[i18n.Lang(ctx)]
		}
	}
	return code
}

// due tells how a pending review stands against its three working days.
func due(ctx context.Context, review market.Review, now time.Time) templ.Component {
	switch {
	case review.Status != market.ReviewPending:
		return ui.Dash()
	case now.After(review.DueAt):
		return ui.ChipText(market.Bad, i18n.T(ctx, "review.late", i18n.Span(ctx, now.Sub(review.DueAt))))
	}
	return ui.Time(review.DueAt)
}

func log(ctx context.Context, review market.Review) []ui.Entry {
	entries := []ui.Entry{}
	if review.DecidedAt != nil {
		entry := ui.Entry{At: *review.DecidedAt, Party: market.PartyOperator, Actor: review.DecidedBy, Act: i18n.T(ctx, "review.did_"+string(review.Status))}
		if review.Status == market.ReviewWithdrawn {
			entry.Party = market.PartySeller
		}
		if review.Reason != "" {
			entry.Quote = review.Reason
		}
		entries = append(entries, entry)
	}
	return append(entries, ui.Entry{At: review.SubmittedAt, Party: market.PartySeller, Actor: review.SubmittedBy, Act: i18n.T(ctx, "review.did_submit")})
}

func amount(spec market.SpecContent, period market.Period) string {
	price, typed, err := spec.Price(period)
	if !typed || err != nil {
		return spec.Shown(period)
	}
	return i18n.Price(price)
}

// state names what happens to a spec.
func state(change market.SpecChange) (key string, tone market.Tone) {
	switch {
	case change.New:
		return "review.spec_new", market.OK
	case change.Gone:
		return "review.spec_gone", market.Bad
	case change.After.Off && !change.Before.Off:
		return "review.spec_off", market.Warn
	case change.Changed():
		return "review.spec_changed", market.Accent
	}
	return "review.spec_same", market.Neutral
}

func sizeOf(file market.FileRef) string { return i18n.Number(int(max(file.Size>>10, 1))) + " KB" }

// unit is what the prices of the listing are in: dollars on the international site.
func (s sheet) unit(ctx context.Context) string {
	if s.product == nil {
		return ui.Unit(ctx, market.CNY)
	}
	return ui.Unit(ctx, s.product.Site.Currency())
}

func ofStep(changes []market.Change, step market.ProductStep) []market.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c market.Change) bool { return c.Step != step })
}

func unchanged(specs []market.SpecContent) []market.SpecChange {
	list := make([]market.SpecChange, len(specs))
	for i, spec := range specs {
		list[i] = market.SpecChange{Before: spec, After: spec}
	}
	return list
}

// factsKey says whether the fields are new or changed.
func factsKey(s sheet) string {
	if s.before == nil {
		return "review.fields_new"
	}
	return "review.fields_changed"
}

// beside is how much of an unchanged stretch is shown beside a change.
const beside = 60

// around cuts long unchanged stretches down to what stands beside the changes.
func around(pieces []market.Piece) []market.Piece {
	short := slices.Clone(pieces)
	for i, piece := range short {
		letters := []rune(piece.Text)
		if piece.Gone || piece.Added || len(letters) <= 2*beside {
			continue
		}
		begin, end := string(letters[:beside])+" … ", " … "+string(letters[len(letters)-beside:])
		switch i {
		case 0:
			short[i].Text = strings.TrimLeft(end, " ")
		case len(short) - 1:
			short[i].Text = strings.TrimRight(begin, " ")
		default:
			short[i].Text = begin + string(letters[len(letters)-beside:])
		}
	}
	return short
}
