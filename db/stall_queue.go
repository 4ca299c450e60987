package db

import "strings"

// stalled are the orders of the seller who.id that do not move, one branch for each place
// where an order can stand; an order stands in the queue once, at the first of them that
// holds it. Every branch is read along its own index and stops after $10 rows. rank is where
// it stands in the queue: by deadline, then, a thousand years behind, by how long it waits.
// $1 seller, $2 cause, $3 owner, $4 before when it is due, $5 text, $6 and $7 since when it
// waits, $8 and $9 the place to go on from.
const stalled = `
	(SELECT o.id AS order_id, 'unpaid' AS cause, 'buyer' AS owner, o.id AS subject, o.placed_at AS since, o.pay_by AS due_at, o.pay_by AS rank_at
		FROM orders o
		WHERE o.seller_id = who.id AND o.status = 'pending_payment' AND NOT o.test
			AND $2 IN ('', 'unpaid') AND $3 IN ('', 'buyer') AND o.pay_by < $4
			` + stallText + `
			AND ($6::timestamptz IS NULL OR o.placed_at > $6) AND ($7::timestamptz IS NULL OR o.placed_at <= $7)
			AND (o.pay_by, o.id) > ($8::timestamptz, $9::uuid)
		ORDER BY o.pay_by, o.id LIMIT $10)
	UNION ALL
	(SELECT o.id, 'unopened', 'seller', o.id, o.paid_at, NULL, o.paid_at + interval '1000 years'
		FROM orders o
		WHERE o.seller_id = who.id AND o.status = 'processing' AND NOT o.supervised AND NOT o.test AND o.type NOT IN ('unsubscribe', 'unsubscribe_renewal')
			AND NOT EXISTS (SELECT 1 FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id
				AND f.status IN ('queued', 'processing', 'retrying', 'exhausted') AND (f.status <> 'exhausted' OR f.activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance')))
			AND NOT EXISTS (` + stallRefund + `)
			AND $2 IN ('', 'unopened') AND $3 IN ('', 'seller') AND $4 = 'infinity'::timestamptz
			` + stallText + `
			AND ($6::timestamptz IS NULL OR o.paid_at > $6) AND ($7::timestamptz IS NULL OR o.paid_at <= $7)
			AND (o.paid_at, o.id) > ($8::timestamptz - interval '1000 years', $9::uuid)
		ORDER BY o.paid_at, o.id LIMIT $10)
	UNION ALL
	(SELECT o.id, CASE f.status WHEN 'processing' THEN 'opening' WHEN 'retrying' THEN 'failing' ELSE 'exhausted' END, 'seller', f.id, f.begun_at,
			CASE WHEN f.status <> 'exhausted' THEN f.deadline_at END, f.deadline_at
		FROM fulfilments f JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id
		WHERE f.seller_id = who.id AND f.status IN ('processing', 'retrying', 'exhausted') AND NOT f.test
			AND (f.status <> 'exhausted' OR f.activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance'))
			AND NOT EXISTS (SELECT 1 FROM fulfilments e WHERE e.seller_id = f.seller_id AND e.order_id = f.order_id AND e.id < f.id
				AND e.status IN ('processing', 'retrying', 'exhausted') AND (e.status <> 'exhausted' OR e.activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance')))
			AND NOT EXISTS (` + stallRefund + `)
			AND $2 IN ('', 'opening', 'failing', 'exhausted') AND $2 IN ('', CASE f.status WHEN 'processing' THEN 'opening' WHEN 'retrying' THEN 'failing' ELSE 'exhausted' END) AND $3 IN ('', 'seller')
			AND f.deadline_at < $4 AND ($4 = 'infinity'::timestamptz OR f.status <> 'exhausted')
			` + stallText + `
			AND ($6::timestamptz IS NULL OR f.begun_at > $6) AND ($7::timestamptz IS NULL OR f.begun_at <= $7)
			AND (f.deadline_at, f.id) > ($8::timestamptz, $9::uuid)
		ORDER BY f.deadline_at, f.id LIMIT $10)
	UNION ALL
	(SELECT o.id, CASE WHEN v.status = 'frozen' THEN 'appeal' WHEN v.turn = 'buyer' THEN 'buyer' WHEN v.turn = 'operator' THEN 'operator'
				WHEN v.turn = 'system' THEN 'activation' WHEN ` + stallMissing + ` THEN 'document' ELSE 'seller' END,
			v.turn, v.id, coalesce(v.frozen_at, v.entered_at), CASE WHEN v.status = 'running' THEN v.due_at ELSE v.rank_at END, v.rank_at
		FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.seller_id = who.id AND v.status IN ('running', 'frozen') AND NOT v.test AND v.rank_at < '3500-01-01'
			AND NOT EXISTS (` + stallRefund + `)
			AND NOT EXISTS (SELECT 1 FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id AND f.status IN ('processing', 'retrying', 'exhausted')
				AND (f.status <> 'exhausted' OR f.activity NOT IN ('newInstance', 'queryInstance', 'upgradeInstance')))
			AND $2 IN ('', 'appeal', 'buyer', 'operator', 'activation', 'document', 'seller')
			AND ($2 = '' OR $2 = CASE WHEN v.status = 'frozen' THEN 'appeal' WHEN v.turn = 'buyer' THEN 'buyer' WHEN v.turn = 'operator' THEN 'operator'
				WHEN v.turn = 'system' THEN 'activation' WHEN ` + stallMissing + ` THEN 'document' ELSE 'seller' END)
			AND $3 IN ('', v.turn) AND v.rank_at < $4
			` + stallText + `
			AND ($6::timestamptz IS NULL OR coalesce(v.frozen_at, v.entered_at) > $6) AND ($7::timestamptz IS NULL OR coalesce(v.frozen_at, v.entered_at) <= $7)
			AND (v.rank_at, v.id) > ($8::timestamptz, $9::uuid)
		ORDER BY v.rank_at, v.id LIMIT $10)
	UNION ALL
	(SELECT x.order_id, x.cause, x.owner, x.id, x.since, x.due_at, x.rank_at
		FROM (SELECT o.id AS order_id, r.id, ` + stallSince + ` AS since, CASE WHEN r.status <> 'approved' THEN r.due_at END AS due_at,
				coalesce(CASE WHEN r.status <> 'approved' THEN r.due_at END, r.requested_at + interval '1000 years') AS rank_at,
				CASE WHEN r.status = 'requested' THEN 'refund' WHEN r.status IN ('returning', 'inspecting') THEN r.status WHEN r.status <> 'approved' THEN 'deciding' WHEN i.status IS NOT NULL THEN 'invoice' ELSE 'paying' END AS cause,
				CASE WHEN r.status IN ('requested', 'inspecting') THEN 'seller' WHEN r.status = 'returning' THEN 'buyer' WHEN r.status <> 'approved' THEN 'operator' WHEN i.status = 'returning' THEN 'seller'
					WHEN i.status IS NOT NULL THEN 'buyer' ELSE 'system' END AS owner
			FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
				LEFT JOIN (invoice_orders h JOIN invoices i ON i.seller_id = h.seller_id AND i.id = h.invoice_id AND i.status IN ('issued', 'completed', 'returning'))
					ON h.seller_id = r.seller_id AND h.order_id = r.order_id AND h.holds
			WHERE r.seller_id = who.id AND r.status NOT IN ('paid', 'rejected', 'withdrawn') AND NOT r.test
				AND $2 IN ('', 'refund', 'returning', 'inspecting', 'deciding', 'invoice', 'paying')
			` + stallText + `) x
		WHERE $2 IN ('', x.cause) AND $3 IN ('', x.owner) AND ($4 = 'infinity'::timestamptz OR x.due_at < $4)
			AND ($6::timestamptz IS NULL OR x.since > $6) AND ($7::timestamptz IS NULL OR x.since <= $7)
			AND (x.rank_at, x.id) > ($8::timestamptz, $9::uuid)
		ORDER BY x.rank_at, x.id LIMIT $10)
	UNION ALL
	(SELECT o.id, 'issuing', 'seller', i.id, i.requested_at, i.due_at, i.due_at
		FROM invoices i JOIN LATERAL (SELECT h.order_id FROM invoice_orders h WHERE h.seller_id = i.seller_id AND h.invoice_id = i.id ORDER BY h.order_id LIMIT 1) h ON true
			JOIN orders o ON o.seller_id = i.seller_id AND o.id = h.order_id
		WHERE i.seller_id = who.id AND i.status = 'requested' AND NOT i.test AND NOT EXISTS (` + stallRefund + `)
			AND $2 IN ('', 'issuing') AND $3 IN ('', 'seller') AND i.due_at < $4
			` + stallText + `
			AND ($6::timestamptz IS NULL OR i.requested_at > $6) AND ($7::timestamptz IS NULL OR i.requested_at <= $7)
			AND (i.due_at, i.id) > ($8::timestamptz, $9::uuid)
		ORDER BY i.due_at, i.id LIMIT $10)
	UNION ALL
	(SELECT o.id, 'unrepaid', 'buyer', o.id, o.paid_at, NULL, o.paid_at + interval '1000 years'
		FROM orders o
		WHERE o.seller_id = who.id AND o.status = 'completed' AND NOT o.given_back AND o.postpaid AND o.repaid_at IS NULL AND NOT o.test
			AND NOT EXISTS (` + stallRefund + `) AND NOT EXISTS (` + stallInvoice + `)
			AND $2 IN ('', 'unrepaid') AND $3 IN ('', 'buyer') AND $4 = 'infinity'::timestamptz
			` + stallText + `
			AND ($6::timestamptz IS NULL OR o.paid_at > $6) AND ($7::timestamptz IS NULL OR o.paid_at <= $7)
			AND (o.paid_at, o.id) > ($8::timestamptz - interval '1000 years', $9::uuid)
		ORDER BY o.paid_at, o.id LIMIT $10)
	UNION ALL
	(SELECT o.id, 'uncertified', 'seller', o.id, o.completed_at, NULL, o.paid_at + interval '1000 years'
		FROM orders o
		WHERE o.seller_id = who.id AND o.status = 'completed' AND NOT o.given_back AND NOT o.postpaid AND NOT o.test AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.currency = 'CNY' AND o.paid_at IS NOT NULL
			AND (SELECT count(*) FROM certifications c WHERE c.seller_id = who.id AND c.status = 'certified') = 0
			AND NOT EXISTS (` + stallRefund + `) AND NOT EXISTS (` + stallInvoice + `)
			AND $2 IN ('', 'uncertified') AND $3 IN ('', 'seller') AND $4 = 'infinity'::timestamptz
			` + stallText + `
			AND ($6::timestamptz IS NULL OR o.completed_at > $6) AND ($7::timestamptz IS NULL OR o.completed_at <= $7)
			AND (o.paid_at, o.id) > ($8::timestamptz - interval '1000 years', $9::uuid)
		ORDER BY o.paid_at, o.id LIMIT $10)`

const (
	stallText = `AND ($5 = '' OR starts_with(o.number, $5) OR strpos(lower(o.product_name), lower($5)) > 0 OR strpos(lower(o.customer_name), lower($5)) > 0)`

	stallRefund = `SELECT 1 FROM refunds w WHERE w.seller_id = o.seller_id AND w.order_id = o.id AND w.status NOT IN ('paid', 'rejected', 'withdrawn')`

	// since when whoever decides over the refund now is waited for
	stallSince = `coalesce(CASE r.status WHEN 'requested' THEN r.requested_at WHEN 'inspecting' THEN r.sent_at WHEN 'approved' THEN r.decided_at
		ELSE (SELECT max(l.at) FROM refund_logs l WHERE l.seller_id = r.seller_id AND l.refund_id = r.id) END, r.requested_at)`

	stallInvoice = `SELECT 1 FROM invoice_orders h JOIN invoices i ON i.seller_id = h.seller_id AND i.id = h.invoice_id
		WHERE h.seller_id = o.seller_id AND h.order_id = o.id AND h.holds AND i.status = 'requested'`

	// a document of the node is not there as often as it is needed (market.EvidenceNeeds)
	stallMissing = `EXISTS (SELECT 1 FROM jsonb_array_elements(v.flow->'nodes') n CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(n->'evidence', '[]')) AS k (kind)
		WHERE n->>'key' = v.node GROUP BY k.kind HAVING count(*) > (SELECT count(*) FROM evidences e
			WHERE e.seller_id = v.seller_id AND e.supervision_id = v.id AND e.kind = k.kind))`

	oneSeller  = `(SELECT $1::uuid AS id) who`
	allSellers = `(SELECT c.id FROM sellers c WHERE c.status IN ('approved', 'suspended') AND $1::uuid IS NOT NULL) who`

	stallColumns = `o.seller_id, x.order_id, o.number, o.product_id, o.product_name, o.spec_name, o.customer_id, o.customer_name, o.amount, o.currency,
		o.placed_at, x.cause, x.owner, x.subject, x.since, x.due_at, x.rank_at, coalesce(f.activity, '') AS activity, coalesce(f.result_code, '') AS code,
		coalesce(g.status, '') AS refund, h.invoice_id AS invoice`

	stallJoins = ` JOIN orders o ON o.seller_id = x.seller_id AND o.id = x.order_id
		LEFT JOIN fulfilments f ON f.seller_id = x.seller_id AND f.id = x.subject AND x.cause IN ('opening', 'failing', 'exhausted')
		LEFT JOIN refunds g ON g.seller_id = x.seller_id AND g.id = x.subject AND x.cause IN ('refund', 'returning', 'inspecting', 'deciding', 'invoice', 'paying')
		LEFT JOIN (invoice_orders h JOIN invoices i ON i.seller_id = h.seller_id AND i.id = h.invoice_id AND i.status IN ('issued', 'completed', 'returning'))
			ON h.seller_id = x.seller_id AND h.order_id = x.order_id AND h.holds AND x.cause = 'invoice'`

	stallRows = ` CROSS JOIN LATERAL (` + stalled + `) b ORDER BY b.rank_at, b.subject LIMIT $10) x`
	stallFrom = `SELECT who.id AS seller_id, b.order_id, b.cause, b.owner, b.subject, b.since, b.due_at, b.rank_at FROM `

	stallsMine = `SELECT ` + stallColumns + ` FROM (` + stallFrom + oneSeller + stallRows + stallJoins + ` ORDER BY x.rank_at, x.subject`
	stallsAll  = `SELECT ` + stallColumns + `, c.company_name FROM (` + stallFrom + allSellers + stallRows + stallJoins +
		` JOIN sellers c ON c.id = x.seller_id ORDER BY x.rank_at, x.subject`

	countsMine = `SELECT b.owner, count(*) AS n, count(*) FILTER (WHERE b.due_at < $11) AS late FROM ` + oneSeller + ` CROSS JOIN LATERAL (` + stalled + `) b GROUP BY b.owner`
	countsAll  = `SELECT b.owner, count(*) AS n, count(*) FILTER (WHERE b.due_at < $11) AS late FROM ` + allSellers + ` CROSS JOIN LATERAL (` + stalled + `) b GROUP BY b.owner`
)

// unread turns a statement that no text narrows: it does not look up the orders of what
// names them already.
var unread = strings.NewReplacer(stallText, "AND $5 = ''",
	"JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id", "CROSS JOIN LATERAL (SELECT f.seller_id, f.order_id AS id) o",
	"JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id", "CROSS JOIN LATERAL (SELECT v.seller_id, v.order_id AS id) o",
	"JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id", "CROSS JOIN LATERAL (SELECT r.seller_id, r.order_id AS id) o",
	"JOIN orders o ON o.seller_id = i.seller_id AND o.id = h.order_id", "CROSS JOIN LATERAL (SELECT i.seller_id, h.order_id AS id) o")

// backwards turns a statement of the queue round: nearest first, from a place towards the
// queue's beginning.
var backwards = strings.NewReplacer(") > ($8", ") < ($8", "ORDER BY o.pay_by, o.id", "ORDER BY o.pay_by DESC, o.id DESC", "ORDER BY o.paid_at, o.id", "ORDER BY o.paid_at DESC, o.id DESC",
	"ORDER BY f.deadline_at, f.id", "ORDER BY f.deadline_at DESC, f.id DESC", "ORDER BY v.rank_at, v.id", "ORDER BY v.rank_at DESC, v.id DESC",
	"ORDER BY x.rank_at, x.id", "ORDER BY x.rank_at DESC, x.id DESC", "ORDER BY i.due_at, i.id", "ORDER BY i.due_at DESC, i.id DESC",
	"ORDER BY b.rank_at, b.subject", "ORDER BY b.rank_at DESC, b.subject DESC", "ORDER BY x.rank_at, x.subject", "ORDER BY x.rank_at DESC, x.subject DESC")

// queue is one statement of the queue in the four ways that it is read.
type queue struct{ forth, back, unread, unreadBack string }

func queueOf(statement string) queue {
	plain := unread.Replace(statement)
	return queue{statement, backwards.Replace(statement), plain, backwards.Replace(plain)}
}

func (q queue) read(text string, back bool) string {
	switch {
	case text == "" && back:
		return q.unreadBack
	case text == "":
		return q.unread
	case back:
		return q.back
	}
	return q.forth
}

// stallMine is the queue of one order: its id stands where the text is.
var stallMine = strings.ReplaceAll(stallsMine, stallText, "AND o.id = $5::uuid")

var (
	queueMine, queueAll             = queueOf(stallsMine), queueOf(stallsAll)
	queueMineCounts, queueAllCounts = queueOf(countsMine), queueOf(countsAll)
)
