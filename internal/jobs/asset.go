package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// assets are the due acts on assets.
func assets() Works {
	return Works{market.ScanAsset: func(ctx context.Context, store *db.Seller, job db.Job) error {
		return store.ScanAsset(ctx, market.AssetID{UUID: job.Subject})
	}}
}
