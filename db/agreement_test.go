package db_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/market"
)

// TestAnActWaitsForItsAgreement: catalogue.md §1.4, §6. The seller of this week has signed no
// resale agreement: no door lets it authorise a reseller.
func TestAnActWaitsForItsAgreement(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	qinghe := shop.Seller(shop.Qinghe)
	_, err := qinghe.AuthorizeResale(ctx, []market.Resale{{}})
	require.ErrorContains(t, err, "agreement.sign_first")

	agreement, err := qinghe.Unsigned(ctx, market.ResaleTerms)
	require.NoError(t, err)
	require.Equal(t, 2, agreement.Version, "the newest that is in effect")
	require.ErrorIs(t, shop.Seller(shop.Qinghe, market.Operations).SignAgreement(ctx, agreement.ID, true), market.Denied, "the main account signs")
	require.NoError(t, qinghe.SignAgreement(ctx, agreement.ID, true))
	_, err = qinghe.AuthorizeResale(ctx, []market.Resale{{}})
	require.Error(t, err)
	require.NotContains(t, err.Error(), "agreement.sign_first", "the gate is open")
	_, err = qinghe.Unsigned(ctx, market.ResaleTerms)
	require.ErrorIs(t, err, market.NotFound)
}

// TestContinuedUseAcceptsAVersionThatSaysSo: catalogue.md §1.4 (seed 003:13).
func TestContinuedUseAcceptsAVersionThatSaysSo(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	all, err := shop.Seller(shop.Lanxi).Agreements(ctx)
	require.NoError(t, err)
	second := market.InForce(all, market.ResaleTerms, shop.Clock.Now())
	require.Equal(t, 2, second.Version)
	require.Nil(t, second.SignedAt)
	require.Equal(t, market.AgreementAccepted, second.Status(shop.Clock.Now()))

	operator := shop.DB.Operator(shop.Actor(market.Manager))
	page, err := operator.Signers(ctx, second.ID, false, market.Ask{})
	require.NoError(t, err)
	where := map[market.SellerID]market.Signer{}
	for _, signer := range page.Rows {
		where[signer.SellerID] = signer
	}
	require.Equal(t, market.AgreementAccepted, where[shop.Lanxi].Status())
	require.NotNil(t, where[shop.Lanxi].UsedAt, "the first act since is the proof")
	require.False(t, where[shop.Lanxi].UsedAt.Before(second.EffectiveAt))
	require.Equal(t, market.AgreementUnsigned, where[shop.Qinghe].Status(), "who never signed has accepted nothing")
	page, err = operator.Signers(ctx, second.ID, true, market.Ask{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 1)

	// the next one has to be signed again, and is told with what it changes
	third := second
	third.Renewal, third.Topics.V, third.EffectiveAt = market.BySignature, []market.Topic{"agency", "termination"}, shop.Clock.Now().Add(time.Hour)
	_, err = operator.PublishAgreement(ctx, third)
	require.NoError(t, err)
	_, err = shop.Seller(shop.Lanxi).Unsigned(ctx, market.ResaleTerms)
	require.ErrorIs(t, err, market.NotFound, "not before it is in effect")
	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(2*time.Hour))
	notices, err := shop.Seller(shop.Lanxi).Notices(ctx, market.NoticeSearch{Type: market.MessageAccount}, market.Ask{})
	require.NoError(t, err)
	require.Equal(t, "agreement.notice_sign", notices.Rows[0].Reason.V.Key)
	unsigned, err := shop.Seller(shop.Lanxi).Unsigned(ctx, market.ResaleTerms)
	require.NoError(t, err)
	require.Equal(t, 3, unsigned.Version)
}
