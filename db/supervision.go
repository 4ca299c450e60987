package db

import (
	"cmp"
	"context"
	"errors"
	"sellercenter/internal/market"
)

const supervisionColumns = `v.seller_id, v.id, v.order_id, v.flow, v.node, v.ordinal, v.turn, v.status, v.started_at,
	v.entered_at, v.due_at, v.rank_at, v.frozen_at, v.paused, v.opened_at, v.requirement, v.result,
	v.seller_rejects, v.buyer_rejects, v.done_at, v.test, v.version, v.link, v.code, v.seller_spent`

// Supervision is one delivery flow.
func (s *Seller) Supervision(ctx context.Context, id market.SupervisionID) (flow market.Supervision, err error) {
	err = s.get(ctx, &flow, `SELECT `+supervisionColumns+` FROM supervisions v WHERE v.seller_id = $1 AND v.id = $2`, id)
	return flow, err
}

// SupervisionOf is the delivery flow of an order.
func (s *Seller) SupervisionOf(ctx context.Context, order market.OrderID) (flow market.Supervision, err error) {
	err = s.get(ctx, &flow, `SELECT `+supervisionColumns+` FROM supervisions v WHERE v.seller_id = $1 AND v.order_id = $2`, order)
	return flow, err
}

// SupervisionLogs is what was done to a flow, newest first.
func (s *Seller) SupervisionLogs(ctx context.Context, id market.SupervisionID) (logs []market.SupervisionLog, err error) {
	err = s.list(ctx, &logs, `SELECT id, at, party, actor, act, from_node, to_node, comment, reason, address FROM supervision_logs
		WHERE seller_id = $1 AND supervision_id = $2 ORDER BY at DESC, no DESC LIMIT 500`, id)
	return logs, err
}

// SubmitSupervision hands in what the buyer needs (transactions.md §2.3).
func (s *Seller) SubmitSupervision(ctx context.Context, id market.SupervisionID, r market.Requirement) error {
	return s.onFlow(ctx, market.SubmitSupervision, id, 0, func(d *delivery) error {
		if err := d.flow.Now(market.SubmitSupervision); err != nil {
			return err
		}
		prepared, err := d.takeDraft(market.DraftRequirement)
		if err != nil {
			return err
		}
		r.Files = append(prepared, r.Files...)
		if err := r.Check(); err != nil {
			return err
		}
		d.flow.Requirement = r.Text
		for i := range r.Files {
			r.Files[i].Kind = market.EvidenceRequirement
		}
		return d.step(market.SubmitSupervision, r.Text, r.Files)
	})
}

// ConfirmSupervision accepts the requirement; seen is the version that the person looked at,
// 0 does not care.
func (s *Seller) ConfirmSupervision(ctx context.Context, id market.SupervisionID, seen int) error {
	return s.onFlow(ctx, market.ConfirmSupervision, id, seen, func(d *delivery) error {
		return d.step(market.ConfirmSupervision, "", nil)
	})
}

// RefuseSupervision sends the requirement back to the buyer with a reason.
func (s *Seller) RefuseSupervision(ctx context.Context, id market.SupervisionID, seen int, reason string) error {
	return s.refuse(ctx, market.RefuseSupervision, id, seen, reason)
}

// UploadSupervision adds evidence before the delivery; files are added, never replaced.
func (s *Seller) UploadSupervision(ctx context.Context, id market.SupervisionID, files []market.Upload) error {
	return s.onFlow(ctx, market.UploadSupervision, id, 0, func(d *delivery) error {
		switch {
		case d.flow.Over():
			return market.Conflict("supervision.is_over", market.Word(d.flow.Node.Key()))
		case d.flow.Status == market.SupervisionFrozen:
			return market.Conflict("supervision.is_frozen", market.Word(market.UploadSupervision))
		}
		if err := market.CheckUploads(files); err != nil {
			return err
		}
		return d.log(market.UploadSupervision, "", nil, files, nil)
	})
}

// DeliverSupervision hands the service over with its documents (transactions.md §2.4). A
// licence's authorization code is made with it.
func (s *Seller) DeliverSupervision(ctx context.Context, id market.SupervisionID, what market.Delivery) error {
	return s.onFlow(ctx, market.DeliverSupervision, id, what.Seen, func(d *delivery) error {
		d.note("opened_at", nil, what.OpenedAt)
		if err := d.handOver(market.DeliverSupervision, what); err != nil {
			return err
		}
		if d.flow.Node == market.NodeReceive {
			return d.makeLicence()
		}
		return nil
	})
}

// AcceptSupervision is the buyer's acceptance: the flow is done and the order completed in
// the same transaction, so within the three hours of transactions.md §1.2.
func (s *Seller) AcceptSupervision(ctx context.Context, id market.SupervisionID, comment string) error {
	return s.onFlow(ctx, market.AcceptSupervision, id, 0, func(d *delivery) error {
		return d.step(market.AcceptSupervision, comment, nil)
	})
}

// RejectSupervision sends the delivery back to the seller with a reason.
func (s *Seller) RejectSupervision(ctx context.Context, id market.SupervisionID, reason string) error {
	return s.refuse(ctx, market.RejectSupervision, id, 0, reason)
}

func (s *Seller) refuse(ctx context.Context, act market.Act, id market.SupervisionID, seen int, reason string) error {
	return s.onFlow(ctx, act, id, seen, func(d *delivery) error {
		if err := d.flow.Now(act); err != nil {
			return err
		}
		if err := market.CheckReason(reason); err != nil {
			return err
		}
		return d.step(act, reason, nil)
	})
}

// startSupervision begins the delivery flow of a paid order in this transaction.
func (t *tx) startSupervision(order market.Order) error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return err
	}
	chosen, err := t.flowOf(order, settings)
	if err != nil {
		return err
	}
	flow := market.Supervision{SellerID: t.s.id, ID: market.NewID[market.Supervision](t.now), OrderID: order.ID,
		Flow: market.JSON[market.Flow]{V: chosen}, Test: order.Test, Version: 1}
	flow.Begin(t.now, calendar)
	if err := t.exec(`INSERT INTO supervisions (seller_id, id, order_id, flow, node, ordinal, turn, status, started_at,
			entered_at, due_at, rank_at, test) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		flow.ID, flow.OrderID, flow.Flow, flow.Node, flow.Ordinal, flow.Turn, flow.Status, flow.StartedAt,
		flow.EnteredAt, flow.DueAt, flow.RankAt, flow.Test); err != nil {
		return err
	}
	d := &delivery{tx: t, order: order, flow: flow, from: flow.Node, calendar: calendar, settings: settings, system: true}
	return cmp.Or(
		d.log(market.StartSupervision, "", nil, nil, nil),
		d.planWarning(),
		d.tellBuyer(market.StartSupervision),
		t.at(flow.LooksAgain(settings, t.now), market.RemindSupervision, flow.ID))
}

// closeSupervision ends the flow of an order that is refunded; an order without a running
// flow is left alone.
func (t *tx) closeSupervision(order market.Order) error {
	var id market.SupervisionID
	err := t.get(&id, `SELECT id FROM supervisions WHERE seller_id = $1 AND order_id = $2`, order.ID)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := t.flow(id)
	if err != nil || d.flow.Over() {
		return err
	}
	d.system = true
	d.flow.Close(t.now, d.calendar)
	return cmp.Or(d.keep(), d.log(market.CloseSupervision, "", nil, nil, nil))
}

// delivery is an act under way on one flow and its order, both kept until the act ends.
type delivery struct {
	*tx
	order    market.Order
	flow     market.Supervision
	from     market.Node // where the flow stood when the act began
	calendar market.Calendar
	settings market.Settings
	before   market.RefundStatus // where the refund stood when the act began
	system   bool                // what happens follows from something else: nobody's own act
}

// onFlow does an act on a flow. Whoever looked at an older version is told what changed.
func (s *Seller) onFlow(ctx context.Context, act market.Act, id market.SupervisionID, seen int, do func(*delivery) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		d, err := tx.flow(id)
		if err != nil {
			return err
		}
		if seen > 0 && seen != d.flow.Version {
			return d.overtaken()
		}
		return do(d)
	})
}

// flow reads a flow with its order and keeps both until the act ends: the order first.
func (t *tx) flow(id market.SupervisionID) (*delivery, error) {
	var order market.OrderID
	if err := t.get(&order, `SELECT order_id FROM supervisions WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return nil, err
	}
	d := &delivery{tx: t}
	var err error
	if d.order, err = t.lockOrder(order); err != nil {
		return nil, err
	}
	if t.s.hides(d.order) {
		return nil, market.NotFound
	}
	if err = t.get(&d.flow, `SELECT `+supervisionColumns+` FROM supervisions v
		WHERE v.seller_id = $1 AND v.id = $2 FOR UPDATE`, id); err != nil {
		return nil, err
	}
	if d.settings, err = t.s.db.Settings(t.ctx); err != nil {
		return nil, err
	}
	d.calendar, err = t.s.db.Calendar(t.ctx)
	d.from = d.flow.Node
	return d, err
}

// overtaken says who was faster, with what, and whose turn it is now.
func (d *delivery) overtaken() error {
	var last market.SupervisionLog
	if err := d.get(&last, `SELECT id, at, party, actor, act, from_node, to_node, comment, reason FROM supervision_logs
		WHERE seller_id = $1 AND supervision_id = $2 ORDER BY at DESC, no DESC LIMIT 1`, d.flow.ID); err != nil {
		return err
	}
	return market.Conflict("supervision.overtaken", last.Actor, market.Word(last.Act), last.At,
		market.Word("common.party_"+string(d.flow.Turn)), market.Word(d.flow.Node.Key()))
}

// step carries the flow on by the act, tells the seller what somebody else did, and
// completes the order when the flow has come to its end.
func (d *delivery) step(act market.Act, comment string, files []market.Upload) error {
	if err := d.flow.Do(act, d.now, d.calendar); err != nil {
		return err
	}
	return d.arrive(act, comment, files)
}

// handOver is the seller's step with documents.
func (d *delivery) handOver(act market.Act, what market.Delivery) error {
	prepared, err := d.takeDraft(market.DraftDelivery)
	if err != nil {
		return err
	}
	what.Files = append(prepared, what.Files...)
	have, err := d.kinds()
	if err != nil {
		return err
	}
	if err := d.renewed(len(what.Files)); err != nil {
		return err
	}
	paid := d.order.PlacedAt
	if d.order.PaidAt != nil {
		paid = *d.order.PaidAt
	}
	if err := d.flow.HandOver(act, what, have, paid, d.now, d.calendar); err != nil {
		return err
	}
	return d.arrive(act, what.Result, what.Files)
}

// arrive writes the flow where it stands now, and what follows from that.
func (d *delivery) arrive(act market.Act, comment string, files []market.Upload) error {
	if err := cmp.Or(d.keep(), d.log(act, comment, nil, files, nil), d.planWarning()); err != nil {
		return err
	}
	if d.s.actor.Party() != market.PartySeller {
		if err := d.tell(act, 0); err != nil {
			return err
		}
	}
	if d.s.actor.Party() != market.PartyBuyer {
		if err := d.tellBuyer(act); err != nil {
			return err
		}
	}
	if d.flow.Status == market.SupervisionDone {
		return d.complete()
	}
	return d.askReview(act)
}

// askReview tells the operator's people of a delivery that waits for their review (§2.6).
func (d *delivery) askReview(act market.Act) error {
	if d.flow.Over() || d.order.Test || d.flow.Node == d.from || d.flow.Step().Party != market.PartyOperator {
		return nil
	}
	return d.tellDesk(nil, string(act), market.Because("notice.desk_supervision", d.order.Number, d.order.ProductName, market.Word(d.flow.Node.Key())),
		"/operator/supervisions/"+d.flow.ID.String())
}

// planWarning leaves the reminders of a node that was entered just now: that it stands
// still, and that its time runs out if it has a limit.
func (d *delivery) planWarning() error {
	if d.flow.Over() || !d.flow.EnteredAt.Equal(d.now) {
		return nil
	}
	if party := d.flow.Step().Party; party == market.PartySeller || party == market.PartyBuyer {
		if err := d.at(d.now.Add(d.settings.IdleFirst.Duration), market.NudgeSupervision, d.flow.ID); err != nil {
			return err
		}
	}
	if d.flow.DueAt == nil {
		return nil
	}
	return d.at(d.flow.WarnAt(d.settings, d.calendar), market.WarnSupervision, d.flow.ID)
}

// complete ends the order: the service runs from its actual opening, else from now (§1.4).
// An undecided wish to have money back falls with that (§4.1).
func (d *delivery) complete() error {
	if err := d.settleRefunds(); err != nil {
		return err
	}
	return d.completeOrder(&d.order, d.flow.Effective(d.now))
}

// tell leaves the seller a message about the flow.
func (d *delivery) tell(act market.Act, n int) error {
	return d.notify(string(act), market.Because("notice."+string(act), d.order.Number, d.order.ProductName, d.order.CustomerName, n),
		"/supervisions/"+d.flow.ID.String())
}

// keep writes what an act may change of a flow.
func (d *delivery) keep() error {
	f := &d.flow
	d.note("node", d.from, f.Node)
	err := d.one(`UPDATE supervisions SET node = $3, ordinal = $4, turn = $5, status = $6, entered_at = $7, due_at = $8,
			rank_at = $9, frozen_at = $10, paused = $11, opened_at = $12, requirement = $13, result = $14,
			seller_rejects = $15, buyer_rejects = $16, done_at = $17,
			link = $19, code = $20, seller_spent = $21, flow = $22, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $18`,
		f.ID, f.Node, f.Ordinal, f.Turn, f.Status, f.EnteredAt, f.DueAt, f.RankAt, f.FrozenAt, int64(f.Paused), f.OpenedAt,
		f.Requirement, f.Result, f.SellerRejects, f.BuyerRejects, f.DoneAt, f.Version,
		f.Link, f.Code, int64(f.SellerSpent), f.Flow)
	f.Version++
	if err != nil || f.Status != market.SupervisionClosed {
		return err
	}
	// A code that nobody activated ends with its order; no server has ever heard of it.
	return d.exec(`UPDATE licences SET status = 'released' WHERE seller_id = $1 AND order_id = $2 AND status IN ('made', 'received')`, d.order.ID)
}

// log adds one line to the flow's log, with the files that came along.
func (d *delivery) log(act market.Act, comment string, reason *market.Reason, files []market.Upload, appeal *market.AppealID) error {
	id := market.NewID[market.SupervisionLog](d.now)
	actor, party, from := d.s.actor.Name, d.s.actor.Party(), d.s.actor.From
	if d.system {
		actor, party, from = market.TheClock.Name, market.PartySystem, ""
	}
	var why any
	if reason != nil {
		why = market.JSON[market.Reason]{V: *reason}
	}
	if err := d.exec(`INSERT INTO supervision_logs (seller_id, id, supervision_id, at, party, actor, act, from_node, to_node, comment, reason, address)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		id, d.flow.ID, d.now, party, actor, act, d.from, d.flow.Node, comment, why, from); err != nil {
		return err
	}
	for _, f := range files {
		if err := d.addEvidence(id, appeal, f); err != nil {
			return err
		}
	}
	return nil
}
