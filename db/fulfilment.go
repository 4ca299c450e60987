package db

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// endpointOf is the address that the messages of the order $2 go to: where it was moved to, or
// that of the listing that it bought, and before listings name one, the seller's first.
const endpointOf = `coalesce((SELECT e.id FROM orders o JOIN revisions r ON r.seller_id = o.seller_id AND r.id = o.revision_id
			JOIN endpoints e ON e.seller_id = o.seller_id AND e.id::text = coalesce(o.endpoint_id::text, r.content->>'endpoint_id')
		WHERE o.seller_id = $1 AND o.id = $2 AND e.status = 'verified'),
	(SELECT id FROM endpoints WHERE seller_id = $1 AND status = 'verified' ORDER BY created_at, id LIMIT 1))`

const fulfilmentColumns = `seller_id, id, order_id, lane, line, instance_id, endpoint_id, activity, status, attempts, polls,
	result_code, cause, begun_at, next_at, deadline_at, settled_at, test, version`

// sendFulfilment queues a production-interface message for the order in this transaction.
// It waits while another message of the same instance is under way.
func (t *tx) sendFulfilment(order market.Order, activity market.Activity) error {
	return t.sendLines(order, activity, nil)
}

// sendLines queues it for some of the order's instances; nil is all of them.
func (t *tx) sendLines(order market.Order, activity market.Activity, lines []int) error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	activity, told, err := t.hears(order, activity)
	if err != nil {
		return err
	}
	if !told {
		return t.unheard(order, activity, market.SchedulesOf(settings))
	}
	lane := order.ID
	if order.RenewsID != nil {
		lane = *order.RenewsID
		// Two renewals that are paid at once go out in the order of their payment.
		if err := t.exec(`SELECT 1 FROM orders WHERE seller_id = $1 AND id = $2 FOR UPDATE`, lane); err != nil {
			return err
		}
	}
	waits := false
	if activity != market.ActivityNewInstance { // which is always the first
		if waits, err = t.laneBusy(lane); err != nil {
			return err
		}
	}
	if lines == nil {
		if lines, err = t.linesOf(order, activity, lane); err != nil {
			return err
		}
	}
	for _, line := range lines {
		id := market.NewID[market.Fulfilment](t.now)
		f := market.Fulfilment{}
		f.Begin(market.SchedulesOf(settings)[activity], t.now)
		if waits {
			f.NextAt = nil
		}
		if err := t.exec(`INSERT INTO fulfilments (seller_id, id, order_id, lane, instance_id, endpoint_id, activity, status,
				begun_at, next_at, deadline_at, test, line)
			VALUES ($1, $3, $2, $4, (SELECT id FROM instances WHERE seller_id = $1 AND order_id = $4 AND line = $10), `+endpointOf+`,
				$5, 'queued', $6, $7, $8, $9, $10)`,
			order.ID, id, lane, activity, f.BegunAt, f.NextAt, f.DeadlineAt, order.Test, line); err != nil {
			return err
		}
		if !waits {
			if err := t.later(market.SendFulfilment, id); err != nil {
				return err
			}
		}
		waits = true // the lines of an order go out one after the other
	}
	return nil
}

// laneBusy waits for whoever is settling a message of the lane and reports whether one is
// still under way.
func (t *tx) laneBusy(lane market.OrderID) (bool, error) {
	var open []market.FulfilmentID
	err := t.list(&open, `SELECT id FROM fulfilments WHERE seller_id = $1 AND lane = $2
		AND status IN ('queued', 'processing', 'retrying') FOR UPDATE`, lane)
	return len(open) > 0, err
}

// leaveLane lets the next message of the lane go out.
func (t *tx) leaveLane(lane market.OrderID, plans market.Schedules) error {
	var waiting []market.Fulfilment
	if err := t.list(&waiting, `SELECT `+fulfilmentColumns+` FROM fulfilments WHERE seller_id = $1 AND lane = $2
		AND status IN ('queued', 'processing', 'retrying') ORDER BY begun_at, line, id LIMIT 1 FOR UPDATE`, lane); err != nil || len(waiting) == 0 {
		return err
	}
	next := waiting[0]
	if !next.Waiting() {
		return nil
	}
	next.Begin(plans[next.Activity], t.now)
	if err := t.saveFulfilment(next); err != nil {
		return err
	}
	return t.later(market.SendFulfilment, next.ID)
}

// fulfilled does what a successful message stands for.
func (t *tx) fulfilled(f market.Fulfilment, order market.Order, plans market.Schedules) error {
	switch f.Activity {
	case market.ActivityNewInstance, market.ActivityRefreshInstance, market.ActivityUpgradeInstance, market.ActivityRefreshLicence:
		if f.Activity == market.ActivityNewInstance && order.Status == market.OrderProcessing {
			if open, err := t.linesOpen(f, order); err != nil || open {
				return cmp.Or(err, t.leaveLane(f.Lane, plans))
			}
		}
		if order.Status == market.OrderProcessing {
			if f.Line <= 1 || order.InstanceID == nil {
				order.InstanceID = f.InstanceID
			}
			if f.Line > 1 {
				var first market.ID[market.Instance]
				if err := t.get(&first, `SELECT id FROM instances WHERE seller_id = $1 AND order_id = $2 AND line = 1`, order.ID); err != nil {
					return err
				}
				order.InstanceID = &first
			}
			if err := t.completeOrder(&order, t.now); err != nil {
				return err
			}
		} else if f.Activity == market.ActivityNewInstance { // given back meanwhile
			return t.sendFulfilment(order, market.ActivityReleaseInstance)
		}
	case market.ActivityReleaseInstance, market.ActivityReleaseLicence:
		if order.Type == market.OrderUnsubscribe && order.Status == market.OrderProcessing {
			if err := t.completeOrder(&order, t.now); err != nil {
				return err
			}
		}
		if err := t.exec(`UPDATE instances SET status = 'released', released_at = $3
			WHERE seller_id = $1 AND order_id = $2 AND line = $4 AND status <> 'released'`, f.Lane, t.now, max(f.Line, 1)); err != nil {
			return err
		}
		if f.InstanceID != nil {
			if err := t.licenceFollows(*f.InstanceID); err != nil {
				return err
			}
		}
	case market.ActivityQueryInstance, market.ActivityUpdateInstanceStatus, market.ActivityUpdateLicenceStatus, market.ActivityOrderNotify:
	}
	switch f.Activity {
	case market.ActivityReleaseInstance, market.ActivityRefreshInstance, market.ActivityReleaseLicence, market.ActivityRefreshLicence:
		if err := t.refundCalled(f.ID, true); err != nil {
			return err
		}
	}
	if f.Activity == market.ActivityNewInstance && f.Attempts == 1 {
		return nil // nothing can wait behind an order's first message
	}
	return t.leaveLane(f.Lane, plans)
}

// undoLate releases what a server opened after its order was given back.
func (t *tx) undoLate(f market.Fulfilment, order market.Order, verdict market.Verdict) error {
	if f.Activity != market.ActivityNewInstance || verdict.Outcome == market.OutcomeFailed || order.Status == market.OrderProcessing {
		return nil
	}
	return t.sendFulfilment(order, market.ActivityReleaseInstance)
}

// ExhaustFulfilment ends a message whose last try failed. An order that could not be
// opened is given back in full (production-interface.md §3.1).
func (s *Seller) ExhaustFulfilment(ctx context.Context, id market.FulfilmentID, orderID market.OrderID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.ExhaustFulfilment, id, func(tx *tx) error {
		order, f, err := tx.lockFulfilment(id, orderID)
		if err != nil {
			return err
		}
		if err := f.Exhaust(tx.now); err != nil {
			return err
		}
		if err := tx.saveFulfilment(f); err != nil {
			return err
		}
		cause := market.Because("fulfilment.cause_none")
		if f.Cause.V != nil {
			cause = *f.Cause.V
		}
		kind := "fulfilment"
		notice := market.Because("fulfilment.notice_stopped", order.Number, market.Word(f.Activity.Key()), cause)
		if f.Activity.Unsubscribes() && order.Status == market.OrderProcessing {
			kind = string(market.ExhaustFulfilment) // the order could not be opened
			notice = market.Because("fulfilment.notice_refunded", order.Number, market.Word(f.Activity.Key()), cause, order.Currency.Sum(order.Refundable()))
			if (f.InstanceID != nil || f.Line > 1) && f.Activity == market.ActivityNewInstance { // of several, what runs already
				if err := tx.sendFulfilment(order, market.ActivityReleaseInstance); err != nil {
					return err
				}
			}
			if err := tx.refundOrder(&order, string(market.RefundFailedOpening), order.Refundable(), ""); err != nil {
				return err
			}
		}
		if err := cmp.Or(tx.refundCalled(id, false), tx.notify(kind, notice, "/fulfilments/"+id.String()), tx.judgeProduct(order, settings)); err != nil {
			return err
		}
		return tx.leaveLane(f.Lane, market.SchedulesOf(settings))
	})
}

// RestartFulfilment sends a message again now, during its window and after.
func (s *Seller) RestartFulfilment(ctx context.Context, id market.FulfilmentID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.RestartFulfilment, id, func(tx *tx) error {
		var orderID market.OrderID
		if err := tx.get(&orderID, `SELECT order_id FROM fulfilments WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		order, f, err := tx.lockFulfilment(id, orderID)
		if err != nil {
			return err
		}
		before := f.Status
		if err := f.Restart(order.Status, market.SchedulesOf(settings), tx.now); err != nil {
			return err
		}
		tx.note("status", before, f.Status)
		if before == market.FulfilmentExhausted {
			busy, err := tx.laneBusy(f.Lane)
			if err != nil {
				return err
			}
			if busy {
				return market.Conflict("fulfilment.lane_busy")
			}
		}
		if err := cmp.Or(tx.saveFulfilment(f), tx.refundCallsAgain(id)); err != nil {
			return err
		}
		return tx.later(market.SendFulfilment, id)
	})
}

// cancelFulfilments ends the messages of an order that has become pointless: it was given
// back. What the order opened already is released by a message of its own.
func (t *tx) cancelFulfilments(order market.Order) error {
	var open []market.Fulfilment
	if err := t.list(&open, `SELECT `+fulfilmentColumns+` FROM fulfilments WHERE seller_id = $1 AND order_id = $2
		AND status IN ('queued', 'processing', 'retrying') AND activity NOT IN ('releaseInstance', 'releaseLicenseCode') FOR UPDATE`, order.ID); err != nil {
		return err
	}
	for _, f := range open {
		var err error
		if f.Status, err = market.FulfilmentMoves.Next(f.Status, market.CancelFulfilment); err != nil {
			return err
		}
		f.NextAt, f.SettledAt = nil, &t.now
		if err := t.saveFulfilment(f); err != nil {
			return err
		}
		if err := t.audit(market.CancelFulfilment, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// lockFulfilment reads the order and its message and keeps both until the act ends.
func (t *tx) lockFulfilment(id market.FulfilmentID, orderID market.OrderID) (order market.Order, f market.Fulfilment, err error) {
	if order, err = t.lockOrder(orderID); err != nil {
		return order, f, err
	}
	err = t.get(&f, `SELECT `+fulfilmentColumns+` FROM fulfilments WHERE seller_id = $1 AND id = $2 AND order_id = $3 FOR UPDATE`, id, orderID)
	return order, f, err
}

const saveFulfilment = `UPDATE fulfilments SET status = $3, attempts = $4, polls = $5, result_code = $6, cause = $7, begun_at = $8,
		next_at = $9, deadline_at = $10, settled_at = $11, instance_id = $12, version = version + 1
	WHERE seller_id = $1 AND id = $2 AND version = $13`

func (t *tx) saveFulfilment(f market.Fulfilment) error { return t.one(saveFulfilment, savedOf(f)...) }

// savedOf are the values of saveFulfilment, behind the seller.
func savedOf(f market.Fulfilment) []any {
	return []any{f.ID, f.Status, f.Attempts, f.Polls, f.ResultCode, f.Cause, f.BegunAt, f.NextAt, f.DeadlineAt, f.SettledAt, f.InstanceID, f.Version}
}

// RestartFulfilments restarts messages one act each; those that cannot be are counted, one
// that is not there ends it before anything is done.
func (s *Seller) RestartFulfilments(ctx context.Context, ids []market.FulfilmentID) (restarted, refused int, err error) {
	var found []market.FulfilmentID
	if err := s.list(ctx, &found, `SELECT id FROM fulfilments WHERE seller_id = $1 AND id = ANY($2::uuid[])`, pq.Array(ids)); err != nil {
		return 0, 0, err
	}
	for _, id := range ids {
		if !slices.Contains(found, id) {
			return 0, 0, market.NotFound
		}
	}
	for _, id := range found {
		var problem *market.Problem
		switch err := s.RestartFulfilment(ctx, id); {
		case err == nil:
			restarted++
		case errors.As(err, &problem) && problem.Kind == market.KindConflict:
			refused++
		default:
			return restarted, refused, err
		}
	}
	return restarted, refused, nil
}
