package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

// AskAppeal makes one side supply more evidence (transactions.md §3: five days).
func (s *Seller) AskAppeal(ctx context.Context, id market.AppealID, party market.Party, text string) error {
	return s.onAppeal(ctx, market.AskAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.now.AddDate(0, 0, d.settings.EvidenceDays)
		if err := a.Ask(party, text, until); err != nil {
			return err
		}
		d.flow.Ask(party, until)
		return cmp.Or(d.saveAppeal(market.AskAppeal, a, text, nil), d.at(until, market.LapseAppeal, id))
	})
}

// LapseAppeal ends the time to supply: the operator decides on file.
func (s *Seller) LapseAppeal(ctx context.Context, id market.AppealID) error {
	return s.onAppeal(ctx, market.LapseAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.calendar.PlusDays(d.now, d.settings.AppealDays)
		if err := a.Lapse(d.now, until); err != nil {
			return err
		}
		d.flow.Ask(market.PartyOperator, until)
		return cmp.Or(d.saveAppeal(market.LapseAppeal, a, "", nil), d.planReminder(*a))
	})
}

// DecideAppeal is the operator's decision, carried out in the same transaction
// (transactions.md §3). A rejection is the act appeal.reject. Money goes back through the
// mechanism of every refund: it waits for an invoice that has to be returned first (§4.5).
func (s *Seller) DecideAppeal(ctx context.Context, id market.AppealID, what market.Decision) error {
	return s.onAppeal(ctx, what.Outcome.Act(), id, func(d *delivery, a *market.Appeal) error {
		have, err := d.kinds()
		if err != nil {
			return err
		}
		if err := a.Decide(what, d.flow, d.order, have, s.actor.Name, d.now); err != nil {
			return err
		}
		d.note("outcome", nil, what.Outcome)
		if err := d.settle(what.Outcome.Act(), a, what); err != nil {
			return err
		}
		if _, err := d.takeDraft(market.DraftDecision); err != nil {
			return err
		}
		switch {
		case a.Returned():
			return d.decideReturn(*a, what)
		case what.Outcome == market.OutcomeAccept:
			return d.complete()
		case what.Outcome == market.OutcomeRefund:
			return d.refundOrder(&d.order, string(market.RefundByAppeal), what.Amount, what.Conclusion)
		}
		return nil
	})
}

// RefundBlock is what money of the order waits for before it goes back (transactions.md §4.5);
// nil when nothing is in its way. An invoice that was only asked for is no hindrance: it is
// taken back.
func (s *Seller) RefundBlock(ctx context.Context, id market.OrderID) (block *market.Reason, err error) {
	err = s.look(ctx, func(tx *tx) error {
		var invoices []market.Invoice
		if err := tx.list(&invoices, `SELECT `+invoiceColumns+` FROM invoices i JOIN invoice_orders o ON o.seller_id = i.seller_id AND o.invoice_id = i.id
			WHERE i.seller_id = $1 AND o.order_id = $2 AND o.holds AND i.status <> $3 LIMIT 5`, id, market.InvoiceRequested); err != nil {
			return err
		}
		var problem *market.Problem
		if errors.As(market.Uninvoiced("", invoices), &problem) {
			block = &problem.Reason
		}
		return nil
	})
	return block, err
}

// AssignAppeal gives a dispute to one of the operator's people, who is told of it.
func (s *Seller) AssignAppeal(ctx context.Context, id market.AppealID, handler market.PersonID) error {
	return s.act(ctx, market.AssignAppeal, id, func(tx *tx) error {
		var a market.Appeal
		if err := tx.get(&a, `SELECT `+appealColumns+` FROM appeals a WHERE a.seller_id = $1 AND a.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.about(id, a.Number)
		if !a.Status.Open() {
			return market.Conflict("appeal.is_over", market.Word(a.Status.Key()))
		}
		var name string
		err := tx.shared(&name, `SELECT p.name FROM operators o JOIN people p ON p.id = o.person_id
			WHERE o.person_id = $1 AND o.roles ? 'manager'`, handler)
		if errors.Is(err, market.NotFound) {
			return market.Invalid("handler", "problem.not_an_option", "")
		}
		if err != nil {
			return err
		}
		tx.note("handler", a.Handler, name)
		if err := tx.one(`UPDATE appeals SET handler_id = $3, handler = $4, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $5`, id, handler, name, a.Version); err != nil {
			return err
		}
		if handler == s.actor.Person {
			return nil
		}
		return tx.tellDesk(&handler, string(market.AssignAppeal), market.Because("notice.desk_appeal.assign", a.Number, s.actor.Name, a.DueAt),
			"/operator/appeals/"+id.String())
	})
}

// ContactAppeal records a call or a mail that the operator made, or a note to itself.
func (s *Seller) ContactAppeal(ctx context.Context, id market.AppealID, c market.AppealContact) error {
	return s.act(ctx, market.ContactAppeal, id, func(tx *tx) error {
		var known bool
		if err := tx.get(&known, `SELECT true FROM appeals WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		if c.HeldAt.IsZero() {
			c.HeldAt = tx.now
		}
		if err := c.Check(tx.now); err != nil {
			return err
		}
		if c.Channel == market.ContactNote {
			c.Party, c.Person = "", ""
		}
		return tx.exec(`INSERT INTO appeal_contacts (seller_id, id, appeal_id, channel, party, person, reached, text, shared, held_at, at, actor)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			market.NewID[market.AppealContact](tx.now), id, c.Channel, c.Party, c.Person, c.Reached, c.Text, c.Shared, c.HeldAt, tx.now, s.actor.Name)
	})
}

// RemindAppeal tells the operator that the time to decide runs out or is over, again every
// working day until it is decided (transactions.md §3).
func (s *Seller) RemindAppeal(ctx context.Context, id market.AppealID) error {
	return s.onAppeal(ctx, market.RemindAppeal, id, func(d *delivery, a *market.Appeal) error {
		due, err := a.Remind(d.settings, d.calendar, d.now)
		if err != nil {
			return err
		}
		if !due || a.Test { // another reminder was planned when the time began anew
			return nil
		}
		kind := "notice.desk_appeal.remind"
		if a.Late(d.now) {
			kind = "notice.desk_appeal.late"
		}
		return cmp.Or(
			d.one(`UPDATE appeals SET reminded_at = $3 WHERE seller_id = $1 AND id = $2`, id, d.now),
			d.tellDesk(a.HandlerID, string(market.RemindAppeal), market.Because(kind, a.Number, d.order.Number, a.DueAt), "/operator/appeals/"+id.String()),
			d.planReminder(*a))
	})
}
