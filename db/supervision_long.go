package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

// RemindSupervision tells both sides of a flow that never ends, again every week
// (transactions.md §14.2); where the installation wants it, it is closed after its days.
func (s *Seller) RemindSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.RemindSupervision, id, 0, func(d *delivery) error {
		if d.flow.Over() {
			return market.Conflict("supervision.is_over", market.Word(d.flow.Node.Key()))
		}
		days := int(d.now.Sub(d.flow.StartedAt) / (24 * time.Hour))
		again := d.at(d.flow.LooksAgain(d.settings, d.now), market.RemindSupervision, id)
		if limit := d.settings.SupervisionCloseDays; limit > 0 && days >= limit && d.flow.Status == market.SupervisionRunning {
			return cmp.Or(d.later(market.CloseSupervision, id), again)
		}
		if d.now.Sub(d.flow.StartedAt) < d.settings.SupervisionRemind.Duration {
			return again
		}
		return cmp.Or(d.tell(market.RemindSupervision, days), d.tellBuyer(market.RemindSupervision), again)
	})
}

// CloseSupervision ends a flow that was never finished (transactions.md §1.2, §14.2; off unless
// the installation wants it): an order that was invoiced is completed, what was not invoiced
// goes back to the buyer.
func (s *Seller) CloseSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.CloseSupervision, id, 0, func(d *delivery) error {
		if d.flow.Over() || d.flow.Status == market.SupervisionFrozen || d.settings.SupervisionCloseDays == 0 {
			return market.Conflict("supervision.is_over", market.Word(d.flow.Node.Key()))
		}
		var invoiced bool
		if err := d.get(&invoiced, `SELECT EXISTS (SELECT FROM invoices i JOIN invoice_orders o ON o.seller_id = i.seller_id AND o.invoice_id = i.id
			WHERE i.seller_id = $1 AND o.order_id = $2 AND o.holds AND i.status IN ('issued', 'completed'))`, d.order.ID); err != nil {
			return err
		}
		if invoiced {
			d.flow.Finish(d.now, d.calendar)
			return cmp.Or(d.keep(), d.log(market.CloseSupervision, "", nil, nil, nil), d.notify(string(market.CloseSupervision),
				market.Because("notice.supervision.close_invoiced", d.order.Number, d.order.ProductName, d.settings.SupervisionCloseDays), "/supervisions/"+id.String()),
				d.tellBuyer(market.CloseSupervision), d.complete())
		}
		d.flow.Close(d.now, d.calendar)
		if err := cmp.Or(d.keep(), d.log(market.CloseSupervision, "", nil, nil, nil), d.tell(market.CloseSupervision, d.settings.SupervisionCloseDays),
			d.tellBuyer(market.CloseSupervision)); err != nil {
			return err
		}
		return d.refundOrder(&d.order, string(market.RefundOverdue), d.order.Refundable(), "")
	})
}
