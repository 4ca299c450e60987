package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
)

// prepare makes the folders, finds the binaries and signs us in as a user of the folder.
func (s *Server) prepare(ctx context.Context) (err error) {
	if s.dir, err = filepath.Abs(s.opt.Dir); err != nil {
		return err
	}
	s.data = filepath.Join(s.dir, "data")
	if err := os.MkdirAll(filepath.Dir(s.dir), 0o755); err != nil {
		return err
	}
	if s.owner, err = ownerOf(s.data); err != nil {
		return err
	}
	if err := s.owner.enter(filepath.Dir(s.dir)); err != nil {
		return fmt.Errorf("%w; choose another folder with --data or SELLERCENTER_DATA", err)
	}
	if err := s.owner.mkdir(s.dir); err != nil {
		return err
	}
	s.users, err = lockFile(ctx, filepath.Join(s.dir, "users.lock"), syscall.LOCK_SH)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = s.users.Close()
		}
	}()
	s.at = address{filepath.Join(s.dir, "s"), "5432"}
	if len(s.at.socket) > 80 { // an address of a socket has room for about a hundred bytes
		sum := sha256.Sum256([]byte(s.dir))
		s.at.socket = filepath.Join("/tmp", "sellercenter-"+hex.EncodeToString(sum[:6]))
	}
	if err := s.owner.mkdir(s.at.socket); err != nil {
		return err
	}
	major, err := majorOf(s.data)
	if err != nil {
		return err
	}
	found, err := findBinaries(major, s.owner)
	s.bin = found.dir
	return err
}

// majorOf is the major version that made the data, 0 when there is none.
func majorOf(data string) (int, error) {
	text, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// initialise makes the data folder, once; a half-made one never carries its name.
func (s *Server) initialise(ctx context.Context) error {
	if major, err := majorOf(s.data); err != nil || major != 0 {
		return err
	}
	fresh := s.data + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	args := []string{"-D", fresh, "-U", User, "-A", "trust", "-E", "UTF8"}
	if runtime.GOOS == "darwin" { // has no C.UTF-8
		args = append(args, "--locale=C", "--lc-ctype=UTF-8")
	} else {
		args = append(args, "--locale=C.UTF-8")
	}
	if s.opt.Fast {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Env = s.owner.attr(), s.dir, environment()
	diesWithUs(cmd.SysProcAttr)
	runtime.LockOSThread() // the death signal is tied to the thread that started the process
	defer runtime.UnlockOSThread()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return os.Rename(fresh, s.data) // refuses to replace a folder that holds anything
}

// environment is ours without what would steer PostgreSQL elsewhere.
func environment() []string {
	env := []string{"LC_ALL=C"}
	for _, pair := range os.Environ() {
		if !strings.HasPrefix(pair, "PG") && !strings.HasPrefix(pair, "LC_") {
			env = append(env, pair)
		}
	}
	return env
}

// address is where a server listens.
type address struct{ socket, port string }

// dsn is the address of one database there.
func (a address) dsn(dbname string) string {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace
	return fmt.Sprintf("host='%s' port=%s user=%s dbname='%s' sslmode=disable", quote(a.socket), a.port, User, quote(dbname))
}

// pidFile is what a running server tells about itself: its process, port and socket among other lines.
func pidFile(data string) (pid int, at address, err error) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0, address{}, err
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) > 5 {
		at = address{strings.TrimSpace(lines[4]), strings.TrimSpace(lines[3])}
	}
	pid, err = strconv.Atoi(strings.TrimSpace(lines[0]))
	return pid, at, err
}

// foreign tells whether a server runs that nobody here started: it holds no lock of ours.
func foreign(data string) bool {
	pid, _, err := pidFile(data)
	if err != nil || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	if text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
		return strings.Contains(string(text), "(postgres)") && !strings.Contains(string(text), ") Z ")
	}
	out, err := exec.Command("ps", "-o", "stat=,comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), "postgres") && !strings.HasPrefix(string(out), "Z")
}

// answers tells whether the server on our data takes connections, and where.
func (s *Server) answers(ctx context.Context) (at address, ok bool) {
	_, at, err := pidFile(s.data)
	if err != nil || at.socket == "" {
		return at, false
	}
	db, err := sql.Open("postgres", at.dsn("postgres"))
	if err != nil {
		return at, false
	}
	defer db.Close()
	var folder string
	if db.QueryRowContext(ctx, `SHOW data_directory`).Scan(&folder) != nil {
		return at, false
	}
	theirs, err := os.Stat(folder)
	if err != nil {
		return at, false
	}
	ours, err := os.Stat(s.data)
	return at, err == nil && os.SameFile(theirs, ours)
}

// createDatabase makes the product's database on a fresh server.
func (s *Server) createDatabase(ctx context.Context) error {
	db, err := sql.Open("postgres", s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	var there bool
	err = db.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, Database).Scan(&there)
	if err != nil || there {
		return err
	}
	_, err = db.ExecContext(ctx, `CREATE DATABASE `+Database)
	if pq.As(err, pqerror.DuplicateDatabase, pqerror.UniqueViolation) != nil { // another process was faster
		return nil
	}
	return err
}
