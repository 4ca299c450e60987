package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Countdown is the time that is left for somebody's act.
type Countdown struct {
	Due     time.Time
	Now     time.Time
	Left    time.Duration // working time (market.Calendar.Between); negative once late
	Used    time.Duration // working time since the turn began; how long it has waited when NoLimit
	Day     time.Duration // length of a working day; 9 hours unless said, 24 for Natural
	Soon    time.Duration // amber from here on; 4 hours unless said (look/design.md §6)
	Frozen  bool
	Reason  market.Reason // replaces the second line: why frozen, or what happens at the end
	NoLimit bool
	Natural bool      // calendar time (自然日) instead of working time
	Since   time.Time // when the turn began
}

// Tone is how urgent it is: plain, today, soon, late, frozen or none.
func (c Countdown) Tone() string {
	soon := c.Soon
	if soon == 0 {
		soon = 4 * time.Hour
	}
	switch {
	case c.Frozen:
		return "frozen"
	case c.NoLimit:
		return "none"
	case c.Left < 0 || !c.Now.Before(c.Due):
		return "late"
	case c.Left <= soon:
		return "soon"
	case c.Left < c.day() && market.DayOf(c.Due) == market.DayOf(c.Now):
		return "today"
	}
	return "plain"
}

func (c Countdown) day() time.Duration {
	switch {
	case c.Natural:
		return 24 * time.Hour
	case c.Day == 0:
		return market.Office().DayLength()
	}
	return c.Day
}

// first is the line that says how much is left.
func (c Countdown) first(ctx context.Context, whole bool) string {
	switch c.Tone() {
	case "none":
		return i18n.T(ctx, "countdown.no_limit")
	case "late":
		return i18n.T(ctx, "countdown.late", span(ctx, max(-c.Left, 0), c.day(), c.Natural, whole))
	case "frozen":
		if c.Left <= 0 {
			return i18n.T(ctx, "countdown.frozen")
		}
	}
	return span(ctx, c.Left, c.day(), c.Natural, whole)
}

// second is the line below: the exact instant, or the reason.
func (c Countdown) second(ctx context.Context, whole bool) string {
	switch tone := c.Tone(); {
	case tone == "none" && c.Reason.Key != "" && whole:
		return i18n.T(ctx, "countdown.waited_why", c.waited(ctx, whole), i18n.Say(ctx, c.Reason))
	case c.Reason.Key != "":
		return i18n.Say(ctx, c.Reason)
	case tone == "none":
		return c.waited(ctx, whole)
	case tone == "frozen":
		return i18n.T(ctx, "countdown.paused")
	case tone == "late":
		return i18n.T(ctx, "countdown.was_due", i18n.Near(ctx, c.Due))
	case whole && c.Natural:
		return i18n.T(ctx, "countdown.due_natural", i18n.Instant(ctx, c.Due))
	case whole:
		return i18n.T(ctx, "countdown.due_working", i18n.Instant(ctx, c.Due))
	}
	return i18n.T(ctx, "countdown.due", i18n.Near(ctx, c.Due))
}

// waited is for how long nobody has acted; a page says by which clock.
func (c Countdown) waited(ctx context.Context, whole bool) string {
	key := "countdown.waited"
	if whole && !c.Natural {
		key = "countdown.waited_working"
	}
	return i18n.T(ctx, key, span(ctx, c.Used, c.day(), c.Natural, false))
}

// share is the used part in percent.
func (c Countdown) share() string {
	if c.Left <= 0 {
		return "100"
	}
	return percent(int64(c.Used), int64(c.Used+c.Left))
}

// Working words an amount of working time: days of the given length, hours and minutes.
func Working(ctx context.Context, d, day time.Duration) string {
	return span(ctx, d, day, false, false)
}

// span words a duration; whole keeps the minutes beside days.
func span(ctx context.Context, d, day time.Duration, natural, whole bool) string {
	days, rest := int(d/day), d%day
	hours := clockSpan(ctx, rest, days == 0 || whole)
	if days == 0 {
		return hours
	}
	key := "countdown.days"
	if natural {
		key = "countdown.natural_days"
	}
	text := i18n.T(ctx, key, days)
	if hours == "" || rest < time.Minute {
		return text
	}
	return i18n.T(ctx, "countdown.join", text, hours)
}

// clockSpan words less than a day; without minutes it is empty below one hour.
func clockSpan(ctx context.Context, d time.Duration, minutes bool) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case !minutes && h == 0:
		return ""
	case !minutes || (h > 0 && m == 0):
		return i18n.T(ctx, "countdown.hours", h)
	case h == 0:
		return i18n.T(ctx, "countdown.minutes", m)
	}
	return i18n.T(ctx, "countdown.hours_minutes", h, fmt.Sprintf("%02d", m))
}

// sideDay is the line below an instant: 今天, or its weekday.
func sideDay(ctx context.Context, t time.Time) string {
	if dayIn(ctx, t) == dayIn(ctx, i18n.Now(ctx)) {
		return i18n.T(ctx, "timeline.today")
	}
	return i18n.Weekday(ctx, t)
}

// dayIn is the date in the reader's zone.
func dayIn(ctx context.Context, t time.Time) market.Day {
	y, m, d := t.In(i18n.Zone(ctx)).Date()
	return market.Day{Year: y, Month: m, Day: d}
}

// clock is the time of day to the minute.
func clock(ctx context.Context, t time.Time) string { return t.In(i18n.Zone(ctx)).Format("15:04") }

// machine is the instant as programs read it.
func machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// percent is part of whole in percent with two places, for the geometry of a picture.
func percent(part, whole int64) string {
	if whole <= 0 {
		return "0"
	}
	for whole > 1<<40 { // nanoseconds of many days would overflow below
		part, whole = part>>10, whole>>10
	}
	return decimals(part*10000/whole, 2)
}

// decimals writes hundredths and the like without trailing zeros.
func decimals(n int64, places int) string {
	text := fmt.Sprintf("%0*d", places+1, max(n, -n))
	text = text[:len(text)-places] + "." + text[len(text)-places:]
	text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	if n < 0 {
		return "-" + text
	}
	return text
}
