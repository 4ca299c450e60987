package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// transactions.md §10.2: the operator keeps the list of courier companies. A code that is in
// use is not given to another company; one that was retired is taken up again.
func TestACodeInUseIsOneCompanys(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	desk := shop.DB.Operator(market.Actor{Name: "desk", Roles: []market.Role{market.Manager}})
	require.Equal(t, "courier.code_taken", faults(t, desk.AddCourier(t.Context(), market.Courier{Code: "SF", Name: "another"}))["code"].Key)
	require.NoError(t, desk.RetireCourier(t.Context(), "SF"))
	require.NoError(t, desk.AddCourier(t.Context(), market.Courier{Code: "SF", Name: "another"}))
	all, err := desk.Couriers(t.Context())
	require.NoError(t, err)
	require.Contains(t, all, market.Courier{Code: "SF", Name: "another"})
}
