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
		return db.Job{Seller: market.Platform, Act: market.SealAudit, Subject: market.Platform.UUID}, once(sealEvery)
	}, &river.PeriodicJobOpts{RunOnStart: true})
}

// once says that a round is planned by one process alone, whoever leads then.
func once(every time.Duration) *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: every}}
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
	return errors.Join(err, trim(ctx, store, log))
}

// trim removes the sealed entries whose time is over.
func trim(ctx context.Context, store *db.DB, log *slog.Logger) error {
	sellers, err := store.Trimmable(ctx)
	for _, seller := range sellers {
		removed, failed := store.Seller(market.TheClock, seller).TrimAudit(ctx)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		log.Info("audit trimmed", "seller", seller.String(), "entries", removed)
	}
	return err
}
