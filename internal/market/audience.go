package market

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Audiences are who may buy what: target customers of products and specs, the whitelists of
// trials, and who may pay with credit (配置商品销售对象, catalogue.md §4, §5).
var Audiences = area("audience", Owner, Operations, Support, Reviewer, Manager)

// The acts on audiences: whom something is sold to, and the users that are named one by one.
var (
	SetAudience   = act("audience.set", Owner, Operations)
	AdmitAudience = act("audience.admit", Owner, Operations)
	DropAudience  = act("audience.drop", Owner, Operations)
)

// AudienceID names an audience.
type AudienceID = ID[Audience]

// AudiencePurpose is what an audience decides on.
type AudiencePurpose string

// The purposes.
const (
	ForProduct      AudiencePurpose = "product"
	ForSpec         AudiencePurpose = "spec"
	ForTrial        AudiencePurpose = "trial"
	ForCreditCoupon AudiencePurpose = "credit_coupon"
	ForCreditLimit  AudiencePurpose = "credit_limit"
)

// Key names the purpose's words.
func (p AudiencePurpose) Key() string { return "audience.purpose_" + string(p) }

// AudienceKind is whom something is sold to (catalogue.md §5).
type AudienceKind string

// The kinds of audience.
const (
	AudienceAll        AudienceKind = "all"        // 所有用户
	AudienceEnterprise AudienceKind = "enterprise" // 企业用户
	AudienceIndividual AudienceKind = "individual" // 个人用户
	AudienceSpecified  AudienceKind = "specified"  // 指定用户
	AudienceAssociated AudienceKind = "associated" // 已购买关联商品用户
)

// AudienceKinds lists the kinds.
var AudienceKinds = []AudienceKind{AudienceAll, AudienceEnterprise, AudienceIndividual, AudienceSpecified, AudienceAssociated}

// Key names the kind's words.
func (k AudienceKind) Key() string { return "audience.kind_" + string(k) }

// Tone is the kind's colour: only what keeps somebody out needs an eye.
func (k AudienceKind) Tone() Tone {
	if k == AudienceAll {
		return Neutral
	}
	return Accent
}

// audienceMatrix is whom a spec may be sold to when its product is sold to these: the exact
// table of catalogue.md §5. Specified and associated users of a product lock its specs.
var audienceMatrix = map[AudienceKind][]AudienceKind{
	AudienceAll:        {AudienceAll, AudienceEnterprise, AudienceIndividual, AudienceSpecified, AudienceAssociated},
	AudienceEnterprise: {AudienceEnterprise, AudienceSpecified, AudienceAssociated},
	AudienceIndividual: {AudienceIndividual, AudienceSpecified, AudienceAssociated},
	AudienceSpecified:  {AudienceSpecified},
	AudienceAssociated: {AudienceAssociated},
}

// Specs are the kinds that specs of a product sold to k may have; the first is the product's
// own, which a spec has that was never set.
func (k AudienceKind) Specs() []AudienceKind { return audienceMatrix[k] }

// Locked reports a product's kind that its specs share and cannot leave.
func (k AudienceKind) Locked() bool { return len(audienceMatrix[k]) == 1 }

// Audience is whom one thing is sold to.
type Audience struct {
	SellerID  SellerID
	ID        AudienceID
	Purpose   AudiencePurpose
	ProductID ProductID
	SpecID    *ID[Spec] // of the purposes spec and trial
	Kind      AudienceKind
	UpdatedAt time.Time
	UpdatedBy string
	Version   int
}

// AudienceTarget is a product or a spec that a customer must have bought before.
type AudienceTarget struct {
	AudienceID AudienceID
	TargetID   ID[AudienceTarget]
	Name       string
}

// AudienceUser is a customer named one by one: account name and account id (账号名, 账号 ID).
type AudienceUser struct {
	ID          ID[AudienceUser]
	AudienceID  AudienceID
	AccountName string
	AccountID   string
	AddedAt     time.Time
	AddedBy     string
}

// AudienceAsk is whom a product, or one of its specs, shall be sold to.
type AudienceAsk struct {
	ProductID ProductID // either
	SpecID    *ID[Spec] // or
	Kind      AudienceKind
	Targets   []string // ids of products or of specs, of an associated audience
}

// Check holds a choice against the product's level (catalogue.md §5): product is the kind of
// the product when a spec is set, specs are those of the specs when a product is.
func (a AudienceAsk) Check(product AudienceKind, specs map[string]AudienceKind) error {
	faults := Invalids{}
	if !slices.Contains(AudienceKinds, a.Kind) {
		return Invalid("kind", "problem.not_an_option", string(a.Kind))
	}
	if a.SpecID != nil && product.Locked() {
		return Conflict("audience.locked", Word(product.Key()))
	}
	if a.SpecID != nil && !slices.Contains(product.Specs(), a.Kind) {
		faults.With("kind", "audience.matrix", Word(product.Key()), Word(a.Kind.Key()))
	}
	if a.SpecID == nil && !a.Kind.Locked() {
		for _, name := range sortedKeys(specs) {
			if !slices.Contains(a.Kind.Specs(), specs[name]) {
				faults.With("kind", "audience.spec_outside", name, Word(specs[name].Key()), Word(a.Kind.Key()))
			}
		}
	}
	if a.Kind == AudienceAssociated && len(a.Targets) == 0 {
		faults.With("targets", "audience.no_targets")
	}
	if len(a.Targets) > MostTargets {
		faults.With("targets", "audience.too_many_targets", MostTargets, len(a.Targets))
	}
	return faults.Err()
}

// The bounds of audiences.
const (
	MostTargets       = 20
	MostUsersAtOnce   = 1000
	accountNameLimit  = 64
	accountIDLimit    = 64
	leastAccountIDLen = 2
)

var accountIDPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:-]*$`)

// CheckUsers are the faults of users that are to be admitted, all at once: field name_N and
// id_N of the Nth row. known are account names that the ids are known to have (catalogue.md
// §11.2: name and id do not match), here are ids that are admitted already.
func CheckUsers(users []AudienceUser, known map[string]string, here map[string]bool) error {
	faults := Invalids{}
	if len(users) == 0 {
		return Invalid("users", "audience.no_users")
	}
	if len(users) > MostUsersAtOnce {
		return Invalid("users", "audience.too_many_users", MostUsersAtOnce, len(users))
	}
	seen := map[string]int{}
	for n, user := range users {
		name, id := RowField("name", n), RowField("id", n)
		if length := utf8.RuneCountInString(user.AccountName); strings.TrimSpace(user.AccountName) == "" {
			faults.With(name, "audience.no_name", n+1)
		} else if length > accountNameLimit {
			faults.With(name, "problem.too_long", accountNameLimit, length)
		}
		switch length := len(user.AccountID); {
		case length == 0:
			faults.With(id, "audience.no_id", n+1)
			continue
		case length < leastAccountIDLen || length > accountIDLimit || !accountIDPattern.MatchString(user.AccountID):
			faults.With(id, "audience.not_an_id", n+1, user.AccountID)
			continue
		}
		if first, twice := seen[user.AccountID]; twice {
			faults.With(id, "audience.twice", n+1, user.AccountID, first+1)
		}
		seen[user.AccountID] = n
		if here[user.AccountID] {
			faults.With(id, "audience.here", n+1, user.AccountID)
		}
		if account, met := known[user.AccountID]; met && account != user.AccountName {
			faults.With(name, "audience.differs", n+1, user.AccountID, account, user.AccountName)
		}
	}
	return faults.Err()
}

// ReadUsers reads one user a line: account name, then account id, parted by a comma or tab.
func ReadUsers(text string) (users []AudienceUser) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		at := strings.IndexAny(line, ",，\t")
		if at < 0 {
			at = strings.LastIndexByte(line, ' ')
		}
		user := AudienceUser{AccountName: line}
		if at >= 0 {
			user.AccountName = strings.TrimSpace(line[:at])
			user.AccountID = strings.TrimSpace(strings.TrimLeft(line[at:], ",， \t"))
		}
		users = append(users, user)
	}
	return users
}

// AudienceSpec is a spec of a product in the list of target customers.
type AudienceSpec struct {
	ID         ID[Spec]
	ProductID  ProductID
	Name       string
	SKUCode    string
	AudienceID *AudienceID
	Kind       AudienceKind // what holds: its own, or the product's
	Own        bool         // set for the spec itself
	Users      int
	Targets    int
}

// AudienceRow is a product in the list of target customers.
type AudienceRow struct {
	SellerID    SellerID
	ProductID   ProductID
	ProductName string
	Number      string
	AccessType  AccessType
	AudienceID  *AudienceID
	Kind        AudienceKind
	Users       int
	Targets     int
	ListedAt    time.Time
	UpdatedAt   *time.Time
	Specs       []AudienceSpec
}

// AudienceSearch is which products of the list are wanted; empty fields want all.
type AudienceSearch struct {
	Text string
	Kind AudienceKind
}

// AudienceDetail is an audience with what it is about.
type AudienceDetail struct {
	Audience
	ProductName string
	SpecName    string
	SKUCode     string
	Users       int
	CompanyName string // for the operator
}

// Name is what the audience is about, for its reader.
func (d AudienceDetail) Name() string {
	if d.SpecName == "" {
		return d.ProductName
	}
	return d.ProductName + " · " + d.SpecName
}

// AudienceTargetChoice is a product or a spec that can be associated.
type AudienceTargetChoice struct {
	ID   ID[AudienceTarget]
	Name string
}
