package jobs_test

import (
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// transactions.md §9: a worker that dies between sending a letter and settling it sends it again
// as the very same letter: one Message-ID, the same messages, and nothing new slips in.
func TestALetterWhoseWorkerDiedGoesOutAgainUnderItsNumber(t *testing.T) {
	t.Parallel()
	shop, ctx := listening(t), t.Context()
	box, sender := serveMail(t)
	shop.DB.Deliver(market.Mail)
	works := jobs.All(shop.Clock.Street().Caller(), jobs.Post{Mail: sender})
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job; DELETE FROM delivery_tries; DELETE FROM deliveries`)
	require.NoError(t, err)
	paid(t, shop, "L-1")
	shop.Clock.Pass(2 * time.Minute)
	var first market.DeliveryID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM deliveries WHERE seller_id = $1 ORDER BY created_at LIMIT 1`, shop.Lanxi).Scan(&first))
	clock := shop.DB.Seller(market.TheClock, shop.Lanxi)
	letter, err := clock.DeliverNotice(ctx, first) // it was sent, and nobody settled it
	require.NoError(t, err)
	require.NoError(t, sender.Send(ctx, jobs.Text{ID: letter.ID.String(), Name: letter.Receiver, Address: letter.Address, Subject: "first", Body: "first"}))
	var sending int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM deliveries WHERE letter = $1 AND status = 'sending'`, letter.ID).Scan(&sending))
	require.Equal(t, len(letter.IDs), sending, "it is marked before it leaves")
	_, err = clock.DeliverNotice(ctx, first)
	require.Error(t, err, "somebody else may be sending it")

	shop.Clock.Pass(3 * time.Minute)                                                                                               // nobody believes in the dead worker any more
	_, err = shop.DB.Pool().Exec(`UPDATE river_job SET scheduled_at = $1 WHERE args->>'act' = 'notice.deliver'`, shop.Clock.Now()) // the queue tries it again
	require.NoError(t, err)
	paid(t, shop, "L-2")
	shop.Turn(t, works, shop.Clock.Now().Add(5*time.Minute))
	ids := map[string]int{}
	for _, text := range box.mails {
		message, err := mail.ReadMessage(strings.NewReader(text))
		require.NoError(t, err)
		ids[strings.SplitN(strings.Trim(message.Header.Get("Message-ID"), "<>"), "@", 2)[0]]++
	}
	require.Equal(t, 2, ids[letter.ID.String()], "sent twice under one number: the receiver drops the second")
	delete(ids, letter.ID.String())
	require.NotEmpty(t, ids, "what came later is in another letter")
	for id, times := range ids {
		require.Equal(t, 1, times, id)
	}
	var open int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM deliveries WHERE seller_id = $1 AND status <> 'sent'`, shop.Lanxi).Scan(&open))
	require.Zero(t, open)
}

// transactions.md §9: the hours are one's own where somebody set them, the marketplace's elsewhere.
func TestOnesOwnQuietHoursHoldInsteadOfTheMarketplaces(t *testing.T) {
	t.Parallel()
	shop := listening(t)
	shop.DB.Deliver(market.Mail)
	choose(t, shop, "quiet_hours", "true")
	night := market.DayOf(shop.Clock.Now()).Plus(1).Begin().Add(23 * time.Hour)
	shop.Clock.Set(night)
	due := func(customer string) (at time.Time) {
		paid(t, shop, customer)
		require.NoError(t, shop.DB.Pool().QueryRow(`SELECT next_at FROM deliveries WHERE seller_id = $1 ORDER BY created_at DESC LIMIT 1`, shop.Lanxi).Scan(&at))
		shop.Clock.Pass(time.Minute)
		return at
	}
	require.True(t, due("OQ-1").Equal(market.DayOf(night).Plus(1).Begin().Add(8*time.Hour)), "the marketplace's")

	var owner market.PersonID
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT id FROM people WHERE email = 'owner@lanxi.example'`).Scan(&owner))
	person := shop.DB.Person(market.Visitor{Person: owner, Seller: shop.Lanxi}, "192.0.2.1")
	require.Error(t, person.QuietSession(t.Context(), market.Quiet{Way: market.QuietOwn}), "hours need a beginning and an end")
	require.NoError(t, person.QuietSession(t.Context(), market.Quiet{Way: market.QuietOwn, From: 20 * time.Hour, Until: 6 * time.Hour}))
	own, err := person.Quiet(t.Context())
	require.NoError(t, err)
	require.Equal(t, 6*time.Hour, own.Until)
	require.True(t, due("OQ-2").Equal(market.DayOf(night).Plus(1).Begin().Add(6*time.Hour)), "one's own")
	require.NoError(t, person.QuietSession(t.Context(), market.Quiet{Way: market.QuietNever}))
	require.True(t, due("OQ-3").Before(night.Add(10*time.Minute)), "none")
}
