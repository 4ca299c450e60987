package db

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"sellercenter/internal/market"
)

// The orders with something running whose messages go to another address than the one that
// their product names now. What renews an order goes where the order does.
const (
	relocationColumns = `o.id AS order_id, o.number, o.product_name, o.spec_name, o.customer_name, o.placed_at,
		was.url AS from_url, was.origin AS from_origin, now.id AS to_id, now.url AS to_url, now.origin AS to_origin,
		(SELECT count(*) FROM instances i WHERE i.seller_id = o.seller_id AND i.order_id = o.id AND i.status IN ('opening', 'in_use', 'frozen')) AS instances,
		coalesce((SELECT i.front_url FROM instances i WHERE i.seller_id = o.seller_id AND i.order_id = o.id AND i.front_url <> '' ORDER BY i.line LIMIT 1), '') AS login_url,
		(SELECT count(*) FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.lane = o.id AND f.status IN ('queued', 'processing', 'retrying')) AS messages`
	relocationFrom = ` FROM products p
		JOIN revisions live ON live.seller_id = p.seller_id AND live.id = p.revision_id
		JOIN endpoints now ON now.seller_id = p.seller_id AND now.id::text = live.content->>'endpoint_id' AND now.status = 'verified'
		JOIN orders o ON o.seller_id = p.seller_id AND o.product_id = p.id AND o.renews_id IS NULL AND NOT o.test
		JOIN revisions bought ON bought.seller_id = o.seller_id AND bought.id = o.revision_id
		JOIN endpoints was ON was.seller_id = o.seller_id AND was.id::text = coalesce(o.endpoint_id::text, bought.content->>'endpoint_id')
		WHERE p.seller_id = $1 AND was.id <> now.id
			AND p.id IN (SELECT h.product_id FROM revisions h WHERE h.seller_id = $1 GROUP BY h.product_id HAVING count(DISTINCT h.content->>'endpoint_id') > 1)
			AND EXISTS (SELECT FROM instances i WHERE i.seller_id = o.seller_id AND i.order_id = o.id AND i.status IN ('opening', 'in_use', 'frozen'))`
	relocationText = ` AND ($2 = '' OR starts_with(o.number, $2) OR strpos(lower(o.product_name), lower($2)) > 0 OR strpos(lower(o.customer_name), lower($2)) > 0)`
)

// Relocations lists the orders that can be moved to their product's present address, the
// newest first.
func (s *Seller) Relocations(ctx context.Context, search market.RelocationSearch, ask market.Ask) (market.Page[market.Relocation], error) {
	k := from(ask)
	query := `SELECT ` + relocationColumns + relocationFrom + relocationText + `
		AND ($3::timestamptz IS NULL OR (o.placed_at, o.id) < ($3, $4)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $5`
	if k.up {
		query = `SELECT ` + relocationColumns + relocationFrom + relocationText + `
			AND ($3::timestamptz IS NULL OR (o.placed_at, o.id) > ($3, $4)) ORDER BY o.placed_at, o.id LIMIT $5`
	}
	var rows []market.Relocation
	if err := s.list(ctx, &rows, query, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Relocation]{}, err
	}
	found := page(ask, rows, func(r market.Relocation) cursor { return cursor{r.PlacedAt, r.OrderID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+relocationFrom+relocationText+` LIMIT 10001) x`, search.Text)
	return found, err
}

// Relocation is what moving one order would change.
func (s *Seller) Relocation(ctx context.Context, id market.OrderID) (r market.Relocation, err error) {
	err = s.get(ctx, &r, `SELECT `+relocationColumns+relocationFrom+` AND o.id = $2`, id)
	return r, err
}

// ApplyRelocation moves one order, with what renews it, to its product's present address: from
// now on its messages go there, those under way too, and its buyer signs in there. Messages are
// signed with the same key as before (catalogue.md §2.10).
func (s *Seller) ApplyRelocation(ctx context.Context, id market.OrderID, login string) error {
	return s.act(ctx, market.ApplyRelocation, id, func(tx *tx) error {
		if _, err := tx.lockOrder(id); err != nil {
			return err
		}
		var r market.Relocation
		err := tx.get(&r, `SELECT `+relocationColumns+relocationFrom+` AND o.id = $2`, id)
		if errors.Is(err, market.NotFound) {
			return market.Conflict("relocation.nothing")
		}
		if err != nil {
			return err
		}
		front, err := r.ReadLogin(login)
		if err != nil {
			return err
		}
		tx.note("number", nil, r.Number)
		tx.note("url", r.FromURL, r.ToURL)
		if front != r.LoginURL {
			tx.note("login", r.LoginURL, front)
		}
		tx.note("messages", nil, r.Messages)
		return cmp.Or(
			tx.exec(`UPDATE orders SET endpoint_id = $3, version = version + 1 WHERE seller_id = $1 AND (id = $2 OR renews_id = $2)`, id, r.ToID),
			tx.exec(`UPDATE fulfilments SET endpoint_id = $3, version = version + 1 WHERE seller_id = $1 AND lane = $2
				AND status IN ('queued', 'processing', 'retrying')`, id, r.ToID),
			tx.moveLogins(r, front))
	})
}

// moveLogins moves where the buyer signs in: the order's first one as it was decided, those of
// its other lines with the host.
func (t *tx) moveLogins(r market.Relocation, front string) error {
	if front == r.LoginURL {
		return nil
	}
	return t.exec(`UPDATE instances SET front_url = CASE WHEN front_url = $3 THEN $4
			WHEN starts_with(front_url, $5 || '/') THEN $6 || substr(front_url, length($5) + 1) ELSE front_url END
		WHERE seller_id = $1 AND order_id = $2 AND (front_url <> '' OR $3 = '')`, r.OrderID, r.LoginURL, front, r.FromOrigin, r.ToOrigin)
}

// checkRelocations leaves out what is at its product's address already, and says of the others
// where they come from, where they go, and how many messages move along.
func checkRelocations(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
	var found []market.Relocation
	if err := s.list(ctx, &found, `SELECT `+relocationColumns+relocationFrom+` AND o.id = ANY($2) LIMIT 10000`, subjects(rows)); err != nil {
		return nil, err
	}
	var known []standing
	if err := s.list(ctx, &known, `SELECT o.id, o.number AS label, 'moved' AS state FROM orders o WHERE o.seller_id = $1 AND o.id = ANY($2) LIMIT 10000`, subjects(rows)); err != nil {
		return nil, err
	}
	moves := map[market.ID[market.TaskRow]]market.Relocation{}
	for _, r := range found {
		moves[market.ID[market.TaskRow]{UUID: r.OrderID.UUID}] = r
	}
	for i := range known {
		if r, moves := moves[known[i].ID]; moves {
			known[i].Label = strings.Join([]string{r.Number, r.CustomerName, r.FromURL + " → " + r.ToURL}, " · ")
			known[i].State = "movable"
		}
	}
	return standings(rows, known, func(state string) error {
		if state != "movable" {
			return market.Conflict("relocation.nothing")
		}
		return nil
	}), nil
}

func doRelocation(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error {
	return s.ApplyRelocation(ctx, market.OrderID{UUID: row.Subject.UUID}, "")
}
