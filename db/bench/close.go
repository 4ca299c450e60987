// Package bench measures the store at sizes that tests do not reach.
package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// Close sells that many lines in one month to a new seller of an otherwise empty database,
// closes the month, closes it again, and says how long each took and whether the second
// came out the same.
func Close(ctx context.Context, store *db.DB, lines int, out io.Writer) error {
	now := store.Now()
	seller := market.NewID[market.Seller](now)
	period := market.MonthOf(now).Previous()
	begun := time.Now()
	if err := sell(ctx, store, seller, period, lines); err != nil {
		return err
	}
	fmt.Fprintf(out, "%-34s %10s\n", fmt.Sprintf("sell %d lines", lines), took(begun))

	desk := store.Seller(market.Actor{Name: "bench", Roles: []market.Role{market.Treasurer, market.Finance}}, seller)
	var digests, files [2]string
	for i, name := range []string{"close the month", "close it again"} {
		begun = time.Now()
		if err := desk.CloseStatement(ctx, period); err != nil {
			return err
		}
		fmt.Fprintf(out, "%-34s %10s\n", name, took(begun))
		page, err := desk.Statements(ctx, market.StatementSearch{}, market.Ask{})
		if err != nil {
			return err
		}
		statement := page.Rows[0]
		digests[i] = statement.Digest
		begun = time.Now()
		if files[i], err = file(ctx, desk, statement.ID); err != nil {
			return err
		}
		fmt.Fprintf(out, "%-34s %10s\n", fmt.Sprintf("read %d lines for a file", statement.Lines), took(begun))
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Fprintf(out, "%-34s %9dM\n", "memory taken from the system", memory.Sys>>20)
	fmt.Fprintf(out, "%-34s %10t\n", "the second is the same", digests[0] == digests[1] && files[0] == files[1])
	return nil
}

func took(begun time.Time) time.Duration { return time.Since(begun).Round(time.Millisecond) }

// file is a hash of everything that an export of the statement would hold.
func file(ctx context.Context, desk *db.Seller, id market.StatementID) (string, error) {
	hash, after := sha256.New(), ""
	for {
		page, err := desk.StatementFile(ctx, id, after)
		if err != nil {
			return "", err
		}
		for _, row := range page.Rows {
			fmt.Fprintln(hash, row.Ordinal, row.Kind, row.OrderNumber, row.Title, row.Sales, row.Coupon, row.Fee, row.Increment, row.Amount)
		}
		if after = page.Next; after == "" {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
	}
}

// sell writes what the acts would have left: a certified seller, twenty products, and
// orders spread over the month.
func sell(ctx context.Context, store *db.DB, seller market.SellerID, period market.Month, lines int) error {
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO sellers (id, number, status, company_name, created_at) VALUES ($1, 'S-' || nextval('seller_numbers'), 'approved', 'bench', now())`, []any{seller}},
		{`INSERT INTO certifications (seller_id, id, status, legal_name, credit_code, address, phone, taxpayer, vat_rate, bank_name,
				bank_branch, account_sealed, account_tail, test_amount, submitted_at, certified_at)
			VALUES ($1, gen_random_uuid(), 'certified', '', '', '', '', 'general', 0.06, '', '', '', '1234', 0.42, '2024-03-18', '2024-03-18')`, []any{seller}},
		{`INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, created_at, updated_at)
			SELECT $1, gen_random_uuid(), 'P' || n, 'general', 'saas', 'on_sale', 'Product ' || n, now(), now() FROM generate_series(1, 20) n`, []any{seller}},
		{`INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
			SELECT $1, gen_random_uuid(), id, 1, '{}', gen_random_uuid(), now() FROM products WHERE seller_id = $1`, []any{seller}},
		{`INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			SELECT $1, gen_random_uuid(), id, number, 'Pro', 'simple', 'on_sale', 1 FROM products WHERE seller_id = $1`, []any{seller}},
		{`INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal)
			SELECT $1, id, id, sku_code, 'on_sale', 0 FROM specs WHERE seller_id = $1`, []any{seller}},
		{`INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount)
			SELECT $1, gen_random_uuid(), id, id, seller_id::text || sku_code, 'month', 'PERIOD', 100 FROM specs WHERE seller_id = $1`, []any{seller}},
		{`INSERT INTO orders (seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id, product_name, spec_name,
				product_code, sku_code, sale_type, access_type, charging, period_type, periods, quantity, unit_price, list_amount,
				coupon_amount, amount, fee_ratio, supervised, test, customer_id, customer_name, customer_account, contact_sealed,
				phone_mask, email_mask, agreement_at, placed_at, pay_by, paid_at, effective_at, completed_at)
			SELECT $1, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 19))::uuid, 'CS' || lpad(n::text, 12, '0'), 'new', 'completed', p.product_id, p.revision_id, p.spec_id, p.spec_id, p.price_id,
				p.product_name, 'Pro', p.code, p.sku_code, 'general', 'saas', 'PERIOD', 'month', 1, 1, 100,
				100 + n % 977 + 0.37, n % 7, 100 + n % 977 + 0.37 - n % 7, 0.05, false, false, 'C-' || n % 5000, 'Customer ' || n % 5000, 'c', '',
				'', '', at, at, at, at, at, at
			FROM (SELECT n, n % 20 AS which, $2::timestamptz + n * interval '1 millisecond' * $4 AS at FROM generate_series(1, $3) n) n
			JOIN (SELECT row_number() OVER (ORDER BY p.number) - 1 AS which, p.id AS product_id, r.id AS revision_id, s.id AS spec_id, pr.id AS price_id,
					p.name AS product_name, pr.code, s.sku_code
				FROM products p JOIN revisions r ON r.seller_id = p.seller_id AND r.product_id = p.id
				JOIN specs s ON s.seller_id = p.seller_id AND s.product_id = p.id JOIN prices pr ON pr.seller_id = s.seller_id AND pr.spec_id = s.id
				WHERE p.seller_id = $1) p ON p.which = n.which`, []any{seller, period.Begin(), lines, 27 * 24 * 3600 * 1000 / lines}},
		{`ANALYZE orders`, nil},
	} {
		if _, err := store.Pool().ExecContext(ctx, step.query, step.args...); err != nil {
			return fmt.Errorf("%.60s: %w", step.query, err)
		}
	}
	return nil
}
