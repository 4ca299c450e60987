package db

import (
	"cmp"
	"context"
	"errors"
	"time"

	"sellercenter/internal/market"
)

// UnsubscribeOrder gives an order back without the seller's consent: a renewal that has not
// begun, what was opened within five days, or an image less what was used (transactions.md
// §1.2, §4.1, §4.2). Elsewhere is how often the account did so this year for other cloud
// services, as far as the shop front knows. A large refund waits for the operator.
func (s *Seller) UnsubscribeOrder(ctx context.Context, id market.OrderID, reason string, elsewhere int) error {
	return s.act(ctx, market.UnsubscribeOrder, id, func(tx *tx) error {
		d, err := tx.orderFlow(id)
		if err != nil {
			return err
		}
		used, err := tx.fiveDays(d.order.CustomerID)
		if err != nil {
			return err
		}
		how, err := d.order.Unsubscribe(market.FiveDayQuota{Used: used + elsewhere, Of: d.settings.FiveDayTimes}, d.settings, tx.now)
		if err != nil {
			return err
		}
		if err := cmp.Or(tx.notRenewedAfter(d.order), tx.uninvoiced(d.order)); err != nil {
			return err
		}
		if how.Cause == market.RefundFiveDays {
			if err := tx.countFiveDays(d.order.CustomerID, tx.now, 1); err != nil {
				return err
			}
		}
		r := market.Refund{ID: market.NewID[market.Refund](tx.now), OrderID: id, Cause: how.Cause, Amount: how.Amount, Reason: reason,
			RequestedBy: s.actor.Name, Test: d.order.Test}
		booked, err := r.Own(&d.order, d.settings, tx.now)
		if err != nil {
			return err
		}
		if err := d.insertRefund(&r, market.RequestRefund); err != nil {
			return err
		}
		if !booked {
			return nil
		}
		return d.carryOut(&r)
	})
}

// notRenewedAfter refuses to give back what a later renewal continues: that one goes first.
func (t *tx) notRenewedAfter(order market.Order) error {
	if order.EffectiveAt == nil {
		return nil
	}
	var later int
	if err := t.get(&later, `SELECT count(*) FROM orders WHERE seller_id = $1 AND renews_id = $2 AND id <> $3
		AND status IN ('processing', 'completed') AND NOT given_back AND type NOT IN ('unsubscribe', 'unsubscribe_renewal') AND effective_at > $4`, back(order), order.ID, *order.EffectiveAt); err != nil {
		return err
	}
	if later > 0 {
		return market.Conflict("order.renewed_after", order.Number)
	}
	return nil
}

// fiveDays is how often the account used the five-day right this year; it is kept until the
// act ends, so that no two uses count as one.
func (t *tx) fiveDays(customer string) (used int, err error) {
	if err := t.sharedExec(`INSERT INTO five_day_uses (customer_id, year, used) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING`,
		customer, market.DayOf(t.now).Year); err != nil {
		return 0, err
	}
	err = t.shared(&used, `SELECT used FROM five_day_uses WHERE customer_id = $1 AND year = $2 FOR UPDATE`, customer, market.DayOf(t.now).Year)
	return used, err
}

func (t *tx) countFiveDays(customer string, at time.Time, n int) error {
	return t.sharedExec(`UPDATE five_day_uses SET used = greatest(used + $3, 0) WHERE customer_id = $1 AND year = $2`,
		customer, market.DayOf(at).Year, n)
}

// usedFiveDays is how often the order's account used the five-day right this year.
func (s *Seller) usedFiveDays(ctx context.Context, order market.Order) (quota market.FiveDayQuota, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return quota, err
	}
	quota.Of = settings.FiveDayTimes
	err = s.db.getRow(ctx, &quota.Used, `SELECT used FROM five_day_uses WHERE customer_id = $1 AND year = $2`,
		order.CustomerID, market.DayOf(s.db.Now()).Year)
	if errors.Is(err, market.NotFound) {
		err = nil
	}
	return quota, err
}
