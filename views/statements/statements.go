// Package statements shows what sellers are paid: statements, their lines, and why an order
// is in one or not.
package statements

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Rules are the installation's choices that a page explains.
type Rules struct {
	Settings market.Settings
	Calendar market.Calendar
	Tiers    market.Tiers
	Today    market.Day
}

// ListPage is what the list of a seller's statements shows besides them.
type ListPage struct {
	Forecast  market.SettlementForecast
	Certified bool
	Rules     Rules
}

// ShowPage is one statement and what of it is looked at.
type ShowPage struct {
	Statement market.OperatorStatement
	Lines     market.Page[market.LineRow]
	Others    bool // refunds and adjustments instead of sales
	Absences  []market.Absence
	After     int // absences behind this ordinal
	Why       *market.Billability
	CarriedTo *market.Statement
	Rules     Rules
	Operator  bool
	Fee       *market.FeeInvoice // for the platform's fee; nil before somebody asks
	Form      ui.Form            // the operator's, when it was refused
}

func (p ShowPage) path() string {
	if p.Operator {
		return "/operator/statements/" + p.Statement.ID.String()
	}
	return "/statements/" + p.Statement.ID.String()
}

func listPath(operator bool) string {
	if operator {
		return "/operator/statements"
	}
	return "/statements"
}

func crumbs(ctx context.Context, operator bool, more ...ui.Link) []ui.Link {
	group := "nav.settlement"
	if operator {
		group = "nav.operator_settlement"
	}
	own := ui.Link{Text: i18n.T(ctx, "nav.statements")}
	if len(more) > 0 {
		own.URL = listPath(operator)
	}
	return append([]ui.Link{{Text: i18n.T(ctx, group)}, own}, more...)
}

func (p ShowPage) title(ctx context.Context) string {
	of := "statement." + p.Statement.Category
	if p.Statement.Currency.Abroad() {
		of = "statement.abroad"
	}
	return i18n.T(ctx, "statement.named", p.Statement.Number, i18n.T(ctx, of))
}

func periodDays(ctx context.Context, m market.Month) string {
	return i18n.T(ctx, "statement.period_days", m.Day(1), lastDay(m))
}

func lastDay(m market.Month) market.Day { return m.Next().Day(1).Plus(-1) }

// ledger is how the statement's amount comes about, each line signed.
func (p ShowPage) ledger(ctx context.Context) ([]ui.LedgerLine, ui.LedgerLine) {
	s := p.Statement
	lines := []ui.LedgerLine{
		{Name: i18n.T(ctx, "statement.ledger_sales"), Note: i18n.T(ctx, "statement.n_lines", s.SaleLines), Amount: s.Sales},
		{Name: i18n.T(ctx, "statement.ledger_coupon"), Note: i18n.T(ctx, "statement.n_lines", s.CouponLines), Amount: s.Coupon.Negated()},
	}
	if s.UsageLines > 0 {
		lines[0].Note = i18n.T(ctx, "statement.n_lines_usage", s.SaleLines, s.UsageLines, p.sum(s.UsageSales))
	}
	if s.Currency.Abroad() {
		lines = append(lines,
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_tax"), Note: i18n.T(ctx, "statement.ledger_tax_note"), Amount: s.Tax.Negated()},
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_customer_tax"), Note: i18n.T(ctx, "statement.ledger_customer_tax_note"), Amount: s.CustomerTax.Negated()},
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_fee"), Note: i18n.T(ctx, "statement.ledger_fee_abroad"), Amount: s.Fee.Negated()},
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_withholding"), Note: i18n.T(ctx, "statement.ledger_withholding_note"), Amount: s.Withholding.Negated()},
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_digital"), Note: i18n.T(ctx, "statement.ledger_digital_note"), Amount: s.Digital.Negated()})
	} else {
		lines = append(lines,
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_fee"), Note: i18n.T(ctx, "statement.ledger_fee_note"), Amount: s.Fee.Negated()},
			ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_increment"), Note: i18n.T(ctx, "statement.n_products", s.TierProducts), Amount: s.Increment})
	}
	lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_refunds"), Note: i18n.T(ctx, "statement.n_lines", s.RefundLines), Amount: s.Refunds})
	if s.AdjustmentLines > 0 {
		lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_adjustments"), Note: i18n.T(ctx, "statement.n_adjustments", s.AdjustmentLines), Amount: s.Adjustments})
	}
	if s.BroughtForward.Sign() == 0 {
		return lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_settlement"), Note: p.currency(ctx), Amount: s.Settlement}
	}
	return append(lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_brought"), Note: i18n.T(ctx, "statement.ledger_brought_note"), Amount: s.BroughtForward}),
		ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_payable"), Note: p.currency(ctx), Amount: s.Payable}
}

// steps is the statement's way: closed, sent, countersigned, paid.
func (p ShowPage) steps(ctx context.Context) []ui.Step {
	s, settings := p.Statement, p.Rules.Settings
	steps := []ui.Step{
		{Label: i18n.T(ctx, "statement.step_closed"), State: ui.StepPast, Lines: []string{i18n.DayWeek(ctx, market.DayOf(s.ClosedAt))}},
		{Label: i18n.T(ctx, "statement.step_sent"), State: ui.StepFuture},
		{Label: i18n.T(ctx, "statement.step_countersigned"), State: ui.StepFuture},
		{Label: i18n.T(ctx, "statement.step_payment"), State: ui.StepFuture},
	}
	if s.SentAt != nil {
		steps[1].State, steps[1].Lines = ui.StepPast, []string{i18n.DayWeek(ctx, market.DayOf(*s.SentAt))}
	}
	if s.CountersignedAt != nil {
		steps[2].State, steps[2].Lines = ui.StepPast, []string{i18n.DayWeek(ctx, market.DayOf(*s.CountersignedAt))}
	}
	switch s.Status {
	case market.StatementReviewing:
		p.here(ctx, &steps[1], market.DayOf(s.ClosedAt), settings.ReviewDaysIn(s.Currency), "statement.step_due")
	case market.StatementCountersigning:
		p.here(ctx, &steps[2], market.DayOf(*s.SentAt), settings.CountersignDays, "statement.step_due")
	case market.StatementRequestFailed:
		steps[2].State, steps[2].Lines = ui.StepLate, []string{i18n.T(ctx, s.Status.Key())}
	case market.StatementPaymentReviewing, market.StatementPaying:
		p.here(ctx, &steps[3], market.DayOf(*s.CountersignedAt), settings.StatementPayDays, "statement.step_pays")
	case market.StatementPaymentRejected, market.StatementPaymentFailed:
		steps[3].State, steps[3].Lines = ui.StepLate, []string{i18n.T(ctx, s.Status.Key())}
	case market.StatementPaid, market.StatementCompleted:
		steps[3].State = ui.StepPast
		if s.PaidOn != nil {
			steps[3].Lines = []string{i18n.DayWeek(ctx, *s.PaidOn), s.PayoutReference}
		}
	case market.StatementCarried:
		steps = steps[:3]
		steps[2].Label = i18n.T(ctx, "statement.step_carried")
	}
	return steps
}

// here marks the step under way: on which working day of how many, and until when.
func (p ShowPage) here(ctx context.Context, step *ui.Step, since market.Day, days int, due string) {
	gone, until := 0, p.Rules.Calendar.WorkingDay(since, days)
	for day := since; gone < days && day.Before(p.Rules.Today); {
		if day = day.Plus(1); p.Rules.Calendar.Works(day) {
			gone++
		}
	}
	step.State = ui.StepHere
	if until.Before(p.Rules.Today) {
		step.State = ui.StepLate
		step.Lines = []string{i18n.T(ctx, "statement.late", i18n.DayWeek(ctx, until))}
		return
	}
	step.Lines = []string{i18n.T(ctx, "statement.step_of", max(gone, 1), days), i18n.T(ctx, due, i18n.DayWeek(ctx, until))}
}

func (p ShowPage) tabs(ctx context.Context) []ui.Tab {
	q := ui.QueryOf(ctx)
	return []ui.Tab{
		{Text: i18n.T(ctx, "statement.tab_sales"), URL: q.Without("tab", "why"), Count: i18n.Number(p.Statement.SaleLines), Current: !p.Others},
		{Text: i18n.T(ctx, "statement.tab_others"), URL: q.With("tab", "others", "why", ""), Count: i18n.Number(p.Statement.Lines - p.Statement.SaleLines), Current: p.Others},
	}
}

func (p ShowPage) grid(ctx context.Context) ui.Grid {
	columns := []ui.Column{{Name: "order_line", Width: "id"}, {Name: "product"},
		{Name: "sales", Right: true}, {Name: "coupon", Right: true}, {Name: "tax_rate", Right: true}, {Name: "rate", Right: true}, {Name: "amount", Right: true}}
	if p.Statement.Currency.Abroad() {
		columns[3] = ui.Column{Name: "duties", Right: true}
	}
	if p.Others {
		columns[1].Label = i18n.T(ctx, "statement.kind")
	}
	return ui.Grid{Area: "statement", Caption: i18n.T(ctx, "statement.tabs"), Columns: columns, Foot: subtotal(p)}
}

func (p ShowPage) emptyText(ctx context.Context) string {
	if p.Others {
		return i18n.T(ctx, "statement.empty_lines_text")
	}
	return i18n.T(ctx, "statement.empty_sales_text")
}

// total adds the lines of this page up.
func (p ShowPage) total() (total market.Settlement) {
	for _, l := range p.Lines.Rows {
		total.Sales, total.Coupon, total.Amount = total.Sales.Plus(l.Sales), total.Coupon.Plus(l.Coupon), total.Amount.Plus(l.Amount)
		total.Duties = total.Duties.Plus(l.Duties)
	}
	return total
}

func (p ShowPage) orderURL(id *market.OrderID) string {
	if id == nil {
		return ""
	}
	if p.Operator {
		return "/operator/orders/" + id.String()
	}
	return "/orders/" + id.String()
}

// lineURL is what a line is of: its order, or of usage the bills that it adds up.
func (p ShowPage) lineURL(ctx context.Context, l market.LineRow) string {
	if l.Kind == market.LineUsage {
		return whyURL(ctx, l.OrderNumber)
	}
	return p.orderURL(l.OrderID)
}

// about is the second line of a row: the spec, for how long, how much.
func about(ctx context.Context, l market.LineRow) string {
	text := l.Subtitle
	if l.Kind == market.LineUsage {
		return i18n.T(ctx, "statement.usage_of", l.Subtitle, l.Bills)
	}
	if l.Kind == market.LineRefund {
		text = i18n.T(ctx, l.Kind.Key()) + " " + l.RefundNumber
	}
	if l.Kind == market.LineSale && l.OrderType == market.OrderRenew {
		text += i18n.T(ctx, "billing.join") + i18n.T(ctx, l.OrderType.Key())
	}
	if l.PeriodType != nil && l.Kind == market.LineSale && *l.PeriodType != market.PerOnce {
		text += i18n.T(ctx, "billing.join") + i18n.T(ctx, l.PeriodType.Key())
	}
	if l.Quantity != nil && l.Kind == market.LineSale && l.Quantity.Over(market.Count(1)) {
		text += i18n.T(ctx, "billing.join") + "× " + i18n.Quantity(*l.Quantity)
	}
	return text
}

// rate is a line's ratio: the fee, less the increment where there is one.
func rate(l market.LineRow) string {
	switch {
	case l.Kind == market.LineAdjustment:
		return ""
	case l.IncrementRatio.IsZero():
		return i18n.Percent(l.FeeRatio)
	}
	return i18n.Percent(l.FeeRatio) + " − " + i18n.Percent(l.IncrementRatio)
}

// taxRate is the rate at which a line's order is invoiced (transactions.md §6.6); abroad the taxes
// have columns of their own.
func taxRate(currency market.Currency, l market.LineRow) string {
	if l.TaxRate == nil || currency.Abroad() {
		return ""
	}
	return i18n.Percent(*l.TaxRate)
}

func (p ShowPage) why() string {
	if p.Why == nil {
		return ""
	}
	return p.Why.OrderNumber
}

func whyURL(ctx context.Context, number string) string {
	return ui.QueryOf(ctx).With("why", number) + "#drawer"
}

func (p ShowPage) drawer(ctx context.Context) templ.Component {
	if p.Why == nil {
		return nil
	}
	return whyDrawer(p)
}

// in reports whether the explained order has a line in this statement.
func (p ShowPage) in() bool {
	for _, l := range p.Why.Lines {
		if l.StatementID == p.Statement.ID {
			return true
		}
	}
	return false
}

func (p ShowPage) whyFacts(ctx context.Context) []ui.Fact {
	b := p.Why
	if b.Usage != nil {
		return p.usageFacts(ctx)
	}
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "statement.why_product"), Text: b.ProductName + i18n.T(ctx, "billing.join") + b.SpecName},
		{Label: i18n.T(ctx, "statement.why_customer"), Text: b.CustomerName},
	}
	if b.PaidAt != nil {
		paid := i18n.Moment(ctx, *b.PaidAt)
		if b.Postpaid {
			paid = i18n.T(ctx, "statement.postpaid", paid)
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "statement.why_paid"), Text: paid})
	}
	return facts
}

func (p ShowPage) supervisionURL() string {
	if p.Operator || p.Why.SupervisionID == nil || p.Why.Usage != nil {
		return ""
	}
	return "/supervisions/" + p.Why.SupervisionID.String()
}

func reasons(ctx context.Context, a market.Absence) string {
	text := ""
	for i, r := range a.Reasons {
		if i > 0 {
			text += i18n.T(ctx, "common.list_join")
		}
		text += i18n.Say(ctx, r)
	}
	if a.Entered != nil {
		if text != "" {
			text += i18n.T(ctx, "billing.join")
		}
		text += i18n.T(ctx, "statement.absent_entered", a.Entered.String())
	}
	return text
}

func (p ShowPage) absentTitle(ctx context.Context) string {
	return i18n.T(ctx, "statement.absent_title", market.Word("statement.month_"+strconv.Itoa(int(p.Statement.Period.Month))))
}

// absentNext is the address of the next twenty, empty at the end.
func (p ShowPage) absentNext(ctx context.Context) string {
	if n := len(p.Absences); n > 0 && p.Absences[n-1].Ordinal < p.Statement.AbsentOrders {
		return ui.QueryOf(ctx).With("absent", strconv.Itoa(p.Absences[n-1].Ordinal), "why", "") + "#absent"
	}
	return ""
}

func (p ShowPage) exportURL(format string) string { return p.path() + "/lines." + format }

func (p ShowPage) evidence(ctx context.Context) []ui.Fact {
	s := p.Statement
	facts := []ui.Fact{{Label: i18n.T(ctx, "statement.digest"), Part: ui.Hash(s.Digest)}}
	if s.RequestNumber != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "statement.request_number"), Part: ui.ID(s.RequestNumber, "")})
	}
	if s.PayoutReference != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "statement.payout_reference"), Part: ui.ID(s.PayoutReference, "")})
	}
	return facts
}

// lead says when statements are made, on both sites for whoever sells on both.
func (p ListPage) lead(ctx context.Context) string {
	if p.Forecast.Abroad != nil {
		return i18n.T(ctx, "statement.lead_abroad", p.Rules.Settings.BillingDay, p.Rules.Settings.BillingDayAbroad)
	}
	return i18n.T(ctx, "statement.lead", p.Rules.Settings.BillingDay)
}

// least is what the statement must reach to be paid.
func (p ShowPage) least() market.Money { return p.Rules.Settings.LeastPayoutIn(p.Statement.Currency) }

// sum is an amount in the statement's currency, for a sentence.
func (p ShowPage) sum(m market.Money) market.Reason { return p.Statement.Currency.Sum(m) }

// currency names what every amount of the statement is in.
func (p ShowPage) currency(ctx context.Context) string {
	if p.Statement.Currency.Abroad() {
		return ui.Unit(ctx, p.Statement.Currency)
	}
	return i18n.T(ctx, "statement.currency_yuan")
}

func (p ShowPage) payText(ctx context.Context) string {
	if p.Statement.Currency.Abroad() {
		return i18n.T(ctx, "statement.pay_text_abroad", p.sum(p.Statement.Payable))
	}
	return i18n.T(ctx, "statement.pay_text")
}

// figures are what a month is expected to bring, and what is held up, in one currency.
func figures(ctx context.Context, f market.SettlementForecast) []ui.Figure {
	unit := ui.Unit(ctx, f.Currency)
	figures := []ui.Figure{{Label: i18n.T(ctx, "statement.forecast_ready"), Figure: i18n.Money(f.Settleable.Amount), Unit: unit,
		Note: i18n.T(ctx, "statement.forecast_orders", f.Settleable.Orders), URL: "/transactions?billing=open"}}
	if len(f.Blocked) == 0 {
		return append(figures, ui.Figure{Label: i18n.T(ctx, "statement.forecast_blocked"), Figure: "0.00", Unit: unit, Note: i18n.T(ctx, "statement.forecast_none")})
	}
	for _, part := range f.Blocked {
		figures = append(figures, ui.Figure{Label: i18n.Say(ctx, part.Reason), Figure: i18n.Money(part.Amount), Unit: unit,
			Note: i18n.T(ctx, "statement.forecast_orders", part.Orders), URL: blockedURL(part.Reason.Key)})
	}
	return figures
}

// blockedURL is the list of transactions that a reason holds up.
func blockedURL(reason string) string {
	switch reason {
	case "billing.not_repaid":
		return "/transactions?billing=open&repayment=unpaid"
	case "billing.not_supervised":
		return "/transactions?billing=open&supervision=running"
	case "billing.not_supervised_frozen":
		return "/transactions?billing=open&supervision=frozen"
	}
	return "/transactions?billing=open"
}

// LineHead is the head of a statement's file; abroad it ends with the taxes and the currency.
func LineHead(ctx context.Context, currency market.Currency) []string {
	keys := []string{"no", "kind", "line", "original", "refund", "type", "product", "spec", "customer", "placed", "paid", "effective", "met",
		"supervision", "repayment", "list", "discount", "sales", "coupon", "deal", "tax_rate", "fee_ratio", "increment_ratio", "fee", "increment", "settled", "note"}
	if currency.Abroad() {
		keys = append(keys, "tax", "customer_tax", "withholding", "digital", "currency")
	}
	head := make([]string, len(keys))
	for i, key := range keys {
		head[i] = i18n.T(ctx, "transaction.head_"+key)
	}
	return head
}

// LineCells writes the lines of a statement's file.
func LineCells(currency market.Currency) func(market.LineRow) []any {
	return func(l market.LineRow) []any {
		original, supervision, repayment := "", market.Word("transaction.supervision_na"), market.Word(market.RepaymentNA.Key())
		if l.Kind == market.LineRefund {
			original = l.LineID()
		}
		if l.SupervisionState != "" {
			supervision = market.Word(l.SupervisionState.Key())
		}
		if l.Postpaid {
			repayment = market.Word(market.RepaymentRepaid.Key())
		}
		var kind any = market.Word(l.OrderType.Key())
		switch l.Kind {
		case market.LineAdjustment:
			supervision, repayment, kind = "", "", ""
		case market.LineUsage:
			kind = ""
		case market.LineSale, market.LineRefund:
		}
		cells := []any{l.Ordinal, market.Word(l.Kind.Key()), l.LineID(), original, l.RefundNumber, kind, l.Title, l.Subtitle, l.CustomerName,
			l.PlacedAt, l.PaidAt, l.EffectiveAt, l.MetAt, supervision, repayment, l.ListAmount, l.DiscountAmount, l.Sales, l.Coupon, l.Sales.Minus(l.Coupon),
			taxRate(currency, l), l.FeeRatio.String(), l.IncrementRatio.String(), l.Fee, l.Increment, l.Amount, l.Note}
		if currency.Abroad() {
			cells = append(cells, l.Tax, l.CustomerTax, l.Withholding, l.Digital, string(currency))
		}
		return cells
	}
}

func (p ShowPage) drawerHead(ctx context.Context) ui.DrawerHead {
	title := i18n.T(ctx, "statement.why_title")
	if p.Why.Usage != nil {
		return ui.DrawerHead{Title: i18n.T(ctx, "statement.why_usage"), ID: p.Why.Line(), URL: p.usageURL(), Close: ui.QueryOf(ctx).Without("why"), Acts: whyActs(p)}
	}
	if p.in() {
		title = i18n.T(ctx, "statement.why_in")
	}
	return ui.DrawerHead{Title: title, ID: p.Why.Line(), URL: p.orderURL(&p.Why.OrderID), Close: ui.QueryOf(ctx).Without("why"), Acts: whyActs(p)}
}

// reason is what was said without its full stop: the sentence around it brings one.
func (p ShowPage) reason() string { return strings.TrimRight(p.Statement.Reason, "。. ") }
