package db_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §2.3: the generic transition table, typed from the sheet. Every act is tried
// at every state by every actor through the store: what the table has leads where it says,
// everything else is refused and changes nothing.
func TestTheDeliveryMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	const frozen = market.Node("FROZEN")
	staff := []market.Role{market.Owner, market.Operations, market.Support}
	sheet := []struct {
		from market.Node
		act  market.Act
		who  []market.Role
		to   market.Node
	}{
		{market.NodeRequirement, market.SubmitSupervision, []market.Role{market.Buyer}, market.NodeReview},
		{market.NodeReview, market.ConfirmSupervision, staff, market.NodeDelivering},
		{market.NodeReview, market.RefuseSupervision, staff, market.NodeRequirement},
		{market.NodeDelivering, market.DeliverSupervision, staff, market.NodePlatform},
		{market.NodePlatform, market.ApproveSupervision, []market.Role{market.Reviewer}, market.NodeEndorse},
		{market.NodePlatform, market.DeclineSupervision, []market.Role{market.Reviewer, market.Manager}, market.NodeDelivering},
		{market.NodeEndorse, market.EndorseSupervision, []market.Role{market.Manager}, market.NodeAccepting},
		{market.NodeEndorse, market.DeclineSupervision, []market.Role{market.Reviewer, market.Manager}, market.NodeDelivering},
		{market.NodeAccepting, market.AcceptSupervision, []market.Role{market.Buyer}, market.NodeDone},
		{market.NodeAccepting, market.RejectSupervision, []market.Role{market.Buyer}, market.NodeDelivering},
	}
	acts := map[market.Act]func(*db.Seller, market.SupervisionID) error{
		market.SubmitSupervision: func(s *db.Seller, id market.SupervisionID) error {
			return s.SubmitSupervision(ctx, id, market.Requirement{Text: "x"})
		},
		market.ConfirmSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.ConfirmSupervision(ctx, id, 0) },
		market.RefuseSupervision:  func(s *db.Seller, id market.SupervisionID) error { return s.RefuseSupervision(ctx, id, 0, "unclear") },
		market.DeliverSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.DeliverSupervision(ctx, id, report()) },
		market.ApproveSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.ApproveSupervision(ctx, id, "") },
		market.EndorseSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.EndorseSupervision(ctx, id, "") },
		market.DeclineSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.DeclineSupervision(ctx, id, "unreadable") },
		market.AcceptSupervision:  func(s *db.Seller, id market.SupervisionID) error { return s.AcceptSupervision(ctx, id, "") },
		market.RejectSupervision:  func(s *db.Seller, id market.SupervisionID) error { return s.RejectSupervision(ctx, id, "not it") },
		market.CloseSupervision:   func(s *db.Seller, id market.SupervisionID) error { return s.CloseSupervision(ctx, id) },
		market.AssumeSupervision:  func(s *db.Seller, id market.SupervisionID) error { return s.AssumeSupervision(ctx, id) },
		market.ReceiveSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.ReceiveSupervision(ctx, id) },
		market.DeploySupervision:  func(s *db.Seller, id market.SupervisionID) error { return s.DeploySupervision(ctx, id, "") },
		market.AgreeSupervision:   func(s *db.Seller, id market.SupervisionID) error { return s.AgreeSupervision(ctx, id, "") },
		market.PresentSupervision: func(s *db.Seller, id market.SupervisionID) error { return s.PresentSupervision(ctx, id, proof()) },
		market.ProveSupervision:   func(s *db.Seller, id market.SupervisionID) error { return s.ProveSupervision(ctx, id, proof()) },
	}
	by := func(role market.Role) *db.Seller {
		if role == market.Buyer {
			return buyer(shop, shop.Lanxi, "C-1")
		}
		return shop.Seller(shop.Lanxi, role)
	}
	way := map[market.Node][]market.Act{
		market.NodeRequirement: {}, market.NodeReview: {market.SubmitSupervision}, market.NodeDelivering: {market.SubmitSupervision, market.ConfirmSupervision},
		market.NodePlatform:  {market.SubmitSupervision, market.ConfirmSupervision, market.DeliverSupervision},
		market.NodeEndorse:   {market.SubmitSupervision, market.ConfirmSupervision, market.DeliverSupervision, market.ApproveSupervision},
		market.NodeAccepting: {market.SubmitSupervision, market.ConfirmSupervision, market.DeliverSupervision, market.ApproveSupervision, market.EndorseSupervision},
		market.NodeDone: {market.SubmitSupervision, market.ConfirmSupervision, market.DeliverSupervision, market.ApproveSupervision, market.EndorseSupervision,
			market.AcceptSupervision},
		market.NodeClosed: {market.SubmitSupervision},
		frozen:            {market.SubmitSupervision, market.ConfirmSupervision},
	}
	at := func(node market.Node) market.SupervisionID {
		shop.Clock.Pass(24 * time.Hour) // a seller's files are counted by the day
		_, _, id := bought(t, shop, market.AccessService, `{}`)
		_, err := shop.DB.Pool().Exec(`UPDATE orders SET sale_type = 'joint' WHERE id = (SELECT order_id FROM supervisions WHERE id = $1)`, id)
		require.NoError(t, err)
		require.NoError(t, by(market.Manager).MarkSupervision(ctx, id, market.Marks{Track: market.TrackEmpowerment}))
		for _, act := range way[node] {
			require.NoError(t, acts[act](by(market.Doers(act)[0]), id), "%s on the way to %s", act, node)
		}
		switch node {
		case market.NodeClosed:
			require.NoError(t, by(market.Manager).TerminateSupervision(ctx, id, "over"))
		case frozen:
			_, err := by(market.Buyer).FileAppeal(ctx, id, market.Complaint{Ground: market.GroundDispute, Reason: "x"})
			require.NoError(t, err)
		}
		return id
	}
	roles := []market.Role{market.Owner, market.Operations, market.Finance, market.Support, market.Reviewer, market.Treasurer, market.Manager, market.Buyer, market.Program, market.Clock}
	for node := range way {
		id := at(node)
		for act, try := range acts {
			var to market.Node
			var who []market.Role
			for _, row := range sheet {
				if row.from == node && row.act == act {
					to, who = row.to, row.who
				}
			}
			for _, role := range roles {
				before := flow(t, by(market.Owner), id)
				err := try(by(role), id)
				after := flow(t, by(market.Owner), id)
				allowed := false
				for _, one := range who {
					allowed = allowed || one == role
				}
				if allowed {
					require.NoError(t, err, "%s at %s by %s", act, node, role)
					require.Equal(t, to, after.Node, "%s at %s", act, node)
					id = at(node)
					continue
				}
				require.True(t, errors.Is(err, market.Denied) || errors.Is(err, conflict) || errors.Is(err, market.NotFound), "%s at %s by %s: %v", act, node, role, err)
				require.Equal(t, before.Version, after.Version, "%s at %s by %s changed something", act, node, role)
			}
		}
	}
}

// transactions.md §2.3: an appeal freezes any unfinished node, a refund closes it.
func TestAnyUnfinishedNodeIsFrozenOrClosed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	for _, steps := range [][]string{{}, {"submit"}, {"submit", "confirm"}, {"submit", "confirm", "deliver"}} {
		for _, ends := range []string{"appeal of the buyer", "appeal of the seller", "refund"} {
			customer, made, id := bought(t, shop, market.AccessService, `{}`)
			for _, step := range steps {
				switch step {
				case "submit":
					require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "x"}))
				case "confirm":
					require.NoError(t, store.ConfirmSupervision(ctx, id, 0))
				case "deliver":
					require.NoError(t, store.DeliverSupervision(ctx, id, proof()))
				}
			}
			node := flow(t, store, id).Node
			var err error
			switch ends {
			case "appeal of the buyer":
				_, err = customer.FileAppeal(ctx, id, market.Complaint{Ground: market.GroundDispute, Reason: "x"})
			case "appeal of the seller":
				_, err = store.FileAppeal(ctx, id, market.Complaint{Ground: market.GroundDispute, Reason: "x"})
			case "refund":
				refund, asked := customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "x"})
				require.NoError(t, asked)
				err = shop.Seller(shop.Lanxi, market.Finance).ApproveRefund(ctx, refund, "", market.Address{})
				node = market.NodeClosed
			}
			require.NoError(t, err, "%s after %v", ends, steps)
			after := flow(t, store, id)
			require.Equal(t, node, after.Node, ends)
			require.Equal(t, ends != "refund", after.Status == market.SupervisionFrozen)
		}
	}
}

// report is a delivery by the empowerment rule (transactions.md §2.6).
func report() market.Delivery {
	d := proof()
	for _, kind := range []market.EvidenceKind{market.EvidenceCloudAuth, market.EvidenceScreenshot, market.EvidenceScreenshot, market.EvidenceScreenshot, market.EvidenceSigned} {
		d.Files = append(d.Files, pdf(kind, string(kind)))
	}
	return d
}
