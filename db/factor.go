package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// Factor is how far the person's second factor is.
func (p *Person) Factor(ctx context.Context) (market.Enrolment, error) {
	var row struct {
		TotpSealed []byte
		TotpOnAt   *time.Time
		Left       int
	}
	err := p.db.getRow(ctx, &row, `SELECT totp_sealed, totp_on_at, jsonb_array_length(recovery_hashes) AS "left"
		FROM people WHERE id = $1`, p.visitor.Person)
	if err != nil {
		return market.Enrolment{}, err
	}
	factor := market.Enrolment{Email: p.visitor.Email, Left: row.Left}
	if row.TotpOnAt != nil {
		factor.On, factor.OnAt = true, *row.TotpOnAt
		return factor, nil
	}
	if row.TotpSealed != nil {
		factor.Secret, err = p.db.sealer.open(row.TotpSealed)
	}
	return factor, err
}

// EnrolFactor draws a secret that waits for its first code.
func (p *Person) EnrolFactor(ctx context.Context) error {
	return p.act(ctx, market.EnrolFactor, func(tx *tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE people SET totp_sealed = $2 WHERE id = $1 AND totp_on_at IS NULL`,
			p.visitor.Person, p.db.sealer.seal(market.NewFactorSecret()))
		return oneOr(done, err, market.Conflict("factor.on_already"))
	})
}

// ConfirmFactor switches the second factor on with its first code and returns the recovery
// codes, which are not shown again.
func (p *Person) ConfirmFactor(ctx context.Context, code string) (codes []string, err error) {
	err = p.act(ctx, market.ConfirmFactor, func(tx *tx) error {
		var sealed []byte
		if err := tx.shared(&sealed, `SELECT totp_sealed FROM people
			WHERE id = $1 AND totp_on_at IS NULL AND totp_sealed IS NOT NULL FOR UPDATE`, p.visitor.Person); err != nil {
			return err
		}
		secret, err := p.db.sealer.open(sealed)
		if err != nil {
			return err
		}
		step, err := market.CodeStep(secret, code, tx.now, 0)
		if err != nil {
			return err
		}
		codes = market.NewRecoveryCodes()
		hashes := make([]string, len(codes))
		for i, code := range codes {
			hashes[i] = market.RecoveryHash(code)
		}
		return tx.sharedExec(`UPDATE people SET totp_on_at = $2, totp_last_step = $3, recovery_hashes = $4 WHERE id = $1`,
			p.visitor.Person, tx.now, step, market.JSON[[]string]{V: hashes})
	})
	return codes, err
}

// DropFactor switches the second factor off, for the right password.
func (p *Person) DropFactor(ctx context.Context, plain string) error {
	if err := p.confirmPassword(ctx, plain); err != nil {
		return err
	}
	return p.act(ctx, market.DropFactor, func(tx *tx) error {
		return tx.sharedExec(`UPDATE people SET totp_sealed = NULL, totp_on_at = NULL, recovery_hashes = '[]' WHERE id = $1`, p.visitor.Person)
	})
}
