package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// TestManyRefundsSayTogetherWhatTheyDo: transactions.md §4.3: what the preview of approving
// many adds up is what each of their pages foresees.
func TestManyRefundsSayTogetherWhatTheyDo(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	g := visit(t, shop, "finance@lanxi.example")
	var ids []string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT array_agg(x.id) FROM (SELECT r.id FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
		WHERE r.seller_id = $1 AND NOT r.test AND o.currency = 'CNY' ORDER BY (r.status = 'requested') DESC, r.requested_at, r.id LIMIT 3) x`, shop.Lanxi).Scan((*pq.StringArray)(&ids)))
	require.Len(t, ids, 3)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET list_amount = list_amount + 30, coupon_amount = coupon_amount + 30 WHERE seller_id = $1 AND id = (SELECT order_id FROM refunds WHERE seller_id = $1 AND id = $2)`, shop.Lanxi, ids[0])
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`INSERT INTO reductions (seller_id, order_id, kind, subject, number, name, amount) SELECT seller_id, order_id, 'coupon', id, 'C1', 'Spring', 30 FROM refunds WHERE seller_id = $1 AND id = $2`, shop.Lanxi, ids[0])
	require.NoError(t, err)

	answer, _ := g.post("/tasks/draft", url.Values{"act": {"refund.approve"}, "id": ids, "return": {"/refunds"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	path := answer.Header().Get("Location")
	_, page := g.get(path)
	back, fee := market.Money{}, market.Money{}
	ready, coupons, lines, instances, limits := 0, 0, 0, 0, 0
	for _, text := range ids {
		id, err := market.ParseID[market.Refund](text)
		require.NoError(t, err)
		effects, err := store.RefundEffects(t.Context(), id)
		require.NoError(t, err)
		if said(t, shop, `SELECT state FROM task_rows WHERE seller_id = $1 AND task_id = $2 AND subject = $3`, strings.TrimPrefix(path, "/tasks/"), text) != "ready" {
			continue
		}
		ready++
		back, fee = back.Plus(effects.Back), fee.Plus(effects.FeeBack)
		lines += len(effects.Lines)
		if effects.Facts.Coupon != "" {
			coupons++
		}
		if effects.Call == market.ActivityReleaseInstance {
			instances++
		}
		if effects.LimitFreed && effects.Facts.Limited {
			limits++
		}
	}
	require.Positive(t, ready)
	panel := page.Find("#sum-CNY")
	require.Equal(t, 1, panel.Length(), page.Find("main").Text())
	fact := func(label string) string {
		row := panel.Find("dl.facts > div").FilterFunction(func(_ int, row *goquery.Selection) bool { return strings.TrimSpace(row.Find("dt").Text()) == label })
		return strings.Join(strings.Fields(row.Find("dd").Text()), " ")
	}
	require.Contains(t, panel.Find("h2, h3").Text(), strconv.Itoa(ready))
	require.Contains(t, fact("Back to buyers"), i18n.Money(back))
	require.Contains(t, fact("Platform's share back"), i18n.Money(fee))
	require.Equal(t, strconv.Itoa(lines), fact("Statement lines"))
	require.Equal(t, strconv.Itoa(instances), fact("Instances released"))
	require.Equal(t, strconv.Itoa(limits), fact("Limits freed"))
	require.True(t, strings.HasPrefix(fact("Coupons"), strconv.Itoa(coupons)+", "), fact("Coupons"))
	require.Contains(t, fact("Coupons"), "30.00")

	answer, _ = g.post("/tasks/draft", url.Values{"act": {"refund.reject"}, "id": ids, "return": {"/refunds"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	_, page = g.get(answer.Header().Get("Location"))
	require.Zero(t, page.Find("#sum-CNY").Length(), "nothing follows from a refusal")
}
