package db

import (
	"context"

	"sellercenter/internal/market"
)

const limitEverywhere = limitFrom + ` JOIN sellers c ON c.id = l.seller_id
	WHERE ($1 = '' OR strpos(lower(c.company_name || ' ' || p.name || ' ' || s.name), lower($1)) > 0 OR s.sku_code LIKE upper($1) || '%')
	AND ($2 = '' OR l.count_rule = $2)`

// Limits lists the purchase limits of all sellers, what was set last first.
func (o *Operator) Limits(ctx context.Context, search market.LimitSearch, ask market.Ask) (market.Page[market.LimitRow], error) {
	const rowsOf = limitRows + `, c.company_name` + limitEverywhere
	k := from(ask)
	query := rowsOf + ` AND ($3::timestamptz IS NULL OR (l.updated_at, l.id) < ($3, $4)) ORDER BY l.updated_at DESC, l.id DESC LIMIT $5`
	if k.up {
		query = rowsOf + ` AND ($3::timestamptz IS NULL OR (l.updated_at, l.id) > ($3, $4)) ORDER BY l.updated_at, l.id LIMIT $5`
	}
	var rows []market.LimitRow
	if err := o.db.listRows(ctx, &rows, query, search.Text, search.Rule, k.at, k.id, k.limit); err != nil {
		return market.Page[market.LimitRow]{}, err
	}
	p := page(ask, rows, func(r market.LimitRow) cursor { return cursor{r.UpdatedAt, r.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+limitEverywhere+` LIMIT 10001) x`, search.Text, search.Rule)
	return p, err
}

const audienceEverywhere = ` FROM audiences a JOIN products p ON p.seller_id = a.seller_id AND p.id = a.product_id
	JOIN sellers c ON c.id = a.seller_id LEFT JOIN specs s ON s.seller_id = a.seller_id AND s.id = a.spec_id
	WHERE ($1 = '' OR strpos(lower(c.company_name || ' ' || p.name), lower($1)) > 0) AND ($2 = '' OR a.kind = $2)`

// Audiences lists whom all sellers restrict something to: target customers, whitelists of
// trials and credit, what was set last first.
func (o *Operator) Audiences(ctx context.Context, search market.AudienceSearch, ask market.Ask) (market.Page[market.AudienceDetail], error) {
	const rowsOf = `SELECT a.seller_id, a.id, a.purpose, a.product_id, a.spec_id, a.kind, a.updated_at, a.updated_by, a.version,
		p.name AS product_name, coalesce(s.name, '') AS spec_name, coalesce(s.sku_code, '') AS sku_code, c.company_name,
		(SELECT count(*) FROM audience_users u WHERE u.seller_id = a.seller_id AND u.audience_id = a.id) AS users` + audienceEverywhere
	k := from(ask)
	query := rowsOf + ` AND ($3::timestamptz IS NULL OR (a.updated_at, a.id) < ($3, $4)) ORDER BY a.updated_at DESC, a.id DESC LIMIT $5`
	if k.up {
		query = rowsOf + ` AND ($3::timestamptz IS NULL OR (a.updated_at, a.id) > ($3, $4)) ORDER BY a.updated_at, a.id LIMIT $5`
	}
	var rows []market.AudienceDetail
	if err := o.db.listRows(ctx, &rows, query, search.Text, search.Kind, k.at, k.id, k.limit); err != nil {
		return market.Page[market.AudienceDetail]{}, err
	}
	p := page(ask, rows, func(r market.AudienceDetail) cursor { return cursor{r.UpdatedAt, r.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+audienceEverywhere+` LIMIT 10001) x`, search.Text, search.Kind)
	return p, err
}
