package db

import (
	"context"

	"sellercenter/internal/market"
)

// agreementColumns are a version with, joined as g, the seller's signature; $2 is the moment.
// A version that is accepted by use holds for who has signed since the last that is not.
const agreementColumns = `a.id, a.code, a.version, a.title, a.body, a.topics, a.renewal, a.effective_at, a.published_at,
	coalesce(g.signed_by, '') AS signed_by, g.signed_at,
	NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $2) AS newest,
	a.renewal = 'use' AND a.effective_at <= $2 AND EXISTS (SELECT 1 FROM signatures o JOIN agreements e ON e.id = o.agreement_id
		WHERE o.seller_id = $1 AND e.code = a.code AND e.version >= (SELECT max(w.version) FROM agreements w
			WHERE w.code = a.code AND w.version <= a.version AND w.renewal = 'sign')) AS accepted`

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

// Unsigned is the version of that agreement that waits to be signed; NotFound when none does.
func (s *Seller) Unsigned(ctx context.Context, code string) (agreement market.Agreement, err error) {
	err = s.get(ctx, &agreement, `SELECT `+agreementColumns+`
		FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id
		WHERE a.code = $3 AND a.effective_at <= $2
			AND NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $2)`,
		s.db.Now(), code)
	if err == nil && agreement.Status(s.db.Now()) != market.AgreementUnsigned {
		err = market.NotFound
	}
	return agreement, err
}

// AgreementBefore is the version before that one; NotFound before the first.
func (s *Seller) AgreementBefore(ctx context.Context, id market.AgreementID) (agreement market.Agreement, err error) {
	err = s.get(ctx, &agreement, `SELECT `+agreementColumns+`
		FROM agreements this JOIN agreements a ON a.code = this.code AND a.version = this.version - 1
		LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id WHERE this.id = $3`, s.db.Now(), id)
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
		agreement, err := tx.agreement(id)
		if err != nil {
			return err
		}
		if err := agreement.Sign(agreed, tx.now); err != nil {
			return err
		}
		tx.note("code", nil, agreement.Code)
		tx.note("version", nil, agreement.Version)
		err = tx.exec(`INSERT INTO signatures (seller_id, id, agreement_id, signed_by, signed_at, address) VALUES ($1, $2, $3, $4, $5, $6)`,
			market.NewID[market.Agreement](tx.now), id, s.actor.Name, tx.now, s.actor.From)
		if violates(err, "signatures_seller_id_agreement_id_key") {
			return market.Conflict("agreement.signed_already")
		}
		return err
	})
}

func (t *tx) agreement(id market.AgreementID) (agreement market.Agreement, err error) {
	err = t.get(&agreement, `SELECT `+agreementColumns+`
		FROM agreements a LEFT JOIN signatures g ON g.seller_id = $1 AND g.agreement_id = a.id WHERE a.id = $3`, t.now, id)
	return agreement, err
}

// signed refuses a seller's person an act whose agreement the seller has not signed, by
// whichever door they come (catalogue.md §1.4). The operator, buyers and the clock sign none.
func (t *tx) signed(act market.Act) error {
	code := market.GateOfAct(act)
	if code == "" || t.s.actor.Party() != market.PartySeller {
		return nil
	}
	var s market.Signature
	if err := t.get(&s, `SELECT $2::text AS code,
			coalesce((SELECT max(version) FROM agreements WHERE code = $2 AND renewal = 'sign' AND effective_at <= $3), 0) AS wanted,
			coalesce((SELECT max(a.version) FROM signatures g JOIN agreements a ON a.id = g.agreement_id
				WHERE g.seller_id = $1 AND a.code = $2), 0) AS signed`, code, t.now); err != nil {
		return err
	}
	if s.Unsigned() {
		kind, _ := market.AgreementKindOf(code)
		return market.Conflict("agreement.sign_first", market.Word(kind.Key()))
	}
	return nil
}

// TellAgreement tells a seller of a new version of an agreement: what it changes, from when,
// and what is wanted of the seller (catalogue.md §1.4).
func (s *Seller) TellAgreement(ctx context.Context, id market.AgreementID) error {
	return s.act(ctx, market.TellAgreement, id, func(tx *tx) error {
		agreement, err := tx.agreement(id)
		if err != nil {
			return err
		}
		return tx.notify("agreement", agreement.Notice(), "/agreements/"+id.String())
	})
}
