package market

import "time"

// Instances are what buyers have running.
var Instances = area("instance", Owner, Operations, Finance, Support, Reviewer, Manager)

// InstanceStatus is the state of what runs (transactions.md §1.6).
type InstanceStatus string

// The life of an instance.
const (
	InstanceOpening  InstanceStatus = "opening"
	InstanceInUse    InstanceStatus = "in_use"
	InstanceFrozen   InstanceStatus = "frozen"
	InstanceReleased InstanceStatus = "released"
)

// Key names the status's words.
func (s InstanceStatus) Key() string { return "instance.status_" + string(s) }

// Tone is the status's colour.
func (s InstanceStatus) Tone() Tone {
	switch s {
	case InstanceOpening:
		return Accent
	case InstanceInUse:
		return OK
	case InstanceFrozen:
		return Frozen
	case InstanceReleased:
		return Neutral
	}
	return Neutral
}

// Instance is what a buyer has running; Number is the instanceId of the seller's server.
type Instance struct {
	ID         ID[Instance]
	Number     string
	OrderID    OrderID
	ProductID  ProductID
	Status     InstanceStatus
	CustomerID string
	FrontURL   string
	OpenedAt   *time.Time
	ExpiresAt  *time.Time
	ReleasedAt *time.Time
	Test       bool
}
