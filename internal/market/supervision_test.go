package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// friday is 2026-11-20 10:00 in Shanghai.
var friday = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

func flowAt(node Node) Supervision {
	s := Supervision{Flow: JSON[Flow]{V: StandardFlow(DefaultSettings())}}
	s.Begin(friday, Office())
	if node != NodeRequirement {
		s.enter(node, friday, Office())
	}
	return s
}

// TestEveryActAtEveryNode is the table of transactions.md §2.3: what is not listed is refused.
func TestEveryActAtEveryNode(t *testing.T) {
	t.Parallel()
	type at struct {
		node Node
		act  Act
	}
	leads := map[at]Node{
		{NodeRequirement, SubmitSupervision}: NodeReview,
		{NodeReview, ConfirmSupervision}:     NodeDelivering,
		{NodeReview, RefuseSupervision}:      NodeRequirement,
		{NodeDelivering, DeliverSupervision}: NodeAccepting,
		{NodeAccepting, AcceptSupervision}:   NodeDone,
		{NodeAccepting, RejectSupervision}:   NodeDelivering,
	}
	acts := []Act{SubmitSupervision, ConfirmSupervision, RefuseSupervision, DeliverSupervision, AcceptSupervision, RejectSupervision}
	for _, node := range []Node{NodeRequirement, NodeReview, NodeDelivering, NodeAccepting, NodeDone, NodeClosed} {
		for _, act := range acts {
			s := flowAt(node)
			err := s.Do(act, friday, Office())
			to, allowed := leads[at{node, act}]
			if !allowed {
				require.ErrorIs(t, err, Conflict(""), "%s at %s", act, node)
				require.Equal(t, node, s.Node, "%s at %s moves nothing", act, node)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, to, s.Node, "%s at %s", act, node)
			require.Equal(t, s.Step().Party, s.Turn)

			frozen := flowAt(node)
			frozen.Freeze(friday, friday)
			require.ErrorContains(t, frozen.Do(act, friday, Office()), "supervision.is_frozen", "§2.8: frozen by an appeal")
		}
	}
}

func TestOnlyTheRightPartyMayDoAnAct(t *testing.T) {
	t.Parallel()
	for act, who := range map[Act]Party{
		SubmitSupervision: PartyBuyer, AcceptSupervision: PartyBuyer, RejectSupervision: PartyBuyer,
		ConfirmSupervision: PartySeller, RefuseSupervision: PartySeller, DeliverSupervision: PartySeller,
	} {
		for _, role := range []Role{Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager, Buyer, Program, Clock} {
			actor := Actor{Roles: []Role{role}}
			expected := actor.Party() == who && role != Finance && role != Program
			require.Equal(t, expected, actor.May(act), "%s by %s", act, role)
		}
	}
}

func TestRejectionsAreCounted(t *testing.T) {
	t.Parallel()
	s := flowAt(NodeReview)
	require.NoError(t, s.Do(RefuseSupervision, friday, Office()))
	require.NoError(t, s.Do(SubmitSupervision, friday, Office()))
	require.NoError(t, s.Do(ConfirmSupervision, friday, Office()))
	require.NoError(t, s.Do(DeliverSupervision, friday, Office()))
	require.NoError(t, s.Do(RejectSupervision, friday, Office()))
	require.Equal(t, 1, s.SellerRejects)
	require.Equal(t, 1, s.BuyerRejects)
}

// TestFrozenTimeDoesNotCount: a node entered on Friday at 10 has three working days. Whatever
// stands still in between is put behind, over weekends too.
func TestFrozenTimeDoesNotCount(t *testing.T) {
	t.Parallel()
	hour := time.Hour
	for _, test := range []struct {
		name           string
		frozen, thawed time.Duration // after Friday 10:00
		paused, left   time.Duration
		due            string // in Shanghai
	}{
		{"within an afternoon", 4 * hour, 6 * hour, 2 * hour, 23 * hour, "11-25 12:00"},
		{"over the weekend", 4 * hour, 3 * 24 * hour, 5 * hour, 23 * hour, "11-25 15:00"},
		{"only on the weekend", 26 * hour, 50 * hour, 0, 19 * hour, "11-25 10:00"},
		{"into the evening and out at night", 7 * hour, 12 * hour, hour, 20 * hour, "11-25 11:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := flowAt(NodeReview)
			s.Freeze(friday.Add(test.frozen), friday)
			still := s.Left(friday.Add(test.frozen), Office())
			require.Equal(t, still, s.Left(friday.Add(test.thawed), Office()), "the countdown stands still")

			s.Thaw(friday.Add(test.thawed), Office())
			require.Equal(t, test.paused, s.Paused)
			require.Equal(t, test.left, s.Left(friday.Add(test.thawed), Office()))
			require.Equal(t, still, s.Left(friday.Add(test.thawed), Office()), "and goes on where it stood")
			require.Equal(t, test.due, s.DueAt.In(Shanghai).Format("01-02 15:04"))
			require.Equal(t, SupervisionRunning, s.Status)
			require.Equal(t, PartySeller, s.Turn)
		})
	}
}

func TestALateNodeStaysAsLateAsItWas(t *testing.T) {
	t.Parallel()
	s := flowAt(NodeReview) // due Wednesday 10:00
	late := friday.Add(5*24*time.Hour + 2*time.Hour)
	require.Equal(t, -2*time.Hour, s.Left(late, Office()))
	s.Freeze(late, late)
	s.Thaw(late.Add(48*time.Hour), Office())
	require.Equal(t, -2*time.Hour, s.Left(late.Add(48*time.Hour), Office()))
}

func TestDeliveryNeedsItsDocumentsAndAnOpeningTimeWithinItsBounds(t *testing.T) {
	t.Parallel()
	paid := friday.Add(-72 * time.Hour)
	at := func(d time.Duration) *time.Time { moment := friday.Add(d); return &moment }
	for _, test := range []struct {
		name   string
		have   []EvidenceKind
		opened *time.Time
		field  string // "" is accepted
	}{
		{"both documents", []EvidenceKind{EvidenceSOW, EvidenceAcceptance}, nil, ""},
		{"no SOW", []EvidenceKind{EvidenceAcceptance, EvidenceOther}, nil, "files"},
		{"no acceptance document", []EvidenceKind{EvidenceSOW}, nil, "files"},
		{"opened when paid", []EvidenceKind{EvidenceSOW, EvidenceAcceptance}, at(-72 * time.Hour), ""},
		{"opened before it was paid", []EvidenceKind{EvidenceSOW, EvidenceAcceptance}, at(-73 * time.Hour), "opened_at"},
		{"opened now", []EvidenceKind{EvidenceSOW, EvidenceAcceptance}, at(0), ""},
		{"opened in the future", []EvidenceKind{EvidenceSOW, EvidenceAcceptance}, at(time.Minute), "opened_at"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := flowAt(NodeDelivering)
			err := s.Deliver(Delivery{OpenedAt: test.opened, Result: "done"}, test.have, paid, friday, Office())
			if test.field == "" {
				require.NoError(t, err)
				require.Equal(t, NodeAccepting, s.Node)
				return
			}
			var problem *Problem
			require.ErrorAs(t, err, &problem)
			require.Contains(t, problem.Fields, test.field)
			require.Equal(t, NodeDelivering, s.Node)
		})
	}
}

// TestEffectiveTime is the worked example of transactions.md §1.4.
func TestEffectiveTime(t *testing.T) {
	t.Parallel()
	opened, accepted := Day{2026, 1, 1}.Begin(), Day{2026, 2, 1}.Begin()
	for _, test := range []struct {
		name   string
		opened *time.Time
		from   time.Time
		ends   Day
	}{
		{"left empty", nil, accepted, Day{2026, 3, 1}},
		{"typed", &opened, opened, Day{2026, 2, 1}},
	} {
		order := Order{Status: OrderProcessing, Charging: ChargePeriod, PeriodType: PerMonth, Periods: 1}
		flow := Supervision{OpenedAt: test.opened}
		require.NoError(t, order.Complete(flow.Effective(accepted), accepted))
		require.Equal(t, test.from, *order.EffectiveAt, test.name)
		require.Equal(t, test.ends, DayOf(*order.ExpiresAt), test.name)
	}
}
