package bench

import (
	"context"
	"encoding/json"
	"fmt"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// ProductsOwner is whom to sign in as for the seller with many products.
const ProductsOwner = "products@bench.example"

// Products makes a marketplace of so many products, own of them one seller's, the others
// spread over sellers of the same size.
func Products(ctx context.Context, store *db.DB, own, all int) error {
	hash, err := password.Hash(ctx, Password)
	if err != nil {
		return err
	}
	conn, err := store.Pool().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for n, made := 0, 0; made < all; n, made = n+1, made+own {
		email := ProductsOwner
		if n > 0 {
			email = fmt.Sprintf("products-%d@bench.example", n)
		}
		seller, err := newSeller(ctx, store, market.Registration{Name: "Bench", Email: email, CompanyName: fmt.Sprintf("Bench products %d", n), PasswordHash: hash})
		if err != nil {
			return err
		}
		if err := asReplica(ctx, conn); err != nil {
			return err
		}
		for _, step := range []struct {
			what, query string
			args        []any
		}{
			{"seller", `UPDATE sellers SET status = 'approved', approved_at = created_at WHERE id = $1`, []any{seller}},
			{"signature", `INSERT INTO signatures (seller_id, id, agreement_id, signed_by, signed_at, address)
				SELECT $1, gen_random_uuid(), id, 'Bench', now(), '127.0.0.1' FROM agreements`, []any{seller}},
			{"products", manyProducts, []any{seller, own, store.Now()}},
			{"normal service", `SET session_replication_role = DEFAULT`, nil},
		} {
			if _, err := conn.ExecContext(ctx, step.query, step.args...); err != nil {
				return fmt.Errorf("%s: %w", step.what, err)
			}
		}
	}
	_, err = conn.ExecContext(ctx, `VACUUM (ANALYZE) products, revisions`)
	return err
}

// manyProducts: the nth was last changed n steps after a year ago; nine of ten are on sale,
// one of a thousand is being edited.
const manyProducts = `WITH made AS (
		SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS revision, $3::timestamptz - interval '1 year' * ($2::int - n)::float8 / $2::int AS at,
			(ARRAY['云 ERP', '电子合同', '智能工单', '数据看板', '进销存', '客户管理', '考勤', '报销', '知识库', '实施服务'])[1 + n % 10] || ' ' || n AS name
		FROM generate_series(1, $2::int) n),
	r AS (INSERT INTO revisions (seller_id, id, product_id, no, content, review_id, approved_at)
		SELECT $1, revision, id, 1, jsonb_build_object('name', name, 'version', 'V' || n % 9, 'summary', repeat(name, 5),
			'specs', jsonb_build_array(jsonb_build_object('name', '标准版'), jsonb_build_object('name', '专业版'))), gen_random_uuid(), at FROM made)
	INSERT INTO products (seller_id, id, number, sale_type, access_type, status, name, draft, revision_id, public, created_at, updated_at, listed_at)
	SELECT $1, id, 'P' || lpad(n::text, 8, '0'), 'general', (ARRAY['saas', 'saas', 'license', 'service'])[1 + n % 4], CASE WHEN n % 10 = 0 THEN 'off_sale' ELSE 'on_sale' END,
		name, CASE WHEN n % 1000 = 1 THEN jsonb_build_object('name', name) END, revision, n % 20 > 0, at, at, at FROM made`

// WideSpec puts as many SKUs as a spec may have (catalogue.md §3.5) into the draft of the
// seller's first product, and answers the path of the page on which they are edited.
func WideSpec(ctx context.Context, store *db.DB) (path string, err error) {
	spec := market.SpecContent{ID: market.NewID[market.Spec](store.Now()), Name: "200", Template: market.TemplateCustom, Periods: []market.Period{market.PerMonth, market.PerYear},
		Attributes: []market.SpecAttribute{
			{Code: "edition", Kind: market.AttributeEnum, NameZh: "版本", NameEn: "Edition"},
			{Code: "region", Kind: market.AttributeEnum, NameZh: "区域", NameEn: "Region"},
		}}
	for n := range 20 {
		spec.Attributes[0].Values = append(spec.Attributes[0].Values, fmt.Sprintf("edition-%02d", n))
	}
	for n := range 10 {
		spec.Attributes[1].Values = append(spec.Attributes[1].Values, fmt.Sprintf("region-%02d", n))
	}
	spec.Generate(nil, market.DefaultBounds.SKUs)
	for n := range spec.SKUs {
		spec.SKUs[n].Month, spec.SKUs[n].Year = "9.00", "90.00"
	}
	draft, err := json.Marshal(market.ProductContent{Name: "200", Specs: []market.SpecContent{spec}})
	if err != nil {
		return "", err
	}
	var product market.ProductID
	err = store.Pool().QueryRowContext(ctx, `UPDATE products SET draft = $2 WHERE number = 'P00000001' AND seller_id = (
			SELECT m.seller_id FROM people p JOIN members m ON m.person_id = p.id WHERE p.email = $1)
		RETURNING id`, ProductsOwner, draft).Scan(&product)
	return fmt.Sprintf("/products/%s/edit?step=%s&spec=%s", product, market.StepSpecs, spec.ID), err
}
