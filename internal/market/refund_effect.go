package market

import "time"

// RefundFollow is what follows from a refund besides the money. Whoever carries a refund out
// does what it says, and the preview shows it: the rules stand here once.
type RefundFollow struct {
	Ends       bool     // the order ends as refunded; otherwise the rest stays
	CouponBack bool     // §4.2: in the five days only
	LimitFreed bool     // §1.7, §4.3: the purchase limit and the stock
	Call       Activity // what tells the seller's server; empty when nothing runs
}

// Follow says what follows from a refund that is booked on its order (transactions.md §4.2,
// §4.3, §4.5).
func (r Refund) Follow(booked Order) RefundFollow {
	f := RefundFollow{Ends: r.Ends(booked), CouponBack: r.Cause == RefundFiveDays}
	f.LimitFreed = f.Ends
	switch {
	case booked.InstanceID == nil:
	case r.Cause == RefundOfRenewal:
		f.Call = ActivityRefreshInstance
	case r.Cause.Own(), f.Ends && booked.RenewsID == nil:
		f.Call = ActivityReleaseInstance
	}
	return f
}

// RefundFacts is all that decides the effects of a refund.
type RefundFacts struct {
	Refund   Refund
	Order    Order
	Flow     *Supervision
	Instance *Instance // what the buyer has running
	Coupon   string    // name of the coupon that the order used
	Limited  bool      // the product has a purchase limit
	Invoices []Invoice // that hold the order
	Billing  Billability
	Closed   Month // the newest period that has a statement
	Quota    FiveDayQuota
	Calls    int // open messages to the seller's server, which end
}

// EffectLine is a line that a refund leaves in a statement, or that is there already.
type EffectLine struct {
	Line   StatementLine
	Period Month
	Made   bool // its statement exists
}

// RefundEffects is what a refund does, before anybody agrees to it.
type RefundEffects struct {
	RefundFollow
	Facts       RefundFacts
	Back        Money // to the buyer
	Kept        Money // what the seller keeps of the order
	RunsUntil   *time.Time
	ClosesFlow  bool
	Completes   bool // an order under way is completed with the rest
	ReturnFirst bool // the goods come back first
	Large       bool // the operator approves
	Never       *Reason
	Lines       []EffectLine
	FeeBack     Money // the platform's share of what goes back
	Invoice     *Invoice
}

// Effects foresees the refund: it is booked and paid on copies by the very rules that will
// do it, and its statement lines are made by the rules that close a month.
func (f RefundFacts) Effects(settings Settings, terms Terms, calendar Calendar, now time.Time) (RefundEffects, error) {
	r, o := f.Refund, f.Order
	e := RefundEffects{Facts: f, Back: r.Amount, Large: r.Large(settings, o.Currency) && !r.Cause.automatic(),
		ReturnFirst: r.Goods == GoodsReceived && r.SentAt == nil}
	if r.Status != RefundApproved && r.Status != RefundPaid {
		if err := r.Book(&o, now); err != nil {
			return e, err
		}
	}
	e.RefundFollow = r.Follow(o)
	e.Kept = o.Refundable()
	if r.PaidAt == nil {
		effective := now
		if f.Flow != nil {
			effective = f.Flow.Effective(now)
		}
		e.Completes = o.Status == OrderProcessing && !e.Ends
		r.Release = ""
		if err := r.Pay(&o, effective, now); err != nil {
			return e, err
		}
	}
	if paid := f.Refund.PaidAt; paid != nil { // what it did
		e.Completes = !e.Ends && o.CompletedAt != nil && o.CompletedAt.Equal(*paid)
	}
	if e.Call == ActivityRefreshInstance {
		e.RunsUntil = f.Order.EffectiveAt
	}
	e.ClosesFlow = f.Flow != nil && (!f.Flow.Over() || f.Flow.Status == SupervisionClosed && f.Refund.PaidAt != nil)
	for _, i := range f.Invoices {
		if i.Status.Holds() {
			e.Invoice = &i
			break
		}
	}
	e.settle(r, o, settings, terms, calendar, now)
	return e, nil
}

func (c RefundCause) automatic() bool {
	return c == RefundFailedOpening || c == RefundByAppeal || c == RefundOverdue
}

// settle foresees the lines of the statements (transactions.md §6.8).
func (e *RefundEffects) settle(r Refund, after Order, settings Settings, terms Terms, calendar Calendar, now time.Time) {
	b := e.Facts.Billing.Billable
	b.Status, b.RefundedAmount, b.RefundedAt, b.GivenBack = after.Status, after.RefundedAmount, after.RefundedAt, after.GivenBack
	b.CompletedAt, b.EffectiveAt = after.CompletedAt, after.EffectiveAt
	if e.ClosesFlow && !e.Facts.Flow.Over() {
		b.SupervisionState, b.SupervisedAt = SupervisionClosed, &now
	}
	paid := now
	if r.PaidAt != nil {
		paid = *r.PaidAt
	}
	period := MonthOf(paid)
	if !e.Facts.Closed.IsZero() && !period.Begin().After(e.Facts.Closed.Begin()) {
		period = e.Facts.Closed.Next()
	}
	before := after.RefundedAmount.Minus(r.Amount)
	var sale EffectLine
	if in := e.Facts.Billing.Statement; in != nil && len(e.Facts.Billing.Lines) > 0 {
		sale = EffectLine{e.Facts.Billing.Lines[0], in.Period, true}
		for _, line := range e.Facts.Billing.Lines {
			if line.Kind == LineRefund && line.RefundID != nil && *line.RefundID == r.ID {
				e.Lines = []EffectLine{sale, {line, in.Period, true}}
				e.FeeBack = line.Fee.Negated()
				return
			}
		}
	} else {
		if why, never := b.Never(); never {
			e.Never = &why
			return
		}
		explained := b.Explain(period, e.Facts.Closed, terms, settings, calendar, now)
		met := now
		if at, all := b.MetAt(); all {
			met = at
		}
		sale = EffectLine{SaleLine(b, terms, met), explained.Earliest, false}
		if sale.Period.Begin().After(period.Begin()) {
			period = sale.Period
		}
	}
	line := RefundLine(SettledRefund{StatementLine: sale.Line, ID: r.ID, Number: r.Number, Paid: paid, Refunded: r.Amount, Before: before, Reason: r.Reason})
	e.Lines = []EffectLine{sale, {line, period, false}}
	e.FeeBack = line.Fee.Negated()
}

// Stays reports whether the order stays completed although all of it goes back (§1.2).
func (e RefundEffects) Stays() bool {
	return e.Facts.Order.GivenBack || e.Facts.Order.Status == OrderCompleted
}

// Net is what the lines of the order and its refund come to for the seller.
func (e RefundEffects) Net() Money {
	sum := Money{}
	for _, l := range e.Lines {
		sum = sum.Plus(l.Line.Amount)
	}
	return sum
}
