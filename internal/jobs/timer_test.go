package jobs_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// buyer is a customer's counter at the busy seller.
func buyer(shop *dbtest.Shop, id string) *db.Seller {
	return world.Buyer(shop.DB, shop.Lanxi, customer(id), false)
}

func customer(id string) market.Customer {
	return market.Customer{ID: id, Name: "北岭装备制造有限公司", Account: "beiling_erp", Phone: "13800134021"}
}

// service is a paid order that is delivered under supervision.
func service(t *testing.T, shop *dbtest.Shop, id string) (market.Order, market.SupervisionID) {
	t.Helper()
	counter := buyer(shop, id)
	order, err := counter.PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: shop.Codes["澜溪云 ERP 配套服务/基础实施/once"],
		Quantity: market.Count(1), Periods: 1, Customer: customer(id), Agreed: true})
	require.NoError(t, err)
	require.NoError(t, counter.PayOrder(t.Context(), order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid}))
	flow, err := shop.Seller(shop.Lanxi).SupervisionOf(t.Context(), order.ID)
	require.NoError(t, err)
	return order, flow.ID
}

// quiet is a shop in which nothing else is due.
func quiet(t *testing.T) *dbtest.Shop {
	t.Helper()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job`)
	require.NoError(t, err)
	return shop
}

func done(t *testing.T, shop *dbtest.Shop, act market.Act, subject fmt.Stringer) (n int) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM audits WHERE act = $1 AND subject = $2`, act, subject.String()).Scan(&n))
	return n
}

func waiting(t *testing.T, shop *dbtest.Shop, act market.Act, subject fmt.Stringer) (at time.Time) {
	t.Helper()
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT min(scheduled_at) FROM river_job WHERE args->>'act' = $1 AND args->>'subject' = $2
		AND state IN ('available', 'scheduled', 'retryable')`, act, subject.String()).Scan(&at))
	return at.UTC()
}

// armed are the timers of transactions.md §10.3 that wait for the clock, each begun by what
// begins it in life: what is done, to what, and when it is due.
var armed = map[string]func(*testing.T, *dbtest.Shop) (market.Act, fmt.Stringer, time.Time){
	"pay window, 7 d": func(t *testing.T, shop *dbtest.Shop) (market.Act, fmt.Stringer, time.Time) {
		order, err := buyer(shop, "T-1").PlaceOrder(t.Context(), market.Purchase{Type: market.OrderNew, Product: saas(t, shop), Quantity: market.Count(1),
			Periods: 1, Customer: customer("T-1"), Agreed: true})
		require.NoError(t, err)
		return market.ExpireOrder, order.ID, shop.Clock.Now().Add(7 * 24 * time.Hour)
	},
	"seller refund review, 7 wd": func(t *testing.T, shop *dbtest.Shop) (market.Act, fmt.Stringer, time.Time) {
		order, _ := service(t, shop, "T-2")
		id, err := buyer(shop, "T-2").RequestRefund(t.Context(), market.RefundRequest{OrderID: order.ID, Amount: order.Amount, Reason: "计划有变"})
		require.NoError(t, err)
		calendar, err := shop.DB.Calendar(t.Context())
		require.NoError(t, err)
		return market.RemindRefund, id, calendar.PlusDays(shop.Clock.Now(), 7)
	},
	"a long supervision, 180 d": func(t *testing.T, shop *dbtest.Shop) (market.Act, fmt.Stringer, time.Time) {
		_, flow := service(t, shop, "T-3")
		return market.RemindSupervision, flow, shop.Clock.Now().Add(180 * 24 * time.Hour)
	},
	"evidence for an appeal, 5 d": func(t *testing.T, shop *dbtest.Shop) (market.Act, fmt.Stringer, time.Time) {
		_, flow := service(t, shop, "T-4")
		appeal, err := buyer(shop, "T-4").FileAppeal(t.Context(), flow, market.Complaint{Ground: market.GroundDispute, Reason: "迟迟没有开始"})
		require.NoError(t, err)
		require.NoError(t, shop.Seller(shop.Lanxi, market.Manager).AskAppeal(t.Context(), appeal, market.PartySeller, "请说明计划"))
		return market.LapseAppeal, appeal, shop.Clock.Now().AddDate(0, 0, 5)
	},
}

// Due, and not before; once, also when the worker was killed before it crossed the job off;
// and later when nobody was there in time.
func TestATimerFiresWhenItIsDueOnceAndIsNotSkipped(t *testing.T) {
	t.Parallel()
	for name, arm := range armed {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := quiet(t)
			act, subject, due := arm(t, shop)
			require.Equal(t, due.UTC(), waiting(t, shop, act, subject))
			works := world.Works(shop.Clock)
			shop.Turn(t, works, due.Add(-time.Second))
			require.Zero(t, done(t, shop, act, subject), "too early")

			_, err := shop.DB.Pool().Exec(`CREATE TABLE crossed_off AS TABLE river_job`)
			require.NoError(t, err)
			_, err = shop.DB.Pool().Exec(`DELETE FROM crossed_off WHERE NOT (args->>'act' = $1 AND args->>'subject' = $2)`, act, subject.String())
			require.NoError(t, err)
			shop.Turn(t, works, due)
			require.Equal(t, 1, done(t, shop, act, subject), "not done in time")
			_, err = shop.DB.Pool().Exec(`INSERT INTO river_job TABLE crossed_off`) // as a killed worker leaves it
			require.NoError(t, err)
			shop.Turn(t, works, due.Add(time.Second))
			require.Equal(t, 1, done(t, shop, act, subject), "done twice")
		})
		t.Run(name+", worker down", func(t *testing.T) {
			t.Parallel()
			shop := quiet(t)
			act, subject, due := arm(t, shop)
			shop.Clock.Set(due.AddDate(0, 0, 3)) // nobody worked for days
			job, err := shop.DB.NextDue(t.Context(), due)
			for ; err == nil && (job.Job.Act != act || job.Job.Subject.String() != subject.String()); job, err = shop.DB.NextDue(t.Context(), due) {
				require.NoError(t, shop.DB.CrossOff(t.Context(), job.ID))
			}
			require.NoError(t, err, "the job is still there")
			require.NoError(t, world.Works(shop.Clock)[act](t.Context(), shop.DB.Seller(market.TheClock, shop.Lanxi), job.Job))
			require.Equal(t, 1, done(t, shop, act, subject))
		})
	}
}

// transactions.md §14.2: after 180 days both sides are reminded weekly; the closing after 365
// days is off, and a setting.
func TestASupervisionThatNeverEndsIsRemindedWeeklyAndClosedOnlyWhereItIsWanted(t *testing.T) {
	t.Parallel()
	for name, wanted := range map[string]struct {
		closing  int
		reminded int
		status   market.SupervisionStatus
	}{
		"as it ships":       {0, 28, market.SupervisionRunning}, // day 180 to day 369, weekly
		"closed after 365":  {365, 27, market.SupervisionClosed},
		"closed from day 1": {200, 3, market.SupervisionClosed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := quiet(t)
			if wanted.closing > 0 {
				_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('supervision_close_days', $1::text::jsonb, now())`, fmt.Sprint(wanted.closing))
				require.NoError(t, err)
			}
			_, id := service(t, shop, "T-5")
			begun := shop.Clock.Now()
			for _, day := range []int{179, 180, 186, 187, 369} {
				shop.Turn(t, world.Works(shop.Clock), begun.AddDate(0, 0, day))
				switch day {
				case 179:
					require.Zero(t, done(t, shop, market.RemindSupervision, id))
				case 180, 186:
					require.Equal(t, 1, done(t, shop, market.RemindSupervision, id))
				case 187:
					require.Equal(t, 2, done(t, shop, market.RemindSupervision, id))
				}
			}
			flow, err := shop.Seller(shop.Lanxi).Supervision(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, wanted.status, flow.Status)
			require.InDelta(t, wanted.reminded, done(t, shop, market.RemindSupervision, id), 1)
			require.Equal(t, wanted.closing > 0, done(t, shop, market.CloseSupervision, id) == 1)
		})
	}
}

// transactions.md §10.3, §14.2: where the closing is wanted it comes on its day, whatever the
// days of the reminders are.
func TestASupervisionIsClosedOnTheDayThatIsChosen(t *testing.T) {
	t.Parallel()
	for _, days := range []int{90, 365} {
		t.Run(fmt.Sprint(days), func(t *testing.T) {
			t.Parallel()
			shop := quiet(t)
			_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('supervision_close_days', $1::text::jsonb, now())`, fmt.Sprint(days))
			require.NoError(t, err)
			_, id := service(t, shop, "T-5")
			begun := shop.Clock.Now()
			shop.Turn(t, world.Works(shop.Clock), begun.AddDate(0, 0, days-1))
			flow, err := shop.Seller(shop.Lanxi).Supervision(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, market.SupervisionRunning, flow.Status)
			shop.Turn(t, world.Works(shop.Clock), begun.AddDate(0, 0, days).Add(time.Minute))
			flow, err = shop.Seller(shop.Lanxi).Supervision(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, market.SupervisionClosed, flow.Status)
		})
	}
}
