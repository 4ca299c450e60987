// Package db is the marketplace's memory: SQL, and only here.
package db

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/riverqueue/river"
	"golang.org/x/sync/singleflight"

	"sellercenter/internal/bundle"
	"sellercenter/internal/market"
)

// DB is the whole store. It hands out nobody's rows itself: ask a door.
type DB struct {
	sql      *sqlx.DB
	queue    *river.Client[*sql.Tx]
	now      func() time.Time
	sealer   sealer
	signing  ed25519.PrivateKey // see SigningKey
	prepared sync.Map           // SQL text → *sqlx.Stmt
	settings atomic.Pointer[remembered[market.Settings]]
	calendar atomic.Pointer[remembered[market.Calendar]]
	due      kept[market.SellerID, market.Due]
	stalls   kept[stallsOf, market.StallCounts]
	staffDue atomic.Pointer[remembered[market.OperatorDue]]
	days     kept[dayOf, market.DaySales]
	sales    kept[figureOf, market.Sales]
	health   kept[figureOf, market.FulfilmentHealth]

	channels atomic.Pointer[[]market.Channel] // by which messages leave; see Deliver

	counts    kept[countOf, market.Bounded]
	boards    kept[market.SellerID, market.Board]
	heats     kept[market.SellerID, []market.HeatCount]
	flows     kept[market.SellerID, market.SupervisionCounts]
	months    kept[productMonth, market.Money]
	trace     func(query string, args []any)
	forecasts kept[market.SellerID, market.SettlementForecast]
	adding    singleflight.Group // forecasts that are being added up
}

// Options of a store.
type Options struct {
	Now       func() time.Time // the clock; time.Now when nil is given by the caller
	SecretKey []byte           // 32 bytes; encrypts what must not be readable at rest
	Pool      int              // open connections; 16 when 0

	// Trace hears every statement that a page asks, with its arguments: for measuring.
	Trace func(query string, args []any)
}

// paged opens connections for short statements. They are not compiled to machine code and
// have no helping processes: either takes longer to begin than a page takes to be read.
type paged struct{ *pq.Connector }

// Connect opens one.
func (p paged) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.(driver.ExecerContext).ExecContext(ctx, `SET jit = off; SET max_parallel_workers_per_gather = 0`, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("set up a connection for pages: %w", err), conn.Close())
	}
	return conn, nil
}

// Open connects to PostgreSQL. dsn is a URL or a key=value string.
func Open(ctx context.Context, dsn string, options Options) (*DB, error) {
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	sealer, err := newSealer(options.SecretKey)
	if err != nil {
		return nil, err
	}
	pool := options.Pool
	if pool == 0 {
		pool = 16
	}
	conn := sqlx.NewDb(sql.OpenDB(paged{connector}), "postgres")
	conn.SetMaxOpenConns(pool)
	conn.SetMaxIdleConns(pool)
	conn.MapperFunc(columnName)
	if err := conn.PingContext(ctx); err != nil {
		conn.Close()
		return nil, fmt.Errorf("connect to the database: %w", err)
	}
	queue, err := newQueue(conn, options.Now)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &DB{sql: conn, queue: queue, now: options.Now, sealer: sealer, signing: bundle.KeyOf(options.SecretKey), trace: options.Trace}, nil
}

// Close gives the connections back.
func (db *DB) Close() error { return db.sql.Close() }

// Ping answers whether the database does.
func (db *DB) Ping(ctx context.Context) error { return db.sql.PingContext(ctx) }

// Pool is the connection pool, for metrics and for the job library's own bookkeeping.
func (db *DB) Pool() *sql.DB { return db.sql.DB }

// Now is the present moment in UTC, as the store sees it: as exact as the database keeps it,
// so that what is answered now equals what is read later.
func (db *DB) Now() time.Time { return db.now().UTC().Truncate(time.Microsecond) }

// Seller is the door to one seller's rows, opened for an actor.
type Seller struct {
	db    *DB
	id    market.SellerID
	actor market.Actor
	once  *Once
	task  *market.Task // whose rows are being done
}

// Seller opens one seller's rows for the actor.
func (db *DB) Seller(actor market.Actor, id market.SellerID) *Seller {
	return &Seller{db: db, id: id, actor: actor}
}

// ID is the seller whose rows these are.
func (s *Seller) ID() market.SellerID { return s.id }

// Actor is who asks.
func (s *Seller) Actor() market.Actor { return s.actor }

// Operator is the door to every seller's rows, for the marketplace's staff. To change a
// seller's rows it asks for Seller: the same verbs, seen in the seller's own audit.
type Operator struct {
	db    *DB
	actor market.Actor
	once  *Once
}

// Operator opens all rows for one of the marketplace's staff.
func (db *DB) Operator(actor market.Actor) *Operator { return &Operator{db, actor, nil} }

// Actor is who asks.
func (o *Operator) Actor() market.Actor { return o.actor }

// Seller opens one seller's rows for the operator's actor.
func (o *Operator) Seller(id market.SellerID) *Seller {
	return &Seller{db: o.db, id: id, actor: o.actor, once: o.once}
}

// Storefront is the door of the marketplace's shop front, acting for buyers.
type Storefront struct {
	db    *DB
	actor market.Actor
	once  *Once
}

// Storefront opens the shop's view for a buyer.
func (db *DB) Storefront(actor market.Actor) *Storefront { return &Storefront{db, actor, nil} }

// Seller opens one seller's rows for the buyer.
func (f *Storefront) Seller(id market.SellerID) *Seller {
	return &Seller{db: f.db, id: id, actor: f.actor, once: f.once}
}

// get reads one of the seller's rows: $1 is the seller, args follow. No row is NotFound.
func (s *Seller) get(ctx context.Context, into any, query string, args ...any) error {
	if s.actor.Limited() {
		return s.look(ctx, func(tx *tx) error { return tx.get(into, query, args...) })
	}
	return s.db.getRow(ctx, into, query, s.args(args)...)
}

// list reads many of the seller's rows: $1 is the seller, args follow.
func (s *Seller) list(ctx context.Context, into any, query string, args ...any) error {
	if s.actor.Limited() {
		return s.look(ctx, func(tx *tx) error { return tx.list(into, query, args...) })
	}
	return s.db.listRows(ctx, into, query, s.args(args)...)
}

func (s *Seller) args(args []any) []any { return append([]any{s.id}, args...) }

// getRow reads one row that belongs to no seller, or is looked up across sellers.
func (db *DB) getRow(ctx context.Context, into any, query string, args ...any) error {
	if db.trace != nil {
		db.trace(query, args)
	}
	stmt, err := db.prepare(ctx, query)
	if err != nil {
		return err
	}
	return found(stmt.GetContext(ctx, into, args...))
}

// listRows reads many rows that belong to no seller, or to many.
func (db *DB) listRows(ctx context.Context, into any, query string, args ...any) error {
	if db.trace != nil {
		db.trace(query, args)
	}
	stmt, err := db.prepare(ctx, query)
	if err != nil {
		return err
	}
	return stmt.SelectContext(ctx, into, args...)
}

// prepare keeps one prepared statement per SQL text.
func (db *DB) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if stmt, ok := db.prepared.Load(query); ok {
		return stmt.(*sqlx.Stmt), nil
	}
	stmt, err := db.sql.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.80q: %w", query, err)
	}
	if earlier, raced := db.prepared.LoadOrStore(query, stmt); raced {
		stmt.Close()
		return earlier.(*sqlx.Stmt), nil
	}
	return stmt, nil
}

// prepareAll keeps the statements that an act met for the first time, after it has given
// its connection back. What fails here fails again, and is heard, where it is used.
func (db *DB) prepareAll(ctx context.Context, queries []string) {
	for _, query := range queries {
		if _, err := db.prepare(ctx, query); err != nil {
			return
		}
	}
}

func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return market.NotFound
	}
	return err
}

// violates reports whether the error is a breach of the named constraint.
func violates(err error, constraint string) bool {
	var pg *pq.Error
	return errors.As(err, &pg) && pg.Constraint == constraint
}

// columnName turns SellerID into seller_id.
func columnName(field string) string {
	var name strings.Builder
	if long, is := strings.CutSuffix(field, "ID"); is && long != "" && unicode.IsUpper(rune(long[len(long)-1])) {
		field = long + "Id" // SKUID is two words
	}
	letters := []rune(field)
	for i, r := range letters {
		if unicode.IsUpper(r) && i > 0 {
			after := i+1 < len(letters) && unicode.IsLower(letters[i+1])
			if unicode.IsLower(letters[i-1]) || unicode.IsDigit(letters[i-1]) || after {
				name.WriteByte('_')
			}
		}
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}

// remembered is a small table kept in the process for a few seconds.
type remembered[T any] struct {
	value T
	until time.Time
}

const rememberFor = 5 * time.Second
