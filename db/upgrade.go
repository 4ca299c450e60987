package db

import (
	"context"

	"sellercenter/internal/market"
)

const upgradeRows = `SELECT u.seller_id, u.id, u.product_id, u.source_id, u.targets, u.expansion, u.status, u.cause, u.created_at, u.ended_at, u.version,
		p.name AS product_name, s.name AS source_name,
		(SELECT coalesce(jsonb_agg(t.name ORDER BY t.ordinal), '[]') FROM specs t WHERE t.seller_id = u.seller_id AND u.targets ? t.id::text) AS target_names
	FROM upgrades u JOIN products p ON p.seller_id = u.seller_id AND p.id = u.product_id
	JOIN specs s ON s.seller_id = u.seller_id AND s.id = u.source_id
	WHERE u.seller_id = $1`

// SetUpgrade makes an upgrade rule: what orders of the source may change to
// (catalogue.md §3.10).
func (s *Seller) SetUpgrade(ctx context.Context, source market.SpecID, targets []market.SpecID, expansion *market.Quantity) (market.UpgradeID, error) {
	id := market.NewID[market.Upgrade](s.db.Now())
	return id, s.act(ctx, market.SetUpgrade, id, func(tx *tx) error {
		if source.IsZero() {
			return market.Invalid("source", "problem.required")
		}
		var product market.ProductID
		if err := tx.get(&product, `SELECT product_id FROM specs WHERE seller_id = $1 AND id = $2`, source); err != nil {
			return err
		}
		if _, err := tx.lockProduct(product); err != nil {
			return err
		}
		specs, err := tx.upgradeSpecs(product)
		if err != nil {
			return err
		}
		var into []market.UpgradeSpec
		for _, target := range targets {
			spec, known := specs[target]
			if !known {
				return market.NotFound
			}
			into = append(into, spec)
		}
		if err := market.CheckUpgrade(specs[source], into, expansion); err != nil {
			return err
		}
		status, err := market.UpgradeMoves.Next(market.UpgradeNone, market.SetUpgrade)
		if err != nil {
			return err
		}
		tx.note("source", nil, specs[source].Name)
		err = tx.exec(`INSERT INTO upgrades (seller_id, id, product_id, source_id, targets, expansion, status, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, product, source, market.JSON[[]market.SpecID]{V: targets}, expansion, status, tx.now)
		if violates(err, "upgrades_source") {
			return market.Invalid("source", "upgrade.source_taken", specs[source].Name)
		}
		return err
	})
}

// EndUpgrade ends an upgrade rule; nothing changes for who has upgraded.
func (s *Seller) EndUpgrade(ctx context.Context, id market.UpgradeID) error {
	return s.act(ctx, market.EndUpgrade, id, func(tx *tx) error {
		var upgrade market.Upgrade
		if err := tx.get(&upgrade, upgradeRows+` AND u.id = $2 FOR UPDATE OF u`, id); err != nil {
			return err
		}
		next, err := market.UpgradeMoves.Next(upgrade.Status, market.EndUpgrade)
		if err != nil {
			return err
		}
		tx.note("source", upgrade.SourceName, nil)
		return tx.one(`UPDATE upgrades SET status = $3, ended_at = $4, version = version + 1 WHERE seller_id = $1 AND id = $2 AND version = $5`,
			id, next, tx.now, upgrade.Version)
	})
}

// Upgrades lists the upgrade rules, newest first.
func (s *Seller) Upgrades(ctx context.Context, status market.UpgradeStatus, text string, ask market.Ask) (market.Page[market.Upgrade], error) {
	k := from(ask)
	query := upgradeRows + ` AND ($2 = '' OR u.status = $2) AND ($3 = '' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(lower(s.name), lower($3)) > 0)
		AND ($4::timestamptz IS NULL OR (u.created_at, u.id) < ($4, $5)) ORDER BY u.created_at DESC, u.id DESC LIMIT $6`
	if k.up {
		query = upgradeRows + ` AND ($2 = '' OR u.status = $2) AND ($3 = '' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(lower(s.name), lower($3)) > 0)
			AND ($4::timestamptz IS NULL OR (u.created_at, u.id) > ($4, $5)) ORDER BY u.created_at, u.id LIMIT $6`
	}
	var rows []market.Upgrade
	if err := s.list(ctx, &rows, query, status, text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Upgrade]{}, err
	}
	found := page(ask, rows, func(u market.Upgrade) cursor { return cursor{u.CreatedAt, u.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM upgrades u JOIN products p ON p.seller_id = u.seller_id AND p.id = u.product_id
		JOIN specs s ON s.seller_id = u.seller_id AND s.id = u.source_id
		WHERE u.seller_id = $1 AND ($2 = '' OR u.status = $2) AND ($3 = '' OR strpos(lower(p.name), lower($3)) > 0 OR strpos(lower(s.name), lower($3)) > 0)
		LIMIT 10001) x`, status, text)
	return found, err
}

// UpgradeChoices are the specs that may stand in upgrade rules: SaaS with period billing.
func (s *Seller) UpgradeChoices(ctx context.Context) (specs []market.UpgradeSpec, err error) {
	err = s.list(ctx, &specs, upgradeSpecRows+` AND p.access_type = 'saas' AND p.status = 'on_sale' AND s.status = 'on_sale' AND (f.month IS NOT NULL OR f.year IS NOT NULL)
		ORDER BY p.name, s.ordinal LIMIT 500`)
	return specs, err
}

const upgradeSpecRows = `SELECT s.id, s.product_id, s.name, p.name AS product_name, s.template, p.status = 'on_sale' AND s.status = 'on_sale' AS on_sale, p.access_type, s.attributes,
		EXISTS (SELECT 1 FROM revisions r JOIN debug_cases c ON c.seller_id = r.seller_id AND c.endpoint_id::text = r.content->>'endpoint_id'
			WHERE r.seller_id = p.seller_id AND r.id = p.revision_id AND c.activity = 'upgradeInstance') AS debugged,
		f.month, f.year
	FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
	CROSS JOIN LATERAL (SELECT min(c.amount) FILTER (WHERE c.period = 'month') AS month, min(c.amount) FILTER (WHERE c.period = 'year') AS year
		FROM prices c JOIN skus k ON k.seller_id = c.seller_id AND k.id = c.sku_id
		WHERE c.seller_id = s.seller_id AND c.spec_id = s.id AND k.status = 'on_sale' AND c.charging = 'PERIOD') f
	WHERE s.seller_id = $1`

func (t *tx) upgradeSpecs(product market.ProductID) (map[market.SpecID]market.UpgradeSpec, error) {
	var rows []market.UpgradeSpec
	if err := t.list(&rows, upgradeSpecRows+` AND s.product_id = $2 LIMIT 100`, product); err != nil {
		return nil, err
	}
	specs := make(map[market.SpecID]market.UpgradeSpec, len(rows))
	for _, row := range rows {
		specs[row.ID] = row
	}
	return specs, nil
}

// lapseUpgrades makes rules of the product void that no longer hold, and tells the seller
// (catalogue.md §3.10).
func (t *tx) lapseUpgrades(product market.ProductID, by market.Act) error {
	var rules []market.Upgrade
	if err := t.list(&rules, upgradeRows+` AND u.product_id = $2 AND u.status = 'active' LIMIT 100`, product); err != nil || len(rules) == 0 {
		return err
	}
	specs, err := t.upgradeSpecs(product)
	if err != nil {
		return err
	}
	type line struct {
		ID    market.UpgradeID `json:"id"`
		Cause market.Reason    `json:"cause"`
	}
	var lapsed []line
	next := market.UpgradeVoid
	for _, rule := range rules {
		var targets []market.UpgradeSpec
		for _, target := range rule.Targets.V {
			targets = append(targets, specs[target])
		}
		cause := market.Lapses(specs[rule.SourceID], targets)
		if cause == nil {
			continue
		}
		if next, err = market.UpgradeMoves.Next(rule.Status, by); err != nil {
			return err
		}
		lapsed = append(lapsed, line{rule.ID, *cause})
	}
	if len(lapsed) == 0 {
		return nil
	}
	if err := t.exec(`UPDATE upgrades u SET status = $3, cause = l.cause, ended_at = $4, version = version + 1
		FROM jsonb_to_recordset($2::jsonb) AS l (id uuid, cause jsonb) WHERE u.seller_id = $1 AND u.id = l.id`,
		market.JSON[[]line]{V: lapsed}, next, t.now); err != nil {
		return err
	}
	return t.notify("product", market.Because("upgrade.notice_void", rules[0].ProductName, len(lapsed)), "/upgrades?status=void")
}
