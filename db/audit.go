package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

const auditColumns = `a.seller_id, a.id, a.act, a.area, a.subject, a.actor, a.party, a.address, a.at, a.test, a.facts`

// Audits lists what was done in the seller, newest first.
func (s *Seller) Audits(ctx context.Context, search market.AuditSearch, ask market.Ask) (market.Page[market.Audit], error) {
	const filter = ` FROM audits a WHERE a.seller_id = $1
		AND ($2 = '' OR a.area = $2) AND ($3 = '' OR a.act = $3) AND ($4 = '' OR strpos(lower(a.actor), lower($4)) > 0)
		AND ($5 = '' OR a.subject = $5) AND ($6::timestamptz IS NULL OR a.at >= $6) AND ($7::timestamptz IS NULL OR a.at < $7)`
	const rows = `SELECT ` + auditColumns + filter
	k := from(ask)
	query := rows + ` AND ($8::timestamptz IS NULL OR (a.at, a.id) < ($8, $9)) ORDER BY a.at DESC, a.id DESC LIMIT $10`
	if k.up {
		query = rows + ` AND ($8::timestamptz IS NULL OR (a.at, a.id) > ($8, $9)) ORDER BY a.at, a.id LIMIT $10`
	}
	begin, end := dayBounds(search)
	var found []market.Audit
	if err := s.list(ctx, &found, query, search.Area, search.Act, search.Actor, search.Subject, begin, end, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Audit]{}, err
	}
	screen := page(ask, found, auditPlace)
	var err error
	screen.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+filter+` LIMIT 10001) x`,
		search.Area, search.Act, search.Actor, search.Subject, begin, end)
	return screen, err
}

// Audits lists what was done in all sellers and in the operator's house, newest first.
func (o *Operator) Audits(ctx context.Context, search market.AuditSearch, ask market.Ask) (market.Page[market.Audit], error) {
	const filter = ` FROM audits a LEFT JOIN sellers c ON c.id = a.seller_id
		WHERE ($1 = '' OR a.area = $1) AND ($2 = '' OR a.act = $2) AND ($3 = '' OR strpos(lower(a.actor), lower($3)) > 0)
		AND ($4 = '' OR a.subject = $4) AND ($5::timestamptz IS NULL OR a.at >= $5) AND ($6::timestamptz IS NULL OR a.at < $6)`
	const rows = `SELECT ` + auditColumns + `, coalesce(c.company_name, '') AS company_name` + filter
	k := from(ask)
	query := rows + ` AND ($7::timestamptz IS NULL OR (a.at, a.id) < ($7, $8)) ORDER BY a.at DESC, a.id DESC LIMIT $9`
	if k.up {
		query = rows + ` AND ($7::timestamptz IS NULL OR (a.at, a.id) > ($7, $8)) ORDER BY a.at, a.id LIMIT $9`
	}
	begin, end := dayBounds(search)
	var found []market.Audit
	if err := o.db.listRows(ctx, &found, query, search.Area, search.Act, search.Actor, search.Subject, begin, end, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Audit]{}, err
	}
	screen := page(ask, found, auditPlace)
	var err error
	screen.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+filter+` LIMIT 10001) x`,
		search.Area, search.Act, search.Actor, search.Subject, begin, end)
	return screen, err
}

func auditPlace(a market.Audit) cursor { return cursor{a.At, a.ID.UUID} }

// dayBounds turns the days of a search into instants; NULL where none is given.
func dayBounds(search market.AuditSearch) (begin, end *time.Time) {
	if !search.From.IsZero() {
		at := search.From.Begin()
		begin = &at
	}
	if !search.Until.IsZero() {
		at := search.Until.Plus(1).Begin()
		end = &at
	}
	return begin, end
}

// Audit is one entry.
func (s *Seller) Audit(ctx context.Context, id market.ID[market.Audit]) (audit market.Audit, err error) {
	err = s.get(ctx, &audit, `SELECT `+auditColumns+` FROM audits a WHERE a.seller_id = $1 AND a.id = $2`, id)
	return audit, err
}
