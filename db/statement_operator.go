package db

import (
	"context"

	"sellercenter/internal/market"
)

// Statements is the operator's queue over all sellers: what is under way, the oldest
// closing first, or one state.
func (o *Operator) Statements(ctx context.Context, search market.StatementSearch, ask market.Ask) (market.Page[market.OperatorStatement], error) {
	const where = ` FROM statements s JOIN sellers c ON c.id = s.seller_id
		WHERE CASE WHEN $1 = '' THEN s.status NOT IN ('completed', 'carried') WHEN $1 = 'all' THEN true ELSE s.status = $1 END
			AND ($2 = '' OR s.period = $2 OR s.number = $2) AND ($4 = '' OR s.currency = $4) AND ($5 = '' OR s.category = $5) AND ($3 = '' OR strpos(c.company_name, $3) > 0 OR c.number = $3 OR s.request_number = $3)`
	k := from(ask)
	query := `SELECT ` + statementColumns + `, c.number AS seller_number, c.company_name` + where + `
		AND ($6::timestamptz IS NULL OR (s.closed_at, s.id) < ($6, $7)) ORDER BY s.closed_at DESC, s.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + statementColumns + `, c.number AS seller_number, c.company_name` + where + `
			AND ($6::timestamptz IS NULL OR (s.closed_at, s.id) > ($6, $7)) ORDER BY s.closed_at, s.id LIMIT $8`
	}
	var rows []market.OperatorStatement
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Period, search.Text, search.Currency, search.Category, k.at, k.id, k.limit); err != nil {
		return market.Page[market.OperatorStatement]{}, err
	}
	p := page(ask, rows, func(s market.OperatorStatement) cursor { return cursor{s.ClosedAt, s.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, search.Status, search.Period, search.Text, search.Currency, search.Category)
	return p, err
}

// StatementCounts is how many statements of all sellers stand in each state.
func (o *Operator) StatementCounts(ctx context.Context) (map[market.StatementStatus]int, error) {
	var rows []struct {
		Status market.StatementStatus
		N      int
	}
	counts := map[market.StatementStatus]int{}
	err := o.db.listRows(ctx, &rows, `SELECT status, count(*) AS n FROM statements GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// Statement is one statement of any seller.
func (o *Operator) Statement(ctx context.Context, id market.StatementID) (statement market.OperatorStatement, err error) {
	err = o.db.getRow(ctx, &statement, `SELECT `+statementColumns+`, c.number AS seller_number, c.company_name
		FROM statements s JOIN sellers c ON c.id = s.seller_id WHERE s.id = $1`, id)
	return statement, err
}

// Settled lists the sellers whose statements can be made: those with a certification.
func (o *Operator) Settled(ctx context.Context) (sellers []market.SettledSeller, err error) {
	err = o.db.listRows(ctx, &sellers, `SELECT s.id, s.number, s.company_name FROM sellers s
		JOIN certifications c ON c.seller_id = s.id AND c.status = 'certified' ORDER BY s.number LIMIT 2000`)
	return sellers, err
}

// CompanyName is what a seller is called.
func (o *Operator) CompanyName(ctx context.Context, id market.SellerID) (name string, err error) {
	err = o.db.getRow(ctx, &name, `SELECT company_name FROM sellers WHERE id = $1`, id)
	return name, err
}
