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
	BlockedAt  *time.Time // frozen by the operator for a violation
	StoppedAt  *time.Time // frozen because the package is used up
	ReleasesAt *time.Time // of what is frozen behind its end: when nobody renews it
	Test       bool
}

// The acts on what runs (transactions.md §1.6).
var (
	FreezeInstance  = act("instance.freeze", Clock)
	RenewInstance   = act("instance.renew", Clock) // as its customer wants it
	SetInstance     = act("instance.set", Buyer)   // what happens when its period ends
	CloseInstance   = act("instance.close", Buyer) // what is paid by use is not needed any more
	ReleaseInstance = act("instance.release", Clock)
	BlockInstance   = act("instance.block", Manager)   // a violation
	UnblockInstance = act("instance.unblock", Manager) // it is cleared
	ClearInstance   = act("instance.clear", Buyer)     // the customer's account is closed: all of it
)

// InstanceMoves is the life of what runs behind its expiry. It is opened, thawed and
// released early by what its orders do.
var InstanceMoves = Moves[InstanceStatus]{
	{InstanceInUse, FreezeInstance, InstanceFrozen},
	{InstanceFrozen, ReleaseInstance, InstanceReleased},
	{InstanceInUse, CloseInstance, InstanceReleased},
	{InstanceFrozen, CloseInstance, InstanceReleased},
	{InstanceInUse, BlockInstance, InstanceFrozen},
	{InstanceFrozen, UnblockInstance, InstanceInUse},
	{InstanceFrozen, SettleInstance, InstanceInUse},
	{InstanceInUse, StopUsage, InstanceFrozen},
	{InstanceFrozen, ResetUsage, InstanceInUse},
	{InstanceOpening, ClearInstance, InstanceReleased},
	{InstanceInUse, ClearInstance, InstanceReleased},
	{InstanceFrozen, ClearInstance, InstanceReleased},
}

// Close ends what runs and is paid by use; what was bought for a period is given back as an
// order instead (transactions.md §4.2, §10.1).
func (i *Instance) Close(charging Charging, now time.Time) (err error) {
	if charging != ChargeOnDemand {
		return Conflict("instance.not_by_use", i.Number)
	}
	if i.Status, err = InstanceMoves.Next(i.Status, CloseInstance); err == nil {
		i.ReleasedAt = &now
	}
	return err
}

// Freeze freezes what is over; what was renewed meanwhile runs on.
func (i *Instance) Freeze(now time.Time) (err error) {
	if i.ExpiresAt == nil || i.ExpiresAt.After(now) {
		return Conflict("problem.not_now", Word(FreezeInstance))
	}
	if (i.BlockedAt != nil || i.StoppedAt != nil) && i.Status == InstanceFrozen {
		return nil // it is frozen already; its retention begins
	}
	i.Status, err = InstanceMoves.Next(i.Status, FreezeInstance)
	return err
}

// Extend allows more time or another spec for what runs or is frozen; what was released is
// gone with its data (transactions.md §1.6).
func (i Instance) Extend() error {
	if i.Status == InstanceReleased && i.ReleasedAt != nil {
		return Conflict("order.renews_released", i.Number, *i.ReleasedAt)
	}
	return nil
}

// Block freezes what runs because of a violation (§1.6); what is frozen for its expiry is
// not given back by a renewal then.
func (i *Instance) Block(now time.Time) (err error) {
	if i.BlockedAt != nil {
		return Conflict("instance.blocked_before", *i.BlockedAt)
	}
	if i.Status != InstanceFrozen {
		if i.Status, err = InstanceMoves.Next(i.Status, BlockInstance); err != nil {
			return err
		}
	}
	i.BlockedAt = &now
	return nil
}

// Unblock gives back what was frozen for a violation, unless it is over.
func (i *Instance) Unblock(now time.Time) (err error) {
	if i.BlockedAt == nil {
		return Conflict("instance.not_blocked", i.Number)
	}
	i.BlockedAt = nil
	if i.ExpiresAt != nil && !i.ExpiresAt.After(now) {
		return nil
	}
	i.Status, err = InstanceMoves.Next(i.Status, UnblockInstance)
	return err
}

// Release ends what stayed frozen through its retention.
func (i *Instance) Release(now time.Time, retention time.Duration) (err error) {
	if i.ExpiresAt == nil || i.ExpiresAt.Add(retention).After(now) {
		return Conflict("problem.not_now", Word(ReleaseInstance))
	}
	if i.Status, err = InstanceMoves.Next(i.Status, ReleaseInstance); err == nil {
		i.ReleasedAt = &now
	}
	return err
}

// Stop freezes a package that stops when it is used up (catalogue.md §3.8).
func (i *Instance) Stop(now time.Time) (err error) {
	if i.Status, err = InstanceMoves.Next(i.Status, StopUsage); err == nil {
		i.StoppedAt = &now
	}
	return err
}

// Refill lets a package run again that stopped: its next month or year has begun.
func (i *Instance) Refill(now time.Time) (err error) {
	if i.StoppedAt == nil || i.BlockedAt != nil || i.ExpiresAt != nil && !i.ExpiresAt.After(now) {
		return Conflict("problem.not_now", Word(ResetUsage))
	}
	if i.Status, err = InstanceMoves.Next(i.Status, ResetUsage); err == nil {
		i.StoppedAt = nil
	}
	return err
}

// Clear ends what a closed customer still has, whatever was paid for.
func (i *Instance) Clear(now time.Time) (err error) {
	if i.Status, err = InstanceMoves.Next(i.Status, ClearInstance); err == nil {
		i.ReleasedAt = &now
	}
	return err
}
