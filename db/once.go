package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sellercenter/internal/market"
)

// Once makes a write of a program happen at most once: the same key again is answered with
// the first outcome, the same key with another request is refused.
type Once struct {
	Client      string // who chose the key
	Key         string
	Fingerprint string // hash of the request
}

// Replayed says that the act was done before under the same idempotency key.
type Replayed struct{ Subject string }

// Error is for logs.
func (r *Replayed) Error() string { return "already done for " + r.Subject }

// Once is the same door, where the next act is done at most once for the key.
func (s *Seller) Once(once Once) *Seller {
	door := *s
	door.once = &once
	return &door
}

// Once is the same door, where the next act at any seller is done at most once for the key.
func (f *Storefront) Once(once Once) *Storefront {
	return &Storefront{f.db, f.actor, &once}
}

// claim takes the idempotency key in the act's own transaction; a second claimant waits for
// the first to end.
func (t *tx) claim(subject fmt.Stringer) error {
	once := t.s.once
	if once == nil {
		return nil
	}
	n, err := t.count(`INSERT INTO idempotencies (seller_id, client, key, fingerprint, subject, at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (client, key) DO NOTHING`,
		once.Client, once.Key, once.Fingerprint, subject.String(), t.now)
	if err != nil || n == 1 {
		return err
	}
	var earlier struct{ Fingerprint, Subject string }
	if err := t.shared(&earlier, `SELECT fingerprint, subject FROM idempotencies WHERE client = $1 AND key = $2`,
		once.Client, once.Key); err != nil {
		return err
	}
	if earlier.Fingerprint != once.Fingerprint {
		return market.Conflict("problem.idempotency_reused", once.Key)
	}
	return &Replayed{earlier.Subject}
}

// Receipt is what an idempotency key was used for: the row and the moment. A repeated
// request is answered from it exactly as the first was.
type Receipt struct {
	Subject string
	At      time.Time
}

// Receipt reads the receipt of a key after its act, or after its repetition.
func (s *Seller) Receipt(ctx context.Context) (receipt Receipt, err error) {
	err = s.get(ctx, &receipt, `SELECT subject, at FROM idempotencies WHERE seller_id = $1 AND client = $2 AND key = $3`, s.once.Client, s.once.Key)
	return receipt, err
}

// Answer is what a program was told of a write.
type Answer struct {
	Status int
	Answer string
}

// Answered is what was told under the key; known is false when nothing was, or not to the
// end. The key of another request is a Conflict. A key older than forget is new again.
func (db *DB) Answered(ctx context.Context, once Once, forget time.Duration) (answer Answer, known bool, err error) {
	var row struct {
		Fingerprint string
		Status      *int
		Answer      *string
		At          time.Time
	}
	err = db.getRow(ctx, &row, `SELECT fingerprint, status, answer, at FROM idempotencies WHERE client = $1 AND key = $2`, once.Client, once.Key)
	switch {
	case errors.Is(err, market.NotFound):
		return answer, false, nil
	case err != nil:
		return answer, false, err
	case row.At.Before(db.Now().Add(-forget)):
		_, err := db.Pool().ExecContext(ctx, `DELETE FROM idempotencies WHERE client = $1 AND key = $2 AND at = $3`, once.Client, once.Key, row.At)
		return answer, false, err
	case row.Fingerprint != once.Fingerprint:
		return answer, false, market.Conflict("problem.idempotency_reused", once.Key)
	case row.Status == nil || row.Answer == nil:
		return answer, false, nil
	}
	return Answer{*row.Status, *row.Answer}, true, nil
}

// KeepAnswer remembers what is told under the key, and answers what was told first. It
// writes outside an act, as spent nonces are: what was done is in the act's own transaction,
// and whoever asks before this is written is answered from there. Keys that are older than
// forget are given up, a few at a time.
func (db *DB) KeepAnswer(ctx context.Context, seller market.SellerID, once Once, answer Answer, forget time.Duration) (first Answer, err error) {
	now := db.Now()
	err = db.getRow(ctx, &first, `WITH old AS (DELETE FROM idempotencies WHERE (client, key) IN (
			SELECT client, key FROM idempotencies WHERE at < $7 ORDER BY at LIMIT 20 FOR UPDATE SKIP LOCKED))
		INSERT INTO idempotencies AS i (seller_id, client, key, fingerprint, subject, at, status, answer) VALUES ($1, $2, $3, $4, '', $8, $5, $6)
		ON CONFLICT (client, key) DO UPDATE SET status = coalesce(i.status, $5), answer = coalesce(i.answer, $6)
		RETURNING status, answer`, seller, once.Client, once.Key, once.Fingerprint, answer.Status, answer.Answer, now.Add(-forget), now)
	return first, err
}

// CountCall counts one call of a program; false says that it made too many this minute.
func (db *DB) CountCall(ctx context.Context, client string, most int) (ok bool, err error) {
	now := db.Now()
	var n int
	err = db.getRow(ctx, &n, `WITH old AS (DELETE FROM calls WHERE (client, minute) IN (
			SELECT client, minute FROM calls WHERE minute < $3 LIMIT 20 FOR UPDATE SKIP LOCKED))
		INSERT INTO calls AS c (client, minute, n) VALUES ($1, $2, 1)
		ON CONFLICT (client, minute) DO UPDATE SET n = c.n + 1 RETURNING n`, client, now.Truncate(time.Minute), now.Add(-time.Hour))
	return n <= most, err
}
