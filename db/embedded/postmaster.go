package embedded

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// postmaster is a server process of our own.
type postmaster struct {
	process *os.Process
	done    chan struct{}
	tail    *tail
}

// launch starts a server that holds the lock for as long as any of its processes lives.
func (s *Server) launch(ctx context.Context, life *os.File) error {
	defer life.Close()
	if pid, _, err := pidFile(s.data); err == nil && !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		// The number now belongs to a stranger (or a zombie), for which PostgreSQL would refuse to start.
		if err := os.Remove(filepath.Join(s.data, "postmaster.pid")); err != nil {
			return err
		}
	}
	cmd := exec.Command(filepath.Join(s.bin, "postgres"), s.arguments()...)
	cmd.Dir, cmd.Env, cmd.ExtraFiles = s.dir, environment(), []*os.File{life}
	cmd.SysProcAttr = s.owner.attr()
	child := &postmaster{done: make(chan struct{}), tail: &tail{log: s.log}}
	watched := s.opt.Shared || !diesWithUs(cmd.SysProcAttr)
	if s.opt.Shared { // outlives us, so it cannot talk through us
		out, err := os.Create(filepath.Join(s.dir, "postgres.log"))
		if err != nil {
			return err
		}
		defer out.Close()
		child.tail.file = out.Name()
		cmd.SysProcAttr, cmd.Stdout, cmd.Stderr = s.owner.attr(), out, out
	} else {
		cmd.Stdout, cmd.Stderr, cmd.WaitDelay = child.tail, child.tail, 10*time.Second
	}
	if watched {
		if err := s.watch(); err != nil {
			return err
		}
	}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the death signal is tied to the thread that started the process
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how it ended is in its log
			close(child.done)
		}
	}()
	if err := <-started; err != nil {
		return err
	}
	child.process = cmd.Process
	if err := s.ready(ctx, child); err != nil {
		child.stop()
		return err
	}
	s.mu.Lock()
	s.child = child
	s.mu.Unlock()
	s.log.Debug("PostgreSQL started", "dir", s.dir, "bin", s.bin, "pid", child.process.Pid)
	return nil
}

// arguments are the server's settings; the ones at the end win.
func (s *Server) arguments() []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"port":                    s.at.port,
		"unix_socket_directories": s.at.socket,
		"unix_socket_permissions": "0700",
		"max_connections":         "200",
		"shared_buffers":          "256MB",
		"work_mem":                "16MB",
		"maintenance_work_mem":    "256MB",
		"max_wal_size":            "4GB",
		"checkpoint_timeout":      "15min",
		"wal_compression":         "on",
		"random_page_cost":        "1.1",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"log_line_prefix":         "",
		"log_min_error_statement": "panic", // failed statements are logged by whoever sent them
		"log_min_messages":        "log",
		"log_checkpoints":         "off",
		"logging_collector":       "off",
		"lc_messages":             "C",
	}
	if s.opt.Fast {
		for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
			settings[name] = "off"
		}
		settings["wal_level"], settings["max_wal_senders"] = "minimal", "0"
		settings["shared_buffers"] = "128MB"
	}
	maps.Copy(settings, s.opt.Settings)
	args := []string{"-D", s.data}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// ready waits until the server takes connections; recovery after a crash may take its time.
func (s *Server) ready(ctx context.Context, child *postmaster) error {
	db, err := sql.Open("postgres", s.at.dsn("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for {
		if db.PingContext(ctx) == nil {
			return nil
		}
		select {
		case <-child.done:
			return fmt.Errorf("PostgreSQL ended while starting:\n%s", child.tail.last())
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL is not ready: %w\n%s", ctx.Err(), child.tail.last())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// watch leaves a process behind that stops the server when its last user is gone, however that went.
func (s *Server) watch() error {
	const stop = `read pid < "$0/data/postmaster.pid" && kill -INT "$pid" && while kill -0 "$pid"; do sleep 0.05; done`
	const perl = `use Fcntl ":flock"; open(F, "<", "$ARGV[0]/users.lock") or die; flock(F, LOCK_EX); system("/bin/sh", "-c", $ARGV[1], $ARGV[0])`
	cmd := exec.Command("perl", "-e", perl, s.dir, stop)
	if _, err := exec.LookPath("flock"); err == nil {
		cmd = exec.Command("flock", filepath.Join(s.dir, "users.lock"), "/bin/sh", "-c", stop, s.dir)
	}
	cmd.Dir, cmd.SysProcAttr = "/", &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("watch over a shared PostgreSQL: %w", err)
	}
	go func() { _ = cmd.Wait() }() // it normally outlives us
	return nil
}

// stop asks for a fast shutdown, and insists after a while.
func (p *postmaster) stop() {
	for _, patience := range []struct {
		signal os.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 10 * time.Second}} {
		_ = p.process.Signal(patience.signal) // already gone is what we want
		select {
		case <-p.done:
			return
		case <-time.After(patience.wait):
		}
	}
}

// tail passes a server's log on and remembers its end.
type tail struct {
	log  *slog.Logger
	file string

	mu    sync.Mutex
	part  []byte
	lines []string
}

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.part = append(t.part, b...)
	for {
		end := bytes.IndexByte(t.part, '\n')
		if end < 0 {
			return len(b), nil
		}
		line := strings.TrimSpace(string(t.part[:end]))
		t.part = t.part[end+1:]
		if t.lines = append(t.lines, line); len(t.lines) > 20 {
			t.lines = t.lines[1:]
		}
		if strings.HasPrefix(line, "PANIC:") || strings.Contains(line, "was terminated by signal") {
			t.log.Error("PostgreSQL", "says", line)
		} else {
			t.log.Debug("PostgreSQL", "says", line)
		}
	}
}

// last is the end of the log.
func (t *tail) last() string {
	if t.file != "" {
		f, err := os.Open(t.file)
		if err != nil {
			return err.Error()
		}
		defer f.Close()
		if end, err := f.Seek(0, io.SeekEnd); err == nil {
			_, _ = f.Seek(max(0, end-4096), io.SeekStart)
		}
		text, _ := io.ReadAll(f)
		return string(text)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, "\n")
}
