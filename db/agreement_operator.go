package db

import (
	"context"

	"sellercenter/internal/market"
)

const operatorAgreementColumns = `a.id, a.code, a.version, a.title, a.body, a.topics, a.renewal, a.effective_at, a.published_at, '' AS signed_by,
	NOT EXISTS (SELECT 1 FROM agreements later WHERE later.code = a.code AND later.version > a.version AND later.effective_at <= $1) AS newest,
	(SELECT count(*) FROM signatures g WHERE g.agreement_id = a.id) AS signers,
	(SELECT count(*) FROM sellers WHERE status IN ('approved', 'suspended')) AS wanted`

// Agreements lists every version with how many sellers have signed it, newest first.
func (o *Operator) Agreements(ctx context.Context) (agreements []market.Agreement, err error) {
	err = o.db.listRows(ctx, &agreements, `SELECT `+operatorAgreementColumns+`
		FROM agreements a ORDER BY a.code, a.version DESC LIMIT 200`, o.db.Now())
	return agreements, err
}

// Agreement is one version.
func (o *Operator) Agreement(ctx context.Context, id market.AgreementID) (agreement market.Agreement, err error) {
	err = o.db.getRow(ctx, &agreement, `SELECT `+operatorAgreementColumns+` FROM agreements a WHERE a.id = $2`, o.db.Now(), id)
	return agreement, err
}

// AgreementBefore is the version before that one; NotFound before the first.
func (o *Operator) AgreementBefore(ctx context.Context, id market.AgreementID) (agreement market.Agreement, err error) {
	err = o.db.getRow(ctx, &agreement, `SELECT `+operatorAgreementColumns+`
		FROM agreements this JOIN agreements a ON a.code = this.code AND a.version = this.version - 1 WHERE this.id = $2`, o.db.Now(), id)
	return agreement, err
}

const signerQuery = `SELECT s.id AS seller_id, s.number, s.company_name, s.created_at, coalesce(g.signed_by, '') AS signed_by, g.signed_at,
		a.renewal = 'use' AND a.effective_at <= $2 AND since.signed AS accepted,
		CASE WHEN a.renewal = 'use' AND since.signed THEN (SELECT u.at FROM audits u WHERE u.seller_id = s.id
			AND u.at >= a.effective_at AND u.party = 'seller' ORDER BY u.at LIMIT 1) END AS used_at
	FROM agreements a CROSS JOIN sellers s
	LEFT JOIN signatures g ON g.seller_id = s.id AND g.agreement_id = a.id
	CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM signatures o JOIN agreements e ON e.id = o.agreement_id
		WHERE o.seller_id = s.id AND e.code = a.code AND e.version >= (SELECT max(w.version) FROM agreements w
			WHERE w.code = a.code AND w.version <= a.version AND w.renewal = 'sign')) AS signed) since
	WHERE a.id = $1 AND s.status IN ('approved', 'suspended')
		AND (NOT $3 OR g.id IS NULL AND NOT (a.renewal = 'use' AND a.effective_at <= $2 AND since.signed))`

// Signers is where every seller that is in stands with one version, the newest seller first.
// Where use accepts it, the proof is the first act of the seller's people since.
func (o *Operator) Signers(ctx context.Context, id market.AgreementID, unsigned bool, ask market.Ask) (market.Page[market.Signer], error) {
	k := from(ask)
	query := signerQuery + ` AND ($4::timestamptz IS NULL OR (s.created_at, s.id) < ($4, $5)) ORDER BY s.created_at DESC, s.id DESC LIMIT $6`
	if k.up {
		query = signerQuery + ` AND ($4::timestamptz IS NULL OR (s.created_at, s.id) > ($4, $5)) ORDER BY s.created_at, s.id LIMIT $6`
	}
	var rows []market.Signer
	err := o.db.listRows(ctx, &rows, query, id, o.db.Now(), unsigned, k.at, k.id, k.limit)
	return page(ask, rows, func(s market.Signer) cursor { return cursor{s.CreatedAt, s.SellerID.UUID} }), err
}

// PublishAgreement makes the next version of an agreement and tells every seller. From its
// effective date what it gates waits for who has to sign it again.
func (o *Operator) PublishAgreement(ctx context.Context, agreement market.Agreement) (market.AgreementID, error) {
	id := market.NewID[market.Agreement](o.db.Now())
	return id, o.Seller(market.Platform).act(ctx, market.PublishAgreement, id, func(tx *tx) error {
		var last int
		if err := tx.shared(&last, `SELECT coalesce(max(version), 0) FROM agreements WHERE code = $1`, agreement.Code); err != nil {
			return err
		}
		agreement.Version = last + 1
		if err := agreement.Check(tx.now); err != nil {
			return err
		}
		tx.note("code", nil, agreement.Code)
		tx.note("version", last, agreement.Version)
		tx.note("topics", nil, agreement.Topics)
		err := tx.sharedExec(`INSERT INTO agreements (id, code, version, title, body, topics, renewal, effective_at, published_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, agreement.Code, agreement.Version, agreement.Title, agreement.Body,
			agreement.Topics, agreement.Renewal, agreement.EffectiveAt, tx.now)
		if violates(err, "agreements_code_version_key") {
			return market.Conflict("problem.stale")
		}
		if err != nil || last == 0 {
			return err
		}
		return tx.laterEverywhere(market.TellAgreement, id)
	})
}
