package db

import (
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const supervisionRow = supervisionColumns + `, o.number AS order_number, o.product_name, o.spec_name, o.sale_type, o.access_type,
	o.quantity, o.customer_id, o.customer_name, o.amount, o.currency, o.postpaid, o.placed_at, o.status AS order_status,
	a.id AS appeal_id, a.status AS appeal_status, a.due_at AS appeal_due_at,
	coalesce((SELECT w.status FROM refunds w WHERE w.seller_id = v.seller_id AND w.order_id = v.order_id
		AND w.status NOT IN ('paid', 'rejected', 'withdrawn')), '') AS refund_status`

const supervisionFrom = ` FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
	LEFT JOIN appeals a ON a.seller_id = v.seller_id AND a.supervision_id = v.id AND a.status IN ('pending', 'evidence')`

// supervisionFound narrows flows by a search: $2 view, $3 now, $4 end of the day, $5 text, $6 node,
// $7 party, $8 access type, $9 and $10 when the order was placed, $11 and $12 when the node was entered,
// $13 product, $14 who of the seller's people did something to it since $15: $16 what. What a
// search asks of the order is looked up only where it asks something; a list joins the order
// and the appeal to its screenful, not to all that is found.
const supervisionFound = ` FROM supervisions v WHERE v.seller_id = $1 AND NOT v.test
	AND CASE $2::text
		WHEN 'mine' THEN v.turn = 'seller' AND v.status IN ('running', 'frozen')
		WHEN 'today' THEN v.status = 'running' AND v.due_at >= $3 AND v.due_at < $4
		WHEN 'late' THEN v.status = 'running' AND v.due_at < $3
		WHEN 'frozen' THEN v.status = 'frozen'
		WHEN 'accepting' THEN v.status = 'running' AND v.node = 'ACCEPTING'
		WHEN 'open' THEN v.status IN ('running', 'frozen')
		ELSE true END
	AND ($6 = '' OR v.node = $6) AND ($7 = '' OR v.turn = $7)
	AND ($11::timestamptz IS NULL OR v.entered_at > $11) AND ($12::timestamptz IS NULL OR v.entered_at <= $12)
	AND ($14 = '' OR ` + workedOn + `)
	AND ($5 = '' AND $8 = '' AND $13 = '' AND $9::timestamptz IS NULL AND $10::timestamptz IS NULL OR EXISTS (SELECT 1 FROM orders o
		WHERE o.seller_id = v.seller_id AND o.id = v.order_id
			AND ($5 = '' OR o.number LIKE $5 || '%' OR strpos(lower(o.product_name), lower($5)) > 0 OR strpos(lower(o.customer_name), lower($5)) > 0)
			AND ($8 = '' OR o.access_type = $8) AND ($13 = '' OR o.product_name = $13)
			AND ($9::timestamptz IS NULL OR o.placed_at >= $9) AND ($10::timestamptz IS NULL OR o.placed_at < $10)))`

const (
	supervisionCount = `SELECT count(*) FROM (SELECT 1` + supervisionFound + ` LIMIT 10001) x`

	flows      = supervisionFrom + ` JOIN (SELECT v.seller_id, v.id`
	ofTheFlows = `) x ON x.seller_id = v.seller_id AND x.id = v.id`
)

// workedOn reports whether the person did that to the flow.
const workedOn = `EXISTS (SELECT 1 FROM supervision_logs l WHERE l.seller_id = $1 AND l.supervision_id = v.id AND l.party = 'seller'
	AND (l.actor = $14 OR l.actor IN (SELECT k.number FROM keys k LEFT JOIN people p ON p.id = k.person_id
			WHERE k.seller_id = $1 AND coalesce(p.name, k.created_by) = $14)) AND l.at >= $15 AND ($16 = '' OR l.act IN (` + handingOver + `) AND ($16 = 'handed' OR ` + sentBack + `)))`

// handingOver are the acts by which a person hands something over.
const handingOver = `'supervision.deliver', 'supervision.present', 'supervision.prove', 'supervision.ship'`

// sentBack reports whether the buyer sent back what the act handed over.
const sentBack = `EXISTS (SELECT 1 FROM supervision_logs r WHERE r.seller_id = $1 AND r.supervision_id = l.supervision_id
	AND r.act = 'supervision.reject' AND r.at > l.at AND r.from_node = l.to_node)`

// Supervisions lists flows by remaining time, or by when the order was placed.
func (s *Seller) Supervisions(ctx context.Context, search market.SupervisionSearch, ask market.Ask) (market.Page[market.SupervisionRow], error) {
	byPlaced := ask.Sort == "placed_at"
	k := from(ask)
	var query string
	switch {
	case byPlaced && k.up:
		query = `SELECT ` + supervisionRow + flows + supervisionFound + `
			AND ($17::timestamptz IS NULL OR (v.started_at, v.id) > ($17, $18)) ORDER BY v.started_at, v.id LIMIT $19` + ofTheFlows + ` ORDER BY v.started_at, v.id`
	case byPlaced:
		query = `SELECT ` + supervisionRow + flows + supervisionFound + `
			AND ($17::timestamptz IS NULL OR (v.started_at, v.id) < ($17, $18)) ORDER BY v.started_at DESC, v.id DESC LIMIT $19` + ofTheFlows + ` ORDER BY v.started_at DESC, v.id DESC`
	case k.up:
		query = `SELECT ` + supervisionRow + flows + supervisionFound + `
			AND ($17::timestamptz IS NULL OR (v.rank_at, v.id) > ($17, $18)) ORDER BY v.rank_at, v.id LIMIT $19` + ofTheFlows + ` ORDER BY v.rank_at, v.id`
	default:
		query = `SELECT ` + supervisionRow + flows + supervisionFound + `
			AND ($17::timestamptz IS NULL OR (v.rank_at, v.id) < ($17, $18)) ORDER BY v.rank_at DESC, v.id DESC LIMIT $19` + ofTheFlows + ` ORDER BY v.rank_at DESC, v.id DESC`
	}
	var rows []market.SupervisionRow
	if err := s.list(ctx, &rows, query, append(s.supervisionArgs(search), k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.SupervisionRow]{}, err
	}
	p := page(ask, rows, func(r market.SupervisionRow) cursor {
		if byPlaced {
			return cursor{r.StartedAt, r.ID.UUID}
		}
		return cursor{r.RankAt, r.ID.UUID}
	})
	var err error
	p.Count, err = s.count(ctx, supervisionCount, s.supervisionArgs(search)...)
	return p, err
}

func (s *Seller) supervisionArgs(search market.SupervisionSearch) []any {
	now := s.db.Now()
	return []any{search.Tab, now, endOfDay(now), search.Text, search.Node, search.Turn, search.Access, search.From, search.Until, search.EnteredAfter, search.EnteredUntil,
		search.Product, search.Person, now.AddDate(0, 0, -market.BoardDays), search.Did}
}

func endOfDay(now time.Time) time.Time { return market.DayOf(now).Plus(1).Begin() }

// SupervisionRows are the flows of those ids, in the order of the list.
func (s *Seller) SupervisionRows(ctx context.Context, ids []market.SupervisionID) (rows []market.SupervisionRow, err error) {
	err = s.list(ctx, &rows, `SELECT `+supervisionRow+supervisionFrom+`
		WHERE v.seller_id = $1 AND v.id = ANY($2) ORDER BY v.rank_at, v.id`, pq.Array(ids))
	return rows, err
}

// manyOpen is how many open deliveries make their counts dear enough to be kept for some
// seconds.
const manyOpen = 1000

// SupervisionCounts is how many flows each view holds; counting stops where it no longer
// matters.
func (s *Seller) SupervisionCounts(ctx context.Context) (market.SupervisionCounts, error) {
	now := s.db.Now()
	if counts, known := s.db.flows.get(s.scope(), now); known {
		return counts, nil
	}
	var counts struct {
		market.SupervisionCounts
		Open int
	}
	err := s.get(ctx, &counts, `SELECT
			count(*) FILTER (WHERE turn = 'seller') AS mine,
			count(*) FILTER (WHERE status = 'running' AND due_at >= $2 AND due_at < $3) AS today,
			count(*) FILTER (WHERE status = 'running' AND due_at < $2) AS late,
			count(*) FILTER (WHERE status = 'frozen') AS frozen,
			count(*) FILTER (WHERE status = 'running' AND node = 'ACCEPTING') AS accepting,
			count(*) AS open,
			(SELECT count(*) FROM (SELECT 1 FROM supervisions WHERE seller_id = $1 AND NOT test LIMIT 10001) x) AS "all"
		FROM (SELECT turn, status, due_at, node FROM supervisions
			WHERE seller_id = $1 AND status IN ('running', 'frozen') AND NOT test LIMIT 10001) v`, now, endOfDay(now))
	if err == nil && counts.Open > manyOpen {
		s.db.flows.set(s.scope(), counts.SupervisionCounts, now, dueFor)
	}
	return counts.SupervisionCounts, err
}
