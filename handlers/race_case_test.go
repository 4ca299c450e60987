package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// clash is something of an order that several people want to end, each in their own way: the
// path of its page and the acts that end it.
type clash struct {
	subject string
	path    string
	refund  market.RefundID
	appeal  market.AppealID
}

// clashes are fifty orders of one customer: half of them to be paid back, half of them disputed.
func clashes(t *testing.T, shop *dbtest.Shop) (all []clash) {
	t.Helper()
	counter := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: "C-RACE", Name: "北岭装备制造有限公司"}, false)
	for n, id := range contested(t, shop, 50) {
		flow, err := counter.Supervision(t.Context(), id)
		require.NoError(t, err)
		if n%2 == 0 {
			refund, err := counter.RequestRefund(t.Context(), market.RefundRequest{OrderID: flow.OrderID, Amount: market.Yuan("1.00"), Reason: "plans changed"})
			require.NoError(t, err)
			all = append(all, clash{refund.String(), "/refunds/" + refund.String(), refund, market.AppealID{}})
			continue
		}
		appeal, err := counter.FileAppeal(t.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "not what was agreed"})
		require.NoError(t, err)
		all = append(all, clash{appeal.String(), "/operator/appeals/" + appeal.String(), market.RefundID{}, appeal})
	}
	return all
}

// transactions.md §2.8, §3, §4.3: one hundred clients decide on the same fifty refunds and
// disputes at once while their buyer takes them back: each ends once, the audit says how, and
// whoever was too late reads what was done instead and who did it.
func TestAHundredClientsOnFiftyRefundsAndDisputesLoseNoDecision(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	all := clashes(t, shop)
	counter := world.Buyer(shop.DB, shop.Lanxi, market.Customer{ID: "C-RACE", Name: "北岭装备制造有限公司"}, false)
	sellers := []*guest{visit(t, shop, "owner@lanxi.example"), visit(t, shop, "finance@lanxi.example")}
	manager := visit(t, shop, "manager@platform.example")
	var names []string
	rows, err := shop.DB.Pool().Query(`SELECT name FROM people WHERE email IN ('owner@lanxi.example', 'finance@lanxi.example', 'manager@platform.example')`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		names = append(names, name)
	}
	require.NoError(t, rows.Err())
	names = append(names, "北岭装备制造有限公司")
	shop.Clock.Pass(time.Minute)
	var (
		mu     sync.Mutex
		won    = map[string]int{}
		faults []string
		lost   int
		wait   sync.WaitGroup
		begin  = make(chan struct{})
	)
	for client := range 100 {
		wait.Go(func() {
			<-begin
			for turn := range 3 {
				one := all[(client*7+turn*11)%len(all)]
				typed := fmt.Sprintf("client %d in turn %d decides otherwise", client, turn)
				if (client+turn)%5 == 4 { // the buyer takes it back through the shop front
					var err error
					if one.appeal.IsZero() {
						err = counter.WithdrawRefund(t.Context(), one.refund)
					} else {
						err = counter.WithdrawAppeal(t.Context(), one.appeal)
					}
					mu.Lock()
					if err == nil {
						won[one.subject]++
					} else {
						lost++
					}
					mu.Unlock()
					continue
				}
				who, verb, values := manager, "decide", url.Values{"outcome": {"continue"}, "conclusion": {typed}}
				if one.appeal.IsZero() {
					who, verb, values = sellers[client%2], []string{"approve", "reject"}[turn%2], url.Values{"note": {typed}, "reason": {typed}}
				} else if client%2 == 0 {
					values.Set("outcome", "reject")
				}
				alone := &guest{t: t, router: who.router, cookies: map[string]*http.Cookie{}}
				for name, cookie := range who.cookies {
					alone.cookies[name] = cookie
				}
				answer, page := alone.post(one.path+"/"+verb, values)
				text := strings.Join(strings.Fields(page.Find("main").Text()), " ")
				mu.Lock()
				switch answer.Code {
				case http.StatusSeeOther:
					won[one.subject]++
				case http.StatusConflict:
					lost++
					if !strings.Contains(text, "The last thing done") || !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(text, name) }) {
						faults = append(faults, verb+" was not told who was faster: "+text)
					}
				default:
					faults = append(faults, fmt.Sprintf("%s %s answered %d: %s", verb, one.path, answer.Code, text))
				}
				mu.Unlock()
			}
		})
	}
	close(begin)
	wait.Wait()
	require.Empty(t, faults)
	require.Greater(t, lost, 100, "hardly anybody met")
	for _, one := range all {
		var written int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits WHERE seller_id = $1 AND subject = $2
			AND act IN ('refund.approve', 'refund.reject', 'refund.withdraw', 'appeal.decide', 'appeal.reject', 'appeal.withdraw')`, shop.Lanxi, one.subject).Scan(&written))
		require.LessOrEqual(t, won[one.subject], 1, "%s ended twice", one.path)
		require.Equal(t, won[one.subject], written, "%s: what was accepted is what the audit says", one.path)
	}
}
