package world

import (
	"context"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// Register registers somebody by the mobile that takes a code: what is sent is read as the
// phone would show it.
func Register(ctx context.Context, store *db.DB, who market.Registration, mobile, address string) (market.PersonID, market.SellerID, error) {
	channels := store.Channels()
	store.Deliver(market.SMS)
	sent, err := store.SendSession(ctx, mobile, "zh-CN", address)
	store.Deliver(channels...)
	if err != nil {
		return market.PersonID{}, market.SellerID{}, err
	}
	_, code, err := store.Seller(market.TheClock, market.Platform).CodeNotice(ctx, sent)
	if err != nil {
		return market.PersonID{}, market.SellerID{}, err
	}
	return store.Register(ctx, who, market.CodeProof{ID: sent, Code: code}, address)
}

// identify takes a company through its real-name authentication.
func (b *builder) identify(c company, email string, seller market.SellerID) error {
	b.clock.Pass(12 * time.Minute)
	review, err := b.as(email, seller, market.Owner).IdentifySeller(b.ctx, market.IdentityForm{Type: market.RealEnterprise, Name: c.name,
		CreditCode: c.says["credit_code"], Representative: c.members[market.Owner]},
		&db.Upload{Field: "identity", Purpose: market.FileIdentity, Name: "营业执照.pdf", Content: pdf("Business licence: " + c.handle)})
	if err != nil {
		return err
	}
	b.clock.Pass(90 * time.Minute)
	return b.as("reviewer@platform.example", seller, market.Reviewer).ApproveReview(b.ctx, review.ID)
}

// proveMailbox proves the mailbox of the contact with the code that goes there.
func (b *builder) proveMailbox(owner *db.Seller, email string) error {
	channels := b.db.Channels()
	b.db.Deliver(market.Mail)
	err := owner.CodeSeller(b.ctx, "contact_email", email)
	b.db.Deliver(channels...)
	if err != nil {
		return err
	}
	if err := b.until(b.clock.Now().Add(time.Second)); err != nil {
		return err
	}
	texts := b.clock.Outbox().Texts()
	return owner.ContactSeller(b.ctx, "contact_email", email, sixDigits.FindString(texts[len(texts)-1].Body))
}
