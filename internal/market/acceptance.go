package market

import (
	"slices"
	"strconv"
)

// AcceptanceRule is the set of documents by which a delivery is accepted (transactions.md §2.6).
type AcceptanceRule string

// The rules.
const (
	RuleSeller      AcceptanceRule = ""            // 商家自定义验收规则
	RuleEmpowerment AcceptanceRule = "empowerment" // 赋能云
	RuleBase        AcceptanceRule = "base"        // 基地云
)

// AcceptanceRules lists the rules.
var AcceptanceRules = []AcceptanceRule{RuleSeller, RuleEmpowerment, RuleBase}

// Key names the rule's words.
func (r AcceptanceRule) Key() string {
	if r == RuleSeller {
		return "supervision.rule_seller"
	}
	return "supervision.rule_" + string(r)
}

// Reviewed reports whether the platform reviews the report before the buyer accepts.
func (r AcceptanceRule) Reviewed() bool { return r != RuleSeller }

// Track is the program that a customer belongs to.
type Track string

// The tracks of customers and the kinds of coupons that an order used.
const (
	TrackNone        Track = ""
	TrackEmpowerment Track = "empowerment"
	TrackBase        Track = "base"
)

// Tracks lists the tracks, for a form.
var Tracks = []Track{TrackNone, TrackEmpowerment, TrackBase}

// CouponKind is what sort of platform coupon paid a part.
type CouponKind string

// The kinds of coupons that choose a rule.
const (
	CouponNone   CouponKind = ""
	CouponCash   CouponKind = "cash"   // 现金券
	CouponPickup CouponKind = "pickup" // 提货券
)

// Key names the kind's words.
func (k CouponKind) Key() string {
	if k == CouponNone {
		return "supervision.coupon_none"
	}
	return "supervision.coupon_" + string(k)
}

// CouponKinds lists the kinds, for a form.
var CouponKinds = []CouponKind{CouponNone, CouponCash, CouponPickup}

// Marks are what the operator knows of a customer and an order that chooses the rule.
type Marks struct {
	Track  Track
	Coupon CouponKind
}

// Check refuses marks that nobody knows.
func (m Marks) Check() error {
	wrong := Invalids{}
	if !slices.Contains(Tracks, m.Track) {
		wrong.With("customer_track", "problem.not_an_option", string(m.Track))
	}
	if !slices.Contains(CouponKinds, m.Coupon) {
		wrong.With("coupon_kind", "problem.not_an_option", string(m.Coupon))
	}
	return wrong.Err()
}

// Rule is the rule for an order (transactions.md §2.6): joint goods whose customer belongs
// to a track, or whose order used that track's coupon; everything else is seller-defined.
func (m Marks) Rule(sale SaleType) AcceptanceRule {
	switch {
	case sale != SaleJoint:
		return RuleSeller
	case m.Track == TrackEmpowerment || m.Coupon == CouponCash:
		return RuleEmpowerment
	case m.Track == TrackBase || m.Coupon == CouponPickup:
		return RuleBase
	}
	return RuleSeller
}

// leastScreenshots is how many pictures of a delivery the tracks' rules want.
const leastScreenshots = 3

// Documents are what a delivery by the rule needs (transactions.md §2.6): what the template
// asks for, and for the tracks the report with its key items. Cloud resources are proven for
// licences only: SaaS has none of its own.
func (r AcceptanceRule) Documents(asked []EvidenceKind, access AccessType) []EvidenceKind {
	if !r.Reviewed() {
		return asked
	}
	all := slices.Clone(asked)
	need := func(kind EvidenceKind, times int) {
		for range times {
			all = append(all, kind)
		}
	}
	if !slices.Contains(asked, EvidenceAcceptance) {
		need(EvidenceAcceptance, 1)
	}
	need(EvidenceCloudAuth, 1)
	if access == AccessLicense {
		need(EvidenceResource, 1)
	}
	need(EvidenceScreenshot, leastScreenshots)
	need(EvidenceSigned, 1)
	return all
}

// Ruled is the flow under the rule: with the platform's review where the rule asks for it,
// and with the rule's documents where the seller hands over.
func (f Flow) Ruled(r AcceptanceRule, access AccessType) Flow {
	f = f.Reviewed(r.Reviewed())
	f.Rule, f.Nodes = r, slices.Clone(f.Nodes)
	over := f.Handover().Key
	for i, node := range f.Nodes {
		if node.Key == over {
			f.Nodes[i].Evidence = r.Documents(node.Evidence, access)
		}
	}
	return f
}

// Redeliver refuses to hand over again, unchanged, what the platform's review declined: the
// seller brings new proof (transactions.md §2.3).
func (s Settings) Redeliver(unchanged bool) error {
	if s.RedeliverFiles && unchanged {
		return Invalid("files", "supervision.declined_unchanged")
	}
	return nil
}

// MissingEvidence is what is needed and not there, in the order in which it is needed; what
// is needed several times must be there as often. The refusal of an act and the page's
// checklist both come from here.
func MissingEvidence(need, have []EvidenceKind) []EvidenceKind {
	left := map[EvidenceKind]int{}
	for _, kind := range have {
		left[kind]++
	}
	var missing []EvidenceKind
	for _, kind := range need {
		if left[kind] > 0 {
			left[kind]--
			continue
		}
		missing = append(missing, kind)
	}
	return missing
}

// EvidenceNeed is one kind of document and how often it is needed, had and lacking.
type EvidenceNeed struct {
	Kind    EvidenceKind
	Least   int
	Missing int
}

// EvidenceNeeds is the checklist of what is needed, kind by kind.
func EvidenceNeeds(need, have []EvidenceKind) []EvidenceNeed {
	var all []EvidenceNeed
	at := func(kind EvidenceKind) *EvidenceNeed {
		for i := range all {
			if all[i].Kind == kind {
				return &all[i]
			}
		}
		all = append(all, EvidenceNeed{Kind: kind})
		return &all[len(all)-1]
	}
	for _, kind := range need {
		at(kind).Least++
	}
	for _, kind := range MissingEvidence(need, have) {
		at(kind).Missing++
	}
	return all
}

// Words makes a reason that names the kinds, one after the other, with how often where it is
// more than once.
func Words(kinds []EvidenceKind) Reason {
	if len(kinds) == 0 {
		return Reason{}
	}
	needs := EvidenceNeeds(kinds, nil)
	words := make([]Reason, len(needs))
	for i, n := range needs {
		words[i] = Because(n.Kind.Key())
		if n.Least > 1 {
			words[i] = Because("evidence.times", words[i], strconv.Itoa(n.Least))
		}
	}
	all := words[len(words)-1]
	for i := len(words) - 2; i >= 0; i-- {
		joint := "evidence.comma"
		if i == len(words)-2 {
			joint = "evidence.and"
		}
		all = Because(joint, words[i], all)
	}
	return all
}
