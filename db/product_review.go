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
	if err := t.exec(`UPDATE skus k SET status = 'off_sale' FROM specs s WHERE k.seller_id = $1 AND s.seller_id = $1
		AND s.id = k.spec_id AND s.product_id = $2`, product.ID); err != nil {
		return err
	}
	if err := t.lapseUpgrades(product.ID, market.DelistSpec); err != nil {
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
	live, err := t.liveContent(product)
	if err != nil {
		return err
	}
	content.Publicised(live)
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
	if err := t.sellEverywhere(product.ID); err != nil {
		return err
	}
	if err := t.bindNamed(product, content); err != nil {
		return err
	}
	if err := t.tellSubscribers(product, content.Name); err != nil {
		return err
	}
	return t.lapseUpgrades(product.ID, market.ApproveReview)
}
