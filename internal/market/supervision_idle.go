package market

import "time"

// The acts that keep a delivery moving (transactions.md §9): the clock tells whose turn it is
// that nothing has happened for days, the seller reminds a buyer.
var (
	NudgeSupervision = act("supervision.nudge", Clock)
	UrgeSupervision  = act("supervision.urge", Owner, Operations, Support)
)

// UrgePause is how long a reminded buyer is left in peace.
const UrgePause = 24 * time.Hour

// Nudge says whether the node has stood still long enough to be told of, how many days it
// has, and when to look again; zero when never.
func (s Supervision) Nudge(settings Settings, now time.Time) (days int, again time.Time, err error) {
	idle := now.Sub(s.EnteredAt)
	switch {
	case s.Over() || s.Step().Party != PartySeller && s.Step().Party != PartyBuyer:
		return 0, again, Conflict("problem.not_now", Word(NudgeSupervision), string(s.Node))
	case s.Status == SupervisionFrozen:
		return 0, now.AddDate(0, 0, 1), nil
	case idle < settings.IdleFirst.Duration: // it moved on meanwhile, and is told of again
		return 0, again, Conflict("problem.not_now", Word(NudgeSupervision), string(s.Node))
	case idle < settings.IdleSecond.Duration:
		again = s.EnteredAt.Add(settings.IdleSecond.Duration)
	}
	return int(idle / (24 * time.Hour)), again, nil
}

// Urge refuses to remind a buyer whose turn it is not, or who was reminded just now.
func (s Supervision) Urge(last *time.Time, now time.Time) error {
	switch {
	case s.Over():
		return Conflict("supervision.is_over", Word(s.Node.Key()))
	case s.Status == SupervisionFrozen:
		return Conflict("supervision.is_frozen", Word(UrgeSupervision))
	case s.Turn != PartyBuyer:
		return Conflict("supervision.not_your_turn", Word("common.party_"+string(s.Turn)), Word(s.Node.Key()))
	case last != nil && now.Sub(*last) < UrgePause:
		return Conflict("supervision.urged_before", *last, last.Add(UrgePause))
	}
	return nil
}

// LooksAgain is when a flow that is not over is looked at next: when it has been open for as
// long as both sides are reminded after, every week from then on, and on the day on which it is
// closed where the installation wants that (transactions.md §14.2).
func (s Supervision) LooksAgain(settings Settings, now time.Time) time.Time {
	next := s.StartedAt.Add(settings.SupervisionRemind.Duration)
	if !next.After(now) {
		next = now.AddDate(0, 0, 7)
	}
	closing := s.StartedAt.Add(time.Duration(settings.SupervisionCloseDays) * 24 * time.Hour)
	if settings.SupervisionCloseDays > 0 && closing.After(now) && closing.Before(next) {
		return closing
	}
	return next
}
