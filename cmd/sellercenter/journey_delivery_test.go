package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/world"
	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// buys lets a customer buy and pay one thing of Lanxi's, and answers the customer's counter
// and the delivery that began.
func (s *shopfront) buys(product string) (*db.Seller, market.Order, market.SupervisionID) {
	s.t.Helper()
	var code string
	require.NoError(s.t, s.DB.Pool().QueryRow(`SELECT r.code FROM prices r JOIN specs s ON s.seller_id = r.seller_id AND s.id = r.spec_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id WHERE p.seller_id = $1 AND p.name = $2 LIMIT 1`, s.Lanxi, product).Scan(&code))
	client := market.Customer{ID: "C-77", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021"}
	counter := world.Buyer(s.DB, s.Lanxi, client, false)
	made, err := counter.PlaceOrder(s.t.Context(), market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true,
		Address: &market.Address{Recipient: "收货处", Phone: client.Phone, Place: "北京市海淀区中关村大街 1 号"}})
	require.NoError(s.t, err)
	require.NoError(s.t, counter.PayOrder(s.t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	flow, err := counter.SupervisionOf(s.t.Context(), made.ID)
	require.NoError(s.t, err)
	return counter, made, flow.ID
}

// sends presses the first button of the act's form.
func (w *walker) sends(verb string) {
	w.t.Helper()
	form := "form[action$='/" + verb + "']"
	w.press(form + " button[type=submit], " + form + " button:not([type])")
}

func TestJourneyAWebsiteIsBuiltThroughAllItsNodes(t *testing.T) {
	t.Parallel()
	shop := open(t)
	counter, _, id := shop.buys("澜溪品牌官网定制")
	ctx, flow := t.Context(), "/supervisions/"+id.String()
	require.NoError(t, counter.SubmitSupervision(ctx, id, market.Requirement{Text: "Five pages and a contact form."}))
	seller := shop.signIn("support@lanxi.example", "en")
	seller.open(flow)
	seller.sees("Five pages and a contact form.")
	seller.press("a[href$='/confirm']")
	seller.sends("confirm")

	present := func(link, said string) {
		seller.open(flow + "/present")
		seller.fill("link", link)
		seller.fill("result", said)
		seller.sends("present")
	}
	seller.open(flow + "/present")
	seller.sound()
	present("https://draft.lanxi.example/1", "The first draft.")
	require.NoError(t, counter.RejectSupervision(ctx, id, "The logo is the old one."))
	seller.open(flow)
	seller.sees("The logo is the old one.")
	seller.sound()
	present("https://draft.lanxi.example/2", "The draft with the new logo.")
	require.NoError(t, counter.AgreeSupervision(ctx, id, "Good."))
	present("https://test.lanxi.example", "The test site.")
	require.NoError(t, counter.AgreeSupervision(ctx, id, ""))
	seller.open(flow + "/deliver")
	seller.attach("file_acceptance", paper(t, "acceptance.pdf", pdf))
	seller.fill("result", "The site is online.")
	seller.sends("deliver")
	require.NoError(t, counter.AcceptSupervision(ctx, id, "It works."))
	seller.open(flow)
	seller.sees("Completed")
	seller.press("main a[href*='/files/']")
	seller.sees("acceptance.pdf")
	seller.open("/supervisions/board")
	seller.sound()
}

func TestJourneyALicenceIsReceivedActivatedAndProven(t *testing.T) {
	t.Parallel()
	shop := open(t)
	counter, made, id := shop.buys("澜溪数据脱敏引擎 授权码版")
	ctx, flow := t.Context(), "/supervisions/"+id.String()
	seller := shop.signIn("owner@lanxi.example", "en")
	seller.open(flow + "/deliver")
	seller.fill("result", "The package lies in the download area.")
	seller.sends("deliver")
	require.NoError(t, counter.ReceiveSupervision(ctx, id))
	licence, err := counter.LicenceOf(ctx, made.ID)
	require.NoError(t, err)

	number, secret := shop.AccessKey(t, shop.Lanxi)
	activate := func(secret string) (int, string) {
		body := []byte(`{"license": "` + licence.Code + `"}`)
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, shop.url+"/api/mkp-openapi-public/global/v1/license/activate", bytes.NewReader(body))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		require.NoError(t, signing.SignAKSK(request, body, number, secret, shop.Clock.Now()))
		answer, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer answer.Body.Close()
		var said struct {
			Code string `json:"error_code"`
		}
		require.NoError(t, json.NewDecoder(answer.Body).Decode(&said))
		return answer.StatusCode, said.Code
	}
	status, _ := activate("another secret")
	require.Equal(t, http.StatusForbidden, status)
	status, code := activate(secret)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, market.LicenceOK, code)
	_, code = activate(secret)
	require.Equal(t, market.LicenceOK, code, "the same signed request again is answered alike")

	seller.open(flow)
	seller.sees("Upload delivery proof")
	seller.sound()
	shop.Clock.Pass(time.Hour)
	seller.open(flow + "/prove")
	seller.attach("file_acceptance", paper(t, "proof.pdf", pdf))
	seller.fill("result", "It runs on the buyer's machine.")
	seller.sends("prove")
	require.True(t, strings.HasPrefix(seller.path(), flow))
	seller.sees("Completed")
}
