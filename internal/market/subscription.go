package market

import "time"

// Subscriptions are the reports on products that customers subscribed to (订阅报告,
// transactions.md §8): what changed about a product, and what its customers say of it.
var Subscriptions = area("subscription", Owner, Operations, Support, Reviewer, Manager)

// The acts on a subscription, named as the trace service names them (transactions.md §8).
var (
	AddSubscription = act("subscription.add", Buyer)
	EndSubscription = act("subscription.end", Buyer)
)

// ProductReport is what a customer is told of a product that it subscribed to.
type ProductReport struct {
	GoodsRow
	AddedAt   time.Time
	Changes   int // versions that went on sale since
	ChangedAt *time.Time
}

// OrderAgreement is a service agreement that a customer signed by ticking it with its order
// (catalogue.md §1.4, §2.4).
type OrderAgreement struct {
	ID            OrderID
	Number        string // of the order
	ProductNumber string
	ProductName   string
	Version       int // of the listing that was ordered
	SellerNumber  string
	CompanyName   string
	SignedBy      string
	SignedAt      time.Time
	Text          string // only when one is read
}
