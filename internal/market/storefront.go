package market

import "time"

// Storefronts are the shop fronts that may act for buyers.
var Storefronts = area("storefront", Manager)

// The acts on a shop front's credentials.
var (
	AddStorefront    = act("storefront.add", Manager)
	RevokeStorefront = act("storefront.revoke", Manager)
)

// StorefrontID names a shop front.
type StorefrontID = ID[Storefront]

// Storefront is one shop front's credentials; the secret is shown when it is made.
type Storefront struct {
	ID        StorefrontID
	Name      string
	AccessKey string
	CreatedAt time.Time
	RevokedAt *time.Time
}

// Sandboxes is where a seller plays the buyer with test orders.
var Sandboxes = area("sandbox", Owner, Operations, Support)

// SandboxCustomer is the customer number of every seller's sandbox buyer.
const SandboxCustomer = "T-1"
