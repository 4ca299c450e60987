package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGroundsNeedTheirPapers: transactions.md §3, what a seller must show.
func TestGroundsNeedTheirPapers(t *testing.T) {
	t.Parallel()
	proof := []EvidenceKind{EvidenceSOW, EvidenceAcceptance}
	for _, test := range []struct {
		name   string
		by     Party
		at     Node
		ground Ground
		have   []EvidenceKind
		field  string
	}{
		{"a dispute needs none", PartySeller, NodeReview, GroundDispute, nil, ""},
		{"never accepts, with proof", PartySeller, NodeAccepting, GroundNoAccept, proof, ""},
		{"never accepts, without proof", PartySeller, NodeAccepting, GroundNoAccept, nil, "files"},
		{"never accepts, but it is not the buyer's turn", PartySeller, NodeDelivering, GroundNoAccept, proof, "ground"},
		{"unreachable, without the letter", PartySeller, NodeAccepting, GroundUnreachable, proof, "files"},
		{"unreachable, with the letter", PartySeller, NodeAccepting, GroundUnreachable, append([]EvidenceKind{EvidenceCommitment}, proof...), ""},
		{"buyers have no such ground", PartyBuyer, NodeAccepting, GroundNoAccept, proof, "ground"},
		{"buyer, idle seller", PartyBuyer, NodeDelivering, GroundIdle, nil, ""},
	} {
		err := Complaint{By: test.by, Ground: test.ground, Reason: "why"}.Check(flowAt(test.at).Flow.V, test.at, test.have)
		if test.field == "" {
			require.NoError(t, err, test.name)
			continue
		}
		var problem *Problem
		require.ErrorAs(t, err, &problem, test.name)
		require.Contains(t, problem.Fields, test.field, test.name)
	}
	require.Error(t, Complaint{By: PartyBuyer, Ground: GroundIdle}.Check(flowAt(NodeReview).Flow.V, NodeReview, nil), "a reason is required")
}

// TestDecisions: transactions.md §3, what the operator may decide.
func TestDecisions(t *testing.T) {
	t.Parallel()
	order := Order{Amount: Yuan("100.00"), RefundedAmount: Yuan("40.00")}
	proof := []EvidenceKind{EvidenceSOW, EvidenceAcceptance}
	for _, test := range []struct {
		name   string
		ground Ground
		have   []EvidenceKind
		what   Decision
		field  string
		want   AppealStatus
	}{
		{"continue", GroundDispute, nil, Decision{Outcome: OutcomeContinue, Conclusion: "c"}, "", AppealDecided},
		{"no conclusion", GroundDispute, nil, Decision{Outcome: OutcomeContinue}, "conclusion", ""},
		{"reject", GroundDispute, nil, Decision{Outcome: OutcomeReject, Conclusion: "c"}, "", AppealRejected},
		{"return", GroundDispute, nil, Decision{Outcome: OutcomeReturn, ReturnNode: NodeReview, Conclusion: "c"}, "", AppealDecided},
		{"return forwards", GroundDispute, nil, Decision{Outcome: OutcomeReturn, ReturnNode: NodeAccepting, Conclusion: "c"}, "return_node", ""},
		{"return to where it stands", GroundDispute, nil, Decision{Outcome: OutcomeReturn, ReturnNode: NodeDelivering, Conclusion: "c"}, "return_node", ""},
		{"refuse a return that there is not", GroundDispute, nil, Decision{Outcome: OutcomeRefuse, Conclusion: "c"}, "outcome", ""},
		{"return to no node", GroundDispute, nil, Decision{Outcome: OutcomeReturn, ReturnNode: NodeDone, Conclusion: "c"}, "return_node", ""},
		{"accept with proof", GroundNoAccept, proof, Decision{Outcome: OutcomeAccept, Conclusion: "c"}, "", AppealDecided},
		{"accept without proof", GroundDispute, nil, Decision{Outcome: OutcomeAccept, Conclusion: "c"}, "outcome", ""},
		{"accept, unreachable, no letter", GroundUnreachable, proof, Decision{Outcome: OutcomeAccept, Conclusion: "c"}, "outcome", ""},
		{"the rest", GroundDispute, nil, Decision{Outcome: OutcomeRefund, Amount: Yuan("60.00"), Conclusion: "c"}, "", AppealDecided},
		{"a cent too much", GroundDispute, nil, Decision{Outcome: OutcomeRefund, Amount: Yuan("60.01"), Conclusion: "c"}, "amount", ""},
		{"nothing", GroundDispute, nil, Decision{Outcome: OutcomeRefund, Conclusion: "c"}, "amount", ""},
		{"no outcome", GroundDispute, nil, Decision{Conclusion: "c"}, "outcome", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			appeal := Appeal{Status: AppealPending, Ground: test.ground}
			err := appeal.Decide(test.what, flowAt(NodeDelivering), order, test.have, "manager", friday)
			if test.field == "" {
				require.NoError(t, err)
				require.Equal(t, test.want, appeal.Status)
				return
			}
			var problem *Problem
			require.ErrorAs(t, err, &problem)
			require.Contains(t, problem.Fields, test.field)
			require.Equal(t, AppealPending, appeal.Status)
		})
	}
}

func TestOnlyTheSideThatFiledWithdrawsAndOnlyTheOneAskedSupplies(t *testing.T) {
	t.Parallel()
	appeal := Appeal{Status: AppealPending, FiledBy: PartyBuyer}
	require.Error(t, appeal.Withdraw(PartySeller, friday))
	require.NoError(t, appeal.Ask(PartySeller, "the records", friday))
	require.Error(t, appeal.Supply(PartyBuyer, friday))
	require.NoError(t, appeal.Supply(PartySeller, friday))
	require.NoError(t, appeal.Withdraw(PartyBuyer, friday))
	require.Error(t, appeal.Withdraw(PartyBuyer, friday), "not twice")
}

// transactions.md §3: a new appeal may be filed after a decision, but none over a flow that the
// decision ends: the preview says which.
func TestThePreviewSaysWhetherOneMayAppealAgain(t *testing.T) {
	t.Parallel()
	proof := []EvidenceKind{EvidenceSOW, EvidenceAcceptance}
	order := Order{Amount: Yuan("100.00")}
	for outcome, over := range map[AppealOutcome]bool{OutcomeContinue: false, OutcomeReturn: false, OutcomeReject: false, OutcomeAccept: true, OutcomeRefund: true} {
		s := flowAt(NodeDelivering)
		s.Freeze(friday, friday)
		d := Decision{Outcome: outcome, ReturnNode: NodeReview, Amount: Yuan("40.00"), Conclusion: "c"}
		var keys []string
		for _, e := range (Appeal{Status: AppealPending}).Effects(d, s, order, proof, nil, friday, Office()) {
			keys = append(keys, e.Reason.Key)
		}
		after := s
		after.Settle(Appeal{}, d, friday, Office())
		require.Equal(t, over, after.MayAppeal(PartyBuyer, AppealPolicy{}, friday) != nil, outcome)
		if over {
			require.Contains(t, keys, "appeal.effect_told_over", outcome)
		} else {
			require.Contains(t, keys, "appeal.effect_told", outcome)
		}
	}
}

// transactions.md §3: the operator contacts both sides by mail or phone: whom and what is written
// down, not before it happened, and its own notes stay its own.
func TestWhatTheOperatorWritesDownOfItsCalls(t *testing.T) {
	t.Parallel()
	for field, c := range map[string]AppealContact{
		"":             {Channel: ContactCall, Party: PartyBuyer, Text: "half of it back would do", Shared: true, HeldAt: friday},
		"contact_text": {Channel: ContactCall, Party: PartyBuyer, HeldAt: friday},
		"party":        {Channel: ContactMail, Text: "who?", HeldAt: friday},
		"channel":      {Channel: "pigeon", Party: PartySeller, Text: "x", HeldAt: friday},
		"shared":       {Channel: ContactNote, Text: "to ourselves", Shared: true, HeldAt: friday},
		"held_at":      {Channel: ContactCall, Party: PartySeller, Text: "tomorrow", HeldAt: friday.AddDate(0, 0, 1)},
	} {
		err := c.Check(friday)
		if field == "" {
			require.NoError(t, err)
			continue
		}
		var problem *Problem
		require.ErrorAs(t, err, &problem, field)
		require.Contains(t, problem.Fields, field)
	}
	s := Scene{Flow: flowAt(NodeReview), Contacts: []AppealContact{{Channel: ContactCall, Party: PartyBuyer, Person: "Ms Li", Actor: "Ye", Text: "heard", Shared: true},
		{Channel: ContactNote, Text: "ours"}}}
	require.Len(t, s.See(PartyOperator, AppealPolicy{}, friday).Contacts, 2)
	seen := s.See(PartyBuyer, AppealPolicy{}, friday).Contacts
	require.Len(t, seen, 1, "what is shared")
	require.Empty(t, seen[0].Actor+seen[0].Person, "a buyer deals with the marketplace, not with its people")
	require.Equal(t, "Ye", s.See(PartySeller, AppealPolicy{}, friday).Contacts[0].Actor)
}
