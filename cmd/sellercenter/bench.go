package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/lib/pq"

	"sellercenter/db"
	ready "sellercenter/db/bench"
)

// bench measures the product on this machine; each measurement is a command of its own.
type bench struct {
	Close   benchClose   `cmd:"" help:"Time to close a month of many lines, and whether a second closing is byte for byte the same."`
	Deliver benchDeliver `cmd:"" help:"Production-interface messages per second to a loopback receiver, and how long each waits."`
	Export  benchExport  `cmd:"" help:"Time to the first byte of a list's file, its rows per second and the memory that it takes."`
	Find    benchFind    `cmd:"" help:"Time to find any number or name, of a seller with many orders."`
	History benchHistory `cmd:"" help:"Requests per second of orders, their timelines, deliveries, boards and stuck orders, the seller's and the operator's, beside pgbench."`
	Import  benchImport  `cmd:"" help:"Time to preview, apply and take back a spreadsheet in which every row changes."`
	List    benchList    `cmd:"" help:"Requests per second of the order list at given sizes, beside pgbench running the same statements."`

	Usage benchUsage `cmd:"" help:"Usage records per second that are accepted, and that are checked, priced and billed."`

	Products benchProducts `cmd:"" help:"Requests per second of the product list of one of many sellers, beside pgbench running the same statements."`
}

// benched is what a measurement works with: the product, answering from a database of its own.
type benched struct {
	scratch
	store *db.DB
	heard *hearing     // the statements that pages ask
	front net.Listener // where the pages are
}

// bench opens the scratch database of that name and the product in front of it, measures,
// and drops the database unless it is kept.
func (c *cli) bench(ctx context.Context, log *slog.Logger, name string, keep bool, measure func(*benched) error) (err error) {
	b := &benched{heard: &hearing{}}
	if b.scratch, err = c.scratch(ctx, log, name, keep); err != nil {
		return err
	}
	defer b.end()
	if !keep {
		defer func() { err = errors.Join(err, b.drop()) }()
	}
	if b.store, err = b.open(ctx, b.heard.hear); err != nil {
		return err
	}
	defer b.store.Close()
	if b.front, err = serveBench(b.store); err != nil {
		return err
	}
	defer b.front.Close()
	return measure(b)
}

// base is the address of the product's pages.
func (b *benched) base() string { return "http://" + b.front.Addr().String() }

// browser is somebody who signed in.
func (b *benched) browser(email string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar}
	answer, err := client.PostForm(b.base()+"/sign-in", url.Values{"email": {email}, "password": {ready.Password}})
	if err != nil {
		return nil, err
	}
	return client, answer.Body.Close()
}

// made makes what is measured, unless whom it signs in is there already from an earlier run.
func (b *benched) made(ctx context.Context, email, what string, make func() error) error {
	var known bool
	if err := b.store.Pool().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people WHERE email = $1)`, email).Scan(&known); err != nil || known {
		return err
	}
	begun := time.Now()
	if err := make(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "made %s in %s\n", what, time.Since(begun).Round(time.Second))
	return nil
}

// profiled writes a CPU profile of what is done, where a file is wanted.
func profiled(file string, do func() error) error {
	if file == "" {
		return do()
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return errors.Join(err, out.Close())
	}
	err = do()
	pprof.StopCPUProfile()
	return errors.Join(err, out.Close())
}

// scratch is a database for measuring, next to the configured one.
type scratch struct {
	house
	name string
}

// scratch opens the database of that name on the same server, made anew unless it is kept.
func (c *cli) scratch(ctx context.Context, log *slog.Logger, name string, keep bool) (scratch, error) {
	h, err := c.house(ctx, log)
	if err != nil {
		return scratch{}, err
	}
	s := scratch{house: h, name: name}
	if err := s.create(ctx, keep); err != nil {
		h.end()
		return scratch{}, err
	}
	if s.dsn, err = beside(h.dsn, name); err != nil {
		h.end()
		return scratch{}, err
	}
	return s, nil
}

func (s *scratch) create(ctx context.Context, keep bool) error {
	return s.admin(func(admin *sql.DB) error {
		if !keep {
			if _, err := admin.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(s.name)); err != nil {
				return err
			}
		}
		_, err := admin.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(s.name))
		var refused *pq.Error
		if errors.As(err, &refused) && refused.Code == "42P04" { // it is there already
			err = nil
		}
		return err
	})
}

// drop throws the database away.
func (s *scratch) drop() error {
	return s.admin(func(admin *sql.DB) error {
		_, err := admin.Exec(`DROP DATABASE IF EXISTS ` + pq.QuoteIdentifier(s.name) + ` WITH (FORCE)`)
		return err
	})
}

func (s *scratch) admin(do func(*sql.DB) error) error {
	dsn, err := beside(s.dsn, "postgres")
	if err != nil {
		return err
	}
	admin, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	return errors.Join(do(admin), admin.Close())
}

// open is the store in the scratch database; trace hears its statements.
func (s *scratch) open(ctx context.Context, trace func(string, []any)) (*db.DB, error) {
	store, err := db.Open(ctx, s.dsn, db.Options{Now: time.Now, SecretKey: s.secret, Pool: s.pool, Trace: trace})
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// beside is the address of another database on the same server.
func beside(dsn, name string) (string, error) {
	if !strings.Contains(dsn, "://") {
		return dsn + " dbname=" + name, nil
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", fmt.Errorf("database address: %w", err)
	}
	u.Path = "/" + name
	return u.String(), nil
}
