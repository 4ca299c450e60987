package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// desk is one act on a ticket: the ticket, kept until the act ends, and what its clock needs.
type desk struct {
	*tx
	ticket   market.Ticket
	calendar market.Calendar
	settings market.Settings
}

// onTicket does an act on a ticket that its asker may know of.
func (s *Seller) onTicket(ctx context.Context, act market.Act, id market.TicketID, do func(*desk) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		d, err := tx.open(id)
		if err != nil {
			return err
		}
		return do(d)
	})
}

func (t *tx) desk() (d *desk, err error) {
	d = &desk{tx: t}
	if d.calendar, err = t.s.db.Calendar(t.ctx); err != nil {
		return nil, err
	}
	d.settings, err = t.s.db.Settings(t.ctx)
	return d, err
}

func (t *tx) open(id market.TicketID) (*desk, error) {
	d, err := t.desk()
	if err != nil {
		return nil, err
	}
	if err := t.get(&d.ticket, `SELECT `+ticketColumns+` FROM tickets t WHERE t.seller_id = $1 AND t.id = $2 FOR UPDATE`, id); err != nil {
		return nil, err
	}
	if t.s.hidesTicket(d.ticket) {
		return nil, market.NotFound
	}
	t.about(id, d.ticket.Number)
	return d, d.ticket.Handles(t.s.actor)
}

// move does an act that leads to another state, and starts that state's time.
func (d *desk) move(act market.Act, text string) error {
	if err := d.ticket.Move(act, d.now); err != nil {
		return err
	}
	return cmp.Or(d.restart(), d.say(act, text, nil, nil))
}

// restart begins the state's time with the hours that hold now and keeps the ticket.
func (d *desk) restart() error {
	reception, err := d.hours()
	if err != nil {
		return err
	}
	hours := reception.Hours.V
	if !reception.Open() {
		hours = d.ticket.Hours.V // the entry was closed meanwhile; what is open is still owed
	}
	d.ticket.Start(hours, d.calendar, d.settings, d.now)
	return cmp.Or(d.saveTicket(), d.watch())
}

// watch looks at the ticket again at the very instant at which its time runs out.
func (d *desk) watch() error {
	if d.ticket.DueAt == nil {
		return nil
	}
	return d.at(*d.ticket.DueAt, market.RemindTicket, d.ticket.ID)
}

func (d *desk) saveTicket() error {
	t := d.ticket
	d.note("status", nil, t.Status)
	err := d.one(`UPDATE tickets SET status = $3, handler_id = $4, hours = $5, entered_at = $6, due_at = $7, late = $8, urged = $9,
			replied_at = $10, cause = $11, solution = $12, reopened = $13, access = $14, access_until = $15, closes_at = $16,
			closed_at = $17, stars = $18, rating = $19, deleted_at = $20, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $21`,
		t.ID, t.Status, t.HandlerID, t.Hours, t.EnteredAt, t.DueAt, t.Late, t.Urged, t.RepliedAt, t.Cause, t.Solution, t.Reopened,
		t.Access, t.AccessUntil, t.ClosesAt, t.ClosedAt, t.Stars, t.Rating, t.DeletedAt, t.Version)
	if err == nil {
		d.ticket.Version++
	}
	return err
}

// say puts what was said or done on the ticket, with its files.
func (d *desk) say(act market.Act, text string, reason *market.Reason, files []market.Upload) error {
	id, actor := market.NewID[market.TicketMessage](d.now), d.s.actor
	if err := d.exec(`INSERT INTO ticket_messages (seller_id, id, ticket_id, at, party, actor, person_id, act, text, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, d.ticket.ID, d.now, actor.Party(), actor.Name, nullable(actor.Person), act, text, market.JSON[*market.Reason]{V: reason}); err != nil {
		return err
	}
	for _, upload := range files {
		file, err := d.addFile(upload.Name, market.FileEvidence, upload.Content)
		if err != nil {
			return market.AsField("files", err)
		}
		if err := d.exec(`INSERT INTO ticket_files (seller_id, message_id, file_id, ticket_id) VALUES ($1, $2, $3, $4)`, id, file.ID, d.ticket.ID); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) tell(act market.Act) error {
	return d.notify(string(act), market.Because("notice."+string(act), d.ticket.Number, d.ticket.CustomerName, d.ticket.Title), "/tickets/"+d.ticket.ID.String())
}
