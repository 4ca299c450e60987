package db_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// counter is a customer's counter at Lanxi's.
func counter(shop *dbtest.Shop, customer string) *db.Seller {
	return shop.DB.Storefront(market.Actor{Name: customer, Customer: customer, Roles: []market.Role{market.Buyer}}).Seller(shop.Lanxi)
}

func wanted(code string, quantity int) market.Purchase {
	return market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(quantity), Periods: 1, Agreed: true,
		Customer: market.Customer{Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", RealName: market.RealEnterprise}}
}

const erpYear = "澜溪云 ERP SaaS 版/标准版/year"

// specOf is the spec and the product that a price belongs to.
func specOf(t *testing.T, shop *dbtest.Shop, code string) (spec market.ID[market.Spec], product market.ProductID) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT p.spec_id, s.product_id FROM prices p JOIN specs s ON s.id = p.spec_id WHERE p.code = $1`, code).
		Scan(&spec.UUID, &product.UUID))
	return spec, product
}

// decided is the rule's key that a purchase was refused with; empty when it was allowed.
func decided(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var problem *market.Problem
	require.ErrorAs(t, err, &problem, "%v", err)
	require.Equal(t, market.KindConflict, problem.Kind, "%v", err)
	if problem.Reason.Key != "limit.refused" && problem.Reason.Key != "limit.refused_contact" {
		return problem.Reason.Key
	}
	return problem.Reason.Args[0].(market.Reason).Key
}

// catalogue.md §5, checked in one transaction with a row lock: of many buyers at the last
// units exactly as many get one, the others read why.
func TestOfManyBuyersAtTheLastUnitsOnlySoManyGetOne(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	_, product := specOf(t, shop, code)
	stock, err := shop.Seller(shop.Lanxi).Stock(t.Context(), product)
	require.NoError(t, err)
	require.NoError(t, shop.Seller(shop.Lanxi).SetStocks(t.Context(), []market.StockAsk{{ProductID: product, Change: 3 - stock.Left(), Note: "last"}}))

	const buyers = 12
	answers := make([]error, buyers)
	var all sync.WaitGroup
	for n := range buyers {
		all.Go(func() {
			_, answers[n] = counter(shop, fmt.Sprintf("C-R%d", n)).PlaceOrder(t.Context(), wanted(code, 1))
		})
	}
	all.Wait()
	refusals := map[string]int{}
	for _, err := range answers {
		refusals[decided(t, err)]++
	}
	require.Equal(t, map[string]int{"": 3, "limit.refused_stock": buyers - 3}, refusals)
	stock, err = shop.Seller(shop.Lanxi).Stock(t.Context(), product)
	require.NoError(t, err)
	require.Zero(t, stock.Left())
	require.True(t, stock.Warned)
	var notices int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE kind = 'stock.warn' AND seller_id = $1`, shop.Lanxi).Scan(&notices))
	require.Equal(t, 1, notices, "§5: warned once")
}

func TestOneBuyerAtManyCountersBuysAsOftenAsTheLimitLets(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, _ := specOf(t, shop, code)
	require.NoError(t, shop.Seller(shop.Lanxi).SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountLifetime, CountN: 2}}))
	answers := make([]error, 8)
	var all sync.WaitGroup
	for n := range answers {
		all.Go(func() { _, answers[n] = counter(shop, "C-R").PlaceOrder(t.Context(), wanted(code, 1)) })
	}
	all.Wait()
	refusals := map[string]int{}
	for _, err := range answers {
		refusals[decided(t, err)]++
	}
	require.Equal(t, map[string]int{"": 2, "limit.refused_lifetime": 6}, refusals)
}

// catalogue.md §5: cancelled and refunded orders free the limit and the stock.
func TestWhatIsCancelledFreesItsLimitAndItsStock(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, product := specOf(t, shop, code)
	store := shop.Seller(shop.Lanxi)
	require.NoError(t, store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountLifetime, CountN: 1, Quantity: 10}}))
	before, err := store.Stock(t.Context(), product)
	require.NoError(t, err)
	buyer := counter(shop, "C-R")
	_, err = buyer.PlaceOrder(t.Context(), wanted(code, 11))
	require.Equal(t, "limit.refused_quantity", decided(t, err))
	order, err := buyer.PlaceOrder(t.Context(), wanted(code, 4))
	require.NoError(t, err)
	_, err = buyer.Quote(t.Context(), wanted(code, 1))
	require.Equal(t, "limit.refused_lifetime", decided(t, err), "a quote refuses as an order would")
	held, err := store.Stock(t.Context(), product)
	require.NoError(t, err)
	require.Equal(t, before.Consumed+1, held.Consumed)
	require.NoError(t, buyer.CancelOrder(t.Context(), order.ID))
	freed, err := store.Stock(t.Context(), product)
	require.NoError(t, err)
	require.Equal(t, before.Consumed, freed.Consumed)
	order, err = buyer.PlaceOrder(t.Context(), wanted(code, 4))
	require.NoError(t, err)
	require.NoError(t, buyer.PayOrder(t.Context(), order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
}

// catalogue.md §5: checked again at payment.
func TestAnOrderIsAskedAgainWhenItIsPaid(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, product := specOf(t, shop, code)
	store, buyer := shop.Seller(shop.Lanxi), counter(shop, "C-R")
	var orders []market.Order
	for range 2 {
		order, err := buyer.PlaceOrder(t.Context(), wanted(code, 1))
		require.NoError(t, err)
		orders = append(orders, order)
	}
	require.NoError(t, store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountLifetime, CountN: 1}}))
	pay := func(n int) error {
		return buyer.PayOrder(t.Context(), orders[n].ID, market.Payment{Amount: orders[n].Amount, Method: market.Prepaid})
	}
	require.NoError(t, pay(1), "the first that is paid is let through")
	require.Equal(t, "limit.refused_lifetime", decided(t, pay(0)))

	limits, err := store.Limits(t.Context(), market.LimitSearch{}, market.Ask{})
	require.NoError(t, err)
	for _, limit := range limits.Rows {
		if limit.SpecID == spec {
			require.NoError(t, store.LiftLimit(t.Context(), limit.ID))
		}
	}
	audience, err := store.SetAudience(t.Context(), market.AudienceAsk{ProductID: product, Kind: market.AudienceSpecified})
	require.NoError(t, err)
	require.Equal(t, "audience.refused_specified", decided(t, pay(0)))
	require.NoError(t, store.AdmitCustomers(t.Context(), audience, []market.AudienceUser{{AccountName: "beiling_erp", AccountID: "C-R"}}))
	require.NoError(t, pay(0))
}

// catalogue.md §5: enterprises, individuals, associated products, the spec's own level.
func TestTargetCustomersAreAskedAtBothLevels(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, product := specOf(t, shop, code)
	store, buyer := shop.Seller(shop.Lanxi), counter(shop, "C-R")
	quote := func(name market.RealName) string {
		p := wanted(code, 1)
		p.Customer.RealName = name
		_, err := buyer.Quote(t.Context(), p)
		return decided(t, err)
	}
	set := func(ask market.AudienceAsk) {
		_, err := store.SetAudience(t.Context(), ask)
		require.NoError(t, err)
	}
	set(market.AudienceAsk{ProductID: product, Kind: market.AudienceEnterprise})
	require.Equal(t, "", quote(market.RealEnterprise))
	require.Equal(t, "audience.refused_enterprise", quote(market.RealIndividual))
	require.Equal(t, "audience.refused_enterprise", quote(market.RealNone))
	_, err := store.SetAudience(t.Context(), market.AudienceAsk{SpecID: &spec, Kind: market.AudienceIndividual})
	require.Error(t, err, "§5: outside the matrix")

	_, other := specOf(t, shop, shop.Codes["澜溪智能工单/团队版/year"])
	set(market.AudienceAsk{ProductID: product, Kind: market.AudienceAssociated, Targets: []string{other.String()}})
	require.Equal(t, "audience.refused_associated", quote(market.RealEnterprise))
	bought, err := buyer.PlaceOrder(t.Context(), wanted(shop.Codes["澜溪智能工单/团队版/year"], 1))
	require.NoError(t, err)
	require.NoError(t, buyer.PayOrder(t.Context(), bought.ID, market.Payment{Amount: bought.Amount, Method: market.Prepaid}))
	require.Equal(t, "", quote(market.RealNone))
	_, err = store.SetAudience(t.Context(), market.AudienceAsk{ProductID: product, Kind: market.AudienceAssociated, Targets: []string{product.String()}})
	require.ErrorIs(t, err, market.NotFound, "§5: other products of the seller only")

	set(market.AudienceAsk{ProductID: product, Kind: market.AudienceAll})
	set(market.AudienceAsk{SpecID: &spec, Kind: market.AudienceSpecified})
	require.Equal(t, "audience.refused_spec_specified", quote(market.RealEnterprise))
	require.Equal(t, "", decided(t, func() error {
		_, err := buyer.Quote(t.Context(), wanted(shop.Codes["澜溪云 ERP SaaS 版/专业版/year"], 1))
		return err
	}()), "another spec of it is open")
}

func TestManyRowsAreSetTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	one, product := specOf(t, shop, shop.Codes[erpYear])
	two, _ := specOf(t, shop, shop.Codes["澜溪云 ERP SaaS 版/专业版/year"])
	err := store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: one, CountRule: market.CountLifetime, CountN: 1}, {SpecID: two, CountRule: market.CountLifetime}})
	var problem *market.Problem
	require.ErrorAs(t, err, &problem)
	require.Contains(t, problem.Fields, "times_1")
	limits, err := store.Limits(t.Context(), market.LimitSearch{Text: "ERP SaaS"}, market.Ask{})
	require.NoError(t, err)
	for _, limit := range limits.Rows {
		require.NotEqual(t, one, limit.SpecID, "nothing was set")
	}
	require.NoError(t, store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: one, CountRule: market.CountExpiry}, {SpecID: two, CountRule: market.CountFree, Quantity: 100}}))
	require.NoError(t, store.SetStocks(t.Context(), []market.StockAsk{{ProductID: product, Change: 5, Note: "补货"}}))
	changes, err := store.StockChanges(t.Context(), product, market.Ask{})
	require.NoError(t, err)
	require.Len(t, changes.Rows, 1)
	require.EqualValues(t, 1004, changes.Rows[0].Total, "§5: 999 at first")
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.SetStock, act)
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Finance).SetStocks(t.Context(), nil), market.Denied)
}

func TestTheSimulatorAnswersAsAnOrderWould(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, _ := specOf(t, shop, code)
	store := shop.Seller(shop.Lanxi)
	require.NoError(t, store.SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountExpiry}}))
	buyer := counter(shop, "C-R")
	order, err := buyer.PlaceOrder(t.Context(), wanted(code, 1))
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE orders SET status = 'completed', paid_at = placed_at, expires_at = $2 WHERE id = $1`, order.ID, shop.Today.AddDate(1, 0, 0))
	require.NoError(t, err)
	p := wanted(code, 1)
	p.Customer.ID = "C-R"
	_, all, err := store.Simulate(t.Context(), p, market.Prepaid, shop.Today)
	require.NoError(t, err)
	require.Equal(t, market.RuleCount, all.Refusal().Rule)
	_, all, err = store.Simulate(t.Context(), p, market.Prepaid, shop.Today.AddDate(1, 0, 1))
	require.NoError(t, err)
	require.Nil(t, all.Refusal(), "§5: once it has expired it may be bought again")
	_, err = buyer.PlaceOrder(t.Context(), wanted(code, 1))
	require.Equal(t, "limit.refused_until", decided(t, err))
}

func TestAPurchaseThatIsRefusedKeepsNothing(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := shop.Codes[erpYear]
	spec, product := specOf(t, shop, code)
	require.NoError(t, shop.Seller(shop.Lanxi).SetLimits(t.Context(), []market.LimitAsk{{SpecID: spec, CountRule: market.CountFree, Quantity: 1}}))
	before, err := shop.Seller(shop.Lanxi).Stock(t.Context(), product)
	require.NoError(t, err)
	_, err = counter(shop, "C-R").PlaceOrder(t.Context(), wanted(code, 2))
	var problem *market.Problem
	require.True(t, errors.As(err, &problem))
	require.Equal(t, "limit.refused_contact", problem.Reason.Key, "the buyer is told whom to ask")
	after, err := shop.Seller(shop.Lanxi).Stock(t.Context(), product)
	require.NoError(t, err)
	require.Equal(t, before.Consumed, after.Consumed)
}
