package world

import "sellercenter/internal/jobs"

// Works are the due acts as the simulated world does them: the same as in real life, on
// the clock's own street.
func Works(clock *Clock) jobs.Works {
	return jobs.All(clock.Street().Caller(), jobs.Post{Mail: clock.Outbox(), SMS: clock.Outbox()})
}
