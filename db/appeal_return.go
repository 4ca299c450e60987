package db

import (
	"cmp"
	"time"

	"sellercenter/internal/market"
)

// disputeReturn brings the inspection of a hardware return before the operator as an appeal
// (transactions.md §4.4); its evidence stands in the refund's story too.
func (d *delivery) disputeReturn(r market.Refund, c market.Complaint) error {
	if d.flow.ID.IsZero() {
		return market.NotFound
	}
	appeal := market.NewID[market.Appeal](d.now)
	return cmp.Or(d.dispute(appeal, c, &r.ID),
		d.exec(`INSERT INTO refund_files (seller_id, file_id, refund_id, log_id)
			SELECT e.seller_id, e.file_id, l.refund_id, l.id FROM evidences e
				JOIN (SELECT refund_id, id FROM refund_logs WHERE seller_id = $1 AND refund_id = $2 AND act = $4 ORDER BY no DESC LIMIT 1) l ON true
			WHERE e.seller_id = $1 AND e.appeal_id = $3`, r.ID, appeal, market.AppealRefund))
}

// decideReturn carries out on the return what the operator decided over the appeal: the money
// goes back, the goods go back to the buyer, or the inspection goes on with fresh time.
func (d *delivery) decideReturn(a market.Appeal, what market.Decision) error {
	d, r, err := d.lockRefund(*a.RefundID)
	if err != nil {
		return err
	}
	return d.settleGoods(&r, what.OfReturn())
}

// resumeReturn lets the seller inspect on, whose appeal was taken back.
func (d *delivery) resumeReturn(a market.Appeal) error {
	d, r, err := d.lockRefund(*a.RefundID)
	if err != nil {
		return err
	}
	if err := r.Resume(a.FiledAt, d.settings, d.now); err != nil {
		return err
	}
	return cmp.Or(d.keepRefund(&r, market.WithdrawAppeal, ""), d.planRefund(r))
}

// thawRefund lets the time of the order's open refund go on, which stood still with the
// delivery (transactions.md §2.3).
func (d *delivery) thawRefund(a market.Appeal) error {
	if d.flow.Over() {
		return nil
	}
	var open []market.Refund
	if err := d.list(&open, `SELECT `+refundColumns+` FROM refunds r WHERE r.seller_id = $1 AND r.order_id = $2
		AND r.status IN ('transit', 'requested', 'reviewing', 'returning', 'inspecting', 'disputed') AND r.due_at IS NOT NULL LIMIT 1 FOR UPDATE`, d.order.ID); err != nil || len(open) == 0 {
		return err
	}
	r := open[0]
	r.Thaw(a.FiledAt, d.calendar, d.now)
	if err := d.one(`UPDATE refunds SET due_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2`, r.ID, r.DueAt); err != nil {
		return err
	}
	if d.now.Sub(a.FiledAt) < 24*time.Hour && !r.DueAt.After(d.now) {
		return nil // its daily reminders were not broken off
	}
	return d.planRefund(r)
}
