package market

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// Couriers are the companies that carry hardware (transactions.md §10.2).
var Couriers = area("courier", Owner, Operations, Support, Reviewer, Manager)

// The acts on the list of couriers.
var (
	AddCourier    = act("courier.add", Manager)
	RetireCourier = act("courier.retire", Manager)
	AskCourier    = act("courier.ask", Owner, Operations, Support) // §2.4: a missing one
)

// Courier is a company that carries hardware.
type Courier struct {
	Code      string
	Name      string
	RetiredAt *time.Time
}

// Check refuses a courier without its code or name.
func (c *Courier) Check() error {
	c.Code, c.Name = strings.ToUpper(strings.TrimSpace(c.Code)), strings.TrimSpace(c.Name)
	wrong := Invalids{}
	for field, text := range map[string]string{"code": c.Code, "name": c.Name} {
		if text == "" {
			wrong.With(field, "problem.required")
		} else if n := utf8.RuneCountInString(text); n > 32 {
			wrong.With(field, "problem.too_long", 32, n)
		}
	}
	return wrong.Err()
}

// ReviewCourier asks the operator to add a company that is missing; it answers within three
// working days (transactions.md §2.4).
const ReviewCourier ReviewKind = "courier"

// CourierAsk is a company that a seller ships with and does not find.
type CourierAsk struct {
	Code    string // its own short name
	Name    string
	Website string // where the operator can look it up
}

// Check refuses what cannot be looked up, and a company that the list has; all are those in use.
func (a *CourierAsk) Check(all []Courier) error {
	c := Courier{Code: a.Code, Name: a.Name}
	wrong := Invalids{}
	if err := wrong.Join(c.Check()); err != nil {
		return err
	}
	a.Code, a.Name, a.Website = c.Code, c.Name, strings.TrimSpace(a.Website)
	if _, faulty := wrong["code"]; !faulty && strings.ContainsFunc(a.Code, notShort) {
		wrong.With("code", "courier.not_a_code", a.Code)
	}
	if !webAddress(a.Website) {
		wrong.With("website", "courier.not_a_website", a.Website)
	}
	for _, one := range all {
		switch {
		case one.RetiredAt != nil:
		case one.Code == a.Code:
			wrong.With("code", "courier.there_already", one.Code, one.Name)
		case one.Name == a.Name:
			wrong.With("name", "courier.there_already", one.Code, one.Name)
		}
	}
	return wrong.Err()
}

func notShort(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }

// Subject is the same for everybody who asks for the company, so that one seller asks once.
func (a CourierAsk) Subject() uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("courier:"+a.Code))
}

// Sheet is what the operator reads of it.
func (a CourierAsk) Sheet() map[string]string {
	return map[string]string{"code": a.Code, "name": a.Name, "website": a.Website}
}
