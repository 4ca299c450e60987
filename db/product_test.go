package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestTheWorldShowsAListingAtEveryStageOfItsLife(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	for name, want := range map[string]market.ProductStatus{
		"澜溪云 ERP SaaS 版": market.ProductOnSale, "澜溪零售云": market.ProductPending, "澜溪考勤排班": market.ProductRejected,
		"澜溪客户通": market.ProductDraft, "澜溪表单收集": market.ProductOffSale, "澜溪电子合同": market.ProductOnSale,
	} {
		product, err := shop.Seller(shop.Lanxi).Product(t.Context(), shop.Products[name])
		require.NoError(t, err)
		require.Equal(t, want, product.Status, name)
	}
	require.NotEmpty(t, shop.Codes["澜溪云 ERP SaaS 版/标准版/year"])
}
