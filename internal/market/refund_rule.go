package market

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// RefundWay is how an order can be given back (transactions.md §4.1).
type RefundWay string

// The ways.
const (
	WayFiveDay    RefundWay = "five_day"   // 5天无理由全额退订
	WayNegotiated RefundWay = "negotiated" // 协商退订
	WayNone       RefundWay = "none"
)

// Key names the words.
func (w RefundWay) Key() string { return "refund.way_" + string(w) }

// RefundRule is how what is sold in one way can be given back.
type RefundRule struct {
	Access     AccessType
	Charging   Charging // empty: whichever
	Supervised bool
	Way        RefundWay
	Deducts    bool // over the days or the quota: what was used is deducted
	Returns    bool // goods come back first (§4.4)
}

// RefundRules is the table of transactions.md §4.1. What is not in it cannot be given back.
var RefundRules = []RefundRule{
	{AccessImage, ChargePeriod, false, WayFiveDay, true, false},
	{AccessImage, ChargeOnDemand, false, WayNone, false, false},
	{AccessSaaS, ChargePeriod, false, WayFiveDay, false, false},
	{AccessSaaS, ChargeOneTime, false, WayFiveDay, false, false}, // where the installation wants it
	{AccessSaaS, ChargePeriod, true, WayNegotiated, false, false},
	{AccessSaaS, ChargeOneTime, true, WayNegotiated, false, false},
	{AccessLicense, ChargePeriod, true, WayNegotiated, false, false}, // 2.0: before the code is received
	{AccessLicense, ChargeOneTime, true, WayNegotiated, false, false},
	{AccessService, ChargePeriod, true, WayNegotiated, false, false},
	{AccessService, ChargeOneTime, true, WayNegotiated, false, false},
	{AccessHardware, ChargePeriod, true, WayNegotiated, false, true},
	{AccessHardware, ChargeOneTime, true, WayNegotiated, false, true},
	{AccessOrchestration, "", true, WayNegotiated, false, false},
	{AccessDataFile, "", true, WayNegotiated, false, false},
	{AccessAPI, "", false, WayNone, false, false},
	{AccessContainer, "", false, WayNone, false, false},
	{AccessConsulting, "", false, WayNone, false, false},
}

// RefundRule is the rule of the table for an order. On the international site what is not
// supervised is not refundable, where the installation keeps that policy (§4.1).
func (s Settings) RefundRule(o Order) RefundRule {
	none := RefundRule{Access: o.AccessType, Charging: o.Charging, Supervised: o.Supervised, Way: WayNone}
	if s.RefundAbroad && o.Currency != "" && o.Currency != CNY && !o.Supervised {
		return none
	}
	if o.Charging == ChargeOneTime && !o.Supervised && !s.FiveDayOnce {
		return none
	}
	for _, r := range RefundRules {
		if r.Access == o.AccessType && (r.Charging == "" || r.Charging == o.Charging) && r.Supervised == o.Supervised {
			return r
		}
	}
	return none
}

// Guarantee refuses a negotiated refund outside the transaction guarantee period (§4.1,
// §4.6): supervised goods until their flow ends, and never while it is frozen.
func (o Order) Guarantee(s *Supervision) error {
	switch {
	case o.Type == OrderTrial:
		return Conflict("refund.no_trial")
	case o.Charging == ChargeOnDemand || o.Charging == ChargeOnDemandPackage:
		return Conflict("refund.no_usage")
	case o.Status == OrderPendingPayment || o.Status == OrderCancelled:
		return Conflict("refund.not_paid", Word(o.Status.Key()))
	case !o.Supervised || s == nil:
		return Conflict("refund.not_supervised")
	case s.Status == SupervisionFrozen:
		return Conflict("refund.is_frozen")
	case s.Over() || o.Status != OrderProcessing:
		return Conflict("refund.outside_guarantee")
	case s.Flow.V.Has(NodeReceive) && s.Flow.V.Index(s.Node) > s.Flow.V.Index(NodeReceive):
		return Conflict("refund.code_received") // §2.4: from here negotiated refund is impossible
	}
	return nil
}

// FiveDayQuota is how often an account gave something back without a reason this year, and how
// often it may: shared with all cloud services (transactions.md §4.1).
type FiveDayQuota struct {
	Used int
	Of   int
}

// Left is how often it still may.
func (q FiveDayQuota) Left() int { return max(q.Of-q.Used, 0) }

// Unsubscription is how the buyer gives an order back without the seller's consent.
type Unsubscription struct {
	Type     OrderType
	Cause    RefundCause
	Amount   Money
	UsedDays int // of an image, begun days
	Days     int // of its period
}

// Unsubscribe says which kind of unsubscription gives the order back without the seller's
// consent, and how much of what was paid (transactions.md §1.2, §4.1, §4.2): a renewal that
// has not begun, what was opened within five days, or an image less what was used.
func (o Order) Unsubscribe(quota FiveDayQuota, settings Settings, now time.Time) (u Unsubscription, err error) {
	rule := settings.RefundRule(o)
	window := time.Duration(settings.FiveDays) * 24 * time.Hour
	switch {
	case o.Type == OrderTrial:
		return u, Conflict("refund.no_trial")
	case o.Type.GivesBack():
		return u, Conflict("refund.outside_guarantee")
	case o.Status != OrderCompleted:
		return u, Conflict("order.not_completed", Word(o.Status.Key()))
	case o.RefundedAmount.Sign() > 0:
		return u, Conflict("refund.gone_back", o.Currency.Sum(o.RefundedAmount))
	case o.Gratis() && !settings.FreeRefund:
		return u, Conflict("refund.free")
	case o.Charging == ChargeOnDemand || o.Charging == ChargeOnDemandPackage:
		return u, Conflict("refund.no_usage") // §4.1: used up or in use
	case o.Type.extends() && o.EffectiveAt != nil && o.EffectiveAt.After(now):
		return Unsubscription{Type: OrderUnsubscribeRenewal, Cause: RefundOfRenewal, Amount: o.Refundable()}, nil
	case o.RenewsID != nil:
		return u, Conflict("order.renewal_runs", o.Number)
	case o.ExpiresAt != nil && !o.ExpiresAt.After(now):
		return u, Conflict("refund.expired", *o.ExpiresAt)
	case o.Supervised:
		return u, Conflict("refund.outside_guarantee") // its supervision is done
	case rule.Way != WayFiveDay:
		return u, Conflict("order.no_five_days")
	}
	within := o.EffectiveAt != nil && now.Sub(*o.EffectiveAt) <= window
	switch {
	case within && quota.Left() > 0:
		return Unsubscription{Type: OrderUnsubscribe, Cause: RefundFiveDays, Amount: o.Refundable()}, nil
	case rule.Deducts && o.EffectiveAt != nil && o.ExpiresAt != nil:
		u = Unsubscription{Type: OrderUnsubscribe, Cause: RefundUsed}
		u.UsedDays, u.Days = begunDays(*o.EffectiveAt, now), begunDays(*o.EffectiveAt, *o.ExpiresAt)
		u.Amount = o.Refundable().Minus(o.Refundable().Of(days(u.UsedDays), days(u.Days)))
		if u.Amount.Sign() <= 0 {
			return u, Conflict("refund.all_used", u.UsedDays, u.Days)
		}
		return u, nil
	case within:
		return u, Conflict("order.five_days_quota", quota.Of)
	}
	return u, Conflict("order.five_days_over", settings.FiveDays)
}

// days is a number to share an amount by.
func days(n int) Money { return Money{decimal.NewFromInt(int64(n))} }

// begunDays is how many days begin between the two instants.
func begunDays(from, until time.Time) int {
	const day = 24 * time.Hour
	return int((until.Sub(from) + day - 1) / day)
}

// Unsubscription is the order by which another one is given back: linked to it, of no amount
// of its own (transactions.md §1.2).
func (o Order) Unsubscription(kind OrderType, id OrderID, now time.Time) Order {
	root := o.ID
	if o.RenewsID != nil {
		root = *o.RenewsID
	}
	back := o
	back.ID, back.Type, back.Status, back.RenewsID = id, kind, OrderProcessing, &root
	back.ListAmount, back.DiscountAmount, back.CouponAmount, back.Amount, back.RefundedAmount = Money{}, Money{}, Money{}, Money{}, Money{}
	back.PlacedAt, back.PayBy, back.PaidAt, back.RepaidAt, back.CompletedAt = now, now, &now, nil, nil
	back.EffectiveAt, back.ExpiresAt, back.RefundedAt, back.Postpaid, back.Supervised, back.Version = &now, o.EffectiveAt, nil, false, false, 1
	if kind == OrderUnsubscribe {
		back.InstanceID, back.ExpiresAt = nil, &now
	}
	return back
}

// RefundWays says how the order can be given back now: by which way, and why not by it.
func (o Order) RefundWays(settings Settings, flow *Supervision, quota FiveDayQuota, now time.Time) (way RefundWay, u Unsubscription, why error) {
	if u, why = o.Unsubscribe(quota, settings, now); why == nil {
		return WayFiveDay, u, nil
	}
	if settings.RefundRule(o).Way == WayNegotiated && !slices.Contains([]OrderStatus{OrderPendingPayment, OrderCancelled}, o.Status) {
		if why = o.Guarantee(flow); why == nil {
			return WayNegotiated, Unsubscription{Cause: RefundNegotiated, Amount: o.Refundable()}, nil
		}
	}
	return WayNone, Unsubscription{}, why
}

// Own books what the buyer gives back without the seller's consent; a large one waits for the
// operator first (transactions.md §4.2, §4.3).
func (r *Refund) Own(order *Order, settings Settings, now time.Time) (booked bool, err error) {
	if r.Large(settings, order.Currency) {
		due := now.Add(settings.LargeRefundIn.Duration)
		r.Status, r.DueAt, r.DecidedAt = RefundReviewing, &due, &now
		return false, r.fits(*order)
	}
	return true, r.Book(order, now)
}
