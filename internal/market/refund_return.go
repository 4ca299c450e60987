package market

import (
	"strings"
	"time"
	"unicode/utf8"
)

// GoodsState says where hardware is when its buyer wants the money back (transactions.md §4.4).
type GoodsState string

// Where the goods are; empty for what has none.
const (
	GoodsMissing  GoodsState = "not_received" // 未收货
	GoodsReceived GoodsState = "received"     // 已收货
)

// GoodsStates lists where goods can be.
var GoodsStates = []GoodsState{GoodsMissing, GoodsReceived}

// Key names the words.
func (g GoodsState) Key() string { return "refund.goods_" + string(g) }

// check refuses what the courier knows better.
func (g GoodsState) check(p Parcel) error {
	switch {
	case g != GoodsMissing && g != GoodsReceived:
		return Invalid("goods", "refund.goods_required")
	case g == GoodsReceived && p.ShippedAt == nil:
		return Invalid("goods", "refund.goods_not_sent")
	case g == GoodsMissing && p.SignedAt != nil:
		return Invalid("goods", "refund.goods_signed", *p.SignedAt)
	}
	return nil
}

// InTransit reports whether the goods left the seller and have not arrived.
func (p Parcel) InTransit() bool {
	return p.ShippedAt != nil && p.SignedAt == nil && CourierState(p.State) != CourierRefused
}

// Confirm is the operator's word that goods in transit may be given back; the seller's time
// begins (transactions.md §4.4).
func (r *Refund) Confirm(settings Settings, calendar Calendar, now time.Time) error {
	due := calendar.PlusDays(now, settings.RefundDays)
	r.DueAt = &due
	return r.move(ConfirmRefund, RefundRequested)
}

// ReturnParcel is how a buyer sends goods back.
type ReturnParcel struct {
	Courier  string
	Tracking string
}

// Ship books that the goods are on their way back; the seller has some days to inspect them
// (transactions.md §4.4).
func (r *Refund) Ship(p ReturnParcel, couriers []Courier, settings Settings, now time.Time) error {
	if !RefundMoves.Can(r.Status, ShipRefund) {
		return Conflict("problem.not_now", Word(string(ShipRefund)), string(r.Status))
	}
	if r.Status == RefundReturning && r.DueAt != nil && now.After(*r.DueAt) {
		return Conflict("refund.return_over", settings.ReturnDays, *r.DueAt)
	}
	wrong := Invalids{}
	known := false
	for _, c := range couriers {
		known = known || c.Code == p.Courier && c.RetiredAt == nil
	}
	if p.Courier == "" {
		wrong.With("courier", "problem.required")
	} else if !known {
		wrong.With("courier", "supervision.no_such_courier", p.Courier)
	}
	p.Tracking = strings.TrimSpace(p.Tracking)
	if p.Tracking == "" {
		wrong.With("tracking", "problem.required")
	} else if n := utf8.RuneCountInString(p.Tracking); n > 64 {
		wrong.With("tracking", "problem.too_long", 64, n)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	r.Courier, r.Tracking, r.SentAt = p.Courier, p.Tracking, &now
	return r.inspect(ShipRefund, settings, now)
}

// inspect begins the seller's time to look at what came back.
func (r *Refund) inspect(by Act, settings Settings, now time.Time) error {
	due := now.AddDate(0, 0, settings.InspectDays)
	r.DueAt = &due
	return r.move(by, RefundInspecting)
}

// Lapse ends the time to send the goods: the refund counts as withdrawn (transactions.md §4.4).
func (r *Refund) Lapse(now time.Time) error {
	if r.Status != RefundReturning || r.DueAt == nil || now.Before(*r.DueAt) {
		return Conflict("problem.not_now", Word(string(LapseRefund)), string(r.Status))
	}
	r.end(now)
	return r.move(LapseRefund, RefundWithdrawn)
}

// Accept is the seller's word that the goods came back well (确认验收).
func (r *Refund) Accept(order *Order, settings Settings, now time.Time) (booked bool, err error) {
	return r.release(AcceptRefund, order, settings, now)
}

// Assume accepts the goods for a seller that let its days pass (transactions.md §4.4).
func (r *Refund) Assume(order *Order, settings Settings, now time.Time) (booked bool, err error) {
	if r.Status != RefundInspecting || r.DueAt == nil || now.Before(*r.DueAt) {
		return false, Conflict("problem.not_now", Word(string(AssumeRefund)), string(r.Status))
	}
	return r.release(AssumeRefund, order, settings, now)
}

// Dispute is an inspection that found something wrong (验收异常): the reason and photos of it
// are needed; the buyer or the operator reacts.
func (r *Refund) Dispute(fault string, photos []Upload, settings Settings, calendar Calendar, now time.Time) error {
	if err := faulty(fault, photos); err != nil {
		return err
	}
	due := calendar.PlusDays(now, settings.AppealDays)
	r.Fault, r.DueAt = fault, &due
	return r.move(DisputeRefund, RefundDisputed)
}

// Appeal brings the inspection before the operator, with evidence (transactions.md §4.4).
func (r *Refund) Appeal(reason string, files []Upload, settings Settings, calendar Calendar, now time.Time) error {
	if err := faulty(reason, files); err != nil {
		return err
	}
	due := calendar.PlusDays(now, settings.AppealDays)
	if r.DueAt = &due; r.Fault == "" { // what the inspection found stays as it was said
		r.Fault = reason
	}
	return r.move(AppealRefund, RefundAppealed)
}

// Resume lets the seller inspect on when its appeal is taken back: the time that the goods lay
// with the operator does not count, what was left of the days does, one of them at least
// (transactions.md §3, §4.4).
func (r *Refund) Resume(appealed time.Time, settings Settings, now time.Time) error {
	due := now.AddDate(0, 0, 1)
	if r.SentAt != nil {
		if left := r.SentAt.AddDate(0, 0, settings.InspectDays).Add(now.Sub(appealed)); left.After(due) {
			due = left
		}
	}
	r.DueAt = &due
	return r.move(WithdrawAppeal, RefundInspecting)
}

// Thaw lets a refund's time go on that stood still with its delivery since then: working
// time where the rule counts it, days otherwise (transactions.md §2.3, §3).
func (r *Refund) Thaw(frozen time.Time, calendar Calendar, now time.Time) {
	if r.DueAt == nil {
		return
	}
	due := r.DueAt.Add(now.Sub(frozen))
	if r.Status == RefundRequested || r.Status == RefundDisputed {
		due = calendar.Plus(*r.DueAt, calendar.Between(frozen, now))
	}
	r.DueAt = &due
}

func faulty(text string, files []Upload) error {
	wrong := Invalids{}
	wrong.long("fault", text, 1000)
	if len(files) == 0 {
		wrong.With("photos", "refund.photos_needed")
	}
	return wrong.uploads(files, "photos").Err()
}

// ReturnDecisions lists what the operator decides over goods that came back (transactions.md
// §4.4): 退款中 of all or a part, back to 待验收 with a fresh timer, or 已驳回.
var ReturnDecisions = []ReturnOutcome{ReturnRefund, ReturnResume, ReturnRefuse}

// Key names the words.
func (o ReturnOutcome) Key() string { return "refund.outcome_" + string(o) }

// ReturnDecision is what the operator decides over goods that came back, and why.
type ReturnDecision struct {
	Outcome ReturnOutcome
	Amount  Money // of a refund: all of it or less
	Note    string
}

// Check refuses a decision without words, or over more than was asked for.
func (d ReturnDecision) Check(asked Money, in Currency) error {
	wrong := Invalids{}
	wrong.long("note", d.Note, 2000)
	switch d.Outcome {
	case ReturnRefund:
		if d.Amount.Sign() <= 0 || d.Amount.Over(asked) {
			wrong.With("amount", "refund.amount_outside", in.Sum(asked), in.Sum(d.Amount))
		}
	case ReturnResume, ReturnRefuse:
	default:
		wrong.With("outcome", "problem.not_an_option", string(d.Outcome))
	}
	return wrong.Err()
}

// Settle carries out what the operator decided over the goods; booked says that the order
// has the refund.
func (r *Refund) Settle(d ReturnDecision, order *Order, settings Settings, now time.Time) (booked bool, err error) {
	if err := d.Check(r.Amount, order.Currency); err != nil {
		return false, err
	}
	r.Note = d.Note
	switch d.Outcome {
	case ReturnResume:
		return false, r.inspect(SettleRefund, settings, now)
	case ReturnRefuse:
		r.end(now)
		return false, r.move(SettleRefund, RefundRejected)
	case ReturnRefund:
	}
	r.Amount = d.Amount
	return r.release(SettleRefund, order, settings, now)
}
