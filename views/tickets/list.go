package tickets

import (
	"context"
	"time"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

type row = market.TicketRow

// ListPage is what a seller's list of tickets shows besides them.
type ListPage struct {
	Now       time.Time
	Calendar  market.Calendar
	Reception market.Reception
	Search    market.TicketSearch
	Counts    market.TicketCounts
	Handlers  []market.Handler
}

// Listing is the customers' tickets, newest first.
func Listing(ctx context.Context, p ListPage) ui.Listing[row] {
	l := listing(ctx, p, "/tickets/", "opened_at")
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.tickets"), Lead: p.lead(ctx), Acts: receptionLink(),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.service")}, {Text: i18n.T(ctx, "nav.tickets")}}}
	l.Tabs, l.Above = tabs(ctx, p), closedBanner(p)
	l.Filters = append(filters(ctx), ui.Filter{Name: "priority", Options: ui.OptionsOf(ctx, market.TicketPriorities)},
		ui.Filter{Name: "handler", Options: handlerOptions(p.Handlers)}, ui.Filter{Name: "opened", Kind: ui.FilterRange})
	l.Row = func(r row) (string, string) { return r.ID.String(), r.Number }
	l.Bulk = []ui.Bulk{{Act: market.AssignTicket, Style: ui.Primary, URL: "/tickets/assign",
		Choose: "handler", Choices: append([]ui.Option{{Label: i18n.T(ctx, "ticket.handler")}}, handlerOptions(p.Handlers)...)}}
	return l
}

// OperatorListing is what sellers handed to the operator, the longest waiting first.
func OperatorListing(ctx context.Context, now time.Time, calendar market.Calendar) ui.Listing[row] {
	l := listing(ctx, ListPage{Now: now, Calendar: calendar}, "/operator/tickets/", "entered_at")
	l.Up, l.Filters = true, filters(ctx)
	l.Head = ui.Head{Title: i18n.T(ctx, "nav.operator_tickets"), Lead: i18n.T(ctx, "ticket.operator_lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.operator_trade")}, {Text: i18n.T(ctx, "nav.operator_tickets")}}}
	return l
}

// listing is what both lists show; by is the instant that they are sorted by.
func listing(ctx context.Context, p ListPage, path, by string) ui.Listing[row] {
	operator := by == "entered_at"
	l := ui.Listing[row]{Area: "ticket", Icon: "headset", Sort: by}
	customer := ui.Col[row]{Name: "customer", Value: func(r row) any { return r.CustomerName }, Cell: func(c *ui.Pen, r row) {
		if r.OrderNumber != nil {
			c.Two(r.CustomerName, *r.OrderNumber)
			return
		}
		c.Two(r.CustomerName, c.T("supervision.customer_id", r.CustomerID))
	}}
	if operator {
		customer = ui.Col[row]{Name: "seller", Value: func(r row) any { return r.CompanyName }, Cell: func(c *ui.Pen, r row) { c.Two(r.CompanyName, r.CustomerName) }}
	}
	l.Columns = []ui.Col[row]{
		{Name: "number", Fixed: true, Sort: !operator, By: "opened_at", Width: "id", Value: func(r row) any { return r.Number },
			Cell: func(c *ui.Pen, r row) { c.ID(r.Number, path+r.ID.String(), i18n.Moment(ctx, r.OpenedAt)) }},
		{Name: "subject", Width: "wide", Value: func(r row) any { return r.Title }, Cell: func(c *ui.Pen, r row) { c.Part(subject(r)) }},
		{Name: "product", Off: true, Value: func(r row) any { return r.ProductName }},
		customer,
		{Name: "order", Off: true, Value: func(r row) any {
			if r.OrderNumber == nil {
				return nil
			}
			return *r.OrderNumber
		}},
		{Name: "priority", Off: true, Value: func(r row) any { return market.Word(r.Priority.Key()) }},
		{Name: "handler", Off: operator, Value: func(r row) any { return handlerName(ctx, r) }},
		{Name: "opened_at", Label: i18n.T(ctx, "ticket.opened"), Off: true, Sort: !operator, Width: "when", Value: func(r row) any { return r.OpenedAt }},
		{Name: "entered_at", Off: true, Sort: operator, Width: "when", Value: func(r row) any { return r.EnteredAt }},
		{Name: "replied_at", Aside: true, Width: "when", Value: func(r row) any { return r.RepliedAt }},
		{Name: "left", Value: func(r row) any { return r.DueAt }, Cell: func(c *ui.Pen, r row) {
			switch {
			case !r.Status.Over():
				c.Part(ui.CountdownCell(countdown(r.Ticket, p.Calendar, p.Now)))
			case r.Stars != nil:
				c.Part(rated(r.Ticket))
			}
		}},
		{Name: "stars", Off: true, Right: true, Value: func(r row) any {
			if r.Stars == nil {
				return nil
			}
			return *r.Stars
		}},
		{Name: "status", Width: "chip", Value: func(r row) any { return r.Status }},
	}
	return l
}

func (p ListPage) lead(ctx context.Context) string {
	if !p.Reception.Open() {
		return i18n.T(ctx, "ticket.lead")
	}
	return i18n.T(ctx, "ticket.lead_hours", ui.HoursText(ctx, p.Reception.Hours.V))
}

func tabs(ctx context.Context, p ListPage) []ui.Tab {
	q := ui.QueryOf(ctx)
	var all []ui.Tab
	for _, tab := range market.TicketTabs {
		all = append(all, ui.Tab{Text: i18n.T(ctx, tab.Key()), URL: q.With("tab", string(tab)), Count: i18n.Bounded(p.Counts.Of(tab)), Current: p.Search.Tab == tab})
	}
	return all
}

func filters(ctx context.Context) []ui.Filter {
	return []ui.Filter{{Name: "text", Label: i18n.T(ctx, "ticket.find"), Kind: ui.FilterSearch, Placeholder: i18n.T(ctx, "ticket.text_hint")},
		{Name: "status", Options: ui.OptionsOf(ctx, market.TicketStatuses)}}
}

func handlerOptions(handlers []market.Handler) []ui.Option {
	options := make([]ui.Option, len(handlers))
	for i, handler := range handlers {
		options[i] = ui.Option{Value: handler.ID.String(), Label: handler.Name}
	}
	return options
}
