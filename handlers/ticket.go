package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/tickets"
	"sellercenter/views/ui"
)

func (site *site) ticketRoutes(e *echo.Echo) {
	g := e.Group("/tickets", sees(market.Tickets))
	g.GET("", site.seller(seller.tickets))
	g.POST("/assign", site.seller(seller.assignTicket))
	g.GET("/:id", site.seller(seller.ticket))
	g.POST("/:id/accept", site.seller(seller.acceptTicket))
	g.POST("/:id/reply", site.seller(seller.replyTicket))
	g.POST("/:id/transfer", site.seller(seller.transferTicket))
	g.POST("/:id/escalate", site.seller(seller.escalateTicket))
	g.POST("/:id/ask", site.seller(seller.askTicket))
	g.POST("/:id/solve", site.seller(seller.solveTicket))

	o := e.Group("/operator/tickets", sees(market.Tickets))
	o.GET("", site.operator(operator.tickets))
	o.GET("/:id", site.operator(operator.ticket))
	o.POST("/:id/reply", site.operator(operator.replyTicket))
	o.POST("/:id/hand-back", site.operator(operator.handBackTicket))
	o.POST("/:id/solve", site.operator(operator.solveTicket))
}

func ticketSearch(c echo.Context) market.TicketSearch {
	q := c.QueryParams()
	search := market.TicketSearch{Tab: market.TicketTab(q.Get("tab")), Status: market.TicketStatus(q.Get("status")),
		Priority: market.TicketPriority(q.Get("priority")), Text: strings.TrimSpace(q.Get("text")),
		From: dayIn(q, "opened_from", 0), Until: dayIn(q, "opened_until", 1)}
	if !slices.Contains(market.TicketTabs, search.Tab) {
		search.Tab = market.TicketsAll
	}
	if id, err := market.ParseID[market.Person](q.Get("handler")); err == nil {
		search.Handler = &id
	}
	return search
}

func (s seller) tickets() (err error) {
	p := tickets.ListPage{Search: ticketSearch(s), Now: s.site.db.Now()}
	if p.Counts, err = s.store.TicketCounts(s.ctx()); err != nil {
		return err
	}
	if p.Handlers, err = s.store.Handlers(s.ctx()); err != nil {
		return err
	}
	if p.Reception, err = s.store.Reception(s.ctx()); err != nil {
		return err
	}
	if p.Calendar, err = s.site.db.Calendar(s.ctx()); err != nil {
		return err
	}
	return show(s, tickets.Listing(s.ctx(), p), func(ask market.Ask) (market.Page[market.TicketRow], error) {
		return s.store.Tickets(s.ctx(), p.Search, ask)
	})
}

func (s seller) ticket() error { return s.showTicket(ui.Form{}, http.StatusOK, nil) }

func (s seller) showTicket(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Ticket](s, "id")
	if err != nil {
		return err
	}
	p := tickets.DetailPage{Refused: refused, Me: s.actor().Person}
	if p.Ticket, err = s.store.Ticket(s.ctx(), id); err != nil {
		return err
	}
	if p.Handlers, err = s.store.Handlers(s.ctx()); err != nil {
		return err
	}
	if err := readTicket(s, s.site, s.store, &p); err != nil {
		return err
	}
	return s.page(status, tickets.Detail(f, p))
}

// readTicket reads what belongs to a ticket through its seller's door.
func readTicket(c echo.Context, site *site, store *db.Seller, p *tickets.DetailPage) (err error) {
	ctx := c.Request().Context()
	p.Now = site.db.Now()
	if p.Calendar, err = site.db.Calendar(ctx); err != nil {
		return err
	}
	if p.Settings, err = site.db.Settings(ctx); err != nil {
		return err
	}
	if p.Messages, err = store.TicketMessages(ctx, p.Ticket.ID); err != nil {
		return err
	}
	p.Files, err = store.TicketFiles(ctx, p.Ticket.ID)
	return err
}

// written is what somebody wrote, with its files.
func (f *form) written() market.TicketText {
	m := market.TicketText{Text: f.text("text")}
	for _, one := range f.files("files") {
		m.Files = append(m.Files, market.Upload{Name: one.Name, Content: one.Content})
	}
	return m
}

func (s seller) acceptTicket() error {
	return s.changeTicket(readForm(s), market.AcceptTicket, func(id market.TicketID) error { return s.store.AcceptTicket(s.ctx(), id) })
}

func (s seller) replyTicket() error {
	f := readForm(s)
	m := f.written()
	return s.changeTicket(f, market.ReplyTicket, func(id market.TicketID) error { return s.store.ReplyTicket(s.ctx(), id, m) })
}

func (s seller) transferTicket() error {
	f := readForm(s)
	to := handlerIn(f)
	return s.changeTicket(f, market.TransferTicket, func(id market.TicketID) error {
		return s.store.TransferTicket(s.ctx(), id, to, f.text("why"))
	})
}

// handlerIn reads who shall handle a ticket; nobody is a fault.
func handlerIn(f *form) market.PersonID {
	id, err := market.ParseID[market.Person](f.text("handler"))
	if err != nil {
		f.fault("handler", market.Because("ticket.no_handler"))
	}
	return id
}

func (s seller) escalateTicket() error {
	f := readForm(s)
	return s.changeTicket(f, market.EscalateTicket, func(id market.TicketID) error {
		return renamed(s.store.EscalateTicket(s.ctx(), id, f.text("escalate_reason")), "reason", "escalate_reason")
	})
}

func (s seller) askTicket() error {
	f := readForm(s)
	return s.changeTicket(f, market.AskTicket, func(id market.TicketID) error {
		return renamed(s.store.AskTicket(s.ctx(), id, f.text("ask_reason")), "reason", "ask_reason")
	})
}

func (s seller) solveTicket() error {
	f := readForm(s)
	return s.changeTicket(f, market.SolveTicket, func(id market.TicketID) error {
		return s.store.SolveTicket(s.ctx(), id, f.text("cause"), f.text("solution"))
	})
}

// assignTicket gives the chosen tickets to one member.
func (s seller) assignTicket() error {
	if !s.actor().May(market.AssignTicket) {
		return market.Denied
	}
	f := readForm(s)
	to := handlerIn(f)
	back, chosen, err := chosenIn(s, f)
	if err != nil {
		return s.site.failed(s, back, err)
	}
	var ids []market.TicketID
	for _, one := range chosen {
		id, err := market.ParseID[market.Ticket](one.ID)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	err = f.err()
	if err == nil {
		err = s.store.AssignTicket(s.ctx(), ids, to)
	}
	if err != nil {
		return s.site.failed(s, back, err)
	}
	return s.flash(back, market.Because("ticket.assigned", len(ids)))
}

func (s seller) changeTicket(f *form, act market.Act, do func(market.TicketID) error) error {
	id, err := pathID[market.Ticket](s, "id")
	if err != nil {
		return err
	}
	if _, err := s.store.Ticket(s.ctx(), id); err != nil && s.actor().May(act) {
		return err
	}
	if err = f.err(); err == nil || !s.actor().May(act) {
		err = do(id)
	}
	return f.answer(s, err, s.showTicket, "/tickets/"+id.String(), act)
}

func (o operator) tickets() error {
	search := ticketSearch(o)
	calendar, err := o.site.db.Calendar(o.ctx())
	if err != nil {
		return err
	}
	return show(o, tickets.OperatorListing(o.ctx(), o.site.db.Now(), calendar), func(ask market.Ask) (market.Page[market.TicketRow], error) {
		return o.store.Tickets(o.ctx(), search, ask)
	})
}

func (o operator) ticket() error { return o.showTicket(ui.Form{}, http.StatusOK, nil) }

func (o operator) showTicket(f ui.Form, status int, refused *market.Reason) error {
	id, err := pathID[market.Ticket](o, "id")
	if err != nil {
		return err
	}
	p := tickets.DetailPage{Operator: true, Refused: refused}
	if p.Ticket, err = o.store.Ticket(o.ctx(), id); err != nil {
		return err
	}
	if err := readTicket(o, o.site, o.store.Seller(p.Ticket.SellerID), &p); err != nil {
		return err
	}
	return o.page(status, tickets.Detail(f, p))
}

func (o operator) replyTicket() error {
	f := readForm(o)
	m := f.written()
	return o.changeTicket(f, market.ReplyTicket, func(store *db.Seller, id market.TicketID) error { return store.ReplyTicket(o.ctx(), id, m) })
}

func (o operator) handBackTicket() error {
	f := readForm(o)
	return o.changeTicket(f, market.HandBackTicket, func(store *db.Seller, id market.TicketID) error {
		return renamed(store.HandBackTicket(o.ctx(), id, f.text("advice")), "reason", "advice")
	})
}

func (o operator) solveTicket() error {
	f := readForm(o)
	return o.changeTicket(f, market.SolveTicket, func(store *db.Seller, id market.TicketID) error {
		return store.SolveTicket(o.ctx(), id, f.text("cause"), f.text("solution"))
	})
}

func (o operator) changeTicket(f *form, act market.Act, do func(*db.Seller, market.TicketID) error) error {
	id, err := pathID[market.Ticket](o, "id")
	if err != nil {
		return err
	}
	row, err := o.store.Ticket(o.ctx(), id)
	if err != nil {
		return err
	}
	if err = f.err(); err == nil {
		err = do(o.store.Seller(row.SellerID), id)
	}
	return f.answer(o, err, o.showTicket, "/operator/tickets/"+id.String(), act)
}
