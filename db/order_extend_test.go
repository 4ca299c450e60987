package db_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.6: what the listing asks for is asked at checkout, kept with the order and
// told to the seller's server with the contact that the user authorisation names, encrypted as
// the listing says; a renewal is not asked again.
func TestWhatTheCheckoutAsksForIsHandedToTheSellersServer(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	debuggedWith(t, shop, market.OpenParam{Name: "domain", Value: "x"}, market.OpenParam{Name: "seats", Value: "1"})
	changed(t, shop, shop.Products[erp], func(c *market.ProductContent) {
		c.Extensions, c.AuthorisedBy, c.Cipher = []string{"domain", "seats"}, "mobile", "AES128_CBC_PKCS5Padding"
	})
	counter := buyer(shop, shop.Lanxi, "C-EXT")
	client := market.Customer{ID: "C-EXT", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", Email: "it@beiling.example"}
	wanted := market.Purchase{Type: market.OrderNew, Product: shop.Codes[erp+"/标准版/year"], Quantity: market.Count(1), Periods: 1, Customer: client, Agreed: true,
		Extend: map[string]string{"domain": "erp.beiling.example"}}
	_, err := counter.PlaceOrder(ctx, wanted)
	require.ErrorContains(t, err, "extend_seats", "each is asked for")
	wanted.Extend["seats"], wanted.Extend["region"] = "120", "cn"
	_, err = counter.PlaceOrder(ctx, wanted)
	require.ErrorContains(t, err, "extend_region", "and nothing else")
	wanted.Extend["region"], wanted.Extend["seats"] = "", strings.Repeat("9", 129)
	_, err = counter.PlaceOrder(ctx, wanted)
	require.ErrorContains(t, err, "problem.too_long")
	wanted.Extend["seats"] = "120"
	order, err := counter.PlaceOrder(ctx, wanted)
	require.NoError(t, err)
	handed, err := shop.Seller(shop.Lanxi).Handed(ctx, order)
	require.NoError(t, err)
	require.Equal(t, []market.OpenParam{{Name: "domain", Value: "erp.beiling.example"}, {Name: "seats", Value: "120"}}, handed.Extend)
	require.Equal(t, "13800134021", handed.Contact)
	answer := order.Opened(nil)
	require.NoError(t, answer.Hand(handed, func(plain string) (string, error) { return "sealed " + plain, nil }))
	require.Equal(t, handed.Extend, answer.Extend)
	require.Equal(t, "sealed 13800134021", answer.BuyerInfo.MobilePhone)
	require.Empty(t, answer.BuyerInfo.Email, "only the chosen one")
	parts, err := shop.Seller(shop.Lanxi).OrderParts(ctx, order)
	require.NoError(t, err)
	require.Equal(t, handed.Extend, parts.Extend, "the order's page shows it")
	_, err = shop.Seller(shop.Yunzhan).Handed(ctx, order)
	require.ErrorIs(t, err, market.NotFound)

	plain, err := ordered(t, counter, shop.Codes["澜溪智能工单/团队版/year"], 1, 1)
	require.NoError(t, err, "a listing that asks for nothing")
	handed, err = shop.Seller(shop.Lanxi).Handed(ctx, plain)
	require.NoError(t, err)
	require.Equal(t, market.Handed{}, market.Handed{AuthorisedBy: handed.AuthorisedBy, Cipher: handed.Cipher, Contact: handed.Contact})
}
