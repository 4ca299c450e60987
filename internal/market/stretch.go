package market

import "time"

// Stretch is a stretch of days that moves along with the calendar: a view that says 最近 7 天
// means other days tomorrow.
type Stretch string

// The stretches.
const (
	StretchToday     Stretch = "today"
	StretchYesterday Stretch = "yesterday"
	StretchWeek      Stretch = "7d"
	StretchMonth     Stretch = "30d"
	StretchQuarter   Stretch = "90d"
	StretchThisMonth Stretch = "this_month"
	StretchLastMonth Stretch = "last_month"
)

// Stretches are the stretches in the order of the choice.
var Stretches = []Stretch{StretchToday, StretchYesterday, StretchWeek, StretchMonth, StretchQuarter, StretchThisMonth, StretchLastMonth}

// Key names the stretch's words.
func (s Stretch) Key() string { return "common.span_" + string(s) }

// Days are the first and the last day of the stretch as it lies now; false when it is none.
func (s Stretch) Days(now time.Time) (from, until Day, known bool) {
	today := DayOf(now)
	month := MonthOf(now)
	switch s {
	case StretchToday:
		return today, today, true
	case StretchYesterday:
		return today.Plus(-1), today.Plus(-1), true
	case StretchWeek:
		return today.Plus(-6), today, true
	case StretchMonth:
		return today.Plus(-29), today, true
	case StretchQuarter:
		return today.Plus(-89), today, true
	case StretchThisMonth:
		return month.Day(1), today, true
	case StretchLastMonth:
		return month.Previous().Day(1), month.Day(1).Plus(-1), true
	}
	return Day{}, Day{}, false
}
