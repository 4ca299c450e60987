package jobs

import (
	"context"
	"log/slog"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// refunds are the due acts on refunds.
func refunds(payer Payer) Works {
	return Works{
		market.PayRefund:      payRefund(payer),
		market.FinishRefund:   onRefund((*db.Seller).FinishRefund),
		market.RemindRefund:   onRefund((*db.Seller).RemindRefund),
		market.EscalateRefund: onRefund((*db.Seller).EscalateRefund),
		market.LapseRefund:    onRefund((*db.Seller).LapseRefund),
		market.AssumeRefund:   onRefund((*db.Seller).AssumeRefund),
	}
}

// Payer sends money back to buyers. The key makes a repeated call the same payment.
type Payer interface {
	Pay(ctx context.Context, refund market.Refund, key string) error
}

// DemoPayer moves no money: it says what it would have paid.
type DemoPayer struct{ Log *slog.Logger }

// Pay notes the payment.
func (p DemoPayer) Pay(_ context.Context, refund market.Refund, key string) error {
	if p.Log != nil {
		p.Log.Info("refund paid by the demo payer", "refund", refund.Number, "amount", refund.Amount.String(), "key", key)
	}
	return nil
}

func payRefund(payer Payer) Work {
	return func(ctx context.Context, store *db.Seller, job db.Job) error {
		id := market.RefundID{UUID: job.Subject}
		refund, err := store.Refund(ctx, id)
		if err != nil {
			return err
		}
		if refund.Status != market.RefundApproved || refund.PaidAt != nil {
			return nil // paid already, and this is the same job once more
		}
		if err := store.RefundPayable(ctx, id); err != nil {
			return err // an invoice must be returned first, which comes back to this job
		}
		if !refund.Test { // the sandbox never reaches money
			if err := payer.Pay(ctx, refund.Refund, job.ID()); err != nil {
				return err
			}
		}
		return store.PayRefund(ctx, id)
	}
}

func onRefund(act func(*db.Seller, context.Context, market.RefundID) error) Work {
	return func(ctx context.Context, store *db.Seller, job db.Job) error {
		return act(store, ctx, market.RefundID{UUID: job.Subject})
	}
}
