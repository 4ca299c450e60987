package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheMajorOfTheDataDecidesWhichBinariesRun(t *testing.T) {
	base := reachable(t)
	old, young := fake(t, base, "15"), fake(t, base, "17")
	t.Setenv("PGBIN", young)
	t.Setenv("PATH", "")

	found, err := findBinaries(0, owner{})
	require.NoError(t, err)
	require.Equal(t, binaries{young, 17}, found)

	t.Setenv("PGBIN", old)
	found, err = findBinaries(15, owner{})
	require.NoError(t, err)
	require.Equal(t, binaries{old, 15}, found)

	_, err = findBinaries(99, owner{})
	require.ErrorContains(t, err, "made by PostgreSQL 99")
	require.ErrorContains(t, err, "install -y --no-install-recommends postgresql-99")
}

func TestBinariesTheUserCannotReachAreNamed(t *testing.T) {
	base := reachable(t)
	closed := fake(t, base, "91")
	require.NoError(t, os.Chmod(base, 0o700))
	t.Setenv("PGBIN", closed)

	err := owner{uid: 65533, gid: 65533, other: true}.enter(closed)
	require.ErrorContains(t, err, "user 65533 may not enter "+base)
}

// fake is a folder that looks like PostgreSQL's.
func fake(t *testing.T, base, major string) string {
	dir := filepath.Join(base, major, "bin")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, name := range []string{"initdb", "postgres"} {
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + major + ".1 (Debian)'\n"
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755))
	}
	return dir
}
