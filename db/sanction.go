package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

const sanctionColumns = `x.seller_id, x.id, x.number, x.violation, x.kind, x.status, x.product_id, x.flow_id, x.reason, x.imposed_by, x.imposed_at, x.ends_at,
	x.ended_at, x.lifted_by, x.lift_reason, x.version`

const (
	sanctionRow  = sanctionColumns + `, c.company_name, coalesce(p.name, '') AS product_name, coalesce(o.number, '') AS order_number, o.id AS order_id`
	sanctionFrom = ` FROM sanctions x JOIN sellers c ON c.id = x.seller_id
		LEFT JOIN products p ON p.seller_id = x.seller_id AND p.id = x.product_id
		LEFT JOIN supervisions v ON v.seller_id = x.seller_id AND v.id = x.flow_id
		LEFT JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id`

	// $2 the beginning of the number, or part of the seller's or the product's name
	sanctionFilter = ` AND ($2 = '' OR x.number LIKE $2 || '%' OR strpos(lower(c.company_name), lower($2)) > 0 OR strpos(lower(p.name), lower($2)) > 0)
		AND ($3 = '' OR x.kind = $3) AND ($4 = '' OR x.status = $4)`
)

// unhidden reports of a product p that no sanction hides it.
const unhidden = `NOT EXISTS (SELECT 1 FROM sanctions y WHERE y.seller_id = p.seller_id AND y.product_id = p.id AND y.kind = 'hide' AND y.status = 'running')`

// Sanctions lists the seller's sanctions, newest first.
func (s *Seller) Sanctions(ctx context.Context, search market.SanctionSearch, ask market.Ask) (market.Page[market.SanctionRow], error) {
	k := from(ask)
	const where = sanctionFrom + ` WHERE x.seller_id = $1` + sanctionFilter
	query := `SELECT ` + sanctionRow + where + ` AND ($5::timestamptz IS NULL OR (x.imposed_at, x.id) < ($5, $6)) ORDER BY x.imposed_at DESC, x.id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + sanctionRow + where + ` AND ($5::timestamptz IS NULL OR (x.imposed_at, x.id) > ($5, $6)) ORDER BY x.imposed_at, x.id LIMIT $7`
	}
	var rows []market.SanctionRow
	if err := s.list(ctx, &rows, query, search.Text, search.Kind, search.Status, k.at, k.id, k.limit); err != nil {
		return market.Page[market.SanctionRow]{}, err
	}
	p := page(ask, rows, sanctionCursor)
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, search.Text, search.Kind, search.Status)
	return p, err
}

func sanctionCursor(p market.SanctionRow) cursor { return cursor{p.ImposedAt, p.ID.UUID} }

// Sanction is one sanction of the seller.
func (s *Seller) Sanction(ctx context.Context, id market.SanctionID) (row market.SanctionRow, err error) {
	err = s.get(ctx, &row, `SELECT `+sanctionRow+sanctionFrom+` WHERE x.seller_id = $1 AND x.id = $2`, id)
	return row, err
}

// Sanctions lists the sanctions of all sellers, newest first.
func (o *Operator) Sanctions(ctx context.Context, search market.SanctionSearch, ask market.Ask) (market.Page[market.SanctionRow], error) {
	k := from(ask)
	const where = sanctionFrom + ` WHERE $1::uuid IS NOT NULL` + sanctionFilter
	query := `SELECT ` + sanctionRow + where + ` AND ($5::timestamptz IS NULL OR (x.imposed_at, x.id) < ($5, $6)) ORDER BY x.imposed_at DESC, x.id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + sanctionRow + where + ` AND ($5::timestamptz IS NULL OR (x.imposed_at, x.id) > ($5, $6)) ORDER BY x.imposed_at, x.id LIMIT $7`
	}
	var rows []market.SanctionRow
	if err := o.db.listRows(ctx, &rows, query, market.Platform, search.Text, search.Kind, search.Status, k.at, k.id, k.limit); err != nil {
		return market.Page[market.SanctionRow]{}, err
	}
	p := page(ask, rows, sanctionCursor)
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, market.Platform, search.Text, search.Kind, search.Status)
	return p, err
}

// Sanction is one sanction of whichever seller.
func (o *Operator) Sanction(ctx context.Context, id market.SanctionID) (row market.SanctionRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+sanctionRow+sanctionFrom+` WHERE x.id = $1`, id)
	return row, err
}

// ImposeSanction punishes a violation: each kind is a sanction of its own, with its own end
// (transactions.md §2.6). What is delisted leaves the shop at once; what is hidden or limited
// does until its time is over.
func (s *Seller) ImposeSanction(ctx context.Context, ask market.SanctionAsk) (first market.SanctionID, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return first, err
	}
	first = market.NewID[market.Sanction](s.db.Now())
	return first, s.act(ctx, market.ImposeSanction, first, func(tx *tx) error {
		if err := cmp.Or(tx.known(), ask.Check()); err != nil {
			return err
		}
		if !ask.Flow.IsZero() {
			var flow market.SupervisionID
			if err := tx.get(&flow, `SELECT id FROM supervisions WHERE seller_id = $1 AND id = $2`, ask.Flow); err != nil {
				return err
			}
		}
		for n, kind := range ask.Kinds {
			p := market.Sanction{ID: first, Violation: ask.Violation, Kind: kind, Status: market.SanctionRunning, Reason: ask.Reason, ImposedBy: s.actor.Name,
				ImposedAt: tx.now, EndsAt: kind.Ends(settings, tx.now)}
			if n > 0 {
				p.ID = market.NewID[market.Sanction](tx.now)
			}
			if err := tx.impose(p, ask); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) impose(p market.Sanction, ask market.SanctionAsk) (err error) {
	if p.Kind.OfProduct() {
		product, err := t.lockProduct(ask.Product)
		if err != nil {
			return err
		}
		p.ProductID = &ask.Product
		if p.Kind == market.SanctionDelist {
			if err := t.takeDown(product, ask.Reason); err != nil {
				return err
			}
		}
	}
	if p.Number, err = t.number("PN", "sanction", p.ID); err != nil {
		return err
	}
	t.note(string(p.Kind), nil, p.Number)
	err = t.exec(`INSERT INTO sanctions (seller_id, id, number, violation, kind, status, product_id, flow_id, reason, imposed_by, imposed_at, ends_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		p.ID, p.Number, p.Violation, p.Kind, p.Status, p.ProductID, nullable(ask.Flow), p.Reason, p.ImposedBy, p.ImposedAt, p.EndsAt)
	if violates(err, "sanctions_one") {
		return market.Conflict("sanction.runs_already", market.Word(p.Kind.Key()))
	}
	if err != nil {
		return err
	}
	words := market.Because("notice.sanction.impose", p.Number, market.Word(p.Violation.Key()), market.Word(p.Kind.Key()), p.Reason)
	if p.EndsAt != nil {
		words = market.Because("notice.sanction.impose_until", p.Number, market.Word(p.Violation.Key()), market.Word(p.Kind.Key()), *p.EndsAt, p.Reason)
		if err := t.at(*p.EndsAt, market.EndSanction, p.ID); err != nil {
			return err
		}
	}
	return t.notify(string(market.ImposeSanction), words, "/sanctions/"+p.ID.String())
}

// EndSanction ends a sanction whose time is over.
func (s *Seller) EndSanction(ctx context.Context, id market.SanctionID) error {
	return s.onSanction(ctx, market.EndSanction, id, func(tx *tx, p *market.Sanction) error { return p.End(tx.now) })
}

// LiftSanction takes a sanction back before its time.
func (s *Seller) LiftSanction(ctx context.Context, id market.SanctionID, reason string) error {
	return s.onSanction(ctx, market.LiftSanction, id, func(tx *tx, p *market.Sanction) error { return p.Lift(s.actor.Name, reason, tx.now) })
}

func (s *Seller) onSanction(ctx context.Context, act market.Act, id market.SanctionID, do func(*tx, *market.Sanction) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var p market.Sanction
		if err := tx.get(&p, `SELECT `+sanctionColumns+` FROM sanctions x WHERE x.seller_id = $1 AND x.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := do(tx, &p); err != nil {
			return err
		}
		tx.note("status", market.SanctionRunning, p.Status)
		return cmp.Or(
			tx.one(`UPDATE sanctions SET status = $3, ended_at = $4, lifted_by = $5, lift_reason = $6, version = version + 1
				WHERE seller_id = $1 AND id = $2 AND version = $7`, p.ID, p.Status, p.EndedAt, p.LiftedBy, p.LiftReason, p.Version),
			tx.notify(string(act), market.Because("notice."+string(act), p.Number, market.Word(p.Kind.Key()), p.LiftReason), "/sanctions/"+p.ID.String()))
	})
}

// unpunished refuses to sell what a sanction limits: joint products of a seller whose trade is
// limited. What runs may be renewed (transactions.md §2.6).
func (t *tx) unpunished(p market.Purchase, sale market.Sale) error {
	if !p.Type.LimitedTrade(sale.SaleType) {
		return nil
	}
	var until []market.Sanction
	if err := t.list(&until, `SELECT ends_at FROM sanctions WHERE seller_id = $1 AND kind = 'trade' AND status = 'running' LIMIT 1`); err != nil || len(until) == 0 {
		return err
	}
	return market.Conflict("sanction.trade_limited", *until[0].EndsAt)
}
