package market

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Address is where hardware goes (transactions.md §2.4).
type Address struct {
	Recipient string
	Phone     string
	Place     string
}

// Check refuses an address that no courier finds.
func (a Address) Check() error {
	wrong := Invalids{}
	wrong.long("recipient", a.Recipient, 64)
	wrong.long("place", a.Place, 300)
	if a.Phone == "" {
		wrong.With("phone", "problem.required")
	} else if !phone(a.Phone) {
		wrong.With("phone", "problem.not_a_phone", a.Phone)
	}
	return wrong.Err()
}

// Parcel is the shipment of one order's hardware.
type Parcel struct {
	OrderID   OrderID
	Address   Address `db:"-"`
	Courier   string
	Tracking  string
	Remark    string
	ShippedAt *time.Time
	State     string // the courier's last word
	StateAt   *time.Time
	SignedAt  *time.Time
	Unread    bool // the waybill's phone is another one: no tracking, no automatic acceptance
}

// Shipment is how the seller sends hardware.
type Shipment struct {
	Courier  string
	Tracking string
	Remark   string
	Phone    string // on the waybill
}

// Ship books the shipment; couriers are the companies that are known.
func (p *Parcel) Ship(s Shipment, couriers []Courier, now time.Time) error {
	wrong := Invalids{}
	known := false
	for _, c := range couriers {
		known = known || c.Code == s.Courier && c.RetiredAt == nil
	}
	if s.Courier == "" {
		wrong.With("courier", "problem.required")
	} else if !known {
		wrong.With("courier", "supervision.no_such_courier", s.Courier)
	}
	s.Tracking = strings.TrimSpace(s.Tracking)
	if s.Tracking == "" {
		wrong.With("tracking", "problem.required")
	} else if n := utf8.RuneCountInString(s.Tracking); n > 64 {
		wrong.With("tracking", "problem.too_long", 64, n)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	p.Courier, p.Tracking, p.Remark, p.ShippedAt = s.Courier, s.Tracking, s.Remark, &now
	p.State, p.StateAt, p.SignedAt = "", nil, nil
	p.Unread = s.Phone != "" && digits(s.Phone) != digits(p.Address.Phone)
	return nil
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// Readdress changes where the hardware goes, before it is sent only (transactions.md §2.4).
func (p *Parcel) Readdress(a Address) error {
	if p.ShippedAt != nil {
		return Conflict("supervision.shipped_already", *p.ShippedAt)
	}
	if err := a.Check(); err != nil {
		return err
	}
	p.Address = a
	return nil
}

// CourierNews is what a courier reports of a waybill.
type CourierNews struct {
	Tracking string
	State    CourierState
	At       time.Time
}

// CourierState is the courier's word for where a parcel is.
type CourierState string

// The words of couriers.
const (
	CourierPicked  CourierState = "picked"
	CourierTransit CourierState = "transit"
	CourierOut     CourierState = "delivering"
	CourierSigned  CourierState = "signed"
	CourierRefused CourierState = "refused"
)

// CourierStates lists the words.
var CourierStates = []CourierState{CourierPicked, CourierTransit, CourierOut, CourierSigned, CourierRefused}

// Key names the state's words.
func (s CourierState) Key() string { return "supervision.courier_" + string(s) }

// Track keeps the courier's news. When the waybill's phone is not the order's, nothing of it
// can be read (transactions.md §2.4).
func (p *Parcel) Track(n CourierNews, now time.Time) error {
	known := false
	for _, s := range CourierStates {
		known = known || s == n.State
	}
	switch {
	case p.ShippedAt == nil:
		return Conflict("supervision.not_shipped")
	case !known:
		return Invalid("status", "problem.not_an_option", string(n.State))
	case n.Tracking != p.Tracking:
		return Invalid("tracking", "supervision.other_tracking", n.Tracking)
	case p.Unread:
		return Conflict("supervision.unreadable")
	case n.At.After(now) || n.At.Before(*p.ShippedAt):
		return Invalid("at", "supervision.courier_time", *p.ShippedAt, now, n.At)
	}
	if p.StateAt != nil && n.At.Before(*p.StateAt) {
		return nil // older news came late
	}
	p.State, p.StateAt = string(n.State), &n.At
	if n.State == CourierSigned {
		p.SignedAt = &n.At
	}
	return nil
}

// AcceptedAt is when the hardware counts as accepted: so many days after the courier's
// signed; never without it (transactions.md §2.4).
func (p Parcel) AcceptedAt(days int) (at time.Time, ever bool) {
	if p.SignedAt == nil || p.Unread {
		return time.Time{}, false
	}
	return p.SignedAt.AddDate(0, 0, days), true
}
