package db

import (
	"context"

	"sellercenter/internal/market"
)

const refundRow = refundColumns + `, o.number AS order_number, o.product_name, o.spec_name, o.amount AS order_amount, o.type AS order_type,
	o.customer_id, o.customer_name, o.phone_mask, o.email_mask, o.currency, o.access_type, s.company_name`

// refundOne is refundRow with the order that gave the refund's own order back.
const refundOne = refundRow + `, coalesce((SELECT u.number FROM orders u WHERE u.seller_id = r.seller_id AND u.id = r.unsubscription_id), '') AS unsubscription`

const refundFrom = ` FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id JOIN sellers s ON s.id = r.seller_id`

// What a search asks of the refund itself, and of its order: the same as refundNarrow's.
const (
	refundOwn = ` AND ($2 = '' OR r.status = $2) AND ($3 = '' OR r.cause = $3)
	AND ($7::timestamptz IS NULL OR r.requested_at >= $7) AND ($8::timestamptz IS NULL OR r.requested_at < $8)
	AND ($9 = '' OR r.goods = $9) AND (NOT $10 OR r.release = 'failed')
	AND (NOT $11 OR r.status IN ('requested', 'inspecting') AND r.due_at < $12)`
	refundOrder = ` ($4 = '' OR r.number LIKE $4 || '%' OR o.number LIKE $4 || '%')
	AND ($5 = '' OR strpos(lower(o.product_name), lower($5)) > 0)
	AND ($6 = '' OR o.customer_id = $6 OR strpos(o.customer_name, $6) > 0)`
)

const refundNarrow = refundOwn + ` AND` + refundOrder

// refundCount counts what refundNarrow leaves. The order is looked up only where a search asks
// something of it.
const refundCount = refundOwn + ` AND ($4 = '' AND $5 = '' AND $6 = '' OR EXISTS (SELECT 1 FROM orders o
		WHERE o.seller_id = r.seller_id AND o.id = r.order_id AND` + refundOrder + `)) LIMIT 10001) x`

const refundWhere = ` WHERE r.seller_id = $1 AND NOT r.test` + refundNarrow

// Refunds lists the seller's refunds, newest first.
func (s *Seller) Refunds(ctx context.Context, search market.RefundSearch, ask market.Ask) (market.Page[market.RefundRow], error) {
	now := s.db.Now()
	narrow := []any{search.Status, search.Cause, search.Text, search.Product, search.Customer, search.From, search.Until, search.Goods,
		search.Exception, search.Late, now}
	k := from(ask)
	query := `SELECT ` + refundRow + refundFrom + refundWhere + `
		AND ($13::timestamptz IS NULL OR (r.requested_at, r.id) < ($13, $14)) ORDER BY r.requested_at DESC, r.id DESC LIMIT $15`
	if k.up {
		query = `SELECT ` + refundRow + refundFrom + refundWhere + `
			AND ($13::timestamptz IS NULL OR (r.requested_at, r.id) > ($13, $14)) ORDER BY r.requested_at, r.id LIMIT $15`
	}
	var rows []market.RefundRow
	if err := s.list(ctx, &rows, query, append(narrow, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.RefundRow]{}, err
	}
	p := page(ask, rows, func(r market.RefundRow) cursor { return cursor{r.RequestedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM refunds r WHERE r.seller_id = $1 AND NOT r.test`+refundCount, narrow...)
	return p, err
}

// RefundCounts is how many refunds stand in each state; it stops counting at ten thousand a
// state.
func (s *Seller) RefundCounts(ctx context.Context) (map[market.RefundStatus]int, error) {
	var rows []struct {
		Status market.RefundStatus
		N      int
	}
	counts := map[market.RefundStatus]int{}
	err := s.list(ctx, &rows, `SELECT x.status, (SELECT count(*) FROM (SELECT 1 FROM refunds r
			WHERE r.seller_id = $1 AND NOT r.test AND r.status = x.status LIMIT 10001) y) AS n
		FROM unnest(ARRAY['transit', 'requested', 'reviewing', 'returning', 'inspecting', 'disputed', 'appealed', 'approved', 'paid', 'rejected', 'withdrawn']) AS x (status)`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

const (
	onDesk = ` AND (NOT $13 OR r.status IN ('transit', 'reviewing', 'disputed', 'appealed') OR r.status = 'requested' AND r.escalated_at IS NOT NULL)`

	deskWhere = ` WHERE NOT r.test AND ($1 = '' OR s.company_name ILIKE '%' || $1 || '%')` + refundNarrow + onDesk

	deskCount = `SELECT count(*) FROM (SELECT 1 FROM refunds r WHERE NOT r.test
		AND ($1 = '' OR EXISTS (SELECT 1 FROM sellers s WHERE s.id = r.seller_id AND s.company_name ILIKE '%' || $1 || '%'))` + onDesk + refundCount
)

// Refunds is the operator's queue over all sellers: by default what waits for the operator,
// newest first.
func (o *Operator) Refunds(ctx context.Context, search market.RefundSearch, ask market.Ask) (market.Page[market.RefundRow], error) {
	now := o.db.Now()
	narrow := []any{search.Seller, search.Status, search.Cause, search.Text, search.Product, search.Customer, search.From, search.Until,
		search.Goods, search.Exception, search.Late, now, search.Desk}
	k := from(ask)
	query := `SELECT ` + refundRow + refundFrom + deskWhere + `
		AND ($14::timestamptz IS NULL OR (r.requested_at, r.id) < ($14, $15)) ORDER BY r.requested_at DESC, r.id DESC LIMIT $16`
	if k.up {
		query = `SELECT ` + refundRow + refundFrom + deskWhere + `
			AND ($14::timestamptz IS NULL OR (r.requested_at, r.id) > ($14, $15)) ORDER BY r.requested_at, r.id LIMIT $16`
	}
	var rows []market.RefundRow
	if err := o.db.listRows(ctx, &rows, query, append(narrow, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.RefundRow]{}, err
	}
	p := page(ask, rows, func(r market.RefundRow) cursor { return cursor{r.RequestedAt, r.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, deskCount, narrow...)
	return p, err
}

// Refund is one refund of any seller.
func (o *Operator) Refund(ctx context.Context, id market.RefundID) (row market.RefundRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+refundOne+refundFrom+` WHERE r.id = $1`, id)
	return row, err
}

// RefundsWaiting is how many refunds wait for the operator, by why.
func (o *Operator) RefundsWaiting(ctx context.Context) (n market.RefundDesk, err error) {
	err = o.db.getRow(ctx, &n, `SELECT count(*) FILTER (WHERE status = 'reviewing') AS large, count(*) FILTER (WHERE status = 'transit') AS transit,
			count(*) FILTER (WHERE status IN ('disputed', 'appealed')) AS disputed, count(*) FILTER (WHERE status = 'requested') AS escalated,
			count(*) FILTER (WHERE due_at < $1 AND status <> 'requested') AS late
		FROM refunds WHERE NOT test AND (status IN ('transit', 'reviewing', 'disputed', 'appealed') OR status = 'requested' AND escalated_at IS NOT NULL)`, o.db.Now())
	return n, err
}
