package market

import (
	"slices"
	"time"
)

// Escalation is one thing that happens if nobody acts, and when.
type Escalation struct {
	At     time.Time
	Reason Reason
	Past   bool
}

// Escalations is what happens at the node if nobody acts, in time's order (transactions.md
// §2.3, §14.2): the reminder, the lateness, the buyer's right to appeal, the weekly reminder,
// and the closing where the installation wants it.
func (s Supervision) Escalations(parcel *Parcel, settings Settings, calendar Calendar, now time.Time) []Escalation {
	if s.Over() || s.Status == SupervisionFrozen {
		return nil
	}
	var all []Escalation
	add := func(at time.Time, key string, args ...any) {
		all = append(all, Escalation{at, Because("supervision.escalation_"+key, args...), !at.After(now)})
	}
	party := Word("common.party_" + string(s.Turn))
	if s.Turn == PartySeller || s.Turn == PartyBuyer {
		for _, idle := range []Span{settings.IdleFirst, settings.IdleSecond} {
			add(s.EnteredAt.Add(idle.Duration), "idle", party, int(idle.Hours()/24))
		}
	}
	if s.DueAt != nil {
		add(s.WarnAt(settings, calendar), "warn", party)
		add(*s.DueAt, "late", party)
	}
	if parcel != nil && s.Node == NodeAccepting {
		if at, ever := parcel.AcceptedAt(settings.SignedDays); ever {
			add(at, "assumed", settings.SignedDays)
		}
	}
	add(s.StartedAt.Add(settings.SupervisionRemind.Duration), "weekly", int(settings.SupervisionRemind.Hours()/24))
	if settings.SupervisionCloseDays > 0 {
		add(s.StartedAt.AddDate(0, 0, settings.SupervisionCloseDays), "closed", settings.SupervisionCloseDays)
	}
	slices.SortStableFunc(all, func(a, b Escalation) int { return a.At.Compare(b.At) })
	return all
}

// WarnAt is when whose turn it is hears that the time runs out.
func (s Supervision) WarnAt(settings Settings, calendar Calendar) time.Time {
	if s.DueAt == nil {
		return time.Time{}
	}
	at := calendar.Before(*s.DueAt, settings.WarnBefore.Duration)
	if at.Before(s.EnteredAt) {
		return s.EnteredAt
	}
	return at
}

// Warn says whether the reminder is due: now, later, or no more.
func (s Supervision) Warn(settings Settings, calendar Calendar, now time.Time) (due bool, again time.Time, err error) {
	if s.Status != SupervisionRunning || s.DueAt == nil {
		return false, again, Conflict("problem.not_now", Word(string(WarnSupervision)), string(s.Status))
	}
	if at := s.WarnAt(settings, calendar); now.Before(at) {
		return false, at, nil
	}
	return true, again, nil
}

// Extend gives the node more time (transactions.md §10.2).
func (s *Supervision) Extend(days int, calendar Calendar) error {
	switch {
	case s.Over() || s.Status == SupervisionFrozen:
		return Conflict("supervision.is_over", Word(s.Node.Key()))
	case s.DueAt == nil:
		return Conflict("supervision.no_limit")
	case days < 1 || days > MostNodeDays:
		return Invalid("days", "problem.out_of_range", 1, MostNodeDays, days)
	}
	due := calendar.PlusDays(*s.DueAt, days)
	if s.Step().Natural {
		due = s.DueAt.AddDate(0, 0, days)
	}
	s.DueAt = &due
	s.rank()
	return nil
}

// Reopen sets a finished flow back to the node where the seller hands over, by the
// operator's decision (transactions.md §10.2).
func (s *Supervision) Reopen(now time.Time, calendar Calendar) error {
	if s.Status != SupervisionDone {
		return Conflict("supervision.not_done", Word(s.Status.Key()))
	}
	s.DoneAt, s.Status = nil, SupervisionRunning
	s.enter(s.Flow.V.Handover().Key, now, calendar)
	return nil
}
