package db

import (
	"context"

	"sellercenter/internal/market"
)

// ChangeCertification asks the operator for new bank or tax data of a certified seller: what
// is certified stays in force until then (catalogue.md §1.5).
func (s *Seller) ChangeCertification(ctx context.Context, form market.CertificationForm, proof *Upload) error {
	id := market.NewID[market.Certification](s.db.Now())
	return s.act(ctx, market.ChangeCertification, id, func(tx *tx) error {
		_, c, err := tx.lockCertification()
		if err != nil {
			return err
		}
		if c.Status != market.Certified {
			return market.Conflict("certification.not_certified")
		}
		if err := tx.unlocked(market.ReviewRecertification, c.LegalName); err != nil {
			return err
		}
		rate, account, err := form.Check()
		if err != nil {
			return err
		}
		if proof == nil {
			return market.Invalid("proof", "seller.file_missing")
		}
		file, err := tx.addFile(proof.Name, proof.Purpose, proof.Content)
		if err != nil {
			return market.AsField(proof.Field, err)
		}
		tail := account[len(account)-4:]
		if err := tx.exec(`INSERT INTO certification_changes (seller_id, id, address, phone, taxpayer, vat_rate, bank_name, bank_branch,
				account_sealed, account_tail, proof_file_id, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			id, form.Address, form.Phone, form.Taxpayer, rate, form.BankName, form.BankBranch, s.db.sealer.seal(account), tail, file.ID, tx.now); err != nil {
			return err
		}
		tx.note("bank_name", c.BankName, form.BankName)
		tx.note("account", c.Account(), "**** "+tail)
		was := certificationPayload(c)
		c.Address, c.Phone, c.Taxpayer, c.VATRate, c.BankName, c.BankBranch, c.AccountTail = form.Address, form.Phone, form.Taxpayer, rate, form.BankName, form.BankBranch, tail
		shall := certificationPayload(c)
		shall["proof_file_id"] = file.ID.String()
		_, err = tx.submitReview(market.ReviewRecertification, id, c.LegalName, was, shall)
		return err
	})
}

// approveRecertification puts the new data in place of the certified ones.
func (t *tx) approveRecertification(review market.Review) error {
	return t.one(`UPDATE certifications c SET address = x.address, phone = x.phone, taxpayer = x.taxpayer, vat_rate = x.vat_rate, bank_name = x.bank_name,
			bank_branch = x.bank_branch, account_sealed = x.account_sealed, account_tail = x.account_tail, proof_file_id = x.proof_file_id,
			certified_at = $3, version = c.version + 1
		FROM certification_changes x WHERE c.seller_id = $1 AND x.seller_id = $1 AND x.id = $2`, review.Subject, t.now)
}

// keepCertification leaves the certified data as they are.
func (t *tx) keepCertification(market.Review) error { return nil }

// CertificationReview is the change of certified data that waits for the operator; NotFound
// when none does.
func (s *Seller) CertificationReview(ctx context.Context) (review market.Review, err error) {
	err = s.get(ctx, &review, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND kind = 'certification_change' AND status = 'pending'`)
	return review, err
}
