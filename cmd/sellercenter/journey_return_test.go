package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// types puts a value into the field of that id, where several of a page share their name.
func (w *walker) types(id, value string) {
	w.t.Helper()
	require.True(w.t, eval[bool](w, `(() => { const field = document.getElementById(`+quoted(id)+`); if (!field) return false; field.value = `+quoted(value)+`; return true })()`), "%s: %s", id, w.main())
}

// TestJourneyReturnedHardwareIsDisputedAndDecided: transactions.md §4.4, §3: the seller plays
// its own buyer in the sandbox, so that every step of both sides and of the operator is one of
// a page.
func TestJourneyReturnedHardwareIsDisputedAndDecided(t *testing.T) {
	t.Parallel()
	shop := open(t)
	counter, made, id := shop.buys("澜溪门店收银一体机")
	ctx := t.Context()
	seller := shop.signIn("owner@lanxi.example", "en")
	seller.open("/supervisions/" + id.String() + "/ship")
	seller.fill("courier", "SF")
	seller.fill("tracking", "SF7700001")
	seller.sends("ship")
	require.NoError(t, counter.TrackSupervision(ctx, id, market.CourierNews{Tracking: "SF7700001", State: market.CourierSigned, At: shop.Clock.Now()}))
	refund, err := counter.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "It does not fit the counter.", Goods: market.GoodsReceived, ContactShown: true})
	require.NoError(t, err)
	page := "/refunds/" + refund.String()

	seller.open(page)
	seller.sees("It does not fit the counter.")
	seller.sees("The goods come back first")
	seller.fill("place", "9 Cangqian Road, Hangzhou")
	seller.fill("recipient", "Returns desk")
	seller.fill("phone", "13900001111")
	seller.sends("approve")
	seller.sees("To be sent back")
	back, err := counter.ReturnAddress(ctx, refund)
	require.NoError(t, err)
	require.Equal(t, "Returns desk", back.Recipient)
	require.NoError(t, counter.ShipRefund(ctx, refund, market.ReturnParcel{Courier: "SF", Tracking: "SF7700002"}))

	seller.open(page)
	seller.sees("SF7700002")
	seller.sound()
	seller.fill("fault", "The second screen is cracked.")
	seller.sends("dispute")
	seller.sees("Add photos or evidence.")
	require.Equal(t, "The second screen is cracked.", eval[string](seller, `document.querySelector("textarea[name=fault]").value`), "what was typed is kept")
	seller.attach("photos", paper(t, "cracked.pdf", pdf))
	seller.sends("dispute")
	seller.sees("Inspection disputed")
	seller.open(page + "?as_side=buyer")
	seller.sees("This is what the buyer sees now.")
	seller.sees("Send the goods back")
	seller.sees("cracked.pdf")
	seller.sound()

	seller.open(page)
	seller.fill("fault", "The buyer does not answer; repair costs 1,860 yuan.")
	seller.attach("photos", paper(t, "repair.pdf", pdf))
	seller.press("form button[formaction$='/appeal']")
	seller.sees("Under appeal")
	seller.sees("repair.pdf")
	seller.open(page)
	appeal := seller.text(".banner a[href^='/appeals/']", "href")
	require.NotEmpty(t, appeal)

	manager := shop.signIn("manager@platform.example", "en")
	manager.open("/operator" + appeal)
	manager.sees("The second screen is cracked.")
	manager.sees("cracked.pdf")
	manager.sees("repair.pdf")
	manager.sound()
	manager.fill("outcome", "refund")
	manager.fill("amount", "999999")
	manager.fill("conclusion", "Damaged on the way back; the repair is deducted.")
	manager.press("form[action$='/decide'] button[name=preview]")
	manager.sees("it is CNY 999,999.00")
	require.Equal(t, "Damaged on the way back; the repair is deducted.", eval[string](manager, `document.querySelector("#conclusion").value`), "what was typed is kept")
	manager.fill("outcome", "refund")
	manager.fill("amount", made.Amount.Minus(market.Yuan("1860.00")).String())
	manager.press("form[action$='/decide'] button[name=preview]")
	manager.sees("What this decision does")
	manager.press("#preview .btn[data-look=primary]")
	manager.sees("Decided")

	shop.Turn(t, shop.works, shop.Clock.Now().Add(time.Minute))
	seller.open(page)
	seller.sees("Refunded")
	seller.sees("Damaged on the way back; the repair is deducted.")
	seller.sees("2,820.00")
	seller.open("/orders/" + made.ID.String())
	seller.sees("Completed")
	var told []string
	rows, err := shop.DB.Pool().Query(`SELECT kind FROM customer_messages WHERE customer = $1 ORDER BY at, id`, "C-77")
	require.NoError(t, err)
	for rows.Next() {
		var kind string
		require.NoError(t, rows.Scan(&kind))
		told = append(told, kind)
	}
	require.NoError(t, rows.Err())
	for _, kind := range []market.Act{market.ApproveRefund, market.DisputeRefund, market.FileAppeal, market.DecideAppeal, market.SettleRefund, market.PayRefund} {
		require.Contains(t, told, string(kind))
	}
}

// TestJourneyTheSandboxSendsHardwareBack: transactions.md §4.4, §10.1: the seller tries a return
// as its own buyer, every act on a page, each with the request that a shop front sends.
func TestJourneyTheSandboxSendsHardwareBack(t *testing.T) {
	t.Parallel()
	shop := open(t)
	seller := shop.signIn("owner@lanxi.example", "en")
	var code string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT r.code FROM prices r JOIN specs s ON s.seller_id = r.seller_id AND s.id = r.spec_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id WHERE p.seller_id = $1 AND p.name = $2`, shop.Lanxi, "澜溪门店收银一体机").Scan(&code))
	seller.open("/sandboxes")
	seller.fill("product", code)
	seller.fill("place", "1 Test Road")
	seller.fill("agreed", "on")
	seller.press("form[action$='/place'] button[type=submit]:not([name]), form[action$='/place'] button:not([type]):not([name])")
	test := seller.path()
	seller.sends("pay")
	seller.sees("What a refund would do")
	order, err := market.ParseID[market.Order](strings.TrimPrefix(test, "/sandboxes/"))
	require.NoError(t, err)
	flow, err := shop.Seller(shop.Lanxi).SupervisionOf(t.Context(), order)
	require.NoError(t, err)
	seller.open("/supervisions/" + flow.ID.String() + "/ship")
	seller.fill("courier", "SF")
	seller.fill("tracking", "SF7700003")
	seller.sends("ship")

	seller.open(test)
	seller.types("tracking", "SF7700003")
	seller.fill("status", "signed")
	seller.sends("courier")
	seller.types("preview-amount", "1000")
	seller.press("#preview form button")
	seller.sees("3,680.00")
	require.Contains(t, seller.text("#preview-amount", "value"), "1000")
	seller.types("refund-amount", "4680")
	seller.types("refund-reason", "It does not fit.")
	seller.fill("goods", "received")
	seller.sends("refund")
	refunds, err := shop.Seller(shop.Lanxi).RefundsOf(t.Context(), order)
	require.NoError(t, err)
	require.Len(t, refunds, 1)
	page := "/refunds/" + refunds[0].ID.String()

	seller.open(page)
	seller.fill("place", "9 Cangqian Road, Hangzhou")
	seller.fill("recipient", "Returns desk")
	seller.fill("phone", "13900001111")
	seller.sends("approve")
	seller.open(test)
	seller.sees("9 Cangqian Road, Hangzhou")
	require.Contains(t, seller.text("#send-back pre", "class")+eval[string](seller, `document.querySelector("#send-back pre").textContent`), "/storefront/v1/refunds/"+refunds[0].Number+"/ship")
	seller.sound()
	seller.fill("courier", "SF")
	seller.types("back-tracking", "SF7700004")
	seller.sends("send-back")
	seller.open(page)
	seller.sees("SF7700004")
	seller.sends("accept")
	shop.Turn(t, shop.works, shop.Clock.Now().Add(time.Minute))
	seller.open(test)
	seller.sees("Refunded")
}
