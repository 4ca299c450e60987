package bench

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// Password signs in to every seller that is made for measuring.
const Password = "bench-password"

// Orders makes a seller with that many orders, spread over a year as a shop's are: many
// products and customers, most of them settled, the recent ones under way. It answers with
// whom to sign in as.
func Orders(ctx context.Context, store *db.DB, rows int) (email string, err error) {
	email = fmt.Sprintf("rows-%d@bench.example", rows)
	hash, err := password.Hash(ctx, Password)
	if err != nil {
		return "", err
	}
	seller, err := newSeller(ctx, store, market.Registration{Name: "Bench", Email: email, CompanyName: fmt.Sprintf("Bench %d", rows), PasswordHash: hash})
	if err != nil {
		return "", err
	}
	flow, err := json.Marshal(market.StandardFlow(market.DefaultSettings()))
	if err != nil {
		return "", err
	}
	return email, pour(ctx, store, []step{
		{"seller", `UPDATE sellers SET status = 'approved', approved_at = created_at WHERE id = $1`, []any{seller}},
		{"signature", `INSERT INTO signatures (seller_id, id, agreement_id, signed_by, signed_at, address)
			SELECT $1, gen_random_uuid(), id, 'Bench', now(), '127.0.0.1' FROM agreements`, []any{seller}},
		{"listings", listings, []any{seller}},
		{"orders", orders, []any{seller, rows, store.Now()}},
		{"deliveries", deliveries, []any{seller, store.Now(), string(flow)}},
		{"messages", messages, []any{seller, store.Now()}},
	}, "orders, supervisions, fulfilments, products")
}

// step is a statement that pours rows in.
type step struct {
	what, query string
	args        []any
}

// pour runs the statements without checking references, and brings the statistics of the
// tables up to date.
func pour(ctx context.Context, store *db.DB, steps []step, tables string) error {
	conn, err := store.Pool().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := asReplica(ctx, conn); err != nil {
		return err
	}
	for _, s := range append(steps, step{"normal service", `SET session_replication_role = DEFAULT`, nil},
		step{"statistics", `VACUUM (ANALYZE) ` + tables, nil}) {
		if _, err := conn.ExecContext(ctx, s.query, s.args...); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}

// asReplica leaves out the checks of references while rows are poured in; who may not ask
// for that pours more slowly.
func asReplica(ctx context.Context, conn *sql.Conn) error {
	var may bool
	if err := conn.QueryRowContext(ctx, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`).Scan(&may); err != nil || !may {
		return err
	}
	_, err := conn.ExecContext(ctx, `SET session_replication_role = replica`)
	return err
}

// listings are twelve products of three specs, each with one price.
const listings = `WITH
	p AS (INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, created_at, updated_at)
		SELECT $1, gen_random_uuid(), 'P' || lpad(n::text, 8, '0'), 'general', CASE WHEN n > 9 THEN 'service' ELSE 'saas' END, 'on_sale',
			(ARRAY['云 ERP', '电子合同', '智能工单', '数据看板', '进销存', '客户管理', '考勤', '报销', '知识库', '实施服务', '等保服务', '建站服务'])[n],
			now(), now() FROM generate_series(1, 12) n RETURNING id, number, name),
	r AS (INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
		SELECT $1, gen_random_uuid(), id, 1, jsonb_build_object('name', name), gen_random_uuid(), now() FROM p RETURNING id),
	s AS (INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
		SELECT $1, gen_random_uuid(), p.id, p.number || '-' || n, (ARRAY['标准版', '专业版', '旗舰版'])[n], 'simple', 'on_sale', n
		FROM p, generate_series(1, 3) n RETURNING id, sku_code),
	k AS (INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal) SELECT $1, id, id, sku_code, 'on_sale', 0 FROM s)
	INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount)
	SELECT $1, gen_random_uuid(), id, id, 'C' || sku_code, 'month', 'PERIOD', 100 FROM s`

// orders: the nth of them was placed n steps after a year ago; an id sorts by that instant.
const orders = `INSERT INTO orders (seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id, product_name, spec_name,
		product_code, sku_code, sale_type, access_type, charging, period_type, periods, quantity, unit_price, list_amount, amount, refunded_amount,
		fee_ratio, supervised, test, customer_id, customer_name, customer_account, contact_sealed, phone_mask, email_mask, agreement_at,
		placed_at, pay_by, paid_at, effective_at, expires_at, completed_at, cancelled_at, refunded_at)
	SELECT $1, (lpad(to_hex((extract(epoch FROM placed) * 1000)::bigint), 12, '0') || '7' || substr(salt, 1, 3) || '8' || substr(salt, 4, 15))::uuid,
		'CS' || to_char(placed AT TIME ZONE 'Asia/Shanghai', 'YYMMDDHH24MI') || upper(lpad(to_hex(n), 6, '0')),
		CASE WHEN dice < 0.7 THEN 'new' ELSE 'renew' END, status, l.product_id, l.revision_id, l.spec_id, l.spec_id, l.price_id, l.product_name, l.spec_name,
		l.code, l.sku_code, 'general', l.access_type, 'PERIOD', 'month', 1 + n % 12, q, 100, list, list,
		CASE WHEN status = 'refunded' THEN list ELSE 0 END, 0.05, l.access_type = 'service', false,
		'C-' || 20000 + buyer, (ARRAY['北岭', '松涧', '赤羽', '禾木', '明堰', '云岫', '青禾', '东屿', '恒泽', '拓源'])[1 + buyer % 10]
			|| (ARRAY['装备', '能源', '出行', '家居', '水务', '文旅', '食品', '物流', '机械', '教育'])[1 + buyer / 10 % 10] || buyer / 100 || '有限公司',
		'buyer_' || buyer, '\x00', '138****' || lpad((buyer % 10000)::text, 4, '0'), 'i***@buyer.example', placed,
		placed, placed + interval '7 days', CASE WHEN status NOT IN ('pending_payment', 'cancelled') THEN placed + interval '10 minutes' END,
		CASE WHEN status IN ('completed', 'refunded') THEN placed + interval '1 hour' END,
		CASE WHEN status IN ('completed', 'refunded') THEN placed + interval '1 year' END,
		CASE WHEN status = 'completed' THEN placed + interval '1 hour' END, CASE WHEN status = 'cancelled' THEN placed + interval '7 days' END,
		CASE WHEN status = 'refunded' THEN placed + interval '3 days' END
	FROM (SELECT n, placed, dice, salt, buyer, q, (100 * q * (1 + n % 12))::numeric(18,2) AS list, CASE
			WHEN dice < 0.04 AND age < interval '7 days' THEN 'pending_payment'
			WHEN dice < 0.5 AND age < interval '20 days' THEN 'processing'
			WHEN dice < 0.06 THEN 'cancelled' WHEN dice < 0.08 THEN 'refunded' WHEN dice < 0.09 THEN 'processing' ELSE 'completed' END AS status
		FROM (SELECT n, random() AS dice, md5(random()::text) AS salt, floor(5000 * random() ^ 2)::int AS buyer, 1 + floor(50 * random() ^ 3)::int AS q,
				$3::timestamptz - interval '1 year' * ($2::int - n + random())::float8 / $2::int AS placed,
				interval '1 year' * ($2::int - n)::float8 / $2::int AS age
			FROM generate_series(1, $2::int) n) thrown) o
	JOIN (SELECT (row_number() OVER (ORDER BY s.sku_code))::int - 1 AS i, p.id AS product_id, r.id AS revision_id, s.id AS spec_id, c.id AS price_id,
			p.name AS product_name, s.name AS spec_name, c.code, s.sku_code, p.access_type
		FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
			JOIN revisions r ON r.seller_id = p.seller_id AND r.product_id = p.id JOIN prices c ON c.seller_id = s.seller_id AND c.spec_id = s.id
		WHERE s.seller_id = $1) l ON l.i = n % 36`

// deliveries belong to orders of services: done, refunded, or standing at some node.
const deliveries = `INSERT INTO supervisions (seller_id, id, order_id, flow, node, ordinal, turn, status, started_at, entered_at, due_at, rank_at, done_at, test)
	SELECT seller_id, id, id, $3::jsonb, CASE status WHEN 'processing' THEN (ARRAY['REQ_PENDING', 'REQ_REVIEW', 'DELIVERING', 'ACCEPTING'])[at]
			WHEN 'refunded' THEN 'CLOSED_REFUND' ELSE 'DONE' END, at, CASE WHEN status <> 'processing' THEN 'system' WHEN at IN (2, 3) THEN 'seller' ELSE 'buyer' END,
		CASE status WHEN 'processing' THEN 'running' WHEN 'refunded' THEN 'closed' ELSE 'done' END, paid_at, paid_at + (completed_at - paid_at) / 2,
		CASE WHEN status = 'processing' AND at IN (2, 3) THEN $2::timestamptz + interval '10 days' * (at - 2.2 + random() - 0.1) END,
		paid_at + interval '400 days', completed_at, false
	FROM (SELECT seller_id, id, status, paid_at, coalesce(completed_at, $2) AS completed_at, 1 + floor(random() * 4)::int AS at
		FROM orders WHERE seller_id = $1 AND supervised AND paid_at IS NOT NULL) o`

// messages open what was sold; few fail.
const messages = `INSERT INTO fulfilments (seller_id, id, order_id, lane, activity, status, attempts, result_code, begun_at, deadline_at, settled_at, test)
	SELECT seller_id, id, id, id, 'newInstance', CASE WHEN status = 'processing' AND dice < 0.3 THEN 'retrying' WHEN status = 'processing' AND dice < 0.6 THEN 'processing'
			WHEN dice < 0.005 THEN 'exhausted' ELSE 'done' END,
		1, '000000', paid_at, CASE status WHEN 'processing' THEN $2::timestamptz + interval '6 hours' * (dice - 0.2) ELSE paid_at + interval '3 hours' END, paid_at + interval '1 second', false
	FROM (SELECT seller_id, id, status, paid_at, random() AS dice FROM orders WHERE seller_id = $1 AND NOT supervised AND paid_at IS NOT NULL) o`
