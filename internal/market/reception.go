package market

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Receptions are whether and when a seller answers tickets (工单接待设置, catalogue.md §8).
var Receptions = area("reception", Owner, Operations, Finance, Support, Manager)

// SetReception keeps whether and when the seller answers tickets.
var SetReception = act("reception.set", Owner, Support)

// HourSpan is a part of a day, in minutes from midnight in Shanghai.
type HourSpan struct {
	From  int `json:"from"`
	Until int `json:"until"`
}

// String is 09:00–12:00.
func (s HourSpan) String() string { return s.Begin() + "–" + s.End() }

// Begin is when the span begins, as a clock shows it.
func (s HourSpan) Begin() string { return minuteText(s.From) }

// End is when the span ends.
func (s HourSpan) End() string { return minuteText(s.Until) }

func minuteText(n int) string { return fmt.Sprintf("%02d:%02d", n/60, n%60) }

// ReadMinute reads a time of day as minutes from midnight; 24:00 is the day's end.
func ReadMinute(text string) (int, bool) {
	h, m, cut := strings.Cut(text, ":")
	hour, err := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	if !cut || err != nil || err2 != nil || hour < 0 || minute < 0 || minute > 59 || hour*60+minute > 24*60 {
		return 0, false
	}
	return hour*60 + minute, true
}

// Hours are the days of the week and the spans of each of them at which somebody answers
// (catalogue.md §8, §9.1).
type Hours struct {
	Days  []time.Weekday `json:"days"`
	Spans []HourSpan     `json:"spans"`
}

// The least service that the marketplace takes: five days of eight hours (catalogue.md §8).
const (
	LeastServiceDays    = 5
	LeastServiceMinutes = 8 * 60
	MostSpans           = 3
)

// Weekdays are the days in the order in which pages offer them.
var Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// Length is how long one day of reception is.
func (h Hours) Length() time.Duration {
	minutes := 0
	for _, span := range h.Spans {
		minutes += span.Until - span.From
	}
	return time.Duration(minutes) * time.Minute
}

// Check refuses less than 5×8, spans that overlap, and a day that is none (catalogue.md §8).
func (h Hours) Check() error {
	wrong := Invalids{}
	if n := len(h.Days); n < LeastServiceDays {
		wrong.With("days", "reception.too_few_days", LeastServiceDays, n)
	}
	spans := slices.SortedFunc(slices.Values(h.Spans), func(a, b HourSpan) int { return a.From - b.From })
	for i, span := range spans {
		switch {
		case span.Until <= span.From:
			wrong.With("spans", "reception.span_backwards", span.String())
		case i > 0 && span.From < spans[i-1].Until:
			wrong.With("spans", "reception.spans_overlap", spans[i-1].String(), span.String())
		}
	}
	if len(spans) > MostSpans {
		wrong.With("spans", "reception.too_many_spans", MostSpans, len(spans))
	}
	if length := int(h.Length() / time.Minute); length < LeastServiceMinutes {
		wrong.With("spans", "reception.too_short", LeastServiceMinutes/60, minuteText(max(length, 0)))
	}
	return wrong.Err()
}

// opening is one span of one day.
type opening struct{ from, until time.Time }

// openings are the day's spans at which somebody answers; none unless the week has the day
// and the marketplace works on it (catalogue.md §8: outside, the clock stops).
func (h Hours) openings(c Calendar, day Day) []opening {
	if !slices.Contains(h.Days, day.Weekday()) || !c.Works(day) {
		return nil
	}
	spans := slices.SortedFunc(slices.Values(h.Spans), func(a, b HourSpan) int { return a.From - b.From })
	all := make([]opening, 0, len(spans))
	for _, span := range spans {
		all = append(all, opening{day.Begin().Add(time.Duration(span.From) * time.Minute), day.Begin().Add(time.Duration(span.Until) * time.Minute)})
	}
	return all
}

// horizon is how many days ahead a clock looks for the next opening before it gives up.
const horizon = 400

// Opens reports whether somebody answers at the instant.
func (h Hours) Opens(c Calendar, at time.Time) bool {
	return slices.ContainsFunc(h.openings(c, DayOf(at)), func(o opening) bool { return !at.Before(o.from) && at.Before(o.until) })
}

// Next is the instant from which somebody answers again: at itself while somebody does; the
// zero time when nobody ever does.
func (h Hours) Next(c Calendar, at time.Time) time.Time {
	for day, n := DayOf(at), 0; n < horizon; day, n = day.Plus(1), n+1 {
		for _, o := range h.openings(c, day) {
			if at.Before(o.from) {
				return o.from
			}
			if at.Before(o.until) {
				return at
			}
		}
	}
	return time.Time{}
}

// Plus is the instant at which that much reception time has passed after from; the zero time
// when nobody answers for more than a year.
func (h Hours) Plus(c Calendar, from time.Time, work time.Duration) time.Time {
	for day, n := DayOf(from), 0; n < horizon; day, n = day.Plus(1), n+1 {
		for _, o := range h.openings(c, day) {
			begin := o.from
			if from.After(begin) {
				begin = from
			}
			if left := o.until.Sub(begin); left >= work {
				return begin.Add(work)
			} else if left > 0 {
				work -= left
			}
		}
	}
	return time.Time{}
}

// Between is the reception time from one instant to a later one.
func (h Hours) Between(c Calendar, from, to time.Time) (work time.Duration) {
	for day, n := DayOf(from), 0; day.Begin().Before(to) && n < horizon; day, n = day.Plus(1), n+1 {
		for _, o := range h.openings(c, day) {
			begin, end := o.from, o.until
			if from.After(begin) {
				begin = from
			}
			if to.Before(end) {
				end = to
			}
			if end.After(begin) {
				work += end.Sub(begin)
			}
		}
	}
	return work
}

// Reception is whether and when a seller answers tickets.
type Reception struct {
	Receives  bool
	Hours     JSON[Hours]
	UpdatedAt time.Time
	Version   int
}

// Open reports whether buyers find a ticket entry: otherwise it is hidden from the product
// (catalogue.md §8).
func (r Reception) Open() bool { return r.Receives && r.Hours.V.Check() == nil }

// Check refuses hours of less than 5×8 from a seller that answers tickets.
func (r Reception) Check() error {
	if !r.Receives {
		return nil
	}
	return r.Hours.V.Check()
}

// OfficeHours are the hours that the form begins with.
func OfficeHours() Hours {
	return Hours{Days: Weekdays[:5], Spans: []HourSpan{{9 * 60, 12 * 60}, {13 * 60, 18 * 60}}}
}
