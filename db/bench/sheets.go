package bench

import (
	"context"
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// SheetEmail signs in to the seller that Sheets makes.
const SheetEmail = "sheets@bench.example"

// Sheets makes a seller with that many products and prices: some products of five specs with
// a price per month and per year, and as many of one spec with one price.
func Sheets(ctx context.Context, store *db.DB, rows int) error {
	hash, err := password.Hash(ctx, Password)
	if err != nil {
		return err
	}
	seller, err := newSeller(ctx, store, market.Registration{Name: "Bench", Email: SheetEmail, CompanyName: "Bench", PasswordHash: hash})
	if err != nil {
		return err
	}
	for _, step := range []struct {
		what, query string
		args        []any
	}{
		{"seller", `UPDATE sellers SET status = 'approved', approved_at = created_at WHERE id = $1`, []any{seller}},
		{"signature", `INSERT INTO signatures (seller_id, id, agreement_id, signed_by, signed_at, address)
			SELECT $1, gen_random_uuid(), id, 'Bench', now(), '127.0.0.1' FROM agreements`, []any{seller}},
		{"bank", `INSERT INTO certifications (seller_id, id, status, legal_name, credit_code, address, phone, taxpayer, vat_rate, bank_name,
				bank_branch, account_sealed, account_tail, test_amount, submitted_at, certified_at)
			VALUES ($1, gen_random_uuid(), 'certified', '', '', '', '', 'general', 0.06, '', '', '', '1234', 0.42, now(), now())`, []any{seller}},
		{"products", `INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, created_at, updated_at, listed_at)
			SELECT $1, gen_random_uuid(), 'PB' || lpad(n::text, 8, '0'), 'general', 'saas', 'on_sale', 'Product ' || n, now(), now(), now()
			FROM generate_series(1, $2::int) n`, []any{seller, rows}},
		{"specs", `INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			SELECT seller_id, gen_random_uuid(), id, 'SB' || substr(number, 3) || n, 'Spec ' || n, 'simple', 'on_sale', n
			FROM (SELECT seller_id, id, number FROM products WHERE seller_id = $1 ORDER BY number LIMIT $2::int / 20) p, generate_series(1, 5) n`, []any{seller, rows}},
		{"one spec of each other product", `INSERT INTO specs (seller_id, id, product_id, sku_code, name, template, status, ordinal)
			SELECT seller_id, gen_random_uuid(), id, 'SC' || substr(number, 3), 'Spec', 'simple', 'on_sale', 1
			FROM (SELECT seller_id, id, number FROM products WHERE seller_id = $1 ORDER BY number DESC LIMIT $2::int / 2) p`, []any{seller, rows}},
		{"SKUs", `INSERT INTO skus (seller_id, id, spec_id, sku_code, status, ordinal) SELECT seller_id, id, id, sku_code, 'on_sale', 0 FROM specs WHERE seller_id = $1`, []any{seller}},
		{"prices", `INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount, pricing)
			SELECT seller_id, gen_random_uuid(), id, id, 'OFFI' || sku_code || period, period, 'PERIOD', 100, '{"model": "fixed", "unit": "100.00"}'
			FROM specs, unnest(ARRAY['month', 'year']) period WHERE seller_id = $1 AND sku_code LIKE 'SB%'`, []any{seller}},
		{"one price of each other spec", `INSERT INTO prices (seller_id, id, spec_id, sku_id, code, period, charging, amount, pricing)
			SELECT seller_id, gen_random_uuid(), id, id, 'OFFI' || sku_code, 'once', 'ONE_TIME', 100, '{"model": "fixed", "unit": "100.00"}'
			FROM specs WHERE seller_id = $1 AND sku_code LIKE 'SC%'`, []any{seller}},
		{"revisions", `WITH r AS (INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
				SELECT p.seller_id, gen_random_uuid(), p.id, 1, jsonb_build_object('name', p.name, 'specs', coalesce((
					SELECT jsonb_agg(CASE WHEN s.sku_code LIKE 'SB%' THEN jsonb_build_object('id', s.id, 'name', s.name, 'month', '100.00', 'year', '100.00')
						ELSE jsonb_build_object('id', s.id, 'name', s.name, 'once', '100.00') END ORDER BY s.ordinal)
					FROM specs s WHERE s.seller_id = p.seller_id AND s.product_id = p.id), '[]')), gen_random_uuid(), now()
				FROM products p WHERE p.seller_id = $1 RETURNING id, product_id)
			UPDATE products p SET revision_id = r.id FROM r WHERE p.seller_id = $1 AND p.id = r.product_id`, []any{seller}},
		{"statistics", `ANALYZE products, specs, skus, prices, revisions`, nil},
	} {
		if _, err := store.Pool().ExecContext(ctx, step.query, step.args...); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}
