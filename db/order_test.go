package db_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// listing puts one price of a seller on sale and answers its wire code.
func listing(t *testing.T, shop *dbtest.Shop, seller market.SellerID, access market.AccessType, period market.Period, price string) string {
	t.Helper()
	now := shop.Clock.Now()
	product, revision, spec, id := market.NewID[market.Product](now), market.NewID[market.Revision](now), market.NewID[market.Spec](now), market.NewID[market.SKUPrice](now)
	code := strings.ToUpper(id.String()[24:])
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, created_at, updated_at)
			VALUES ($1, $2, $3, 'general', $4, 'on_sale', $3, now(), now())`, []any{seller, product, "listing " + code, access}},
		{`INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
			VALUES ($1, $2, $3, 1, jsonb_build_object('name', 'Listing ' || $4::text), $2, now())`, []any{seller, revision, product, code}},
		{`UPDATE products SET revision_id = $3 WHERE seller_id = $1 AND id = $2`, []any{seller, product, revision}},
		{`INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			VALUES ($1, $2, $3, $4, 'Pro', 'simple', 'on_sale', 1)`, []any{seller, spec, product, "SKU-" + code}},
		{`INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal) VALUES ($1, $2, $2, $3, 'on_sale', 0)`, []any{seller, spec, "SKU-" + code}},
		{`INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount) VALUES ($1, $2, $3, $3, $4, $5,
			CASE WHEN $5 IN ('year', 'month') THEN 'PERIOD' ELSE 'ONE_TIME' END, $6)`,
			[]any{seller, id, spec, code, period, price}},
	} {
		_, err := shop.DB.Pool().Exec(step.query, step.args...)
		require.NoError(t, err)
	}
	return code
}

// buyer is a customer at the seller's counter.
func buyer(shop *dbtest.Shop, seller market.SellerID, customer string) *db.Seller {
	return shop.DB.Storefront(market.Actor{Name: customer, Customer: customer, Roles: []market.Role{market.Buyer}}).Seller(seller)
}

func purchase(code string) market.Purchase {
	return market.Purchase{Type: market.OrderNew, Product: code, Quantity: market.Count(2), Periods: 3, Agreed: true,
		Customer: market.Customer{Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021", Email: "it.purchase@beiling.example"}}
}

func placed(t *testing.T, store *db.Seller, wanted market.Purchase) market.Order {
	t.Helper()
	order, err := store.PlaceOrder(t.Context(), wanted)
	require.NoError(t, err)
	return order
}

func order(t *testing.T, store *db.Seller, id market.OrderID) market.Order {
	t.Helper()
	order, err := store.Order(t.Context(), id)
	require.NoError(t, err)
	return order
}

func TestAPlacedOrderWaitsForItsMoneyUntilTheWindowEnds(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	made := placed(t, store, purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "100.00")))

	read := order(t, store, made.ID)
	answered, err := json.Marshal(made)
	require.NoError(t, err)
	kept, err := json.Marshal(read)
	require.NoError(t, err)
	require.JSONEq(t, string(answered), string(kept), "what is answered is what is kept")
	require.Equal(t, "600.00", read.Amount.String())
	require.Equal(t, market.OrderPendingPayment, read.Status)
	require.Regexp(t, `^CS2611201042[A-Z0-9]{6}$`, read.Number)
	require.Equal(t, "138****4021", read.PhoneMask)
	require.Equal(t, []market.Act{market.ExpireOrder}, shop.JobsFor(t, made.ID))
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.PlaceOrder, act)
	require.Equal(t, made.ID.String(), subject)

	shop.Turn(t, world.Works(shop.Clock), made.PayBy.Add(time.Minute))
	require.Equal(t, market.OrderCancelled, order(t, store, made.ID).Status)
	require.ErrorIs(t, store.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}), &market.Problem{Kind: market.KindConflict})
}

func TestTheNumberAndItsLineAreFoundInTheDirectory(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	made := placed(t, buyer(shop, shop.Lanxi, "C-1"), purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "1")))
	var found int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM directory WHERE seller_id = $1 AND subject = $2 AND number IN ($3, $4)`,
		shop.Lanxi, made.ID, made.Number, made.Number+"-000001").Scan(&found))
	require.Equal(t, 2, found)
}

func TestTheContactIsUnreadableAtRestAndEachShowingIsAudited(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	made := placed(t, buyer(shop, shop.Lanxi, "C-1"), purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "1")))
	var sealed []byte
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT contact_sealed FROM orders WHERE id = $1`, made.ID).Scan(&sealed))
	require.NotContains(t, string(sealed), "13800134021")

	shop.Clock.Pass(time.Minute)
	contact, err := shop.Seller(shop.Lanxi, market.Support).RevealContact(t.Context(), made.ID)
	require.NoError(t, err)
	require.Equal(t, "13800134021", contact.Phone)
	act, _ := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.RevealContact, act)

	_, err = shop.Seller(shop.Lanxi, market.Finance).RevealContact(t.Context(), made.ID)
	require.ErrorIs(t, err, market.Denied)
}

func TestOfTwoPaymentsAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	made := placed(t, store, purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "100")))
	errs := atOnce(8, func(int) error {
		return store.PayOrder(context.Background(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid})
	})
	paid := 0
	for _, err := range errs {
		if err == nil {
			paid++
		} else {
			require.ErrorIs(t, err, &market.Problem{Kind: market.KindConflict})
		}
	}
	require.Equal(t, 1, paid)
	require.Equal(t, 2, order(t, store, made.ID).Version)
}

func TestTwoRenewalsPaidAtOnceFollowEachOther(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	code := listing(t, shop, shop.Lanxi, "service", market.PerYear, "100")
	first := placed(t, store, purchase(code))
	ends := shop.Clock.Now().AddDate(1, 0, 0)
	_, err := shop.DB.Pool().Exec(`UPDATE orders SET status = 'completed', paid_at = placed_at, completed_at = placed_at,
		effective_at = placed_at, expires_at = $2 WHERE id = $1`, first.ID, ends)
	require.NoError(t, err)
	var renewals []market.Order
	for range 2 {
		renewal := purchase(code)
		renewal.Type, renewal.Periods, renewal.Renews = market.OrderRenew, 1, first.Number
		renewals = append(renewals, placed(t, store, renewal))
	}
	for _, err := range atOnce(2, func(n int) error {
		return store.PayOrder(context.Background(), renewals[n].ID, market.Payment{Amount: renewals[n].Amount, Method: market.Prepaid})
	}) {
		require.NoError(t, err)
	}
	a, b := order(t, store, renewals[0].ID), order(t, store, renewals[1].ID)
	if b.EffectiveAt.Before(*a.EffectiveAt) {
		a, b = b, a
	}
	require.Equal(t, market.OrderCompleted, a.Status, "no second supervision (transactions.md §2.5)")
	require.Equal(t, ends, *a.EffectiveAt)
	require.Equal(t, *a.ExpiresAt, *b.EffectiveAt)
	require.Equal(t, ends.AddDate(2, 0, 0), *b.ExpiresAt)
}

func TestWhatCostsNothingIsDeliveredAtOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	made := placed(t, buyer(shop, shop.Lanxi, "C-1"), purchase(listing(t, shop, shop.Lanxi, "service", market.PerMonth, "0")))
	require.Equal(t, market.OrderProcessing, made.Status)
	require.NotNil(t, made.PaidAt)
	require.NotContains(t, shop.JobsFor(t, made.ID), market.ExpireOrder)
}

func TestAPostpaidOrderIsRepaidLater(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	made := placed(t, store, purchase(listing(t, shop, shop.Lanxi, "service", market.PerMonth, "10")))
	require.Error(t, store.RepayOrder(t.Context(), made.ID), "not paid yet")
	require.NoError(t, store.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Postpaid}))
	require.NoError(t, store.RepayOrder(t.Context(), made.ID))
	require.NotNil(t, order(t, store, made.ID).RepaidAt)
}

func TestABuyerFindsOnlyItsOwnOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	made := placed(t, buyer(shop, shop.Lanxi, "C-1"), purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "1")))
	other := buyer(shop, shop.Lanxi, "C-2")
	_, err := other.Order(t.Context(), made.ID)
	require.ErrorIs(t, err, market.NotFound)
	require.ErrorIs(t, other.CancelOrder(t.Context(), made.ID), market.NotFound)
	require.ErrorIs(t, other.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}), market.NotFound)
	require.ErrorIs(t, buyer(shop, shop.Yunzhan, "C-1").CancelOrder(t.Context(), made.ID), market.NotFound)

	played := shop.DB.Storefront(market.Actor{Name: "C-1", Customer: "C-1", Test: true, Roles: []market.Role{market.Buyer}}).Seller(shop.Lanxi)
	require.ErrorIs(t, played.CancelOrder(t.Context(), made.ID), market.NotFound, "the sandbox touches no real order")
}

func TestTheSameKeyIsOneOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	code := listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "1")
	store := buyer(shop, shop.Lanxi, "C-1")
	errs := atOnce(6, func(int) error {
		_, err := store.Once(db.Once{Client: "shop", Key: "k-1", Fingerprint: "f"}).PlaceOrder(context.Background(), purchase(code))
		return err
	})
	made := 0
	for _, err := range errs {
		var replayed *db.Replayed
		if err == nil {
			made++
		} else {
			require.ErrorAs(t, err, &replayed)
		}
	}
	require.Equal(t, 1, made)
	_, err := store.Once(db.Once{Client: "shop", Key: "k-1", Fingerprint: "another request"}).PlaceOrder(t.Context(), purchase(code))
	require.ErrorIs(t, err, &market.Problem{Kind: market.KindConflict})
}

// atOnce does it n times at the same moment and gathers the outcomes.
func atOnce(n int, do func(int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	return errs
}

// What the platform hands out itself is there with the payment; what the sheet supervises
// starts its flow (catalogue.md §2.1, transactions.md §0.3).
func TestAnOrderOfEveryAccessTypeIsDelivered(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for _, access := range market.AccessTypes {
		if !access.Rules().Priced {
			continue
		}
		store := buyer(shop, shop.Lanxi, "C-1")
		wanted := purchase(listing(t, shop, shop.Lanxi, access, market.PerYear, "100.00"))
		wanted.Address = &market.Address{Recipient: "仓库", Phone: "13800134021", Place: "北京市海淀区 1 号"}
		made := placed(t, store, wanted)
		require.NoError(t, store.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}), access)
		paid, err := shop.Seller(shop.Lanxi).Order(t.Context(), made.ID)
		require.NoError(t, err)
		var flows, messages int
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM supervisions WHERE order_id = $1`, made.ID).Scan(&flows))
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM fulfilments WHERE order_id = $1`, made.ID).Scan(&messages))
		switch {
		case access.Supervises(false):
			require.Equal(t, []int{1, 0}, []int{flows, messages}, access)
			require.Equal(t, market.OrderProcessing, paid.Status, access)
		case access.Rules().Opened:
			require.Equal(t, []int{0, 1}, []int{flows, messages}, access)
		default:
			require.Equal(t, []int{0, 0}, []int{flows, messages}, access)
			require.Equal(t, market.OrderCompleted, paid.Status, access)
		}
	}
}
