package jobs_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/exampleseller"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

const host = "api.lanxi.example"

// behaving is a shop whose busy seller's server misbehaves towards new orders, with one
// order that was just paid.
func behaving(t *testing.T, behave string) (*dbtest.Shop, market.Order) {
	t.Helper()
	shop := dbtest.New(t)
	unhooked(t, shop)
	if behave != "" {
		require.NoError(t, shop.Clock.Street().Behave(host, exampleseller.Rule{Match: "newInstance", Behave: behave}))
	}
	return shop, paid(t, shop, "F-1")
}

// message is the order's first message.
func message(t *testing.T, shop *dbtest.Shop, order market.Order) market.FulfilmentLine {
	t.Helper()
	lines, err := shop.Seller(shop.Lanxi).FulfilmentsOfOrder(t.Context(), order.ID)
	require.NoError(t, err)
	require.NotEmpty(t, lines)
	return lines[0]
}

func pass(t *testing.T, shop *dbtest.Shop, d time.Duration) {
	t.Helper()
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(d))
}

func status(t *testing.T, shop *dbtest.Shop, order market.Order) (status market.OrderStatus) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT status FROM orders WHERE id = $1`, order.ID).Scan(&status))
	return status
}

func TestAnOpenedOrderIsCompleteWithTheSellersInstance(t *testing.T) {
	t.Parallel()
	shop, order := behaving(t, "")
	require.Equal(t, market.FulfilmentQueued, message(t, shop, order).Status)
	pass(t, shop, time.Second)
	sent := message(t, shop, order)
	require.Equal(t, market.FulfilmentDone, sent.Status)
	require.NotEmpty(t, sent.InstanceNumber)
	require.Equal(t, market.OrderCompleted, status(t, shop, order))
	attempt, err := shop.Seller(shop.Lanxi).Attempt(t.Context(), sent.ID, 0)
	require.NoError(t, err)
	require.Equal(t, market.OutcomeSuccess, attempt.Outcome)
	require.Contains(t, attempt.Exchange.V.RequestBody, order.Number+"-000001")
	steps, same, err := shop.Seller(shop.Lanxi).SigningSteps(t.Context(), attempt.Exchange.V)
	require.NoError(t, err)
	require.True(t, same)
	require.Len(t, steps, 4)
	var ends time.Time
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT expires_at FROM instances WHERE number = $1`, sent.InstanceNumber).Scan(&ends))
	require.Equal(t, shop.Clock.Now().Year()+1, ends.Year())
}

// transactions.md §1.5: three hours of tries, then the order fails and is given back.
func TestAFailedOpeningIsTriedHourlyAndThenGivenBackInFull(t *testing.T) {
	t.Parallel()
	shop, order := behaving(t, "code:000001")
	begun := shop.Clock.Now()
	var at []time.Duration
	for range 5 {
		pass(t, shop, time.Second)
		sent := message(t, shop, order)
		if sent.Status.Over() {
			break
		}
		require.Equal(t, market.FulfilmentRetrying, sent.Status)
		at = append(at, sent.NextAt.Sub(begun))
		shop.Turn(t, world.Works(shop.Clock), sent.NextAt.Add(-time.Second))
		require.Equal(t, len(at), message(t, shop, order).Attempts, "nothing is sent before its time")
		pass(t, shop, time.Second)
	}
	require.Equal(t, []time.Duration{time.Hour, 2 * time.Hour, 3 * time.Hour}, at)
	pass(t, shop, time.Second)
	sent := message(t, shop, order)
	require.Equal(t, market.FulfilmentExhausted, sent.Status)
	require.Equal(t, 4, sent.Attempts)
	require.Equal(t, market.OrderRefunded, status(t, shop, order))
	var cause, amount string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT cause, amount FROM refunds WHERE order_id = $1`, order.ID).Scan(&cause, &amount))
	require.Equal(t, "failed_opening", cause)
	require.Equal(t, order.Amount.String(), amount)
	var notices int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE link = $1`, "/fulfilments/"+sent.ID.String()).Scan(&notices))
	require.Equal(t, 2, notices, "one when it began to fail, one at the end")
	require.ErrorIs(t, shop.Seller(shop.Lanxi).RestartFulfilment(t.Context(), sent.ID), market.Conflict(""))
}

func TestAnAcceptedOrderIsPolledUntilItIsOpen(t *testing.T) {
	t.Parallel()
	shop, order := behaving(t, "async:3")
	pass(t, shop, time.Second)
	sent := message(t, shop, order)
	require.Equal(t, market.FulfilmentProcessing, sent.Status)
	require.Equal(t, market.OrderProcessing, status(t, shop, order))
	require.NotEmpty(t, sent.InstanceNumber, "what is being opened has its name already")
	pass(t, shop, 2*time.Minute)
	sent = message(t, shop, order)
	require.Equal(t, market.FulfilmentDone, sent.Status)
	require.Equal(t, 3, sent.Polls)
	require.Equal(t, market.OrderCompleted, status(t, shop, order))
	var front string
	var sealed []byte
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT front_url, app_sealed FROM instances WHERE number = $1`, sent.InstanceNumber).Scan(&front, &sealed))
	require.Equal(t, "https://erp.lanxi.example", front)
	require.NotContains(t, string(sealed), "admin")
}

func TestWhatIsNeverOpenedIsGivenBackAndReleased(t *testing.T) {
	t.Parallel()
	shop, order := behaving(t, "async:100000")
	pass(t, shop, 3*time.Hour+time.Minute)
	lines, err := shop.Seller(shop.Lanxi).FulfilmentsOfOrder(t.Context(), order.ID)
	require.NoError(t, err)
	require.Equal(t, market.FulfilmentExhausted, lines[0].Status)
	require.Equal(t, market.OrderRefunded, status(t, shop, order))
	require.Equal(t, market.ActivityReleaseInstance, lines[len(lines)-1].Activity)
	require.Equal(t, market.FulfilmentDone, lines[len(lines)-1].Status)
}

func TestEveryMisbehaviourIsOvercomeByTheNextTry(t *testing.T) {
	t.Parallel()
	for _, behave := range []string{"drop", "status:503", "badjson", "badsign", "twice", "code:000005", "code:000001"} {
		t.Run(behave, func(t *testing.T) {
			t.Parallel()
			shop, order := behaving(t, behave)
			pass(t, shop, time.Second)
			require.Equal(t, market.FulfilmentRetrying, message(t, shop, order).Status)
			require.NoError(t, shop.Clock.Street().Behave(host))
			require.NoError(t, shop.Seller(shop.Lanxi, market.Support).RestartFulfilment(t.Context(), message(t, shop, order).ID))
			pass(t, shop, time.Second)
			sent := message(t, shop, order)
			require.Equal(t, market.FulfilmentDone, sent.Status)
			require.Equal(t, 2, sent.Attempts)
			pass(t, shop, 4*time.Hour) // the try that the restart overtook finds nothing to do
			require.Equal(t, 2, message(t, shop, order).Attempts)
			require.Equal(t, market.OrderCompleted, status(t, shop, order))
		})
	}
}

func TestAnotherOrdersInstanceIsNoSuccess(t *testing.T) {
	t.Parallel()
	shop, first := behaving(t, "")
	pass(t, shop, time.Second)
	require.NoError(t, shop.Clock.Street().Behave(host, exampleseller.Rule{Match: "newInstance", Behave: "duplicate"}))
	second := paid(t, shop, "F-2")
	pass(t, shop, time.Second)
	require.Equal(t, market.FulfilmentRetrying, message(t, shop, second).Status)
	require.Equal(t, "fulfilment.instance_taken", message(t, shop, second).Cause.V.Key)
	require.Equal(t, market.OrderProcessing, status(t, shop, second))
	require.Equal(t, market.OrderCompleted, status(t, shop, first))
}

// transactions.md §1.5: a renewal is not given back; it is restarted by hand.
func TestARenewalThatCannotBeToldStopsAndIsRestarted(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := shop.Messages["stopped"]
	store := shop.Seller(shop.Lanxi)
	stopped, err := store.Fulfilment(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.FulfilmentExhausted, stopped.Status)
	require.Equal(t, market.OrderProcessing, stopped.OrderStatus, "a renewal is not given back")
	require.NoError(t, store.RestartFulfilment(t.Context(), id))
	again, err := store.Fulfilment(t.Context(), id)
	require.NoError(t, err)
	require.True(t, again.DeadlineAt.After(shop.Clock.Now()), "a new window begins")
	require.Equal(t, []market.Act{market.SendFulfilment}, shop.JobsFor(t, id))
}

func TestMessagesOfOneInstanceGoOutOneAfterTheOther(t *testing.T) {
	t.Parallel()
	shop, order := behaving(t, "")
	pass(t, shop, time.Second)
	require.NoError(t, shop.Clock.Street().Behave(host, exampleseller.Rule{Match: "refreshInstance", Behave: "code:000005", Times: 2}))
	client := market.Customer{ID: "F-1", Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021"}
	counter := world.Buyer(shop.DB, shop.Lanxi, client, false)
	var renewals []market.Order
	for range 2 {
		renewal, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderRenew, Product: order.ProductCode, Quantity: order.Quantity,
			Periods: 1, Customer: client, Agreed: true, Renews: order.Number})
		require.NoError(t, err)
		require.NoError(t, counter.PayOrder(t.Context(), renewal.ID, market.Payment{Amount: renewal.Amount, Method: market.Prepaid}))
		renewals = append(renewals, renewal)
	}
	require.True(t, message(t, shop, renewals[1]).Waiting())
	require.Empty(t, shop.JobsFor(t, message(t, shop, renewals[1]).ID))
	pass(t, shop, time.Minute)
	require.Equal(t, market.FulfilmentRetrying, message(t, shop, renewals[0]).Status)
	require.True(t, message(t, shop, renewals[1]).Waiting())
	pass(t, shop, 15*time.Minute)
	for _, renewal := range renewals {
		require.Equal(t, market.FulfilmentDone, message(t, shop, renewal).Status)
		require.Equal(t, market.OrderCompleted, status(t, shop, renewal))
	}
}

func TestAServerThatKnowsOnlyTheOldKeyIsServedDuringTheOverlap(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	seat(t, shop, shop.Clock.Now) // it never hears of the new key
	works := jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true, Now: shop.Clock.Now, NoBreaker: true}), jobs.Post{})
	keys, err := store.KeysInUse(t.Context(), market.KeyBase)
	require.NoError(t, err)
	old := keys[0]
	_, err = store.RotateKey(t.Context(), old.ID)
	require.NoError(t, err)
	require.Equal(t, []market.Act{market.RetireKey}, shop.JobsFor(t, old.ID))

	during := paid(t, shop, "F-3")
	shop.Turn(t, works, shop.Clock.Now().Add(time.Second))
	require.Equal(t, market.FulfilmentDone, message(t, shop, during).Status)
	attempt, err := store.Attempt(t.Context(), message(t, shop, during).ID, 0)
	require.NoError(t, err)
	require.Equal(t, old.Number, attempt.Exchange.V.KeyNumber)

	shop.Turn(t, works, shop.Clock.Now().Add(73*time.Hour))
	key, err := store.Key(t.Context(), old.ID)
	require.NoError(t, err)
	require.Equal(t, market.KeyRevoked, key.Status)
	after := paid(t, shop, "F-4")
	shop.Turn(t, works, shop.Clock.Now().Add(time.Second))
	require.Equal(t, market.ResultForged, message(t, shop, after).ResultCode)
}

func TestNoSecretLiesInTheDatabaseInClear(t *testing.T) {
	t.Parallel()
	shop, _ := behaving(t, "")
	pass(t, shop, time.Second)
	store := shop.Seller(shop.Lanxi)
	for _, purpose := range market.KeyPurposes {
		keys, err := store.KeysInUse(t.Context(), purpose)
		require.NoError(t, err)
		for _, key := range keys {
			for _, where := range []string{
				`SELECT count(*) FROM keys k WHERE position($1 IN k::text) > 0 OR position(convert_to($1, 'UTF8') IN sealed) > 0`,
				`SELECT count(*) FROM attempts a WHERE position($1 IN a::text) > 0`,
				`SELECT count(*) FROM debug_cases c WHERE position($1 IN c::text) > 0`,
				`SELECT count(*) FROM audits a WHERE position($1 IN a::text) > 0`,
				`SELECT count(*) FROM notices n WHERE position($1 IN n::text) > 0`,
				`SELECT count(*) FROM river_job j WHERE position($1 IN j::text) > 0`,
			} {
				var found int
				require.NoError(t, shop.DB.Pool().QueryRow(where, string(key.Value)).Scan(&found))
				require.Zero(t, found, where)
			}
		}
	}
}
