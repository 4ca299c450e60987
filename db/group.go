package db

import (
	"context"

	"sellercenter/internal/market"
)

const groupRows = `SELECT g.id, g.name, g.description, g.rights, g.updated_at, g.version,
		(SELECT count(*) FROM group_members gm JOIN members m ON m.seller_id = gm.seller_id AND m.id = gm.member_id AND m.removed_at IS NULL
			WHERE gm.seller_id = g.seller_id AND gm.group_id = g.id) AS members
	FROM groups g`

// Groups lists the seller's groups by name.
func (s *Seller) Groups(ctx context.Context) (groups []market.Group, err error) {
	err = s.list(ctx, &groups, groupRows+` WHERE g.seller_id = $1 ORDER BY lower(g.name), g.id LIMIT 100`)
	return groups, err
}

// Group is one of the seller's groups.
func (s *Seller) Group(ctx context.Context, id market.GroupID) (group market.Group, err error) {
	err = s.get(ctx, &group, groupRows+` WHERE g.seller_id = $1 AND g.id = $2`, id)
	return group, err
}

// AddGroup makes a group of menu rights (catalogue.md §0.6).
func (s *Seller) AddGroup(ctx context.Context, group market.GroupForm) (market.GroupID, error) {
	id := market.NewID[market.Group](s.db.Now())
	return id, s.act(ctx, market.AddGroup, id, func(tx *tx) error {
		if err := group.Check(); err != nil {
			return err
		}
		if _, err := tx.lockMembers(); err != nil {
			return err
		}
		var n int
		if err := tx.get(&n, `SELECT count(*) FROM groups WHERE seller_id = $1`); err != nil {
			return err
		}
		if n >= market.MostGroups {
			return market.Conflict("group.full", market.MostGroups)
		}
		tx.note("name", nil, group.Name)
		tx.note("rights", nil, group.Rights)
		err := tx.exec(`INSERT INTO groups (seller_id, id, name, description, rights, updated_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, group.Name, group.Description, market.JSON[[]market.Right]{V: group.Rights}, tx.now)
		return groupNamed(err, group.Name)
	})
}

// EditGroup changes a group; its members have the new rights with their next click.
func (s *Seller) EditGroup(ctx context.Context, id market.GroupID, group market.GroupForm) error {
	return s.act(ctx, market.EditGroup, id, func(tx *tx) error {
		if err := group.Check(); err != nil {
			return err
		}
		var was market.Group
		if err := tx.get(&was, groupRows+` WHERE g.seller_id = $1 AND g.id = $2 FOR UPDATE OF g`, id); err != nil {
			return err
		}
		tx.note("name", was.Name, group.Name)
		tx.note("rights", was.Rights.V, group.Rights)
		err := tx.one(`UPDATE groups SET name = $3, description = $4, rights = $5, updated_at = $6, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $7`, id, group.Name, group.Description, market.JSON[[]market.Right]{V: group.Rights}, tx.now, group.Version)
		return groupNamed(err, group.Name)
	})
}

// RemoveGroup ends a group; its members keep their other rights.
func (s *Seller) RemoveGroup(ctx context.Context, id market.GroupID) error {
	return s.act(ctx, market.RemoveGroup, id, func(tx *tx) error {
		var name string
		if err := tx.get(&name, `DELETE FROM groups WHERE seller_id = $1 AND id = $2 RETURNING name`, id); err != nil {
			return err
		}
		tx.note("name", name, nil)
		return nil
	})
}

func groupNamed(err error, name string) error {
	if violates(err, "groups_name") {
		return market.Invalid("name", "group.name_taken", name)
	}
	return err
}
