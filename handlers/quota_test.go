package handlers

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
)

// catalogue.md §3.8: at the shop front a buyer says when to be told what is left and agrees to
// buying again; the message names its channels; the seller reads both on a page.
func TestABuyerWatchesAPackageAndItsSellerSees(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	front := storefrontOf(t, shop, "C-1")
	turn := func(more time.Duration) { shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(more)) }
	made := front.ends(http.StatusCreated, "/orders", front.wanted(shop.Codes["澜溪票据识别/识别套餐包 · 五万页/use"]))
	order := fmt.Sprint("/orders/", made["number"])
	status, _ := front.get(order + "/quota")
	require.Equal(t, http.StatusNotFound, status, "nothing is watched yet")
	front.ends(http.StatusConflict, order+"/quota", `{"measure": "percent", "alerts": ["20"], "channels": ["mail"]}`)
	front.ends(http.StatusOK, order+"/pay", fmt.Sprintf(`{"amount": %q, "method": "prepaid"}`, made["amount"]))
	turn(time.Hour)
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "queryInstance", Behave: "usage:41000"}))

	refused := front.ends(http.StatusUnprocessableEntity, order+"/quota", `{"measure": "percent", "alerts": ["120"], "channels": [], "times": 2, "buy_at": "10"}`)
	require.Len(t, refused["fields"], 4, "%v", refused)
	front.ends(http.StatusOK, order+"/quota", `{"measure": "percent", "alerts": ["50", "20"], "channels": ["inbox", "sms"], "times": 2, "buy_at": "10", "most": "1900.00", "agreed": true}`)
	turn(time.Minute)
	status, told := front.get(order + "/quota")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, []any{"9000", 18.0, "识别页数", 2.0}, []any{told["left"], told["left_percent"], told["item"], told["times"]})
	require.Equal(t, []any{"50", "20"}, told["told"])
	_, messages := front.get("/messages")
	message := messages["messages"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"inbox", "sms"}, message["channels"])
	require.Contains(t, message["text"], "9,000")

	_, page := visit(t, shop, "finance@lanxi.example").get("/quotas?state=low")
	require.Equal(t, 1, page.Find("tbody tr").Length())
	require.Contains(t, page.Find("tbody tr").Text(), "9,000")
	require.Equal(t, "18", page.Find("tbody progress").AttrOr("value", ""))

	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Match: "queryInstance", Behave: "usage:46000"}))
	turn(time.Hour)
	_, told = front.get(order + "/quota")
	require.NotEmpty(t, told["bought"])
	front.ends(http.StatusOK, order+"/quota", `{"measure": "percent"}`)
}
