package market

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// LineKind is what a line of a statement comes from.
type LineKind string

// The kinds of line, in the order in which a statement lists them.
const (
	LineSale       LineKind = "sale"
	LineRefund     LineKind = "refund"
	LineAdjustment LineKind = "adjustment"
)

// LineKinds lists the kinds.
var LineKinds = []LineKind{LineSale, LineUsage, LineRefund, LineAdjustment}

// Key names the kind's words.
func (k LineKind) Key() string { return "statement.line_" + string(k) }

// Settlement is how one line is calculated (transactions.md §6.7, F1):
// Amount = Sales − Coupon − Fee + Increment, exactly; abroad also less its duties, of joint goods
// less the management fee (F2).
type Settlement struct {
	Sales           Money
	Coupon          Money
	FeeRatio        Ratio
	IncrementRatio  Ratio
	Fee             Money
	Increment       Money
	Duties                // of an order abroad
	ManagementRatio Ratio // 运营管理费比例
	Management      Money
	Amount          Money
}

// Minus takes another settlement's amounts away; the ratios stay.
func (s Settlement) Minus(o Settlement) Settlement {
	s.Sales, s.Coupon = s.Sales.Minus(o.Sales), s.Coupon.Minus(o.Coupon)
	s.Fee, s.Increment, s.Amount = s.Fee.Minus(o.Fee), s.Increment.Minus(o.Increment), s.Amount.Minus(o.Amount)
	s.Duties, s.Management = s.Duties.Minus(o.Duties), s.Management.Minus(o.Management)
	return s
}

// Part is the settlement of so much of what the customer paid: each amount pro rata and
// rounded once, the fee as what is left, so that the whole part is the whole (§6.7).
func (s Settlement) Part(paid Money) Settlement {
	whole := s.Sales.Minus(s.Coupon)
	part := s
	part.Coupon, part.Increment, part.Amount = s.Coupon.Of(paid, whole), s.Increment.Of(paid, whole), s.Amount.Of(paid, whole)
	part.Duties, part.Management = s.Duties.Of(paid, whole), s.Management.Of(paid, whole)
	part.Sales = paid.Plus(part.Coupon)
	part.Fee = paid.Plus(part.Increment).Minus(part.Duties.Sum()).Minus(part.Management).Minus(part.Amount)
	return part
}

// TakeBack is the line of a refund behind earlier ones: the part of all refunds so far less
// what the earlier ones took back, negated. A full refund nets to exactly zero (§6.7, §6.8).
func (s Settlement) TakeBack(before, refund Money) Settlement {
	return s.Part(before).Minus(s.Part(before.Plus(refund)))
}

// Increment is the share above the standard ratio that an order earns, unrounded, and its
// ratio for people to read (transactions.md §6.7, §14.1).
func (t Terms) increment(b Billable, now time.Time) (decimal.Decimal, Ratio) {
	effective := now
	if b.EffectiveAt != nil {
		effective = *b.EffectiveAt
	}
	tiers := t.Tiers(effective)
	if len(tiers) == 0 || !b.FeeRatio.Equal(StandardFee) || b.Amount.Sign() == 0 {
		return decimal.Zero, Ratio{}
	}
	if !t.marginal {
		band := tiers.Band(b.MonthTotal)
		return b.Amount.d.Mul(band.d), band
	}
	earned := tiers.marginal(b.MonthBefore, b.Amount)
	return earned, Ratio{earned.DivRound(b.Amount.d, 12)}
}

// Settle calculates an order's line: (sales − coupon) × (1 − fee + increment), rounded once
// (transactions.md §6.7, F1). What the parts of the equation show adds up to it.
func (t Terms) Settle(b Billable, now time.Time) Settlement {
	on := DayOf(now)
	if b.PaidAt != nil {
		on = DayOf(*b.PaidAt)
	}
	switch {
	case b.Currency.Abroad():
		return t.settleAbroad(b, on)
	case b.SaleType.PlatformInvoices():
		return t.settleJoint(b, on)
	}
	earned, ratio := t.increment(b, now)
	s := Settlement{Sales: b.Sales(), Coupon: b.CouponAmount, FeeRatio: b.FeeRatio, IncrementRatio: ratio}
	base := s.Sales.Minus(s.Coupon)
	s.Increment = round(earned)
	s.Amount = round(base.d.Mul(b.FeeRatio.Rest().d).Add(earned))
	s.Fee = base.Plus(s.Increment).Minus(s.Amount)
	return s
}

// settleJoint calculates the line of goods that the platform invoices: revenue × the partner's
// ratio − revenue × the management fee's, rounded once (transactions.md §6.7, F2). A coupon on
// them is the seller's own and borne by it alone. The partner's ratio is what the platform's
// leaves.
func (t Terms) settleJoint(b Billable, on Day) Settlement {
	s := Settlement{Sales: b.Sales(), Coupon: b.CouponAmount, FeeRatio: b.FeeRatio}
	if b.managed() {
		s.ManagementRatio = t.Management(on)
	}
	s.Management = s.Sales.Times(s.ManagementRatio)
	s.Amount = round(s.Sales.d.Mul(s.FeeRatio.Rest().Minus(s.ManagementRatio).d).Sub(s.Coupon.d))
	s.Fee = s.Sales.Minus(s.Coupon).Minus(s.Management).Minus(s.Amount)
	return s
}

// StatementLine is one line: an order that met its conditions, a refund of a settled order,
// or an adjustment.
type StatementLine struct {
	StatementID  StatementID
	Ordinal      int
	Kind         LineKind
	OrderID      *OrderID
	RefundID     *RefundID
	AdjustmentID *AdjustmentID
	ProductID    *ProductID
	OrderNumber  string
	RefundNumber string
	Title        string
	Subtitle     string
	CustomerName string
	OrderType    OrderType
	MetAt        time.Time // the moment at which the last condition was met
	Bills        int       // of usage: how many it adds up
	Settlement
	Note string
}

// LineID is the wire's orderLineId, or the number by which the line is known.
func (l StatementLine) LineID() string {
	if l.OrderNumber == "" || l.Kind == LineUsage {
		return l.OrderNumber
	}
	return l.OrderNumber + OrderLineSuffix
}

// SaleLine is the line of an order that meets its conditions.
func SaleLine(b Billable, terms Terms, met time.Time) StatementLine {
	return StatementLine{Kind: LineSale, OrderID: &b.OrderID, ProductID: &b.ProductID, OrderNumber: b.OrderNumber,
		Title: b.ProductName, Subtitle: b.SpecName, CustomerName: b.CustomerName, OrderType: b.OrderType,
		MetAt: met, Settlement: terms.Settle(b, met)}
}

// SettledRefund is a paid refund of an order that has its line.
type SettledRefund struct {
	StatementLine           // of the order
	ID            RefundID  // of the refund
	Number        string    // of the refund
	Paid          time.Time // when the money went back
	Refunded      Money     // how much
	Before        Money     // how much earlier refunds of the order took
	Reason        string
}

// RefundLine takes back what the refund's part of the order had brought.
func RefundLine(r SettledRefund) StatementLine {
	line := r.StatementLine
	line.Kind, line.RefundID, line.RefundNumber = LineRefund, &r.ID, r.Number
	line.MetAt, line.Note = r.Paid, r.Reason
	line.Settlement = r.TakeBack(r.Before, r.Refunded)
	return line
}

// AdjustmentID names an adjustment.
type AdjustmentID = ID[Adjustment]

// Adjustment is a difference that the marketplace puts right in the next statement (调账).
type Adjustment struct {
	SellerID    SellerID
	ID          AdjustmentID
	Category    SaleType // of the statement that it enters
	Currency    Currency
	Amount      Money
	Reason      string
	CreatedBy   string
	CreatedAt   time.Time
	StatementID *StatementID
	Period      *Month // of the statement it entered
}

// Check refuses an adjustment of nothing or without a reason.
func (a Adjustment) Check() error {
	wrong := Invalids{}
	if !slices.Contains(Currencies, a.Currency) {
		wrong.With("currency", "problem.not_an_option", string(a.Currency))
	}
	if !slices.Contains(SaleTypes, a.Category) || a.Currency.Abroad() && a.Category != SaleGeneral {
		wrong.With("category", "problem.not_an_option", string(a.Category))
	}
	if a.Amount.Sign() == 0 {
		wrong.With("amount", "adjustment.amount_zero")
	}
	if err := wrong.Join(checkLength("reason", strings.TrimSpace(a.Reason), 1, 200)); err != nil {
		return err
	}
	return wrong.Err()
}

// AdjustmentLine is the line of an adjustment.
func AdjustmentLine(a Adjustment) StatementLine {
	return StatementLine{Kind: LineAdjustment, AdjustmentID: &a.ID, Title: a.Reason, MetAt: a.CreatedAt,
		Settlement: Settlement{Amount: a.Amount}}
}

// Tally adds the lines of a statement up while they go by, and takes their digest.
type Tally struct {
	Statement
	products map[ProductID]bool
	digest   hash.Hash
	text     []byte
}

// NewTally begins a statement without lines.
func NewTally(s Statement) *Tally {
	return &Tally{Statement: s, products: map[ProductID]bool{}, digest: sha256.New()}
}

// Add numbers the line and takes it in.
func (t *Tally) Add(l *StatementLine) {
	t.Lines++
	l.Ordinal, l.StatementID = t.Lines, t.ID
	switch l.Kind {
	case LineSale, LineUsage:
		t.SaleLines++
		if l.Kind == LineUsage {
			t.UsageLines++
			t.UsageSales = t.UsageSales.Plus(l.Sales)
		}
		if l.Coupon.Sign() != 0 {
			t.CouponLines++
		}
		if !l.IncrementRatio.IsZero() {
			t.products[*l.ProductID] = true
		}
		t.Sales, t.Coupon = t.Sales.Plus(l.Sales), t.Coupon.Plus(l.Coupon)
		t.Fee, t.Increment = t.Fee.Plus(l.Fee), t.Increment.Plus(l.Increment)
		t.Duties, t.Management = t.Duties.Plus(l.Duties), t.Management.Plus(l.Management)
	case LineRefund:
		t.RefundLines++
		t.Refunds = t.Refunds.Plus(l.Amount)
	case LineAdjustment:
		t.AdjustmentLines++
		t.Adjustments = t.Adjustments.Plus(l.Amount)
	}
	t.Settlement = t.Settlement.Plus(l.Amount)
	t.digest.Write(t.canonical(*l))
}

// Close is the statement with its sums and its digest.
func (t *Tally) Close() Statement {
	s := t.Statement
	s.TierProducts = len(t.products)
	s.Payable = s.Settlement.Plus(s.BroughtForward)
	s.Digest = hex.EncodeToString(t.digest.Sum(nil))
	return s
}

// canonical is the line as it enters the digest: every fact, one line of text.
func (t *Tally) canonical(l StatementLine) []byte {
	out := t.text[:0]
	add := func(text string) { out = append(append(out, text...), '\t') }
	out = strconv.AppendInt(out, int64(l.Ordinal), 10)
	out = append(out, '\t')
	add(string(l.Kind))
	add(l.OrderNumber)
	add(l.RefundNumber)
	if l.AdjustmentID != nil {
		add(l.AdjustmentID.String())
	}
	add(strconv.Quote(l.Title))
	add(strconv.Quote(l.Subtitle))
	add(strconv.Quote(l.CustomerName))
	add(string(l.OrderType))
	add(l.MetAt.UTC().Format(time.RFC3339Nano))
	add(l.FeeRatio.d.String())
	add(l.IncrementRatio.d.String())
	for _, m := range [...]Money{l.Sales, l.Coupon, l.Fee, l.Increment, l.Amount} {
		add(m.String())
	}
	if l.Duties.Any() { // only abroad: the digests of what was sent before these were there stay
		for _, m := range [...]Money{l.Tax, l.CustomerTax, l.Withholding, l.Digital} {
			add(m.String())
		}
	}
	if !l.ManagementRatio.IsZero() {
		add(l.ManagementRatio.d.String())
		add(l.Management.String())
	}
	if l.Bills > 0 {
		add(strconv.Itoa(l.Bills))
	}
	add(strconv.Quote(l.Note))
	out = append(out, '\n')
	t.text = out
	return out
}

// LineRow is a line with what its order tells besides.
type LineRow struct {
	StatementLine
	AccessType       *AccessType
	PeriodType       *Period
	Periods          *int
	Quantity         *Quantity
	PlacedAt         *time.Time
	PaidAt           *time.Time
	RepaidAt         *time.Time
	EffectiveAt      *time.Time
	ListAmount       Money
	DiscountAmount   Money
	Postpaid         bool
	SupervisionState SupervisionStatus
	SupervisedAt     *time.Time
	TaxRate          *Ratio // at which its order is invoiced; none of what has no order
}

// Absence is an order that was paid in a period and did not enter its statement.
type Absence struct {
	Billable
	Ordinal int
	Reasons []Reason
	Entered *Month // the later period that it entered
}
