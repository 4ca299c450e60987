package market

import "time"

// MissSeller records a question that the seller's service did not answer within 24 hours
// (catalogue.md §1.3, §1.9).
var MissSeller = act("seller.miss", Reviewer, Manager)

// MissesMost is how many unanswered questions a product survives: with one more it is proposed
// for delisting (catalogue.md §1.3).
const MissesMost = 2

// MissChannels are the ways by which a service is asked.
var MissChannels = []string{"service_phone", "service_email"}

// Missed is one question that was not answered in time.
type Missed struct {
	ID          ID[Missed]
	ProductID   ProductID
	ProductName string
	Channel     string
	AskedOn     Day
	Note        string
	RecordedBy  string
	RecordedAt  time.Time
}

// Check says what is wrong with the record: a day has to have passed since the question.
func (m Missed) Check(now time.Time) error {
	wrong := Invalids{}
	for _, err := range []error{checkChoice("channel", m.Channel, MissChannels), checkLength("note", m.Note, 4, 300)} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	switch {
	case m.AskedOn.IsZero():
		wrong.With("asked_on", "problem.required")
	case !m.AskedOn.Plus(1).Begin().Before(now):
		wrong.With("asked_on", "seller.missed_early")
	}
	if m.ProductID.IsZero() {
		wrong.With("product", "problem.required")
	}
	return wrong.Err()
}

// MissedProduct is a product with its unanswered questions.
type MissedProduct struct {
	ID     ProductID
	Number string
	Name   string
	Status ProductStatus
	Misses int
}

// ToDelist reports whether the product is to be taken off sale for them (catalogue.md §1.3:
// more than two).
func (p MissedProduct) ToDelist() bool {
	return p.Misses > MissesMost && ProductMoves.Can(p.Status, TakeDownProduct)
}
