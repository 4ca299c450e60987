package market

import (
	"fmt"
	"time"
)

// UsageBillID names a bill.
type UsageBillID = ID[UsageBill]

// UsageBill is what one billing item of an order costs in one billing cycle (transactions.md
// §5.4). It adds up until it is made; nothing changes it afterwards.
type UsageBill struct {
	SellerID    SellerID
	ID          UsageBillID
	Number      string
	InstanceID  ID[Instance]
	OrderID     OrderID
	ProductID   ProductID
	Item        string
	Unit        string
	Cycle       string
	BeginAt     time.Time
	EndAt       time.Time
	DueAt       time.Time // when it is made
	Records     int
	Used        Quantity
	Taken       Quantity // out of packages
	Demanded    Quantity
	Exact       Exact
	Carried     Exact // of the bills before, not rounded away
	Amount      Money
	IssuedAt    *time.Time
	PaidAt      *time.Time
	StatementID *StatementID
	Test        bool
}

// UsageBillStatus is where a bill stands.
type UsageBillStatus string

// The states of a bill.
const (
	UsageBillOpen   UsageBillStatus = "open"
	UsageBillIssued UsageBillStatus = "issued"
	UsageBillPaid   UsageBillStatus = "paid"
)

// UsageBillStatuses lists the states.
var UsageBillStatuses = []UsageBillStatus{UsageBillOpen, UsageBillIssued, UsageBillPaid}

// Key names the status's words.
func (s UsageBillStatus) Key() string { return "usage.bill_" + string(s) }

// Tone is the status's colour.
func (s UsageBillStatus) Tone() Tone {
	switch s {
	case UsageBillOpen:
		return Accent
	case UsageBillIssued:
		return Warn
	case UsageBillPaid:
		return OK
	}
	return Neutral
}

// Status is where the bill stands.
func (b UsageBill) Status() UsageBillStatus {
	switch {
	case b.PaidAt != nil:
		return UsageBillPaid
	case b.IssuedAt != nil:
		return UsageBillIssued
	}
	return UsageBillOpen
}

// CycleOf is the billing cycle of an instant: a clock hour, every 24 hours from the first use,
// or a calendar month (transactions.md §5.4).
func (f BillingFactor) CycleOf(at, begun time.Time) (begin, end time.Time) {
	switch f.Cycle {
	case "hour":
		begin = at.UTC().Truncate(time.Hour)
		return begin, begin.Add(time.Hour)
	case "month":
		month := MonthOf(at)
		return month.Begin(), month.End()
	}
	const day = 24 * time.Hour
	n := at.Sub(begun) / day
	if at.Before(begun.Add(n * day)) { // used earlier, reported later
		n--
	}
	begin = begun.Add(n * day).UTC()
	return begin, begin.Add(day)
}

// UsageDue is when the bill of a cycle is made: of an hour so long after it, of a day or a month
// at the next time of the day at which daily records must have come (transactions.md §5.3).
func (s Settings) UsageDue(cycle string, end time.Time) time.Time {
	if cycle == "hour" {
		return end.Add(s.UsageHourly.Duration)
	}
	due := DayOf(end).Begin().Add(s.UsageDaily.Duration)
	if due.Before(end) {
		due = DayOf(end).Plus(1).Begin().Add(s.UsageDaily.Duration)
	}
	return due
}

// UsageSilent is when an instance that reports nothing is told of (transactions.md §5.3): of an
// hourly item so long after its last use, of a daily one when a whole day was left out.
func (s Settings) UsageSilent(cycle string, last time.Time) time.Time {
	if cycle == "hour" {
		return last.Add(s.UsageHourly.Duration)
	}
	return DayOf(last).Plus(2).Begin().Add(s.UsageDaily.Duration)
}

// bill adds a record to the bill of its cycle. One whose bill is made already is charged with
// the running cycle: a bill is never reversed (production-interface.md §4.3, rule 6).
func (r *UsageRater) bill(in *UsageInstance, record *UsageRecord, read UsageRead) {
	factor := *in.Factor.V
	begin, end := factor.CycleOf(read.Begin, *in.BegunAt)
	if due := r.Settings.UsageDue(factor.Cycle, end); !due.After(r.Now) {
		record.Late = true
		begin, end = factor.CycleOf(r.Now, *in.BegunAt)
	}
	record.BillBegin = &begin
	key := billKey{in.ID, begin.UnixMilli()}
	bill := r.bills[key]
	if bill == nil {
		bill = &UsageBill{ID: NewID[UsageBill](r.Now), Number: usageBillNumber(in.OrderNumber, in.Line, factor.Cycle, begin), InstanceID: in.ID, OrderID: in.OrderID,
			ProductID: in.ProductID, Item: factor.Name, Unit: factor.Unit, Cycle: factor.Cycle, BeginAt: begin, EndAt: end,
			DueAt: r.Settings.UsageDue(factor.Cycle, end), Test: in.Test}
		r.bills[key] = bill
	}
	bill.Records++
	bill.Used = bill.Used.Plus(read.Used)
	bill.Taken = bill.Taken.Plus(record.TakenAll())
	bill.Demanded = bill.Demanded.Plus(record.Demanded)
	bill.Exact = bill.Exact.Plus(record.Charge)
}

// usageBillNumber is the order, the billing item and the cycle.
func usageBillNumber(order string, line int, cycle string, begin time.Time) string {
	form := "20060102T1504"
	if cycle == "month" {
		form = "200601"
	}
	return fmt.Sprintf("%s-U%d-%s", order, max(line, 1), begin.In(Shanghai).Format(form))
}

// Issue makes the bill: what it adds up to with what the bills before left over, rounded once.
// What is less than a cent is carried to the next, so that nothing is lost or charged twice
// (transactions.md §5.4). A bill of nothing is paid.
func (b *UsageBill) Issue(carried Exact, now time.Time) (carry Exact) {
	sum := b.Exact.d.Add(carried.d)
	b.Carried, b.Amount, b.IssuedAt = carried, round(sum), &now
	if b.Amount.Sign() < 0 { // carried down from a rounding up
		b.Amount = Money{}
	}
	if b.Amount.Sign() == 0 {
		b.PaidAt = &now
	}
	return Exact{sum.Sub(b.Amount.d)}
}

// Pay says that the customer's account paid the bill (transactions.md §6.2).
func (b *UsageBill) Pay(now time.Time) error {
	switch {
	case b.IssuedAt == nil:
		return Conflict("usage.bill_runs", b.Number, b.DueAt)
	case b.PaidAt != nil:
		return Conflict("usage.bill_paid_before", b.Number, *b.PaidAt)
	}
	b.PaidAt = &now
	return nil
}

// Average is what one unit cost.
func (b UsageBill) Average() Price {
	if b.Demanded.IsZero() {
		return Price{}
	}
	return Price{b.Exact.d.DivRound(b.Demanded.d, 6)}
}

// UsageDay is how many records of an order one day brought.
type UsageDay struct{}

// UsageSearch is which records of a list are wanted; empty fields want all.
type UsageSearch struct {
	Status  UsageStatus
	Code    UsageCode
	Text    string // beginning of a serial number or an instance, or part of the customer's name
	Product string
	From    *Day // of their use
	Until   *Day
	Order   *OrderID
}

// UsageRow is a record as a list shows it.
type UsageRow struct {
	UsageRecord
	OrderNumber  string
	CustomerName string
	ProductName  string
	SpecName     string
	Currency     Currency
	CompanyName  string // for the operator
}

// UsageBillSearch is which bills of a list are wanted.
type UsageBillSearch struct {
	Status    UsageBillStatus
	Text      string // beginning of its number, or part of the customer's or the product's name
	From      *Day
	Until     *Day
	Order     *OrderID
	Test      bool
	Statement *StatementID
	Product   *ProductID
}

// UsageBillRow is a bill as a list shows it.
type UsageBillRow struct {
	UsageBill
	OrderNumber    string
	CustomerName   string
	ProductName    string
	InstanceNumber string
	Currency       Currency
	Period         *Month // of the statement that it entered
}

// UsageMeter is what one billing item of an order has used so far.
type UsageMeter struct {
	InstanceID     ID[Instance]
	InstanceNumber string
	Status         InstanceStatus
	Factor         JSON[BillingFactor]
	BegunAt        *time.Time
	LastAt         *time.Time
	MonthUsed      Quantity // since the first of the month
	MonthTaken     Quantity
	MonthCharge    Exact
	Unpaid         Money
	Failed         int
}

// UsagePackageRow is a package of the customer with what is left of each of its items now.
type UsagePackageRow struct {
	UsageBalance
	InstanceNumber string
	OrderID        OrderID
	OrderNumber    string
	SpecName       string
	Stops          bool
	Reset          ResetRule
	Status         InstanceStatus
}

// OrderUsage is how much an order, or a customer of a listing, has used and has left.
type OrderUsage struct {
	Meters   []UsageMeter
	Packages []UsagePackageRow
	Records  []UsageRow
	Waiting  int // records that are being checked
}

// UsageDetail is a record with how its price came about.
type UsageDetail struct {
	Record UsageRow
	Factor *BillingFactor
	Steps  []UsageStep
	Bill   *UsageBill
}

// UsageBillDetail is a bill with the records that it charges.
type UsageBillDetail struct {
	Bill     UsageBillRow
	Records  []UsageRow
	Settling Billability // whether it is in a statement, and why
}
