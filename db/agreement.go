package db

import (
	"context"

	"sellercenter/internal/market"
)

// agreementColumns are a version with, joined as g, the seller's signature; $2 is the moment.
const agreementColumns = `a.id, a.code, a.version, a.title, a.body, a.effective_at, a.published_at,
	coalesce(g.signed_by, '') AS signed_by, g.signed_at,
	NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $2) AS newest`

// Agreements lists every version that the seller has signed or may sign, newest first.
func (s *Seller) Agreements(ctx context.Context) (agreements []market.Agreement, err error) {
	err = s.list(ctx, &agreements, `SELECT `+agreementColumns+`
		FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id
		ORDER BY a.code, a.version DESC LIMIT 200`, s.db.Now())
	return agreements, err
}

// Agreement is one version, with the seller's signature.
func (s *Seller) Agreement(ctx context.Context, id market.AgreementID) (agreement market.Agreement, err error) {
	err = s.get(ctx, &agreement, `SELECT `+agreementColumns+`
		FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id WHERE a.id = $3`, s.db.Now(), id)
	return agreement, err
}

// Unsigned is the version of the cooperation agreement that waits to be signed; NotFound
// when none does.
func (s *Seller) Unsigned(ctx context.Context) (agreement market.Agreement, err error) {
	err = s.get(ctx, &agreement, `SELECT `+agreementColumns+`
		FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id
		WHERE a.code = 'cooperation' AND a.effective_at <= $2 AND g.id IS NULL
			AND NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $2)`,
		s.db.Now())
	return agreement, err
}

// SignAgreement signs one version for the seller (catalogue.md §1.4).
func (s *Seller) SignAgreement(ctx context.Context, id market.AgreementID, agreed bool) error {
	return s.act(ctx, market.SignAgreement, id, func(tx *tx) error {
		onboarding, err := tx.onboarding()
		if err != nil {
			return err
		}
		if onboarding.Status == market.SellerApplying {
			return market.Conflict("seller.not_approved")
		}
		var agreement market.Agreement
		if err := tx.get(&agreement, `SELECT `+agreementColumns+`
			FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id WHERE a.id = $3`, tx.now, id); err != nil {
			return err
		}
		if err := agreement.Sign(agreed, tx.now); err != nil {
			return err
		}
		tx.note("version", nil, agreement.Version)
		err = tx.exec(`INSERT INTO signatures (seller_id, id, agreement_id, signed_by, signed_at, address) VALUES ($1, $2, $3, $4, $5, $6)`,
			market.NewID[market.Agreement](tx.now), id, s.actor.Name, tx.now, s.actor.From)
		if violates(err, "signatures_seller_id_agreement_id_key") {
			return market.Conflict("agreement.signed_already")
		}
		return err
	})
}

// Agreements lists every version with how many sellers have signed it, newest first.
func (o *Operator) Agreements(ctx context.Context) (agreements []market.Agreement, err error) {
	err = o.db.listRows(ctx, &agreements, `SELECT a.id, a.code, a.version, a.title, a.body, a.effective_at, a.published_at, '' AS signed_by,
			NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $1) AS newest,
			(SELECT count(*) FROM signatures g WHERE g.agreement_id = a.id) AS signers
		FROM agreements a ORDER BY a.code, a.version DESC LIMIT 200`, o.db.Now())
	return agreements, err
}

// Agreement is one version.
func (o *Operator) Agreement(ctx context.Context, id market.AgreementID) (market.Agreement, error) {
	return o.Seller(market.Platform).Agreement(ctx, id)
}

// PublishAgreement makes the next version of the cooperation agreement and tells every
// seller. From its effective date it gates the statements of who has not signed it.
func (o *Operator) PublishAgreement(ctx context.Context, agreement market.Agreement) (market.AgreementID, error) {
	id := market.NewID[market.Agreement](o.db.Now())
	return id, o.Seller(market.Platform).act(ctx, market.PublishAgreement, id, func(tx *tx) error {
		if err := agreement.Check(tx.now); err != nil {
			return err
		}
		var last int
		if err := tx.shared(&last, `SELECT coalesce(max(version), 0) FROM agreements WHERE code = $1`, market.Cooperation); err != nil {
			return err
		}
		tx.note("version", last, last+1)
		err := tx.sharedExec(`INSERT INTO agreements (id, code, version, title, body, effective_at, published_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, market.Cooperation, last+1, agreement.Title, agreement.Body, agreement.EffectiveAt, tx.now)
		if violates(err, "agreements_code_version_key") {
			return market.Conflict("problem.stale")
		}
		if err != nil || last == 0 {
			return err
		}
		return tx.laterEverywhere(market.TellAgreement, id)
	})
}

// TellAgreement tells a seller of a new version of an agreement (catalogue.md §1.4).
func (s *Seller) TellAgreement(ctx context.Context, id market.AgreementID) error {
	return s.act(ctx, market.TellAgreement, id, func(tx *tx) error {
		var agreement market.Agreement
		if err := tx.get(&agreement, `SELECT `+agreementColumns+`
			FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id WHERE a.id = $3`, tx.now, id); err != nil {
			return err
		}
		return tx.notify("agreement", market.Because("agreement.notice", agreement.Version, agreement.EffectiveAt), "/agreements/"+id.String())
	})
}
