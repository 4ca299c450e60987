// Package dbtest gives a test its own copy of the demo world in a real PostgreSQL.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/embedded"
	"sellercenter/db/world"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// Today is the moment at which the tests' world stands still: Friday 2026-11-20 10:42 in Shanghai.
var Today = time.Date(2026, 11, 20, 2, 42, 0, 0, time.UTC)

// Secret is the tests' key for what is encrypted at rest.
var Secret = []byte("0123456789abcdef0123456789abcdef")

// Shop is a private copy of the demo world and its clock.
type Shop struct {
	world.World
	DB    *db.DB
	Clock *world.Clock
	DSN   string
}

// Main runs a package's tests against one PostgreSQL and ends it after them:
// func TestMain(m *testing.M) { dbtest.Main(m) }. What else has to end is ended first.
func Main(m *testing.M, ends ...func()) {
	code := m.Run()
	for _, end := range ends {
		end()
	}
	if server := server.started; server != nil {
		server.Stop()
	}
	os.Exit(code)
}

// New gives the test its own database, a copy of the built world, dropped afterwards.
func New(t testing.TB) *Shop {
	t.Helper()
	template, err := built()
	require.NoError(t, err)
	name := fmt.Sprintf("t_%d_%s", os.Getpid(), strings.ReplaceAll(market.NewID[Shop](time.Now()).String(), "-", ""))
	require.NoError(t, copyDatabase(name, template.name))
	shop := &Shop{World: template.world, Clock: world.NewClock(template.world.Today), DSN: template.dsn(name)}
	shop.DB, err = db.Open(context.Background(), shop.DSN, db.Options{Now: shop.Clock.Now, SecretKey: Secret, Pool: 8})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, shop.DB.Close())
		_, err := template.admin.Exec(`DROP DATABASE ` + pq.QuoteIdentifier(name) + ` WITH (FORCE)`)
		require.NoError(t, err)
	})
	return shop
}

// Actor is somebody of the seller in that role.
func (s *Shop) Actor(role market.Role) market.Actor {
	return market.Actor{Name: "tester " + string(role), Roles: []market.Role{role}, From: "192.0.2.1"}
}

// Seller is the seller's own store, for its owner unless other roles are named.
func (s *Shop) Seller(id market.SellerID, roles ...market.Role) *db.Seller {
	if len(roles) == 0 {
		roles = []market.Role{market.Owner}
	}
	actor := s.Actor(roles[0])
	actor.Roles = roles
	return s.DB.Seller(actor, id)
}

// AccessKey is an access key of the seller's owner, or of its operations with rights, issued
// with the code that goes to the person's mobile; and its secret.
func (s *Shop) AccessKey(t testing.TB, id market.SellerID, rights ...market.Right) (number, secret string) {
	t.Helper()
	role := market.Owner
	if len(rights) > 0 {
		role = market.Operations
	}
	actor := s.Actor(role)
	actor.Rights = rights
	require.NoError(t, s.DB.Pool().QueryRow(`SELECT person_id FROM members WHERE seller_id = $1 AND roles ? $2 ORDER BY joined_at LIMIT 1`, id, role).Scan(&actor.Person))
	store, channels := s.DB.Seller(actor, id), s.DB.Channels()
	s.DB.Deliver(market.SMS)
	require.NoError(t, store.CodeKey(t.Context()))
	s.DB.Deliver(channels...)
	var sent market.ID[market.Verification]
	require.NoError(t, s.DB.Pool().QueryRow(`SELECT id FROM verifications WHERE seller_id = $1 AND purpose = 'key:' || $2::text
		ORDER BY created_at DESC, id DESC LIMIT 1`, id, actor.Person.String()).Scan(&sent))
	_, code, err := s.DB.Seller(market.TheClock, id).CodeNotice(t.Context(), sent)
	require.NoError(t, err)
	key, value, err := store.IssueKey(t.Context(), code)
	require.NoError(t, err)
	return key.Number, string(value)
}

// Turn lets simulated time pass: everything due until then is done in order.
func (s *Shop) Turn(t testing.TB, works jobs.Works, until time.Time) {
	t.Helper()
	require.NoError(t, jobs.Turn(t.Context(), s.DB, works, s.Clock.Set, until))
}

// LastAudit is the newest audit entry of the seller.
func (s *Shop) LastAudit(t testing.TB, id market.SellerID) (act market.Act, subject string) {
	t.Helper()
	require.NoError(t, s.DB.Pool().QueryRow(
		`SELECT act, subject FROM audits WHERE seller_id = $1 ORDER BY at DESC, party = 'system', age(xmin), ctid DESC LIMIT 1`, id).Scan(&act, &subject))
	return act, subject
}

// JobsFor lists the acts that wait for the clock for one row.
func (s *Shop) JobsFor(t testing.TB, subject fmt.Stringer) []market.Act {
	t.Helper()
	rows, err := s.DB.Pool().Query(`SELECT args->>'act' FROM river_job
		WHERE args->>'subject' = $1 AND state IN ('available', 'scheduled', 'retryable') ORDER BY scheduled_at, id`, subject.String())
	require.NoError(t, err)
	defer rows.Close()
	var acts []market.Act
	for rows.Next() {
		var act market.Act
		require.NoError(t, rows.Scan(&act))
		acts = append(acts, act)
	}
	require.NoError(t, rows.Err())
	return acts
}

// template is the built world that every test copies.
type template struct {
	name  string
	world world.World
	admin *sql.DB
	dsn   func(name string) string
}

var server struct{ started *embedded.Server }

// built builds the world once per source state; processes that race wait for the first.
var built = sync.OnceValues(func() (template, error) {
	ctx := context.Background()
	started, err := embedded.Start(ctx, embedded.Options{Shared: true, Fast: true})
	if err != nil {
		return template{}, err
	}
	server.started = started
	admin, err := sql.Open("postgres", started.DSN("postgres"))
	if err != nil {
		return template{}, err
	}
	admin.SetMaxOpenConns(5) // one of them only holds the world
	source, err := fingerprint()
	if err != nil {
		return template{}, err
	}
	tpl := template{name: "world_" + source, admin: admin, dsn: started.DSN}
	lock, err := admin.Conn(ctx)
	if err != nil {
		return template{}, err
	}
	defer lock.Close()
	if _, err := lock.ExecContext(ctx, `SELECT pg_advisory_lock(720001)`); err != nil {
		return template{}, err
	}
	defer lock.ExecContext(ctx, `SELECT pg_advisory_unlock(720001)`) //nolint:errcheck // the lock ends with the connection
	if err := hold(ctx, admin, tpl.name); err != nil {
		return template{}, err
	}
	var note sql.NullString
	err = lock.QueryRowContext(ctx, `SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1`, tpl.name).Scan(&note)
	if err == nil && note.Valid {
		return tpl, json.Unmarshal([]byte(note.String), &tpl.world)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return template{}, err
	}
	if tpl.world, err = build(ctx, lock, tpl, started.DSN); err != nil {
		return template{}, err
	}
	return tpl, nil
})

// build fills a new database with the world and leaves the world's names as its comment:
// only a finished one carries it.
func build(ctx context.Context, lock *sql.Conn, tpl template, dsn func(string) string) (world.World, error) {
	if err := dropOldWorlds(ctx, lock, tpl.name); err != nil {
		return world.World{}, err
	}
	if _, err := lock.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(tpl.name)); err != nil {
		return world.World{}, err
	}
	clock := world.NewClock(Today)
	store, err := db.Open(ctx, dsn(tpl.name), db.Options{Now: clock.Now, SecretKey: Secret})
	if err != nil {
		return world.World{}, err
	}
	defer store.Close()
	if err := store.Migrate(ctx); err != nil {
		return world.World{}, err
	}
	told, err := world.Build(ctx, store, clock, world.Works(clock), world.Small)
	if err != nil {
		return world.World{}, err
	}
	note, err := json.Marshal(told)
	if err != nil {
		return world.World{}, err
	}
	_, err = lock.ExecContext(ctx, `COMMENT ON DATABASE `+pq.QuoteIdentifier(tpl.name)+` IS `+pq.QuoteLiteral(string(note)))
	return told, err
}

// hold keeps the world for as long as this process lives: others who make room leave it.
func hold(ctx context.Context, admin *sql.DB, name string) error {
	conn, err := admin.Conn(ctx)
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `SELECT pg_advisory_lock_shared(720002, hashtext($1))`, name)
	return err
}

// worlds is how many worlds may stay when one is made.
const worlds = 12

// dropOldWorlds removes an unfinished world of this name, and the oldest worlds that no
// process holds until there is room.
func dropOldWorlds(ctx context.Context, lock *sql.Conn, name string) error {
	if _, err := lock.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(name)); err != nil {
		return err
	}
	var old pq.StringArray
	if err := lock.QueryRowContext(ctx, `SELECT coalesce(array_agg(datname ORDER BY age DESC), '{}') FROM (
			SELECT datname, row_number() OVER (ORDER BY oid DESC) AS age FROM pg_database WHERE datname LIKE 'world\_%') w WHERE age >= $1`, worlds).Scan(&old); err != nil {
		return err
	}
	for _, found := range old {
		var free bool
		if err := lock.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(720002, hashtext($1))`, found).Scan(&free); err != nil {
			return err
		}
		if !free {
			continue
		}
		_, err := lock.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(found))
		if _, unlocked := lock.ExecContext(ctx, `SELECT pg_advisory_unlock(720002, hashtext($1))`, found); err == nil {
			err = unlocked
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// copyDatabase copies the template; PostgreSQL refuses while another session looks at it,
// so a refusal is tried again for a while.
func copyDatabase(name, from string) error {
	tpl, err := built()
	if err != nil {
		return err
	}
	for range 50 {
		_, err = tpl.admin.Exec(`CREATE DATABASE ` + pq.QuoteIdentifier(name) + ` TEMPLATE ` + pq.QuoteIdentifier(from))
		var refused *pq.Error
		if !errors.As(err, &refused) || refused.Code != "55006" {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// module is the folder of go.mod; go test runs in a package's own folder below it.
func module() (string, error) {
	folder, err := os.Getwd()
	for ; err == nil; folder = filepath.Dir(folder) {
		if _, missing := os.Stat(filepath.Join(folder, "go.mod")); missing == nil || folder == filepath.Dir(folder) {
			return folder, missing
		}
	}
	return "", err
}

// fingerprint hashes all that the world is made of: migrations, rules, acts and the story.
func fingerprint() (string, error) {
	root, err := module()
	if err != nil {
		return "", err
	}
	var names []string
	for _, folder := range []string{"migrations", "internal", "db"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && !strings.HasSuffix(path, "_test.go") &&
				(strings.HasSuffix(path, ".go") || folder == "migrations") {
				names = append(names, path)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	slices.Sort(names)
	hash := sha256.New()
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n", filepath.Base(name), len(content))
		hash.Write(content)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}

// Empty gives the test its own database with the schema and nobody in it.
func Empty(t testing.TB) *db.DB {
	t.Helper()
	template, err := built()
	require.NoError(t, err)
	name := fmt.Sprintf("t_%d_%s", os.Getpid(), strings.ReplaceAll(market.NewID[Shop](time.Now()).String(), "-", ""))
	_, err = template.admin.Exec(`CREATE DATABASE ` + pq.QuoteIdentifier(name))
	require.NoError(t, err)
	store, err := db.Open(t.Context(), template.dsn(name), db.Options{Now: time.Now, SecretKey: Secret, Pool: 8})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, store.Close())
		_, err := template.admin.Exec(`DROP DATABASE ` + pq.QuoteIdentifier(name) + ` WITH (FORCE)`)
		require.NoError(t, err)
	})
	require.NoError(t, store.Migrate(t.Context()))
	return store
}
