package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// invoices are the due acts on invoices to buyers.
func invoices() Works {
	return Works{
		market.RemindInvoice: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RemindInvoice(ctx, market.InvoiceID{UUID: job.Subject})
		},
		market.ConfirmInvoice: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.ConfirmInvoice(ctx, market.InvoiceID{UUID: job.Subject})
		},
	}
}
