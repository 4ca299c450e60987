package market

import (
	"crypto/rand"
	"strings"
	"time"
)

// LicenceID names an authorization code.
type LicenceID = ID[Licence]

// LicenceStatus is where an authorization code stands (production-interface.md §1.5).
type LicenceStatus string

// The states: made when the seller delivers, taken by the buyer, activated by the seller's
// program; then it lives as long as its order runs.
const (
	LicenceMade     LicenceStatus = "made"
	LicenceReceived LicenceStatus = "received"
	LicenceAlive    LicenceStatus = "alive"
	LicenceFrozen   LicenceStatus = "frozen"
	LicenceExpired  LicenceStatus = "expired"
	LicenceReleased LicenceStatus = "released"
)

// Key names the status's words.
func (s LicenceStatus) Key() string { return "supervision.licence_" + string(s) }

// Tone is the status's colour.
func (s LicenceStatus) Tone() Tone {
	return map[LicenceStatus]Tone{LicenceMade: Neutral, LicenceReceived: Accent, LicenceAlive: OK,
		LicenceFrozen: Frozen, LicenceExpired: Warn, LicenceReleased: Neutral}[s]
}

// Licence is an authorization code of License 2.0 (授权码).
type Licence struct {
	SellerID    SellerID
	ID          LicenceID
	OrderID     OrderID
	Code        string
	Status      LicenceStatus
	Amount      Quantity
	ReceivedAt  *time.Time
	ActivatedAt *time.Time
	ExpiresAt   *time.Time
	HeardAt     *time.Time // the last heartbeat
	Test        bool
}

// Masked shows the code's ends only; whole to whoever received it.
func (l Licence) Masked() string { return l.Code[:6] + "****" + l.Code[len(l.Code)-4:] }

// NewLicenceCode draws a code: PL and 30 letters and digits.
func NewLicenceCode() string {
	return "PL" + strings.ToUpper(rand.Text() + rand.Text())[:30]
}

// Answer is how the open API words a licence's state.
func (s LicenceStatus) Answer() string {
	switch s {
	case LicenceReleased:
		return "RELEASED"
	case LicenceExpired, LicenceFrozen:
		return "EXPIRED"
	case LicenceMade, LicenceReceived, LicenceAlive:
	}
	return "ALIVE"
}

// The codes of the licence interfaces (production-interface.md §1.5).
const (
	LicenceOK          = "92020000"
	LicenceInternal    = "92020001"
	LicenceBadParam    = "92020002"
	LicenceBadState    = "92020003" // already activated
	LicenceNotReceived = "92020004"
	LicenceUnknown     = "92020005"
)

// Activate begins the code's life; it runs from now (transactions.md §1.4).
func (l *Licence) Activate(now time.Time) error {
	switch l.Status {
	case LicenceMade:
		return Conflict("supervision.licence_not_received")
	case LicenceReceived:
		l.Status, l.ActivatedAt = LicenceAlive, &now
		return nil
	case LicenceAlive, LicenceFrozen, LicenceExpired, LicenceReleased:
	}
	return Conflict("supervision.licence_used", Word(l.Status.Key()))
}

// Identification is the code by which the seller delivers License 1.0 (transactions.md §2.4).
type Identification struct {
	Kind string // system: made here, unique; hardware: typed by the buyer, who answers for it
	Code string
}

// The kinds of identification codes.
const (
	IdentSystem   = "system"
	IdentHardware = "hardware"
)

// Check completes the code: a system code is made, a hardware code must be typed.
func (i *Identification) Check() error {
	i.Code = strings.TrimSpace(i.Code)
	switch {
	case i.Kind == IdentSystem:
		i.Code = "SYS" + strings.ToUpper(rand.Text())[:20]
		return nil
	case i.Kind != IdentHardware:
		return Invalid("kind", "problem.not_an_option", i.Kind)
	case i.Code == "":
		return Invalid("code", "problem.required")
	case len(i.Code) > 128:
		return Invalid("code", "problem.too_long", 128, len(i.Code))
	}
	return nil
}
