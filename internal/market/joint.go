package market

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Joints is the joint certification of single products (联营认证, catalogue.md §2.11).
var Joints = area("joint", Owner, Operations, Reviewer, Manager)

// The acts on a joint certification. PublishJoint is the right of its own that publishing a
// joint product needs (catalogue.md §2.1, §11.1).
var (
	PublishJoint  = act("joint.publish", Owner, Operations)
	JoinJoint     = act("joint.join", Owner)
	AddJoint      = act("joint.add", Owner, Operations)
	EditJoint     = act("joint.edit", Owner, Operations)
	SubmitJoint   = act("joint.submit", Owner, Operations)
	WithdrawJoint = act("joint.withdraw", Owner, Operations)
	PassJoint     = act("joint.pass", Reviewer, Manager)
	RefuseJoint   = act("joint.refuse", Reviewer, Manager)
)

// JointID names a joint certification.
type JointID = ID[Joint]

// JointStatus is where a certification stands.
type JointStatus string

// The states: being written, in review at one of its stages, rejected with an opinion, passed.
const (
	JointNone     JointStatus = ""
	JointDraft    JointStatus = "draft"
	JointReview   JointStatus = "review"
	JointRejected JointStatus = "rejected"
	JointPassed   JointStatus = "passed"
)

// JointStatuses lists the states.
var JointStatuses = []JointStatus{JointDraft, JointReview, JointRejected, JointPassed}

// Key names the status's words.
func (s JointStatus) Key() string { return "joint.status_" + string(s) }

// Tone is the status's colour.
func (s JointStatus) Tone() Tone {
	switch s {
	case JointNone, JointDraft:
		return Neutral
	case JointReview:
		return Accent
	case JointRejected:
		return Bad
	case JointPassed:
		return OK
	}
	return Neutral
}

// JointMoves is the life of a certification; the operator passes it stage by stage.
var JointMoves = Moves[JointStatus]{
	{JointNone, AddJoint, JointDraft},
	{JointDraft, EditJoint, JointDraft},
	{JointRejected, EditJoint, JointRejected},
	{JointDraft, SubmitJoint, JointReview},
	{JointRejected, SubmitJoint, JointReview},
	{JointReview, WithdrawJoint, JointDraft},
	{JointReview, PassJoint, JointReview},
	{JointReview, PassJoint, JointPassed},
	{JointReview, RefuseJoint, JointRejected},
}

// Key names the stage's words.
func (s JointStage) Key() string { return "joint.stage_" + string(s) }

// JointStagesOf are the stages of a certification of the access type in their order: the
// qualification first, the business information last (catalogue.md §2.1, §2.11).
func JointStagesOf(access AccessType) []JointStage {
	stages := []JointStage{StageQualification}
	for _, stage := range []JointStage{StageKit, StageDeploy, StageTest} {
		if slices.Contains(access.Rules().Certification, stage) {
			stages = append(stages, stage)
		}
	}
	return append(stages, StageBusiness)
}

// Joint is one joint certification.
type Joint struct {
	SellerID   SellerID
	ID         JointID
	Number     string
	Name       string
	AccessType AccessType
	Status     JointStatus
	Stage      JointStage
	Content    JSON[JointContent]
	ShareModel string // 成交价分成 or 底价折扣分成, of the business review
	ShareRatio Ratio
	Floor      Ratio // 底价折扣
	CreatedAt  time.Time
	UpdatedAt  time.Time
	PassedAt   *time.Time
	Version    int
}

// JointContent is what the seller declares (catalogue.md §2.11).
type JointContent struct {
	Sanctions    bool      `json:"sanctions"`
	Security     bool      `json:"security"`
	Legal        bool      `json:"legal"`
	Pricing      bool      `json:"pricing"` // 定价权
	Quotation    *FileRef  `json:"quotation,omitempty"`
	Financials   *FileRef  `json:"financials,omitempty"` // audited, of the previous year
	Companions   []string  `json:"companions,omitempty"`
	Contacts     []Contact `json:"contacts,omitempty"`
	Introduction string    `json:"introduction"`
}

// Contact is one person who is told by mail, SMS and message.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}

// JointStep is one decision on a stage.
type JointStep struct {
	At      time.Time
	Stage   JointStage
	Passed  bool
	By      string
	Opinion string
}

// The models of sharing (catalogue.md §2.8).
const (
	ShareByPrice = "price"
	ShareByFloor = "floor"
)

// ShareModels lists the models.
var ShareModels = []string{ShareByPrice, ShareByFloor}

// JointDetail is one certification with what was decided of its stages.
type JointDetail struct {
	Joint
	Steps    []JointStep
	Products []Product // that sell it
}

// The limits of a certification.
const (
	MostContacts    = 5
	MostCompanions  = 10 // products that go along
	jointTextMost   = 500
	opinionMost     = 500
	financialsMonth = time.July
)

// Check is what keeps the certification from being submitted: the declarations, the
// quotation, contacts who are told, and from July on the audited statement of the previous
// year (catalogue.md §2.11).
func (j Joint) Check(now time.Time) error {
	faults := Invalids{}
	c := j.Content.V
	text(faults, "name", j.Name, nameLeast, nameMost)
	text(faults, "introduction", c.Introduction, 1, jointTextMost)
	for _, tick := range []struct {
		name string
		on   bool
	}{{"sanctions", c.Sanctions}, {"security", c.Security}, {"legal", c.Legal}, {"pricing", c.Pricing}} {
		if !tick.on {
			faults.With(tick.name, "joint.undeclared")
		}
	}
	if c.Quotation == nil {
		faults.With("quotation", "product.no_file")
	}
	if now.In(Shanghai).Month() >= financialsMonth && c.Financials == nil {
		faults.With("financials", "joint.no_financials", strconv.Itoa(now.In(Shanghai).Year()-1))
	}
	if len(c.Companions) > MostCompanions {
		faults.With("companions", "product.too_many_rows", MostCompanions, len(c.Companions))
	}
	for _, companion := range c.Companions {
		text(faults, "companions", companion, nameLeast, nameMost)
	}
	if len(c.Contacts) == 0 {
		faults.With("contacts", "joint.no_contact")
	}
	if len(c.Contacts) > MostContacts {
		faults.With("contacts", "product.too_many_rows", MostContacts, len(c.Contacts))
	}
	for _, contact := range c.Contacts {
		if address, err := mail.ParseAddress(contact.Email); contact.Name == "" || !phone(contact.Phone) || err != nil || address.Address != contact.Email {
			faults.With("contacts", "joint.contact_form", contact.Name)
		}
	}
	return faults.Err()
}

// Submit begins at the first stage, after a refusal at the stage that refused.
func (j *Joint) Submit(now time.Time) (err error) {
	next, err := JointMoves.Next(j.Status, SubmitJoint)
	if err != nil {
		return err
	}
	if err := j.Check(now); err != nil {
		return err
	}
	if j.Status == JointDraft || j.Stage == "" {
		j.Stage = JointStagesOf(j.AccessType)[0]
	}
	j.Status = next
	return nil
}

// ShareTerms is how the price of a joint product is shared (catalogue.md §2.8).
type ShareTerms struct {
	Model string
	Ratio Ratio
	Floor Ratio
}

// Pass lets the certification go on to its next stage; the last, the business information,
// carries how the price is shared and ends it.
func (j *Joint) Pass(terms ShareTerms, now time.Time) error {
	if _, err := JointMoves.Next(j.Status, PassJoint); err != nil {
		return err
	}
	stages := JointStagesOf(j.AccessType)
	if at := slices.Index(stages, j.Stage); at < len(stages)-1 {
		j.Stage = stages[at+1]
		return nil
	}
	faults := Invalids{}
	if !slices.Contains(ShareModels, terms.Model) {
		faults.With("share_model", "problem.required")
	}
	if terms.Ratio.d.Sign() <= 0 {
		faults.With("share_ratio", "problem.required")
	}
	if terms.Model == ShareByFloor && terms.Floor.d.Sign() <= 0 {
		faults.With("floor", "problem.required")
	}
	if err := faults.Err(); err != nil {
		return err
	}
	j.Status, j.ShareModel, j.ShareRatio, j.Floor, j.PassedAt = JointPassed, terms.Model, terms.Ratio, terms.Floor, &now
	return nil
}

// Refuse sends the certification back with an opinion.
func (j *Joint) Refuse(opinion string) (err error) {
	if opinion = strings.TrimSpace(opinion); opinion == "" {
		return Invalid("opinion", "review.reason_missing")
	}
	if n := len([]rune(opinion)); n > opinionMost {
		return Invalid("opinion", "problem.too_long", opinionMost, n)
	}
	j.Status, err = JointMoves.Next(j.Status, RefuseJoint)
	return err
}

// Keeps is the platform's share of the order's amount: what the partner's ratio leaves, of
// the price or of its floor (catalogue.md §2.8).
func (j Joint) Keeps() Ratio {
	if j.ShareModel == ShareByFloor {
		return Ratio{j.Floor.d.Mul(j.ShareRatio.d)}.Rest()
	}
	return j.ShareRatio.Rest()
}

// Listed reports whether a product that is not off sale sells the certification: there may be
// no other (catalogue.md §2.1).
func (d JointDetail) Listed() bool {
	return slices.ContainsFunc(d.Products, func(p Product) bool { return p.Status != ProductOffSale })
}

// OperatorJoint is a certification in the operator's queue, with whose it is.
type OperatorJoint struct {
	Joint
	CompanyName string
}

// Opinion is the newest opinion that sent the certification back.
func (d JointDetail) Opinion() string {
	for _, step := range slices.Backward(d.Steps) {
		if !step.Passed {
			return step.Opinion
		}
	}
	return ""
}
