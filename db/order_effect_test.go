package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §1.4: the sheet's own example. A month is bought and opened on January 1 and
// accepted on February 1: without an actual opening time it runs February 1 to March 1, with
// January 1 typed it is over at acceptance.
func TestAMonthAcceptedLateRunsFromItsActualOpening(t *testing.T) {
	t.Parallel()
	january := time.Date(2027, 1, 1, 10, 0, 0, 0, market.Shanghai)
	february := time.Date(2027, 2, 1, 10, 0, 0, 0, market.Shanghai)
	for name, row := range map[string]struct {
		typed       *time.Time
		from, until time.Time
	}{
		"left empty": {nil, february, february.AddDate(0, 1, 0)},
		"January 1":  {&january, january, february},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := dbtest.New(t)
			shop.Clock.Set(january)
			customer, store := buyer(shop, shop.Lanxi, "C-1"), shop.Seller(shop.Lanxi)
			wanted := purchase(listing(t, shop, shop.Lanxi, "service", market.PerMonth, "100.00"))
			wanted.Periods = 1
			made := placed(t, customer, wanted)
			require.NoError(t, customer.PayOrder(t.Context(), made.ID, market.Payment{Amount: made.Amount, Method: market.Prepaid}))
			flow, err := customer.SupervisionOf(t.Context(), made.ID)
			require.NoError(t, err)
			delivered(t, customer, store, flow.ID, row.typed)
			shop.Clock.Set(february)
			require.NoError(t, customer.AcceptSupervision(t.Context(), flow.ID, ""))
			ended := order(t, store, made.ID)
			require.Equal(t, market.OrderCompleted, ended.Status)
			require.True(t, row.from.Equal(*ended.EffectiveAt), ended.EffectiveAt)
			require.True(t, row.until.Equal(*ended.ExpiresAt), ended.ExpiresAt)
		})
	}
}
