package db

import (
	"context"
	"slices"

	"sellercenter/internal/market"
)

// Views are the views of a list that the reader has: the own and the shared ones; open is
// the one that the page shows, zero for the list itself.
func (s *Seller) Views(ctx context.Context, list string, open market.ViewID) (views market.ListViews, err error) {
	var rows []struct {
		market.View
		Own bool // how the reader arranged the columns, not a view
	}
	err = s.list(ctx, &rows, `(SELECT id, person_id, list, name, shared, query, columns, dense, false AS own
			FROM views WHERE seller_id = $1 AND list = $2 AND (person_id = $3 OR shared) ORDER BY created_at, id LIMIT 50)
		UNION ALL SELECT view_id, person_id, list, '', false, '', columns, dense, true
			FROM arrangements WHERE seller_id = $1 AND person_id = $3 AND list = $2 AND view_id = $4`, list, s.actor.Person, open)
	if err != nil {
		return views, err
	}
	var arranged *market.Arrangement
	for i, row := range rows {
		if row.Own {
			arranged = &rows[i].Arrangement
		} else {
			views.Views = append(views.Views, row.View)
		}
	}
	for i := range views.Views {
		if views.Views[i].ID == open {
			views.Open = &views.Views[i]
			views.Now = views.Open.Arrangement
		}
	}
	if !open.IsZero() && views.Open == nil {
		return views, market.NotFound
	}
	if arranged != nil {
		views.Changed = views.Open != nil && !views.Now.Same(*arranged)
		views.Now = *arranged
	}
	return views, nil
}

// SaveView keeps what a list shows under a name.
func (s *Seller) SaveView(ctx context.Context, kept market.Kept) (market.ViewID, error) {
	view := market.View{ID: market.NewID[market.View](s.db.Now()), PersonID: s.actor.Person, Kept: kept}
	err := s.act(ctx, market.SaveView, view.ID, func(tx *tx) error {
		if err := view.Check(); err != nil {
			return err
		}
		var names []string
		if err := tx.list(&names, `SELECT name FROM views WHERE seller_id = $1 AND list = $2 AND (person_id = $3 OR shared) LIMIT 100`,
			view.List, view.PersonID); err != nil {
			return err
		}
		if slices.Contains(names, view.Name) {
			return market.Invalid("name", "view.name_taken", view.Name)
		}
		if len(names) >= market.MostViews {
			return market.Invalid("name", "view.too_many", market.MostViews)
		}
		tx.note("name", nil, view.Name)
		tx.note("list", nil, view.List)
		if err := tx.exec(`INSERT INTO views (seller_id, id, person_id, list, name, shared, query, columns, dense, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, view.ID, view.PersonID, view.List, view.Name, view.Shared,
			view.Query, view.Columns, view.Dense, tx.now); err != nil {
			return err
		}
		return tx.disarrange(view.List, market.ViewID{})
	})
	return view.ID, err
}

// ChangeView keeps what the list shows now in a view that is there.
func (s *Seller) ChangeView(ctx context.Context, id market.ViewID, query string, arranged market.Arrangement) error {
	return s.act(ctx, market.ChangeView, id, func(tx *tx) error {
		view, err := tx.lockView(id)
		if err != nil {
			return err
		}
		view.Query, view.Arrangement = query, arranged
		if err := view.Check(); err != nil {
			return err
		}
		tx.note("name", nil, view.Name)
		if err := tx.one(`UPDATE views SET query = $3, columns = $4, dense = $5 WHERE seller_id = $1 AND id = $2`,
			id, view.Query, view.Columns, view.Dense); err != nil {
			return err
		}
		return tx.disarrange(view.List, id)
	})
}

// EditView names a view anew and says who sees it.
func (s *Seller) EditView(ctx context.Context, id market.ViewID, name string, shared bool) (view market.View, err error) {
	err = s.act(ctx, market.EditView, id, func(tx *tx) error {
		if view, err = tx.lockView(id); err != nil {
			return err
		}
		tx.note("name", view.Name, name)
		tx.note("shared", view.Shared, shared)
		view.Name, view.Shared = name, shared
		if err := view.Check(); err != nil {
			return err
		}
		return tx.one(`UPDATE views SET name = $3, shared = $4 WHERE seller_id = $1 AND id = $2`, id, view.Name, view.Shared)
	})
	return view, err
}

// DropView forgets a view; the list stays as it is.
func (s *Seller) DropView(ctx context.Context, id market.ViewID) (view market.View, err error) {
	err = s.act(ctx, market.DropView, id, func(tx *tx) error {
		if view, err = tx.lockView(id); err != nil {
			return err
		}
		tx.note("name", view.Name, nil)
		if err := tx.exec(`DELETE FROM arrangements WHERE seller_id = $1 AND view_id = $2`, id); err != nil {
			return err
		}
		return tx.one(`DELETE FROM views WHERE seller_id = $1 AND id = $2`, id)
	})
	return view, err
}

// ArrangeView remembers how the reader wants the columns of a list, or of one of its views;
// nil forgets it.
func (s *Seller) ArrangeView(ctx context.Context, list string, open market.ViewID, arranged *market.Arrangement) error {
	return s.act(ctx, market.ArrangeView, s.actor.Person, func(tx *tx) error {
		if !open.IsZero() {
			if _, err := tx.seenView(open); err != nil {
				return err
			}
		}
		tx.note("list", nil, list)
		if arranged == nil {
			return tx.disarrange(list, open)
		}
		if err := arranged.Check(); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO arrangements (seller_id, person_id, list, view_id, columns, dense) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (seller_id, person_id, list, view_id) DO UPDATE SET columns = excluded.columns, dense = excluded.dense`,
			s.actor.Person, list, open, arranged.Columns, arranged.Dense)
	})
}

// disarrange forgets how the actor wanted the columns.
func (t *tx) disarrange(list string, open market.ViewID) error {
	return t.exec(`DELETE FROM arrangements WHERE seller_id = $1 AND person_id = $2 AND list = $3 AND view_id = $4`,
		t.s.actor.Person, list, open)
}

// seenView is a view that the actor sees; another's private one is not found.
func (t *tx) seenView(id market.ViewID) (view market.View, err error) {
	err = t.get(&view, `SELECT id, person_id, list, name, shared, query, columns, dense FROM views
		WHERE seller_id = $1 AND id = $2 AND (person_id = $3 OR shared) FOR UPDATE`, id, t.s.actor.Person)
	return view, err
}

// lockView is a view that the actor may change.
func (t *tx) lockView(id market.ViewID) (market.View, error) {
	view, err := t.seenView(id)
	if err != nil {
		return view, err
	}
	return view, view.Owned(t.s.actor)
}
