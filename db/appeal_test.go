package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

func TestAnAppealStopsTheFlowAndItsClock(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made, id := watched(t, shop, shop.Lanxi)
	store, manager := shop.Seller(shop.Lanxi, market.Support), shop.Seller(shop.Lanxi, market.Manager)
	require.NoError(t, customer.SubmitSupervision(t.Context(), id, market.Requirement{Text: "x"}))
	calendar, err := shop.DB.Calendar(t.Context())
	require.NoError(t, err)
	due := *flow(t, store, id).DueAt // Friday 10:42 + 3 working days

	shop.Clock.Pass(2 * time.Hour) // 12:42
	appeal, err := customer.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "the price"})
	require.NoError(t, err)
	left := flow(t, store, id).Left(shop.Clock.Now(), calendar)

	require.ErrorIs(t, store.ConfirmSupervision(t.Context(), id, 0), conflict, "frozen (§2.8)")
	_, err = customer.RequestRefund(t.Context(), market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("1.00"), Reason: "x"})
	require.ErrorIs(t, err, conflict, "no refund while frozen (§3)")
	_, err = store.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundOther, Reason: "me too"})
	require.ErrorIs(t, err, conflict, "only one open appeal")

	shop.Clock.Pass(3 * 24 * time.Hour) // over the weekend to Monday 12:42
	require.Equal(t, left, flow(t, store, id).Left(shop.Clock.Now(), calendar), "stands still")
	require.NoError(t, manager.DecideAppeal(t.Context(), appeal, market.Decision{Outcome: market.OutcomeContinue, Conclusion: "go on"}))

	thawed := flow(t, store, id)
	require.Equal(t, market.NodeReview, thawed.Node)
	require.Equal(t, market.SupervisionRunning, thawed.Status)
	require.Equal(t, 9*time.Hour, thawed.Paused, "one working day: the weekend does not count")
	require.True(t, thawed.DueAt.Equal(calendar.Plus(due, 9*time.Hour)))
	require.Equal(t, left, thawed.Left(shop.Clock.Now(), calendar))
	require.NoError(t, store.ConfirmSupervision(t.Context(), id, 0))
	_, err = customer.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "again"})
	require.NoError(t, err, "a new appeal may be filed after a decision (§3)")
}

// TestEveryOutcomeIsCarriedOut: transactions.md §3.
func TestEveryOutcomeIsCarriedOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		what   market.Decision
		node   market.Node
		status market.OrderStatus
		appeal market.AppealStatus
	}{
		{"continue", market.Decision{Outcome: market.OutcomeContinue}, market.NodeAccepting, market.OrderProcessing, market.AppealDecided},
		{"reject", market.Decision{Outcome: market.OutcomeReject}, market.NodeAccepting, market.OrderProcessing, market.AppealRejected},
		{"return", market.Decision{Outcome: market.OutcomeReturn, ReturnNode: market.NodeReview}, market.NodeReview, market.OrderProcessing, market.AppealDecided},
		{"accept", market.Decision{Outcome: market.OutcomeAccept}, market.NodeDone, market.OrderCompleted, market.AppealDecided},
		{"refund all", market.Decision{Outcome: market.OutcomeRefund, Amount: market.Yuan("600.00")}, market.NodeClosed, market.OrderRefunded, market.AppealDecided},
		{"refund a part", market.Decision{Outcome: market.OutcomeRefund, Amount: market.Yuan("200.00")}, market.NodeClosed, market.OrderCompleted, market.AppealDecided},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			customer, made, id := watched(t, shop, shop.Lanxi)
			store, manager := shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
			delivered(t, customer, store, id, nil)
			appeal, err := store.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundNoAccept, Reason: "never accepts"})
			require.NoError(t, err)

			require.ErrorIs(t, manager.DecideAppeal(t.Context(), appeal, test.what), invalid, "a conclusion is required")
			test.what.Conclusion = "because"
			require.ErrorIs(t, store.DecideAppeal(t.Context(), appeal, test.what), market.Denied)
			require.NoError(t, manager.DecideAppeal(t.Context(), appeal, test.what))
			shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute)) // the refund is paid

			require.Equal(t, test.node, flow(t, store, id).Node)
			ended := order(t, store, made.ID)
			require.Equal(t, test.status, ended.Status)
			require.True(t, ended.RefundedAmount.Equal(test.what.Amount))
			decided, err := store.Appeal(t.Context(), appeal)
			require.NoError(t, err)
			require.Equal(t, test.appeal, decided.Status)
			require.Equal(t, "because", decided.Conclusion)
			require.ErrorIs(t, manager.DecideAppeal(t.Context(), appeal, test.what), conflict, "not twice")
		})
	}
}

func TestMoreEvidenceIsAskedForSuppliedAndOtherwiseLapses(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, _, id := watched(t, shop, shop.Lanxi)
	store, manager := shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
	appeal, err := customer.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundIdle, Reason: "nothing happens"})
	require.NoError(t, err)
	require.NoError(t, manager.AskAppeal(t.Context(), appeal, market.PartySeller, "the import log"))
	require.Equal(t, market.PartySeller, flow(t, store, id).Turn)
	require.ErrorIs(t, customer.SupplyAppeal(t.Context(), appeal, "", []market.Upload{pdf(market.EvidenceAppeal, "x")}), conflict)
	require.ErrorIs(t, store.SupplyAppeal(t.Context(), appeal, "here", nil), invalid)
	require.NoError(t, store.SupplyAppeal(t.Context(), appeal, "here", []market.Upload{pdf(market.EvidenceAppeal, "log")}))
	require.Equal(t, market.PartyOperator, flow(t, store, id).Turn)

	require.NoError(t, manager.AskAppeal(t.Context(), appeal, market.PartyBuyer, "the contract"))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 0, 4))
	row, err := store.Appeal(t.Context(), appeal)
	require.NoError(t, err)
	require.Equal(t, market.AppealEvidence, row.Status, "the first question's five days do not end the second's")
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().AddDate(0, 0, 2))
	row, err = store.Appeal(t.Context(), appeal)
	require.NoError(t, err)
	require.Equal(t, market.AppealPending, row.Status, "decided on file after five days (§3)")

	require.ErrorIs(t, store.WithdrawAppeal(t.Context(), appeal), conflict, "only who filed it")
	require.NoError(t, customer.WithdrawAppeal(t.Context(), appeal))
	require.Equal(t, market.SupervisionRunning, flow(t, store, id).Status)
}

func TestTheOlderPolicyIsASwitch(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, _, id := watched(t, shop, shop.Lanxi)
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('legacy_appeals', 'true', now())`)
	require.NoError(t, err)
	shop.Clock.Pass(time.Minute)
	store := shop.Seller(shop.Lanxi)
	complaint := market.Complaint{Ground: market.GroundIdle, Reason: "no requirement comes"}
	_, err = store.FileAppeal(t.Context(), id, complaint)
	require.ErrorIs(t, err, conflict)
	shop.Clock.Pass(5 * 24 * time.Hour)
	_, err = store.FileAppeal(t.Context(), id, complaint)
	require.NoError(t, err)
}

func TestTheOperatorsQueueIsByWhatIsDue(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	operator := shop.DB.Operator(shop.Actor(market.Manager))
	customer, _, first := watched(t, shop, shop.Lanxi)
	other, _, second := watched(t, shop, shop.Yunzhan)
	a, err := customer.FileAppeal(t.Context(), first, market.Complaint{Ground: market.GroundOther, Reason: "one"})
	require.NoError(t, err)
	shop.Clock.Pass(time.Minute)
	b, err := other.FileAppeal(t.Context(), second, market.Complaint{Ground: market.GroundOther, Reason: "two"})
	require.NoError(t, err)
	p, err := operator.Appeals(t.Context(), market.AppealSearch{Open: true}, market.Ask{Size: 100, Sort: "due_at", Up: true})
	require.NoError(t, err)
	var ids []market.AppealID
	for _, row := range p.Rows {
		if row.ID == a || row.ID == b {
			ids = append(ids, row.ID)
		}
	}
	require.Equal(t, []market.AppealID{a, b}, ids)
	row, err := operator.Appeal(t.Context(), b)
	require.NoError(t, err)
	require.Equal(t, shop.Yunzhan, row.SellerID)
	shop.Clock.Pass(time.Minute)
	require.NoError(t, operator.Seller(row.SellerID).DecideAppeal(t.Context(), b, market.Decision{Outcome: market.OutcomeReject, Conclusion: "no"}))
	act, _ := shop.LastAudit(t, shop.Yunzhan)
	require.Equal(t, market.RejectAppeal, act, "the seller's own audit shows it")
}
