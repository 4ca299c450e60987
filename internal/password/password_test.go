package password

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPasswordMatchesItsOwnHashOnly(t *testing.T) {
	t.Parallel()
	hash, err := Hash(t.Context(), "seller-center")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"), hash)

	right, err := Matches(t.Context(), "seller-center", hash)
	require.NoError(t, err)
	require.True(t, right)
	wrong, err := Matches(t.Context(), "seller-centre", hash)
	require.NoError(t, err)
	require.False(t, wrong)
}

func TestNobodysPasswordIsComparedAndNeverRight(t *testing.T) {
	t.Parallel()
	right, err := Matches(t.Context(), "", "")
	require.NoError(t, err)
	require.False(t, right)
}

func TestHashingStopsWaitingWhenTheReaderLeaves(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for range cap(seats) {
		seats <- struct{}{}
	}
	defer func() {
		for range cap(seats) {
			<-seats
		}
	}()
	_, err := Hash(ctx, "seller-center")
	require.ErrorIs(t, err, context.Canceled)
}
