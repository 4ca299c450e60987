package market

import "time"

// AfterQuiet is when a message that is due at an instant may go out: at once, or, where the
// installation keeps quiet hours, when they end (transactions.md §9). What is urgent does not
// wait. The hours are of the marketplace's day, in Shanghai, and may pass midnight.
func (s Settings) AfterQuiet(at time.Time, urgent bool) time.Time {
	if !s.QuietHours || urgent {
		return at
	}
	day := DayOf(at)
	since := at.Sub(day.Begin())
	from, until := s.QuietFrom.Duration, s.QuietUntil.Duration
	switch {
	case from < until && (since < from || since >= until), from > until && since < from && since >= until:
		return at
	case from > until && since >= from:
		day = day.Plus(1)
	}
	return day.Begin().Add(until)
}

// Said is the messages of a letter, each said once, in the order in which they came up; what
// was said again counts in Times.
func (l Letter) Said() (said []Notice, times []int) {
	type words struct{ link, text string }
	at := map[words]int{}
	for _, notice := range l.Notices {
		key := words{notice.Link, notice.Reason.V.text()}
		if i, again := at[key]; again {
			times[i]++
			continue
		}
		at[key] = len(said)
		said, times = append(said, notice), append(times, 1)
	}
	return said, times
}
