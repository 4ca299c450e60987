package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

// PayOrder takes the buyer's payment and begins the delivery.
func (s *Seller) PayOrder(ctx context.Context, id market.OrderID, payment market.Payment) error {
	return s.act(ctx, market.PayOrder, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		tx.note("amount", nil, payment.Amount)
		tx.note("method", nil, payment.Method)
		return tx.payOrder(&order, payment)
	})
}

// CancelOrder ends an unpaid order that the buyer no longer wants.
func (s *Seller) CancelOrder(ctx context.Context, id market.OrderID) error {
	return s.cancelOrder(ctx, market.CancelOrder, id)
}

// ExpireOrder ends an unpaid order whose payment window is over.
func (s *Seller) ExpireOrder(ctx context.Context, id market.OrderID) error {
	return s.cancelOrder(ctx, market.ExpireOrder, id)
}

func (s *Seller) cancelOrder(ctx context.Context, by market.Act, id market.OrderID) error {
	return s.act(ctx, by, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if err := order.Cancel(by, tx.now); err != nil {
			return err
		}
		if err := tx.returnStock(id); err != nil {
			return err
		}
		return cmp.Or(tx.saveOrder(order), tx.releaseReductions(order, by))
	})
}

// RepayOrder records that the customer settled a postpaid order: the clock does when all
// credit of its cycle is paid back, a tester for a test order.
func (s *Seller) RepayOrder(ctx context.Context, id market.OrderID) error {
	return s.act(ctx, market.RepayOrder, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if err := order.Repay(tx.now); err != nil {
			return err
		}
		tx.note("amount", nil, order.Amount)
		return tx.saveOrder(order)
	})
}

// payOrder takes the payment and begins what follows: a renewal extends what runs, goods
// under supervision start their flow, everything else is opened by the seller's server.
func (t *tx) payOrder(order *market.Order, payment market.Payment) error {
	if err := order.Pay(payment, t.now); err != nil {
		return err
	}
	if err := t.extendable(*order); err != nil {
		return err
	}
	if err := t.readmit(*order, payment.Method); err != nil {
		return err
	}
	if err := t.winDemand(*order); err != nil {
		return err
	}
	if order.RenewsID != nil {
		runs, err := t.runs(*order.RenewsID)
		if err != nil {
			return err
		}
		if order.Type == market.OrderTrialToFormal {
			settings, err := t.s.db.Settings(t.ctx)
			if err != nil {
				return err
			}
			if settings.TrialTimeLost {
				runs = t.now
			}
		}
		if order.Type == market.OrderChange { // runs as long as before
			order.ExpiresAt = &runs
		} else {
			order.Extend(runs, t.now)
		}
	}
	if err := t.saveOrder(*order); err != nil {
		return err
	}
	order.Version++
	if err := t.tellPaid(*order); err != nil {
		return err
	}
	if err := t.enterCredit(*order); err != nil {
		return err
	}
	switch {
	case order.Type == market.OrderChange && order.Supervised: // §2.5: the target is supervised
		return t.startSupervision(*order)
	case order.Type == market.OrderChange && order.InstanceID != nil:
		return t.sendFulfilment(*order, market.ActivityUpgradeInstance)
	case order.RenewsID != nil && order.InstanceID != nil:
		if _, told, err := t.hears(*order, market.ActivityRefreshInstance); err != nil {
			return err
		} else if !told { // nobody's server knows it (§2.5: no second supervision either)
			return cmp.Or(t.completeOrder(order, t.now), t.thaw(*order, *order.InstanceID))
		}
		return cmp.Or(t.sendFulfilment(*order, market.ActivityRefreshInstance), t.thaw(*order, *order.InstanceID))
	case order.RenewsID != nil:
		return t.completeOrder(order, t.now) // no server to tell, and no second supervision (§2.5)
	case order.Supervised:
		return t.startSupervision(*order)
	case order.AccessType.Rules().Opened:
		return t.sendFulfilment(*order, "newInstance")
	default:
		return t.completeOrder(order, t.now) // the platform hands it out: no server of the seller's to tell
	}
}

// tellPaid tells the seller's people that an order was paid, and the interface that order
// notification names (catalogue.md §0.4).
func (t *tx) tellPaid(order market.Order) error {
	if order.Test {
		return nil
	}
	kind := "order.pay"
	if order.RenewsID != nil {
		kind = "order.renew"
	}
	return cmp.Or(
		t.notify(kind, market.Because("notice."+kind, order.Number, order.ProductName, order.CustomerName, order.Currency.Sum(order.Amount)), "/orders/"+order.ID.String()),
		t.pushOrder(order))
}

// runs is when the period that the root order and its renewals have bought ends. The root
// is locked, so that two renewals paid at once follow each other.
func (t *tx) runs(root market.OrderID) (time.Time, error) {
	if _, err := t.lockOrder(root); err != nil {
		return time.Time{}, err
	}
	var ends *time.Time
	err := t.get(&ends, `SELECT max(expires_at) FROM orders
		WHERE seller_id = $1 AND (id = $2 OR renews_id = $2) AND status IN ('processing', 'completed') AND NOT given_back
			AND type NOT IN ('unsubscribe', 'unsubscribe_renewal')`, root)
	if err != nil || ends == nil {
		return t.now, err
	}
	return *ends, nil
}
