package db

import (
	"context"

	"sellercenter/internal/market"
)

// planVisit has the website of a profile under review opened.
func (t *tx) planVisit(review market.Review, website string) error {
	if website == "" {
		return nil
	}
	return t.later(market.VisitSeller, review.ID)
}

// VisitSeller keeps what was found at the website (catalogue.md §1.3).
func (s *Seller) VisitSeller(ctx context.Context, v market.Visit) error {
	return s.act(ctx, market.VisitSeller, v.ReviewID, func(tx *tx) error {
		if _, err := tx.lockReview(v.ReviewID); err != nil {
			return err
		}
		tx.note("verdict", nil, v.Verdict())
		return tx.exec(`INSERT INTO website_visits (seller_id, review_id, url, landed, at, status, title, login, took, fault)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (seller_id, review_id) DO UPDATE SET url = $3, landed = $4, at = $5, status = $6, title = $7, login = $8, took = $9, fault = $10`,
			v.ReviewID, v.URL, v.Landed, tx.now, v.Status, v.Title, v.Login, v.Took, v.Fault)
	})
}

// Visit is what was found at the website of a review; NotFound when nobody was there.
func (s *Seller) Visit(ctx context.Context, id market.ReviewID) (visit market.Visit, err error) {
	err = s.get(ctx, &visit, `SELECT review_id, url, landed, at, status, title, login, took, fault FROM website_visits WHERE seller_id = $1 AND review_id = $2`, id)
	return visit, err
}

// MissSeller records a question that was not answered within 24 hours; with more than two about
// one product its delisting is proposed to the desk (catalogue.md §1.3, §1.9).
func (s *Seller) MissSeller(ctx context.Context, m market.Missed) error {
	id := market.NewID[market.Missed](s.db.Now())
	return s.act(ctx, market.MissSeller, s.id, func(tx *tx) error {
		if m.ProductID.IsZero() {
			return m.Check(tx.now)
		}
		product, err := tx.lockProduct(m.ProductID)
		if err != nil {
			return err
		}
		if err := m.Check(tx.now); err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO missed_answers (seller_id, id, product_id, channel, asked_on, note, recorded_by, recorded_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, m.ProductID, m.Channel, m.AskedOn, m.Note, s.actor.Name, tx.now); err != nil {
			return err
		}
		of := market.MissedProduct{ID: product.ID, Number: product.Number, Name: product.Name, Status: product.Status}
		if err := tx.get(&of.Misses, `SELECT count(*) FROM missed_answers WHERE seller_id = $1 AND product_id = $2`, product.ID); err != nil {
			return err
		}
		tx.note("product", nil, product.Number)
		tx.note("misses", of.Misses-1, of.Misses)
		if of.ToDelist() {
			if err := tx.tellDesk(nil, "seller.miss", market.Because("notice.desk_missed", product.Number, product.Name, of.Misses), "/operator/sellers/"+s.id.String()+"/missed"); err != nil {
				return err
			}
		}
		return tx.notify("seller.miss", market.Because("notice.seller.miss", product.Name, market.Word("seller."+m.Channel), m.AskedOn, of.Misses, market.MissesMost), "/products/"+product.ID.String())
	})
}

// Missed lists the questions that were not answered in time, the newest first.
func (s *Seller) Missed(ctx context.Context) (all []market.Missed, err error) {
	err = s.list(ctx, &all, `SELECT m.id, m.product_id, p.name AS product_name, m.channel, m.asked_on, m.note, m.recorded_by, m.recorded_at
		FROM missed_answers m JOIN products p ON p.seller_id = m.seller_id AND p.id = m.product_id
		WHERE m.seller_id = $1 ORDER BY m.recorded_at DESC, m.id DESC LIMIT 100`)
	return all, err
}

// MissedProducts lists the products that can be asked about, with how many questions about them
// were not answered.
func (s *Seller) MissedProducts(ctx context.Context) (all []market.MissedProduct, err error) {
	err = s.list(ctx, &all, `SELECT p.id, p.number, p.name, p.status,
			(SELECT count(*) FROM missed_answers m WHERE m.seller_id = p.seller_id AND m.product_id = p.id) AS misses
		FROM products p WHERE p.seller_id = $1 AND p.status <> 'draft' ORDER BY misses DESC, p.number LIMIT 500`)
	return all, err
}
