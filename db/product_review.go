package db

import (
	"encoding/json"

	"sellercenter/internal/market"
)

// approveProductPublish puts the listing on sale with its first revision.
func (t *tx) approveProductPublish(review market.Review) error { return t.goLive(review) }

// approveProductModify lets the new revision replace the live one.
func (t *tx) approveProductModify(review market.Review) error { return t.goLive(review) }

func (t *tx) rejectProductPublish(review market.Review) error {
	return t.verdict(review, market.RejectReview)
}

func (t *tx) withdrawProductPublish(review market.Review) error {
	return t.verdict(review, market.WithdrawReview)
}

// reopenProductDraft leaves the live revision and gives the modification back for editing.
func (t *tx) reopenProductDraft(market.Review) error { return nil }

// keepProduct leaves the listing on sale.
func (t *tx) keepProduct(market.Review) error { return nil }

// approveProductDelist takes the listing and all its specs off sale for good.
func (t *tx) approveProductDelist(review market.Review) error {
	product, err := t.lockProduct(market.ProductID{UUID: review.Subject})
	if err != nil {
		return err
	}
	next, err := market.ProductVerdicts[review.Kind].Next(product.Status, market.ApproveReview)
	if err != nil {
		return err
	}
	return t.endProduct(product, next)
}

// endProduct takes the listing off sale; orders that run go on to their end.
func (t *tx) endProduct(product market.Product, status market.ProductStatus) error {
	if err := t.exec(`UPDATE specs SET status = 'off_sale' WHERE seller_id = $1 AND product_id = $2`, product.ID); err != nil {
		return err
	}
	return t.one(`UPDATE products SET status = $3, draft = NULL, delisted_at = $4, updated_at = $4, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $5`, product.ID, status, t.now, product.Version)
}

func (t *tx) verdict(review market.Review, act market.Act) error {
	product, err := t.lockProduct(market.ProductID{UUID: review.Subject})
	if err != nil {
		return err
	}
	next, err := market.ProductVerdicts[review.Kind].Next(product.Status, act)
	if err != nil {
		return err
	}
	return t.one(`UPDATE products SET status = $3, updated_at = $4, version = version + 1 WHERE seller_id = $1 AND id = $2 AND version = $5`,
		product.ID, next, t.now, product.Version)
}

// goLive writes the approved content as the next revision and makes its specs and prices
// what can be bought.
func (t *tx) goLive(review market.Review) error {
	product, err := t.lockProduct(market.ProductID{UUID: review.Subject})
	if err != nil {
		return err
	}
	next, err := market.ProductVerdicts[review.Kind].Next(product.Status, market.ApproveReview)
	if err != nil {
		return err
	}
	var content market.ProductContent
	if err := json.Unmarshal(review.Payload, &content); err != nil {
		return err
	}
	revision := market.NewID[market.Revision](t.now)
	if err := t.exec(`INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
		SELECT $1, $2, $3, coalesce(max(no), 0) + 1, $4, $5, $6 FROM revisions WHERE seller_id = $1 AND product_id = $3`,
		revision, product.ID, market.JSON[market.ProductContent]{V: content}, review.ID, t.now); err != nil {
		return err
	}
	if err := t.listSpecs(product.ID, content.Specs); err != nil {
		return err
	}
	err = t.one(`UPDATE products SET status = $3, name = $4, revision_id = $5, public = $6, draft = NULL,
			listed_at = coalesce(listed_at, $7), updated_at = $7, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $8`,
		product.ID, next, content.Name, revision, !content.Hidden, t.now, product.Version)
	if violates(err, "products_name") {
		return market.Conflict("product.name_taken", content.Name)
	}
	if err != nil {
		return err
	}
	return t.sellEverywhere(product.ID)
}

// listSpecs writes specs and prices; a spec keeps its code, a price its productId, as long
// as they live (catalogue.md §3.1).
func (t *tx) listSpecs(product market.ProductID, specs []market.SpecContent) error {
	for n, spec := range specs {
		status := market.ProductOnSale
		if spec.Off {
			status = market.ProductOffSale
		}
		if err := t.exec(`INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			VALUES ($1, $2, $3, $4, $5, 'simple', $6, $7)
			ON CONFLICT (seller_id, id) DO UPDATE SET name = excluded.name, status = excluded.status, ordinal = excluded.ordinal
				WHERE specs.product_id = excluded.product_id`,
			spec.ID, product, market.SKUCode(spec.ID), spec.Name, status, n); err != nil {
			return err
		}
		for _, period := range market.Periods {
			amount, priced, err := spec.Price(period)
			if err != nil {
				return err
			}
			if !priced {
				continue
			}
			if err := t.listPrice(spec.ID, period, amount); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) listPrice(spec market.ID[market.Spec], period market.Period, amount market.Price) error {
	changed, err := t.count(`UPDATE prices SET amount = $4 WHERE seller_id = $1 AND spec_id = $2 AND period = $3`, spec, period, amount)
	if err != nil || changed == 1 {
		return err
	}
	id := market.NewID[market.SKUPrice](t.now)
	code := market.ProductCode(id)
	if err := t.exec(`INSERT INTO prices (seller_id, id, spec_id, code, period, amount) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, spec, code, period, amount); err != nil {
		return err
	}
	return t.enter(code, "price", id)
}

// specRows are the listing's specs with their prices.
func (t *tx) specRows(product market.ProductID) (specs []market.SpecRow, err error) {
	if err := t.list(&specs, `SELECT id, sku_code, name, status, ordinal FROM specs
		WHERE seller_id = $1 AND product_id = $2 ORDER BY ordinal, id`, product); err != nil {
		return nil, err
	}
	var prices []market.PriceRow
	if err := t.list(&prices, `SELECT p.id, p.spec_id, p.code, p.period, p.amount
		FROM prices p JOIN specs s ON s.seller_id = p.seller_id AND s.id = p.spec_id
		WHERE p.seller_id = $1 AND s.product_id = $2`, product); err != nil {
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
