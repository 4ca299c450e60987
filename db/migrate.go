package db

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"

	"sellercenter/migrations"
)

// Migrate brings the schema up to date. Several processes may call it at once.
func (db *DB) Migrate(ctx context.Context) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db.sql.DB, migrations.FS, goose.WithSessionLocker(locker),
		goose.WithAllowOutofOrder(true)) // branches that grew beside each other come in as they are ready
	if err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if pending { // the views are made of the tables that are about to change
		if _, err := db.sql.ExecContext(ctx, `DROP SCHEMA IF EXISTS granted CASCADE`); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := db.rebuildGranted(ctx, pending); err != nil {
		return err
	}
	jobs, err := rivermigrate.New(riverdatabasesql.New(db.sql.DB), nil)
	if err != nil {
		return err
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	// Nobody looks for jobs by what stands in them, and all are of one kind; keeping these
	// up costs more than all the rest of a job.
	_, err = db.sql.ExecContext(ctx, `DROP INDEX IF EXISTS river_job_args_index, river_job_metadata_index, river_job_kind`)
	return err
}

// rebuildGranted makes the views through which somebody reads to whom only some products
// are granted (catalogue.md §0.6): when tables changed, or when they are missing.
func (db *DB) rebuildGranted(ctx context.Context, changed bool) error {
	var missing bool
	if err := db.sql.GetContext(ctx, &missing, `SELECT to_regnamespace('granted') IS NULL`); err != nil || !missing && !changed {
		return err
	}
	sqltx, err := db.sql.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer sqltx.Rollback() //nolint:errcheck // after a commit there is nothing to undo
	if _, err := sqltx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext('rebuild_granted'))`); err != nil {
		return err
	}
	if _, err := sqltx.ExecContext(ctx, `SELECT rebuild_granted()`); err != nil {
		return fmt.Errorf("views of granted products: %w", err)
	}
	return sqltx.Commit()
}
