package db

import (
	"context"

	"sellercenter/internal/market"
)

const demandRow = demandColumns + `, p.name AS product_name`

const demandFrom = ` FROM demands d JOIN products p ON p.seller_id = d.seller_id AND p.id = d.product_id`

// Demand is one demand; before it is accepted the customer's data is hidden.
func (s *Seller) Demand(ctx context.Context, id market.DemandID) (row market.DemandRow, err error) {
	err = s.get(ctx, &row, `SELECT `+demandRow+demandFrom+` WHERE d.seller_id = $1 AND d.id = $2`, id)
	row.Hide()
	return row, err
}

// DemandNotes are the demand's progress, newest first.
func (s *Seller) DemandNotes(ctx context.Context, id market.DemandID) (notes []market.DemandNote, err error) {
	err = s.list(ctx, &notes, `SELECT id, at, act, actor, party, text FROM demand_notes WHERE seller_id = $1 AND demand_id = $2
		ORDER BY at DESC, id DESC LIMIT 200`, id)
	return notes, err
}

// Demands lists the seller's demands, newest first; hidden data is neither shown nor found.
func (s *Seller) Demands(ctx context.Context, search market.DemandSearch, ask market.Ask) (market.Page[market.DemandRow], error) {
	const where = ` WHERE d.seller_id = $1 AND ($2 = '' OR d.status = $2) AND ($3 = '' OR d.source = $3)
		AND ($4 = '' OR d.number LIKE $4 || '%' OR strpos(lower(d.name), lower($4)) > 0 OR strpos(lower(p.name), lower($4)) > 0
			OR d.accepted_at IS NOT NULL AND strpos(d.customer_name, $4) > 0)
		AND ($5::timestamptz IS NULL OR d.assigned_at >= $5) AND ($6::timestamptz IS NULL OR d.assigned_at < $6)`
	k := from(ask)
	query := `SELECT ` + demandRow + demandFrom + where + ` AND ($7::timestamptz IS NULL OR (d.assigned_at, d.id) < ($7, $8)) ORDER BY d.assigned_at DESC, d.id DESC LIMIT $9`
	if k.up {
		query = `SELECT ` + demandRow + demandFrom + where + ` AND ($7::timestamptz IS NULL OR (d.assigned_at, d.id) > ($7, $8)) ORDER BY d.assigned_at, d.id LIMIT $9`
	}
	var rows []market.DemandRow
	args := []any{search.Status, search.Source, search.Text, search.From, search.Until}
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.DemandRow]{}, err
	}
	for n := range rows {
		rows[n].Hide()
	}
	p := page(ask, rows, demandPlace)
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+demandFrom+where+` LIMIT 10001) x`, args...)
	return p, err
}

// DemandCounts is how many demands stand in each state.
func (s *Seller) DemandCounts(ctx context.Context) (map[market.DemandStatus]int, error) {
	var rows []struct {
		Status market.DemandStatus
		N      int
	}
	counts := map[market.DemandStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM demands WHERE seller_id = $1 GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// Demands lists the demands of all sellers, newest first.
func (o *Operator) Demands(ctx context.Context, search market.DemandSearch, ask market.Ask) (market.Page[market.DemandRow], error) {
	const sources = demandFrom + ` JOIN sellers c ON c.id = d.seller_id`
	const where = ` WHERE ($1 = '' OR d.status = $1) AND ($2 = '' OR d.source = $2)
		AND ($3 = '' OR d.number LIKE $3 || '%' OR strpos(lower(d.name), lower($3)) > 0 OR strpos(lower(c.company_name), lower($3)) > 0)
		AND ($4::timestamptz IS NULL OR d.assigned_at >= $4) AND ($5::timestamptz IS NULL OR d.assigned_at < $5)`
	k := from(ask)
	query := `SELECT ` + demandRow + `, c.company_name` + sources + where + ` AND ($6::timestamptz IS NULL OR (d.assigned_at, d.id) < ($6, $7)) ORDER BY d.assigned_at DESC, d.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + demandRow + `, c.company_name` + sources + where + ` AND ($6::timestamptz IS NULL OR (d.assigned_at, d.id) > ($6, $7)) ORDER BY d.assigned_at, d.id LIMIT $8`
	}
	var rows []market.DemandRow
	args := []any{search.Status, search.Source, search.Text, search.From, search.Until}
	if err := o.db.listRows(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.DemandRow]{}, err
	}
	p := page(ask, rows, demandPlace)
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+sources+where+` LIMIT 10001) x`, args...)
	return p, err
}

// JointProducts are the joint products on sale, for assigning demands.
func (o *Operator) JointProducts(ctx context.Context) (all []market.JointProduct, err error) {
	err = o.db.listRows(ctx, &all, `SELECT p.seller_id, p.id, p.name, c.company_name FROM products p JOIN sellers c ON c.id = p.seller_id
		WHERE p.sale_type = 'joint' AND p.status = 'on_sale' ORDER BY c.company_name, p.name LIMIT 500`)
	return all, err
}

// Demands are the demands that the shop front's customer reported as a provider.
func (f *Storefront) Demands(ctx context.Context) (all []market.DemandRow, err error) {
	err = f.db.listRows(ctx, &all, `SELECT `+demandRow+`, c.company_name`+demandFrom+` JOIN sellers c ON c.id = d.seller_id
		WHERE d.source = 'csp' AND d.reporter = $1 ORDER BY d.assigned_at DESC, d.id DESC LIMIT 200`, f.actor.Customer)
	return all, err
}

func demandPlace(d market.DemandRow) cursor { return cursor{d.AssignedAt, d.ID.UUID} }
