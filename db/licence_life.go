package db

import (
	"errors"

	"sellercenter/internal/market"
)

// openLicence makes an activated code what its customer has running: it is renewed, frozen
// and released like everything that a server opened (transactions.md §1.6).
func (d *delivery) openLicence(licence market.Licence) error {
	id := market.NewID[market.Instance](d.now)
	if err := d.exec(`INSERT INTO instances (seller_id, id, number, order_id, product_id, status, customer_id, opened_at, expires_at, test)
		VALUES ($1, $2, $3, $4, $5, 'in_use', $6, $7, $8, $9)`,
		id, licence.Code, d.order.ID, d.order.ProductID, d.order.CustomerID, d.now, licence.ExpiresAt, d.order.Test); err != nil {
		return err
	}
	d.order.InstanceID = &id
	return d.exec(`UPDATE orders SET instance_id = $3 WHERE seller_id = $1 AND id = $2`, d.order.ID, id)
}

// openByHand gives an order that people handed over for a time its life after expiry
// (transactions.md §1.6): no server knows it, so none is told.
func (t *tx) openByHand(order *market.Order) error {
	if order.InstanceID != nil || order.RenewsID != nil || order.ExpiresAt == nil || order.Charging != market.ChargePeriod ||
		order.Type != market.OrderNew {
		return nil
	}
	id := market.NewID[market.Instance](t.now)
	n, err := t.count(`INSERT INTO instances (seller_id, id, number, order_id, product_id, status, customer_id, opened_at, expires_at, test, served)
		VALUES ($1, $2, $3, $4, $5, 'in_use', $6, $7, $8, $9, false) ON CONFLICT DO NOTHING`,
		id, order.Number, order.ID, order.ProductID, order.CustomerID, order.EffectiveAt, order.ExpiresAt, order.Test)
	if err != nil || n == 0 {
		return err
	}
	order.InstanceID = &id
	return nil
}

// licenceFollows lets an authorization code stand as what it opened stands.
func (t *tx) licenceFollows(instance market.ID[market.Instance]) error {
	return t.exec(`UPDATE licences l SET expires_at = i.expires_at,
			status = CASE i.status WHEN 'in_use' THEN 'alive' WHEN 'frozen' THEN 'frozen' ELSE 'released' END
		FROM instances i WHERE i.seller_id = $1 AND i.id = $2 AND l.seller_id = $1 AND l.order_id = i.order_id`, instance)
}

// hears says what a seller's server is told when the order changes what runs, and whether it
// is told at all: what people handed over has no server, and a server of authorization codes
// hears only when it has a key for that (production-interface.md §1.5: all three are optional).
func (t *tx) hears(order market.Order, activity market.Activity) (market.Activity, bool, error) {
	if activity == market.ActivityNewInstance || activity == market.ActivityOrderNotify {
		return activity, true, nil
	}
	var of struct{ Served, Coded, Keyed bool }
	err := t.get(&of, `SELECT i.served, EXISTS (SELECT 1 FROM licences l WHERE l.seller_id = $1 AND l.order_id = $2) AS coded,
			EXISTS (SELECT 1 FROM keys k WHERE k.seller_id = $1 AND k.purpose = 'licence' AND k.status <> 'revoked') AS keyed
		FROM instances i WHERE i.seller_id = $1 AND i.order_id = $2 AND i.line = 1`, back(order))
	switch {
	case errors.Is(err, market.NotFound):
		return activity, true, nil
	case err != nil || !of.Coded:
		return activity, of.Served, err
	}
	return activity.OfLicence(), of.Keyed, nil
}

// unheard does what a message stands for that nobody has to be sent.
func (t *tx) unheard(order market.Order, activity market.Activity, plans market.Schedules) error {
	order, err := t.lockOrder(order.ID)
	if err != nil {
		return err
	}
	f := market.Fulfilment{Line: 1, OrderID: order.ID, Lane: back(order), InstanceID: order.InstanceID, Activity: activity}
	return t.fulfilled(f, order, plans)
}
