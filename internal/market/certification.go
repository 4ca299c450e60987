package market

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Certifications are a seller's bank and tax data (商业信息认证, catalogue.md §1.5).
var Certifications = area("certification", Owner, Finance, Reviewer, Treasurer, Manager)

// The acts on a certification; the operator decides it as a review.
var (
	StartCertification  = act("certification.start", Owner)
	VerifyCertification = act("certification.verify", Owner)
	ChangeCertification = act("certification.change", Owner) // new data of a certified seller
	UnlockCertification = act("certification.unlock", Reviewer, Treasurer, Manager)
)

// CertificationStatus is where a certification stands; empty when none was started.
type CertificationStatus string

// The states of a certification (catalogue.md §1.5).
const (
	Uncertified            CertificationStatus = ""
	CertificationVerifying CertificationStatus = "verifying" // the test amount waits to be typed
	CertificationReviewing CertificationStatus = "reviewing"
	Certified              CertificationStatus = "certified"
	CertificationRejected  CertificationStatus = "rejected"
	CertificationLocked    CertificationStatus = "locked" // three wrong amounts
)

// CertificationStatuses lists the states of a certification that was started.
var CertificationStatuses = []CertificationStatus{CertificationVerifying, CertificationReviewing, Certified, CertificationRejected, CertificationLocked}

// Key names the status's words.
func (s CertificationStatus) Key() string {
	if s == Uncertified {
		return "certification.status_none"
	}
	return "certification.status_" + string(s)
}

// Tone is the status's colour.
func (s CertificationStatus) Tone() Tone {
	switch s {
	case Uncertified:
		return Neutral
	case CertificationVerifying, CertificationReviewing:
		return Accent
	case Certified:
		return OK
	case CertificationRejected, CertificationLocked:
		return Bad
	}
	return Neutral
}

// CertificationMoves is the life of a certification.
var CertificationMoves = Moves[CertificationStatus]{
	{Uncertified, StartCertification, CertificationVerifying},
	{CertificationVerifying, StartCertification, CertificationVerifying},
	{CertificationRejected, StartCertification, CertificationVerifying},
	{CertificationVerifying, VerifyCertification, CertificationReviewing},
	{CertificationReviewing, ApproveReview, Certified},
	{CertificationReviewing, RejectReview, CertificationRejected},
	{CertificationReviewing, WithdrawReview, CertificationVerifying},
	{CertificationLocked, UnlockCertification, CertificationVerifying},
}

// MostWrongAmounts is how many wrong amounts lock a certification (catalogue.md §1.5).
const MostWrongAmounts = 3

// Taxpayers are the taxpayer identities (纳税人身份).
var Taxpayers = []string{"general", "small"}

// VATRates are the rates that each taxpayer identity may invoice at.
var VATRates = map[string][]Ratio{
	"general": {Percent("13"), Percent("9"), Percent("6")},
	"small":   {Percent("3"), Percent("1")},
}

// CertificationID names a certification.
type CertificationID = ID[Certification]

// Certification is a seller's bank account and tax identity; payouts go to that account.
type Certification struct {
	SellerID    SellerID
	ID          CertificationID
	Status      CertificationStatus
	LegalName   string
	CreditCode  string
	Address     string
	Phone       string
	Taxpayer    string
	VATRate     Ratio
	BankName    string
	BankBranch  string
	AccountTail string // last four digits; the number itself stays sealed
	ProofFileID *FileID
	TestAmount  Money // known to the operator and to the bank, not to the seller
	WrongCount  int
	Reason      string
	SubmittedAt time.Time
	CertifiedAt *time.Time
	Version     int
	CompanyName string // for the operator
}

// Account is the account number as pages show it.
func (c Certification) Account() string { return "**** " + c.AccountTail }

// CertificationForm is what is typed to be certified. Name and code are the seller's own.
type CertificationForm struct {
	Address    string
	Phone      string
	Taxpayer   string
	VATRate    string // percent, one of VATRates
	BankName   string
	BankBranch string
	AccountNo  string
}

// Check reads the form: the rate, the bare account number, and everything that is wrong.
func (f CertificationForm) Check() (rate Ratio, account string, err error) {
	wrong := Invalids{}
	account = strings.NewReplacer(" ", "", "-", "").Replace(f.AccountNo)
	for _, err := range []error{
		checkLength("address", f.Address, 4, 200), CheckPhone("phone", f.Phone), checkChoice("taxpayer", f.Taxpayer, Taxpayers),
		checkLength("bank_name", f.BankName, 2, 64), checkLength("bank_branch", f.BankBranch, 2, 100),
	} {
		if err := wrong.Join(err); err != nil {
			return rate, account, err
		}
	}
	at := slices.IndexFunc(VATRates[f.Taxpayer], func(r Ratio) bool { return r.Percent() == f.VATRate })
	switch {
	case f.VATRate == "":
		wrong.With("vat_rate", "problem.required")
	case at < 0:
		wrong.With("vat_rate", "certification.rate_of_other", f.VATRate+"%")
	default:
		rate = VATRates[f.Taxpayer][at]
	}
	switch {
	case account == "":
		wrong.With("account_no", "problem.required")
	case strings.Trim(account, "0123456789") != "" || len(account) < 8 || len(account) > 30:
		wrong.With("account_no", "certification.not_an_account")
	}
	return rate, account, wrong.Err()
}

// NewTestAmount draws the amount that is paid to the account: 0.01–0.99 (catalogue.md §1.5).
func NewTestAmount() (Money, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(99))
	if err != nil {
		return Money{}, err
	}
	return Yuan(fmt.Sprintf("0.%02d", n.Int64()+1)), nil
}

// Verify compares the amount that the seller found on its account. A wrong one is counted;
// the third locks the certification. The refusal is nil when the amount is right.
func (c *Certification) Verify(amount Money) (refusal, err error) {
	next, err := CertificationMoves.Next(c.Status, VerifyCertification)
	if err != nil {
		return nil, err
	}
	if amount.Equal(c.TestAmount) {
		c.Status = next
		return nil, nil
	}
	c.WrongCount++
	if c.WrongCount >= MostWrongAmounts {
		c.Status = CertificationLocked
		return Conflict("certification.locked", MostWrongAmounts), nil
	}
	return Invalid("amount", "certification.wrong_amount", amount, MostWrongAmounts-c.WrongCount), nil
}

// CertificationSearch is which certifications of a list are wanted.
type CertificationSearch struct {
	Status CertificationStatus
	Text   string
}
