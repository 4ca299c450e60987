package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

func sanctions() Works {
	return Works{market.EndSanction: endSanction}
}

// endSanction ends a penalty whose time is over.
func endSanction(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.EndSanction(ctx, market.SanctionID{UUID: job.Subject})
}
