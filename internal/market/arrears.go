package market

import "time"

// The acts of a customer's account that cannot pay for what is used (transactions.md §1.6,
// catalogue.md §9.4); the shop front bills the use and knows.
var (
	OweInstance    = act("instance.owe", Buyer)    // the account is in arrears
	SettleInstance = act("instance.settle", Buyer) // they are paid
)

// Owes reports whether what is paid by use runs on in arrears: its end is that of its grace.
func (i Instance) Owes(charging Charging) bool {
	return charging == ChargeOnDemand && i.ExpiresAt != nil
}

// Owe begins the grace period of what is paid by use (宽限期): when it is over the instance is
// frozen, and released after the retention period (保留期) like everything that is over.
func (i *Instance) Owe(charging Charging, grace time.Duration, now time.Time) error {
	switch {
	case charging != ChargeOnDemand:
		return Conflict("instance.owes_not_by_use", i.Number)
	case i.Status == InstanceReleased:
		return Conflict("instance.is_released", i.Number)
	case i.ExpiresAt != nil:
		return Conflict("instance.owes_already", i.Number, *i.ExpiresAt)
	}
	until := now.Add(grace)
	i.ExpiresAt = &until
	return nil
}

// Settle ends the arrears: what was frozen for them runs again, what was released is gone.
func (i *Instance) Settle(charging Charging) (thawed bool, err error) {
	switch {
	case i.Status == InstanceReleased:
		return false, Conflict("instance.is_released", i.Number)
	case !i.Owes(charging):
		return false, Conflict("instance.owes_nothing", i.Number)
	}
	if i.Status == InstanceFrozen && i.BlockedAt == nil {
		if i.Status, err = InstanceMoves.Next(i.Status, SettleInstance); err != nil {
			return false, err
		}
		thawed = true
	}
	i.ExpiresAt = nil
	return thawed, nil
}
