package ui

import (
	"context"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// BillingConditions words the four conditions of a statement for the condition list.
func BillingConditions(ctx context.Context, b market.Billability) []Condition {
	list := make([]Condition, len(b.Conditions))
	for i, c := range b.Conditions {
		list[i] = Condition{Name: i18n.Say(ctx, c.Name), Value: i18n.Say(ctx, c.Value), Verdict: Verdict(c.Verdict)}
		if c.How.Key != "" {
			list[i].How = i18n.Say(ctx, c.How)
		}
	}
	return list
}

// billingLead is the sentence under the head: where the order is, or the earliest it can be.
func billingLead(ctx context.Context, b market.Billability) string {
	switch {
	case b.Never != nil:
		return i18n.Say(ctx, *b.Never)
	case b.Statement != nil && b.Usage != nil && len(b.Lines) > 0:
		return i18n.T(ctx, "billing.entered_usage", b.Statement.Number, b.Lines[0].OrderNumber, b.Lines[0].Bills)
	case b.Statement != nil && b.MetAt != nil:
		return i18n.T(ctx, "billing.entered", *b.MetAt, b.Statement.Number)
	case b.Waits():
		return i18n.T(ctx, "billing.waits", b.Earliest.String(), b.ClosesOn)
	}
	return i18n.T(ctx, "billing.earliest", b.Earliest.String(), lastDay(b.Earliest))
}

// lastDay is the last day of a month.
func lastDay(m market.Month) market.Day { return m.Next().Day(1).Plus(-1) }

// settled is the calculation to show: the line's own, or what is expected.
func settled(b market.Billability) market.Settlement {
	if len(b.Lines) > 0 && (b.Lines[0].Kind == market.LineSale || b.Lines[0].Kind == market.LineUsage) {
		return b.Lines[0].Settlement
	}
	return b.Forecast
}

// settlementTerms is the formula of one line in the order in which it is calculated.
func settlementTerms(ctx context.Context, b market.Billability, result string) ([][]Term, []Term) {
	s := settled(b)
	switch {
	case s.Duties.Any():
		return settlementAbroad(ctx, s, result)
	case b.SaleType.PlatformInvoices():
		return settlementJoint(ctx, s, result)
	}
	increment := s.IncrementRatio
	base := s.Sales.Minus(s.Coupon)
	lines := [][]Term{
		{{Sign: "("}, {Value: i18n.Money(s.Sales), Name: i18n.T(ctx, "billing.sales")}, {Sign: "−", Value: i18n.Money(s.Coupon), Name: i18n.T(ctx, "billing.coupon")}, {Sign: ")"}},
		{{Sign: "×"}, {Sign: "(", Value: "1"}, {Sign: "−", Value: i18n.Percent(s.FeeRatio), Name: i18n.T(ctx, "billing.fee")}, {Sign: "+", Value: i18n.Percent(increment), Name: i18n.T(ctx, "billing.increment")}, {Sign: ")"}},
	}
	share := i18n.Percent(s.FeeRatio.Rest().Plus(increment))
	return lines, []Term{{Sign: "=", Value: i18n.Money(base) + " × " + share}, {Sign: "=", Value: i18n.Money(s.Amount), Name: result, Total: true}}
}

// settlementJoint is the same for goods that the platform invoices: revenue × (partner's ratio −
// management fee's), less the seller's own coupon (transactions.md §6.7, F2).
func settlementJoint(ctx context.Context, s market.Settlement, result string) ([][]Term, []Term) {
	lines := [][]Term{
		{{Value: i18n.Money(s.Sales), Name: i18n.T(ctx, "billing.revenue")}},
		{{Sign: "×"}, {Sign: "(", Value: i18n.Percent(s.FeeRatio.Rest()), Name: i18n.T(ctx, "billing.partner")}, {Sign: "−", Value: i18n.Percent(s.ManagementRatio), Name: i18n.T(ctx, "billing.management")}, {Sign: ")"}},
	}
	product := i18n.Money(s.Sales) + " × " + i18n.Percent(s.FeeRatio.Rest().Minus(s.ManagementRatio))
	if s.Coupon.Sign() != 0 {
		lines = append(lines, []Term{{Sign: "−", Value: i18n.Money(s.Coupon), Name: i18n.T(ctx, "billing.coupon")}})
		product += " − " + i18n.Money(s.Coupon)
	}
	return lines, []Term{{Sign: "=", Value: product}, {Sign: "=", Value: i18n.Money(s.Amount), Name: result, Total: true}}
}

// settlementAbroad is the same for an order abroad: tax and what the customer withholds before
// the split, withholding tax and digital service tax after it (catalogue.md §2.8).
func settlementAbroad(ctx context.Context, s market.Settlement, result string) ([][]Term, []Term) {
	base := s.Sales.Minus(s.Coupon).Minus(s.Tax).Minus(s.CustomerTax)
	lines := [][]Term{
		{{Sign: "("}, {Value: i18n.Money(s.Sales.Minus(s.Coupon)), Name: i18n.T(ctx, "billing.price")}, {Sign: "−", Value: i18n.Money(s.Tax), Name: i18n.T(ctx, "billing.tax")},
			{Sign: "−", Value: i18n.Money(s.CustomerTax), Name: i18n.T(ctx, "billing.customer_tax")}, {Sign: ")"}},
		{{Sign: "×"}, {Sign: "(", Value: "1"}, {Sign: "−", Value: i18n.Percent(s.FeeRatio), Name: i18n.T(ctx, "billing.fee")}, {Sign: ")"}},
		{{Sign: "−", Value: i18n.Money(s.Withholding), Name: i18n.T(ctx, "billing.withholding")}, {Sign: "−", Value: i18n.Money(s.Digital), Name: i18n.T(ctx, "billing.digital")}},
	}
	return lines, []Term{{Sign: "=", Value: i18n.Money(base) + " × " + i18n.Percent(s.FeeRatio.Rest()) + " − " + i18n.Money(s.Withholding.Plus(s.Digital))},
		{Sign: "=", Value: i18n.Money(s.Amount), Name: result, Total: true}}
}

// billingBand is the sentence that says why the increment is what it is.
func billingBand(ctx context.Context, b market.Billability) string {
	if b.PaidAt == nil || b.MonthTotal.Sign() == 0 || b.Currency.Abroad() || b.SaleType.PlatformInvoices() {
		return ""
	}
	reached := i18n.T(ctx, "billing.month_none")
	if ratio := settled(b).IncrementRatio; !ratio.IsZero() {
		reached = i18n.T(ctx, "billing.month_band", i18n.Percent(ratio))
	}
	return i18n.T(ctx, "billing.month", b.MonthTotal, reached)
}

// billingDates are the days that follow: until when, closed when, paid when.
func billingDates(ctx context.Context, b market.Billability) []Fact {
	dates := []Fact{{Label: i18n.T(ctx, "billing.met_by"), Text: i18n.T(ctx, "billing.end_of", i18n.DayWeek(ctx, lastDay(b.Earliest)))}}
	if b.MetAt != nil {
		dates = nil
	}
	paid := i18n.T(ctx, "billing.paid_by", b.Days)
	if b.Days == 0 {
		paid = i18n.T(ctx, "billing.paid_by_invoice")
	}
	return append(dates,
		Fact{Label: i18n.T(ctx, "billing.closes", b.Earliest.String()), Text: i18n.DayWeek(ctx, b.ClosesOn)},
		Fact{Label: paid, Text: i18n.T(ctx, "billing.before", i18n.DayWeek(ctx, b.PaidBy))})
}

// statementURL is the statement's page for the reader's door.
func statementURL(ctx context.Context, id market.StatementID) string {
	if FrameOf(ctx).Door == OperatorDoor {
		return "/operator/statements/" + id.String()
	}
	return "/statements/" + id.String()
}

// billingLines are the order's lines in statements, with the amount of each.
func billingLines(ctx context.Context, b market.Billability) []Fact {
	var facts []Fact
	for _, l := range b.Lines {
		label := i18n.T(ctx, l.Kind.Key())
		if l.Kind == market.LineRefund {
			label += " " + l.RefundNumber
		}
		facts = append(facts, Fact{Label: label, Part: MoneyIn(l.Amount, b.Currency)})
	}
	return facts
}

func statementLink(ctx context.Context, b market.Billability) templ.Component {
	return LinkButton(i18n.T(ctx, "statement.one", b.Statement.Number), statementURL(ctx, b.Statement.ID)+"?why="+b.OrderNumber+"#drawer", "card", Small)
}

// billingInferred says what of it is this installation's choice.
func billingInferred(ctx context.Context, b market.Billability) string {
	if b.Currency.Abroad() {
		return i18n.T(ctx, "billing.inferred_abroad")
	}
	if b.SaleType.PlatformInvoices() {
		return i18n.T(ctx, "billing.inferred_joint")
	}
	return i18n.T(ctx, "billing.inferred")
}
