package db

import (
	"context"

	"sellercenter/internal/market"
)

// AddSubscription subscribes the customer to the report on a product; again does no harm.
func (s *Seller) AddSubscription(ctx context.Context, product market.ProductID) error {
	return s.onFavorite(ctx, market.AddSubscription, product, func(tx *tx) error {
		return tx.exec(`INSERT INTO subscriptions (seller_id, product_id, customer_id, added_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (seller_id, product_id, customer_id) DO NOTHING`, product, s.actor.Customer, tx.now)
	})
}

// EndSubscription ends it; again does no harm.
func (s *Seller) EndSubscription(ctx context.Context, product market.ProductID) error {
	return s.onFavorite(ctx, market.EndSubscription, product, func(tx *tx) error {
		return tx.exec(`DELETE FROM subscriptions WHERE seller_id = $1 AND product_id = $2 AND customer_id = $3`, product, s.actor.Customer)
	})
}

const reportRows = `SELECT ` + goodsColumns + goodsPrices + `, v.added_at, n.changes, n.changed_at` + goodsFrom + goodsCheapest + `
	JOIN subscriptions v ON v.seller_id = p.seller_id AND v.product_id = p.id
	LEFT JOIN LATERAL (SELECT count(*) AS changes, max(n.approved_at) AS changed_at FROM revisions n
		WHERE n.seller_id = p.seller_id AND n.product_id = p.id AND n.approved_at > v.added_at) n ON true
	WHERE v.customer_id = $1 AND p.status = 'on_sale' AND p.public AND ` + unhidden

// Subscriptions are the reports that the shop front's customer subscribed to, the last first.
func (f *Storefront) Subscriptions(ctx context.Context, ask market.Ask) (market.Page[market.ProductReport], error) {
	k := from(ask)
	query := reportRows + ` AND ($2::timestamptz IS NULL OR (v.added_at, v.product_id) < ($2, $3)) ORDER BY v.added_at DESC, v.product_id DESC LIMIT $4`
	if k.up {
		query = reportRows + ` AND ($2::timestamptz IS NULL OR (v.added_at, v.product_id) > ($2, $3)) ORDER BY v.added_at, v.product_id LIMIT $4`
	}
	var found []market.ProductReport
	if err := f.db.listRows(ctx, &found, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.ProductReport]{}, err
	}
	return page(ask, found, func(r market.ProductReport) cursor { return cursor{r.AddedAt, r.ID.UUID} }), nil
}

// Subscription is the report on one product; NotFound when the customer did not subscribe.
func (f *Storefront) Subscription(ctx context.Context, number string) (report market.ProductReport, err error) {
	err = f.db.getRow(ctx, &report, reportRows+` AND p.number = $2`, f.actor.Customer, number)
	return report, err
}

// tellSubscribers leaves a message for everybody who subscribed to the report on the product.
func (t *tx) tellSubscribers(product market.Product, name string) error {
	return t.exec(`INSERT INTO customer_messages (seller_id, id, customer, kind, reason, link, channels, at)
		SELECT seller_id, gen_random_uuid(), customer_id, $3, $4, $5, $6, $7 FROM subscriptions WHERE seller_id = $1 AND product_id = $2`,
		product.ID, string(market.QuerySubscription), market.JSON[market.Reason]{V: market.Because("notice.to_subscription", name)},
		"/storefront/v1/subscriptions/"+product.Number, market.JSON[[]market.Channel]{V: market.CustomerChannels}, t.now)
}

const signedColumns = `SELECT o.id, o.number, p.number AS product_number, o.product_name, r.no AS version, c.number AS seller_number, c.company_name,
	o.customer_name AS signed_by, o.placed_at AS signed_at`

const signedFrom = ` FROM orders o JOIN revisions r ON r.seller_id = o.seller_id AND r.id = o.revision_id
	JOIN products p ON p.seller_id = o.seller_id AND p.id = o.product_id JOIN sellers c ON c.id = o.seller_id`

// Signatures are the service agreements that the shop front's customer signed with its
// orders, the last first.
func (f *Storefront) Signatures(ctx context.Context, ask market.Ask) (market.Page[market.OrderAgreement], error) {
	const rows = signedColumns + signedFrom + ` WHERE o.customer_id = $1 AND NOT o.test AND coalesce(r.content->>'agreement', '') <> ''`
	k := from(ask)
	query := rows + ` AND ($2::timestamptz IS NULL OR (o.placed_at, o.id) < ($2, $3)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $4`
	if k.up {
		query = rows + ` AND ($2::timestamptz IS NULL OR (o.placed_at, o.id) > ($2, $3)) ORDER BY o.placed_at, o.id LIMIT $4`
	}
	var found []market.OrderAgreement
	if err := f.db.listRows(ctx, &found, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.OrderAgreement]{}, err
	}
	return page(ask, found, func(a market.OrderAgreement) cursor { return cursor{a.SignedAt, a.ID.UUID} }), nil
}

// SignatureOf is the service agreement that was signed with the order, as it read then.
func (s *Seller) SignatureOf(ctx context.Context, order market.OrderID) (signed market.OrderAgreement, err error) {
	err = s.get(ctx, &signed, signedColumns+`, r.content->>'agreement' AS text`+signedFrom+`
		WHERE o.seller_id = $1 AND o.id = $2 AND coalesce(r.content->>'agreement', '') <> ''`, order)
	return signed, err
}
