package db_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// debuggedWith saves a case of a purchase that carried the values to the seller's address.
func debuggedWith(t *testing.T, shop *dbtest.Shop, params ...market.OpenParam) {
	t.Helper()
	text, err := json.Marshal(params)
	require.NoError(t, err)
	body, err := json.Marshal(map[string]string{"orderId": "1", market.ExtendField: base64.StdEncoding.EncodeToString(text)})
	require.NoError(t, err)
	_, err = shop.Seller(shop.Lanxi).DebugEndpoint(t.Context(), shop.Endpoints["lanxi"], market.SavedCase{Activity: market.ActivityNewInstance, Charging: market.ChargePeriod},
		market.Exchange{RequestBody: string(body), Verdict: market.Verdict{Outcome: market.OutcomeSuccess}})
	require.NoError(t, err)
}

// catalogue.md §2.6: new kinds of extension parameters are added by the operator; a listing asks
// for one when its address has been debugged with it, and the checkout asks for what it is.
func TestTheOperatorAddsAKindOfParameter(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	desk, store := shop.DB.Operator(shop.Actor(market.Manager)), shop.Seller(shop.Lanxi)
	plant := market.Parameter{Code: "plant", Kind: market.ParameterChoice, Name: market.JSON[map[string]string]{V: map[string]string{"zh-CN": "工厂", "en": "Plant"}},
		Options: market.JSON[[]string]{V: []string{"Suzhou", "Wuxi"}}}
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Reviewer)).AddParameter(ctx, plant), market.Denied)
	require.NoError(t, desk.AddParameter(ctx, plant))
	act, subject := shop.LastAudit(t, market.Platform)
	require.Equal(t, market.AddParameter, act)
	require.Equal(t, "plant", subject)
	require.ErrorContains(t, desk.AddParameter(ctx, plant), "parameter.taken")

	id := shop.Products[erp]
	require.NoError(t, store.ModifyProduct(ctx, id))
	product, content := draft(t, store, id)
	content.SelfCheck, content.Extensions = true, []string{"plant"}
	saved, err := store.EditProduct(ctx, id, product.DraftVersion, content)
	require.NoError(t, err)
	_, err = store.SubmitProduct(ctx, id, saved.DraftVersion)
	require.ErrorContains(t, err, "parameter.undebugged")
	debuggedWith(t, shop, market.OpenParam{Name: "plant", Value: "Wuxi"})
	review, err := store.SubmitProduct(ctx, id, saved.DraftVersion)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Reviewer).ApproveReview(ctx, review.ID))

	counter := buyer(shop, shop.Lanxi, "C-EXT")
	wanted := market.Purchase{Type: market.OrderNew, Product: shop.Codes[erp+"/标准版/year"], Quantity: market.Count(1), Periods: 1, Agreed: true,
		Customer: market.Customer{ID: "C-EXT", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", Email: "it@beiling.example"},
		Extend:   map[string]string{"plant": "Beijing"}}
	_, err = counter.PlaceOrder(ctx, wanted)
	require.ErrorContains(t, err, "extend_plant")
	wanted.Extend["plant"] = "Suzhou"
	order, err := counter.PlaceOrder(ctx, wanted)
	require.NoError(t, err)
	parts, err := store.OrderParts(ctx, order)
	require.NoError(t, err)
	require.Equal(t, []market.OpenParam{{Name: "plant", Value: "Suzhou"}}, parts.Extend)

	require.NoError(t, desk.RetireParameter(ctx, "plant"))
	require.ErrorIs(t, desk.RetireParameter(ctx, "plant"), market.NotFound)
	_, err = counter.PlaceOrder(ctx, wanted)
	require.NoError(t, err, "who asks for it goes on")
	all, err := desk.Parameters(ctx)
	require.NoError(t, err)
	last, _ := market.NamedParameter(all, "plant")
	require.Equal(t, 1, last.Products)
	require.NotNil(t, last.RetiredAt)
}
