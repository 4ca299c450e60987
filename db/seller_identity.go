package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

const identityColumns = `seller_id, id, type, status, name, credit_code, representative, number_tail, file_id, reason, submitted_at, decided_at, version`

// Identity is who stands behind the account; NotFound when nobody said so yet.
func (s *Seller) Identity(ctx context.Context) (identity market.Identity, err error) {
	err = s.get(ctx, &identity, `SELECT `+identityColumns+` FROM identities WHERE seller_id = $1`)
	return identity, err
}

// IdentifySeller hands the real-name data in; until the company applies they can be handed in
// anew, as the other type too (catalogue.md §1.1).
func (s *Seller) IdentifySeller(ctx context.Context, form market.IdentityForm, proof *Upload) (review market.Review, err error) {
	err = s.act(ctx, market.IdentifySeller, s.id, func(tx *tx) error {
		if _, err := tx.lockApplication(); err != nil {
			return err
		}
		old, err := tx.lockIdentity()
		if err != nil {
			return err
		}
		status, err := market.IdentityMoves.Next(old.Status, market.IdentifySeller)
		if err != nil {
			return err
		}
		form, err := form.Check()
		if err != nil {
			return err
		}
		if proof == nil {
			return market.Invalid("identity", "seller.file_missing")
		}
		file, err := tx.addFile(proof.Name, market.FileIdentity, proof.Content)
		if err != nil {
			return market.AsField(proof.Field, err)
		}
		id, tail, sealed := old.ID, "", []byte(nil)
		if id.IsZero() {
			id = market.NewID[market.Identity](tx.now)
		}
		if form.Type == market.RealIndividual {
			tail, sealed = form.Number[len(form.Number)-4:], s.db.sealer.seal(form.Number)
		}
		tx.note("identity_type", old.Type, form.Type)
		tx.note("identity_name", old.Name, form.Name)
		if err := tx.exec(`INSERT INTO identities (seller_id, id, type, status, name, credit_code, representative, number_sealed, number_tail, file_id, submitted_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (seller_id) DO UPDATE SET type = $3, status = $4, name = $5, credit_code = $6, representative = $7, number_sealed = $8,
				number_tail = $9, file_id = $10, submitted_at = $11, decided_at = NULL, reason = '', version = identities.version + 1`,
			id, form.Type, status, form.Name, form.CreditCode, form.Representative, sealed, tail, file.ID, tx.now); err != nil {
			return err
		}
		shall := market.Identity{NumberTail: tail}
		review, err = tx.submitReview(market.ReviewIdentity, id, form.Name, struct{}{}, map[string]string{"identity_type": string(form.Type),
			"identity_name": form.Name, "credit_code": form.CreditCode, "representative": form.Representative,
			"identity_number": shall.Number(), "identity_file_id": file.ID.String()})
		return err
	})
	return review, err
}

// lockIdentity reads the identity and keeps it until the act ends; the zero one when there is none.
func (t *tx) lockIdentity() (identity market.Identity, err error) {
	err = t.get(&identity, `SELECT `+identityColumns+` FROM identities WHERE seller_id = $1 FOR UPDATE`)
	if errors.Is(err, market.NotFound) {
		return market.Identity{Status: market.IdentityNone}, nil
	}
	return identity, err
}

// decideIdentity is what a decision does to the real-name data. A company's name is from now on
// the account's.
func decideIdentity(act market.Act) verdict {
	return func(t *tx, review market.Review) error {
		identity, err := t.lockIdentity()
		if err != nil {
			return err
		}
		next, err := market.IdentityMoves.Next(identity.Status, act)
		if err != nil {
			return err
		}
		if err := t.one(`UPDATE identities SET status = $3, reason = $4, decided_at = $5, version = version + 1 WHERE seller_id = $1 AND id = $2`,
			identity.ID, next, review.Reason, t.now); err != nil || next != market.IdentityVerified || identity.Type != market.RealEnterprise {
			return err
		}
		return t.one(`UPDATE sellers SET company_name = $2 WHERE id = $1 AND status = 'applying'`, identity.Name)
	}
}

// Joined reports whether the company behind the account is on the marketplace already: one
// company, one seller (catalogue.md §1.2).
func (s *Seller) Joined(ctx context.Context) (joined bool, err error) {
	err = s.get(ctx, &joined, `SELECT EXISTS (SELECT 1 FROM identities i JOIN sellers c ON c.credit_code = i.credit_code AND c.id <> $1 AND c.status <> 'exited'
		WHERE i.seller_id = $1 AND i.credit_code <> '')`)
	return joined, err
}
