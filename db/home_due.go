package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// dueFor is how long the counts of the frame may be old: every page asks for them.
const dueFor = 10 * time.Second

// Due is what waits for the seller's people. It is kept for some seconds.
func (s *Seller) Due(ctx context.Context) (due market.Due, err error) {
	now := s.db.Now()
	if due, known := s.db.due.get(s.scope(), now); known {
		return due, nil
	}
	err = s.get(ctx, &due, `SELECT
		(SELECT count(*) FROM (SELECT 1 FROM supervisions WHERE seller_id = $1 AND turn = 'seller'
			AND status IN ('running', 'frozen') AND NOT test LIMIT 1001) x) AS supervisions,
		(SELECT count(*) FROM (SELECT 1 FROM fulfilments WHERE seller_id = $1 AND status = 'retrying' AND NOT test LIMIT 1001) x) AS fulfilments,
		(SELECT count(*) FROM (SELECT 1 FROM refunds WHERE seller_id = $1 AND status IN ('requested', 'inspecting') AND NOT test LIMIT 1001) x) AS refunds,
		(SELECT count(*) FROM (SELECT 1 FROM appeals WHERE seller_id = $1 AND status = 'evidence' AND asked_party = 'seller' AND NOT test LIMIT 1001) x) AS appeals,
		(SELECT count(*) FROM (SELECT 1 FROM appeals WHERE seller_id = $1 AND status IN ('pending', 'evidence') AND NOT test LIMIT 1001) x) AS open_appeals,
		(SELECT count(*) FROM reviews WHERE seller_id = $1 AND status = 'pending' AND kind LIKE 'product%') AS reviews,
		(SELECT count(*) FROM statements WHERE seller_id = $1 AND status IN ('reviewing', 'request_failed', 'invoicing', 'payment_rejected')) AS statements,
		(SELECT count(*) FROM (SELECT 1 FROM notices WHERE seller_id = $1 AND read_at IS NULL
			AND ($2::text[] IS NULL OR split_part(split_part(link, '?', 1), '/', 2) = ANY($2)) LIMIT 1001) x) AS notices,
		(SELECT count(*) FROM (SELECT 1 FROM invoices WHERE seller_id = $1 AND status IN ('requested', 'returning') AND NOT test LIMIT 1001) x) AS invoices,
		(SELECT count(*) FROM (SELECT 1 FROM tickets WHERE seller_id = $1 AND status IN ('dispatched', 'processing') AND NOT test LIMIT 1001) x) AS tickets,
		(SELECT count(*) FROM (SELECT 1 FROM questions WHERE seller_id = $1 AND status = 'waiting' LIMIT 1001) x) AS questions,
		(SELECT count(*) FROM (SELECT 1 FROM tasks WHERE seller_id = $1 AND status IN ('running', 'undoing') LIMIT 1001) x) AS running`, s.paths())
	if err == nil {
		s.db.due.set(s.scope(), due, now, dueFor)
	}
	return due, err
}

// DueTiles is what the overview's strip shows. The most urgent flows are read first, so the
// worst case is right even where counting stops.
func (s *Seller) DueTiles(ctx context.Context) (tiles market.DueTiles, err error) {
	now := s.db.Now()
	err = s.get(ctx, &tiles, `WITH
		ours AS MATERIALIZED (SELECT node, status, due_at FROM supervisions
			WHERE seller_id = $1 AND turn = 'seller' AND status IN ('running', 'frozen') AND NOT test
			ORDER BY rank_at, id LIMIT 10001),
		failing AS MATERIALIZED (SELECT endpoint_id, result_code, deadline_at FROM fulfilments
			WHERE seller_id = $1 AND status = 'retrying' AND NOT test LIMIT 10001),
		asked AS MATERIALIZED (SELECT amount, due_at FROM refunds
			WHERE seller_id = $1 AND status = 'requested' AND NOT test LIMIT 10001),
		disputes AS MATERIALIZED (SELECT status = 'evidence' AND asked_party = 'seller' AS asks, due_at FROM appeals
			WHERE seller_id = $1 AND status IN ('pending', 'evidence') AND NOT test LIMIT 10001)
		SELECT c.*, d.*, f.*, r.*, a.*, q.* FROM
			(SELECT count(*) AS confirm_n, count(*) FILTER (WHERE status = 'running' AND due_at < $2) AS confirm_late,
				count(*) FILTER (WHERE status = 'running' AND due_at >= $2 AND due_at < $3) AS confirm_today,
				min(due_at) FILTER (WHERE status = 'running') AS confirm_at FROM ours WHERE node = 'REQ_REVIEW') c,
			(SELECT count(*) FILTER (WHERE status = 'running' AND due_at < $3) AS deliver_n,
				count(*) FILTER (WHERE status = 'running' AND due_at < $2) AS deliver_late, count(*) AS deliver_open,
				min(due_at) FILTER (WHERE status = 'running') AS deliver_at FROM ours WHERE node = 'DELIVERING') d,
			(SELECT count(*) AS failing_n, count(DISTINCT endpoint_id) AS failing_addresses,
				coalesce(min(result_code), '') AS failing_code, coalesce(max(result_code), '') AS failing_other,
				min(deadline_at) AS failing_at FROM failing) f,
			(SELECT count(*) AS refunds_n, coalesce(sum(amount), 0) AS refunds_amount, min(due_at) AS refunds_at FROM asked) r,
			(SELECT count(*) AS appeals_n, count(*) FILTER (WHERE asks) AS appeals_asked,
				coalesce(min(due_at) FILTER (WHERE asks), min(due_at)) AS appeals_at FROM disputes) a,
			(SELECT count(*) AS questions_n, min(asked_at) AS questions_at FROM (SELECT asked_at FROM questions
				WHERE seller_id = $1 AND status = 'waiting' ORDER BY asked_at LIMIT 10001) x) q`,
		now, endOfDay(now))
	return tiles, err
}

// UrgentSupervision is the flow on our side whose time runs out first.
func (s *Seller) UrgentSupervision(ctx context.Context) (id market.SupervisionID, err error) {
	err = s.get(ctx, &id, `SELECT id FROM supervisions WHERE seller_id = $1 AND turn = 'seller'
		AND status IN ('running', 'frozen') AND NOT test ORDER BY rank_at, id LIMIT 1`)
	return id, err
}

// SupervisionHeat counts the open flows by node and by how long they have stood there.
func (s *Seller) SupervisionHeat(ctx context.Context) ([]market.HeatCount, error) {
	now := s.db.Now()
	if counts, known := s.db.heats.get(s.scope(), now); known {
		return counts, nil
	}
	counts, err := s.supervisionHeat(ctx, now)
	open := 0
	for _, count := range counts {
		open += count.N
	}
	if err == nil && open > manyOpen {
		s.db.heats.set(s.scope(), counts, now, dueFor)
	}
	return counts, err
}

func (s *Seller) supervisionHeat(ctx context.Context, now time.Time) (counts []market.HeatCount, err error) {
	calendar, err := s.db.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	bounds := market.AgeBounds(calendar, now)
	err = s.list(ctx, &counts, `SELECT node, CASE WHEN entered_at > $3 THEN 0 WHEN entered_at > $4 THEN 1
			WHEN entered_at > $5 THEN 2 WHEN entered_at > $6 THEN 3 ELSE 4 END AS age,
			count(*) AS n, count(*) FILTER (WHERE status = 'running' AND due_at < $2) AS late
		FROM (SELECT node, entered_at, status, due_at FROM supervisions
			WHERE seller_id = $1 AND status IN ('running', 'frozen') AND NOT test LIMIT 50000) x
		GROUP BY 1, 2 ORDER BY 1, 2`, now, bounds[0], bounds[1], bounds[2], bounds[3])
	return counts, err
}
