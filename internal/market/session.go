package market

import "time"

// Sessions is signing in; everybody may.
var Sessions = area("session", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// Session is one signed-in browser.
type Session struct {
	ID         ID[Session]
	Address    string
	Agent      string
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
}

// Visitor is the person behind a request, as one look at the session tells.
type Visitor struct {
	SessionID    ID[Session]
	Person       PersonID
	Name         string
	Email        string
	Language     string // zh-CN or en
	Zone         string // IANA name
	Theme        string // system, light or dark
	Operator     bool   // came in by the operator's door
	WaitsForCode bool   // the password was right, the second factor is still missing
	SecondFactor bool   // has a second factor switched on
	Roles        []Role // in the seller, or in the operator's house
	Seller       SellerID
	SellerName   string
	SellerNumber string
	SellerStatus SellerStatus
	Shops        int // sellers that the person belongs to
	LastSeenAt   time.Time
}

// Actor is the visitor as the one who acts, from the given address.
func (v Visitor) Actor(address string) Actor {
	return Actor{Person: v.Person, Name: v.Name, Roles: v.Roles, From: address}
}
