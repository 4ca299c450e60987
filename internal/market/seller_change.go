package market

import (
	"slices"
	"strings"
)

// The acts on the profile of a seller that is in (商家信息更新, catalogue.md §1.6, §1.7).
var (
	ChangeSeller  = act("seller.change", Owner, Operations)  // asks for a change of the profile
	CodeSeller    = act("seller.code", Owner, Operations)    // sends a code to a new phone or mailbox
	ContactSeller = act("seller.contact", Owner, Operations) // changes it at once, with the code
	RenameSeller  = act("seller.rename", Owner)              // the account's real-name data, before the company's name
	LetterSeller  = act("seller.letter", Owner, Operations)  // hands the compliance letter in
	ExitSeller    = act("seller.exit", Owner)                // leaves the marketplace
)

// ProfileFields are what a change of the profile may touch; phones and mailboxes have codes
// of their own, and the legal entity never changes (catalogue.md §1.6).
var ProfileFields = []string{"company_name", "website", "years", "staff", "capital_wan", "contact_name", "province", "city", "address", "introduction"}

// ContactFields are the phones and mailboxes that change at once, by code (catalogue.md §1.6).
var ContactFields = []string{"contact_mobile", "contact_email", "service_phone", "service_email"}

// ProfileNow is the profile as its application would say it today.
func (s Seller) ProfileNow() Application {
	a := Application{CompanyName: s.CompanyName, CreditCode: s.CreditCode, Website: s.Website, Years: s.Years, Staff: s.Staff, CapitalWan: s.CapitalWan,
		ContactName: s.ContactName, ContactMobile: s.ContactMobile, ContactEmail: s.ContactEmail, ServicePhone: s.ServicePhone, ServiceEmail: s.ServiceEmail,
		Province: s.Province, City: s.City, Address: s.Address, Introduction: s.Introduction}
	if s.LogoFileID != nil {
		a.LogoFileID = *s.LogoFileID
	}
	if s.LicenceFileID != nil {
		a.LicenceFileID = *s.LicenceFileID
	}
	return a
}

// Change reads a change of the profile: what is typed instead of what is there, with
// everything that is wrong with it. A new company name needs the real-name data to carry it
// first, and a new licence (catalogue.md §1.6).
func (s Seller) Change(typed map[string]string, licence bool) (Application, error) {
	now := s.ProfileNow()
	whole := map[string]string{"credit_code": s.CreditCode, "contact_mobile": s.ContactMobile, "contact_email": s.ContactEmail,
		"service_phone": s.ServicePhone, "service_email": s.ServiceEmail, "agreed": "on",
		"logo_file_id": now.LogoFileID.String(), "licence_file_id": now.LicenceFileID.String()}
	for _, name := range ProfileFields {
		whole[name] = typed[name]
	}
	shall, err := ReadApplication(whole)
	wrong := Invalids{}
	if err := wrong.Join(err); err != nil {
		return shall, err
	}
	if shall.CompanyName != s.CompanyName {
		if shall.CompanyName != s.VerifiedName {
			wrong.With("company_name", "seller.real_name_first", shall.CompanyName)
		}
		if !licence {
			wrong.With("licence", "seller.licence_for_rename")
		}
	}
	return shall, wrong.Err()
}

// CheckContact says what is wrong with a new phone or mailbox, and by which channel and to
// which address its code goes: a landline's goes to the contact's mobile.
func (s Seller) CheckContact(field, value string) (channel Channel, address string, err error) {
	switch {
	case !slices.Contains(ContactFields, field):
		return "", "", Invalid("field", "problem.not_an_option", field)
	case strings.HasSuffix(field, "email"):
		return Mail, value, CheckEmail("value", value)
	case field == "contact_mobile":
		return SMS, value, CheckMobile("value", value)
	case CheckMobile("value", value) == nil:
		return SMS, value, nil
	}
	return SMS, s.ContactMobile, CheckPhone("value", value)
}

// Contact is the phone or mailbox of that name.
func (s Seller) Contact(field string) string {
	return map[string]string{"contact_mobile": s.ContactMobile, "contact_email": s.ContactEmail,
		"service_phone": s.ServicePhone, "service_email": s.ServiceEmail}[field]
}

// LetterStatus is where the data compliance letter stands (数据合规承诺函, catalogue.md §1.7).
type LetterStatus string

// The states of the letter.
const (
	LetterMissing  LetterStatus = "missing"
	LetterPending  LetterStatus = "pending"
	LetterValid    LetterStatus = "valid"
	LetterRejected LetterStatus = "rejected"
)

// LetterMoves is the life of the letter; a valid one can be handed in anew.
var LetterMoves = Moves[LetterStatus]{
	{LetterMissing, LetterSeller, LetterPending},
	{LetterRejected, LetterSeller, LetterPending},
	{LetterValid, LetterSeller, LetterPending},
	{LetterPending, ApproveReview, LetterValid},
	{LetterPending, RejectReview, LetterRejected},
	{LetterPending, WithdrawReview, LetterMissing},
}

// Key names the status's words.
func (s LetterStatus) Key() string { return "seller.letter_" + string(s) }

// Tone is the status's colour.
func (s LetterStatus) Tone() Tone {
	switch s {
	case LetterMissing:
		return Neutral
	case LetterPending:
		return Accent
	case LetterValid:
		return OK
	case LetterRejected:
		return Bad
	}
	return Neutral
}

// Ties is what still ties a seller to the marketplace (catalogue.md §1.6, leaving).
type Ties struct {
	Products   int // listed
	Orders     int // open
	Statements int // unsettled
	Lines      int // orders that wait for a statement
	Reviews    int // under review
}

// Tie is one of them, with where it is untied.
type Tie struct {
	Key string
	N   int
	URL string
}

// All lists every tie, also those that do not hold.
func (t Ties) All() []Tie {
	return []Tie{{"seller.tie_products", t.Products, "/products"}, {"seller.tie_orders", t.Orders, "/orders?status=processing"},
		{"seller.tie_statements", t.Statements, "/statements"}, {"seller.tie_lines", t.Lines, "/transactions"}, {"seller.tie_reviews", t.Reviews, "/reviews"}}
}

// Leave refuses to let go while anything holds, and names all of it at once.
func (t Ties) Leave(name, typed string) error {
	wrong := Invalids{}
	for _, tie := range t.All() {
		if tie.N > 0 {
			wrong.With(tie.Key[len("seller."):], tie.Key, tie.N)
		}
	}
	if typed != name {
		wrong.With("confirm_name", "seller.confirm_name_differs", name)
	}
	return wrong.Err()
}
