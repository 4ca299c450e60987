package market

import "time"

// Repayments is the credit that customers pay back, cycle by cycle (后付费还款, transactions.md
// §6.9, §10.1).
var Repayments = area("repayment", Reviewer, Treasurer, Manager)

// ReportRepayment records what a customer paid back of one cycle's credit; the shop front
// collects it and knows.
var ReportRepayment = act("repayment.report", Buyer)

// RepaymentState is how far a postpaid customer has paid the credit back (transactions.md §6.9).
type RepaymentState string

// The states.
const (
	RepaymentNA     RepaymentState = "na" // 预付费
	RepaymentUnpaid RepaymentState = "unpaid"
	RepaymentPartly RepaymentState = "partly"
	RepaymentRepaid RepaymentState = "repaid"
)

// RepaymentStates lists the states of a transaction, CycleStates those of a cycle.
var (
	RepaymentStates = []RepaymentState{RepaymentNA, RepaymentUnpaid, RepaymentPartly, RepaymentRepaid}
	CycleStates     = RepaymentStates[1:]
)

// Key names the state's words.
func (r RepaymentState) Key() string { return "transaction.repayment_" + string(r) }

// Tone is the state's colour.
func (r RepaymentState) Tone() Tone {
	return map[RepaymentState]Tone{RepaymentNA: Neutral, RepaymentUnpaid: Warn, RepaymentPartly: Accent, RepaymentRepaid: OK}[r]
}

// CycleID names a credit cycle.
type CycleID = ID[CreditCycle]

// CreditCycle is what one customer owes for the postpaid orders that it paid in one month, at
// whatever sellers. None of them is paid before all of the cycle's credit is paid back
// (transactions.md §6.9).
type CreditCycle struct {
	ID           CycleID
	CustomerID   string
	CustomerName string
	Cycle        Month
	Currency     Currency
	Orders       int
	Owed         Money // for the orders, less what was given back of them
	Repaid       Money
	BegunAt      time.Time
	LastAt       *time.Time // of the newest repayment
	SettledAt    *time.Time // when nothing was owed any more
}

// Left is what is still owed.
func (c CreditCycle) Left() Money {
	if c.Repaid.Over(c.Owed) {
		return Money{}
	}
	return c.Owed.Minus(c.Repaid)
}

// State is how far the cycle is paid back.
func (c CreditCycle) State() RepaymentState {
	switch {
	case c.Left().Sign() == 0:
		return RepaymentRepaid
	case c.Repaid.Sign() > 0:
		return RepaymentPartly
	}
	return RepaymentUnpaid
}

// Repay takes what the customer paid back: never more than is owed.
func (c *CreditCycle) Repay(amount Money, now time.Time) error {
	switch left := c.Left(); {
	case left.Sign() == 0:
		return Conflict("repayment.nothing_owed", c.Cycle, c.Currency.Sum(c.Repaid))
	case amount.Sign() <= 0 || amount.Over(left):
		return Invalid("amount", "repayment.amount_outside", c.Currency.Sum(left), c.Currency.Sum(amount))
	}
	c.Repaid, c.LastAt = c.Repaid.Plus(amount), &now
	return nil
}

// Settle ends a cycle of which nothing is owed any more; done says that it just did.
func (c *CreditCycle) Settle(now time.Time) (done bool) {
	if c.SettledAt != nil || c.Left().Sign() > 0 {
		return false
	}
	c.SettledAt = &now
	return true
}

// CycleSearch is which cycles are wanted; empty fields want all.
type CycleSearch struct {
	Text  string // of the customer
	Cycle string
	State RepaymentState
}

// Repayment is one amount that a customer paid back of a cycle.
type Repayment struct {
	ID     ID[Repayment]
	Amount Money
	At     time.Time
}
