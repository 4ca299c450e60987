package bench

import (
	"os"
	"testing"
	"strconv"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func TestZZ(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	store := dbtest.Empty(t)
	require.NoError(t, Close(t.Context(), store, n, os.Stdout))
}
