package market

import "time"

// Approve is the seller's consent: the money goes back, or the goods come back first, or a
// large amount waits for the operator (transactions.md §4.3, §4.4). Booked says that the
// order has it.
func (r *Refund) Approve(order *Order, note string, settings Settings, now time.Time) (booked bool, err error) {
	if !RefundMoves.Can(r.Status, ApproveRefund) {
		return false, Conflict("problem.not_now", Word(string(ApproveRefund)), string(r.Status))
	}
	r.Note = note
	if r.Goods == GoodsReceived {
		if err := r.fits(*order); err != nil {
			return false, err
		}
		r.DecidedAt = &now
		due := now.AddDate(0, 0, settings.ReturnDays)
		r.DueAt = &due
		return false, r.move(ApproveRefund, RefundReturning)
	}
	return r.release(ApproveRefund, order, settings, now)
}

// release is the end of all consents: the amount is booked on its order, or a large one
// waits for the operator first.
func (r *Refund) release(by Act, order *Order, settings Settings, now time.Time) (booked bool, err error) {
	if !RefundMoves.Can(r.Status, by) { // decided meanwhile: that is the reason, not the money
		return false, Conflict("problem.not_now", Word(string(by)), string(r.Status))
	}
	if err := r.fits(*order); err != nil {
		return false, err
	}
	if r.DecidedAt == nil {
		r.DecidedAt = &now
	}
	if r.Large(settings, order.Currency) && by != SettleRefund && by != GrantRefund {
		due := now.Add(settings.LargeRefundIn.Duration)
		r.DueAt = &due
		return false, r.move(by, RefundReviewing)
	}
	if err := r.move(by, RefundApproved); err != nil {
		return false, err
	}
	r.DueAt = nil
	r.book(order)
	return true, nil
}

func (r Refund) book(order *Order) { order.RefundedAmount = order.RefundedAmount.Plus(r.Amount) }

func (r Refund) fits(order Order) error {
	if r.Amount.Over(order.Refundable()) {
		return Conflict("refund.over_paid", order.Currency.Sum(order.Refundable()), order.Currency.Sum(r.Amount))
	}
	return nil
}

// Book is a refund that needs nobody's consent: it is 退款中 from its beginning.
func (r *Refund) Book(order *Order, now time.Time) error {
	if err := r.fits(*order); err != nil {
		return err
	}
	r.Status, r.DecidedAt, r.DueAt = RefundApproved, &now, nil
	r.book(order)
	return nil
}

// Reject refuses the refund; the buyer is told why.
func (r *Refund) Reject(note string, now time.Time) error {
	wrong := Invalids{}
	wrong.long("note", note, 1000)
	if err := wrong.Err(); err != nil {
		return err
	}
	r.Note = note
	r.end(now)
	return r.move(RejectRefund, RefundRejected)
}

// Grant is the operator's consent to a large refund (transactions.md §4.3).
func (r *Refund) Grant(order *Order, settings Settings, now time.Time) error {
	_, err := r.release(GrantRefund, order, settings, now)
	return err
}

// Deny refuses a large refund, or one of goods in transit; both sides are told why.
func (r *Refund) Deny(note string, now time.Time) error {
	wrong := Invalids{}
	wrong.long("note", note, 1000)
	if err := wrong.Err(); err != nil {
		return err
	}
	r.Note = note
	r.end(now)
	return r.move(DenyRefund, RefundRejected)
}

// Pay books that the money went back. What was given back as a whole ends as refunded, or stays
// completed where it was (§1.2); a part leaves what the buyer keeps paying for, so an order under way is completed with the
// rest (§6.8). The refund ends too unless the release call is still to be accepted.
func (r *Refund) Pay(order *Order, effective, now time.Time) error {
	if !RefundMoves.Can(r.Status, PayRefund) || r.PaidAt != nil {
		return Conflict("problem.not_now", Word(string(PayRefund)), string(r.Status))
	}
	r.PaidAt = &now
	order.RefundedAt = &now
	if r.Ends(*order) {
		order.GiveBack(now)
	} else if order.Status == OrderProcessing {
		if err := order.Complete(effective, now); err != nil {
			return err
		}
	}
	if r.Release != ReleaseWaiting && r.Release != ReleaseFailed {
		return r.move(PayRefund, RefundPaid)
	}
	return nil
}

// Ends reports whether the booked refund gives the whole order back: nothing of what was
// paid is left, or the rest is what was used until now.
func (r Refund) Ends(booked Order) bool {
	return r.Cause == RefundUsed || booked.Refundable().Sign() == 0
}

// Released books how the call ended that releases or shortens what runs: accepted, it ends a
// refund whose money went back; failed, the refund has an exception (§4.3).
func (r *Refund) Released(well bool) error {
	if !well {
		r.Release = ReleaseFailed
		return nil
	}
	r.Release = ReleaseDone
	if r.PaidAt == nil || r.Status != RefundApproved {
		return nil
	}
	return r.move(FinishRefund, RefundPaid)
}
