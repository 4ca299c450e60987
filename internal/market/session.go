package market

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Sessions is signing in; everybody may.
var Sessions = area("session", Owner, Operations, Finance, Support, Reviewer, Treasurer, Manager)

// The acts of a person on their own account.
var (
	StartSession   = act("session.start", Self)
	SwitchSession  = act("session.switch", Self)
	RevokeSession  = act("session.revoke", Self)
	EndSession     = act("session.end", Self)
	ChangePassword = act("session.change", Self)
	LockSession    = act("session.lock", Clock) // too many wrong tries
	SendSession    = act("session.send", Self)  // sends a code to the mobile of a newcomer
	ProveSession   = act("session.prove", Self) // tries that code
)

// Session is one signed-in browser.
type Session struct {
	ID         ID[Session]
	Address    string
	Agent      string
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
}

// Device names the browser and the system out of the agent's text, as people know them.
func (s Session) Device() string {
	name := func(marks ...string) string {
		for i := 0; i < len(marks); i += 2 {
			if strings.Contains(s.Agent, marks[i]) {
				return marks[i+1]
			}
		}
		return ""
	}
	browser := name("Edg/", "Edge", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl")
	system := name("iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
	return strings.TrimSpace(browser + " " + system)
}

// AccountsMost is how many accounts one mobile number may register (catalogue.md §1.1).
const AccountsMost = 3

// Visitor is the person behind a request, as one look at the session tells.
type Visitor struct {
	SessionID    ID[Session]
	Person       PersonID
	Name         string
	Email        string
	Language     string      // zh-CN or en
	Zone         string      // IANA name
	Theme        string      // light, dark, or empty for the system's
	Operator     bool        // came in by the operator's door
	WaitsForCode bool        // the password was right, the second factor is still missing
	SecondFactor bool        // has a second factor switched on
	Roles        []Role      // in the seller, or in the operator's house
	Rights       []Right     // what the groups of a sub-user open
	Products     []ProductID // the granted products; nil: all
	Seller       SellerID
	SellerName   string
	SellerNumber string
	SellerStatus SellerStatus
	Shops        int         // places that the person belongs to: sellers and the operator's house
	Agreements   []Signature // of the agreements that are in effect
	LastSeenAt   time.Time
}

// Actor is the visitor as the one who acts, from the given address.
func (v Visitor) Actor(address string) Actor {
	roles := v.Roles
	if !v.Person.IsZero() && !v.WaitsForCode {
		roles = append(slices.Clip(roles), Self)
	}
	return Actor{Person: v.Person, Name: v.Name, Roles: roles, Rights: v.Rights, Products: v.Products, From: address}
}

// Applying reports whether the seller has not been let in yet: only onboarding is open.
func (v Visitor) Applying() bool { return v.SellerStatus == SellerApplying }

// MustSign reports whether the first entry still waits for the agreement (catalogue.md §1.4).
func (v Visitor) MustSign() bool {
	return slices.ContainsFunc(v.Agreements, func(s Signature) bool {
		kind, _ := AgreementKindOf(s.Code)
		return kind.Entry && s.Signed == 0 && s.Wanted > 0
	})
}

// Unsigned reports whether that agreement waits for the seller: what it gates stays shut.
func (v Visitor) Unsigned(code string) bool {
	return slices.ContainsFunc(v.Agreements, func(s Signature) bool { return s.Code == code && s.Unsigned() })
}

// Shop is a place that a person belongs to.
type Shop struct {
	Seller SellerID
	Number string
	Name   string
	Status SellerStatus
	Roles  JSON[[]Role]
}

// LeastPassword is the least length of a password (catalogue.md §1.1).
const LeastPassword = 8

// CheckPassword says what is wrong with a new password.
func CheckPassword(field, plain string) error {
	n := utf8.RuneCountInString(plain)
	switch {
	case n < LeastPassword:
		return Invalid(field, "session.password_short", LeastPassword, n)
	case n > 128:
		return Invalid(field, "problem.too_long", 128, n)
	}
	return nil
}

// CheckEmail says what is wrong with an e-mail address.
func CheckEmail(field, text string) error {
	parsed, err := mail.ParseAddress(text)
	host := text[strings.LastIndexByte(text, '@')+1:]
	switch {
	case text == "":
		return Invalid(field, "problem.required")
	case err != nil, parsed.Address != text, !strings.Contains(host, "."):
		return Invalid(field, "problem.not_an_email", text)
	case len(text) > 128:
		return Invalid(field, "problem.too_long", 128, len(text))
	}
	return nil
}

// CheckMobile says what is wrong with a mobile number of the mainland.
func CheckMobile(field, text string) error {
	switch {
	case text == "":
		return Invalid(field, "problem.required")
	case len(text) != 11 || text[0] != '1' || strings.Trim(text, "0123456789") != "":
		return Invalid(field, "session.not_a_mobile", text)
	}
	return nil
}

// CheckName says what is wrong with a name: of a company, of a person.
func CheckName(field, text string) error { return checkLength(field, text, 2, 100) }

// checkLength says that a text is missing, too short or too long.
func checkLength(field, text string, least, most int) error {
	n := utf8.RuneCountInString(text)
	switch {
	case n == 0 && least > 0:
		return Invalid(field, "problem.required")
	case n < least:
		return Invalid(field, "problem.too_short", least, n)
	case n > most:
		return Invalid(field, "problem.too_long", most, n)
	}
	return nil
}
