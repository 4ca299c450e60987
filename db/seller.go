package db

import (
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

const sellerColumns = `id, number, status, company_name, credit_code, website, logo_file_id, years, staff, capital_wan,
	contact_name, contact_mobile, contact_email, service_phone, service_email, province, city, address,
	licence_file_id, introduction, application, created_at, approved_at, verified_name, mobile_proved_at, email_proved_at, letter_status, letter_file_id,
	letter_reason, exited_at, version`

// onboardingRow is how far the seller has come; $1 is the seller, $2 the moment.
const onboardingRow = `SELECT c.status, r.id AS review_id, coalesce(r.status, '') AS review_status,
		coalesce(r.reason, '') AS review_reason, r.due_at AS review_due_at,
		coalesce((SELECT max(version) FROM agreements WHERE code = 'cooperation' AND effective_at <= $2), 0) AS wanted,
		coalesce((SELECT max(a.version) FROM signatures g JOIN agreements a ON a.id = g.agreement_id
			WHERE g.seller_id = c.id AND a.code = 'cooperation'), 0) AS signed,
		coalesce((SELECT status FROM certifications WHERE seller_id = c.id), '') AS certification,
		coalesce((SELECT status FROM identities WHERE seller_id = c.id), 'none') AS identity,
		(SELECT count(*) FROM products WHERE seller_id = c.id) AS products
	FROM sellers c
	LEFT JOIN LATERAL (SELECT id, status, reason, due_at FROM reviews
		WHERE seller_id = c.id AND subject = c.id AND kind = 'onboarding' ORDER BY submitted_at DESC, id DESC LIMIT 1) r ON true
	WHERE c.id = $1`

// Profile is the seller itself, with what is typed so far into its application.
func (s *Seller) Profile(ctx context.Context) (seller market.Seller, err error) {
	err = s.get(ctx, &seller, `SELECT `+sellerColumns+` FROM sellers WHERE id = $1`)
	return seller, err
}

// Onboarding is how far the seller has come towards its first product.
func (s *Seller) Onboarding(ctx context.Context) (onboarding market.Onboarding, err error) {
	err = s.get(ctx, &onboarding, onboardingRow, s.db.Now())
	return onboarding, err
}

// Upload is a file as it was sent.
type Upload struct {
	Field   string
	Purpose market.FilePurpose
	Name    string
	Content []byte
}

// DraftSeller keeps what is typed into the application, and its files.
func (s *Seller) DraftSeller(ctx context.Context, typed map[string]string, files []Upload) error {
	return s.act(ctx, market.DraftSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockApplication()
		if err != nil {
			return err
		}
		draft := seller.Application.V
		if draft == nil {
			draft = map[string]string{}
		}
		for _, name := range market.ApplicationFields {
			draft[name] = typed[name]
		}
		for _, upload := range files {
			file, err := tx.addFile(upload.Name, upload.Purpose, upload.Content)
			if err != nil {
				return market.AsField(upload.Field, err)
			}
			draft[upload.Field+"_file_id"], draft[upload.Field+"_name"] = file.ID.String(), file.Name
			tx.note(upload.Field, nil, file.Name)
		}
		return tx.exec(`UPDATE sellers SET application = $2 WHERE id = $1`, market.JSON[map[string]string]{V: draft})
	})
}

// ApplySeller hands the drafted application in; the platform answers within the review days
// (catalogue.md §1.1–1.3).
func (s *Seller) ApplySeller(ctx context.Context) (review market.Review, err error) {
	err = s.act(ctx, market.ApplySeller, s.id, func(tx *tx) error {
		seller, err := tx.lockApplication()
		if err != nil {
			return err
		}
		identity, err := tx.lockIdentity()
		if err != nil {
			return err
		}
		if err := identity.MayApply(); err != nil {
			return err
		}
		application, joining, err := seller.Apply(identity)
		if err != nil {
			return err
		}
		for purpose, id := range map[market.FilePurpose]market.FileID{market.FileCompanyLogo: application.LogoFileID,
			market.FileLicence: application.LicenceFileID, market.FileCertificate: joining.QualificationFileID} {
			if err := tx.hasFile(id, purpose); err != nil {
				return err
			}
		}
		err = tx.exec(`UPDATE sellers SET company_name = $2, credit_code = $3 WHERE id = $1`, application.CompanyName, application.CreditCode)
		if violates(err, "sellers_credit_code") {
			return market.Invalid("credit_code", "seller.already_joined", application.CreditCode)
		}
		if err != nil {
			return err
		}
		tx.note("company_name", seller.CompanyName, application.CompanyName)
		review, err = tx.submitReview(market.ReviewOnboarding, s.id, application.CompanyName, struct{}{}, struct {
			market.Application
			market.Joining
		}{application, joining})
		if err == nil {
			err = tx.planVisit(review, application.Website)
		}
		return err
	})
	return review, err
}

// lockApplication reads a seller that still applies and keeps it until the act ends. While
// a review is open the application cannot be changed (catalogue.md §1.6).
func (t *tx) lockApplication() (seller market.Seller, err error) {
	if err := t.get(&seller, `SELECT `+sellerColumns+` FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
		return seller, err
	}
	onboarding, err := t.onboarding()
	if err != nil {
		return seller, err
	}
	switch {
	case seller.Status != market.SellerApplying:
		return seller, market.Conflict("seller.approved_already")
	case onboarding.ReviewStatus == market.ReviewPending:
		return seller, market.Conflict("review.already_open", seller.CompanyName)
	}
	return seller, nil
}

// approveOnboarding lets the seller in after its application was approved.
func (t *tx) approveOnboarding(review market.Review) error {
	var a market.Application
	if err := json.Unmarshal(review.Payload, &a); err != nil {
		return err
	}
	var status market.SellerStatus
	if err := t.get(&status, `SELECT status FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
		return err
	}
	next, err := market.SellerMoves.Next(status, market.ApproveReview)
	if err != nil {
		return err
	}
	return t.one(`UPDATE sellers SET status = $2, approved_at = $3, company_name = $4, credit_code = $5, website = $6,
			logo_file_id = $7, years = $8, staff = $9, capital_wan = $10, contact_name = $11, contact_mobile = $12,
			contact_email = $13, service_phone = $14, service_email = $15, province = $16, city = $17, address = $18,
			licence_file_id = $19, introduction = $20, version = version + 1 WHERE id = $1`,
		next, t.now, a.CompanyName, a.CreditCode, a.Website, a.LogoFileID, a.Years, a.Staff, a.CapitalWan, a.ContactName, a.ContactMobile,
		a.ContactEmail, a.ServicePhone, a.ServiceEmail, a.Province, a.City, a.Address, a.LicenceFileID, a.Introduction)
}

// rejectOnboarding gives the application back for correction: the draft is still there, and
// the company may apply elsewhere.
func (t *tx) rejectOnboarding(market.Review) error {
	return t.one(`UPDATE sellers SET credit_code = '' WHERE id = $1`)
}

// withdrawOnboarding gives the application back because its sender wants it.
func (t *tx) withdrawOnboarding(review market.Review) error { return t.rejectOnboarding(review) }

func (t *tx) onboarding() (onboarding market.Onboarding, err error) {
	err = t.get(&onboarding, onboardingRow, t.now)
	return onboarding, err
}

// ready refuses unless the seller is approved, has signed and is certified (catalogue.md §2.2).
func (t *tx) ready() error {
	onboarding, err := t.onboarding()
	if err != nil {
		return err
	}
	return onboarding.Ready()
}
