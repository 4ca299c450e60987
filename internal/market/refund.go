package market

import "time"

// Refunds is money that goes back to buyers (退订).
var Refunds = area("refund", Owner, Operations, Finance, Support, Treasurer, Manager)

// The acts on a refund (transactions.md §4.3).
var (
	RequestRefund  = act("refund.request", Buyer)
	WithdrawRefund = act("refund.withdraw", Buyer)
	ApproveRefund  = act("refund.approve", Owner, Finance)
	RejectRefund   = act("refund.reject", Owner, Finance)
	PayRefund      = act("refund.pay", Clock)
	RemindRefund   = act("refund.remind", Clock) // §4.3: 7 working days without a decision
)

// RefundID names a refund.
type RefundID = ID[Refund]

// RefundStatus is where a refund stands.
type RefundStatus string

// The states of a refund.
const (
	RefundRequested RefundStatus = "requested" // 待商家审核
	RefundRejected  RefundStatus = "rejected"
	RefundWithdrawn RefundStatus = "withdrawn"
	RefundApproved  RefundStatus = "approved" // 退款中
	RefundPaid      RefundStatus = "paid"     // 已退订
)

// RefundStatuses lists the states in the order of a refund's life.
var RefundStatuses = []RefundStatus{RefundRequested, RefundApproved, RefundPaid, RefundRejected, RefundWithdrawn}

// Key names the status's words.
func (s RefundStatus) Key() string { return "refund.status_" + string(s) }

// Tone is the status's colour.
func (s RefundStatus) Tone() Tone {
	switch s {
	case RefundRequested:
		return Warn
	case RefundApproved:
		return Accent
	case RefundPaid:
		return OK
	case RefundRejected:
		return Bad
	case RefundWithdrawn:
		return Neutral
	}
	return Neutral
}

// RefundMoves is the life of a refund (transactions.md §4.3).
var RefundMoves = Moves[RefundStatus]{
	{RefundRequested, ApproveRefund, RefundApproved},
	{RefundRequested, RejectRefund, RefundRejected},
	{RefundRequested, WithdrawRefund, RefundWithdrawn},
	{RefundApproved, PayRefund, RefundPaid},
}

// RefundCause says why money goes back.
type RefundCause string

// The causes of a refund.
const (
	RefundFailedOpening RefundCause = "failed_opening" // §1.5: the interface failed for 3 h
	RefundNegotiated    RefundCause = "negotiated"     // §4.3
	RefundByAppeal      RefundCause = "appeal"         // §3
	RefundOverdue       RefundCause = "overdue"        // §14.2: closed after 365 days
	RefundFiveDays      RefundCause = "five_day"       // §4.2
	RefundOfRenewal     RefundCause = "renewal"        // §4.1: a renewal that has not begun
)

// RefundCauses lists the causes, for filters.
var RefundCauses = []RefundCause{RefundNegotiated, RefundByAppeal, RefundFailedOpening, RefundOverdue, RefundFiveDays, RefundOfRenewal}

// Key names the cause's words.
func (c RefundCause) Key() string { return "refund.cause_" + string(c) }

// Refund is money that goes back to the buyer of one order.
type Refund struct {
	SellerID     SellerID
	ID           RefundID
	Number       string
	OrderID      OrderID
	Cause        RefundCause
	Status       RefundStatus
	Amount       Money
	Reason       string
	Note         string
	RequestedBy  string
	ContactShown bool // the buyer lets the seller see the account's contact
	RequestedAt  time.Time
	DueAt        *time.Time // until when the seller shall decide
	DecidedAt    *time.Time
	PaidAt       *time.Time
	Test         bool
	Version      int
}

// Late reports whether the seller let the time to decide pass.
func (r Refund) Late(now time.Time) bool {
	return r.Status == RefundRequested && r.DueAt != nil && now.After(*r.DueAt)
}

// RefundRequest is what a buyer asks for.
type RefundRequest struct {
	OrderID      OrderID
	Amount       Money
	Reason       string
	ContactShown bool
}

// Guarantee refuses a negotiated refund outside the transaction guarantee period (§4.1,
// §4.6): supervised goods until their flow ends, and never while it is frozen.
func (o Order) Guarantee(s *Supervision) error {
	switch {
	case o.Type == OrderTrial:
		return Conflict("refund.no_trial")
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

// Check refuses a request whose amount or reason is wrong (§4.3).
func (r RefundRequest) Check(order Order) error {
	wrong := Invalids{}
	if r.Amount.Sign() <= 0 || r.Amount.Over(order.Refundable()) {
		wrong.With("amount", "refund.amount_outside", order.Refundable(), r.Amount)
	}
	wrong.long("reason", r.Reason, 1000)
	return wrong.Err()
}

// Approve accepts the refund and books it on its order.
func (r *Refund) Approve(order *Order, note string, now time.Time) error {
	if r.Amount.Over(order.Refundable()) {
		return Conflict("refund.over_paid", order.Refundable(), r.Amount)
	}
	next, err := RefundMoves.Next(r.Status, ApproveRefund)
	if err != nil {
		return err
	}
	r.Status, r.Note, r.DecidedAt = next, note, &now
	order.RefundedAmount = order.RefundedAmount.Plus(r.Amount)
	return nil
}

// Reject refuses the refund; the buyer is told why.
func (r *Refund) Reject(note string, now time.Time) (err error) {
	wrong := Invalids{}
	wrong.long("note", note, 1000)
	if err := wrong.Err(); err != nil {
		return err
	}
	r.Status, err = RefundMoves.Next(r.Status, RejectRefund)
	r.Note, r.DecidedAt = note, &now
	return err
}

// Pay books that the money went back. A whole refund ends the order as refunded; a part
// leaves what the buyer keeps paying for, so the order is completed with the rest (§6.8).
func (r *Refund) Pay(order *Order, effective, now time.Time) (err error) {
	if r.Status, err = RefundMoves.Next(r.Status, PayRefund); err != nil {
		return err
	}
	r.PaidAt = &now
	switch {
	case order.Refundable().Sign() == 0:
		order.Status, order.RefundedAt = OrderRefunded, &now
	case order.Status == OrderProcessing:
		order.RefundedAt = &now
		return order.Complete(effective, now)
	default:
		order.RefundedAt = &now
	}
	return nil
}
