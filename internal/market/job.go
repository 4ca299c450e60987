package market

import (
	"strconv"
	"time"
)

// Jobs is the background work of all sellers, for the operator.
var Jobs = area("job", Manager)

// The acts on a job.
var (
	RetryJob = act("job.retry", Manager)
	DropJob  = act("job.drop", Manager)
)

// JobID names a job of the queue.
type JobID int64

// String is the id as it stands in a URL.
func (id JobID) String() string { return strconv.FormatInt(int64(id), 10) }

// ParseJobID reads an id; what is none is not found.
func ParseJobID(text string) (JobID, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, NotFound
	}
	return JobID(n), nil
}

// JobState is how far a job has come.
type JobState string

// The states that the jobs page knows.
const (
	JobFailing   JobState = "failing"   // tried in vain, and tried again
	JobGivenUp   JobState = "given_up"  // tried in vain too often
	JobRunning   JobState = "running"   // being done
	JobDue       JobState = "due"       // its time has come
	JobScheduled JobState = "scheduled" // for later
)

// JobStates are the states in the order of the page.
var JobStates = []JobState{JobFailing, JobGivenUp, JobRunning, JobDue, JobScheduled}

// Key names the state's words.
func (s JobState) Key() string { return "job.state_" + string(s) }

// Tone is the state's colour.
func (s JobState) Tone() Tone {
	switch s {
	case JobFailing:
		return Warn
	case JobGivenUp:
		return Bad
	case JobRunning:
		return Accent
	case JobDue, JobScheduled:
		return Neutral
	}
	return Neutral
}

// Open reports whether the job can be retried or dropped: nobody is doing it right now.
func (s JobState) Open() bool { return s != JobRunning }

// Job is a piece of background work with what the operator needs to judge it.
type Job struct {
	ID          JobID
	State       JobState
	Act         Act
	Subject     string
	SellerID    SellerID
	CompanyName string
	Attempt     int
	MaxAttempts int
	ScheduledAt time.Time
	AttemptedAt *time.Time
	Fault       string // first line of the last error
	FailedAt    *time.Time
}

// JobCounts is how many jobs are in each state, each count bounded by DueLimit.
type JobCounts struct{ Failing, GivenUp, Running, Due, Scheduled int }

// Of is the count of one state.
func (c JobCounts) Of(state JobState) Bounded {
	n := map[JobState]int{JobFailing: c.Failing, JobGivenUp: c.GivenUp, JobRunning: c.Running,
		JobDue: c.Due, JobScheduled: c.Scheduled}[state]
	return Bounded{N: min(n, DueLimit), More: n > DueLimit}
}
