package market

import (
	"slices"
	"time"
)

// Agreements are what a seller signs with the marketplace (签约, catalogue.md §1.4).
var Agreements = area("agreement", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on agreements: the operator publishes a version, the main account signs it.
var (
	PublishAgreement = act("agreement.publish", Manager)
	SignAgreement    = act("agreement.sign", Owner)
	TellAgreement    = act("agreement.tell", Clock) // of a new version, seller by seller
)

// AgreementID names one version of an agreement.
type AgreementID = ID[Agreement]

// Agreement is one version of an agreement; title and text by language.
type Agreement struct {
	ID          AgreementID
	Code        string
	Version     int
	Title       JSON[map[string]string]
	Body        JSON[map[string]string]
	Topics      JSON[[]Topic] // what changed with it; none with the first version
	Renewal     Renewal
	EffectiveAt time.Time
	PublishedAt time.Time
	Newest      bool // no later version is in effect
	Accepted    bool // an earlier signature covers it: the seller went on using the seller center
	SignedBy    string
	SignedAt    *time.Time
	Signers     int // sellers that have signed; for the operator
	Wanted      int // sellers that are in; for the operator
}

// AgreementStatus is where a version stands for one reader.
type AgreementStatus string

// The states of a version.
const (
	AgreementUpcoming   AgreementStatus = "upcoming"
	AgreementUnsigned   AgreementStatus = "unsigned"
	AgreementSigned     AgreementStatus = "signed"
	AgreementAccepted   AgreementStatus = "accepted"
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
	case AgreementSigned, AgreementAccepted, AgreementEffective:
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
	case a.SignedAt != nil:
		return AgreementSigned
	case a.Accepted:
		return AgreementAccepted
	}
	return AgreementUnsigned
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

// Check says what is wrong with a version that is to be published; first is that of its code,
// which changes nothing and is always signed.
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
	kind, known := AgreementKindOf(a.Code)
	switch {
	case !known:
		wrong.With("code", "problem.not_an_option", a.Code)
	case a.Version > 1 && len(a.Topics.V) == 0:
		wrong.With("topics", "agreement.no_topic")
	case !slices.Contains(Renewals, a.Renewal):
		wrong.With("renewal", "problem.not_an_option", string(a.Renewal))
	case a.Renewal == ByUse && (kind.Entry || a.Version == 1):
		wrong.With("renewal", "agreement.must_be_signed")
	}
	for _, topic := range a.Topics.V {
		if !slices.Contains(Topics, topic) {
			wrong.With("topics", "problem.not_an_option", string(topic))
		}
	}
	return wrong.Err()
}

// Notice is what sellers are told of a new version: what it changes, from when it holds, and
// whether it has to be signed again.
func (a Agreement) Notice() Reason {
	kind, _ := AgreementKindOf(a.Code)
	key := "agreement.notice_sign"
	if a.Renewal == ByUse {
		key = "agreement.notice_use"
	}
	if len(a.Topics.V) == 0 {
		return Because(key, Word(kind.Key()), a.Version, a.EffectiveAt, Word("agreement.no_topics"))
	}
	topics := Because(a.Topics.V[0].Key())
	for _, topic := range a.Topics.V[1:] {
		topics = Because("agreement.and", topics, Word(topic.Key()))
	}
	return Because(key, Word(kind.Key()), a.Version, a.EffectiveAt, topics)
}

// Opens reports whether the version is in effect by then.
func (a Agreement) Opens(now time.Time) bool { return !a.EffectiveAt.After(now) }

// Signer is where one seller stands with one version; for the operator.
type Signer struct {
	SellerID    SellerID
	Number      string
	CompanyName string
	CreatedAt   time.Time
	SignedBy    string
	SignedAt    *time.Time
	UsedAt      *time.Time // first act after it came into effect, where use accepts it
	Accepted    bool
}

// Status is where the seller stands.
func (s Signer) Status() AgreementStatus {
	switch {
	case s.SignedAt != nil:
		return AgreementSigned
	case s.Accepted:
		return AgreementAccepted
	}
	return AgreementUnsigned
}

// InForce is the newest version of that code in effect; the zero one when there is none.
func InForce(all []Agreement, code string, now time.Time) Agreement {
	for _, a := range all {
		if a.Code == code && a.Newest && a.Opens(now) {
			return a
		}
	}
	return Agreement{}
}
