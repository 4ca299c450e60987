package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

func TestAMemberIsInvitedJoinsByLinkAndLeavesAtOnce(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	link, err := store.InviteTeam(t.Context(), market.Invitation{Name: "新同事", Email: "new@lanxi.example", Roles: []market.Role{market.Support}})
	require.NoError(t, err)
	require.NotEmpty(t, link)
	who, err := shop.DB.Invited(t.Context(), link)
	require.NoError(t, err)
	require.Equal(t, "new@lanxi.example", who.Email)

	hash, err := password.Hash(t.Context(), "a-new-password")
	require.NoError(t, err)
	require.NoError(t, shop.DB.JoinTeam(t.Context(), link, hash, "192.0.2.1"))
	require.ErrorIs(t, shop.DB.JoinTeam(t.Context(), link, hash, "192.0.2.1"), market.NotFound, "a link works once")
	in, err := signIn(t, shop, "new@lanxi.example", "a-new-password")
	require.NoError(t, err)

	members, err := store.Members(t.Context())
	require.NoError(t, err)
	newest := members[len(members)-1]
	require.NoError(t, store.RemoveTeam(t.Context(), newest.ID))
	visitor, err := shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	require.True(t, visitor.Seller.IsZero())
	require.Empty(t, visitor.Roles)
}

func TestTheLastMainAccountStays(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Lanxi)
	members, err := store.Members(t.Context())
	require.NoError(t, err)
	owner := members[0]
	require.Equal(t, []market.Role{market.Owner}, owner.Roles.V)
	require.Equal(t, "team.last_owner", said(t, store.RemoveTeam(t.Context(), owner.ID)).Key)
	require.Equal(t, "team.last_owner", said(t, store.GrantTeam(t.Context(), owner.ID, market.Standing{Roles: []market.Role{market.Finance}})).Key)

	require.NoError(t, store.GrantTeam(t.Context(), members[1].ID, market.Standing{Roles: []market.Role{market.Owner, market.Operations}}))
	require.NoError(t, store.GrantTeam(t.Context(), owner.ID, market.Standing{Roles: []market.Role{market.Finance}}))
}

func TestSomebodyOfTwoSellersGetsNoPasswordLinkFromEither(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	store := shop.Seller(shop.Yunzhan)
	link, err := store.InviteTeam(t.Context(), market.Invitation{Name: "周澜", Email: "owner@lanxi.example", Roles: []market.Role{market.Support}})
	require.NoError(t, err)
	require.Empty(t, link, "has a password already")
	members, err := store.Members(t.Context())
	require.NoError(t, err)
	_, err = store.LinkTeam(t.Context(), members[len(members)-1].ID)
	require.Equal(t, "team.no_link", said(t, err).Key)

	in, err := signIn(t, shop, "owner@lanxi.example", "seller-center")
	require.NoError(t, err)
	visitor, err := shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	require.True(t, visitor.Seller.IsZero(), "two sellers: has to choose")
	own := shop.DB.Person(visitor, "")
	require.ErrorIs(t, own.SwitchSession(t.Context(), shop.Qinghe), market.NotFound)
	require.ErrorIs(t, own.SwitchSession(t.Context(), market.Platform), market.NotFound)
	require.NoError(t, own.SwitchSession(t.Context(), shop.Yunzhan))
	visitor, err = shop.DB.Visitor(t.Context(), in.Token)
	require.NoError(t, err)
	require.Equal(t, []market.Role{market.Support}, visitor.Roles)
}

func TestTheFiftyFirstMemberIsRefused(t *testing.T) {
	t.Parallel()
	shop := dbtest.New(t)
	_, err := shop.DB.Pool().Exec(`INSERT INTO people (id, email, name, password_hash, created_at)
		SELECT gen_random_uuid(), 'm' || n || '@lanxi.example', 'm', '', now() FROM generate_series(1, 46) n`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`INSERT INTO members (seller_id, id, person_id, roles, joined_at)
		SELECT $1, gen_random_uuid(), id, '["support"]', now() FROM people WHERE name = 'm'`, shop.Lanxi)
	require.NoError(t, err)
	_, err = shop.Seller(shop.Lanxi).InviteTeam(t.Context(), market.Invitation{Name: "第五十一", Email: "n51@lanxi.example", Roles: []market.Role{market.Support}})
	require.Equal(t, market.Because("team.full", 50), said(t, err))
}
