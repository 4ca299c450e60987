package db

import (
	"context"

	"sellercenter/internal/market"
)

// failedOrders counts the orders of a product that could not be opened this month.
const failedOrders = `SELECT count(DISTINCT f.order_id) FROM fulfilments f JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id
	WHERE f.seller_id = $1 AND o.product_id = $2 AND f.status = 'exhausted' AND NOT f.test AND f.begun_at >= $3
		AND f.activity IN ('newInstance', 'upgradeInstance')`

// judgeProduct looks, some time after an order failed because of the interface, whether the
// product failed too many.
func (t *tx) judgeProduct(order market.Order, settings market.Settings) error {
	if order.Test || settings.FailedOrders == 0 {
		return nil
	}
	var failed int
	if err := t.get(&failed, failedOrders, order.ProductID, market.MonthOf(t.now).Begin()); err != nil || !settings.Breaches(failed) {
		return err
	}
	return t.later(market.BreachProduct, order.ProductID)
}

// BreachProduct takes a product off sale whose interface failed more orders this month than it
// may (transactions.md §1.5: more than 5). What waits for review is withdrawn with it.
func (s *Seller) BreachProduct(ctx context.Context, id market.ProductID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.BreachProduct, id, func(tx *tx) error {
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		next, err := market.ProductMoves.Next(product.Status, market.BreachProduct)
		if err != nil {
			return err
		}
		var failed int
		if err := tx.get(&failed, failedOrders, id, market.MonthOf(tx.now).Begin()); err != nil {
			return err
		}
		if !settings.Breaches(failed) {
			return market.Conflict("problem.not_now", market.Word(market.BreachProduct))
		}
		var open []market.Review
		if err := tx.list(&open, `SELECT `+reviewColumns+` FROM reviews
			WHERE seller_id = $1 AND subject = $2 AND status = 'pending' FOR UPDATE`, id); err != nil {
			return err
		}
		for _, review := range open {
			if err := review.Decide(market.WithdrawReview, s.actor.Name, "", tx.now); err != nil {
				return err
			}
			if err := tx.saveReview(review); err != nil {
				return err
			}
		}
		tx.note("status", product.Status, next)
		tx.note("failed_orders", nil, failed)
		if err := tx.endProduct(product, next); err != nil {
			return err
		}
		if err := tx.notify("product", market.Because("product.notice_breach", product.Name, failed, settings.FailedOrders), "/products/"+id.String()); err != nil {
			return err
		}
		return tx.tellDesk(nil, string(market.ProbeEndpoint), market.Because("product.notice_breach", product.Name, failed, settings.FailedOrders), "/operator/endpoints")
	})
}
