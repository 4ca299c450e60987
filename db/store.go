package db

import (
	"context"
	"errors"
	"strconv"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const storeColumns = `id, status, draft, live, reason, edited_at, live_at, version`

// Store is the seller's store page; an empty one before it is begun.
func (s *Seller) Store(ctx context.Context) (store market.Store, err error) {
	err = s.get(ctx, &store, `SELECT `+storeColumns+` FROM stores WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.Store{}, nil
	}
	return store, err
}

// EditStore keeps the store page as it is, right or wrong; what buyers see stays as it was
// approved (catalogue.md §1.10). Pictures stand in their fields: case_picture_1, certificates.
func (s *Seller) EditStore(ctx context.Context, page market.StorePage, files []Upload) error {
	id := market.NewID[market.Store](s.db.Now())
	return s.act(ctx, market.EditStore, id, func(tx *tx) error {
		if _, err := tx.lockSeller(); err != nil {
			return err
		}
		was, err := tx.lockStore()
		if err != nil {
			return err
		}
		next, err := market.StoreMoves.Next(was.Status, market.EditStore)
		if err != nil {
			return err
		}
		if was.Status != market.StoreNone {
			id = was.ID
		}
		if page.Products, err = tx.ownProducts(page.Products); err != nil {
			return err
		}
		for i := range page.Cases {
			if page.Cases[i].Picture == nil && i < len(was.Draft.V.Cases) {
				page.Cases[i].Picture = was.Draft.V.Cases[i].Picture
			}
		}
		if page.Certificates == nil {
			page.Certificates = was.Draft.V.Certificates
		}
		for _, upload := range files {
			file, err := tx.addFile(upload.Name, upload.Purpose, upload.Content)
			if err != nil {
				return market.AsField(upload.Field, err)
			}
			if upload.Purpose == market.FileHonour {
				page.Certificates = append(page.Certificates, file.ID)
			}
			for i := range page.Cases {
				if upload.Field == "case_picture_"+strconv.Itoa(i+1) {
					page.Cases[i].Picture = &file.ID
				}
			}
		}
		return tx.exec(`INSERT INTO stores (seller_id, id, status, draft, edited_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (seller_id) DO UPDATE SET status = $3, draft = $4, edited_at = $5, reason = '', version = stores.version + 1`,
			id, next, market.JSON[market.StorePage]{V: page}, tx.now)
	})
}

// ownProducts keeps of the products those that the seller has on sale, in their order.
func (t *tx) ownProducts(asked []market.ProductID) (products []market.ProductID, err error) {
	if len(asked) == 0 {
		return nil, nil
	}
	var known int
	if err := t.get(&known, `SELECT count(*) FROM products WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(asked)); err != nil {
		return nil, err
	}
	if known != len(asked) {
		return nil, market.NotFound
	}
	err = t.list(&products, `SELECT x.id FROM unnest($2::uuid[]) WITH ORDINALITY AS x (id, n) JOIN products p ON p.seller_id = $1 AND p.id = x.id
		WHERE p.status = 'on_sale' ORDER BY x.n`, pq.Array(asked))
	return products, err
}

// SubmitStore asks the operator for consent to the store page.
func (s *Seller) SubmitStore(ctx context.Context) error {
	return s.act(ctx, market.SubmitStore, s.id, func(tx *tx) error {
		seller, err := tx.lockSeller()
		if err != nil {
			return err
		}
		store, err := tx.lockStore()
		if err != nil {
			return err
		}
		next, err := market.StoreMoves.Next(store.Status, market.SubmitStore)
		if err != nil {
			return err
		}
		if err := store.Draft.V.Check(); err != nil {
			return err
		}
		if err := tx.one(`UPDATE stores SET status = $3, version = version + 1 WHERE seller_id = $1 AND id = $2`, store.ID, next); err != nil {
			return err
		}
		_, err = tx.submitReview(market.ReviewStore, store.ID, seller.CompanyName, store.Live.V, store.Draft.V)
		return err
	})
}

// decideStore is what a decision does to the store page.
func decideStore(act market.Act) verdict {
	return func(t *tx, review market.Review) error {
		store, err := t.lockStore()
		if err != nil {
			return err
		}
		next, err := market.StoreMoves.Next(store.Status, act)
		if err != nil {
			return err
		}
		if next == market.StoreLive {
			return t.one(`UPDATE stores SET status = $3, live = draft, live_at = $4, version = version + 1 WHERE seller_id = $1 AND id = $2`, store.ID, next, t.now)
		}
		return t.one(`UPDATE stores SET status = $3, reason = $4, version = version + 1 WHERE seller_id = $1 AND id = $2`, store.ID, next, review.Reason)
	}
}

func (t *tx) lockStore() (store market.Store, err error) {
	err = t.get(&store, `SELECT `+storeColumns+` FROM stores WHERE seller_id = $1 FOR UPDATE`)
	if errors.Is(err, market.NotFound) {
		return market.Store{}, nil
	}
	return store, err
}

// StoreOffers lists the featured products of a page that are on sale and public, in order.
func (s *Seller) StoreOffers(ctx context.Context, page market.StorePage) (offers []market.StorefrontStoreOffer, err error) {
	err = s.list(ctx, &offers, `SELECT p.number, p.name FROM unnest($2::uuid[]) WITH ORDINALITY AS x (id, n)
		JOIN products p ON p.seller_id = $1 AND p.id = x.id WHERE p.status = 'on_sale' AND p.public AND `+unhidden+` ORDER BY x.n LIMIT 50`, pq.Array(page.Products))
	return offers, err
}

// Store is a seller's store page as it was approved, by the seller's number (catalogue.md
// §1.10).
func (f *Storefront) Store(ctx context.Context, number string) (shown market.StorefrontStore, err error) {
	var row struct {
		SellerID                                        market.SellerID
		Number, CompanyName, ServicePhone, ServiceEmail string
		Live                                            market.JSON[market.StorePage]
	}
	if err := f.db.getRow(ctx, &row, `SELECT c.id AS seller_id, c.number, c.company_name, c.service_phone, c.service_email, x.live
		FROM sellers c JOIN stores x ON x.seller_id = c.id WHERE c.number = $1 AND c.status = 'approved' AND x.live IS NOT NULL`, number); err != nil {
		return shown, err
	}
	page := row.Live.V
	shown = market.StorefrontStore{Number: row.Number, CompanyName: row.CompanyName, ServicePhone: row.ServicePhone, ServiceEmail: row.ServiceEmail,
		Introduction: page.Introduction, Strengths: page.Strengths, Vision: page.Vision, Cases: page.Cases, Certificates: page.Certificates, News: page.News}
	shown.Products, err = f.Seller(row.SellerID).StoreOffers(ctx, page)
	return shown, err
}
