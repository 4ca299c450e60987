package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestALongListIsCountedAgainWhenItIsOldOrSomebodyActs(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	seller := shop.DB.Seller(market.Actor{Person: shop.People["operations@lanxi.example"], Name: "operations", Roles: []market.Role{market.Operations}}, shop.Lanxi)
	count := func() int {
		page, err := seller.Attributes(t.Context(), market.AttributeSearch{}, market.Ask{})
		require.NoError(t, err)
		return page.Count.N
	}
	first := count()
	_, err := shop.DB.Pool().Exec(`INSERT INTO attributes (seller_id, id, code, kind, name_zh, name_en, created_at, updated_at)
		SELECT $1, gen_random_uuid(), 'made' || n, 'enum', 'made', 'made', $2, $2 FROM generate_series(1, 1100) n`, shop.Lanxi, shop.Clock.Now())
	require.NoError(t, err)
	require.Equal(t, first+1100, count(), "a short list is counted every time")

	_, err = shop.DB.Pool().Exec(`DELETE FROM attributes WHERE seller_id = $1 AND code = 'made1'`, shop.Lanxi)
	require.NoError(t, err)
	require.Equal(t, first+1100, count(), "a long one is believed for a while")
	shop.Clock.Pass(11 * time.Second)
	require.Equal(t, first+1099, count())

	_, err = seller.AddAttribute(t.Context(), market.AttributeContent{Code: "seats", Kind: market.AttributeNumber, NameZh: "席位", NameEn: "Seats"})
	require.NoError(t, err)
	require.Equal(t, first+1100, count(), "who acts sees it at once")
}
