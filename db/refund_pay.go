package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// carryOut does what follows from a refund that was booked on its order: the delivery ends, an
// order of its own gives it back, and the money is paid; what a buyer gives back without the
// seller's consent is told to the seller's server first (transactions.md §1.2, §4.2, §4.3).
func (d *delivery) carryOut(r *market.Refund) error {
	if err := cmp.Or(d.saveOrder(d.order), d.dropInvoiceRequests(d.order), d.cancelFulfilments(d.order)); err != nil {
		return err
	}
	d.order.Version++
	d.note("refunded_amount", nil, d.order.RefundedAmount)
	if !d.flow.ID.IsZero() && !d.flow.Over() {
		d.flow.Close(d.now, d.calendar)
		if err := d.keep(); err != nil {
			return err
		}
		d.from = d.flow.Node
	}
	back, err := d.giveBack(r)
	if err != nil {
		return err
	}
	if !r.Cause.Own() {
		return d.later(market.PayRefund, r.ID)
	}
	follow := r.Follow(d.order)
	if follow.CouponBack { // the only refund that gives a coupon back (catalogue.md §9.7)
		if err := d.returnCoupon(d.order); err != nil {
			return err
		}
	}
	if follow.Call == "" {
		return d.later(market.PayRefund, r.ID)
	}
	return d.call(r, back, follow.Call)
}

// giveBack makes the order by which another one is given back, whole or in part: every refund
// has one, of type 退订 and linked to the original line; it is completed when the money went
// back and what runs is released (transactions.md §1.2, §1.3).
func (d *delivery) giveBack(r *market.Refund) (back market.Order, err error) {
	kind := market.OrderUnsubscribe
	if r.Cause == market.RefundOfRenewal {
		kind = market.OrderUnsubscribeRenewal
	}
	contact, err := d.contact(d.order)
	if err != nil {
		return back, err
	}
	back = d.order.Unsubscription(kind, market.NewID[market.Order](d.now), d.now)
	back.Status = market.OrderPendingPayment
	if err := d.insertOrder(&back, contact); err != nil {
		return back, err
	}
	back.Status = market.OrderProcessing // there is nothing to pay
	r.UnsubscriptionID = &back.ID
	d.note("unsubscription", nil, back.Number)
	return back, cmp.Or(
		d.exec(`UPDATE orders SET status = $3, paid_at = $4, effective_at = $4, expires_at = $5 WHERE seller_id = $1 AND id = $2`,
			back.ID, back.Status, d.now, back.ExpiresAt),
		d.exec(`UPDATE refunds SET unsubscription_id = $3 WHERE seller_id = $1 AND id = $2`, r.ID, back.ID),
		d.pushOrder(back))
}

// givenBack completes the order by which another one was given back, once its refund is done.
func (d *delivery) givenBack(r market.Refund) error {
	if r.Status != market.RefundPaid || r.UnsubscriptionID == nil {
		return nil
	}
	back, err := d.lockOrder(*r.UnsubscriptionID)
	if err != nil || back.Status != market.OrderProcessing {
		return err
	}
	return d.completeOrder(&back, d.now)
}

// call tells the seller's server about a refund, which remembers the message. Where nobody has
// to be told (an image, §4.1) what the message stands for is done at once, and the refund goes on.
func (d *delivery) call(r *market.Refund, order market.Order, activity market.Activity) error {
	heard, told, err := d.hears(order, activity)
	if err != nil {
		return err
	}
	if err := d.sendFulfilment(order, activity); err != nil {
		return err
	}
	r.Release = market.ReleaseWaiting
	if !told {
		return cmp.Or(d.calledBack(r, true), d.audit(market.FinishRefund, r.ID))
	}
	return d.exec(`UPDATE refunds SET release = 'waiting', fulfilment_id = (SELECT id FROM fulfilments
			WHERE seller_id = $1 AND order_id = $3 AND activity = $4 ORDER BY begun_at DESC, id DESC LIMIT 1)
		WHERE seller_id = $1 AND id = $2`, r.ID, order.ID, heard)
}

// calledBack books how the call of a refund ended. The money of what a buyer gives back
// without consent follows it, whichever way it ended (transactions.md §4.2).
func (d *delivery) calledBack(r *market.Refund, well bool) error {
	d.system = true
	unpaid := r.PaidAt == nil && r.Status == market.RefundApproved
	if err := r.Released(well); err != nil {
		return err
	}
	if err := cmp.Or(d.keepRefund(r, market.FinishRefund, ""), d.givenBack(*r)); err != nil || !unpaid {
		return err
	}
	return d.later(market.PayRefund, r.ID)
}

// PayRefund books that the money went back: a whole refund ends the order and releases what
// the buyer has running, a part leaves the order completed with the rest (§4.3, §6.8).
func (s *Seller) PayRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.PayRefund, id, func(d *delivery, r *market.Refund) (err error) {
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		effective := d.now
		if d.order.Supervised {
			effective = d.flow.Effective(d.now)
		}
		follow := r.Follow(d.order)
		releases := follow.Call != "" && !r.Cause.Own()
		if releases { // the refund ends when the call is accepted
			r.Release = market.ReleaseWaiting
		}
		if err := r.Pay(&d.order, effective, d.now); err != nil {
			return err
		}
		d.note("amount", nil, r.Amount)
		if err := cmp.Or(d.keepRefund(r, market.PayRefund, ""), d.saveOrder(d.order), d.tellRefund(market.PayRefund, *r), d.tellRefundBuyer(market.PayRefund, *r)); err != nil {
			return err
		}
		d.order.Version++
		if err := d.easeCredit(d.order); err != nil {
			return err
		}
		if follow.LimitFreed {
			if err := d.returnStock(d.order.ID); err != nil {
				return err
			}
		}
		if !releases {
			return d.givenBack(*r)
		}
		by := d.order
		if r.UnsubscriptionID != nil { // the release comes from an unsubscription: its order says so
			if by, err = d.lockOrder(*r.UnsubscriptionID); err != nil {
				return err
			}
		}
		return d.call(r, by, follow.Call)
	})
}

// FinishRefund ends a refund whose money went back once the seller's server has released what
// ran. It follows from the answer of the server; as an act of its own it mends a refund that
// the answer did not reach.
func (s *Seller) FinishRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.FinishRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Release != market.ReleaseWaiting && r.Release != market.ReleaseFailed {
			return market.Conflict("problem.not_now", market.Word(market.FinishRefund))
		}
		return d.calledBack(r, true)
	})
}

// refundCalled books on the refund, if there is one, how the call ended that tells the
// seller's server about it (transactions.md §4.2, §4.3).
func (t *tx) refundCalled(id market.FulfilmentID, well bool) error {
	var waiting []market.RefundID
	if err := t.list(&waiting, `SELECT id FROM refunds WHERE seller_id = $1 AND fulfilment_id = $2 LIMIT 1`, id); err != nil || len(waiting) == 0 {
		return err
	}
	d, r, err := t.lockRefund(waiting[0])
	if err != nil || r.Release == market.ReleaseDone {
		return err
	}
	return cmp.Or(d.calledBack(&r, well), t.audit(market.FinishRefund, r.ID))
}

// refundCallsAgain books that the call of a refund is tried once more.
func (t *tx) refundCallsAgain(id market.FulfilmentID) error {
	return t.exec(`UPDATE refunds SET release = 'waiting', version = version + 1 WHERE seller_id = $1 AND fulfilment_id = $2 AND release = 'failed'`, id)
}

// refundOrder pays the amount back without anybody's approval: a failed opening, an appeal,
// a flow that was closed. It books and saves the order and ends its flow.
func (t *tx) refundOrder(order *market.Order, cause string, amount market.Money, reason string) error {
	if err := t.dropInvoiceRequests(*order); err != nil {
		return err
	}
	if amount.Sign() == 0 { // nothing was paid: there is nothing to pay back
		order.GiveBack(t.now)
		if err := t.returnStock(order.ID); err != nil {
			return err
		}
	} else if err := t.bookRefund(order, market.RefundCause(cause), amount, reason); err != nil {
		return err
	}
	t.note("refunded_amount", nil, order.RefundedAmount)
	if err := t.saveOrder(*order); err != nil {
		return err
	}
	order.Version++
	return cmp.Or(t.cancelFulfilments(*order), t.closeSupervision(*order))
}

// bookRefund makes a refund that needs no consent and queues its payout. A wish of the buyer
// that still waits is answered by it.
func (t *tx) bookRefund(order *market.Order, cause market.RefundCause, amount market.Money, reason string) error {
	d := &delivery{tx: t, order: *order}
	if err := d.dropWishes("withdrawn"); err != nil {
		return err
	}
	r := market.Refund{ID: market.NewID[market.Refund](t.now), OrderID: order.ID, Cause: cause, Amount: amount, Reason: reason,
		RequestedBy: t.s.actor.Name, Test: order.Test}
	if err := r.Book(order, t.now); err != nil {
		return err
	}
	d.order = *order
	if err := d.insertRefund(&r, market.RequestRefund); err != nil {
		return err
	}
	if _, err := d.giveBack(&r); err != nil {
		return err
	}
	return t.later(market.PayRefund, r.ID)
}

// dropWishes ends every refund of the order that nobody has paid or booked yet: another
// decision took its place.
func (d *delivery) dropWishes(to string) error {
	var open []market.Refund
	if err := d.list(&open, `SELECT `+refundColumns+` FROM refunds r WHERE r.seller_id = $1 AND r.order_id = $2
		AND r.status NOT IN ('approved', 'paid', 'rejected', 'withdrawn') FOR UPDATE`, d.order.ID); err != nil {
		return err
	}
	for i := range open {
		r := &open[i]
		was := d.system
		d.system, d.before = true, r.Status
		r.Status, r.DueAt = market.RefundStatus(to), nil
		if r.DecidedAt == nil {
			r.DecidedAt = &d.now
		}
		if err := cmp.Or(d.keepRefund(r, market.WithdrawRefund, ""), d.tellRefund(market.WithdrawRefund, *r)); err != nil {
			return err
		}
		d.system = was
	}
	return nil
}

// settleRefunds makes way for the end of a delivery: a wish that nobody has decided falls,
// one that was agreed to already stands in the way (transactions.md §4.1, §4.3).
func (d *delivery) settleRefunds() error {
	var status []market.RefundStatus
	if err := d.list(&status, `SELECT status FROM refunds WHERE seller_id = $1 AND order_id = $2
		AND status NOT IN ('paid', 'rejected', 'withdrawn') LIMIT 1`, d.order.ID); err != nil || len(status) == 0 {
		return err
	}
	if !status[0].Undecided() {
		return market.Conflict("refund.goes_on", d.order.Number, market.Word(status[0].Key()))
	}
	return d.dropWishes("withdrawn")
}

// unrefunded refuses what a refund of the order that is not decided forbids.
func (d *delivery) unrefunded() error {
	var open []string
	if err := d.list(&open, `SELECT number FROM refunds WHERE seller_id = $1 AND order_id = $2
		AND status NOT IN ('paid', 'rejected', 'withdrawn') LIMIT 1`, d.order.ID); err != nil || len(open) == 0 {
		return err
	}
	return market.Conflict("refund.decide_first", open[0])
}
