package handlers

import (
	"encoding/json"
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
	"sellercenter/internal/signing"
)

// signedPush sends a push that is signed with the seller's interface key, as its program does.
func signedPush(t *testing.T, shop *dbtest.Shop, router http.Handler, path, key, nonce string, records ...map[string]string) (int, string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"usage_records": records})
	require.NoError(t, err)
	stamp, err := signing.SignUsage(key, body, shop.Clock.Now(), nonce)
	require.NoError(t, err)
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(string(body)))
	request.Header.Set("Content-Type", "application/json")
	for name, value := range map[string]string{"signature": stamp.Signature, "ts": stamp.Timestamp, "nonce": stamp.Nonce} {
		request.Header.Set(name, value)
	}
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, request)
	var said struct {
		Code string `json:"error_code"`
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &said), answer.Body.String())
	return answer.Code, said.Code
}

// transactions.md §5, production-interface.md §4.3: a program pushes, the buyer reads the use
// and the bill at the shop front, the seller reads why a record failed and reports it again.
func TestUsageGoesFromTheProgramToTheBuyersBill(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := storefrontOf(t, shop, "C-1")
	turn := func(more time.Duration) { shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(more)) }
	made := front.ends(http.StatusCreated, "/orders", front.wanted(shop.Codes["澜溪票据识别/识别按量/use"]))
	order := fmt.Sprint("/orders/", made["number"])
	require.Equal(t, "0.00", made["amount"], "nothing is to be paid before it is used")
	turn(4 * time.Hour)
	_, used := front.get(order + "/usage")
	meters := used["meters"].([]any)
	require.Len(t, meters, 2)
	instance := fmt.Sprint(meters[0].(map[string]any)["instance"])

	keys, err := shop.Seller(shop.Lanxi).KeysInUse(t.Context(), market.KeyBase)
	require.NoError(t, err)
	key := string(keys[0].Value)
	end := shop.Clock.Now().Truncate(time.Hour)
	record := map[string]string{"instance_id": instance, "metering_sn": "h-1", "usage_value": "200", "begin_time": market.UsageTime(end.Add(-time.Hour)),
		"end_time": market.UsageTime(end), "record_time": market.UsageTime(end)}
	wrong := map[string]string{"instance_id": instance, "metering_sn": "h-2", "usage_value": "-1", "begin_time": record["begin_time"], "end_time": record["end_time"], "record_time": record["end_time"]}
	const path = openPath + usagePush
	for _, test := range []struct {
		name, key, nonce string
		record           map[string]string
		status           int
		code             string
	}{
		{"another key", "x" + key, signing.NewNonce(), record, http.StatusBadRequest, "MKT.0102"},
		{"nobody's instance", key, signing.NewNonce(), map[string]string{"instance_id": "nobody"}, http.StatusInternalServerError, "MKT.9001"},
		{"right", key, "n-0000000000000001", record, http.StatusOK, "MKT.0000"},
		{"its nonce again", key, "n-0000000000000001", record, http.StatusBadRequest, "MKT.0102"},
		{"the same record again", key, signing.NewNonce(), record, http.StatusOK, "MKT.0000"},
		{"bad data is not reported by the call", key, signing.NewNonce(), wrong, http.StatusOK, "MKT.0000"},
	} {
		status, code := signedPush(t, shop, front.router, path, test.key, test.nonce, test.record)
		require.Equal(t, []any{test.status, test.code}, []any{status, code}, test.name)
	}
	unsigned := httptest.NewRecorder()
	front.router.ServeHTTP(unsigned, httptest.NewRequest(http.MethodPost, path, strings.NewReader(`{}`)))
	require.Equal(t, http.StatusUnauthorized, unsigned.Code)
	turn(time.Minute)

	_, used = front.get(order + "/usage")
	require.Equal(t, []any{"200", "10.00"}, []any{used["meters"].([]any)[0].(map[string]any)["used"], used["meters"].([]any)[0].(map[string]any)["charge"]}, "200 × 0.05, once")
	turn(48 * time.Hour)
	_, listed := front.get(order + "/usage-bills?status=issued")
	bill := listed["bills"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"10.00", "CNY"}, []any{bill["amount"], bill["currency"]})
	front.ends(http.StatusOK, order+"/usage-bills/pay", fmt.Sprintf(`{"bill": %q}`, bill["number"]))
	front.ends(http.StatusConflict, order+"/usage-bills/pay", fmt.Sprintf(`{"bill": %q}`, bill["number"]))
	front.ends(http.StatusNotFound, order+"/usage-bills/pay", `{"bill": "x"}`)

	owner := visit(t, shop, "operations@lanxi.example")
	_, page := owner.get("/usages?status=failed")
	require.Equal(t, 1, page.Find("tbody tr").Length())
	require.Contains(t, page.Find("tbody tr").Text(), "003")
	link := page.Find("tbody tr a").First().AttrOr("href", "")
	_, desk := visit(t, shop, "manager@platform.example").get("/operator/usages")
	require.Contains(t, desk.Find("body").Text(), "h-2")
	answer, page := owner.post(link+"/repeat", url.Values{"metering_sn": {"h-2"}, "instance_id": {instance}, "usage_value": {"1.00001"}, "begin_time": {record["begin_time"]},
		"end_time": {record["end_time"]}, "record_time": {record["record_time"]}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "1.00001", page.Find("#usage_value").AttrOr("value", ""), "what was typed stays")
	later := market.UsageTime(end.Add(time.Hour))
	answer, _ = owner.post(link+"/repeat", url.Values{"metering_sn": {"h-3"}, "instance_id": {instance}, "usage_value": {"1"}, "begin_time": {record["end_time"]},
		"end_time": {later}, "record_time": {later}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	turn(time.Minute)
	_, page = owner.get("/usages?text=h-1")
	_, page = owner.get(page.Find("tbody tr a").First().AttrOr("href", ""))
	require.Contains(t, page.Find("#price .formula").Text(), "200")
	_, page = owner.get("/usages/bills")
	_, page = owner.get(page.Find("tbody tr a").First().AttrOr("href", ""))
	require.Positive(t, page.Find("#records tbody tr").Length())
}
