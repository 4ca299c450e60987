package market

// Bounds are the bounds of a listing that the sheet infers, so that an installation may
// choose them (catalogue.md §2.3, §3.4, §3.5, §4). They are settings.
type Bounds struct {
	Name           int // letters of a product's name
	Highlights     int
	HighlightTitle int
	HighlightText  int
	DeliveryDays   int
	VideoMegabytes int
	TagsAbroad     int  // labels of what is sold abroad
	Agreement      bool // what an agreement lacks is refused instead of warned about (§2.4)
	Specs          int  // of one product
	Attributes     int  // of one spec
	Values         int  // of one enum
	SKUs           int  // of one spec
	TrialFiling    bool // a trial that is not a general product's needs its filing number (§4)
}

// The most that an installation may choose: what a page and a save can still carry.
const (
	CeilingSpecs      = 200
	CeilingAttributes = 10
	CeilingValues     = 100
	CeilingSKUs       = 500
	CeilingHighlights = 10
)

// Bounds are the bounds of listings as the installation has set them.
func (s Settings) Bounds() Bounds {
	return Bounds{Name: s.NameLetters, Highlights: s.HighlightCount, HighlightTitle: s.HighlightTitle, HighlightText: s.HighlightText,
		DeliveryDays: s.PromisedDays, VideoMegabytes: s.VideoMegabytes, TagsAbroad: s.TagsAbroad, Agreement: s.AgreementStrict,
		Specs: s.SpecCount, Attributes: s.AttributeCount, Values: s.ValueCount, SKUs: s.SKUCount, TrialFiling: s.TrialFiling}
}

// DefaultBounds are the bounds that ship.
var DefaultBounds = DefaultSettings().Bounds()

// Bounds are the limits that hold for the listing.
func (f ProductFacts) Bounds() Bounds {
	if f.Limits == (Bounds{}) {
		return DefaultBounds
	}
	return f.Limits
}

// Opened are the sale types that a listing may be begun with: general always, curated and
// self-service products where the installation has opened them. A joint product begins from
// its certification (catalogue.md §2.1, §2.11).
func (s Settings) Opened() []SaleType {
	open := []SaleType{SaleGeneral}
	if s.SelectOpen {
		open = append(open, SaleSelect)
	}
	if s.PlatformOpen {
		open = append(open, SalePlatform)
	}
	return open
}
