package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"runtime"
	"runtime/pprof"
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
	s, err := c.scratch(ctx, log, "bench_export", b.Keep)
	if err != nil {
		return err
	}
	defer s.end()
	if !b.Keep {
		defer func() { _ = s.drop() }() // the next run drops it otherwise
	}
	store, err := s.open(ctx, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	email := fmt.Sprintf("rows-%d@bench.example", b.Rows)
	if s.fresh {
		begun := time.Now()
		if email, err = ready.Orders(ctx, store, b.Rows); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "made a seller with %d orders in %s\n", b.Rows, time.Since(begun).Round(time.Second))
	}
	front, err := serveBench(store)
	if err != nil {
		return err
	}
	defer front.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar}
	base := "http://" + front.Addr().String()
	answer, err := client.PostForm(base+"/sign-in", url.Values{"email": {email}, "password": {ready.Password}})
	if err != nil {
		return err
	}
	answer.Body.Close()
	if b.Profile != "" {
		file, err := os.Create(b.Profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
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
