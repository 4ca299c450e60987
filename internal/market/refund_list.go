package market

import "time"

// RefundSearch is what a list of refunds is narrowed by (transactions.md §4.3).
type RefundSearch struct {
	Status    RefundStatus
	Cause     RefundCause
	Text      string // beginning of the refund's or order's number
	Product   string
	Customer  string
	From      *time.Time
	Until     *time.Time
	Goods     GoodsState
	Exception bool // the release call failed
	Late      bool // the seller let its time pass
	Seller    string
	Desk      bool // what waits for the operator
}

// RefundRow is a refund with what a list shows of its order.
type RefundRow struct {
	Refund
	OrderNumber  string
	OrderType    OrderType
	AccessType   AccessType
	ProductName  string
	SpecName     string
	OrderAmount  Money
	Currency     Currency
	CustomerID   string
	CustomerName string
	PhoneMask    string
	EmailMask    string
	CompanyName  string

	Unsubscription string // number of the order by which it was given back; on its own page only
}

// DaysWaiting is how many days have passed since the request; of what is over, until its end.
func (r RefundRow) DaysWaiting(now time.Time) int { return int(r.waited(now) / (24 * time.Hour)) }

// Waited says how long that is: in days, of what was asked for today in hours.
func (r RefundRow) Waited(now time.Time) Reason {
	switch waited := r.waited(now); {
	case waited >= 24*time.Hour:
		return Because("refund.days", r.DaysWaiting(now))
	case waited >= time.Hour:
		return Because("refund.hours", int(waited/time.Hour))
	}
	return Because("refund.under_hour")
}

func (r RefundRow) waited(now time.Time) time.Duration {
	until := now
	switch {
	case r.PaidAt != nil:
		until = *r.PaidAt
	case !r.Status.Open() && r.DecidedAt != nil:
		until = *r.DecidedAt
	}
	return until.Sub(r.RequestedAt)
}

// RefundLog is one step of a refund.
type RefundLog struct {
	ID         ID[RefundLog]
	At         time.Time
	Party      Party
	Actor      string
	Act        Act
	FromStatus RefundStatus
	ToStatus   RefundStatus
	Comment    string
	Amount     Money
	Files      []File
}

// RefundSum is what many refunds come to in one currency, before they are decided together.
type RefundSum struct {
	Currency     Currency
	Refunds      int
	Amount       Money // back to buyers
	Coupons      int   // used by the orders; only the five days give one back
	CouponAmount Money
	Instances    int   // released
	Limits       int   // freed
	Lines        int   // in statements
	Fee          Money // the platform's share that goes back
	Invoices     int   // to be returned first
	Goods        int   // that come back first
}

// RefundDesk is how much waits for the operator, by why.
type RefundDesk struct {
	Large     int
	Transit   int
	Disputed  int
	Escalated int
	Late      int
}

// Sum is all of it.
func (d RefundDesk) Sum() int { return d.Large + d.Transit + d.Disputed + d.Escalated }

// RefundOffer is how an order can be given back now: the way and what it would do, or why not.
type RefundOffer struct {
	Order    Order
	Way      RefundWay
	Rule     RefundRule
	Quota    FiveDayQuota
	UsedDays int
	Days     int
	Effects  *RefundEffects
	Why      *Reason
}
