package market

import "time"

// Calendar knows the marketplace's working days and hours. Days that it does not list
// are working days from Monday to Friday (look/design.md §6: hours are a setting).
type Calendar struct {
	Days  map[Day]bool // exceptions: true works although a weekend, false rests although a weekday
	Opens time.Duration
	Shuts time.Duration
}

// Office is the calendar without exceptions, from 9 to 18 o'clock.
func Office() Calendar {
	return Calendar{Days: map[Day]bool{}, Opens: 9 * time.Hour, Shuts: 18 * time.Hour}
}

// Works reports whether the day is a working day.
func (c Calendar) Works(d Day) bool {
	if works, listed := c.Days[d]; listed {
		return works
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// DayLength is the working time of one working day.
func (c Calendar) DayLength() time.Duration { return c.Shuts - c.Opens }

// Plus is the instant at which that much working time has passed after from.
func (c Calendar) Plus(from time.Time, work time.Duration) time.Time {
	day := DayOf(from)
	for ; ; day = day.Plus(1) {
		if !c.Works(day) {
			continue
		}
		opens, shuts := day.Begin().Add(c.Opens), day.Begin().Add(c.Shuts)
		if from.After(opens) {
			opens = from
		}
		if left := shuts.Sub(opens); left >= work {
			return opens.Add(work)
		} else if left > 0 {
			work -= left
		}
	}
}

// Before is the instant from which that much working time passes until the given one.
func (c Calendar) Before(until time.Time, work time.Duration) time.Time {
	day := DayOf(until)
	for ; ; day = day.Plus(-1) {
		if !c.Works(day) {
			continue
		}
		opens, shuts := day.Begin().Add(c.Opens), day.Begin().Add(c.Shuts)
		if until.Before(shuts) {
			shuts = until
		}
		if had := shuts.Sub(opens); had >= work {
			return shuts.Add(-work)
		} else if had > 0 {
			work -= had
		}
	}
}

// PlusDays is the instant n working days after from.
func (c Calendar) PlusDays(from time.Time, n int) time.Time {
	return c.Plus(from, time.Duration(n)*c.DayLength())
}

// Between is the working time from one instant to a later one.
func (c Calendar) Between(from, to time.Time) time.Duration {
	first, last := DayOf(from), DayOf(to)
	if !first.Before(last) {
		return c.during(first, from, to)
	}
	work := c.during(first, from, to) + c.during(last, from, to)
	for day := first.Plus(1); day.Before(last); day = day.Plus(1) {
		if c.Works(day) {
			work += c.DayLength()
		}
	}
	return work
}

// during is the working time of the day that lies between the instants.
func (c Calendar) during(day Day, from, to time.Time) time.Duration {
	if !c.Works(day) {
		return 0
	}
	opens, shuts := day.Begin().Add(c.Opens), day.Begin().Add(c.Shuts)
	if from.After(opens) {
		opens = from
	}
	if to.Before(shuts) {
		shuts = to
	}
	return max(shuts.Sub(opens), 0)
}

// NextWorkingDay is d itself when it is a working day, otherwise the first one after.
func (c Calendar) NextWorkingDay(d Day) Day {
	for !c.Works(d) {
		d = d.Plus(1)
	}
	return d
}

// WorkingDay is the nth working day after d.
func (c Calendar) WorkingDay(d Day, n int) Day {
	for n > 0 {
		if d = d.Plus(1); c.Works(d) {
			n--
		}
	}
	return d
}
