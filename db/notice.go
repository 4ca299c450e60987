package db

import (
	"context"

	"sellercenter/internal/market"
)

const noticeColumns = `id, kind, reason, link, at, read_at`

// Notices lists the seller's messages, newest first; unread keeps those not read yet.
func (s *Seller) Notices(ctx context.Context, unread bool, ask market.Ask) (market.Page[market.Notice], error) {
	k := from(ask)
	query := `SELECT ` + noticeColumns + ` FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL)
			AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4)) ORDER BY at DESC, id DESC LIMIT $5`
	if k.up {
		query = `SELECT ` + noticeColumns + ` FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL)
			AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4)) ORDER BY at, id LIMIT $5`
	}
	var rows []market.Notice
	if err := s.list(ctx, &rows, query, unread, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Notice]{}, err
	}
	screen := page(ask, rows, func(n market.Notice) cursor { return cursor{n.At, n.ID.UUID} })
	var n int
	err := s.get(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM notices WHERE seller_id = $1 AND (NOT $2 OR read_at IS NULL) LIMIT 10001) x`, unread)
	screen.Count = bounded(n)
	return screen, err
}

// Unread is how many messages wait to be read; it stops counting at a thousand.
func (s *Seller) Unread(ctx context.Context) (n int, err error) {
	err = s.get(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM notices WHERE seller_id = $1 AND read_at IS NULL LIMIT 1000) x`)
	return n, err
}

// ReadNotice marks one message as read and answers where it leads.
func (s *Seller) ReadNotice(ctx context.Context, id market.NoticeID) (link string, err error) {
	err = s.act(ctx, market.ReadNotice, id, func(tx *tx) error {
		return tx.get(&link, `UPDATE notices SET read_at = coalesce(read_at, $3) WHERE seller_id = $1 AND id = $2 RETURNING link`, id, tx.now)
	})
	return link, err
}

// ReadNotices marks every message as read.
func (s *Seller) ReadNotices(ctx context.Context) error {
	return s.act(ctx, market.ReadNotice, s.id, func(tx *tx) error {
		return tx.exec(`UPDATE notices SET read_at = $2 WHERE seller_id = $1 AND read_at IS NULL`, tx.now)
	})
}

// notify leaves a message for the seller's people in this transaction; link is a path.
func (t *tx) notify(kind string, reason market.Reason, link string) error {
	return t.exec(`INSERT INTO notices (seller_id, id, kind, reason, link, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		market.NewID[market.Notice](t.now), kind, market.JSON[market.Reason]{V: reason}, link, t.now)
}
