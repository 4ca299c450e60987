package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// tx is one act under way: one transaction, one seller, one moment.
type tx struct {
	*sqlx.Tx
	ctx   context.Context
	s     *Seller
	now   time.Time
	facts map[string]fact
	fresh *[]string // statements that nobody has prepared yet

	subject string // what the act is about
}

type fact struct {
	Before any `json:"before,omitempty"`
	After  any `json:"after,omitempty"`
}

// act is the only way to write. It asks the permission, opens the transaction, runs do,
// leaves the audit entry and commits. A deadlock or a lost race is tried once more, so do
// must begin from what it reads.
func (s *Seller) act(ctx context.Context, act market.Act, subject fmt.Stringer, do func(*tx) error) error {
	if !s.actor.May(act) {
		return market.Denied
	}
	err := s.attempt(ctx, act, subject, do)
	if transient(err) {
		err = s.attempt(ctx, act, subject, do)
	}
	if err != nil {
		return s.lost(ctx, subject, err)
	}
	if !s.actor.Person.IsZero() {
		s.db.changed(s.scope())
	}
	return err
}

// lost tells a person who came too late what was done to the row instead, by whom and when.
// The clock does not ask: it comes again, or finds that somebody was faster.
func (s *Seller) lost(ctx context.Context, subject fmt.Stringer, err error) error {
	var problem *market.Problem
	if s.actor.Is(market.Clock) || !errors.As(err, &problem) || problem.Kind != market.KindConflict || problem.Last != nil {
		return err
	}
	var last market.LastDone
	failed := s.get(ctx, &last, `SELECT c.act, c.actor, c.party, c.at FROM (
			(SELECT a.act, a.actor, a.party, a.at, 0::bigint AS no FROM audits a WHERE a.seller_id = $1 AND a.subject = $2 ORDER BY a.at DESC LIMIT 1)
			UNION ALL (SELECT l.act, l.actor, l.party, l.at, l.no FROM supervision_logs l WHERE l.seller_id = $1 AND l.supervision_id = (
				SELECT v.id FROM supervisions v WHERE v.seller_id = $1 AND v.id::text = $2 UNION ALL
				SELECT p.supervision_id FROM appeals p WHERE p.seller_id = $1 AND p.id::text = $2 UNION ALL
				SELECT v.id FROM refunds r JOIN supervisions v ON v.seller_id = r.seller_id AND v.order_id = r.order_id WHERE r.seller_id = $1 AND r.id::text = $2 LIMIT 1)
			ORDER BY l.at DESC, l.no DESC LIMIT 1)) c ORDER BY c.at DESC, c.no DESC LIMIT 1`, subject.String())
	if failed != nil {
		return err // nothing was done to it, or nobody knows: the reason alone stands
	}
	told := *problem
	told.Last = &last
	return &told
}

func (s *Seller) attempt(ctx context.Context, act market.Act, subject fmt.Stringer, do func(*tx) error) error {
	if _, err := s.db.Calendar(ctx); err != nil { // remembered for the act, with the settings
		return err
	}
	var fresh []string
	defer func() { s.db.prepareAll(ctx, fresh) }()
	sqltx, err := s.begin(ctx, nil)
	if err != nil {
		return err
	}
	defer sqltx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	tx := &tx{sqltx, ctx, s, s.db.Now(), map[string]fact{}, &fresh, subject.String()}
	if err := tx.claim(subject); err != nil {
		return err
	}
	if err := tx.signed(act); err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.audit(act, subject); err != nil {
		return err
	}
	return sqltx.Commit()
}

// look gives do a read-only snapshot: every statement sees the same moment.
func (s *Seller) look(ctx context.Context, do func(*tx) error) error {
	var fresh []string
	defer func() { s.db.prepareAll(ctx, fresh) }()
	sqltx, err := s.begin(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer sqltx.Rollback() //nolint:errcheck // nothing was written
	return do(&tx{sqltx, ctx, s, s.db.Now(), nil, &fresh, ""})
}

// statement is the prepared statement on the act's own connection. One that nobody has
// prepared is prepared here only: to ask the pool for a second connection while holding
// one would stop everybody once the pool is empty.
func (t *tx) statement(query string) (*sqlx.Stmt, error) {
	if t.s.actor.Limited() { // the same words read other rows here
		return t.PreparexContext(t.ctx, query)
	}
	if stmt, known := t.s.db.prepared.Load(query); known {
		return t.StmtxContext(t.ctx, stmt.(*sqlx.Stmt)), nil
	}
	*t.fresh = append(*t.fresh, query)
	stmt, err := t.PreparexContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.80q: %w", query, err)
	}
	return stmt, nil
}

// get reads one of the seller's rows inside the act: $1 is the seller.
func (t *tx) get(into any, query string, args ...any) error {
	stmt, err := t.statement(query)
	if err != nil {
		return err
	}
	return found(stmt.GetContext(t.ctx, into, t.s.args(args)...))
}

// list reads many of the seller's rows inside the act: $1 is the seller.
func (t *tx) list(into any, query string, args ...any) error {
	stmt, err := t.statement(query)
	if err != nil {
		return err
	}
	return stmt.SelectContext(t.ctx, into, t.s.args(args)...)
}

// exec writes any number of the seller's rows: $1 is the seller.
func (t *tx) exec(query string, args ...any) error {
	_, err := t.count(query, args...)
	return err
}

// one writes exactly one row; none is a Conflict: somebody changed it first.
func (t *tx) one(query string, args ...any) error {
	n, err := t.count(query, args...)
	if err == nil && n != 1 {
		err = market.Conflict("problem.stale")
	}
	return err
}

func (t *tx) count(query string, args ...any) (int64, error) {
	stmt, err := t.statement(query)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(t.ctx, t.s.args(args)...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// shared reads one row that belongs to no seller (a rate, an agreement, a directory entry).
func (t *tx) shared(into any, query string, args ...any) error {
	stmt, err := t.statement(query)
	if err != nil {
		return err
	}
	return found(stmt.GetContext(t.ctx, into, args...))
}

// sharedExec writes rows that belong to no seller.
func (t *tx) sharedExec(query string, args ...any) error {
	stmt, err := t.statement(query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(t.ctx, args...)
	return err
}

// note adds a fact to the act's audit entry. Never a secret.
func (t *tx) note(name string, before, after any) { t.facts[name] = fact{before, after} }

// about gives what the act is about its name in the audit; of what is only read on the way it
// says nothing (transactions.md §8).
func (t *tx) about(id fmt.Stringer, number string) {
	if t.subject == id.String() {
		t.note("number", nil, number)
	}
}

// number draws the next of the seller's own numbers, RF2603-000123, and enters it in the
// directory, so that it is found without knowing whose it is.
func (t *tx) number(prefix, kind string, subject fmt.Stringer) (string, error) {
	name := prefix + t.now.In(market.Shanghai).Format("0601")
	var n int64
	err := t.get(&n, `INSERT INTO counters (seller_id, name, last) VALUES ($1, $2, 1)
		ON CONFLICT (seller_id, name) DO UPDATE SET last = counters.last + 1 RETURNING last`, name)
	if err != nil {
		return "", err
	}
	var seller string
	if err := t.get(&seller, `SELECT substr(number, 3) FROM sellers WHERE id = $1`); err != nil {
		return "", err
	}
	number := fmt.Sprintf("%s%s%05d", name, seller, n)
	return number, t.enter(number, kind, subject)
}

// enter puts a number into the directory: number → kind, seller, row.
func (t *tx) enter(number, kind string, subject fmt.Stringer) error {
	return t.exec(`INSERT INTO directory (seller_id, number, kind, subject) VALUES ($1, $2, $3, $4)`,
		number, kind, subject.String())
}

func (t *tx) audit(act market.Act, subject fmt.Stringer) error {
	if t.s.task != nil {
		t.note("task", nil, t.s.task.ID)
	}
	facts, err := json.Marshal(t.facts)
	if err != nil {
		return err
	}
	actor := t.s.actor
	return t.exec(`INSERT INTO audits
		(seller_id, id, act, area, subject, person_id, actor, party, address, at, test, facts)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		market.NewID[market.Audit](t.now), act, act.Area(), subject.String(), nullable(actor.Person),
		actor.Name, actor.Party(), actor.From, t.now, actor.Test, string(facts))
}

// nullable turns the zero id into NULL.
func nullable[T any](id market.ID[T]) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// transient errors are the database's way of saying: try again.
func transient(err error) bool {
	var pg *pq.Error
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
