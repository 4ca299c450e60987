package market

import "time"

// Billing is whether a transaction has entered a statement (出账状态, transactions.md §6.9).
type Billing string

// The billing states.
const (
	Billed   Billing = "billed" // 已出账
	Unbilled Billing = "open"   // 待出账
)

// Billings lists the billing states.
var Billings = []Billing{Billed, Unbilled}

// Key names the state's words.
func (b Billing) Key() string { return "transaction.billing_" + string(b) }

// Tone is the state's colour.
func (b Billing) Tone() Tone {
	if b == Billed {
		return OK
	}
	return Neutral
}

// Transaction is one paid order, or one refund of it, with where it was settled (交易明细).
type Transaction struct {
	ID               OrderID
	Number           string
	Type             OrderType
	ProductName      string
	SpecName         string
	AccessType       AccessType
	CustomerName     string
	ListAmount       Money
	DiscountAmount   Money
	CouponAmount     Money
	Amount           Money
	Currency         Currency
	Repayment        RepaymentState
	Supervised       bool
	SupervisionState SupervisionStatus
	PlacedAt         time.Time
	PaidAt           time.Time
	EffectiveAt      *time.Time
	RefundID         *RefundID
	RefundNumber     string
	RefundedAmount   Money
	RefundedAt       *time.Time
	StatementID      *StatementID
	Period           *Month
	StatementNumber  string
	SaleType         SaleType
	FeeRatio         Ratio
	IncrementRatio   *Ratio
	ManagementRatio  *Ratio // 运营管理费比例
	Management       *Money
	Fee              *Money
	Increment        *Money
	Duties           *Money // the taxes of an order abroad
	Settled          *Money
	TaxRate          Ratio // at which the order is invoiced
}

// Line is the wire's orderLineId.
func (t Transaction) Line() string { return t.Number + "-000001" }

// Billing is whether it has entered a statement.
func (t Transaction) Billing() Billing {
	if t.StatementID != nil {
		return Billed
	}
	return Unbilled
}

// Unsettled is the transaction without the amounts of a statement that it does not show.
func (t Transaction) Unsettled() Transaction {
	if t.StatementID == nil {
		t.IncrementRatio, t.ManagementRatio, t.Management, t.Fee, t.Increment, t.Duties, t.Settled = nil, nil, nil, nil, nil, nil, nil
	}
	return t
}

// DetailsUntil is the moment until which transaction details are shown: nothing where they are of
// now; by the marketplace's daily rule the end of the day before, from the hour of the refresh on
// (transactions.md §6.9).
func (s Settings) DetailsUntil(now time.Time) *time.Time {
	if !s.DetailsDaily {
		return nil
	}
	day := DayOf(now)
	until := day.Begin()
	if now.Before(until.Add(s.DetailsAt.Duration)) {
		until = day.Plus(-1).Begin()
	}
	return &until
}

// TransactionSearch is which transactions are wanted; empty fields want all.
type TransactionSearch struct {
	Refunds     bool // refunds instead of sales
	Text        string
	Sale        SaleType
	Type        OrderType
	Billing     Billing
	Repayment   RepaymentState
	Supervision SupervisionStatus
	Period      string // of the statement
	From, Until *time.Time
	AsOf        *time.Time // nothing from then on is known; nil: as things stand
}
