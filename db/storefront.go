package db

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"sellercenter/internal/market"
)

// StorefrontSecret is the shop front behind an access key and the secret it signs with;
// NotFound when there is none or it was revoked.
func (db *DB) StorefrontSecret(ctx context.Context, access string) (front market.Storefront, secret string, err error) {
	var row struct {
		market.Storefront
		Sealed []byte
	}
	if err := db.getRow(ctx, &row, `SELECT id, name, access_key, created_at, revoked_at, sealed FROM storefronts
		WHERE access_key = $1 AND revoked_at IS NULL`, access); err != nil {
		return front, "", err
	}
	secret, err = db.sealer.open(row.Sealed)
	return row.Storefront, secret, err
}

// SpendNonce remembers a signed request's nonce; false says that it was used before. It
// writes outside an act because a request that is refused later must stay spent too.
func (db *DB) SpendNonce(ctx context.Context, client, nonce string, forget time.Duration) (fresh bool, err error) {
	now := db.Now()
	result, err := db.sql.ExecContext(ctx, `WITH old AS (DELETE FROM nonces WHERE at < $4)
		INSERT INTO nonces (client, nonce, at) VALUES ($1, $2, $3) ON CONFLICT (client, nonce) DO NOTHING`,
		client, nonce, now, now.Add(-forget))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// AddStorefront makes credentials for a shop front; the secret is readable only now.
func (o *Operator) AddStorefront(ctx context.Context, name string) (front market.Storefront, secret string, err error) {
	front = market.Storefront{ID: market.NewID[market.Storefront](o.db.Now()), Name: strings.TrimSpace(name), AccessKey: "SF" + rand.Text()}
	secret = rand.Text() + rand.Text()
	err = o.Seller(market.Platform).act(ctx, market.AddStorefront, front.ID, func(tx *tx) error {
		if front.Name == "" {
			return market.Invalid("name", "problem.required")
		}
		front.CreatedAt = tx.now
		tx.note("name", nil, front.Name)
		return tx.sharedExec(`INSERT INTO storefronts (id, name, access_key, sealed, created_at) VALUES ($1, $2, $3, $4, $5)`,
			front.ID, front.Name, front.AccessKey, o.db.sealer.seal(secret), tx.now)
	})
	return front, secret, err
}

// RevokeStorefront ends credentials at once.
func (o *Operator) RevokeStorefront(ctx context.Context, id market.StorefrontID) error {
	return o.Seller(market.Platform).act(ctx, market.RevokeStorefront, id, func(tx *tx) error {
		var front market.Storefront
		if err := tx.shared(&front, `SELECT id, name, access_key, created_at, revoked_at FROM storefronts WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		if front.RevokedAt != nil {
			return market.Conflict("storefront.revoked_already", *front.RevokedAt)
		}
		tx.note("name", front.Name, nil)
		return tx.sharedExec(`UPDATE storefronts SET revoked_at = $2 WHERE id = $1`, id, tx.now)
	})
}

// Storefronts lists the shop fronts, newest first.
func (o *Operator) Storefronts(ctx context.Context) (fronts []market.Storefront, err error) {
	err = o.db.listRows(ctx, &fronts, `SELECT id, name, access_key, created_at, revoked_at FROM storefronts ORDER BY created_at DESC, id DESC LIMIT 200`)
	return fronts, err
}

// SellerNumbered is the seller of that number.
func (f *Storefront) SellerNumbered(ctx context.Context, number string) (id market.SellerID, err error) {
	err = f.db.getRow(ctx, &id, `SELECT id FROM sellers WHERE number = $1`, number)
	return id, err
}

// Find is whose a number is, and which row: the directory's answer. Whether the buyer may
// know of it is decided where the row is read.
func (f *Storefront) Find(ctx context.Context, kind, number string) (seller market.SellerID, subject string, err error) {
	var row struct {
		SellerID market.SellerID
		Subject  string
	}
	err = f.db.getRow(ctx, &row, `SELECT seller_id, subject FROM directory WHERE number = $1 AND kind = $2`, number, kind)
	return row.SellerID, row.Subject, err
}
