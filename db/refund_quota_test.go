package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §4.1: ten returns without a reason an account and calendar year, from 1
// January, shared with all cloud services.
func TestTheQuotaOfReturnsWithoutAReasonIsTheYears(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	customer, first := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, second := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	_, err := shop.DB.Pool().Exec(`INSERT INTO five_day_uses (customer_id, year, used) VALUES ($1, 2026, 9)
		ON CONFLICT (customer_id, year) DO UPDATE SET used = 9`, first.CustomerID)
	require.NoError(t, err)
	require.ErrorContains(t, customer.UnsubscribeOrder(ctx, first.ID, "x", 1), "order.five_days_quota", "used up at other cloud services")
	require.NoError(t, customer.UnsubscribeOrder(ctx, first.ID, "x", 0), "the tenth")
	require.ErrorContains(t, customer.UnsubscribeOrder(ctx, second.ID, "x", 0), "order.five_days_quota")
	offer, err := shop.Seller(shop.Lanxi).OrderRefund(ctx, second.ID, market.Money{})
	require.NoError(t, err)
	require.Equal(t, market.WayNone, offer.Way)
	require.Zero(t, offer.Quota.Left())

	shop.Clock.Pass(time.Date(2027, time.January, 2, 2, 0, 0, 0, time.UTC).Sub(shop.Clock.Now()))
	_, third := opened(t, shop, "澜溪智能工单/团队版/month", 1)
	require.NoError(t, customer.UnsubscribeOrder(ctx, third.ID, "x", 0), "a new year")
}
