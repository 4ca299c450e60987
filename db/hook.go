package db

import (
	"context"

	"sellercenter/internal/market"
)

// Hooks lists the rules of order notification.
func (s *Seller) Hooks(ctx context.Context) (hooks []market.Hook, err error) {
	err = s.list(ctx, &hooks, `SELECT x.id, x.endpoint_id, e.url, x.access_type, x.product_id, coalesce(p.name, '') AS product_name, x.created_at
		FROM hooks x JOIN endpoints e ON e.seller_id = x.seller_id AND e.id = x.endpoint_id
		LEFT JOIN products p ON p.seller_id = x.seller_id AND p.id = x.product_id
		WHERE x.seller_id = $1 ORDER BY x.access_type, p.name, x.id LIMIT 500`)
	return hooks, err
}

// DebuggedEndpoints lists the interfaces that order notification can use: proved to be the
// seller's, https, and debugged (catalogue.md §0.4).
func (s *Seller) DebuggedEndpoints(ctx context.Context) (endpoints []market.Endpoint, err error) {
	err = s.list(ctx, &endpoints, `SELECT `+endpointColumns+` FROM endpoints e WHERE seller_id = $1 AND status = 'verified' AND url LIKE 'https://%'
		AND EXISTS (SELECT 1 FROM debug_cases c WHERE c.seller_id = $1 AND c.endpoint_id = e.id AND c.activity = 'orderNotify') ORDER BY url LIMIT 100`)
	return endpoints, err
}

// AddHook has the paid orders of an access type, or of one product, told to an interface.
func (s *Seller) AddHook(ctx context.Context, endpoint market.EndpointID, access market.AccessType, product *market.ProductID) error {
	id := market.NewID[market.Hook](s.db.Now())
	return s.act(ctx, market.AddHook, id, func(tx *tx) error {
		var debugged bool
		if err := tx.get(&debugged, `SELECT status = 'verified' AND url LIKE 'https://%' AND EXISTS (SELECT 1 FROM debug_cases c
				WHERE c.seller_id = $1 AND c.endpoint_id = e.id AND c.activity = 'orderNotify')
			FROM endpoints e WHERE seller_id = $1 AND id = $2`, endpoint); err != nil {
			return err
		}
		if !debugged {
			return market.Invalid("endpoint_id", "hook.not_debugged")
		}
		var of market.AccessType
		switch {
		case product != nil:
			access = ""
			if err := tx.get(&of, `SELECT access_type FROM products WHERE seller_id = $1 AND id = $2`, *product); err != nil {
				return err
			}
		case !access.Known():
			return market.Invalid("access_type", "problem.required")
		default:
			of = access
		}
		if of == market.AccessImage {
			return market.Invalid("access_type", "hook.no_images")
		}
		tx.note("access_type", nil, access)
		err := tx.exec(`INSERT INTO hooks (seller_id, id, endpoint_id, access_type, product_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, endpoint, access, product, tx.now)
		if violates(err, "hooks_access") || violates(err, "hooks_product") {
			return market.Conflict("hook.already")
		}
		return err
	})
}

// RemoveHook ends a rule of order notification.
func (s *Seller) RemoveHook(ctx context.Context, id market.HookID) error {
	return s.act(ctx, market.RemoveHook, id, func(tx *tx) error {
		n, err := tx.count(`DELETE FROM hooks WHERE seller_id = $1 AND id = $2`, id)
		if err == nil && n == 0 {
			err = market.NotFound
		}
		return err
	})
}

// pushOrder queues the notification of a paid order for the interface that a rule names: the
// product's before its access type's, and never twice (catalogue.md §0.4). It stands in a
// lane of its own: nobody waits for it.
func (t *tx) pushOrder(order market.Order) error {
	if order.Test {
		return nil
	}
	var rules []market.EndpointID
	if err := t.list(&rules, `SELECT endpoint_id FROM hooks WHERE seller_id = $1 AND (product_id = $2 OR access_type = $3)
		ORDER BY product_id IS NULL LIMIT 1`, order.ProductID, order.AccessType); err != nil || len(rules) == 0 {
		return err
	}
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	id, f := market.NewID[market.Fulfilment](t.now), market.Fulfilment{}
	f.Begin(market.SchedulesOf(settings)[market.ActivityOrderNotify], t.now)
	n, err := t.count(`INSERT INTO fulfilments (seller_id, id, order_id, lane, endpoint_id, activity, status, begun_at, next_at, deadline_at, test)
		SELECT $1::uuid, $2::uuid, $3::uuid, $2::uuid, $4::uuid, $5::text, 'queued', $6::timestamptz, $7::timestamptz, $8::timestamptz, false WHERE NOT EXISTS (
			SELECT 1 FROM fulfilments WHERE seller_id = $1 AND order_id = $3 AND activity = $5)`,
		id, order.ID, rules[0], market.ActivityOrderNotify, f.BegunAt, f.NextAt, f.DeadlineAt)
	if err != nil || n == 0 {
		return err
	}
	return t.later(market.SendFulfilment, id)
}
