package market

import (
	"slices"
	"time"
)

// QuietSession sets one's own quiet hours (transactions.md §9).
var QuietSession = act("session.quiet", Self)

// QuietWay is whose quiet hours hold for what goes to somebody.
type QuietWay string

// The ways: the marketplace's hours, one's own, or none at all.
const (
	QuietHouse QuietWay = "house"
	QuietOwn   QuietWay = "own"
	QuietNever QuietWay = "never"
)

// QuietWays lists the ways.
var QuietWays = []QuietWay{QuietHouse, QuietOwn, QuietNever}

// Key names the way's words.
func (w QuietWay) Key() string { return "notice.quiet_" + string(w) }

// Quiet are the hours in which somebody is not written to, from midnight in the zone; they may
// pass midnight (transactions.md §9).
type Quiet struct {
	Way   QuietWay      `json:"way,omitempty"`
	From  time.Duration `json:"from,omitempty" db:"quiet_from"`
	Until time.Duration `json:"until,omitempty" db:"quiet_until"`
	Zone  string        `json:"zone,omitempty"` // IANA name; empty is Shanghai
}

// Check refuses hours that never end or never begin.
func (q Quiet) Check() error {
	wrong := Invalids{}
	if !slices.Contains(QuietWays, q.Way) {
		wrong.With("quiet", "problem.not_an_option", string(q.Way))
	}
	const day = 24 * time.Hour
	if q.Way == QuietOwn {
		for name, at := range map[string]time.Duration{"quiet_from": q.From, "quiet_until": q.Until} {
			if at < 0 || at >= day {
				wrong.With(name, "problem.required")
			}
		}
		if len(wrong) == 0 && q.From == q.Until {
			wrong.With("quiet_until", "setting.quiet_never_ends", clockText(q.From))
		}
	}
	return wrong.Err()
}

// Quiet are the marketplace's quiet hours: none unless the installation keeps them.
func (s Settings) Quiet() Quiet {
	if !s.QuietHours {
		return Quiet{Way: QuietNever}
	}
	return Quiet{Way: QuietOwn, From: s.QuietFrom.Duration, Until: s.QuietUntil.Duration}
}

// Or are the hours themselves, or the marketplace's for whoever chose none.
func (q Quiet) Or(house Quiet) Quiet {
	if q.Way == QuietOwn || q.Way == QuietNever {
		return q
	}
	return house
}

// After is when a message that is due at an instant may go out: at once, or when the quiet
// hours end. What is urgent does not wait.
func (q Quiet) After(at time.Time, urgent bool) time.Time {
	if q.Way != QuietOwn || urgent {
		return at
	}
	zone, err := time.LoadLocation(q.Zone)
	if err != nil || q.Zone == "" {
		zone = Shanghai
	}
	local := at.In(zone)
	midnight := func(later int) time.Time {
		return time.Date(local.Year(), local.Month(), local.Day()+later, 0, 0, 0, 0, zone)
	}
	since := at.Sub(midnight(0))
	switch {
	case q.From < q.Until && (since < q.From || since >= q.Until), q.From > q.Until && since < q.From && since >= q.Until:
		return at
	case q.From > q.Until && since >= q.From:
		return midnight(1).Add(q.Until)
	}
	return midnight(0).Add(q.Until)
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
