package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// queue reads the whole queue of a seller in small pages.
func queue(t *testing.T, shop *dbtest.Shop, seller market.SellerID, search market.StallSearch, size int) (all []market.Stall) {
	t.Helper()
	ask := market.Ask{Size: size}
	for {
		p, err := shop.Seller(seller).Stalls(t.Context(), search, ask)
		require.NoError(t, err)
		all = append(all, p.Rows...)
		if p.Next == "" {
			return all
		}
		ask.After = p.Next
	}
}

// standing are the states in which an order waits for somebody.
const standing = `SELECT count(*) FROM orders o WHERE o.seller_id = $1 AND NOT o.test AND (o.status = 'pending_payment'
	OR EXISTS (SELECT 1 FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id AND v.status IN ('running', 'frozen'))
	OR EXISTS (SELECT 1 FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id AND f.status IN ('processing', 'retrying'))
	OR EXISTS (SELECT 1 FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id AND f.status = 'exhausted'
		AND f.activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance'))
	OR EXISTS (SELECT 1 FROM refunds r WHERE r.seller_id = o.seller_id AND r.order_id = o.id AND r.status NOT IN ('paid', 'rejected', 'withdrawn'))
	OR EXISTS (SELECT 1 FROM invoice_orders h JOIN invoices i ON i.seller_id = h.seller_id AND i.id = h.invoice_id
		WHERE h.seller_id = o.seller_id AND h.order_id = o.id AND i.status = 'requested')
	OR o.status = 'completed' AND o.postpaid AND o.repaid_at IS NULL
	OR o.status = 'processing' AND NOT o.supervised AND o.type NOT IN ('unsubscribe', 'unsubscribe_renewal') AND NOT EXISTS (SELECT 1 FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id
		AND f.status IN ('queued', 'processing', 'retrying')))`

func TestEveryOrderThatDoesNotMoveStandsInTheQueueOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, seller := range []market.SellerID{shop.Lanxi, shop.Yunzhan} {
		all := queue(t, shop, seller, market.StallSearch{}, 7)
		require.Equal(t, all, queue(t, shop, seller, market.StallSearch{}, 1000), "page by page as at once")
		seen := map[market.OrderID]bool{}
		for i, s := range all {
			require.False(t, seen[s.OrderID], "order %s stands twice, last for %s", s.Number, s.Cause)
			seen[s.OrderID] = true
			require.True(t, i == 0 || !s.RankAt.Before(all[i-1].RankAt), "what is due first comes first")
		}
		var n int
		require.NoError(t, shop.DB.Pool().QueryRow(standing, seller).Scan(&n))
		require.Len(t, all, n)
	}
}

// The statement narrows by what it can see; the rules have the last word. Both must agree.
func TestTheQueueFiltersAsTheRulesJudge(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, seller := range []market.SellerID{shop.Lanxi, shop.Yunzhan} {
		all := queue(t, shop, seller, market.StallSearch{}, 1000)
		by := func(keep func(market.Stall) bool) (ids []market.OrderID) {
			for _, s := range all {
				if keep(s) {
					ids = append(ids, s.OrderID)
				}
			}
			return ids
		}
		found := func(search market.StallSearch) (ids []market.OrderID) {
			for _, s := range queue(t, shop, seller, search, 1000) {
				ids = append(ids, s.OrderID)
			}
			return ids
		}
		for _, cause := range market.StallCauses {
			require.Equal(t, by(func(s market.Stall) bool { return s.Cause == cause }), found(market.StallSearch{Cause: cause}), cause)
		}
		counts, err := shop.Seller(seller).StallCounts(t.Context())
		require.NoError(t, err)
		for _, owner := range []market.Party{market.PartySeller, market.PartyBuyer, market.PartyOperator, market.PartySystem} {
			ids := by(func(s market.Stall) bool { return s.Owner == owner })
			require.Equal(t, ids, found(market.StallSearch{Owner: owner}), owner)
			require.Equal(t, len(ids), counts.Of(owner), owner)
		}
		late := by(func(s market.Stall) bool { return s.Late(shop.Clock.Now()) })
		require.Equal(t, late, found(market.StallSearch{Late: true}))
		require.Equal(t, len(late), counts.Late)
		ago := shop.Clock.Now().Add(-72 * time.Hour)
		require.Equal(t, by(func(s market.Stall) bool { return !s.Since.After(ago) }), found(market.StallSearch{Until: &ago}))
		require.Equal(t, by(func(s market.Stall) bool { return s.Since.After(ago) }), found(market.StallSearch{After: &ago}))
		if len(all) > 0 {
			require.Contains(t, found(market.StallSearch{Text: all[0].Number}), all[0].OrderID)
		}
	}
}

// transactions.md §2.3, §3, §4.3: the deadlines are those that the timers keep.
func TestTheQueuesDeadlinesAreTheTimers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	causes := map[market.StallCause]int{}
	for _, s := range queue(t, shop, shop.Lanxi, market.StallSearch{}, 1000) {
		causes[s.Cause]++
		require.NotEmpty(t, s.Act(), s.Cause)
		var due *time.Time
		switch s.Where() {
		case market.Supervisions:
			due = s.Flow.DueAt
		case market.Appeals:
			due = &s.Appeal.DueAt
		default:
			continue
		}
		require.Equal(t, due, s.DueAt, s.Number)
	}
	require.Greater(t, len(causes), 5, "the demo shows many causes: %v", causes)
}

func TestTheOperatorsQueueIsThatOfAllSellers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	one := len(queue(t, shop, shop.Lanxi, market.StallSearch{}, 1000)) + len(queue(t, shop, shop.Yunzhan, market.StallSearch{}, 1000)) +
		len(queue(t, shop, shop.Qinghe, market.StallSearch{}, 1000))
	store := shop.DB.Operator(shop.Actor(market.Manager))
	p, err := store.Stalls(t.Context(), market.StallSearch{}, market.Ask{Size: 1000})
	require.NoError(t, err)
	require.Len(t, p.Rows, one)
	require.Equal(t, one, p.Count.N)
	require.NotEmpty(t, p.Rows[0].CompanyName)

	ask := market.Ask{Size: 5}
	first, err := store.Stalls(t.Context(), market.StallSearch{}, ask)
	require.NoError(t, err)
	ask.After = first.Next
	second, err := store.Stalls(t.Context(), market.StallSearch{}, ask)
	require.NoError(t, err)
	again, err := store.Stalls(t.Context(), market.StallSearch{}, market.Ask{Size: 5, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, first.Rows, again.Rows)
}

// catalogue.md §0.6: whoever holds a product is in charge of its orders.
func TestWhoHoldsAProductIsInChargeOfItsStalledOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	search := market.StallSearch{Owner: market.PartySeller}
	var free market.Stall
	for _, s := range queue(t, shop, shop.Lanxi, search, 1000) {
		if s.Where() == market.Supervisions && len(s.Handlers) == 0 {
			free = s
		}
	}
	require.NotEmpty(t, free.Number)
	_, err := shop.DB.Pool().Exec(`INSERT INTO grants (seller_id, member_id, product_id, granted_at)
		SELECT $1, id, $2, now() FROM members WHERE seller_id = $1 AND (roles ? 'support' OR roles = '["finance"]') AND removed_at IS NULL`, shop.Lanxi, free.ProductID)
	require.NoError(t, err)
	for _, s := range queue(t, shop, shop.Lanxi, search, 1000) {
		if s.OrderID == free.OrderID {
			require.Len(t, s.Handlers, 1, "support hands over, finance does not")
		}
	}
}

// transactions.md §1.2, §2.3, §4.3: an order's page says whose turn it is as the queue does.
func TestAnOrderWaitsForWhatTheQueueSays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	mine, other := shop.Seller(shop.Lanxi), shop.Seller(shop.Yunzhan)
	all := queue(t, shop, shop.Lanxi, market.StallSearch{}, 100)
	require.NotEmpty(t, all)
	for _, stall := range all {
		order, err := mine.Order(t.Context(), stall.OrderID)
		require.NoError(t, err)
		found, err := mine.StallOf(t.Context(), order)
		require.NoError(t, err)
		require.NotNil(t, found, stall.Number)
		require.Equal(t, stall, *found)
		require.NotEmpty(t, found.Otherwise().Key)

		found, err = other.StallOf(t.Context(), order)
		require.NoError(t, err)
		require.Nil(t, found, "another seller's order waits for nothing here")
	}
}

// transactions.md §4.3, §4.4: an order that waits for a refund waits for whoever has it now, since
// that side has it.
func TestARefundIsWaitedForSinceWhoeverHasItHasIt(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	causes := map[string]market.StallCause{"transit": market.StallDeciding, "asked": market.StallRefund, "returning": market.StallReturning,
		"inspecting": market.StallInspecting, "disputed": market.StallDeciding, "appealed": market.StallDeciding, "large": market.StallDeciding}
	owners := map[market.StallCause]market.Party{market.StallDeciding: market.PartyOperator, market.StallRefund: market.PartySeller,
		market.StallReturning: market.PartyBuyer, market.StallInspecting: market.PartySeller}
	for name, cause := range causes {
		name = "lanxi return " + name
		order, err := shop.Seller(shop.Lanxi).Order(t.Context(), shop.Orders[name])
		require.NoError(t, err)
		stall, err := shop.Seller(shop.Lanxi).StallOf(t.Context(), order)
		require.NoError(t, err)
		require.Equal(t, cause, stall.Cause, name)
		require.Equal(t, owners[cause], stall.Owner, name)
		logs, err := shop.Seller(shop.Lanxi).RefundLogs(t.Context(), shop.Refunds[name])
		require.NoError(t, err)
		require.WithinDuration(t, logs[0].At, stall.Since, time.Second, name)
		require.NotEmpty(t, stall.Act(), name)
	}
}
