package db

import (
	"encoding/json"

	"sellercenter/internal/market"
)

// keepInstance remembers what the seller's server calls the order's instance: as being
// opened when it accepted, in use when it succeeded. A name that is another order's turns
// the answer into a failure. Every name is kept even when the answer came too late, so that
// what was opened can be released.
func (t *tx) keepInstance(f *market.Fulfilment, order market.Order, verdict *market.Verdict, act market.Act) error {
	if f.Activity != market.ActivityNewInstance || verdict.Outcome == market.OutcomeFailed {
		return nil
	}
	in := instanceState{status: "in_use"}
	if verdict.Outcome == market.OutcomeProcessing || f.Status.Over() {
		in.status = "opening"
	} else {
		ends := order
		if err := ends.Complete(t.now, t.now); err == nil {
			in.expires = ends.ExpiresAt
		}
		in.opened = &t.now
	}
	if act == market.QueryFulfilment {
		return t.openInstance(f, verdict, in)
	}
	if f.InstanceID == nil {
		id := market.NewID[market.Instance](t.now)
		n, err := t.count(`INSERT INTO instances (seller_id, id, number, order_id, product_id, status, customer_id, opened_at, expires_at, test, line)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
			id, verdict.InstanceID, order.ID, order.ProductID, in.status, order.CustomerID, in.opened, in.expires, order.Test, max(f.Line, 1))
		if err != nil {
			return err
		}
		if n == 0 {
			verdict.Taken(verdict.InstanceID)
			return nil
		}
		f.InstanceID = &id
		return nil
	}
	return t.openInstance(f, verdict, in)
}

type instanceState struct {
	status  string
	front   string
	opened  any
	expires any
	sealed  any
}

// openInstance moves an instance that is known already.
func (t *tx) openInstance(f *market.Fulfilment, verdict *market.Verdict, in instanceState) error {
	if in.status != "in_use" || f.InstanceID == nil {
		return nil
	}
	var number string
	if err := t.get(&number, `SELECT number FROM instances WHERE seller_id = $1 AND id = $2 FOR UPDATE`, *f.InstanceID); err != nil {
		return err
	}
	if app := verdict.App(number); app != nil {
		plain, err := json.Marshal(app)
		if err != nil {
			return err
		}
		in.front, in.sealed = app.FrontEndURL, t.s.db.sealer.seal(string(plain))
	}
	return t.exec(`UPDATE instances SET status = 'in_use', opened_at = $3, expires_at = $4, front_url = $5, app_sealed = $6
		WHERE seller_id = $1 AND id = $2 AND status = 'opening'`, *f.InstanceID, in.opened, in.expires, in.front, in.sealed)
}
