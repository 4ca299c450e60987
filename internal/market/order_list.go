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
