package ui

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Attempt is one try of a call, past or planned.
type Attempt struct {
	At   time.Time
	Code string // what came back, already worded: 000001 鉴权失败; empty when planned
	OK   bool
	Href string // the recorded exchange; empty for none
	No   int    // which try; its place in the row when 0
}

// Schedule is a row of attempts around now.
type Schedule struct {
	Now         time.Time
	Past        []Attempt
	Planned     []Attempt     // the first is next, the last is the last
	Consequence market.Reason // what happens when the last one fails too
	Good        bool          // the consequence is no threat
}

// mark is one attempt as it is drawn.
type mark struct {
	Attempt
	State string // failed, ok, next or later
	First string
	More  string
	Gap   string // share of the line to the following mark
}

// marks are the attempts from the first to the last.
func (s Schedule) marks(ctx context.Context) []mark {
	all := make([]mark, 0, len(s.Past)+len(s.Planned))
	for _, a := range s.Past {
		m := mark{Attempt: a, State: "failed", More: a.Code}
		if a.OK {
			m.State = "ok"
		}
		all = append(all, m)
	}
	for i, a := range s.Planned {
		m := mark{Attempt: a, State: "later", More: i18n.T(ctx, "schedule.waiting")}
		switch {
		case i == len(s.Planned)-1:
			m.More = i18n.T(ctx, "schedule.last")
		case i == 0:
			m.More = i18n.T(ctx, "schedule.next")
		}
		if i == 0 {
			m.State = "next"
		}
		all = append(all, m)
	}
	for i := range all {
		number := ordinal(i)
		if all[i].No > 0 {
			number = ordinal(all[i].No - 1)
		}
		all[i].First = i18n.T(ctx, "schedule.attempt", clock(ctx, all[i].At), number)
	}
	return all
}

// until words the time to the next attempt: 49 分后.
func (s Schedule) until(ctx context.Context) string {
	if len(s.Planned) == 0 {
		return ""
	}
	left := max(s.Planned[0].At.Sub(s.Now), 0)
	return i18n.T(ctx, "schedule.in", span(ctx, left, 24*time.Hour, true, false))
}

// nowAt is how far now is between the last past attempt and the next one, in percent.
func (s Schedule) nowAt() string { return percent(s.passed()) }

// untilAt is the middle of what is left of that stretch.
func (s Schedule) untilAt() string {
	passed, whole := s.passed()
	return percent(whole+passed, 2*whole)
}

// tight reports that so little is left that its words stand beside now.
func (s Schedule) tight() bool {
	passed, whole := s.passed()
	return passed*2 > whole
}

// passed is how much of the stretch between the last attempt and the next one is over.
func (s Schedule) passed() (passed, whole int64) {
	if len(s.Past) == 0 || len(s.Planned) == 0 {
		return 0, 0
	}
	from, to := s.Past[len(s.Past)-1].At, s.Planned[0].At
	return int64(min(max(s.Now.Sub(from), 0), to.Sub(from))), int64(to.Sub(from))
}

// nowText says what time it is, with the wait for the next attempt where there is no room further on.
func (s Schedule) nowText(ctx context.Context) string {
	now := i18n.T(ctx, "schedule.now", clock(ctx, s.Now))
	if s.tight() {
		return i18n.T(ctx, "schedule.now_next", now, s.until(ctx))
	}
	return now
}
