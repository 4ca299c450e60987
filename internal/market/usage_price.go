package market

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// Exact is an amount before it is rounded: usage has four places and its prices six, so what
// one record costs may be far less than a cent. Bills are rounded (transactions.md §5.4).
type Exact struct{ d decimal.Decimal }

// Plus adds.
func (e Exact) Plus(o Exact) Exact { return Exact{e.d.Add(o.d)} }

// IsZero reports an amount of nothing.
func (e Exact) IsZero() bool { return e.d.IsZero() }

// String has at least two places, and as many as the amount needs.
func (e Exact) String() string { return atLeast(e.d, 2) }

// Value stores the amount as numeric.
func (e Exact) Value() (driver.Value, error) { return e.d.String(), nil }

// Scan reads a numeric.
func (e *Exact) Scan(src any) error { return e.d.Scan(src) }

// MarshalJSON writes a string.
func (e Exact) MarshalJSON() ([]byte, error) { return json.Marshal(e.String()) }

// UnmarshalJSON reads a string or a number.
func (e *Exact) UnmarshalJSON(data []byte) error { return e.d.UnmarshalJSON(data) }

// ItemCode is the wire's productId of the n-th billing item of what is paid by use: each item
// has an instance of its own (production-interface.md §1.2).
func ItemCode(product string, line int) string {
	if line <= 1 {
		return product
	}
	return fmt.Sprintf("%s-%d", product, line)
}

// UsageStep is one line of how a record was priced: so many in a tier at its price.
type UsageStep struct {
	Tier     int // from 1; 0 where there are no tiers
	Quantity Quantity
	Unit     Price
	Amount   Exact
}

// Steps are how so much use is priced behind what was accumulated (transactions.md §5.4): fixed
// and Tier by the record alone, Step by the part that falls into each tier of the cycle. Where
// total says so, Tier goes by the accumulated quantity too, as catalogue.md §3.7 reads.
func (f BillingFactor) Steps(before, used Quantity, total bool) (steps []UsageStep, sum Exact) {
	add := func(line PriceLine) {
		step := UsageStep{Tier: line.Tier, Quantity: line.Quantity, Unit: line.Unit, Amount: Exact{line.Quantity.d.Mul(line.Unit.d)}}
		steps, sum = append(steps, step), sum.Plus(step.Amount)
	}
	after := Quantity{before.d.Add(used.d)}
	switch {
	case used.IsZero():
	case f.Pricing.Model == PriceStep && !before.IsZero():
		earlier := f.Pricing.Lines(before)
		for n, line := range f.Pricing.Lines(after) {
			if n < len(earlier) {
				line.Quantity = Quantity{line.Quantity.d.Sub(earlier[n].Quantity.d)}
			}
			if !line.Quantity.IsZero() {
				add(line)
			}
		}
	case f.Pricing.Model == PriceTiered && total && !before.IsZero():
		for _, line := range f.Pricing.Lines(after) {
			add(line)
		}
		for _, line := range f.Pricing.Lines(before) { // what was charged for it before
			line.Quantity = Quantity{line.Quantity.d.Neg()}
			add(line)
		}
	default:
		for _, line := range f.Pricing.Lines(used) {
			add(line)
		}
	}
	return steps, sum
}

// Accumulated is the day on which the accumulation cycle of an instant begins; ok is false
// where nothing is accumulated (catalogue.md §3.7).
func (f BillingFactor) Accumulated(at time.Time) (from Day, ok bool) {
	day := DayOf(at)
	switch f.Accumulate {
	case "day":
		return day, true
	case "month":
		return Day{day.Year, day.Month, 1}, true
	case "year":
		return Day{day.Year, time.January, 1}, true
	}
	return Day{}, false
}

// UsageInstance is what a record may name: something that runs, and what it is charged by.
type UsageInstance struct {
	ID            ID[Instance]
	Number        string
	Line          int
	Status        InstanceStatus
	OpenedAt      *time.Time
	ReleasedAt    *time.Time
	ExpiresAt     *time.Time
	BlockedAt     *time.Time
	OrderID       OrderID
	OrderNumber   string
	ProductID     ProductID
	ProductCode   string
	DelistedAt    *time.Time
	CustomerID    string
	Charging      Charging
	Test          bool
	Packages      Quantity // how many of the package the order has
	Package       JSON[*Package]
	Factor        JSON[*BillingFactor]
	BegunAt       *time.Time // its first use
	LastAt        *time.Time // the end of its latest
	LongestMillis int64      // of its intervals
}

// closed is when what runs was frozen or released; nil while it runs.
func (i UsageInstance) closed() *time.Time {
	switch i.Status {
	case InstanceReleased:
		return i.ReleasedAt
	case InstanceFrozen:
		if i.BlockedAt != nil {
			return i.BlockedAt
		}
		return i.ExpiresAt
	case InstanceOpening, InstanceInUse:
	}
	return nil
}

// Stops reports a package that stops when used up.
func (i UsageInstance) Stops() bool { return i.Package.V != nil && i.Package.V.Stops }

// Window is the stretch of a package's validity whose quantity an instant uses: all of it, or
// the month or year of it, counted from its beginning (catalogue.md §3.8). ok is false outside
// its validity.
func (i UsageInstance) Window(at time.Time) (begin time.Time, end *time.Time, ok bool) {
	ends := i.ExpiresAt
	if i.ReleasedAt != nil && (ends == nil || i.ReleasedAt.Before(*ends)) {
		ends = i.ReleasedAt
	}
	if i.Package.V == nil || i.OpenedAt == nil || at.Before(*i.OpenedAt) || ends != nil && !at.Before(*ends) {
		return begin, nil, false
	}
	period, n := PerMonth, 0
	from, to := i.OpenedAt.In(Shanghai), at.In(Shanghai)
	switch i.Package.V.Reset {
	case ResetMonth:
		n = (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
	case ResetYear:
		period, n = PerYear, to.Year()-from.Year()
	case ResetNone:
		return *i.OpenedAt, ends, true
	}
	if begin = period.After(*i.OpenedAt, n); begin.After(at) {
		n--
		begin = period.After(*i.OpenedAt, n)
	}
	next := period.After(*i.OpenedAt, n+1)
	if ends != nil && ends.Before(next) {
		next = *ends
	}
	return begin, &next, true
}

// Holds is how much of an item the package instance has in each of its windows; of packages
// that stop each instance has one, of others the one instance has all that were bought.
func (i UsageInstance) Holds(item string) (Quantity, bool) {
	if i.Package.V == nil {
		return Quantity{}, false
	}
	quantity, ok := i.Package.V.Of(item)
	if ok && !i.Stops() {
		quantity = quantity.Times(i.Packages)
	}
	return quantity, ok
}

// UsageBalance is how much of a package was used in one of its windows.
type UsageBalance struct {
	InstanceID ID[Instance]
	Item       string
	BeginAt    time.Time
	EndAt      *time.Time
	Total      Quantity
	Used       Quantity
	StoppedAt  *time.Time // of one that stops: when nothing was left
	changed    bool
	stopped    bool // by what was rated just now
}

// Left is what is left.
func (b UsageBalance) Left() Quantity {
	return Quantity{decimal.Max(b.Total.d.Sub(b.Used.d), decimal.Zero)}
}

// LeftPercent is how much of a hundred is left, rounded down.
func (b UsageBalance) LeftPercent() int { return Quota{Total: b.Total, Used: b.Used}.LeftPercent() }
