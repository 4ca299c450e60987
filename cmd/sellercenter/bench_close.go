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
	return c.bench(ctx, log, "bench_close", false, func(at *benched) error { return ready.Close(ctx, at.store, b.Lines, os.Stdout) })
}
