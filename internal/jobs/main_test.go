package jobs_test

import (
	"os"
	"testing"

	"sellercenter/db/dbtest"
)

// TestMain runs the tests, or, when a test started this program again, is the worker that
// the test kills.
func TestMain(m *testing.M) {
	if dsn := os.Getenv(workerDSN); dsn != "" {
		workUntilKilled(dsn)
		return
	}
	dbtest.Main(m)
}
