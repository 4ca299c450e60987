package db

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// contractRow is an entity with the seller's contract joined as k, the zero one before it is
// signed.
const contractRow = `SELECT e.code, e.name, e.text, e.usual, coalesce(e.replaced_by, '') AS replaced_by, e.replaced_on, e.ordinal,
		coalesce(k.id, '00000000-0000-0000-0000-000000000000') AS id, coalesce(k.status, '') AS status, coalesce(k.supplement, false) AS supplement,
		coalesce(k.signed_by, '') AS signed_by, k.signed_at, coalesce(k.legal_name, '') AS legal_name, coalesce(k.address, '') AS address,
		coalesce(k.tax_number, '') AS tax_number, coalesce(k.bank_name, '') AS bank_name, coalesce(k.swift, '') AS swift,
		coalesce(k.account_tail, '') AS account_tail, k.proof_file_id, coalesce(k.reason, '') AS reason, k.certified_at, coalesce(k.version, 0) AS version,
		k.id IS NOT NULL AND e.replaced_by IS NOT NULL
			AND NOT EXISTS (SELECT FROM contracts s WHERE s.seller_id = $1 AND s.entity = e.replaced_by) AS supplemented
	FROM entities e LEFT JOIN contracts k ON k.seller_id = $1 AND k.entity = e.code`

// JoinedOverseas is when the seller joined the international site; NotFound before.
func (s *Seller) JoinedOverseas(ctx context.Context) (at time.Time, err error) {
	err = s.get(ctx, &at, `SELECT joined_at FROM overseas WHERE seller_id = $1`)
	return at, err
}

// Contracts lists the contracting entities with what the seller has with each.
func (s *Seller) Contracts(ctx context.Context) (contracts []market.Contract, err error) {
	err = s.list(ctx, &contracts, contractRow+` ORDER BY e.ordinal, e.code LIMIT 100`)
	return contracts, err
}

// Contract is one contracting entity with what the seller has with it.
func (s *Seller) Contract(ctx context.Context, entity string) (contract market.Contract, err error) {
	err = s.get(ctx, &contract, contractRow+` WHERE e.code = $2`, entity)
	return contract, err
}

// JoinContract opens the international site to a mainland seller that ticks the customer
// agreement and the privacy statement (catalogue.md §10).
func (s *Seller) JoinContract(ctx context.Context, agreed, privacy bool) error {
	return s.act(ctx, market.JoinContract, s.id, func(tx *tx) error {
		wrong := market.Invalids{}
		if !agreed {
			wrong.With("agreed", "contract.not_agreed")
		}
		if !privacy {
			wrong.With("privacy", "contract.not_agreed_privacy")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := tx.ready(); err != nil {
			return err
		}
		err := tx.exec(`INSERT INTO overseas (seller_id, joined_by, joined_at, address) VALUES ($1, $2, $3, $4)`,
			s.actor.Name, tx.now, s.actor.From)
		if violates(err, "overseas_pkey") {
			return market.Conflict("contract.joined_already")
		}
		return err
	})
}

// SignContract signs with a contracting entity; who had signed with the one it replaced signs
// a supplement (catalogue.md §10).
func (s *Seller) SignContract(ctx context.Context, entity string, agreed bool) error {
	id := market.NewID[market.Contract](s.db.Now())
	return s.act(ctx, market.SignContract, id, func(tx *tx) error {
		contract, err := tx.contract(entity)
		if err != nil {
			return err
		}
		if err := contract.Sign(agreed, s.actor.Name, tx.now); err != nil {
			return err
		}
		tx.note("entity", nil, entity)
		err = tx.exec(`INSERT INTO contracts (seller_id, id, entity, status, supplement, signed_by, signed_at, address_signed)
			VALUES ($1, $2, $3, $4, EXISTS (SELECT FROM contracts k JOIN entities e ON e.code = k.entity
				WHERE k.seller_id = $1 AND e.replaced_by = $3), $5, $6, $7)`,
			id, entity, contract.Status, contract.SignedBy, tx.now, s.actor.From)
		if violates(err, "contracts_seller_id_entity_key") {
			return market.Conflict("agreement.signed_already")
		}
		return err
	})
}

// CertifyContract asks the operator to certify the bank and tax data for one signed entity;
// the proof may be left out when one was given before.
func (s *Seller) CertifyContract(ctx context.Context, entity string, form market.ContractForm, proof *Upload) error {
	return s.act(ctx, market.CertifyContract, s.id, func(tx *tx) error {
		account, wrong := form.Check()
		contract, err := tx.contract(entity)
		if err != nil {
			return err
		}
		next, err := market.ContractMoves.Next(contract.Status, market.CertifyContract)
		if err != nil {
			return err
		}
		kept, err := tx.keepProof(contract.ProofFileID, proof, wrong)
		if err != nil {
			return err
		}
		tail := account[len(account)-4:]
		tx.note("entity", nil, entity)
		tx.note("account", nil, "**** "+tail)
		if err := tx.one(`UPDATE contracts SET status = $3, legal_name = $4, address = $5, tax_number = $6, bank_name = $7, swift = upper($8),
				account_sealed = $9, account_tail = $10, proof_file_id = $11, reason = '', version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $12`, contract.ID, next, form.LegalName, form.Address, form.TaxNumber, form.BankName,
			form.Swift, s.db.sealer.seal(account), tail, kept, contract.Version); err != nil {
			return err
		}
		_, err = tx.submitReview(market.ReviewContract, contract.ID, contract.Name.V["en"], struct{}{}, map[string]any{
			"legal_name": form.LegalName, "address": form.Address, "tax_number": form.TaxNumber, "bank_name": form.BankName,
			"swift": form.Swift, "account": "**** " + tail, "proof_file_id": kept})
		return err
	})
}

// overseas refuses a seller that has not joined the international site.
func (t *tx) overseas() error {
	var joined bool
	if err := t.get(&joined, `SELECT EXISTS (SELECT FROM overseas WHERE seller_id = $1)`); err != nil {
		return err
	}
	if !joined {
		return market.Conflict("contract.not_joined")
	}
	return nil
}

// contract is the seller's contract with the entity, locked when it is signed.
func (t *tx) contract(entity string) (contract market.Contract, err error) {
	if err := t.overseas(); err != nil {
		return contract, err
	}
	var held int
	if err := t.get(&held, `SELECT count(*) FROM (SELECT FROM contracts WHERE seller_id = $1 AND entity = $2 FOR UPDATE) x`, entity); err != nil {
		return contract, err
	}
	err = t.get(&contract, contractRow+` WHERE e.code = $2`, entity)
	return contract, err
}

func (t *tx) approveContract(review market.Review) error {
	return t.decideContract(review, market.ApproveReview)
}

func (t *tx) rejectContract(review market.Review) error {
	return t.decideContract(review, market.RejectReview)
}

func (t *tx) withdrawContract(review market.Review) error {
	return t.decideContract(review, market.WithdrawReview)
}

func (t *tx) decideContract(review market.Review, act market.Act) error {
	var contract struct {
		Status  market.ContractStatus
		Version int
	}
	if err := t.get(&contract, `SELECT status, version FROM contracts WHERE seller_id = $1 AND id = $2 FOR UPDATE`, review.Subject); err != nil {
		return err
	}
	next, err := market.ContractMoves.Next(contract.Status, act)
	if err != nil {
		return err
	}
	if err := t.one(`UPDATE contracts SET status = $3, reason = $4, certified_at = CASE WHEN $3 = 'certified' THEN $5::timestamptz END, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $6`, review.Subject, next, review.Reason, t.now, contract.Version); err != nil || next != market.ContractCertified {
		return err
	}
	return t.planClosing()
}

// Entities lists the contracting entities with how many sellers have signed.
func (o *Operator) Entities(ctx context.Context) (entities []market.Contract, err error) {
	err = o.db.listRows(ctx, &entities, `SELECT e.code, e.name, e.text, e.usual, coalesce(e.replaced_by, '') AS replaced_by, e.replaced_on, e.ordinal,
			(SELECT count(*) FROM contracts k WHERE k.entity = e.code) AS signers
		FROM entities e ORDER BY e.ordinal, e.code LIMIT 100`)
	return entities, err
}

// Regions lists every sales region with its entity.
func (o *Operator) Regions(ctx context.Context) (regions []market.Region, err error) {
	err = o.db.listRows(ctx, &regions, `SELECT r.code, r.name, r.entity, r.ordinal, e.name AS entity_name
		FROM regions r JOIN entities e ON e.code = r.entity ORDER BY r.ordinal, r.code LIMIT 200`)
	return regions, err
}

// DefineContract makes a contracting entity or changes one, and gives it the regions that are
// named. Regions of an entity that is replaced go to its successor.
func (o *Operator) DefineContract(ctx context.Context, entity market.Entity, regions []string) error {
	id := market.NewID[market.Contract](o.db.Now())
	return o.Seller(market.Platform).act(ctx, market.DefineContract, id, func(tx *tx) error {
		if err := entity.Check(regions); err != nil {
			return err
		}
		if entity.ReplacedBy != "" {
			var known bool
			if err := tx.shared(&known, `SELECT EXISTS (SELECT FROM entities WHERE code = $1)`, entity.ReplacedBy); err != nil {
				return err
			}
			if !known {
				return market.Invalid("replaced_by", "problem.not_found")
			}
		}
		tx.note("entity", nil, entity.Code)
		tx.note("regions", nil, regions)
		if err := cmp.Or(
			tx.sharedExec(`INSERT INTO entities (code, name, text, usual, replaced_by, replaced_on, ordinal)
				VALUES ($1, $2, $3, $4, nullif($5, ''), $6, (SELECT coalesce(max(ordinal), 0) + 1 FROM entities))
				ON CONFLICT (code) DO UPDATE SET name = $2, text = $3, usual = $4, replaced_by = nullif($5, ''), replaced_on = $6`,
				entity.Code, entity.Name, entity.Text, entity.Usual, entity.ReplacedBy, entity.ReplacedOn),
			tx.sharedExec(`UPDATE regions SET entity = $1 WHERE code = ANY($2)`, entity.Code, pq.Array(regions)),
		); err != nil {
			return err
		}
		if entity.ReplacedBy == "" {
			return nil
		}
		return tx.sharedExec(`UPDATE regions SET entity = $2 WHERE entity = $1`, entity.Code, entity.ReplacedBy)
	})
}
