package db

import (
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

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
			o.completed_at, o.cancelled_at, o.refunded_at, o.given_back, o.version,
			f.seller_id AS "f.seller_id", f.id AS "f.id", f.order_id AS "f.order_id", f.lane AS "f.lane", f.line AS "f.line", f.instance_id AS "f.instance_id",
			f.endpoint_id AS "f.endpoint_id", f.activity AS "f.activity", f.status AS "f.status", f.attempts AS "f.attempts",
			f.polls AS "f.polls", f.result_code AS "f.result_code", f.cause AS "f.cause", f.begun_at AS "f.begun_at", f.next_at AS "f.next_at",
			f.deadline_at AS "f.deadline_at", f.settled_at AS "f.settled_at", f.test AS "f.test", f.version AS "f.version",
			set_config('synchronous_commit', 'off', true) AS unhurried
		FROM orders o JOIN fulfilments f ON f.seller_id = $1 AND f.order_id = o.id AND f.id = $2
		WHERE o.seller_id = $1 AND o.id = $3 FOR UPDATE OF o, f`, id, orderID)
	return both.Order, both.F, err
}
