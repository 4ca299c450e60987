package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// pgbench is the program, or empty when this machine has none.
func pgbench() string {
	if path, err := exec.LookPath("pgbench"); err == nil {
		return path
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench")
	if err != nil || len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	return found[len(found)-1]
}

func bareName() string {
	if pgbench() == "" {
		return "a loop in Go (pgbench is not on this machine)"
	}
	return "pgbench"
}

// bare is how many sets of statements a second the database answers by itself; each set is
// one page's.
func bare(ctx context.Context, dsn, mode string, sets [][]statement, clients int, during time.Duration) (float64, error) {
	if pgbench() == "" {
		return looped(ctx, dsn, mode, sets, clients, during)
	}
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	args := []string{"-n", "-M", mode, "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(clients, 2)), "-T", strconv.Itoa(max(int(during.Seconds()), 1))}
	for i, set := range sets {
		var script strings.Builder
		for _, s := range set {
			text, err := literal(s)
			if err != nil {
				return 0, err
			}
			script.WriteString(text + ";\n")
		}
		name := filepath.Join(folder, strconv.Itoa(i)+".sql")
		if err := os.WriteFile(name, []byte(script.String()), 0o600); err != nil {
			return 0, err
		}
		args = append(args, "-f", name)
	}
	run := exec.CommandContext(ctx, pgbench(), append(args, dsn)...)
	run.Env = append(os.Environ(), "PGOPTIONS=-c jit=off") // as the store's own connections
	said, err := run.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, said)
	}
	rate := regexp.MustCompile(`tps = ([0-9.]+)`).FindSubmatch(said)
	if rate == nil {
		return 0, fmt.Errorf("pgbench: %s", said)
	}
	return strconv.ParseFloat(string(rate[1]), 64)
}

// literal is the statement with its arguments written into it.
func literal(s statement) (string, error) {
	var fault error
	text := regexp.MustCompile(`\$[0-9]+`).ReplaceAllStringFunc(s.query, func(place string) string {
		n, err := strconv.Atoi(place[1:])
		if err != nil || n < 1 || n > len(s.args) {
			fault = errors.Join(fault, fmt.Errorf("no argument for %s", place))
			return place
		}
		value, err := driver.DefaultParameterConverter.ConvertValue(s.args[n-1])
		fault = errors.Join(fault, err)
		return written(value)
	})
	return text, fault
}

func written(value any) string {
	switch v := value.(type) {
	case nil:
		return "NULL"
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case []byte:
		return `'\x` + hex.EncodeToString(v) + `'`
	case time.Time:
		return "'" + v.UTC().Format("20060102T150405.999999") + "+00'" // without colons: pgbench would take them for variables
	}
	return pq.QuoteLiteral(fmt.Sprint(value))
}

// looped is the same without pgbench: each client asks the statements one after the other.
func looped(ctx context.Context, dsn, mode string, sets [][]statement, clients int, during time.Duration) (float64, error) {
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	pool.SetMaxIdleConns(clients)
	var done atomic.Int64
	var wait sync.WaitGroup
	faults := make([]error, clients)
	until := time.Now().Add(during)
	for n := range clients {
		wait.Go(func() { faults[n] = loop(ctx, pool, mode, sets, n, until, &done) })
	}
	wait.Wait()
	return float64(done.Load()) / during.Seconds(), errors.Join(faults...)
}

func loop(ctx context.Context, pool *sql.DB, mode string, sets [][]statement, n int, until time.Time, done *atomic.Int64) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	known := map[string]*sql.Stmt{}
	for i := n; time.Now().Before(until); i++ {
		for _, s := range sets[i%len(sets)] {
			text, err := literal(s)
			if err != nil {
				return err
			}
			if mode == "prepared" && known[text] == nil {
				if known[text], err = conn.PrepareContext(ctx, text); err != nil {
					return err
				}
			}
			var rows *sql.Rows
			if stmt := known[text]; stmt != nil {
				rows, err = stmt.QueryContext(ctx)
			} else {
				rows, err = conn.QueryContext(ctx, text)
			}
			if err != nil {
				return err
			}
			for rows.Next() {
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				return err
			}
		}
		done.Add(1)
	}
	return nil
}
