package market

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestWhoMayAppealWhen: transactions.md §3, "Who/when, current" and "Who/when, legacy", line
// by line.
func TestWhoMayAppealWhen(t *testing.T) {
	t.Parallel()
	current, legacy := AppealPolicy{IdleDays: 5, Rejects: 3}, AppealPolicy{Legacy: true, IdleDays: 5, Rejects: 3}
	const day = 24 * time.Hour
	for _, test := range []struct {
		name                        string
		policy                      AppealPolicy
		by                          Party
		at                          Node
		idle                        time.Duration
		sellerRejects, buyerRejects int
		may                         bool
	}{
		{"current: seller, any node", current, PartySeller, NodeReview, 0, 0, 0, true},
		{"current: seller, the buyer's node", current, PartySeller, NodeAccepting, 0, 0, 0, true},
		{"current: buyer, own node", current, PartyBuyer, NodeRequirement, 0, 0, 0, true},
		{"current: buyer, platform's node", current, PartyBuyer, NodePlatform, 0, 0, 0, true},

		{"legacy: seller, requirement idle 5 d", legacy, PartySeller, NodeRequirement, 5 * day, 0, 0, false},
		{"legacy: seller, requirement idle > 5 d", legacy, PartySeller, NodeRequirement, 5*day + time.Second, 0, 0, true},
		{"legacy: seller, acceptance idle > 5 d", legacy, PartySeller, NodeAccepting, 5*day + time.Second, 0, 0, true},
		{"legacy: seller, own node idle does not count", legacy, PartySeller, NodeDelivering, 9 * day, 0, 0, false},
		{"legacy: seller, platform's node idle does not count", legacy, PartySeller, NodePlatform, 9 * day, 0, 0, false},
		{"legacy: seller, confirming after 3 rejections", legacy, PartySeller, NodeReview, 0, 3, 0, false},
		{"legacy: seller, confirming after > 3 rejections", legacy, PartySeller, NodeReview, 0, 4, 0, true},
		{"legacy: seller, implementing after 3 rejections", legacy, PartySeller, NodeDelivering, 0, 0, 3, false},
		{"legacy: seller, implementing after > 3 rejections", legacy, PartySeller, NodeDelivering, 0, 0, 4, true},
		{"legacy: seller, rejections count at no buyer's node", legacy, PartySeller, NodeAccepting, 0, 0, 4, false},
		{"legacy: buyer, seller idle 5 d", legacy, PartyBuyer, NodeDelivering, 5 * day, 0, 0, false},
		{"legacy: buyer, seller idle > 5 d", legacy, PartyBuyer, NodeDelivering, 5*day + time.Second, 0, 0, true},
		{"legacy: buyer, confirming idle > 5 d", legacy, PartyBuyer, NodeReview, 6 * day, 0, 0, true},
		{"legacy: buyer, own node idle does not count", legacy, PartyBuyer, NodeAccepting, 9 * day, 0, 0, false},
		{"legacy: buyer, 3 rejections", legacy, PartyBuyer, NodeRequirement, 0, 3, 0, false},
		{"legacy: buyer, > 3 rejections", legacy, PartyBuyer, NodeRequirement, 0, 4, 0, true},
		{"legacy: buyer, > 3 of its own", legacy, PartyBuyer, NodeAccepting, 0, 0, 4, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			flow, _ := FlowTemplate(FlowStandard, DefaultSettings())
			s := Supervision{Flow: JSON[Flow]{V: flow.Reviewed(true)}, Status: SupervisionRunning, Node: test.at,
				EnteredAt: friday.Add(-test.idle), SellerRejects: test.sellerRejects, BuyerRejects: test.buyerRejects}
			err := s.MayAppeal(test.by, test.policy, friday)
			if test.may {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
		})
	}
	for _, status := range []SupervisionStatus{SupervisionFrozen, SupervisionDone, SupervisionClosed} {
		s := flowAt(NodeReview)
		s.Status = status
		require.Error(t, s.MayAppeal(PartyBuyer, current, friday), "no second appeal, none over a finished flow: %s", status)
	}
}

// TestEveryMoveOfAnAppeal: transactions.md §3, the state table: every act in every state is
// allowed or refused exactly as it is written there.
func TestEveryMoveOfAnAppeal(t *testing.T) {
	t.Parallel()
	allowed := map[AppealStatus]map[Act]AppealStatus{
		AppealPending: {WithdrawAppeal: AppealWithdrawn, AskAppeal: AppealEvidence, DecideAppeal: AppealDecided, RejectAppeal: AppealRejected},
		AppealEvidence: {SupplyAppeal: AppealPending, LapseAppeal: AppealPending,
			WithdrawAppeal: AppealWithdrawn}, // "not yet decided"
		AppealDecided: {}, AppealRejected: {}, AppealWithdrawn: {},
	}
	for _, status := range AppealStatuses {
		for _, act := range []Act{WithdrawAppeal, AskAppeal, SupplyAppeal, LapseAppeal, DecideAppeal, RejectAppeal} {
			next, err := AppealMoves.Next(status, act)
			to, may := allowed[status][act]
			require.Equal(t, may, err == nil, "%s in %s", act, status)
			if may {
				require.Equal(t, to, next, "%s in %s", act, status)
			}
		}
	}
}

// TestWhoMayDoWhatOfAnAppeal: transactions.md §3, the column "actor".
func TestWhoMayDoWhatOfAnAppeal(t *testing.T) {
	t.Parallel()
	buyer, seller, operator, clock := []Role{Buyer}, []Role{Owner, Operations, Support}, []Role{Manager}, []Role{Clock}
	for act, may := range map[Act][]Role{
		FileAppeal: append(buyer, seller...), WithdrawAppeal: append(buyer, seller...), SupplyAppeal: append(buyer, seller...),
		AskAppeal: operator, DecideAppeal: operator, RejectAppeal: operator, AssignAppeal: operator, ContactAppeal: operator,
		LapseAppeal: clock, RemindAppeal: clock,
	} {
		for _, role := range []Role{Owner, Operations, Finance, Support, Buyer, Reviewer, Treasurer, Manager, Program, Clock} {
			var wanted bool
			for _, r := range may {
				wanted = wanted || r == role
			}
			require.Equal(t, wanted, Actor{Roles: []Role{role}}.May(act), "%s by %s", act, role)
		}
	}
}
