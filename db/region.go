package db

import (
	"cmp"
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// regionRows are the sales regions as they stand for the product $2 of the seller.
const regionRows = `SELECT r.code, r.name, r.entity, r.ordinal, e.name AS entity_name, coalesce(k.status, '') AS status,
		p.region IS NOT NULL AS "on",
		(SELECT count(*) FROM expiry_policies x
			JOIN instances i ON i.seller_id = $1 AND i.id = x.instance_id AND i.status IN ('opening', 'in_use')
			JOIN orders o ON o.seller_id = $1 AND o.id = i.order_id AND o.product_id = $2 AND o.region = r.code
			WHERE x.seller_id = $1 AND x.policy = 'renew') AS renewing
	FROM regions r
	JOIN entities e ON e.code = r.entity
	LEFT JOIN contracts k ON k.seller_id = $1 AND k.entity = r.entity
	LEFT JOIN product_regions p ON p.seller_id = $1 AND p.product_id = $2 AND p.region = r.code
	ORDER BY r.ordinal, r.code LIMIT 200`

// Regions lists the sales regions as they stand for one product.
func (s *Seller) Regions(ctx context.Context, product market.ProductID) (regions []market.Region, err error) {
	if _, err := s.RegionProduct(ctx, product); err != nil {
		return nil, err
	}
	err = s.list(ctx, &regions, regionRows, product)
	return regions, err
}

const regionProducts = `SELECT p.id, p.number, p.name, p.status,
		(SELECT coalesce(jsonb_agg(r.name ORDER BY r.ordinal), '[]') FROM product_regions x JOIN regions r ON r.code = x.region
			WHERE x.seller_id = p.seller_id AND x.product_id = p.id) AS regions
	FROM products p WHERE p.seller_id = $1 AND p.site = 'international' AND p.status IN ('on_sale', 'off_sale')`

// RegionProduct is one product of the international site.
func (s *Seller) RegionProduct(ctx context.Context, id market.ProductID) (product market.RegionProduct, err error) {
	err = s.get(ctx, &product, regionProducts+` AND p.id = $2`, id)
	return product, err
}

// RegionProducts lists the listed products of the international site, newest first.
func (s *Seller) RegionProducts(ctx context.Context) (products []market.RegionProduct, err error) {
	err = s.list(ctx, &products, regionProducts+` ORDER BY p.updated_at DESC, p.id DESC LIMIT 500`)
	return products, err
}

// SetRegion sells the product in just the ticked regions (catalogue.md §10).
func (s *Seller) SetRegion(ctx context.Context, product market.ProductID, ticked []string) error {
	return s.act(ctx, market.SetRegion, product, func(tx *tx) error {
		var status market.ProductStatus
		if err := tx.get(&status, `SELECT status FROM products WHERE seller_id = $1 AND id = $2 AND site = 'international' FOR UPDATE`, product); err != nil {
			return err
		}
		if status != market.ProductOnSale {
			return market.Conflict("region.not_on_sale")
		}
		var regions []market.Region
		if err := tx.list(&regions, regionRows, product); err != nil {
			return err
		}
		on, off, err := market.SelectRegions(regions, ticked)
		if err != nil {
			return err
		}
		tx.note("regions", codes(off), codes(on))
		return cmp.Or(
			tx.exec(`DELETE FROM product_regions WHERE seller_id = $1 AND product_id = $2 AND region = ANY($3)`, product, pq.Array(codes(off))),
			tx.exec(`INSERT INTO product_regions (seller_id, product_id, region) SELECT $1, $2, unnest($3::text[])`, product, pq.Array(codes(on))))
	})
}

func codes(regions []market.Region) []string {
	all := make([]string, len(regions))
	for i, region := range regions {
		all[i] = region.Code
	}
	return all
}

// sellEverywhere ticks every region of the certified entities for a product that is listed
// for the first time (catalogue.md §10).
func (t *tx) sellEverywhere(product market.ProductID) error {
	return t.exec(`INSERT INTO product_regions (seller_id, product_id, region)
		SELECT $1, p.id, r.code FROM products p, regions r JOIN contracts k ON k.entity = r.entity
		WHERE p.seller_id = $1 AND p.id = $2 AND p.site = 'international' AND k.seller_id = $1 AND k.status = 'certified'
			AND NOT EXISTS (SELECT FROM revisions v WHERE v.seller_id = $1 AND v.product_id = p.id AND v.no > 1)
		ON CONFLICT DO NOTHING`, product)
}

// sellsTo refuses a buyer of the international site whose region is not ticked.
func (t *tx) sellsTo(sale market.Sale, region string) error {
	if sale.Site != market.International {
		return nil
	}
	if region == "" {
		return market.Invalid("region", "problem.required")
	}
	var sells bool
	if err := t.get(&sells, `SELECT EXISTS (SELECT FROM product_regions WHERE seller_id = $1 AND product_id = $2 AND region = $3)`,
		sale.ProductID, region); err != nil {
		return err
	}
	if !sells {
		return market.Invalid("region", "region.not_sold", region)
	}
	return nil
}

// SalesRegions lists every sales region with its entity and how the seller stands with it.
func (s *Seller) SalesRegions(ctx context.Context) (regions []market.Region, err error) {
	err = s.list(ctx, &regions, regionRows, market.ProductID{})
	return regions, err
}
