package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/market"
)

// coded is a customer with an authorization code that runs for a month from now.
func coded(t *testing.T, shop *dbtest.Shop) (customer *db.Seller, made market.Order, code string) {
	t.Helper()
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	_, err := shop.Seller(shop.Lanxi, market.Owner).CreateKey(ctx, market.KeyLicence)
	require.NoError(t, err)
	customer = buyer(shop, shop.Lanxi, "C-1")
	made = placed(t, customer, purchase(listing(t, shop, shop.Lanxi, market.AccessLicense, market.PerMonth, "100.00")))
	require.NoError(t, customer.PayOrder(ctx, made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	id := must(customer.SupervisionOf(ctx, made.ID))(t).ID
	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "ready"}))
	require.NoError(t, customer.ReceiveSupervision(ctx, id))
	licence := must(customer.LicenceOf(ctx, made.ID))(t)
	_, err = shop.Seller(shop.Lanxi, market.Program).ActivateSupervision(ctx, licence.Code)
	require.NoError(t, err)
	require.NoError(t, store.ProveSupervision(ctx, id, proof()))
	return customer, order(t, store, made.ID), licence.Code
}

// must hands on what a read answered, or fails the test.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		require.NoError(t, err)
		return value
	}
}

// heard are the bodies of the calls to Lanxi's server about the code, oldest first.
func heard(t *testing.T, shop *dbtest.Shop, code string) (bodies []string) {
	t.Helper()
	rows, err := shop.DB.Pool().Query(`SELECT a.activity, a.exchange->>'request_body' FROM attempts a
		JOIN fulfilments f ON f.seller_id = a.seller_id AND f.id = a.fulfilment_id JOIN instances i ON i.seller_id = f.seller_id AND i.order_id = f.lane
		WHERE i.number = $1 ORDER BY a.at, a.id`, code)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var activity, body string
		require.NoError(t, rows.Scan(&activity, &body))
		require.Contains(t, body, code)
		bodies = append(bodies, body)
	}
	require.NoError(t, rows.Err())
	return bodies
}

// transactions.md §1.6, production-interface.md §1.5: a code is frozen at its expiry, thawed
// and refreshed when it is renewed, released at the end of its retention.
func TestACodesServerHearsOfItsExpiryRenewalAndRelease(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, made, code := coded(t, shop)
	status := func() market.LicenceStatus { return must(store.LicenceOf(ctx, made.ID))(t).Status }
	require.Equal(t, market.LicenceAlive, status())
	require.NotNil(t, made.InstanceID)

	shop.Turn(t, world.Works(shop.Clock), made.ExpiresAt.Add(time.Minute))
	require.Equal(t, market.LicenceFrozen, status())
	calls := heard(t, shop, code)
	require.Len(t, calls, 1)
	require.JSONEq(t, fmt.Sprintf(`{"activity":"updateLicenseCodeStatus","license":%q,"status":"FREEZE"}`, code), calls[0])

	shop.Clock.Pass(24 * time.Hour)
	again := purchase(made.ProductCode)
	again.Type, again.Renews = market.OrderRenew, made.Number
	renewal := placed(t, customer, again)
	require.NoError(t, customer.PayOrder(ctx, renewal.ID, market.Payment{Amount: renewal.Amount, Method: market.Prepaid}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Hour))
	renewal = order(t, store, renewal.ID)
	require.Equal(t, market.OrderCompleted, renewal.Status)
	require.Equal(t, market.LicenceAlive, status())
	calls = heard(t, shop, code)
	require.Len(t, calls, 3)
	slices.Sort(calls[1:]) // both at one instant of the test's clock
	require.JSONEq(t, fmt.Sprintf(`{"activity":"refreshLicenseCode","license":%q,"scene":"RENEWAL","orderId":%q,"orderLineId":%q,"expireTime":%q}`,
		code, renewal.Number, renewal.Line(), renewal.ExpiresAt.UTC().Format("20060102150405")), calls[1])
	require.JSONEq(t, fmt.Sprintf(`{"activity":"updateLicenseCodeStatus","license":%q,"status":"UNFREEZE"}`, code), calls[2])

	shop.Turn(t, world.Works(shop.Clock), renewal.ExpiresAt.AddDate(0, 0, 15).Add(time.Hour))
	require.Equal(t, market.LicenceReleased, status())
	calls = heard(t, shop, code)
	require.Len(t, calls, 5)
	require.JSONEq(t, fmt.Sprintf(`{"activity":"releaseLicenseCode","license":%q}`, code), calls[4])
}

// production-interface.md §3.1: every two minutes, sixty times; then by hand.
func TestACodesMessageIsTriedSixtyTimes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, made, code := coded(t, shop)
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example", exampleseller.Rule{Behave: "code:000005"}))
	shop.Turn(t, world.Works(shop.Clock), made.ExpiresAt.Add(3*time.Hour))
	require.Len(t, heard(t, shop, code), 60)
	var id market.FulfilmentID
	var tried time.Duration
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT f.id, extract(epoch FROM max(a.at) - min(a.at))::bigint * 1000000000 FROM fulfilments f
		JOIN attempts a ON a.seller_id = f.seller_id AND a.fulfilment_id = f.id WHERE f.order_id = $1 AND f.status = 'exhausted' GROUP BY f.id`, made.ID).Scan(&id, &tried))
	require.InDelta(t, 118*time.Minute, tried, float64(time.Minute))
	require.NoError(t, shop.Clock.Street().Behave("api.lanxi.example"))
	require.NoError(t, shop.Seller(shop.Lanxi).RestartFulfilment(t.Context(), id))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Minute))
	require.Equal(t, market.FulfilmentDone, must(shop.Seller(shop.Lanxi).Fulfilment(t.Context(), id))(t).Status)
}

// production-interface.md §1.5: the three interfaces are optional; transactions.md §1.6: what
// people handed over for a time is frozen and released all the same, and renews by itself.
func TestNobodysServerHearsOfWhatPeopleHandedOver(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer := buyer(shop, shop.Lanxi, "C-1")
	made := placed(t, customer, purchase(listing(t, shop, shop.Lanxi, market.AccessService, market.PerMonth, "100.00")))
	require.NoError(t, customer.PayOrder(ctx, made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
	id := must(customer.SupervisionOf(ctx, made.ID))(t).ID
	require.NoError(t, customer.SubmitSupervision(ctx, id, market.Requirement{Text: "x"}))
	require.NoError(t, store.ConfirmSupervision(ctx, id, 0))
	require.NoError(t, store.DeliverSupervision(ctx, id, proof()))
	require.NoError(t, customer.AcceptSupervision(ctx, id, ""))
	made = order(t, store, made.ID)
	require.NotNil(t, made.InstanceID)
	require.NoError(t, customer.SetInstance(ctx, made.ID, market.Expiry{Policy: market.PolicyRenew, Periods: 1, Times: 1}))
	shop.Turn(t, world.Works(shop.Clock), made.ExpiresAt.Add(-time.Hour))
	var renewed, frozen int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM orders WHERE renews_id = $1 AND status = 'completed'`, made.ID).Scan(&renewed))
	require.Equal(t, 1, renewed, "a manual service renews by itself (§1.6)")
	shop.Turn(t, world.Works(shop.Clock), made.ExpiresAt.AddDate(0, 1, 1))
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM instances WHERE id = $1 AND status = 'frozen'`, *made.InstanceID).Scan(&frozen))
	require.Equal(t, 1, frozen)
	var told int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM fulfilments WHERE lane = $1`, made.ID).Scan(&told))
	require.Zero(t, told)
}

// transactions.md §2.4: a code that its buyer never received ends with its order.
func TestACodeThatNobodyReceivedEndsWithItsOrder(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx, store := t.Context(), shop.Seller(shop.Lanxi)
	customer, made, id := bought(t, shop, market.AccessLicense, `{"licence_flow": "license_code"}`)
	require.NoError(t, store.DeliverSupervision(ctx, id, market.Delivery{Result: "ready"}))
	refund := must(customer.RequestRefund(ctx, market.RefundRequest{OrderID: made.ID, Amount: made.Amount, Reason: "changed our mind"}))(t)
	require.NoError(t, shop.Seller(shop.Lanxi, market.Finance).ApproveRefund(ctx, refund, "", market.Address{}))
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(4*time.Hour))
	require.Equal(t, market.LicenceReleased, must(store.LicenceOf(ctx, made.ID))(t).Status)
}
