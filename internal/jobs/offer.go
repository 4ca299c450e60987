package jobs

import (
	"context"
	"strings"

	"rsc.io/qr"

	"sellercenter/db"
	"sellercenter/internal/market"
)

// letters are the due acts on what is written to customers.
func letters(post Post) Works {
	return Works{market.DeliverOffer: deliverOffer(post)}
}

// deliverOffer sends a customer the link of an offer: in a mail with its picture for a phone's
// camera (catalogue.md §9.2). The letter's id is the same however often it is tried.
func deliverOffer(post Post) Work {
	return func(ctx context.Context, store *db.Seller, job db.Job) error {
		letter, err := store.OfferLetter(ctx, market.ID[market.OfferLetter]{UUID: job.Subject})
		if err != nil {
			return err
		}
		sender, err := post.sender(letter.Channel)
		if err == nil {
			var text Text
			if text, err = post.offer(letter); err == nil {
				err = sender.Send(ctx, text)
			}
		}
		if err != nil && ctx.Err() != nil {
			return ctx.Err() // we are being stopped: this says nothing about the server
		}
		return store.DeliverOffer(ctx, letter.ID, fault(err))
	}
}

// offer words a letter about an offer.
func (p Post) offer(l market.OfferLetter) (Text, error) {
	const language = "zh-CN"
	link := strings.TrimSuffix(p.BaseURL, "/") + market.OfferPath(l.Number)
	text := Text{ID: l.ID.String(), Name: l.Customer, Address: l.Address, Language: language}
	if l.Channel == market.SMS {
		text.Body = p.word(language, "offer.letter_sms", l.Company, l.Name, l.EndsAt, link)
		return text, nil
	}
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return text, err
	}
	text.Subject = p.word(language, "offer.letter_subject", l.Company, l.Name)
	text.Body = p.word(language, "offer.letter_mail", l.Company, l.Name, l.EndsAt, link)
	text.Picture, text.PictureName = code.PNG(), "offer-"+l.Number+".png"
	return text, nil
}
