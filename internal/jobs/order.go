package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

func orders() Works {
	return Works{market.ExpireOrder: expireOrder, market.RepayOrder: repayOrder}
}

// expireOrder cancels what was not paid in time.
func expireOrder(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.ExpireOrder(ctx, market.OrderID{UUID: job.Subject})
}

// repayOrder records on an order that all credit of its cycle was paid back.
func repayOrder(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.RepayOrder(ctx, market.OrderID{UUID: job.Subject})
}
