package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"sellercenter/internal/market"
)

// ChangeSeller asks the operator for a change of the profile: until it is decided the old
// profile stays and no other change can be asked for (catalogue.md §1.6).
func (s *Seller) ChangeSeller(ctx context.Context, typed map[string]string, files []Upload) (review market.Review, err error) {
	err = s.act(ctx, market.ChangeSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockSeller()
		if err != nil {
			return err
		}
		if err := tx.unlocked(market.ReviewProfile, seller.CompanyName); err != nil {
			return err
		}
		licence := false
		for _, upload := range files {
			licence = licence || upload.Field == "licence"
		}
		shall, err := seller.Change(typed, licence)
		if err != nil {
			return err
		}
		for _, upload := range files {
			file, err := tx.addFile(upload.Name, upload.Purpose, upload.Content)
			if err != nil {
				return market.AsField(upload.Field, err)
			}
			if upload.Field == "licence" {
				shall.LicenceFileID = file.ID
			} else {
				shall.LogoFileID = file.ID
			}
		}
		now := seller.ProfileNow()
		if shall.CapitalWan.Equal(now.CapitalWan) {
			shall.CapitalWan = now.CapitalWan // the same amount, however it was typed
		}
		if shall == now {
			return market.Conflict("seller.nothing_changed")
		}
		if review, err = tx.submitReview(market.ReviewProfile, s.id, shall.CompanyName, now, shall); err != nil {
			return err
		}
		if shall.CompanyName != now.CompanyName {
			if err := tx.notify("seller.rename", market.Because("notice.seller.rename", review.Number, now.CompanyName, shall.CompanyName), "/reviews/"+review.ID.String()); err != nil {
				return err
			}
		}
		if shall.Website == now.Website {
			return nil
		}
		return tx.planVisit(review, shall.Website)
	})
	return review, err
}

// unlocked refuses while a request of that kind waits for the operator.
func (t *tx) unlocked(kind market.ReviewKind, title string) error {
	var open bool
	if err := t.get(&open, `SELECT EXISTS (SELECT 1 FROM reviews WHERE seller_id = $1 AND kind = $2 AND status = 'pending')`, kind); err != nil {
		return err
	}
	if open {
		return market.Conflict("review.already_open", title)
	}
	return nil
}

// lockSeller reads a seller that is in and keeps it until the act ends.
func (t *tx) lockSeller() (seller market.Seller, err error) {
	if err := t.get(&seller, `SELECT `+sellerColumns+` FROM sellers WHERE id = $1 FOR UPDATE`); err != nil {
		return seller, err
	}
	switch seller.Status {
	case market.SellerApplying:
		return seller, market.Conflict("seller.not_approved")
	case market.SellerExited:
		return seller, market.Conflict("seller.not_active", market.Word(seller.Status.Key()))
	case market.SellerApproved, market.SellerSuspended:
	}
	return seller, nil
}

// approveProfile puts the changed profile in place of the old one.
func (t *tx) approveProfile(review market.Review) error {
	var a market.Application
	if err := json.Unmarshal(review.Payload, &a); err != nil {
		return err
	}
	return t.one(`UPDATE sellers SET company_name = $2, website = $3, logo_file_id = $4, years = $5, staff = $6, capital_wan = $7, contact_name = $8,
			province = $9, city = $10, address = $11, licence_file_id = $12, introduction = $13, verified_name = '', version = version + 1 WHERE id = $1`,
		a.CompanyName, a.Website, a.LogoFileID, a.Years, a.Staff, a.CapitalWan, a.ContactName, a.Province, a.City, a.Address, a.LicenceFileID, a.Introduction)
}

// keepProfile leaves the old profile as it is.
func (t *tx) keepProfile(market.Review) error { return nil }

// ProfileReview is the change of the profile that waits for the operator; NotFound when none
// does.
func (s *Seller) ProfileReview(ctx context.Context) (review market.Review, err error) {
	err = s.get(ctx, &review, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND kind = 'seller_profile' AND status = 'pending'`)
	return review, err
}

// RenameSeller keeps that the account's real-name data carry a new company name: only then
// can the profile follow (catalogue.md §1.6).
func (s *Seller) RenameSeller(ctx context.Context, name string) error {
	return s.act(ctx, market.RenameSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockSeller()
		if err != nil {
			return err
		}
		if err := market.CheckName("verified_name", name); err != nil {
			return err
		}
		tx.note("verified_name", seller.CompanyName, name)
		return tx.one(`UPDATE sellers SET verified_name = $2 WHERE id = $1`, name)
	})
}

// CodeSeller sends a code that proves a phone or mailbox: a new one, or the contact's of a
// company that applies (catalogue.md §1.3, §1.6).
func (s *Seller) CodeSeller(ctx context.Context, field, value string) error {
	return s.act(ctx, market.CodeSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockContact(field)
		if err != nil {
			return err
		}
		channel, address, err := seller.CheckContact(field, value)
		if err != nil {
			return err
		}
		return tx.sendCode("seller:"+field+":"+value, channel, address, "zh-CN")
	})
}

// ContactSeller changes a phone or mailbox at once, with the code that was sent. A wrong
// code is counted and committed before it is refused.
func (s *Seller) ContactSeller(ctx context.Context, field, value, code string) error {
	var refusal error
	err := s.act(ctx, market.ContactSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockContact(field)
		if err != nil {
			return err
		}
		if _, _, err := seller.CheckContact(field, value); err != nil {
			return err
		}
		if _, refusal, err = tx.tryCode("seller:"+field+":"+value, code); err != nil || refusal != nil {
			return err
		}
		tx.note(field, seller.Contact(field), value)
		if err := tx.one(`UPDATE sellers SET contact_mobile = CASE $2 WHEN 'contact_mobile' THEN $3 ELSE contact_mobile END,
				contact_email = CASE $2 WHEN 'contact_email' THEN $3 ELSE contact_email END,
				mobile_proved_at = CASE $2 WHEN 'contact_mobile' THEN $4 ELSE mobile_proved_at END,
				email_proved_at = CASE $2 WHEN 'contact_email' THEN $4 ELSE email_proved_at END,
				service_phone = CASE $2 WHEN 'service_phone' THEN $3 ELSE service_phone END,
				service_email = CASE $2 WHEN 'service_email' THEN $3 ELSE service_email END, version = version + 1 WHERE id = $1`, field, value, tx.now); err != nil {
			return err
		}
		if seller.Status == market.SellerApplying {
			return nil // nobody else is there to be told
		}
		return tx.notify("seller.contact", market.Because("notice.seller.contact", market.Word("seller."+field)), "/sellers")
	})
	return errors.Join(err, refusal)
}

// lockContact reads a seller whose phone or mailbox may change now: any of one that is in, the
// contact's of one that applies.
func (t *tx) lockContact(field string) (market.Seller, error) {
	var status market.SellerStatus
	if err := t.get(&status, `SELECT status FROM sellers WHERE id = $1`); err != nil {
		return market.Seller{}, err
	}
	if status == market.SellerApplying && slices.Contains(market.ProvedContacts, field) {
		return t.lockApplication()
	}
	return t.lockSeller()
}

// LetterSeller hands in the stamped data compliance letter (catalogue.md §1.7).
func (s *Seller) LetterSeller(ctx context.Context, upload *Upload) error {
	return s.act(ctx, market.LetterSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockSeller()
		if err != nil {
			return err
		}
		next, err := market.LetterMoves.Next(seller.LetterStatus, market.LetterSeller)
		if err != nil {
			return err
		}
		if upload == nil {
			return market.Invalid("letter", "seller.file_missing")
		}
		file, err := tx.addFile(upload.Name, market.FileLetter, upload.Content)
		if err != nil {
			return market.AsField("letter", err)
		}
		if err := tx.one(`UPDATE sellers SET letter_status = $2, letter_file_id = $3, letter_reason = '' WHERE id = $1`, next, file.ID); err != nil {
			return err
		}
		_, err = tx.submitReview(market.ReviewLetter, file.ID, seller.CompanyName, struct{}{},
			map[string]string{"company_name": seller.CompanyName, "letter_file_id": file.ID.String()})
		return err
	})
}

// decideLetter is what a decision does to the letter.
func decideLetter(act market.Act) verdict {
	return func(t *tx, review market.Review) error {
		seller, err := t.lockSeller()
		if err != nil {
			return err
		}
		next, err := market.LetterMoves.Next(seller.LetterStatus, act)
		if err != nil {
			return err
		}
		return t.one(`UPDATE sellers SET letter_status = $2, letter_reason = $3 WHERE id = $1`, next, review.Reason)
	}
}

const tiesRow = `SELECT (SELECT count(*) FROM products WHERE seller_id = $1 AND status = 'on_sale') AS products,
	(SELECT count(*) FROM orders WHERE seller_id = $1 AND NOT test AND status IN ('pending_payment', 'processing')) AS orders,
	(SELECT count(*) FROM statements WHERE seller_id = $1 AND status NOT IN ('paid', 'completed', 'carried')) AS statements,
	(SELECT count(*) FROM orders o WHERE o.seller_id = $1 AND NOT o.test AND o.status = 'completed' AND NOT o.given_back AND o.amount > 0
		AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.seller_id = $1 AND l.order_id = o.id AND l.kind = 'sale')) AS lines,
	(SELECT count(*) FROM reviews WHERE seller_id = $1 AND status = 'pending') AS reviews`

// Ties is what still ties the seller to the marketplace.
func (s *Seller) Ties(ctx context.Context) (ties market.Ties, err error) {
	err = s.get(ctx, &ties, tiesRow)
	return ties, err
}

// ExitSeller leaves the marketplace: only with no listed products, no open orders and no
// unsettled bills; whatever holds is said all at once (catalogue.md §1.6).
func (s *Seller) ExitSeller(ctx context.Context, typed string) error {
	return s.act(ctx, market.ExitSeller, s.id, func(tx *tx) error {
		seller, err := tx.lockSeller()
		if err != nil {
			return err
		}
		next, err := market.SellerMoves.Next(seller.Status, market.ExitSeller)
		if err != nil {
			return err
		}
		var ties market.Ties
		if err := tx.get(&ties, tiesRow); err != nil {
			return err
		}
		if err := ties.Leave(seller.CompanyName, typed); err != nil {
			return err
		}
		tx.note("status", seller.Status, next)
		if err := tx.notify("seller.exit", market.Because("notice.seller.exit", seller.CompanyName), "/sellers"); err != nil {
			return err
		}
		return tx.one(`UPDATE sellers SET status = $2, exited_at = $3, version = version + 1 WHERE id = $1`, next, tx.now)
	})
}
