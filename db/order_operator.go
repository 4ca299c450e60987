package db

import (
	"context"

	"sellercenter/internal/market"
)

// Orders lists all sellers' orders, newest first.
func (o *Operator) Orders(ctx context.Context, search market.OrderSearch, ask market.Ask) (p market.Page[market.OrderRow], err error) {
	const rows = `SELECT o.seller_id, o.id, o.number, o.type, o.status, o.product_name, o.spec_name, o.access_type, o.period_type,
			o.periods, o.quantity, o.customer_id, o.customer_name, o.list_amount, o.amount, o.currency, o.postpaid, o.supervised, o.test,
			o.placed_at, o.paid_at, o.effective_at, o.expires_at, o.customer_account, o.sale_type, o.charging, o.given_back, c.company_name AS seller_name,
			(SELECT v.status FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id) AS supervision, ` + returned + `
		FROM orders o JOIN sellers c ON c.id = o.seller_id WHERE `
	const searched = `o.test = $1 AND ($2 = '' OR o.status = $2) AND ($3 = '' OR o.type = $3) AND ($4 = '' OR o.access_type = $4)
		AND ($5 = '' OR strpos(lower(o.product_name), lower($5)) > 0)
		AND ($6 = '' OR strpos(lower(o.customer_name), lower($6)) > 0 OR strpos(lower(c.company_name), lower($6)) > 0)
		AND ($7 = '' OR starts_with(o.number, $7))
		AND ($8::timestamptz IS NULL OR o.placed_at >= $8) AND ($9::timestamptz IS NULL OR o.placed_at < $9)
		AND ($10::timestamptz IS NULL OR o.paid_at >= $10) AND ($11::timestamptz IS NULL OR o.paid_at < $11)
		AND ($12 = '' OR o.sale_type = $12) AND ($13 = '' OR o.charging = $13)
		AND ($14 = '' OR EXISTS (SELECT 1 FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id AND v.status = $14))
		AND ($15 = '' OR starts_with(lower(o.customer_account), lower($15)))
		AND ($16 = '' OR EXISTS (SELECT 1 FROM reductions x WHERE x.seller_id = o.seller_id AND x.order_id = o.id
			AND strpos(lower(x.partner), lower($16)) > 0))`
	if number, whole := market.ReadOrderNumber(search.Number); whole {
		search.Number = number
	}
	k := from(ask)
	query := rows + searched + ` AND ($17::timestamptz IS NULL OR (o.placed_at, o.id) < ($17, $18)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $19`
	if k.up {
		query = rows + searched + ` AND ($17::timestamptz IS NULL OR (o.placed_at, o.id) > ($17, $18)) ORDER BY o.placed_at, o.id LIMIT $19`
	}
	args := []any{search.Test, search.Status, search.Type, search.Access, search.Product, search.Customer, search.Number,
		search.From, search.Until, search.PaidFrom, search.PaidUntil,
		search.Sale, search.Charging, search.Supervision, search.Account, search.Partner}
	var found []market.OrderRow
	if err := o.db.listRows(ctx, &found, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return p, err
	}
	p = page(ask, found, func(r market.OrderRow) cursor { return cursor{r.PlacedAt, r.ID.UUID} })
	const counted = `SELECT count(*) FROM (SELECT 1 FROM orders o JOIN sellers c ON c.id = o.seller_id WHERE ` + searched + ` LIMIT $17) x`
	if search.Exact {
		err = o.db.getRow(ctx, &p.Count.N, counted, append(args, everything)...)
		return p, err
	}
	p.Count, err = o.count(ctx, counted, append(args, market.CountLimit+1)...)
	return p, err
}

// OrderSeller is whose order it is.
func (o *Operator) OrderSeller(ctx context.Context, id market.OrderID) (seller market.SellerID, name string, err error) {
	var row struct {
		SellerID    market.SellerID
		CompanyName string
	}
	err = o.db.getRow(ctx, &row, `SELECT o.seller_id, c.company_name FROM orders o JOIN sellers c ON c.id = o.seller_id WHERE o.id = $1`, id)
	return row.SellerID, row.CompanyName, err
}
