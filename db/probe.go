package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

const probeColumns = `id, endpoint_id, at, cases, failed, failing_since, results`

// PlanEndpoint leaves a round for every address that a product on sale uses and that has
// saved cases, of every seller (catalogue.md §2.6).
func (s *Seller) PlanEndpoint(ctx context.Context) error {
	return s.act(ctx, market.PlanEndpoint, s.id, func(tx *tx) error {
		var rows []struct {
			SellerID market.SellerID
			ID       market.EndpointID
		}
		if err := tx.SelectContext(tx.ctx, &rows, `SELECT e.seller_id, e.id FROM endpoints e JOIN sellers s ON s.id = e.seller_id
			WHERE e.status = 'verified' AND s.status = 'approved'
				AND EXISTS (SELECT 1 FROM debug_cases c WHERE c.seller_id = e.seller_id AND c.endpoint_id = e.id)
				AND EXISTS (SELECT 1 FROM products p JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
					WHERE p.seller_id = e.seller_id AND p.status = 'on_sale' AND r.content->>'endpoint_id' = e.id::text)`); err != nil || len(rows) == 0 {
			return err
		}
		tx.note("addresses", nil, len(rows))
		sellers, endpoints := make([]market.SellerID, len(rows)), make([]string, len(rows))
		for i, row := range rows {
			sellers[i], endpoints[i] = row.SellerID, row.ID.String()
		}
		return tx.enqueue(tx.now, market.ProbeEndpoint, sellers, endpoints)
	})
}

// ProbeEndpoint keeps how a round went and tells of one that failed.
func (s *Seller) ProbeEndpoint(ctx context.Context, id market.EndpointID, results []market.ProbeResult) error {
	return s.act(ctx, market.ProbeEndpoint, id, func(tx *tx) error {
		endpoint, err := tx.lockEndpoint(id)
		if err != nil {
			return err
		}
		if err := endpoint.Debuggable(); err != nil {
			return err
		}
		if len(results) == 0 {
			return market.NotFound
		}
		var before market.Probe
		was := &before
		err = tx.get(was, `SELECT `+probeColumns+` FROM probes WHERE seller_id = $1 AND endpoint_id = $2 ORDER BY at DESC LIMIT 1`, id)
		if errors.Is(err, market.NotFound) {
			was, err = nil, nil
		}
		if err != nil {
			return err
		}
		p := market.NewProbe(id, was, results, tx.now)
		tx.note("failed", nil, p.Failed)
		if err := tx.exec(`INSERT INTO probes (seller_id, id, endpoint_id, at, cases, failed, failing_since, results) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			p.ID, id, p.At, p.Cases, p.Failed, p.FailingSince, p.Results); err != nil || p.Failed == 0 {
			return err
		}
		if err := tx.notify(string(market.ProbeEndpoint), p.Notice(endpoint.URL), "/endpoints#probes"); err != nil || !p.Alarming() || was != nil && was.Alarming() {
			return err
		}
		return tx.tellDesk(nil, string(market.ProbeEndpoint), market.Because("notice.desk_endpoint", endpoint.URL, *p.FailingSince), "/operator/endpoints")
	})
}

// Probes are the last rounds over the seller's addresses, the newest first.
func (s *Seller) Probes(ctx context.Context) (probes []market.Probe, err error) {
	err = s.list(ctx, &probes, `SELECT `+probeColumns+` FROM probes WHERE seller_id = $1 ORDER BY at DESC, id DESC LIMIT 40`)
	return probes, err
}

// Health lists the products on sale whose interface fails its rounds or failed orders this
// month, the worst first (catalogue.md §2.6).
func (o *Operator) Health(ctx context.Context) (all []market.Health, err error) {
	now := o.db.Now()
	err = o.db.listRows(ctx, &all, `SELECT p.seller_id, s.company_name, p.id AS product_id, p.name AS product_name, e.url,
			b.at AS probed_at, b.failing_since, coalesce(f.orders, 0) AS failed_orders
		FROM products p
		JOIN sellers s ON s.id = p.seller_id
		JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
		JOIN endpoints e ON e.seller_id = p.seller_id AND e.id::text = r.content->>'endpoint_id'
		LEFT JOIN LATERAL (SELECT at, failing_since FROM probes b WHERE b.seller_id = e.seller_id AND b.endpoint_id = e.id ORDER BY at DESC LIMIT 1) b ON true
		LEFT JOIN LATERAL (SELECT count(DISTINCT f.order_id) AS orders FROM fulfilments f JOIN orders x ON x.seller_id = f.seller_id AND x.id = f.order_id
			WHERE f.seller_id = p.seller_id AND x.product_id = p.id AND f.status = 'exhausted' AND NOT f.test AND f.begun_at >= $1) f ON true
		WHERE p.status = 'on_sale' AND (b.failing_since IS NOT NULL OR f.orders > 0)
		ORDER BY failed_orders DESC, b.failing_since, p.id LIMIT 200`, market.MonthOf(now).Begin())
	return all, err
}
