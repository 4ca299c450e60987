package db

import (
	"context"
	"strings"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// tellDesk leaves a message for one of the operator's people, or for everybody who receives
// its kind: those who were chosen, or, when nobody was, all who work on it.
func (t *tx) tellDesk(person *market.PersonID, kind string, reason market.Reason, link string) error {
	area, _, _ := strings.Cut(kind, ".")
	var roles []string
	for _, role := range market.DeskRoles(market.Area(area)) {
		roles = append(roles, string(role))
	}
	return t.sharedExec(`INSERT INTO desk_notices (id, person_id, kind, reason, link, at)
		SELECT gen_random_uuid(), o.person_id, $2::text, $3::jsonb, $4::text, $5::timestamptz FROM operators o
		WHERE CASE WHEN $1::uuid IS NOT NULL THEN o.person_id = $1
			WHEN EXISTS (SELECT FROM desk_receivers WHERE kind = $6) THEN EXISTS (SELECT FROM desk_receivers r WHERE r.kind = $6 AND r.person_id = o.person_id)
			ELSE o.roles ?| $7::text[] END
		AND NOT EXISTS (SELECT FROM desk_notices n WHERE n.person_id = o.person_id AND n.at > $5::timestamptz - interval '1 minute'
			AND n.kind = $2 AND n.link = $4 AND n.reason = $3::jsonb)`,
		person, kind, market.JSON[market.Reason]{V: reason}, link, t.now, area, pq.Array(roles))
}

// Notices are the messages to one of the operator's people, newest first; search keeps those
// not read yet.
func (o *Operator) Notices(ctx context.Context, search market.NoticeSearch, ask market.Ask) (market.Page[market.Notice], error) {
	k := from(ask)
	query := `SELECT id, kind, reason, link, at, read_at FROM desk_notices WHERE person_id = $1 AND (NOT $2 OR read_at IS NULL)
		AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4)) ORDER BY at DESC, id DESC LIMIT $5`
	if k.up {
		query = `SELECT id, kind, reason, link, at, read_at FROM desk_notices WHERE person_id = $1 AND (NOT $2 OR read_at IS NULL)
			AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4)) ORDER BY at, id LIMIT $5`
	}
	var rows []market.Notice
	if err := o.db.listRows(ctx, &rows, query, o.actor.Person, search.Unread, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Notice]{}, err
	}
	screen := page(ask, rows, func(n market.Notice) cursor { return cursor{n.At, n.ID.UUID} })
	var err error
	screen.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM desk_notices WHERE person_id = $1 AND (NOT $2 OR read_at IS NULL) LIMIT 10001) x`,
		o.actor.Person, search.Unread)
	return screen, err
}

// Unread is how many messages the operator's person has not read; it stops counting at a
// thousand.
func (o *Operator) Unread(ctx context.Context) (n int, err error) {
	err = o.db.getRow(ctx, &n, `SELECT count(*) FROM (SELECT 1 FROM desk_notices WHERE person_id = $1 AND read_at IS NULL LIMIT 1000) x`, o.actor.Person)
	return n, err
}

// ReadNotice marks one of the person's messages as read and answers where it leads.
func (o *Operator) ReadNotice(ctx context.Context, id market.NoticeID) (link string, err error) {
	err = o.Seller(market.Platform).act(ctx, market.ReadNotice, id, func(tx *tx) error {
		return tx.shared(&link, `UPDATE desk_notices SET read_at = coalesce(read_at, $3) WHERE person_id = $1 AND id = $2 RETURNING link`,
			o.actor.Person, id, tx.now)
	})
	return link, err
}

// ReadNotices marks these of the person's messages as read; without any, every message.
func (o *Operator) ReadNotices(ctx context.Context, ids []market.NoticeID) error {
	return o.Seller(market.Platform).act(ctx, market.ReadNotice, o.actor.Person, func(tx *tx) error {
		if ids == nil {
			return tx.sharedExec(`UPDATE desk_notices SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL`, o.actor.Person, tx.now)
		}
		var n int
		if err := tx.shared(&n, `SELECT count(*) FROM desk_notices WHERE person_id = $1 AND id = ANY($2)`, o.actor.Person, pq.Array(ids)); err != nil {
			return err
		}
		if n != len(ids) {
			return market.NotFound
		}
		return tx.sharedExec(`UPDATE desk_notices SET read_at = coalesce(read_at, $3) WHERE person_id = $1 AND id = ANY($2)`, o.actor.Person, pq.Array(ids), tx.now)
	})
}

const deskPeople = `SELECT p.id, p.name, o.roles, coalesce((SELECT jsonb_agg(r.kind ORDER BY r.kind) FROM desk_receivers r WHERE r.person_id = p.id), '[]') AS kinds
	FROM operators o JOIN people p ON p.id = o.person_id ORDER BY o.created_at, p.id LIMIT 200`

// DeskPeople are the operator's people and what each was chosen to receive.
func (o *Operator) DeskPeople(ctx context.Context) (people []market.DeskPerson, err error) {
	err = o.db.listRows(ctx, &people, deskPeople)
	return people, err
}

// RouteNotice chooses who of the operator's people gets which kinds of message.
func (o *Operator) RouteNotice(ctx context.Context, routes []market.DeskRoute) error {
	return o.Seller(market.Platform).act(ctx, market.RouteNotice, market.Platform, func(tx *tx) error {
		var staff []market.DeskPerson
		if err := tx.SelectContext(ctx, &staff, deskPeople); err != nil {
			return err
		}
		if err := market.CheckDeskRoutes(routes, staff); err != nil {
			return err
		}
		var kinds, people []string
		for _, route := range routes {
			for _, id := range route.People {
				kinds, people = append(kinds, string(route.Kind)), append(people, id.String())
			}
			tx.note(string(route.Kind), nil, len(route.People))
		}
		if err := tx.sharedExec(`DELETE FROM desk_receivers`); err != nil {
			return err
		}
		return tx.sharedExec(`INSERT INTO desk_receivers (kind, person_id) SELECT kind, person FROM unnest($1::text[], $2::uuid[]) AS x (kind, person)`,
			pq.Array(kinds), pq.Array(people))
	})
}
