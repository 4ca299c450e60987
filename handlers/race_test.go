package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// contested are paid orders of a service whose requirement waits for the seller.
func contested(t *testing.T, shop *dbtest.Shop, count int) (flows []market.SupervisionID) {
	t.Helper()
	client := market.Customer{ID: "C-RACE", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021"}
	counter := world.Buyer(shop.DB, shop.Lanxi, client, false)
	for range count {
		order, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: shop.Codes["澜溪云 ERP 配套服务/基础实施/once"],
			Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true})
		require.NoError(t, err)
		require.NoError(t, counter.PayOrder(t.Context(), order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
		flow, err := shop.Seller(shop.Lanxi).SupervisionOf(t.Context(), order.ID)
		require.NoError(t, err)
		require.NoError(t, counter.SubmitSupervision(t.Context(), flow.ID, market.Requirement{Text: "三个仓库的期初库存"}))
		flows = append(flows, flow.ID)
	}
	return flows
}

// One hundred clients act on the same fifty orders at once: what was accepted is what the
// audit says, and whoever was too late reads who did what, with the own words still there.
func TestAHundredClientsOnFiftyOrdersLoseNoUpdate(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	flows := contested(t, shop, 50)
	seen := map[market.SupervisionID]int{}
	for _, id := range flows {
		flow, err := shop.Seller(shop.Lanxi).Supervision(t.Context(), id)
		require.NoError(t, err)
		seen[id] = flow.Version
	}
	people := []*guest{visit(t, shop, "owner@lanxi.example"), visit(t, shop, "operations@lanxi.example"), visit(t, shop, "support@lanxi.example"),
		visit(t, shop, "manager@platform.example")}
	var (
		mu     sync.Mutex
		done   = map[string]int{}
		faults []string
		lost   int
		wait   sync.WaitGroup
		begin  = make(chan struct{})
	)
	for client := range 100 {
		wait.Go(func() {
			<-begin
			for turn := range 5 {
				id := flows[(client*7+turn*11)%len(flows)]
				who, verb := people[(client+turn)%len(people)], "confirm"
				path := "/supervisions/" + id.String()
				typed := fmt.Sprintf("client %d in turn %d cannot read the plan", client, turn)
				values := url.Values{"seen": {fmt.Sprint(seen[id])}, "reason": {typed}}
				switch {
				case (client+turn)%len(people) == 3:
					verb, path = "terminate", "/operator"+path
					values.Set("outcome", "refund")
				case client%2 == 0:
					verb = "refuse"
				}
				alone := &guest{t: t, router: who.router, cookies: map[string]*http.Cookie{}}
				for name, cookie := range who.cookies {
					alone.cookies[name] = cookie
				}
				answer, page := alone.post(path+"/"+verb, values)
				mu.Lock()
				switch text := page.Find("main").Text(); answer.Code {
				case http.StatusSeeOther:
					done["supervision."+verb]++
				case http.StatusConflict:
					lost++
					if !strings.Contains(text, "The last thing done") {
						faults = append(faults, verb+" was not told who was faster: "+strings.Join(strings.Fields(text), " "))
					}
					if verb == "refuse" && !strings.Contains(text, typed) {
						faults = append(faults, "what was typed is gone")
					}
				default:
					faults = append(faults, fmt.Sprintf("%s %s answered %d: %s", verb, path, answer.Code, strings.Join(strings.Fields(text), " ")))
				}
				mu.Unlock()
			}
		})
	}
	close(begin)
	wait.Wait()
	require.Empty(t, faults)
	require.Greater(t, lost, 100, "hardly anybody met")

	written := map[string]int{}
	rows, err := shop.DB.Pool().Query(`SELECT a.act, count(*) FROM audits a JOIN supervisions v ON v.seller_id = a.seller_id AND v.id::text = a.subject
		JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id WHERE o.customer_id = 'C-RACE'
		AND a.act IN ('supervision.confirm', 'supervision.refuse', 'supervision.terminate') GROUP BY a.act`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var act string
		var n int
		require.NoError(t, rows.Scan(&act, &n))
		written[act] = n
	}
	require.NoError(t, rows.Err())
	require.Equal(t, done, written, "every accepted act is in the audit, and nothing else")
	var wrong int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE o.customer_id = 'C-RACE' AND v.version <> 2 + (SELECT count(*) FROM audits a WHERE a.seller_id = v.seller_id AND a.subject = v.id::text
			AND a.act IN ('supervision.confirm', 'supervision.refuse', 'supervision.terminate'))`).Scan(&wrong))
	require.Zero(t, wrong, "a version was written over another")
}
