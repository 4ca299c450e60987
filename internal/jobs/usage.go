package jobs

import (
	"context"
	"errors"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// usages are the due acts on usage records (transactions.md §5).
func usages() Works {
	return Works{
		market.RateUsage: rateUsage,
		market.BillUsage: billUsage,
		market.TellUsage: func(ctx context.Context, store *db.Seller, _ db.Job) error { return store.TellUsage(ctx) },
		market.WarnUsage: func(ctx context.Context, store *db.Seller, _ db.Job) error { return store.WarnUsage(ctx) },
		market.ResetUsage: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ResetUsage(ctx, market.ID[market.Instance]{UUID: job.Subject})
		},
	}
}

// rateUsage rates until nothing waits any more. Another worker that is at it looks again behind
// its own commit, so that nothing stays behind when this one gives way.
func rateUsage(ctx context.Context, store *db.Seller, _ db.Job) error {
	for {
		if _, err := store.RateUsage(ctx); err != nil {
			return err // nothing waits, or somebody else is at it
		}
	}
}

// billUsage makes bills of what came in time, and rates what was pushed while it had the
// seller's usage to itself.
func billUsage(ctx context.Context, store *db.Seller, job db.Job) error {
	if err := over(rateUsage(ctx, store, job)); err != nil {
		return err
	}
	for more := true; more; {
		var err error
		if more, err = store.BillUsage(ctx); over(err) != nil {
			return err
		}
	}
	return over(rateUsage(ctx, store, job))
}

// over reports whatever is not the answer that nothing is left to do.
func over(err error) error {
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindConflict {
		return nil
	}
	return err
}
