package db

import (
	"sellercenter/internal/market"
)

// tickRenewal keeps that automatic renewal was ticked with the order (catalogue.md §9.4).
func (t *tx) tickRenewal(order market.Order, wanted *market.Expiry) error {
	if wanted == nil {
		return nil
	}
	return t.exec(`INSERT INTO order_renewals (seller_id, order_id, periods, times) VALUES ($1, $2, $3, $4)`, order.ID, wanted.Periods, wanted.Times)
}

// renewAsTicked makes what was ticked with an order the policy of what runs for it, unless its
// customer chose another since.
func (t *tx) renewAsTicked(order market.Order) error {
	n, err := t.count(`INSERT INTO expiry_policies (seller_id, instance_id, policy, periods, times, changed_at, changed_by)
		SELECT r.seller_id, $3::uuid, 'renew', r.periods, r.times, $4::timestamptz, $5::text FROM order_renewals r
		WHERE r.seller_id = $1 AND r.order_id = $2 ON CONFLICT (seller_id, instance_id) DO NOTHING`,
		order.ID, *order.InstanceID, t.now, order.CustomerName)
	if err != nil || n == 0 {
		return err
	}
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	return t.planRenewal(market.Instance{ID: *order.InstanceID, ExpiresAt: order.ExpiresAt}, market.PolicyRenew, settings)
}
