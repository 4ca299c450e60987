package statements

import (
	"context"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// usageURL is the page of the bills that are explained; the operator has none.
func (p ShowPage) usageURL() string {
	switch {
	case p.Operator || p.Why.Usage == nil:
		return ""
	case p.Why.Usage.Bill != nil:
		return "/usages/bills/" + p.Why.Usage.Bill.ID.String()
	case len(p.Why.Lines) > 0 && p.Why.Lines[0].ProductID != nil:
		return "/usages/bills?statement=" + p.Statement.ID.String() + "&product=" + p.Why.Lines[0].ProductID.String()
	}
	return ""
}

// usageFacts say what a bill, or a line of bills, is of: a line's bills order by order.
func (p ShowPage) usageFacts(ctx context.Context) []ui.Fact {
	b := p.Why
	facts := []ui.Fact{{Label: i18n.T(ctx, "statement.why_product"), Text: b.ProductName}}
	if bill := b.Usage.Bill; bill != nil {
		return append(facts, ui.Fact{Label: i18n.T(ctx, "usage.item"), Text: bill.Item}, ui.Fact{Label: i18n.T(ctx, "statement.why_customer"), Text: b.CustomerName})
	}
	for _, share := range b.Usage.Shares {
		facts = append(facts, ui.Fact{Label: share.OrderNumber + i18n.T(ctx, "billing.join") + share.CustomerName,
			Text: i18n.T(ctx, "statement.usage_share", share.Bills, market.Currency(p.Statement.Currency).Sum(share.Amount))})
	}
	return facts
}
