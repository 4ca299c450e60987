package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"sellercenter/db"
	"sellercenter/db/embedded"
)

// house is where the data lives: the database we were told of, or our own.
type house struct {
	dsn    string
	secret key
	pool   int
	end    func()
}

// house finds the database or starts our own.
func (c *cli) house(ctx context.Context, log *slog.Logger) (house, error) {
	secret, err := c.secret()
	if err != nil {
		return house{}, err
	}
	h := house{c.DatabaseURL, secret, c.Connections, func() {}}
	if h.dsn == "" {
		server, err := embedded.Start(ctx, embedded.Options{Dir: filepath.Join(c.Data, "postgres"), Log: log})
		if err != nil {
			return house{}, err
		}
		h.dsn, h.end = server.DSN(embedded.Database), server.Stop
	}
	return h, nil
}

// stored does something with the store in it, and closes both.
func (c *cli) stored(ctx context.Context, log *slog.Logger, do func(house, *db.DB) error) (err error) {
	h, err := c.house(ctx, log)
	if err != nil {
		return err
	}
	defer h.end()
	store, err := h.store(ctx, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return do(h, store)
}

// store opens the database by the given clock and brings its schema up to date.
func (h house) store(ctx context.Context, now func() time.Time) (*db.DB, error) {
	store, err := db.Open(ctx, h.dsn, db.Options{Now: now, SecretKey: h.secret, Pool: h.pool})
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx); err != nil {
		_ = store.Close() // the first error counts
		return nil, err
	}
	return store, nil
}
