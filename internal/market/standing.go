package market

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Standings is how a seller stands with the marketplace: its points, its level, and the test
// credit it asked for (积分管理, 伙伴等级, 测试券, catalogue.md §9.8).
var Standings = area("standing", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on a seller's standing.
var (
	DeductStanding  = act("standing.deduct", Manager)
	RestoreStanding = act("standing.restore", Manager)
	GradeStanding   = act("standing.grade", Manager)
	ApplyStanding   = act("standing.apply", Owner, Operations) // for test credit
	ExpireStanding  = act("standing.expire", Clock)            // test credit whose time is over
	AssignStanding  = act("standing.assign", Manager)          // an account manager of the seller's own
)

// PartnerLevel is a seller's level as a partner (catalogue.md §9.8).
type PartnerLevel string

// The levels, the lowest first.
const (
	LevelCertified PartnerLevel = "certified" // 认证级
	LevelPreferred PartnerLevel = "preferred" // 优选级
	LevelLeading   PartnerLevel = "leading"   // 领先级
)

// PartnerLevels lists the levels.
var PartnerLevels = []PartnerLevel{LevelCertified, LevelPreferred, LevelLeading}

// Key names the level's words.
func (l PartnerLevel) Key() string { return "standing.level_" + string(l) }

// Tone is the level's colour.
func (l PartnerLevel) Tone() Tone {
	return map[PartnerLevel]Tone{LevelCertified: Neutral, LevelPreferred: Accent, LevelLeading: OK}[l]
}

// Breach is what points are taken for.
type Breach string

// The breaches; how much each costs is the operator's to say.
const (
	BreachTicket   Breach = "ticket"   // tickets or complaints that nobody answered
	BreachDelivery Breach = "delivery" // deliveries late or given up
	BreachProbe    Breach = "probe"    // interfaces that failed
	BreachContent  Breach = "content"  // what a listing says is not so
	BreachPrice    Breach = "price"    // selling past the marketplace, false prices
	BreachOther    Breach = "other"
)

// Breaches lists the breaches.
var Breaches = []Breach{BreachTicket, BreachDelivery, BreachProbe, BreachContent, BreachPrice, BreachOther}

// Key names the breach's words.
func (b Breach) Key() string { return "standing.breach_" + string(b) }

// StandingState is what a seller's points mean.
type StandingState string

// The states: a warning, then a punishment, at the end termination (catalogue.md §9.8).
const (
	StandingGood     StandingState = "good"
	StandingWarned   StandingState = "warned"
	StandingPunished StandingState = "punished"
	StandingEnded    StandingState = "ended"
)

// Key names the state's words.
func (s StandingState) Key() string { return "standing.state_" + string(s) }

// Tone is the state's colour.
func (s StandingState) Tone() Tone {
	return map[StandingState]Tone{StandingGood: OK, StandingWarned: Warn, StandingPunished: Bad, StandingEnded: Bad}[s]
}

// PointRules are how many points a seller begins with, and from how few on it is warned and
// punished.
type PointRules struct {
	First  int
	Warn   int
	Punish int
}

// PointRules are the settings' rules.
func (s Settings) PointRules() PointRules {
	return PointRules{s.PointsFirst, s.PointsWarn, s.PointsPunish}
}

// State is what the points mean; none left ends the cooperation.
func (r PointRules) State(points int) StandingState {
	switch {
	case points <= 0:
		return StandingEnded
	case points <= r.Punish:
		return StandingPunished
	case points <= r.Warn:
		return StandingWarned
	}
	return StandingGood
}

// SellerStanding is where one seller stands.
type SellerStanding struct {
	SellerID    SellerID
	Number      string
	CompanyName string
	Level       PartnerLevel
	LevelAt     *time.Time
	Points      int
	LastAt      *time.Time // of the newest entry
	CreatedAt   time.Time

	ManagerName  string // its own account manager, whom the level gives it
	ManagerPhone string
	ManagerEmail string
}

// AccountManager is who looks after a seller at the marketplace (专属客户经理).
type AccountManager struct{ Name, Phone, Email string }

// Check refuses an account manager whom nobody reaches.
func (m AccountManager) Check() error {
	wrong := Invalids{}
	wrong.long("manager_name", m.Name, 32)
	if !phone(m.Phone) {
		wrong.With("manager_phone", "problem.not_a_phone", m.Phone)
	}
	return cmp.Or(wrong.Join(CheckEmail("manager_email", m.Email)), wrong.Err())
}

// PointEntry is one change of a seller's points.
type PointEntry struct {
	ID     ID[PointEntry]
	Delta  int
	Left   int
	Breach Breach
	Reason string
	MadeBy string
	MadeAt time.Time
}

// CheckPoints refuses a change that names no breach, no reason, or less than one point.
func CheckPoints(n int, breach Breach, reason string) error {
	wrong := Invalids{}
	if n < 1 || n > 100 {
		wrong.With("points", "problem.out_of_range", 1, 100, n)
	}
	if !slices.Contains(Breaches, breach) {
		wrong.With("breach", "problem.not_an_option", string(breach))
	}
	return cmp.Or(wrong.Join(CheckReason(reason)), wrong.Err())
}

// TestCreditID names test credit.
type TestCreditID = ID[TestCredit]

// TestCreditStatus is where test credit stands.
type TestCreditStatus string

// The states of test credit.
const (
	TestCreditPending   TestCreditStatus = "pending"
	TestCreditActive    TestCreditStatus = "active"
	TestCreditRejected  TestCreditStatus = "rejected"
	TestCreditWithdrawn TestCreditStatus = "withdrawn"
	TestCreditExpired   TestCreditStatus = "expired"
)

// Key names the status's words.
func (s TestCreditStatus) Key() string { return "standing.credit_" + string(s) }

// Tone is the status's colour.
func (s TestCreditStatus) Tone() Tone {
	switch s {
	case TestCreditPending:
		return Warn
	case TestCreditActive:
		return OK
	case TestCreditRejected:
		return Bad
	case TestCreditWithdrawn, TestCreditExpired:
		return Neutral
	}
	return Neutral
}

// TestCreditMoves is the life of test credit.
var TestCreditMoves = Moves[TestCreditStatus]{
	{TestCreditPending, ApproveReview, TestCreditActive},
	{TestCreditPending, RejectReview, TestCreditRejected},
	{TestCreditPending, WithdrawReview, TestCreditWithdrawn},
	{TestCreditActive, ExpireStanding, TestCreditExpired},
}

// TestCredit is credit for trying out the integration of images and SaaS (测试券): asked for
// with a sealed letter, valid as long as a coupon (catalogue.md §9.7, §9.8).
type TestCredit struct {
	SellerID   SellerID
	ID         TestCreditID
	Number     string
	AccessType AccessType
	Purpose    string
	Amount     Money
	LetterID   FileID
	Status     TestCreditStatus
	AppliedBy  string
	AppliedAt  time.Time
	DecidedAt  *time.Time
	Note       string
	EndsAt     *time.Time
}

// TestCreditTypes are the access types that are tested with credit.
var TestCreditTypes = []AccessType{AccessSaaS, AccessImage}

// TestCreditMonths is how long test credit is valid.
const TestCreditMonths = 6

// Check refuses an application that is not whole.
func (c TestCredit) Check() error {
	wrong := Invalids{}
	if !slices.Contains(TestCreditTypes, c.AccessType) {
		wrong.With("access_type", "problem.not_an_option", string(c.AccessType))
	}
	wrong.long("purpose", strings.TrimSpace(c.Purpose), 500)
	if c.Amount.Sign() <= 0 || c.Amount.Over(mostTestCredit) {
		wrong.With("amount", "standing.amount_range", mostTestCredit, c.Amount)
	}
	return wrong.Err()
}

// mostTestCredit is the most that is asked for at once.
var mostTestCredit = Yuan("100000.00")

// Decide settles an application.
func (c *TestCredit) Decide(act Act, note string, now time.Time) (err error) {
	if c.Status, err = TestCreditMoves.Next(c.Status, act); err != nil {
		return err
	}
	c.DecidedAt, c.Note = &now, note
	if act == ApproveReview {
		ends := PerMonth.After(now, TestCreditMonths)
		c.EndsAt = &ends
	}
	return nil
}

// StandingSearch is which sellers of the operator's list are wanted.
type StandingSearch struct {
	Level PartnerLevel
	Text  string
}
