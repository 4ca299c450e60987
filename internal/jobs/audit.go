package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// sealEvery is how often new audit entries are sealed (transactions.md §8).
const sealEvery = time.Hour

// sealing is the job that comes round by itself, in one process of all.
func sealing() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(sealEvery), func() (river.JobArgs, *river.InsertOpts) {
		return db.Job{Seller: market.Platform, Act: market.SealAudit, Subject: market.Platform.UUID}, nil
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// Seal seals what was done in every seller. Each chain's head goes to the log: kept outside
// the database, it vouches for the chain even against who could write it anew.
func Seal(ctx context.Context, store *db.DB, log *slog.Logger) error {
	sellers, err := store.Unsealed(ctx)
	for _, seller := range sellers {
		head, sealed, failed := store.Seller(market.TheClock, seller).SealAudit(ctx)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		log.Info("audit sealed", "seller", seller.String(), "entries", sealed, "head", head.String())
	}
	return err
}
