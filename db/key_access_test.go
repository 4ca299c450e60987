package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// TestAnAccessKeyTakesACodeAndItsSecretIsToldOnce: catalogue.md §1.8: SMS code, download once;
// a sub-user needs programmatic access.
func TestAnAccessKeyTakesACodeAndItsSecretIsToldOnce(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	owner := shop.Seller(shop.Lanxi)
	_, err := owner.CreateKey(ctx, market.KeyOpen)
	require.ErrorContains(t, err, "key.by_code")
	require.ErrorIs(t, shop.Seller(shop.Lanxi, market.Operations).CodeKey(ctx), market.Denied, "a sub-user without programmatic access")
	_, _, err = shop.Seller(shop.Lanxi, market.Operations).IssueKey(ctx, "123456")
	require.ErrorIs(t, err, market.Denied)
	_, secret, err := owner.IssueKey(ctx, "123456")
	require.Equal(t, "receiver.code_over", faults(t, err)["code"].Key, "no code was sent")
	require.Empty(t, secret)

	number, _ := shop.AccessKey(t, shop.Lanxi)
	keys, err := owner.Keys(ctx)
	require.NoError(t, err)
	var key market.Key
	for _, one := range keys {
		if one.Number == number {
			key = one
		}
	}
	_, err = owner.RevealKey(ctx, key.ID)
	require.ErrorContains(t, err, "key.shown_once")
	_, err = owner.RotateKey(ctx, key.ID)
	require.ErrorContains(t, err, "key.shown_once")
	shop.Clock.Pass(market.CodePause)
	other, _ := shop.AccessKey(t, shop.Lanxi)
	require.NotEqual(t, number, other, "one can take the other's place")
	access, err := shop.DB.Open(ctx, other)
	require.NoError(t, err)
	require.Equal(t, shop.Lanxi, access.Seller)
	require.Nil(t, access.Products)
	require.NoError(t, owner.RevokeKey(ctx, key.ID))
	_, err = shop.DB.Open(ctx, number)
	require.ErrorIs(t, err, market.NotFound)
}

// TestASubUsersAccessKeyGoesWithItsRight: catalogue.md §1.8.
func TestASubUsersAccessKeyGoesWithItsRight(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	owner := shop.Seller(shop.Lanxi)
	number, _ := shop.AccessKey(t, shop.Lanxi, market.RightProgram)
	_, err := shop.DB.Open(ctx, number)
	require.ErrorIs(t, err, market.NotFound, "in no group that gives the right")
	group, err := owner.AddGroup(ctx, market.GroupForm{Name: "programs", Rights: []market.Right{market.RightProgram}})
	require.NoError(t, err)
	var member market.ID[market.Member]
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM members WHERE seller_id = $1 AND roles ? 'operations' ORDER BY joined_at LIMIT 1`, shop.Lanxi).Scan(&member))
	require.NoError(t, owner.GrantTeam(ctx, member, market.Standing{Roles: []market.Role{market.Operations}, Groups: []market.GroupID{group}, Only: true}))
	access, err := shop.DB.Open(ctx, number)
	require.NoError(t, err)
	require.NotNil(t, access.Products, "it sees what its person sees")
	require.NoError(t, owner.DisableTeam(ctx, member))
	_, err = shop.DB.Open(ctx, number)
	require.ErrorIs(t, err, market.NotFound)
}
