package db

import (
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

const goodsColumns = `p.seller_id, p.id, p.number, coalesce(r.content->>'name', p.name) AS name, p.sale_type, p.access_type, p.site, p.public,
	coalesce(p.listed_at, p.created_at) AS listed_at, r.content, c.number AS seller_number, c.company_name`

const goodsFrom = ` FROM products p JOIN sellers c ON c.id = p.seller_id AND c.status = 'approved'
	JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id`

const goodsWhere = ` WHERE p.status = 'on_sale' AND p.public AND ` + unhidden + ` AND p.listed_at IS NOT NULL
	AND ($1 = '' OR strpos(lower(coalesce(r.content->>'name', p.name)), lower($1)) > 0 OR strpos(lower(c.company_name), lower($1)) > 0
		OR r.content->'tags' ? lower($1))
	AND ($2 = '' OR c.number = $2) AND ($3 = '' OR p.sale_type = $3) AND ($4 = '' OR p.access_type = $4)
	AND ($5 = '' OR r.content->>'category' = $5 OR EXISTS (SELECT 1 FROM categories g WHERE g.code = r.content->>'category' AND g.parent = $5))
	AND ($6 = '' OR p.site = $6)
	AND (NOT $7 OR EXISTS (SELECT 1 FROM specs s WHERE s.seller_id = p.seller_id AND s.product_id = p.id AND s.status = 'on_sale' AND NOT s.hidden AND s.trial_days IS NOT NULL))`

// goodsPrices are the lowest price and the longest trial of the rows of a page: one look at
// the specs of each, not at those of the whole market.
const goodsPrices = `, f.amount AS from_price, f.period AS from_period,
	(SELECT max(s.trial_days) FROM specs s WHERE s.seller_id = p.seller_id AND s.product_id = p.id AND s.status = 'on_sale' AND NOT s.hidden) AS trial_days`

const goodsCheapest = ` LEFT JOIN LATERAL (SELECT pr.amount, pr.period FROM specs s JOIN prices pr ON pr.seller_id = s.seller_id AND pr.spec_id = s.id
		JOIN skus k ON k.seller_id = pr.seller_id AND k.id = pr.sku_id AND k.status = 'on_sale'
		WHERE s.seller_id = p.seller_id AND s.product_id = p.id AND s.status = 'on_sale' AND NOT s.hidden ORDER BY pr.amount, pr.period LIMIT 1) f ON true`

// Goods lists what is on sale and public, of all sellers, what was listed last first.
func (f *Storefront) Goods(ctx context.Context, search market.GoodsSearch, ask market.Ask) (market.Page[market.GoodsRow], error) {
	k := from(ask)
	query := `SELECT ` + goodsColumns + goodsPrices + goodsFrom + goodsCheapest + goodsWhere +
		` AND ($8::timestamptz IS NULL OR (p.listed_at, p.id) < ($8, $9)) ORDER BY p.listed_at DESC, p.id DESC LIMIT $10`
	if k.up {
		query = `SELECT ` + goodsColumns + goodsPrices + goodsFrom + goodsCheapest + goodsWhere +
			` AND ($8::timestamptz IS NULL OR (p.listed_at, p.id) > ($8, $9)) ORDER BY p.listed_at, p.id LIMIT $10`
	}
	var rows []market.GoodsRow
	if err := f.db.listRows(ctx, &rows, query, search.Text, search.Seller, search.SaleType, search.AccessType, search.Category, search.Site, search.Trial,
		k.at, k.id, k.limit); err != nil {
		return market.Page[market.GoodsRow]{}, err
	}
	return page(ask, rows, func(g market.GoodsRow) cursor { return cursor{g.ListedAt, g.ID.UUID} }), nil
}

// GoodsNumbered is one product on sale. A hidden one is found only together with the code of
// one of its prices, which is what its purchase link names (catalogue.md §2.10).
func (f *Storefront) GoodsNumbered(ctx context.Context, number, link string) (goods market.Goods, err error) {
	err = f.db.getRow(ctx, &goods, `SELECT `+goodsColumns+goodsFrom+` JOIN directory d ON d.seller_id = p.seller_id AND d.subject = p.id AND d.kind = 'product'
		WHERE d.number = $1 AND p.status = 'on_sale' AND (p.public AND `+unhidden+` OR EXISTS (SELECT 1 FROM directory l
			JOIN prices pr ON pr.seller_id = l.seller_id AND pr.id = l.subject JOIN specs s ON s.seller_id = pr.seller_id AND s.id = pr.spec_id
			WHERE l.number = $2 AND l.kind = 'price' AND s.seller_id = p.seller_id AND s.product_id = p.id))`, number, link)
	return goods, err
}

// GoodsLinked is the product on sale that a purchase link's code belongs to, hidden or not.
func (f *Storefront) GoodsLinked(ctx context.Context, link string) (goods market.Goods, err error) {
	err = f.db.getRow(ctx, &goods, `SELECT `+goodsColumns+` FROM directory l JOIN prices pr ON pr.seller_id = l.seller_id AND pr.id = l.subject
		JOIN skus k ON k.seller_id = pr.seller_id AND k.id = pr.sku_id AND k.status = 'on_sale'
		JOIN specs s ON s.seller_id = pr.seller_id AND s.id = pr.spec_id AND s.status = 'on_sale'
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id AND p.status = 'on_sale'
		JOIN sellers c ON c.id = p.seller_id AND c.status = 'approved'
		JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE l.number = $1 AND l.kind = 'price'`, link)
	return goods, err
}

// GoodsSpecs are the specs of a product that can be bought now, with their SKUs, prices,
// trials and upgrade rules. A hidden one is shown to whoever names the code of one of its
// prices, its purchase link (catalogue.md §2.10).
func (s *Seller) GoodsSpecs(ctx context.Context, product market.ProductID, link string) (specs []market.GoodsSpec, err error) {
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.list(&specs, `SELECT s.id, s.sku_code, s.name, s.template, s.status, s.hidden, s.ordinal, s.product_id, p.name AS product_name,
				p.access_type, p.status = 'on_sale' AS on_sale, s.attributes, s.factors, s.stops, s.trial_days
			FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
			WHERE s.seller_id = $1 AND s.product_id = $2 AND s.status = 'on_sale' AND (NOT s.hidden OR EXISTS (SELECT 1 FROM prices l
				WHERE l.seller_id = s.seller_id AND l.spec_id = s.id AND l.code = $3)) ORDER BY s.ordinal, s.id LIMIT 100`, product, link); err != nil {
			return err
		}
		var skus []market.SKURow
		if err := tx.list(&skus, `SELECT k.id, k.spec_id, k.sku_code, k.name, k."values", k.package, k.status, k.ordinal FROM skus k
			JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id
			WHERE k.seller_id = $1 AND s.product_id = $2 AND k.status = 'on_sale' ORDER BY k.ordinal, k.id LIMIT 1000`, product); err != nil {
			return err
		}
		var prices []market.PriceRow
		if err := tx.list(&prices, `SELECT `+priceColumns+` FROM prices p JOIN specs s ON s.seller_id = p.seller_id AND s.id = p.spec_id
			WHERE p.seller_id = $1 AND s.product_id = $2 ORDER BY p.period LIMIT 4000`, product); err != nil {
			return err
		}
		var upgrades []market.Upgrade
		if err := tx.list(&upgrades, upgradeRows+` AND u.product_id = $2 AND u.status = 'active' ORDER BY u.created_at DESC LIMIT 100`, product); err != nil {
			return err
		}
		of := make(map[market.ID[market.SKU]][]market.PriceRow, len(skus))
		for _, price := range prices {
			of[price.SKUID] = append(of[price.SKUID], price)
		}
		for i := range specs {
			for _, sku := range skus {
				if sku.SpecID == specs[i].ID {
					sku.Prices = of[sku.ID]
					specs[i].SKUs = append(specs[i].SKUs, sku)
				}
			}
			for _, upgrade := range upgrades {
				if upgrade.SourceID == specs[i].ID {
					specs[i].Upgrades = append(specs[i].Upgrades, upgrade)
				}
			}
		}
		return nil
	})
	return specs, err
}

// GoodsFile is one of the files that a product's page shows; any other file of the seller is
// not found.
func (s *Seller) GoodsFile(ctx context.Context, product market.ProductID, id market.FileID) (file market.File, content []byte, err error) {
	var listed market.JSON[market.ProductContent]
	if err := s.get(ctx, &listed, `SELECT r.content FROM products p JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.seller_id = $1 AND p.id = $2`, product); err != nil {
		return file, nil, err
	}
	for _, paper := range listed.V.Papers() {
		if paper.ID == id {
			if file, err = s.File(ctx, id); err != nil {
				return file, nil, err
			}
			content, err = s.FileContent(ctx, id)
			return file, content, err
		}
	}
	return file, nil, market.NotFound
}

// Orders are the shop front's customer's own orders at all sellers, newest first.
func (f *Storefront) Orders(ctx context.Context, status market.OrderStatus, flow market.SupervisionStatus, ask market.Ask) (market.Page[market.OwnOrder], error) {
	const columns = `SELECT o.id, o.number, o.type, o.status, o.product_name, o.spec_name, o.currency, o.amount, ` + returned + `, c.number AS seller_number, c.company_name,
			o.placed_at, o.pay_by, o.paid_at, o.expires_at, coalesce(v.status, '') AS flow, coalesce(v.node, '') AS node, coalesce(v.turn, '') AS turn,
			v.entered_at AS since, v.due_at
		FROM orders o JOIN sellers c ON c.id = o.seller_id LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
		WHERE o.customer_id = $1 AND NOT o.test AND ($2 = '' OR o.status = $2) AND ($3 = '' OR v.status = $3)`
	k := from(ask)
	query := columns + ` AND ($4::timestamptz IS NULL OR (o.placed_at, o.id) < ($4, $5)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $6`
	if k.up {
		query = columns + ` AND ($4::timestamptz IS NULL OR (o.placed_at, o.id) > ($4, $5)) ORDER BY o.placed_at, o.id LIMIT $6`
	}
	var rows []market.OwnOrder
	if err := f.db.listRows(ctx, &rows, query, f.actor.Customer, status, flow, k.at, k.id, k.limit); err != nil {
		return market.Page[market.OwnOrder]{}, err
	}
	return page(ask, rows, func(o market.OwnOrder) cursor { return cursor{o.PlacedAt, o.ID.UUID} }), nil
}

// Services are what the shop front's customer has running at all sellers, what was ordered
// last first.
func (f *Storefront) Services(ctx context.Context, ask market.Ask) (market.Page[market.OwnService], error) {
	const columns = `SELECT i.id, i.number, i.status, o.number AS order_number, o.product_name, o.spec_name, i.front_url, c.number AS seller_number, c.company_name,
			coalesce(e.policy, 'freeze') AS policy, i.opened_at, i.expires_at, i.released_at, o.placed_at AS at
		FROM orders o JOIN instances i ON i.seller_id = o.seller_id AND i.order_id = o.id JOIN sellers c ON c.id = o.seller_id
		LEFT JOIN expiry_policies e ON e.seller_id = i.seller_id AND e.instance_id = i.id
		WHERE o.customer_id = $1 AND NOT o.test`
	k := from(ask)
	query := columns + ` AND ($2::timestamptz IS NULL OR (o.placed_at, i.id) < ($2, $3)) ORDER BY o.placed_at DESC, i.id DESC LIMIT $4`
	if k.up {
		query = columns + ` AND ($2::timestamptz IS NULL OR (o.placed_at, i.id) > ($2, $3)) ORDER BY o.placed_at, i.id LIMIT $4`
	}
	var rows []market.OwnService
	if err := f.db.listRows(ctx, &rows, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.OwnService]{}, err
	}
	return page(ask, rows, func(s market.OwnService) cursor { return cursor{s.At, s.ID.UUID} }), nil
}

// AccessOf is how a buyer gets into what runs for an order, as the seller's server said it
// (production-interface.md §1.2); the zero AppInfo when it sent none.
func (s *Seller) AccessOf(ctx context.Context, order market.OrderID) (app market.AppInfo, err error) {
	if _, err := s.Order(ctx, order); err != nil {
		return app, err
	}
	var sealed []byte
	if err := s.get(ctx, &sealed, `SELECT i.app_sealed FROM instances i JOIN orders o ON o.seller_id = i.seller_id AND o.instance_id = i.id
		WHERE o.seller_id = $1 AND o.id = $2`, order); err != nil || sealed == nil {
		return app, err
	}
	plain, err := s.db.sealer.open(sealed)
	if err != nil {
		return app, err
	}
	return app, json.Unmarshal([]byte(plain), &app)
}
