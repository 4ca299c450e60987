package db

import (
	"context"

	"sellercenter/internal/market"
)

const resaleRow = resaleColumns + `, p.name AS product_name, p.number AS product_number, p.access_type, coalesce(g.name, '{}') AS category`

const resaleFrom = ` FROM resales r JOIN products p ON p.seller_id = r.seller_id AND p.id = r.product_id
	LEFT JOIN revisions v ON v.seller_id = p.seller_id AND v.id = p.revision_id LEFT JOIN categories g ON g.code = v.content->>'category'`

// Resale is one authorization.
func (s *Seller) Resale(ctx context.Context, id market.ResaleID) (row market.ResaleRow, err error) {
	err = s.get(ctx, &row, `SELECT `+resaleRow+resaleFrom+` WHERE r.seller_id = $1 AND r.id = $2`, id)
	return row, err
}

// Resales lists the seller's authorizations, newest first.
func (s *Seller) Resales(ctx context.Context, search market.ResaleSearch, ask market.Ask) (market.Page[market.ResaleRow], error) {
	const where = ` WHERE r.seller_id = $1 AND ($2 = '' OR r.level = $2)
		AND ($3 = '' OR r.status = $3 OR $3 = 'invalid' AND r.status <> 'active') AND ($4 = '' OR p.access_type = $4)
		AND ($5 = '' OR r.number LIKE $5 || '%' OR r.partner = $5 OR r.customer = $5 OR strpos(lower(p.name), lower($5)) > 0 OR strpos(lower(r.project), lower($5)) > 0)`
	k := from(ask)
	query := `SELECT ` + resaleRow + resaleFrom + where + `
		AND ($6::timestamptz IS NULL OR (r.made_at, r.id) < ($6, $7)) ORDER BY r.made_at DESC, r.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + resaleRow + resaleFrom + where + `
			AND ($6::timestamptz IS NULL OR (r.made_at, r.id) > ($6, $7)) ORDER BY r.made_at, r.id LIMIT $8`
	}
	var rows []market.ResaleRow
	if err := s.list(ctx, &rows, query, search.Level, search.Status, search.Access, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.ResaleRow]{}, err
	}
	p := page(ask, rows, func(r market.ResaleRow) cursor { return cursor{r.MadeAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+resaleFrom+where+` LIMIT 10001) x`,
		search.Level, search.Status, search.Access, search.Text)
	return p, err
}

// ResaleCounts is how many authorizations of a level run, and how many are over.
func (s *Seller) ResaleCounts(ctx context.Context, level market.ResaleLevel) (active, invalid int, err error) {
	var row struct{ Active, Invalid int }
	err = s.get(ctx, &row, `SELECT count(*) FILTER (WHERE status = 'active') AS active, count(*) FILTER (WHERE status <> 'active') AS invalid
		FROM resales WHERE seller_id = $1 AND level = $2`, level)
	return row.Active, row.Invalid, err
}

// resaleTarget is a product with the price that a waterfall begins from: its cheapest.
const resaleTarget = `SELECT p.id, p.number, p.name, p.sale_type, p.access_type, p.site, coalesce(v.content->>'category', '') AS category,
		p.status = 'on_sale' AS on_sale, coalesce(p.listed_at, p.created_at) AS listed_at, coalesce(pr.code, '') AS code, coalesce(pr.amount, 0) AS price, coalesce(pr.period, '') AS period
	FROM products p
	LEFT JOIN revisions v ON v.seller_id = p.seller_id AND v.id = p.revision_id
	LEFT JOIN LATERAL (SELECT x.code, x.amount, x.period FROM prices x JOIN specs s ON s.seller_id = x.seller_id AND s.id = x.spec_id
		WHERE s.seller_id = p.seller_id AND s.product_id = p.id AND s.status = 'on_sale' ORDER BY x.amount, x.code LIMIT 1) pr ON true
	WHERE p.seller_id = $1`

// ResaleTargets lists the products that wait for an authorization of all resellers (待授权).
func (s *Seller) ResaleTargets(ctx context.Context, access market.AccessType, text string, ask market.Ask) (market.Page[market.ResaleTarget], error) {
	const where = ` AND p.status = 'on_sale' AND p.sale_type = 'general' AND p.access_type IN ('saas', 'license', 'service', 'hardware', 'image')
		AND ($2 = '' OR p.access_type = $2) AND ($3 = '' OR p.number LIKE $3 || '%' OR strpos(lower(p.name), lower($3)) > 0)
		AND NOT EXISTS (SELECT 1 FROM resales r WHERE r.seller_id = p.seller_id AND r.product_id = p.id AND r.level = 'product' AND r.status = 'active')`
	k := from(ask)
	query := resaleTarget + where + ` AND ($4::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) < ($4, $5)) ORDER BY coalesce(p.listed_at, p.created_at) DESC, p.id DESC LIMIT $6`
	if k.up {
		query = resaleTarget + where + ` AND ($4::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) > ($4, $5)) ORDER BY coalesce(p.listed_at, p.created_at), p.id LIMIT $6`
	}
	var rows []market.ResaleTarget
	if err := s.list(ctx, &rows, query, access, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.ResaleTarget]{}, err
	}
	p := page(ask, rows, func(t market.ResaleTarget) cursor { return cursor{*t.ListedAt, t.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM products p WHERE p.seller_id = $1`+where+` LIMIT 10001) x`, access, text)
	return p, err
}

// Resellable lists the products that may be authorized, by name, for choices.
func (s *Seller) Resellable(ctx context.Context) (all []market.ResaleTarget, err error) {
	err = s.list(ctx, &all, resaleTarget+` AND p.status = 'on_sale' AND p.sale_type = 'general'
		AND p.access_type IN ('saas', 'license', 'service', 'hardware', 'image') ORDER BY p.name LIMIT 500`)
	return all, err
}

// ResaleOffer is an authorization as a reseller sees it.
type ResaleOffer struct {
	market.ResaleRow
	SellerNumber string
	CompanyName  string
}

// Resales are the authorizations that the shop front's customer may resell under, of every
// seller: its own, and those for all resellers.
func (f *Storefront) Resales(ctx context.Context, active bool) (all []ResaleOffer, err error) {
	err = f.db.listRows(ctx, &all, `SELECT `+resaleRow+`, c.number AS seller_number, c.company_name`+resaleFrom+` JOIN sellers c ON c.id = r.seller_id
		WHERE (r.partner = $1 OR r.partner = '' AND $2) AND (r.status = 'active') = $2
		ORDER BY r.level DESC, r.made_at DESC, r.id DESC LIMIT 500`, f.actor.Customer, active)
	return all, err
}

// ResaleHistory is what was done to the authorization, newest first.
func (s *Seller) ResaleHistory(ctx context.Context, id market.ResaleID) ([]market.Audit, error) {
	page, err := s.Audits(ctx, market.AuditSearch{Subject: id.String()}, market.Ask{Size: 50})
	return page.Rows, err
}
