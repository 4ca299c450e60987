package market

import "time"

// OrderSearch narrows a list of orders (transactions.md §1.1); empty fields do not.
type OrderSearch struct {
	Number   string // beginning of the number, or the number of a line
	Customer string // part of the name
	Product  string // part of the name
	Status   OrderStatus
	Type     OrderType
	Access   string
	From     *time.Time // placed
	Until    *time.Time

	PaidFrom, PaidUntil *time.Time

	Account     string // beginning of the user's name
	Sale        SaleType
	Charging    Charging
	Supervision SupervisionStatus
	Partner     string // part of the name of who brought the order: customer service provider or reseller

	Test  bool // the sandbox's orders instead of the real ones
	Exact bool // count to the end
}

// Whole is the order's number, if a whole number is all that is asked: then the order is found
// whatever it is. With other filters the number is one of them (transactions.md §1.1).
func (s *OrderSearch) Whole() (number string, alone bool) {
	number, whole := ReadOrderNumber(s.Number)
	if !whole {
		return "", false
	}
	s.Number = number
	rest := *s
	rest.Number, rest.Test, rest.Exact = "", false, false
	return number, rest == OrderSearch{}
}

// Narrow reports whether anything but status and sandbox narrows the list.
func (s OrderSearch) Narrow() bool {
	return s.Number != "" || s.Customer != "" || s.Product != "" || s.Type != "" || s.Access != "" || s.From != nil || s.Until != nil ||
		s.PaidFrom != nil || s.PaidUntil != nil || s.Account != "" || s.Sale != "" || s.Charging != "" || s.Supervision != "" || s.Partner != ""
}

// OrderRow is an order as a list shows it.
type OrderRow struct {
	SellerID     SellerID
	ID           OrderID
	Number       string
	Type         OrderType
	Status       OrderStatus
	ProductName  string
	SpecName     string
	AccessType   AccessType
	PeriodType   Period
	Periods      int
	Quantity     Quantity
	CustomerID   string
	CustomerName string

	CustomerAccount string
	SaleType        SaleType
	Charging        Charging
	ExpiresAt       *time.Time

	ListAmount  Money
	Amount      Money
	Returned    Money // what an unsubscription gave back
	Currency    Currency
	GivenBack   bool // as a whole, though completed (§1.2)
	Postpaid    bool
	Supervised  bool
	Test        bool
	PlacedAt    time.Time
	PaidAt      *time.Time
	EffectiveAt *time.Time
	Supervision *SupervisionStatus
	SellerName  string // for the operator only
}

// Deal is the deal amount: positive for what was bought, negative for what was given back
// (transactions.md §1.1).
func (r OrderRow) Deal() Money { return r.Amount.Minus(r.Returned) }

// OrderChannel is the way on which an order came about.
type OrderChannel string

// The channels.
const (
	ChannelDirect  OrderChannel = "direct"  // the shop front
	ChannelPartner OrderChannel = "partner" // an exclusive offer of a customer service provider
	ChannelResale  OrderChannel = "resale"  // a reseller
)

// Key names the channel's words.
func (c OrderChannel) Key() string { return "order.channel_" + string(c) }

// OrderParts are what an order's page shows besides the order itself (transactions.md §1.1).
type OrderParts struct {
	RevisionNo int         // of the listing whose service agreement the buyer ticked
	Asset      string      // the version of the image, package or file that it runs with; renewals keep it (catalogue.md §2.6)
	Reductions []Reduction // from the list amount to the deal amount
	Returns    *Returned   // what an unsubscription gave back
	Parcel     *Parcel     // where hardware goes
	Extend     []OpenParam // what its checkout asked for (catalogue.md §2.6)
	Parameters []Parameter // of which kind that is
}

// Returned is the order that an unsubscription gave back, and how much was paid back.
type Returned struct {
	ID     OrderID
	Number string
	Amount Money
}

// Channel is how the order came about, and by whom.
func (p OrderParts) Channel() (OrderChannel, string) {
	for _, r := range p.Reductions {
		switch {
		case r.Kind == ReducedResale:
			return ChannelResale, r.Partner
		case r.Kind == ReducedOffer && r.Partner != "":
			return ChannelPartner, r.Partner
		}
	}
	return ChannelDirect, ""
}
