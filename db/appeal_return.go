package db

import (
	"sellercenter/internal/market"
)

// appealReturn disputes a hardware return that the seller inspects (transactions.md §4.4):
// the operator decides what becomes of it.
func (t *tx) appealReturn(order market.Order, refund market.RefundID, reason string, files []market.Upload) (market.AppealID, error) {
	appeal := market.NewID[market.Appeal](t.now)
	c := market.Complaint{By: t.s.actor.Party(), Ground: market.GroundReturn, Reason: reason, Files: files}
	if err := c.CheckReturn(); err != nil {
		return appeal, err
	}
	d, err := t.orderFlow(order.ID)
	if err != nil {
		return appeal, err
	}
	if d.flow.ID.IsZero() {
		return appeal, market.NotFound
	}
	return appeal, d.dispute(appeal, c, &refund)
}

// settleDisputedReturn tells the return what the operator decided; a dispute that is taken
// back or dismissed lets the inspection go on.
func (d *delivery) settleDisputedReturn(a market.Appeal, what market.Decision) error {
	if !a.Returned() {
		return nil
	}
	return d.settleReturn(*a.RefundID, what.Outcome.ReturnOutcome(), what.Amount, what.Conclusion)
}
