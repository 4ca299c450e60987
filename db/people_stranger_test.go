package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sellercenter/db"
	"sellercenter/db/dbtest"
	"sellercenter/internal/market"
)

func TestAStrangerReachesNobodysPeoplePapersOrMessages(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	own := shop.Seller(shop.Lanxi)
	stranger := func(roles ...market.Role) *db.Seller { return shop.Seller(shop.Qinghe, roles...) }
	members, err := own.Members(ctx)
	require.NoError(t, err)
	member := members[1].ID
	notices, err := own.Notices(ctx, market.NoticeSearch{}, market.Ask{})
	require.NoError(t, err)
	agreement := market.NewID[market.Agreement](shop.Clock.Now())
	operator := shop.DB.Operator(shop.Actor(market.Manager))
	for name, try := range map[string]func() error{
		"Member":   func() error { _, err := stranger().Member(ctx, member); return err },
		"LinkTeam": func() error { _, err := stranger().LinkTeam(ctx, member); return err },
		"GrantTeam": func() error {
			return stranger().GrantTeam(ctx, member, market.Standing{Roles: []market.Role{market.Finance}})
		},
		"RemoveTeam":      func() error { return stranger().RemoveTeam(ctx, member) },
		"ReinviteSeller":  func() error { _, err := operator.ReinviteSeller(ctx, shop.Qinghe, members[0].ID); return err },
		"ReadNotice":      func() error { _, err := stranger().ReadNotice(ctx, notices.Rows[0].ID); return err },
		"AgreementBefore": func() error { _, err := stranger().AgreementBefore(ctx, agreement); return err },
		"Agreement":       func() error { _, err := stranger().Agreement(ctx, agreement); return err },
		"SignAgreement":   func() error { return stranger().SignAgreement(ctx, agreement, true) },
		"Profile": func() error {
			_, err := shop.Seller(market.NewID[market.Seller](shop.Clock.Now())).Profile(ctx)
			return err
		},
		"Certification": func() error {
			_, err := shop.Seller(market.NewID[market.Seller](shop.Clock.Now())).Certification(ctx)
			return err
		},
	} {
		require.ErrorIs(t, try(), market.NotFound, name)
	}
	audits, err := stranger().Audits(ctx, market.AuditSearch{Subject: member.String()}, market.Ask{})
	require.NoError(t, err)
	require.Empty(t, audits.Rows)
	theirs, err := stranger().Members(ctx)
	require.NoError(t, err)
	for _, one := range theirs {
		require.NotContains(t, one.Email, "lanxi")
	}
}

func TestWhoIsNotTheMainAccountSignsAndCertifiesNothing(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	for _, role := range market.SellerRoles[1:] {
		store := shop.Seller(shop.Qinghe, role)
		require.ErrorIs(t, store.SignAgreement(ctx, market.AgreementID{}, true), market.Denied)
		require.ErrorIs(t, store.StartCertification(ctx, market.CertificationForm{}, nil), market.Denied)
		require.ErrorIs(t, store.VerifyCertification(ctx, market.Yuan("0.10")), market.Denied)
		require.ErrorIs(t, store.DraftSeller(ctx, nil, nil), market.Denied)
		_, err := store.InviteTeam(ctx, market.Invitation{})
		require.ErrorIs(t, err, market.Denied)
	}
	require.ErrorIs(t, shop.Seller(shop.Qinghe).UnlockCertification(ctx), market.Denied, "only the operator unlocks")
}
