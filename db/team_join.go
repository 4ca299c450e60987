package db

import (
	"context"

	"sellercenter/internal/market"
)

// Invited is whose password a one-time link sets; NotFound when it has been used or is over.
func (db *DB) Invited(ctx context.Context, link string) (who market.Invitation, err error) {
	err = db.getRow(ctx, &who, `SELECT p.name, p.email, p.mobile FROM invitations i JOIN people p ON p.id = i.person_id
		WHERE i.token_hash = $1 AND i.expires_at > $2`, tokenHash(link), db.Now())
	return who, err
}

// JoinTeam sets the password that the one-time link stands for; every session of the person
// ends and the link with it.
func (db *DB) JoinTeam(ctx context.Context, link, hash, address string) error {
	var person struct {
		ID   market.PersonID
		Name string
	}
	err := db.getRow(ctx, &person, `SELECT p.id, p.name FROM invitations i JOIN people p ON p.id = i.person_id
		WHERE i.token_hash = $1 AND i.expires_at > $2`, tokenHash(link), db.Now())
	if err != nil {
		return err
	}
	shops, err := db.shops(ctx, person.ID)
	if err != nil {
		return err
	}
	if len(shops) == 0 {
		return market.NotFound
	}
	actor := market.Actor{Person: person.ID, Name: person.Name, Roles: []market.Role{market.Self}, From: address}
	return db.Seller(actor, shops[0].Seller).act(ctx, market.JoinTeam, person.ID, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2`, tokenHash(link), tx.now)
		if err := oneOr(done, err, market.NotFound); err != nil {
			return err
		}
		if err := tx.sharedExec(`DELETE FROM sessions WHERE person_id = $1`, person.ID); err != nil {
			return err
		}
		return tx.sharedExec(`UPDATE people SET password_hash = $2 WHERE id = $1`, person.ID, hash)
	})
}

// Employ brings in one of the marketplace's own staff.
func (db *DB) Employ(ctx context.Context, who market.Registration, roles []market.Role) (market.PersonID, error) {
	person := market.NewID[market.Person](db.Now())
	return person, db.Seller(market.TheClock, market.Platform).act(ctx, market.EmployTeam, person, func(tx *tx) error {
		tx.note("email", nil, who.Email)
		tx.note("roles", nil, roles)
		if err := tx.newPerson(person, who.Name, who.Email, who.Mobile, who.PasswordHash); err != nil {
			return err
		}
		return tx.sharedExec(`INSERT INTO operators (person_id, roles, created_at) VALUES ($1, $2, $3)`,
			person, market.JSON[[]market.Role]{V: roles}, tx.now)
	})
}
