package db_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §3: the table of an appeal, typed from the sheet. Every act is tried at every
// state, of an appeal of either side, by every role: what the table has leads where it says,
// everything else is refused and changes nothing.
func TestAnAppealMovesAsTheSheetSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, desk := t.Context(), shop.Seller(shop.Lanxi, market.Manager)
	staff, buyers, managers := []market.Role{market.Owner, market.Operations, market.Support}, []market.Role{market.Buyer}, []market.Role{market.Manager}
	decide := func(what market.Decision) func(*db.Seller, market.AppealID) error {
		what.Conclusion = "because"
		return func(s *db.Seller, id market.AppealID) error { return s.DecideAppeal(ctx, id, what) }
	}
	acts := map[string]func(*db.Seller, market.AppealID) error{
		"withdraw": func(s *db.Seller, id market.AppealID) error { return s.WithdrawAppeal(ctx, id) },
		"ask": func(s *db.Seller, id market.AppealID) error {
			return s.AskAppeal(ctx, id, market.PartySeller, "the log")
		},
		"supply": func(s *db.Seller, id market.AppealID) error {
			return s.SupplyAppeal(ctx, id, "here", []market.Upload{pdf(market.EvidenceAppeal, "log")})
		},
		"lapse":    func(s *db.Seller, id market.AppealID) error { return s.LapseAppeal(ctx, id) },
		"continue": decide(market.Decision{Outcome: market.OutcomeContinue}),
		"return":   decide(market.Decision{Outcome: market.OutcomeReturn, ReturnNode: market.NodeReview}),
		"accept":   decide(market.Decision{Outcome: market.OutcomeAccept}),
		"refund":   decide(market.Decision{Outcome: market.OutcomeRefund, Amount: market.Yuan("50.00")}),
		"reject":   decide(market.Decision{Outcome: market.OutcomeReject}),
	}
	sheet := []struct {
		from, act string
		who       []market.Role
		to        market.AppealStatus
		node      market.Node
	}{
		{"pending, the buyer's", "withdraw", buyers, market.AppealWithdrawn, market.NodeAccepting},
		{"pending, the seller's", "withdraw", staff, market.AppealWithdrawn, market.NodeAccepting},
		{"pending", "ask", managers, market.AppealEvidence, market.NodeAccepting},
		{"evidence", "supply", staff, market.AppealPending, market.NodeAccepting},
		{"evidence", "withdraw", buyers, market.AppealWithdrawn, market.NodeAccepting},
		{"pending", "continue", managers, market.AppealDecided, market.NodeAccepting},
		{"pending", "return", managers, market.AppealDecided, market.NodeReview},
		{"pending", "accept", managers, market.AppealDecided, market.NodeDone},
		{"pending", "refund", managers, market.AppealDecided, market.NodeClosed},
		{"pending", "reject", managers, market.AppealRejected, market.NodeAccepting},
	}
	states := map[string][]string{"pending, the buyer's": nil, "pending, the seller's": nil, "evidence": {"ask"}, "decided": {"continue"}, "rejected": {"reject"}, "withdrawn": {"withdraw"}}
	by := map[string]market.Role{"ask": market.Manager, "continue": market.Manager, "reject": market.Manager, "withdraw": market.Buyer}
	at := func(state string) (market.AppealID, market.SupervisionID) {
		shop.Clock.Pass(24 * time.Hour) // files are counted by the day
		customer, _, flow := bought(t, shop, market.AccessService, `{}`)
		delivered(t, customer, shop.Seller(shop.Lanxi), flow, nil)
		filer := customer
		if state == "pending, the seller's" {
			filer = shop.Seller(shop.Lanxi)
		}
		appeal, err := filer.FileAppeal(ctx, flow, market.Complaint{Ground: market.GroundDispute, Reason: "the scope"})
		require.NoError(t, err)
		for _, act := range states[state] {
			require.NoError(t, acts[act](atDoor(shop, by[act]), appeal), "%s on the way to %s", act, state)
		}
		return appeal, flow
	}
	for state := range states {
		id, flowID := at(state)
		for act, try := range acts {
			for _, role := range allRoles {
				before, err := desk.Appeal(ctx, id)
				require.NoError(t, err)
				err = try(atDoor(shop, role), id)
				after, failed := desk.Appeal(ctx, id)
				require.NoError(t, failed)
				allowed := false
				for _, row := range sheet {
					if (row.from == state || row.from == "pending" && len(state) > 8 && state[:8] == "pending,") && row.act == act && slices.Contains(row.who, role) {
						allowed = true
						require.NoError(t, err, "%s at %s by %s", act, state, role)
						require.Equal(t, row.to, after.Status, "%s at %s by %s", act, state, role)
						after := flow(t, desk, flowID)
						require.Equal(t, row.node, after.Node, "%s at %s", act, state)
						require.Equal(t, row.to.Open(), after.Status == market.SupervisionFrozen, "%s at %s: frozen as long as it is open", act, state)
					}
				}
				if allowed {
					id, flowID = at(state)
					continue
				}
				require.True(t, refusal(err), "%s at %s by %s: %v", act, state, role, err)
				require.Equal(t, before, after, "%s at %s by %s changed something", act, state, role)
			}
		}
	}
	id, _ := at("evidence") // five days, then decided on file
	require.ErrorIs(t, atDoor(shop, market.Clock).LapseAppeal(ctx, id), conflict)
	shop.Clock.Pass(5*24*time.Hour + time.Minute)
	require.NoError(t, atDoor(shop, market.Clock).LapseAppeal(ctx, id))
	row, err := desk.Appeal(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.AppealPending, row.Status)
}

// transactions.md §14: what was settled since ships as it says: the bands of the increment
// (14.1), the reminder on and the closing off (14.2), the least amount of a statement (14.3),
// an hour of tries for a release (14.4).
func TestWhatWasSettledSinceIsWhatShips(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	var bands []struct{ From, Ratio string }
	rows, err := shop.DB.Pool().Query(`SELECT from_amount::text, ratio::text FROM rates WHERE kind = 'increment' ORDER BY rates.from_amount`)
	require.NoError(t, err)
	for rows.Next() {
		var one struct{ From, Ratio string }
		require.NoError(t, rows.Scan(&one.From, &one.Ratio))
		bands = append(bands, one)
	}
	require.NoError(t, rows.Err())
	require.Len(t, bands, 2)
	for i, want := range [][2]string{{"500000", "0.01"}, {"1000000", "0.02"}} {
		from, err := market.ReadMoney(bands[i].From)
		require.NoError(t, err)
		require.True(t, from.Equal(market.Yuan(want[0])), bands[i].From)
		require.Contains(t, bands[i].Ratio, want[1])
	}
	settings, err := shop.DB.Settings(t.Context())
	require.NoError(t, err)
	require.False(t, settings.MarginalTiers, "the band reached holds for the whole month")
	require.Zero(t, settings.SupervisionCloseDays)
	require.Equal(t, 180*24*time.Hour, settings.SupervisionRemind.Duration)
	require.True(t, settings.LeastPayout.Equal(market.Yuan("1000.00")))
	require.Equal(t, time.Hour, settings.ReleaseWindow.Duration)
	require.Greater(t, settings.ReleaseWindow.Duration, settings.ReleaseEvery.Duration, "more than once")
}
