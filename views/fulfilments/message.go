package fulfilments

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Beside is how many messages the list beside an open message shows.
const Beside = 10

// Message is one message with all that its page shows.
type Message struct {
	Line      market.FulfilmentLine
	Attempts  []market.Attempt // without what was exchanged
	Attempt   market.Attempt   // the one that is shown
	Diagnosis market.Diagnosis
	Steps     []market.SigningStep
	Same      bool
	Plans     market.Schedules
	Failed    int // orders of the product that failed this month
	Now       time.Time

	Beside            market.Page[market.FulfilmentLine]
	Failing, Underway int
}

func show(f market.FulfilmentLine) string { return "/fulfilments/" + f.ID.String() }

// with is the address of a message that keeps the list's filters.
func with(ctx context.Context, f market.FulfilmentLine) string {
	q := url.Values{}
	for _, name := range []string{"status", "activity", "code", "text", "after", "before"} {
		if value := ui.QueryOf(ctx).Get(name); value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return show(f)
	}
	return show(f) + "?" + q.Encode()
}

// said is the last result: its code, or why there was none.
func said(ctx context.Context, f market.Fulfilment) string {
	switch {
	case f.ResultCode != "":
		return string(f.ResultCode)
	case f.Attempts == 0:
		return i18n.T(ctx, "fulfilment.not_sent")
	default:
		return i18n.T(ctx, "fulfilment.no_code")
	}
}

// meaning is the last result in words.
func meaning(ctx context.Context, f market.Fulfilment) string {
	switch {
	case f.ResultCode != "":
		return i18n.T(ctx, f.ResultCode.Key())
	case f.Cause.V != nil:
		return i18n.Say(ctx, *f.Cause.V)
	case f.Waiting():
		return i18n.T(ctx, "fulfilment.waiting")
	default:
		return ""
	}
}

func tries(ctx context.Context, f market.Fulfilment) string {
	if f.Polls > 0 {
		return i18n.T(ctx, "fulfilment.poll", f.Polls)
	}
	if f.Attempts == 0 {
		return ""
	}
	return i18n.T(ctx, "fulfilment.try", f.Attempts)
}

// marks are the icon and the tone of the last result in the narrow list.
func mark(f market.Fulfilment) (icon, tone string) {
	switch f.Status {
	case market.FulfilmentDone:
		return "check", "ok"
	case market.FulfilmentProcessing:
		return "spin", "warn"
	case market.FulfilmentRetrying, market.FulfilmentExhausted:
		return "cross", "bad"
	case market.FulfilmentQueued, market.FulfilmentCancelled:
	}
	return "clock", "faint"
}

// chip is the state with how often it failed.
func (m Message) chip(ctx context.Context) (market.Tone, string) {
	failed := 0
	for _, a := range m.Attempts {
		if a.Outcome == market.OutcomeFailed {
			failed++
		}
	}
	word := i18n.T(ctx, m.Line.Status.Key())
	if failed > 0 && m.Line.Status != market.FulfilmentDone {
		tone := m.Line.Status.Tone()
		if m.Line.Status == market.FulfilmentRetrying {
			tone = market.Bad
		}
		return tone, i18n.T(ctx, "fulfilment.failed_times", word, failed)
	}
	return m.Line.Status.Tone(), word
}

// diagnosis is the explanation on top.
func (m Message) diagnosis(ctx context.Context) ui.Diagnosis {
	d := m.Diagnosis
	if len(m.Attempts) == 0 {
		d = market.Diagnosis{Happened: market.Because("fulfilment.happened_waiting"), Cause: market.Because("fulfilment.cause_none"),
			Next: []market.Reason{market.Because("fulfilment.next_wait")}}
		if m.Line.Waiting() {
			d.Happened, d.Cause = market.Because("fulfilment.happened_lane"), market.Because("fulfilment.consequence_lane")
		}
	}
	told := ui.Diagnosis{Happened: i18n.Say(ctx, d.Happened), Cause: i18n.Say(ctx, d.Cause)}
	for _, next := range d.Next {
		step := ui.NextStep{Text: i18n.Say(ctx, next)}
		if next.Key == "fulfilment.next_use_key" {
			step.Href = "/keys"
		}
		told.Next = append(told.Next, step)
	}
	return told
}

// most is how many past tries the schedule draws.
const most = 4

// schedule draws the last tries, now, and the next and last planned ones.
func (m Message) schedule(ctx context.Context) ui.Schedule {
	s := ui.Schedule{Now: m.Now}
	past := m.Attempts[max(0, len(m.Attempts)-most):]
	for _, a := range past {
		at := ui.Attempt{At: a.At, No: a.No, OK: a.Outcome != market.OutcomeFailed, Href: m.tryURL(ctx, a.No), Code: i18n.T(ctx, "fulfilment.no_code")}
		if a.ResultCode != "" {
			at.Code = string(a.ResultCode) + " " + i18n.T(ctx, a.ResultCode.Key())
		}
		s.Past = append(s.Past, at)
	}
	first, last, count := m.Line.Planned(m.Plans)
	if count > 0 {
		s.Planned = append(s.Planned, ui.Attempt{At: first, No: m.Line.Attempts + 1})
	}
	if count > 1 {
		s.Planned = append(s.Planned, ui.Attempt{At: last, No: m.Line.Attempts + count})
	}
	s.Consequence, s.Good = m.consequence(last)
	return s
}

// earlier are the tries that the schedule leaves out.
func (m Message) earlier() int { return max(0, len(m.Attempts)-most) }

func (m Message) consequence(last time.Time) (market.Reason, bool) {
	f := m.Line
	switch f.Status {
	case market.FulfilmentDone:
		return market.Because("fulfilment.consequence_done", *f.SettledAt), true
	case market.FulfilmentCancelled:
		return market.Because("fulfilment.consequence_cancelled"), true
	case market.FulfilmentExhausted:
		if f.Activity.Unsubscribes() {
			return market.Because("fulfilment.consequence_refunded"), false
		}
		return market.Because("fulfilment.consequence_stopped"), false
	case market.FulfilmentQueued, market.FulfilmentProcessing, market.FulfilmentRetrying:
	}
	switch {
	case f.Waiting():
		return market.Because("fulfilment.consequence_lane"), true
	case f.Activity.Unsubscribes():
		return market.Because("fulfilment.consequence_refund", last, f.Currency.Sum(f.Amount), m.Failed+1, market.FailedOrdersLimit), false
	default:
		return market.Because("fulfilment.consequence_stop", last), false
	}
}

// cadence is the schedule in words.
func (m Message) cadence(ctx context.Context) string {
	plan := m.Plans[m.Line.Activity]
	if m.Line.Status == market.FulfilmentProcessing {
		return i18n.T(ctx, "fulfilment.schedule_poll", int(m.Plans[market.ActivityQueryInstance].Window.Hours()))
	}
	if len(plan.Every) == 0 {
		return ""
	}
	every, hours := plan.Every[0], int(plan.Window.Hours())
	if every%time.Hour == 0 {
		return i18n.T(ctx, "fulfilment.schedule_hours", market.Word(m.Line.Activity.Key()), int(every.Hours()), hours)
	}
	return i18n.T(ctx, "fulfilment.schedule_minutes", market.Word(m.Line.Activity.Key()), int(every.Minutes()), hours)
}

func (m Message) tryURL(ctx context.Context, no int) string {
	return ui.QueryOf(ctx).With("try", strconv.Itoa(no))
}

// choices are the last recorded calls to choose among.
func (m Message) choices(ctx context.Context) []ui.AttemptChoice {
	last := m.Attempts[max(0, len(m.Attempts)-6):]
	choices := make([]ui.AttemptChoice, len(last))
	for i, a := range last {
		choices[i] = ui.AttemptChoice{Number: a.No, At: a.At, Href: m.tryURL(ctx, a.No), Current: a.No == m.Attempt.No}
	}
	return choices
}

func (m Message) keyFacts(ctx context.Context) string {
	return i18n.T(ctx, "fulfilment.signature_key", m.Attempt.Exchange.V.KeyNumber, market.Word(m.Attempt.Activity.Purpose().Key()))
}

func (m Message) restartable() bool {
	return market.FulfilmentMoves.Can(m.Line.Status, market.RestartFulfilment) &&
		(!m.Line.Activity.Unsubscribes() || m.Line.OrderStatus == market.OrderProcessing)
}

func tabs(ctx context.Context, failing, underway int) []ui.Tab {
	now := ui.QueryOf(ctx).Get("status")
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return i18n.Bounded(market.Bounded{N: n, More: n >= 1000})
	}
	return []ui.Tab{
		{Text: i18n.T(ctx, "fulfilment.tab_all"), URL: listURL(ctx, ""), Current: now == ""},
		{Text: i18n.T(ctx, "fulfilment.tab_failing"), URL: listURL(ctx, "failing"), Count: count(failing), Current: now == "failing"},
		{Text: i18n.T(ctx, "fulfilment.tab_underway"), URL: listURL(ctx, "processing"), Count: count(underway), Current: now == "processing"},
		{Text: i18n.T(ctx, "fulfilment.tab_done"), URL: listURL(ctx, "done"), Current: now == "done"},
	}
}

func listURL(ctx context.Context, status string) string {
	return ui.QueryOf(ctx).With("status", status, "try", "")
}

func filters(ctx context.Context) []ui.Filter {
	statuses := []ui.Option{{Value: "failing", Label: i18n.T(ctx, "fulfilment.status_failing")}}
	for _, s := range market.FulfilmentStatuses {
		statuses = append(statuses, ui.Option{Value: string(s), Label: i18n.T(ctx, s.Key())})
	}
	var activities, codes []ui.Option
	for _, a := range slices.Concat(market.Activities, market.LicenceActivities) {
		activities = append(activities, ui.Option{Value: string(a), Label: i18n.T(ctx, a.Key())})
	}
	for _, c := range market.ResultCodes {
		codes = append(codes, ui.Option{Value: string(c), Label: string(c) + " " + i18n.T(ctx, c.Key())})
	}
	return []ui.Filter{
		{Name: "text", Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "fulfilment.text")},
		{Name: "status", Kind: ui.FilterSelect, Options: statuses},
		{Name: "activity", Kind: ui.FilterSelect, Options: activities},
		{Name: "code", Kind: ui.FilterSelect, Options: codes},
	}
}
