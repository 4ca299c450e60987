package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// supervisions are the due acts on deliveries and on the disputes over them.
func supervisions() Works {
	return Works{
		market.RemindSupervision: remindSupervision,
		market.CloseSupervision:  closeSupervision,
		market.WarnSupervision:   warnSupervision,
		market.NudgeSupervision:  nudgeSupervision,
		market.AssumeSupervision: assumeSupervision,
		market.LapseAppeal:       lapseAppeal,
		market.RemindAppeal:      remindAppeal,
	}
}

func remindSupervision(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.RemindSupervision(ctx, market.SupervisionID{UUID: job.Subject})
}

func closeSupervision(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.CloseSupervision(ctx, market.SupervisionID{UUID: job.Subject})
}

func warnSupervision(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.WarnSupervision(ctx, market.SupervisionID{UUID: job.Subject})
}

func nudgeSupervision(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.NudgeSupervision(ctx, market.SupervisionID{UUID: job.Subject})
}

func assumeSupervision(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.AssumeSupervision(ctx, market.SupervisionID{UUID: job.Subject})
}

func lapseAppeal(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.LapseAppeal(ctx, market.AppealID{UUID: job.Subject})
}

func remindAppeal(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.RemindAppeal(ctx, market.AppealID{UUID: job.Subject})
}
