package jobs

import (
	"context"
	"errors"
	"unicode/utf8"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// notices are the due acts on messages.
func notices(post Post) Works {
	return Works{market.DeliverNotice: deliverNotice(post), market.CodeNotice: codeNotice(post), market.TallyNotice: tallyNotice,
		market.TellAgreement: tellAgreement}
}

// deliverNotice takes what waits for an address, sends it and keeps how that went. A server
// that refuses is asked again by a later job; only our own faults come round as this one.
func deliverNotice(post Post) Work {
	return func(ctx context.Context, store *db.Seller, job db.Job) error {
		letter, err := store.DeliverNotice(ctx, market.DeliveryID{UUID: job.Subject})
		if err != nil {
			return err
		}
		sender, err := post.sender(letter.Channel)
		if err == nil {
			err = sender.Send(ctx, post.letter(letter))
		}
		if err != nil && ctx.Err() != nil {
			return ctx.Err() // we are being stopped: this says nothing about the server
		}
		return store.SettleNotice(ctx, letter, fault(err))
	}
}

// fault is an error in the words that are kept: short, and empty for none.
func fault(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	for len(text) > 300 {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// codeNotice sends a verification code at once: it does not wait for a digest.
func codeNotice(post Post) Work {
	return func(ctx context.Context, store *db.Seller, job db.Job) error {
		v, code, err := store.CodeNotice(ctx, market.ID[market.Verification]{UUID: job.Subject})
		if err != nil {
			return err
		}
		sender, err := post.sender(v.Channel)
		if err != nil {
			return errors.Join(err, market.NotFound) // nobody will ever send it
		}
		return sender.Send(ctx, Text{ID: v.ID.String(), Name: v.Address, Address: v.Address, Language: v.Language,
			Subject: post.word(v.Language, "notice.code_subject", code), Body: post.word(v.Language, "notice.code_text", code, market.CodeMinutes)})
	}
}

func tallyNotice(ctx context.Context, store *db.Seller, _ db.Job) error {
	return store.TallyNotice(ctx)
}

func tellAgreement(ctx context.Context, store *db.Seller, job db.Job) error {
	return store.TellAgreement(ctx, market.AgreementID{UUID: job.Subject})
}
