package db

import (
	"context"

	"sellercenter/internal/market"
)

// Product is one listing with what is being edited of it.
func (s *Seller) Product(ctx context.Context, id market.ProductID) (product market.Product, err error) {
	err = s.get(ctx, &product, `SELECT `+productColumns+` FROM products WHERE seller_id = $1 AND id = $2`, id)
	return product, err
}

// SaleTypes are the sale types that a listing may be begun with (catalogue.md §2.1).
func (s *Seller) SaleTypes(ctx context.Context) ([]market.SaleType, error) {
	settings, err := s.db.Settings(ctx)
	return settings.Opened(), err
}

// ProductEditing is all that the publishing pages need of one listing.
func (s *Seller) ProductEditing(ctx context.Context, id market.ProductID) (editing market.ProductEditing, err error) {
	if editing.Categories, err = s.db.Categories(ctx); err != nil {
		return editing, err
	}
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.get(&editing.Product, `SELECT `+productColumns+` FROM products WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		if editing.Draft.V != nil {
			editing.Content = *editing.Draft.V
		}
		if editing.Facts, err = tx.productFacts(editing.Product, editing.Content); err != nil {
			return err
		}
		if err = tx.list(&editing.Supports, `SELECT `+supportRow+` FROM supports g WHERE g.seller_id = $1 ORDER BY g.added_at, g.id LIMIT 10`); err != nil {
			return err
		}
		if editing.Endpoints, err = tx.endpointFacts(); err != nil {
			return err
		}
		if kind := editing.AccessType.Rules().Asset; kind != "" {
			if err := tx.list(&editing.Assets, `SELECT `+assetColumns+` FROM assets a
				WHERE a.seller_id = $1 AND a.kind = $2 ORDER BY a.updated_at DESC, a.id DESC LIMIT 200`, kind); err != nil {
				return err
			}
		}
		if editing.SaleType == market.SaleJoint && editing.AccessType == market.AccessSaaS {
			if err := tx.list(&editing.Credentials, `SELECT `+credentialColumns+` FROM credentials c WHERE c.seller_id = $1
				AND (c.status = 'active' OR c.product_id = $2) ORDER BY c.applied_at DESC, c.id DESC LIMIT 200`, id); err != nil {
				return err
			}
		}
		if editing.AccessType == market.AccessSaaS {
			if editing.Scans, err = tx.finishedScans(); err != nil {
				return err
			}
		}
		var reviews []market.Review
		if err := tx.list(&reviews, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND subject = $2
			ORDER BY submitted_at DESC, id DESC LIMIT 1`, id); err != nil {
			return err
		}
		for i, review := range reviews {
			switch review.Status {
			case market.ReviewPending:
				editing.Open = &reviews[i]
			case market.ReviewRejected:
				editing.Rejected = review.Reason
			case market.ReviewApproved, market.ReviewWithdrawn:
			}
		}
		return nil
	})
	return editing, err
}

// ProductDetail is all that one page tells of a listing.
func (s *Seller) ProductDetail(ctx context.Context, id market.ProductID) (detail market.ProductDetail, err error) {
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.get(&detail.Product, `SELECT `+productColumns+` FROM products WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		if err := tx.list(&detail.Revisions, `SELECT seller_id, id, product_id, no, content, review_id, approved_at
			FROM revisions WHERE seller_id = $1 AND product_id = $2 ORDER BY no DESC`, id); err != nil {
			return err
		}
		switch {
		case len(detail.Revisions) > 0:
			detail.Content = detail.Revisions[0].Content.V
		case detail.Draft.V != nil:
			detail.Content = *detail.Draft.V
		}
		if detail.Specs, err = tx.specRows(id); err != nil {
			return err
		}
		if err := tx.list(&detail.Reviews, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND subject = $2
			ORDER BY submitted_at DESC, id DESC LIMIT 50`, id); err != nil {
			return err
		}
		if detail.Status == market.ProductOffSale {
			if err := tx.get(&detail.Takedown, `SELECT coalesce((SELECT facts->'reason'->>'after' FROM audits
				WHERE seller_id = $1 AND subject = $2 AND act = $3 ORDER BY at DESC, id DESC LIMIT 1), '')`, id.String(), market.TakeDownProduct); err != nil {
				return err
			}
		}
		detail.SettlementRule, err = tx.settlement(detail.ID, detail.Site, detail.SaleType, detail.AccessType)
		return err
	})
	if err == nil && s.actor.May(market.ReleaseTeam) {
		detail.Holders, err = s.Holders(ctx, id)
	}
	if err == nil && s.actor.May(market.EntrustProduct) {
		detail.Grantable, err = s.grantable(ctx, id)
	}
	if err != nil {
		return detail, err
	}
	if detail.Favorites, err = s.FavoriteCount(ctx, id); err != nil {
		return detail, err
	}
	if detail.Tiers, err = s.db.Tiers(ctx, s.db.Now()); err != nil {
		return detail, err
	}
	if detail.Taxes, err = s.db.SaleTaxes(ctx, detail.AccessType, detail.Content.Modes(), detail.Content.Category); err != nil {
		return detail, err
	}
	detail.Category, err = s.db.categoryPath(ctx, detail.Content.Category)
	return detail, err
}

func (t *tx) liveContent(product market.Product) (*market.ProductContent, error) {
	if product.RevisionID == nil {
		return nil, nil //nolint:nilnil // nothing is live yet, and that is no fault
	}
	var content market.JSON[market.ProductContent]
	if err := t.get(&content, `SELECT content FROM revisions WHERE seller_id = $1 AND id = $2`, *product.RevisionID); err != nil {
		return nil, err
	}
	return &content.V, t.delisted(product.ID, &content.V)
}

// productFacts is what the rules need to know besides the content.
func (t *tx) productFacts(product market.Product, content market.ProductContent) (facts market.ProductFacts, err error) {
	facts.ProductID, facts.Site, facts.AccessType, facts.SaleType = product.ID, product.Site, product.AccessType, product.SaleType
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return facts, err
	}
	facts.Limits = settings.Bounds()
	if facts.Parameters, err = t.parameters(product.AccessType); err != nil {
		return facts, err
	}
	if facts.Live, err = t.liveContent(product); err != nil {
		return facts, err
	}
	if err := t.get(&facts.NameTaken, `SELECT EXISTS (SELECT 1 FROM products
		WHERE seller_id = $1 AND name = $2 AND id <> $3 AND status IN ('pending', 'on_sale'))`, content.Name, product.ID); err != nil {
		return facts, err
	}
	if err := t.shared(&facts.Leaf, `SELECT EXISTS (SELECT 1 FROM categories WHERE code = $1 AND parent IS NOT NULL)`, content.Category); err != nil {
		return facts, err
	}
	if err := t.list(&facts.Siblings, `SELECT name, access_type FROM products
		WHERE seller_id = $1 AND id <> $2 AND status IN ('pending', 'on_sale') ORDER BY id LIMIT 1000`, product.ID); err != nil {
		return facts, err
	}
	if content.CredentialID != "" {
		var credentials []market.Credential
		if err := t.list(&credentials, `SELECT `+credentialColumns+` FROM credentials c WHERE c.seller_id = $1 AND c.number = $2 LIMIT 1`, content.CredentialID); err != nil {
			return facts, err
		}
		if len(credentials) == 1 {
			facts.Credential = &credentials[0]
		}
	}
	if err := t.assetFacts(content, &facts); err != nil {
		return facts, err
	}
	if facts.Scan, err = t.scanOf(content.ScanID); err != nil {
		return facts, err
	}
	if facts.GroupTaken, err = t.groupTaken(product, content); err != nil {
		return facts, err
	}
	if facts.CertificateUsed, err = t.certificateUsed(product, content); err != nil {
		return facts, err
	}
	if facts.Compliance, err = t.compliant(); err != nil {
		return facts, err
	}
	if err := t.get(&facts.Certified, `SELECT EXISTS (SELECT 1 FROM products p JOIN joints j ON j.seller_id = p.seller_id AND j.id = p.joint_id
		WHERE p.seller_id = $1 AND p.id = $2 AND j.status = 'passed' AND j.access_type = p.access_type)`, product.ID); err != nil {
		return facts, err
	}
	endpoints, err := t.endpointFacts()
	for i := range endpoints {
		if content.EndpointID != nil && endpoints[i].ID == *content.EndpointID {
			facts.Endpoint = &endpoints[i]
		}
	}
	return facts, err
}

// groupTaken is the listing that has or had the API group: a group is sold once, even after
// its listing went off sale (catalogue.md §2.1).
func (t *tx) groupTaken(product market.Product, content market.ProductContent) (name string, err error) {
	if content.APIGroup == "" {
		return "", nil
	}
	var names []string
	err = t.list(&names, `SELECT p.name FROM products p WHERE p.seller_id = $1 AND p.id <> $2 AND p.access_type = 'api'
		AND (p.draft->>'api_group' = $3 AND p.status = 'pending'
			OR EXISTS (SELECT 1 FROM revisions r WHERE r.seller_id = p.seller_id AND r.product_id = p.id AND r.content->>'api_group' = $3))
		LIMIT 1`, product.ID, content.APIGroup)
	if len(names) > 0 {
		name = names[0]
	}
	return name, err
}

// certificateUsed is the other listing that the copyright certificate supports already: one
// certificate supports one product (catalogue.md §2.3).
func (t *tx) certificateUsed(product market.Product, content market.ProductContent) (name string, err error) {
	if content.Certificate == nil {
		return "", nil
	}
	var names []string
	err = t.list(&names, `SELECT p.name FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		JOIN files f ON f.seller_id = p.seller_id AND f.id::text = coalesce(r.content->'certificate'->>'id', p.draft->'certificate'->>'id')
		WHERE p.seller_id = $1 AND p.id <> $2 AND p.status IN ('pending', 'on_sale')
			AND f.sha256 = (SELECT c.sha256 FROM files c WHERE c.seller_id = $1 AND c.id = $3) LIMIT 1`, product.ID, content.Certificate.ID)
	if len(names) > 0 {
		name = names[0]
	}
	return name, err
}

// compliant reports whether the seller's data compliance letter is valid (catalogue.md §1.7).
func (t *tx) compliant() (valid bool, err error) {
	err = t.get(&valid, `SELECT letter_status = 'valid' FROM sellers WHERE id = $1`)
	return valid, err
}

// endpointFacts are the seller's production addresses and the debug cases saved for them.
func (t *tx) endpointFacts() ([]market.EndpointFacts, error) {
	var lines []struct {
		ID       market.EndpointID
		URL      string
		Verified bool
		Activity market.Activity
		Charging market.Charging

		Parameters market.JSON[[]string]
	}
	if err := t.list(&lines, `SELECT e.id, e.url, e.status = 'verified' AS verified,
			coalesce(c.activity, '') AS activity, coalesce(c.charging, '') AS charging,
			(SELECT coalesce(jsonb_agg(d.code ORDER BY d.code), '[]') FROM debug_parameters d WHERE d.seller_id = e.seller_id AND d.endpoint_id = e.id) AS parameters
		FROM endpoints e LEFT JOIN debug_cases c ON c.seller_id = e.seller_id AND c.endpoint_id = e.id
		WHERE e.seller_id = $1 AND e.status <> 'removed' ORDER BY e.created_at, e.id`); err != nil {
		return nil, err
	}
	var facts []market.EndpointFacts
	for _, line := range lines {
		if n := len(facts); n == 0 || facts[n-1].ID != line.ID {
			facts = append(facts, market.EndpointFacts{ID: line.ID, URL: line.URL, Verified: line.Verified, Parameters: line.Parameters.V})
		}
		if line.Activity != "" {
			last := &facts[len(facts)-1]
			last.Cases = append(last.Cases, market.SavedCase{Activity: line.Activity, Charging: line.Charging})
		}
	}
	return facts, nil
}

// Categories is the two-level tree of listings, parents in front of their children.
func (db *DB) Categories(ctx context.Context) (categories []market.Category, err error) {
	err = db.listRows(ctx, &categories, `SELECT code, parent, name, tax_type FROM categories ORDER BY ordinal`)
	return categories, err
}

func (db *DB) categoryPath(ctx context.Context, code string) (categories []market.Category, err error) {
	err = db.listRows(ctx, &categories, `SELECT code, parent, name, tax_type FROM categories
		WHERE code = $1 OR code = (SELECT parent FROM categories WHERE code = $1) ORDER BY ordinal`, code)
	return categories, err
}
