package market

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Limits are how often and how much one customer may buy of a spec (限购配置, catalogue.md §5).
var Limits = area("limit", Owner, Operations, Support, Reviewer, Manager)

// The acts on purchase limits.
var (
	SetLimit  = act("limit.set", Owner, Operations)
	LiftLimit = act("limit.lift", Owner, Operations)
)

// LimitID names a purchase limit.
type LimitID = ID[Limit]

// CountRule is how often one customer may buy (catalogue.md §5).
type CountRule string

// The rules of counting.
const (
	CountFree     CountRule = "none"         // 不限
	CountLifetime CountRule = "lifetime"     // 限购 N 次
	CountExpiry   CountRule = "until_expiry" // 资源到期前限购
)

// CountRules lists the rules.
var CountRules = []CountRule{CountFree, CountLifetime, CountExpiry}

// Key names the rule's words.
func (r CountRule) Key() string { return "limit.count_" + string(r) }

// MostLimit is the highest number a limit takes.
const MostLimit = 999_999

// QuantityLimit is how much one customer may have bought of a numeric attribute altogether;
// without a code the copies are counted.
type QuantityLimit struct {
	Attribute string `json:"attribute"`
	Most      int    `json:"most"`
}

// Limit is the purchase limit of one spec.
type Limit struct {
	SellerID   SellerID
	ID         LimitID
	ProductID  ProductID
	SpecID     ID[Spec]
	CountRule  CountRule
	CountN     int
	Quantities JSON[[]QuantityLimit]
	UpdatedAt  time.Time
	UpdatedBy  string
	Version    int
}

// Count is the rule of counting as a sentence with its number.
func (l Limit) Count() Reason {
	if l.CountRule == CountLifetime && l.CountN == 1 {
		return Because("limit.count_once")
	}
	return Because(l.CountRule.Key(), l.CountN)
}

// Most is the bound of the quantity; ok is false when it is free.
func (l Limit) Most() (most int, ok bool) {
	if len(l.Quantities.V) == 0 {
		return 0, false
	}
	return l.Quantities.V[0].Most, true
}

// LimitRow is a purchase limit as its list shows it.
type LimitRow struct {
	Limit
	ProductName string
	SpecName    string
	SKUCode     string
	OnSale      bool
	Measure     JSON[map[string]string] // what the numeric attribute is called, by language
	CompanyName string                  // for the operator
}

// LimitSearch is which limits of a list are wanted; empty fields want all.
type LimitSearch struct {
	Text string
	Rule CountRule
}

// LimitSpec is a spec that can be limited, with the limit that it has.
type LimitSpec struct {
	SpecID      ID[Spec]
	ProductID   ProductID
	ProductName string
	SpecName    string
	SKUCode     string
	Attribute   string // code of the numeric attribute that is bought by; empty: copies
	OnDemand    bool
	OnSale      bool
	LimitID     *LimitID
	CountRule   *CountRule
	CountN      *int
	Quantities  JSON[[]QuantityLimit]
}

// LimitAsk is the limit that one spec shall have.
type LimitAsk struct {
	SpecID    ID[Spec]
	CountRule CountRule
	CountN    int // of a lifetime rule
	Quantity  int // most of the numeric attribute; 0: free
}

// RowField is the name of a field in the nth row of a form or sheet: count_3.
func RowField(name string, n int) string { return fmt.Sprintf("%s_%d", name, n) }

// CheckLimits are the faults of limits that shall be set, all rows at once: count_N, times_N
// and quantity_N (catalogue.md §5, §11.2). specs are the specs by their ids.
func CheckLimits(asks []LimitAsk, specs map[ID[Spec]]LimitSpec) error {
	if len(asks) == 0 {
		return Invalid("spec", "limit.no_specs")
	}
	faults, seen := Invalids{}, map[ID[Spec]]bool{}
	for n, ask := range asks {
		count, times, quantity := RowField("count", n), RowField("times", n), RowField("quantity", n)
		spec := specs[ask.SpecID]
		switch {
		case seen[ask.SpecID]:
			faults.With(count, "limit.twice", spec.SpecName)
		case spec.OnDemand:
			faults.With(count, "limit.on_demand", spec.SpecName)
		case !spec.OnSale:
			faults.With(count, "limit.off_sale", spec.SpecName)
		case !slices.Contains(CountRules, ask.CountRule):
			faults.With(count, "problem.not_an_option", string(ask.CountRule))
		case ask.CountRule == CountFree && ask.Quantity == 0:
			faults.With(count, "limit.nothing", spec.SpecName)
		}
		seen[ask.SpecID] = true
		if ask.CountRule == CountLifetime && (ask.CountN < 1 || ask.CountN > MostLimit) {
			faults.With(times, "limit.out_of_range", MostLimit, ask.CountN)
		}
		if ask.Quantity < 0 || ask.Quantity > MostLimit {
			faults.With(quantity, "limit.out_of_range", MostLimit, ask.Quantity)
		}
	}
	return faults.Err()
}

// Bought is what a customer has of a spec: neither given back nor cancelled (catalogue.md §5).
type Bought struct {
	Orders    int
	Quantity  Quantity
	Running   int        // of them not yet expired
	RunsUntil *time.Time // when the last of them expires; nil: never, or nothing runs
}

// Ask holds a purchase of that quantity against the limit: how often, and how much.
func (l Limit) Ask(quantity Quantity, had Bought) (count, amount *Reason) {
	switch l.CountRule {
	case CountFree:
	case CountLifetime:
		if had.Orders >= l.CountN {
			reason := Because("limit.refused_lifetime", l.CountN, had.Orders)
			count = &reason
		}
	case CountExpiry:
		if had.Running > 0 {
			reason := Because("limit.refused_running")
			if had.RunsUntil != nil {
				reason = Because("limit.refused_until", *had.RunsUntil)
			}
			count = &reason
		}
	}
	if most, bound := l.Most(); bound && had.Quantity.Plus(quantity).Over(Count(most)) {
		reason := Because("limit.refused_quantity", most, had.Quantity, quantity)
		amount = &reason
	}
	return count, amount
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Said is the limit that the spec has, for the audit.
func (s LimitSpec) Said() any {
	if s.CountRule == nil {
		return nil
	}
	ask := LimitAsk{CountRule: *s.CountRule, CountN: *s.CountN}
	if len(s.Quantities.V) > 0 {
		ask.Quantity = s.Quantities.V[0].Most
	}
	return ask.Said()
}

// Said is the limit for the audit: rule, times and quantity.
func (a LimitAsk) Said() string {
	if a.CountRule != CountLifetime {
		return fmt.Sprintf("%s / %d", a.CountRule, a.Quantity)
	}
	return fmt.Sprintf("%s %d / %d", a.CountRule, a.CountN, a.Quantity)
}
