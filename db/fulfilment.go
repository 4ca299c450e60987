package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const fulfilmentColumns = `seller_id, id, order_id, lane, line, instance_id, endpoint_id, activity, status, attempts, polls,
	result_code, cause, begun_at, next_at, deadline_at, settled_at, test, version`

// sendFulfilment queues a production-interface message for the order in this transaction.
// It waits while another message of the same instance is under way.
func (t *tx) sendFulfilment(order market.Order, activity market.Activity) error {
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
	lines, err := t.linesOf(order, activity, lane)
	if err != nil {
		return err
	}
	for _, line := range lines {
		id := market.NewID[market.Fulfilment](t.now)
		f := market.Fulfilment{}
		f.Begin(market.SchedulesOf(settings)[activity], t.now)
		if waits {
			f.NextAt = nil
		}
		// The listing's own address; before listings name one, the seller's first.
		if err := t.exec(`INSERT INTO fulfilments (seller_id, id, order_id, lane, instance_id, endpoint_id, activity, status,
				begun_at, next_at, deadline_at, test, line)
			VALUES ($1, $2, $3, $4, (SELECT id FROM instances WHERE seller_id = $1 AND order_id = $4 AND line = $11),
				coalesce((SELECT e.id FROM revisions r JOIN endpoints e ON e.seller_id = r.seller_id AND e.id::text = r.content->>'endpoint_id'
						WHERE r.seller_id = $1 AND r.id = $5 AND e.status = 'verified'),
					(SELECT id FROM endpoints WHERE seller_id = $1 AND status = 'verified' ORDER BY created_at, id LIMIT 1)),
				$6, 'queued', $7, $8, $9, $10, $11)`,
			id, order.ID, lane, order.RevisionID, activity, f.BegunAt, f.NextAt, f.DeadlineAt, order.Test, line); err != nil {
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

// Dispatch is all that sending the message takes; a Conflict when it is not the act's time.
func (s *Seller) Dispatch(ctx context.Context, id market.FulfilmentID, act market.Act) (market.Dispatch, error) {
	var row struct {
		market.Dispatch
		KeyRows market.JSON[[]sealedKey]
	}
	purpose := market.KeyBase
	err := s.get(ctx, &row, `SELECT f.seller_id, f.id, f.order_id, f.lane, f.line, f.instance_id, f.endpoint_id, f.activity, f.status,
			f.attempts, f.polls, f.result_code, f.cause, f.begun_at, f.next_at, f.deadline_at, f.settled_at, f.test, f.version,
			o.number AS order_number, o.type AS order_type, o.expires_at AS order_expires, o.product_code AS order_product, o.charging AS order_charging,
			coalesce((SELECT status FROM instances WHERE seller_id = $1 AND order_id = f.lane AND line = f.line), '') AS instance_status,
			coalesce((SELECT number FROM instances WHERE seller_id = $1 AND order_id = f.lane AND line = f.line), '') AS instance_number,
			coalesce((SELECT url FROM endpoints WHERE seller_id = $1 AND id = f.endpoint_id AND status = 'verified'),
				(SELECT url FROM endpoints WHERE seller_id = $1 AND status = 'verified' ORDER BY created_at, id LIMIT 1), '') AS url,
			(SELECT json_agg(json_build_object('ID', k.id, 'Number', k.number, 'Status', k.status, 'Sealed', encode(k.sealed, 'base64'))
					ORDER BY k.status, k.created_at DESC)
				FROM keys k WHERE k.seller_id = $1 AND k.status <> 'revoked'
				AND k.purpose = CASE f.activity WHEN 'orderNotify' THEN 'general' WHEN 'refreshLicenseCode' THEN 'licence'
					WHEN 'updateLicenseCodeStatus' THEN 'licence' WHEN 'releaseLicenseCode' THEN 'licence' ELSE $3 END) AS key_rows
		FROM fulfilments f
		JOIN orders o ON o.seller_id = $1 AND o.id = f.order_id
		WHERE f.seller_id = $1 AND f.id = $2`, id, purpose)
	if err != nil {
		return market.Dispatch{}, err
	}
	d := row.Dispatch
	if err := d.Due(act, s.db.Now()); err != nil {
		return d, err
	}
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return d, err
	}
	d.RequireBodySign, d.Timeout = settings.RequireBodySign, settings.CallTimeout.Duration
	for _, key := range row.KeyRows.V {
		plain, err := s.db.sealer.open(key.Sealed)
		if err != nil {
			return d, err
		}
		d.Keys = append(d.Keys, market.KeyInUse{ID: key.ID, Number: key.Number, Status: key.Status, Value: market.Secret(plain)})
	}
	return d, nil
}

// SendFulfilment keeps a call that was made for the message, and does what follows from it.
func (s *Seller) SendFulfilment(ctx context.Context, id market.FulfilmentID, order market.OrderID, made market.Exchange) error {
	return s.keepCall(ctx, market.SendFulfilment, id, order, made)
}

// QueryFulfilment keeps a look at an instance that is being opened, and does what follows.
func (s *Seller) QueryFulfilment(ctx context.Context, id market.FulfilmentID, order market.OrderID, made market.Exchange) error {
	return s.keepCall(ctx, market.QueryFulfilment, id, order, made)
}

func (s *Seller) keepCall(ctx context.Context, act market.Act, id market.FulfilmentID, orderID market.OrderID, made market.Exchange) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	plans := market.SchedulesOf(settings)
	return s.act(ctx, act, id, func(tx *tx) error {
		order, f, err := tx.lockCalled(id, orderID)
		if err != nil {
			return err
		}
		if err := tx.keepInstance(&f, order, &made.Verdict, act); err != nil {
			return err
		}
		late := f.Status.Over() // the answer came after the end: it is kept, and undone
		first := f.Attempts == 0
		if late {
			f.Attempts++
		} else if err := f.Settle(act, made.Verdict, plans, tx.now, made.RetryAfter); err != nil {
			return err
		}
		if err := tx.keepAttempt(f, act, made); err != nil {
			return err
		}
		tx.note("attempt", nil, f.Attempts)
		tx.note("outcome", nil, made.Verdict.Outcome)
		if made.Verdict.Code != "" {
			tx.note("code", nil, made.Verdict.Code)
		}
		switch {
		case late:
			return tx.undoLate(f, order, made.Verdict)
		case f.Status == market.FulfilmentDone:
			return tx.fulfilled(f, order, plans)
		case f.NextAt == nil:
			return tx.later(market.ExhaustFulfilment, id)
		}
		if first && f.Status == market.FulfilmentRetrying {
			if err := tx.notify("fulfilment", market.Because("fulfilment.notice_failed", order.Number, market.Word(f.Activity.Key()),
				made.Verdict.Cause), "/fulfilments/"+id.String()); err != nil {
				return err
			}
		}
		return tx.at(*f.NextAt, f.Call(), id)
	})
}

// keepAttempt keeps the call whole, and the message that it moved: in one statement, for
// this is what the clock does most.
func (t *tx) keepAttempt(f market.Fulfilment, act market.Act, made market.Exchange) error {
	activity := f.Activity
	if act == market.QueryFulfilment {
		activity = market.ActivityQueryInstance
	}
	kept, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return t.one(`WITH made AS (INSERT INTO attempts (seller_id, id, fulfilment_id, no, activity, at, result_code, outcome, exchange)
			VALUES ($1, $14, $2, $4, $15, $16, $6, $17, $18))
		`+saveFulfilment,
		append(savedOf(f), market.NewID[market.Attempt](t.now), activity, made.At, made.Verdict.Outcome, string(kept))...)
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
	if f.Activity == market.ActivityReleaseInstance || f.Activity == market.ActivityRefreshInstance {
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
			notice = market.Because("fulfilment.notice_refunded", order.Number, market.Word(f.Activity.Key()), cause, order.Refundable())
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

// lockCalled is lockFulfilment in one statement, for what the clock does most. It also lets
// the commit not wait for the disk: should the database's machine fail in that fraction of a
// second, the call is as if it had never been kept. Its job is not crossed off either, so
// that the call is made again, and the seller's server gives its first answer.
func (t *tx) lockCalled(id market.FulfilmentID, orderID market.OrderID) (market.Order, market.Fulfilment, error) {
	var both struct {
		market.Order
		F         market.Fulfilment
		Unhurried string
	}
	err := t.get(&both, `SELECT o.seller_id, o.id, o.number, o.type, o.status, o.product_id, o.revision_id, o.spec_id, o.price_id,
			o.product_name, o.spec_name, o.product_code, o.sku_code, o.sale_type, o.access_type, o.charging, o.period_type, o.periods,
			o.quantity, o.unit_price, o.list_amount, o.discount_amount, o.coupon_amount, o.amount, o.refunded_amount, o.fee_ratio,
			o.supervised, o.test, o.postpaid, o.customer_id, o.customer_name, o.customer_account, o.phone_mask, o.email_mask,
			o.agreement_at, o.renews_id, o.instance_id, o.placed_at, o.pay_by, o.paid_at, o.repaid_at, o.effective_at, o.expires_at,
			o.completed_at, o.cancelled_at, o.refunded_at, o.version,
			f.seller_id AS "f.seller_id", f.id AS "f.id", f.order_id AS "f.order_id", f.lane AS "f.lane", f.line AS "f.line", f.instance_id AS "f.instance_id",
			f.endpoint_id AS "f.endpoint_id", f.activity AS "f.activity", f.status AS "f.status", f.attempts AS "f.attempts",
			f.polls AS "f.polls", f.result_code AS "f.result_code", f.cause AS "f.cause", f.begun_at AS "f.begun_at", f.next_at AS "f.next_at",
			f.deadline_at AS "f.deadline_at", f.settled_at AS "f.settled_at", f.test AS "f.test", f.version AS "f.version",
			set_config('synchronous_commit', 'off', true) AS unhurried
		FROM orders o JOIN fulfilments f ON f.seller_id = $1 AND f.order_id = o.id AND f.id = $2
		WHERE o.seller_id = $1 AND o.id = $3 FOR UPDATE OF o, f`, id, orderID)
	return both.Order, both.F, err
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
