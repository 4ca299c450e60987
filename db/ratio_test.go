package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// catalogue.md §2.8: the ratio is copied to the order when it is placed: another ratio that is
// agreed later is for new orders.
func TestAnOrderKeepsTheRatioOfTheDayItWasPlaced(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	ctx := t.Context()
	code := shop.Codes[erp+"/标准版/year"]
	before, err := ordered(t, buyer(shop, shop.Lanxi, "C-RATIO"), code, 1, 1)
	require.NoError(t, err)
	require.Equal(t, "5", before.FeeRatio.Percent(), "mainland general products: 5 %")
	_, err = shop.DB.Pool().Exec(`INSERT INTO rates (id, kind, access_type, from_amount, ratio, effective_on, created_by, created_at)
		VALUES (gen_random_uuid(), 'platform_fee', 'saas', 0, 0.03, $1, 'test', now())`, market.DayOf(shop.DB.Now()))
	require.NoError(t, err)
	after, err := ordered(t, buyer(shop, shop.Lanxi, "C-RATIO"), code, 1, 1)
	require.NoError(t, err)
	require.Equal(t, "3", after.FeeRatio.Percent())
	kept, err := shop.Seller(shop.Lanxi).Order(ctx, before.ID)
	require.NoError(t, err)
	require.Equal(t, "5", kept.FeeRatio.Percent(), "what was placed keeps its own")
}
