package db

import (
	"context"
	"net/url"
	"time"

	"sellercenter/internal/market"
	"sellercenter/internal/signing"
)

const fulfilmentLine = `f.seller_id, f.id, f.order_id, f.lane, f.line, f.instance_id, f.endpoint_id, f.activity, f.status,
	f.attempts, f.polls, f.result_code, f.cause, f.begun_at, f.next_at, f.deadline_at, f.settled_at, f.test, f.version,
	o.number AS order_number, o.status AS order_status, o.product_name, o.spec_name, o.quantity, o.amount, o.currency,
	coalesce(i.number, '') AS instance_number, coalesce(e.url, '') AS endpoint_url`

const fulfilmentJoins = `
	JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id
	LEFT JOIN instances i ON i.seller_id = f.seller_id AND i.order_id = f.lane AND i.line = f.line
	LEFT JOIN endpoints e ON e.seller_id = f.seller_id AND e.id = f.endpoint_id`

const fulfilmentFilter = `
	WHERE f.seller_id = $1
		AND ($2 = '' OR f.status = $2 OR ($2 = 'failing' AND f.status IN ('retrying', 'exhausted')))
		AND ($3 = '' OR f.activity = $3) AND ($4 = '' OR f.result_code = $4)
		AND ($5 = '' OR f.order_id IN (SELECT id FROM orders WHERE seller_id = $1 AND number = $5
				UNION ALL (SELECT id FROM orders WHERE seller_id = $1 AND length($5) < 18 AND starts_with(number, $5) LIMIT 200))
			OR f.lane IN (SELECT order_id FROM instances WHERE seller_id = $1 AND number = $5))`

// Fulfilments lists the seller's messages, the newest first.
func (s *Seller) Fulfilments(ctx context.Context, search market.FulfilmentSearch, ask market.Ask) (market.Page[market.FulfilmentLine], error) {
	ask.Up = false
	k := from(ask)
	query := `SELECT ` + fulfilmentLine + ` FROM fulfilments f` + fulfilmentJoins + fulfilmentFilter + `
			AND ($6::timestamptz IS NULL OR (f.begun_at, f.id) < ($6, $7::uuid))
		ORDER BY f.begun_at DESC, f.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + fulfilmentLine + ` FROM fulfilments f` + fulfilmentJoins + fulfilmentFilter + `
				AND ($6::timestamptz IS NULL OR (f.begun_at, f.id) > ($6, $7::uuid))
			ORDER BY f.begun_at, f.id LIMIT $8`
	}
	var rows []market.FulfilmentLine
	if err := s.list(ctx, &rows, query, search.Status, search.Activity, search.Code, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.FulfilmentLine]{}, err
	}
	p := page(ask, rows, func(f market.FulfilmentLine) cursor { return cursor{f.BegunAt, f.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM fulfilments f`+fulfilmentFilter+` LIMIT 10001) few`,
		search.Status, search.Activity, search.Code, search.Text)
	return p, err
}

// FulfilmentsMatching are the ids of the messages that a search finds, at most 500: for
// acts on all of them.
func (s *Seller) FulfilmentsMatching(ctx context.Context, search market.FulfilmentSearch) (ids []market.FulfilmentID, err error) {
	err = s.list(ctx, &ids, `SELECT f.id FROM fulfilments f`+fulfilmentFilter+` ORDER BY f.begun_at DESC, f.id DESC LIMIT 500`,
		search.Status, search.Activity, search.Code, search.Text)
	return ids, err
}

// Fulfilment is one message.
func (s *Seller) Fulfilment(ctx context.Context, id market.FulfilmentID) (line market.FulfilmentLine, err error) {
	err = s.get(ctx, &line, `SELECT `+fulfilmentLine+` FROM fulfilments f`+fulfilmentJoins+` WHERE f.seller_id = $1 AND f.id = $2`, id)
	return line, err
}

// FulfilmentsOfOrder lists an order's messages, the oldest first.
func (s *Seller) FulfilmentsOfOrder(ctx context.Context, order market.OrderID) (lines []market.FulfilmentLine, err error) {
	err = s.list(ctx, &lines, `SELECT `+fulfilmentLine+` FROM fulfilments f`+fulfilmentJoins+`
		WHERE f.seller_id = $1 AND f.order_id = $2 ORDER BY f.begun_at, f.id LIMIT 100`, order)
	return lines, err
}

// FulfilmentCounts is how many messages fail and how many are under way; each is bounded.
func (s *Seller) FulfilmentCounts(ctx context.Context) (counts struct{ Failing, Underway int }, err error) {
	err = s.get(ctx, &counts, `SELECT
		(SELECT count(*) FROM (SELECT 1 FROM fulfilments WHERE seller_id = $1 AND status IN ('retrying', 'exhausted') LIMIT 1000) few) AS failing,
		(SELECT count(*) FROM (SELECT 1 FROM fulfilments WHERE seller_id = $1 AND status IN ('queued', 'processing') LIMIT 1000) few) AS underway`)
	return counts, err
}

// Attempts lists a message's calls without what was exchanged, the oldest first.
func (s *Seller) Attempts(ctx context.Context, id market.FulfilmentID) (attempts []market.Attempt, err error) {
	err = s.list(ctx, &attempts, `SELECT id, fulfilment_id, no, activity, at, result_code, outcome FROM attempts
		WHERE seller_id = $1 AND fulfilment_id = $2 ORDER BY no LIMIT 500`, id)
	return attempts, err
}

// Attempt is one call of a message, whole; the last one when no is 0.
func (s *Seller) Attempt(ctx context.Context, id market.FulfilmentID, no int) (attempt market.Attempt, err error) {
	err = s.get(ctx, &attempt, `SELECT id, fulfilment_id, no, activity, at, result_code, outcome, exchange FROM attempts
		WHERE seller_id = $1 AND fulfilment_id = $2 AND ($3 = 0 OR no = $3) ORDER BY no DESC LIMIT 1`, id, no)
	return attempt, err
}

// Suspicion is what else is known about the address that an attempt called.
func (s *Seller) Suspicion(ctx context.Context, f market.Fulfilment, attempt market.Attempt) (seen market.Suspicion, err error) {
	var counts struct{ Same, Calls int }
	if err := s.get(ctx, &counts, `SELECT count(*) FILTER (WHERE result_code = $4 AND outcome = $5) AS same, count(*) AS calls
		FROM (SELECT a.result_code, a.outcome FROM attempts a
			JOIN fulfilments f ON f.seller_id = a.seller_id AND f.id = a.fulfilment_id
			WHERE a.seller_id = $1 AND a.at BETWEEN $2 AND $3 AND f.endpoint_id IS NOT DISTINCT FROM $6::uuid
			ORDER BY a.at DESC LIMIT 1000) lately`,
		attempt.At.Add(-24*time.Hour), attempt.At, attempt.ResultCode, attempt.Outcome, f.EndpointID); err != nil {
		return seen, err
	}
	seen.Same, seen.Calls = counts.Same, counts.Calls
	var keys []market.Key
	if err := s.list(ctx, &keys, `SELECT `+keyColumns+` FROM keys WHERE seller_id = $1
		AND purpose = (SELECT purpose FROM keys WHERE seller_id = $1 AND id = $2)
		AND created_at <= (SELECT created_at FROM keys WHERE seller_id = $1 AND id = $2)
		ORDER BY created_at DESC LIMIT 2`, attempt.Exchange.V.KeyID); err != nil {
		return seen, err
	}
	if len(keys) > 0 {
		seen.Key = &keys[0]
	}
	if len(keys) > 1 && attempt.At.Sub(keys[0].CreatedAt) < 7*24*time.Hour {
		seen.Before = &keys[1]
	}
	return seen, nil
}

// SigningSteps computes a recorded request's signature anew, key masked; same reports
// whether it is the one that was sent. A key that is gone leaves no steps.
func (s *Seller) SigningSteps(ctx context.Context, made market.Exchange) (steps []market.SigningStep, same bool, err error) {
	var sealed []byte
	err = s.get(ctx, &sealed, `SELECT sealed FROM keys WHERE seller_id = $1 AND id = $2`, made.KeyID)
	if err == market.NotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	key, err := s.db.sealer.open(sealed)
	if err != nil {
		return nil, false, err
	}
	sent, err := url.Parse(made.URL)
	if err != nil {
		return nil, false, nil // it was never sent
	}
	stamp := signing.QueryStamp(sent.Query())
	recipe, err := signing.Base.Recipe(key, []byte(made.RequestBody), stamp.Timestamp, stamp.Nonce)
	if err != nil {
		return nil, false, nil
	}
	for _, step := range recipe.Steps() {
		steps = append(steps, market.SigningStep(step))
	}
	return steps, recipe.Signature == stamp.Signature, nil
}

// FailedOrders is how many orders of the message's product failed this month through the
// interface (production-interface.md §3.1).
func (s *Seller) FailedOrders(ctx context.Context, f market.Fulfilment) (n int, err error) {
	month := market.MonthOf(s.db.Now()).Begin()
	err = s.get(ctx, &n, `SELECT count(*) FROM fulfilments f JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id
		WHERE f.seller_id = $1 AND f.status = 'exhausted' AND f.activity IN ('newInstance', 'upgradeInstance') AND NOT f.test
			AND f.settled_at >= $2 AND o.product_id = (SELECT product_id FROM orders WHERE seller_id = $1 AND id = $3)`, month, f.OrderID)
	return n, err
}
