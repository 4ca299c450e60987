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

	Test  bool // the sandbox's orders instead of the real ones
	Exact bool // count to the end
}

// Narrow reports whether anything but status and sandbox narrows the list.
func (s OrderSearch) Narrow() bool {
	return s.Number != "" || s.Customer != "" || s.Product != "" || s.Type != "" || s.Access != "" || s.From != nil || s.Until != nil ||
		s.PaidFrom != nil || s.PaidUntil != nil
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
	ListAmount   Money
	Amount       Money
	Postpaid     bool
	Supervised   bool
	Test         bool
	PlacedAt     time.Time
	PaidAt       *time.Time
	EffectiveAt  *time.Time
	Supervision  *SupervisionStatus
	SellerName   string // for the operator only
}

// EventKind groups what happened to an order, for the timeline's filter.
type EventKind string

// The kinds of event in the order of an order's life.
const (
	EventOrder       EventKind = "order"
	EventFulfilment  EventKind = "fulfilment"
	EventSupervision EventKind = "supervision"
	EventAppeal      EventKind = "appeal"
	EventRefund      EventKind = "refund"
	EventStatement   EventKind = "statement"
)

// EventKinds lists the kinds of event.
var EventKinds = []EventKind{EventOrder, EventFulfilment, EventSupervision, EventAppeal, EventRefund, EventStatement}

// Key names the kind's words.
func (k EventKind) Key() string { return "order.kind_" + string(k) }

// Event is one thing that happened to an order.
type Event struct {
	At     time.Time
	Kind   EventKind
	Party  Party
	Actor  string
	Act    string  // key of its words
	Rest   *Reason // what follows the act
	Reason *Reason // why
	Quote  string  // what somebody wrote
	Link   string
	Name   string // of the link
}

// Related is a row of another area that belongs to the order.
type Related struct {
	Kind   EventKind
	ID     string
	Number string
	Status string // key of its words
}
