package db

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const resaleColumns = `r.seller_id, r.id, r.number, r.batch_id, r.level, r.product_id, r.partner, r.customer, r.project, r.discount,
	r.starts_on, r.ends_on, r.status, r.made_by, r.made_at, r.ended_at, r.reason, r.version`

// AuthorizeResale lets resellers resell: one row or many at once. Every fault of every row is
// answered together, as field_row (catalogue.md §6).
func (s *Seller) AuthorizeResale(ctx context.Context, rows []market.Resale) ([]market.ResaleID, error) {
	batch := market.NewID[market.Resale](s.db.Now())
	var made []market.ResaleID
	err := s.act(ctx, market.AuthorizeResale, batch, func(tx *tx) error {
		made = nil
		settled, err := tx.checkResales(rows)
		if err != nil {
			return err
		}
		tx.note("rows", nil, len(rows))
		var kept []market.TaskRow
		for n := range settled {
			r := &settled[n]
			r.ID, r.BatchID, r.Status, r.MadeBy, r.MadeAt = market.NewID[market.Resale](tx.now), batch, market.ResaleActive, s.actor.Name, tx.now
			if n == 0 {
				r.ID = batch
			}
			if r.Number, err = tx.number("RS", "resale", r.ID); err != nil {
				return err
			}
			if err := tx.exec(`INSERT INTO resales (seller_id, id, number, batch_id, level, product_id, partner, customer, project, discount,
					starts_on, ends_on, status, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
				r.ID, r.Number, r.BatchID, r.Level, r.ProductID, r.Partner, r.Customer, r.Project, r.Discount,
				r.StartsOn, r.EndsOn, r.Status, r.MadeBy, r.MadeAt); err != nil {
				return err
			}
			if err := cmp.Or(tx.planResale(*r), tx.tellReseller(market.AuthorizeResale, *r)); err != nil {
				return err
			}
			made = append(made, r.ID)
			kept = append(kept, resaleMade(n, *r))
		}
		return tx.remember(market.ResaleSheet.Kind, kept)
	})
	return made, err
}

// PreviewResale says before anything is saved what speaks against each row: its faults as
// field_row in the error, and the authorizations that it meets by the row's place.
func (s *Seller) PreviewResale(ctx context.Context, rows []market.Resale) (beside [][]market.Resale, err error) {
	err = s.look(ctx, func(tx *tx) error {
		others, err := tx.resalesBeside(rows)
		if err != nil {
			return err
		}
		for n := range rows {
			beside = append(beside, others[rows[n].ProductID])
		}
		_, err = tx.checkResales(rows)
		return err
	})
	return beside, err
}

// checkResales settles the rows of a batch against today, their products, the authorizations
// that exist and each other.
func (t *tx) checkResales(rows []market.Resale) ([]market.Resale, error) {
	wrong := market.Invalids{}
	if len(rows) == 0 {
		return nil, market.Invalid("product_0", "resale.no_rows")
	}
	if len(rows) > market.MostResaleRows {
		return nil, market.Invalid("product_0", "resale.too_many", market.MostResaleRows, len(rows))
	}
	targets, err := t.resaleTargets(rows)
	if err != nil {
		return nil, err
	}
	others, err := t.resalesBeside(rows)
	if err != nil {
		return nil, err
	}
	today := market.DayOf(t.now)
	settled := make([]market.Resale, len(rows))
	for n, r := range rows {
		r.Status = market.ResaleActive
		r.ID = market.NewID[market.Resale](t.now) // so that rows of the batch tell themselves apart
		target, known := targets[r.ProductID]
		switch {
		case !known:
			return nil, market.NotFound
		case !market.Resellable(target.SaleType, target.AccessType):
			wrong.With(market.ResaleField("product", n), "resale.not_resellable", target.Name)
		case !target.OnSale:
			wrong.With(market.ResaleField("product", n), "resale.not_on_sale", target.Name)
		}
		own := r.Check(today, false)
		for field, reason := range own {
			wrong.With(market.ResaleField(field, n), reason.Key, reason.Args...)
		}
		if len(own) == 0 {
			for _, refusal := range r.Against(others[r.ProductID]) {
				wrong.With(market.ResaleField("overlap", n), refusal.Reason.Key, refusal.Reason.Args...)
			}
			for m, before := range settled[:n] {
				for _, refusal := range r.Against([]market.Resale{before}) {
					wrong.With(market.ResaleField("overlap", n), "resale.row_"+refusal.Reason.Key[len("resale."):], m+1, n+1)
				}
			}
		}
		settled[n] = r
	}
	return settled, wrong.Err()
}

// resaleTargets are the products of the rows, kept as they are until the act ends, so that no
// second authorization of one product slips in beside this one.
func (t *tx) resaleTargets(rows []market.Resale) (map[market.ProductID]market.ResaleTarget, error) {
	var found []market.ResaleTarget
	err := t.list(&found, `SELECT p.id, p.number, p.name, p.sale_type, p.access_type, p.status = 'on_sale' AS on_sale
		FROM products p WHERE p.seller_id = $1 AND p.id = ANY($2::uuid[]) ORDER BY p.id`+t.lock(), idsOf(rows))
	targets := map[market.ProductID]market.ResaleTarget{}
	for _, target := range found {
		targets[target.ID] = target
	}
	return targets, err
}

// resalesBeside are the running authorizations of the rows' products, by product.
func (t *tx) resalesBeside(rows []market.Resale) (map[market.ProductID][]market.Resale, error) {
	var all []market.Resale
	err := t.list(&all, `SELECT `+resaleColumns+` FROM resales r WHERE r.seller_id = $1 AND r.product_id = ANY($2::uuid[]) AND r.status = 'active'
		ORDER BY r.product_id, r.starts_on, r.id LIMIT 5000`, idsOf(rows))
	beside := map[market.ProductID][]market.Resale{}
	for _, r := range all {
		beside[r.ProductID] = append(beside[r.ProductID], r)
	}
	return beside, err
}

// ChangeResale gives an authorization another discount or end; what was ordered keeps its
// price (catalogue.md §6).
func (s *Seller) ChangeResale(ctx context.Context, id market.ResaleID, discount market.Ratio, starts, ends market.Day) error {
	return s.onResale(ctx, market.ChangeResale, id, func(tx *tx, r *market.Resale) error {
		before := *r
		if err := r.Change(discount, starts, ends, market.DayOf(tx.now)); err != nil {
			return err
		}
		others, err := tx.resalesBeside([]market.Resale{*r})
		if err != nil {
			return err
		}
		if refusals := r.Against(others[r.ProductID]); len(refusals) > 0 {
			reason := refusals[0].Reason
			return market.Invalid("overlap", reason.Key, reason.Args...)
		}
		for name, pair := range map[string][2]any{"discount": {before.Discount, r.Discount}, "starts_on": {before.StartsOn, r.StartsOn}, "ends_on": {before.EndsOn, r.EndsOn}} {
			if pair[0] != pair[1] {
				tx.note(name, pair[0], pair[1])
			}
		}
		return cmp.Or(tx.saveResale(*r), tx.planResale(*r), tx.tellReseller(market.ChangeResale, *r))
	})
}

// EndResale takes an authorization back at once; placed orders keep their price.
func (s *Seller) EndResale(ctx context.Context, id market.ResaleID, reason string) error {
	return s.onResale(ctx, market.EndResale, id, func(tx *tx, r *market.Resale) error {
		if err := r.End(reason, tx.now); err != nil {
			return err
		}
		tx.note("reason", nil, reason)
		return cmp.Or(tx.saveResale(*r), tx.tellReseller(market.EndResale, *r))
	})
}

// RemindResale tells seller and reseller that an authorization ends in 7 days.
func (s *Seller) RemindResale(ctx context.Context, id market.ResaleID) error {
	return s.onResale(ctx, market.RemindResale, id, func(tx *tx, r *market.Resale) error {
		if r.Status != market.ResaleActive || tx.now.Before(r.Reminds()) || !tx.now.Before(r.Ends()) {
			return market.Conflict("problem.not_now", market.Word(market.RemindResale), market.Word(r.Status.Key()))
		}
		return cmp.Or(tx.tellReseller(market.RemindResale, *r),
			tx.notify(string(market.RemindResale), market.Because("notice.resale.remind", r.Number, r.EndsOn), "/resales/"+id.String()))
	})
}

// ExpireResale ends an authorization whose last day is over.
func (s *Seller) ExpireResale(ctx context.Context, id market.ResaleID) error {
	return s.onResale(ctx, market.ExpireResale, id, func(tx *tx, r *market.Resale) error {
		if err := r.Expire(tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveResale(*r), tx.tellReseller(market.ExpireResale, *r))
	})
}

func (s *Seller) onResale(ctx context.Context, act market.Act, id market.ResaleID, do func(*tx, *market.Resale) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var product market.ProductID
		if err := tx.get(&product, `SELECT product_id FROM resales WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		if _, err := tx.resaleTargets([]market.Resale{{ProductID: product}}); err != nil {
			return err
		}
		var r market.Resale
		if err := tx.get(&r, `SELECT `+resaleColumns+` FROM resales r WHERE r.seller_id = $1 AND r.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		return do(tx, &r)
	})
}

func (t *tx) saveResale(r market.Resale) error {
	return t.one(`UPDATE resales SET discount = $3, starts_on = $4, ends_on = $5, status = $6, ended_at = $7, reason = $8, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $9`, r.ID, r.Discount, r.StartsOn, r.EndsOn, r.Status, r.EndedAt, r.Reason, r.Version)
}

// planResale leaves the jobs of the authorization's end; those of an earlier end find that it
// is not their time.
func (t *tx) planResale(r market.Resale) error {
	err := t.at(r.Ends(), market.ExpireResale, r.ID)
	if remind := r.Reminds().Add(9 * time.Hour); remind.After(t.now) {
		err = cmp.Or(err, t.at(remind, market.RemindResale, r.ID))
	}
	return err
}

// tellReseller tells the reseller; authorizations for all resellers are read at the shop.
func (t *tx) tellReseller(act market.Act, r market.Resale) error {
	var name string
	if r.Partner == "" {
		return nil
	}
	if err := t.get(&name, `SELECT name FROM products WHERE seller_id = $1 AND id = $2`, r.ProductID); err != nil {
		return err
	}
	return t.tell(r.Partner, string(act), market.Because("notice.to_"+string(act), r.Number, name, r.Discount.String(), r.StartsOn, r.EndsOn), "/storefront/v1/resales")
}

// idsOf are the products of the rows, for = ANY.
func idsOf(rows []market.Resale) any {
	ids := make([]string, len(rows))
	for n, r := range rows {
		ids[n] = r.ProductID.String()
	}
	return pq.Array(ids)
}
