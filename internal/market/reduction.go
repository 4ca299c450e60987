package market

import (
	"time"

	"github.com/google/uuid"
)

// ReductionKind is what made an order cheaper than its list price.
type ReductionKind string

// The kinds in the order in which they are taken off (catalogue.md §3.6).
const (
	ReducedResale ReductionKind = "resale"
	ReducedOffer  ReductionKind = "offer"
	ReducedCoupon ReductionKind = "coupon"
)

// Key names the kind's words.
func (k ReductionKind) Key() string { return "offer.reduced_" + string(k) }

// Reduction is one thing that makes a quote or an order cheaper, as it was when it was used.
type Reduction struct {
	Kind    ReductionKind
	Subject uuid.UUID // the authorization, the offer's item, the customer's coupon
	Number  string
	Name    string
	Ratio   Ratio // share of the price that is still paid; zero for a coupon
	Amount  Money // what is taken off
	Partner string
}

// Step is one bar of a price's waterfall: a level, or what is taken off on the way to it.
type Step struct {
	Name   Reason
	Amount Money // negative when it is taken off
	Level  bool  // the amount stands from the ground
}

// Steps are the quote's amounts from the list price to what is paid, in the order in which
// they were calculated.
func (q Quote) Steps() []Step {
	steps := []Step{{Because("offer.step_list"), q.ListAmount, true}}
	for _, r := range q.Reductions {
		name := Because("offer.step_"+string(r.Kind), r.Number)
		if r.Kind != ReducedCoupon {
			name = Because("offer.step_"+string(r.Kind), r.Number, r.Ratio)
		}
		steps = append(steps, Step{name, r.Amount.Negated(), false})
	}
	return append(steps, Step{Because("offer.step_pays"), q.Amount, true})
}

// discounted takes a share of the list price off; only one reduction may be a discount.
func (q *Quote) discounted(r Reduction) {
	r.Amount = q.ListAmount.Minus(q.ListAmount.Times(r.Ratio))
	q.DiscountAmount = q.DiscountAmount.Plus(r.Amount)
	q.Amount = q.Amount.Minus(r.Amount)
	q.Reductions = append(q.Reductions, r)
}

// Resell prices the purchase for a reseller (catalogue.md §6): it pays its discount of the
// list price as it is when the order is placed.
func (q *Quote) Resell(r Resale, partner string) {
	q.discounted(Reduction{Kind: ReducedResale, Subject: r.ID.UUID, Number: r.Number, Name: r.Project, Ratio: r.Discount, Partner: partner})
}

// Offered prices the purchase with an exclusive offer (catalogue.md §9.2).
func (q *Quote) Offered(o Offer, item OfferItem) {
	q.discounted(Reduction{Kind: ReducedOffer, Subject: item.ID.UUID, Number: o.Number, Name: o.Name, Ratio: item.Discount, Partner: o.Partner})
	share := item.Share
	q.Share = &share
}

// Redeemed takes the coupon's amount off what is left after the discount; it must leave
// something to pay (catalogue.md §9.7: below the order amount).
func (q *Quote) Redeemed(c Coupon, claim CouponClaim) error {
	if !q.Amount.Over(c.Amount) {
		return Invalid("coupon", "coupon.not_below_order", c.Amount, q.Amount)
	}
	q.CouponAmount = q.CouponAmount.Plus(c.Amount)
	q.Amount = q.Amount.Minus(c.Amount)
	q.Reductions = append(q.Reductions, Reduction{Kind: ReducedCoupon, Subject: claim.ID.UUID, Number: claim.Number, Name: c.Name, Amount: c.Amount})
	return nil
}

// Reduce takes over what the quote's reductions leave to pay; an offer's agreed share
// replaces the fee of the day (catalogue.md §9.2).
func (o *Order) Reduce(q Quote) {
	o.DiscountAmount, o.CouponAmount, o.Amount = q.DiscountAmount, q.CouponAmount, q.Amount
	if q.Share != nil {
		o.FeeRatio = q.Share.Rest()
	}
}

// CustomerMessage is a message to a customer or a partner; the shop front fetches it and
// delivers it by SMS and e-mail (catalogue.md §0.4).
type CustomerMessage struct {
	SellerID SellerID
	ID       ID[CustomerMessage]
	Customer string
	Kind     string
	Reason   JSON[Reason]
	Link     string
	Channels JSON[[]Channel]
	At       time.Time
}
