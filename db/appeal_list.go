package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

const appealColumns = `a.seller_id, a.id, a.number, a.supervision_id, a.order_id, a.filed_by, a.filer, a.node, a.ground, a.reason,
	a.status, a.outcome, a.return_node, a.refund_amount, a.asked, a.asked_party, a.conclusion, a.decided_by,
	a.filed_at, a.due_at, a.decided_at, a.test, a.version, a.refund_id, a.handler_id, a.handler, a.reminded_at`

const appealRow = appealColumns + `, o.number AS order_number, o.product_name, o.spec_name, o.customer_id, o.customer_name, o.amount, o.currency, s.company_name,
	(SELECT count(*) FROM evidences e WHERE e.seller_id = a.seller_id AND e.appeal_id = a.id) AS files`

const appealFrom = ` FROM appeals a JOIN orders o ON o.seller_id = a.seller_id AND o.id = a.order_id
	JOIN sellers s ON s.id = a.seller_id`

// Appeal is one dispute.
func (s *Seller) Appeal(ctx context.Context, id market.AppealID) (row market.AppealRow, err error) {
	err = s.get(ctx, &row, `SELECT `+appealRow+appealFrom+` WHERE a.seller_id = $1 AND a.id = $2`, id)
	return row, err
}

// AppealsOf lists the disputes over one flow, newest first.
func (s *Seller) AppealsOf(ctx context.Context, id market.SupervisionID) (all []market.Appeal, err error) {
	err = s.list(ctx, &all, `SELECT `+appealColumns+` FROM appeals a
		WHERE a.seller_id = $1 AND a.supervision_id = $2 ORDER BY a.filed_at DESC, a.id DESC LIMIT 100`, id)
	return all, err
}

// AppealContacts is the contact log of one dispute, newest first.
func (s *Seller) AppealContacts(ctx context.Context, id market.AppealID) (all []market.AppealContact, err error) {
	err = s.list(ctx, &all, `SELECT id, appeal_id, channel, party, person, reached, text, shared, held_at, at, actor FROM appeal_contacts
		WHERE seller_id = $1 AND appeal_id = $2 ORDER BY held_at DESC, id DESC LIMIT 500`, id)
	return all, err
}

// appealWhere narrows by a search: $2 status, $3 open, $4 by, $5 text, $6 late, $7 node,
// $8 ground, $9 outcome, $10 handler, $11 and $12 when it was filed.
const appealWhere = ` WHERE a.seller_id = $1 AND NOT a.test AND ($2 = '' OR a.status = $2)
	AND (NOT $3 OR a.status IN ('pending', 'evidence')) AND ($4 = '' OR a.filed_by = $4)
	AND ($5 = '' OR a.number LIKE $5 || '%' OR o.number LIKE $5 || '%' OR strpos(lower(o.product_name), lower($5)) > 0)
	AND ($6::timestamptz IS NULL OR (a.status IN ('pending', 'evidence') AND a.due_at < $6))
	AND ($7 = '' OR a.node = $7) AND ($8 = '' OR a.ground = $8) AND ($9 = '' OR a.outcome = $9)
	AND ($10 = '' OR coalesce(a.handler_id::text, 'none') = $10)
	AND ($11::timestamptz IS NULL OR a.filed_at >= $11) AND ($12::timestamptz IS NULL OR a.filed_at < $12)`

func (db *DB) appealArgs(search market.AppealSearch) []any {
	var late *time.Time
	if search.Late {
		now := db.Now()
		late = &now
	}
	return []any{search.Status, search.Open, search.By, search.Text, late, search.Node, search.Ground, search.Outcome,
		search.Handler, search.From, search.Until}
}

// Appeals lists the seller's disputes, newest first or by when they are due.
func (s *Seller) Appeals(ctx context.Context, search market.AppealSearch, ask market.Ask) (market.Page[market.AppealRow], error) {
	byDue := ask.Sort == "due_at"
	k := from(ask)
	var query string
	switch {
	case byDue && k.up:
		query = `SELECT ` + appealRow + appealFrom + appealWhere + `
			AND ($13::timestamptz IS NULL OR (a.due_at, a.id) > ($13, $14)) ORDER BY a.due_at, a.id LIMIT $15`
	case byDue:
		query = `SELECT ` + appealRow + appealFrom + appealWhere + `
			AND ($13::timestamptz IS NULL OR (a.due_at, a.id) < ($13, $14)) ORDER BY a.due_at DESC, a.id DESC LIMIT $15`
	case k.up:
		query = `SELECT ` + appealRow + appealFrom + appealWhere + `
			AND ($13::timestamptz IS NULL OR (a.filed_at, a.id) > ($13, $14)) ORDER BY a.filed_at, a.id LIMIT $15`
	default:
		query = `SELECT ` + appealRow + appealFrom + appealWhere + `
			AND ($13::timestamptz IS NULL OR (a.filed_at, a.id) < ($13, $14)) ORDER BY a.filed_at DESC, a.id DESC LIMIT $15`
	}
	args := s.db.appealArgs(search)
	var rows []market.AppealRow
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.AppealRow]{}, err
	}
	p := appealPage(ask, rows, byDue)
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+appealFrom+appealWhere+` LIMIT 10001) x`, args...)
	return p, err
}

func appealPage(ask market.Ask, rows []market.AppealRow, byDue bool) market.Page[market.AppealRow] {
	return page(ask, rows, func(r market.AppealRow) cursor {
		if byDue {
			return cursor{r.DueAt, r.ID.UUID}
		}
		return cursor{r.FiledAt, r.ID.UUID}
	})
}

// everyAppeal narrows the operator's queue: $1 status, $2 open, $3 by, $4 text, $5 late,
// $6 node, $7 ground, $8 outcome, $9 handler, $10 and $11 when it was filed.
const everyAppeal = ` WHERE NOT a.test AND ($1 = '' OR a.status = $1)
	AND (NOT $2 OR a.status IN ('pending', 'evidence')) AND ($3 = '' OR a.filed_by = $3)
	AND ($4 = '' OR a.number LIKE $4 || '%' OR o.number LIKE $4 || '%'
		OR strpos(lower(o.product_name), lower($4)) > 0 OR strpos(s.company_name, $4) > 0 OR strpos(lower(o.customer_name), lower($4)) > 0)
	AND ($5::timestamptz IS NULL OR (a.status IN ('pending', 'evidence') AND a.due_at < $5))
	AND ($6 = '' OR a.node = $6) AND ($7 = '' OR a.ground = $7) AND ($8 = '' OR a.outcome = $8)
	AND ($9 = '' OR coalesce(a.handler_id::text, 'none') = $9)
	AND ($10::timestamptz IS NULL OR a.filed_at >= $10) AND ($11::timestamptz IS NULL OR a.filed_at < $11)`

// Appeals is the operator's queue over all sellers, by when they are due or were filed.
func (o *Operator) Appeals(ctx context.Context, search market.AppealSearch, ask market.Ask) (market.Page[market.AppealRow], error) {
	byDue := ask.Sort != "filed_at"
	k := from(ask)
	var query string
	switch {
	case byDue && k.up:
		query = `SELECT ` + appealRow + appealFrom + everyAppeal + `
			AND ($12::timestamptz IS NULL OR (a.due_at, a.id) > ($12, $13)) ORDER BY a.due_at, a.id LIMIT $14`
	case byDue:
		query = `SELECT ` + appealRow + appealFrom + everyAppeal + `
			AND ($12::timestamptz IS NULL OR (a.due_at, a.id) < ($12, $13)) ORDER BY a.due_at DESC, a.id DESC LIMIT $14`
	case k.up:
		query = `SELECT ` + appealRow + appealFrom + everyAppeal + `
			AND ($12::timestamptz IS NULL OR (a.filed_at, a.id) > ($12, $13)) ORDER BY a.filed_at, a.id LIMIT $14`
	default:
		query = `SELECT ` + appealRow + appealFrom + everyAppeal + `
			AND ($12::timestamptz IS NULL OR (a.filed_at, a.id) < ($12, $13)) ORDER BY a.filed_at DESC, a.id DESC LIMIT $14`
	}
	args := o.db.appealArgs(search)
	var rows []market.AppealRow
	if err := o.db.listRows(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.AppealRow]{}, err
	}
	p := appealPage(ask, rows, byDue)
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+appealFrom+everyAppeal+` LIMIT 10001) x`, args...)
	return p, err
}

// Appeal is one dispute of any seller.
func (o *Operator) Appeal(ctx context.Context, id market.AppealID) (row market.AppealRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+appealRow+appealFrom+` WHERE a.id = $1`, id)
	return row, err
}

// AppealsWaiting is how many disputes wait for the operator, and how many of them are late.
func (o *Operator) AppealsWaiting(ctx context.Context) (waiting, late int, err error) {
	var n struct{ Waiting, Late int }
	now := o.db.Now().Truncate(time.Microsecond)
	err = o.db.getRow(ctx, &n, `SELECT count(*) AS waiting, count(*) FILTER (WHERE due_at < $1) AS late
		FROM appeals WHERE status IN ('pending', 'evidence') AND NOT test`, now)
	return n.Waiting, n.Late, err
}

// Handlings is who of the operator's people has how much on the desk, and what nobody has
// taken yet; the busiest first.
func (o *Operator) Handlings(ctx context.Context) (all []market.Handling, err error) {
	err = o.db.listRows(ctx, &all, `SELECT o.person_id AS id, p.name, count(a.id) AS open, count(a.id) FILTER (WHERE a.due_at < $1) AS late
			FROM operators o JOIN people p ON p.id = o.person_id
			LEFT JOIN appeals a ON a.handler_id = o.person_id AND a.status IN ('pending', 'evidence') AND NOT a.test
			WHERE o.roles ? 'manager' GROUP BY o.person_id, p.name
		UNION ALL SELECT NULL, '', count(*), count(*) FILTER (WHERE due_at < $1) FROM appeals
			WHERE handler_id IS NULL AND status IN ('pending', 'evidence') AND NOT test
		ORDER BY open DESC, name LIMIT 50`, o.db.Now())
	return all, err
}
