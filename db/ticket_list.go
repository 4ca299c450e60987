package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

const ticketRow = ticketColumns + `, coalesce(p.name, '') AS product_name, o.number AS order_number, h.name AS handler_name`

const ticketFrom = ` FROM tickets t LEFT JOIN products p ON p.seller_id = t.seller_id AND p.id = t.product_id
	LEFT JOIN orders o ON o.seller_id = t.seller_id AND o.id = t.order_id LEFT JOIN people h ON h.id = t.handler_id`

// ticketWhere: mine are those given to the asker, and those given to nobody; a handler keeps
// its view of what it once did something on (catalogue.md §8).
const ticketWhere = ` WHERE t.seller_id = $1 AND NOT t.test AND ($2 = '' OR t.status = $2) AND ($3 = '' OR t.priority = $3)
	AND ($4 = '' OR t.status IN ('dispatched', 'processing', 'escalated', 'confirming'))
	AND ($4 NOT IN ('mine', 'late') OR t.status IN ('dispatched', 'processing'))
	AND ($4 <> 'mine' OR t.handler_id IS NULL OR t.handler_id = $5)
	AND ($4 <> 'late' OR t.due_at < $6)
	AND ($7::uuid IS NULL OR t.handler_id = $7)
	AND ($8 = '' OR t.number LIKE $8 || '%' OR o.number LIKE $8 || '%' OR strpos(lower(t.title), lower($8)) > 0
		OR strpos(lower(p.name), lower($8)) > 0 OR strpos(lower(t.customer_name), lower($8)) > 0)
	AND ($9::timestamptz IS NULL OR t.opened_at >= $9) AND ($10::timestamptz IS NULL OR t.opened_at < $10)`

func isNone(err error) bool { return errors.Is(err, market.NotFound) }

// Ticket is one ticket; a customer finds only its own.
func (s *Seller) Ticket(ctx context.Context, id market.TicketID) (row market.TicketRow, err error) {
	err = s.get(ctx, &row, `SELECT `+ticketRow+ticketFrom+` WHERE t.seller_id = $1 AND t.id = $2`, id)
	if err == nil && s.hidesTicket(row.Ticket) {
		return market.TicketRow{}, market.NotFound
	}
	return row, err
}

// Tickets lists the customers' tickets, newest first.
func (s *Seller) Tickets(ctx context.Context, search market.TicketSearch, ask market.Ask) (market.Page[market.TicketRow], error) {
	k := from(ask)
	query := `SELECT ` + ticketRow + ticketFrom + ticketWhere + `
		AND ($11::timestamptz IS NULL OR (t.opened_at, t.id) < ($11, $12)) ORDER BY t.opened_at DESC, t.id DESC LIMIT $13`
	if k.up {
		query = `SELECT ` + ticketRow + ticketFrom + ticketWhere + `
			AND ($11::timestamptz IS NULL OR (t.opened_at, t.id) > ($11, $12)) ORDER BY t.opened_at, t.id LIMIT $13`
	}
	with := []any{search.Status, search.Priority, search.Tab, nullable(s.actor.Person), s.db.Now(), search.Handler, search.Text, search.From, search.Until}
	var rows []market.TicketRow
	if err := s.list(ctx, &rows, query, append(with, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.TicketRow]{}, err
	}
	p := page(ask, rows, func(r market.TicketRow) cursor { return cursor{r.OpenedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+ticketFrom+ticketWhere+` LIMIT 10001) x`, with...)
	return p, err
}

// TicketCounts is how many tickets each view holds.
func (s *Seller) TicketCounts(ctx context.Context) (counts market.TicketCounts, err error) {
	err = s.get(ctx, &counts, `SELECT
		count(*) FILTER (WHERE status IN ('dispatched', 'processing') AND (handler_id IS NULL OR handler_id = $2)) AS mine,
		count(*) FILTER (WHERE status IN ('dispatched', 'processing') AND due_at < $3) AS late,
		count(*) FILTER (WHERE status IN ('dispatched', 'processing', 'escalated', 'confirming')) AS open, count(*) AS all
		FROM (SELECT status, handler_id, due_at FROM tickets WHERE seller_id = $1 AND NOT test LIMIT 10001) x`, nullable(s.actor.Person), s.db.Now())
	return counts, err
}

// TicketMessages is what was said and done on a ticket, oldest first.
func (s *Seller) TicketMessages(ctx context.Context, id market.TicketID) (all []market.TicketMessage, err error) {
	err = s.list(ctx, &all, `SELECT id, at, party, actor, act, text, reason FROM ticket_messages
		WHERE seller_id = $1 AND ticket_id = $2 ORDER BY at, no LIMIT 500`, id)
	return all, err
}

// TicketFiles are the files of a ticket's messages.
func (s *Seller) TicketFiles(ctx context.Context, id market.TicketID) (files []market.TicketFile, err error) {
	err = s.list(ctx, &files, `SELECT x.message_id, x.file_id, f.name FROM ticket_files x JOIN files f ON f.seller_id = x.seller_id AND f.id = x.file_id
		WHERE x.seller_id = $1 AND x.ticket_id = $2 ORDER BY f.uploaded_at, f.name LIMIT 500`, id)
	return files, err
}

// Handlers are the members who answer tickets: whom one can be given to.
func (s *Seller) Handlers(ctx context.Context) (handlers []market.Handler, err error) {
	err = s.list(ctx, &handlers, `SELECT p.id, p.name FROM members m JOIN people p ON p.id = m.person_id
		WHERE m.seller_id = $1 AND m.removed_at IS NULL AND (m.roles ? 'support' OR m.roles ? 'owner') ORDER BY p.name LIMIT 60`)
	return handlers, err
}

// CustomerTickets are the tickets of the customer at the counter, newest first.
func (s *Seller) CustomerTickets(ctx context.Context) (tickets []market.TicketRow, err error) {
	err = s.list(ctx, &tickets, `SELECT `+ticketRow+ticketFrom+`
		WHERE t.seller_id = $1 AND t.customer_id = $2 AND t.test = $3 AND t.deleted_at IS NULL ORDER BY t.opened_at DESC, t.id DESC LIMIT 100`, s.actor.Customer, s.actor.Test)
	return tickets, err
}

// Tickets are the sellers' tickets that were escalated, the longest waiting first; closed
// ones too when asked for.
func (o *Operator) Tickets(ctx context.Context, search market.TicketSearch, ask market.Ask) (market.Page[market.TicketRow], error) {
	k := from(ask)
	const where = ` JOIN sellers s ON s.id = t.seller_id WHERE NOT t.test AND ($1 = '' AND t.status = 'escalated' OR t.status = $1)
		AND ($2 = '' OR t.number LIKE $2 || '%' OR strpos(lower(t.title), lower($2)) > 0 OR strpos(lower(s.company_name), lower($2)) > 0)`
	query := `SELECT ` + ticketRow + `, s.company_name` + ticketFrom + where + `
		AND ($3::timestamptz IS NULL OR (t.entered_at, t.id) > ($3, $4)) ORDER BY t.entered_at, t.id LIMIT $5`
	if !k.up {
		query = `SELECT ` + ticketRow + `, s.company_name` + ticketFrom + where + `
			AND ($3::timestamptz IS NULL OR (t.entered_at, t.id) < ($3, $4)) ORDER BY t.entered_at DESC, t.id DESC LIMIT $5`
	}
	var rows []market.TicketRow
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.TicketRow]{}, err
	}
	p := page(ask, rows, func(r market.TicketRow) cursor { return cursor{r.EnteredAt, r.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+ticketFrom+where+` LIMIT 10001) x`, search.Status, search.Text)
	return p, err
}

// Ticket is one ticket of any seller.
func (o *Operator) Ticket(ctx context.Context, id market.TicketID) (row market.TicketRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+ticketRow+`, s.company_name`+ticketFrom+` JOIN sellers s ON s.id = t.seller_id WHERE t.id = $1`, id)
	return row, err
}
