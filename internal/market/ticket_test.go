package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// on is an instant in November 2026, Shanghai time: the 16th is a Monday.
func on(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, Shanghai).UTC()
}

func week(days []time.Weekday, spans ...HourSpan) Hours { return Hours{Days: days, Spans: spans} }

func TestReceptionIsAtLeastFiveDaysOfEightHours(t *testing.T) {
	t.Parallel() // catalogue.md §8, §11.2
	for _, test := range []struct {
		name  string
		hours Hours
		wrong []string
	}{
		{"office hours in two spans", OfficeHours(), nil},
		{"one span of eight hours", week(Weekdays[:5], HourSpan{9 * 60, 17 * 60}), nil},
		{"a minute less", week(Weekdays[:5], HourSpan{9 * 60, 17*60 - 1}), []string{"spans"}},
		{"four days", week(Weekdays[:4], HourSpan{9 * 60, 18 * 60}), []string{"days"}},
		{"seven days around the clock", week(Weekdays, HourSpan{0, 24 * 60}), nil},
		{"overlapping spans", week(Weekdays[:5], HourSpan{9 * 60, 14 * 60}, HourSpan{13 * 60, 18 * 60}), []string{"spans"}},
		{"a span that ends before it begins", week(Weekdays[:5], HourSpan{9 * 60, 18 * 60}, HourSpan{20 * 60, 19 * 60}), []string{"spans"}},
		{"four spans", week(Weekdays[:5], HourSpan{0, 180}, HourSpan{200, 380}, HourSpan{400, 580}, HourSpan{600, 780}), []string{"spans"}},
		{"nothing", Hours{}, []string{"days", "spans"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.ElementsMatch(t, test.wrong, faults(t, test.hours.Check()))
			reception := Reception{Receives: true, Hours: JSON[Hours]{test.hours}}
			require.Equal(t, test.wrong == nil, reception.Open(), "otherwise the entry is hidden")
			reception.Receives = false
			require.NoError(t, reception.Check())
			require.False(t, reception.Open())
		})
	}
}

func TestTheClockRunsInReceptionHoursOnWorkingDays(t *testing.T) {
	t.Parallel() // catalogue.md §8: outside hours the clock stops
	office := Office()
	office.Days[Day{2026, 11, 18}] = false // a holiday on a Wednesday
	office.Days[Day{2026, 11, 21}] = true  // a Saturday that is worked
	hours := OfficeHours()                 // 9–12 and 13–18, Monday to Friday
	six := week(Weekdays[:6], HourSpan{9 * 60, 12 * 60}, HourSpan{13 * 60, 18 * 60})
	for _, test := range []struct {
		name  string
		hours Hours
		from  time.Time
		work  time.Duration
		want  time.Time
	}{
		{"within a span", hours, on(16, 9, 30), 2 * time.Hour, on(16, 11, 30)},
		{"over lunch", hours, on(16, 11, 0), 2 * time.Hour, on(16, 14, 0)},
		{"from before opening", hours, on(16, 7, 0), time.Hour, on(16, 10, 0)},
		{"from the evening", hours, on(16, 20, 0), time.Hour, on(17, 10, 0)},
		{"over a holiday", hours, on(17, 17, 0), 2 * time.Hour, on(19, 10, 0)},
		{"over a weekend", hours, on(20, 17, 0), 2 * time.Hour, on(23, 10, 0)},
		{"a worked Saturday counts for who answers then", six, on(20, 17, 0), 2 * time.Hour, on(21, 10, 0)},
		{"a Saturday at rest does not", six, on(27, 17, 0), 2 * time.Hour, on(30, 10, 0)},
		{"to the end of a span", hours, on(16, 9, 0), 3 * time.Hour, on(16, 12, 0)},
		{"three days", hours, on(16, 9, 0), 24 * time.Hour, on(19, 18, 0)},
		{"nobody answers", Hours{}, on(16, 9, 0), time.Hour, time.Time{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := test.hours.Plus(office, test.from, test.work)
			require.Equal(t, test.want, got)
			if !got.IsZero() {
				require.Equal(t, test.work, test.hours.Between(office, test.from, got), "and back")
			}
		})
	}
	require.Equal(t, on(16, 10, 0), hours.Next(office, on(16, 10, 0)))
	require.Equal(t, on(16, 13, 0), hours.Next(office, on(16, 12, 0)))
	require.Equal(t, on(19, 9, 0), hours.Next(office, on(17, 18, 0)))
	require.True(t, hours.Opens(office, on(16, 9, 0)))
	require.False(t, hours.Opens(office, on(16, 12, 30)))
	require.False(t, hours.Opens(office, on(18, 10, 0)))
}

func TestATicketsTimeAndWhyItStandsStill(t *testing.T) {
	t.Parallel() // catalogue.md §8
	settings, calendar := DefaultSettings(), Office()
	ticket := Ticket{Status: TicketDispatched}
	ticket.Start(OfficeHours(), calendar, settings, on(16, 11, 0))
	require.Equal(t, on(16, 16, 0), *ticket.DueAt, "4 hours of reception")
	clock := ticket.Clock(calendar, on(16, 11, 30))
	require.Equal(t, 3*time.Hour+30*time.Minute, clock.Left)
	require.Empty(t, clock.Pause.Key)
	clock = ticket.Clock(calendar, on(16, 12, 30))
	require.Equal(t, 3*time.Hour, clock.Left)
	require.Equal(t, Because("ticket.pause_closed", on(16, 13, 0)), clock.Pause)
	clock = ticket.Clock(calendar, on(17, 10, 0))
	require.Equal(t, -3*time.Hour, clock.Left, "late by reception time too")

	require.NoError(t, ticket.Move(AcceptTicket, on(16, 14, 0)))
	ticket.Start(OfficeHours(), calendar, settings, on(16, 14, 0))
	require.Equal(t, on(19, 14, 0), *ticket.DueAt, "24 hours of reception")
	require.NoError(t, ticket.Move(EscalateTicket, on(17, 9, 0)))
	ticket.Start(OfficeHours(), calendar, settings, on(17, 9, 0))
	require.Nil(t, ticket.DueAt)
	require.Equal(t, "ticket.pause_operator", ticket.Clock(calendar, on(17, 10, 0)).Pause.Key)
	require.NoError(t, ticket.Solve("cause", "solution", 7, on(17, 11, 0)))
	ticket.Start(OfficeHours(), calendar, settings, on(17, 11, 0))
	require.Equal(t, "ticket.pause_buyer", ticket.Clock(calendar, on(17, 12, 0)).Pause.Key)
	require.Error(t, ticket.Lapse(on(24, 10, 59)))
	require.NoError(t, ticket.Lapse(on(24, 11, 0)), "closed by itself after 7 days")
	require.True(t, ticket.Clock(calendar, on(25, 9, 0)).None)
}

func TestWhatMayBeDoneWithATicket(t *testing.T) {
	t.Parallel() // catalogue.md §8
	for act, from := range map[Act][]TicketStatus{
		UrgeTicket:     {TicketDispatched, TicketProcessing}, // 催单
		CancelTicket:   {TicketDispatched},                   // 撤销 only while dispatched
		CloseTicket:    {TicketProcessing},                   // 关闭 while processing
		AcceptTicket:   {TicketDispatched},
		EscalateTicket: {TicketProcessing},
		SolveTicket:    {TicketProcessing, TicketEscalated},
		ConfirmTicket:  {TicketConfirming},
		ReopenTicket:   {TicketConfirming},
	} {
		for _, status := range TicketStatuses {
			can := TicketMoves.Can(status, act)
			wanted := false
			for _, s := range from {
				wanted = wanted || s == status
			}
			require.Equal(t, wanted, can, "%s while %s", act, status)
		}
	}
}

func TestOnlyAFinishedTicketIsDeletedByItsBuyer(t *testing.T) {
	t.Parallel() // catalogue.md §8: buyer side, delete
	now := on(16, 10, 0)
	for _, status := range TicketStatuses {
		ticket := Ticket{Status: status}
		err := ticket.Delete(now)
		require.Equal(t, status == TicketClosed || status == TicketCancelled, err == nil, status)
		require.Equal(t, err == nil, ticket.DeletedAt != nil, status)
	}
	require.Equal(t, []Role{Buyer}, Doers(DeleteTicket))
}

func TestAnAuthorisationIsAskedForGrantedAndDeleted(t *testing.T) {
	t.Parallel() // catalogue.md §8: refused or withdrawn by the buyer, deleted on expiry or at the end
	now := on(16, 10, 0)
	ticket := Ticket{Status: TicketProcessing}
	require.Error(t, ticket.Authorise(3, now), "nobody asked")
	require.NoError(t, ticket.Ask(now))
	require.Error(t, ticket.Ask(now))
	require.NoError(t, ticket.Authorise(3, now))
	require.True(t, ticket.MayEnter(now.AddDate(0, 0, 3).Add(-time.Second)))
	require.False(t, ticket.MayEnter(now.AddDate(0, 0, 3)))
	require.NoError(t, ticket.Refuse(now), "the buyer takes it back")
	require.False(t, ticket.MayEnter(now))
	require.NoError(t, ticket.Ask(now))
	require.NoError(t, ticket.Authorise(3, now))
	require.NoError(t, ticket.Solve("cause", "solution", 7, now))
	require.Equal(t, AccessNone, ticket.Access)
}

func TestATicketIsSolvedWithCauseAndSolutionAndRatedOnce(t *testing.T) {
	t.Parallel() // catalogue.md §8
	now := on(16, 10, 0)
	ticket := Ticket{Status: TicketProcessing}
	require.ElementsMatch(t, []string{"cause", "solution"}, faults(t, ticket.Solve("", " ", 7, now)))
	require.NoError(t, ticket.Solve("cause", "solution", 7, now))
	require.Error(t, ticket.Rate(5, ""), "not before it is closed")
	require.NoError(t, ticket.Move(ConfirmTicket, now))
	require.ElementsMatch(t, []string{"stars"}, faults(t, ticket.Rate(6, "")))
	require.NoError(t, ticket.Rate(4, "fine"))
	require.Error(t, ticket.Rate(5, ""))
}
