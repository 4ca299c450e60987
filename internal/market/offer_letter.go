package market

import "time"

// DeliverOffer sends a customer the link of an offer (catalogue.md §9.2).
var DeliverOffer = act("offer.deliver", Clock)

// OfferLetter is a text message or a mail to one customer of an offer.
type OfferLetter struct {
	ID          ID[OfferLetter]
	OfferID     OfferID
	Customer    string
	Channel     Channel
	Address     string // only for whoever sends it
	AddressMask string
	Status      DeliveryStatus
	Tries       int
	Error       string
	CreatedAt   time.Time
	SentAt      *time.Time

	Name    string // of the offer
	Number  string
	Company string
	EndsAt  time.Time
}

// Settle keeps how a try went: fault is empty when the letter was taken. After the last try it
// is given up; again is when the next is due, zero for never.
func (l *OfferLetter) Settle(fault string, now time.Time) (again time.Time) {
	l.Tries++
	l.Error = fault
	switch {
	case fault == "":
		l.Status, l.SentAt = DeliverySent, &now
	case l.Tries >= DeliveryTries:
		l.Status = DeliveryFailed
	default:
		return now.Add(DeliveryPause(l.Tries))
	}
	return time.Time{}
}

// Check says what is wrong with an address of the customer that was typed.
func (u OfferUser) Check() error {
	if u.Mobile != "" && CheckMobile("users", u.Mobile) != nil {
		return Invalid("users", "offer.user_mobile", u.Customer, u.Mobile)
	}
	if u.Email != "" && CheckEmail("users", u.Email) != nil {
		return Invalid("users", "offer.user_email", u.Customer, u.Email)
	}
	return nil
}
