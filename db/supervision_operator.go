package db

import (
	"context"

	"sellercenter/internal/market"
)

// flowFound narrows the flows of all sellers: $1 view, $2 now, $3 text, $4 node, $5 party,
// $6 access type, $7 and $8 when the order was placed. Orders and sellers are looked up only
// where a search asks something of them.
const flowFound = ` FROM supervisions v WHERE NOT v.test
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
			AND ($7::timestamptz IS NULL OR o.placed_at >= $7) AND ($8::timestamptz IS NULL OR o.placed_at < $8)))`

const (
	flowCount = `SELECT count(*) FROM (SELECT 1` + flowFound + ` LIMIT 10001) x`
	flowRow   = supervisionRow + `, (SELECT c.company_name FROM sellers c WHERE c.id = v.seller_id) AS company_name`
)

// Supervisions lists the deliveries of all sellers by remaining time (transactions.md §10.2).
func (o *Operator) Supervisions(ctx context.Context, search market.SupervisionSearch, ask market.Ask) (market.Page[market.OperatorSupervision], error) {
	k := from(ask)
	query := `SELECT ` + flowRow + flows + flowFound + `
		AND ($9::timestamptz IS NULL OR (v.rank_at, v.id) > ($9, $10)) ORDER BY v.rank_at, v.id LIMIT $11` + ofTheFlows + ` ORDER BY v.rank_at, v.id`
	if !k.up {
		query = `SELECT ` + flowRow + flows + flowFound + `
			AND ($9::timestamptz IS NULL OR (v.rank_at, v.id) < ($9, $10)) ORDER BY v.rank_at DESC, v.id DESC LIMIT $11` + ofTheFlows + ` ORDER BY v.rank_at DESC, v.id DESC`
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
