package db

import (
	"cmp"
	"context"

	"sellercenter/internal/market"
)

// FileAppeal files a dispute: the flow stands still until it is decided (transactions.md §3).
func (s *Seller) FileAppeal(ctx context.Context, id market.SupervisionID, c market.Complaint) (market.AppealID, error) {
	appeal := market.NewID[market.Appeal](s.db.Now())
	c.By = s.actor.Party()
	err := s.act(ctx, market.FileAppeal, appeal, func(tx *tx) error {
		d, err := tx.flow(id)
		if err != nil {
			return err
		}
		if err := d.flow.MayAppeal(c.By, d.settings.AppealPolicy(), tx.now); err != nil {
			return err
		}
		prepared, err := d.takeDraft(market.DraftAppeal)
		if err != nil {
			return err
		}
		c.Files = append(prepared, c.Files...)
		have, err := d.kinds()
		if err != nil {
			return err
		}
		if err := c.Check(d.flow.Flow.V, d.flow.Node, have); err != nil {
			return err
		}
		return d.dispute(appeal, c, nil)
	})
	return appeal, err
}

// dispute writes a new appeal, lets a running flow stand still, and tells the other side and
// the operator (transactions.md §3, §9).
func (d *delivery) dispute(appeal market.AppealID, c market.Complaint, refund *market.RefundID) error {
	number, err := d.number("DS", "appeal", appeal)
	if err != nil {
		return err
	}
	due := d.calendar.PlusDays(d.now, d.settings.AppealDays)
	if !d.flow.Over() {
		d.flow.Freeze(d.now, due)
	}
	if err := d.exec(`INSERT INTO appeals (seller_id, id, number, supervision_id, order_id, filed_by, filer, node, ground,
			reason, status, filed_at, due_at, test, refund_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $13, $14)`,
		appeal, number, d.flow.ID, d.order.ID, c.By, d.s.actor.Name, d.flow.Node, c.Ground, c.Reason, d.now, due, d.order.Test, refund); err != nil {
		if violates(err, "appeals_one_open") {
			return market.Conflict("supervision.is_frozen", market.Word(market.FileAppeal))
		}
		return err
	}
	d.note("number", nil, number)
	a := market.Appeal{ID: appeal, Number: number, Status: market.AppealPending, FiledBy: c.By, FiledAt: d.now, DueAt: due}
	if err := cmp.Or(d.keep(), d.log(market.FileAppeal, c.Reason, nil, c.Files, &appeal), d.planReminder(a)); err != nil {
		return err
	}
	return d.tellAppeal(market.FileAppeal, a)
}

// WithdrawAppeal takes a dispute back: the flow goes on where it stood.
func (s *Seller) WithdrawAppeal(ctx context.Context, id market.AppealID) error {
	return s.onAppeal(ctx, market.WithdrawAppeal, id, func(d *delivery, a *market.Appeal) error {
		if err := a.Withdraw(s.actor.Party(), d.now); err != nil {
			return err
		}
		if err := d.settle(market.WithdrawAppeal, a, market.Decision{}); err != nil || !a.Returned() {
			return err
		}
		return d.resumeReturn(*a)
	})
}

// SupplyAppeal answers the operator's question with files.
func (s *Seller) SupplyAppeal(ctx context.Context, id market.AppealID, text string, files []market.Upload) error {
	return s.onAppeal(ctx, market.SupplyAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.calendar.PlusDays(d.now, d.settings.AppealDays)
		if err := a.Supply(s.actor.Party(), until); err != nil {
			return err
		}
		prepared, err := d.takeDraft(market.DraftSupply)
		if err != nil {
			return err
		}
		files = append(prepared, files...)
		if err := market.CheckUploads(files); err != nil {
			return err
		}
		d.flow.Ask(market.PartyOperator, until)
		return cmp.Or(d.saveAppeal(market.SupplyAppeal, a, text, files), d.planReminder(*a))
	})
}

// onAppeal does an act on a dispute and its flow: order, flow, appeal are kept in this order.
func (s *Seller) onAppeal(ctx context.Context, act market.Act, id market.AppealID, do func(*delivery, *market.Appeal) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var flow market.SupervisionID
		if err := tx.get(&flow, `SELECT supervision_id FROM appeals WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		d, err := tx.flow(flow)
		if err != nil {
			return err
		}
		var appeal market.Appeal
		if err := tx.get(&appeal, `SELECT `+appealColumns+` FROM appeals a
			WHERE a.seller_id = $1 AND a.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.about(id, appeal.Number)
		return do(d, &appeal)
	})
}

// settle carries the end of a dispute out on its flow and writes both.
func (d *delivery) settle(act market.Act, a *market.Appeal, what market.Decision) error {
	d.flow.Settle(*a, what, d.now, d.calendar)
	return cmp.Or(d.saveAppeal(act, a, what.Conclusion, nil), d.planWarning(), d.thawRefund(*a))
}

// saveAppeal writes the appeal and its flow, adds the line to the log and tells both sides.
func (d *delivery) saveAppeal(act market.Act, a *market.Appeal, comment string, files []market.Upload) error {
	d.note("status", nil, a.Status)
	if err := cmp.Or(d.keep(), d.one(`UPDATE appeals SET status = $3, outcome = $4, return_node = $5, refund_amount = $6, asked = $7,
			asked_party = $8, conclusion = $9, decided_by = $10, due_at = $11, decided_at = $12, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $13`,
		a.ID, a.Status, a.Outcome, a.ReturnNode, a.RefundAmount, a.Asked, a.AskedParty, a.Conclusion, a.DecidedBy,
		a.DueAt, a.DecidedAt, a.Version), d.log(act, comment, nil, files, &a.ID)); err != nil {
		return err
	}
	return d.tellAppeal(act, *a)
}

// tellAppeal leaves a message for everybody who did not do it: the seller's people, the
// customer, the operator (transactions.md §9: in-site).
func (d *delivery) tellAppeal(act market.Act, a market.Appeal) error {
	by := d.s.actor.Party()
	reason := func(prefix string) market.Reason {
		return market.Because(prefix+string(act), a.Number, d.order.Number, d.order.ProductName, market.Word("notice.party_"+string(a.FiledBy)))
	}
	if by != market.PartySeller {
		if err := d.notify(string(act), reason("notice."), "/appeals/"+a.ID.String()); err != nil {
			return err
		}
	}
	if by != market.PartyBuyer && !d.order.Test {
		if err := d.tx.tell(d.order.CustomerID, string(act), reason("notice.to_"), "/storefront/v1/appeals/"+a.Number); err != nil {
			return err
		}
	}
	if by == market.PartyOperator || d.order.Test {
		return nil
	}
	return d.tellDesk(a.HandlerID, string(act), reason("notice.desk_"), "/operator/appeals/"+a.ID.String())
}

// planReminder leaves the reminder of an appeal that waits for the operator.
func (d *delivery) planReminder(a market.Appeal) error {
	return d.at(a.RemindAt(d.settings, d.calendar, d.now), market.RemindAppeal, a.ID)
}
