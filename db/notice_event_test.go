package db_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// tells is one event of the table of transactions.md §9: the kind of message it becomes, its
// type's code, who hears of it and how, and what makes it happen in life. An event that this
// house does not have yet says why.
type tells struct {
	event    string
	kind     string // of the seller's message
	code     string
	channels string // of the seller: "", "mail", "mail+sms"
	buyer    string // kind of the buyer's message
	operator string // kind of the operator's
	fire     func(clock)
	later    string
}

const (
	inside  = ""
	byMail  = "mail"
	allWays = "mail+sms"
)

func decides(outcome market.AppealOutcome) func(clock) {
	return func(c clock) {
		_, id := c.confirming()
		appeal, err := c.store.FileAppeal(c.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "not what was agreed"})
		require.NoError(c, err)
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Manager).DecideAppeal(c.Context(), appeal, market.Decision{Outcome: outcome, Conclusion: "both were heard"}))
	}
}

// reviewed has the operator refuse the newest request of these kinds.
func reviewed(kinds string) func(clock) {
	return func(c clock) {
		var seller market.SellerID
		var id market.ReviewID
		require.NoError(c, c.shop.DB.Pool().QueryRow(`SELECT seller_id, id FROM reviews WHERE status = 'pending' AND kind ~ $1 ORDER BY submitted_at DESC LIMIT 1`, kinds).Scan(&seller, &id))
		require.NoError(c, c.shop.Seller(seller, market.Reviewer).RejectReview(c.Context(), id, "please complete it"))
	}
}

// statements is a shop with a statement that was just made, and the operator's treasurer there.
func (c clock) statements() (id market.StatementID) {
	c.Helper()
	sell(c.T, c.shop, c.shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	return closed(c.T, c.shop, c.shop.Lanxi, october).ID
}

var told9 = []tells{
	{event: "Buyer submitted requirement", kind: "supervision.submit", code: "101", channels: byMail, fire: func(c clock) { c.confirming() }},
	{event: "User accepted service", kind: "supervision.accept", code: "101", channels: allWays, fire: func(c clock) {
		customer, _, id := watched(c.T, c.shop, c.shop.Lanxi)
		delivered(c.T, customer, c.store, id, nil)
		require.NoError(c, customer.AcceptSupervision(c.Context(), id, ""))
	}},
	{event: "Count of unfinished supervision orders", kind: "supervision.count", code: "901", channels: byMail, fire: func(c clock) {
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).TallyNotice(c.Context()))
	}},
	{event: "Appeal result", kind: "appeal.decide", code: "501", channels: inside, buyer: "appeal.decide", fire: decides(market.OutcomeContinue)},
	{event: "Appeal result, dismissed", kind: "appeal.reject", code: "501", channels: inside, buyer: "appeal.reject", fire: decides(market.OutcomeReject)},
	{event: "Auto-unsubscribed after overdue supervision", kind: "supervision.close", code: "101", channels: allWays, fire: func(c clock) {
		c.choose("supervision_close_days", "365")
		c.pass()
		_, _, id := watched(c.T, c.shop, c.shop.Lanxi)
		c.shop.Clock.Set(c.now.AddDate(1, 0, 1))
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).CloseSupervision(c.Context(), id))
	}},
	{event: "Period product renewed", kind: "order.renew", code: "102", channels: allWays, fire: func(c clock) {
		customer, made := opened(c.T, c.shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
		renewal := wanted(c.shop.Codes["澜溪云 ERP SaaS 版/标准版/month"], 1)
		renewal.Type, renewal.Renews = market.OrderRenew, made.Number
		again, err := customer.PlaceOrder(c.Context(), renewal)
		require.NoError(c, err)
		require.NoError(c, customer.PayOrder(c.Context(), again.ID, market.Payment{Amount: again.Amount, Method: market.Prepaid}))
	}},
	{event: "SaaS interface exception", kind: "fulfilment", code: "501", channels: byMail, fire: func(c clock) {
		c.failing()
		c.turn(c.now.Add(time.Second))
	}},
	{event: "SaaS/API resource open failure", kind: "fulfilment.exhaust", code: "101", channels: byMail, fire: func(c clock) {
		c.failing()
		c.turn(c.now.Add(3*time.Hour + time.Second))
	}},
	{event: "Twice-daily probe failure", kind: "endpoint.probe", code: "501", channels: allWays, fire: func(c clock) {
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).ProbeEndpoint(c.Context(), c.shop.Endpoints["lanxi"],
			[]market.ProbeResult{{Activity: market.ActivityNewInstance, Cause: market.Because("fulfilment.cause_timeout", 5)}}))
	}},
	{event: "User submits unsubscription", kind: "refund.request", code: "101", channels: allWays, fire: func(c clock) {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		c.asks(made, customer, "")
	}},
	{event: "General-product invoice request", kind: "invoice.request", code: "901", channels: allWays, fire: func(c clock) {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		_, err := customer.RequestInvoice(c.Context(), invoiceOver(made))
		require.NoError(c, err)
	}},
	{event: "Ticket raised on product", kind: "ticket.open", channels: allWays, fire: func(c clock) { asked(c.T, c.shop) }},
	{event: "Seller info review, seller change", kind: "review.seller", code: "203", channels: allWays, fire: reviewed("onboarding|seller|certification")},
	{event: "Cleanup of closed-account customers", kind: "instance.clear", code: "103", channels: allWays, fire: func(c clock) {
		customer, _ := opened(c.T, c.shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
		require.NoError(c, customer.ClearInstance(c.Context(), "C-1"))
	}},
	{event: "Product release/change reviewed", kind: "review", channels: allWays, fire: reviewed("^product")},
	{event: "Statement sent", kind: "statement.send", channels: allWays, fire: func(c clock) {
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Treasurer).SendStatement(c.Context(), c.statements()))
	}},
	{event: "Invoice notice", later: "the invoices of a settlement (§6.10)"},
	{event: "Payment request rejected", kind: "statement.reject", channels: byMail, fire: func(c clock) {
		id, desk := c.statements(), c.shop.Seller(c.shop.Lanxi, market.Treasurer)
		require.NoError(c, desk.SendStatement(c.Context(), id))
		require.NoError(c, desk.CountersignStatement(c.Context(), id))
		require.NoError(c, desk.RejectStatement(c.Context(), id, "the account is wrong"))
	}},
	{event: "Payment request paid", kind: "statement.pay", channels: byMail, fire: func(c clock) {
		id, desk := c.statements(), c.shop.Seller(c.shop.Lanxi, market.Treasurer)
		require.NoError(c, desk.SendStatement(c.Context(), id))
		require.NoError(c, desk.CountersignStatement(c.Context(), id))
		require.NoError(c, desk.ApproveStatement(c.Context(), id))
		require.NoError(c, desk.PayStatement(c.Context(), id, "BANK-1", market.DayOf(c.shop.Clock.Now())))
	}},
	{event: "Refund decision", buyer: "refund.approve", fire: func(c clock) {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		require.NoError(c, c.store.ApproveRefund(c.Context(), c.asks(made, customer, ""), "", market.Address{}))
	}},
	{event: "Refund decision, rejected", buyer: "refund.reject", fire: func(c clock) {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		require.NoError(c, c.store.RejectRefund(c.Context(), c.asks(made, customer, ""), "half is done"))
	}},
	{event: "Refund done", buyer: "refund.pay", fire: func(c clock) {
		customer, made, _ := watched(c.T, c.shop, c.shop.Lanxi)
		require.NoError(c, c.store.ApproveRefund(c.Context(), c.asks(made, customer, ""), "", market.Address{}))
		c.turn(c.shop.Clock.Now().Add(time.Minute))
	}},
	{event: "Seller node idle 3, 5 d", kind: "supervision.nudge", code: "901", channels: inside, fire: func(c clock) {
		c.confirming()
		c.turn(c.shop.Clock.Now().Add(121 * time.Hour))
	}},
	{event: "Buyer node idle 3, 5 d", buyer: "supervision.nudge", fire: func(c clock) {
		watched(c.T, c.shop, c.shop.Lanxi)
		c.turn(c.now.Add(121 * time.Hour))
	}},
	{event: "Appeal opened", kind: "appeal.file", code: "501", channels: inside, operator: "appeal.file", fire: func(c clock) {
		customer, _, id := watched(c.T, c.shop, c.shop.Lanxi)
		_, err := customer.FileAppeal(c.Context(), id, market.Complaint{Ground: market.GroundDispute, Reason: "nothing begins"})
		require.NoError(c, err)
	}},
	{event: "Sync interface failed", kind: "instance.sync", code: "501", channels: allWays, fire: func(c clock) {
		customer, made := opened(c.T, c.shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
		_, err := c.shop.DB.Pool().Exec(`UPDATE orders SET sale_type = 'joint' WHERE id = $1`, made.ID)
		require.NoError(c, err)
		require.NoError(c, customer.SyncInstance(c.Context(), made.ID, market.SyncFault{Call: "tenantSync", Code: "000005", Text: "no space left"}))
	}},
	{event: "Demand assigned", kind: "demand.assign", channels: inside, fire: func(c clock) {
		jointly(c.T, c.shop)
		_, err := c.shop.Seller(c.shop.Lanxi, market.Manager).AssignDemand(c.Context(), market.DemandReport{Phone: "13800001234",
			Demand: market.Demand{Name: "ERP for Beiling", ProductID: c.shop.Products[erp], DeliveryMode: "cloud", Kind: "purchase", Request: "two plants", CustomerName: "Beiling"}})
		require.NoError(c, err)
	}},
	{event: "Demand about to close", kind: "demand.remind", channels: inside, fire: func(c clock) {
		var id market.DemandID
		require.NoError(c, c.shop.DB.Pool().QueryRow(`SELECT id FROM demands WHERE seller_id = $1 AND status = 'to_accept' LIMIT 1`, c.shop.Lanxi).Scan(&id))
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).RemindDemand(c.Context(), id))
	}},
	{event: "Export ready", kind: "export.write", code: "901", channels: inside, fire: func(c clock) {
		id, err := c.store.CreateExport(c.Context(), "Orders", "/orders", "csv")
		require.NoError(c, err)
		require.NoError(c, c.shop.Seller(c.shop.Lanxi, market.Clock).WriteExport(c.Context(), id, bytes.NewReader([]byte("number\n"))))
	}},
}

// sheet9 are the rows of transactions.md §9 as they are written there; "Refund decision; refund
// done" and the like stand apart above.
var sheet9 = []string{"Buyer submitted requirement", "User accepted service", "Count of unfinished supervision orders", "Appeal result",
	"Auto-unsubscribed after overdue supervision", "Period product renewed", "SaaS interface exception", "SaaS/API resource open failure", "Twice-daily probe failure",
	"User submits unsubscription", "General-product invoice request", "Ticket raised on product", "Seller info review, seller change",
	"Cleanup of closed-account customers", "Product release/change reviewed", "Statement sent", "Invoice notice", "Payment request rejected", "Payment request paid",
	"Refund decision", "Refund done", "Buyer node idle 3, 5 d", "Seller node idle 3, 5 d", "Appeal opened", "Sync interface failed", "Demand assigned",
	"Demand about to close", "Export ready"}

// lexicon is all words of both languages, by key.
func lexicon(t *testing.T) map[string]map[string]string {
	t.Helper()
	all := map[string]map[string]string{}
	lists, err := filepath.Glob("../views/i18n/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, lists)
	for _, name := range lists {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		some := map[string]map[string]string{}
		require.NoError(t, json.Unmarshal(text, &some))
		for key, said := range some {
			all[key] = said
		}
	}
	return all
}

// transactions.md §9: every event of the table happens in life and is told to whom the table
// says, by the channels it says, in words of both languages.
func TestEveryEventOfTheSheetIsToldToWhomItSays(t *testing.T) {
	t.Parallel()
	for _, row := range sheet9 {
		require.True(t, slices.ContainsFunc(told9, func(e tells) bool { return e.event == row }), "no event for the sheet's %q", row)
	}
	said := lexicon(t)
	for _, e := range told9 {
		if e.later != "" {
			continue
		}
		t.Run(e.event, func(t *testing.T) {
			t.Parallel()
			make := dbtest.New
			if strings.HasPrefix(e.kind, "statement.") {
				make = func(t testing.TB) *dbtest.Shop { return settledShop(t.(*testing.T)) }
			}
			shop := make(t)
			pool := shop.DB.Pool()
			for _, clear := range []string{`DELETE FROM river_job`, `DELETE FROM receivers`, `DELETE FROM delivery_tries`, `DELETE FROM deliveries`, `DELETE FROM notices`, `DELETE FROM desk_notices`, `DELETE FROM customer_messages`} {
				_, err := pool.Exec(clear)
				require.NoError(t, err)
			}
			shop.DB.Deliver(market.Mail, market.SMS)
			c := clock{T: t, shop: shop, now: shop.Clock.Now(), store: shop.Seller(shop.Lanxi), settings: market.DefaultSettings()}
			e.fire(c)

			heard := func(query string, args ...any) {
				t.Helper()
				var reason market.JSON[market.Reason]
				require.NoError(t, pool.QueryRow(query, args...).Scan(&reason), "nobody was told")
				for _, language := range []string{"zh-CN", "en"} {
					require.NotEmpty(t, said[reason.V.Key][language], "%s in %s", reason.V.Key, language)
					for _, arg := range reason.V.Args {
						if word, is := arg.(string); is && strings.HasPrefix(word, "notice.") {
							require.NotEmpty(t, said[word][language], "%s in %s", word, language)
						}
					}
				}
			}
			if e.kind != "" {
				heard(`SELECT reason FROM notices WHERE kind LIKE $1 || '%' ORDER BY at DESC LIMIT 1`, e.kind)
				var kind string
				var typed market.MessageType
				require.NoError(t, pool.QueryRow(`SELECT kind, type FROM notices WHERE kind LIKE $1 || '%' ORDER BY at DESC LIMIT 1`, e.kind).Scan(&kind, &typed))
				if e.kind != "review" {
					require.Equal(t, e.code, typed.Code())
				}
				var ways []string
				rows, err := pool.Query(`SELECT DISTINCT d.channel FROM deliveries d JOIN notices n ON n.seller_id = d.seller_id AND n.id = d.notice_id WHERE n.kind = $1 ORDER BY 1`, kind)
				require.NoError(t, err)
				defer rows.Close()
				for rows.Next() {
					var way string
					require.NoError(t, rows.Scan(&way))
					ways = append(ways, way)
				}
				require.NoError(t, rows.Err())
				require.Equal(t, e.channels, strings.Join(ways, "+"))
			}
			if e.buyer != "" {
				heard(`SELECT reason FROM customer_messages WHERE kind = $1 ORDER BY at DESC LIMIT 1`, e.buyer)
				var ways market.JSON[[]market.Channel]
				require.NoError(t, pool.QueryRow(`SELECT channels FROM customer_messages WHERE kind = $1 ORDER BY at DESC LIMIT 1`, e.buyer).Scan(&ways))
				require.Equal(t, []market.Channel{market.Inbox}, ways.V, "the sheet tells a buyer in-site only")
			}
			if e.operator != "" {
				heard(`SELECT reason FROM desk_notices WHERE kind = $1 ORDER BY at DESC LIMIT 1`, e.operator)
			}
		})
	}
}

// transactions.md §9: whatever happens in a delivery is said to its buyer in a sentence of both
// languages that speaks to the buyer.
func TestABuyerIsToldOfADeliveryInSentences(t *testing.T) {
	t.Parallel()
	said := lexicon(t)
	for _, act := range []market.Act{market.StartSupervision, market.ConfirmSupervision, market.RefuseSupervision, market.DeliverSupervision, market.PresentSupervision,
		market.ProveSupervision, market.ShipSupervision, market.ActivateSupervision, market.AssumeSupervision, market.ApproveSupervision, market.EndorseSupervision,
		market.DeclineSupervision, market.NudgeSupervision, market.UrgeSupervision, market.WarnSupervision, market.RemindSupervision, market.CloseSupervision} {
		for _, language := range []string{"zh-CN", "en"} {
			require.NotEmpty(t, said["notice.to_"+string(act)][language], "%s in %s", act, language)
		}
	}
	shop := dbtest.New(t)
	customer, order, id := watched(t, shop, shop.Lanxi)
	delivered(t, customer, shop.Seller(shop.Lanxi), id, nil)
	var reason market.JSON[market.Reason]
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT reason FROM customer_messages WHERE customer = $1 AND kind = 'supervision.deliver'`, order.CustomerID).Scan(&reason))
	require.Equal(t, "notice.turn_buyer", reason.V.Key, "it is the buyer's own turn to accept")
	require.Contains(t, reason.V.Args, "notice.to_supervision.deliver")
}
