package db

import (
	"context"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const spotlightColumns = `x.seller_id, x.id, x.product_id, p.name AS product_name, x.place, x.campaign, x.from_on, x.until_on, x.placed_by, x.placed_at, x.ended_at, x.ended_for`

// Spotlights are the seller's recommended places, newest first.
func (s *Seller) Spotlights(ctx context.Context) (all []market.Spotlight, err error) {
	err = s.list(ctx, &all, `SELECT `+spotlightColumns+` FROM spotlights x JOIN products p ON p.seller_id = x.seller_id AND p.id = x.product_id
		WHERE x.seller_id = $1 ORDER BY x.placed_at DESC, x.id DESC LIMIT 200`)
	return all, err
}

// Showable are the products that a recommended place may show: on sale and public.
func (s *Seller) Showable(ctx context.Context) (products []market.Product, err error) {
	err = s.list(ctx, &products, `SELECT `+productColumns+` FROM products WHERE seller_id = $1 AND status = 'on_sale' AND public ORDER BY name, id LIMIT 500`)
	return products, err
}

// PlaceSpotlight puts a product into a recommended place that the seller's level gives it, as
// long as its points are not those of a punishment (catalogue.md §9.8).
func (s *Seller) PlaceSpotlight(ctx context.Context, one market.Spotlight) (market.SpotlightID, error) {
	id := market.NewID[market.Spotlight](s.db.Now())
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return id, err
	}
	rules := settings.PrivilegeRules()
	err = s.act(ctx, market.PlaceSpotlight, id, func(tx *tx) error {
		today := market.DayOf(tx.now)
		var product struct {
			Name  string
			Shown bool
		}
		if !one.ProductID.IsZero() {
			if err := tx.get(&product, `SELECT name, status = 'on_sale' AND public AS shown FROM products WHERE seller_id = $1 AND id = $2`, one.ProductID); err != nil {
				return err
			}
		}
		if err := one.Check(today, rules); err != nil {
			return err
		}
		if err := tx.known(); err != nil { // and whoever places next waits
			return err
		}
		var standing market.SellerStanding
		if err := tx.get(&standing, standingRow+` WHERE c.id = $1`); err != nil {
			return err
		}
		if err := rules.Grant(one.Place, standing.Level, settings.PointRules().State(settings.PointsFirst+standing.Points)); err != nil {
			return err
		}
		if !product.Shown {
			return market.Invalid("product_id", "spotlight.not_shown", product.Name)
		}
		var held struct{ Places, Same int }
		if err := tx.get(&held, `SELECT count(*) AS places, count(*) FILTER (WHERE product_id = $3) AS same FROM spotlights
			WHERE seller_id = $1 AND place = $2 AND ended_at IS NULL AND until_on >= $4 AND from_on <= $5`, one.Place, one.ProductID, one.FromOn, one.UntilOn); err != nil {
			return err
		}
		if held.Same > 0 {
			return market.Invalid("product_id", "spotlight.there", product.Name, market.Word(one.Place.Key()))
		}
		if held.Places >= rules.Most {
			return market.Conflict("spotlight.full", market.Word(one.Place.Key()), rules.Most)
		}
		tx.note("name", nil, product.Name)
		tx.note("place", nil, one.Place)
		tx.note("until", nil, one.UntilOn)
		return tx.exec(`INSERT INTO spotlights (seller_id, id, product_id, place, campaign, from_on, until_on, placed_by, placed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, one.ProductID, one.Place, one.Campaign, one.FromOn, one.UntilOn, s.actor.Name, tx.now)
	})
	return id, err
}

// EndSpotlight takes a product out of a recommended place.
func (s *Seller) EndSpotlight(ctx context.Context, id market.SpotlightID) error {
	return s.act(ctx, market.EndSpotlight, id, func(tx *tx) error {
		var place market.Privilege
		if err := tx.get(&place, `SELECT place FROM spotlights WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.note("place", place, nil)
		n, err := tx.count(`UPDATE spotlights SET ended_at = $3 WHERE seller_id = $1 AND id = $2 AND ended_at IS NULL AND until_on >= $4`, id, tx.now, market.DayOf(tx.now))
		if err == nil && n == 0 {
			err = market.Conflict("spotlight.over")
		}
		return err
	})
}

// loseRights ends the recommended places that the seller has no right to any more, and its own
// account manager likewise.
func (t *tx) loseRights(kept []market.Privilege, why string) error {
	lost := []string{}
	for _, right := range market.Privileges {
		if !slices.Contains(kept, right) {
			lost = append(lost, string(right))
		}
	}
	if len(lost) == 0 {
		return nil
	}
	n, err := t.count(`UPDATE spotlights SET ended_at = $2, ended_for = $3 WHERE seller_id = $1 AND place = ANY($4) AND ended_at IS NULL AND until_on >= $5`,
		t.now, why, pq.Array(lost), market.DayOf(t.now))
	if err != nil {
		return err
	}
	if n > 0 {
		t.note("places", n, nil)
	}
	return t.exec(`UPDATE standings SET manager_name = '', manager_phone = '', manager_email = '' WHERE seller_id = $1 AND 'manager' = ANY($2)`, pq.Array(lost))
}

// AssignStanding gives the seller an account manager of its own, which its level must give it
// (catalogue.md §9.8).
func (s *Seller) AssignStanding(ctx context.Context, manager market.AccountManager) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.AssignStanding, s.id, func(tx *tx) error {
		if err := tx.known(); err != nil {
			return err
		}
		if err := manager.Check(); err != nil {
			return err
		}
		var standing market.SellerStanding
		if err := tx.get(&standing, standingRow+` WHERE c.id = $1`); err != nil {
			return err
		}
		if err := settings.PrivilegeRules().Grant(market.PrivilegeManager, standing.Level, settings.PointRules().State(settings.PointsFirst+standing.Points)); err != nil {
			return err
		}
		tx.note("name", standing.ManagerName, manager.Name)
		if err := tx.exec(`INSERT INTO standings (seller_id, level, level_at, level_by, manager_name, manager_phone, manager_email) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (seller_id) DO UPDATE SET manager_name = $5, manager_phone = $6, manager_email = $7`,
			standing.Level, tx.now, s.actor.Name, manager.Name, manager.Phone, manager.Email); err != nil {
			return err
		}
		return tx.notify(string(market.AssignStanding), market.Because("notice.standing.assign", manager.Name, manager.Phone), "/standings")
	})
}

// Recommended is what the place shows today, of all sellers, what was placed last first.
func (f *Storefront) Recommended(ctx context.Context, place market.Privilege, category string) (rows []market.GoodsRow, err error) {
	err = f.db.listRows(ctx, &rows, `SELECT `+goodsColumns+goodsPrices+goodsFrom+goodsCheapest+`
		JOIN spotlights x ON x.seller_id = p.seller_id AND x.product_id = p.id
		WHERE p.status = 'on_sale' AND p.public AND x.place = $1 AND x.ended_at IS NULL AND $2 BETWEEN x.from_on AND x.until_on
			AND ($3 = '' OR r.content->>'category' = $3 OR EXISTS (SELECT 1 FROM categories g WHERE g.code = r.content->>'category' AND g.parent = $3))
		ORDER BY x.placed_at DESC, x.id DESC LIMIT 50`, place, market.DayOf(f.db.Now()), category)
	return rows, err
}
