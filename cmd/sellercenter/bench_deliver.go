package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync"
	"text/tabwriter"
	"time"

	"sellercenter/db"
	ready "sellercenter/db/bench"
	"sellercenter/internal/jobs"
	"sellercenter/internal/signing"
)

// benchDeliver holds what the measuring of deliveries is told.
type benchDeliver struct {
	Messages int           `default:"20000" help:"Messages that wait at once when the workers begin."`
	Rate     int           `default:"1000" help:"Messages a second in the steady run."`
	For      time.Duration `default:"10s" help:"Length of the steady run."`
	Workers  int           `default:"48" help:"Messages under way at a time."`
	Profile  string        `type:"path" placeholder:"FILE" help:"Write a CPU profile of both runs."`
}

// Run prints how many messages a second go out, and how long the first call of each waits.
func (b *benchDeliver) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_deliver", false, func(at *benched) error {
		return profiled(b.Profile, func() error { return b.measure(ctx, log, at.store) })
	})
}

func (b *benchDeliver) measure(ctx context.Context, log *slog.Logger, store *db.DB) error {
	desk := &receiver{}
	address, err := desk.open()
	if err != nil {
		return err
	}
	steady := int(float64(b.Rate) * b.For.Seconds())
	d, err := ready.NewDeliveries(ctx, store, "http://"+address+"/saasproduce", b.Messages+steady)
	if err != nil {
		return err
	}
	if desk.key, err = d.Key(ctx); err != nil {
		return err
	}
	if err := d.Feed(ctx, b.Messages); err != nil {
		return err
	}
	works := jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true, PerAddress: b.Workers}), jobs.Post{})
	begun := time.Now()
	stop, err := jobs.Start(ctx, store, works, jobs.Options{Workers: b.Workers, Log: log})
	if err != nil {
		return err
	}
	if err := drained(ctx, d); err != nil {
		return err
	}
	burst := time.Since(begun)
	began := time.Now()
	if err := b.feed(ctx, d, steady); err != nil {
		return err
	}
	if err := drained(ctx, d); err != nil {
		return err
	}
	evenly := time.Since(began)
	if err := stop(ctx); err != nil {
		return err
	}
	p50, p95, p99, err := d.Lag(ctx, began)
	if err != nil {
		return err
	}
	wrong, err := d.Doubled(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Messages: read, sign, call a loopback receiver that checks the signature, keep the whole exchange, open the instance,\n"+
		"complete the order, audit; one transaction each. %d CPUs shared by workers, receiver and PostgreSQL; %d workers.\n\n", runtime.NumCPU(), b.Workers)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "run\tmessages\ttook\tmessages/s\tlag p50 ms\tlag p95 ms\tlag p99 ms\t")
	fmt.Fprintf(table, "all at once\t%d\t%s\t%.0f\t\t\t\t\n", b.Messages, burst.Round(time.Millisecond), float64(b.Messages)/burst.Seconds())
	fmt.Fprintf(table, "%d/s\t%d\t%s\t%.0f\t%s\t%s\t%s\t\n", b.Rate, steady, evenly.Round(time.Millisecond), float64(steady)/evenly.Seconds(), ms(p50), ms(p95), ms(p99))
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Printf("\ncalls received %d, orders not opened exactly once %d\n", desk.calls(), wrong)
	return nil
}

// feed lets messages go at the rate, whether the workers keep up or not.
func (b *benchDeliver) feed(ctx context.Context, d *ready.Deliveries, all int) error {
	const beat = 20 * time.Millisecond
	begun, fed := time.Now(), 0
	for tick := time.NewTicker(beat); fed < all; {
		<-tick.C
		due := min(int(time.Since(begun).Seconds()*float64(b.Rate)), all)
		if due == fed {
			continue
		}
		if err := d.Feed(ctx, due-fed); err != nil {
			return err
		}
		fed = due
	}
	return nil
}

// drained waits until every message is done.
func drained(ctx context.Context, d *ready.Deliveries) error {
	for {
		done, err := d.Done(ctx)
		if err != nil || done {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// receiver is a seller's server that does nothing but check and answer.
type receiver struct {
	key string
	mu  sync.Mutex
	got int
}

func (r *receiver) open() (address string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: r, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			panic(err)
		}
	}()
	return listener.Addr().String(), nil
}

// ServeHTTP opens an instance under the request's own business id.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	var asked struct{ BusinessID string }
	if err == nil {
		err = signing.Base.Verify(r.key, body, signing.QueryStamp(q.URL.Query()), time.Now())
	}
	if err == nil {
		err = json.Unmarshal(body, &asked)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	r.got++
	r.mu.Unlock()
	answer := []byte(`{"resultCode":"000000","instanceId":"` + asked.BusinessID + `"}`)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Body-Sign", signing.BodySign(r.key, answer))
	w.Write(answer) //nolint:errcheck // the caller has gone
}

func (r *receiver) calls() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.got
}
