package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

const certificationColumns = `seller_id, id, status, legal_name, credit_code, address, phone, taxpayer, vat_rate, bank_name, bank_branch,
	account_tail, proof_file_id, test_amount, wrong_count, reason, submitted_at, certified_at, version`

// Certification is the seller's bank and tax data; NotFound when none was started.
func (s *Seller) Certification(ctx context.Context) (certification market.Certification, err error) {
	err = s.get(ctx, &certification, `SELECT `+certificationColumns+` FROM certifications WHERE seller_id = $1`)
	return certification, err
}

// StartCertification keeps the bank and tax data and has a test amount paid to the account;
// a rejected one starts again (catalogue.md §1.5).
func (s *Seller) StartCertification(ctx context.Context, form market.CertificationForm, proof *Upload) error {
	id := market.NewID[market.Certification](s.db.Now())
	return s.act(ctx, market.StartCertification, id, func(tx *tx) error {
		rate, account, wrong := form.Check()
		if wrong != nil && proof == nil {
			return wrong
		}
		seller, old, err := tx.lockCertification()
		if err != nil {
			return err
		}
		status, err := market.CertificationMoves.Next(old.Status, market.StartCertification)
		if err != nil {
			return err
		}
		kept, err := tx.keepProof(old.ProofFileID, proof, wrong)
		if err != nil {
			return err
		}
		amount, err := market.NewTestAmount()
		if err != nil {
			return err
		}
		tail := account[len(account)-4:]
		tx.note("bank_name", nil, form.BankName)
		tx.note("account", nil, "**** "+tail)
		return tx.exec(`INSERT INTO certifications (seller_id, id, status, legal_name, credit_code, address, phone, taxpayer, vat_rate,
				bank_name, bank_branch, account_sealed, account_tail, proof_file_id, test_amount, submitted_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
			ON CONFLICT (seller_id) DO UPDATE SET status = $3, legal_name = $4, credit_code = $5, address = $6, phone = $7, taxpayer = $8,
				vat_rate = $9, bank_name = $10, bank_branch = $11, account_sealed = $12, account_tail = $13, proof_file_id = $14,
				test_amount = $15, submitted_at = $16, wrong_count = 0, reason = '', version = certifications.version + 1`,
			id, status, seller.CompanyName, seller.CreditCode, form.Address, form.Phone, form.Taxpayer, rate,
			form.BankName, form.BankBranch, s.db.sealer.seal(account), tail, kept, amount, tx.now)
	})
}

// keepProof keeps the proof that came with a form, also of a form that is refused because of
// wrong, or goes on with the one that was given before.
func (t *tx) keepProof(before *market.FileID, proof *Upload, wrong error) (*market.FileID, error) {
	kept := before
	if proof != nil {
		file, err := t.addFile(proof.Name, proof.Purpose, proof.Content)
		if err != nil {
			return nil, market.AsField(proof.Field, err)
		}
		kept = &file.ID
	}
	if wrong == nil && kept == nil {
		wrong = market.Invalid("proof", "seller.file_missing")
	}
	return kept, wrong
}

// VerifyCertification compares the amount that the seller found on its account. A wrong one
// is counted and committed before it is refused.
func (s *Seller) VerifyCertification(ctx context.Context, amount market.Money) error {
	var refusal error
	err := s.act(ctx, market.VerifyCertification, s.id, func(tx *tx) error {
		_, c, err := tx.lockCertification()
		if err != nil {
			return err
		}
		if c.Status == market.Uncertified {
			return market.NotFound
		}
		was := c.Status
		if refusal, err = c.Verify(amount); err != nil {
			return err
		}
		tx.note("status", was, c.Status)
		tx.note("wrong_count", nil, c.WrongCount)
		if err := tx.saveCertification(c); err != nil || c.Status != market.CertificationReviewing {
			return err
		}
		_, err = tx.submitReview(market.ReviewCertification, c.ID, c.LegalName, struct{}{}, certificationPayload(c))
		return err
	})
	if err != nil {
		return err
	}
	return refusal
}

// UnlockCertification gives the seller three more tries, at a new amount.
func (s *Seller) UnlockCertification(ctx context.Context) error {
	return s.act(ctx, market.UnlockCertification, s.id, func(tx *tx) error {
		_, c, err := tx.lockCertification()
		if err != nil {
			return err
		}
		if c.Status == market.Uncertified {
			return market.NotFound
		}
		was := c.Status
		if c.Status, err = market.CertificationMoves.Next(c.Status, market.UnlockCertification); err != nil {
			return err
		}
		if c.TestAmount, err = market.NewTestAmount(); err != nil {
			return err
		}
		c.WrongCount = 0
		tx.note("status", was, c.Status)
		if err := tx.saveCertification(c); err != nil {
			return err
		}
		return tx.notify("certification", market.Because("certification.notice_unlocked"), "/certifications")
	})
}

// approveCertification makes the business information valid.
func (t *tx) approveCertification(market.Review) error {
	if err := t.decideCertification(market.ApproveReview, ""); err != nil {
		return err
	}
	return cmp.Or(t.planClosing(), t.planCount())
}

// rejectCertification gives the business information back for correction.
func (t *tx) rejectCertification(review market.Review) error {
	return t.decideCertification(market.RejectReview, review.Reason)
}

// withdrawCertification gives the business information back because its sender wants it.
func (t *tx) withdrawCertification(market.Review) error {
	return t.decideCertification(market.WithdrawReview, "")
}

func (t *tx) decideCertification(act market.Act, reason string) error {
	_, c, err := t.lockCertification()
	if err != nil {
		return err
	}
	if c.Status, err = market.CertificationMoves.Next(c.Status, act); err != nil {
		return err
	}
	if c.Status == market.Certified {
		c.CertifiedAt = &t.now
	}
	c.Reason, c.WrongCount = reason, 0
	return t.saveCertification(c)
}

// lockCertification reads the seller and its certification, the zero one when none was
// started, and keeps both until the act ends. Certification comes after signing.
func (t *tx) lockCertification() (seller market.Seller, c market.Certification, err error) {
	if err = t.get(&seller, `SELECT `+sellerColumns+` FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
		return seller, c, err
	}
	onboarding, err := t.onboarding()
	if err != nil {
		return seller, c, err
	}
	switch {
	case onboarding.Status == market.SellerApplying:
		return seller, c, market.Conflict("seller.not_approved")
	case onboarding.Signed == 0 && onboarding.Wanted > 0:
		return seller, c, market.Conflict("seller.not_signed", onboarding.Wanted)
	case onboarding.Certification == market.Uncertified:
		return seller, c, nil
	}
	err = t.get(&c, `SELECT `+certificationColumns+` FROM certifications WHERE seller_id = $1 FOR UPDATE`)
	return seller, c, err
}

func (t *tx) saveCertification(c market.Certification) error {
	return t.one(`UPDATE certifications SET status = $3, wrong_count = $4, test_amount = $5, reason = $6, certified_at = $7, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $8`, c.ID, c.Status, c.WrongCount, c.TestAmount, c.Reason, c.CertifiedAt, c.Version)
}

// certificationPayload is what the reviewer sees; the account's number stays sealed.
func certificationPayload(c market.Certification) map[string]any {
	return map[string]any{"legal_name": c.LegalName, "credit_code": c.CreditCode, "address": c.Address, "phone": c.Phone,
		"taxpayer": c.Taxpayer, "vat_rate": c.VATRate, "bank_name": c.BankName, "bank_branch": c.BankBranch, "account": c.Account()}
}

// PayoutAccount is the certified account in full, for whoever pays it.
func (s *Seller) PayoutAccount(ctx context.Context) (bank, account string, err error) {
	var row struct {
		BankName, BankBranch string
		AccountSealed        []byte
	}
	if err := s.get(ctx, &row, `SELECT bank_name, bank_branch, account_sealed FROM certifications
		WHERE seller_id = $1 AND status = 'certified'`); err != nil {
		return "", "", err
	}
	account, err = s.db.sealer.open(row.AccountSealed)
	return row.BankName + " " + row.BankBranch, account, err
}

// Certifications lists the sellers' bank and tax data, the latest first.
func (o *Operator) Certifications(ctx context.Context, search market.CertificationSearch, ask market.Ask) (market.Page[market.Certification], error) {
	const filter = ` FROM certifications x JOIN sellers c ON c.id = x.seller_id
		WHERE ($1 = '' OR x.status = $1) AND ($2 = '' OR strpos(x.legal_name, $2) > 0 OR x.credit_code LIKE upper($2) || '%')`
	const columns = `SELECT x.seller_id, x.id, x.status, x.legal_name, x.credit_code, x.address, x.phone, x.taxpayer, x.vat_rate, x.bank_name,
		x.bank_branch, x.account_tail, x.proof_file_id, x.test_amount, x.wrong_count, x.reason, x.submitted_at, x.certified_at, x.version,
		c.company_name` + filter
	k := from(ask)
	query := columns + ` AND ($3::timestamptz IS NULL OR (x.submitted_at, x.id) < ($3, $4)) ORDER BY x.submitted_at DESC, x.id DESC LIMIT $5`
	if k.up {
		query = columns + ` AND ($3::timestamptz IS NULL OR (x.submitted_at, x.id) > ($3, $4)) ORDER BY x.submitted_at, x.id LIMIT $5`
	}
	var rows []market.Certification
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Certification]{}, err
	}
	screen := page(ask, rows, func(c market.Certification) cursor { return cursor{c.SubmittedAt, c.ID.UUID} })
	var err error
	screen.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+filter+` LIMIT 10001) x`, search.Status, search.Text)
	return screen, err
}
