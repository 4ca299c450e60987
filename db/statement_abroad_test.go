package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// sellAbroad is an order of the international site as the acts would have left it.
func sellAbroad(t *testing.T, shop *dbtest.Shop, region string, o soldOrder) market.OrderID {
	t.Helper()
	id := sell(t, shop, shop.Lanxi, o)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET currency = 'USD', region = $2, fee_ratio = 0.15 WHERE id = $1`, id, region)
	require.NoError(t, err)
	return id
}

func closedAbroad(t *testing.T, shop *dbtest.Shop, period market.Month) market.Statement {
	t.Helper()
	require.NoError(t, shop.Seller(shop.Lanxi, market.Treasurer).CloseStatement(t.Context(), period, market.USD))
	page, err := shop.Seller(shop.Lanxi).Statements(t.Context(), market.StatementSearch{}, market.Ask{})
	require.NoError(t, err)
	for _, st := range page.Rows {
		if st.Period == period && st.Currency.Abroad() {
			return st
		}
	}
	return market.Statement{}
}

// catalogue.md §10: vendor bills in USD, one a currency and month, withholding and digital tax
// deducted as in the example of §2.8; never added to what was sold in yuan.
func TestYuanAndDollarsAreSettledInStatementsOfTheirOwn(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	sellAbroad(t, shop, "southeast_asia", soldOrder{number: "CS02", amount: "1000.00", paid: "2026-10-13 10:00"})
	late := sellAbroad(t, shop, "africa", soldOrder{number: "CS03", amount: "500.00", paid: "2026-10-14 10:00", effective: "never", status: "processing"})
	foreign := sellAbroad(t, shop, "europe", soldOrder{number: "CS04", amount: "700.00", paid: "2026-10-15 10:00"})
	desk := shop.Seller(shop.Lanxi, market.Treasurer)
	require.NoError(t, desk.AddAdjustment(t.Context(), market.SaleGeneral, market.USD, market.Yuan("3.00"), "补回多扣的预提税"))
	_, err := shop.DB.Pool().Exec(`UPDATE adjustments SET created_at = $1`, shanghai(t, "2026-10-20 10:00"))
	require.NoError(t, err)

	home := closed(t, shop, shop.Lanxi, october)
	require.Equal(t, market.CNY, home.Currency)
	require.Equal(t, []string{"1 sale CS01 1900.00"}, told(t, shop, shop.Lanxi, home))
	require.Zero(t, home.AbsentOrders, "dollar orders are not missed in the yuan's statement")
	require.Zero(t, home.Adjustments.Sign())

	abroad := closedAbroad(t, shop, october)
	require.Equal(t, "202610-USD", abroad.Number)
	require.Equal(t, []string{"1 sale CS02 560.00", "2 adjustment  3.00"}, told(t, shop, shop.Lanxi, abroad))
	require.Equal(t, []string{"1000.00", "150.00", "50.00", "120.00", "100.00", "20.00", "563.00"}, []string{abroad.Sales.String(), abroad.Tax.String(),
		abroad.CustomerTax.String(), abroad.Fee.String(), abroad.Withholding.String(), abroad.Digital.String(), abroad.Payable.String()})
	require.Equal(t, 2, abroad.AbsentOrders)
	require.Equal(t, "1200.00", abroad.AbsentAmount.String())
	again := closedAbroad(t, shop, october)
	require.Equal(t, abroad.Digest, again.Digest, "made again it comes out the same")

	store := shop.Seller(shop.Lanxi, market.Finance)
	why, err := store.BillabilityFor(t.Context(), foreign, october)
	require.NoError(t, err)
	require.Equal(t, market.Unmet, why.Conditions[0].Verdict, "no contract with Europe's entity is certified")
	why, err = store.BillabilityFor(t.Context(), late, october)
	require.NoError(t, err)
	require.Equal(t, market.Met, why.Conditions[0].Verdict)
	require.Equal(t, market.Unmet, why.Conditions[3].Verdict)
	require.Equal(t, "site.currency_USD", why.Currency.Key())
}

// transactions.md §14.3: the least payout is a setting of each currency; what is carried is
// carried into the next statement of its own currency.
func TestWhatIsTooLittleIsCarriedInItsOwnCurrency(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	ctx, desk := t.Context(), shop.Seller(shop.Lanxi, market.Treasurer)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	order := sellAbroad(t, shop, "southeast_asia", soldOrder{number: "CS02", amount: "200.00", paid: "2026-10-13 10:00"})
	closed(t, shop, shop.Lanxi, october)
	abroad := closedAbroad(t, shop, october)
	require.Equal(t, "112.00", abroad.Payable.String())
	require.NoError(t, desk.SendStatement(ctx, abroad.ID))
	require.NoError(t, desk.CountersignStatement(ctx, abroad.ID))
	st, err := desk.Statement(ctx, abroad.ID)
	require.NoError(t, err)
	require.Equal(t, market.StatementCarried, st.Status, "112 is below 150 dollars")
	_, err = shop.DB.Pool().Exec(`UPDATE statements SET payable = payable + 1 WHERE id = $1`, abroad.ID)
	require.ErrorContains(t, err, "never")

	sell(t, shop, shop.Lanxi, soldOrder{number: "CS03", amount: "100.00", paid: "2026-11-12 10:00"})
	sellAbroad(t, shop, "southeast_asia", soldOrder{number: "CS04", amount: "1000.00", paid: "2026-11-13 10:00"})
	refunded(t, shop, shop.Lanxi, order, "RF1", "50.00", "2026-11-20 10:00")
	shop.Clock.Set(shanghai(t, "2026-12-08 09:00"))
	home := closed(t, shop, shop.Lanxi, november)
	require.Zero(t, home.BroughtForward.Sign(), "dollars are never brought forward into yuan")
	require.Zero(t, home.RefundLines)
	next := closedAbroad(t, shop, november)
	require.Equal(t, "112.00", next.BroughtForward.String())
	require.Equal(t, []string{"1 sale CS04 560.00", "2 refund CS02 -28.00"}, told(t, shop, shop.Lanxi, next))
	require.Equal(t, "644.00", next.Payable.String())
}

// transactions.md §6.3: the international site's statement is made on day 7.
func TestTheClockClosesTheMonthAbroadOnItsOwnDay(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	shop.Clock.Set(shanghai(t, "2026-10-20 10:00"))
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-10-12 10:00"})
	sellAbroad(t, shop, "southeast_asia", soldOrder{number: "CS02", amount: "1000.00", paid: "2026-10-13 10:00"})
	require.NoError(t, shop.DB.Seller(market.TheClock, shop.Lanxi).CloseStatement(t.Context(), market.Month{}))
	numbers := func(until string) (all []string) {
		shop.Turn(t, world.Works(shop.Clock), shanghai(t, until))
		page, err := shop.Seller(shop.Lanxi).Statements(t.Context(), market.StatementSearch{}, market.Ask{})
		require.NoError(t, err)
		for _, st := range page.Rows {
			all = append(all, st.Number)
		}
		return all
	}
	require.Equal(t, []string{"202610"}, numbers("2026-11-03 09:01"))
	require.Equal(t, []string{"202610"}, numbers("2026-11-09 08:59"), "the 7th is a Saturday")
	require.Equal(t, []string{"202610-USD", "202610"}, numbers("2026-11-09 09:01"))
	require.Equal(t, []market.Act{market.CloseStatement}, shop.JobsFor(t, shop.Lanxi), "and plans December's")
	require.Equal(t, []string{"202610-USD", "202610"}, numbers("2026-12-03 08:59"))
}

// catalogue.md §10: the forecast keeps the sites apart, too.
func TestTheForecastAbroadIsInDollars(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "2000.00", paid: "2026-11-12 10:00"})
	sellAbroad(t, shop, "southeast_asia", soldOrder{number: "CS02", amount: "1000.00", paid: "2026-11-13 10:00"})
	sellAbroad(t, shop, "africa", soldOrder{number: "CS03", amount: "100.00", paid: "2026-11-14 10:00", effective: "never", status: "processing"})
	f, err := shop.Seller(shop.Lanxi, market.Finance).SettlementForecast(t.Context())
	require.NoError(t, err)
	require.Equal(t, "1900.00", f.Settleable.Amount.String())
	require.Empty(t, f.Blocked)
	require.Equal(t, market.USD, f.Abroad.Currency)
	require.Equal(t, "560.00", f.Abroad.Settleable.Amount.String())
	require.Equal(t, "billing.not_effective", f.Abroad.Blocked[0].Reason.Key)
	require.Equal(t, "56.00", f.Abroad.Blocked[0].Amount.String())
	f, err = shop.Seller(shop.Yunzhan, market.Finance).SettlementForecast(t.Context())
	require.NoError(t, err)
	require.Nil(t, f.Abroad, "who never joined the site sees nothing of it")
	require.Equal(t, "contract.not_joined", said(t, shop.Seller(shop.Yunzhan, market.Treasurer).AddAdjustment(t.Context(), market.SaleGeneral, market.USD, market.Yuan("1.00"), "x")).Key)
}

// catalogue.md §2.8: abroad a baseline of its own for each access type, copied to the order.
func TestAnOrderAbroadCarriesTheBaselineOfItsAccessType(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	store := shop.Seller(shop.Lanxi)
	order, err := store.Order(ctx, shop.Orders["lanxi abroad"])
	require.NoError(t, err)
	require.Equal(t, "15%", order.FeeRatio.String())
	desk := shop.DB.Operator(shop.Actor(market.Treasurer))
	today := market.DayOf(dbtest.Today)
	require.NoError(t, desk.AddRate(ctx, market.Rate{Kind: market.RateAbroadFee, AccessType: market.AccessSaaS, Ratio: market.Percent("12"), EffectiveOn: today.Plus(1)}))
	require.ErrorIs(t, desk.AddRate(ctx, market.Rate{Kind: market.RateAbroadTax, Region: "mars", Ratio: market.Percent("12"), EffectiveOn: today.Plus(1)}),
		&market.Problem{Kind: market.KindInvalid})
	require.NoError(t, desk.AddRate(ctx, market.Rate{Kind: market.RateAbroadTax, Region: "africa", Ratio: market.Percent("12"), EffectiveOn: today.Plus(1)}))
	shop.Clock.Pass(48 * time.Hour)
	detail, err := store.ProductDetail(ctx, order.ProductID)
	require.NoError(t, err)
	require.Equal(t, "12%", detail.FeeRatio.String())
}

// catalogue.md §10: the demo's dollars are closed, sent and paid as its yuan are.
func TestTheDemoHasStatementsInDollars(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id, known := shop.Statements["lanxi 202609-USD"]
	require.True(t, known)
	st, err := shop.Seller(shop.Lanxi, market.Finance).Statement(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.StatementCompleted, st.Status)
	require.Equal(t, "162.40", st.Payable.String())
	require.NotEmpty(t, st.RequestNumber)
}
