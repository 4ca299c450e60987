package db

import (
	"context"
	"database/sql"

	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// Person is the door to somebody's own account: devices, password, second factor, places.
type Person struct {
	db      *DB
	visitor market.Visitor
	address string
}

// Person opens the visitor's own account.
func (db *DB) Person(visitor market.Visitor, address string) *Person {
	return &Person{db, visitor, address}
}

// Actor is who asks.
func (p *Person) Actor() market.Actor { return p.visitor.Actor(p.address) }

// act is an act of the person on their own account, in the audit of where they are.
func (p *Person) act(ctx context.Context, act market.Act, do func(*tx) error) error {
	return p.db.Seller(p.Actor(), p.visitor.Seller).act(ctx, act, p.visitor.Person, do)
}

// Sessions lists the browsers in which the person is signed in, the latest first.
func (p *Person) Sessions(ctx context.Context) (sessions []market.Session, err error) {
	err = p.db.listRows(ctx, &sessions, `SELECT id, address, agent, created_at, last_seen_at, expires_at FROM sessions
		WHERE person_id = $1 AND expires_at > $2 AND NOT waits_for_code ORDER BY last_seen_at DESC LIMIT 100`, p.visitor.Person, p.db.Now())
	return sessions, err
}

// RevokeSession signs the person out of one browser.
func (p *Person) RevokeSession(ctx context.Context, id market.ID[market.Session]) error {
	return p.act(ctx, market.RevokeSession, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1 AND person_id = $2`, id, p.visitor.Person)
		return oneOr(done, err, market.NotFound)
	})
}

// SignOut ends this session.
func (p *Person) SignOut(ctx context.Context) error {
	return p.act(ctx, market.EndSession, func(tx *tx) error {
		return tx.sharedExec(`DELETE FROM sessions WHERE id = $1`, p.visitor.SessionID)
	})
}

// Shops lists the places that the person belongs to; the operator's house has no seller.
func (p *Person) Shops(ctx context.Context) ([]market.Shop, error) {
	return p.db.shops(ctx, p.visitor.Person)
}

// SwitchSession moves this session to another place; the zero seller is the operator's house.
func (p *Person) SwitchSession(ctx context.Context, seller market.SellerID) error {
	place := p.db.Seller(p.Actor(), seller)
	return place.act(ctx, market.SwitchSession, p.visitor.Person, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE sessions SET seller_id = $3, operator = $4 WHERE id = $1 AND person_id = $2 AND
			CASE WHEN $4 THEN EXISTS (SELECT 1 FROM operators WHERE person_id = $2)
				ELSE EXISTS (SELECT 1 FROM members WHERE person_id = $2 AND seller_id = $3 AND removed_at IS NULL) END`,
			p.visitor.SessionID, p.visitor.Person, nullable(seller), seller.IsZero())
		return oneOr(done, err, market.NotFound)
	})
}

// ChangePassword replaces the password and signs the person out everywhere else.
func (p *Person) ChangePassword(ctx context.Context, old, hash string) error {
	if err := p.confirmPassword(ctx, old); err != nil {
		return err
	}
	return p.act(ctx, market.ChangePassword, func(tx *tx) error {
		if err := tx.sharedExec(`UPDATE people SET password_hash = $2 WHERE id = $1`, p.visitor.Person, hash); err != nil {
			return err
		}
		return tx.sharedExec(`DELETE FROM sessions WHERE person_id = $1 AND id <> $2`, p.visitor.Person, p.visitor.SessionID)
	})
}

// confirmPassword asks once more who is there, counted like a sign-in.
func (p *Person) confirmPassword(ctx context.Context, plain string) error {
	try, err := p.db.attempt(ctx, "password:"+p.visitor.Email)
	if err != nil {
		return err
	}
	var hash string
	if err := p.db.getRow(ctx, &hash, `SELECT password_hash FROM people WHERE id = $1`, p.visitor.Person); err != nil {
		return err
	}
	right, err := password.Matches(ctx, plain, hash)
	if err != nil {
		return err
	}
	if !right {
		return p.db.wrong(ctx, try, p.visitor.Person, "session.wrong_password")
	}
	return p.db.forget(ctx, try)
}

// SetLanguage remembers in which language the person reads.
func (p *Person) SetLanguage(ctx context.Context, language string) error {
	_, err := p.db.sql.ExecContext(ctx, `UPDATE people SET language = $2 WHERE id = $1`, p.visitor.Person, language)
	return err
}

// SetTheme remembers light, dark or the system's choice.
func (p *Person) SetTheme(ctx context.Context, theme string) error {
	_, err := p.db.sql.ExecContext(ctx, `UPDATE people SET theme = $2 WHERE id = $1`, p.visitor.Person, theme)
	return err
}

// oneOr is nil when one row was written, otherwise the refusal.
func oneOr(done sql.Result, err error, refusal error) error {
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		return refusal
	}
	return err
}
