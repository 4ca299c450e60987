package db

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river/rivertype"

	"sellercenter/internal/market"
)

const jobColumns = `j.id, j.state, j.args->>'act' AS act, j.args->>'subject' AS subject, (j.args->>'seller')::uuid AS seller_id,
	coalesce(s.company_name, '') AS company_name, j.attempt, j.max_attempts, j.scheduled_at, j.attempted_at,
	coalesce(j.errors[array_upper(j.errors, 1)]->>'error', '') AS fault,
	(j.errors[array_upper(j.errors, 1)]->>'at')::timestamptz AS failed_at`

const jobFrom = ` FROM river_job j LEFT JOIN sellers s ON s.id = (j.args->>'seller')::uuid`

// riverStates are the library's words for our states; what is due and what is for later
// may both be called scheduled, and the clock tells them apart.
var riverStates = map[market.JobState]string{
	market.JobFailing: "retryable", market.JobGivenUp: "discarded", market.JobRunning: "running",
	market.JobDue: "available", market.JobScheduled: "scheduled"}

// Jobs lists background work of all sellers in one state: what is due soonest first.
func (o *Operator) Jobs(ctx context.Context, state market.JobState, ask market.Ask) (market.Page[market.Job], error) {
	k := from(ask)
	query := `SELECT ` + jobColumns + jobFrom + ` WHERE j.kind = 'act' AND j.state = $1::river_job_state AND j.queue = 'default' AND j.priority = 1
		AND ($2::timestamptz IS NULL OR (j.scheduled_at, j.id) > ($2, $3::bigint)) ORDER BY j.scheduled_at, j.id LIMIT $4`
	if !k.up {
		query = `SELECT ` + jobColumns + jobFrom + ` WHERE j.kind = 'act' AND j.state = $1::river_job_state AND j.queue = 'default' AND j.priority = 1
			AND ($2::timestamptz IS NULL OR (j.scheduled_at, j.id) < ($2, $3::bigint)) ORDER BY j.scheduled_at DESC, j.id DESC LIMIT $4`
	}
	var place *int64
	if k.id != nil {
		n := int64(binary.BigEndian.Uint64(k.id[8:]))
		place = &n
	}
	var rows []market.Job
	if err := o.db.listRows(ctx, &rows, query, riverStates[state], k.at, place, k.limit); err != nil {
		return market.Page[market.Job]{}, err
	}
	for i := range rows {
		rows[i] = told(rows[i], o.db.Now())
	}
	return page(ask, rows, jobPlace), nil
}

// Job is one piece of background work.
func (o *Operator) Job(ctx context.Context, id market.JobID) (job market.Job, err error) {
	err = o.db.getRow(ctx, &job, `SELECT `+jobColumns+jobFrom+` WHERE j.id = $1 AND j.kind = 'act'`, id)
	return told(job, o.db.Now()), err
}

// JobCounts is how many jobs there are in each state.
func (o *Operator) JobCounts(ctx context.Context) (counts market.JobCounts, err error) {
	err = o.db.getRow(ctx, &counts, `SELECT
		(SELECT count(*) FROM (SELECT 1 FROM river_job WHERE state = 'retryable' LIMIT 1001) x) AS failing,
		(SELECT count(*) FROM (SELECT 1 FROM river_job WHERE state = 'discarded' LIMIT 1001) x) AS given_up,
		(SELECT count(*) FROM (SELECT 1 FROM river_job WHERE state = 'running' LIMIT 1001) x) AS running,
		(SELECT count(*) FROM (SELECT 1 FROM river_job WHERE state = 'available' LIMIT 1001) x) AS due,
		(SELECT count(*) FROM (SELECT 1 FROM river_job WHERE state = 'scheduled' LIMIT 1001) x) AS scheduled`)
	return counts, err
}

// RetryJob has one of the seller's jobs done as soon as possible, even one given up.
func (s *Seller) RetryJob(ctx context.Context, id market.JobID) error {
	return s.act(ctx, market.RetryJob, id, func(tx *tx) error {
		if err := tx.ownJob(id); err != nil {
			return err
		}
		_, err := s.db.queue.JobRetryTx(ctx, tx.Tx.Tx, int64(id))
		return notWhileRunning(err)
	})
}

// DropJob takes one of the seller's jobs out of the queue: it will not be done.
func (s *Seller) DropJob(ctx context.Context, id market.JobID) error {
	return s.act(ctx, market.DropJob, id, func(tx *tx) error {
		if err := tx.ownJob(id); err != nil {
			return err
		}
		_, err := s.db.queue.JobDeleteTx(ctx, tx.Tx.Tx, int64(id))
		return notWhileRunning(err)
	})
}

// ownJob locks a job of the seller that nobody is doing, and notes what it is.
func (t *tx) ownJob(id market.JobID) error {
	var job struct {
		Act, Subject, State string
	}
	if err := t.get(&job, `SELECT args->>'act' AS act, args->>'subject' AS subject, state FROM river_job
		WHERE args->>'seller' = ($1::uuid)::text AND id = $2 AND kind = 'act' FOR UPDATE`, id); err != nil {
		return err
	}
	if job.State == riverStates[market.JobRunning] {
		return market.Conflict("job.is_running")
	}
	t.note("act", nil, job.Act)
	t.note("subject", nil, job.Subject)
	return nil
}

func notWhileRunning(err error) error {
	switch {
	case errors.Is(err, rivertype.ErrJobRunning):
		return market.Conflict("job.is_running")
	case errors.Is(err, rivertype.ErrNotFound), errors.Is(err, sql.ErrNoRows):
		return market.NotFound
	}
	return err
}

// told puts the library's words into ours: a state, and of an error its first line.
func told(job market.Job, now time.Time) market.Job {
	for state, word := range riverStates {
		if string(job.State) == word {
			job.State = state
			break
		}
	}
	if job.State == market.JobScheduled && !job.ScheduledAt.After(now) {
		job.State = market.JobDue
	}
	job.Fault, _, _ = strings.Cut(job.Fault, "\n")
	return job
}

func jobPlace(job market.Job) cursor {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[8:], uint64(job.ID))
	return cursor{job.ScheduledAt, id}
}
