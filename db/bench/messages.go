package bench

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// Deliveries is a seller with paid orders whose messages wait to be let go.
type Deliveries struct {
	store  *db.DB
	seller market.SellerID
	fed    int
}

// NewDeliveries makes a seller with a key, an address and that many paid orders.
func NewDeliveries(ctx context.Context, store *db.DB, address string, count int) (*Deliveries, error) {
	seller, err := newSeller(ctx, store, market.Registration{Name: "Bench", Email: "deliver@bench.example", CompanyName: "Bench deliver", PasswordHash: "-"})
	if err != nil {
		return nil, err
	}
	owner := store.Seller(market.Actor{Name: "bench", Roles: []market.Role{market.Owner}}, seller)
	if _, err := owner.CreateKey(ctx, market.KeyBase); err != nil {
		return nil, err
	}
	endpoint, err := owner.RegisterEndpoint(ctx, address, true)
	if err != nil {
		return nil, err
	}
	if err := owner.VerifyEndpoint(ctx, endpoint.ID, market.Exchange{Status: 200, ResponseBody: endpoint.Proof}); err != nil {
		return nil, err
	}
	for _, step := range []struct {
		what, query string
		args        []any
	}{
		{"listings", listings, []any{seller}},
		{"orders", paidOrders, []any{seller, count}},
		{"statistics", `ANALYZE orders`, nil},
	} {
		if _, err := store.Pool().ExecContext(ctx, step.query, step.args...); err != nil {
			return nil, fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return &Deliveries{store: store, seller: seller}, nil
}

// Key is the value that the seller's server checks signatures with.
func (d *Deliveries) Key(ctx context.Context) (string, error) {
	keys, err := d.store.Seller(market.TheClock, d.seller).KeysInUse(ctx, market.KeyBase)
	if err != nil {
		return "", err
	}
	return string(keys[0].Value), nil
}

// Feed lets the next messages go, as paying their orders does: message and job in one
// transaction.
func (d *Deliveries) Feed(ctx context.Context, count int) error {
	now := d.store.Now()
	_, err := d.store.Pool().ExecContext(ctx, letGo, d.seller, d.fed, d.fed+count, now, now.Add(3*time.Hour))
	d.fed += count
	return err
}

// Done tells whether every message that was let go is done. It stops at the first that is
// not: to count them all five times a second would slow down what is measured.
func (d *Deliveries) Done(ctx context.Context) (done bool, err error) {
	err = d.store.Pool().QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM fulfilments WHERE seller_id = $1 AND status IN ('queued', 'processing', 'retrying'))`, d.seller).Scan(&done)
	return done, err
}

// Lag is how long the messages let go since waited for their first call: half of them,
// nearly all, all but one in a hundred.
func (d *Deliveries) Lag(ctx context.Context, since time.Time) (p50, p95, p99 time.Duration, err error) {
	var shares [3]sql.NullFloat64
	err = d.store.Pool().QueryRowContext(ctx, `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY lag), percentile_cont(0.95) WITHIN GROUP (ORDER BY lag),
			percentile_cont(0.99) WITHIN GROUP (ORDER BY lag)
		FROM (SELECT extract(epoch FROM a.at - f.begun_at)::float8 * 1e9 AS lag FROM fulfilments f
			JOIN attempts a ON a.seller_id = f.seller_id AND a.fulfilment_id = f.id AND a.no = 1
			WHERE f.seller_id = $1 AND f.begun_at >= $2) waited`, d.seller, since).Scan(&shares[0], &shares[1], &shares[2])
	return time.Duration(shares[0].Float64), time.Duration(shares[1].Float64), time.Duration(shares[2].Float64), err
}

// Doubled is how many orders have not exactly one instance and one call.
func (d *Deliveries) Doubled(ctx context.Context) (n int, err error) {
	err = d.store.Pool().QueryRowContext(ctx, `SELECT count(*) FROM fulfilments f
		LEFT JOIN instances i ON i.seller_id = f.seller_id AND i.order_id = f.order_id
		JOIN orders o ON o.seller_id = f.seller_id AND o.id = f.order_id
		WHERE f.seller_id = $1 AND (i.id IS NULL OR f.attempts <> 1 OR o.status <> 'completed')`, d.seller).Scan(&n)
	return n, err
}

// paidOrders are paid just now; their numbers count up.
const paidOrders = `INSERT INTO orders (seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id, product_name, spec_name,
		product_code, sku_code, sale_type, access_type, charging, period_type, periods, quantity, unit_price, list_amount, amount,
		fee_ratio, supervised, test, customer_id, customer_name, customer_account, contact_sealed, phone_mask, email_mask, agreement_at,
		placed_at, pay_by, paid_at)
	SELECT $1, gen_random_uuid(), 'CSBENCH' || lpad(n::text, 11, '0'), 'new', 'processing', p.id, r.id, s.id, s.id, c.id, p.name, s.name,
		c.code, s.sku_code, 'general', 'saas', 'PERIOD', 'month', 1, 1, 100, 100, 100, 0.05, false, false,
		'C-' || n % 5000, 'Bench', 'bench', '\x00', '', '', now(), now(), now() + interval '7 days', now()
	FROM generate_series(0, $2::int - 1) n
	JOIN specs s ON s.seller_id = $1 AND s.sku_code = (SELECT min(sku_code) FROM specs WHERE seller_id = $1)
	JOIN prices c ON c.seller_id = s.seller_id AND c.spec_id = s.id
	JOIN products p ON p.seller_id = s.seller_id AND s.sku_code LIKE p.number || '-%'
	JOIN revisions r ON r.seller_id = p.seller_id AND r.product_id = p.id`

const letGo = `WITH sent AS (
		INSERT INTO fulfilments (seller_id, id, order_id, lane, endpoint_id, activity, status, begun_at, next_at, deadline_at, test)
		SELECT $1, gen_random_uuid(), o.id, o.id, (SELECT id FROM endpoints WHERE seller_id = $1), 'newInstance', 'queued', $4, $4, $5, false
		FROM orders o WHERE o.seller_id = $1 AND o.number >= 'CSBENCH' || lpad($2::int::text, 11, '0') AND o.number < 'CSBENCH' || lpad($3::int::text, 11, '0')
		RETURNING id)
	INSERT INTO river_job (state, args, kind, max_attempts, priority, queue, scheduled_at)
	SELECT 'available', jsonb_build_object('seller', $1::uuid, 'act', 'fulfilment.send', 'subject', id), 'act', 25, 1, 'default', $4 FROM sent`
