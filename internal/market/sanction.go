package market

import (
	"slices"
	"time"
)

// Sanctions are what a seller suffers for forged proof, or for delivering something else than
// what was ordered (处罚, transactions.md §2.6, §10.2).
var Sanctions = area("sanction", Owner, Operations, Finance, Support, Reviewer, Manager)

// The acts on a sanction.
var (
	ImposeSanction = act("sanction.impose", Manager)
	LiftSanction   = act("sanction.lift", Manager)
	EndSanction    = act("sanction.end", Clock) // its time is over
)

// SanctionID names a sanction.
type SanctionID = ID[Sanction]

// Violation is what a sanction is for (transactions.md §2.6).
type Violation string

// The violations.
const (
	ViolationForged Violation = "forged" // edited screenshots and other proof that is not true
	ViolationOther  Violation = "other"  // something else was delivered than was ordered
)

// Violations lists the violations.
var Violations = []Violation{ViolationForged, ViolationOther}

// Key names the violation's words.
func (v Violation) Key() string { return "sanction.violation_" + string(v) }

// SanctionKind is what a sanction does.
type SanctionKind string

// The kinds, in the order of the rule.
const (
	SanctionYellow SanctionKind = "yellow" // 黄名单: of the seller
	SanctionTrade  SanctionKind = "trade"  // 限制交易: of its joint products
	SanctionHide   SanctionKind = "hide"   // 隐藏: of a product
	SanctionDelist SanctionKind = "delist" // 下架: of a product, for good
)

// SanctionKinds lists the kinds.
var SanctionKinds = []SanctionKind{SanctionYellow, SanctionTrade, SanctionHide, SanctionDelist}

// Key names the kind's words.
func (k SanctionKind) Key() string { return "sanction.kind_" + string(k) }

// OfProduct reports whether one product suffers it, not the seller.
func (k SanctionKind) OfProduct() bool { return k == SanctionHide || k == SanctionDelist }

// Months is how long a sanction of the kind lasts; 0 is for good.
func (k SanctionKind) Months(s Settings) int {
	return map[SanctionKind]int{SanctionYellow: s.SanctionYellow, SanctionTrade: s.SanctionTrade, SanctionHide: s.SanctionHide}[k]
}

// SanctionStatus is where a sanction stands.
type SanctionStatus string

// The states.
const (
	SanctionRunning SanctionStatus = "running"
	SanctionOver    SanctionStatus = "over"
	SanctionLifted  SanctionStatus = "lifted"
)

// SanctionStatuses lists the states.
var SanctionStatuses = []SanctionStatus{SanctionRunning, SanctionOver, SanctionLifted}

// Key names the state's words.
func (s SanctionStatus) Key() string { return "sanction.status_" + string(s) }

// Tone is the state's colour.
func (s SanctionStatus) Tone() Tone {
	return map[SanctionStatus]Tone{SanctionRunning: Bad, SanctionOver: Neutral, SanctionLifted: OK}[s]
}

// SanctionMoves is the life of a sanction.
var SanctionMoves = Moves[SanctionStatus]{
	{SanctionRunning, EndSanction, SanctionOver},
	{SanctionRunning, LiftSanction, SanctionLifted},
}

// Sanction is what a seller, or one of its products, suffers for a violation.
type Sanction struct {
	SellerID   SellerID
	ID         SanctionID
	Number     string
	Violation  Violation
	Kind       SanctionKind
	Status     SanctionStatus
	ProductID  *ProductID     // of what is hidden or delisted
	FlowID     *SupervisionID // the delivery whose proof it is about
	Reason     string
	ImposedBy  string
	ImposedAt  time.Time
	EndsAt     *time.Time // nil is for good
	EndedAt    *time.Time
	LiftedBy   string
	LiftReason string
	Version    int
}

// SanctionRow is a sanction with the names that a list shows.
type SanctionRow struct {
	Sanction
	CompanyName string
	ProductName string
	OrderNumber string
	OrderID     *OrderID
}

// SanctionAsk is what the operator decides over a violation; several kinds may be imposed at once.
type SanctionAsk struct {
	Violation Violation
	Kinds     []SanctionKind
	Product   ProductID     // of hiding and delisting; of the delivery where it names one
	Flow      SupervisionID // zero: about no delivery
	Reason    string
}

// Check refuses a decision without a violation, a consequence, a reason, or the product that
// suffers it.
func (a SanctionAsk) Check() error {
	wrong := Invalids{}
	if !slices.Contains(Violations, a.Violation) {
		wrong.With("violation", "problem.not_an_option", string(a.Violation))
	}
	if len(a.Kinds) == 0 {
		wrong.With("kinds", "problem.required")
	}
	for _, kind := range a.Kinds {
		if !slices.Contains(SanctionKinds, kind) {
			wrong.With("kinds", "problem.not_an_option", string(kind))
		}
		if kind.OfProduct() && a.Product.IsZero() {
			wrong.With("product", "problem.required")
		}
	}
	wrong.long("reason", a.Reason, 1000)
	return wrong.Err()
}

// Ends is when a sanction of the kind is over; nil is for good.
func (k SanctionKind) Ends(s Settings, now time.Time) *time.Time {
	months := k.Months(s)
	if months == 0 {
		return nil
	}
	ends := now.In(Shanghai).AddDate(0, months, 0)
	return &ends
}

// End ends a sanction whose time is over.
func (p *Sanction) End(now time.Time) (err error) {
	if p.EndsAt == nil || now.Before(*p.EndsAt) {
		return Conflict("problem.not_now", Word(string(EndSanction)), Word(p.Status.Key()))
	}
	p.Status, err = SanctionMoves.Next(p.Status, EndSanction)
	p.EndedAt = &now
	return err
}

// Lift takes a sanction back. What is off sale comes back by a new publication only.
func (p *Sanction) Lift(by, reason string, now time.Time) (err error) {
	if p.Kind == SanctionDelist {
		return Conflict("sanction.delisted")
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	p.Status, err = SanctionMoves.Next(p.Status, LiftSanction)
	p.LiftedBy, p.LiftReason, p.EndedAt = by, reason, &now
	return err
}

// SanctionSearch is which sanctions are wanted; empty fields want all.
type SanctionSearch struct {
	Text   string // of the seller, product, or beginning of the number
	Kind   SanctionKind
	Status SanctionStatus
}

// LimitedTrade reports whether an order of the type is refused while joint products may not be
// traded: what runs may be renewed.
func (t OrderType) LimitedTrade(sale SaleType) bool {
	return sale == SaleJoint && t != OrderRenew && t != OrderRenewalChange
}
