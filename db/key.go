package db

import (
	"context"
	"fmt"

	"sellercenter/internal/market"
)

const keyColumns = `seller_id, id, number, purpose, status, tail, created_by, created_at, revealed_at, retires_at`

// Keys lists the seller's keys without their values: those in use first, then the newest.
func (s *Seller) Keys(ctx context.Context) (keys []market.Key, err error) {
	err = s.list(ctx, &keys, `SELECT `+keyColumns+` FROM keys WHERE seller_id = $1
		ORDER BY status = 'revoked', purpose, created_at DESC, id DESC LIMIT 100`)
	return keys, err
}

// Key is one key without its value.
func (s *Seller) Key(ctx context.Context, id market.KeyID) (key market.Key, err error) {
	err = s.get(ctx, &key, `SELECT `+keyColumns+` FROM keys WHERE seller_id = $1 AND id = $2`, id)
	return key, err
}

// CreateKey makes the first key of a purpose.
func (s *Seller) CreateKey(ctx context.Context, purpose market.KeyPurpose) (key market.Key, err error) {
	id := market.NewID[market.Key](s.db.Now())
	err = s.act(ctx, market.CreateKey, id, func(tx *tx) error {
		if purpose == market.KeyOpen {
			return market.Conflict("key.by_code")
		}
		key, err = tx.newKey(id, purpose)
		return err
	})
	return key, err
}

// RevealKey shows a key's value; the audit keeps who saw it.
func (s *Seller) RevealKey(ctx context.Context, id market.KeyID) (value market.Secret, err error) {
	err = s.act(ctx, market.RevealKey, id, func(tx *tx) error {
		var row struct {
			Number  string
			Purpose market.KeyPurpose
			Status  market.KeyStatus
			Sealed  []byte
		}
		if err := tx.get(&row, `SELECT number, purpose, status, sealed FROM keys WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := (market.Key{Number: row.Number, Purpose: row.Purpose}).Kept(); err != nil {
			return err
		}
		if row.Status == market.KeyRevoked {
			return market.Conflict("key.revoked_hidden", row.Number)
		}
		plain, err := s.db.sealer.open(row.Sealed)
		if err != nil {
			return err
		}
		value = market.Secret(plain)
		tx.note("number", nil, row.Number)
		return tx.one(`UPDATE keys SET revealed_at = $3 WHERE seller_id = $1 AND id = $2`, id, tx.now)
	})
	return value, err
}

// RotateKey puts a new key in the place of one; the old one stays valid for the overlap.
func (s *Seller) RotateKey(ctx context.Context, id market.KeyID) (fresh market.Key, err error) {
	err = s.act(ctx, market.RotateKey, id, func(tx *tx) error {
		key, err := tx.lockKey(id)
		if err != nil {
			return err
		}
		if err := key.Kept(); err != nil {
			return err
		}
		settings, err := s.db.Settings(ctx)
		if err != nil {
			return err
		}
		if err := key.Rotate(tx.now, settings.KeyOverlap.Duration); err != nil {
			return err
		}
		if err := tx.saveKey(key); err != nil {
			return err
		}
		if fresh, err = tx.newKey(market.NewID[market.Key](tx.now), key.Purpose); err != nil {
			return err
		}
		tx.note("number", key.Number, fresh.Number)
		return tx.at(*key.RetiresAt, market.RetireKey, id)
	})
	return fresh, err
}

// RetireKey ends a replaced key when its overlap is over.
func (s *Seller) RetireKey(ctx context.Context, id market.KeyID) error {
	return s.act(ctx, market.RetireKey, id, func(tx *tx) error {
		key, err := tx.lockKey(id)
		if err != nil {
			return err
		}
		if err := key.Retire(tx.now); err != nil {
			return err
		}
		tx.note("number", nil, key.Number)
		return tx.saveKey(key)
	})
}

// RevokeKey ends a key at once: nothing is signed with it any more.
func (s *Seller) RevokeKey(ctx context.Context, id market.KeyID) error {
	return s.act(ctx, market.RevokeKey, id, func(tx *tx) error {
		key, err := tx.lockKey(id)
		if err != nil {
			return err
		}
		if err := key.Revoke(tx.now); err != nil {
			return err
		}
		tx.note("number", nil, key.Number)
		return tx.saveKey(key)
	})
}

// newKey draws a key and seals it.
func (t *tx) newKey(id market.KeyID, purpose market.KeyPurpose) (key market.Key, err error) {
	n, err := t.nextKey()
	if err != nil {
		return key, err
	}
	value := market.NewSecret()
	err = t.get(&key, `INSERT INTO keys (seller_id, id, number, purpose, status, sealed, tail, created_by, created_at)
		VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8) RETURNING `+keyColumns,
		id, fmt.Sprintf("key-%02d", n), purpose, t.s.db.sealer.seal(string(value)), value.Tail(), t.s.actor.Name, t.now)
	if violates(err, "keys_active") {
		return key, market.Conflict("key.exists", market.Word(purpose.Key()))
	}
	if violates(err, "keys_purpose_check") {
		return key, market.Invalid("purpose", "problem.not_an_option", string(purpose))
	}
	return key, err
}

// nextKey counts the seller's keys; who asks next waits until this act ends.
func (t *tx) nextKey() (n int, err error) {
	err = t.get(&n, `INSERT INTO counters (seller_id, name, last) VALUES ($1, 'key', 1)
		ON CONFLICT (seller_id, name) DO UPDATE SET last = counters.last + 1 RETURNING last`)
	return n, err
}

func (t *tx) lockKey(id market.KeyID) (key market.Key, err error) {
	err = t.get(&key, `SELECT `+keyColumns+` FROM keys WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	return key, err
}

func (t *tx) saveKey(k market.Key) error {
	return t.one(`UPDATE keys SET status = $3, retires_at = $4 WHERE seller_id = $1 AND id = $2`, k.ID, k.Status, k.RetiresAt)
}

// sealedKey is a key in use as it is stored.
type sealedKey struct {
	ID     market.KeyID
	Number string
	Status market.KeyStatus
	Sealed []byte
}

// KeysInUse are the purpose's keys with their values, for signing: the active one first,
// then those that retire, the newest first.
func (s *Seller) KeysInUse(ctx context.Context, purpose market.KeyPurpose) ([]market.KeyInUse, error) {
	var rows []sealedKey
	if err := s.list(ctx, &rows, `SELECT id, number, status, sealed FROM keys
		WHERE seller_id = $1 AND purpose = $2 AND status <> 'revoked'
		ORDER BY status, created_at DESC LIMIT 20`, purpose); err != nil {
		return nil, err
	}
	keys := make([]market.KeyInUse, len(rows))
	for i, row := range rows {
		plain, err := s.db.sealer.open(row.Sealed)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", row.Number, err)
		}
		keys[i] = market.KeyInUse{ID: row.ID, Number: row.Number, Status: row.Status, Value: market.Secret(plain)}
	}
	return keys, nil
}
