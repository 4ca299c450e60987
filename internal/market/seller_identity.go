package market

import (
	"slices"
	"strings"
	"time"
)

// IdentifySeller hands the real-name data in (实名认证, catalogue.md §1.1).
var IdentifySeller = act("seller.identify", Owner)

// ReviewIdentity is the review of the real-name data.
const ReviewIdentity ReviewKind = "seller_identity"

// IdentityStatus is where the real-name authentication stands.
type IdentityStatus string

// The states of a real-name authentication.
const (
	IdentityNone     IdentityStatus = "none"
	IdentityPending  IdentityStatus = "pending"
	IdentityVerified IdentityStatus = "verified"
	IdentityRejected IdentityStatus = "rejected"
)

// IdentityMoves is its life. Until the company applies it may be handed in anew, as the other
// type too (catalogue.md §1.1).
var IdentityMoves = Moves[IdentityStatus]{
	{IdentityNone, IdentifySeller, IdentityPending},
	{IdentityRejected, IdentifySeller, IdentityPending},
	{IdentityVerified, IdentifySeller, IdentityPending},
	{IdentityPending, ApproveReview, IdentityVerified},
	{IdentityPending, RejectReview, IdentityRejected},
	{IdentityPending, WithdrawReview, IdentityNone},
}

// Key names the status's words.
func (s IdentityStatus) Key() string { return "seller.identity_" + string(s) }

// Tone is the status's colour.
func (s IdentityStatus) Tone() Tone {
	switch s {
	case IdentityNone:
		return Neutral
	case IdentityPending:
		return Accent
	case IdentityVerified:
		return OK
	case IdentityRejected:
		return Bad
	}
	return Neutral
}

// IdentityTypes are who an account may stand for.
var IdentityTypes = []RealName{RealEnterprise, RealIndividual}

// Identity is who stands behind an account.
type Identity struct {
	SellerID       SellerID
	ID             ID[Identity]
	Type           RealName
	Status         IdentityStatus
	Name           string // of the company or the person
	CreditCode     string // of a company
	Representative string // of a company
	NumberTail     string // of a person's identity number; the number itself stays sealed
	FileID         FileID // licence or identity card
	Reason         string
	SubmittedAt    time.Time
	DecidedAt      *time.Time
	Version        int
}

// Number is the identity number as pages show it.
func (i Identity) Number() string {
	if i.NumberTail == "" {
		return ""
	}
	return "**** " + i.NumberTail
}

// MayApply refuses an application of an account that is not identified as an enterprise, and
// says what is missing (catalogue.md §1.2).
func (i Identity) MayApply() error {
	switch {
	case i.Status == IdentityPending:
		return Conflict("seller.identity_first", Word(i.Status.Key()))
	case i.Status != IdentityVerified:
		return Conflict("seller.identity_missing")
	case i.Type != RealEnterprise:
		return Conflict("seller.identity_not_enterprise")
	}
	return nil
}

// IdentityForm is what is typed to be identified.
type IdentityForm struct {
	Type           RealName
	Name           string
	CreditCode     string
	Representative string
	Number         string // a person's identity number
}

// Check reads the form: what belongs to the other type is dropped, and everything that is
// wrong is said.
func (f IdentityForm) Check() (IdentityForm, error) {
	wrong := Invalids{}
	if !slices.Contains(IdentityTypes, f.Type) {
		return f, Invalid("identity_type", "problem.required")
	}
	checks := []error{checkLength("identity_name", f.Name, 2, 100)}
	if f.Type == RealEnterprise {
		f.Number, f.CreditCode = "", strings.ToUpper(f.CreditCode)
		checks = append(checks, CheckCreditCode("credit_code", f.CreditCode), checkLength("representative", f.Representative, 2, 64))
	} else {
		f.CreditCode, f.Representative, f.Number = "", "", strings.ToUpper(strings.ReplaceAll(f.Number, " ", ""))
		checks = append(checks, CheckIdentityNumber("identity_number", f.Number))
	}
	for _, err := range checks {
		if err := wrong.Join(err); err != nil {
			return f, err
		}
	}
	return f, wrong.Err()
}

// CheckIdentityNumber says what is wrong with a resident's identity number: 17 digits, and an
// eighteenth sign that is computed from them (GB 11643-1999). The number is not repeated.
func CheckIdentityNumber(field, number string) error {
	if number == "" {
		return Invalid(field, "problem.required")
	}
	if len(number) != 18 || strings.Trim(number[:17], "0123456789") != "" {
		return Invalid(field, "seller.identity_number_shape", len([]rune(number)))
	}
	sum, weight := 0, 1
	for i := 16; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(number[i]-'0') * weight
	}
	if number[17] != "10X98765432"[sum%11] {
		return Invalid(field, "seller.identity_number_digit")
	}
	return nil
}
