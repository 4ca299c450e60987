package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// quotas are the due acts on what is left of packages.
func quotas(caller *Caller) Works {
	return Works{market.MeasureQuota: meter{caller}.measure, market.BuyQuota: func(ctx context.Context, store *db.Seller, job db.Job) error {
		return store.BuyQuota(ctx, market.OrderID{UUID: job.Subject})
	}}
}

// meter asks sellers' servers how much is used.
type meter struct{ caller *Caller }

// measure asks once and keeps the answer. A server that does not know the new key yet is
// asked with the one before.
func (m meter) measure(ctx context.Context, store *db.Seller, job db.Job) error {
	id := market.OrderID{UUID: job.Subject}
	call, err := store.QuotaCall(ctx, id)
	if err != nil {
		return err
	}
	var made market.Exchange
	for n, message := range call.Messages {
		again, err := m.caller.Deliver(ctx, message)
		if err != nil {
			return snooze(err)
		}
		if n == 0 || again.Verdict.Code != market.ResultForged {
			made = again
		}
		if made.Verdict.Code != market.ResultForged {
			break
		}
	}
	return store.MeasureQuota(ctx, id, call.Instances, made.Verdict)
}
