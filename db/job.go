package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"sellercenter/internal/market"
)

// Job is an act that is due for one row of one seller.
type Job struct {
	Seller  market.SellerID `json:"seller"`
	Act     market.Act      `json:"act"`
	Subject uuid.UUID       `json:"subject"`
}

// Kind is the one kind of job there is; which act it is stands inside.
func (Job) Kind() string { return "act" }

// ID is the job's idempotency key towards other companies' computers.
func (j Job) ID() string { return string(j.Act) + ":" + j.Subject.String() }

// storeClock tells the job library the store's time, by which a job is due at once.
type storeClock func() time.Time

// NowUTC is the store's present.
func (now storeClock) NowUTC() time.Time { return now().UTC() }

// NowUTCOrNil is the store's present: the library asks the database where it is told none.
func (now storeClock) NowUTCOrNil() *time.Time {
	at := now.NowUTC()
	return &at
}

func newQueue(conn *sqlx.DB, now func() time.Time) (*river.Client[*sql.Tx], error) {
	return river.NewClient(riverdatabasesql.New(conn.DB), &river.Config{Test: river.TestConfig{Time: storeClock(now)}})
}

// insertJobs writes jobs where the job library reads them, as it lets other programs do. Its own
// insert is parsed and planned at every call; this one is prepared once for each connection.
const insertJobs = `INSERT INTO river_job (state, args, kind, max_attempts, priority, queue, created_at, scheduled_at)
	SELECT $1::river_job_state, jsonb_build_object('seller', j.seller, 'act', $2::text, 'subject', j.subject), 'act', 25, 1, 'default', $3, $4
	FROM unnest($5::uuid[], $6::uuid[]) AS j (seller, subject)`

// enqueue leaves an act to be done by the clock for one row of each seller. What has an instant
// waits until the job library, every few seconds, looks for instants that have come; so what
// is due now is available already, and is begun at once.
func (t *tx) enqueue(due time.Time, act market.Act, sellers []market.SellerID, subjects []string) error {
	state := rivertype.JobStateAvailable
	if due.After(t.now) {
		state = rivertype.JobStateScheduled
	}
	return t.sharedExec(insertJobs, string(state), act, t.now, due, pq.Array(sellers), pq.Array(subjects))
}

// later leaves the act to be done by the clock as soon as this transaction is committed.
func (t *tx) later(act market.Act, subject fmt.Stringer) error { return t.at(t.now, act, subject) }

// at leaves the act to be done by the clock at the given instant.
func (t *tx) at(due time.Time, act market.Act, subject fmt.Stringer) error {
	return t.enqueue(due, act, []market.SellerID{t.s.id}, []string{subject.String()})
}

// waits reports whether the act is left to be done by the clock at that very instant already.
func (t *tx) waits(due time.Time, act market.Act, subject fmt.Stringer) (waits bool, err error) {
	args, err := json.Marshal(map[string]string{"act": string(act), "subject": subject.String()})
	if err != nil {
		return false, err
	}
	err = t.shared(&waits, `SELECT EXISTS (SELECT FROM river_job WHERE args @> $1::jsonb AND scheduled_at = $2 AND state IN ('available', 'scheduled', 'retryable'))`,
		string(args), due)
	return waits, err
}

// laterEverywhere leaves the act to be done by the clock for every seller that is in.
func (t *tx) laterEverywhere(act market.Act, subject fmt.Stringer) error {
	var sellers []market.SellerID
	if err := t.SelectContext(t.ctx, &sellers, `SELECT id FROM sellers WHERE status IN ('approved', 'suspended')`); err != nil {
		return err
	}
	return t.enqueue(t.now, act, sellers, slices.Repeat([]string{subject.String()}, len(sellers)))
}

// Due is a job whose time has come, outside the job library: for simulated time.
type Due struct {
	ID   int64
	Job  Job
	Time time.Time
}

// NextDue is the earliest job due until the given instant; NotFound when there is none.
// It serves simulated time: the demo world and the tests turn the clock themselves.
func (db *DB) NextDue(ctx context.Context, until time.Time) (Due, error) {
	var row struct {
		ID          int64
		Args        []byte
		ScheduledAt time.Time
	}
	err := db.getRow(ctx, &row, `SELECT id, args, scheduled_at FROM river_job
		WHERE state IN ('available', 'scheduled', 'retryable') AND scheduled_at <= $1
		ORDER BY scheduled_at, id LIMIT 1`, until)
	if err != nil {
		return Due{}, err
	}
	due := Due{ID: row.ID, Time: row.ScheduledAt}
	return due, json.Unmarshal(row.Args, &due.Job)
}

// CrossOff removes a job that was done in simulated time.
func (db *DB) CrossOff(ctx context.Context, id int64) error {
	_, err := db.sql.ExecContext(ctx, `DELETE FROM river_job WHERE id = $1`, id)
	return err
}
