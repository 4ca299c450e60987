// Package tickets is the pages of customers' tickets.
package tickets

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// DetailPage is one ticket with everything that was said on it.
type DetailPage struct {
	Operator bool
	Now      time.Time
	Calendar market.Calendar
	Settings market.Settings
	Ticket   market.TicketRow
	Messages []market.TicketMessage
	Files    []market.TicketFile
	Handlers []market.Handler
	Me       market.PersonID
	Refused  *market.Reason
}

func (p DetailPage) url(verb string) string {
	path := "/tickets/" + p.Ticket.ID.String()
	if p.Operator {
		path = "/operator" + path
	}
	if verb != "" {
		path += "/" + verb
	}
	return path
}

// countdown is the ticket's reception time as the house shows it, with why it stands still.
func countdown(t market.Ticket, c market.Calendar, now time.Time) ui.Countdown {
	clock := t.Clock(c, now)
	if clock.Due.IsZero() {
		return ui.Countdown{Frozen: true, Now: now, Left: clock.Left, Used: clock.Used, Day: clock.Day, Reason: clock.Pause, Since: t.EnteredAt}
	}
	return ui.Countdown{Due: clock.Due, Now: now, Left: clock.Left, Used: clock.Used, Day: clock.Day, Soon: time.Hour,
		Frozen: clock.Pause.Key != "", Reason: clock.Pause, Since: t.EnteredAt}
}

func handlerName(ctx context.Context, t market.TicketRow) string {
	if t.HandlerName == nil {
		return i18n.T(ctx, "ticket.everybody")
	}
	return *t.HandlerName
}

func (p DetailPage) crumbs(ctx context.Context) []ui.Link {
	if p.Operator {
		return []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_tickets"), URL: "/operator/tickets"}, {Text: p.Ticket.Number}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.service")}, {Text: i18n.T(ctx, "nav.tickets"), URL: "/tickets"}, {Text: p.Ticket.Number}}
}

func (p DetailPage) turn(ctx context.Context) ui.TurnNow {
	turn := ui.TurnNow{Party: p.Ticket.Turn(), Since: i18n.Moment(ctx, p.Ticket.EnteredAt)}
	switch p.Ticket.Status {
	case market.TicketDispatched:
		turn.Act = i18n.T(ctx, market.AcceptTicket)
	case market.TicketProcessing:
		turn.Act = i18n.T(ctx, market.SolveTicket)
	case market.TicketEscalated:
		turn.Act = i18n.T(ctx, market.HandBackTicket)
	case market.TicketConfirming:
		turn.Act = i18n.T(ctx, market.ConfirmTicket)
	case market.TicketClosed, market.TicketCancelled:
	}
	turn.Ours = turn.Party == market.PartySeller && !p.Operator || turn.Party == market.PartyOperator && p.Operator
	return turn
}

func (p DetailPage) otherwise() market.Reason {
	switch p.Ticket.Status {
	case market.TicketDispatched, market.TicketProcessing:
		return market.Because("ticket.otherwise_late")
	case market.TicketEscalated:
		return market.Because("ticket.otherwise_escalated")
	case market.TicketConfirming, market.TicketClosed, market.TicketCancelled:
	}
	return market.Because("ticket.otherwise_confirm", at(p.Ticket.ClosesAt))
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func (p DetailPage) facts(ctx context.Context) []ui.Fact {
	t := p.Ticket
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "ticket.number"), Part: ui.ID(t.Number, "")},
		{Label: i18n.T(ctx, "ticket.status"), Part: ui.Chip(t.Status)},
		{Label: i18n.T(ctx, "ticket.priority"), Text: i18n.T(ctx, t.Priority.Key())},
		{Label: i18n.T(ctx, "ticket.customer"), Text: t.CustomerName},
		{Label: i18n.T(ctx, "ticket.product"), Text: t.ProductName},
	}
	if t.OrderNumber != nil && t.OrderID != nil {
		link := "/orders/" + t.OrderID.String()
		if p.Operator {
			link = "/operator" + link
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "ticket.order"), Part: ui.ID(*t.OrderNumber, link)})
	}
	facts = append(facts,
		ui.Fact{Label: i18n.T(ctx, "ticket.handler"), Text: handlerName(ctx, t)},
		ui.Fact{Label: i18n.T(ctx, "ticket.opened"), Part: ui.Time(t.OpenedAt)},
		ui.Fact{Label: i18n.T(ctx, "ticket.replied_at"), Part: ui.Time(t.RepliedAt)},
		ui.Fact{Label: i18n.T(ctx, "ticket.hours"), Text: ui.HoursText(ctx, t.Hours.V)})
	if t.Urged > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "ticket.urged"), Text: i18n.T(ctx, "ticket.times", t.Urged)})
	}
	if t.Reopened > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "ticket.reopened"), Text: i18n.T(ctx, "ticket.times", t.Reopened)})
	}
	return facts
}

func (p DetailPage) accessText(ctx context.Context) string {
	if p.Ticket.MayEnter(p.Now) {
		return i18n.T(ctx, "ticket.access_until", *p.Ticket.AccessUntil)
	}
	if p.Ticket.Access == market.AccessGranted {
		return i18n.T(ctx, "ticket.access_expired", *p.Ticket.AccessUntil)
	}
	return i18n.T(ctx, p.Ticket.Access.Key())
}

func (p DetailPage) entries(ctx context.Context) []ui.Entry {
	ours := market.PartySeller
	if p.Operator {
		ours = market.PartyOperator
	}
	entries := make([]ui.Entry, 0, len(p.Messages))
	for i := len(p.Messages) - 1; i >= 0; i-- {
		m := p.Messages[i]
		entry := ui.Entry{At: m.At, Party: m.Party, Ours: m.Party == ours, Actor: m.Actor, Act: i18n.Did(ctx, m.Act), Reason: nil, Quote: m.Text}
		if m.Party == market.PartySystem {
			entry.Actor = i18n.T(ctx, "common.party_system")
		}
		if m.Reason.V != nil {
			entry.Rest = " " + i18n.Say(ctx, *m.Reason.V)
		}
		for _, file := range p.Files {
			if file.MessageID == m.ID {
				entry.Files = append(entry.Files, ui.File{Name: file.Name, URL: p.fileURL(file.FileID)})
			}
		}
		entries = append(entries, entry)
	}
	return entries
}

func (p DetailPage) fileURL(id market.FileID) string {
	if p.Operator {
		return "/operator/files/" + p.Ticket.SellerID.String() + "/" + id.String()
	}
	return "/files/" + id.String()
}

func (p DetailPage) handlers(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, handler := range p.Handlers {
		if p.Ticket.HandlerID == nil || *p.Ticket.HandlerID != handler.ID {
			options = append(options, ui.Option{Value: handler.ID.String(), Label: handler.Name})
		}
	}
	return options
}

func (p DetailPage) may(ctx context.Context, act market.Act) bool {
	return market.TicketMoves.Can(p.Ticket.Status, act) && ui.May(ctx, act) && (!p.Operator || p.Ticket.Status == market.TicketEscalated)
}

func stars(t market.Ticket) string {
	return strings.Repeat("★", *t.Stars) + strings.Repeat("☆", 5-*t.Stars)
}

func starsText(ctx context.Context, t market.Ticket) string {
	return i18n.T(ctx, "ticket.stars_of", strconv.Itoa(*t.Stars))
}
