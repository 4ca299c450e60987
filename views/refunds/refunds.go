// Package refunds is the pages of money that goes back to buyers.
package refunds

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Clock is what pages need to say how much time is left.
type Clock struct {
	Now      time.Time
	Calendar market.Calendar
	Settings market.Settings
}

// DetailPage is one refund with its order.
type DetailPage struct {
	Clock
	Refund  market.RefundRow
	Order   market.Order
	FlowID  *market.SupervisionID
	Refused *market.Reason // why an act just now did not fit
}

func url(id market.RefundID, verb string) string {
	if verb == "" {
		return "/refunds/" + id.String()
	}
	return "/refunds/" + id.String() + "/" + verb
}

func crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	way := []ui.Link{{Text: i18n.T(ctx, "nav.trade")}, {Text: i18n.T(ctx, "nav.refunds")}}
	if len(more) > 0 {
		way[1].URL = "/refunds"
	}
	return append(way, more...)
}

func countdown(r market.Refund, c Clock) ui.Countdown {
	if r.DueAt == nil {
		return ui.Countdown{NoLimit: true, Now: c.Now, Used: c.Calendar.Between(r.RequestedAt, c.Now), Day: c.Calendar.DayLength()}
	}
	left := c.Calendar.Between(c.Now, *r.DueAt)
	if c.Now.After(*r.DueAt) {
		left = -c.Calendar.Between(*r.DueAt, c.Now)
	}
	return ui.Countdown{Due: *r.DueAt, Now: c.Now, Left: left, Used: c.Calendar.Between(r.RequestedAt, c.Now), Day: c.Calendar.DayLength(), Since: r.RequestedAt}
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	if p.Refund.Status == market.RefundApproved {
		return ui.TurnNow{Party: market.PartySystem, Act: i18n.T(ctx, "refund.turn_pay"), Since: since(ctx, p.Refund.DecidedAt)}
	}
	return ui.TurnNow{Party: market.PartySeller, Ours: true, Act: i18n.T(ctx, "refund.turn_decide"), Since: i18n.Moment(ctx, p.Refund.RequestedAt)}
}

func since(ctx context.Context, t *time.Time) string {
	if t == nil {
		return ""
	}
	return i18n.Moment(ctx, *t)
}

func (p DetailPage) otherwise() market.Reason {
	if p.Refund.Status == market.RefundApproved {
		return market.Because("refund.otherwise_pay")
	}
	return market.Because("refund.otherwise_decide")
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	r := p.Refund
	contact := ui.Plain(i18n.T(ctx, "refund.contact_hidden"))
	if r.ContactShown {
		contact = ui.Masked(r.PhoneMask)
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "refund.number"), Part: ui.ID(r.Number, "")},
		{Label: i18n.T(ctx, "refund.status"), Part: ui.Chip(r.Status)},
		{Label: i18n.T(ctx, "refund.cause"), Text: i18n.T(ctx, r.Cause.Key())},
		{Label: i18n.T(ctx, "refund.requested_by"), Text: requester(ctx, r.Refund)},
		{Label: i18n.T(ctx, "refund.requested_at"), Part: ui.Time(r.RequestedAt)},
		{Label: i18n.T(ctx, "refund.decided_at"), Part: maybeTime(r.DecidedAt)},
		{Label: i18n.T(ctx, "refund.paid_at"), Part: maybeTime(r.PaidAt)},
		{Label: i18n.T(ctx, "refund.contact"), Part: contact},
	}
}

func requester(ctx context.Context, r market.Refund) string {
	if r.RequestedBy == market.TheClock.Name {
		return i18n.T(ctx, "refund.system")
	}
	return r.RequestedBy
}

func (p DetailPage) orderFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "refund.order"), Part: ui.ID(p.Order.Number, "/orders/"+p.Order.ID.String())},
		{Label: i18n.T(ctx, "refund.product"), Text: p.Order.ProductName},
		{Label: i18n.T(ctx, "refund.customer"), Text: p.Order.CustomerName},
		{Label: i18n.T(ctx, "supervision.order_status"), Part: ui.Chip(p.Order.Status)},
	}
	if p.FlowID != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "nav.supervisions"), Part: ui.TextLink(i18n.T(ctx, "common.view"), "/supervisions/"+p.FlowID.String())})
	}
	return facts
}

func (p DetailPage) amounts(ctx context.Context) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "refund.order_amount"), Part: ui.Money(p.Order.Amount)},
		{Label: i18n.T(ctx, "refund.amount"), Part: ui.Money(p.Refund.Amount.Negated()), Sum: true},
	}
}

func maybeTime(t *time.Time) templ.Component {
	if t == nil {
		return ui.Dash()
	}
	return ui.Time(*t)
}
