package db

import (
	"context"
	"errors"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const trialRows = `SELECT s.seller_id, s.id AS spec_id, p.id AS product_id, p.name AS product_name, s.name AS spec_name, s.sku_code, s.trial_days,
		p.status = 'on_sale' AND s.status = 'on_sale' AS on_sale, a.id AS audience_id, a.updated_at,
		(SELECT count(*) FROM audience_users u WHERE u.seller_id = a.seller_id AND u.audience_id = a.id) AS users,
		(SELECT count(*) FROM orders o WHERE o.seller_id = s.seller_id AND o.spec_id = s.id AND o.type = 'trial'
			AND NOT o.test AND o.status NOT IN ('cancelled', 'refunded')) AS taken,
		(SELECT count(*) FROM orders o WHERE o.seller_id = s.seller_id AND o.spec_id = s.id AND o.type = 'trial_to_formal'
			AND NOT o.test AND o.paid_at IS NOT NULL) AS converted`

const trialFrom = ` FROM specs s JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
	LEFT JOIN audiences a ON a.seller_id = s.seller_id AND a.spec_id = s.id AND a.purpose = 'trial'`

const trialWhere = ` WHERE s.seller_id = $1 AND s.trial_days IS NOT NULL
	AND ($2 = '' OR strpos(lower(p.name || ' ' || s.name), lower($2)) > 0 OR s.sku_code LIKE upper($2) || '%')
	AND ($3 = '' OR $3 = 'whitelist' AND a.id IS NOT NULL OR $3 = 'everybody' AND a.id IS NULL)`

// Trials lists the specs that may be tried, by product.
func (s *Seller) Trials(ctx context.Context, search market.TrialSearch) (rows []market.TrialRow, err error) {
	err = s.list(ctx, &rows, trialRows+trialFrom+trialWhere+` ORDER BY p.name, p.id, s.ordinal, s.id LIMIT 500`, search.Text, search.Open)
	return rows, err
}

// AddTrials puts a whitelist on the trials of specs: nobody may take one until users are
// admitted (catalogue.md §4). Specs without a trial are refused together.
func (s *Seller) AddTrials(ctx context.Context, specs []market.ID[market.Spec]) error {
	subject := market.ID[market.Spec]{UUID: s.id.UUID}
	if len(specs) == 1 {
		subject = specs[0]
	}
	return s.act(ctx, market.AddTrial, subject, func(tx *tx) error {
		var rows []struct {
			ID        market.ID[market.Spec]
			ProductID market.ProductID
			Name      string
			TrialDays *int
			Listed    bool
		}
		if err := tx.list(&rows, `SELECT s.id, s.product_id, s.name, s.trial_days,
				EXISTS (SELECT 1 FROM audiences a WHERE a.seller_id = $1 AND a.spec_id = s.id AND a.purpose = 'trial') AS listed
			FROM specs s WHERE s.seller_id = $1 AND s.id = ANY($2::uuid[]) ORDER BY s.id FOR SHARE OF s`, pq.Array(specs)); err != nil {
			return err
		}
		if len(specs) == 0 {
			return market.Invalid("spec", "trial.none_chosen")
		}
		if len(rows) != len(specs) {
			return market.NotFound
		}
		faults := market.Invalids{}
		for _, row := range rows {
			if row.TrialDays == nil {
				faults.With("spec", "trial.without", row.Name)
			} else if row.Listed {
				faults.With("spec", "trial.whitelisted", row.Name)
			}
		}
		if err := faults.Err(); err != nil {
			return err
		}
		for _, row := range rows { // a handful
			if _, err := tx.putAudience(market.ForTrial, row.ProductID, &row.ID, market.AudienceSpecified); err != nil {
				return err
			}
			tx.note(row.Name, nil, market.AudienceSpecified)
		}
		return nil
	})
}

// RemoveTrial takes the whitelist off a trial: everybody may take it again.
func (s *Seller) RemoveTrial(ctx context.Context, spec market.ID[market.Spec]) error {
	return s.act(ctx, market.RemoveTrial, spec, func(tx *tx) error {
		var users int
		err := tx.get(&users, `SELECT (SELECT count(*) FROM audience_users u WHERE u.seller_id = $1 AND u.audience_id = a.id)
			FROM audiences a WHERE a.seller_id = $1 AND a.spec_id = $2 AND a.purpose = 'trial' FOR UPDATE OF a`, spec)
		if err != nil {
			return err
		}
		tx.note("users", users, nil)
		return tx.exec(`DELETE FROM audiences WHERE seller_id = $1 AND spec_id = $2 AND purpose = 'trial'`, spec)
	})
}

// RemindTrial says that a trial ends soon, to its customer by every channel and to the seller,
// and plans the next time it is said; a trial that was converted, given back or released is not spoken of any more (catalogue.md §4).
func (s *Seller) RemindTrial(ctx context.Context, id market.OrderID) error {
	return s.act(ctx, market.RemindTrial, id, func(tx *tx) error {
		order, err := tx.lockOrder(id)
		if err != nil {
			return err
		}
		converted, _, err := tx.trialState(order)
		if err != nil {
			return err
		}
		if order.Status != market.OrderCompleted || order.ExpiresAt == nil || converted {
			return market.Conflict("problem.not_now", market.Word(market.RemindTrial))
		}
		days := market.DaysLeft(*order.ExpiresAt, tx.now)
		tx.note("days", nil, days)
		if err := tx.notify(string(market.RemindTrial), market.Because("trial.notice_remind", order.CustomerName, order.ProductName, order.SpecName, days, *order.ExpiresAt),
			"/orders/"+id.String()); err != nil {
			return err
		}
		if err := tx.tell(order.CustomerID, string(market.RemindTrial), market.Because("trial.notice_ends", order.ProductName, order.SpecName, days, *order.ExpiresAt),
			"/storefront/v1/orders/"+order.Number+"/service"); err != nil {
			return err
		}
		return tx.remindTrial(order)
	})
}

// remindTrial plans the next word about a trial's end: 15, 7, 3 and 1 days before it, at ten.
func (t *tx) remindTrial(order market.Order) error {
	if order.Type != market.OrderTrial || order.ExpiresAt == nil {
		return nil
	}
	at, _, more := market.NextReminder(*order.ExpiresAt, t.now)
	if !more {
		return nil
	}
	return t.at(at, market.RemindTrial, order.ID)
}

// trialState is whether the trial was turned into a formal order, and how its instance is.
func (t *tx) trialState(trial market.Order) (converted bool, instance market.InstanceStatus, err error) {
	if err := t.get(&converted, `SELECT EXISTS (SELECT 1 FROM orders WHERE seller_id = $1 AND renews_id = $2 AND type = 'trial_to_formal'
		AND status NOT IN ('cancelled', 'refunded'))`, trial.ID); err != nil {
		return false, "", err
	}
	err = t.get(&instance, `SELECT status FROM instances WHERE seller_id = $1 AND order_id = $2`, trial.ID)
	if errors.Is(err, market.NotFound) {
		err = nil
	}
	return converted, instance, err
}

// convert ties the order to the trial that it turns into a bought instance.
func (t *tx) convert(order *market.Order, number string) error {
	trial, err := t.renewed(number)
	if err != nil {
		return err
	}
	trial, err = t.lockOrder(trial.ID) // two conversions at once follow each other
	if errors.Is(err, market.NotFound) {
		return market.Invalid("renews", "order.no_such_order", number)
	}
	if err != nil {
		return err
	}
	converted, instance, err := t.trialState(trial)
	if err != nil {
		return err
	}
	return order.Convert(trial, converted, instance)
}
