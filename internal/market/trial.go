package market

import (
	"slices"
	"strconv"
	"time"
)

// Trials are specs that may be tried for nothing (SaaS试用配置, catalogue.md §4).
var Trials = area("trial", Owner, Operations, Support, Reviewer, Manager)

// The acts on trials: a whitelist is put on specs and taken off, a trial's end is near.
var (
	AddTrial    = act("trial.add", Owner, Operations)
	RemoveTrial = act("trial.remove", Owner, Operations)
	RemindTrial = act("trial.remind", Clock)
)

// The bounds of a trial (catalogue.md §4).
const (
	LeastTrialDays = 3
	MostTrialDays  = 180
	filingLimit    = 64
)

// TrialContent is what a spec says about being tried (catalogue.md §4). The days are kept as
// they were typed until the content is approved.
type TrialContent struct {
	Trial       bool   `json:"trial,omitempty"`
	TrialDays   string `json:"trial_days,omitempty"`
	TrialFiling string `json:"trial_filing,omitempty"` // number of the prior approval (报备)
}

// Tried is for how many days the spec may be tried; nil when it may not.
func (c TrialContent) Tried() *int {
	days, err := strconv.Atoi(c.TrialDays)
	if !c.Trial || err != nil || days < LeastTrialDays || days > MostTrialDays {
		return nil
	}
	return &days
}

// trialFaults are what is wrong with the trials of a listing (catalogue.md §4): only SaaS
// per year or month, 3–180 days, a filing for what is not sold as general product, and
// nothing changes once the spec is listed.
func trialFaults(specs []SpecContent, f ProductFacts, faults Invalids) {
	for n, spec := range specs {
		trial, days, filing := SpecField("trial", n), SpecField("trial_days", n), SpecField("trial_filing", n)
		if spec.Trial {
			count, err := strconv.Atoi(spec.TrialDays)
			switch {
			case !f.AccessType.Rules().Trial:
				faults.With(trial, "trial.only_saas")
			case spec.Charging() != ChargePeriod:
				faults.With(trial, "trial.only_period", spec.Name)
			}
			switch {
			case spec.TrialDays == "":
				faults.With(days, "trial.no_days", LeastTrialDays, MostTrialDays)
			case err != nil || count < LeastTrialDays || count > MostTrialDays:
				faults.With(days, "trial.days_range", LeastTrialDays, MostTrialDays, spec.TrialDays)
			}
			if length := len([]rune(spec.TrialFiling)); length > filingLimit {
				faults.With(filing, "problem.too_long", filingLimit, length)
			} else if f.SaleType != SaleGeneral && length == 0 && f.Bounds().TrialFiling {
				faults.With(filing, "trial.no_filing")
			}
		}
		if f.Live == nil || spec.ID.IsZero() {
			continue
		}
		at := slices.IndexFunc(f.Live.Specs, func(s SpecContent) bool { return s.ID == spec.ID })
		switch {
		case at < 0:
		case f.Live.Specs[at].Trial != spec.Trial:
			faults.With(trial, "trial.listed", spec.Name)
		case spec.Trial && f.Live.Specs[at].TrialDays != spec.TrialDays:
			faults.With(days, "trial.listed_days", spec.Name, f.Live.Specs[at].TrialDays)
		}
	}
}

// TrialReminders are how many days before its end a trial is spoken of (catalogue.md §4).
var TrialReminders = []int{15, 7, 3, 1}

// trialHour is when reminders go out, in Shanghai (catalogue.md §4).
const trialHour = 10 * time.Hour

// NextReminder is the next instant behind now at which the end of a trial is spoken of, and
// how many days are left then; ok is false when none is left.
func NextReminder(ends, now time.Time) (at time.Time, days int, ok bool) {
	for _, days := range TrialReminders {
		if at := DayOf(ends).Plus(-days).Begin().Add(trialHour); at.After(now) && at.Before(ends) {
			return at, days, true
		}
	}
	return time.Time{}, 0, false
}

// DaysLeft is how many business days are left until the instant.
func DaysLeft(ends, now time.Time) int {
	return int(DayOf(ends).Begin().Sub(DayOf(now).Begin()) / (24 * time.Hour))
}

// Trying is what a trial is bought as: one, free, for the spec's days, whatever price of the
// spec was named (catalogue.md §4). Any other purchase stays as it is.
func (p Purchase) Trying(sale Sale) (Purchase, Sale) {
	if p.Type != OrderTrial {
		return p, sale
	}
	p.Quantity, p.Periods, p.Discount, p.Coupon = Count(1), 1, Money{}, Money{}
	if number := measure(sale.Attributes.V); number != nil {
		if least, _, _, ok := number.Range(); ok {
			p.Quantity = Count(least)
		}
	}
	if sale.TrialDays != nil {
		p.Periods = *sale.TrialDays
	}
	sale.Period, sale.Charging, sale.UnitPrice, sale.Pricing = PerDay, ChargePeriod, Price{}, JSON[Pricing]{V: FixedAt(Price{})}
	return p, sale
}

// Convert ties the order to the trial that it turns into a bought instance (catalogue.md
// §4, transactions.md §1.3): the same customer's, of the same spec, opened, not converted
// before and not released.
func (o *Order) Convert(trial Order, converted bool, instance InstanceStatus) error {
	switch {
	case trial.CustomerID != o.CustomerID || trial.Test != o.Test:
		return Invalid("renews", "problem.not_found")
	case trial.Type != OrderTrial:
		return Invalid("renews", "trial.not_a_trial", trial.Number)
	case trial.SpecID != o.SpecID:
		return Invalid("renews", "order.renews_other_spec", trial.SpecName, o.SpecName)
	case trial.Status == OrderProcessing:
		return Conflict("order.renews_under_way", trial.Number)
	case trial.Status != OrderCompleted:
		return Conflict("order.renews_ended", trial.Number, Word(trial.Status.Key()))
	case converted:
		return Conflict("trial.converted", trial.Number)
	case instance == InstanceReleased:
		return Conflict("trial.released", trial.Number)
	}
	o.RenewsID, o.InstanceID = &trial.ID, trial.InstanceID
	return nil
}

// TrialRow is a spec that may be tried, as its list shows it.
type TrialRow struct {
	SellerID    SellerID
	SpecID      ID[Spec]
	ProductID   ProductID
	ProductName string
	SpecName    string
	SKUCode     string
	TrialDays   int
	OnSale      bool
	AudienceID  *ID[Audience] // the whitelist; nil: everybody
	Users       int           // on the whitelist
	Taken       int           // trials ordered
	Converted   int           // of them turned into formal orders
	UpdatedAt   *time.Time    // when the whitelist was put on
}

// TrialSearch is which trials of a list are wanted; empty fields want all.
type TrialSearch struct {
	Text string // part of a product's or spec's name, or beginning of a SKU's code
	Open string // whitelist | everybody
}
