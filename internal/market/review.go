package market

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Reviews is what needs the operator's consent, one mechanism for all (catalogue.md §0.3).
var Reviews = area("review", Owner, Operations, Finance, Reviewer, Manager)

// The acts on a review; it is submitted inside the act that asks for consent.
var (
	ApproveReview  = act("review.approve", Reviewer, Manager)
	RejectReview   = act("review.reject", Reviewer, Manager)
	WithdrawReview = act("review.withdraw", Owner, Operations)
)

// ReviewID names a review.
type ReviewID = ID[Review]

// ReviewKind is what the seller asks consent for.
type ReviewKind string

// The kinds of review.
const (
	ReviewOnboarding    ReviewKind = "onboarding"
	ReviewCertification ReviewKind = "certification"

	ReviewProfile         ReviewKind = "seller_profile"
	ReviewLetter          ReviewKind = "seller_letter"
	ReviewStore           ReviewKind = "seller_store"
	ReviewRecertification ReviewKind = "certification_change"

	ReviewProductPublish ReviewKind = "product_publish"
	ReviewProductModify  ReviewKind = "product_modify"
	ReviewProductDelist  ReviewKind = "product_delist"
	ReviewSpecDelist     ReviewKind = "product_spec_delist" // of a spec, or of some of its SKUs
	ReviewOffer          ReviewKind = "offer"
	ReviewCoupon         ReviewKind = "coupon"
	ReviewTestCredit     ReviewKind = "test_credit"
)

// ReviewKinds lists the kinds in the order of a seller's life.
var ReviewKinds = []ReviewKind{ReviewIdentity, ReviewOnboarding, ReviewCertification, ReviewContract, ReviewProductPublish, ReviewProductModify, ReviewProductDelist, ReviewSpecDelist, ReviewOffer, ReviewCoupon, ReviewTestCredit, ReviewPlan, ReviewAsset, ReviewCourier, ReviewCredential, ReviewCredentialChange, ReviewProfile, ReviewLetter, ReviewStore, ReviewRecertification}

// ProductReviewKinds are the kinds that my applications (我的申请) lists.
var ProductReviewKinds = []ReviewKind{ReviewProductPublish, ReviewProductModify, ReviewProductDelist, ReviewSpecDelist}

// Key names the kind's words.
func (k ReviewKind) Key() string { return "review.kind_" + string(k) }

// Notice is the kind of message that tells of the decision (transactions.md §9).
func (k ReviewKind) Notice() string {
	switch {
	case k == ReviewProductPublish:
		return "review.publish"
	case k == ReviewOnboarding || k == ReviewCertification || k == ReviewRecertification || strings.HasPrefix(string(k), "seller_"):
		return "review.seller"
	}
	return "review"
}

// OfProduct reports whether the review is about a listing.
func (k ReviewKind) OfProduct() bool { return strings.HasPrefix(string(k), "product_") }

// ReviewStatus is where a review stands.
type ReviewStatus string

// The states of a review (catalogue.md §0.3).
const (
	ReviewPending   ReviewStatus = "pending"
	ReviewApproved  ReviewStatus = "approved"
	ReviewRejected  ReviewStatus = "rejected"
	ReviewWithdrawn ReviewStatus = "withdrawn"
)

// ReviewStatuses lists the states.
var ReviewStatuses = []ReviewStatus{ReviewPending, ReviewApproved, ReviewRejected, ReviewWithdrawn}

// Key names the status's words.
func (s ReviewStatus) Key() string { return "review.status_" + string(s) }

// Tone is the status's colour.
func (s ReviewStatus) Tone() Tone {
	switch s {
	case ReviewPending:
		return Accent
	case ReviewApproved:
		return OK
	case ReviewRejected:
		return Bad
	case ReviewWithdrawn:
		return Neutral
	}
	return Neutral
}

// ReviewMoves is the life of a review (catalogue.md §0.3).
var ReviewMoves = Moves[ReviewStatus]{
	{ReviewPending, ApproveReview, ReviewApproved},
	{ReviewPending, RejectReview, ReviewRejected},
	{ReviewPending, WithdrawReview, ReviewWithdrawn},
}

// Review is one request for the operator's consent (申请): what was, and what shall be.
type Review struct {
	SellerID    SellerID
	ID          ReviewID
	Number      string
	Kind        ReviewKind
	Subject     uuid.UUID // the product, the seller, the certification
	Title       string
	Before      json.RawMessage
	Payload     json.RawMessage
	Status      ReviewStatus
	SubmittedBy string
	SubmittedAt time.Time
	DueAt       time.Time
	DecidedBy   string
	DecidedAt   *time.Time
	Reason      string
	Version     int
}

// reasonLimit is the longest reason of a rejection.
const reasonLimit = 500

// Decide ends the review by the act; a rejection always carries a reason that the seller
// sees (catalogue.md §0.3).
func (r *Review) Decide(act Act, by, reason string, now time.Time) (err error) {
	reason = strings.TrimSpace(reason)
	if act == RejectReview && reason == "" {
		return Invalid("reason", "review.reason_missing")
	}
	if n := len([]rune(reason)); n > reasonLimit {
		return Invalid("reason", "problem.too_long", reasonLimit, n)
	}
	if r.Status, err = ReviewMoves.Next(r.Status, act); err != nil {
		return err
	}
	r.DecidedBy, r.DecidedAt, r.Reason = by, &now, reason
	return nil
}

// ReviewRow is a request in the seller's list, with the listing that it is about.
type ReviewRow struct {
	Review
	Product *ReviewedProduct // nil: it is about no listing
}

// ReviewedProduct is a listing as the list of requests shows it.
type ReviewedProduct struct {
	ID         ProductID
	AccessType AccessType
	SaleType   SaleType
	Status     ProductStatus
	Site       Site
	Drafted    bool // it has a draft that waits for nobody
}

// Mends reports whether the request may be mended and submitted again; Deletes, whether what
// it asked for may be thrown away instead (catalogue.md §2.9).
func (r ReviewRow) Mends() bool {
	return (r.Status == ReviewRejected || r.Status == ReviewWithdrawn) && r.Kind.OfProduct() && r.Product != nil && r.Product.Drafted
}

// Deletes reports whether the draft behind a refused or withdrawn request may be deleted.
func (r ReviewRow) Deletes() bool { return r.Mends() && r.Product.Status.Discards(r.Product.SaleType) }

// ReviewSearch is which reviews of a list are wanted; empty fields want all.
type ReviewSearch struct {
	Kind   ReviewKind
	Sale   SaleType // only of listings that are sold so (catalogue.md §2.9)
	Status ReviewStatus
	Text   string // a beginning of the number, or part of the title
}

// OperatorReview is a review in the operator's queue, with whose it is.
type OperatorReview struct {
	Review
	CompanyName string
}
