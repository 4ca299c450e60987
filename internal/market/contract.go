package market

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

// Contracts are with whom a mainland seller contracts with to sell abroad (签约主体,
// catalogue.md §10).
var Contracts = area("contract", Owner, Operations, Finance, Reviewer, Treasurer, Manager)

// The acts on contracting entities: the seller joins the international site, signs with an
// entity and is certified for it; the operator says which entities there are.
var (
	JoinContract    = act("contract.join", Owner)
	SignContract    = act("contract.sign", Owner)
	CertifyContract = act("contract.certify", Owner)
	DefineContract  = act("contract.define", Manager)
)

// ReviewContract asks consent to the bank and tax data given for one contracting entity.
const ReviewContract ReviewKind = "contract"

// Entity is one contracting entity and the sales regions it sells in. An old one names who
// took its place; from then on a supplement is signed with the successor.
type Entity struct {
	Code       string
	Name       JSON[map[string]string]
	Text       JSON[map[string]string] // what is signed
	Usual      bool                    // signed first, whatever the target region
	ReplacedBy string
	ReplacedOn *Day
	Ordinal    int
	Signers    int // sellers that have signed; for the operator
}

// Replaced reports whether a successor has taken the entity's place by that day.
func (e Entity) Replaced(day Day) bool {
	return e.ReplacedBy != "" && e.ReplacedOn != nil && !day.Before(*e.ReplacedOn)
}

// Check says what is wrong with an entity that is to be defined.
func (e Entity) Check(regions []string) error {
	wrong := Invalids{}
	for _, err := range []error{
		checkLength("name_zh", e.Name.V["zh-CN"], 2, 100), checkLength("name_en", e.Name.V["en"], 2, 100),
		checkLength("text_zh", e.Text.V["zh-CN"], 20, 50_000), checkLength("text_en", e.Text.V["en"], 20, 50_000),
	} {
		if err := wrong.Join(err); err != nil {
			return err
		}
	}
	if !entityCode.MatchString(e.Code) {
		wrong.With("code", "contract.not_a_code", e.Code)
	}
	if (e.ReplacedBy == "") != (e.ReplacedOn == nil) {
		wrong.With("replaced_on", "contract.replacement_half")
	}
	if e.ReplacedBy == e.Code && e.Code != "" {
		wrong.With("replaced_by", "contract.replaces_itself")
	}
	if len(regions) == 0 && e.ReplacedBy == "" {
		wrong.With("regions", "contract.no_region")
	}
	return wrong.Err()
}

var (
	entityCode = regexp.MustCompile(`^[a-z][a-z0-9_]{1,15}$`)
	swiftCode  = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	taxNumber  = regexp.MustCompile(`^[A-Za-z0-9-]{4,32}$`)
)

// ContractStatus is where a seller stands with one contracting entity.
type ContractStatus string

// The states of a contract; empty before it is signed.
const (
	ContractUnsigned  ContractStatus = ""
	ContractSigned    ContractStatus = "signed"
	ContractReviewing ContractStatus = "reviewing"
	ContractCertified ContractStatus = "certified"
	ContractRejected  ContractStatus = "rejected"
)

// ContractStatuses lists the states of a contract.
var ContractStatuses = []ContractStatus{ContractUnsigned, ContractSigned, ContractReviewing, ContractCertified, ContractRejected}

// Key names the status's words.
func (s ContractStatus) Key() string {
	if s == ContractUnsigned {
		return "contract.status_unsigned"
	}
	return "contract.status_" + string(s)
}

// Tone is the status's colour.
func (s ContractStatus) Tone() Tone {
	switch s {
	case ContractUnsigned:
		return Neutral
	case ContractSigned:
		return Warn
	case ContractReviewing:
		return Accent
	case ContractCertified:
		return OK
	case ContractRejected:
		return Bad
	}
	return Neutral
}

// ContractMoves is the life of a contract: certification is made for each signed entity,
// and only then are its regions sold in (catalogue.md §10).
var ContractMoves = Moves[ContractStatus]{
	{ContractUnsigned, SignContract, ContractSigned},
	{ContractSigned, CertifyContract, ContractReviewing},
	{ContractRejected, CertifyContract, ContractReviewing},
	{ContractReviewing, ApproveReview, ContractCertified},
	{ContractReviewing, RejectReview, ContractRejected},
	{ContractReviewing, WithdrawReview, ContractSigned},
}

// ContractID names a contract.
type ContractID = ID[Contract]

// Contract is what one seller has with one contracting entity; ID is zero before signing.
type Contract struct {
	Entity
	ID           ContractID
	Status       ContractStatus
	Supplement   bool // signed in place of an old entity's contract
	SignedBy     string
	SignedAt     *time.Time
	LegalName    string
	Address      string
	TaxNumber    string
	BankName     string
	Swift        string
	AccountTail  string
	ProofFileID  *FileID
	Reason       string
	CertifiedAt  *time.Time
	Version      int
	Supplemented bool // this old contract's successor waits to be signed
}

// Account is the account number as pages show it.
func (c Contract) Account() string { return "**** " + c.AccountTail }

// Sign signs the contract: once, with an entity that nobody has replaced.
func (c *Contract) Sign(agreed bool, by string, now time.Time) error {
	if c.Replaced(DayOf(now)) {
		return Conflict("contract.replaced")
	}
	next, err := ContractMoves.Next(c.Status, SignContract)
	if err != nil {
		return err
	}
	if !agreed {
		return Invalid("agreed", "agreement.not_agreed")
	}
	c.Status, c.SignedBy, c.SignedAt = next, by, &now
	return nil
}

// ContractForm is what is typed to be certified for an entity: everything in English, as
// the bank abroad knows it (catalogue.md §10).
type ContractForm struct {
	LegalName string
	Address   string
	TaxNumber string
	BankName  string
	Swift     string
	AccountNo string
}

// Check reads the form: the bare account number, and everything that is wrong.
func (f ContractForm) Check() (account string, err error) {
	wrong := Invalids{}
	for _, field := range []struct {
		name, text string
		least      int
		most       int
	}{{"legal_name", f.LegalName, 2, 140}, {"address", f.Address, 8, 200}, {"bank_name", f.BankName, 2, 100}} {
		if err := wrong.Join(checkLength(field.name, field.text, field.least, field.most)); err != nil {
			return "", err
		}
		if !English(field.text) {
			wrong.With(field.name, "site.not_english")
		}
	}
	if !taxNumber.MatchString(f.TaxNumber) {
		wrong.With("tax_number", "contract.not_a_tax_number")
	}
	if !swiftCode.MatchString(strings.ToUpper(f.Swift)) {
		wrong.With("swift", "contract.not_a_swift")
	}
	account = strings.NewReplacer(" ", "", "-", "").Replace(f.AccountNo)
	if len(account) < 8 || len(account) > 34 || strings.ContainsFunc(account, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		wrong.With("account_no", "contract.not_an_account")
	}
	return account, wrong.Err()
}

// English reports whether the text holds no Chinese: what is sold abroad is described in
// English (catalogue.md §10).
func English(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
