package db_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/db/world"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// TestTheCustomersOfAnOfferGetItsLinkByTextAndMail: catalogue.md §9.2: SMS with the link, e-mail
// with the link and its picture, as soon as the offer is there.
func TestTheCustomersOfAnOfferGetItsLinkByTextAndMail(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	shop.DB.Deliver(market.Mail, market.SMS)
	seller := shop.Seller(shop.Lanxi)
	draft := offerOf(t, shop, market.OfferDiscount, "95")
	draft.Users[0].Mobile, draft.Users[0].Email = "13", "nowhere"
	_, err := seller.SubmitOffer(ctx, draft)
	require.Equal(t, "offer.user_mobile", faults(t, err)["users"].Key)
	draft.Users[0].Mobile, draft.Users[0].Email = "13811112222", "buyer@beiling.example"
	id, err := seller.SubmitOffer(ctx, draft)
	require.NoError(t, err)
	letters, err := seller.OfferLetters(ctx, id)
	require.NoError(t, err)
	require.Len(t, letters, 2)
	for _, letter := range letters {
		require.Equal(t, market.DeliveryQueued, letter.Status)
		require.Empty(t, letter.Address, "a list never holds an address")
		require.Equal(t, []market.Act{market.DeliverOffer}, shop.JobsFor(t, letter.ID), "queued in the transaction that makes the offer")
	}
	var plain int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM offer_letters WHERE position('13811112222'::bytea IN address_sealed) > 0`).Scan(&plain))
	require.Zero(t, plain)

	shop.Turn(t, world.Works(shop.Clock), shop.Clock.Now().Add(time.Second))
	offer, err := seller.Offer(ctx, id)
	require.NoError(t, err)
	sent := map[string]jobs.Text{}
	for _, text := range shop.Clock.Outbox().Texts() {
		sent[text.Address] = text
	}
	require.Contains(t, sent["13811112222"].Body, market.OfferPath(offer.Number))
	require.Nil(t, sent["13811112222"].Picture)
	require.Contains(t, sent["buyer@beiling.example"].Body, market.OfferPath(offer.Number))
	require.True(t, strings.HasPrefix(string(sent["buyer@beiling.example"].Picture), "\x89PNG"), "the link as a picture")
	letters, err = seller.OfferLetters(ctx, id)
	require.NoError(t, err)
	for _, letter := range letters {
		require.Equal(t, market.DeliverySent, letter.Status)
		_, err := seller.OfferLetter(ctx, letter.ID)
		require.Error(t, err, "nothing goes out twice")
	}
}

// TestACustomerIsWrittenToWhereItsNewestOrderSays: catalogue.md §9.2.
func TestACustomerIsWrittenToWhereItsNewestOrderSays(t *testing.T) {
	t.Parallel()
	shop, ctx := dbtest.New(t), t.Context()
	shop.DB.Deliver(market.SMS)
	seller := shop.Seller(shop.Lanxi)
	draft := offerOf(t, shop, market.OfferDiscount, "95")
	var mask string
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT customer_id, phone_mask FROM orders WHERE seller_id = $1 AND NOT test AND phone_mask <> '' ORDER BY placed_at DESC, id DESC LIMIT 1`,
		shop.Lanxi).Scan(&draft.Users[0].Customer, &mask))
	id, err := seller.SubmitOffer(ctx, draft)
	require.NoError(t, err)
	letters, err := seller.OfferLetters(ctx, id)
	require.NoError(t, err)
	require.Len(t, letters, 1, "by the ways that are configured")
	require.Equal(t, mask, letters[0].AddressMask)
	clock := shop.Seller(shop.Lanxi, market.Clock)
	for n := range market.DeliveryTries {
		require.NoError(t, clock.DeliverOffer(ctx, letters[0].ID, "gateway answered 500"), n)
	}
	letters, err = seller.OfferLetters(ctx, id)
	require.NoError(t, err)
	require.Equal(t, market.DeliveryFailed, letters[0].Status, "given up after the last try")
	require.Equal(t, "gateway answered 500", letters[0].Error)
	require.True(t, errors.Is(clock.DeliverOffer(ctx, letters[0].ID, ""), market.NotFound))
}
