package db

import (
	"context"
	"errors"
	"slices"
	"time"

	"sellercenter/internal/market"
)

const memberRows = `SELECT m.id, m.person_id, p.name, p.email, p.mobile, m.roles, m.joined_at,
		p.password_hash = '' AS waits, p.totp_on_at IS NOT NULL AS second_factor,
		(SELECT max(last_seen_at) FROM sessions s WHERE s.person_id = p.id AND s.seller_id = m.seller_id) AS last_seen_at
	FROM members m JOIN people p ON p.id = m.person_id`

// Members lists the seller's people, the main account first.
func (s *Seller) Members(ctx context.Context) (members []market.Member, err error) {
	err = s.list(ctx, &members, memberRows+` WHERE m.seller_id = $1 AND m.removed_at IS NULL
		ORDER BY NOT m.roles ? 'owner', m.joined_at, m.id`)
	return members, err
}

// Member is one of the seller's people.
func (s *Seller) Member(ctx context.Context, id market.ID[market.Member]) (member market.Member, err error) {
	err = s.get(ctx, &member, memberRows+` WHERE m.seller_id = $1 AND m.id = $2 AND m.removed_at IS NULL`, id)
	return member, err
}

// InviteTeam brings somebody into the team. Who has no account yet gets one, and a one-time
// link to set its password; who has one gets no link.
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
			if err := tx.newPerson(person, who.Name, who.Email, who.Mobile, ""); err != nil {
				return err
			}
			link, err = tx.newLink(person)
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(members, func(m market.Member) bool { return m.PersonID == person }) {
			return market.Invalid("email", "team.already", who.Email)
		}
		tx.note("email", nil, who.Email)
		tx.note("roles", nil, who.Roles)
		return tx.exec(`INSERT INTO members (seller_id, id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)`,
			id, person, market.JSON[[]market.Role]{V: who.Roles}, tx.now)
	})
	return link, err
}

// LinkTeam makes a new one-time link for a member's password. Somebody who also belongs
// elsewhere gets none: the link would open the other place too.
func (s *Seller) LinkTeam(ctx context.Context, id market.ID[market.Member]) (link string, err error) {
	err = s.act(ctx, market.LinkTeam, id, func(tx *tx) error {
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		shops, err := s.db.shops(ctx, member.PersonID)
		if err != nil {
			return err
		}
		if len(shops) != 1 || member.PersonID == s.actor.Person {
			return market.Conflict("team.no_link", member.Name)
		}
		tx.note("email", nil, member.Email)
		link, err = tx.newLink(member.PersonID)
		return err
	})
	return link, err
}

// GrantTeam changes what a member may do; one main account always stays.
func (s *Seller) GrantTeam(ctx context.Context, id market.ID[market.Member], roles []market.Role) error {
	return s.act(ctx, market.GrantTeam, id, func(tx *tx) error {
		if err := market.CheckRoles(roles); err != nil {
			return err
		}
		member, err := tx.lockMember(id)
		if err != nil {
			return err
		}
		if err := tx.keepOwner(member, roles); err != nil {
			return err
		}
		tx.note("email", nil, member.Email)
		tx.note("roles", member.Roles.V, roles)
		return tx.one(`UPDATE members SET roles = $3 WHERE seller_id = $1 AND id = $2`, id, market.JSON[[]market.Role]{V: roles})
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
		WHERE seller_id = $1 AND id <> $2 AND removed_at IS NULL AND roles ? 'owner'`, member.ID); err != nil {
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
