package handlers

import (
	"net/http"
	"time"

	"sellercenter/db"
	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// openTicket answers with the number of the new ticket.
func (s storefront) openTicket() error {
	var asked struct {
		Seller   string                `json:"seller"`
		Product  string                `json:"product"`
		Order    string                `json:"order"`
		Customer string                `json:"customer"`
		Title    string                `json:"title"`
		Text     string                `json:"text"`
		Priority market.TicketPriority `json:"priority"`
		Files    []fileAsk             `json:"files"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	question := market.TicketAsk{Product: asked.Product, Title: asked.Title, Text: asked.Text, Priority: asked.Priority}
	if question.Priority == "" {
		question.Priority = market.PriorityNormal
	}
	var err error
	if question.Files, err = uploads(asked.Files, market.EvidenceOther); err != nil {
		return err
	}
	store, err := s.ticketDesk(asked.Seller, asked.Order, asked.Customer, &question)
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error {
		_, err := store.OpenTicket(s.ctx(), question)
		if isNotFound(err) {
			return market.Invalid("product", "order.no_such_product", asked.Product)
		}
		return err
	})
	if err != nil {
		return err
	}
	id, err := market.ParseID[market.Ticket](receipt.Subject)
	if err != nil {
		return err
	}
	ticket, err := store.Ticket(s.ctx(), id)
	if err != nil {
		return err
	}
	return s.JSON(http.StatusCreated, doneAnswer{ticket.Number, market.OpenTicket, receipt.At})
}

// ticketDesk is the counter at which the question is asked: of the order's seller, or of the
// one that sells the product.
func (s storefront) ticketDesk(seller, order, customer string, question *market.TicketAsk) (*db.Seller, error) {
	if order == "" {
		id, err := s.front("").SellerNumbered(s.ctx(), seller)
		if isNotFound(err) {
			err = market.Invalid("seller", "storefront.no_such_seller", seller)
		}
		return s.buyer(id, customer), err
	}
	of, id, err := s.orderNumbered(order)
	if err == nil {
		question.OrderID = &id
		var store *db.Seller
		if store, _, err = s.counterOf(of, id); err == nil {
			return store, nil
		}
	}
	if isNotFound(err) {
		err = market.Invalid("order", "invoice.no_such_order", order)
	}
	return nil, err
}

// ticketAnswer is a ticket as its customer sees it.
type ticketAnswer struct {
	Number      string                `json:"number"`
	Status      market.TicketStatus   `json:"status"`
	Priority    market.TicketPriority `json:"priority"`
	Title       string                `json:"title"`
	ProductName string                `json:"product_name"`
	Order       string                `json:"order,omitempty"`
	OpenedAt    time.Time             `json:"opened_at"`
	RepliedAt   time.Time             `json:"replied_at"`
	Cause       string                `json:"cause,omitempty"`
	Solution    string                `json:"solution,omitempty"`
	Access      market.TicketAccess   `json:"access"`
	AccessUntil *time.Time            `json:"access_until,omitempty"`
	ClosesAt    *time.Time            `json:"closes_at,omitempty"`
	ClosedAt    *time.Time            `json:"closed_at,omitempty"`
	Stars       *int                  `json:"stars,omitempty"`
	Hours       string                `json:"hours"`
	Messages    []messageAnswer       `json:"messages"`
}

type messageAnswer struct {
	At    time.Time    `json:"at"`
	Party market.Party `json:"party"`
	Act   market.Act   `json:"act"`
	Said  string       `json:"said"`
	Text  string       `json:"text,omitempty"`
	Files []string     `json:"files"`
}

func ticketSaid(t market.TicketRow) ticketAnswer {
	answer := ticketAnswer{Number: t.Number, Status: t.Status, Priority: t.Priority, Title: t.Title, ProductName: t.ProductName, OpenedAt: t.OpenedAt,
		RepliedAt: t.RepliedAt, Cause: t.Cause, Solution: t.Solution, Access: t.Access, AccessUntil: t.AccessUntil, ClosesAt: t.ClosesAt,
		ClosedAt: t.ClosedAt, Stars: t.Stars, Messages: []messageAnswer{}}
	if t.OrderNumber != nil {
		answer.Order = *t.OrderNumber
	}
	for i, span := range t.Hours.V.Spans {
		if i > 0 {
			answer.Hours += ", "
		}
		answer.Hours += span.String()
	}
	return answer
}

// ticketCounter is the ticket of the path at its seller's counter.
func (s storefront) ticketCounter() (*db.Seller, market.TicketRow, error) {
	seller, subject, err := s.front("").Find(s.ctx(), "ticket", s.Param("number"))
	if err != nil {
		return nil, market.TicketRow{}, err
	}
	id, err := market.ParseID[market.Ticket](subject)
	if err != nil {
		return nil, market.TicketRow{}, err
	}
	ticket, err := s.buyer(seller, "").Ticket(s.ctx(), id)
	return s.buyer(seller, ticket.CustomerName), ticket, err
}

// ticket answers with everything that was said; the seller's own moves stay its business.
func (s storefront) ticket() error {
	store, ticket, err := s.ticketCounter()
	if err != nil {
		return err
	}
	messages, err := store.TicketMessages(s.ctx(), ticket.ID)
	if err != nil {
		return err
	}
	files, err := store.TicketFiles(s.ctx(), ticket.ID)
	if err != nil {
		return err
	}
	answer := ticketSaid(ticket)
	for _, m := range messages {
		switch m.Act {
		case market.TransferTicket, market.AssignTicket, market.RemindTicket, market.EscalateTicket, market.HandBackTicket:
			continue
		}
		one := messageAnswer{At: m.At, Party: m.Party, Act: m.Act, Said: i18n.T(s.ctx(), m.Act), Text: m.Text, Files: []string{}}
		for _, file := range files {
			if file.MessageID == m.ID {
				one.Files = append(one.Files, file.Name)
			}
		}
		answer.Messages = append(answer.Messages, one)
	}
	return s.JSON(http.StatusOK, answer)
}

// customerTickets lists the customer's tickets at one seller, newest first.
func (s storefront) customerTickets() error {
	seller, err := s.front("").SellerNumbered(s.ctx(), s.QueryParam("seller"))
	if isNotFound(err) {
		err = market.Invalid("seller", "storefront.no_such_seller", s.QueryParam("seller"))
	}
	if err != nil {
		return err
	}
	all, err := s.buyer(seller, "").CustomerTickets(s.ctx())
	if err != nil {
		return err
	}
	answer := struct {
		Tickets []ticketAnswer `json:"tickets"`
	}{Tickets: []ticketAnswer{}}
	for _, ticket := range all {
		answer.Tickets = append(answer.Tickets, ticketSaid(ticket))
	}
	return s.JSON(http.StatusOK, answer)
}

// tickets carries out one act on the ticket of the path.
func (s storefront) tickets(act market.Act, do func(*db.Seller, market.TicketID) error) error {
	store, ticket, err := s.ticketCounter()
	if err != nil {
		return err
	}
	receipt, err := s.once(store, func(store *db.Seller) error { return do(store, ticket.ID) })
	if err != nil {
		return err
	}
	return s.JSON(http.StatusOK, doneAnswer{ticket.Number, act, receipt.At})
}

func (s storefront) replyTicket() error {
	var asked struct {
		Text  string    `json:"text"`
		Files []fileAsk `json:"files"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	files, err := uploads(asked.Files, market.EvidenceOther)
	if err != nil {
		return err
	}
	return s.tickets(market.ReplyTicket, func(store *db.Seller, id market.TicketID) error {
		return store.ReplyTicket(s.ctx(), id, market.TicketText{Text: asked.Text, Files: files})
	})
}

func (s storefront) reopenTicket() error {
	var asked struct {
		Reason string `json:"reason"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.tickets(market.ReopenTicket, func(store *db.Seller, id market.TicketID) error {
		return store.ReopenTicket(s.ctx(), id, asked.Reason)
	})
}

func (s storefront) rateTicket() error {
	var asked struct {
		Stars int    `json:"stars"`
		Text  string `json:"text"`
	}
	if err := s.read(&asked); err != nil {
		return err
	}
	return s.tickets(market.RateTicket, func(store *db.Seller, id market.TicketID) error {
		return store.RateTicket(s.ctx(), id, asked.Stars, asked.Text)
	})
}

func (s storefront) confirmTicket() error {
	return s.tickets(market.ConfirmTicket, func(store *db.Seller, id market.TicketID) error { return store.ConfirmTicket(s.ctx(), id) })
}

func (s storefront) urgeTicket() error {
	return s.tickets(market.UrgeTicket, func(store *db.Seller, id market.TicketID) error { return store.UrgeTicket(s.ctx(), id) })
}

func (s storefront) cancelTicket() error {
	return s.tickets(market.CancelTicket, func(store *db.Seller, id market.TicketID) error { return store.CancelTicket(s.ctx(), id) })
}

func (s storefront) closeTicket() error {
	return s.tickets(market.CloseTicket, func(store *db.Seller, id market.TicketID) error { return store.CloseTicket(s.ctx(), id) })
}

func (s storefront) deleteTicket() error {
	return s.tickets(market.DeleteTicket, func(store *db.Seller, id market.TicketID) error { return store.DeleteTicket(s.ctx(), id) })
}

func (s storefront) authoriseTicket() error {
	return s.tickets(market.AuthoriseTicket, func(store *db.Seller, id market.TicketID) error { return store.AuthoriseTicket(s.ctx(), id) })
}

func (s storefront) refuseTicket() error {
	return s.tickets(market.RefuseTicket, func(store *db.Seller, id market.TicketID) error { return store.RefuseTicket(s.ctx(), id) })
}
