package db

import (
	"cmp"
	"context"
	"net/url"
	"time"

	"sellercenter/internal/market"
)

// watchExpiry plans what happens when what a buyer has running is over: it is frozen, and
// released when nobody renews it in time (transactions.md §1.6).
func (t *tx) watchExpiry(instance market.ID[market.Instance], ends time.Time) error {
	return t.at(ends, market.FreezeInstance, instance)
}

// FreezeInstance freezes what is over and was not renewed. The seller's server is told, data
// is kept, and its release is planned.
func (s *Seller) FreezeInstance(ctx context.Context, id market.ID[market.Instance]) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.FreezeInstance, id, func(tx *tx) error {
		order, instance, err := tx.lockInstance(id)
		if err != nil {
			return err
		}
		if err := instance.Freeze(tx.now); err != nil {
			return err
		}
		if err := tx.saveInstance(instance); err != nil {
			return err
		}
		release := tx.now.Add(settings.FreezeRetention.Duration)
		if instance.BlockedAt == nil { // else its server knows
			if err := tx.sendFulfilment(order, market.ActivityUpdateInstanceStatus); err != nil {
				return err
			}
		}
		if err := tx.notify(string(market.FreezeInstance), market.Because("instance.notice_frozen", order.CustomerName, order.ProductName, order.SpecName, release),
			"/orders/"+order.ID.String()); err != nil {
			return err
		}
		return tx.at(release, market.ReleaseInstance, id)
	})
}

// ReleaseInstance releases what stayed frozen through its retention.
func (s *Seller) ReleaseInstance(ctx context.Context, id market.ID[market.Instance]) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.ReleaseInstance, id, func(tx *tx) error {
		order, instance, err := tx.lockInstance(id)
		if err != nil {
			return err
		}
		if err := instance.Release(tx.now, settings.FreezeRetention.Duration); err != nil {
			return err
		}
		if err := tx.saveInstance(instance); err != nil {
			return err
		}
		if err := tx.sendFulfilment(order, market.ActivityReleaseInstance); err != nil {
			return err
		}
		return tx.notify(string(market.ReleaseInstance), market.Because("instance.notice_released", order.CustomerName, order.ProductName, order.SpecName),
			"/orders/"+order.ID.String())
	})
}

// extendable refuses an order for more of what was released meanwhile; until the act ends it
// is not.
func (t *tx) extendable(order market.Order) error {
	if order.RenewsID == nil || order.InstanceID == nil {
		return nil
	}
	_, instance, err := t.lockInstance(*order.InstanceID)
	if err != nil {
		return err
	}
	return instance.Extend()
}

// ClearInstance releases all that a customer has of the seller, because its account with the
// marketplace is closed (catalogue.md §0.4, code 103). The seller is told once.
func (s *Seller) ClearInstance(ctx context.Context, customer string) error {
	id := market.NewID[market.Instance](s.db.Now())
	return s.act(ctx, market.ClearInstance, id, func(tx *tx) error {
		var running []struct{ ID market.ID[market.Instance] }
		if err := tx.list(&running, `SELECT id FROM instances
			WHERE seller_id = $1 AND customer_id = $2 AND line = 1 AND status <> 'released' ORDER BY order_id, id LIMIT 1000`, customer); err != nil {
			return err
		}
		if len(running) == 0 {
			return market.NotFound
		}
		var name string
		for _, one := range running {
			order, instance, err := tx.lockInstance(one.ID)
			if err != nil {
				return err
			}
			if err := instance.Clear(tx.now); err != nil {
				return err
			}
			if err := tx.saveInstance(instance); err != nil {
				return err
			}
			if err := tx.sendFulfilment(order, market.ActivityReleaseInstance); err != nil {
				return err
			}
			name = order.CustomerName
		}
		tx.note("customer", nil, customer)
		tx.note("instances", nil, len(running))
		return tx.notify(string(market.ClearInstance), market.Because("instance.notice_closed", name, len(running)), "/orders?customer="+url.QueryEscape(name))
	})
}

// Sellers are those of whom the customer has something running.
func (f *Storefront) Sellers(ctx context.Context) (sellers []market.SellerID, err error) {
	err = f.db.listRows(ctx, &sellers, `SELECT DISTINCT seller_id FROM instances WHERE customer_id = $1 AND status <> 'released' LIMIT 1000`, f.actor.Customer)
	return sellers, err
}

// thaw gives back what was frozen, because its next period was paid.
func (t *tx) thaw(order market.Order, instance market.ID[market.Instance]) error {
	frozen, err := t.count(`UPDATE instances SET status = 'in_use' WHERE seller_id = $1 AND id = $2 AND status = 'frozen' AND blocked_at IS NULL`, instance)
	if err != nil || frozen == 0 {
		return err
	}
	return cmp.Or(t.licenceFollows(instance), t.sendFulfilment(order, market.ActivityUpdateInstanceStatus))
}

// lockInstance reads the order that opened the instance, then the instance, and keeps both.
func (t *tx) lockInstance(id market.ID[market.Instance]) (order market.Order, instance market.Instance, err error) {
	var root market.OrderID
	if err := t.get(&root, `SELECT order_id FROM instances WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return order, instance, err
	}
	if order, err = t.lockOrder(root); err != nil {
		return order, instance, err
	}
	err = t.get(&instance, `SELECT id, number, order_id, product_id, status, customer_id, front_url, opened_at, expires_at, released_at, blocked_at, stopped_at, test
		FROM instances WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return order, instance, err
}

// saveInstance writes how the instance stands. The packages of one order live and end
// together (catalogue.md §3.8).
func (t *tx) saveInstance(in market.Instance) error {
	t.note("status", nil, in.Status)
	return cmp.Or(
		t.exec(`UPDATE instances SET status = $3, released_at = $4 WHERE seller_id = $1
			AND (id = $2 OR order_id = $5 AND line > 1 AND status <> 'released')`, in.ID, in.Status, in.ReleasedAt, in.OrderID),
		t.licenceFollows(in.ID))
}
