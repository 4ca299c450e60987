package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/jmoiron/sqlx"

	"sellercenter/db"
	"sellercenter/db/embedded"
)

// Run brings the schema up to date, or writes it down.
func (m *migrate) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	if m.Dump != "" {
		text, err := dumpSchema(ctx, log)
		if err != nil {
			return err
		}
		return os.WriteFile(m.Dump, []byte(text), 0o644)
	}
	return c.stored(ctx, log, func(house, *db.DB) error {
		log.Info("the schema is up to date")
		return nil
	})
}

// dumpSchema runs the migrations in a database that is dropped again, and reads what they made.
func dumpSchema(ctx context.Context, log *slog.Logger) (text string, err error) {
	server, err := embedded.Start(ctx, embedded.Options{Shared: true, Fast: true, Log: log})
	if err != nil {
		return "", err
	}
	defer server.Stop()
	conn, err := sqlx.Open("postgres", server.DSN("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	name := fmt.Sprintf("schema_%d", os.Getpid())
	if _, err := conn.ExecContext(ctx, `CREATE DATABASE `+name); err != nil {
		return "", err
	}
	defer func() {
		_, dropped := conn.ExecContext(context.WithoutCancel(ctx), `DROP DATABASE `+name+` WITH (FORCE)`)
		err = errors.Join(err, dropped)
	}()
	store, err := db.Open(ctx, server.DSN(name), db.Options{Now: time.Now, SecretKey: make([]byte, 32)})
	if err != nil {
		return "", err
	}
	defer store.Close()
	if err := store.Migrate(ctx); err != nil {
		return "", err
	}
	return db.DumpSchema(ctx, sqlx.NewDb(store.Pool(), "postgres"))
}
