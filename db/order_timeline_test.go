package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// everything reads an order's timeline in small pages.
func everything(t *testing.T, shop *dbtest.Shop, order market.Order, kind market.EventKind, size int) (all []market.Event) {
	t.Helper()
	ask := market.Ask{Size: size}
	for {
		p, err := shop.Seller(order.SellerID).OrderTimeline(t.Context(), order, kind, ask)
		require.NoError(t, err)
		all = append(all, p.Rows...)
		if p.Next == "" {
			return all
		}
		ask.After = p.Next
	}
}

// longest is the order of the seller to which most happened.
func longest(t *testing.T, shop *dbtest.Shop, where string) market.Order {
	t.Helper()
	var id market.OrderID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT o.id FROM orders o WHERE o.seller_id = $1 AND NOT o.test AND `+where+`
		ORDER BY (SELECT count(*) FROM supervisions v JOIN supervision_logs l ON l.seller_id = v.seller_id AND l.supervision_id = v.id
			WHERE v.seller_id = o.seller_id AND v.order_id = o.id) DESC, o.id LIMIT 1`, shop.Lanxi).Scan(&id))
	order, err := shop.Seller(shop.Lanxi).Order(t.Context(), id)
	require.NoError(t, err)
	return order
}

func TestATimelineReadInPagesHasEveryEntryOnceAndInOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order := longest(t, shop, `true`)
	whole := everything(t, shop, order, "", 500)
	require.Greater(t, len(whole), 6)
	require.Equal(t, whole, everything(t, shop, order, "", 3))
	for i := 1; i < len(whole); i++ {
		require.False(t, whole[i].At.After(whole[i-1].At), "newest first")
	}
	require.Equal(t, string(market.PlaceOrder), whole[len(whole)-1].Act, "it begins with the order itself")

	back, err := shop.Seller(shop.Lanxi).OrderTimeline(t.Context(), order, "", market.Ask{Size: 3})
	require.NoError(t, err)
	second, err := shop.Seller(shop.Lanxi).OrderTimeline(t.Context(), order, "", market.Ask{Size: 3, After: back.Next})
	require.NoError(t, err)
	first, err := shop.Seller(shop.Lanxi).OrderTimeline(t.Context(), order, "", market.Ask{Size: 3, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, back.Rows, first.Rows)
}

func TestTheKindsOfATimelineAddUp(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seen := map[market.EventKind]bool{}
	rows, err := shop.DB.Pool().Query(`SELECT id FROM orders WHERE seller_id = $1 AND NOT test ORDER BY id`, shop.Lanxi)
	require.NoError(t, err)
	var ids []market.OrderID
	for rows.Next() {
		var id market.OrderID
		require.NoError(t, rows.Scan(&id))
		ids = append(ids, id)
	}
	require.NoError(t, rows.Err())
	store := shop.Seller(shop.Lanxi)
	for _, id := range ids {
		order, err := store.Order(t.Context(), id)
		require.NoError(t, err)
		counts, err := store.OrderEventCounts(t.Context(), id)
		require.NoError(t, err)
		sum := map[market.EventKind]int{}
		for _, e := range everything(t, shop, order, "", 100) {
			sum[e.Kind]++
			require.NotEmpty(t, e.Act)
			require.NotEmpty(t, e.Party)
			require.Contains(t, market.EventKinds, e.Kind)
		}
		require.Equal(t, sum, map[market.EventKind]int(counts), order.Number)
		for kind := range counts {
			seen[kind] = true
		}
	}
	for _, kind := range market.EventKinds {
		require.True(t, seen[kind] || kind == market.EventUsage, "the demo shows no %s", kind) // the small world leaves use out
	}
}

// transactions.md §1.2 to §6: payment, calls, supervision, refund in one thread.
func TestATimelineTellsWhoDidWhatAndWhy(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order := longest(t, shop, `EXISTS (SELECT 1 FROM refunds r WHERE r.seller_id = o.seller_id AND r.order_id = o.id AND r.status = 'paid' AND r.cause = 'negotiated')`)
	acts := map[string]market.Event{}
	for _, e := range everything(t, shop, order, "", 100) {
		acts[e.Act] = e
	}
	paid := acts[string(market.PayOrder)]
	require.Equal(t, market.EventPayment, paid.Kind)
	require.Equal(t, order.CustomerName, paid.Actor)
	require.True(t, order.Amount.Equal(*paid.Amount))
	require.Equal(t, "order.then_supervision", paid.Reason.Key)
	asked := acts[string(market.RequestRefund)]
	require.NotEmpty(t, asked.Quote)
	require.NotEmpty(t, asked.Name)
	approved := acts[string(market.ApproveRefund)]
	require.Equal(t, market.PartySeller, approved.Party)
	require.NotEmpty(t, approved.Actor)
	require.NotEmpty(t, acts[string(market.PayRefund)].Subject)
}

func TestAnothersOrderHasNoTimeline(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	order := longest(t, shop, `true`)
	p, err := shop.Seller(shop.Yunzhan).OrderTimeline(t.Context(), order, "", market.Ask{})
	require.NoError(t, err)
	require.Empty(t, p.Rows)
	_, err = shop.Seller(shop.Yunzhan).OrderEventCounts(t.Context(), order.ID)
	require.ErrorIs(t, err, market.NotFound)
}
