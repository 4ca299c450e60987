package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

const member = "澜溪会员中台/会员中台订阅 · 专业版 · 境内单地域/year"

// ordered places an order of the wire's code for the quantity.
func ordered(t *testing.T, store *db.Seller, code string, quantity, periods int) (market.Order, error) {
	t.Helper()
	wanted := purchase(code)
	wanted.Quantity, wanted.Periods = market.Count(quantity), periods
	return store.PlaceOrder(t.Context(), wanted)
}

func TestAnOrderKeepsTheSKUItsAttributesAndItsPricing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	made, err := ordered(t, store, shop.Codes[member], 120, 1)
	require.NoError(t, err)
	require.Equal(t, "10600.00", made.ListAmount.String(), "catalogue.md §3.6: 50 × 100 + 70 × 80")

	kept := order(t, shop.Seller(shop.Lanxi), made.ID)
	require.Equal(t, "会员中台订阅 · 专业版 · 境内单地域", kept.SpecName)
	require.Equal(t, market.PriceStep, kept.Pricing.V.Model)
	require.Equal(t, []string{"专业版", "境内单地域", "120"}, []string{kept.Attributes.V[0].Value, kept.Attributes.V[1].Value, kept.Attributes.V[2].Value})

	_, err = ordered(t, store, shop.Codes[member], 501, 1)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid}, "catalogue.md §3.6: q in range")
}

func TestADelistedSKUIsNotSoldAndTheOthersAre(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.Seller(shop.Lanxi, market.Operations)
	detail, err := seller.ProductDetail(t.Context(), shop.Products["澜溪会员中台"])
	require.NoError(t, err)
	spec, err := seller.Spec(t.Context(), detail.Specs[0].ID)
	require.NoError(t, err)
	require.Len(t, spec.SKUs, 6)
	require.Len(t, spec.Upgrades, 1)

	open := func(id market.ProductID) market.ReviewID {
		reviews, err := seller.ReviewsOf(t.Context(), id)
		require.NoError(t, err)
		for _, review := range reviews {
			if review.Status == market.ReviewPending && review.Kind == market.ReviewSpecDelist {
				return review.ID
			}
		}
		return market.ReviewID{}
	}
	decided := func(act market.Act) {
		t.Helper()
		desk := shop.Seller(shop.Lanxi, market.Reviewer)
		if act == market.ApproveReview {
			require.NoError(t, desk.ApproveReview(t.Context(), open(shop.Products["澜溪会员中台"])))
		} else {
			require.NoError(t, desk.RejectReview(t.Context(), open(shop.Products["澜溪会员中台"]), "还有客户在用"))
		}
	}
	product := shop.Products["澜溪会员中台"]
	require.NoError(t, seller.DelistSpec(t.Context(), spec.ID, spec.SKUs[2].ID))
	_, err = ordered(t, buyer(shop, shop.Lanxi, "C-1"), shop.Codes[member], 1, 1)
	require.NoError(t, err, "catalogue.md §0.3, §2.10: it is on sale until the operator consents")
	require.ErrorIs(t, seller.DelistSpec(t.Context(), spec.ID), &market.Problem{Kind: market.KindConflict}, "catalogue.md §2.10: one open application")
	decided(market.RejectReview)
	_, err = ordered(t, buyer(shop, shop.Lanxi, "C-1"), shop.Codes[member], 1, 1)
	require.NoError(t, err, "what was refused stays on sale")

	require.NoError(t, seller.DelistSpec(t.Context(), spec.ID, spec.SKUs[2].ID))
	require.NoError(t, seller.WithdrawReview(t.Context(), open(product)))
	require.NoError(t, seller.DelistSpec(t.Context(), spec.ID, spec.SKUs[2].ID))
	decided(market.ApproveReview)
	_, err = ordered(t, buyer(shop, shop.Lanxi, "C-1"), shop.Codes[member], 1, 1)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindConflict}, "catalogue.md §2.10: no new purchases")
	_, err = ordered(t, buyer(shop, shop.Lanxi, "C-1"), shop.Codes["澜溪会员中台/会员中台订阅 · 标准版 · 境内单地域/year"], 1, 1)
	require.NoError(t, err)
	require.ErrorIs(t, seller.DelistSpec(t.Context(), spec.ID, spec.SKUs[2].ID), market.NotFound, "it is off already")

	require.NoError(t, seller.ModifyProduct(t.Context(), product))
	require.NoError(t, seller.DelistSpec(t.Context(), spec.ID))
	decided(market.ApproveReview)
	_, changing := draft(t, seller, product)
	require.True(t, changing.Specs[0].Off, "a change that is being written knows it is off sale")
	require.NoError(t, seller.DiscardProduct(t.Context(), product))
	after, err := seller.Spec(t.Context(), spec.ID)
	require.NoError(t, err)
	require.Equal(t, market.ProductOffSale, after.Status)
	require.Empty(t, after.Upgrades, "catalogue.md §2.10, §3.10: rules that target it become void")
	rules, err := seller.Upgrades(t.Context(), market.UpgradeVoid, "", market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "upgrade.off_sale", rules.Rows[0].Cause.V.Key)
	require.ErrorIs(t, seller.ModifyProduct(t.Context(), shop.Products["澜溪会员中台"]), &market.Problem{Kind: market.KindConflict},
		"catalogue.md §2.10: all specs are delisted, nothing can be added or changed")
}

func TestEditingAnAttributeChangesNothingThatIsListed(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.Seller(shop.Lanxi, market.Operations)
	page, err := seller.Attributes(t.Context(), market.AttributeSearch{Text: "用户"}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1, "catalogue.md §3.4: fuzzy search by name")
	users := page.Rows[0]
	changed := users.AttributeContent
	changed.NameZh = "席位数"
	require.NoError(t, seller.EditAttribute(t.Context(), users.ID, users.Version, changed))
	require.NoError(t, seller.RemoveAttribute(t.Context(), users.ID))

	detail, err := seller.ProductDetail(t.Context(), shop.Products["澜溪会员中台"])
	require.NoError(t, err)
	spec, err := seller.Spec(t.Context(), detail.Specs[0].ID)
	require.NoError(t, err)
	require.Equal(t, "用户数", spec.Measure().NameZh, "catalogue.md §3.4: values were copied into the product")
	changed.Code = "version"
	_, err = seller.AddAttribute(t.Context(), changed)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid}, "catalogue.md §3.4: presets are not reused")
}

func TestASourceStandsInOneRule(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.Seller(shop.Lanxi, market.Operations)
	detail, err := seller.ProductDetail(t.Context(), shop.Products["澜溪云 ERP SaaS 版"])
	require.NoError(t, err)
	basic, better := detail.Specs[0].ID, detail.Specs[1].ID
	_, err = seller.SetUpgrade(t.Context(), basic, []market.SpecID{better}, nil)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid}, "catalogue.md §3.10: a source may appear in one rule")
	rules, err := seller.Upgrades(t.Context(), market.UpgradeActive, "ERP", market.Ask{})
	require.NoError(t, err)
	require.NoError(t, seller.EndUpgrade(t.Context(), rules.Rows[0].ID))
	_, err = seller.SetUpgrade(t.Context(), basic, []market.SpecID{better}, nil)
	require.NoError(t, err)
	_, err = seller.SetUpgrade(t.Context(), better, []market.SpecID{basic}, nil)
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindInvalid}, "catalogue.md §3.10: price inversion")
}

func TestASKUKeepsItsCodeAndEachPeriodItsProductID(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	month, year := shop.Codes["澜溪会员中台/会员中台订阅 · 专业版 · 境内单地域/month"], shop.Codes[member]
	require.NotEmpty(t, month)
	require.NotEqual(t, month, year)
	spec, err := shop.Seller(shop.Lanxi).SpecOfPrice(t.Context(), month)
	require.NoError(t, err)
	other, err := shop.Seller(shop.Lanxi).SpecOfPrice(t.Context(), year)
	require.NoError(t, err)
	require.Equal(t, spec.SKUs[2].SKUCode, other.SKUs[2].SKUCode, "catalogue.md §3.1: renewing monthly → yearly changes productId, not skuCode")
	require.Equal(t, month, spec.SKUs[2].Price(market.PerMonth).Code)
	require.Equal(t, year, spec.SKUs[2].Price(market.PerYear).Code)
}

func TestWhatIsMeteredIsOpenedAtOnceAndCostsNothingYet(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	made, err := ordered(t, buyer(shop, shop.Lanxi, "C-1"), shop.Codes["澜溪票据识别/识别按量/use"], 1, 1)
	require.NoError(t, err)
	require.Equal(t, market.ChargeOnDemand, made.Charging, "catalogue.md §3.2")
	require.True(t, made.Free())
	require.Equal(t, market.OrderProcessing, order(t, shop.Seller(shop.Lanxi), made.ID).Status)
}

func TestTheListOfSKUsIsReadInBothDirections(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.Seller(shop.Lanxi)
	first, err := seller.Specs(t.Context(), market.SpecSearch{}, market.Ask{Size: 5})
	require.NoError(t, err)
	second, err := seller.Specs(t.Context(), market.SpecSearch{}, market.Ask{Size: 5, After: first.Next})
	require.NoError(t, err)
	back, err := seller.Specs(t.Context(), market.SpecSearch{}, market.Ask{Size: 5, Before: second.Previous})
	require.NoError(t, err)
	require.Equal(t, first.Rows, back.Rows)
	custom, err := seller.Specs(t.Context(), market.SpecSearch{Template: market.TemplateCustom, Text: "会员"}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, custom.Rows, 6)
}

// catalogue.md §3.1: a renewal from months to years has another productId and the same skuCode.
func TestARenewalFromMonthsToYearsKeepsItsSKU(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	customer, made := opened(t, shop, "澜溪云 ERP SaaS 版/标准版/month", 1)
	yearly := wanted(shop.Codes[erpYear], 1)
	yearly.Type, yearly.Renews = market.OrderRenew, made.Number
	renewal := placed(t, customer, yearly)
	require.Equal(t, made.SKUCode, renewal.SKUCode)
	require.NotEqual(t, made.ProductCode, renewal.ProductCode)
	require.Equal(t, market.PerYear, renewal.PeriodType)
}

// catalogue.md §3.2: what is bought per use has no end, so that no callback carries one.
func TestWhatIsBoughtPerUseHasNoEnd(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, made := opened(t, shop, pack, 1)
	require.Nil(t, made.ExpiresAt)
	var said string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT string_agg(a.exchange->>'request_body', ' ') FROM attempts a
		JOIN fulfilments f ON f.seller_id = a.seller_id AND f.id = a.fulfilment_id WHERE f.order_id = $1`, made.ID).Scan(&said))
	require.Contains(t, said, made.Number)
	require.NotContains(t, said, "expireTime")
}
