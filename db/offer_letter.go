package db

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"sellercenter/internal/market"
)

const letterColumns = `l.id, l.offer_id, l.customer, l.channel, l.address_mask, l.status, l.tries, l.error, l.created_at, l.sent_at`

// OfferLetters are the text messages and mails that told the customers of an offer.
func (s *Seller) OfferLetters(ctx context.Context, id market.OfferID) (letters []market.OfferLetter, err error) {
	err = s.list(ctx, &letters, `SELECT `+letterColumns+` FROM offer_letters l WHERE l.seller_id = $1 AND l.offer_id = $2
		ORDER BY l.customer, l.channel LIMIT 200`, id)
	return letters, err
}

// OfferLetter is a letter that waits to be sent, with its address and what it is about; one
// that is over is a Conflict.
func (s *Seller) OfferLetter(ctx context.Context, id market.ID[market.OfferLetter]) (market.OfferLetter, error) {
	var row struct {
		market.OfferLetter
		AddressSealed []byte
	}
	if err := s.get(ctx, &row, `SELECT `+letterColumns+`, l.address_sealed, o.name, o.number, o.ends_at, c.company_name AS company
		FROM offer_letters l JOIN offers o ON o.seller_id = l.seller_id AND o.id = l.offer_id JOIN sellers c ON c.id = l.seller_id
		WHERE l.seller_id = $1 AND l.id = $2`, id); err != nil {
		return row.OfferLetter, err
	}
	if row.Status != market.DeliveryQueued {
		return row.OfferLetter, market.Conflict("notice.sent_already")
	}
	address, err := s.db.sealer.open(row.AddressSealed)
	row.Address = address
	return row.OfferLetter, err
}

// DeliverOffer keeps how the sending of a letter went; a failed one is tried again after a
// pause that doubles (catalogue.md §9.2).
func (s *Seller) DeliverOffer(ctx context.Context, id market.ID[market.OfferLetter], fault string) error {
	return s.act(ctx, market.DeliverOffer, id, func(tx *tx) error {
		var letter market.OfferLetter
		if err := tx.get(&letter, `SELECT `+letterColumns+` FROM offer_letters l WHERE l.seller_id = $1 AND l.id = $2 AND l.status = 'queued' FOR UPDATE`, id); err != nil {
			return err
		}
		again := letter.Settle(fault, tx.now)
		tx.note("channel", nil, letter.Channel)
		tx.note("status", market.DeliveryQueued, letter.Status)
		if err := tx.exec(`UPDATE offer_letters SET status = $3, tries = $4, error = $5, sent_at = $6 WHERE seller_id = $1 AND id = $2`,
			id, letter.Status, letter.Tries, letter.Error, letter.SentAt); err != nil || again.IsZero() {
			return err
		}
		return tx.at(again, market.DeliverOffer, id)
	})
}

// sealContact encrypts what was typed of a customer's addresses; nil when nothing was.
func (t *tx) sealContact(user market.OfferUser) ([]byte, error) {
	if user.Mobile == "" && user.Email == "" {
		return nil, nil
	}
	text, err := json.Marshal(contactSealed{user.Mobile, user.Email})
	if err != nil {
		return nil, err
	}
	return t.s.db.sealer.seal(string(text)), nil
}

// writeOffer queues a text message and a mail to every customer of the offer, in the
// transaction that makes it effective: to where the seller said, or to where the customer's
// newest order says (catalogue.md §9.2).
func (t *tx) writeOffer(d market.OfferDraft) error {
	var users []struct {
		Customer      string
		ContactSealed []byte
	}
	if err := t.list(&users, `SELECT u.customer, coalesce(u.contact_sealed, (SELECT o.contact_sealed FROM orders o
			WHERE o.seller_id = u.seller_id AND o.customer_id = u.customer AND NOT o.test ORDER BY o.placed_at DESC, o.id DESC LIMIT 1)) AS contact_sealed
		FROM offer_users u WHERE u.seller_id = $1 AND u.offer_id = $2 ORDER BY u.customer LIMIT 1000`, d.ID); err != nil {
		return err
	}
	channels := t.s.db.Channels()
	for _, user := range users {
		if user.ContactSealed == nil {
			continue
		}
		text, err := t.s.db.sealer.open(user.ContactSealed)
		if err != nil {
			return err
		}
		var contact contactSealed
		if err := json.Unmarshal([]byte(text), &contact); err != nil {
			return err
		}
		for _, one := range []struct {
			channel       market.Channel
			address, mask string
		}{{market.SMS, contact.Phone, market.MaskPhone(contact.Phone)}, {market.Mail, contact.Email, market.MaskEmail(contact.Email)}} {
			if one.address == "" || !slices.Contains(channels, one.channel) {
				continue
			}
			id := market.NewID[market.OfferLetter](t.now)
			if err := errors.Join(t.exec(`INSERT INTO offer_letters (seller_id, id, offer_id, customer, channel, address_sealed, address_mask, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, d.ID, user.Customer, one.channel, t.s.db.sealer.seal(one.address), one.mask, t.now),
				t.later(market.DeliverOffer, id)); err != nil {
				return err
			}
		}
	}
	return nil
}
