package market

import "time"

// EventKind groups what happened to an order, for the timeline's filter.
type EventKind string

// The kinds of event in the order of an order's life.
const (
	EventOrder       EventKind = "order"
	EventPayment     EventKind = "payment"
	EventFulfilment  EventKind = "fulfilment"
	EventInstance    EventKind = "instance"
	EventUsage       EventKind = "usage"
	EventSupervision EventKind = "supervision"
	EventAppeal      EventKind = "appeal"
	EventRefund      EventKind = "refund"
	EventInvoice     EventKind = "invoice"
	EventStatement   EventKind = "statement"
	EventPayout      EventKind = "payout"
)

// EventKinds lists the kinds of event.
var EventKinds = []EventKind{EventOrder, EventPayment, EventFulfilment, EventInstance, EventUsage, EventSupervision, EventAppeal, EventRefund,
	EventInvoice, EventStatement, EventPayout}

// Key names the kind's words.
func (k EventKind) Key() string { return "order.kind_" + string(k) }

// Area is the area whose page tells more of an event of the kind.
func (k EventKind) Area() Area {
	switch k {
	case EventOrder, EventPayment, EventInstance:
		return Orders
	case EventPayout:
		return Statements
	case EventFulfilment, EventUsage, EventSupervision, EventAppeal, EventRefund, EventInvoice, EventStatement:
		return Area(k)
	}
	return Orders
}

// Event is one thing that happened to an order.
type Event struct {
	SellerID SellerID
	ID       string // of the row that records it
	At       time.Time
	Kind     EventKind
	Party    Party
	Actor    string
	Act      string // key of its words
	Subject  string // id of the row of the kind's area that it happened to
	Name     string // of the subject
	Amount   *Money
	Currency Currency
	Rest     *Reason // what follows the act
	Reason   *Reason // why
	Quote    string  // what somebody wrote
	Files    []EventFile
	From     string // address of whoever did it; empty where nobody did
}

// Buyers reports whether the event is the buyer's to know too: calls, statements, payouts and
// who looked at what are the seller's own business.
func (e Event) Buyers() bool {
	switch e.Kind {
	case EventFulfilment, EventStatement, EventPayout, EventInstance:
		return false
	case EventOrder:
		return e.Party == PartyBuyer || e.Party == PartySystem
	case EventPayment, EventUsage, EventSupervision, EventAppeal, EventRefund, EventInvoice:
		return true
	}
	return false
}

// EventFile is a file that came with an event.
type EventFile struct {
	ID      FileID
	Name    string
	Version int
	SHA256  string
	Size    int64
}

// EventCounts is how much of each kind happened to an order.
type EventCounts map[EventKind]int

// CountEvents counts the whole of a timeline.
func CountEvents(all []Event) EventCounts {
	counts := EventCounts{}
	for _, e := range all {
		counts[e.Kind]++
	}
	return counts
}

// Sum is how much happened at all.
func (c EventCounts) Sum() (sum int) {
	for _, n := range c {
		sum += n
	}
	return sum
}

// Related is a row of another area that belongs to the order.
type Related struct {
	Kind   EventKind
	ID     string
	Number string
	Status string // key of its words
}
