package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// instances are the due acts on trials and on what runs behind its expiry.
func instances() Works {
	return Works{
		market.RemindTrial: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RemindTrial(ctx, market.OrderID{UUID: job.Subject})
		},
		market.RenewInstance: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RenewInstance(ctx, market.ID[market.Instance]{UUID: job.Subject})
		},
		market.FreezeInstance: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.FreezeInstance(ctx, market.ID[market.Instance]{UUID: job.Subject})
		},
		market.ReleaseInstance: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ReleaseInstance(ctx, market.ID[market.Instance]{UUID: job.Subject})
		},
	}
}
