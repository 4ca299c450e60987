package market

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Upgrades is what may grow into what (商品升级, catalogue.md §3.10).
var Upgrades = area("upgrade", Owner, Operations, Support)

// The acts on an upgrade rule.
var (
	SetUpgrade = act("upgrade.set", Owner, Operations)
	EndUpgrade = act("upgrade.end", Owner, Operations)
)

// UpgradeID names an upgrade rule.
type UpgradeID = ID[Upgrade]

// UpgradeStatus is where an upgrade rule stands.
type UpgradeStatus string

// The states of an upgrade rule.
const (
	UpgradeNone   UpgradeStatus = ""
	UpgradeActive UpgradeStatus = "active"
	UpgradeVoid   UpgradeStatus = "void" // its conditions are gone
	UpgradeEnded  UpgradeStatus = "ended"
)

// UpgradeStatuses lists the states.
var UpgradeStatuses = []UpgradeStatus{UpgradeActive, UpgradeVoid, UpgradeEnded}

// Key names the status's words.
func (s UpgradeStatus) Key() string { return "upgrade.status_" + string(s) }

// Tone is the status's colour.
func (s UpgradeStatus) Tone() Tone {
	switch s {
	case UpgradeActive:
		return OK
	case UpgradeVoid:
		return Warn
	case UpgradeNone, UpgradeEnded:
		return Neutral
	}
	return Neutral
}

// UpgradeMoves is the life of an upgrade rule.
var UpgradeMoves = Moves[UpgradeStatus]{
	{UpgradeNone, SetUpgrade, UpgradeActive},
	{UpgradeActive, EndUpgrade, UpgradeEnded},
	{UpgradeActive, DelistSpec, UpgradeVoid},
	{UpgradeActive, ApproveReview, UpgradeVoid},
}

// Upgrade is one rule: a source spec and what its orders may change to.
type Upgrade struct {
	SellerID    SellerID
	ID          UpgradeID
	ProductID   ProductID
	SourceID    SpecID
	Targets     JSON[[]SpecID]
	Expansion   *Quantity // step in which the numeric attribute grows
	Status      UpgradeStatus
	Cause       JSON[*Reason] // why it is void
	CreatedAt   time.Time
	EndedAt     *time.Time
	Version     int
	ProductName string
	SourceName  string
	TargetNames JSON[[]string]
}

// Allows reports whether an order of the spec may change to the target.
func (u Upgrade) Allows(source, target SpecID) bool {
	return u.Status == UpgradeActive && u.SourceID == source && slices.Contains(u.Targets.V, target)
}

// mostExpansion is how many original steps an expansion may take at once (catalogue.md §3.10).
const mostExpansion = 5

// UpgradeSpec is a spec as a rule sees it.
type UpgradeSpec struct {
	ID          SpecID
	ProductID   ProductID
	Name        string
	ProductName string
	Template    Template
	OnSale      bool
	AccessType  AccessType
	Attributes  JSON[[]SpecAttribute]
	Debugged    bool // the upgrade case of the product's address passed and was saved
	Month       *Price
	Year        *Price
}

func (s UpgradeSpec) periodic() bool { return s.Month != nil || s.Year != nil }

// Expands reports whether the spec has a quantity that can grow.
func (s UpgradeSpec) Expands() bool { return measure(s.Attributes.V) != nil }

// cheaper reports that going to the target costs less than the source in a period that
// both have (价格倒挂).
func (s UpgradeSpec) cheaper(target UpgradeSpec) bool {
	below := func(target, source *Price) bool { return target != nil && source != nil && target.d.LessThan(source.d) }
	return below(target.Month, s.Month) || below(target.Year, s.Year)
}

// CheckUpgrade is what is wrong with a rule (catalogue.md §3.10): only SaaS, period billing,
// in one product; a spec with SKUs targets only itself; what grows has an expansion step of
// one to five original steps; the upgrade case is debugged; nothing becomes cheaper.
func CheckUpgrade(source UpgradeSpec, targets []UpgradeSpec, expansion *Quantity) error {
	faults := Invalids{}
	switch {
	case source.AccessType != AccessSaaS:
		faults.With("source", "upgrade.only_saas")
	case !source.OnSale:
		faults.With("source", "upgrade.off_sale", source.Name)
	case !source.periodic():
		faults.With("source", "upgrade.not_periodic", source.Name)
	case !source.Debugged:
		faults.With("source", "upgrade.not_debugged")
	}
	if len(targets) == 0 {
		faults.With("targets", "problem.required")
	}
	for _, target := range targets {
		switch {
		case target.ProductID != source.ProductID:
			faults.With("targets", "upgrade.other_product", target.Name)
		case source.Template == TemplateCustom && target.ID != source.ID:
			faults.With("targets", "upgrade.only_itself", source.Name)
		case source.Template != TemplateCustom && target.ID == source.ID:
			faults.With("targets", "upgrade.itself", source.Name)
		case target.Template != source.Template:
			faults.With("targets", "upgrade.only_itself", target.Name)
		case !target.OnSale:
			faults.With("targets", "upgrade.off_sale", target.Name)
		case !target.periodic():
			faults.With("targets", "upgrade.not_periodic", target.Name)
		case source.cheaper(target):
			faults.With("targets", "upgrade.cheaper", target.Name, source.Name)
		}
	}
	if number := measure(source.Attributes.V); number != nil {
		_, _, step, _ := number.Range()
		switch {
		case expansion == nil:
			faults.With("expansion", "problem.required")
		case !expansion.Whole() || step == 0 || expansion.d.IntPart()%int64(step) != 0 || expansion.d.IntPart() > int64(mostExpansion*step):
			faults.With("expansion", "upgrade.expansion_wrong", step, mostExpansion*step, *expansion)
		}
	} else if expansion != nil {
		faults.With("expansion", "upgrade.no_number", source.Name)
	}
	return faults.Err()
}

// Lapses is why a rule that was right becomes void, or nil while it stands: a target or the
// source was delisted, lost period billing, or the target became cheaper (catalogue.md §3.10).
func Lapses(source UpgradeSpec, targets []UpgradeSpec) *Reason {
	for _, spec := range append([]UpgradeSpec{source}, targets...) {
		key := ""
		switch {
		case !spec.OnSale:
			key = "upgrade.off_sale"
		case !spec.periodic():
			key = "upgrade.not_periodic"
		case spec.ID != source.ID && source.cheaper(spec):
			reason := Because("upgrade.cheaper", spec.Name, source.Name)
			return &reason
		}
		if key != "" {
			reason := Because(key, spec.Name)
			return &reason
		}
	}
	return nil
}

// Leg is one side of a change: what a running instance costs, before or after.
type Leg struct {
	Pricing  Pricing
	Period   Period // whose price it is: of the length that was bought, or for what remains
	Quantity Quantity
	Discount Ratio // what is paid of the list price: 1 without an offer
}

// daysOf is how many days a period's price is spread over.
func (p Period) daysOf() int {
	if p == PerYear {
		return 365
	}
	return 30
}

// left is the leg's price for the days that remain, exact.
func (l Leg) left(days int) decimal.Decimal {
	total, _ := l.Pricing.sum(l.Quantity)
	return rest(total.Mul(l.Discount.d), days, l.Period.daysOf())
}

// UpgradeFee is what a change to a better spec costs: the new price for the remaining days
// less the old price for them, each with its discount (catalogue.md §3.10). It is never
// less than nothing.
func UpgradeFee(to, from Leg, days int) Money {
	return round(decimal.Max(to.left(days).Sub(from.left(days)), decimal.Zero))
}

// RemainingPeriod is whose price is "today's price for the remaining length": the year's
// where at least a year remains or nothing shorter is sold.
func RemainingPeriod(days int, offered []Period) Period {
	if slices.Contains(offered, PerYear) && (days >= PerYear.daysOf() || !slices.Contains(offered, PerMonth)) {
		return PerYear
	}
	return PerMonth
}

// ExpansionFee is what more of the same spec costs (catalogue.md §3.10, from 2023-06-12).
// Linear and Step: the price of the cumulative quantity, each part at its tier, for the
// remaining days less the price before. Tier: the unit price of the new total's tier for
// what is added.
func ExpansionFee(from Leg, added Quantity, days int) Money {
	total := from
	total.Quantity = Quantity{from.Quantity.d.Add(added.d)}
	if from.Pricing.Model == PriceTiered {
		unit := from.Pricing.UnitAt(total.Quantity)
		return round(rest(unit.d.Mul(added.d).Mul(from.Discount.d), days, from.Period.daysOf()))
	}
	return UpgradeFee(total, from, days)
}
