package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// toRouter carries the calls of a seller's program to the marketplace under test.
type toRouter struct{ router http.Handler }

func (r toRouter) RoundTrip(call *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	r.router.ServeHTTP(answer, call)
	return answer.Result(), nil
}

// transactions.md §5, §6.2, production-interface.md §1.2, §4.3: the whole way of what is paid by
// use, through the interfaces alone. The marketplace opens an instance for each billing item at
// the seller's server; the server reports its hours; the buyer reads and pays the bills at the
// shop front; the month's statement counts them to the cent, and says why.
func TestASellersProgramReportsWhatItsServerOpened(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := storefrontOf(t, shop, "C-1")
	turn := func(more time.Duration) { shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(more)) }
	code := shop.Codes["澜溪票据识别/识别按量/use"]
	made := front.ends(http.StatusCreated, "/orders", front.wanted(code))
	number := fmt.Sprint(made["number"])
	order := "/orders/" + number
	turn(26 * time.Hour)

	report := func() int {
		taken, err := shop.Clock.Street().Report(t.Context(), "api.lanxi.example", toRouter{front.router}, code)
		require.NoError(t, err)
		return taken
	}
	first := report()
	require.GreaterOrEqual(t, first, 2*20, "an hour of each of the two billing items is a record")
	require.Zero(t, report(), "an hour is reported once")
	turn(3 * time.Hour)
	require.Equal(t, 2*3, report())
	turn(time.Minute)

	owner := visit(t, shop, "owner@lanxi.example")
	_, page := owner.get("/usages?status=failed&text=" + number)
	require.Zero(t, page.Find("#list tbody tr").Length(), "what a right program reports passes")
	_, used := front.get(order + "/usage")
	meters := used["meters"].([]any)
	hours := (first + 6) / 2
	require.Equal(t, fmt.Sprint(80*hours), meters[0].(map[string]any)["used"], "80 an hour, as its server says when it is asked")

	turn(72 * time.Hour)
	paid := market.Money{}
	_, listed := front.get(order + "/usage-bills?status=issued")
	for _, b := range listed["bills"].([]any) {
		bill := b.(map[string]any)
		amount, err := market.ReadMoney(fmt.Sprint(bill["amount"]))
		require.NoError(t, err)
		paid = paid.Plus(amount)
		front.ends(http.StatusOK, order+"/usage-bills/pay", fmt.Sprintf(`{"bill": %q}`, bill["number"]))
	}
	require.Positive(t, paid.Sign())

	period := market.MonthOf(shop.Clock.Now())
	shop.Turn(t, world.Works(shop.Clock), period.End().Add(time.Hour))
	require.NoError(t, shop.Seller(shop.Lanxi, market.Treasurer).CloseStatement(t.Context(), period))
	statements, err := shop.Seller(shop.Lanxi).Statements(t.Context(), market.StatementSearch{Category: market.SaleGeneral}, market.Ask{})
	require.NoError(t, err)
	statement := statements.Rows[0]
	require.Equal(t, []any{period, 1, paid.String()}, []any{statement.Period, statement.UsageLines, statement.UsageSales.String()},
		"transactions.md §5.4: one line a product and month, to the cent")
	url := "/statements/" + statement.ID.String()
	owner = visit(t, shop, "owner@lanxi.example") // the session before has ended, an agreement too
	agreement := idOf[market.Agreement](t, said(t, shop, `SELECT id FROM agreements WHERE $1::uuid IS NOT NULL AND code = 'cooperation' ORDER BY version DESC LIMIT 1`))
	require.NoError(t, shop.Seller(shop.Lanxi, market.Owner).SignAgreement(t.Context(), agreement, true))
	answer, page := owner.get(url + "?why=U" + period.String() + "-01")
	require.Equal(t, http.StatusOK, answer.Code, answer.Header().Get("Location")+answer.Body.String())
	require.Contains(t, page.Find("#drawer").Text(), number, "whose bills the line adds up")
	require.Contains(t, page.Find("#drawer").Text(), statement.Number, "and that it is in this statement")
	_, page = owner.get("/usages/bills?statement=" + statement.ID.String())
	require.Equal(t, len(listed["bills"].([]any)), page.Find("tbody tr").Length())
	_, page = owner.get(page.Find("tbody tr a").First().AttrOr("href", ""))
	require.Contains(t, page.Find("#settling").Text(), period.String(), "§6.2: why the bill is in the statement")
	id := page.Find("a[href^='/orders/']").First().AttrOr("href", "")
	_, page = owner.get(id + "?kind=usage")
	require.Contains(t, page.Find("#timeline").Text(), "Usage reported")
	require.Contains(t, page.Find("#timeline").Text(), "paid a usage bill")
	_, page = owner.get("/search?q=" + number + "-U1")
	require.Positive(t, page.Find("a[href^='/usages/bills/']").Length(), "a bill is found by how its number begins")
}

// transactions.md §5.4: in the sandbox too what is used is billed, and the test buyer pays the bill
// at the test order, once; no money moves.
func TestATestBuyerPaysItsUsageBill(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	turn := func(more time.Duration) { shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(more)) }
	g := visit(t, shop, "operations@lanxi.example")
	answer, page := g.post("/sandboxes/place", url.Values{"product": {shop.Codes["澜溪票据识别/识别按量/use"]}, "quantity": {"1"}, "periods": {"1"}, "phone": {"13800000000"}, "agreed": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code, page.Find(".fault").Text())
	at := answer.Header().Get("Location")
	order := strings.TrimPrefix(at, "/sandboxes/")
	turn(4 * time.Hour)
	keys, err := shop.Seller(shop.Lanxi).KeysInUse(t.Context(), market.KeyBase)
	require.NoError(t, err)
	end := shop.Clock.Now().Truncate(time.Hour)
	instance := said(t, shop, `SELECT number FROM instances WHERE seller_id = $1 AND order_id::text = $2 ORDER BY line LIMIT 1`, order)
	status, code := signedPush(t, shop, g.router, openPath+usagePush, string(keys[0].Value), "n-0000000000000009", map[string]string{"instance_id": instance, "metering_sn": "s-1",
		"usage_value": "200", "begin_time": market.UsageTime(end.Add(-time.Hour)), "end_time": market.UsageTime(end), "record_time": market.UsageTime(end)})
	require.Equal(t, []any{http.StatusOK, "MKT.0000"}, []any{status, code})
	_, page = g.get(at)
	require.Zero(t, page.Find("#bills option").Length(), "nothing is billed before its cycle is over")
	turn(72 * time.Hour)
	g = visit(t, shop, "operations@lanxi.example") // the session before has ended
	_, page = g.get(at)
	bill := page.Find("#bills option[value!='']").First()
	require.Contains(t, bill.Text(), "10.00")
	require.Contains(t, page.Find("#bills .wire").Text(), "/usage-bills/pay", "the wire request is shown")
	number := bill.AttrOr("value", "")
	pay := func(number string) int {
		answer, _ := g.post(at+"/pay-bill", url.Values{"bill": {number}})
		return answer.Code
	}
	require.Equal(t, http.StatusNotFound, pay("x"))
	require.Equal(t, http.StatusSeeOther, pay(number))
	_, page = g.get(at)
	require.Zero(t, page.Find("#bills option[value='"+number+"']").Length())
	require.NotEmpty(t, said(t, shop, `SELECT paid_at FROM usage_bills WHERE seller_id = $1 AND number = $2`, number))
}
