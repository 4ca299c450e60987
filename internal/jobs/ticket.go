package jobs

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// tickets are the due acts on customers' tickets.
func tickets() Works {
	return Works{
		market.RemindTicket: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.RemindTicket(ctx, market.TicketID{UUID: job.Subject})
		},
		market.LapseTicket: func(ctx context.Context, store *db.Seller, job db.Job) error {
			return store.LapseTicket(ctx, market.TicketID{UUID: job.Subject})
		},
	}
}
