package db

import (
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const limitRows = `SELECT l.seller_id, l.id, l.product_id, l.spec_id, l.count_rule, l.count_n, l.quantities, l.updated_at, l.updated_by, l.version,
		p.name AS product_name, s.name AS spec_name, s.sku_code, p.status = 'on_sale' AND s.status = 'on_sale' AS on_sale,
		coalesce((SELECT jsonb_build_object('zh-CN', x->>'name_zh', 'en', x->>'name_en') FROM jsonb_array_elements(s.attributes) x
			WHERE x->>'code' = l.quantities->0->>'attribute' LIMIT 1), '{}') AS measure`

const limitFrom = ` FROM limits l JOIN specs s ON s.seller_id = l.seller_id AND s.id = l.spec_id
	JOIN products p ON p.seller_id = l.seller_id AND p.id = l.product_id`

const limitWhere = ` WHERE l.seller_id = $1 AND ($2 = '' OR strpos(lower(p.name || ' ' || s.name), lower($2)) > 0 OR s.sku_code LIKE upper($2) || '%')
	AND ($3 = '' OR l.count_rule = $3)`

// Limits lists the purchase limits, what was set last first.
func (s *Seller) Limits(ctx context.Context, search market.LimitSearch, ask market.Ask) (market.Page[market.LimitRow], error) {
	k := from(ask)
	query := limitRows + limitFrom + limitWhere + ` AND ($4::timestamptz IS NULL OR (l.updated_at, l.id) < ($4, $5))
		ORDER BY l.updated_at DESC, l.id DESC LIMIT $6`
	if k.up {
		query = limitRows + limitFrom + limitWhere + ` AND ($4::timestamptz IS NULL OR (l.updated_at, l.id) > ($4, $5))
			ORDER BY l.updated_at, l.id LIMIT $6`
	}
	var rows []market.LimitRow
	if err := s.list(ctx, &rows, query, search.Text, search.Rule, k.at, k.id, k.limit); err != nil {
		return market.Page[market.LimitRow]{}, err
	}
	p := page(ask, rows, func(r market.LimitRow) cursor { return cursor{r.UpdatedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+limitFrom+limitWhere+` LIMIT 10001) x`, search.Text, search.Rule)
	return p, err
}

const limitSpecs = `SELECT s.id AS spec_id, p.id AS product_id, p.name AS product_name, s.name AS spec_name, s.sku_code,
		coalesce((SELECT x->>'code' FROM jsonb_array_elements(s.attributes) x WHERE x->>'kind' = 'number' LIMIT 1), '') AS attribute,
		NOT EXISTS (SELECT 1 FROM prices pr WHERE pr.seller_id = $1 AND pr.spec_id = s.id AND pr.charging <> 'ON_DEMAND') AS on_demand,
		p.status = 'on_sale' AND s.status = 'on_sale' AS on_sale,
		l.id AS limit_id, l.count_rule, l.count_n, coalesce(l.quantities, '[]') AS quantities
	FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
	LEFT JOIN limits l ON l.seller_id = s.seller_id AND l.spec_id = s.id
	WHERE s.seller_id = $1`

// LimitSpecs lists the specs that can be limited: of products whose name holds the text.
func (s *Seller) LimitSpecs(ctx context.Context, text string) (specs []market.LimitSpec, err error) {
	err = s.list(ctx, &specs, limitSpecs+` AND p.status = 'on_sale' AND s.status = 'on_sale'
		AND ($2 = '' OR strpos(lower(p.name || ' ' || s.name), lower($2)) > 0) ORDER BY p.name, p.id, s.ordinal, s.id LIMIT 500`, text)
	return specs, err
}

// LimitSpecsNamed are the specs with these ids; one that is not there is left out.
func (s *Seller) LimitSpecsNamed(ctx context.Context, ids []market.ID[market.Spec]) (specs []market.LimitSpec, err error) {
	err = s.list(ctx, &specs, limitSpecs+` AND s.id = ANY($2::uuid[]) ORDER BY p.name, p.id, s.ordinal, s.id LIMIT 500`, pq.Array(ids))
	return specs, err
}

// SetLimits sets the limits of specs, all of them or none (catalogue.md §5).
func (s *Seller) SetLimits(ctx context.Context, asks []market.LimitAsk) error {
	var ids []market.ID[market.Spec]
	for _, ask := range asks {
		ids = append(ids, ask.SpecID)
	}
	subject := market.ID[market.Spec]{UUID: s.id.UUID}
	if len(ids) == 1 {
		subject = ids[0]
	}
	return s.act(ctx, market.SetLimit, subject, func(tx *tx) error {
		var rows []market.LimitSpec
		if err := tx.list(&rows, limitSpecs+` AND s.id = ANY($2::uuid[]) ORDER BY s.id FOR SHARE OF s`, pq.Array(ids)); err != nil {
			return err
		}
		specs := map[market.ID[market.Spec]]market.LimitSpec{}
		for _, row := range rows {
			specs[row.SpecID] = row
		}
		for _, id := range ids {
			if _, found := specs[id]; !found {
				return market.NotFound
			}
		}
		if err := market.CheckLimits(asks, specs); err != nil {
			return err
		}
		var changed []market.TaskRow
		for _, ask := range asks { // as many as a form has; a sheet's rows are written at once
			spec := specs[ask.SpecID]
			changed = append(changed, limitRow(spec, ask))
			quantities := []market.QuantityLimit{}
			if ask.Quantity > 0 {
				quantities = append(quantities, market.QuantityLimit{Attribute: spec.Attribute, Most: ask.Quantity})
			}
			if err := tx.exec(`INSERT INTO limits (seller_id, id, product_id, spec_id, count_rule, count_n, quantities, updated_at, updated_by)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
				ON CONFLICT (seller_id, spec_id) DO UPDATE SET count_rule = excluded.count_rule, count_n = excluded.count_n,
					quantities = excluded.quantities, updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = limits.version + 1`,
				market.NewID[market.Limit](tx.now), spec.ProductID, spec.SpecID, ask.CountRule, max(ask.CountN, 1),
				market.JSON[[]market.QuantityLimit]{V: quantities}, tx.now, s.actor.Name); err != nil {
				return err
			}
			tx.note(spec.SKUCode, spec.Said(), ask.Said())
		}
		return tx.remember(market.LimitSheet.Kind, changed)
	})
}

// LiftLimit takes the limit off a spec.
func (s *Seller) LiftLimit(ctx context.Context, id market.LimitID) error {
	return s.act(ctx, market.LiftLimit, id, func(tx *tx) error {
		var limit market.Limit
		if err := tx.get(&limit, `DELETE FROM limits WHERE seller_id = $1 AND id = $2 RETURNING `+limitColumns, id); err != nil {
			return err
		}
		tx.note("count_rule", limit.CountRule, nil)
		return nil
	})
}
