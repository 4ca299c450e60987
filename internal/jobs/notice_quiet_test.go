package jobs_test

import (
	"io"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sellercenter/db/dbtest"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// choose sets an installation's choice.
func choose(t *testing.T, shop *dbtest.Shop, name, value string) {
	t.Helper()
	_, err := shop.DB.Pool().Exec(`INSERT INTO settings (name, value, changed_at) VALUES ($1, $2::jsonb, now())
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	require.NoError(t, err)
}

// transactions.md §9: in quiet hours mails wait, then go out together, each message once;
// what is urgent does not wait. Everything through a real mail server.
func TestMailsWaitForTheEndOfQuietHoursAndWhatIsUrgentDoesNot(t *testing.T) {
	t.Parallel()
	shop := listening(t)
	box, sender := serveMail(t)
	shop.DB.Deliver(market.Mail)
	choose(t, shop, "quiet_hours", "true")
	works := jobs.All(shop.Clock.Street().Caller(), jobs.Post{Mail: sender})
	night := market.DayOf(shop.Clock.Now()).Plus(1).Begin().Add(23 * time.Hour)
	shop.Turn(t, works, night)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job; DELETE FROM delivery_tries; DELETE FROM deliveries`)
	require.NoError(t, err)
	box.mails = nil

	order := paid(t, shop, "Q-1")
	_, err = shop.DB.Pool().Exec(`INSERT INTO notices (seller_id, id, kind, reason, link, at, type)
		SELECT seller_id, gen_random_uuid(), kind, reason, link, at, type FROM notices WHERE seller_id = $1 AND kind = 'order.pay' ORDER BY at DESC LIMIT 1`, shop.Lanxi)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`INSERT INTO deliveries (seller_id, id, notice_id, channel, receiver, address, language, created_at, next_at)
		SELECT d.seller_id, gen_random_uuid(), n.id, d.channel, d.receiver, d.address, d.language, d.created_at, d.next_at
		FROM deliveries d CROSS JOIN LATERAL (SELECT id FROM notices n WHERE n.seller_id = d.seller_id AND n.kind = 'order.pay' ORDER BY at DESC, id LIMIT 1) n LIMIT 1`)
	require.NoError(t, err)
	paid(t, shop, "Q-2")
	var due time.Time
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT min(next_at) FROM deliveries WHERE seller_id = $1`, shop.Lanxi).Scan(&due))
	morning := market.DayOf(night).Plus(1).Begin().Add(8 * time.Hour)
	require.True(t, morning.Equal(due), due)
	shop.Turn(t, works, morning.Add(-time.Second))
	require.Empty(t, box.mails, "nobody is woken")

	shop.Turn(t, works, morning.Add(2*time.Minute))
	require.Len(t, box.mails, 1, "what waited goes out together")
	message, err := mail.ReadMessage(strings.NewReader(box.mails[0]))
	require.NoError(t, err)
	body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(body), order.Number), "each message once: %s", body)
	var waiting int
	require.NoError(t, shop.DB.Pool().QueryRow(`SELECT count(*) FROM deliveries WHERE status <> 'sent'`).Scan(&waiting))
	require.Zero(t, waiting)
}

// transactions.md §9: an interface exception reaches the seller at night too, and alone.
func TestAnInterfaceExceptionIsMailedInQuietHours(t *testing.T) {
	t.Parallel()
	shop := listening(t)
	box, sender := serveMail(t)
	shop.DB.Deliver(market.Mail)
	choose(t, shop, "quiet_hours", "true")
	seat(t, shop, shop.Clock.Now)
	works := jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), jobs.Post{Mail: sender})
	night := market.DayOf(shop.Clock.Now()).Plus(1).Begin().Add(22*time.Hour + 30*time.Minute)
	shop.Turn(t, works, night)
	_, err := shop.DB.Pool().Exec(`DELETE FROM river_job; DELETE FROM delivery_tries; DELETE FROM deliveries`)
	require.NoError(t, err)
	_, err = shop.DB.Pool().Exec(`UPDATE endpoints SET url = 'http://127.0.0.1:1/' WHERE id = $1`, shop.Endpoints["lanxi"])
	require.NoError(t, err)
	box.mails = nil
	order := paid(t, shop, "Q-3")
	shop.Turn(t, works, night.Add(5*time.Hour)) // refused for three hours, then given up
	require.NotEmpty(t, box.mails)
	for _, text := range box.mails {
		message, err := mail.ReadMessage(strings.NewReader(text))
		require.NoError(t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(message.Body))
		require.NoError(t, err)
		require.NotContains(t, string(body), "notice.order.pay", "that somebody bought can wait")
		require.Contains(t, string(body), order.Number)
	}
}
