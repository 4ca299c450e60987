package market

import (
	"fmt"
	"strings"
	"time"
)

// LineUsage is a line of what is paid by use (transactions.md §5.4, §6.2: pay-per-use is
// aggregated per product and month).
const LineUsage LineKind = "usage"

// UsageSum is what the bills add up to that were paid for a listing in one month, at one fee
// and in one region.
type UsageSum struct {
	ProductID   ProductID
	ProductName string
	SaleType    SaleType
	Currency    Currency
	Region      string
	Track       Track // any track's, where the management fee is taken
	FeeRatio    Ratio
	Month       Month // of their payment
	Bills       int
	Amount      Money
	PaidAt      time.Time // the last of them
	MetAt       time.Time
	IssuedAt    time.Time
	MonthTotal  Money // paid for the listing in the month, orders too
	MonthBefore Money // the same without what these bills and those behind them bring
}

// billable is the sum as the rules of settlement see an order: nothing is listed, discounted or
// supervised, and a bill is in effect once it is made.
func (u UsageSum) billable() Billable {
	return Billable{ProductID: u.ProductID, ProductName: u.ProductName, SaleType: u.SaleType, Track: u.Track, Currency: u.Currency, Region: u.Region, FeeRatio: u.FeeRatio, ListAmount: u.Amount,
		Amount: u.Amount, PaidAt: &u.PaidAt, EffectiveAt: &u.IssuedAt, MonthTotal: u.MonthTotal, MonthBefore: u.MonthBefore}
}

// UsageLine is the n-th line of a statement's usage. Its number stands in the place of an order's.
func UsageLine(u UsageSum, n int, terms Terms) StatementLine {
	return StatementLine{Kind: LineUsage, ProductID: &u.ProductID, OrderNumber: usageLineNumber(u.SaleType, u.Currency, u.Month, n), Title: u.ProductName,
		Subtitle: strings.TrimSpace(u.Month.String() + " " + u.Region), MetAt: u.MetAt, Bills: u.Bills, Settlement: terms.Settle(u.billable(), u.PaidAt)}
}

// UsageMonth is in which month the bills of a line of usage were paid.
func (l StatementLine) UsageMonth() string {
	month, _, _ := strings.Cut(l.Subtitle, " ")
	return month
}

func usageLineNumber(category SaleType, currency Currency, month Month, n int) string {
	return fmt.Sprintf("U%s-%02d", StatementNumber(month, category, currency), n)
}

// UsageShare is how much one order has of a line of usage.
type UsageShare struct {
	OrderID      OrderID
	OrderNumber  string
	CustomerName string
	Bills        int
	Amount       Money
}

// UsageSettled says why a bill, or a line of bills, is in a statement or not.
type UsageSettled struct {
	Line   bool // a line of several bills
	Bills  int
	Bill   *UsageBill   // of one bill
	Shares []UsageShare // of a line, the largest first
}

// Settling is whether the bill enters the statement of a period, and why (transactions.md §6.2).
func (b UsageBillRow) Settling(of Billable, against, closed Month, terms Terms, settings Settings, calendar Calendar, now time.Time) Billability {
	of.OrderNumber, of.OrderID, of.CustomerName, of.ProductName, of.SpecName = b.Number, b.OrderID, b.CustomerName, b.ProductName, b.Item
	of.Amount, of.ListAmount, of.Supervised, of.Postpaid, of.OrderType, of.Status = b.Amount, b.Amount, false, false, OrderNew, OrderCompleted
	of.DiscountAmount, of.CouponAmount, of.RefundedAmount, of.Test = Money{}, Money{}, Money{}, b.Test
	of.PaidAt, of.EffectiveAt = b.PaidAt, b.IssuedAt
	of.Usage = &UsageSettled{Bills: 1, Bill: &b.UsageBill}
	e := of.Explain(against, closed, terms, settings, calendar, now)
	if b.IssuedAt != nil && b.Amount.Sign() == 0 {
		why := Because("billing.never_nothing")
		e.Never = &why
	}
	return e
}

// Settled is why a line of usage is in its statement.
func (l StatementLine) Settled(of Billable, shares []UsageShare, in Statement, terms Terms, settings Settings, calendar Calendar, now time.Time) Billability {
	of.OrderNumber, of.ProductName, of.Currency, of.SaleType, of.OrderType, of.Status = l.OrderNumber, l.Title, in.Currency, in.Category, OrderNew, OrderCompleted
	of.Amount, of.ListAmount, of.FeeRatio, of.PaidAt, of.EffectiveAt = l.Sales, l.Sales, l.FeeRatio, &l.MetAt, &l.MetAt
	of.Usage = &UsageSettled{Line: true, Bills: l.Bills, Shares: shares}
	e := of.Explain(in.Period, Month{}, terms, settings, calendar, now)
	e.Statement, e.Lines = &in, []StatementLine{l}
	return e
}

// usageConditions are the four conditions as a bill, or a line of bills, meets them: there is
// nothing to supervise, and what was used is in effect once its bill is made.
func (b Billable) usageConditions() []BillingCondition {
	paid := BillingCondition{Name: Because("billing.paid"), Short: Because("billing.not_paid"), At: b.PaidAt}
	made := BillingCondition{Name: Because("billing.billed"), Short: Because("billing.not_billed"), At: b.EffectiveAt}
	bill := b.Usage.Bill
	switch {
	case b.Usage.Line:
		paid.Value, made.Value = Because("billing.bills_paid", b.Usage.Bills, *b.PaidAt), Because("billing.bills_made", b.Usage.Bills)
	case bill.IssuedAt == nil:
		paid.Value, paid.How = Because("billing.bill_open"), Because("billing.bill_pay_later")
		made.Value, made.How = Because("billing.bill_runs", bill.EndAt), Because("billing.bill_due", bill.DueAt)
	case bill.PaidAt == nil:
		paid.Value, paid.How = Because("billing.paid_not", b.Currency.Sum(b.Amount)), Because("billing.bill_pay", b.Currency.Sum(b.Amount))
		made.Value = Because("billing.bill_made", *bill.IssuedAt)
	default:
		paid.Value, made.Value = Because("billing.paid_at", *bill.PaidAt, b.Currency.Sum(b.Amount)), Because("billing.bill_made", *bill.IssuedAt)
	}
	none := BillingCondition{Name: Because("billing.supervised"), Value: Because("billing.supervised_usage"), At: b.EffectiveAt, Short: Because("billing.not_billed")}
	if none.At == nil {
		none.At = &time.Time{}
	}
	return []BillingCondition{b.certification(), paid, none, made}
}
