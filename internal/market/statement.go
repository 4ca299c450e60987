package market

import (
	"strings"
	"time"
)

// The areas of settlement.
var (
	Statements   = area("statement", Owner, Finance, Treasurer, Manager)
	Transactions = area("transaction", Owner, Finance, Treasurer, Manager)
	Adjustments  = area("adjustment", Owner, Finance, Treasurer, Manager)
)

// The acts on a statement (transactions.md §6.5).
var (
	CloseStatement       = act("statement.close", Clock, Treasurer, Manager) // subject: the seller
	SendStatement        = act("statement.send", Treasurer, Manager)
	CountersignStatement = act("statement.countersign", Treasurer, Manager)
	CarryStatement       = act("statement.carry", Treasurer, Manager) // what a countersigning comes to below the least payout
	FailRequestStatement = act("statement.fail_request", Treasurer, Manager)
	ApproveStatement     = act("statement.approve", Treasurer, Manager)
	RejectStatement      = act("statement.reject", Treasurer, Manager)
	RestartStatement     = act("statement.restart", Treasurer, Manager)
	PayStatement         = act("statement.pay", Treasurer, Manager)
	FailStatement        = act("statement.fail", Treasurer, Manager)
	CompleteStatement    = act("statement.complete", Clock)
	AddAdjustment        = act("adjustment.add", Treasurer, Manager)
)

// StatementID names a statement.
type StatementID = ID[Statement]

// StatementStatus is where a statement stands.
type StatementStatus string

// The states of a statement; those of invoicing are of goods that the platform invoices to the
// customers (transactions.md §6.5).
const (
	StatementReviewing        StatementStatus = "reviewing"         // 待审核
	StatementCountersigning   StatementStatus = "countersigning"    // 待会签
	StatementRequestFailed    StatementStatus = "request_failed"    // 申付单创建失败
	StatementInvoicing        StatementStatus = "invoicing"         // 待开票
	StatementInvoiceReviewing StatementStatus = "invoice_reviewing" // 发票待审核
	StatementPaymentReviewing StatementStatus = "payment_reviewing" // 申付审核中
	StatementPaymentRejected  StatementStatus = "payment_rejected"  // 申请被驳回
	StatementPaying           StatementStatus = "paying"            // 付款中
	StatementPaymentFailed    StatementStatus = "payment_failed"    // 付款失败
	StatementPaid             StatementStatus = "paid"              // 已付款
	StatementCompleted        StatementStatus = "completed"         // 已完成
	StatementCarried          StatementStatus = "carried"           // 结转
)

// StatementStatuses lists the states in the order of a statement's life.
var StatementStatuses = []StatementStatus{StatementReviewing, StatementCountersigning, StatementRequestFailed,
	StatementInvoicing, StatementInvoiceReviewing, StatementPaymentReviewing, StatementPaymentRejected, StatementPaying, StatementPaymentFailed,
	StatementPaid, StatementCompleted, StatementCarried}

// Key names the status's words.
func (s StatementStatus) Key() string { return "statement.status_" + string(s) }

// Tone is the status's colour.
func (s StatementStatus) Tone() Tone {
	switch s {
	case StatementReviewing, StatementCountersigning, StatementInvoiceReviewing, StatementPaymentReviewing, StatementPaying:
		return Accent
	case StatementInvoicing:
		return Warn
	case StatementRequestFailed, StatementPaymentRejected, StatementPaymentFailed:
		return Bad
	case StatementPaid, StatementCompleted:
		return OK
	case StatementCarried:
		return Neutral
	}
	return Neutral
}

// Icon is the drawing of the status's chip.
func (s StatementStatus) Icon() string {
	if s == StatementPaying || s == StatementPaid {
		return "card"
	}
	return ""
}

// StatementMoves is the life of a statement (transactions.md §6.5). What a seller may not
// see yet is only reviewed; making it anew leaves it there.
var StatementMoves = Moves[StatementStatus]{
	{StatementReviewing, CloseStatement, StatementReviewing},
	{StatementReviewing, SendStatement, StatementCountersigning},
	{StatementCountersigning, CountersignStatement, StatementPaymentReviewing},
	{StatementCountersigning, CarryStatement, StatementCarried},
	{StatementCountersigning, FailRequestStatement, StatementRequestFailed},
	{StatementCountersigning, InviteStatement, StatementInvoicing},
	{StatementRequestFailed, RestartStatement, StatementPaymentReviewing},
	{StatementRequestFailed, InviteStatement, StatementInvoicing},
	{StatementInvoicing, SubmitInvoiceStatement, StatementInvoiceReviewing},
	{StatementInvoiceReviewing, PassInvoiceStatement, StatementPaymentReviewing},
	{StatementInvoiceReviewing, RefuseInvoiceStatement, StatementInvoicing},
	{StatementPaymentReviewing, ApproveStatement, StatementPaying},
	{StatementPaymentReviewing, RejectStatement, StatementPaymentRejected},
	{StatementPaymentRejected, SubmitInvoiceStatement, StatementPaymentRejected},
	{StatementPaymentRejected, RestartStatement, StatementPaymentReviewing},
	{StatementPaying, PayStatement, StatementPaid},
	{StatementPaying, FailStatement, StatementPaymentFailed},
	{StatementPaymentFailed, RestartStatement, StatementPaying},
	{StatementPaid, CompleteStatement, StatementCompleted},
}

// Statement is what a seller gets for one accounting period (账单).
type Statement struct {
	SellerID         SellerID
	ID               StatementID
	Number           string // the period: YYYYMM; with its category or, abroad, its currency
	Period           Month
	Category         SaleType
	Currency         Currency // every amount's; one statement a currency and month (catalogue.md §10)
	Status           StatementStatus
	Lines            int // all lines
	SaleLines        int // of orders and of usage
	UsageLines       int // of them those of what is paid by use
	CouponLines      int // sale lines with a coupon
	TierProducts     int // products that reached a band
	RefundLines      int
	AdjustmentLines  int
	Sales            Money
	UsageSales       Money // of them those of what is paid by use
	Coupon           Money
	Fee              Money
	Increment        Money
	Management       Money // 运营管理费
	Duties                 // of an order abroad
	Refunds          Money
	Adjustments      Money
	Settlement       Money
	BroughtForward   Money
	Payable          Money
	AbsentOrders     int // paid in the period and not in this statement
	AbsentAmount     Money
	Digest           string
	RequestNumber    string
	PayoutReference  string
	PaidOn           *Day
	Reason           string // of the newest rejection or failure
	CarriedTo        *StatementID
	ClosedAt         time.Time
	SentAt           *time.Time
	CountersignedAt  *time.Time
	InvoicedAt       *time.Time
	InvoicesPassedAt *time.Time
	ApprovedAt       *time.Time
	PaidAt           *time.Time
	Version          int
}

// StatementRatios are the least and the most of the ratios of a statement's lines.
type StatementRatios struct {
	PartnerLeast, PartnerMost       Ratio // 伙伴结算比例
	ManagementLeast, ManagementMost Ratio // 运营管理费比例
}

// OperatorStatement is a statement in the operator's queue, with whose it is.
type OperatorStatement struct {
	Statement
	SellerNumber string
	CompanyName  string
}

// Due is the working day until which the operator's step shall be done; zero when it is
// not the operator's turn (transactions.md §6.4: 2, 8 and 6 working days).
func (s Statement) Due(settings Settings, calendar Calendar) Day {
	switch s.Status {
	case StatementReviewing:
		return calendar.WorkingDay(DayOf(s.ClosedAt), settings.ReviewDaysIn(s.Currency))
	case StatementCountersigning, StatementRequestFailed:
		return calendar.WorkingDay(DayOf(*s.SentAt), settings.CountersignDays)
	case StatementInvoiceReviewing:
		return calendar.WorkingDay(DayOf(*s.InvoicedAt), settings.InvoiceReviewDays)
	case StatementPaymentReviewing, StatementPaying:
		switch {
		case !s.Category.PlatformInvoices():
			return calendar.WorkingDay(DayOf(*s.CountersignedAt), settings.StatementPayDays)
		case s.Status == StatementPaying && s.ApprovedAt != nil:
			return calendar.WorkingDay(DayOf(*s.ApprovedAt), settings.StatementPayDays)
		case s.InvoicesPassedAt != nil:
			return calendar.WorkingDay(DayOf(*s.InvoicesPassedAt), settings.PaymentReviewDays)
		}
		return Day{}
	case StatementInvoicing, StatementPaymentRejected, StatementPaymentFailed, StatementPaid, StatementCompleted, StatementCarried:
		return Day{}
	}
	return Day{}
}

// Send hands the statement to the seller; from then on nothing in it changes (§6.5).
func (s *Statement) Send(now time.Time) (err error) {
	s.Status, err = StatementMoves.Next(s.Status, SendStatement)
	s.SentAt = &now
	return err
}

// Countersign passes the statement on to payment, or to the seller's invoices where the platform
// invoices the customers; or it carries it to the next period when it does not reach the least
// payout (transactions.md §6.5, §14.3).
func (s *Statement) Countersign(least Money, now time.Time) (carried bool, err error) {
	act := CountersignStatement
	switch {
	case least.Over(s.Payable):
		act = CarryStatement
	case s.Category.PlatformInvoices():
		act = InviteStatement
	}
	s.Status, err = StatementMoves.Next(s.Status, act)
	s.CountersignedAt, s.Reason = &now, ""
	return act == CarryStatement, err
}

// Refuse takes the statement off its way by a rejection or a failure, always with a reason.
func (s *Statement) Refuse(act Act, reason string) (err error) {
	if err := CheckReason(reason); err != nil {
		return err
	}
	s.Status, err = StatementMoves.Next(s.Status, act)
	s.Reason = strings.TrimSpace(reason)
	return err
}

// Restart takes up a rejected or failed payment again (§6.5).
func (s *Statement) Restart(now time.Time) (err error) {
	act := RestartStatement
	if s.Status == StatementRequestFailed {
		s.CountersignedAt = &now
		if s.Category.PlatformInvoices() {
			act = InviteStatement
		}
	}
	if s.Status == StatementPaymentRejected && s.Category.PlatformInvoices() {
		s.InvoicesPassedAt = &now
	}
	s.Status, err = StatementMoves.Next(s.Status, act)
	s.Reason = ""
	return err
}

// Approve lets the payment request pass (§6.5).
func (s *Statement) Approve(now time.Time) (err error) {
	s.Status, err = StatementMoves.Next(s.Status, ApproveStatement)
	s.ApprovedAt = &now
	return err
}

// Pay records the bank's transfer: its reference, and the day on which it was made.
func (s *Statement) Pay(reference string, on Day, now time.Time) (err error) {
	wrong := Invalids{}
	if err := wrong.Join(checkLength("reference", strings.TrimSpace(reference), 1, 64)); err != nil {
		return err
	}
	switch approved := s.ApprovedAt; {
	case on.IsZero():
		wrong.With("paid_on", "problem.required")
	case DayOf(now).Before(on):
		wrong.With("paid_on", "statement.paid_in_future", DayOf(now), on)
	case approved != nil && on.Before(DayOf(*approved)):
		wrong.With("paid_on", "statement.paid_before_approval", DayOf(*approved), on)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	s.Status, err = StatementMoves.Next(s.Status, PayStatement)
	s.PayoutReference, s.PaidOn, s.PaidAt = strings.TrimSpace(reference), &on, &now
	return err
}

// StatementNumber is what the statement of the period is called: of general goods by its period
// alone, abroad with its currency, of the others with their category.
func StatementNumber(period Month, category SaleType, currency Currency) string {
	switch {
	case currency.Abroad():
		return period.String() + "-" + string(currency)
	case category.PlatformInvoices():
		return period.String() + "-" + strings.ToUpper(string(category))
	}
	return period.String()
}

// StatementSearch is which statements of the operator's queue are wanted; without a status
// what is under way, with "all" every one.
type StatementSearch struct {
	Status   string
	Period   string
	Category SaleType
	Currency Currency
	Text     string // seller's name or number, or the payment request's number
}

// Open reports whether what is not over yet is wanted: the oldest of it is due first.
func (s StatementSearch) Open() bool {
	return s.Status != "all" && s.Status != string(StatementCompleted) && s.Status != string(StatementCarried)
}

// SettledSeller is a seller whose statements can be made.
type SettledSeller struct {
	ID          SellerID
	Number      string
	CompanyName string
}
