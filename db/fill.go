package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"
)

// filling is the mark on a database while the demo is being built in it.
const filling = "the demo is being built here"

// FillOnce has an empty database filled, and tells whether it was. Of processes that race
// one fills and the others wait. What an interrupted filling left behind is thrown away
// first: its mark says that nothing else is in there.
func (db *DB) FillOnce(ctx context.Context, fill func(context.Context) error) (filled bool, err error) {
	conn, err := db.sql.Connx(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(720002)`); err != nil {
		return false, err
	}
	defer func() {
		_, unlocked := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(720002)`)
		err = errors.Join(err, unlocked)
	}()
	var is struct{ Name, Mark string }
	if err := conn.GetContext(ctx, &is, `SELECT datname AS name, coalesce(shobj_description(oid, 'pg_database'), '') AS mark
		FROM pg_database WHERE datname = current_database()`); err != nil {
		return false, err
	}
	if is.Mark == filling {
		if _, err := conn.ExecContext(ctx, `DROP SCHEMA public CASCADE; CREATE SCHEMA public`); err != nil {
			return false, err
		}
		if err := db.Migrate(ctx); err != nil {
			return false, err
		}
	}
	var lived bool
	if err := conn.GetContext(ctx, &lived, `SELECT EXISTS (SELECT FROM people)`); err != nil || lived {
		return false, err
	}
	mark := func(ctx context.Context, text string) error {
		_, err := conn.ExecContext(ctx, `COMMENT ON DATABASE `+pq.QuoteIdentifier(is.Name)+` IS `+pq.QuoteLiteral(text))
		return err
	}
	if err := mark(ctx, filling); err != nil {
		return false, err
	}
	if err := fill(ctx); err != nil {
		return false, fmt.Errorf("fill the database: %w", err)
	}
	return true, mark(ctx, "")
}
