package statements

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

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
