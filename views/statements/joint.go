package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// joint reports a statement of goods that the platform invoices to the customers.
func (p ShowPage) joint() bool { return p.Statement.Category.PlatformInvoices() }

// jointLedger is how the amount comes about where the platform invoices the customers: revenue,
// the partner's share of it, and what is taken off that (transactions.md §6.6, §6.7 F2).
func (p ShowPage) jointLedger(ctx context.Context) []ui.LedgerLine {
	s := p.Statement
	lines := []ui.LedgerLine{
		{Name: i18n.T(ctx, "statement.ledger_revenue"), Note: i18n.T(ctx, "statement.n_lines", s.SaleLines), Amount: s.Sales},
		{Name: i18n.T(ctx, "statement.ledger_share"), Note: i18n.T(ctx, "statement.ledger_share_note", s.Currency.Sum(s.Sales.Minus(s.Fee)), p.ratios(ctx)), Amount: s.Fee.Negated()},
	}
	if s.CouponLines > 0 {
		lines = append(lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_coupon"), Note: i18n.T(ctx, "statement.ledger_coupon_own"), Amount: s.Coupon.Negated()})
	}
	return append(lines, ui.LedgerLine{Name: i18n.T(ctx, "statement.ledger_management"), Note: p.managements(ctx), Amount: s.Management.Negated()})
}

// ratios are the partner's ratios of the statement's lines (伙伴结算比例).
func (p ShowPage) ratios(ctx context.Context) string {
	return span(ctx, p.Ratios.PartnerLeast, p.Ratios.PartnerMost)
}

// managements are the ratios of the management fee (运营管理费比例).
func (p ShowPage) managements(ctx context.Context) string {
	return i18n.T(ctx, "statement.ledger_management_note", span(ctx, p.Ratios.ManagementLeast, p.Ratios.ManagementMost))
}

func span(ctx context.Context, least, most market.Ratio) string {
	if least.Equal(most) {
		return i18n.Percent(most)
	}
	return i18n.Percent(least) + "–" + i18n.Percent(most)
}

// jointSteps puts the seller's invoices and their review between countersigning and payment.
func (p ShowPage) jointSteps(ctx context.Context, steps []ui.Step) []ui.Step {
	s, settings := p.Statement, p.Rules.Settings
	invoice := ui.Step{Label: i18n.T(ctx, "statement.step_invoice"), State: ui.StepFuture}
	review := ui.Step{Label: i18n.T(ctx, "statement.step_invoice_review"), State: ui.StepFuture}
	if s.InvoicedAt != nil {
		invoice.State, invoice.Lines = ui.StepPast, []string{i18n.DayWeek(ctx, market.DayOf(*s.InvoicedAt))}
	}
	if s.InvoicesPassedAt != nil {
		review.State, review.Lines = ui.StepPast, []string{i18n.DayWeek(ctx, market.DayOf(*s.InvoicesPassedAt))}
	}
	switch s.Status {
	case market.StatementInvoicing:
		invoice.State, invoice.Lines = ui.StepHere, []string{i18n.T(ctx, "statement.step_due", i18n.DayWeek(ctx, s.InvoiceBy(settings)))}
		if s.InvoiceLate(settings, p.Rules.Today) {
			invoice.State, invoice.Lines = ui.StepLate, []string{i18n.T(ctx, "statement.late", i18n.DayWeek(ctx, s.InvoiceBy(settings)))}
		}
	case market.StatementInvoiceReviewing:
		p.here(ctx, &review, market.DayOf(*s.InvoicedAt), settings.InvoiceReviewDays, "statement.step_due")
	case market.StatementPaymentReviewing:
		p.here(ctx, &steps[3], market.DayOf(*s.InvoicesPassedAt), settings.PaymentReviewDays, "statement.step_due")
	case market.StatementPaying:
		p.here(ctx, &steps[3], market.DayOf(*s.ApprovedAt), settings.StatementPayDays, "statement.step_pays")
	default:
	}
	return append(append(steps[:3:3], invoice, review), steps[3:]...)
}
