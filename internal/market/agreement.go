package market

import "time"

// Agreements are what a seller signs with the marketplace (签约, catalogue.md §1.4).
var Agreements = area("agreement", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on agreements: the operator publishes a version, the main account signs it.
var (
	PublishAgreement = act("agreement.publish", Manager)
	SignAgreement    = act("agreement.sign", Owner)
	TellAgreement    = act("agreement.tell", Clock) // of a new version, seller by seller
)

// Cooperation is the code of the agreement that gates the first entry and, in each new
// version, the statements (catalogue.md §1.4).
const Cooperation = "cooperation"

// AgreementID names one version of an agreement.
type AgreementID = ID[Agreement]

// Agreement is one version of an agreement; title and text by language.
type Agreement struct {
	ID          AgreementID
	Code        string
	Version     int
	Title       JSON[map[string]string]
	Body        JSON[map[string]string]
	EffectiveAt time.Time
	PublishedAt time.Time
	Newest      bool // no later version is in effect
	SignedBy    string
	SignedAt    *time.Time
	Signers     int // sellers that have signed; for the operator
}

// AgreementStatus is where a version stands for one reader.
type AgreementStatus string

// The states of a version.
const (
	AgreementUpcoming   AgreementStatus = "upcoming"
	AgreementUnsigned   AgreementStatus = "unsigned"
	AgreementSigned     AgreementStatus = "signed"
	AgreementEffective  AgreementStatus = "effective"
	AgreementSuperseded AgreementStatus = "superseded"
)

// Key names the status's words.
func (s AgreementStatus) Key() string { return "agreement.status_" + string(s) }

// Tone is the status's colour.
func (s AgreementStatus) Tone() Tone {
	switch s {
	case AgreementUpcoming:
		return Accent
	case AgreementUnsigned:
		return Warn
	case AgreementSigned, AgreementEffective:
		return OK
	case AgreementSuperseded:
		return Neutral
	}
	return Neutral
}

// Status is where the version stands for a seller at that moment.
func (a Agreement) Status(now time.Time) AgreementStatus {
	switch {
	case a.EffectiveAt.After(now):
		return AgreementUpcoming
	case !a.Newest:
		return AgreementSuperseded
	case a.SignedAt == nil:
		return AgreementUnsigned
	}
	return AgreementSigned
}

// InEffect is where the version stands for the operator at that moment.
func (a Agreement) InEffect(now time.Time) AgreementStatus {
	switch {
	case a.EffectiveAt.After(now):
		return AgreementUpcoming
	case !a.Newest:
		return AgreementSuperseded
	}
	return AgreementEffective
}

// Sign reports whether the version can be signed now: the newest that is in effect, once.
func (a Agreement) Sign(agreed bool, now time.Time) error {
	switch {
	case a.SignedAt != nil:
		return Conflict("agreement.signed_already")
	case a.Status(now) != AgreementUnsigned:
		return Conflict("agreement.not_current", a.Version)
	case !agreed:
		return Invalid("agreed", "agreement.not_agreed")
	}
	return nil
}

// Check says what is wrong with a version that is to be published.
func (a Agreement) Check(now time.Time) error {
	wrong := Invalids{}
	for _, err := range []error{
		checkLength("title_zh", a.Title.V["zh-CN"], 2, 100), checkLength("title_en", a.Title.V["en"], 2, 100),
		checkLength("body_zh", a.Body.V["zh-CN"], 20, 50_000), checkLength("body_en", a.Body.V["en"], 20, 50_000),
	} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	if a.EffectiveAt.Before(now.Add(-24 * time.Hour)) {
		wrong.With("effective_on", "agreement.in_the_past")
	}
	return wrong.Err()
}

// InForce is the newest version in effect among those listed; the zero one when there is none.
func InForce(all []Agreement, now time.Time) Agreement {
	for _, a := range all {
		if a.Newest && !a.EffectiveAt.After(now) {
			return a
		}
	}
	return Agreement{}
}
