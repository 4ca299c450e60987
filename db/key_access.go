package db

import (
	"context"
	"crypto/rand"
	"errors"

	"sellercenter/internal/market"
)

// CodeKey sends a code to the mobile of whoever asks for an access key (catalogue.md §1.8).
func (s *Seller) CodeKey(ctx context.Context) error {
	if !s.actor.Programs() {
		return market.Denied
	}
	return s.act(ctx, market.CodeKey, s.actor.Person, func(tx *tx) error {
		var who struct{ Mobile, Language string }
		if err := tx.shared(&who, `SELECT mobile, language FROM people WHERE id = $1 FOR UPDATE`, s.actor.Person); err != nil {
			return err
		}
		if who.Mobile == "" {
			return market.Conflict("key.no_mobile")
		}
		return tx.sendCode("key:"+s.actor.Person.String(), market.SMS, who.Mobile, who.Language)
	})
}

// IssueKey makes an access key of one's own with the code that was sent. Its secret is answered
// now and never again (catalogue.md §1.8). A wrong code is counted and committed before it is
// refused.
func (s *Seller) IssueKey(ctx context.Context, code string) (key market.Key, secret market.Secret, err error) {
	if !s.actor.Programs() {
		return key, "", market.Denied
	}
	id := market.NewID[market.Key](s.db.Now())
	var refusal error
	err = s.act(ctx, market.IssueKey, id, func(tx *tx) error {
		if _, refusal, err = tx.tryCode("key:"+s.actor.Person.String(), code); err != nil || refusal != nil {
			return err
		}
		if _, err := tx.nextKey(); err != nil {
			return err
		}
		var own int
		if err := tx.get(&own, `SELECT count(*) FROM keys WHERE seller_id = $1 AND person_id = $2 AND status <> 'revoked'`, s.actor.Person); err != nil {
			return err
		}
		if own >= market.AccessKeysMost {
			return market.Conflict("key.access_most", market.AccessKeysMost)
		}
		secret = market.NewSecret()
		number := "AK" + rand.Text()[:18]
		tx.note("number", nil, number)
		if err := tx.enter(number, "access", id); err != nil { // programs show it to us: it is found without knowing whose it is
			return err
		}
		return tx.get(&key, `INSERT INTO keys (seller_id, id, number, purpose, status, sealed, tail, created_by, created_at, person_id)
			VALUES ($1, $2, $3, 'open', 'active', $4, $5, $6, $7, $8) RETURNING `+keyColumns,
			id, number, s.db.sealer.seal(string(secret)), secret.Tail(), s.actor.Name, tx.now, s.actor.Person)
	})
	if err = errors.Join(err, refusal); err != nil {
		return market.Key{}, "", err
	}
	return key, secret, nil
}

// Access is whose program shows an access key, and what it may see.
type Access struct {
	Seller   market.SellerID
	Secret   string
	Products []market.ProductID // nil: all
}

// Open is the door of a seller's own programs; NotFound when the access key is unknown, or its
// person is no longer there or has no programmatic access any more (catalogue.md §1.8).
func (db *DB) Open(ctx context.Context, number string) (access Access, err error) {
	var row struct {
		SellerID market.SellerID
		Sealed   []byte
		Granted  market.JSON[[]market.ProductID]
	}
	if err := db.getRow(ctx, &row, `SELECT k.seller_id, k.sealed,
			CASE WHEN NOT m.all_products AND NOT m.roles ? 'owner' THEN (SELECT coalesce(jsonb_agg(t.product_id ORDER BY t.product_id), '[]')
				FROM grants t WHERE t.seller_id = m.seller_id AND t.member_id = m.id) END AS granted
		FROM directory d JOIN keys k ON k.seller_id = d.seller_id AND k.id = d.subject
		LEFT JOIN members m ON m.seller_id = k.seller_id AND m.person_id = k.person_id AND m.removed_at IS NULL AND m.disabled_at IS NULL
		WHERE d.number = $1 AND d.kind = 'access' AND k.purpose = 'open' AND k.status <> 'revoked'
			AND (k.person_id IS NULL OR m.roles ? 'owner' OR EXISTS (SELECT 1 FROM group_members gm
				JOIN groups g ON g.seller_id = gm.seller_id AND g.id = gm.group_id
				WHERE gm.seller_id = m.seller_id AND gm.member_id = m.id AND g.rights ? 'key.program'))`, number); err != nil {
		return access, err
	}
	secret, err := db.sealer.open(row.Sealed)
	return Access{row.SellerID, secret, row.Granted.V}, err
}
