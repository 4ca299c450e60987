package db_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// allRoles is every role that there is.
var allRoles = []market.Role{market.Owner, market.Operations, market.Finance, market.Support, market.Reviewer, market.Treasurer, market.Manager,
	market.Buyer, market.Program, market.Clock}

// refundActs are all acts on a refund as their doers do them.
func refundActs(t *testing.T) map[market.Act]func(*db.Seller, market.RefundID) error {
	t.Helper()
	ctx := t.Context()
	photo := []market.Upload{pdf(market.EvidenceAppeal, "scratch")}
	return map[market.Act]func(*db.Seller, market.RefundID) error{
		market.WithdrawRefund: func(s *db.Seller, id market.RefundID) error { return s.WithdrawRefund(ctx, id) },
		market.ApproveRefund:  func(s *db.Seller, id market.RefundID) error { return s.ApproveRefund(ctx, id, "", warehouse) },
		market.RejectRefund:   func(s *db.Seller, id market.RefundID) error { return s.RejectRefund(ctx, id, "no") },
		market.ConfirmRefund:  func(s *db.Seller, id market.RefundID) error { return s.ConfirmRefund(ctx, id) },
		market.DenyRefund:     func(s *db.Seller, id market.RefundID) error { return s.DenyRefund(ctx, id, "no") },
		market.GrantRefund:    func(s *db.Seller, id market.RefundID) error { return s.GrantRefund(ctx, id) },
		market.ShipRefund: func(s *db.Seller, id market.RefundID) error {
			return s.ShipRefund(ctx, id, market.ReturnParcel{Courier: "SF", Tracking: "SF10"})
		},
		market.AcceptRefund:  func(s *db.Seller, id market.RefundID) error { return s.AcceptRefund(ctx, id, "") },
		market.DisputeRefund: func(s *db.Seller, id market.RefundID) error { return s.DisputeRefund(ctx, id, "scratched", photo) },
		market.AppealRefund:  func(s *db.Seller, id market.RefundID) error { return s.AppealRefund(ctx, id, "scratched", photo) },
		market.SettleRefund: func(s *db.Seller, id market.RefundID) error {
			return s.SettleRefund(ctx, id, market.ReturnDecision{Outcome: market.ReturnRefund, Amount: market.Yuan("1.00"), Note: "worn"})
		},
		market.LapseRefund:    func(s *db.Seller, id market.RefundID) error { return s.LapseRefund(ctx, id) },
		market.AssumeRefund:   func(s *db.Seller, id market.RefundID) error { return s.AssumeRefund(ctx, id) },
		market.RemindRefund:   func(s *db.Seller, id market.RefundID) error { return s.RemindRefund(ctx, id) },
		market.EscalateRefund: func(s *db.Seller, id market.RefundID) error { return s.EscalateRefund(ctx, id) },
		market.PayRefund:      func(s *db.Seller, id market.RefundID) error { return s.PayRefund(ctx, id) },
		market.FinishRefund:   func(s *db.Seller, id market.RefundID) error { return s.FinishRefund(ctx, id) },
	}
}

// stage is how a refund of returned hardware comes to a state: what the goods are said to be,
// what was shipped before, and who did what.
type stage struct {
	goods  market.GoodsState
	signed bool
	large  bool
	acts   []market.Act
}

var stages = map[string]stage{
	"transit":       {goods: market.GoodsMissing},
	"requested":     {goods: market.GoodsReceived, signed: true},
	"not received":  {goods: market.GoodsMissing, acts: []market.Act{market.ConfirmRefund}},
	"reviewing":     {goods: market.GoodsMissing, large: true, acts: []market.Act{market.ConfirmRefund, market.ApproveRefund}},
	"returning":     {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.ApproveRefund}},
	"inspecting":    {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.ApproveRefund, market.ShipRefund}},
	"disputed":      {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.ApproveRefund, market.ShipRefund, market.DisputeRefund}},
	"appealed":      {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.ApproveRefund, market.ShipRefund, market.AppealRefund}},
	"approved":      {goods: market.GoodsMissing, acts: []market.Act{market.ConfirmRefund, market.ApproveRefund}},
	"rejected":      {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.RejectRefund}},
	"withdrawn":     {goods: market.GoodsReceived, signed: true, acts: []market.Act{market.WithdrawRefund}},
	"paid":          {goods: market.GoodsMissing, acts: []market.Act{market.ConfirmRefund, market.ApproveRefund, market.PayRefund}},
	"large returns": {goods: market.GoodsReceived, signed: true, large: true, acts: []market.Act{market.ApproveRefund, market.ShipRefund}},
}

func (s stage) at(t *testing.T, shop *dbtest.Shop, name string) (market.RefundID, market.SupervisionID) {
	t.Helper()
	shop.Clock.Pass(24 * time.Hour) // files are counted by the day
	ctx, acts := t.Context(), refundActs(t)
	customer, made, flow := bought(t, shop, market.AccessHardware, `{}`)
	require.NoError(t, shop.Seller(shop.Lanxi).ShipSupervision(ctx, flow, market.Shipment{Courier: "SF", Tracking: "SF9" + made.Number}, market.Delivery{}))
	if s.signed {
		require.NoError(t, customer.TrackSupervision(ctx, flow, market.CourierNews{Tracking: "SF9" + made.Number, State: market.CourierSigned, At: shop.Clock.Now()}))
	}
	refund, err := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: market.Yuan("80.00"), Reason: "too heavy", Goods: s.goods})
	require.NoError(t, err, name)
	if s.large { // without a thousand such orders: the limit of the installation stays as it ships
		_, err := shop.DB.Pool().Exec(`UPDATE orders SET list_amount = 90000, amount = 90000 WHERE id = $1`, made.ID)
		require.NoError(t, err)
		_, err = shop.DB.Pool().Exec(`UPDATE refunds SET amount = 80000 WHERE id = $1`, refund)
		require.NoError(t, err)
	}
	for _, act := range s.acts {
		require.NoError(t, acts[act](atDoor(shop, market.Doers(act)[0]), refund), "%s on the way to %s", act, name)
	}
	return refund, flow
}

// atDoor is the door of Lanxi for the role.
func atDoor(shop *dbtest.Shop, role market.Role) *db.Seller {
	if role == market.Buyer {
		return buyer(shop, shop.Lanxi, "C-1")
	}
	return shop.Seller(shop.Lanxi, role)
}

// refusal is how an act is refused that is not possible, or not for this reader.
func refusal(err error) bool {
	return errors.Is(err, market.Denied) || errors.Is(err, conflict) || errors.Is(err, market.NotFound)
}

// transactions.md §4.3, §4.4: the tables of the negotiated refund and of hardware, typed from
// the sheet. Every act is tried at every state by every role: what the tables have leads
// where they say, everything else is refused and changes nothing.
func TestARefundMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	money, hands := []market.Role{market.Owner, market.Finance}, []market.Role{market.Owner, market.Finance, market.Support}
	sheet := []struct {
		from string
		act  market.Act
		who  []market.Role
		to   market.RefundStatus
	}{
		{"transit", market.ConfirmRefund, []market.Role{market.Manager}, market.RefundRequested},
		{"transit", market.DenyRefund, []market.Role{market.Manager, market.Treasurer}, market.RefundRejected},
		{"transit", market.WithdrawRefund, []market.Role{market.Buyer}, market.RefundWithdrawn},
		{"not received", market.ApproveRefund, money, market.RefundApproved},
		{"not received", market.RejectRefund, money, market.RefundRejected},
		{"not received", market.WithdrawRefund, []market.Role{market.Buyer}, market.RefundWithdrawn},
		{"requested", market.ApproveRefund, money, market.RefundReturning},
		{"requested", market.RejectRefund, money, market.RefundRejected},
		{"requested", market.WithdrawRefund, []market.Role{market.Buyer}, market.RefundWithdrawn},
		{"returning", market.ShipRefund, []market.Role{market.Buyer}, market.RefundInspecting},
		{"returning", market.WithdrawRefund, []market.Role{market.Buyer}, market.RefundWithdrawn},
		{"inspecting", market.AcceptRefund, hands, market.RefundApproved},
		{"inspecting", market.DisputeRefund, hands, market.RefundDisputed},
		{"inspecting", market.AppealRefund, hands, market.RefundAppealed},
		{"large returns", market.AcceptRefund, hands, market.RefundReviewing},
		{"large returns", market.DisputeRefund, hands, market.RefundDisputed},
		{"large returns", market.AppealRefund, hands, market.RefundAppealed},
		{"disputed", market.ShipRefund, []market.Role{market.Buyer}, market.RefundInspecting},
		{"disputed", market.WithdrawRefund, []market.Role{market.Buyer}, market.RefundWithdrawn},
		{"disputed", market.AcceptRefund, hands, market.RefundApproved},
		{"disputed", market.AppealRefund, hands, market.RefundAppealed},
		{"disputed", market.SettleRefund, []market.Role{market.Manager}, market.RefundApproved},
		{"reviewing", market.GrantRefund, []market.Role{market.Manager, market.Treasurer}, market.RefundApproved},
		{"reviewing", market.DenyRefund, []market.Role{market.Manager, market.Treasurer}, market.RefundRejected},
		{"approved", market.PayRefund, []market.Role{market.Clock}, market.RefundPaid},
	}
	acts := refundActs(t)
	for name, s := range stages {
		id, _ := s.at(t, shop, name)
		for act, try := range acts {
			for _, role := range allRoles {
				before := refundOf(t, atDoor(shop, market.Owner), id)
				err := try(atDoor(shop, role), id)
				after := refundOf(t, atDoor(shop, market.Owner), id)
				allowed := false
				for _, row := range sheet {
					if row.from == name && row.act == act && slices.Contains(row.who, role) {
						allowed = true
						require.NoError(t, err, "%s at %s by %s", act, name, role)
						require.Equal(t, row.to, after.Status, "%s at %s by %s", act, name, role)
					}
				}
				if allowed {
					id, _ = s.at(t, shop, name)
					continue
				}
				require.True(t, refusal(err), "%s at %s by %s: %v", act, name, role, err)
				require.Equal(t, before, after, "%s at %s by %s changed something", act, name, role)
			}
		}
	}
}

// transactions.md §2.3, §3: while an appeal freezes the delivery nobody decides on a refund of
// it, whatever its state, and none is asked for; afterwards its time goes on where it stood.
func TestNobodyActsOnARefundWhileAnAppealFreezesTheDelivery(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, acts, desk := t.Context(), refundActs(t), shop.Seller(shop.Lanxi, market.Manager)
	calendar, err := shop.DB.Calendar(ctx)
	require.NoError(t, err)
	for _, name := range []string{"transit", "requested", "not received", "reviewing", "returning", "inspecting", "disputed"} {
		id, flow := stages[name].at(t, shop, name)
		before := refundOf(t, desk, id)
		appeal, err := atDoor(shop, market.Buyer).FileAppeal(ctx, flow, market.Complaint{Ground: market.GroundDispute, Reason: "broken"})
		require.NoError(t, err, name)
		for act, try := range acts {
			for _, role := range market.Doers(act) {
				err := try(atDoor(shop, role), id)
				var problem *market.Problem
				require.ErrorAs(t, err, &problem, "%s at %s by %s", act, name, role)
				require.Equal(t, "refund.is_frozen", problem.Reason.Key, "%s at %s by %s", act, name, role)
			}
		}
		require.Equal(t, before, refundOf(t, desk, id), name)
		_, err = atDoor(shop, market.Buyer).RequestRefund(ctx, market.RefundRequest{OrderID: before.OrderID, Amount: market.Yuan("1.00"), Reason: "x"})
		require.ErrorIs(t, err, conflict)

		froze := shop.Clock.Now()
		shop.Clock.Pass(11 * 24 * time.Hour)
		require.ErrorContains(t, atDoor(shop, market.Clock).LapseRefund(ctx, id), "refund.is_frozen", "no timer goes on")
		require.NoError(t, desk.DecideAppeal(ctx, appeal, market.Decision{Outcome: market.OutcomeContinue, Conclusion: "go on"}))
		thawed := refundOf(t, desk, id)
		want := before.DueAt.Add(shop.Clock.Now().Sub(froze))
		if before.Status == market.RefundRequested || before.Status == market.RefundDisputed {
			want = calendar.Plus(*before.DueAt, calendar.Between(froze, shop.Clock.Now()))
		}
		require.WithinDuration(t, want, *thawed.DueAt, time.Second, name)
		if name == "returning" {
			require.Contains(t, shop.JobsFor(t, id), market.LapseRefund)
			require.ErrorIs(t, atDoor(shop, market.Clock).LapseRefund(ctx, id), conflict, "not yet")
			shop.Clock.Pass(thawed.DueAt.Sub(shop.Clock.Now()) + time.Minute)
			require.NoError(t, atDoor(shop, market.Clock).LapseRefund(ctx, id), "its time went on")
		}
	}
}

// transactions.md §4.4: an appeal over the inspection is decided by the operator, and every
// outcome is carried out on the return: money, effects, timers, messages and both stories.
func TestEveryOutcomeOfAReturnsAppealIsCarriedOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		what   market.Decision
		status market.RefundStatus
		order  market.OrderStatus
		back   string
		act    market.Act
	}{
		{"the whole", market.Decision{Outcome: market.OutcomeRefund, Amount: market.Yuan("200.00"), Conclusion: "as new"}, market.RefundPaid, market.OrderRefunded, "200.00", market.SettleRefund},
		{"a part", market.Decision{Outcome: market.OutcomeRefund, Amount: market.Yuan("60.00"), Conclusion: "scratched"}, market.RefundPaid, market.OrderCompleted, "60.00", market.SettleRefund},
		{"nothing", market.Decision{Outcome: market.OutcomeRefuse, Conclusion: "another device"}, market.RefundRejected, market.OrderProcessing, "0.00", market.SettleRefund},
		{"dismissed", market.Decision{Outcome: market.OutcomeReject, Conclusion: "no fault"}, market.RefundInspecting, market.OrderProcessing, "0.00", market.SettleRefund},
		{"taken back", market.Decision{}, market.RefundInspecting, market.OrderProcessing, "0.00", market.WithdrawAppeal},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			ctx, store, desk := t.Context(), shop.Seller(shop.Lanxi), shop.Seller(shop.Lanxi, market.Manager)
			customer, made := received(t, shop)
			refund, err := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "too heavy", Goods: market.GoodsReceived})
			require.NoError(t, err)
			require.NoError(t, store.ApproveRefund(ctx, refund, "", warehouse))
			require.NoError(t, customer.ShipRefund(ctx, refund, market.ReturnParcel{Courier: "SF", Tracking: "SF10"}))
			inspect := *refundOf(t, store, refund).DueAt
			shop.Clock.Pass(48 * time.Hour)
			require.NoError(t, store.AppealRefund(ctx, refund, "the frame is broken", []market.Upload{pdf(market.EvidenceAppeal, "broken")}))
			var found []market.AppealID
			flow, err := store.SupervisionOf(ctx, made.ID)
			require.NoError(t, err)
			appeals, err := store.AppealsOf(ctx, flow.ID)
			require.NoError(t, err)
			for _, a := range appeals {
				found = append(found, a.ID)
				require.Equal(t, refund, *a.RefundID)
				require.Equal(t, market.GroundReturn, a.Ground)
			}
			require.Len(t, found, 1)
			require.Equal(t, market.SupervisionFrozen, flow.Status)
			require.ErrorIs(t, desk.SettleRefund(ctx, refund, market.ReturnDecision{Outcome: market.ReturnRefuse, Note: "x"}), conflict, "its appeal decides")
			tooMuch := market.Decision{Outcome: market.OutcomeRefund, Amount: made.Amount.Plus(market.Yuan("0.01")), Conclusion: "x"}
			require.ErrorIs(t, desk.DecideAppeal(ctx, found[0], tooMuch), invalid)

			shop.Clock.Pass(72 * time.Hour)
			if test.act == market.WithdrawAppeal {
				require.NoError(t, store.WithdrawAppeal(ctx, found[0]))
				require.WithinDuration(t, inspect.Add(72*time.Hour), *refundOf(t, store, refund).DueAt, time.Second, "what was left of the fifteen days")
			} else {
				require.NoError(t, desk.DecideAppeal(ctx, found[0], test.what))
			}
			if test.name == "dismissed" {
				require.WithinDuration(t, shop.Clock.Now().AddDate(0, 0, 15), *refundOf(t, store, refund).DueAt, time.Second, "fifteen fresh days")
			}
			shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
			ended, after := refundOf(t, store, refund), order(t, store, made.ID)
			require.Equal(t, test.status, ended.Status)
			require.Equal(t, test.order, after.Status)
			require.Equal(t, test.back, after.RefundedAmount.String())
			logs, err := store.RefundLogs(ctx, refund)
			require.NoError(t, err)
			steps, evidence := map[market.Act]market.Party{}, 0
			for _, l := range logs {
				steps[l.Act] = l.Party
				if l.Act == market.AppealRefund {
					evidence = len(l.Files)
				}
			}
			want := market.PartyOperator
			if test.act == market.WithdrawAppeal {
				want = market.PartySeller
			}
			require.Equal(t, want, steps[test.act])
			require.Equal(t, 1, evidence, "the appeal's evidence stands in the refund's story")
			events, err := store.OrderTimeline(ctx, after, "", market.Ask{Size: 200})
			require.NoError(t, err)
			told := map[string]int{}
			for _, e := range events.Rows {
				told[e.Act]++
			}
			for _, act := range []market.Act{market.RequestRefund, market.ApproveRefund, market.ShipRefund, market.AppealRefund, market.FileAppeal} {
				require.Equal(t, 1, told[string(act)], "%s in the order's timeline, once", act)
			}
			if test.status == market.RefundInspecting {
				require.Contains(t, shop.JobsFor(t, refund), market.AssumeRefund)
				shop.Clock.Pass(ended.DueAt.Sub(shop.Clock.Now()) + time.Minute)
				require.NoError(t, atDoor(shop, market.Clock).AssumeRefund(ctx, refund), "not inspected in time after all")
			}
		})
	}
}
