package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sellercenter/db"
	"sellercenter/db/world"
)

// Run fills an empty database with the demo marketplace.
func (s *seed) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.stored(ctx, log, func(h house, store *db.DB) error {
		filled, err := h.fill(ctx, log, store, world.Size{Orders: s.Orders})
		if err == nil && !filled {
			err = errors.New("the database is not empty; give another --database-url or --data")
		}
		return err
	})
}

// fill builds the demo marketplace in an empty database, by a simulated clock that ends now.
func (h house) fill(ctx context.Context, log *slog.Logger, store *db.DB, size world.Size) (filled bool, err error) {
	return store.FillOnce(ctx, func(ctx context.Context) error {
		begun := time.Now()
		log.Info("building the demo marketplace", "orders", size.Orders)
		clock := world.NewClock(begun)
		past, err := h.store(ctx, clock.Now)
		if err != nil {
			return err
		}
		defer past.Close()
		if _, err := world.Build(ctx, past, clock, world.Works(clock), size); err != nil {
			return err
		}
		log.Info("the demo marketplace is built", "took", time.Since(begun).Round(time.Millisecond))
		return nil
	})
}

// demoAccounts are who can sign in to the demo.
func demoAccounts() (accounts []account) {
	for _, a := range world.Accounts() {
		who := a.Name + ", " + string(a.Role)
		if a.Company != "" {
			who += ", " + a.Company
		}
		accounts = append(accounts, account{a.Email, world.Password, who})
	}
	return accounts
}
