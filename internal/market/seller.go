package market

import (
	"slices"
	"time"
)

// Sellers is a seller's profile and its onboarding.
var Sellers = area("seller", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on a seller; its application is decided as a review.
var (
	RegisterSeller = act("seller.register", Owner)   // opens an account and a company that has still to apply
	DraftSeller    = act("seller.draft", Owner)      // keeps what is typed into the application
	ApplySeller    = act("seller.apply", Owner)      // hands the application in
	SuspendSeller  = act("seller.suspend", Manager)  // stops the seller from publishing
	ResumeSeller   = act("seller.resume", Manager)   // lets it publish again
	ReinviteSeller = act("seller.reinvite", Manager) // a new password link for a main account
)

// Person is somebody who can sign in.
type Person struct{}

// SellerStatus is how far a seller has come.
type SellerStatus string

// The life of a seller (catalogue.md §1.1).
const (
	SellerApplying  SellerStatus = "applying"
	SellerApproved  SellerStatus = "approved"
	SellerSuspended SellerStatus = "suspended"
	SellerExited    SellerStatus = "exited"
)

// SellerStatuses lists the states.
var SellerStatuses = []SellerStatus{SellerApplying, SellerApproved, SellerSuspended, SellerExited}

// SellerMoves is the life of a seller as a table.
var SellerMoves = Moves[SellerStatus]{
	{SellerApplying, ApproveReview, SellerApproved},
	{SellerApproved, SuspendSeller, SellerSuspended},
	{SellerSuspended, ResumeSeller, SellerApproved},
	{SellerApproved, ExitSeller, SellerExited},
	{SellerSuspended, ExitSeller, SellerExited},
}

// Key names the status's words.
func (s SellerStatus) Key() string { return "seller.status_" + string(s) }

// Tone is the status's colour.
func (s SellerStatus) Tone() Tone {
	switch s {
	case SellerApproved:
		return OK
	case SellerApplying:
		return Accent
	case SellerSuspended:
		return Bad
	case SellerExited:
		return Neutral
	}
	return Neutral
}

// Seller is a company that sells on the marketplace.
type Seller struct {
	ID             SellerID
	Number         string
	Status         SellerStatus
	CompanyName    string
	CreditCode     string
	Website        string
	LogoFileID     *FileID
	Years          string
	Staff          string
	CapitalWan     Money
	ContactName    string
	ContactMobile  string
	ContactEmail   string
	ServicePhone   string
	ServiceEmail   string
	Province       string
	City           string
	Address        string
	LicenceFileID  *FileID
	Introduction   string
	Application    JSON[map[string]string] // what is typed so far
	CreatedAt      time.Time
	ApprovedAt     *time.Time
	VerifiedName   string     // of changed real-name data; a rename follows it
	MobileProvedAt *time.Time // the contact's mobile took a code
	EmailProvedAt  *time.Time // the contact's mailbox took a code
	LetterStatus   LetterStatus
	LetterFileID   *FileID
	LetterReason   string
	ExitedAt       *time.Time
	Version        int
}

// SellerSearch is which sellers of a list are wanted; empty fields want all.
type SellerSearch struct {
	Status SellerStatus
	Text   string // part of the company's name, or a beginning of the number or the credit code
}

// SellerRow is a seller in the operator's list.
type SellerRow struct {
	ID            SellerID
	Number        string
	CompanyName   string
	CreditCode    string
	Status        SellerStatus
	Owner         string
	Applied       bool // an application has been handed in
	ReviewStatus  ReviewStatus
	Certification CertificationStatus
	Signed        bool
	CreatedAt     time.Time
	ApprovedAt    *time.Time
}

// Onboarding is what a seller has done before it may publish (catalogue.md §1.1).
type Onboarding struct {
	Identity      IdentityStatus
	Status        SellerStatus
	ReviewID      *ReviewID // newest application
	ReviewStatus  ReviewStatus
	ReviewReason  string
	ReviewDueAt   *time.Time
	Wanted        int // version of the cooperation agreement in effect
	Signed        int // newest version signed
	Certification CertificationStatus
	Products      int
}

// OnboardingStep is one of the steps, with where to do it.
type OnboardingStep struct {
	Key  string // names the step's words; Key_done and Key_wait say how it stands
	URL  string
	Done bool
	Wait bool // the operator's turn
}

// Steps are the way from the application to the first product.
func (o Onboarding) Steps() []OnboardingStep {
	return []OnboardingStep{
		{Key: "seller.step_identify", URL: "/sellers/identity", Done: o.Status != SellerApplying || o.Identity == IdentityVerified, Wait: o.Identity == IdentityPending},
		{Key: "seller.step_apply", URL: "/sellers/apply", Done: o.Status != SellerApplying, Wait: o.ReviewStatus == ReviewPending},
		{Key: "seller.step_sign", URL: "/agreements/sign", Done: o.Status != SellerApplying && o.Signed >= o.Wanted},
		{Key: "seller.step_certify", URL: "/certifications", Done: o.Certification == Certified,
			Wait: slices.Contains([]CertificationStatus{CertificationReviewing, CertificationLocked}, o.Certification)},
		{Key: "seller.step_publish", URL: "/products", Done: o.Products > 0},
	}
}

// Complete reports whether nothing is left to do.
func (o Onboarding) Complete() bool {
	return !slices.ContainsFunc(o.Steps(), func(s OnboardingStep) bool { return !s.Done })
}

// Ready refuses what only a seller may do that is approved, has signed and is certified,
// and says what is missing (catalogue.md §1.1, §1.5).
func (o Onboarding) Ready() error {
	switch {
	case o.Status == SellerApplying:
		return Conflict("seller.not_approved")
	case o.Status != SellerApproved:
		return Conflict("seller.not_active", Word(o.Status.Key()))
	case o.Signed < o.Wanted:
		return Conflict("seller.not_signed", o.Wanted)
	case o.Certification != Certified:
		return Conflict("seller.not_certified", Word(o.Certification.Key()))
	}
	return nil
}
