package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

const refundColumns = `r.seller_id, r.id, r.number, r.order_id, r.cause, r.status, r.amount, r.reason, r.note, r.requested_by,
	r.contact_shown, r.requested_at, r.due_at, r.decided_at, r.paid_at, r.test, r.version`

const refundRow = refundColumns + `, o.number AS order_number, o.product_name, o.spec_name, o.amount AS order_amount,
	o.customer_id, o.customer_name, o.phone_mask`

const refundFrom = ` FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id`

// Refund is one refund.
func (s *Seller) Refund(ctx context.Context, id market.RefundID) (row market.RefundRow, err error) {
	err = s.get(ctx, &row, `SELECT `+refundRow+refundFrom+` WHERE r.seller_id = $1 AND r.id = $2`, id)
	return row, err
}

// RefundsOf lists an order's refunds, newest first.
func (s *Seller) RefundsOf(ctx context.Context, order market.OrderID) (all []market.Refund, err error) {
	err = s.list(ctx, &all, `SELECT `+refundColumns+` FROM refunds r
		WHERE r.seller_id = $1 AND r.order_id = $2 ORDER BY r.requested_at DESC, r.id DESC`, order)
	return all, err
}

// Refunds lists the seller's refunds, newest first.
func (s *Seller) Refunds(ctx context.Context, search market.RefundSearch, ask market.Ask) (market.Page[market.RefundRow], error) {
	const where = ` WHERE r.seller_id = $1 AND NOT r.test AND ($2 = '' OR r.status = $2) AND ($3 = '' OR r.cause = $3)
		AND ($4 = '' OR r.number LIKE $4 || '%' OR o.number LIKE $4 || '%' OR strpos(lower(o.product_name), lower($4)) > 0)
		AND ($5::timestamptz IS NULL OR r.requested_at >= $5) AND ($6::timestamptz IS NULL OR r.requested_at < $6)`
	k := from(ask)
	query := `SELECT ` + refundRow + refundFrom + where + `
		AND ($7::timestamptz IS NULL OR (r.requested_at, r.id) < ($7, $8)) ORDER BY r.requested_at DESC, r.id DESC LIMIT $9`
	if k.up {
		query = `SELECT ` + refundRow + refundFrom + where + `
			AND ($7::timestamptz IS NULL OR (r.requested_at, r.id) > ($7, $8)) ORDER BY r.requested_at, r.id LIMIT $9`
	}
	var rows []market.RefundRow
	if err := s.list(ctx, &rows, query, search.Status, search.Cause, search.Text, search.From, search.Until, k.at, k.id, k.limit); err != nil {
		return market.Page[market.RefundRow]{}, err
	}
	p := page(ask, rows, func(r market.RefundRow) cursor { return cursor{r.RequestedAt, r.ID.UUID} })
	var n int
	err := s.get(ctx, &n, `SELECT count(*) FROM (SELECT 1`+refundFrom+where+` LIMIT 10001) x`,
		search.Status, search.Cause, search.Text, search.From, search.Until)
	p.Count = market.Bounded{N: min(n, market.CountLimit), More: n > market.CountLimit}
	return p, err
}

// RefundCounts is how many refunds stand in each state.
func (s *Seller) RefundCounts(ctx context.Context) (map[market.RefundStatus]int, error) {
	var rows []struct {
		Status market.RefundStatus
		N      int
	}
	counts := map[market.RefundStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM refunds WHERE seller_id = $1 AND NOT test GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// RequestRefund is the buyer's wish to have money back in the guarantee period (§4.3).
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
		number, err := tx.number("RF", "refund", id)
		if err != nil {
			return err
		}
		due := d.calendar.PlusDays(tx.now, d.settings.RefundDays)
		err = tx.exec(`INSERT INTO refunds (seller_id, id, number, order_id, cause, status, amount, reason, requested_by,
				contact_shown, requested_at, due_at, test) VALUES ($1, $2, $3, $4, 'negotiated', 'requested', $5, $6, $7, $8, $9, $10, $11)`,
			id, number, d.order.ID, ask.Amount, ask.Reason, s.actor.Name, ask.ContactShown, tx.now, due, d.order.Test)
		if violates(err, "refunds_one_open") {
			return market.Conflict("refund.already_open", d.order.Number)
		}
		if err != nil {
			return err
		}
		tx.note("amount", nil, ask.Amount)
		return cmp.Or(
			d.log(market.RequestRefund, ask.Reason, nil, nil, nil),
			tx.notify(string(market.RequestRefund), market.Because("notice.refund.request", number, d.order.Number, ask.Amount, due), "/refunds/"+id.String()),
			tx.at(due, market.RemindRefund, id))
	})
	return id, err
}

// WithdrawRefund takes the buyer's wish back.
func (s *Seller) WithdrawRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.WithdrawRefund, id, func(d *delivery, r *market.Refund) (err error) {
		if r.Status, err = market.RefundMoves.Next(r.Status, market.WithdrawRefund); err != nil {
			return err
		}
		r.DecidedAt = &d.now
		return cmp.Or(d.saveRefund(*r), d.log(market.WithdrawRefund, "", nil, nil, nil), d.tellRefund(market.WithdrawRefund, *r))
	})
}

// ApproveRefund accepts a refund, books it on its order, ends the delivery and queues the
// payout (transactions.md §4.3).
func (s *Seller) ApproveRefund(ctx context.Context, id market.RefundID, note string) error {
	return s.onRefund(ctx, market.ApproveRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Status == market.RefundRequested {
			if err := d.guarantee(); err != nil {
				return err
			}
		}
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		if err := r.Approve(&d.order, note, d.now); err != nil {
			return err
		}
		d.flow.Close(d.now, d.calendar)
		return cmp.Or(d.saveRefund(*r), d.saveOrder(d.order), d.keep(),
			d.log(market.ApproveRefund, note, nil, nil, nil), d.later(market.PayRefund, id))
	})
}

// RejectRefund refuses a refund; the buyer is told why.
func (s *Seller) RejectRefund(ctx context.Context, id market.RefundID, note string) error {
	return s.onRefund(ctx, market.RejectRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Reject(note, d.now); err != nil {
			return err
		}
		return cmp.Or(d.saveRefund(*r), d.log(market.RejectRefund, note, nil, nil, nil))
	})
}

// PayRefund books that the money went back: a whole refund ends the order and releases what
// the buyer has running, a part leaves the order completed with the rest (§4.3, §6.8).
func (s *Seller) PayRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.PayRefund, id, func(d *delivery, r *market.Refund) error {
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		effective := d.now
		if d.order.Supervised {
			effective = d.flow.Effective(d.now)
		}
		if err := r.Pay(&d.order, effective, d.now); err != nil {
			return err
		}
		d.note("amount", nil, r.Amount)
		if err := cmp.Or(d.saveRefund(*r), d.saveOrder(d.order), d.tellRefund(market.PayRefund, *r)); err != nil {
			return err
		}
		if !d.flow.ID.IsZero() {
			if err := d.log(market.PayRefund, "", nil, nil, nil); err != nil {
				return err
			}
		}
		if d.order.Status == market.OrderRefunded {
			if err := d.returnStock(d.order.ID); err != nil {
				return err
			}
		}
		own := r.Cause == market.RefundFiveDays || r.Cause == market.RefundOfRenewal // their own order tells the server
		if d.order.Status == market.OrderRefunded && d.order.InstanceID != nil && !own && d.order.RenewsID == nil {
			return d.sendFulfilment(d.order, "releaseInstance")
		}
		return nil
	})
}

// RemindRefund tells the seller every day that a buyer waits for a decision (§4.3).
func (s *Seller) RemindRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.RemindRefund, id, func(d *delivery, r *market.Refund) error {
		if r.Status != market.RefundRequested {
			return market.Conflict("problem.not_now", market.Word(market.RemindRefund))
		}
		return cmp.Or(d.tellRefund(market.RemindRefund, *r), d.at(d.now.AddDate(0, 0, 1), market.RemindRefund, id))
	})
}

// refundOrder pays the amount back without anybody's approval: a failed opening, an appeal,
// a flow that was closed. It books and saves the order and ends its flow.
func (t *tx) refundOrder(order *market.Order, cause string, amount market.Money, reason string) error {
	id := market.NewID[market.Refund](t.now)
	number, err := t.number("RF", "refund", id)
	if err != nil {
		return err
	}
	if err := t.dropInvoiceRequests(*order); err != nil {
		return err
	}
	refund := market.Refund{ID: id, Number: number, Amount: amount, Status: market.RefundRequested}
	if amount.Sign() == 0 { // nothing was paid: there is nothing to pay back
		order.Status, order.RefundedAt = market.OrderRefunded, &t.now
		if err := t.returnStock(order.ID); err != nil {
			return err
		}
	} else {
		// A wish of the buyer that still waits is answered by this refund.
		if err := t.exec(`UPDATE refunds SET status = 'withdrawn', decided_at = $3, version = version + 1
			WHERE seller_id = $1 AND order_id = $2 AND status = 'requested'`, order.ID, t.now); err != nil {
			return err
		}
		if err := refund.Approve(order, "", t.now); err != nil {
			return err
		}
		if err := t.exec(`INSERT INTO refunds (seller_id, id, number, order_id, cause, status, amount, reason, requested_by,
				requested_at, decided_at, test) VALUES ($1, $2, $3, $4, $5, 'approved', $6, $7, $8, $9, $9, $10)`,
			id, number, order.ID, cause, amount, reason, t.s.actor.Name, t.now, order.Test); err != nil {
			return err
		}
		if err := t.later(market.PayRefund, id); err != nil {
			return err
		}
	}
	t.note("refunded_amount", nil, order.RefundedAmount)
	if err := t.saveOrder(*order); err != nil {
		return err
	}
	order.Version++
	return cmp.Or(t.cancelFulfilments(*order), t.closeSupervision(*order))
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
	d.order, err = t.lockOrder(id)
	if err == nil && t.s.hides(d.order) {
		err = market.NotFound
	}
	return d, err
}

// guarantee refuses outside the transaction guarantee period.
func (d *delivery) guarantee() error {
	if d.flow.ID.IsZero() {
		return d.order.Guarantee(nil)
	}
	return d.order.Guarantee(&d.flow)
}

// onRefund does an act on a refund: order, flow and refund are kept in this order.
func (s *Seller) onRefund(ctx context.Context, act market.Act, id market.RefundID, do func(*delivery, *market.Refund) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var order market.OrderID
		if err := tx.get(&order, `SELECT order_id FROM refunds WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		d, err := tx.orderFlow(order)
		if err != nil {
			return err
		}
		var refund market.Refund
		if err := tx.get(&refund, `SELECT `+refundColumns+` FROM refunds r
			WHERE r.seller_id = $1 AND r.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		return do(d, &refund)
	})
}

func (t *tx) saveRefund(r market.Refund) error {
	t.note("status", nil, r.Status)
	return t.one(`UPDATE refunds SET status = $3, note = $4, decided_at = $5, paid_at = $6, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $7`, r.ID, r.Status, r.Note, r.DecidedAt, r.PaidAt, r.Version)
}

func (d *delivery) tellRefund(act market.Act, r market.Refund) error {
	return d.notify(string(act), market.Because("notice."+string(act), r.Number, d.order.Number, r.Amount), "/refunds/"+r.ID.String())
}
