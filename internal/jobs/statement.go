package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// statements are the due acts on statements.
func statements() Works {
	return Works{market.CloseStatement: closeStatement, market.CompleteStatement: completeStatement,
		market.RemindInvoiceStatement: remindInvoiceStatement}
}

// closeStatement makes the statement of the month that ended last.
func closeStatement(ctx context.Context, store *db.Seller, _ db.Job) error {
	return store.CloseStatement(ctx, market.Month{})
}

func completeStatement(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.CompleteStatement(ctx, market.StatementID{UUID: job.Subject})
}

// remindInvoiceStatement tells the seller that its payment waits for its invoices.
func remindInvoiceStatement(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.RemindInvoiceStatement(ctx, market.StatementID{UUID: job.Subject})
}
