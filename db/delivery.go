package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// Deliver says by which channels messages leave the seller center; by none when never said.
func (db *DB) Deliver(channels ...market.Channel) { db.channels.Store(&channels) }

// Channels are the ways by which messages leave the seller center.
func (db *DB) Channels() []market.Channel {
	if channels := db.channels.Load(); channels != nil {
		return *channels
	}
	return nil
}

// target is an address that gets a message.
type target struct {
	Name, Email, Mobile, Language string
	ByMail, BySMS                 bool
	Quiet                         market.QuietWay
	QuietFrom, QuietUntil         time.Duration
	Zone                          string
}

// hours are whose address it is does not want to be woken in: the receiver's own, else those
// of the person with the same mailbox, else the marketplace's.
func (one target) hours() market.Quiet {
	return market.Quiet{Way: one.Quiet, From: one.QuietFrom, Until: one.QuietUntil, Zone: one.Zone}
}

// deliver queues the message for everybody who wants its type: the receivers whose address
// is proved, or, when there is none, the phone and mailbox of the main account (catalogue.md
// §0.4). What waits for one address a minute later goes out together; what is not urgent waits
// for the end of quiet hours (transactions.md §9). Whom the matter names besides hears of it too.
func (t *tx) deliver(id market.NoticeID, n market.Notification, also []target) error {
	channels := t.s.db.Channels()
	if len(channels) == 0 || !n.Mail && !n.SMS {
		return nil
	}
	var targets []target
	if err := t.list(&targets, `WITH chosen AS (SELECT r.name, r.email, r.mobile, r.language, r.by_mail AND r.email_verified_at IS NOT NULL AS by_mail,
				r.by_sms AND r.mobile_verified_at IS NOT NULL AS by_sms,
				CASE WHEN r.quiet = 'house' AND p.quiet IS NOT NULL THEN p.quiet ELSE r.quiet END AS quiet,
				CASE WHEN r.quiet = 'house' AND p.quiet IS NOT NULL THEN p.quiet_from ELSE r.quiet_from END AS quiet_from,
				CASE WHEN r.quiet = 'house' AND p.quiet IS NOT NULL THEN p.quiet_until ELSE r.quiet_until END AS quiet_until,
				CASE WHEN r.quiet = 'house' AND p.quiet IS NOT NULL THEN p.zone ELSE '' END AS zone
			FROM receivers r LEFT JOIN people p ON r.email <> '' AND lower(p.email) = lower(r.email)
			WHERE r.seller_id = $1 AND r.types ? $2
				AND (r.by_mail AND r.email_verified_at IS NOT NULL OR r.by_sms AND r.mobile_verified_at IS NOT NULL) ORDER BY r.created_at LIMIT 50)
		SELECT name, email, mobile, language, by_mail, by_sms, quiet, quiet_from, quiet_until, zone FROM chosen
		UNION ALL (SELECT p.name, p.email, p.mobile, p.language, true, true, p.quiet, p.quiet_from, p.quiet_until, p.zone FROM members m JOIN people p ON p.id = m.person_id
			WHERE m.seller_id = $1 AND m.removed_at IS NULL AND m.roles ? 'owner' AND NOT EXISTS (SELECT 1 FROM chosen)
			ORDER BY m.joined_at, m.id LIMIT 1)
		UNION ALL (SELECT c.contact_name, c.service_email, c.contact_mobile, 'zh-CN', $3::bool, $4::bool, 'house', 0::bigint, 0::bigint, ''
			FROM sellers c WHERE c.id = $1 AND ($3::bool OR $4::bool))`,
		n.Type, n.Service, n.Contact); err != nil {
		return err
	}
	targets = append(targets, also...)
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	var ids, ways, names, addresses, languages, quiets []string
	var dues []time.Time
	add := func(one target, channel market.Channel, address string, wanted bool) {
		known := false
		for i := range addresses {
			known = known || addresses[i] == address && ways[i] == string(channel)
		}
		if !wanted || known || address == "" || !slices.Contains(channels, channel) {
			return
		}
		ids, ways = append(ids, market.NewID[market.Delivered](t.now).String()), append(ways, string(channel))
		names, addresses, languages = append(names, one.Name), append(addresses, address), append(languages, one.Language)
		quiet, _ := json.Marshal(one.hours()) //nolint:errchkjson // plain values
		quiets = append(quiets, string(quiet))
		dues = append(dues, one.hours().Or(settings.Quiet()).After(t.now.Add(market.DigestMinutes*time.Minute), n.Urgent))
	}
	for _, one := range targets {
		add(one, market.Mail, one.Email, n.Mail && one.ByMail)
		add(one, market.SMS, one.Mobile, n.SMS && one.BySMS)
	}
	if len(ids) == 0 {
		return nil
	}
	if err := t.exec(`INSERT INTO deliveries (seller_id, id, notice_id, channel, receiver, address, language, created_at, next_at, urgent, quiet)
		SELECT $1::uuid, x.id, $2::uuid, x.channel, x.receiver, x.address, x.language, $8::timestamptz, x.next_at, $10::boolean, x.quiet::jsonb
		FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $9::timestamptz[], $11::text[]) AS x (id, channel, receiver, address, language, next_at, quiet)`,
		id, pq.Array(ids), pq.Array(ways), pq.Array(names), pq.Array(addresses), pq.Array(languages), t.now, pq.Array(dues), n.Urgent, pq.Array(quiets)); err != nil {
		return err
	}
	for i, one := range ids {
		if err := t.at(dues[i], market.DeliverNotice, stringer(one)); err != nil {
			return err
		}
	}
	return nil
}

// stringer is a text that names itself.
type stringer string

// String is the text.
func (s stringer) String() string { return string(s) }

// errClaimed says that another worker is sending to the same address just now.
var errClaimed = errors.New("the address is being written to")

// DeliverNotice takes everything that waits for the address of one delivery, for one letter,
// and marks it as sending before anything leaves. What was in a letter already goes out as that
// letter again, under its number: whoever died between sending and settling it may have sent it,
// and the receiver then drops the repetition. What went out is a Conflict.
func (s *Seller) DeliverNotice(ctx context.Context, id market.DeliveryID) (letter market.Letter, err error) {
	err = s.act(ctx, market.DeliverNotice, id, func(tx *tx) error {
		var one struct {
			Channel      market.Channel
			Address      string
			Receiver     string
			Language     string
			Status       market.DeliveryStatus
			Letter       *market.ID[market.Letter]
			ClaimedUntil *time.Time
			Company      string
		}
		if err := tx.get(&one, `SELECT d.channel, d.address, d.receiver, d.language, d.status, d.letter, d.claimed_until, c.company_name AS company
			FROM deliveries d JOIN sellers c ON c.id = d.seller_id WHERE d.seller_id = $1 AND d.id = $2 FOR UPDATE OF d`, id); err != nil {
			return err
		}
		switch {
		case one.Status != market.DeliveryQueued && one.Status != market.DeliverySending:
			return market.Conflict("notice.sent_already")
		case one.ClaimedUntil != nil && one.ClaimedUntil.After(tx.now):
			return errClaimed
		}
		letter = market.Letter{ID: market.NewID[market.Letter](tx.now), Channel: one.Channel, Address: one.Address, Receiver: one.Receiver,
			Language: one.Language, Company: one.Company}
		if one.Letter != nil {
			letter.ID = *one.Letter
		}
		if err := tx.list(&letter.IDs, `UPDATE deliveries SET status = 'sending', letter = $4, claimed_until = $5 WHERE seller_id = $1 AND id IN (
				SELECT id FROM deliveries WHERE seller_id = $1 AND channel = $2 AND address = $3 AND status IN ('queued', 'sending')
					AND CASE WHEN $7 THEN letter = $4 ELSE letter IS NULL AND next_at <= $6::timestamptz + interval '1 minute' END
					AND (claimed_until IS NULL OR claimed_until <= $6) ORDER BY created_at LIMIT 100 FOR UPDATE SKIP LOCKED)
			RETURNING id`, one.Channel, one.Address, letter.ID, tx.now.Add(2*time.Minute), tx.now, one.Letter != nil); err != nil {
			return err
		}
		tx.note("messages", nil, len(letter.IDs))
		return tx.list(&letter.Notices, `SELECT n.id, n.kind, n.reason, n.link, n.at, n.read_at FROM notices n
			WHERE n.seller_id = $1 AND n.id IN (SELECT notice_id FROM deliveries WHERE seller_id = $1 AND id = ANY($2)) ORDER BY n.at, n.id`, pq.Array(letter.IDs))
	})
	return letter, err
}

// SettleNotice keeps how a letter went: fault is empty when it was taken. A failed one is
// tried again after a pause that doubles, and given up after the last try.
func (s *Seller) SettleNotice(ctx context.Context, letter market.Letter, fault string) error {
	return s.act(ctx, market.SettleNotice, letter.ID, func(tx *tx) error {
		kept, err := tx.count(`INSERT INTO delivery_tries (seller_id, delivery_id, no, at, error)
			SELECT $1::uuid, id, tries + 1, $3::timestamptz, $4::text FROM deliveries WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(letter.IDs), tx.now, fault)
		if err != nil {
			return err
		}
		if kept == 0 {
			return market.NotFound
		}
		if fault == "" {
			return tx.exec(`UPDATE deliveries SET status = 'sent', tries = tries + 1, error = '', sent_at = $3, next_at = NULL, claimed_until = NULL
				WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(letter.IDs), tx.now)
		}
		tx.note("fault", nil, fault)
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		var left []struct {
			ID     market.DeliveryID
			Tries  int
			Urgent bool
			Quiet  market.JSON[market.Quiet]
		}
		if err := tx.list(&left, `UPDATE deliveries SET tries = tries + 1, error = $3, claimed_until = NULL,
				status = CASE WHEN tries + 1 >= $4 THEN 'failed' ELSE 'queued' END
			WHERE seller_id = $1 AND id = ANY($2) RETURNING id, tries, urgent, quiet`, pq.Array(letter.IDs), fault, market.DeliveryTries); err != nil {
			return err
		}
		ids, nexts := make([]string, len(left)), make([]time.Time, len(left))
		for i, one := range left {
			ids[i], nexts[i] = one.ID.String(), one.Quiet.V.Or(settings.Quiet()).After(tx.now.Add(market.DeliveryPause(one.Tries)), one.Urgent)
			if one.Tries >= market.DeliveryTries {
				continue
			}
			if err := tx.at(nexts[i], market.DeliverNotice, one.ID); err != nil {
				return err
			}
		}
		return tx.exec(`UPDATE deliveries d SET next_at = CASE WHEN d.status = 'queued' THEN x.next_at END
			FROM unnest($2::uuid[], $3::timestamptz[]) AS x (id, next_at) WHERE d.seller_id = $1 AND d.id = x.id`, pq.Array(ids), pq.Array(nexts))
	})
}

// ResendNotice tries once more to deliver what was given up.
func (s *Seller) ResendNotice(ctx context.Context, id market.DeliveryID) error {
	return s.act(ctx, market.ResendNotice, id, func(tx *tx) error {
		var one struct {
			Status  market.DeliveryStatus
			Address string
		}
		if err := tx.get(&one, `SELECT status, address FROM deliveries WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := one.Status.Resend(); err != nil {
			return err
		}
		tx.note("status", one.Status, market.DeliveryQueued)
		if err := tx.exec(`UPDATE deliveries SET status = 'queued', next_at = $3 WHERE seller_id = $1 AND id = $2`, id, tx.now); err != nil {
			return err
		}
		return tx.later(market.DeliverNotice, id)
	})
}

// Deliveries lists what left the seller center and what waits to, newest first.
func (s *Seller) Deliveries(ctx context.Context, search market.DeliverySearch, ask market.Ask) (market.Page[market.Delivered], error) {
	k := from(ask)
	query := `SELECT d.id, d.notice_id, n.kind, n.reason, d.channel, d.receiver, d.address, d.status, d.tries, d.error, d.created_at, d.next_at, d.sent_at
		FROM deliveries d JOIN notices n ON n.seller_id = d.seller_id AND n.id = d.notice_id
		WHERE d.seller_id = $1 AND ($2 = '' OR d.status = $2) AND ($3 = '' OR d.channel = $3)
			AND ($4::timestamptz IS NULL OR (d.created_at, d.id) < ($4, $5)) ORDER BY d.created_at DESC, d.id DESC LIMIT $6`
	if k.up {
		query = `SELECT d.id, d.notice_id, n.kind, n.reason, d.channel, d.receiver, d.address, d.status, d.tries, d.error, d.created_at, d.next_at, d.sent_at
			FROM deliveries d JOIN notices n ON n.seller_id = d.seller_id AND n.id = d.notice_id
			WHERE d.seller_id = $1 AND ($2 = '' OR d.status = $2) AND ($3 = '' OR d.channel = $3)
				AND ($4::timestamptz IS NULL OR (d.created_at, d.id) > ($4, $5)) ORDER BY d.created_at, d.id LIMIT $6`
	}
	var rows []market.Delivered
	if err := s.list(ctx, &rows, query, search.Status, search.Channel, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Delivered]{}, err
	}
	found := page(ask, rows, func(d market.Delivered) cursor { return cursor{d.CreatedAt, d.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM deliveries
		WHERE seller_id = $1 AND ($2 = '' OR status = $2) AND ($3 = '' OR channel = $3) LIMIT 10001) x`, search.Status, search.Channel)
	return found, err
}

// TallyNotice tells how many deliveries under supervision are unfinished, every Monday
// (transactions.md §9).
func (s *Seller) TallyNotice(ctx context.Context) error {
	return s.act(ctx, market.TallyNotice, s.id, func(tx *tx) error {
		var n int
		if err := tx.get(&n, `SELECT count(*) FROM supervisions WHERE seller_id = $1 AND status IN ('running', 'frozen') AND NOT test`); err != nil {
			return err
		}
		tx.note("open", nil, n)
		if err := tx.planCount(); err != nil || n == 0 {
			return err
		}
		return tx.notify("supervision.count", market.Because("notice.supervision.count", n), "/supervisions")
	})
}

// planCount plans the next weekly count, on Monday at ten in Shanghai.
func (t *tx) planCount() error {
	day := market.DayOf(t.now).Plus(1)
	for day.Begin().In(market.Shanghai).Weekday() != time.Monday {
		day = day.Plus(1)
	}
	return t.at(day.Begin().Add(10*time.Hour), market.TallyNotice, t.s.id)
}
