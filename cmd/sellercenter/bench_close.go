package main

import (
	"context"
	"log/slog"
	"os"

	ready "sellercenter/db/bench"
)

// benchClose holds what the measuring of a month's closing is told.
type benchClose struct {
	Lines int `default:"1000000" help:"Lines of the month. A million takes some minutes to sell and 2 GB of disk."`
}

// Run prints how long each step took.
func (b *benchClose) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	s, err := c.scratch(ctx, log, "bench_close", false)
	if err != nil {
		return err
	}
	defer s.end()
	defer func() { _ = s.drop() }() // the next run drops it otherwise
	store, err := s.open(ctx, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	return ready.Close(ctx, store, b.Lines, os.Stdout)
}
