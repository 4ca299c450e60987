package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"sync"
	"text/tabwriter"
	"time"

	ready "sellercenter/db/bench"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// benchUsage holds what the measuring of usage records is told.
type benchUsage struct {
	Calls     int    `default:"100" help:"Calls of each run."`
	Records   int    `default:"1000" help:"Records in one call."`
	Instances int    `default:"100" help:"Instances that the records are of."`
	Clients   int    `default:"4" help:"Programs that push at the same time."`
	Profile   string `type:"path" placeholder:"FILE" help:"Write a CPU profile of all runs."`
}

// Run prints how many usage records a second are accepted, and how many are checked and priced.
func (b *benchUsage) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_usage", false, func(at *benched) error {
		return profiled(b.Profile, func() error { return b.measure(ctx, at) })
	})
}

func (b *benchUsage) measure(ctx context.Context, at *benched) error {
	u, err := ready.NewUsage(ctx, at.store, b.Instances)
	if err != nil {
		return err
	}
	key, err := u.Key(ctx)
	if err != nil {
		return err
	}
	accepted, err := b.push(ctx, at, u, key)
	if err != nil {
		return err
	}
	begun := time.Now()
	if err := u.Rate(ctx); err != nil {
		return err
	}
	rated := time.Since(begun)
	begun = time.Now()
	if err := b.both(ctx, at, u, key); err != nil {
		return err
	}
	together := time.Since(begun)
	copied, err := u.Copy(ctx)
	if err != nil {
		return err
	}
	seen, failed, billed, err := u.Rated(ctx)
	if err != nil {
		return err
	}
	all := b.Calls * b.Records
	fmt.Printf("Usage over HTTP: calls of %d records, signed and checked, kept in one transaction each; then every record checked, priced in steps\n"+
		"and added to its bill. %d instances, %d programs at a time. %d CPUs shared by them, the server and PostgreSQL.\n\n", b.Records, b.Instances, b.Clients, runtime.NumCPU())
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "run\trecords\ttook\trecords/s\tx\t")
	rows := []struct {
		name    string
		records int
		took    time.Duration
	}{{"accepted", all, accepted}, {"checked, priced, billed", all, rated}, {"both at the same time", all, together}, {"copied inside PostgreSQL", 2 * all, copied}}
	base := float64(2*all) / copied.Seconds()
	for _, row := range rows {
		speed := float64(row.records) / row.took.Seconds()
		fmt.Fprintf(table, "%s\t%d\t%s\t%.0f\t%.2f\t\n", row.name, row.records, row.took.Round(time.Millisecond), speed, speed/base)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Printf("\npushed %d, rated once %d, failed %d, in bills %d; x: of the rate at which PostgreSQL copies the rated rows into a table with the same indexes\n", 2*all, seen, failed, billed)
	return nil
}

// push sends all calls and waits for the last answer. What is sent is made and signed before.
func (b *benchUsage) push(ctx context.Context, at *benched, u *ready.Usage, key string) (time.Duration, error) {
	calls := make(chan *http.Request, b.Calls)
	for range b.Calls {
		body, err := u.Call(b.Records)
		if err != nil {
			return 0, err
		}
		stamp, err := signing.SignUsage(key, body, time.Now(), signing.NewNonce())
		if err != nil {
			return 0, err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.base()+market.UsagePushPath, bytes.NewReader(body))
		if err != nil {
			return 0, err
		}
		for name, value := range map[string]string{"Content-Type": "application/json", "signature": stamp.Signature, "ts": stamp.Timestamp, "nonce": stamp.Nonce} {
			request.Header.Set(name, value)
		}
		calls <- request
	}
	close(calls)
	faults := make([]error, b.Clients)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: b.Clients}}
	begun := time.Now()
	var programs sync.WaitGroup
	for n := range b.Clients {
		programs.Go(func() {
			for call := range calls {
				if err := accepts(client, call); err != nil {
					faults[n] = errors.Join(faults[n], err)
				}
			}
		})
	}
	programs.Wait()
	return time.Since(begun), errors.Join(faults...)
}

func accepts(client *http.Client, call *http.Request) error {
	answer, err := client.Do(call)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s", answer.Status, said)
	}
	return err
}

// both rates while it is pushed, until the last record is rated.
func (b *benchUsage) both(ctx context.Context, at *benched, u *ready.Usage, key string) error {
	done, rated := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			if err := u.Rate(ctx); err != nil {
				rated <- err
				return
			}
			select {
			case <-done:
				rated <- u.Rate(ctx)
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	_, err := b.push(ctx, at, u, key)
	close(done)
	return errors.Join(err, <-rated)
}
