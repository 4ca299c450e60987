package market

import "time"

// Refunds is money that goes back to buyers (退订).
var Refunds = area("refund", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts on a refund (transactions.md §4.2–§4.4).
var (
	RequestRefund  = act("refund.request", Buyer)
	WithdrawRefund = act("refund.withdraw", Buyer)
	ApproveRefund  = act("refund.approve", Owner, Finance)
	RejectRefund   = act("refund.reject", Owner, Finance)
	GrantRefund    = act("refund.grant", Manager, Treasurer) // §4.3: a large one, by the operator
	DenyRefund     = act("refund.deny", Manager, Treasurer)  // a large one, or one of goods in transit
	PayRefund      = act("refund.pay", Clock)
	FinishRefund   = act("refund.finish", Clock)   // the release call was accepted
	RemindRefund   = act("refund.remind", Clock)   // §4.3: 7 working days without a decision
	EscalateRefund = act("refund.escalate", Clock) // §4.3: 10 working days without one

	ConfirmRefund = act("refund.confirm", Manager)                 // §4.4: goods in transit
	ShipRefund    = act("refund.ship", Buyer)                      // the goods are on their way back
	LapseRefund   = act("refund.lapse", Clock)                     // §4.4: not sent within 10 days
	AcceptRefund  = act("refund.accept", Owner, Finance, Support)  // §4.4: 确认验收
	AssumeRefund  = act("refund.assume", Clock)                    // §4.4: not inspected within 15 days
	DisputeRefund = act("refund.dispute", Owner, Finance, Support) // §4.4: 验收异常
	AppealRefund  = act("refund.appeal", Owner, Finance, Support)  // §4.4
	SettleRefund  = act("refund.settle", Manager)                  // the operator decides over returned goods
)

// RefundID names a refund.
type RefundID = ID[Refund]

// RefundStatus is where a refund stands.
type RefundStatus string

// The states of a refund.
const (
	RefundTransit    RefundStatus = "transit"    // goods in transit: the operator confirms first
	RefundRequested  RefundStatus = "requested"  // 待商家审核
	RefundReviewing  RefundStatus = "reviewing"  // 待平台审批: a large one
	RefundReturning  RefundStatus = "returning"  // 待用户寄回
	RefundInspecting RefundStatus = "inspecting" // 待验收
	RefundDisputed   RefundStatus = "disputed"   // 待验收异常处理
	RefundAppealed   RefundStatus = "appealed"   // 申诉中
	RefundApproved   RefundStatus = "approved"   // 退款中
	RefundPaid       RefundStatus = "paid"       // 已退订
	RefundRejected   RefundStatus = "rejected"
	RefundWithdrawn  RefundStatus = "withdrawn"
)

// RefundStatuses lists the states in the order of a refund's life.
var RefundStatuses = []RefundStatus{RefundTransit, RefundRequested, RefundReturning, RefundInspecting, RefundDisputed, RefundAppealed,
	RefundReviewing, RefundApproved, RefundPaid, RefundRejected, RefundWithdrawn}

// Key names the status's words.
func (s RefundStatus) Key() string { return "refund.status_" + string(s) }

// Tone is the status's colour.
func (s RefundStatus) Tone() Tone {
	switch s {
	case RefundRequested, RefundInspecting, RefundReviewing, RefundTransit:
		return Warn
	case RefundReturning, RefundApproved:
		return Accent
	case RefundPaid:
		return OK
	case RefundDisputed, RefundRejected:
		return Bad
	case RefundAppealed:
		return Frozen
	case RefundWithdrawn:
		return Neutral
	}
	return Neutral
}

// Open reports whether something still has to happen.
func (s RefundStatus) Open() bool {
	return s != RefundPaid && s != RefundRejected && s != RefundWithdrawn
}

// Undecided reports whether nobody has agreed to anything yet.
func (s RefundStatus) Undecided() bool { return s == RefundRequested || s == RefundTransit }

// Turn is who has to act.
func (s RefundStatus) Turn() Party {
	switch s {
	case RefundRequested, RefundInspecting:
		return PartySeller
	case RefundReturning:
		return PartyBuyer
	case RefundTransit, RefundReviewing, RefundDisputed, RefundAppealed:
		return PartyOperator
	case RefundApproved, RefundPaid, RefundRejected, RefundWithdrawn:
		return PartySystem
	}
	return PartySystem
}

// RefundMoves is the life of a refund (transactions.md §4.2–§4.4). Where an act leads to
// several states the refund's own facts choose: see Refund.move.
var RefundMoves = Moves[RefundStatus]{
	{RefundTransit, ConfirmRefund, RefundRequested},
	{RefundTransit, DenyRefund, RefundRejected},
	{RefundTransit, WithdrawRefund, RefundWithdrawn},
	{RefundRequested, ApproveRefund, RefundApproved},
	{RefundRequested, ApproveRefund, RefundReturning},
	{RefundRequested, ApproveRefund, RefundReviewing},
	{RefundRequested, RejectRefund, RefundRejected},
	{RefundRequested, WithdrawRefund, RefundWithdrawn},
	{RefundReturning, ShipRefund, RefundInspecting},
	{RefundReturning, WithdrawRefund, RefundWithdrawn},
	{RefundReturning, LapseRefund, RefundWithdrawn},
	{RefundInspecting, AcceptRefund, RefundApproved},
	{RefundInspecting, AcceptRefund, RefundReviewing},
	{RefundInspecting, DisputeRefund, RefundDisputed},
	{RefundInspecting, AppealRefund, RefundAppealed},
	{RefundInspecting, AssumeRefund, RefundApproved},
	{RefundInspecting, AssumeRefund, RefundReviewing},
	{RefundDisputed, ShipRefund, RefundInspecting},
	{RefundDisputed, WithdrawRefund, RefundWithdrawn},
	{RefundDisputed, AcceptRefund, RefundApproved},
	{RefundDisputed, AcceptRefund, RefundReviewing},
	{RefundDisputed, AppealRefund, RefundAppealed},
	{RefundDisputed, SettleRefund, RefundApproved},
	{RefundDisputed, SettleRefund, RefundInspecting},
	{RefundDisputed, SettleRefund, RefundRejected},
	{RefundAppealed, WithdrawAppeal, RefundInspecting},
	{RefundAppealed, SettleRefund, RefundApproved},
	{RefundAppealed, SettleRefund, RefundInspecting},
	{RefundAppealed, SettleRefund, RefundRejected},
	{RefundReviewing, GrantRefund, RefundApproved},
	{RefundReviewing, DenyRefund, RefundRejected},
	{RefundApproved, PayRefund, RefundPaid},
	{RefundApproved, FinishRefund, RefundPaid},
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
	RefundUsed          RefundCause = "used"           // §4.1: an image, less what was used
	RefundOfRenewal     RefundCause = "renewal"        // §4.1: a renewal that has not begun
)

// RefundCauses lists the causes, for filters.
var RefundCauses = []RefundCause{RefundNegotiated, RefundByAppeal, RefundFailedOpening, RefundOverdue, RefundFiveDays, RefundUsed, RefundOfRenewal}

// Key names the cause's words.
func (c RefundCause) Key() string { return "refund.cause_" + string(c) }

// Own reports whether the buyer gives the order back without the seller's consent, by an
// order of its own that tells the seller's server (transactions.md §1.2, §4.2).
func (c RefundCause) Own() bool {
	return c == RefundFiveDays || c == RefundUsed || c == RefundOfRenewal
}

// RefundRelease is how far the call is that ends what the buyer has running.
type RefundRelease string

// The states of the release call; empty when there is nothing to release.
const (
	ReleaseWaiting RefundRelease = "waiting"
	ReleaseDone    RefundRelease = "done"
	ReleaseFailed  RefundRelease = "failed" // §4.3: the refund has an exception
)

// Refund is money that goes back to the buyer of one order.
type Refund struct {
	SellerID         SellerID
	ID               RefundID
	Number           string
	OrderID          OrderID
	Cause            RefundCause
	Status           RefundStatus
	Amount           Money
	Reason           string
	Note             string
	RequestedBy      string
	ContactShown     bool // the buyer lets the seller see the account's contact
	RequestedAt      time.Time
	DueAt            *time.Time // until when whoever's turn it is shall act
	DecidedAt        *time.Time // by the seller, or for it
	PaidAt           *time.Time
	EscalatedAt      *time.Time      // the operator was told that the seller does not decide
	Goods            GoodsState      // of hardware
	Courier          string          // of the way back
	Tracking         string          // of the way back
	SentAt           *time.Time      // when the goods went back
	Fault            string          // what the seller found at the inspection
	UnsubscriptionID *OrderID        // the order by which it was given back
	FulfilmentID     *ID[Fulfilment] // the call that releases or shortens what runs
	Release          RefundRelease
	Test             bool
	Version          int
}

// Late reports whether whoever's turn it is let the time pass.
func (r Refund) Late(now time.Time) bool {
	return r.Status.Open() && r.Status != RefundApproved && r.DueAt != nil && now.After(*r.DueAt)
}

// Exception reports whether the call that releases what runs has failed: the refund stays
// 退款中 until it is restarted (transactions.md §4.3).
func (r Refund) Exception() bool { return r.Release == ReleaseFailed }

// LargeRefundOf is above which amount of the currency the operator approves (transactions.md §4.3).
func (s Settings) LargeRefundOf(currency Currency) Money {
	if currency.Abroad() {
		return s.LargeRefundAbroad
	}
	return s.LargeRefund
}

// Large reports whether the operator has to approve a refund in the currency (transactions.md §4.3).
func (r Refund) Large(settings Settings, in Currency) bool {
	large := settings.LargeRefundOf(in)
	return large.Sign() > 0 && r.Amount.Over(large)
}

// move goes on by the act, to a state that the table allows.
func (r *Refund) move(act Act, to RefundStatus) error {
	for _, m := range RefundMoves {
		if m.From == r.Status && m.Act == act && m.To == to {
			r.Status = to
			return nil
		}
	}
	return Conflict("problem.not_now", Word(string(act)), string(r.Status))
}

// RefundRequest is what a buyer asks for.
type RefundRequest struct {
	OrderID      OrderID
	Amount       Money
	Reason       string
	ContactShown bool
	Goods        GoodsState // hardware: received, or not
}

// Check refuses a request whose amount or reason is wrong (§4.3).
func (r RefundRequest) Check(order Order) error {
	wrong := Invalids{}
	if r.Amount.Sign() <= 0 || r.Amount.Over(order.Refundable()) {
		wrong.With("amount", "refund.amount_outside", order.Currency.Sum(order.Refundable()), order.Currency.Sum(r.Amount))
	}
	wrong.long("reason", r.Reason, 1000)
	return wrong.Err()
}

// Open begins a negotiated refund: the seller has some working days, goods in transit are
// confirmed by the operator first (transactions.md §4.3, §4.4).
func (r *Refund) Open(parcel *Parcel, settings Settings, calendar Calendar, now time.Time) error {
	r.Status, r.RequestedAt = RefundRequested, now
	due := calendar.PlusDays(now, settings.RefundDays)
	if parcel == nil {
		r.DueAt = &due
		if r.Goods != "" {
			return Invalid("goods", "refund.no_goods")
		}
		return nil
	}
	if err := r.Goods.check(*parcel); err != nil {
		return err
	}
	if parcel.InTransit() {
		r.Status, due = RefundTransit, now.Add(settings.LargeRefundIn.Duration)
	}
	r.DueAt = &due
	return nil
}

// Withdraw takes the wish back.
func (r *Refund) Withdraw(now time.Time) error {
	r.end(now)
	return r.move(WithdrawRefund, RefundWithdrawn)
}

func (r *Refund) end(now time.Time) {
	if r.DecidedAt == nil {
		r.DecidedAt = &now
	}
	r.DueAt = nil
}

// Escalations is what happens to the refund if nobody acts, and when (transactions.md §4.3,
// §4.4).
func (r Refund) Escalations(settings Settings, calendar Calendar, now time.Time) []Escalation {
	var all []Escalation
	add := func(at time.Time, key string, args ...any) {
		all = append(all, Escalation{at, Because("refund.escalation_"+key, args...), !at.After(now)})
	}
	if r.DueAt == nil {
		return nil
	}
	switch r.Status {
	case RefundRequested:
		add(*r.DueAt, "remind", settings.RefundDays)
		add(r.EscalatesAt(settings, calendar), "operator", settings.RefundEscalateDays)
	case RefundReturning:
		add(*r.DueAt, "lapse", settings.ReturnDays)
	case RefundInspecting:
		add(*r.DueAt, "assume", settings.InspectDays)
	case RefundTransit, RefundReviewing, RefundDisputed, RefundAppealed:
		add(*r.DueAt, "late")
	case RefundApproved, RefundPaid, RefundRejected, RefundWithdrawn:
	}
	return all
}

// EscalatesAt is when the operator hears that the seller does not decide (§4.3).
func (r Refund) EscalatesAt(settings Settings, calendar Calendar) time.Time {
	began := r.RequestedAt
	if r.DueAt != nil { // confirmed goods in transit begin their wait later
		return calendar.PlusDays(*r.DueAt, settings.RefundEscalateDays-settings.RefundDays)
	}
	return calendar.PlusDays(began, settings.RefundEscalateDays)
}
