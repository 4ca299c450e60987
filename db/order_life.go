package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"sellercenter/internal/market"
)

// growth is what a change order changes: the newest completed order of what runs, when it
// ends, and the rule in force. read reads the seller's rows, in an act or outside.
func growth(read func(into any, query string, args ...any) error, number string) (g market.Growth, err error) {
	err = read(&g.Running, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND number = $2`, number)
	if errors.Is(err, market.NotFound) {
		return g, market.Invalid("renews", "order.no_such_order", number)
	}
	if err != nil {
		return g, err
	}
	root := g.Running.ID
	if g.Running.RenewsID != nil {
		root = *g.Running.RenewsID
	}
	var ends *time.Time
	if err := read(&ends, `SELECT max(expires_at) FROM orders WHERE seller_id = $1 AND (id = $2 OR renews_id = $2) AND status = 'completed' AND NOT given_back
		AND type NOT IN ('unsubscribe', 'unsubscribe_renewal')`, root); err != nil {
		return g, err
	}
	if ends != nil {
		g.Ends = *ends
	}
	var rule market.Upgrade
	err = read(&rule, upgradeRows+` AND u.source_id = $2 AND u.status = 'active'`, g.Running.SpecID)
	if errors.Is(err, market.NotFound) {
		return g, nil
	}
	g.Rule = &rule
	return g, err
}

// periodPrices are the prices of a SKU by their billing period.
const periodPrices = `(SELECT coalesce(jsonb_object_agg(period, CASE WHEN pricing = '{}' THEN jsonb_build_object('model', 'fixed', 'unit', amount::text) ELSE pricing END), '{}')
	FROM prices WHERE seller_id = $1 AND charging = 'PERIOD' AND sku_id = `

// quoteChange prices a change order; a purchase of any other type stays as it is.
func quoteChange(read func(into any, query string, args ...any) error, purchase market.Purchase, quote *market.Quote, now time.Time) (g market.Growth, err error) {
	if purchase.Type != market.OrderChange {
		return g, nil
	}
	if g, err = growth(read, purchase.Renews); err != nil {
		return g, err
	}
	var prices struct {
		Old, New market.JSON[market.PeriodPrices]
	}
	if err := read(&prices, `SELECT `+periodPrices+`$2) AS old, `+periodPrices+`$3) AS new`, g.Running.SKUID, quote.Sale.SKUID); err != nil {
		return g, err
	}
	g.Old, g.New = prices.Old.V, prices.New.V
	return g, purchase.Change(quote, g, now)
}

// back is the order that opened what the order belongs to.
func back(order market.Order) market.OrderID {
	if order.RenewsID != nil {
		return *order.RenewsID
	}
	return order.ID
}

// contact opens the order's sealed contact, for another order of the same customer.
func (t *tx) contact(order market.Order) (customer market.Customer, err error) {
	var sealed []byte
	if err := t.get(&sealed, `SELECT contact_sealed FROM orders WHERE seller_id = $1 AND id = $2`, order.ID); err != nil {
		return customer, err
	}
	return customerOf(order, sealed, t.s.db.sealer)
}

func customerOf(order market.Order, contact []byte, s sealer) (market.Customer, error) {
	customer := market.Customer{ID: order.CustomerID, Name: order.CustomerName, Account: order.CustomerAccount, Region: order.Region}
	plain, err := s.open(contact)
	if err != nil {
		return customer, err
	}
	var opened contactSealed
	err = json.Unmarshal([]byte(plain), &opened)
	customer.Phone, customer.Email = opened.Phone, opened.Email
	return customer, err
}

// SetInstance keeps what a customer wants when a period ends (transactions.md §1.6).
func (s *Seller) SetInstance(ctx context.Context, id market.OrderID, wanted market.Expiry) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.SetInstance, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if order.InstanceID == nil {
			return market.Conflict("instance.none", order.Number)
		}
		if err := wanted.Check(order); err != nil {
			return err
		}
		var instance market.Instance
		if err := tx.get(&instance, `SELECT id, number, order_id, product_id, status, customer_id, front_url, opened_at, expires_at, released_at, blocked_at, stopped_at, test
			FROM instances WHERE seller_id = $1 AND id = $2 FOR UPDATE`, *order.InstanceID); err != nil {
			return err
		}
		if instance.Status == market.InstanceReleased {
			return market.Conflict("instance.is_released", instance.Number)
		}
		tx.note("policy", nil, wanted.Policy)
		if err := tx.exec(`INSERT INTO expiry_policies (seller_id, instance_id, policy, periods, times, changed_at, changed_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (seller_id, instance_id) DO UPDATE
			SET policy = excluded.policy, periods = excluded.periods, times = excluded.times, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			instance.ID, wanted.Policy, max(wanted.Periods, 1), wanted.Times, tx.now, s.actor.Name); err != nil {
			return err
		}
		return tx.planRenewal(instance, wanted.Policy, settings)
	})
}

// CloseInstance ends what runs for an order and is paid by use; the seller's server releases
// it (transactions.md §10.1).
func (s *Seller) CloseInstance(ctx context.Context, id market.OrderID) error {
	return s.act(ctx, market.CloseInstance, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if order.InstanceID == nil {
			return market.Conflict("instance.none", order.Number)
		}
		root, instance, err := tx.lockInstance(*order.InstanceID)
		if err != nil {
			return err
		}
		return cmp.Or(instance.Close(order.Charging, tx.now), tx.saveInstance(instance), tx.sendFulfilment(root, market.ActivityReleaseInstance))
	})
}

// planRenewal leaves the next try of an automatic renewal.
func (t *tx) planRenewal(instance market.Instance, policy market.ExpiryPolicy, settings market.Settings) error {
	if policy != market.PolicyRenew || instance.ExpiresAt == nil {
		return nil
	}
	at, ok := settings.RenewalAt(*instance.ExpiresAt, t.now)
	if !ok {
		return nil
	}
	return t.at(at, market.RenewInstance, instance.ID)
}

// Expiry is what the customer of an instance chose; the default when nothing was.
func (s *Seller) Expiry(ctx context.Context, id market.ID[market.Instance]) (chosen market.Expiry, err error) {
	err = s.get(ctx, &chosen, `SELECT coalesce(e.policy, 'freeze') AS policy, coalesce(e.periods, 1) AS periods, coalesce(e.times, 0) AS times
		FROM instances i LEFT JOIN expiry_policies e ON e.seller_id = i.seller_id AND e.instance_id = i.id
		WHERE i.seller_id = $1 AND i.id = $2`, id)
	return chosen, err
}

// RenewInstance renews what runs by itself, as its customer wants it: from seven days before
// its end at three o'clock, again every day until the end (transactions.md §1.6). The
// purchase and its payment are the customer's own acts; a try that failed is told and
// repeated.
func (s *Seller) RenewInstance(ctx context.Context, id market.ID[market.Instance]) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	chosen, err := s.Expiry(ctx, id)
	if err != nil {
		return err
	}
	order, wanted, err := s.renewal(ctx, id, chosen)
	if err != nil {
		return err
	}
	ends := order.ExpiresAt
	if chosen.Policy != market.PolicyRenew || chosen.Times == 0 || ends == nil || s.db.Now().Before(ends.Add(-settings.RenewBefore.Duration-24*time.Hour)) {
		return market.Conflict("problem.not_now", market.Word(market.RenewInstance))
	}
	failed := s.renew(ctx, order, wanted)
	var refused *market.Problem
	if failed != nil && !errors.As(failed, &refused) {
		return failed
	}
	return s.act(ctx, market.RenewInstance, id, func(tx *tx) error {
		_, instance, err := tx.lockInstance(id)
		if err != nil {
			return err
		}
		if failed != nil {
			tx.note("refused", nil, refused.Reason.Key)
			return cmp.Or(
				tx.notify(string(market.RenewInstance), market.Because("instance.notice_not_renewed", order.CustomerName, order.ProductName, refused.Reason), "/orders/"+order.ID.String()),
				tx.planRenewal(instance, chosen.Policy, settings))
		}
		tx.note("times", chosen.Times, chosen.Times-1)
		if err := tx.exec(`UPDATE expiry_policies SET times = greatest(times - 1, 0) WHERE seller_id = $1 AND instance_id = $2`, id); err != nil || chosen.Times == 1 {
			return err
		}
		next := order.PeriodType.After(*ends, chosen.Periods)
		instance.ExpiresAt = &next
		return tx.planRenewal(instance, chosen.Policy, settings)
	})
}

// renewal is the newest order of an instance and the purchase that renews it.
func (s *Seller) renewal(ctx context.Context, id market.ID[market.Instance], chosen market.Expiry) (order market.Order, wanted market.Purchase, err error) {
	if err = s.get(ctx, &order, `SELECT `+orderColumns+` FROM orders o WHERE seller_id = $1 AND instance_id = $2 AND status = 'completed' AND NOT given_back
		AND type NOT IN ('unsubscribe', 'unsubscribe_renewal') ORDER BY expires_at DESC NULLS LAST, placed_at DESC LIMIT 1`, id); err != nil {
		return order, wanted, err
	}
	var sealed []byte
	if err = s.get(ctx, &sealed, `SELECT contact_sealed FROM orders WHERE seller_id = $1 AND id = $2`, order.ID); err != nil {
		return order, wanted, err
	}
	wanted = market.Purchase{Type: market.OrderRenew, Product: order.ProductCode, Quantity: order.Quantity, Periods: chosen.Periods, Renews: order.Number, Agreed: true}
	wanted.Customer, err = customerOf(order, sealed, s.db.sealer)
	return order, wanted, err
}

// renew buys and pays as the customer; an order that was placed by an earlier try is paid.
func (s *Seller) renew(ctx context.Context, running market.Order, wanted market.Purchase) error {
	customer := s.db.Storefront(market.Actor{Name: running.CustomerName, Customer: running.CustomerID, Roles: []market.Role{market.Buyer}, Test: running.Test}).Seller(s.id)
	var order market.Order
	err := s.get(ctx, &order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND renews_id = $2 AND type = 'renew'
		AND status = 'pending_payment' AND pay_by > $3 ORDER BY placed_at DESC LIMIT 1`, back(running), s.db.Now())
	if errors.Is(err, market.NotFound) {
		order, err = customer.PlaceOrder(ctx, wanted)
	}
	if err != nil || order.Status != market.OrderPendingPayment || order.Free() {
		return err
	}
	return customer.PayOrder(ctx, order.ID, market.Payment{Amount: order.Amount, Method: market.Prepaid})
}
