package db

import (
	"cmp"
	"context"
	"errors"
	"strconv"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const planColumns = `seller_id, id, product_id, status, figures, asked, note, reason, set_at, version`

// mostPlans is how many joint products one page plans for.
const mostPlans = 100

// Plans are the seller's joint products with their business plans (catalogue.md §2.9).
func (s *Seller) Plans(ctx context.Context) (rows []market.PlanRow, err error) {
	from, until := market.YearOf(market.PlanYears(s.db.Now())[0])
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.list(&rows, `SELECT p.id AS product_id, p.number, coalesce(nullif(p.name, ''), p.draft->>'name', '') AS name, p.status AS product_status,
				(SELECT coalesce(sum(o.amount - o.refunded_amount), 0) FROM orders o WHERE o.seller_id = $1 AND o.product_id = p.id
					AND NOT o.test AND o.paid_at >= $2 AND o.paid_at < $3) AS taken
			FROM products p WHERE p.seller_id = $1 AND p.sale_type = 'joint' AND p.status <> 'off_sale' ORDER BY p.number LIMIT $4`, from, until, mostPlans); err != nil {
			return err
		}
		ids := make([]market.ProductID, len(rows))
		for i, row := range rows {
			ids[i] = row.ProductID
		}
		var plans []market.Plan
		if err := tx.list(&plans, `SELECT `+planColumns+` FROM plans WHERE seller_id = $1 AND product_id = ANY($2) LIMIT $3`, pq.Array(ids), mostPlans); err != nil {
			return err
		}
		for i := range rows {
			for _, plan := range plans {
				if plan.ProductID == rows[i].ProductID {
					rows[i].Plan = plan
				}
			}
		}
		return nil
	})
	return rows, err
}

// SetPlan asks for consent to the plans that say something new, one review each; what is in
// force stays until then.
func (s *Seller) SetPlan(ctx context.Context, asks []market.PlanAsk) error {
	return s.act(ctx, market.SetPlan, s.id, func(tx *tx) error {
		ids := make([]market.ProductID, len(asks))
		for i, ask := range asks {
			ids[i] = ask.ProductID
		}
		var joint int
		if err := tx.get(&joint, `SELECT count(*) FROM products WHERE seller_id = $1 AND id = ANY($2) AND sale_type = 'joint' AND status <> 'off_sale'`, pq.Array(ids)); err != nil {
			return err
		}
		if joint != len(ids) {
			return market.NotFound
		}
		faults, changed := market.Invalids{}, 0
		for _, ask := range asks {
			if err := faults.Join(ask.Check()); err != nil {
				return err
			}
		}
		if err := cmp.Or(faults.Err(), tx.inPlan()); err != nil {
			return err
		}
		for _, ask := range asks {
			says, err := tx.setPlan(ask)
			if err != nil {
				return err
			}
			if says {
				changed++
			}
		}
		if changed == 0 {
			return market.Conflict("plan.unchanged")
		}
		tx.note("plans", nil, changed)
		return nil
	})
}

func (t *tx) setPlan(ask market.PlanAsk) (changed bool, err error) {
	product, err := t.lockProduct(ask.ProductID)
	if err != nil {
		return false, err
	}
	plan := market.Plan{ID: market.NewID[market.Plan](t.now), ProductID: product.ID}
	err = t.get(&plan, `SELECT `+planColumns+` FROM plans WHERE seller_id = $1 AND product_id = $2 FOR UPDATE`, product.ID)
	if err != nil && !errors.Is(err, market.NotFound) {
		return false, err
	}
	before := plan
	if changed, err = plan.Set(ask, t.now); err != nil || !changed {
		return false, err
	}
	if before.Status == market.PlanNone {
		err = t.exec(`INSERT INTO plans (seller_id, id, product_id, status, figures, asked, note, set_at) VALUES ($1, $2, $3, $4, '{}', $5, $6, $7)`,
			plan.ID, plan.ProductID, plan.Status, plan.Asked, plan.Note, plan.SetAt)
	} else {
		err = t.savePlan(plan)
	}
	if err != nil {
		return false, err
	}
	name := product.Name
	if name == "" && product.Draft.V != nil {
		name = product.Draft.V.Name
	}
	_, err = t.submitReview(market.ReviewPlan, plan.ID, name, t.planSheet(product.Number, plan.Figures.V, before.Note), t.planSheet(product.Number, plan.Asked.V, plan.Note))
	return true, err
}

// planSheet is what the operator reads of a plan.
func (t *tx) planSheet(number string, figures market.PlanFigures, note string) map[string]string {
	years := market.PlanYears(t.now)
	sheet := map[string]string{"product": number, "year": strconv.Itoa(years[0]), "note": note}
	for i, year := range years {
		if amount := figures.In(year); amount != nil {
			sheet[market.PlanAmounts[i]] = amount.String()
		}
	}
	return sheet
}

func (t *tx) savePlan(p market.Plan) error {
	return t.one(`UPDATE plans SET status = $3, figures = $4, asked = $5, note = $6, reason = $7, set_at = $8, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $9`, p.ID, p.Status, p.Figures, p.Asked, p.Note, p.Reason, p.SetAt, p.Version)
}

// decidePlan puts the figures that were asked for into force, or leaves those that are.
func decidePlan(act market.Act) verdict {
	return func(t *tx, review market.Review) error {
		var plan market.Plan
		if err := t.get(&plan, `SELECT `+planColumns+` FROM plans WHERE seller_id = $1 AND id = $2 FOR UPDATE`, market.PlanID{UUID: review.Subject}); err != nil {
			return err
		}
		if err := plan.Decide(act, review.Reason); err != nil {
			return err
		}
		return t.savePlan(plan)
	}
}
