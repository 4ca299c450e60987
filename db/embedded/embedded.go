// Package embedded runs the product's own PostgreSQL from binaries found on the machine.
package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Database is the database every fresh server comes with; User owns it.
const (
	Database = "sellercenter"
	User     = "sellercenter"
)

// Options say where a server lives and how it behaves.
type Options struct {
	// Dir holds the data, the socket and the locks; empty means Home()/postgres, or Cache()/test when Shared.
	Dir string
	Log *slog.Logger
	// Settings are PostgreSQL's own (postgresql.conf names) and win over ours.
	Settings map[string]string
	// Fast gives up durability: for tests only.
	Fast bool
	// Shared lets several processes use one server, which ends after the last of them.
	Shared bool
}

// Server is a running PostgreSQL, started by us or found running on our data.
type Server struct {
	opt    Options
	log    *slog.Logger
	bin    string
	owner  owner
	dir    string
	data   string
	users  *os.File
	cancel context.CancelFunc
	ended  chan struct{}

	mu    sync.Mutex
	at    address
	child *postmaster // nil while another process's server is used
}

// Start finds or starts the server on the folder and waits until it answers.
func Start(ctx context.Context, opt Options) (*Server, error) {
	s := &Server{opt: opt, log: opt.Log, ended: make(chan struct{})}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.opt.Dir == "" && opt.Shared {
		s.opt.Dir = filepath.Join(Cache(), "test")
	} else if s.opt.Dir == "" {
		s.opt.Dir = filepath.Join(Home(), "postgres")
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		_ = s.users.Close()
		return nil, err
	}
	if err := s.createDatabase(ctx); err != nil {
		s.end()
		_ = s.users.Close()
		return nil, err
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	go s.supervise(life)
	return s, nil
}

// DSN is the address of one of the server's databases.
func (s *Server) DSN(dbname string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at.dsn(dbname)
}

// Adopted tells whether another process started the server.
func (s *Server) Adopted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.child == nil
}

// Stop ends the server at once, rolling back what is under way; another process's server is left alone.
func (s *Server) Stop() {
	s.cancel()
	<-s.ended
	s.end()
	_ = s.users.Close() // the last user's lock: a shared server ends now
}

// begin uses the server that already runs on the data, or starts one.
func (s *Server) begin(ctx context.Context) error {
	starting, err := lockFile(ctx, filepath.Join(s.dir, "starting.lock"), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	defer starting.Close()
	if err := s.initialise(ctx); err != nil {
		return err
	}
	for told := false; ; told = true {
		// Every process of a server inherits this lock: free means none is left.
		life, err := tryLock(filepath.Join(s.dir, "postmaster.lock"), syscall.LOCK_EX)
		if err != nil {
			return err
		}
		if life != nil && !foreign(s.data) {
			return s.launch(ctx, life)
		}
		if life != nil {
			_ = life.Close()
		}
		if at, ok := s.answers(ctx); ok {
			s.mu.Lock()
			s.at, s.child = at, nil
			s.mu.Unlock()
			s.log.Debug("using the PostgreSQL that already runs", "dir", s.dir)
			return nil
		}
		if !told {
			s.log.Debug("waiting for the PostgreSQL on this data to answer or end", "dir", s.dir)
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return fmt.Errorf("a PostgreSQL runs on %s but does not answer: %w", s.data, err)
		}
	}
}

// supervise brings a server back that died alone, whoever had started it.
func (s *Server) supervise(ctx context.Context) {
	defer close(s.ended)
	for s.gone(ctx) {
		s.log.Error("PostgreSQL is gone, starting it again", "dir", s.dir)
		for delay := 100 * time.Millisecond; ; delay = min(2*delay, 5*time.Second) {
			err := s.begin(ctx)
			if err == nil {
				s.log.Info("PostgreSQL is back", "dir", s.dir)
				break
			}
			s.log.Error("PostgreSQL does not start", "error", err, "again_in", delay)
			if pause(ctx, delay) != nil {
				return
			}
		}
	}
}

// gone waits until the server has ended; false when we are to stop first.
func (s *Server) gone(ctx context.Context) bool {
	s.mu.Lock()
	child := s.child
	s.mu.Unlock()
	if child != nil {
		select {
		case <-child.done:
			return ctx.Err() == nil
		case <-ctx.Done():
			return false
		}
	}
	for pause(ctx, 200*time.Millisecond) == nil {
		life, err := tryLock(filepath.Join(s.dir, "postmaster.lock"), syscall.LOCK_EX)
		if err != nil || life == nil {
			continue
		}
		_ = life.Close()
		if !foreign(s.data) {
			return true
		}
	}
	return false
}

// end shuts our own server down, unless it is shared.
func (s *Server) end() {
	s.mu.Lock()
	child := s.child
	s.mu.Unlock()
	if child == nil || s.opt.Shared {
		return
	}
	child.stop()
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
