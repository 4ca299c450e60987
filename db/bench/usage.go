package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// Usage is a seller whose customers pay by use.
type Usage struct {
	store     *db.DB
	seller    market.SellerID
	instances int
	pushed    int
}

// NewUsage makes a seller with a key and that many instances, opened twenty days ago, each
// priced in steps over the month.
func NewUsage(ctx context.Context, store *db.DB, instances int) (*Usage, error) {
	seller, err := newSeller(ctx, store, market.Registration{Name: "Bench", Email: "usage@bench.example", CompanyName: "Bench usage", PasswordHash: "-"})
	if err != nil {
		return nil, err
	}
	if _, err := store.Seller(market.Actor{Name: "bench", Roles: []market.Role{market.Owner}}, seller).CreateKey(ctx, market.KeyBase); err != nil {
		return nil, err
	}
	thousand := market.Count(1000)
	factor, err := json.Marshal(market.BillingFactor{Name: "calls", Unit: "calls", Cycle: "hour", Accumulate: "month",
		Pricing: market.Pricing{Model: market.PriceStep, Tiers: []market.PriceTier{{To: &thousand, Unit: market.UnitPrice("0.3")}, {Unit: market.UnitPrice("0.2")}}}})
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		what, query string
		args        []any
	}{
		{"listings", listings, []any{seller}},
		{"factors", `UPDATE specs SET factors = jsonb_build_array($2::jsonb), template = 'on_demand' WHERE seller_id = $1`, []any{seller, string(factor)}},
		{"orders", paidOrders, []any{seller, instances}},
		{"charging", `UPDATE orders SET charging = 'ON_DEMAND', status = 'completed', effective_at = now(), completed_at = now() WHERE seller_id = $1`, []any{seller}},
		{"instances", `INSERT INTO instances (seller_id, id, number, order_id, product_id, status, customer_id, opened_at, test)
			SELECT seller_id, gen_random_uuid(), 'bench-' || substr(number, 8), id, product_id, 'in_use', customer_id, now() - interval '20 days', false FROM orders WHERE seller_id = $1`, []any{seller}},
		{"meters", `INSERT INTO meters (seller_id, id, order_id, factor) SELECT seller_id, id, order_id, $2::jsonb FROM instances WHERE seller_id = $1`, []any{seller, string(factor)}},
		{"statistics", `ANALYZE`, nil},
	} {
		if _, err := store.Pool().ExecContext(ctx, step.query, step.args...); err != nil {
			return nil, fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return &Usage{store: store, seller: seller, instances: instances}, nil
}

// Key is the value that pushes are signed with.
func (u *Usage) Key(ctx context.Context) (string, error) {
	keys, err := u.store.Seller(market.TheClock, u.seller).KeysInUse(ctx, market.KeyBase)
	if err != nil {
		return "", err
	}
	return string(keys[0].Value), nil
}

// Call is the body of the next call: so many records, one minute of an instance each.
func (u *Usage) Call(records int) ([]byte, error) {
	begin := u.store.Now().Add(-19 * 24 * time.Hour).Truncate(time.Minute)
	sent := make([]market.UsageSent, records)
	for n := range sent {
		at := begin.Add(time.Duration(u.pushed/u.instances) * time.Minute)
		end := market.UsageTime(at.Add(time.Minute))
		sent[n] = market.UsageSent{InstanceID: fmt.Sprintf("bench-%011d", u.pushed%u.instances), Serial: fmt.Sprintf("bench-%012d", u.pushed),
			BeginTime: market.UsageTime(at), EndTime: end, RecordTime: end, Value: "1.25"}
		u.pushed++
	}
	return json.Marshal(map[string]any{"usage_records": sent})
}

// Rate checks and prices all that waits.
func (u *Usage) Rate(ctx context.Context) error {
	store := u.store.Seller(market.TheClock, u.seller)
	for {
		_, err := store.RateUsage(ctx)
		if errors.Is(err, &market.Problem{Kind: market.KindConflict}) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Rated is how many records were rated, how many of them failed, and how many the bills hold.
func (u *Usage) Rated(ctx context.Context) (rated, failed, billed int, err error) {
	err = u.store.Pool().QueryRowContext(ctx, `SELECT count(DISTINCT serial), count(*) FILTER (WHERE status <> 'billed'),
		(SELECT coalesce(sum(records), 0) FROM usage_bills WHERE seller_id = $1) FROM usage_records WHERE seller_id = $1`, u.seller).Scan(&rated, &failed, &billed)
	return rated, failed, billed, err
}

// Copy writes the rated records once more, into a table of the same columns and indexes: as fast
// as PostgreSQL takes rows of this kind when nothing is checked or priced.
func (u *Usage) Copy(ctx context.Context) (time.Duration, error) {
	if _, err := u.store.Pool().ExecContext(ctx, `CREATE TABLE usage_copy (LIKE usage_records INCLUDING ALL)`); err != nil {
		return 0, err
	}
	begun := time.Now()
	_, err := u.store.Pool().ExecContext(ctx, `INSERT INTO usage_copy (TABLE usage_records)`)
	return time.Since(begun), err
}
