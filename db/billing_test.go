package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/market"
)

// transactions.md §6.7, §14.1: what is expected of a line is what the statement then holds.
func TestTheExpectedLineIsTheOneThatTheStatementHolds(t *testing.T) {
	t.Parallel()
	for name, marginal := range map[string]string{"whole band": "false", "marginal": "true"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shop := settledShop(t)
			_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ('marginal_tiers', $1, now())`, marginal)
			require.NoError(t, err)
			later := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "900000.00", paid: "2026-10-20 10:00"})
			first := sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "600000.00", paid: "2026-10-12 10:00"})
			store := shop.Seller(shop.Lanxi, market.Finance)
			expected := map[market.OrderID]market.Money{}
			for _, id := range []market.OrderID{later, first} {
				e, err := store.BillabilityFor(t.Context(), id, october)
				require.NoError(t, err)
				require.Equal(t, "1500000.00", e.MonthTotal.String())
				expected[id] = e.Forecast.Amount
			}
			closed(t, shop, shop.Lanxi, october)
			for id, amount := range expected {
				e, err := store.Billability(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, amount.String(), e.Lines[0].Amount.String())
			}
		})
	}
}

// What came late into a month that is over is in its sum a minute later.
func TestTheSumOfAMonthThatIsOverIsReadAgain(t *testing.T) {
	t.Parallel()
	shop := settledShop(t)
	id := sell(t, shop, shop.Lanxi, soldOrder{number: "CS01", amount: "1000.00", paid: "2026-10-12 10:00"})
	store := shop.Seller(shop.Lanxi, market.Finance)
	total := func() string {
		e, err := store.Billability(t.Context(), id)
		require.NoError(t, err)
		return e.MonthTotal.String()
	}
	require.Equal(t, "1000.00", total())
	sell(t, shop, shop.Lanxi, soldOrder{number: "CS02", amount: "500.00", paid: "2026-10-13 10:00"})
	shop.Clock.Set(shop.Clock.Now().Add(time.Minute))
	require.Equal(t, "1500.00", total())
}
