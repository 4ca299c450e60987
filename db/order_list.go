package db

import (
	"context"

	"sellercenter/internal/market"
)

// Order is one order; a buyer finds only its own.
func (s *Seller) Order(ctx context.Context, id market.OrderID) (order market.Order, err error) {
	err = s.get(ctx, &order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND id = $2`, id)
	if err == nil && s.hides(order) {
		return market.Order{}, market.NotFound
	}
	return order, err
}
