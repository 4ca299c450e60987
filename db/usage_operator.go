package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// Usages lists all sellers' records that failed, newest first: what is charged is the sellers'
// own.
func (o *Operator) Usages(ctx context.Context, search market.UsageSearch, ask market.Ask) (market.Page[market.UsageRow], error) {
	const rows = `SELECT ` + usageColumns + `, coalesce(o.number, '') AS order_number, coalesce(o.customer_name, '') AS customer_name,
			coalesce(o.product_name, '') AS product_name, coalesce(o.spec_name, '') AS spec_name, coalesce(o.currency, 'CNY') AS currency, s.company_name
		FROM usage_records u JOIN sellers s ON s.id = u.seller_id LEFT JOIN orders o ON o.seller_id = u.seller_id AND o.id = u.order_id`
	const filter = ` WHERE NOT u.test AND u.status = 'failed' AND ($1 = '' OR u.code = $1)
		AND ($2 = '' OR u.serial LIKE $2 || '%' OR u.instance_number LIKE $2 || '%' OR strpos(lower(s.company_name), lower($2)) > 0 OR strpos(o.customer_name, $2) > 0)
		AND ($3 = '' OR strpos(lower(o.product_name || ' ' || o.spec_name), lower($3)) > 0)
		AND ($4::date IS NULL OR u.begin_at >= $4::date::timestamp AT TIME ZONE 'Asia/Shanghai')
		AND ($5::date IS NULL OR u.begin_at < ($5::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`
	k := from(ask)
	query := rows + filter + ` AND ($6::uuid IS NULL OR u.id < $6) ORDER BY u.id DESC LIMIT $7`
	if k.up {
		query = rows + filter + ` AND ($6::uuid IS NULL OR u.id > $6) ORDER BY u.id LIMIT $7`
	}
	args := usageArgs(search)[1:6]
	var found []market.UsageRow
	if err := o.db.listRows(ctx, &found, query, append(args[:5:5], k.id, k.limit)...); err != nil {
		return market.Page[market.UsageRow]{}, err
	}
	p := page(ask, found, func(row market.UsageRow) cursor { return cursor{time.Time{}, row.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM usage_records u JOIN sellers s ON s.id = u.seller_id
		LEFT JOIN orders o ON o.seller_id = u.seller_id AND o.id = u.order_id`+filter+` LIMIT 10001) x`, args...)
	return p, err
}
