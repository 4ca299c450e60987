package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// BlockInstance freezes what runs because of a violation: the seller's server is told, and
// neither a renewal nor the expiry gives it back (transactions.md §1.6).
func (s *Seller) BlockInstance(ctx context.Context, id market.ID[market.Instance], reason string) error {
	return s.onInstance(ctx, market.BlockInstance, id, reason, func(tx *tx, instance *market.Instance) error {
		return instance.Block(tx.now)
	})
}

// UnblockInstance gives back what was frozen for a violation that is cleared; what has
// expired meanwhile stays frozen for that.
func (s *Seller) UnblockInstance(ctx context.Context, id market.ID[market.Instance], reason string) error {
	return s.onInstance(ctx, market.UnblockInstance, id, reason, func(tx *tx, instance *market.Instance) error {
		return instance.Unblock(tx.now)
	})
}

func (s *Seller) onInstance(ctx context.Context, act market.Act, id market.ID[market.Instance], reason string, do func(*tx, *market.Instance) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		order, instance, err := tx.lockInstance(id)
		if err != nil {
			return err
		}
		if err := market.CheckReason(reason); err != nil {
			return err
		}
		before := instance.Status
		if err := do(tx, &instance); err != nil {
			return err
		}
		tx.note("reason", nil, reason)
		if err := tx.exec(`UPDATE instances SET blocked_at = $3 WHERE seller_id = $1 AND id = $2`, id, instance.BlockedAt); err != nil {
			return err
		}
		if err := cmp.Or(tx.saveInstance(instance),
			tx.notify(string(act), market.Because("notice."+string(act), order.CustomerName, order.ProductName, order.Number, reason), "/orders/"+order.ID.String())); err != nil {
			return err
		}
		if instance.Status == before {
			return nil // it stays frozen, for its expiry
		}
		return tx.sendFulfilment(order, market.ActivityUpdateInstanceStatus)
	})
}

// InstanceSeller is whose server opened the instance.
func (o *Operator) InstanceSeller(ctx context.Context, id market.ID[market.Instance]) (seller market.SellerID, order market.OrderID, err error) {
	var row struct {
		SellerID market.SellerID
		OrderID  market.OrderID
	}
	err = o.db.getRow(ctx, &row, `SELECT seller_id, order_id FROM instances WHERE id = $1`, id)
	return row.SellerID, row.OrderID, err
}
