package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// TestJourneyReturnedHardwareIsDisputedAndDecided: transactions.md §4.4, §3: every step of the
// seller's and of the operator's is one of a page.
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
