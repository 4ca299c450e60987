package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// RefundEffects is what a refund does, or did, before anybody agrees to it: foreseen by the
// rules that carry it out.
func (s *Seller) RefundEffects(ctx context.Context, id market.RefundID) (market.RefundEffects, error) {
	row, err := s.Refund(ctx, id)
	if err != nil {
		return market.RefundEffects{}, err
	}
	order, err := s.Order(ctx, row.OrderID)
	if err != nil {
		return market.RefundEffects{}, err
	}
	return s.foresee(ctx, row.Refund, order)
}

// OrderRefund says how the order can be given back now, by its buyer: the way, what it would
// do, and why not (transactions.md §4.1). The amount is that of a negotiated refund; none is
// all of it.
func (s *Seller) OrderRefund(ctx context.Context, id market.OrderID, amount market.Money) (o market.RefundOffer, err error) {
	if o.Order, err = s.Order(ctx, id); err != nil {
		return o, err
	}
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return o, err
	}
	if o.Quota, err = s.usedFiveDays(ctx, o.Order); err != nil {
		return o, err
	}
	flow, err := s.flowOf(ctx, id)
	if err != nil {
		return o, err
	}
	how, why := market.Unsubscription{}, error(nil)
	o.Way, how, why = o.Order.RefundWays(settings, flow, o.Quota, s.db.Now())
	if o.Way != market.WayNone {
		why = s.look(ctx, func(tx *tx) error {
			var open []string
			if err := tx.list(&open, `SELECT number FROM refunds WHERE seller_id = $1 AND order_id = $2
				AND status NOT IN ('paid', 'rejected', 'withdrawn') LIMIT 1`, id); err != nil {
				return err
			}
			if len(open) > 0 {
				return market.Conflict("refund.already_open", o.Order.Number)
			}
			if o.Way == market.WayFiveDay {
				if err := tx.notRenewedAfter(o.Order); err != nil {
					return err
				}
			}
			return tx.uninvoiced(o.Order)
		})
	}
	var problem *market.Problem
	switch {
	case errors.As(why, &problem) && problem.Kind == market.KindConflict:
		o.Why = &problem.Reason
	case why != nil:
		return o, why
	}
	if o.Way == market.WayNone {
		return o, nil
	}
	o.UsedDays, o.Days = how.UsedDays, how.Days
	if o.Way == market.WayNegotiated && amount.Sign() > 0 {
		if amount.Over(how.Amount) {
			return o, market.Invalid("amount", "refund.amount_outside", o.Order.Currency.Sum(how.Amount), o.Order.Currency.Sum(amount))
		}
		how.Amount = amount
	}
	o.Rule = settings.RefundRule(o.Order)
	effects, err := s.foresee(ctx, market.Refund{Cause: how.Cause, Amount: how.Amount, Status: market.RefundRequested, Test: o.Order.Test}, o.Order)
	o.Effects = &effects
	return o, err
}

func (s *Seller) flowOf(ctx context.Context, order market.OrderID) (*market.Supervision, error) {
	row, err := s.SupervisionOf(ctx, order)
	if errors.Is(err, market.NotFound) {
		return nil, nil //nolint:nilnil // no flow is no fault
	}
	return &row, err
}

// foresee gathers the facts and lets the rules speak.
func (s *Seller) foresee(ctx context.Context, r market.Refund, order market.Order) (e market.RefundEffects, err error) {
	f := market.RefundFacts{Refund: r, Order: order}
	if f.Billing, err = s.Billability(ctx, order.ID); err != nil {
		return e, err
	}
	if f.Quota, err = s.usedFiveDays(ctx, order); err != nil {
		return e, err
	}
	if f.Flow, err = s.flowOf(ctx, order.ID); err != nil {
		return e, err
	}
	if f.Invoices, err = s.InvoicesOf(ctx, order.ID); err != nil {
		return e, err
	}
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.newest(&f.Closed, order.SaleType, order.Currency); err != nil {
			return err
		}
		if order.InstanceID != nil {
			var instance market.Instance
			if err := tx.get(&instance, `SELECT id, number, order_id, product_id, status, customer_id, front_url, opened_at, expires_at, released_at, test
				FROM instances WHERE seller_id = $1 AND id = $2`, *order.InstanceID); err != nil {
				return err
			}
			f.Instance = &instance
		}
		var more struct {
			Coupon  string
			Limited bool
			Calls   int
		}
		if err := tx.get(&more, `SELECT
				coalesce((SELECT name FROM reductions WHERE seller_id = $1 AND order_id = $2 AND kind = 'coupon' LIMIT 1), '') AS coupon,
				EXISTS (SELECT FROM limits WHERE seller_id = $1 AND spec_id = $3) AS limited,
				(SELECT count(*) FROM fulfilments WHERE seller_id = $1 AND order_id = $2
					AND status IN ('queued', 'processing', 'retrying') AND activity <> 'releaseInstance') AS calls`, order.ID, order.SpecID); err != nil {
			return err
		}
		f.Coupon, f.Limited, f.Calls = more.Coupon, more.Limited, more.Calls
		return nil
	})
	if err != nil {
		return e, err
	}
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return e, err
	}
	return f.Effects(by.settings, by.terms, by.calendar, s.db.Now())
}
