package db

import (
	"context"

	"sellercenter/internal/market"
)

// productRowColumns reads what stands beside the live content where there is one, otherwise
// the draft.
const productRowColumns = `p.seller_id, p.id, p.number, p.sale_type, p.access_type, p.status, p.name,
	coalesce(r.edition, p.draft->>'version', '') AS edition,
	coalesce(r.logo_id::text, p.draft->'logo'->>'id', '00000000-0000-0000-0000-000000000000')::uuid AS logo,
	p.public, p.draft IS NOT NULL AND p.status = 'on_sale' AS changed, p.listed_at, p.updated_at,
	coalesce(r.spec_count, jsonb_array_length(coalesce(p.draft->'specs', '[]'))) AS specs,
	(SELECT count(*) FROM (SELECT 1 FROM favorites f WHERE f.seller_id = p.seller_id AND f.product_id = p.id LIMIT 1000) f) AS favorites,
	(SELECT v.kind FROM reviews v WHERE v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending') AS review_kind`

// $2 access type, $3 status, $4 public, $5 beginning of the number, $6 part of the name, $7 sale type,
// $8 and $9 when it was last changed
const (
	productRows   = `SELECT ` + productRowColumns + ` FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id`
	productFilter = ` WHERE p.seller_id = $1 AND p.status <> 'draft' AND ($2 = '' OR p.access_type = $2) AND ($3 = '' OR p.status = $3)
		AND ($4 = '' OR p.public = ($4 = 'yes')) AND ($5 = '' OR starts_with(p.number, $5))
		AND ($6 = '' OR strpos(lower(p.name), lower($6)) > 0) AND ($7 = '' OR p.sale_type = $7)
		AND ($8::timestamptz IS NULL OR p.updated_at >= $8) AND ($9::timestamptz IS NULL OR p.updated_at < $9)`

	// the beginning of a number that few have: its products are found by number, then sorted
	productNumbered = `WITH numbered AS MATERIALIZED (SELECT p.id, p.updated_at FROM products p` + productFilter + `) `
	productsOf      = ` JOIN products p ON p.seller_id = $1 AND p.id = n.id LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id`
)

// Products lists what is, was or shall soon be on sale, last changed first.
func (s *Seller) Products(ctx context.Context, search market.ProductSearch, ask market.Ask) (p market.Page[market.ProductRow], err error) {
	number, name, err := s.productText(ctx, search.Text)
	if err != nil {
		return p, err
	}
	args := []any{search.AccessType, search.Status, search.Public, number, name, search.SaleType, search.From, search.Until}
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM products p`+productFilter+` LIMIT 10001) x`, args...)
	if err != nil {
		return p, err
	}
	k, few := from(ask), number != "" && !p.Count.More
	var query string
	switch {
	case few && k.up:
		query = productNumbered + `SELECT ` + productRowColumns + ` FROM (SELECT n.id FROM numbered n
			WHERE $10::timestamptz IS NULL OR (n.updated_at, n.id) > ($10, $11) ORDER BY n.updated_at, n.id LIMIT $12) n` + productsOf + ` ORDER BY p.updated_at, p.id LIMIT $12`
	case few:
		query = productNumbered + `SELECT ` + productRowColumns + ` FROM (SELECT n.id FROM numbered n
			WHERE $10::timestamptz IS NULL OR (n.updated_at, n.id) < ($10, $11) ORDER BY n.updated_at DESC, n.id DESC LIMIT $12) n` + productsOf + ` ORDER BY p.updated_at DESC, p.id DESC LIMIT $12`
	case k.up:
		query = productRows + productFilter + ` AND ($10::timestamptz IS NULL OR (p.updated_at, p.id) > ($10, $11)) ORDER BY p.updated_at, p.id LIMIT $12`
	default:
		query = productRows + productFilter + ` AND ($10::timestamptz IS NULL OR (p.updated_at, p.id) < ($10, $11)) ORDER BY p.updated_at DESC, p.id DESC LIMIT $12`
	}
	var rows []market.ProductRow
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return p, err
	}
	count := p.Count
	p = page(ask, rows, productPlace)
	p.Count = count
	return p, nil
}

// productText tells whether somebody typed the beginning of a number, which an index finds,
// or else part of a name.
func (s *Seller) productText(ctx context.Context, text string) (number, name string, err error) {
	if text == "" {
		return "", "", nil
	}
	var is bool
	err = s.get(ctx, &is, `SELECT EXISTS (SELECT 1 FROM products WHERE seller_id = $1 AND starts_with(number, $2))`, text)
	if is {
		return text, "", err
	}
	return "", text, err
}

// draftFilter are the drafts that were not submitted: $2 part of the name, $3 access type.
const draftFilter = ` FROM products p LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
	WHERE p.seller_id = $1 AND p.draft IS NOT NULL AND p.status IN ('draft', 'rejected', 'on_sale')
		AND ($2 = '' OR strpos(lower(p.name), lower($2)) > 0) AND ($3 = '' OR p.access_type = $3)
		AND NOT EXISTS (SELECT 1 FROM reviews v WHERE v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending')`

// Drafts lists what is being edited and was not submitted, last changed first.
func (s *Seller) Drafts(ctx context.Context, search market.DraftSearch, ask market.Ask) (found market.Page[market.ProductRow], err error) {
	k := from(ask)
	query := `SELECT ` + productRowColumns + draftFilter + ` AND ($4::timestamptz IS NULL OR (p.updated_at, p.id) < ($4, $5))
		ORDER BY p.updated_at DESC, p.id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + productRowColumns + draftFilter + ` AND ($4::timestamptz IS NULL OR (p.updated_at, p.id) > ($4, $5))
			ORDER BY p.updated_at, p.id LIMIT $6`
	}
	var rows []market.ProductRow
	if err := s.list(ctx, &rows, query, search.Text, search.AccessType, k.at, k.id, k.limit); err != nil {
		return found, err
	}
	found = page(ask, rows, productPlace)
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+draftFilter+` LIMIT 10001) x`, search.Text, search.AccessType)
	return found, err
}

// Products lists the listings of all sellers, last changed first.
func (o *Operator) Products(ctx context.Context, search market.ProductSearch, ask market.Ask) (market.Page[market.ProductRow], error) {
	k := from(ask)
	query := `SELECT ` + productRowColumns + `, s.company_name FROM products p JOIN sellers s ON s.id = p.seller_id
		LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		WHERE p.status <> 'draft' AND ($1 = '' OR p.access_type = $1) AND ($2 = '' OR p.status = $2)
			AND ($3 = '' OR p.number LIKE $3 || '%' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
			AND ($4::timestamptz IS NULL OR (p.updated_at, p.id) < ($4, $5))
		ORDER BY p.updated_at DESC, p.id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + productRowColumns + `, s.company_name FROM products p JOIN sellers s ON s.id = p.seller_id
			LEFT JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
			WHERE p.status <> 'draft' AND ($1 = '' OR p.access_type = $1) AND ($2 = '' OR p.status = $2)
				AND ($3 = '' OR p.number LIKE $3 || '%' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
				AND ($4::timestamptz IS NULL OR (p.updated_at, p.id) > ($4, $5))
			ORDER BY p.updated_at, p.id LIMIT $6`
	}
	var rows []market.ProductRow
	if err := o.db.listRows(ctx, &rows, query, search.AccessType, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.ProductRow]{}, err
	}
	found := page(ask, rows, productPlace)
	var err error
	found.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM products p JOIN sellers s ON s.id = p.seller_id
		WHERE p.status <> 'draft' AND ($1 = '' OR p.access_type = $1) AND ($2 = '' OR p.status = $2)
			AND ($3 = '' OR p.number LIKE $3 || '%' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
		LIMIT 10001) x`, search.AccessType, search.Status, search.Text)
	return found, err
}

// ProductOwner is whose listing it is.
func (o *Operator) ProductOwner(ctx context.Context, id market.ProductID) (seller market.SellerID, err error) {
	err = o.db.getRow(ctx, &seller, `SELECT seller_id FROM products WHERE id = $1`, id)
	return seller, err
}

func productPlace(p market.ProductRow) cursor { return cursor{p.UpdatedAt, p.ID.UUID} }
