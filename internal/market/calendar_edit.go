package market

// Calendars are the operator's list of days that the working week does not foretell.
var Calendars = area("calendar", Manager, Reviewer, Treasurer)

// The acts on the working calendar (look/design.md §6: working days are the operator's table).
var (
	SetCalendar    = act("calendar.set", Manager)
	RemoveCalendar = act("calendar.remove", Manager)
)

// longestHoliday bounds how many days are set at once.
const longestHoliday = 31

// CalendarChange is a holiday, or working days that make up for one.
type CalendarChange struct {
	From, Until Day // both included; Until may be zero: one day
	Works       bool
	Name        string
}

// Days are the days of the change; the fault names the field.
func (c CalendarChange) Days() (days []Day, err error) {
	wrong := Invalids{}
	if c.Name == "" {
		wrong.With("name", "problem.required")
	}
	wrong.long("name", c.Name, 40)
	if c.From.IsZero() {
		wrong.With("from", "problem.required")
		return nil, wrong.Err()
	}
	if c.Until.IsZero() {
		c.Until = c.From
	}
	for day := c.From; !c.Until.Before(day) && len(days) <= longestHoliday; day = day.Plus(1) {
		days = append(days, day)
	}
	switch {
	case c.Until.Before(c.From):
		wrong.With("until", "calendar.backwards")
	case len(days) > longestHoliday:
		wrong.With("until", "calendar.too_many", longestHoliday)
	}
	return days, wrong.Err()
}
