package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestAuditEntriesAreNeverChanged(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`INSERT INTO audits (seller_id, id, act, area, subject, actor, party, address, at, test, facts)
		VALUES ($1, $1, 'order.pay', 'order', 'x', 'x', 'buyer', '', now(), false, '{}')`, shop.Lanxi)
	require.NoError(t, err)

	_, err = shop.DB.Pool().Exec(`UPDATE audits SET actor = 'nobody'`)
	require.ErrorContains(t, err, "never changed")
	_, err = shop.DB.Pool().Exec(`DELETE FROM audits`)
	require.ErrorContains(t, err, "never changed")
}
