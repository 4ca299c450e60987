package db

import (
	"context"

	"sellercenter/internal/market"
)

const operatorReviewColumns = `r.seller_id, r.id, r.number, r.kind, r.subject, r.title, r.before, r.payload, r.status,
	r.submitted_by, r.submitted_at, r.due_at, r.decided_by, r.decided_at, r.reason, r.version, s.company_name`

// Reviews is the operator's queue over all sellers: what waits, the oldest first, unless
// another state is asked for; then the newest first.
func (o *Operator) Reviews(ctx context.Context, search market.ReviewSearch, ask market.Ask) (market.Page[market.OperatorReview], error) {
	k := from(ask)
	query := `SELECT ` + operatorReviewColumns + ` FROM reviews r JOIN sellers s ON s.id = r.seller_id
		WHERE ($1 = '' OR r.kind = $1) AND ($2 = '' OR r.status = $2)
			AND ($3 = '' OR r.number LIKE $3 || '%' OR strpos(lower(r.title), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
			AND ($4::timestamptz IS NULL OR (r.submitted_at, r.id) < ($4, $5))
		ORDER BY r.submitted_at DESC, r.id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + operatorReviewColumns + ` FROM reviews r JOIN sellers s ON s.id = r.seller_id
			WHERE ($1 = '' OR r.kind = $1) AND ($2 = '' OR r.status = $2)
				AND ($3 = '' OR r.number LIKE $3 || '%' OR strpos(lower(r.title), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
				AND ($4::timestamptz IS NULL OR (r.submitted_at, r.id) > ($4, $5))
			ORDER BY r.submitted_at, r.id LIMIT $6`
	}
	var rows []market.OperatorReview
	if err := o.db.listRows(ctx, &rows, query, search.Kind, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.OperatorReview]{}, err
	}
	found := page(ask, rows, func(r market.OperatorReview) cursor { return reviewPlace(r.Review) })
	var err error
	found.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM reviews r JOIN sellers s ON s.id = r.seller_id
		WHERE ($1 = '' OR r.kind = $1) AND ($2 = '' OR r.status = $2)
			AND ($3 = '' OR r.number LIKE $3 || '%' OR strpos(lower(r.title), lower($3)) > 0 OR strpos(s.company_name, $3) > 0)
		LIMIT 10001) x`, search.Kind, search.Status, search.Text)
	return found, err
}

// Review is one request of any seller.
func (o *Operator) Review(ctx context.Context, id market.ReviewID) (review market.OperatorReview, err error) {
	err = o.db.getRow(ctx, &review, `SELECT `+operatorReviewColumns+`
		FROM reviews r JOIN sellers s ON s.id = r.seller_id WHERE r.id = $1`, id)
	return review, err
}

// ReviewCounts is how many requests of all sellers wait, by kind.
func (o *Operator) ReviewCounts(ctx context.Context) (map[market.ReviewKind]int, error) {
	var rows []struct {
		Kind market.ReviewKind
		N    int
	}
	counts := map[market.ReviewKind]int{}
	err := o.db.listRows(ctx, &rows, `SELECT kind, count(*) AS n FROM reviews WHERE status = 'pending' GROUP BY kind`)
	for _, row := range rows {
		counts[row.Kind] = row.N
	}
	return counts, err
}
