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

// Register opens an account and a company that has still to apply (catalogue.md §1.1).
func (db *DB) Register(ctx context.Context, who market.Registration, address string) (market.PersonID, market.SellerID, error) {
	now := db.Now()
	person, seller := market.NewID[market.Person](now), market.NewID[market.Seller](now)
	if err := who.Check(); err != nil {
		return person, seller, err
	}
	actor := market.Actor{Person: person, Name: who.Name, Roles: []market.Role{market.Owner, market.Self}, From: address}
	err := db.Seller(actor, seller).act(ctx, market.RegisterSeller, seller, func(tx *tx) error {
		var accounts int
		if err := tx.shared(&accounts, `SELECT count(*) FROM people p WHERE p.mobile = $1
			AND EXISTS (SELECT 1 FROM members m WHERE m.person_id = p.id AND m.roles ? 'owner')`, who.Mobile); err != nil {
			return err
		}
		if accounts >= market.AccountsMost {
			return market.Invalid("mobile", "session.mobile_taken", market.AccountsMost)
		}
		if err := tx.newPerson(person, who.Name, who.Email, who.Mobile, who.PasswordHash); err != nil {
			return err
		}
		if err := tx.exec(`INSERT INTO sellers (id, number, status, company_name, contact_name, contact_mobile, contact_email, created_at)
			VALUES ($1, 'S-' || nextval('seller_numbers'), 'applying', $2, $3, $4, $5, $6)`,
			who.CompanyName, who.Name, who.Mobile, who.Email, tx.now); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO members (seller_id, id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)`,
			market.NewID[market.Member](tx.now), person, market.JSON[[]market.Role]{V: []market.Role{market.Owner}}, tx.now)
	})
	return person, seller, err
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
