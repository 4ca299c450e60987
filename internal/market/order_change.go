package market

import (
	"maps"
	"slices"
	"time"
)

// Growth is what a change order changes (变更 / 升级, catalogue.md §3.10): the order that runs,
// when it ends, and the rule that allows another spec.
type Growth struct {
	Running Order
	Ends    time.Time
	Rule    *Upgrade     // nil: none is in force
	Old     PeriodPrices // today's prices of what runs
	New     PeriodPrices // today's prices of what it changes to
}

// PeriodPrices are the prices of one SKU by their billing period.
type PeriodPrices = map[Period]Pricing

// upgrade is what a change to another spec costs: the new side at today's price for the
// length that remains, the old one at today's price for the length that was bought
// (catalogue.md §3.10).
func (g Growth) upgrade(sale Sale, quantity Quantity, from Leg, days int) Money {
	to := Leg{Pricing: sale.Prices(), Period: sale.Period, Quantity: quantity, Discount: Percent("100")}
	if period := RemainingPeriod(days, slices.Collect(maps.Keys(g.New))); len(g.New) > 0 {
		to.Pricing, to.Period = g.New[period], period
	}
	if today, sold := g.Old[from.Period]; sold {
		from.Pricing = today
	}
	return UpgradeFee(to, from, days)
}

// daysLeft is how many days remain of what runs, the begun one included.
func (g Growth) daysLeft(now time.Time) int {
	left := g.Ends.Sub(now)
	days := int(left / (24 * time.Hour))
	if left%(24*time.Hour) > 0 {
		days++
	}
	return days
}

// paidShare is what was paid of the list price: the discount that the running order had.
func (o Order) paidShare() Ratio {
	if o.ListAmount.Sign() == 0 {
		return Percent("100")
	}
	return o.ListAmount.Minus(o.DiscountAmount).Share(o.ListAmount)
}

// Change prices a change order (transactions.md §1.3): another spec of the product for the
// days that remain, by the upgrade rule; or more of the same spec. The quote then says how
// much there is after the change.
func (p Purchase) Change(quote *Quote, g Growth, now time.Time) error {
	sale, runs := quote.Sale, g.Running
	faults := Invalids{}
	switch {
	case runs.CustomerID != p.Customer.ID:
		return Invalid("renews", "problem.not_found")
	case runs.Charging != ChargePeriod || sale.ChargedAs() != ChargePeriod:
		return Invalid("renews", "order.once_not_changed")
	case runs.Status == OrderProcessing:
		return Conflict("order.renews_under_way", runs.Number)
	case runs.Status != OrderCompleted || runs.Gone() || runs.Type.GivesBack() || runs.Type == OrderTrial && runs.RenewsID == nil:
		return Conflict("order.renews_ended", runs.Number, Word(runs.Standing()))
	case !g.Ends.After(now):
		return Conflict("order.change_over", runs.Number, g.Ends)
	case sale.ProductID != runs.ProductID:
		return Invalid("product", "order.change_other_product", runs.ProductName)
	}
	days := g.daysLeft(now)
	from := Leg{Pricing: runs.pricing(), Period: runs.PeriodType, Quantity: runs.Quantity, Discount: runs.paidShare()}
	var whole Quantity
	var fee Money
	if sale.SpecID == runs.SpecID && sale.SKUID == runs.SKUID {
		if p.Quantity.IsZero() || !p.Quantity.Whole() {
			return Invalid("quantity", "problem.out_of_range", 1, mostQuantity, p.Quantity)
		}
		whole = runs.Quantity.Plus(p.Quantity)
		fee = ExpansionFee(from, p.Quantity, days)
	} else {
		if g.Rule == nil || !g.Rule.Allows(runs.SpecID, sale.SpecID) {
			return Conflict("order.change_no_rule", runs.SpecName, sale.SpecName)
		}
		whole = runs.Quantity
		fee = g.upgrade(sale, whole, from, days)
	}
	if fault := sale.quantityFault(whole); fault != nil {
		faults.With("quantity", fault.Key, fault.Args...)
	}
	quote.Quantity, quote.Periods, quote.ListAmount = whole, 1, fee
	if p.Discount.Over(fee) {
		faults.With("discount", "order.discount_over", p.Discount, sale.Site.Currency().Sum(fee))
	} else if p.Coupon.Over(fee.Minus(p.Discount)) {
		faults.With("coupon", "order.coupon_over", p.Coupon, sale.Site.Currency().Sum(fee.Minus(p.Discount)))
	}
	quote.DiscountAmount, quote.CouponAmount = p.Discount, p.Coupon
	quote.Amount = fee.Minus(p.Discount).Minus(p.Coupon)
	return faults.Err()
}

// pricing is what the order's quantity was priced by.
func (o Order) pricing() Pricing {
	if o.Pricing.V.Model == "" {
		return FixedAt(o.UnitPrice)
	}
	return o.Pricing.V
}

// Grow ties the order to what it changes.
func (o *Order) Grow(g Growth) {
	root := g.Running.ID
	if g.Running.RenewsID != nil {
		root = *g.Running.RenewsID
	}
	o.RenewsID, o.InstanceID = &root, g.Running.InstanceID
}

// extends reports whether the type adds time to what runs; a change does not.
func (t OrderType) extends() bool {
	return slices.Contains([]OrderType{OrderRenew, OrderTrialToFormal, OrderRenewalChange}, t)
}

// Renews reports whether the order names another one that it extends or changes.
func (t OrderType) Renews() bool { return t.extends() || t == OrderChange }

// ExpiryPolicy is what a customer wants when a period ends (到期策略, transactions.md §1.6).
type ExpiryPolicy string

// The policies.
const (
	PolicyFreeze ExpiryPolicy = "freeze" // 到期冻结
	PolicyRenew  ExpiryPolicy = "renew"  // 自动续费
	PolicyEnd    ExpiryPolicy = "end"    // 到期不续费
)

// ExpiryPolicies lists the policies.
var ExpiryPolicies = []ExpiryPolicy{PolicyFreeze, PolicyRenew, PolicyEnd}

// Key names the policy's words.
func (p ExpiryPolicy) Key() string { return "instance.policy_" + string(p) }

// Expiry is a customer's choice: automatic renewal needs its duration and how often.
type Expiry struct {
	Policy  ExpiryPolicy
	Periods int
	Times   int
}

// Check refuses a choice that lacks its settings, or goods that never renew by themselves.
func (e Expiry) Check(o Order) error {
	faults := Invalids{}
	if !slices.Contains(ExpiryPolicies, e.Policy) {
		faults.With("policy", "problem.not_an_option", string(e.Policy))
	}
	if e.Policy == PolicyRenew {
		if !slices.Contains([]AccessType{AccessSaaS, AccessImage, AccessService, AccessLicense}, o.AccessType) || o.Charging != ChargePeriod {
			faults.With("policy", "instance.no_auto_renewal")
		}
		if e.Periods < 1 || e.Periods > MostPeriods {
			faults.With("periods", "problem.out_of_range", 1, MostPeriods, e.Periods)
		}
		if e.Times < 1 || e.Times > 99 {
			faults.With("times", "problem.out_of_range", 1, 99, e.Times)
		}
	}
	return faults.Err()
}

// RenewalAt is when an automatic renewal is charged next: at the hour, from so long before
// the end, daily until it (transactions.md §1.6). ok is false when it is too late.
func (s Settings) RenewalAt(ends, now time.Time) (at time.Time, ok bool) {
	day := DayOf(ends.Add(-s.RenewBefore.Duration))
	for at = day.Begin().Add(s.RenewAt.Duration); !at.After(now); at = at.Add(24 * time.Hour) {
		if at.After(ends) {
			return at, false
		}
	}
	return at, at.Before(ends)
}
