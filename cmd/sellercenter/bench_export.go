package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"text/tabwriter"
	"time"

	ready "sellercenter/db/bench"
)

// benchExport holds what the measuring of files is told.
type benchExport struct {
	Rows    int    `default:"1000000" help:"Orders of the seller whose list is written as a file."`
	Keep    bool   `help:"Keep the database (bench_export) and measure in it again the next time."`
	Profile string `type:"path" placeholder:"FILE" help:"Write a CPU profile of both files."`
}

// Run prints when the first byte of a list's file comes, how many rows a second follow, and
// how much memory the program takes meanwhile.
func (b *benchExport) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_export", b.Keep, func(at *benched) error {
		email := fmt.Sprintf("rows-%d@bench.example", b.Rows)
		err := at.made(ctx, email, fmt.Sprintf("a seller with %d orders", b.Rows), func() error {
			_, err := ready.Orders(ctx, at.store, b.Rows)
			return err
		})
		if err != nil {
			return err
		}
		client, err := at.browser(email)
		if err != nil {
			return err
		}
		return profiled(b.Profile, func() error { return b.measure(client, at.base()) })
	})
}

func (b *benchExport) measure(client *http.Client, base string) error {
	fmt.Printf("GET /orders?as=…: the whole list as a file, streamed over loopback while its rows are read. %d CPUs shared by reader, server and\n"+
		"PostgreSQL; memory is what the whole program holds at its most, reader included.\n\n", runtime.NumCPU())
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "file\trows\tfirst byte ms\ttook\trows/s\tMB\tmemory MiB\t")
	for _, format := range []string{"csv", "xlsx"} {
		if err := exportOnce(table, client, base, format, b.Rows); err != nil {
			return err
		}
	}
	return table.Flush()
}

func exportOnce(table io.Writer, client *http.Client, base, format string, rows int) error {
	runtime.GC()
	most, stop := watchMemory()
	defer stop()
	begun := time.Now()
	answer, err := client.Get(base + "/orders?as=" + format)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the list as %s answered %s", format, answer.Status)
	}
	one := make([]byte, 1)
	if _, err := io.ReadFull(answer.Body, one); err != nil {
		return err
	}
	first := time.Since(begun)
	size, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		return err
	}
	took := time.Since(begun)
	fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%.0f\t%d\t%d\t\n", format, rows, ms(first), took.Round(10*time.Millisecond), float64(rows)/took.Seconds(), size>>20, most()>>20)
	return nil
}

// watchMemory looks ten times a second how much memory the program has from the system.
func watchMemory() (most func() uint64, stop func()) {
	done, answer := make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		look := func() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.Sys-m.HeapReleased)
		}
		for {
			select {
			case <-tick.C:
				look()
			case answer <- peak:
			case <-done:
				return
			}
		}
	}()
	return func() uint64 { return <-answer }, func() { close(done) }
}
