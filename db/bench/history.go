package bench

import (
	"context"
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// Operator is whom to sign in as to see the orders of all sellers.
const Operator = "operator@bench.example"

// Histories makes a seller with that many orders, as Orders does, and everything that
// happened to them: calls, instances, steps of deliveries, appeals, refunds and audit
// entries, five entries of the timeline an order. It answers how many these are.
func Histories(ctx context.Context, store *db.DB, rows int) (entries int, err error) {
	if _, err := Orders(ctx, store, rows); err != nil {
		return 0, err
	}
	var seller market.SellerID
	if err := store.Pool().QueryRowContext(ctx, `SELECT id FROM sellers WHERE company_name = $1`, fmt.Sprintf("Bench %d", rows)).Scan(&seller); err != nil {
		return 0, err
	}
	now := store.Now()
	err = pour(ctx, store, []step{
		{"bank", `INSERT INTO certifications (seller_id, id, status, legal_name, credit_code, address, phone, taxpayer, vat_rate, bank_name,
				bank_branch, account_sealed, account_tail, test_amount, submitted_at, certified_at)
			VALUES ($1, gen_random_uuid(), 'certified', '', '', '', '', 'general', 0.06, '', '', '', '1234', 0.42, now(), now())`, []any{seller}},
		{"calls", calls, []any{seller}},
		{"instances", instances, []any{seller}},
		{"disputes", disputes, []any{seller, now}},
		{"disputed deliveries", frozen, []any{seller}},
		{"steps of deliveries", steps, []any{seller}},
		{"refunds", refunds, []any{seller, now}},
		{"steps of refunds", refundSteps, []any{seller}},
		{"audit", audits, []any{seller}},
	}, "attempts, instances, appeals, supervisions, supervision_logs, refunds, refund_logs, audits")
	if err != nil {
		return 0, err
	}
	err = store.Pool().QueryRowContext(ctx, entriesOf, seller).Scan(&entries)
	return entries, err
}

// Staff makes a manager of the marketplace.
func Staff(ctx context.Context, store *db.DB) error {
	hash, err := password.Hash(ctx, Password)
	if err != nil {
		return err
	}
	_, err = store.Pool().ExecContext(ctx, `WITH p AS (INSERT INTO people (id, email, name, password_hash, created_at) VALUES (gen_random_uuid(), $1, 'Bench', $2, now()) RETURNING id)
		INSERT INTO operators (person_id, roles, created_at) SELECT id, '["manager", "treasurer", "reviewer"]', now() FROM p`, Operator, hash)
	return err
}

// OrdersOf are the ids of some of the seller's orders, of every state.
func OrdersOf(ctx context.Context, store *db.DB, rows, most int) (ids []string, err error) {
	found, err := store.Pool().QueryContext(ctx, `SELECT x.id FROM (VALUES (false, 'completed'), (true, 'completed'), (true, 'processing'), (true, 'refunded'), (false, 'processing')) kinds (supervised, status)
		CROSS JOIN LATERAL (SELECT o.id FROM orders o WHERE o.seller_id = (SELECT id FROM sellers WHERE company_name = $1)
			AND o.supervised = kinds.supervised AND o.status = kinds.status AND NOT o.test ORDER BY o.placed_at DESC LIMIT $2) x`, fmt.Sprintf("Bench %d", rows), most/5)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var id string
		if err := found.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, found.Err()
}

// calls: every message was tried once.
const calls = `INSERT INTO attempts (seller_id, id, fulfilment_id, no, activity, at, result_code, outcome, exchange)
	SELECT seller_id, id, id, 1, activity, begun_at + interval '1 second', CASE status WHEN 'done' THEN '000000' ELSE '000005' END,
		CASE status WHEN 'done' THEN 'success' ELSE 'failed' END, '{"status": 200}' FROM fulfilments WHERE seller_id = $1`

const instances = `INSERT INTO instances (seller_id, id, number, order_id, product_id, status, customer_id, opened_at, expires_at, released_at, test)
	SELECT seller_id, id, 'I' || substr(number, 3), id, product_id, CASE status WHEN 'refunded' THEN 'released' ELSE 'in_use' END, customer_id, effective_at, expires_at, refunded_at, false
	FROM orders WHERE seller_id = $1 AND NOT supervised AND effective_at IS NOT NULL`

// disputes: one delivery in a hundred was disputed; of those under way one in twenty is.
const disputes = `INSERT INTO appeals (seller_id, id, number, supervision_id, order_id, filed_by, filer, node, ground, reason, status, outcome, conclusion, decided_by, filed_at, due_at, decided_at, test)
	SELECT v.seller_id, v.id, 'AP' || o.number, v.id, v.order_id, 'buyer', o.customer_name, v.node, 'dispute', '交付内容与约定不符', CASE v.status WHEN 'running' THEN 'pending' ELSE 'decided' END,
		CASE v.status WHEN 'running' THEN '' ELSE 'continue' END, '', '', v.entered_at, CASE v.status WHEN 'running' THEN $2::timestamptz + interval '1 day' ELSE v.entered_at + interval '7 days' END,
		CASE v.status WHEN 'running' THEN NULL ELSE v.entered_at + interval '2 days' END, false
	FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
	WHERE v.seller_id = $1 AND random() < CASE v.status WHEN 'running' THEN 0.05 ELSE 0.01 END`

const frozen = `UPDATE supervisions v SET status = 'frozen', turn = 'operator', frozen_at = a.filed_at, rank_at = a.due_at
	FROM appeals a WHERE v.seller_id = $1 AND a.seller_id = v.seller_id AND a.supervision_id = v.id AND a.status = 'pending'`

// steps are what a delivery went through to stand where it does.
const steps = `INSERT INTO supervision_logs (seller_id, id, supervision_id, at, party, actor, act, from_node, to_node)
	SELECT v.seller_id, gen_random_uuid(), v.id, v.started_at + (v.entered_at - v.started_at) * (s.no::float8 / 6), s.party, s.actor, s.act, s.from_node, s.to_node
	FROM supervisions v JOIN (VALUES (1, 'system', '', 'supervision.start', '', 'REQ_PENDING'), (2, 'buyer', '采购', 'supervision.submit', 'REQ_PENDING', 'REQ_REVIEW'),
			(3, 'seller', '周宁', 'supervision.confirm', 'REQ_REVIEW', 'DELIVERING'), (4, 'seller', '林晓', 'supervision.deliver', 'DELIVERING', 'ACCEPTING'),
			(5, 'buyer', '采购', 'supervision.reject', 'ACCEPTING', 'DELIVERING'), (6, 'seller', '林晓', 'supervision.deliver', 'DELIVERING', 'ACCEPTING'),
			(7, 'buyer', '采购', 'supervision.accept', 'ACCEPTING', 'DONE')) AS s (no, party, actor, act, from_node, to_node)
		ON v.status IN ('done', 'closed') OR s.no <= v.ordinal
	WHERE v.seller_id = $1`

// refunds: what was refunded, and what is asked for of the orders completed lately.
const refunds = `INSERT INTO refunds (seller_id, id, number, order_id, cause, status, amount, reason, requested_by, requested_at, due_at, decided_at, paid_at, test)
	SELECT seller_id, id, 'RF' || substr(number, 3), id, 'negotiated', CASE status WHEN 'refunded' THEN 'paid' ELSE 'requested' END, amount, '不再需要', customer_name,
		CASE status WHEN 'refunded' THEN refunded_at - interval '2 days' ELSE completed_at + interval '2 days' END,
		CASE status WHEN 'refunded' THEN refunded_at + interval '3 days' ELSE $2::timestamptz + interval '3 days' * random() END,
		CASE status WHEN 'refunded' THEN refunded_at END, CASE status WHEN 'refunded' THEN refunded_at END, false
	FROM orders WHERE seller_id = $1 AND (status = 'refunded' OR status = 'completed' AND completed_at > $2::timestamptz - interval '60 days' AND random() < 0.02)`

const refundSteps = `INSERT INTO refund_logs (seller_id, id, refund_id, at, party, actor, act, from_status, to_status, amount)
	SELECT r.seller_id, gen_random_uuid(), r.id, r.requested_at + s.no * interval '1 hour', s.party, '', s.act, s.from_status, s.to_status, r.amount
	FROM refunds r JOIN (VALUES (0, 'buyer', 'refund.request', '', 'requested'), (1, 'seller', 'refund.approve', 'requested', 'approved'), (2, 'system', 'refund.pay', 'approved', 'paid'))
		AS s (no, party, act, from_status, to_status) ON r.status = 'paid' OR s.no = 0
	WHERE r.seller_id = $1`

// audits: the payment of every order, and a warning of one delivery in ten.
const audits = `INSERT INTO audits (seller_id, id, act, area, subject, actor, party, address, at, test, facts)
	SELECT seller_id, id, 'order.pay', 'orders', id::text, customer_name, 'buyer', '', paid_at, false, '{}'::jsonb FROM orders WHERE seller_id = $1 AND paid_at IS NOT NULL
	UNION ALL SELECT seller_id, gen_random_uuid(), 'supervision.warn', 'supervisions', id::text, '', 'system', '', entered_at, false, '{}'::jsonb
	FROM supervisions WHERE seller_id = $1 AND random() < 0.1`

// entriesOf counts the entries of all timelines.
const entriesOf = `SELECT (SELECT count(*) + count(paid_at) + count(cancelled_at) + count(completed_at) FROM orders WHERE seller_id = $1)
	+ (SELECT count(*) FROM attempts WHERE seller_id = $1) + (SELECT count(opened_at) + count(released_at) FROM instances WHERE seller_id = $1)
	+ (SELECT count(*) FROM supervision_logs WHERE seller_id = $1) + (SELECT count(*) FROM refund_logs WHERE seller_id = $1)
	+ (SELECT count(*) FROM audits WHERE seller_id = $1 AND act = 'supervision.warn')`
