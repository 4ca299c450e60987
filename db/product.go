package db

import (
	"context"
	"errors"
	"slices"

	"sellercenter/internal/market"
)

const productColumns = `seller_id, id, number, site, sale_type, access_type, status, name, draft, draft_version, revision_id,
	public, created_at, updated_at, listed_at, delisted_at, version`

// DraftProduct begins a listing of the access type (catalogue.md §2.2): only sellers that
// are approved, have signed and are certified may.
func (s *Seller) DraftProduct(ctx context.Context, listing market.Listing) (market.ProductID, error) {
	id := market.NewID[market.Product](s.db.Now())
	return id, s.act(ctx, market.DraftProduct, id, func(tx *tx) error {
		if err := tx.ready(); err != nil {
			return err
		}
		if err := listing.Check(); err != nil {
			return err
		}
		if listing.Site == market.International {
			if err := tx.overseas(); err != nil {
				return err
			}
		}
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		if !slices.Contains(settings.Opened(), listing.Sale) {
			return market.Invalid("sale_type", "product.sale_"+string(listing.Sale)+"_closed")
		}
		return tx.draftProduct(id, listing, settings.DraftCount)
	})
}

// draftProduct writes the empty draft of a listing, unless as many lie in the drafts as may
// (catalogue.md §11.2).
func (t *tx) draftProduct(id market.ProductID, listing market.Listing, most int) error {
	var drafts int
	if err := t.get(&drafts, `SELECT count(*) FROM products WHERE seller_id = $1 AND draft IS NOT NULL AND status IN ('draft', 'rejected')`); err != nil {
		return err
	}
	if drafts >= most {
		return market.Conflict("product.too_many_drafts", most)
	}
	status, err := market.ProductMoves.Next(market.ProductNone, market.DraftProduct)
	if err != nil {
		return err
	}
	number, err := t.number("PD", "product", id)
	if err != nil {
		return err
	}
	content := market.ProductContent{}
	switch listing.Access {
	case market.AccessService:
		content.Flow = market.ServiceFlows[0]
	case market.AccessLicense:
		content.LicenceFlow = market.LicenceFlows[0]
	default:
	}
	if err := t.exec(`INSERT INTO products (seller_id, id, number, site, sale_type, access_type, status, draft, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		id, number, listing.Site, listing.Sale, listing.Access, status, market.JSON[market.ProductContent]{V: content}, t.now); err != nil {
		return err
	}
	return t.own(id)
}

// ProductUpload is a file that goes into a listing's field.
type ProductUpload struct {
	Field   string
	Name    string
	Content []byte
}

// EditProduct saves the draft as it is, right or wrong; version is the one that was edited,
// and when somebody saved in between nothing is overwritten. It answers what was saved.
func (s *Seller) EditProduct(ctx context.Context, id market.ProductID, version int, content market.ProductContent, uploads ...ProductUpload) (saved market.Product, err error) {
	err = s.act(ctx, market.EditProduct, id, func(tx *tx) error {
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		if err := tx.editable(product); err != nil {
			return err
		}
		if product.DraftVersion != version {
			return market.Conflict("problem.stale")
		}
		draft, err := tx.completed(content, uploads)
		if err != nil {
			return err
		}
		product.Draft.V, product.UpdatedAt = &draft, tx.now
		product.DraftVersion++
		if product.Status != market.ProductOnSale {
			product.Name = draft.Name
		}
		saved = product
		return tx.exec(`UPDATE products SET draft = $3, draft_version = $4, name = $5, updated_at = $6 WHERE seller_id = $1 AND id = $2`,
			id, product.Draft, product.DraftVersion, product.Name, tx.now)
	})
	return saved, err
}

// completed is the content with its files uploaded, its new specs named by ids and the
// address that it names.
func (t *tx) completed(content market.ProductContent, uploads []ProductUpload) (market.ProductContent, error) {
	for _, upload := range uploads {
		file, err := t.addFile(upload.Name, market.ProductFile(upload.Field), upload.Content)
		if err != nil {
			return content, market.AsField(upload.Field, err)
		}
		if err := content.Attach(upload.Field, market.FileRef{ID: file.ID, Name: file.Name, Size: file.Size}); err != nil {
			return content, err
		}
	}
	t.named(content.Specs)
	content.AssetName = ""
	if content.AssetID != nil {
		err := t.get(&content.AssetName, `SELECT name || ' ' || edition FROM assets WHERE seller_id = $1 AND id = $2`, *content.AssetID)
		if errors.Is(err, market.NotFound) {
			return content, market.Invalid("asset_id", "problem.not_found")
		} else if err != nil {
			return content, err
		}
	}
	if err := t.scanNamed(&content); err != nil {
		return content, err
	}
	content.EndpointURL = ""
	if content.EndpointID != nil {
		err := t.get(&content.EndpointURL, `SELECT url FROM endpoints WHERE seller_id = $1 AND id = $2 AND status <> 'removed'`, *content.EndpointID)
		if errors.Is(err, market.NotFound) {
			return content, market.Invalid("endpoint_id", "problem.not_found")
		} else if err != nil {
			return content, err
		}
	}
	content.SupportName = ""
	if content.SupportID != "" {
		err := t.get(&content.SupportName, `SELECT name FROM supports WHERE seller_id = $1 AND id::text = $2`, content.SupportID)
		if errors.Is(err, market.NotFound) {
			return content, market.Invalid("support_id", "problem.not_found")
		} else if err != nil {
			return content, err
		}
	}
	return content, nil
}

// ModifyProduct begins a modification of what is on sale: the live content becomes a draft
// and stays live until the operator consents (catalogue.md §2.10).
func (s *Seller) ModifyProduct(ctx context.Context, id market.ProductID) error {
	return s.act(ctx, market.ModifyProduct, id, func(tx *tx) error {
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		if _, err := market.ProductMoves.Next(product.Status, market.ModifyProduct); err != nil {
			return err
		}
		if err := tx.closedReview(product); err != nil || product.Draft.V != nil {
			return err
		}
		live, err := tx.liveContent(product)
		if err != nil {
			return err
		}
		if live.AllOff() {
			return market.Conflict("spec.all_delisted", product.Name)
		}
		live.SelfCheck, live.Visited = false, nil
		return tx.exec(`UPDATE products SET draft = $3, draft_version = draft_version + 1, updated_at = $4 WHERE seller_id = $1 AND id = $2`,
			id, market.JSON[*market.ProductContent]{V: live}, tx.now)
	})
}

// SubmitProduct asks the operator to publish the draft, or to let it replace what is live.
// Everything must be right by then (catalogue.md §2.2).
func (s *Seller) SubmitProduct(ctx context.Context, id market.ProductID, version int) (review market.Review, err error) {
	err = s.act(ctx, market.SubmitProduct, id, func(tx *tx) error {
		if err := tx.ready(); err != nil {
			return err
		}
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		if err := tx.editable(product); err != nil {
			return err
		}
		if product.SaleType == market.SaleJoint && !s.actor.PublishesJoint() {
			return market.Denied
		}
		if product.DraftVersion != version {
			return market.Conflict("problem.stale")
		}
		draft := *product.Draft.V
		facts, err := tx.productFacts(product, draft)
		if err != nil {
			return err
		}
		if err := draft.Check(facts); err != nil {
			return err
		}
		kind := market.ReviewProductPublish
		if product.Status == market.ProductOnSale {
			kind = market.ReviewProductModify
		}
		if review, err = tx.submitReview(kind, id, draft.Name, facts.Live, draft); err != nil {
			return err
		}
		tx.note("review", nil, review.Number)
		return tx.moveProduct(product, market.SubmitProduct)
	})
	return review, err
}

// DiscardProduct throws the draft away: a listing that was never on sale is gone, one that
// is on sale stays as it is.
func (s *Seller) DiscardProduct(ctx context.Context, id market.ProductID) error {
	return s.act(ctx, market.DiscardProduct, id, func(tx *tx) error {
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		if err := tx.editable(product); err != nil {
			return err
		}
		next, err := product.Discard()
		if err != nil {
			return err
		}
		tx.note("name", product.Name, nil)
		if next != market.ProductNone {
			return tx.exec(`UPDATE products SET draft = NULL, draft_version = draft_version + 1 WHERE seller_id = $1 AND id = $2`, id)
		}
		if err := tx.exec(`DELETE FROM directory WHERE seller_id = $1 AND kind = 'product' AND subject = $2`, id); err != nil {
			return err
		}
		return tx.exec(`DELETE FROM products WHERE seller_id = $1 AND id = $2`, id)
	})
}

// DelistProduct asks the operator to take the listing off sale for good (catalogue.md §2.10).
func (s *Seller) DelistProduct(ctx context.Context, id market.ProductID) error {
	return s.act(ctx, market.DelistProduct, id, func(tx *tx) error {
		product, live, err := tx.lockDelisting(id)
		if err != nil {
			return err
		}
		_, err = tx.submitReview(market.ReviewProductDelist, id, product.Name, live, live)
		return err
	})
}

// lockDelisting locks a product that may leave the market, and what is shown of it.
func (t *tx) lockDelisting(id market.ProductID) (product market.Product, live *market.ProductContent, err error) {
	if product, err = t.lockProduct(id); err != nil {
		return product, live, err
	}
	if _, err = market.ProductMoves.Next(product.Status, market.DelistProduct); err != nil {
		return product, live, err
	}
	live, err = t.liveContent(product)
	return product, live, err
}

// TakeDownProduct takes the listing off sale at once because it breaks the rules; what was
// being reviewed is rejected with the same reason (catalogue.md §2.10).
func (s *Seller) TakeDownProduct(ctx context.Context, id market.ProductID, reason string) error {
	return s.act(ctx, market.TakeDownProduct, id, func(tx *tx) error {
		product, err := tx.lockProduct(id)
		if err != nil {
			return err
		}
		return tx.takeDown(product, reason)
	})
}

// takeDown takes a listing off sale with a reason, and tells its seller.
func (t *tx) takeDown(product market.Product, reason string) error {
	var open []market.Review
	if err := t.list(&open, `SELECT `+reviewColumns+` FROM reviews
		WHERE seller_id = $1 AND subject = $2 AND status = 'pending' FOR UPDATE`, product.ID); err != nil {
		return err
	}
	probe := market.Review{Status: market.ReviewPending}
	if err := probe.Decide(market.RejectReview, t.s.actor.Name, reason, t.now); err != nil {
		return err
	}
	for _, review := range open {
		if err := review.Decide(market.RejectReview, t.s.actor.Name, reason, t.now); err != nil {
			return err
		}
		if err := t.saveReview(review); err != nil {
			return err
		}
	}
	next, err := market.ProductMoves.Next(product.Status, market.TakeDownProduct)
	if err != nil {
		return err
	}
	t.note("status", product.Status, next)
	t.note("reason", nil, probe.Reason)
	if err := t.endProduct(product, next); err != nil {
		return err
	}
	return t.notify("product", market.Because("product.notice_takedown", product.Name, probe.Reason), "/products/"+product.ID.String())
}

func (t *tx) lockProduct(id market.ProductID) (product market.Product, err error) {
	err = t.get(&product, `SELECT `+productColumns+` FROM products WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return product, err
}

// editable refuses while there is nothing to edit or a review is open.
func (t *tx) editable(product market.Product) error {
	if _, err := market.ProductMoves.Next(product.Status, market.EditProduct); err != nil {
		return err
	}
	if err := t.closedReview(product); err != nil {
		return err
	}
	if product.Draft.V == nil {
		return market.Conflict("product.no_draft", product.Name)
	}
	return nil
}

func (t *tx) closedReview(product market.Product) error {
	var open int
	if err := t.get(&open, `SELECT count(*) FROM reviews WHERE seller_id = $1 AND subject = $2 AND status = 'pending'`, product.ID); err != nil {
		return err
	}
	if open > 0 {
		return market.Conflict("review.already_open", product.Name)
	}
	return nil
}

// moveProduct takes the listing along its life.
func (t *tx) moveProduct(product market.Product, act market.Act) error {
	next, err := market.ProductMoves.Next(product.Status, act)
	if err != nil {
		return err
	}
	err = t.one(`UPDATE products SET status = $3, updated_at = $4, version = version + 1 WHERE seller_id = $1 AND id = $2 AND version = $5`,
		product.ID, next, t.now, product.Version)
	if violates(err, "products_name") {
		return market.Invalid("name", "product.name_taken", product.Name)
	}
	return err
}
