package market

import (
	"slices"
	"strings"
	"time"
)

// Offers is prices that one seller grants to named customers (商家专属优惠, catalogue.md §9.2).
var Offers = area("offer", Owner, Operations, Finance)

// The acts on an exclusive offer (catalogue.md §9.2). Beyond the limits the operator decides
// on it as a review.
var (
	SubmitOffer   = act("offer.submit", Owner, Operations)
	WithdrawOffer = act("offer.withdraw", Owner, Operations)
	ProposeOffer  = act("offer.propose", Buyer) // a provider's offer to a customer of its own
	ExpireOffer   = act("offer.expire", Clock)
)

// OfferID names an offer.
type OfferID = ID[Offer]

// OfferMode is what an offer leaves to the buyer (catalogue.md §9.2).
type OfferMode string

// The modes: the buyer sets quantity and orders often; or all is fixed and ordered once.
const (
	OfferDiscount  OfferMode = "discount"
	OfferQuotation OfferMode = "quotation"
)

// OfferModes lists the modes.
var OfferModes = []OfferMode{OfferDiscount, OfferQuotation}

// Key names the mode's words.
func (m OfferMode) Key() string { return "offer.mode_" + string(m) }

// OfferOrigin is who made an offer.
type OfferOrigin string

// The makers of offers: the seller, a provider, or the platform for a bound customer.
const (
	OfferBySeller  OfferOrigin = "seller"
	OfferByPartner OfferOrigin = "partner"
	OfferByItself  OfferOrigin = "auto" // the 100 % offer
)

// Key names the maker's words.
func (o OfferOrigin) Key() string { return "offer.origin_" + string(o) }

// OfferStatus is where an offer stands.
type OfferStatus string

// The states of an offer (catalogue.md §9.2).
const (
	OfferPending   OfferStatus = "pending"
	OfferRejected  OfferStatus = "rejected"
	OfferWithdrawn OfferStatus = "withdrawn"
	OfferEffective OfferStatus = "effective"
	OfferUsedUp    OfferStatus = "used_up"
	OfferExpired   OfferStatus = "expired"
)

// OfferStatuses lists the states in the order of an offer's life.
var OfferStatuses = []OfferStatus{OfferPending, OfferEffective, OfferUsedUp, OfferExpired, OfferRejected, OfferWithdrawn}

// Key names the status's words.
func (s OfferStatus) Key() string { return "offer.status_" + string(s) }

// Tone is the status's colour.
func (s OfferStatus) Tone() Tone {
	switch s {
	case OfferPending:
		return Accent
	case OfferEffective, OfferUsedUp:
		return OK
	case OfferRejected:
		return Bad
	case OfferWithdrawn, OfferExpired:
		return Neutral
	}
	return Neutral
}

// OfferMoves is the life of an offer: an order uses a quotation up, and gives it back when
// it is cancelled unpaid (catalogue.md §9.2).
var OfferMoves = Moves[OfferStatus]{
	{OfferPending, ApproveReview, OfferEffective},
	{OfferPending, RejectReview, OfferRejected},
	{OfferPending, WithdrawReview, OfferWithdrawn},
	{OfferPending, WithdrawOffer, OfferWithdrawn},
	{OfferEffective, PlaceOrder, OfferUsedUp},
	{OfferEffective, ExpireOffer, OfferExpired},
	{OfferUsedUp, CancelOrder, OfferEffective},
	{OfferUsedUp, ExpireOrder, OfferEffective},
}

// Offer is a price that only the named customers have, from StartsAt until EndsAt.
type Offer struct {
	SellerID   SellerID
	ID         OfferID
	Number     string
	Name       string
	Mode       OfferMode
	Origin     OfferOrigin
	Partner    string
	StartsAt   time.Time
	EndsAt     time.Time
	Basis      string
	Supplement string
	Status     OfferStatus
	DemandID   *DemandID
	MadeBy     string
	MadeAt     time.Time
	DecidedAt  *time.Time
	Note       string
	Version    int
}

// OfferUser is one customer who may use an offer.
type OfferUser struct {
	Customer string
	Name     string
	Mobile   string // where the link goes; the newest order says it when nobody typed it
	Email    string
}

// OfferItem is one SKU of an offer: what is paid of its list price, and the seller's share.
type OfferItem struct {
	ID          ID[OfferItem]
	OfferID     OfferID
	Ordinal     int
	ProductID   ProductID
	ProductName string
	SKUCode     string
	SpecName    string
	Discount    Ratio
	Share       Ratio
	Code        string // of a quotation: the wire's productId
	Quantity    Quantity
	Periods     int
	OrderID     *OrderID // of a quotation: the order that used it
}

// OfferDraft is an offer as it is submitted.
type OfferDraft struct {
	Offer
	Users []OfferUser
	Items []OfferItem
}

// OfferRow is an offer in a list.
type OfferRow struct {
	Offer
	Users    int
	UserName string // the first user
	Items    int
	ItemName string // the first item's product
}

// OfferSearch is which offers of a list are wanted; empty fields want all.
type OfferSearch struct {
	Status  string // one state, or open: pending, effective
	Mode    OfferMode
	User    string
	Text    string // number, name or product
	From    *time.Time
	Until   *time.Time
	Origin  OfferOrigin
	Partner string
}

// OfferLimits are how far an offer may go without the operator's consent (免审批).
type OfferLimits struct {
	Discount Ratio // not less of the list price
	Share    Ratio // not more for the seller
}

// OfferLimits are the settings' limits.
func (s Settings) OfferLimits() OfferLimits {
	return OfferLimits{s.OfferFreeDiscount, s.OfferFreeShare}
}

// How much one offer takes, and how many SKUs are shown to choose from; ours.
const (
	offerName       = 60
	offerReason     = 1000
	mostUsers       = 100
	MostOfferRows   = 200 // SKUs of one offer
	OfferGoodsShown = 20
)

// Check refuses what is wrong with the draft (catalogue.md §9.2: discount 0.01–1.00, start
// later than now, end within a year, at least one user and one SKU).
func (d OfferDraft) Check(now time.Time) Invalids {
	wrong := Invalids{}
	wrong.long("name", d.Name, offerName)
	if d.Mode != OfferDiscount && d.Mode != OfferQuotation {
		wrong.With("mode", "problem.not_an_option", string(d.Mode))
	}
	switch {
	case d.StartsAt.IsZero():
		wrong.With("starts_at", "problem.required")
	case d.Origin != OfferByItself && !d.StartsAt.After(now):
		wrong.With("starts_at", "offer.starts_in_past", now, d.StartsAt)
	}
	switch {
	case d.EndsAt.IsZero():
		wrong.With("ends_at", "problem.required")
	case !d.EndsAt.After(d.StartsAt):
		wrong.With("ends_at", "offer.ends_before", d.StartsAt, d.EndsAt)
	case d.EndsAt.After(d.StartsAt.AddDate(1, 0, 0)):
		wrong.With("ends_at", "offer.ends_late", d.StartsAt.AddDate(1, 0, 0), d.EndsAt)
	}
	switch {
	case len(d.Users) == 0:
		wrong.With("users", "offer.no_users")
	case len(d.Users) > mostUsers:
		wrong.With("users", "offer.too_many_users", mostUsers, len(d.Users))
	}
	for n, u := range d.Users {
		one := Invalids{}
		one.account("users", u.Customer, 64)
		if slices.IndexFunc(d.Users, func(o OfferUser) bool { return o.Customer == u.Customer }) < n {
			one.With("users", "offer.user_twice", u.Customer)
		}
		wrong.Join(one.Err()) //nolint:errcheck // only ever faults
		wrong.Join(u.Check()) //nolint:errcheck // likewise
	}
	switch {
	case len(d.Items) == 0:
		wrong.With("items", "offer.no_items")
	case len(d.Items) > MostOfferRows:
		wrong.With("items", "offer.too_many_items", MostOfferRows, len(d.Items))
	}
	for _, item := range d.Items {
		item.faults(d.Mode, item.Ordinal, wrong)
	}
	if len([]rune(d.Basis)) > offerReason {
		wrong.With("basis", "problem.too_long", offerReason, len([]rune(d.Basis)))
	}
	if len([]rune(d.Supplement)) > offerReason {
		wrong.With("supplement", "problem.too_long", offerReason, len([]rune(d.Supplement)))
	}
	return wrong
}

func (i OfferItem) faults(mode OfferMode, n int, wrong Invalids) {
	percent := i.Discount.d.Shift(2)
	if i.Discount.d.LessThan(Percent("1").d) || i.Discount.d.GreaterThan(Percent("100").d) || !percent.Equal(percent.Round(2)) {
		wrong.With(ResaleField("discount", n), "offer.discount_range", i.Discount)
	}
	if i.Share.d.Sign() <= 0 || i.Share.d.GreaterThan(Percent("100").d) {
		wrong.With(ResaleField("share", n), "offer.share_range", i.Share)
	}
	if mode != OfferQuotation {
		return
	}
	if i.Quantity.IsZero() || !i.Quantity.Whole() || i.Quantity.Over(Count(mostQuantity)) {
		wrong.With(ResaleField("quantity", n), "problem.out_of_range", 1, mostQuantity, i.Quantity)
	}
	if i.Periods < 1 || i.Periods > MostPeriods {
		wrong.With(ResaleField("periods", n), "problem.out_of_range", 1, MostPeriods, i.Periods)
	}
}

// Beyond is what of the draft needs the operator's consent (catalogue.md §9.2: 免审批).
func (d OfferDraft) Beyond(limits OfferLimits) (reasons []Reason) {
	for _, item := range d.Items {
		if limits.Discount.Over(item.Discount) {
			reasons = append(reasons, Because("offer.beyond_discount", item.SpecName, item.Discount, limits.Discount))
		}
		if item.Share.Over(limits.Share) {
			reasons = append(reasons, Because("offer.beyond_share", item.SpecName, item.Share, limits.Share))
		}
	}
	return reasons
}

// Reasoned refuses a draft that needs consent but does not say why (商务申请依据).
func (d OfferDraft) Reasoned(beyond []Reason) error {
	if len(beyond) > 0 && strings.TrimSpace(d.Basis) == "" {
		return Invalid("basis", "offer.basis_missing", len(beyond))
	}
	return nil
}

// Running reports whether the offer can be used at the instant.
func (o Offer) Running(now time.Time) bool {
	return o.Status == OfferEffective && !now.Before(o.StartsAt) && now.Before(o.EndsAt)
}

// For is the item that prices the purchase, or why the offer does not (catalogue.md §9.2).
func (d OfferDraft) For(customer string, p Purchase, sale Sale, now time.Time) (OfferItem, error) {
	switch {
	case !slices.ContainsFunc(d.Users, func(u OfferUser) bool { return u.Customer == customer }):
		return OfferItem{}, Invalid("offer", "offer.not_yours", p.Offer)
	case d.Status != OfferEffective:
		return OfferItem{}, Invalid("offer", "offer.not_effective", d.Number, Word(d.Status.Key()))
	case now.Before(d.StartsAt):
		return OfferItem{}, Invalid("offer", "offer.not_begun", d.Number, d.StartsAt)
	case !now.Before(d.EndsAt):
		return OfferItem{}, Invalid("offer", "offer.over", d.Number, d.EndsAt)
	}
	for _, item := range d.Items {
		if item.SKUCode != sale.SKUCode || d.Mode == OfferQuotation && item.Code != sale.ProductCode {
			continue
		}
		switch {
		case d.Mode == OfferDiscount:
			return item, nil
		case item.OrderID != nil:
			return item, Invalid("offer", "offer.item_used", d.Number)
		case !item.Quantity.d.Equal(p.Quantity.d) || item.Periods != p.Periods:
			return item, Invalid("offer", "offer.item_fixed", d.Number, item.Quantity, item.Periods)
		}
		return item, nil
	}
	return OfferItem{}, Invalid("offer", "offer.other_goods", d.Number, sale.ProductName, sale.SpecName)
}

// Move takes the offer to where the act leads.
func (o *Offer) Move(act Act) (err error) {
	o.Status, err = OfferMoves.Next(o.Status, act)
	return err
}

// Expire ends the offer when its time is over.
func (o *Offer) Expire(now time.Time) error {
	if now.Before(o.EndsAt) {
		return Conflict("problem.not_now", Word(ExpireOffer), Word(o.Status.Key()))
	}
	return o.Move(ExpireOffer)
}

// autoOfferAhead is how far ahead an offer of the customer's keeps the 100 % offer away.
const autoOfferAhead = 24 * time.Hour

// AutoOffer reports whether the platform makes the provider's 100 % offer (catalogue.md §9.2,
// transactions.md §7.2): the customer is bound to the provider, chose it on the order page,
// and has no offer on the product that is effective or will be within 24 hours.
func AutoOffer(bound, chosen string, existing []Offer, now time.Time) bool {
	return bound != "" && bound == chosen && !slices.ContainsFunc(existing, func(o Offer) bool {
		return o.Status == OfferEffective && now.Before(o.EndsAt) && !o.StartsAt.After(now.Add(autoOfferAhead))
	})
}

// OfferPath is where the shop front finds the offer: the link that is copied, sent and drawn
// as a QR picture.
func OfferPath(number string) string { return "/storefront/v1/private-offers/" + number }

// ReducedOrder is an order that an offer or a coupon made cheaper.
type ReducedOrder struct {
	ID           OrderID
	Number       string
	Status       OrderStatus
	CustomerName string
	ProductName  string
	SpecName     string
	Amount       Money
	Reduced      Money
	PlacedAt     time.Time
}
