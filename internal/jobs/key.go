package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// keys are the due acts on keys.
func keys() Works { return Works{market.RetireKey: retireKey} }

// retireKey ends a replaced key when its overlap is over.
func retireKey(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.RetireKey(ctx, market.KeyID{UUID: job.Subject})
}
