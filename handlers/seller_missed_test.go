package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// TestTheOperatorRecordsUnansweredQuestionsUntilTheProductIsToGo: catalogue.md §1.3, §1.9.
func TestTheOperatorRecordsUnansweredQuestionsUntilTheProductIsToGo(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	path := "/operator/sellers/" + shop.Lanxi.String()
	o := visit(t, shop, "reviewer@platform.example")
	_, page := o.get(path)
	require.Equal(t, 1, page.Find("a[href='"+path+"/missed']").Length())
	answer, page := o.post(path+"/miss", url.Values{"channel": {"service_email"}, "note": {"价格咨询没有回复"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, 1, page.Find(".field[data-bad] #product").Length())
	require.Equal(t, "价格咨询没有回复", page.Find("#note").AttrOr("value", ""))
	product := page.Find("#product option").Eq(1).AttrOr("value", "")
	require.NotEmpty(t, product)
	asked := market.DayOf(shop.Clock.Now()).Plus(-4).String()
	for range market.MissesMost {
		answer, _ = o.post(path+"/miss", url.Values{"product": {product}, "channel": {"service_email"}, "asked_on": {asked}, "note": {"价格咨询没有回复"}})
		require.Equal(t, path+"/missed", answer.Header().Get("Location"))
	}
	_, page = o.get(path + "/missed")
	require.Equal(t, market.MissesMost, page.Find("tbody tr").Length())
	require.Zero(t, page.Find("form[action$='/takedown']").Length(), "two are borne")
	o.post(path+"/miss", url.Values{"product": {product}, "channel": {"service_phone"}, "asked_on": {asked}, "note": {"电话一直无人接听"}})
	_, page = visit(t, shop, "manager@platform.example").get(path + "/missed")
	require.Equal(t, 1, page.Find("form[action='/operator/products/"+product+"/takedown']").Length(), "the third proposes a delisting")
	answer, _ = visit(t, shop, "owner@lanxi.example").get("/operator/sellers/" + shop.Lanxi.String() + "/missed")
	require.NotEqual(t, http.StatusOK, answer.Code)
}
