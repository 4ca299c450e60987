package db

import (
	"context"
	"errors"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/internal/password"
)

// Credentials are what somebody signs in with, and from where.
type Credentials struct {
	Email    string // or the user name, when the seller's number is given
	Seller   string // the seller's number, from its own login address (catalogue.md §0.6)
	Password string
	Address  string
	Agent    string
}

// SignedIn is a session that has begun.
type SignedIn struct {
	Token        string
	WaitsForCode bool
}

// SignIn opens a session for the right password. An unknown address is answered like a
// wrong password, after the same time, and is locked like one.
func (db *DB) SignIn(ctx context.Context, with Credentials) (SignedIn, error) {
	if email, err := db.emailOf(ctx, with.Seller, with.Email); err == nil {
		with.Email = email
	} else if !errors.Is(err, market.NotFound) {
		return SignedIn{}, err
	}
	try, err := db.attempt(ctx, "password:"+strings.ToLower(with.Email))
	if err != nil {
		return SignedIn{}, err
	}
	person, err := db.personByEmail(ctx, with.Email)
	if err != nil && !errors.Is(err, market.NotFound) {
		return SignedIn{}, err
	}
	right, err := password.Matches(ctx, with.Password, person.PasswordHash)
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, db.wrong(ctx, try, person.ID, "session.wrong")
	}
	if err := db.forget(ctx, try); err != nil {
		return SignedIn{}, err
	}
	return db.enter(ctx, person, NewSession{Person: person.ID, WaitsForCode: person.SecondFactor, Address: with.Address, Agent: with.Agent})
}

// VerifyCode turns a session that waits for its second factor into a whole one, under a
// new token. The code is one of the app's or a recovery code; neither works twice.
func (db *DB) VerifyCode(ctx context.Context, token, code string) (SignedIn, error) {
	visitor, err := db.Visitor(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	if !visitor.WaitsForCode {
		return SignedIn{}, market.NotFound
	}
	try, err := db.attempt(ctx, "code:"+visitor.Person.String())
	if err != nil {
		return SignedIn{}, err
	}
	var problem *market.Problem
	if err := db.spendCode(ctx, visitor.Person, code); errors.As(err, &problem) {
		return SignedIn{}, db.wrong(ctx, try, visitor.Person, problem.Fields["code"].Key)
	} else if err != nil {
		return SignedIn{}, err
	}
	if err := db.forget(ctx, try); err != nil {
		return SignedIn{}, err
	}
	person, err := db.personByEmail(ctx, visitor.Email)
	if err != nil {
		return SignedIn{}, err
	}
	var old struct{ Address, Agent string }
	if err := db.getRow(ctx, &old, `SELECT address, agent FROM sessions WHERE id = $1`, visitor.SessionID); err != nil {
		return SignedIn{}, err
	}
	if err := db.EndSession(ctx, token); err != nil {
		return SignedIn{}, err
	}
	return db.enter(ctx, person, NewSession{Person: person.ID, Address: old.Address, Agent: old.Agent})
}

// enter opens the session at the only place that the person belongs to, or at none.
func (db *DB) enter(ctx context.Context, person personRow, begin NewSession) (SignedIn, error) {
	shops, err := db.shops(ctx, person.ID)
	if err != nil {
		return SignedIn{}, err
	}
	if len(shops) == 1 {
		begin.Seller, begin.Operator = shops[0].Seller, shops[0].Seller.IsZero()
	}
	token, err := db.StartSession(ctx, begin)
	if err != nil || begin.WaitsForCode {
		return SignedIn{token, begin.WaitsForCode}, err
	}
	visitor, err := db.Visitor(ctx, token)
	if err != nil {
		return SignedIn{}, err
	}
	own := db.Person(visitor, begin.Address)
	return SignedIn{Token: token}, own.act(ctx, market.StartSession, func(*tx) error { return nil })
}

// spendCode accepts a code of the app, whose half minute is then over, or a recovery code,
// which is then gone.
func (db *DB) spendCode(ctx context.Context, id market.PersonID, code string) error {
	code = strings.TrimSpace(code)
	var row struct {
		TotpSealed   []byte
		TotpLastStep int64
	}
	if err := db.getRow(ctx, &row, `SELECT totp_sealed, totp_last_step FROM people WHERE id = $1 AND totp_on_at IS NOT NULL`, id); err != nil {
		return err
	}
	if len(code) > 6 {
		done, err := db.sql.ExecContext(ctx, `UPDATE people SET recovery_hashes = recovery_hashes - $2::text
			WHERE id = $1 AND recovery_hashes ? $2::text`, id, market.RecoveryHash(code))
		return oneOr(done, err, market.Invalid("code", "factor.code_wrong"))
	}
	secret, err := db.sealer.open(row.TotpSealed)
	if err != nil {
		return err
	}
	step, err := market.CodeStep(secret, code, db.Now(), row.TotpLastStep)
	if err != nil {
		return err
	}
	done, err := db.sql.ExecContext(ctx, `UPDATE people SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2`, id, step)
	return oneOr(done, err, market.Invalid("code", "factor.code_used"))
}

type personRow struct {
	ID           market.PersonID
	Name         string
	Email        string
	PasswordHash string
	SecondFactor bool
}

func (db *DB) personByEmail(ctx context.Context, email string) (person personRow, err error) {
	err = db.getRow(ctx, &person, `SELECT id, name, email, password_hash, totp_on_at IS NOT NULL AS second_factor
		FROM people WHERE lower(email) = lower($1)`, email)
	return person, err
}

// emailOf is the e-mail of somebody who signs in with the user name that a seller gave
// (catalogue.md §0.6); NotFound when it is none.
func (db *DB) emailOf(ctx context.Context, number, name string) (email string, err error) {
	if number == "" || strings.Contains(name, "@") {
		return "", market.NotFound
	}
	err = db.getRow(ctx, &email, `SELECT p.email FROM members m JOIN sellers c ON c.id = m.seller_id JOIN people p ON p.id = m.person_id
		WHERE c.number = $1 AND lower(m.username) = lower($2) AND m.username <> '' AND m.removed_at IS NULL`, number, name)
	return email, err
}

// LoginCompany is the company whose login address that is; NotFound when it is nobody's.
func (db *DB) LoginCompany(ctx context.Context, number string) (name string, err error) {
	err = db.getRow(ctx, &name, `SELECT company_name FROM sellers WHERE number = $1 AND status <> 'exited'`, number)
	return name, err
}

// shops are the places that a person may enter: sellers, and the operator's house as the
// one without a seller.
func (db *DB) shops(ctx context.Context, person market.PersonID) (shops []market.Shop, err error) {
	err = db.listRows(ctx, &shops, `SELECT c.id AS seller, c.number, c.company_name AS name, c.status, m.roles
			FROM members m JOIN sellers c ON c.id = m.seller_id
			WHERE m.person_id = $1 AND m.removed_at IS NULL AND m.disabled_at IS NULL
		UNION ALL SELECT '00000000-0000-0000-0000-000000000000', '', '', '', roles FROM operators WHERE person_id = $1
		ORDER BY 2`, person)
	return shops, err
}

// try is one attempt at a password or code, counted before it is compared, so that many at
// once gain nothing.
type try struct {
	name  string
	count int
	most  int
	lock  time.Duration
}

func (db *DB) attempt(ctx context.Context, name string) (try, error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return try{}, err
	}
	var row struct {
		Count       int
		LockedUntil *time.Time
	}
	now, lock := db.Now(), settings.LockFor.Duration
	err = db.getRow(ctx, &row, `INSERT INTO tries AS a (name, count, at) VALUES ($1, 1, $2)
		ON CONFLICT (name) DO UPDATE SET at = $2,
			count = CASE WHEN a.locked_until <= $2 OR a.at < $3 THEN 1 ELSE a.count + 1 END,
			locked_until = CASE WHEN a.locked_until > $2 THEN a.locked_until END
		RETURNING count, locked_until`, name, now, now.Add(-lock))
	if err != nil {
		return try{}, err
	}
	if row.LockedUntil != nil {
		return try{}, locked(row.LockedUntil.Sub(now))
	}
	if row.Count > settings.LockAfter {
		return try{}, locked(lock)
	}
	return try{name, row.Count, settings.LockAfter, lock}, nil
}

func locked(left time.Duration) error {
	return &market.Problem{Kind: market.KindInvalid, Reason: market.Because("session.locked", int((left+time.Minute-1)/time.Minute))}
}

// wrong answers a failed try: how many are left, or that the account is locked.
func (db *DB) wrong(ctx context.Context, t try, person market.PersonID, key string) error {
	if left := t.most - t.count; left > 0 {
		return &market.Problem{Kind: market.KindInvalid, Reason: market.Because(key, left)}
	}
	now := db.Now()
	if _, err := db.sql.ExecContext(ctx, `UPDATE tries SET locked_until = $2 WHERE name = $1`, t.name, now.Add(t.lock)); err != nil {
		return err
	}
	if _, err := db.sql.ExecContext(ctx, `DELETE FROM tries WHERE at < $1`, now.Add(-24*time.Hour)); err != nil {
		return err
	}
	if !person.IsZero() {
		shops, err := db.shops(ctx, person)
		if err != nil {
			return err
		}
		seller := market.Platform
		if len(shops) > 0 {
			seller = shops[0].Seller
		}
		if err := db.Seller(market.TheClock, seller).act(ctx, market.LockSession, person, func(*tx) error { return nil }); err != nil {
			return err
		}
	}
	return locked(t.lock)
}

func (db *DB) forget(ctx context.Context, t try) error {
	_, err := db.sql.ExecContext(ctx, `DELETE FROM tries WHERE name = $1`, t.name)
	return err
}
