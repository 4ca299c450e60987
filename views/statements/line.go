package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

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
	if p.joint() {
		columns[5].Label = i18n.T(ctx, "statement.partner_rate")
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

// rate is a line's ratio: the fee, less the increment where there is one; where the platform
// invoices the customers the partner's.
func rate(joint bool, l market.LineRow) string {
	switch {
	case l.Kind == market.LineAdjustment:
		return ""
	case joint && l.ManagementRatio.IsZero(): // the partner's ratio, less the management fee's
		return i18n.Percent(l.FeeRatio.Rest())
	case joint:
		return i18n.Percent(l.FeeRatio.Rest()) + " − " + i18n.Percent(l.ManagementRatio)
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

// LineHead is the head of a statement's file; abroad it ends with the taxes and the currency.
func LineHead(ctx context.Context, of market.Statement) []string {
	keys := []string{"no", "kind", "line", "original", "refund", "type", "product", "spec", "customer", "placed", "paid", "effective", "met",
		"supervision", "repayment", "list", "discount", "sales", "coupon", "deal", "tax_rate", "fee_ratio", "increment_ratio", "fee", "increment", "settled", "note"}
	if of.Category.PlatformInvoices() {
		keys = append(keys, "management_ratio", "management")
	}
	if of.Currency.Abroad() {
		keys = append(keys, "tax", "customer_tax", "withholding", "digital", "currency")
	}
	head := make([]string, len(keys))
	for i, key := range keys {
		head[i] = i18n.T(ctx, "transaction.head_"+key)
	}
	return head
}

// LineCells writes the lines of a statement's file.
func LineCells(of market.Statement) func(market.LineRow) []any {
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
			taxRate(of.Currency, l), l.FeeRatio.String(), l.IncrementRatio.String(), l.Fee, l.Increment, l.Amount, l.Note}
		if of.Category.PlatformInvoices() {
			cells = append(cells, l.ManagementRatio.String(), l.Management)
		}
		if of.Currency.Abroad() {
			cells = append(cells, l.Tax, l.CustomerTax, l.Withholding, l.Digital, string(of.Currency))
		}
		return cells
	}
}
