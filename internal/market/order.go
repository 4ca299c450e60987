package market

import (
	"fmt"
	"time"
)

// Orders is what buyers bought.
var Orders = area("order", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on an order (transactions.md §1.2).
var (
	PlaceOrder    = act("order.place", Buyer)
	PayOrder      = act("order.pay", Buyer)
	CancelOrder   = act("order.cancel", Buyer)
	RepayOrder    = act("order.repay", Buyer, Clock) // a postpaid order was settled by the customer
	ExpireOrder   = act("order.expire", Clock)       // the payment window ended
	CompleteOrder = act("order.complete", Clock)

	UnsubscribeOrder = act("order.unsubscribe", Buyer) // within five days, or a renewal that has not begun
	RevealContact    = act("order.reveal", Owner, Operations, Support)
)

// OrderID names an order.
type OrderID = ID[Order]

// OrderType says what a buyer ordered (transactions.md §1.3).
type OrderType string

// The order types.
const (
	OrderNew                OrderType = "new"
	OrderRenew              OrderType = "renew"
	OrderChange             OrderType = "change"
	OrderTrial              OrderType = "trial"
	OrderTrialToFormal      OrderType = "trial_to_formal"
	OrderUnsubscribe        OrderType = "unsubscribe"
	OrderUnsubscribeRenewal OrderType = "unsubscribe_renewal"
	OrderRenewalChange      OrderType = "renewal_change"
)

// GivesBack reports whether an order of the type gives another one back (transactions.md §1.3).
func (t OrderType) GivesBack() bool { return t == OrderUnsubscribe || t == OrderUnsubscribeRenewal }

// OrderTypes lists the types, for filters.
var OrderTypes = []OrderType{OrderNew, OrderRenew, OrderChange, OrderTrial, OrderTrialToFormal, OrderRenewalChange, OrderUnsubscribe, OrderUnsubscribeRenewal}

// Key names the type's words.
func (t OrderType) Key() string { return "order.type_" + string(t) }

// Charging is how an order is charged, in the wire's words (catalogue.md §3.2).
type Charging string

// The ways of charging.
const (
	ChargePeriod          Charging = "PERIOD"
	ChargeOneTime         Charging = "ONE_TIME"
	ChargeOnDemand        Charging = "ON_DEMAND"     // 按需
	ChargeOnDemandPackage Charging = "ON_DEMAND_PKG" // 按需套餐包
)

// Chargings lists the ways.
var Chargings = []Charging{ChargePeriod, ChargeOneTime, ChargeOnDemand, ChargeOnDemandPackage}

// Several reports whether an order of the charging may open several instances.
func (c Charging) Several() bool { return c == ChargeOnDemand || c == ChargeOnDemandPackage }

// Instances is how many instances the order opens: one for each package that stops when used
// up (catalogue.md §3.8), one for each billing item that is paid by use
// (production-interface.md §1.2), else one.
func (o Order) Instances(stops bool, items int) int {
	switch {
	case o.Charging == ChargeOnDemandPackage && stops:
		return max(int(o.Quantity.d.IntPart()), 1)
	case o.Charging == ChargeOnDemand:
		return max(items, 1)
	}
	return 1
}

// Period is what one unit of time of a price is.
type Period string

// The billing periods (catalogue.md §3.2).
const (
	PerYear  Period = "year"
	PerMonth Period = "month"
	PerUse   Period = "use" // 按次, 按数
	PerOnce  Period = "once"
	PerDay   Period = "day" // trials
)

// Key names the period's words.
func (p Period) Key() string { return "price.period_" + string(p) }

// Charging is PERIOD for years and months, ONE_TIME for what is bought once or per use.
func (p Period) Charging() Charging {
	if p == PerOnce || p == PerUse {
		return ChargeOneTime
	}
	return ChargePeriod
}

// After is the instant that many periods after begin; what is bought once does not end.
func (p Period) After(begin time.Time, n int) time.Time {
	local := begin.In(Shanghai)
	switch p {
	case PerYear:
		return local.AddDate(n, 0, 0).UTC()
	case PerMonth:
		return local.AddDate(0, n, 0).UTC()
	case PerDay:
		return local.AddDate(0, 0, n).UTC()
	case PerUse, PerOnce:
		return time.Time{}
	}
	return time.Time{}
}

// OrderStatus is where an order stands (transactions.md §1.2).
type OrderStatus string

// The states of an order.
const (
	OrderPendingPayment OrderStatus = "pending_payment"
	OrderProcessing     OrderStatus = "processing"
	OrderCompleted      OrderStatus = "completed"
	OrderCancelled      OrderStatus = "cancelled"
	OrderRefunded       OrderStatus = "refunded"
)

// OrderStatuses lists the states in the order of an order's life.
var OrderStatuses = []OrderStatus{OrderPendingPayment, OrderProcessing, OrderCompleted, OrderCancelled, OrderRefunded}

// Key names the status's words.
func (s OrderStatus) Key() string { return "order.status_" + string(s) }

// Tone is the status's colour.
func (s OrderStatus) Tone() Tone {
	switch s {
	case OrderPendingPayment:
		return Neutral
	case OrderProcessing:
		return Accent
	case OrderCompleted:
		return OK
	case OrderCancelled:
		return Neutral
	case OrderRefunded:
		return Warn
	}
	return Neutral
}

// OrderMoves is the life of an order (transactions.md §1.2). A paid refund ends an order
// whatever it was: see Refund.
var OrderMoves = Moves[OrderStatus]{
	{OrderPendingPayment, PayOrder, OrderProcessing},
	{OrderPendingPayment, CancelOrder, OrderCancelled},
	{OrderPendingPayment, ExpireOrder, OrderCancelled},
	{OrderProcessing, CompleteOrder, OrderCompleted},
	{OrderCompleted, ReopenSupervision, OrderProcessing},
}

// Order is one purchase with its one line.
type Order struct {
	SellerID        SellerID
	ID              OrderID
	Number          string
	Type            OrderType
	Status          OrderStatus
	ProductID       ProductID
	RevisionID      ID[Revision]
	SpecID          ID[Spec]
	SKUID           ID[SKU]
	PriceID         ID[SKUPrice]
	ProductName     string
	SpecName        string
	ProductCode     string // the wire's productId: one per spec and period
	SKUCode         string
	SaleType        SaleType
	Currency        Currency
	Region          string // the buyer's, on the international site
	AccessType      AccessType
	Charging        Charging
	PeriodType      Period
	Periods         int
	Quantity        Quantity
	UnitPrice       Price
	Pricing         JSON[Pricing]          // as it was when it was bought
	Attributes      JSON[[]AttributeValue] // of the SKU, as they were
	ListAmount      Money
	DiscountAmount  Money
	CouponAmount    Money
	Amount          Money // what the buyer pays: list − discount − coupon
	RefundedAmount  Money
	FeeRatio        Ratio // the platform's share, as it held when the order was placed
	SaleTax               // likewise (catalogue.md §2.7)
	Supervised      bool
	Test            bool
	Postpaid        bool
	CustomerID      string
	CustomerName    string
	CustomerAccount string
	PhoneMask       string
	EmailMask       string
	AgreementAt     time.Time // when the buyer ticked the service agreement
	RenewsID        *OrderID
	InstanceID      *ID[Instance]
	PlacedAt        time.Time
	PayBy           time.Time
	PaidAt          *time.Time
	RepaidAt        *time.Time
	EffectiveAt     *time.Time
	ExpiresAt       *time.Time
	CompletedAt     *time.Time
	CancelledAt     *time.Time
	RefundedAt      *time.Time
	GivenBack       bool // as a whole after it was completed: it stays completed (transactions.md §1.2)
	Version         int
}

// GiveBack books that the order went back as a whole: one under way ends as refunded, a
// completed one stays completed (transactions.md §1.2).
func (o *Order) GiveBack(now time.Time) {
	o.RefundedAt = &now
	if o.Status == OrderCompleted {
		o.GivenBack = true
		return
	}
	o.Status = OrderRefunded
}

// Gone reports whether the order went back as a whole: nothing is had or owed for it any more.
func (o Order) Gone() bool { return o.Status == OrderRefunded || o.GivenBack }

// Standing names where the order stands, in a sentence about why it cannot be gone on with.
func (o Order) Standing() string {
	switch {
	case o.Type.GivesBack():
		return o.Type.Key()
	case o.Gone():
		return OrderRefunded.Key()
	}
	return o.Status.Key()
}

// Line is the wire's orderLineId.
func (o Order) Line() string { return o.Number + OrderLineSuffix }

// OrderLine is the wire's orderLineId of an order's line, counted from 1.
func OrderLine(number string, line int) string { return fmt.Sprintf("%s-%06d", number, max(line, 1)) }

// LineOf is which of the order's lines the wire's orderLineId names: of packages there may be
// as many as were ordered (catalogue.md §3.8), of what is paid by use as many as there are
// billing items (production-interface.md §1.2).
func (o Order) LineOf(line string) (n int, ok bool) {
	for n := 1; n <= MostFactors; n++ {
		if line == OrderLine(o.Number, n) {
			return n, n == 1 || o.Charging == ChargeOnDemand || o.Charging == ChargeOnDemandPackage && n <= MostStopping && o.Quantity.Covers(n)
		}
	}
	return 0, false
}

// OrderLineSuffix makes an order's number the number of its one line.
const OrderLineSuffix = "-000001"

// Refundable is what may still be paid back.
func (o Order) Refundable() Money { return o.Amount.Minus(o.RefundedAmount) }

// Free reports whether there is nothing to pay.
func (o Order) Free() bool { return o.Amount.Sign() == 0 }

// Gratis reports a product that costs nothing: it is neither refunded nor invoiced (catalogue.md
// §3.9). What coupons paid for entirely is not.
func (o Order) Gratis() bool { return o.Free() && o.ListAmount.Sign() == 0 }

// Pay takes the buyer's payment: the whole amount, within the payment window (§1.2).
func (o *Order) Pay(payment Payment, now time.Time) (err error) {
	if o.Status, err = OrderMoves.Next(o.Status, PayOrder); err != nil {
		return err
	}
	if now.After(o.PayBy) {
		return Conflict("order.pay_too_late", o.PayBy)
	}
	if !payment.Amount.Equal(o.Amount) {
		return Invalid("amount", "order.amount_differs", o.Currency.Sum(payment.Amount), o.Currency.Sum(o.Amount))
	}
	if !payment.Method.Known() {
		return Invalid("method", "problem.not_an_option", string(payment.Method))
	}
	o.PaidAt, o.Postpaid = &now, payment.Method.Later()
	return nil
}

// Cancel ends an unpaid order: the buyer does not want it, or the window is over (§1.2).
func (o *Order) Cancel(by Act, now time.Time) (err error) {
	if by == ExpireOrder && now.Before(o.PayBy) {
		return Conflict("order.window_open", o.PayBy)
	}
	if o.Status, err = OrderMoves.Next(o.Status, by); err != nil {
		return err
	}
	o.CancelledAt = &now
	return nil
}

// Repay records that the customer settled a postpaid order; only then is it billable
// (transactions.md §6.2).
func (o *Order) Repay(now time.Time) error {
	switch {
	case o.PaidAt == nil || !o.Postpaid:
		return Conflict("order.not_postpaid")
	case o.RepaidAt != nil:
		return Conflict("order.repaid_before", *o.RepaidAt)
	}
	o.RepaidAt = &now
	return nil
}

// Extend sets a renewal's time: it takes effect when the running period ends, or at once
// when that is over (§1.4).
func (o *Order) Extend(runs, now time.Time) {
	if runs.Before(now) {
		runs = now
	}
	ends := o.PeriodType.After(runs, o.Periods)
	o.EffectiveAt, o.ExpiresAt = &runs, &ends
}

// Reopen takes a completed order back into its delivery, by the operator's decision
// (transactions.md §10.2): it runs from its next acceptance.
func (o *Order) Reopen() (err error) {
	if o.RefundedAmount.Sign() > 0 {
		return Conflict("refund.outside_guarantee")
	}
	if o.Status, err = OrderMoves.Next(o.Status, ReopenSupervision); err != nil {
		return err
	}
	o.CompletedAt, o.EffectiveAt, o.ExpiresAt = nil, nil, nil
	return nil
}

// Complete ends the order: its service runs from effective (transactions.md §1.4). What
// was extended at payment keeps its time.
func (o *Order) Complete(effective, now time.Time) (err error) {
	if o.Status, err = OrderMoves.Next(o.Status, CompleteOrder); err != nil {
		return err
	}
	o.CompletedAt = &now
	if o.EffectiveAt == nil {
		o.EffectiveAt = &effective
	}
	if ends := o.PeriodType.After(effective, o.Periods); o.ExpiresAt == nil && !ends.IsZero() {
		o.ExpiresAt = &ends
	}
	return nil
}
