package db

import "sellercenter/internal/market"

// admit refuses who may not buy this now. A package that one user may order once is refused
// to whoever has ordered it, unless that order was cancelled or refunded (catalogue.md §3.9).
func (t *tx) admit(purchase market.Purchase, sale market.Sale) error {
	if p := sale.Package.V; p == nil || !p.Once {
		return nil
	}
	var ordered bool
	if err := t.get(&ordered, `SELECT EXISTS (SELECT 1 FROM orders WHERE seller_id = $1 AND sku_id = $2 AND customer_id = $3
		AND test = $4 AND status NOT IN ('cancelled', 'refunded'))`, sale.SKUID, purchase.Customer.ID, t.s.actor.Test); err != nil {
		return err
	}
	if ordered {
		return market.Conflict("order.once_per_user", sale.Name())
	}
	return nil
}
