package db

import (
	"context"

	"sellercenter/internal/market"
)

// tellDesk leaves a message for one of the operator's people, or for all of them.
func (t *tx) tellDesk(person *market.PersonID, kind string, reason market.Reason, link string) error {
	return t.sharedExec(`INSERT INTO desk_notices (id, person_id, kind, reason, link, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		market.NewID[market.Notice](t.now), person, kind, market.JSON[market.Reason]{V: reason}, link, t.now)
}

// Notices are the messages to one of the operator's people, newest first.
func (o *Operator) Notices(ctx context.Context, ask market.Ask) (market.Page[market.Notice], error) {
	k := from(ask)
	query := `SELECT id, kind, reason, link, at, read_at FROM desk_notices WHERE (person_id IS NULL OR person_id = $1)
		AND ($2::timestamptz IS NULL OR (at, id) < ($2, $3)) ORDER BY at DESC, id DESC LIMIT $4`
	if k.up {
		query = `SELECT id, kind, reason, link, at, read_at FROM desk_notices WHERE (person_id IS NULL OR person_id = $1)
			AND ($2::timestamptz IS NULL OR (at, id) > ($2, $3)) ORDER BY at, id LIMIT $4`
	}
	var rows []market.Notice
	if err := o.db.listRows(ctx, &rows, query, o.actor.Person, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Notice]{}, err
	}
	screen := page(ask, rows, func(n market.Notice) cursor { return cursor{n.At, n.ID.UUID} })
	var n int
	err := o.db.getRow(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM desk_notices WHERE person_id IS NULL OR person_id = $1 LIMIT 10001) x`, o.actor.Person)
	screen.Count = bounded(n)
	return screen, err
}

// ReadNotices marks the messages to the operator's person, and those to everybody, as read.
func (o *Operator) ReadNotices(ctx context.Context) error {
	return o.Seller(market.Platform).act(ctx, market.ReadNotice, o.actor.Person, func(tx *tx) error {
		return tx.sharedExec(`UPDATE desk_notices SET read_at = $2 WHERE read_at IS NULL AND (person_id IS NULL OR person_id = $1)`, o.actor.Person, tx.now)
	})
}
