package embedded

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary play the process that is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv("EMBEDDED_TEST_HELPER")
	if dir == "" {
		os.Exit(m.Run())
	}
	s, err := Start(context.Background(), Options{Dir: dir, Log: slog.Default(), Shared: os.Getenv("EMBEDDED_TEST_SHARED") != "", Settings: small})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin) // until told to go
	s.Stop()
}

var small = map[string]string{"shared_buffers": "16MB", "max_connections": "20"}

func TestAFreshServerAnswersAndRemembers(t *testing.T) {
	t.Parallel()
	dir := reachable(t)

	s := start(t, Options{Dir: dir})
	change(t, s, `CREATE TABLE kept AS SELECT 42 AS n`)
	require.False(t, s.Adopted())
	s.Stop()

	s = start(t, Options{Dir: dir})
	require.Equal(t, 42, kept(t, s))
	s.Stop()
}

func TestSettingsOfTheCallerWin(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Dir: reachable(t), Fast: true, Settings: map[string]string{"work_mem": "5MB"}})
	defer s.Stop()

	require.Equal(t, "5MB", text(t, s, `SHOW work_mem`))
	require.Equal(t, "off", text(t, s, `SHOW fsync`))
	require.Equal(t, "", text(t, s, `SHOW listen_addresses`))
	require.Equal(t, "UTF8", text(t, s, `SHOW server_encoding`))
}

func TestAKilledProcessTakesItsServerAlongAndNothingIsLost(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	other := helper(t, dir)
	s := start(t, Options{Dir: dir})
	change(t, s, `CREATE TABLE kept AS SELECT 42 AS n`)
	s.Stop()

	require.NoError(t, other.Process.Kill())
	_ = other.Wait() // it was killed

	s = start(t, Options{Dir: dir})
	defer s.Stop()
	require.False(t, s.Adopted())
	require.Equal(t, 42, kept(t, s))
}

func TestAServerOfAnotherProcessIsUsedLeftAloneAndTakenOverWhenItEnds(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	other := helper(t, dir)

	s := start(t, Options{Dir: dir})
	require.True(t, s.Adopted())
	change(t, s, `CREATE TABLE kept AS SELECT 42 AS n`)
	s.Stop()

	s = start(t, Options{Dir: dir})
	defer s.Stop()
	require.True(t, s.Adopted(), "stopping the guest left the host's server running")

	require.NoError(t, other.Process.Kill())
	require.Eventually(t, func() bool { return !s.Adopted() }, 30*time.Second, 20*time.Millisecond)
	require.Equal(t, 42, kept(t, s))
}

func TestAServerThatDiesAloneComesBack(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Dir: reachable(t)})
	defer s.Stop()
	change(t, s, `CREATE TABLE kept AS SELECT 42 AS n`)
	pid, _, err := pidFile(s.data)
	require.NoError(t, err)

	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))

	require.Eventually(t, func() bool {
		now, _, err := pidFile(s.data)
		return err == nil && now != pid && ask(s, `SELECT n::text FROM kept`) == "42"
	}, 30*time.Second, 20*time.Millisecond)
}

func TestASharedServerEndsWithItsLastUser(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	first := helper(t, dir, "EMBEDDED_TEST_SHARED=1")
	s := start(t, Options{Dir: dir, Shared: true})

	require.NoError(t, first.Process.Kill())
	_ = first.Wait() // it was killed
	change(t, s, `CREATE TABLE kept AS SELECT 42 AS n`)
	require.Equal(t, 42, kept(t, s))

	s.Stop()
	require.Eventually(t, func() bool {
		_, _, err := pidFile(s.data)
		return os.IsNotExist(err)
	}, 30*time.Second, 20*time.Millisecond)

	s = start(t, Options{Dir: dir, Shared: true})
	defer s.Stop()
	require.Equal(t, 42, kept(t, s))
}

func TestAStalePidOfALivingStrangerDoesNotStopUs(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	s := start(t, Options{Dir: dir})
	s.Stop()
	stranger := fmt.Sprintf("%d\n%s\n1\n5432\n%s\n\n0 0\nready\n", os.Getpid(), s.data, s.at.socket)
	require.NoError(t, os.WriteFile(filepath.Join(s.data, "postmaster.pid"), []byte(stranger), 0o644))

	s = start(t, Options{Dir: dir})
	defer s.Stop()
	require.False(t, s.Adopted())
}

func TestAHalfMadeFolderIsMadeAgainAndAWholeOneNeverTouched(t *testing.T) {
	t.Parallel()
	dir := reachable(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data.new/base"), 0o700))
	s := start(t, Options{Dir: dir})
	s.Stop()
	require.NoDirExists(t, filepath.Join(dir, "data.new"))

	require.NoError(t, os.WriteFile(filepath.Join(s.data, "PG_VERSION"), []byte("9\n"), 0o600))
	_, err := Start(t.Context(), Options{Dir: dir})
	require.ErrorContains(t, err, "PostgreSQL 9")
	require.ErrorContains(t, err, "postgresql-9")
	require.FileExists(t, filepath.Join(s.data, "global/pg_control"))
}

func TestALongPathStillGetsASocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachable(t), strings.Repeat("long", 30))
	s := start(t, Options{Dir: dir})
	defer os.Remove(s.at.socket)
	defer s.Stop()
	require.Equal(t, "1", text(t, s, `SELECT 1`))
}

func TestACallerMayGiveUpWaiting(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Start(ctx, Options{Dir: reachable(t)})
	require.ErrorIs(t, err, context.Canceled)
}

// reachable is a folder that the user PostgreSQL runs as can get into, which is not true of t.TempDir for root.
func reachable(t *testing.T) string {
	base, err := os.MkdirTemp("/tmp", "embedded")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(base, 0o755))
	t.Cleanup(func() { _ = os.RemoveAll(base) }) // a shared server may be ending in it
	return filepath.Join(base, "pg")
}

func start(t *testing.T, opt Options) *Server {
	if opt.Settings == nil {
		opt.Settings = small
	}
	s, err := Start(t.Context(), opt)
	require.NoError(t, err)
	return s
}

// helper starts a process with a server of its own.
func helper(t *testing.T, dir string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "EMBEDDED_TEST_HELPER="+dir), env...)
	cmd.Stderr = os.Stderr
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it may be gone already
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", line)
	return cmd
}

func change(t *testing.T, s *Server, statement string) {
	db, err := sql.Open("postgres", s.DSN(Database))
	require.NoError(t, err)
	defer db.Close()
	_, err = db.ExecContext(t.Context(), statement)
	require.NoError(t, err)
}

func kept(t *testing.T, s *Server) (n int) {
	db, err := sql.Open("postgres", s.DSN(Database))
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT n FROM kept`).Scan(&n))
	return n
}

func text(t *testing.T, s *Server, query string) (answer string) {
	db, err := sql.Open("postgres", s.DSN(Database))
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, db.QueryRowContext(t.Context(), query).Scan(&answer))
	return answer
}

// ask is text from a server that may be away.
func ask(s *Server, query string) (answer string) {
	db, err := sql.Open("postgres", s.DSN(Database))
	if err != nil {
		return ""
	}
	defer db.Close()
	_ = db.QueryRow(query).Scan(&answer) // no answer is an answer
	return answer
}
