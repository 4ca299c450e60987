package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestABatchIsPreviewedBeforeItIsAuthorised(t *testing.T) { // catalogue.md §6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	today := market.DayOf(shop.Clock.Now())
	values := url.Values{"level": {"product"}, "discount": {"70"}, "starts_on": {today.String()}, "ends_on": {today.Plus(30).String()},
		"id": {shop.Products["澜溪云 ERP SaaS 版"].String(), shop.Products["澜溪等保合规服务"].String()}}
	answer, page := g.get("/resales/authorize?preview=1&" + values.Encode())
	require.Equal(t, http.StatusOK, answer.Code)
	require.Positive(t, page.Find("#preview .row-fault").Length(), "the ERP is authorised already")
	require.Positive(t, page.Find(".waterfall tr").Length())
	require.Equal(t, "70", page.Find("#discount").AttrOr("value", ""))
	answer, _ = g.post("/resales/authorize", values)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	values["id"] = []string{shop.Products["澜溪电子合同"].String()}
	answer, _ = g.post("/resales/authorize", values)
	require.Equal(t, http.StatusSeeOther, answer.Code)
	finance := visit(t, shop, "finance@lanxi.example")
	answer, _ = finance.post("/resales/authorize", values)
	require.Equal(t, http.StatusForbidden, answer.Code)
}

func TestOfferLinksCarryAPictureAndCouponsAreGranted(t *testing.T) { // catalogue.md §9.2, §9.7
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	_, page := g.get("/offers/" + shop.Offers["discount"].String())
	require.Equal(t, 1, page.Find("svg.qr path").Length())
	_, page = g.get("/offers?tab=links")
	require.Contains(t, page.Find("tbody code").Text(), "/storefront/v1/private-offers/")
	answer, page := g.post("/offers/submit", url.Values{"name": {"x"}, "mode": {"discount"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "x", page.Find("#name").AttrOr("value", ""))
	path := "/coupons/" + shop.Coupons["granted"].String()
	answer, page = g.post(path+"/grant", url.Values{"customers": {"not an account"}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Equal(t, "not an account", page.Find("#customers").Text())
	answer, _ = g.post(path+"/grant", url.Values{"customers": {"C-1, First\nC-2"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestADemandIsAcceptedAndAProvidersShareIsSet(t *testing.T) { // catalogue.md §9.5, §9.6
	t.Parallel()
	shop := dbtest.New(t)
	g := visit(t, shop, "operations@lanxi.example")
	path := "/demands/" + shop.Demands["waiting"].String()
	_, page := g.get(path)
	require.Positive(t, page.Find("form[action$='/accept']").Length())
	answer, _ := g.post(path+"/accept", nil)
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = g.post(path+"/accept", url.Values{"agreed": {"on"}})
	require.Equal(t, http.StatusSeeOther, answer.Code)
	answer, page = g.get("/partners/set?product_id=" + shop.Products["澜溪云 ERP SaaS 版"].String())
	require.Equal(t, http.StatusOK, answer.Code)
	require.Positive(t, page.Find(".formula").Length())
	manager := visit(t, shop, "manager@platform.example")
	partner := "/operator/partners/" + shop.Partners["P-3326"].String()
	answer, _ = manager.post(partner+"/reject", url.Values{"reason": {""}})
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	answer, _ = manager.post(partner+"/approve", nil)
	require.Equal(t, http.StatusSeeOther, answer.Code)
}

func TestAShopFrontOrdersWithWhatItsCustomerHas(t *testing.T) { // catalogue.md §9.7
	t.Parallel()
	shop := dbtest.New(t)
	front := storefrontOf(t, shop, "C-90001")
	for _, path := range []string{"/vouchers", "/resales"} {
		code, _ := front.get(path)
		require.Equal(t, http.StatusOK, code, path)
	}
	offer, err := shop.Seller(shop.Lanxi).Offer(t.Context(), shop.Offers["discount"])
	require.NoError(t, err)
	code, _ := front.get("/private-offers/" + offer.Number)
	require.Equal(t, http.StatusNotFound, code)
	code, _ = storefrontOf(t, shop, offer.Users[0].Customer).get("/private-offers/" + offer.Number)
	require.Equal(t, http.StatusOK, code)
	coupon, err := shop.Seller(shop.Lanxi).Coupon(t.Context(), shop.Coupons["year"])
	require.NoError(t, err)
	front.ends(http.StatusOK, "/coupons/"+coupon.Number+"/claim", `{}`)
	_, vouchers := front.get("/vouchers")
	require.Len(t, vouchers["vouchers"], 1)
}
