package db

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const noticeColumns = `id, kind, reason, link, at, read_at`

// noticeSeen keeps what leads to a menu that the reader sees.
const noticeSeen = `($4::text[] IS NULL OR split_part(split_part(link, '?', 1), '/', 2) = ANY($4))`

// paths are the menus of a sub-user to whom only some are granted; nil for everybody else
// (catalogue.md §0.6).
func (s *Seller) paths() any {
	if !s.actor.Limited() && len(s.actor.Rights) == 0 {
		return nil
	}
	seen := []string{""}
	for _, area := range market.Areas() {
		if s.actor.Sees(area) {
			seen = append(seen, string(area)+"s")
		}
	}
	return pq.Array(seen)
}

// Notices lists the seller's messages, newest first; search keeps those not read
// yet, or of one type.
func (s *Seller) Notices(ctx context.Context, search market.NoticeSearch, ask market.Ask) (market.Page[market.Notice], error) {
	k := from(ask)
	query := `SELECT ` + noticeColumns + ` FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL) AND ($3 = '' OR type = $3) AND ` + noticeSeen + `
			AND ($5::timestamptz IS NULL OR (at, id) < ($5, $6)) ORDER BY at DESC, id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + noticeColumns + ` FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL) AND ($3 = '' OR type = $3) AND ` + noticeSeen + `
			AND ($5::timestamptz IS NULL OR (at, id) > ($5, $6)) ORDER BY at, id LIMIT $7`
	}
	var rows []market.Notice
	if err := s.list(ctx, &rows, query, search.Unread, search.Type, s.paths(), k.at, k.id, k.limit); err != nil {
		return market.Page[market.Notice]{}, err
	}
	screen := page(ask, rows, func(n market.Notice) cursor { return cursor{n.At, n.ID.UUID} })
	var err error
	screen.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL) AND ($3 = '' OR type = $3)
		AND `+noticeSeen+` LIMIT 10001) x`, search.Unread, search.Type, s.paths())
	return screen, err
}

// Unread is how many messages wait to be read; it stops counting at a thousand.
func (s *Seller) Unread(ctx context.Context) (n int, err error) {
	err = s.get(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM notices WHERE seller_id = $1 AND read_at IS NULL
		AND ($2::text[] IS NULL OR split_part(split_part(link, '?', 1), '/', 2) = ANY($2)) LIMIT 1000) x`, s.paths())
	return n, err
}

// ReadNotice marks one message as read and answers where it leads.
func (s *Seller) ReadNotice(ctx context.Context, id market.NoticeID) (link string, err error) {
	err = s.act(ctx, market.ReadNotice, id, func(tx *tx) error {
		return tx.get(&link, `UPDATE notices SET read_at = coalesce(read_at, $3) WHERE seller_id = $1 AND id = $2 RETURNING link`, id, tx.now)
	})
	return link, err
}

// ReadNotices marks these messages as read; without any, every message.
func (s *Seller) ReadNotices(ctx context.Context, ids []market.NoticeID) error {
	return s.act(ctx, market.ReadNotice, s.id, func(tx *tx) error {
		if ids == nil {
			return tx.exec(`UPDATE notices SET read_at = $2 WHERE seller_id = $1 AND read_at IS NULL`, tx.now)
		}
		var n int
		if err := tx.get(&n, `SELECT count(*) FROM notices WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(ids)); err != nil {
			return err
		}
		if n != len(ids) {
			return market.NotFound
		}
		return tx.exec(`UPDATE notices SET read_at = coalesce(read_at, $3) WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(ids), tx.now)
	})
}

// notify leaves a message for the seller's people in this transaction, and a delivery for
// everybody who wants it elsewhere; link is a path. What was said within the last minute is
// not said again.
func (t *tx) notify(kind string, reason market.Reason, link string, also ...target) error {
	product, err := t.aboutProduct(link)
	if err != nil {
		return err
	}
	id := market.NewID[market.Notice](t.now)
	n := market.NotificationOf(kind)
	said, err := t.count(`INSERT INTO notices (seller_id, id, kind, reason, link, at, product_id, type)
		SELECT $1::uuid, $2::uuid, $3::text, $4::jsonb, $5::text, $6::timestamptz, $7::uuid, $8::text WHERE NOT EXISTS (SELECT 1 FROM notices
			WHERE seller_id = $1 AND at > $6 - interval '1 minute' AND kind = $3 AND link = $5 AND reason = $4::jsonb)`,
		id, kind, market.JSON[market.Reason]{V: reason}, link, t.now, product, n.Type)
	if err != nil || said == 0 {
		return err
	}
	return t.deliver(id, n, also)
}

// aboutProduct is the product that the row behind a link belongs to, for those who see only
// some; nil when it belongs to none.
func (t *tx) aboutProduct(link string) (product *market.ProductID, err error) {
	for _, step := range strings.FieldsFunc(link, func(r rune) bool { return r == '/' || r == '?' }) {
		id, err := uuid.Parse(step)
		if err != nil {
			continue
		}
		var found []market.ProductID
		err = t.list(&found, `SELECT id FROM products WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM orders WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT o.product_id FROM supervisions x JOIN orders o ON o.seller_id = $1 AND o.id = x.order_id WHERE x.seller_id = $1 AND x.id = $2
			UNION ALL SELECT o.product_id FROM refunds x JOIN orders o ON o.seller_id = $1 AND o.id = x.order_id WHERE x.seller_id = $1 AND x.id = $2
			UNION ALL SELECT o.product_id FROM appeals x JOIN orders o ON o.seller_id = $1 AND o.id = x.order_id WHERE x.seller_id = $1 AND x.id = $2
			UNION ALL SELECT o.product_id FROM fulfilments x JOIN orders o ON o.seller_id = $1 AND o.id = x.order_id WHERE x.seller_id = $1 AND x.id = $2
			UNION ALL SELECT product_id FROM comments WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM questions WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM tickets WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM demands WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM resales WHERE seller_id = $1 AND id = $2
			UNION ALL SELECT product_id FROM credentials WHERE seller_id = $1 AND id = $2 AND product_id IS NOT NULL
			UNION ALL SELECT o.product_id FROM invoice_orders x JOIN orders o ON o.seller_id = $1 AND o.id = x.order_id WHERE x.seller_id = $1 AND x.invoice_id = $2
			UNION ALL SELECT p.id FROM reviews x JOIN products p ON p.seller_id = $1 AND p.id = x.subject WHERE x.seller_id = $1 AND x.id = $2
			LIMIT 1`, id)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return &found[0], nil
	}
	return nil, nil //nolint:nilnil // about no product, and that is no fault
}
