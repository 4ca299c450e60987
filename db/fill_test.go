package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestADatabaseIsFilledOnceAndAnInterruptedFillingStartsOver(t *testing.T) {
	t.Parallel()
	store := dbtest.Empty(t)
	employ := func(email string) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := store.Employ(ctx, market.Registration{Name: "沈知秋", Email: email, PasswordHash: "x"}, []market.Role{market.Reviewer})
			return err
		}
	}

	interrupted := errors.New("interrupted")
	_, err := store.FillOnce(t.Context(), func(ctx context.Context) error {
		require.NoError(t, employ("half@platform.example")(ctx))
		return interrupted
	})
	require.ErrorIs(t, err, interrupted)

	filled, err := store.FillOnce(t.Context(), employ("whole@platform.example"))
	require.NoError(t, err)
	require.True(t, filled)
	filled, err = store.FillOnce(t.Context(), employ("again@platform.example"))
	require.NoError(t, err)
	require.False(t, filled, "somebody lives here")

	var people []string
	rows, err := store.Pool().Query(`SELECT email FROM people`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var email string
		require.NoError(t, rows.Scan(&email))
		people = append(people, email)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, []string{"whole@platform.example"}, people)
}
