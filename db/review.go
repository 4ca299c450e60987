package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const reviewColumns = `seller_id, id, number, kind, subject, title, before, payload, status, submitted_by,
	submitted_at, due_at, decided_by, decided_at, reason, version`

// soldSo leaves the requests about listings of one sale type: $5.
const soldSo = ` AND ($5 = '' OR EXISTS (SELECT 1 FROM products p WHERE p.seller_id = $1 AND p.id = reviews.subject AND p.sale_type = $5))`

// Review is one request for consent.
func (s *Seller) Review(ctx context.Context, id market.ReviewID) (review market.Review, err error) {
	err = s.get(ctx, &review, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND id = $2`, id)
	return review, err
}

// Reviews lists the seller's requests, newest first.
func (s *Seller) Reviews(ctx context.Context, search market.ReviewSearch, ask market.Ask) (market.Page[market.Review], error) {
	k := from(ask)
	query := `SELECT ` + reviewColumns + ` FROM reviews
		WHERE seller_id = $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR status = $3)
			AND ($4 = '' OR number LIKE $4 || '%' OR strpos(lower(title), lower($4)) > 0)` + soldSo + `
			AND ($6::timestamptz IS NULL OR (submitted_at, id) < ($6, $7))
		ORDER BY submitted_at DESC, id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + reviewColumns + ` FROM reviews
			WHERE seller_id = $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR status = $3)
				AND ($4 = '' OR number LIKE $4 || '%' OR strpos(lower(title), lower($4)) > 0)` + soldSo + `
				AND ($6::timestamptz IS NULL OR (submitted_at, id) > ($6, $7))
			ORDER BY submitted_at, id LIMIT $8`
	}
	var rows []market.Review
	if err := s.list(ctx, &rows, query, search.Kind, search.Status, search.Text, search.Sale, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Review]{}, err
	}
	found := page(ask, rows, reviewPlace)
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM reviews
		WHERE seller_id = $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR status = $3)
			AND ($4 = '' OR number LIKE $4 || '%' OR strpos(lower(title), lower($4)) > 0)`+soldSo+`
		LIMIT 10001) x`, search.Kind, search.Status, search.Text, search.Sale)
	return found, err
}

// ReviewRow is one request with the listing that it is about.
func (s *Seller) ReviewRow(ctx context.Context, id market.ReviewID) (market.ReviewRow, error) {
	review, err := s.Review(ctx, id)
	if err != nil {
		return market.ReviewRow{}, err
	}
	rows, err := s.withProducts(ctx, []market.Review{review})
	if err != nil {
		return market.ReviewRow{}, err
	}
	return rows[0], nil
}

// ReviewRows are the seller's requests with the listings that they are about, newest first.
func (s *Seller) ReviewRows(ctx context.Context, search market.ReviewSearch, ask market.Ask) (rows market.Page[market.ReviewRow], err error) {
	found, err := s.Reviews(ctx, search, ask)
	if err != nil {
		return rows, err
	}
	rows = market.Page[market.ReviewRow]{Next: found.Next, Previous: found.Previous, Count: found.Count}
	rows.Rows, err = s.withProducts(ctx, found.Rows)
	return rows, err
}

// withProducts puts the listings that they are about beside the requests.
func (s *Seller) withProducts(ctx context.Context, reviews []market.Review) ([]market.ReviewRow, error) {
	ids := make([]string, len(reviews))
	for i, review := range reviews {
		ids[i] = review.Subject.String()
	}
	var products []market.ReviewedProduct
	if err := s.list(ctx, &products, `SELECT p.id, p.access_type, p.sale_type, p.status, p.site, p.draft IS NOT NULL AND NOT EXISTS
			(SELECT 1 FROM reviews v WHERE v.seller_id = $1 AND v.subject = p.id AND v.status = 'pending') AS drafted
		FROM products p WHERE p.seller_id = $1 AND p.id = ANY($2::uuid[]) LIMIT 10001`, pq.Array(ids)); err != nil {
		return nil, err
	}
	rows := make([]market.ReviewRow, len(reviews))
	for i, review := range reviews {
		rows[i].Review = review
		if at := slices.IndexFunc(products, func(p market.ReviewedProduct) bool { return p.ID.UUID == review.Subject }); at >= 0 {
			rows[i].Product = &products[at]
		}
	}
	return rows, nil
}

// ReviewCounts is how many of the seller's requests stand in each state.
func (s *Seller) ReviewCounts(ctx context.Context) (map[market.ReviewStatus]int, error) {
	var rows []struct {
		Status market.ReviewStatus
		N      int
	}
	counts := map[market.ReviewStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM reviews WHERE seller_id = $1 GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// ReviewsOf lists everything that was asked about one subject, newest first.
func (s *Seller) ReviewsOf(ctx context.Context, subject fmt.Stringer) (reviews []market.Review, err error) {
	err = s.list(ctx, &reviews, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND subject = $2
		ORDER BY submitted_at DESC, id DESC LIMIT 50`, subject.String())
	return reviews, err
}

// submitReview asks the operator for consent in this transaction. Only one request may be
// open per subject (catalogue.md §2.10).
func (t *tx) submitReview(kind market.ReviewKind, subject fmt.Stringer, title string, before, payload any) (market.Review, error) {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return market.Review{}, err
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return market.Review{}, err
	}
	was, err := json.Marshal(before)
	if err != nil {
		return market.Review{}, err
	}
	shall, err := json.Marshal(payload)
	if err != nil {
		return market.Review{}, err
	}
	id := market.NewID[market.Review](t.now)
	number, err := t.number("AP", "review", id)
	if err != nil {
		return market.Review{}, err
	}
	var review market.Review
	err = t.get(&review, `INSERT INTO reviews (seller_id, id, number, kind, subject, title, before, payload, status,
			submitted_by, submitted_at, due_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9, $10, $11) RETURNING `+reviewColumns,
		id, number, kind, subject.String(), title, string(was), string(shall),
		t.s.actor.Name, t.now, calendar.PlusDays(t.now, settings.ReviewDays))
	if violates(err, "reviews_one_open") {
		return market.Review{}, market.Conflict("review.already_open", title)
	}
	if err != nil {
		return review, err
	}
	return review, t.tellDesk(nil, "review.submit", market.Because("notice.desk_review", number, market.Word(kind.Key()), title, review.DueAt), "/operator/reviews/"+id.String())
}

// ApproveReview gives the operator's consent: what was asked for happens.
func (s *Seller) ApproveReview(ctx context.Context, id market.ReviewID) error {
	return s.decideReview(ctx, market.ApproveReview, id, "")
}

// RejectReview refuses the consent for a reason that the seller sees.
func (s *Seller) RejectReview(ctx context.Context, id market.ReviewID, reason string) error {
	return s.decideReview(ctx, market.RejectReview, id, reason)
}

// WithdrawReview takes the request back; what was asked for can be edited again.
func (s *Seller) WithdrawReview(ctx context.Context, id market.ReviewID) error {
	return s.decideReview(ctx, market.WithdrawReview, id, "")
}

// verdict is what a decided review does to its subject.
type verdict func(*tx, market.Review) error

// verdicts is what each kind of review does when it is decided.
var verdicts = map[market.ReviewKind]map[market.Act]verdict{
	market.ReviewIdentity: {
		market.ApproveReview: decideIdentity(market.ApproveReview), market.RejectReview: decideIdentity(market.RejectReview),
		market.WithdrawReview: decideIdentity(market.WithdrawReview)},
	market.ReviewOnboarding: {
		market.ApproveReview: (*tx).approveOnboarding, market.RejectReview: (*tx).rejectOnboarding,
		market.WithdrawReview: (*tx).withdrawOnboarding},
	market.ReviewCertification: {
		market.ApproveReview: (*tx).approveCertification, market.RejectReview: (*tx).rejectCertification,
		market.WithdrawReview: (*tx).withdrawCertification},
	market.ReviewContract: {
		market.ApproveReview: (*tx).approveContract, market.RejectReview: (*tx).rejectContract,
		market.WithdrawReview: (*tx).withdrawContract},
	market.ReviewProfile: {
		market.ApproveReview: (*tx).approveProfile, market.RejectReview: (*tx).keepProfile, market.WithdrawReview: (*tx).keepProfile},
	market.ReviewLetter: {
		market.ApproveReview: decideLetter(market.ApproveReview), market.RejectReview: decideLetter(market.RejectReview),
		market.WithdrawReview: decideLetter(market.WithdrawReview)},
	market.ReviewStore: {
		market.ApproveReview: decideStore(market.ApproveReview), market.RejectReview: decideStore(market.RejectReview),
		market.WithdrawReview: decideStore(market.WithdrawReview)},
	market.ReviewRecertification: {
		market.ApproveReview: (*tx).approveRecertification, market.RejectReview: (*tx).keepCertification,
		market.WithdrawReview: (*tx).keepCertification},
	market.ReviewProductPublish: {
		market.ApproveReview: (*tx).approveProductPublish, market.RejectReview: (*tx).rejectProductPublish,
		market.WithdrawReview: (*tx).withdrawProductPublish},
	market.ReviewProductModify: {
		market.ApproveReview: (*tx).approveProductModify, market.RejectReview: (*tx).reopenProductDraft,
		market.WithdrawReview: (*tx).reopenProductDraft},
	market.ReviewProductDelist: {
		market.ApproveReview: (*tx).approveProductDelist, market.RejectReview: (*tx).keepProduct,
		market.WithdrawReview: (*tx).keepProduct},
	market.ReviewSpecDelist: {
		market.ApproveReview: (*tx).approveSpecDelist, market.RejectReview: (*tx).keepProduct,
		market.WithdrawReview: (*tx).keepProduct},
	market.ReviewOffer: {
		market.ApproveReview: (*tx).approveOffer, market.RejectReview: (*tx).rejectOffer,
		market.WithdrawReview: (*tx).withdrawOffer},
	market.ReviewCoupon: {
		market.ApproveReview: (*tx).approveCoupon, market.RejectReview: (*tx).rejectCoupon,
		market.WithdrawReview: (*tx).withdrawCoupon},
	market.ReviewTestCredit: {
		market.ApproveReview: decideTestCredit(market.ApproveReview), market.RejectReview: decideTestCredit(market.RejectReview),
		market.WithdrawReview: decideTestCredit(market.WithdrawReview)},
	market.ReviewPlan: {
		market.ApproveReview: decidePlan(market.ApproveReview), market.RejectReview: decidePlan(market.RejectReview),
		market.WithdrawReview: decidePlan(market.WithdrawReview)},
	market.ReviewCourier: {
		market.ApproveReview: (*tx).addCourier, market.RejectReview: (*tx).leaveCouriers, market.WithdrawReview: (*tx).leaveCouriers},
	market.ReviewAsset: {
		market.ApproveReview: (*tx).approveAsset, market.RejectReview: (*tx).rejectAsset, market.WithdrawReview: (*tx).withdrawAsset},
	market.ReviewCredential: {
		market.ApproveReview: (*tx).approveCredential, market.RejectReview: (*tx).rejectCredential,
		market.WithdrawReview: (*tx).rejectCredential},
	market.ReviewCredentialChange: {
		market.ApproveReview: (*tx).approveCredentialChange, market.RejectReview: (*tx).dropCredentialChange,
		market.WithdrawReview: (*tx).dropCredentialChange},
}

func (s *Seller) decideReview(ctx context.Context, act market.Act, id market.ReviewID, reason string) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		review, err := tx.lockReview(id)
		if err != nil {
			return err
		}
		if err := review.Decide(act, s.actor.Name, reason, tx.now); err != nil {
			return err
		}
		if err := tx.saveReview(review); err != nil {
			return err
		}
		tx.note("status", market.ReviewPending, review.Status)
		if err := verdicts[review.Kind][act](tx, review); err != nil || act == market.WithdrawReview {
			return err
		}
		return tx.notify(review.Kind.Notice(), market.Because("review.notice_"+string(review.Status), review.Number,
			market.Word(review.Kind.Key()), review.Title, review.Reason), "/reviews/"+review.ID.String())
	})
}

func (t *tx) lockReview(id market.ReviewID) (review market.Review, err error) {
	err = t.get(&review, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	t.about(id, review.Number)
	return review, err
}

func (t *tx) saveReview(r market.Review) error {
	return t.one(`UPDATE reviews SET status = $3, decided_by = $4, decided_at = $5, reason = $6, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $7`, r.ID, r.Status, r.DecidedBy, r.DecidedAt, r.Reason, r.Version)
}

func reviewPlace(r market.Review) cursor { return cursor{r.SubmittedAt, r.ID.UUID} }
