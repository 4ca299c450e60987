package bench

import (
	"context"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// newSeller pours an account and its company in: nobody waits here for a code to a mobile.
func newSeller(ctx context.Context, store *db.DB, who market.Registration) (market.SellerID, error) {
	now := store.Now()
	person, seller := market.NewID[market.Person](now), market.NewID[market.Seller](now)
	_, err := store.Pool().ExecContext(ctx, `WITH person AS (
			INSERT INTO people (id, name, email, password_hash, created_at) VALUES ($1, $3, $4, $5, $7)),
		seller AS (INSERT INTO sellers (id, number, status, company_name, contact_name, contact_email, created_at)
			VALUES ($2, 'S-' || nextval('seller_numbers'), 'applying', $6, $3, $4, $7))
		INSERT INTO members (seller_id, id, person_id, roles, joined_at) VALUES ($2, gen_random_uuid(), $1, '["owner"]', $7)`,
		person, seller, who.Name, who.Email, who.PasswordHash, who.CompanyName, now)
	return seller, err
}
