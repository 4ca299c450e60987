package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// failedJob leaves a job that was tried in vain too often.
func failedJob(t *testing.T, shop *dbtest.Shop, seller market.SellerID) market.JobID {
	t.Helper()
	var id market.JobID
	require.NoError(t, shop.DB.Pool().QueryRow(`INSERT INTO river_job (args, kind, state, attempt, max_attempts, scheduled_at, attempted_at, finalized_at, errors)
		VALUES (jsonb_build_object('seller', $1::text, 'act', 'refund.pay', 'subject', gen_random_uuid()), 'act', 'discarded', 25, 25, $2, $2, $2,
			ARRAY[jsonb_build_object('at', $2::timestamptz, 'attempt', 25, 'error', E'bank: no answer\ngoroutine 1 [running]', 'trace', 'secret.go:1')])
		RETURNING id`, seller, shop.Clock.Now()).Scan(&id))
	return id
}

func TestAJobGivenUpIsRetriedWithATrace(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	id := failedJob(t, shop, shop.Lanxi)

	page, err := desk.Jobs(t.Context(), market.JobGivenUp, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)
	require.Equal(t, "bank: no answer", page.Rows[0].Fault, "no stack")
	require.Equal(t, market.PayRefund, page.Rows[0].Act)

	require.NoError(t, desk.Seller(shop.Lanxi).RetryJob(t.Context(), id))
	job, err := desk.Job(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, market.JobDue, job.State)
	require.Greater(t, job.MaxAttempts, job.Attempt)
	act, subject := shop.LastAudit(t, shop.Lanxi)
	require.Equal(t, market.RetryJob, act)
	require.Equal(t, id.String(), subject)
}

// What is due now must not wait for the next look at instants that have come.
func TestWhatIsDueNowIsBegunAtOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := buyer(shop, shop.Lanxi, "C-1")
	made := placed(t, store, purchase(listing(t, shop, shop.Lanxi, "saas", market.PerMonth, "100.00")))
	require.NoError(t, store.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))

	rows, err := shop.DB.Pool().Query(`SELECT state::text, scheduled_at > $1 FROM river_job WHERE args->>'subject' IN (SELECT id::text FROM orders UNION ALL SELECT id::text FROM fulfilments)`, shop.Clock.Now())
	require.NoError(t, err)
	defer rows.Close()
	states := map[string]int{}
	for rows.Next() {
		var state string
		var later bool
		require.NoError(t, rows.Scan(&state, &later))
		states[state]++
		require.Equal(t, later, state == "scheduled", "an instant to come, and nothing else, is waited for")
	}
	require.NoError(t, rows.Err())
	require.Positive(t, states["available"])
	require.Positive(t, states["scheduled"])
}

func TestADroppedJobIsGone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	id := failedJob(t, shop, shop.Lanxi)
	require.NoError(t, desk.Seller(shop.Lanxi).DropJob(t.Context(), id))
	_, err := desk.Job(t.Context(), id)
	require.ErrorIs(t, err, market.NotFound)
}

func TestAJobBelongsToItsSellerAndToTheManager(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := failedJob(t, shop, shop.Yunzhan)
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Manager)).Seller(shop.Lanxi).RetryJob(t.Context(), id), market.NotFound)
	require.ErrorIs(t, shop.DB.Operator(shop.Actor(market.Reviewer)).Seller(shop.Yunzhan).DropJob(t.Context(), id), market.Denied)
	require.ErrorIs(t, shop.Seller(shop.Yunzhan).DropJob(t.Context(), id), market.Denied)
}

func TestAJobThatIsBeingDoneIsLeftAlone(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	id := failedJob(t, shop, shop.Lanxi)
	_, err := shop.DB.Pool().Exec(`UPDATE river_job SET state = 'running', finalized_at = NULL WHERE id = $1`, id)
	require.NoError(t, err)
	desk := shop.DB.Operator(shop.Actor(market.Manager))
	require.ErrorIs(t, desk.Seller(shop.Lanxi).RetryJob(t.Context(), id), market.Conflict(""))
	require.ErrorIs(t, desk.Seller(shop.Lanxi).DropJob(t.Context(), id), market.Conflict(""))
}
