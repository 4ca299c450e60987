package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

// clerk is the operator's door of the person with that mail address.
func clerk(t *testing.T, shop *dbtest.Shop, email string) *db.Operator {
	t.Helper()
	var person struct {
		ID    market.PersonID
		Roles market.JSON[[]market.Role]
	}
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT p.id, o.roles FROM operators o JOIN people p ON p.id = o.person_id WHERE p.email = $1`, email).Scan(&person.ID, &person.Roles))
	return shop.DB.Operator(market.Actor{Person: person.ID, Name: email, Roles: person.Roles.V})
}

// transactions.md §9: appeal opened → the operator, in-site; each of its people reads their own.
func TestTheOperatorsPeopleEachReadTheirOwnMessages(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	_, err := shop.DB.Pool().Exec(`DELETE FROM desk_notices`)
	require.NoError(t, err)
	manager, reviewer, treasurer := clerk(t, shop, "manager@platform.example"), clerk(t, shop, "reviewer@platform.example"), clerk(t, shop, "treasurer@platform.example")
	staff, err := manager.DeskPeople(ctx)
	require.NoError(t, err)
	counts := func() (n [3]int) {
		for i, door := range []*db.Operator{manager, reviewer, treasurer} {
			n[i], err = door.Unread(ctx)
			require.NoError(t, err)
		}
		return n
	}
	tell := func() {
		_, _, flow := watched(t, shop, shop.Lanxi)
		_, err := shop.Seller(shop.Lanxi).FileAppeal(ctx, flow, market.Complaint{Ground: market.GroundDispute, Reason: "no requirement comes"})
		require.NoError(t, err)
	}
	before := counts()
	tell()
	got := counts()
	for i, person := range []*db.Operator{manager, reviewer, treasurer} {
		works := false
		for _, one := range staff {
			works = works || one.ID == person.Actor().Person && one.Works("appeal")
		}
		require.Equal(t, works, got[i] > before[i], "nobody was chosen: who works on appeals hears of them")
	}

	require.ErrorIs(t, treasurer.RouteNotice(ctx, nil), market.Denied)
	require.NoError(t, manager.RouteNotice(ctx, []market.DeskRoute{{Kind: "appeal", People: []market.PersonID{manager.Actor().Person}}}))
	before = counts()
	tell()
	got = counts()
	require.Equal(t, before[0]+1, got[0])
	require.Equal(t, before[1:], got[1:], "the others were not chosen")

	page, err := manager.Notices(ctx, market.NoticeSearch{Unread: true}, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, got[0])
	link, err := manager.ReadNotice(ctx, page.Rows[0].ID)
	require.NoError(t, err)
	require.Contains(t, link, "/operator/appeals/")
	_, err = treasurer.ReadNotice(ctx, page.Rows[0].ID)
	require.ErrorIs(t, err, market.NotFound, "another's message is not there")
	require.ErrorIs(t, treasurer.ReadNotices(ctx, []market.NoticeID{page.Rows[0].ID}), market.NotFound)
	require.NoError(t, manager.ReadNotices(ctx, nil))
	require.Zero(t, counts()[0])
}
