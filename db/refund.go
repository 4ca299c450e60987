package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"sellercenter/internal/market"
)

const refundColumns = `r.seller_id, r.id, r.number, r.order_id, r.cause, r.status, r.amount, r.reason, r.note, r.requested_by,
	r.contact_shown, r.requested_at, r.due_at, r.decided_at, r.paid_at, r.escalated_at, r.goods, r.courier, r.tracking, r.sent_at, r.fault,
	r.unsubscription_id, r.fulfilment_id, r.release, r.test, r.version`

// Refund is one refund; a buyer's is found by nobody else's shop front.
func (s *Seller) Refund(ctx context.Context, id market.RefundID) (row market.RefundRow, err error) {
	err = s.get(ctx, &row, `SELECT `+refundOne+refundFrom+` WHERE r.seller_id = $1 AND r.id = $2`, id)
	return row, err
}

// RefundsOf lists an order's refunds, newest first.
func (s *Seller) RefundsOf(ctx context.Context, order market.OrderID) (all []market.Refund, err error) {
	err = s.list(ctx, &all, `SELECT `+refundColumns+` FROM refunds r
		WHERE r.seller_id = $1 AND r.order_id = $2 ORDER BY r.requested_at DESC, r.id DESC LIMIT 100`, order)
	return all, err
}

// RefundLogs is everything that was done to a refund, newest first, each step with its files.
func (s *Seller) RefundLogs(ctx context.Context, id market.RefundID) (logs []market.RefundLog, err error) {
	if err := s.list(ctx, &logs, `SELECT id, at, party, actor, act, from_status, to_status, comment, amount FROM refund_logs
		WHERE seller_id = $1 AND refund_id = $2 ORDER BY at DESC, no DESC LIMIT 200`, id); err != nil {
		return nil, err
	}
	var files []struct {
		LogID market.ID[market.RefundLog]
		market.File
	}
	if err := s.list(ctx, &files, `SELECT x.log_id, f.seller_id, f.id, f.name, f.mime, f.size, f.sha256, f.purpose, f.uploaded_by, f.party, f.uploaded_at
		FROM refund_files x JOIN files f ON f.seller_id = x.seller_id AND f.id = x.file_id
		WHERE x.seller_id = $1 AND x.refund_id = $2 ORDER BY f.uploaded_at, f.id LIMIT 200`, id); err != nil {
		return nil, err
	}
	for i := range logs {
		for _, f := range files {
			if f.LogID == logs[i].ID {
				logs[i].Files = append(logs[i].Files, f.File)
			}
		}
	}
	return logs, err
}

// RequestRefund is the buyer's wish to have money back in the guarantee period (§4.3, §4.4).
func (s *Seller) RequestRefund(ctx context.Context, ask market.RefundRequest) (market.RefundID, error) {
	id := market.NewID[market.Refund](s.db.Now())
	err := s.act(ctx, market.RequestRefund, id, func(tx *tx) error {
		d, err := tx.orderFlow(ask.OrderID)
		if err != nil {
			return err
		}
		if err := d.guarantee(); err != nil {
			return err
		}
		if err := ask.Check(d.order); err != nil {
			return err
		}
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		r := market.Refund{ID: id, OrderID: d.order.ID, Cause: market.RefundNegotiated, Amount: ask.Amount, Reason: ask.Reason,
			RequestedBy: s.actor.Name, ContactShown: ask.ContactShown, Goods: ask.Goods, Test: d.order.Test}
		var parcel *market.Parcel
		if d.settings.RefundRule(d.order).Returns {
			p, err := d.lockParcel()
			if err != nil {
				return err
			}
			parcel = &p
		}
		if err := r.Open(parcel, d.settings, d.calendar, tx.now); err != nil {
			return err
		}
		if err := d.insertRefund(&r, market.RequestRefund); err != nil {
			return err
		}
		tx.note("amount", nil, ask.Amount)
		return cmp.Or(
			tx.notify(string(market.RequestRefund), market.Because("notice.refund.request", r.Number, d.order.Number, d.order.Currency.Sum(ask.Amount), *r.DueAt), "/refunds/"+id.String()),
			d.planRefund(r))
	})
	return id, err
}

// planRefund leaves what happens to the refund when nobody acts.
func (d *delivery) planRefund(r market.Refund) error {
	if r.DueAt == nil {
		return nil
	}
	switch r.Status {
	case market.RefundRequested:
		return cmp.Or(d.at(*r.DueAt, market.RemindRefund, r.ID), d.at(r.EscalatesAt(d.settings, d.calendar), market.EscalateRefund, r.ID))
	case market.RefundReturning:
		return d.at(*r.DueAt, market.LapseRefund, r.ID)
	case market.RefundInspecting:
		return d.at(*r.DueAt, market.AssumeRefund, r.ID)
	default:
		return nil
	}
}

// WithdrawRefund takes the buyer's wish back.
func (s *Seller) WithdrawRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.WithdrawRefund, id, func(d *delivery, r *market.Refund) (err error) {
		if err := r.Withdraw(d.now); err != nil {
			return err
		}
		return cmp.Or(d.keepRefund(r, market.WithdrawRefund, ""), d.tellRefund(market.WithdrawRefund, *r))
	})
}

// ApproveRefund accepts a refund: it is booked on its order, the delivery ends and the payout
// is queued; goods come back first, to the address, and a large amount waits for the operator
// (transactions.md §4.3, §4.4).
func (s *Seller) ApproveRefund(ctx context.Context, id market.RefundID, note string, back market.Address) error {
	return s.onRefund(ctx, market.ApproveRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Status == market.RefundRequested {
			if err := d.guarantee(); err != nil {
				return err
			}
		}
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		booked, err := r.Approve(&d.order, note, d.settings, d.now)
		if err != nil {
			return err
		}
		if r.Status == market.RefundReturning {
			if err := back.Check(); err != nil {
				return err
			}
			if err := d.sendBackTo(*r, back); err != nil {
				return err
			}
		}
		return d.agreed(r, market.ApproveRefund, note, booked)
	})
}

// agreed writes a refund that moved on by somebody's consent, and what follows from that.
func (d *delivery) agreed(r *market.Refund, by market.Act, note string, booked bool) error {
	if err := cmp.Or(d.keepRefund(r, by, note), d.tellRefundBuyer(by, *r), d.planRefund(*r)); err != nil {
		return err
	}
	if by != market.ApproveRefund && by != market.AcceptRefund {
		if err := d.tellRefund(by, *r); err != nil {
			return err
		}
	}
	if !booked {
		return nil
	}
	return d.carryOut(r)
}

// RejectRefund refuses a refund; the buyer is told why.
func (s *Seller) RejectRefund(ctx context.Context, id market.RefundID, note string) error {
	return s.onRefund(ctx, market.RejectRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Reject(note, d.now); err != nil {
			return err
		}
		return cmp.Or(d.keepRefund(r, market.RejectRefund, note), d.tellRefundBuyer(market.RejectRefund, *r))
	})
}

// RemindRefund tells the seller every day that a buyer waits for a decision, and the buyer
// once that it may contact the seller (§4.3).
func (s *Seller) RemindRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.RemindRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Status != market.RefundRequested || r.DueAt == nil || d.now.Before(*r.DueAt) {
			return market.Conflict("problem.not_now", market.Word(market.RemindRefund))
		}
		if d.now.Before(r.DueAt.AddDate(0, 0, 1)) {
			if err := d.tellRefundBuyer(market.RemindRefund, *r); err != nil {
				return err
			}
		}
		return cmp.Or(d.tellRefund(market.RemindRefund, *r), d.at(d.now.AddDate(0, 0, 1), market.RemindRefund, id))
	})
}

// EscalateRefund puts a refund that its seller does not decide before the operator (§4.3).
func (s *Seller) EscalateRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.EscalateRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Status != market.RefundRequested || r.EscalatedAt != nil || d.now.Before(r.EscalatesAt(d.settings, d.calendar)) {
			return market.Conflict("problem.not_now", market.Word(market.EscalateRefund))
		}
		r.EscalatedAt = &d.now
		return cmp.Or(d.keepRefund(r, market.EscalateRefund, ""), d.tellRefund(market.EscalateRefund, *r))
	})
}

// orderFlow reads an order with its flow, if it has one, and keeps both.
func (t *tx) orderFlow(id market.OrderID) (*delivery, error) {
	var flow market.SupervisionID
	err := t.get(&flow, `SELECT id FROM supervisions WHERE seller_id = $1 AND order_id = $2`, id)
	if err == nil {
		return t.flow(flow)
	}
	if !errors.Is(err, market.NotFound) {
		return nil, err
	}
	d := &delivery{tx: t}
	if d.order, err = t.lockOrder(id); err != nil {
		return nil, err
	}
	if d.settings, err = t.s.db.Settings(t.ctx); err != nil {
		return nil, err
	}
	d.calendar, err = t.s.db.Calendar(t.ctx)
	return d, err
}

// guarantee refuses outside the transaction guarantee period.
func (d *delivery) guarantee() error {
	if d.flow.ID.IsZero() {
		return d.order.Guarantee(nil)
	}
	return d.order.Guarantee(&d.flow)
}

// onRefund does an act on a refund: order, flow and refund are kept in this order. While an
// appeal freezes the flow nobody can act, the clock neither: its time goes on when the flow
// does (transactions.md §2.3, §3).
func (s *Seller) onRefund(ctx context.Context, act market.Act, id market.RefundID, do func(*delivery, *market.Refund) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		d, refund, err := tx.lockRefund(id)
		if err != nil {
			return err
		}
		if d.flow.Status == market.SupervisionFrozen && refund.Status != market.RefundApproved && refund.Status.Open() {
			return market.Conflict("refund.is_frozen")
		}
		return do(d, &refund)
	})
}

func (t *tx) lockRefund(id market.RefundID) (d *delivery, refund market.Refund, err error) {
	var order market.OrderID
	if err := t.get(&order, `SELECT order_id FROM refunds WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return nil, refund, err
	}
	if d, err = t.orderFlow(order); err != nil {
		return nil, refund, err
	}
	err = t.get(&refund, `SELECT `+refundColumns+` FROM refunds r WHERE r.seller_id = $1 AND r.id = $2 FOR UPDATE`, id)
	d.before = refund.Status
	t.about(id, refund.Number)
	return d, refund, err
}

// insertRefund draws the refund's number and writes it with its first step.
func (d *delivery) insertRefund(r *market.Refund, by market.Act) (err error) {
	if r.Number, err = d.number("RF", "refund", r.ID); err != nil {
		return err
	}
	d.about(r.ID, r.Number)
	r.RequestedAt, r.Version = d.now, 1
	err = d.exec(`INSERT INTO refunds (seller_id, id, number, order_id, cause, status, amount, reason, requested_by,
			contact_shown, requested_at, due_at, decided_at, goods, unsubscription_id, release, test)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		r.ID, r.Number, r.OrderID, r.Cause, r.Status, r.Amount, r.Reason, r.RequestedBy,
		r.ContactShown, r.RequestedAt, r.DueAt, r.DecidedAt, r.Goods, r.UnsubscriptionID, r.Release, r.Test)
	if violates(err, "refunds_one_open") {
		return market.Conflict("refund.already_open", d.order.Number)
	}
	if err != nil {
		return err
	}
	d.before = ""
	err = cmp.Or(d.logRefund(*r, by, r.Reason, nil), d.askDesk(*r, by))
	d.before = r.Status
	return err
}

// keepRefund writes a refund after a step, with the step.
func (d *delivery) keepRefund(r *market.Refund, by market.Act, comment string, files ...market.Upload) error {
	d.note("status", d.before, r.Status)
	err := d.one(`UPDATE refunds SET status = $3, note = $4, decided_at = $5, paid_at = $6, amount = $7, due_at = $8, escalated_at = $9,
			courier = $10, tracking = $11, sent_at = $12, fault = $13, unsubscription_id = $14, release = $15, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $16`, r.ID, r.Status, r.Note, r.DecidedAt, r.PaidAt, r.Amount, r.DueAt, r.EscalatedAt,
		r.Courier, r.Tracking, r.SentAt, r.Fault, r.UnsubscriptionID, r.Release, r.Version)
	if err != nil {
		return err
	}
	r.Version++
	if err := d.logRefund(*r, by, comment, files); err != nil {
		return err
	}
	if err := d.askDesk(*r, by); err != nil {
		return err
	}
	d.before = r.Status
	return nil
}

// askDesk tells the operator's people about a refund that now waits for them (transactions.md
// §4.6, §9); an appeal says so itself.
func (d *delivery) askDesk(r market.Refund, by market.Act) error {
	what := string(r.Status)
	switch {
	case r.Test || r.Status == market.RefundAppealed:
		return nil
	case by == market.EscalateRefund:
		what = "escalated"
	case r.Status == d.before || r.Status.Turn() != market.PartyOperator:
		return nil
	}
	return d.tellDesk(nil, "refund", market.Because("notice.desk_refund_"+what, r.Number, d.order.Number, d.order.Currency.Sum(r.Amount)), "/operator/refunds/"+r.ID.String())
}

// logRefund adds a step to the refund's history, and to that of its delivery.
func (d *delivery) logRefund(r market.Refund, by market.Act, comment string, files []market.Upload) error {
	id := market.NewID[market.RefundLog](d.now)
	actor, party := d.s.actor.Name, d.s.actor.Party()
	if d.system || d.s.actor.Is(market.Clock) || r.Cause != market.RefundNegotiated && !r.Cause.Own() && by == market.RequestRefund {
		actor, party = market.TheClock.Name, market.PartySystem
	}
	if err := d.exec(`INSERT INTO refund_logs (seller_id, id, refund_id, at, party, actor, act, from_status, to_status, comment, amount)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, id, r.ID, d.now, party, actor, by, d.before, r.Status, comment, r.Amount); err != nil {
		return err
	}
	for _, f := range files {
		file, err := d.addFile(f.Name, market.FileEvidence, f.Content)
		if err != nil {
			return market.AsField("photos", err)
		}
		if err := d.exec(`INSERT INTO refund_files (seller_id, file_id, refund_id, log_id) VALUES ($1, $2, $3, $4)`, file.ID, r.ID, id); err != nil {
			return err
		}
	}
	if d.flow.ID.IsZero() {
		return nil
	}
	return d.log(by, comment, nil, nil, nil)
}

// tellRefund leaves the seller a message about a refund.
func (d *delivery) tellRefund(act market.Act, r market.Refund) error {
	return d.notify(string(act), market.Because("notice."+string(act), r.Number, d.order.Number, d.order.Currency.Sum(r.Amount)), "/refunds/"+r.ID.String())
}

// tellRefundBuyer leaves the buyer a message about a refund (transactions.md §4.6, §9).
func (d *delivery) tellRefundBuyer(act market.Act, r market.Refund) error {
	if r.Test {
		return nil
	}
	key := "notice.to_" + string(act)
	switch {
	case act == market.ApproveRefund && r.Status == market.RefundReturning:
		key = "notice.to_refund.return"
	case act == market.SettleRefund:
		key += "_" + string(r.Status)
	}
	return d.tx.tell(d.order.CustomerID, string(act), market.Because(key, r.Number, d.order.Number, d.order.Currency.Sum(r.Amount), r.Note), "/storefront/v1/refunds/"+r.Number)
}

// sendBackTo keeps where returned goods go; it is sealed like every address.
func (d *delivery) sendBackTo(r market.Refund, back market.Address) error {
	text, err := json.Marshal(back)
	if err != nil {
		return err
	}
	return d.exec(`UPDATE refunds SET return_sealed = $3 WHERE seller_id = $1 AND id = $2`, r.ID, d.s.db.sealer.seal(string(text)))
}
