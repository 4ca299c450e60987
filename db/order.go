package db

import (
	"time"

	"sellercenter/internal/market"
)

const orderColumns = `seller_id, id, number, type, status, product_id, revision_id, spec_id, price_id,
	product_name, spec_name, product_code, sku_code, sale_type, access_type, charging, period_type, periods,
	quantity, unit_price, list_amount, discount_amount, coupon_amount, amount, refunded_amount, fee_ratio,
	supervised, test, postpaid, customer_id, customer_name, customer_account, phone_mask, email_mask,
	agreement_at, renews_id, instance_id, placed_at, pay_by, paid_at, repaid_at, effective_at, expires_at,
	completed_at, cancelled_at, refunded_at, version`

// lockOrder reads the order and keeps it until the act ends.
func (t *tx) lockOrder(id market.OrderID) (order market.Order, err error) {
	err = t.get(&order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return order, err
}

// saveOrder writes what an act may change of an order.
func (t *tx) saveOrder(o market.Order) error {
	return t.one(`UPDATE orders SET status = $3, refunded_amount = $4, instance_id = $5, paid_at = $6, repaid_at = $7,
			effective_at = $8, expires_at = $9, completed_at = $10, cancelled_at = $11, refunded_at = $12, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $13`,
		o.ID, o.Status, o.RefundedAmount, o.InstanceID, o.PaidAt, o.RepaidAt,
		o.EffectiveAt, o.ExpiresAt, o.CompletedAt, o.CancelledAt, o.RefundedAt, o.Version)
}

// completeOrder ends the order's flow: the service runs from effective.
func (t *tx) completeOrder(order *market.Order, effective time.Time) error {
	if err := order.Complete(effective, t.now); err != nil {
		return err
	}
	if err := t.saveOrder(*order); err != nil {
		return err
	}
	order.Version++
	return nil
}
