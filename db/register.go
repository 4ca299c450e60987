package db

import (
	"context"
	"errors"
	"slices"

	"sellercenter/internal/market"
)

// newcomer is somebody who has no account yet.
func newcomer(name, address string) market.Actor {
	return market.Actor{Name: name, Roles: []market.Role{market.Self}, From: address}
}

// SendSession sends a code to the mobile with which somebody wants to register (catalogue.md
// §1.1): a minute apart, a few a day to one number and from one client.
func (db *DB) SendSession(ctx context.Context, mobile, language, address string) (id market.ID[market.Verification], err error) {
	if err := market.CheckMobile("mobile", mobile); err != nil {
		return id, err
	}
	if !slices.Contains(db.Channels(), market.SMS) {
		return id, market.Conflict("receiver.channel_off", market.Word(market.SMS.Key()))
	}
	about := market.NewID[market.Person](db.Now())
	err = db.Seller(newcomer(market.MaskPhone(mobile), address), market.Platform).act(ctx, market.SendSession, about, func(tx *tx) error {
		// Two requests at once follow each other.
		if err := tx.exec(`SELECT $1::uuid, pg_advisory_xact_lock(hashtextextended($2, 0)), pg_advisory_xact_lock(hashtextextended($3, 0))`,
			registering(address), registering(mobile)); err != nil {
			return err
		}
		var sent struct {
			Lately, Number, Client int
		}
		if err := tx.get(&sent, `SELECT count(*) FILTER (WHERE created_at > $2 AND purpose = $4) AS lately,
				count(*) FILTER (WHERE purpose = $4) AS number, count(*) FILTER (WHERE asked_from = $5) AS client
			FROM verifications WHERE seller_id = $1 AND created_at > $3`,
			tx.now.Add(-market.CodePause), market.DayOf(tx.now).Begin(), registering(mobile), address); err != nil {
			return err
		}
		switch {
		case sent.Lately > 0:
			return market.Invalid("mobile", "receiver.code_lately", int(market.CodePause.Seconds()))
		case sent.Number >= market.CodesANumber:
			return market.Invalid("mobile", "receiver.codes_today", market.CodesANumber)
		case sent.Client >= market.CodesADay:
			return market.Invalid("mobile", "receiver.codes_today", market.CodesADay)
		}
		id, err = tx.newCode(registering(mobile), market.SMS, mobile, language)
		return err
	})
	return id, err
}

// registering is the purpose of a code with which a mobile registers.
func registering(mobile string) string { return "register:" + mobile }

// Registering is a code that was sent to a newcomer; NotFound when it is over.
func (db *DB) Registering(ctx context.Context, id market.ID[market.Verification]) (v market.Verification, err error) {
	err = db.Seller(market.TheClock, market.Platform).get(ctx, &v, `SELECT `+verificationColumns+` FROM verifications
		WHERE seller_id = $1 AND id = $2 AND starts_with(purpose, 'register:') AND expires_at > $3`, id, db.Now())
	return v, err
}

// ProveSession compares the code that a newcomer typed and answers which mobile took it. A
// wrong one is counted and committed before it is refused.
func (db *DB) ProveSession(ctx context.Context, proof market.CodeProof, address string) (mobile string, err error) {
	var refusal error
	err = db.Seller(newcomer("", address), market.Platform).act(ctx, market.ProveSession, proof.ID, func(tx *tx) error {
		var row struct {
			market.Verification
			CodeSealed []byte
		}
		// The newest code of a mobile is the only one that works.
		err := tx.get(&row, `SELECT `+verificationColumns+`, code_sealed FROM verifications v WHERE seller_id = $1 AND id = $2 AND starts_with(purpose, 'register:')
			AND NOT EXISTS (SELECT 1 FROM verifications newer WHERE newer.seller_id = $1 AND newer.purpose = v.purpose AND newer.created_at > v.created_at) FOR UPDATE`, proof.ID)
		if errors.Is(err, market.NotFound) {
			refusal = market.Invalid("code", "receiver.code_over", market.CodeMinutes)
			return nil
		}
		if err != nil {
			return err
		}
		sent, err := db.sealer.open(row.CodeSealed)
		if err != nil {
			return err
		}
		mobile, refusal = row.Address, row.Prove(proof.Code, sent, tx.now)
		return tx.exec(`UPDATE verifications SET tries = $3, used_at = $4 WHERE seller_id = $1 AND id = $2`, row.ID, row.Tries, row.UsedAt)
	})
	return mobile, errors.Join(err, refusal)
}

// Register opens an account, for a mobile that took a code, and a company that has still to
// apply (catalogue.md §1.1).
func (db *DB) Register(ctx context.Context, who market.Registration, proof market.CodeProof, address string) (market.PersonID, market.SellerID, error) {
	now := db.Now()
	person, seller := market.NewID[market.Person](now), market.NewID[market.Seller](now)
	err := who.Check()
	if err == nil {
		who.Mobile, err = db.ProveSession(ctx, proof, address)
	}
	if err != nil {
		return person, seller, err
	}
	actor := market.Actor{Person: person, Name: who.Name, Roles: []market.Role{market.Owner, market.Self}, From: address}
	err = db.Seller(actor, seller).act(ctx, market.RegisterSeller, seller, func(tx *tx) error {
		if err := tx.exec(`SELECT $1::uuid, pg_advisory_xact_lock(hashtextextended($2, 0))`, registering(who.Mobile)); err != nil {
			return err
		}
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
		if err := tx.exec(`INSERT INTO sellers (id, number, status, company_name, contact_name, contact_mobile, contact_email, created_at, mobile_proved_at)
			VALUES ($1, 'S-' || nextval('seller_numbers'), 'applying', $2, $3, $4, $5, $6, $6)`,
			who.CompanyName, who.Name, who.Mobile, who.Email, tx.now); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO members (seller_id, id, person_id, roles, joined_at) VALUES ($1, $2, $3, $4, $5)`,
			market.NewID[market.Member](tx.now), person, market.JSON[[]market.Role]{V: []market.Role{market.Owner}}, tx.now)
	})
	return person, seller, err
}
