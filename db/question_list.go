package db

import (
	"context"

	"sellercenter/internal/market"
)

const questionRow = questionColumns + `, p.name AS product_name, p.number AS product_number`

const questionFrom = ` FROM questions q JOIN products p ON p.seller_id = q.seller_id AND p.id = q.product_id`

const questionWhere = ` WHERE q.seller_id = $1 AND ($2 = '' OR q.status = $2)
	AND ($3 = '' OR q.number LIKE $3 || '%' OR strpos(lower(q.text), lower($3)) > 0 OR strpos(lower(q.answer), lower($3)) > 0)
	AND ($4 = '' OR p.number LIKE $4 || '%' OR strpos(lower(p.name), lower($4)) > 0)
	AND ($5::timestamptz IS NULL OR q.asked_at >= $5) AND ($6::timestamptz IS NULL OR q.asked_at < $6)`

// Question is one question; a buyer finds only its own.
func (s *Seller) Question(ctx context.Context, id market.QuestionID) (row market.QuestionRow, err error) {
	err = s.get(ctx, &row, `SELECT `+questionRow+questionFrom+` WHERE q.seller_id = $1 AND q.id = $2`, id)
	if err == nil && s.hidesFrom(row.CustomerID, false) {
		return market.QuestionRow{}, market.NotFound
	}
	return row, err
}

// Questions lists what buyers asked, newest first.
func (s *Seller) Questions(ctx context.Context, search market.QuestionSearch, ask market.Ask) (market.Page[market.QuestionRow], error) {
	k := from(ask)
	query := `SELECT ` + questionRow + questionFrom + questionWhere + `
		AND ($7::timestamptz IS NULL OR (q.asked_at, q.id) < ($7, $8)) ORDER BY q.asked_at DESC, q.id DESC LIMIT $9`
	if k.up {
		query = `SELECT ` + questionRow + questionFrom + questionWhere + `
			AND ($7::timestamptz IS NULL OR (q.asked_at, q.id) > ($7, $8)) ORDER BY q.asked_at, q.id LIMIT $9`
	}
	with := []any{search.Tab, search.Text, search.Product, search.From, search.Until}
	var rows []market.QuestionRow
	if err := s.list(ctx, &rows, query, append(with, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.QuestionRow]{}, err
	}
	p := page(ask, rows, func(r market.QuestionRow) cursor { return cursor{r.AskedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+questionFrom+questionWhere+` LIMIT 10001) x`, with...)
	return p, err
}

// QuestionCounts is how many questions each view holds.
func (s *Seller) QuestionCounts(ctx context.Context) (counts market.QuestionCounts, err error) {
	err = s.get(ctx, &counts, `SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE status = 'answered') AS answered,
		count(*) FILTER (WHERE status = 'hidden') AS hidden, count(*) AS all
		FROM (SELECT status FROM questions WHERE seller_id = $1 LIMIT 10001) x`)
	return counts, err
}

// QuestionSteps is what was said and done about a question, oldest first.
func (s *Seller) QuestionSteps(ctx context.Context, id market.QuestionID) (all []market.QuestionStep, err error) {
	err = s.list(ctx, &all, `SELECT id, at, party, actor, act, text FROM question_steps
		WHERE seller_id = $1 AND question_id = $2 ORDER BY at, no LIMIT 500`, id)
	return all, err
}

// ProductQuestions are the answered questions that everybody reads about a product, what was
// answered last first.
func (s *Seller) ProductQuestions(ctx context.Context, product market.ProductID, ask market.Ask) (market.Page[market.QuestionRow], error) {
	k := from(ask)
	query := `SELECT ` + questionRow + questionFrom + ` WHERE q.seller_id = $1 AND q.product_id = $2 AND q.status = 'answered'
		AND ($3::timestamptz IS NULL OR (q.answered_at, q.id) < ($3, $4)) ORDER BY q.answered_at DESC, q.id DESC LIMIT $5`
	if k.up {
		query = `SELECT ` + questionRow + questionFrom + ` WHERE q.seller_id = $1 AND q.product_id = $2 AND q.status = 'answered'
			AND ($3::timestamptz IS NULL OR (q.answered_at, q.id) > ($3, $4)) ORDER BY q.answered_at, q.id LIMIT $5`
	}
	var rows []market.QuestionRow
	if err := s.list(ctx, &rows, query, product, k.at, k.id, k.limit); err != nil {
		return market.Page[market.QuestionRow]{}, err
	}
	return page(ask, rows, func(r market.QuestionRow) cursor { return cursor{*r.AnsweredAt, r.ID.UUID} }), nil
}

// Questions are what the shop front's customer asked at all sellers, newest first.
func (f *Storefront) Questions(ctx context.Context, ask market.Ask) (market.Page[market.QuestionRow], error) {
	const columns = `SELECT ` + questionRow + `, c.number AS seller_number, c.company_name` + questionFrom + `
		JOIN sellers c ON c.id = q.seller_id WHERE q.customer_id = $1`
	k := from(ask)
	query := columns + ` AND ($2::timestamptz IS NULL OR (q.asked_at, q.id) < ($2, $3)) ORDER BY q.asked_at DESC, q.id DESC LIMIT $4`
	if k.up {
		query = columns + ` AND ($2::timestamptz IS NULL OR (q.asked_at, q.id) > ($2, $3)) ORDER BY q.asked_at, q.id LIMIT $4`
	}
	var rows []market.QuestionRow
	if err := f.db.listRows(ctx, &rows, query, f.actor.Customer, k.at, k.id, k.limit); err != nil {
		return market.Page[market.QuestionRow]{}, err
	}
	return page(ask, rows, func(r market.QuestionRow) cursor { return cursor{r.AskedAt, r.ID.UUID} }), nil
}

// Questions lists what buyers asked of all sellers, newest first.
func (o *Operator) Questions(ctx context.Context, search market.QuestionSearch, ask market.Ask) (market.Page[market.QuestionRow], error) {
	k := from(ask)
	const where = ` JOIN sellers c ON c.id = q.seller_id WHERE ($1 = '' OR q.status = $1)
		AND ($2 = '' OR q.number LIKE $2 || '%' OR strpos(lower(q.text), lower($2)) > 0 OR strpos(lower(q.answer), lower($2)) > 0
			OR strpos(lower(c.company_name), lower($2)) > 0)
		AND ($3 = '' OR p.number LIKE $3 || '%' OR strpos(lower(p.name), lower($3)) > 0)
		AND ($4::timestamptz IS NULL OR q.asked_at >= $4) AND ($5::timestamptz IS NULL OR q.asked_at < $5)`
	query := `SELECT ` + questionRow + `, c.company_name` + questionFrom + where + `
		AND ($6::timestamptz IS NULL OR (q.asked_at, q.id) < ($6, $7)) ORDER BY q.asked_at DESC, q.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + questionRow + `, c.company_name` + questionFrom + where + `
			AND ($6::timestamptz IS NULL OR (q.asked_at, q.id) > ($6, $7)) ORDER BY q.asked_at, q.id LIMIT $8`
	}
	with := []any{search.Tab, search.Text, search.Product, search.From, search.Until}
	var rows []market.QuestionRow
	if err := o.db.listRows(ctx, &rows, query, append(with, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.QuestionRow]{}, err
	}
	p := page(ask, rows, func(r market.QuestionRow) cursor { return cursor{r.AskedAt, r.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+questionFrom+where+` LIMIT 10001) x`, with...)
	return p, err
}

// QuestionCounts is how many questions of all sellers each view holds.
func (o *Operator) QuestionCounts(ctx context.Context) (counts market.QuestionCounts, err error) {
	err = o.db.getRow(ctx, &counts, `SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting, count(*) FILTER (WHERE status = 'answered') AS answered,
		count(*) FILTER (WHERE status = 'hidden') AS hidden, count(*) AS all FROM (SELECT status FROM questions LIMIT 10001) x`)
	return counts, err
}

// Question is one question of any seller.
func (o *Operator) Question(ctx context.Context, id market.QuestionID) (row market.QuestionRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+questionRow+`, c.company_name`+questionFrom+` JOIN sellers c ON c.id = q.seller_id WHERE q.id = $1`, id)
	return row, err
}
