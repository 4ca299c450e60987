package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

// orderQuery is where a seller's server reads an order (production-interface.md §4.2).
const orderQuery = "/v1/order/query"

func (site *site) openRoutes(e *echo.Echo) {
	g := e.Group(openPath)
	g.GET("/openapi.json", site.openDocument)
	g.GET(orderQuery, site.open(open.order))
	g.RouteNotFound("/*", func(c echo.Context) error {
		return site.refuseOpen(c, refuse(market.OpenBadParam, "open.no_such_path"))
	})
}

// order answers one order; what is not the seller's is refused whether or not it exists.
func (o open) order() error {
	asked := o.QueryParams()
	for name := range asked {
		if !slices.Contains([]string{"orderId", "orderLineId"}, name) || len(asked[name]) > 1 {
			return refuse(market.OpenBadParam, "open.extra_param", name)
		}
	}
	number, line := asked.Get("orderId"), asked.Get("orderLineId")
	if number == "" {
		return refuse(market.OpenBadParam, "open.missing_param", "orderId")
	}
	if len(number) > 64 || len(line) > 64 {
		return refuse(market.OpenBadValue, "open.too_long", 64)
	}
	answer, mock := market.MockOrder(strings.TrimSuffix(number, market.OrderLineSuffix))
	if !mock {
		order, err := o.store.OrderNumbered(o.ctx(), number)
		if err != nil {
			return err
		}
		back, err := o.store.Returned(o.ctx(), order)
		if err != nil {
			return err
		}
		answer = order.Opened(back)
		handed, err := o.store.Handed(o.ctx(), order)
		if err != nil {
			return err
		}
		if err := answer.Hand(handed, o.conceal(handed.Cipher)); err != nil {
			return err
		}
		if n, ok := order.LineOf(line); ok && order.Charging.Several() { // of several packages or billing items, the one that is asked about
			answer.OrderLine[0].OrderLineID = line
			answer.OrderLine[0].ProductInfo[0].LinearValue = "1"
			if order.Charging == market.ChargeOnDemand {
				answer.OrderLine[0].ProductInfo[0].ProductID = market.ItemCode(order.ProductCode, n)
			}
		}
	}
	if line != "" && line != answer.OrderLine[0].OrderLineID {
		return refuse(market.OpenBadValue, "open.other_line", line, answer.OrderLine[0].OrderLineID)
	}
	return o.JSON(http.StatusOK, struct {
		ResultCode string           `json:"resultCode"`
		ResultMsg  string           `json:"resultMsg"`
		OrderInfo  market.OpenOrder `json:"orderInfo"`
	}{openPrefix(o) + string(market.OpenOK), "Success", answer})
}

// conceal encrypts a buyer's contact with the key of the seller's server, in the way that the
// listing chose (production-interface.md §2.5).
func (o open) conceal(cipher string) func(plain string) (string, error) {
	return func(plain string) (string, error) {
		keys, err := o.store.KeysInUse(o.ctx(), market.ActivityNewInstance.Purpose())
		if err != nil {
			return "", err
		}
		if len(keys) == 0 {
			return "", market.Conflict("endpoint.no_key", market.Word(market.ActivityNewInstance.Purpose().Key()))
		}
		kind := signing.AES256
		if strings.HasPrefix(cipher, "AES128") {
			kind = signing.AES128
		}
		return signing.EncryptField(string(keys[0].Value), kind, plain, signing.NewIV())
	}
}
