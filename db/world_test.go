package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
)

func TestNothingInTheWorldHappensAfterToday(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	rows, err := shop.DB.Pool().Query(`SELECT act, at FROM audits WHERE at > $1 ORDER BY at LIMIT 5`, shop.Today)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var act string
		var at time.Time
		require.NoError(t, rows.Scan(&act, &at))
		t.Errorf("%s at %s, after %s", act, at, shop.Today)
	}
	require.NoError(t, rows.Err())
}
