package db

import (
	"context"

	"sellercenter/internal/market"
)

const everyFlow = ` FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
	JOIN sellers c ON c.id = v.seller_id
	LEFT JOIN appeals a ON a.seller_id = v.seller_id AND a.supervision_id = v.id AND a.status IN ('pending', 'evidence')
	WHERE NOT v.test
	AND CASE $1::text
		WHEN 'review' THEN v.turn = 'operator' AND v.status = 'running'
		WHEN 'late' THEN v.status = 'running' AND v.due_at < $2
		WHEN 'frozen' THEN v.status = 'frozen'
		ELSE true END
	AND ($3 = '' OR o.number LIKE $3 || '%' OR strpos(lower(o.product_name), lower($3)) > 0 OR strpos(c.company_name, $3) > 0 OR strpos(lower(o.customer_name), lower($3)) > 0)
	AND ($4 = '' OR v.node = $4) AND ($5 = '' OR v.turn = $5) AND ($6 = '' OR o.access_type = $6)
	AND ($7::timestamptz IS NULL OR o.placed_at >= $7) AND ($8::timestamptz IS NULL OR o.placed_at < $8)`

// flowCount counts the same flows; orders and sellers are looked up only where a search asks
// something of them.
const flowCount = `SELECT count(*) FROM (SELECT 1 FROM supervisions v WHERE NOT v.test
	AND CASE $1::text
		WHEN 'review' THEN v.turn = 'operator' AND v.status = 'running'
		WHEN 'late' THEN v.status = 'running' AND v.due_at < $2
		WHEN 'frozen' THEN v.status = 'frozen'
		ELSE true END
	AND ($4 = '' OR v.node = $4) AND ($5 = '' OR v.turn = $5)
	AND ($3 = '' AND $6 = '' AND $7::timestamptz IS NULL AND $8::timestamptz IS NULL OR EXISTS (SELECT 1 FROM orders o JOIN sellers c ON c.id = o.seller_id
		WHERE o.seller_id = v.seller_id AND o.id = v.order_id
			AND ($3 = '' OR o.number LIKE $3 || '%' OR strpos(lower(o.product_name), lower($3)) > 0 OR strpos(c.company_name, $3) > 0 OR strpos(lower(o.customer_name), lower($3)) > 0)
			AND ($6 = '' OR o.access_type = $6)
			AND ($7::timestamptz IS NULL OR o.placed_at >= $7) AND ($8::timestamptz IS NULL OR o.placed_at < $8))) LIMIT 10001) x`

// Supervisions lists the deliveries of all sellers by remaining time (transactions.md §10.2).
func (o *Operator) Supervisions(ctx context.Context, search market.SupervisionSearch, ask market.Ask) (market.Page[market.OperatorSupervision], error) {
	k := from(ask)
	query := `SELECT ` + supervisionRow + `, c.company_name` + everyFlow + `
		AND ($9::timestamptz IS NULL OR (v.rank_at, v.id) > ($9, $10)) ORDER BY v.rank_at, v.id LIMIT $11`
	if !k.up {
		query = `SELECT ` + supervisionRow + `, c.company_name` + everyFlow + `
			AND ($9::timestamptz IS NULL OR (v.rank_at, v.id) < ($9, $10)) ORDER BY v.rank_at DESC, v.id DESC LIMIT $11`
	}
	args := []any{search.Tab, o.db.Now(), search.Text, search.Node, search.Turn, search.Access, search.From, search.Until}
	var rows []market.OperatorSupervision
	if err := o.db.listRows(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.OperatorSupervision]{}, err
	}
	found := page(ask, rows, func(r market.OperatorSupervision) cursor { return cursor{r.RankAt, r.ID.UUID} })
	var err error
	found.Count, err = o.count(ctx, flowCount, args...)
	return found, err
}

// SupervisionSeller is whose delivery it is.
func (o *Operator) SupervisionSeller(ctx context.Context, id market.SupervisionID) (seller market.SellerID, name string, err error) {
	var row struct {
		SellerID    market.SellerID
		CompanyName string
	}
	err = o.db.getRow(ctx, &row, `SELECT v.seller_id, c.company_name FROM supervisions v JOIN sellers c ON c.id = v.seller_id WHERE v.id = $1`, id)
	return row.SellerID, row.CompanyName, err
}
