package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// staged is a delivery with what the seller prepared, what it handed over, a letter to the
// operator, a note of the operator and a call that it shares.
func staged(node Node) Scene {
	s := Scene{Flow: flowAt(node), Order: Order{Status: OrderProcessing, Supervised: true, Amount: Yuan("100.00")}}
	s.Flow.ID = NewID[Supervision](friday)
	prepared, submitted := NewID[SupervisionLog](friday), NewID[SupervisionLog](friday)
	s.Logs = []SupervisionLog{
		{ID: prepared, Party: PartySeller, Act: UploadSupervision, FromNode: NodeDelivering, ToNode: NodeDelivering},
		{ID: submitted, Party: PartyBuyer, Act: SubmitSupervision, FromNode: NodeRequirement, ToNode: NodeReview},
	}
	s.Files = []Evidence{
		{Kind: EvidenceRequirement, Party: PartyBuyer, LogID: &submitted},
		{Kind: EvidenceSOW, Party: PartySeller, LogID: &prepared},
		{Kind: EvidenceCommitment, Party: PartySeller, LogID: &submitted},
	}
	s.Contacts = []AppealContact{{Channel: ContactCall, Shared: true}, {Channel: ContactNote}}
	return s
}

// TestEachSideSeesItsOwn: transactions.md §2.2, §3: a letter of commitment is between seller
// and operator, preparations are the seller's until they are handed over, notes the operator's.
func TestEachSideSeesItsOwn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		reader, as                    Party
		logs, files, contacts, hidden int
	}{
		{PartySeller, PartySeller, 2, 3, 1, 0},
		{PartySeller, PartyBuyer, 1, 1, 1, 3},
		{PartySeller, PartyOperator, 2, 3, 1, 0}, // the operator's note is not shown, nor counted
		{PartyOperator, PartyOperator, 2, 3, 2, 0},
		{PartyOperator, PartySeller, 2, 3, 1, 1},
		{PartyOperator, PartyBuyer, 1, 1, 1, 4},
		{PartyBuyer, PartyBuyer, 1, 1, 1, 0},
	} {
		sight := staged(NodeDelivering).SeeAs(test.reader, test.as, AppealPolicy{}, friday)
		got := []int{len(sight.Logs), len(sight.Files), len(sight.Contacts), sight.Hidden}
		require.Equal(t, []int{test.logs, test.files, test.contacts, test.hidden}, got, "%s as %s", test.reader, test.as)
	}
	handed := staged(NodeAccepting)
	handed.Logs = append([]SupervisionLog{{Party: PartySeller, Act: DeliverSupervision, FromNode: NodeDelivering, ToNode: NodeAccepting}}, handed.Logs...)
	require.Len(t, handed.See(PartyBuyer, AppealPolicy{}, friday).Files, 2, "handed over, but not the letter")
}

// TestWhatASideMayDoIsWhatTheRulesAllow: transactions.md §2.3, §3.
func TestWhatASideMayDoIsWhatTheRulesAllow(t *testing.T) {
	t.Parallel()
	open := func(s Scene, party Party) (may []Act) {
		for _, c := range s.See(party, AppealPolicy{}, friday).Chances {
			if c.Open() {
				may = append(may, c.Act)
			}
		}
		return may
	}
	s := staged(NodeReview)
	require.Equal(t, []Act{ConfirmSupervision, RefuseSupervision, FileAppeal}, open(s, PartySeller))
	require.Equal(t, []Act{FileAppeal, RequestRefund}, open(s, PartyBuyer))
	require.Empty(t, open(s, PartyOperator))

	s.Flow.Freeze(friday, friday)
	s.Appeals = []Appeal{{Status: AppealPending, FiledBy: PartyBuyer}}
	require.Empty(t, open(s, PartySeller), "frozen: nobody acts")
	require.Equal(t, []Act{WithdrawAppeal}, open(s, PartyBuyer))
	require.Equal(t, []Act{DecideAppeal, AskAppeal}, open(s, PartyOperator))

	s.Appeals[0].Status, s.Appeals[0].AskedParty = AppealEvidence, PartySeller
	require.Equal(t, []Act{SupplyAppeal}, open(s, PartySeller))
	require.Equal(t, []Act{WithdrawAppeal}, open(s, PartyBuyer))
	require.Empty(t, open(s, PartyOperator))
}

// TestEffectsSayWhatTheDecisionDoes: transactions.md §3, §4.5: the flow is settled on a copy.
func TestEffectsSayWhatTheDecisionDoes(t *testing.T) {
	t.Parallel()
	s := flowAt(NodeDelivering)
	s.Freeze(friday, friday)
	order, a := Order{Amount: Yuan("100.00")}, Appeal{Status: AppealPending}
	keys := func(d Decision, have []EvidenceKind, block *Reason) (all []string) {
		for _, e := range a.Effects(d, s, order, have, block, friday, Office()) {
			key := e.Reason.Key
			if e.Stop {
				key = "!" + key
			}
			all = append(all, key)
		}
		return all
	}
	told, over := "appeal.effect_told", "appeal.effect_told_over"
	require.Equal(t, []string{"appeal.effect_goes_on", "appeal.effect_due", told}, keys(Decision{Outcome: OutcomeContinue}, nil, nil))
	require.Equal(t, []string{"appeal.effect_goes_back", "appeal.effect_no_limit", told}, keys(Decision{Outcome: OutcomeReturn, ReturnNode: NodeRequirement}, nil, nil))
	require.Equal(t, []string{"!appeal.effect_lacks", "appeal.effect_done", "appeal.effect_billable", over}, keys(Decision{Outcome: OutcomeAccept}, nil, nil))
	require.Equal(t, []string{"appeal.effect_refund_part", "appeal.effect_part_billable", over}, keys(Decision{Outcome: OutcomeRefund, Amount: Yuan("40.00")}, nil, nil))
	invoiced := Because("invoice.return_first")
	require.Equal(t, []string{"appeal.effect_refund_whole", "appeal.effect_not_billable", "appeal.effect_waits_invoice", over},
		keys(Decision{Outcome: OutcomeRefund, Amount: Yuan("100.00")}, nil, &invoiced))
	require.Equal(t, NodeDelivering, s.Node, "only a copy")
	require.Equal(t, SupervisionFrozen, s.Status)
}
