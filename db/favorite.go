package db

import (
	"context"

	"sellercenter/internal/market"
)

// AddFavorite keeps a product on sale in the customer's mind; again does no harm.
func (s *Seller) AddFavorite(ctx context.Context, product market.ProductID) error {
	return s.onFavorite(ctx, market.AddFavorite, product, func(tx *tx) error {
		return tx.exec(`INSERT INTO favorites (seller_id, product_id, customer_id, added_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (seller_id, product_id, customer_id) DO NOTHING`, product, s.actor.Customer, tx.now)
	})
}

// DeleteFavorite drops it; again does no harm.
func (s *Seller) DeleteFavorite(ctx context.Context, product market.ProductID) error {
	return s.onFavorite(ctx, market.DeleteFavorite, product, func(tx *tx) error {
		return tx.exec(`DELETE FROM favorites WHERE seller_id = $1 AND product_id = $2 AND customer_id = $3`, product, s.actor.Customer)
	})
}

func (s *Seller) onFavorite(ctx context.Context, act market.Act, product market.ProductID, do func(*tx) error) error {
	return s.act(ctx, act, product, func(tx *tx) error {
		var number string
		if err := tx.get(&number, `SELECT number FROM products WHERE seller_id = $1 AND id = $2`, product); err != nil {
			return err
		}
		tx.note("number", nil, number)
		return do(tx)
	})
}

// FavoriteCount is how many customers keep the product in mind.
func (s *Seller) FavoriteCount(ctx context.Context, product market.ProductID) (market.Bounded, error) {
	return s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM favorites WHERE seller_id = $1 AND product_id = $2 LIMIT 10001) x`, product)
}

// Favorites are what the shop front's customer keeps in mind and can buy, added last first.
func (f *Storefront) Favorites(ctx context.Context, ask market.Ask) (market.Page[market.FavoriteRow], error) {
	const rows = `SELECT ` + goodsColumns + `, v.added_at` + goodsFrom + ` JOIN favorites v ON v.seller_id = p.seller_id AND v.product_id = p.id
		WHERE v.customer_id = $1 AND p.status = 'on_sale' AND p.public AND ` + unhidden
	k := from(ask)
	query := rows + ` AND ($2::timestamptz IS NULL OR (v.added_at, v.product_id) < ($2, $3)) ORDER BY v.added_at DESC, v.product_id DESC LIMIT $4`
	if k.up {
		query = rows + ` AND ($2::timestamptz IS NULL OR (v.added_at, v.product_id) > ($2, $3)) ORDER BY v.added_at, v.product_id LIMIT $4`
	}
	var found []market.FavoriteRow
	if err := f.db.listRows(ctx, &found, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.FavoriteRow]{}, err
	}
	return page(ask, found, func(r market.FavoriteRow) cursor { return cursor{r.AddedAt, r.ID.UUID} }), nil
}
