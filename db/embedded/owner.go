package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// owner is the user PostgreSQL runs as: ourselves, or an ordinary user when we are root, which it refuses.
type owner struct {
	uid, gid int
	other    bool
}

// ownerOf keeps the user of existing data; for new data root becomes postgres, else nobody.
func ownerOf(data string) (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	if stat, err := os.Stat(data); err == nil {
		if sys, ok := stat.Sys().(*syscall.Stat_t); ok && sys.Uid != 0 {
			return owner{int(sys.Uid), int(sys.Gid), true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return owner{}, err
		}
		gid, err := strconv.Atoi(u.Gid)
		return owner{uid, gid, true}, err
	}
	return owner{65534, 65534, true}, nil
}

// attr makes a process run as the owner, out of reach of the terminal's Ctrl-C.
func (o owner) attr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if o.other {
		attr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return attr
}

// enter tells whether the owner can get into a folder.
func (o owner) enter(dir string) error {
	if !o.other {
		return nil
	}
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return err
	}
	for ; ; dir = filepath.Dir(dir) {
		stat, err := os.Stat(dir)
		if err != nil {
			return err
		}
		bit := os.FileMode(0o001)
		if sys, ok := stat.Sys().(*syscall.Stat_t); ok && int(sys.Uid) == o.uid {
			bit = 0o100
		} else if ok && int(sys.Gid) == o.gid {
			bit = 0o010
		}
		if stat.Mode()&bit == 0 {
			return fmt.Errorf("PostgreSQL does not run as root, and user %d may not enter %s", o.uid, dir)
		}
		if dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// mkdir makes a folder only the owner (and root) can look into.
func (o owner) mkdir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
		return err
	}
	stat, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	sys, ok := stat.Sys().(*syscall.Stat_t)
	if !stat.IsDir() || !ok {
		return fmt.Errorf("%s is not a folder", dir)
	}
	if int(sys.Uid) != o.uid && int(sys.Uid) != os.Geteuid() {
		return fmt.Errorf("%s belongs to another user (%d)", dir, sys.Uid)
	}
	if o.other {
		if err := os.Lchown(dir, o.uid, o.gid); err != nil {
			return err
		}
	}
	return os.Chmod(dir, 0o700)
}

// tryLock takes a lock that ends with the file, and with the last process holding it; nil when it is taken.
func tryLock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return nil, nil
	}
	return nil, fmt.Errorf("lock %s: %w", path, err)
}

// lockFile waits for a lock.
func lockFile(ctx context.Context, path string, how int) (*os.File, error) {
	for {
		if f, err := tryLock(path, how); err != nil || f != nil {
			return f, err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
	}
}
