package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestSalesOfARangeAreTheSumOfItsPaidOrders(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	today := market.DayOf(shop.Clock.Now())
	from := market.RangeThree.From(today)
	sales, err := shop.Seller(shop.Lanxi).Sales(t.Context(), from)
	require.NoError(t, err)
	require.Len(t, sales.Days, 30)
	require.Equal(t, today, sales.Days[29].Day)

	var orders, before int
	var amount, refunded market.Money
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FILTER (WHERE paid_at >= $2), count(*) FILTER (WHERE paid_at < $2 AND paid_at >= $3),
			coalesce(sum(amount) FILTER (WHERE paid_at >= $2 AND currency = 'CNY'), 0)
		FROM orders WHERE seller_id = $1 AND NOT test AND type NOT IN ('unsubscribe', 'unsubscribe_renewal')`, shop.Lanxi, from.Begin(), from.Plus(-30).Begin()).Scan(&orders, &before, &amount))
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT coalesce(sum(amount), 0) FROM refunds
		WHERE seller_id = $1 AND NOT test AND paid_at >= $2`, shop.Lanxi, from.Begin()).Scan(&refunded))
	require.Positive(t, orders)
	require.Equal(t, orders, sales.Orders)
	require.Equal(t, before, sales.OrdersBefore)
	require.True(t, amount.Equal(sales.Amount))
	require.True(t, refunded.Equal(sales.Refunded))
}

func TestAnotherOrderShowsInTheFiguresWithinFiveMinutes(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store, from := shop.Seller(shop.Lanxi), market.DayOf(shop.Clock.Now())
	before, err := store.Sales(t.Context(), from)
	require.NoError(t, err)

	client := buyer(shop, shop.Lanxi, "C-1")
	order := placed(t, client, purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "100.00")))
	_, err = shop.DB.Pool().Exec(`UPDATE orders SET status = 'processing', paid_at = $2 WHERE id = $1`, order.ID, shop.Clock.Now())
	require.NoError(t, err)

	kept, err := store.Sales(t.Context(), from)
	require.NoError(t, err)
	require.Equal(t, before.Orders, kept.Orders)
	shop.Clock.Pass(5 * time.Minute)
	after, err := store.Sales(t.Context(), from)
	require.NoError(t, err)
	require.Equal(t, before.Orders+1, after.Orders)
	require.True(t, before.Amount.Plus(order.Amount).Equal(after.Amount))
}

func TestWhatIsDueIsCountedForOneSellerAndKeptForSeconds(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	due, err := shop.Seller(shop.Lanxi).Due(t.Context())
	require.NoError(t, err)
	var ours, unread int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM supervisions WHERE seller_id = $1
		AND turn = 'seller' AND status IN ('running', 'frozen') AND NOT test`, shop.Lanxi).Scan(&ours))
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM notices WHERE seller_id = $1 AND read_at IS NULL`, shop.Lanxi).Scan(&unread))
	require.Equal(t, ours, due.Supervisions)
	require.Equal(t, min(unread, market.DueLimit+1), due.Notices)

	_, err = shop.DB.Pool().Exec(`INSERT INTO notices (seller_id, id, kind, reason, link, at)
		VALUES ($1, gen_random_uuid(), 'review', '{"key": "problem.denied"}', '/', now())`, shop.Lanxi)
	require.NoError(t, err)
	kept, err := shop.Seller(shop.Lanxi).Due(t.Context())
	require.NoError(t, err)
	require.Equal(t, due, kept)
	shop.Clock.Pass(11 * time.Second)
	after, err := shop.Seller(shop.Lanxi).Due(t.Context())
	require.NoError(t, err)
	require.Equal(t, due.Notices+1, after.Notices)
}

func TestTheHeatCountsEveryOpenFlowOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	counts, err := shop.Seller(shop.Lanxi).SupervisionHeat(t.Context())
	require.NoError(t, err)
	var open, late int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*), count(*) FILTER (WHERE status = 'running' AND due_at < $2) FROM supervisions
		WHERE seller_id = $1 AND status IN ('running', 'frozen') AND NOT test`, shop.Lanxi, shop.Clock.Now()).Scan(&open, &late))
	for _, c := range counts {
		open -= c.N
		late -= c.Late
		require.Contains(t, []int{0, 1, 2, 3, 4}, c.Age)
	}
	require.Zero(t, open)
	require.Zero(t, late)
}

func TestTheOperatorsFiguresAreThoseOfAllSellers(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	from := market.RangeThree.From(market.DayOf(shop.Clock.Now()))
	all, err := shop.DB.Operator(shop.Actor(market.Manager)).Sales(t.Context(), from)
	require.NoError(t, err)
	sum := 0
	for _, seller := range []market.SellerID{shop.Lanxi, shop.Yunzhan, shop.Qinghe} {
		one, err := shop.Seller(seller).Sales(t.Context(), from)
		require.NoError(t, err)
		sum += one.Orders
	}
	require.Equal(t, sum, all.Orders)
	_, err = shop.DB.Operator(shop.Actor(market.Manager)).Due(t.Context())
	require.NoError(t, err)
	_, err = shop.DB.Operator(shop.Actor(market.Manager)).Troubles(t.Context())
	require.NoError(t, err)
}

func TestWorkingTimeRunsBackwardsToo(t *testing.T) {
	t.Parallel()
	office := market.Office()
	friday := time.Date(2026, 11, 20, 10, 42, 0, 0, market.Shanghai)
	for _, hours := range []int{0, 1, 5, 9, 27, 90} {
		work := time.Duration(hours) * time.Hour
		require.Equal(t, work, office.Between(office.Before(friday, work), friday), hours)
	}
}
