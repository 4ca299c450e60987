package market

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

// Sellers is a seller's profile and its onboarding.
var Sellers = area("seller", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// RegisterSeller opens an account and a company that has still to apply.
var RegisterSeller = act("seller.register", Owner)

// Seller is a company that sells on the marketplace.
type Seller struct{}
