package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const memberRows = `SELECT m.id, m.person_id, p.name, m.username, p.email, p.mobile, m.roles, m.all_products, m.joined_at, m.disabled_at,
		p.password_hash = '' AS waits, p.totp_on_at IS NOT NULL AS second_factor,
		(SELECT max(last_seen_at) FROM sessions s WHERE s.person_id = p.id AND s.seller_id = m.seller_id) AS last_seen_at,
		(SELECT count(*) FROM grants t WHERE t.seller_id = m.seller_id AND t.member_id = m.id) AS granted,
		coalesce((SELECT jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) ORDER BY u.name) FROM group_members gm
			JOIN groups u ON u.seller_id = gm.seller_id AND u.id = gm.group_id
			WHERE gm.seller_id = m.seller_id AND gm.member_id = m.id), '[]') AS groups
	FROM members m JOIN people p ON p.id = m.person_id`

// Members lists the seller's people, the main account first. There are at most 50.
func (s *Seller) Members(ctx context.Context) (members []market.Member, err error) {
	return s.FindMembers(ctx, market.MemberSearch{})
}

// FindMembers lists the wanted of the seller's people, the main account first.
func (s *Seller) FindMembers(ctx context.Context, search market.MemberSearch) (members []market.Member, err error) {
	err = s.list(ctx, &members, memberRows+` WHERE m.seller_id = $1 AND m.removed_at IS NULL
			AND ($2 = '' OR $2 = CASE WHEN m.disabled_at IS NOT NULL THEN 'disabled' WHEN p.password_hash = '' THEN 'invited' ELSE 'active' END)
			AND ($3 = '' OR strpos(lower(p.name), lower($3)) > 0 OR lower(m.username) LIKE lower($3) || '%'
				OR lower(p.email) LIKE lower($3) || '%' OR p.mobile LIKE $3 || '%')
			AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM group_members gm WHERE gm.seller_id = m.seller_id AND gm.member_id = m.id AND gm.group_id = $4))
		ORDER BY NOT m.roles ? 'owner', m.joined_at, m.id LIMIT 100`, search.Status, search.Text, nullable(search.Group))
	return members, err
}

// Member is one of the seller's people.
func (s *Seller) Member(ctx context.Context, id market.ID[market.Member]) (member market.Member, err error) {
	err = s.get(ctx, &member, memberRows+` WHERE m.seller_id = $1 AND m.id = $2 AND m.removed_at IS NULL`, id)
	return member, err
}

// InviteTeam brings somebody into the team. Who has no account yet gets one: with the
// password that the main account chose, or with a one-time link to set it. Who has an
// account keeps its password and gets no link.
func (s *Seller) InviteTeam(ctx context.Context, who market.Invitation) (link string, err error) {
	id := market.NewID[market.Member](s.db.Now())
	if err := who.Check(); err != nil && s.actor.May(market.InviteTeam) {
		return "", err
	}
	err = s.act(ctx, market.InviteTeam, id, func(tx *tx) error {
		members, err := tx.lockMembers()
		if err != nil {
			return err
		}
		if len(members) >= market.MostMembers {
			return market.Conflict("team.full", market.MostMembers)
		}
		var person market.PersonID
		err = tx.shared(&person, `SELECT id FROM people WHERE lower(email) = lower($1)`, who.Email)
		if errors.Is(err, market.NotFound) {
			person = market.NewID[market.Person](tx.now)
			err = tx.newPerson(person, who.Name, who.Email, who.Mobile, who.PasswordHash)
			if err == nil && who.PasswordHash == "" {
				link, err = tx.newLink(person)
			}
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(members, func(m market.Member) bool { return m.PersonID == person }) {
			return market.Invalid("email", "team.already", who.Email)
		}
		tx.note("email", nil, who.Email)
		tx.note("roles", nil, who.Roles)
		err = tx.exec(`INSERT INTO members (seller_id, id, person_id, username, roles, all_products, joined_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, person, who.Username, market.JSON[[]market.Role]{V: roles(who.Roles)}, !who.Only, tx.now)
		if violates(err, "members_username") {
			return market.Invalid("username", "team.username_taken", who.Username)
		}
		if err != nil {
			return err
		}
		return tx.regroup(id, who.Groups)
	})
	return link, err
}

// roles are never null in a row.
func roles(some []market.Role) []market.Role {
	if some == nil {
		return []market.Role{}
	}
	return some
}

// regroup puts the member into these groups and no others.
func (t *tx) regroup(id market.ID[market.Member], groups []market.GroupID) error {
	if err := t.exec(`DELETE FROM group_members WHERE seller_id = $1 AND member_id = $2`, id); err != nil || len(groups) == 0 {
		return err
	}
	n, err := t.count(`INSERT INTO group_members (seller_id, group_id, member_id) SELECT $1, g.id, $2 FROM groups g
		WHERE g.seller_id = $1 AND g.id = ANY($3)`, id, pq.Array(groups))
	if err == nil && int(n) != len(groups) {
		err = market.NotFound
	}
	return err
}

// EditTeam changes what a member signs in with. The password of somebody who also belongs
// elsewhere is their own business.
func (s *Seller) EditTeam(ctx context.Context, id market.ID[market.Member], who market.Invitation) error {
	return s.act(ctx, market.EditTeam, id, func(tx *tx) error {
		who.Roles = []market.Role{market.Support} // not what is edited here
		if err := who.Check(); err != nil {
			return err
		}
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if tx.note("username", member.Username, who.Username); member.Username != who.Username {
			err := tx.one(`UPDATE members SET username = $3 WHERE seller_id = $1 AND id = $2`, id, who.Username)
			if violates(err, "members_username") {
				return market.Invalid("username", "team.username_taken", who.Username)
			}
			if err != nil {
				return err
			}
		}
		if who.Name == member.Name && who.Email == member.Email && who.Mobile == member.Mobile && who.PasswordHash == "" {
			return nil
		}
		shops, err := s.db.shopsIn(tx, member.PersonID)
		if err != nil {
			return err
		}
		if shops != 1 {
			return market.Conflict("team.not_yours", member.Name)
		}
		tx.note("email", member.Email, who.Email)
		tx.note("mobile", member.Mobile, who.Mobile)
		err = tx.sharedExec(`UPDATE people SET name = $2, email = $3, mobile = $4 WHERE id = $1`, member.PersonID, who.Name, who.Email, who.Mobile)
		if violates(err, "people_email") {
			return market.Invalid("email", "session.email_taken", who.Email)
		}
		if err != nil || who.PasswordHash == "" {
			return err
		}
		tx.note("password", nil, true)
		if err := tx.sharedExec(`UPDATE people SET password_hash = $2 WHERE id = $1`, member.PersonID, who.PasswordHash); err != nil {
			return err
		}
		return tx.sharedExec(`DELETE FROM sessions WHERE person_id = $1`, member.PersonID)
	})
}

// shopsIn counts the places that a person belongs to, inside an act.
func (db *DB) shopsIn(t *tx, person market.PersonID) (n int, err error) {
	err = t.shared(&n, `SELECT (SELECT count(*) FROM members WHERE person_id = $1 AND removed_at IS NULL)
		+ (SELECT count(*) FROM operators WHERE person_id = $1)`, person)
	return n, err
}

// DisableTeam keeps a member out, at once and in every browser, until enabled again.
func (s *Seller) DisableTeam(ctx context.Context, id market.ID[market.Member]) error {
	return s.act(ctx, market.DisableTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if member.DisabledAt != nil {
			return market.Conflict("team.disabled_already", member.Name)
		}
		if err := tx.keepOwner(member, nil); err != nil {
			return err
		}
		tx.note("email", nil, member.Email)
		if err := tx.exec(`UPDATE sessions SET seller_id = NULL WHERE seller_id = $1 AND person_id = $2`, member.PersonID); err != nil {
			return err
		}
		return tx.one(`UPDATE members SET disabled_at = $3 WHERE seller_id = $1 AND id = $2`, id, tx.now)
	})
}

// EnableTeam lets a disabled member in again.
func (s *Seller) EnableTeam(ctx context.Context, id market.ID[market.Member]) error {
	return s.act(ctx, market.EnableTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if member.DisabledAt == nil {
			return market.Conflict("team.enabled_already", member.Name)
		}
		tx.note("email", nil, member.Email)
		return tx.one(`UPDATE members SET disabled_at = NULL WHERE seller_id = $1 AND id = $2`, id)
	})
}

// AssignTeam adds several members to a group at once and answers how many are new in it
// (catalogue.md §11.2).
func (s *Seller) AssignTeam(ctx context.Context, group market.GroupID, members []market.ID[market.Member]) (added int, err error) {
	err = s.act(ctx, market.AssignTeam, group, func(tx *tx) error {
		var name string
		if err := tx.get(&name, `SELECT name FROM groups WHERE seller_id = $1 AND id = $2`, group); err != nil {
			return err
		}
		var known int
		if err := tx.get(&known, `SELECT count(*) FROM members WHERE seller_id = $1 AND id = ANY($2) AND removed_at IS NULL`, pq.Array(members)); err != nil {
			return err
		}
		if known != len(members) || known == 0 {
			return market.NotFound
		}
		n, err := tx.count(`INSERT INTO group_members (seller_id, group_id, member_id) SELECT $1, $2, m FROM unnest($3::uuid[]) m
			ON CONFLICT DO NOTHING`, group, pq.Array(members))
		added = int(n)
		tx.note("group", nil, name)
		tx.note("members", nil, added)
		return err
	})
	return added, err
}

// LinkTeam makes a new one-time link for a member's password. Somebody who also belongs
// elsewhere gets none: the link would open the other place too.
func (s *Seller) LinkTeam(ctx context.Context, id market.ID[market.Member]) (link string, err error) {
	err = s.act(ctx, market.LinkTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		shops, err := s.db.shopsIn(tx, member.PersonID)
		if err != nil {
			return err
		}
		if shops != 1 || member.PersonID == s.actor.Person {
			return market.Conflict("team.no_link", member.Name)
		}
		tx.note("email", nil, member.Email)
		link, err = tx.newLink(member.PersonID)
		return err
	})
	return link, err
}

// GrantTeam changes what a member may do; one main account always stays.
func (s *Seller) GrantTeam(ctx context.Context, id market.ID[market.Member], standing market.Standing) error {
	return s.act(ctx, market.GrantTeam, id, func(tx *tx) error {
		if err := standing.Check(); err != nil {
			return err
		}
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if err := tx.keepOwner(member, standing.Roles); err != nil {
			return err
		}
		tx.note("email", nil, member.Email)
		tx.note("roles", member.Roles.V, standing.Roles)
		tx.note("groups", len(member.Groups.V), len(standing.Groups))
		tx.note("all_products", member.AllProducts, !standing.Only)
		if err := tx.regroup(id, standing.Groups); err != nil {
			return err
		}
		return tx.one(`UPDATE members SET roles = $3, all_products = $4 WHERE seller_id = $1 AND id = $2`,
			id, market.JSON[[]market.Role]{V: roles(standing.Roles)}, !standing.Only)
	})
}

// RemoveTeam takes a member out of the team at once, in every browser.
func (s *Seller) RemoveTeam(ctx context.Context, id market.ID[market.Member]) error {
	return s.act(ctx, market.RemoveTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if err := tx.keepOwner(member, nil); err != nil {
			return err
		}
		tx.note("email", member.Email, nil)
		if err := tx.exec(`UPDATE sessions SET seller_id = NULL WHERE seller_id = $1 AND person_id = $2`, member.PersonID); err != nil {
			return err
		}
		return tx.one(`UPDATE members SET removed_at = $3 WHERE seller_id = $1 AND id = $2`, id, tx.now)
	})
}

// lockMembers reads the team and keeps it until the act ends, so that two acts cannot leave
// it without a main account or above its size.
func (t *tx) lockMembers() (members []market.Member, err error) {
	var seller market.SellerID
	if err := t.get(&seller, `SELECT id FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
		return nil, err
	}
	err = t.list(&members, memberRows+` WHERE m.seller_id = $1 AND m.removed_at IS NULL`)
	return members, err
}

func (t *tx) lockMember(id market.ID[market.Member]) (market.Member, error) {
	members, err := t.lockMembers()
	if err != nil {
		return market.Member{}, err
	}
	for _, member := range members {
		if member.ID == id {
			return member, nil
		}
	}
	return market.Member{}, market.NotFound
}

func (t *tx) keepOwner(member market.Member, roles []market.Role) error {
	if slices.Contains(roles, market.Owner) || !slices.Contains(member.Roles.V, market.Owner) {
		return nil
	}
	var others int
	if err := t.get(&others, `SELECT count(*) FROM members
		WHERE seller_id = $1 AND id <> $2 AND removed_at IS NULL AND disabled_at IS NULL AND roles ? 'owner'`, member.ID); err != nil {
		return err
	}
	if others == 0 {
		return market.Conflict("team.last_owner", member.Name)
	}
	return nil
}

func (t *tx) newPerson(id market.PersonID, name, email, mobile, hash string) error {
	err := t.sharedExec(`INSERT INTO people (id, name, email, mobile, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, name, email, mobile, hash, t.now)
	if violates(err, "people_email") {
		return market.Invalid("email", "session.email_taken", email)
	}
	return err
}

func (t *tx) newLink(person market.PersonID) (string, error) {
	token := newToken()
	return token, t.sharedExec(`INSERT INTO invitations (person_id, token_hash, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET token_hash = $2, expires_at = $3`,
		person, tokenHash(token), t.now.Add(market.LinkHours*time.Hour))
}
