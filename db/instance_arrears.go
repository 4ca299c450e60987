package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// OweInstance begins the grace period of what is paid by use, because its customer's account is
// in arrears (transactions.md §1.6).
func (s *Seller) OweInstance(ctx context.Context, id market.OrderID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.onOwed(ctx, market.OweInstance, id, func(tx *tx, order market.Order, in *market.Instance) error {
		if err := in.Owe(order.Charging, settings.ArrearsGrace.Duration, tx.now); err != nil {
			return err
		}
		tx.note("until", nil, *in.ExpiresAt)
		return cmp.Or(tx.saveArrears(*in), tx.watchExpiry(in.ID, *in.ExpiresAt), tx.notify(string(market.OweInstance),
			market.Because("instance.notice_owes", order.CustomerName, order.ProductName, *in.ExpiresAt), "/orders/"+order.ID.String()))
	})
}

// SettleInstance ends the arrears; what was frozen for them runs again, and its server is told.
func (s *Seller) SettleInstance(ctx context.Context, id market.OrderID) error {
	return s.onOwed(ctx, market.SettleInstance, id, func(tx *tx, order market.Order, in *market.Instance) error {
		thawed, err := in.Settle(order.Charging)
		if err != nil {
			return err
		}
		if err := cmp.Or(tx.saveArrears(*in), tx.payArrears(order.ID)); err != nil || !thawed {
			return err
		}
		return cmp.Or(tx.sendFulfilment(order, market.ActivityUpdateInstanceStatus), tx.notify(string(market.SettleInstance),
			market.Because("instance.notice_settled", order.CustomerName, order.ProductName), "/orders/"+order.ID.String()))
	})
}

// SyncInstance tells the seller that a synchronisation call of the joint kit failed: the customer
// decides whether to go on (transactions.md §1.5, §9).
func (s *Seller) SyncInstance(ctx context.Context, id market.OrderID, fault market.SyncFault) error {
	return s.onOwed(ctx, market.SyncInstance, id, func(tx *tx, order market.Order, _ *market.Instance) error {
		if err := fault.Check(order); err != nil {
			return err
		}
		tx.note("call", nil, fault.Call)
		tx.note("answer", nil, fault.Code)
		return tx.notify(string(market.SyncInstance), fault.Notice(order), "/orders/"+order.ID.String())
	})
}

// onOwed does an act on what runs for an order.
func (s *Seller) onOwed(ctx context.Context, act market.Act, id market.OrderID, do func(*tx, market.Order, *market.Instance) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if order.InstanceID == nil {
			return market.Conflict("instance.none", order.Number)
		}
		root, in, err := tx.lockInstance(*order.InstanceID)
		if err != nil {
			return err
		}
		return do(tx, root, &in)
	})
}

// saveArrears writes how the instance stands and when its grace ends.
func (t *tx) saveArrears(in market.Instance) error {
	return cmp.Or(t.saveInstance(in),
		t.exec(`UPDATE instances SET expires_at = $3 WHERE seller_id = $1 AND id = $2`, in.ID, in.ExpiresAt))
}
