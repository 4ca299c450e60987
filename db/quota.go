package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"sellercenter/internal/market"
)

const quotaColumns = `seller_id, order_id, customer_id, item, total, used, uses, measure, alerts, told, channels, buy_at, times, most,
	consented_at, tries, try_at, refusal, bought_id, measured_at, cause, next_at, changed_at, test`

// SetQuota keeps when the customer of a package is told how little is left, and whether it is
// bought again (catalogue.md §3.8). The first look follows at once.
func (s *Seller) SetQuota(ctx context.Context, id market.OrderID, wish market.QuotaWish) error {
	return s.act(ctx, market.SetQuota, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		if order.Status != market.OrderCompleted || order.Gone() || order.InstanceID == nil {
			return market.Conflict("instance.none", order.Number)
		}
		var of market.JSON[*market.Package]
		if err := tx.get(&of, `SELECT package FROM skus WHERE seller_id = $1 AND id = $2`, order.SKUID); err != nil {
			return err
		}
		if err := order.Watches(of.V); err != nil {
			return err
		}
		quota := market.NewQuota(order, *of.V, wish, tx.now)
		if err := wish.Check(quota.Total, of.V.Once); err != nil {
			return err
		}
		known, err := tx.lockQuota(id)
		if err == nil {
			quota = known
			quota.Wish(wish, tx.now)
		} else if !errors.Is(err, market.NotFound) {
			return err
		}
		tx.note("measure", nil, wish.Measure)
		tx.note("alerts", nil, wish.Alerts)
		tx.note("times", nil, wish.Times)
		if err := tx.saveQuota(quota); err != nil || quota.NextAt == nil {
			return err
		}
		return tx.later(market.MeasureQuota, id)
	})
}

// Quota is what is left of an order's packages and what its customer wants of it.
func (s *Seller) Quota(ctx context.Context, id market.OrderID) (quota market.Quota, err error) {
	order, err := s.Order(ctx, id) // of a customer only its own
	if err != nil {
		return quota, err
	}
	err = s.get(ctx, &quota, `SELECT `+quotaColumns+` FROM quotas WHERE seller_id = $1 AND order_id = $2`, order.ID)
	return quota, err
}

// QuotaCall is the question how much of an order's packages is used: the call to the
// seller's server, once with each key, and the instances that it is about.
type QuotaCall struct {
	Messages  []market.Message
	Instances []string
}

// QuotaCall makes the question; nothing is asked of what is not open, or no more. A Conflict
// when it is not the time to look.
func (s *Seller) QuotaCall(ctx context.Context, id market.OrderID) (call QuotaCall, err error) {
	quota, err := s.Quota(ctx, id)
	if err != nil {
		return call, err
	}
	if err := quota.Measures(s.db.Now()); err != nil {
		return call, err
	}
	if err := s.list(ctx, &call.Instances, `SELECT number FROM instances
		WHERE seller_id = $1 AND order_id = $2 AND status IN ('in_use', 'frozen') ORDER BY line LIMIT 30`, id); err != nil || len(call.Instances) == 0 {
		return call, err
	}
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return call, err
	}
	order, err := s.Order(ctx, id)
	if err != nil {
		return call, err
	}
	var url string
	if err := s.get(ctx, &url, `SELECT coalesce((SELECT url FROM endpoints WHERE seller_id = $1 AND id = `+endpointOf+`), '')`, order.ID); err != nil {
		return call, err
	}
	keys, err := s.KeysInUse(ctx, market.KeyBase)
	if len(keys) == 0 {
		keys = []market.KeyInUse{{}}
	}
	for _, key := range keys {
		call.Messages = append(call.Messages, quota.Question(call.Instances, url, key, settings))
	}
	return call, err
}

// MeasureQuota keeps how much the seller's server says is used, tells the customer of a
// threshold that is reached for the first time, and plans the next look and the purchase that
// the customer wants (catalogue.md §3.8).
func (s *Seller) MeasureQuota(ctx context.Context, id market.OrderID, instances []string, verdict market.Verdict) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.MeasureQuota, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		quota, err := tx.lockQuota(id)
		if err != nil {
			return err
		}
		if err := quota.Measures(tx.now); err != nil {
			return err
		}
		quota.NextAt = nil
		if len(instances) > 0 {
			if err := tx.seeQuota(order, &quota, instances, verdict); err != nil {
				return err
			}
		}
		buys := quota.Buys(tx.now)
		opening := order.Status == market.OrderPendingPayment || order.Status == market.OrderProcessing
		if quota.Waits() && (len(instances) > 0 || opening) {
			next := tx.now.Add(settings.QuotaEvery.Duration)
			quota.NextAt = &next
			if err := tx.at(next, market.MeasureQuota, id); err != nil {
				return err
			}
		}
		if buys {
			if err := tx.later(market.BuyQuota, id); err != nil {
				return err
			}
		}
		return tx.saveQuota(quota)
	})
}

// seeQuota keeps what the server said. What it does not say is told to the seller once.
func (t *tx) seeQuota(order market.Order, quota *market.Quota, instances []string, verdict market.Verdict) error {
	uses, fault := verdict.UsesOf(instances)
	if fault != nil {
		first := quota.Cause.V == nil
		quota.Fail(*fault)
		t.note("cause", nil, *fault)
		if !first || order.Test {
			return nil
		}
		return t.notify(string(market.MeasureQuota), market.Because("quota.notice_failing", order.ProductName, order.SpecName, order.Number, *fault), "/quotas?text="+order.Number)
	}
	tell := quota.See(uses, t.now)
	t.note("used", nil, quota.Used)
	if tell == nil {
		return nil
	}
	t.note("threshold", nil, *tell)
	return t.tellBy(quota.Channels.V, order.CustomerID, string(market.MeasureQuota), quota.Low(order, *tell), quotaLink(order))
}

func quotaLink(order market.Order) string { return "/storefront/v1/orders/" + order.Number + "/quota" }

// BuyQuota buys a package again that is nearly used up, as its customer agreed to beforehand:
// the order and its payment are the customer's own acts, and a try that is broken off finds
// the order that it had placed. A purchase that is refused is told and tried again a day
// later (catalogue.md §3.8).
func (s *Seller) BuyQuota(ctx context.Context, id market.OrderID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	quota, err := s.Quota(ctx, id)
	if err != nil {
		return err
	}
	if !quota.Buys(s.db.Now()) {
		return market.Conflict("problem.not_now", market.Word(market.BuyQuota))
	}
	bought, failed := s.buyAgain(ctx, quota)
	var refused *market.Problem
	if failed != nil && !errors.As(failed, &refused) {
		return failed
	}
	return s.act(ctx, market.BuyQuota, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		quota, err := tx.lockQuota(id)
		if err != nil {
			return err
		}
		if !quota.Buys(tx.now) {
			return market.Conflict("problem.not_now", market.Word(market.BuyQuota))
		}
		if failed != nil {
			cause := refused.Told()
			tx.note("refused", nil, cause.Key)
			if first := quota.Refused(cause, tx.now); !first {
				return tx.saveQuota(quota)
			}
			return cmp.Or(tx.saveQuota(quota), tx.tellBy(quota.Channels.V, order.CustomerID, string(market.BuyQuota),
				market.Because("quota.notice_refused", order.ProductName, order.SpecName, order.Number, cause), quotaLink(order)))
		}
		tx.note("bought", nil, bought.Number)
		tx.note("times", quota.Times, quota.Times-1)
		after := quota.Follow(bought, tx.now, tx.now.Add(settings.QuotaEvery.Duration))
		if err := tx.saveQuota(quota); err != nil {
			return err
		}
		if err := tx.saveQuota(after); err != nil {
			return err
		}
		if after.NextAt != nil {
			if err := tx.at(*after.NextAt, market.MeasureQuota, bought.ID); err != nil {
				return err
			}
		}
		return tx.tellBy(quota.Channels.V, order.CustomerID, string(market.BuyQuota),
			market.Because("quota.notice_bought", order.ProductName, order.SpecName, bought.Number, bought.Currency.Sum(bought.Amount), after.Times), "/storefront/v1/orders/"+bought.Number)
	})
}

// buyAgain places and pays the order as the customer. Its key makes a try that was broken off
// find what it had placed.
func (s *Seller) buyAgain(ctx context.Context, quota market.Quota) (bought market.Order, err error) {
	before, wanted, err := s.again(ctx, quota.OrderID)
	if err != nil {
		return bought, err
	}
	customer := s.db.Storefront(market.Actor{Name: before.CustomerName, Customer: before.CustomerID, Roles: []market.Role{market.Buyer}, Test: before.Test}).Seller(s.id)
	quote, err := customer.Quote(ctx, wanted)
	if err != nil {
		return bought, err
	}
	if err := quota.Affords(quote.Amount); err != nil {
		return bought, err
	}
	bought, err = customer.Once(Once{Client: "quota", Key: fmt.Sprintf("%s/%d", quota.OrderID, quota.Tries), Fingerprint: quota.OrderID.String()}).PlaceOrder(ctx, wanted)
	var done *Replayed
	if errors.As(err, &done) {
		placed, parsed := market.ParseID[market.Order](done.Subject)
		if parsed != nil {
			return bought, parsed
		}
		bought, err = customer.Order(ctx, placed)
	}
	switch {
	case err != nil:
		return bought, err
	case bought.Status == market.OrderCancelled:
		return bought, market.Conflict("quota.lapsed", bought.Number)
	case bought.Status != market.OrderPendingPayment:
		return bought, nil // it was paid before the try was broken off
	}
	if err := quota.Affords(bought.Amount); err != nil { // the price rose in between
		return bought, cmp.Or(customer.CancelOrder(ctx, bought.ID), err)
	}
	return bought, customer.PayOrder(ctx, bought.ID, market.Payment{Amount: bought.Amount, Method: market.Prepaid})
}

// again is an order and the purchase of the same once more.
func (s *Seller) again(ctx context.Context, id market.OrderID) (order market.Order, wanted market.Purchase, err error) {
	if order, err = s.Order(ctx, id); err != nil {
		return order, wanted, err
	}
	var row struct {
		ContactSealed []byte
		RealName      market.RealName
	}
	if err = s.get(ctx, &row, `SELECT o.contact_sealed, coalesce(a.real_name, '') AS real_name FROM orders o
		LEFT JOIN admissions a ON a.seller_id = o.seller_id AND a.order_id = o.id WHERE o.seller_id = $1 AND o.id = $2`, id); err != nil {
		return order, wanted, err
	}
	wanted = market.Purchase{Type: market.OrderNew, Product: order.ProductCode, Quantity: order.Quantity, Periods: order.Periods, Agreed: true}
	wanted.Customer, err = customerOf(order, row.ContactSealed, s.db.sealer)
	wanted.Customer.RealName = row.RealName
	return order, wanted, err
}

func (t *tx) lockQuota(id market.OrderID) (quota market.Quota, err error) {
	err = t.get(&quota, `SELECT `+quotaColumns+` FROM quotas WHERE seller_id = $1 AND order_id = $2 FOR UPDATE`, id)
	return quota, err
}

func (t *tx) saveQuota(q market.Quota) error {
	return t.exec(`INSERT INTO quotas (`+quotaColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
		ON CONFLICT (seller_id, order_id) DO UPDATE SET used = excluded.used, uses = excluded.uses, measure = excluded.measure, alerts = excluded.alerts,
			told = excluded.told, channels = excluded.channels, buy_at = excluded.buy_at, times = excluded.times, most = excluded.most,
			consented_at = excluded.consented_at, tries = excluded.tries, try_at = excluded.try_at, refusal = excluded.refusal, bought_id = excluded.bought_id,
			measured_at = excluded.measured_at, cause = excluded.cause, next_at = excluded.next_at, changed_at = excluded.changed_at`,
		q.OrderID, q.CustomerID, q.Item, q.Total, q.Used, q.Uses, q.Measure, q.Alerts, q.Told, q.Channels, q.BuyAt, q.Times, q.Most,
		q.ConsentedAt, q.Tries, q.TryAt, q.Refusal, q.BoughtID, q.MeasuredAt, q.Cause, q.NextAt, q.ChangedAt, q.Test)
}

// quotaState is how a watch stands, as market.QuotaState names it.
const quotaState = `CASE WHEN q.cause IS NOT NULL AND q.cause <> 'null' THEN 'failing' WHEN q.measured_at IS NULL THEN 'unseen'
	WHEN q.used >= q.total THEN 'used_up' WHEN jsonb_array_length(q.told) > 0 THEN 'low' ELSE 'enough' END`

const quotaRows = `SELECT q.seller_id, q.order_id, q.customer_id, q.item, q.total, q.used, q.uses, q.measure, q.alerts, q.told, q.channels, q.buy_at, q.times, q.most,
		q.consented_at, q.tries, q.try_at, q.refusal, q.bought_id, q.measured_at, q.cause, q.next_at, q.changed_at, q.test,
		o.number AS order_number, o.customer_name, o.product_name, o.spec_name, coalesce(n.number, '') AS bought_number, ` + quotaState + ` AS state
	FROM quotas q JOIN orders o ON o.seller_id = q.seller_id AND o.id = q.order_id
	LEFT JOIN orders n ON n.seller_id = q.seller_id AND n.id = q.bought_id`

const quotaFilter = ` WHERE q.seller_id = $1 AND NOT q.test
	AND ($2 = '' OR o.number LIKE $2 || '%' OR strpos(o.customer_name, $2) > 0 OR strpos(lower(o.product_name || ' ' || o.spec_name), lower($2)) > 0)
	AND ($3 = '' OR ` + quotaState + ` = $3)`

// Quotas lists the packages whose customers watch what is left, newest order first.
func (s *Seller) Quotas(ctx context.Context, search market.QuotaSearch, ask market.Ask) (market.Page[market.QuotaRow], error) {
	k := from(ask)
	query := quotaRows + quotaFilter + ` AND ($4::uuid IS NULL OR q.order_id < $4) ORDER BY q.order_id DESC LIMIT $5`
	if k.up {
		query = quotaRows + quotaFilter + ` AND ($4::uuid IS NULL OR q.order_id > $4) ORDER BY q.order_id LIMIT $5`
	}
	var rows []market.QuotaRow
	if err := s.list(ctx, &rows, query, search.Text, search.State, k.id, k.limit); err != nil {
		return market.Page[market.QuotaRow]{}, err
	}
	found := page(ask, rows, func(row market.QuotaRow) cursor { return cursor{time.Time{}, row.OrderID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM quotas q JOIN orders o ON o.seller_id = q.seller_id AND o.id = q.order_id`+quotaFilter+` LIMIT 10001) x`,
		search.Text, search.State)
	return found, err
}
