package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

const ticketColumns = `t.seller_id, t.id, t.number, t.status, t.priority, t.product_id, t.order_id, t.title, t.customer_id, t.customer_name,
	t.handler_id, t.hours, t.opened_at, t.entered_at, t.due_at, t.late, t.urged, t.replied_at, t.cause, t.solution, t.reopened,
	t.access, t.access_until, t.closes_at, t.closed_at, t.deleted_at, t.stars, t.rating, t.test, t.version`

// OpenTicket is a customer's question about a product or an order of its own (catalogue.md §8).
func (s *Seller) OpenTicket(ctx context.Context, q market.TicketAsk) (market.TicketID, error) {
	id := market.NewID[market.Ticket](s.db.Now())
	err := s.act(ctx, market.OpenTicket, id, func(tx *tx) error {
		d, err := tx.desk()
		if err != nil {
			return err
		}
		d.ticket = market.Ticket{ID: id, Status: market.TicketDispatched, Priority: q.Priority, OrderID: q.OrderID, Title: q.Title,
			CustomerID: s.actor.Customer, CustomerName: s.actor.Name, OpenedAt: tx.now, RepliedAt: tx.now, Test: s.actor.Test}
		if q.OrderID != nil {
			order, err := tx.lockOrder(*q.OrderID)
			if err != nil {
				return err
			}
			d.ticket.ProductID, d.ticket.CustomerName = order.ProductID, order.CustomerName
		} else if err := tx.get(&d.ticket.ProductID, `SELECT id FROM products WHERE seller_id = $1 AND number = $2 AND status IN ('on_sale', 'off_sale')`, q.Product); err != nil {
			return err
		}
		if err := q.Check(); err != nil {
			return err
		}
		reception, err := tx.hours()
		if err != nil {
			return err
		}
		if !reception.Open() {
			return market.Conflict("ticket.no_reception")
		}
		handler, err := tx.handlerOf(d.ticket.ProductID)
		if err != nil {
			return err
		}
		if !handler.IsZero() {
			d.ticket.HandlerID = &handler
		}
		if d.ticket.Number, err = tx.number("TK", "ticket", id); err != nil {
			return err
		}
		d.ticket.Start(reception.Hours.V, d.calendar, d.settings, tx.now)
		tx.note("number", nil, d.ticket.Number)
		if err := tx.exec(`INSERT INTO tickets (seller_id, id, number, status, priority, product_id, order_id, title, customer_id, customer_name,
				handler_id, hours, opened_at, entered_at, due_at, replied_at, test)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			id, d.ticket.Number, d.ticket.Status, d.ticket.Priority, d.ticket.ProductID, d.ticket.OrderID, d.ticket.Title, d.ticket.CustomerID,
			d.ticket.CustomerName, d.ticket.HandlerID, d.ticket.Hours, d.ticket.OpenedAt, d.ticket.EnteredAt, d.ticket.DueAt, d.ticket.RepliedAt, d.ticket.Test); err != nil {
			return err
		}
		return cmp.Or(d.say(market.OpenTicket, q.Text, nil, q.Files), d.watch(), d.tell(market.OpenTicket))
	})
	return id, err
}

// handlerOf is who answers questions about the product: the sub-user to whom it was granted
// first; nobody in particular means every support member. Tickets follow the product's grant
// (catalogue.md §0.6, §8).
func (t *tx) handlerOf(product market.ProductID) (handler market.PersonID, err error) {
	err = t.get(&handler, `SELECT m.person_id FROM grants g JOIN members m ON m.seller_id = g.seller_id AND m.id = g.member_id
		WHERE g.seller_id = $1 AND g.product_id = $2 AND m.removed_at IS NULL AND m.disabled_at IS NULL ORDER BY g.granted_at, m.id LIMIT 1`, product)
	if errors.Is(err, market.NotFound) {
		return market.PersonID{}, nil
	}
	return handler, err
}

// AcceptTicket takes a ticket on: whoever accepts it handles it from now on.
func (s *Seller) AcceptTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.AcceptTicket, id, func(d *desk) error {
		if err := d.ticket.Move(market.AcceptTicket, d.now); err != nil {
			return err
		}
		if me := s.actor.Person; !me.IsZero() {
			d.ticket.HandlerID = &me
		}
		return cmp.Or(d.restart(), d.say(market.AcceptTicket, "", nil, nil))
	})
}

// ReplyTicket writes on a ticket: the customer, its handler, or the operator that it was
// escalated to.
func (s *Seller) ReplyTicket(ctx context.Context, id market.TicketID, m market.TicketText) error {
	return s.onTicket(ctx, market.ReplyTicket, id, func(d *desk) error {
		if err := m.Check(); err != nil {
			return err
		}
		if s.actor.Party() == market.PartyOperator && d.ticket.Status != market.TicketEscalated {
			return market.Conflict("ticket.not_escalated")
		}
		if err := d.ticket.Move(market.ReplyTicket, d.now); err != nil {
			return err
		}
		d.ticket.RepliedAt = d.now
		if err := cmp.Or(d.saveTicket(), d.say(market.ReplyTicket, m.Text, nil, m.Files)); err != nil || s.actor.Party() == market.PartySeller {
			return err
		}
		return d.tell(market.ReplyTicket)
	})
}

// TransferTicket gives a ticket to another member who answers tickets.
func (s *Seller) TransferTicket(ctx context.Context, id market.TicketID, to market.PersonID, why string) error {
	return s.onTicket(ctx, market.TransferTicket, id, func(d *desk) error {
		if err := d.ticket.Move(market.TransferTicket, d.now); err != nil {
			return err
		}
		return d.hand(market.TransferTicket, to, why)
	})
}

// AssignTicket gives several tickets to one member.
func (s *Seller) AssignTicket(ctx context.Context, ids []market.TicketID, to market.PersonID) error {
	return s.act(ctx, market.AssignTicket, s.id, func(tx *tx) error {
		if len(ids) == 0 || len(ids) > 100 {
			return market.Conflict("ticket.none_chosen", 100)
		}
		for _, id := range ids { // few, each kept and moved by its own rule
			d, err := tx.open(id)
			if err != nil {
				return err
			}
			if err := cmp.Or(d.ticket.Move(market.TransferTicket, d.now), d.hand(market.AssignTicket, to, "")); err != nil {
				return err
			}
		}
		tx.note("tickets", nil, len(ids))
		return nil
	})
}

func (d *desk) hand(act market.Act, to market.PersonID, why string) error {
	var name string
	err := d.get(&name, `SELECT p.name FROM members m JOIN people p ON p.id = m.person_id
		WHERE m.seller_id = $1 AND m.person_id = $2 AND m.removed_at IS NULL AND (m.roles ? 'support' OR m.roles ? 'owner')`, to)
	if err != nil {
		return market.AsField("handler", noMember(err))
	}
	d.ticket.HandlerID = &to
	reason := market.Because("ticket.handed_to", name)
	return cmp.Or(d.saveTicket(), d.say(act, why, &reason, nil))
}

func noMember(err error) error {
	if isNone(err) {
		return market.Invalid("handler", "ticket.no_handler")
	}
	return err
}

// EscalateTicket hands a ticket to the operator and says why; the seller's time stops.
func (s *Seller) EscalateTicket(ctx context.Context, id market.TicketID, why string) error {
	return s.onTicket(ctx, market.EscalateTicket, id, func(d *desk) error {
		return cmp.Or(market.CheckReason(why), d.move(market.EscalateTicket, why))
	})
}

// HandBackTicket gives an escalated ticket back with the operator's advice.
func (s *Seller) HandBackTicket(ctx context.Context, id market.TicketID, advice string) error {
	return s.onTicket(ctx, market.HandBackTicket, id, func(d *desk) error {
		return cmp.Or(market.CheckReason(advice), d.move(market.HandBackTicket, advice), d.tell(market.HandBackTicket))
	})
}

// AskTicket asks the customer to let the handler log in to its resource (申请授权).
func (s *Seller) AskTicket(ctx context.Context, id market.TicketID, why string) error {
	return s.onTicket(ctx, market.AskTicket, id, func(d *desk) error {
		if err := cmp.Or(market.CheckReason(why), d.ticket.Ask(d.now)); err != nil {
			return err
		}
		return cmp.Or(d.saveTicket(), d.say(market.AskTicket, why, nil, nil))
	})
}

// AuthoriseTicket lets the handler log in for some days.
func (s *Seller) AuthoriseTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.AuthoriseTicket, id, func(d *desk) error {
		if err := d.ticket.Authorise(d.settings.TicketAccessDays, d.now); err != nil {
			return err
		}
		return cmp.Or(d.saveTicket(), d.say(market.AuthoriseTicket, "", nil, nil), d.tell(market.AuthoriseTicket))
	})
}

// RefuseTicket keeps the handler out, or takes back what was granted.
func (s *Seller) RefuseTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.RefuseTicket, id, func(d *desk) error {
		if err := d.ticket.Refuse(d.now); err != nil {
			return err
		}
		return cmp.Or(d.saveTicket(), d.say(market.RefuseTicket, "", nil, nil), d.tell(market.RefuseTicket))
	})
}

// SolveTicket says why it happened and what was done; the customer shall confirm.
func (s *Seller) SolveTicket(ctx context.Context, id market.TicketID, cause, solution string) error {
	return s.onTicket(ctx, market.SolveTicket, id, func(d *desk) error {
		if s.actor.Party() == market.PartyOperator && d.ticket.Status != market.TicketEscalated {
			return market.Conflict("ticket.not_escalated")
		}
		if err := d.ticket.Solve(cause, solution, d.settings.TicketCloseDays, d.now); err != nil {
			return err
		}
		return cmp.Or(d.restart(), d.say(market.SolveTicket, solution, nil, nil), d.at(*d.ticket.ClosesAt, market.LapseTicket, id))
	})
}

// ConfirmTicket is the customer's word that the question is answered.
func (s *Seller) ConfirmTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.ConfirmTicket, id, func(d *desk) error { return d.move(market.ConfirmTicket, "") })
}

// ReopenTicket sends a solved ticket back: it is not solved (catalogue.md §8).
func (s *Seller) ReopenTicket(ctx context.Context, id market.TicketID, why string) error {
	return s.onTicket(ctx, market.ReopenTicket, id, func(d *desk) error {
		if err := market.CheckReason(why); err != nil {
			return err
		}
		d.ticket.Reopened++
		return cmp.Or(d.move(market.ReopenTicket, why), d.tell(market.ReopenTicket))
	})
}

// UrgeTicket asks for more hurry.
func (s *Seller) UrgeTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.UrgeTicket, id, func(d *desk) error {
		if err := d.ticket.Move(market.UrgeTicket, d.now); err != nil {
			return err
		}
		d.ticket.Urged++
		return cmp.Or(d.saveTicket(), d.say(market.UrgeTicket, "", nil, nil), d.tell(market.UrgeTicket))
	})
}

// CancelTicket takes a question back that nobody has accepted yet.
func (s *Seller) CancelTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.CancelTicket, id, func(d *desk) error { return d.move(market.CancelTicket, "") })
}

// CloseTicket ends a ticket that the customer no longer needs answered.
func (s *Seller) CloseTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.CloseTicket, id, func(d *desk) error { return d.move(market.CloseTicket, "") })
}

// DeleteTicket takes a finished ticket out of what its buyer sees; the seller keeps it.
func (s *Seller) DeleteTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.DeleteTicket, id, func(d *desk) error {
		if err := d.ticket.Delete(d.now); err != nil {
			return err
		}
		return cmp.Or(d.saveTicket(), d.say(market.DeleteTicket, "", nil, nil))
	})
}

// hidesTicket reports whether the one who asks does not know of the ticket: it is another
// buyer's, or its buyer deleted it.
func (s *Seller) hidesTicket(t market.Ticket) bool {
	return s.hidesFrom(t.CustomerID, t.Test) || s.actor.Is(market.Buyer) && t.DeletedAt != nil
}

// LapseTicket closes what the customer neither confirmed nor sent back in time.
func (s *Seller) LapseTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.LapseTicket, id, func(d *desk) error {
		if err := d.ticket.Lapse(d.now); err != nil {
			return err
		}
		return cmp.Or(d.restart(), d.say(market.LapseTicket, "", nil, nil))
	})
}

// RateTicket keeps how satisfied the customer is.
func (s *Seller) RateTicket(ctx context.Context, id market.TicketID, stars int, text string) error {
	return s.onTicket(ctx, market.RateTicket, id, func(d *desk) error {
		if err := d.ticket.Rate(stars, text); err != nil {
			return err
		}
		reason := market.Because("ticket.rated", stars)
		return cmp.Or(d.saveTicket(), d.say(market.RateTicket, text, &reason, nil))
	})
}

// RemindTicket tells the seller that a ticket's time ran out (catalogue.md §8).
func (s *Seller) RemindTicket(ctx context.Context, id market.TicketID) error {
	return s.onTicket(ctx, market.RemindTicket, id, func(d *desk) error {
		if d.ticket.DueAt == nil || d.now.Before(*d.ticket.DueAt) || d.ticket.Late {
			return market.Conflict("problem.not_now", market.Word(market.RemindTicket))
		}
		d.ticket.Late = true
		return cmp.Or(d.saveTicket(), d.say(market.RemindTicket, "", nil, nil), d.tell(market.RemindTicket))
	})
}
