package db

import (
	"context"

	"sellercenter/internal/market"
)

const priceColumns = `p.id, p.spec_id, p.sku_id, p.code, p.period, p.charging, p.amount, p.pricing`

// specRows are a listing's specs in their order, each with the prices of its first SKU.
func (t *tx) specRows(product market.ProductID) (specs []market.SpecRow, err error) {
	if err := t.list(&specs, `SELECT s.id, s.sku_code, s.name, s.template, s.status, s.hidden, s.ordinal,
			(SELECT count(*) FROM skus k WHERE k.seller_id = s.seller_id AND k.spec_id = s.id AND k.status = 'on_sale') AS sku_count
		FROM specs s WHERE s.seller_id = $1 AND s.product_id = $2 ORDER BY s.ordinal, s.id LIMIT 100`, product); err != nil {
		return nil, err
	}
	var prices []market.PriceRow
	if err := t.list(&prices, `SELECT `+priceColumns+` FROM specs s
		CROSS JOIN LATERAL (SELECT k.id FROM skus k WHERE k.seller_id = s.seller_id AND k.spec_id = s.id ORDER BY k.status DESC, k.ordinal, k.id LIMIT 1) f
		JOIN prices p ON p.seller_id = s.seller_id AND p.sku_id = f.id
		WHERE s.seller_id = $1 AND s.product_id = $2 LIMIT 500`, product); err != nil {
		return nil, err
	}
	for i := range specs {
		for _, price := range prices {
			if price.SpecID == specs[i].ID {
				specs[i].Prices = append(specs[i].Prices, price)
			}
		}
	}
	return specs, nil
}

// Spec is one listed spec with its SKUs and their prices.
func (s *Seller) Spec(ctx context.Context, id market.SpecID) (detail market.SpecDetail, err error) {
	err = s.look(ctx, func(tx *tx) error {
		detail, err = tx.specDetail(id)
		return err
	})
	return detail, err
}

// SpecOfPrice is the spec that a wire's productId belongs to.
func (s *Seller) SpecOfPrice(ctx context.Context, code string) (detail market.SpecDetail, err error) {
	err = s.look(ctx, func(tx *tx) error {
		var id market.SpecID
		if err := tx.get(&id, `SELECT spec_id FROM prices WHERE seller_id = $1 AND code = $2`, code); err != nil {
			return err
		}
		detail, err = tx.specDetail(id)
		return err
	})
	return detail, err
}

func (t *tx) specDetail(id market.SpecID) (detail market.SpecDetail, err error) {
	if err := t.get(&detail, `SELECT s.id, s.sku_code, s.name, s.template, s.status, s.hidden, s.ordinal, s.product_id, p.name AS product_name,
			p.access_type, p.sale_type, p.site, p.status = 'on_sale' AS on_sale, s.attributes, s.factors, s.stops
		FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id WHERE s.seller_id = $1 AND s.id = $2`, id); err != nil {
		return detail, err
	}
	if err := t.list(&detail.SKUs, `SELECT id, spec_id, sku_code, name, "values", package, status, ordinal FROM skus
		WHERE seller_id = $1 AND spec_id = $2 ORDER BY ordinal, id LIMIT 500`, id); err != nil {
		return detail, err
	}
	var prices []market.PriceRow
	if err := t.list(&prices, `SELECT `+priceColumns+` FROM prices p WHERE p.seller_id = $1 AND p.spec_id = $2 LIMIT 2000`, id); err != nil {
		return detail, err
	}
	of := make(map[market.ID[market.SKU]][]market.PriceRow, len(detail.SKUs))
	for _, price := range prices {
		of[price.SKUID] = append(of[price.SKUID], price)
	}
	for i, sku := range detail.SKUs {
		detail.SKUs[i].Prices = of[sku.ID]
		if sku.Status == market.ProductOnSale {
			detail.SKUCount++
		}
	}
	return detail, t.list(&detail.Upgrades, upgradeRows+` AND u.product_id = $2 AND u.status = 'active' ORDER BY u.created_at DESC LIMIT 50`, detail.ProductID)
}

const skuLines = `SELECT s.id AS spec_id, k.id AS sku_id, d.id AS product_id, d.name AS product_name, s.name AS spec_name, k.name, k.sku_code, d.site,
		s.template, k.status, coalesce(max(p.charging), 'PERIOD') AS charging,
		max(p.amount) FILTER (WHERE p.period = 'month') AS month, max(p.amount) FILTER (WHERE p.period = 'year') AS year,
		max(p.amount) FILTER (WHERE p.period = 'use') AS "use", max(p.amount) FILTER (WHERE p.period = 'once') AS once
	FROM skus k JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id
	JOIN products d ON d.seller_id = s.seller_id AND d.id = s.product_id
	LEFT JOIN prices p ON p.seller_id = k.seller_id AND p.sku_id = k.id
	WHERE k.seller_id = $1 AND k.id = ANY(ARRAY(SELECT k.id FROM skus k
		JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id
		JOIN products d ON d.seller_id = s.seller_id AND d.id = s.product_id
		WHERE k.seller_id = $1 AND ($2 = '' OR s.template = $2) AND ($3 = '' OR k.status = $3)
			AND ($4 = '' OR k.sku_code LIKE $4 || '%' OR strpos(lower(d.name), lower($4)) > 0 OR strpos(lower(s.name), lower($4)) > 0)`

// Specs lists the SKUs of all listings, newest first.
func (s *Seller) Specs(ctx context.Context, search market.SpecSearch, ask market.Ask) (market.Page[market.SKULine], error) {
	k := from(ask)
	query := skuLines + ` AND ($5::uuid IS NULL OR k.id < $5) ORDER BY k.id DESC LIMIT $6))
		GROUP BY s.seller_id, s.id, k.seller_id, k.id, d.seller_id, d.id ORDER BY k.id DESC`
	if k.up {
		query = skuLines + ` AND ($5::uuid IS NULL OR k.id > $5) ORDER BY k.id LIMIT $6))
			GROUP BY s.seller_id, s.id, k.seller_id, k.id, d.seller_id, d.id ORDER BY k.id`
	}
	var rows []market.SKULine
	if err := s.list(ctx, &rows, query, search.Template, search.Status, search.Text, k.id, k.limit); err != nil {
		return market.Page[market.SKULine]{}, err
	}
	found := page(ask, rows, func(line market.SKULine) cursor { return cursor{ID: line.SKUID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM skus k
		JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id
		JOIN products d ON d.seller_id = s.seller_id AND d.id = s.product_id
		WHERE k.seller_id = $1 AND ($2 = '' OR s.template = $2) AND ($3 = '' OR k.status = $3)
			AND ($4 = '' OR k.sku_code LIKE $4 || '%' OR strpos(lower(d.name), lower($4)) > 0 OR strpos(lower(s.name), lower($4)) > 0)
		LIMIT 10001) x`, search.Template, search.Status, search.Text)
	return found, err
}
