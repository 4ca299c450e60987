package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// sales are the due acts on authorizations, offers, coupons and demands.
func sales() Works {
	return Works{
		market.RemindResale: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RemindResale(ctx, market.ResaleID{UUID: job.Subject})
		},
		market.ExpireResale: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireResale(ctx, market.ResaleID{UUID: job.Subject})
		},
		market.ExpireOffer: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireOffer(ctx, market.OfferID{UUID: job.Subject})
		},
		market.ExpireCoupon: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireCoupon(ctx, market.CouponID{UUID: job.Subject})
		},
		market.ExpireStanding: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireStanding(ctx, market.TestCreditID{UUID: job.Subject})
		},
		market.RemindDemand: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RemindDemand(ctx, market.DemandID{UUID: job.Subject})
		},
		market.ExpireDemand: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ExpireDemand(ctx, market.DemandID{UUID: job.Subject})
		},
	}
}
