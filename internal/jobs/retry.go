package jobs

import (
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// backOff is when a job that met a fault comes round again: full jitter, at most ten minutes.
type backOff struct{}

// NextRetry draws the instant of the next try.
func (*backOff) NextRetry(job *rivertype.JobRow) time.Time {
	longest := min(time.Second<<min(job.Attempt, 10), 10*time.Minute)
	return time.Now().Add(time.Duration(rand.Int64N(int64(longest))) + 100*time.Millisecond)
}
