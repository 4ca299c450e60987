// Package statements shows what sellers are paid: statements, their lines, and why an order
// is in one or not.
package statements

import (
	"context"
	"strings"

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
	Category  market.SaleType // of which tab
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
	Notice    *market.InvoiceNotice  // what the seller invoices to the platform; nil where it does not
	Ratios    market.StatementRatios // of a statement of goods that the platform invoices
	Fee       *market.FeeInvoice     // for the platform's fee; nil before somebody asks
	Form      ui.Form                // what was refused
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
	of := "statement." + string(p.Statement.Category)
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
	if p.joint() {
		lines = p.jointLedger(ctx)
	} else if s.Currency.Abroad() {
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
	case market.StatementInvoicing, market.StatementInvoiceReviewing:
	case market.StatementPaymentReviewing, market.StatementPaying:
		if p.joint() {
			break
		}
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
	if p.joint() && len(steps) > 3 {
		return p.jointSteps(ctx, steps)
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

// reason is what was said without its full stop: the sentence around it brings one.
func (p ShowPage) reason() string { return strings.TrimRight(p.Statement.Reason, "。. ") }
