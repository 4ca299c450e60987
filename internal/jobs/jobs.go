// Package jobs is what happens when nobody is looking: acts whose time has come, and calls
// to other companies' computers.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// Work does one due act for one row of one seller. The store acts as the clock.
type Work func(ctx context.Context, store *db.Seller, job db.Job) error

// Works is who does which act.
type Works map[market.Act]Work

// repeatable are the acts that do or say the same again when they are done again: a worker
// that was killed between the act and the crossing off of its job must not repeat them. All
// others move a state, which they find moved.
var repeatable = []string{"remind", "warn", "nudge", "escalate", "tally", "tell", "plan", "probe"}

// do runs the due act of that number. 'Not now' and 'not there' mean that somebody was faster:
// the job is crossed off. Any other error comes round again.
func (w Works) do(ctx context.Context, store *db.DB, number int64, job db.Job) error {
	work, known := w[job.Act]
	if !known {
		return fmt.Errorf("nobody does %s", job.Act)
	}
	seller := store.Seller(market.TheClock, job.Seller)
	if slices.Contains(repeatable, job.Act.Verb()) { // the job's number is claimed in the act's own transaction
		seller = seller.Once(db.Once{Client: "clock", Key: strconv.FormatInt(number, 10), Fingerprint: job.ID()})
	}
	err := work(ctx, seller, job)
	var done *db.Replayed
	if errors.As(err, &done) {
		return nil
	}
	var problem *market.Problem
	if errors.As(err, &problem) && (problem.Kind == market.KindConflict || problem.Kind == market.KindNotFound) {
		return nil
	}
	return err
}

// Options of the workers.
type Options struct {
	Workers int // jobs at once; 100 when 0
	Log     *slog.Logger
}

// Start begins to work off due acts; the returned stop waits for what is running.
func Start(ctx context.Context, store *db.DB, works Works, options Options) (stop func(context.Context) error, err error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{store: store, works: works, log: options.Log})
	count := options.Workers
	if count == 0 {
		count = 100
	}
	client, err := river.NewClient(riverdatabasesql.New(store.Pool()), &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: count, FetchCooldown: 20 * time.Millisecond, FetchPollInterval: 50 * time.Millisecond}},
		Workers:              workers,
		Logger:               options.Log,
		JobTimeout:           30 * time.Second,
		RescueStuckJobsAfter: time.Minute,
		RetryPolicy:          &backOff{},
		PeriodicJobs:         []*river.PeriodicJob{sealing(), probing()},
	})
	if err != nil {
		return nil, err
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("start the workers: %w", err)
	}
	return client.Stop, nil
}

type worker struct {
	river.WorkerDefaults[db.Job]
	store *db.DB
	works Works
	log   *slog.Logger
}

// Timeout gives a closing, the first sealing, a file, and a seller's usage, the time that a
// million rows take.
func (w *worker) Timeout(job *river.Job[db.Job]) time.Duration {
	if slices.Contains([]market.Act{market.CloseStatement, market.SealAudit, market.WriteExport, market.RateUsage, market.BillUsage}, job.Args.Act) {
		return 10 * time.Minute
	}
	return 0
}

// Work hands the job to whoever does its act; sealing is done for all sellers at once.
func (w *worker) Work(ctx context.Context, job *river.Job[db.Job]) error {
	if job.Args.Act == market.SealAudit {
		return Seal(ctx, w.store, w.log)
	}
	return w.works.do(ctx, w.store, job.ID, job.Args)
}

// Turn does everything due until the given instant, in order, setting the clock to each
// job's own time first. It serves simulated time: the demo world and the tests.
func Turn(ctx context.Context, store *db.DB, works Works, set func(time.Time), until time.Time) error {
	for {
		due, err := store.NextDue(ctx, until)
		if errors.Is(err, market.NotFound) {
			set(until)
			return nil
		}
		if err != nil {
			return err
		}
		set(due.Time)
		if err := works.do(ctx, store, due.ID, due.Job); err != nil {
			return fmt.Errorf("%s of %s: %w", due.Job.Act, due.Job.Subject, err)
		}
		if err := store.CrossOff(ctx, due.ID); err != nil {
			return err
		}
	}
}
