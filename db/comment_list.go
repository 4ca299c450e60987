package db

import (
	"context"

	"sellercenter/internal/market"
)

const commentRow = commentColumns + `, p.name AS product_name, p.number AS product_number, o.number AS order_number`

const commentFrom = ` FROM comments c JOIN products p ON p.seller_id = c.seller_id AND p.id = c.product_id
	JOIN orders o ON o.seller_id = c.seller_id AND o.id = c.order_id`

const commentWhere = ` WHERE c.seller_id = $1 AND c.status <> 'deleted' AND ($2 = '' OR c.status = $2) AND ($3::uuid IS NULL OR c.product_id = $3)
	AND ($4 = 0 OR c.stars = $4)
	AND ($5 = '' OR c.number LIKE $5 || '%' OR o.number LIKE $5 || '%' OR strpos(lower(c.text), lower($5)) > 0
		OR strpos(lower(p.name), lower($5)) > 0 OR strpos(lower(c.customer_name), lower($5)) > 0)
	AND ($6::timestamptz IS NULL OR c.written_at >= $6) AND ($7::timestamptz IS NULL OR c.written_at < $7)`

const commentStars = `count(*) FILTER (WHERE stars = 1) AS one, count(*) FILTER (WHERE stars = 2) AS two, count(*) FILTER (WHERE stars = 3) AS three,
	count(*) FILTER (WHERE stars = 4) AS four, count(*) FILTER (WHERE stars = 5) AS five`

func commentPlace(r market.CommentRow) cursor { return cursor{r.WrittenAt, r.ID.UUID} }

// Comment is one review; a customer finds only its own.
func (s *Seller) Comment(ctx context.Context, id market.CommentID) (row market.CommentRow, err error) {
	err = s.get(ctx, &row, `SELECT `+commentRow+commentFrom+` WHERE c.seller_id = $1 AND c.id = $2`, id)
	if err == nil && s.hidesFrom(row.CustomerID, false) {
		return market.CommentRow{}, market.NotFound
	}
	return row, err
}

// Comments lists the reviews of the seller's products, newest first, without those that
// their customers took back.
func (s *Seller) Comments(ctx context.Context, search market.CommentSearch, ask market.Ask) (market.Page[market.CommentRow], error) {
	k := from(ask)
	query := `SELECT ` + commentRow + commentFrom + commentWhere + `
		AND ($8::timestamptz IS NULL OR (c.written_at, c.id) < ($8, $9)) ORDER BY c.written_at DESC, c.id DESC LIMIT $10`
	if k.up {
		query = `SELECT ` + commentRow + commentFrom + commentWhere + `
			AND ($8::timestamptz IS NULL OR (c.written_at, c.id) > ($8, $9)) ORDER BY c.written_at, c.id LIMIT $10`
	}
	with := []any{search.Tab, search.Product, search.Stars, search.Text, search.From, search.Until}
	var rows []market.CommentRow
	if err := s.list(ctx, &rows, query, append(with, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.CommentRow]{}, err
	}
	p := page(ask, rows, commentPlace)
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+commentFrom+commentWhere+` LIMIT 10001) x`, with...)
	return p, err
}

// CommentCounts is how many reviews each view holds.
func (s *Seller) CommentCounts(ctx context.Context) (counts market.CommentCounts, err error) {
	err = s.get(ctx, &counts, `SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE status = 'replied') AS replied,
		count(*) FILTER (WHERE status = 'hidden') AS hidden
		FROM (SELECT status FROM comments WHERE seller_id = $1 AND status <> 'deleted' LIMIT 10001) x`)
	return counts, err
}

// CommentScore is how many public reviews gave each number of stars, of one product or of all.
func (s *Seller) CommentScore(ctx context.Context, product *market.ProductID) (score market.Score, err error) {
	err = s.get(ctx, &score, `SELECT `+commentStars+` FROM comments
		WHERE seller_id = $1 AND status IN ('waiting', 'replied') AND ($2::uuid IS NULL OR product_id = $2)`, product)
	return score, err
}

// CommentedProducts are the products that were reviewed, by name.
func (s *Seller) CommentedProducts(ctx context.Context) (products []market.ProductName, err error) {
	err = s.list(ctx, &products, `SELECT id, number, name, status FROM products p WHERE p.seller_id = $1
		AND EXISTS (SELECT 1 FROM comments c WHERE c.seller_id = p.seller_id AND c.product_id = p.id AND c.status <> 'deleted') ORDER BY name, id LIMIT 1000`)
	return products, err
}

// ProductComments are the public reviews of a product, newest first.
func (s *Seller) ProductComments(ctx context.Context, product market.ProductID, ask market.Ask) (market.Page[market.CommentRow], error) {
	const rows = `SELECT ` + commentRow + commentFrom + ` WHERE c.seller_id = $1 AND c.product_id = $2 AND c.status IN ('waiting', 'replied')`
	k := from(ask)
	query := rows + ` AND ($3::timestamptz IS NULL OR (c.written_at, c.id) < ($3, $4)) ORDER BY c.written_at DESC, c.id DESC LIMIT $5`
	if k.up {
		query = rows + ` AND ($3::timestamptz IS NULL OR (c.written_at, c.id) > ($3, $4)) ORDER BY c.written_at, c.id LIMIT $5`
	}
	var found []market.CommentRow
	if err := s.list(ctx, &found, query, product, k.at, k.id, k.limit); err != nil {
		return market.Page[market.CommentRow]{}, err
	}
	return page(ask, found, commentPlace), nil
}

// Comments are the shop front's customer's own reviews at all sellers, newest first.
func (f *Storefront) Comments(ctx context.Context, ask market.Ask) (market.Page[market.CommentRow], error) {
	const rows = `SELECT ` + commentRow + `, s.company_name` + commentFrom + ` JOIN sellers s ON s.id = c.seller_id
		WHERE c.customer_id = $1 AND c.status <> 'deleted'`
	k := from(ask)
	query := rows + ` AND ($2::timestamptz IS NULL OR (c.written_at, c.id) < ($2, $3)) ORDER BY c.written_at DESC, c.id DESC LIMIT $4`
	if k.up {
		query = rows + ` AND ($2::timestamptz IS NULL OR (c.written_at, c.id) > ($2, $3)) ORDER BY c.written_at, c.id LIMIT $4`
	}
	var found []market.CommentRow
	if err := f.db.listRows(ctx, &found, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.CommentRow]{}, err
	}
	return page(ask, found, commentPlace), nil
}

// Comments are the reviews of all sellers, newest first.
func (o *Operator) Comments(ctx context.Context, search market.CommentSearch, ask market.Ask) (market.Page[market.CommentRow], error) {
	const where = ` JOIN sellers s ON s.id = c.seller_id WHERE c.status <> 'deleted' AND ($1 = '' OR c.status = $1) AND ($2 = 0 OR c.stars = $2)
		AND ($3 = '' OR c.number LIKE $3 || '%' OR strpos(lower(c.text), lower($3)) > 0 OR strpos(lower(p.name), lower($3)) > 0
			OR strpos(lower(s.company_name), lower($3)) > 0)
		AND ($4::timestamptz IS NULL OR c.written_at >= $4) AND ($5::timestamptz IS NULL OR c.written_at < $5)`
	k := from(ask)
	query := `SELECT ` + commentRow + `, s.company_name` + commentFrom + where + `
		AND ($6::timestamptz IS NULL OR (c.written_at, c.id) < ($6, $7)) ORDER BY c.written_at DESC, c.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + commentRow + `, s.company_name` + commentFrom + where + `
			AND ($6::timestamptz IS NULL OR (c.written_at, c.id) > ($6, $7)) ORDER BY c.written_at, c.id LIMIT $8`
	}
	with := []any{search.Tab, search.Stars, search.Text, search.From, search.Until}
	var rows []market.CommentRow
	if err := o.db.listRows(ctx, &rows, query, append(with, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.CommentRow]{}, err
	}
	p := page(ask, rows, commentPlace)
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+commentFrom+where+` LIMIT 10001) x`, with...)
	return p, err
}

// Comment is one review of any seller.
func (o *Operator) Comment(ctx context.Context, id market.CommentID) (row market.CommentRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+commentRow+`, s.company_name`+commentFrom+` JOIN sellers s ON s.id = c.seller_id WHERE c.id = $1`, id)
	return row, err
}
