package market

import (
	"slices"
	"strings"
	"time"
)

// Billable is what decides whether and with how much an order enters a statement
// (transactions.md §6.2, §6.7).
type Billable struct {
	OrderID          OrderID
	OrderNumber      string
	OrderType        OrderType
	Status           OrderStatus
	ProductID        ProductID
	ProductName      string
	SpecName         string
	SaleType         SaleType
	Currency         Currency
	Region           string // of the buyer abroad
	AccessType       AccessType
	PeriodType       Period
	Periods          int
	Quantity         Quantity
	CustomerName     string
	ListAmount       Money
	DiscountAmount   Money
	CouponAmount     Money
	Amount           Money
	RefundedAmount   Money
	FeeRatio         Ratio
	Track            Track      // of the customer
	CouponKind       CouponKind // of the platform's coupon that paid a part
	Supervised       bool
	Test             bool
	Postpaid         bool
	PlacedAt         time.Time
	PayBy            time.Time
	PaidAt           *time.Time
	RepaidAt         *time.Time
	PartlyRepaid     bool // of the cycle's credit: not all of it yet
	EffectiveAt      *time.Time
	CompletedAt      *time.Time
	CancelledAt      *time.Time
	RefundedAt       *time.Time
	GivenBack        bool // as a whole, though completed (§1.2)
	CertifiedAt      *time.Time
	SupervisionID    *SupervisionID
	SupervisionState SupervisionStatus
	Node             Node
	Turn             Party
	NodeSince        *time.Time
	SupervisedAt     *time.Time    // when the flow ended
	MonthTotal       Money         // paid for the product in the month in which this order was paid
	MonthBefore      Money         // the same, before this order
	Usage            *UsageSettled // of a bill of what is paid by use
}

// Sales is the line's sales amount: list less discount (transactions.md §6.6).
func (b Billable) Sales() Money { return b.ListAmount.Minus(b.DiscountAmount) }

// Line is the wire's orderLineId.
func (b Billable) Line() string {
	if b.Usage != nil {
		return b.OrderNumber
	}
	return b.OrderNumber + OrderLineSuffix
}

// wentBack is when the order was given back as a whole; nil when it was not.
func (b Billable) wentBack() *time.Time {
	if b.Status == OrderRefunded || b.GivenBack {
		return b.RefundedAt
	}
	return nil
}

// earlier is the first of a condition's instant and of the instant at which the whole order
// went back: then nothing is waited for any more, the sale and its refund both stand in the
// statement and come to nothing (transactions.md §6.8).
func (b Billable) earlier(at *time.Time) *time.Time {
	if back := b.wentBack(); back != nil && (at == nil || at.After(*back)) {
		return back
	}
	return at
}

// paid is when the payment was complete: a postpaid customer's when all was repaid, or when
// nothing was left to repay.
func (b Billable) paid() *time.Time {
	if b.Postpaid {
		return b.earlier(b.RepaidAt)
	}
	return b.PaidAt
}

// began is when the order took effect; a renewal that was given back before it began waits for
// nothing any more.
func (b Billable) began() *time.Time {
	if b.OrderType.extends() {
		return b.earlier(b.EffectiveAt)
	}
	return b.EffectiveAt
}

// watched is when supervision stopped to stand in the way: with the payment where there is
// none; when a refund ended the flow, with the completion of what remains.
func (b Billable) watched() *time.Time {
	switch {
	case !b.Supervised:
		return b.PaidAt
	case b.SupervisionState == SupervisionDone:
		return b.SupervisedAt
	case b.SupervisionState == SupervisionClosed:
		return b.CompletedAt
	}
	return nil
}

// MetAt is the instant at which the last of the four conditions was or will be met; ok is
// false while one has no instant (transactions.md §6.2).
func (b Billable) MetAt() (at time.Time, ok bool) {
	for _, moment := range [4]*time.Time{b.CertifiedAt, b.paid(), b.watched(), b.began()} {
		if moment == nil {
			return time.Time{}, false
		}
		if moment.After(at) {
			at = *moment
		}
	}
	return at, true
}

// managed reports whether the management fee is taken: of joint goods on the empowerment or the
// base cloud's track (transactions.md §6.7).
func (b Billable) managed() bool { return Marks{b.Track, b.CouponKind}.Rule(b.SaleType).Reviewed() }

// Never is why the order will enter no statement at all; ok is false when it may.
func (b Billable) Never() (why Reason, ok bool) {
	switch {
	case b.Test:
		return Because("billing.never_test"), true
	case b.OrderType == OrderTrial:
		return Because("billing.never_trial"), true
	case b.OrderType.GivesBack(): // its money stands in the refund line of the order that it gives back (§6.8)
		return Because("billing.never_gives_back"), true
	case b.Status == OrderCancelled && b.CancelledAt != nil:
		return Because("billing.never_cancelled", *b.CancelledAt), true
	case (b.Status == OrderRefunded || b.GivenBack) && b.RefundedAt != nil:
		if met, all := b.MetAt(); !all || met.After(*b.RefundedAt) {
			return Because("billing.never_refunded", *b.RefundedAt, b.Currency.Sum(b.RefundedAmount)), true
		}
	}
	return Reason{}, false
}

// Enters reports whether the order belongs to the statement of the period: its conditions
// are met by the period's end (transactions.md §6.2, §6.3).
func (b Billable) Enters(period Month) bool {
	if _, never := b.Never(); never {
		return false
	}
	met, all := b.MetAt()
	return all && met.Before(period.End())
}

// ConditionVerdict is whether a condition holds for a period.
type ConditionVerdict string

// The verdicts over a condition.
const (
	Met     ConditionVerdict = "met"
	Unmet   ConditionVerdict = "unmet"
	MetLate ConditionVerdict = "met_late" // holds, but only after the period's end
)

// BillingCondition is one of the four conditions with its present value.
type BillingCondition struct {
	Name    Reason
	Short   Reason // in a list of reasons
	Verdict ConditionVerdict
	Value   Reason
	How     Reason // what would make it true; without a key where it is
	At      *time.Time
}

// Conditions are the four conditions of §6.2 as they stand now for the statement of the period.
func (b Billable) Conditions(period Month, now time.Time) []BillingCondition {
	all := []BillingCondition{b.certification(), b.payment(now), b.supervision(), b.effect(now)}
	if b.Usage != nil {
		all = b.usageConditions()
	}
	for i := range all {
		c := &all[i]
		switch {
		case c.At == nil || c.At.After(now):
			c.Verdict = Unmet
		case !c.At.Before(period.End()):
			c.Verdict = MetLate
		default:
			c.Verdict = Met
		}
		if c.Verdict != Unmet {
			c.How = Reason{}
		}
		if c.Verdict == MetLate {
			c.Value = Because("billing.late_value", c.Value, period.Next().Day(1).Plus(-1))
		}
	}
	return all
}

func (b Billable) certification() BillingCondition {
	c := BillingCondition{Name: Because("billing.certified"), Short: Because("billing.not_certified"), At: b.CertifiedAt,
		Value: Because("billing.certified_not"), How: Because("billing.certified_how")}
	if b.CertifiedAt != nil {
		c.Value = Because("billing.certified_at", DayOf(*b.CertifiedAt))
	}
	return c
}

func (b Billable) payment(now time.Time) BillingCondition {
	c := BillingCondition{Name: Because("billing.paid"), Short: Because("billing.not_paid"), At: b.paid()}
	switch {
	case b.PaidAt == nil:
		c.Value, c.How = Because("billing.paid_not", b.Currency.Sum(b.Amount)), Because("billing.paid_how", b.PayBy)
		if b.CancelledAt != nil {
			c.How = Because("billing.paid_cancelled", *b.CancelledAt)
		}
	case b.Postpaid && c.At != b.RepaidAt:
		c.Short = Because("billing.not_repaid")
		c.Value = Because("billing.paid_given_back", *c.At)
	case b.Postpaid && b.RepaidAt == nil:
		c.Short = Because("billing.not_repaid")
		c.Value, c.How = Because("billing.repaid_not", b.Currency.Sum(b.Amount)), Because("billing.repaid_how", b.Currency.Sum(b.Amount))
		if b.PartlyRepaid {
			c.Value = Because("billing.repaid_partly", b.Currency.Sum(b.Amount))
		}
	case b.Postpaid:
		c.Short = Because("billing.repaid_late")
		c.Value = Because("billing.repaid_at", *b.RepaidAt, b.Currency.Sum(b.Amount))
	default:
		c.Value = Because("billing.paid_at", *b.PaidAt, b.Currency.Sum(b.Amount))
	}
	return c
}

func (b Billable) supervision() BillingCondition {
	c := BillingCondition{Name: Because("billing.supervised"), Short: Because("billing.not_supervised"), At: b.watched()}
	switch {
	case !b.Supervised && b.OrderType == OrderRenew:
		c.Value = Because("billing.supervised_renewal")
	case !b.Supervised:
		c.Value = Because("billing.supervised_none", Word(b.AccessType.Key()))
	case c.At != nil:
		c.Short = Because("billing.supervised_late")
		c.Value = Because("billing.supervised_at", *c.At)
	case b.SupervisionState == SupervisionFrozen:
		c.Short = Because("billing.not_supervised_frozen")
		c.Value = Because("billing.supervised_frozen", Word(b.Node.Key()))
		c.How = Because("billing.supervised_how_frozen")
	case b.SupervisionState == SupervisionClosed:
		c.Value, c.How = Because("billing.supervised_closed"), Because("billing.supervised_how_closed")
	case b.NodeSince == nil:
		c.Value, c.How = Because("billing.supervised_waits"), Because("billing.supervised_how_waits")
	default:
		c.Value = Because("billing.supervised_node", *b.NodeSince, Word(b.Node.Key()), Word("common.party_"+string(b.Turn)))
		c.How = Because("billing.supervised_how_" + strings.ToLower(string(b.Node)))
	}
	return c
}

func (b Billable) effect(now time.Time) BillingCondition {
	c := BillingCondition{Name: Because("billing.effective"), Short: Because("billing.not_effective"), At: b.began()}
	switch {
	case c.At != b.EffectiveAt:
		c.Value = Because("billing.effective_given_back", *c.At)
	case b.EffectiveAt == nil && b.Supervised:
		c.Value, c.How = Because("billing.effective_not"), Because("billing.effective_how_supervised")
	case b.EffectiveAt == nil && b.OrderType == OrderRenew:
		c.Value, c.How = Because("billing.effective_not"), Because("billing.effective_how_renew")
	case b.EffectiveAt == nil:
		c.Value, c.How = Because("billing.effective_not"), Because("billing.effective_how")
	case b.EffectiveAt.After(now):
		c.Short = Because("billing.effective_later", DayOf(*b.EffectiveAt))
		c.Value, c.How = Because("billing.effective_from", *b.EffectiveAt), Because("billing.effective_how_wait", *b.EffectiveAt)
	case b.OrderType == OrderRenew:
		c.Short = Because("billing.effective_later", DayOf(*b.EffectiveAt))
		c.Value = Because("billing.effective_renewed", *b.EffectiveAt)
	default:
		c.Short = Because("billing.effective_late", DayOf(*b.EffectiveAt))
		c.Value = Because("billing.effective_at", *b.EffectiveAt)
	}
	return c
}

// Shorts are the short reasons why the order is not in the statement of the period.
func Shorts(conditions []BillingCondition) (all []Reason) {
	for _, c := range conditions {
		if c.Verdict != Met {
			all = append(all, c.Short)
		}
	}
	return all
}

// Billability is the whole answer to: why is this order in, or not in, a statement?
type Billability struct {
	Billable
	Against    Month              // the period that the verdicts are for
	Never      *Reason            // why it will enter none
	Conditions []BillingCondition // the four of §6.2
	MetAt      *time.Time         // when the last was met
	Statement  *Statement         // the one it entered
	Lines      []StatementLine    // its lines there and in later ones: the sale, then its refunds
	Forecast   Settlement         // what the line will be
	Back       Money              // what the lines of its refunds will take off again (§6.8)
	Earliest   Month              // the first statement that it can still enter
	ClosesOn   Day                // when that one is made
	PaidBy     Day                // when that one's money is expected
	Days       int                // working days from closing to money, the closing day included; 0 where the seller invoices first
	Now        time.Time
}

// Waits reports that all conditions are met and only the closing day is not reached.
func (b Billability) Waits() bool { return b.Never == nil && b.Statement == nil && b.MetAt != nil }

// PaymentDays is the sum of the working days from closing to payment (transactions.md §6.4).
func (s Settings) PaymentDays(currency Currency) int {
	return s.ReviewDaysIn(currency) + s.CountersignDays + s.StatementPayDays
}

// ClosingDay is when the statement of the period in the currency is made: the billing day of
// the month after, or the first working day behind it (transactions.md §6.3).
func (m Month) ClosingDay(currency Currency, settings Settings, calendar Calendar) Day {
	return calendar.NextWorkingDay(m.Next().Day(settings.BillingDayIn(currency)))
}

// Explain judges an order for the period: against is the statement looked at, closed the
// newest period that has a statement already.
func (b Billable) Explain(against, closed Month, terms Terms, settings Settings, calendar Calendar, now time.Time) Billability {
	e := Billability{Billable: b, Against: against, Now: now, Conditions: b.Conditions(against, now), Forecast: terms.Settle(b, now)}
	if why, never := b.Never(); never {
		e.Never = &why
	}
	if b.OrderType.GivesBack() {
		e.Conditions = nil // nothing has to be met: it is never billed
	}
	if b.RefundedAmount.Sign() > 0 {
		e.Back = RefundLine(SettledRefund{StatementLine: SaleLine(b, terms, now), Paid: now, Refunded: b.RefundedAmount}).Amount
	}
	e.Earliest = MonthOf(now)
	if met, all := b.MetAt(); all {
		if !met.After(now) {
			e.MetAt = &met
		}
		e.Earliest = MonthOf(met)
	}
	for _, c := range e.Conditions { // a date that is already known may lie behind
		if c.At != nil && MonthOf(*c.At).Begin().After(e.Earliest.Begin()) {
			e.Earliest = MonthOf(*c.At)
		}
	}
	if !closed.IsZero() && !e.Earliest.Begin().After(closed.Begin()) {
		e.Earliest = closed.Next()
	}
	e.ClosesOn = e.Earliest.ClosingDay(b.Currency, settings, calendar)
	if b.SaleType.PlatformInvoices() {
		noticed := calendar.WorkingDay(e.ClosesOn, settings.StatementReviewDays+settings.CountersignDays)
		e.PaidBy = calendar.WorkingDay(noticed.PlusMonths(settings.PlatformInvoiceMonths), settings.InvoiceReviewDays+settings.PaymentReviewDays+settings.StatementPayDays)
		return e
	}
	days := settings.PaymentDays(b.Currency)
	e.PaidBy, e.Days = calendar.WorkingDay(e.ClosesOn, days), days+1
	return e
}

// ForecastPart is one group of a month's orders: settleable, or blocked for one reason.
type ForecastPart struct {
	Reason Reason // without a key: nothing stands in the way
	Orders int
	Amount Money // what is expected to be settled
}

// SettlementForecast is what the running month's statement is expected to hold (overview).
type SettlementForecast struct {
	Currency   Currency
	Period     Month
	ClosesOn   Day
	Settleable ForecastPart
	Blocked    []ForecastPart
	Abroad     *SettlementForecast // of the international site, in its own currency; nil before the seller joins it
}

// Add takes a part in with those of the same reason.
func (f *SettlementForecast) Add(part ForecastPart) {
	into := &f.Settleable
	if part.Reason.Key != "" {
		at := slices.IndexFunc(f.Blocked, func(p ForecastPart) bool { return p.Reason.Key == part.Reason.Key })
		if at < 0 {
			f.Blocked = append(f.Blocked, ForecastPart{Reason: part.Reason})
			at = len(f.Blocked) - 1
		}
		into = &f.Blocked[at]
	}
	into.Orders, into.Amount = into.Orders+part.Orders, into.Amount.Plus(part.Amount)
}
