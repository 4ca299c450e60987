package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

// NudgeSupervision tells whose turn it is that nothing has happened for days
// (transactions.md §9: three and five).
func (s *Seller) NudgeSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.NudgeSupervision, id, 0, func(d *delivery) error {
		days, again, err := d.flow.Nudge(d.settings, d.now)
		if err != nil {
			return err
		}
		if !again.IsZero() {
			if err := d.at(again, market.NudgeSupervision, id); err != nil {
				return err
			}
		}
		switch {
		case days == 0:
			return nil
		case d.flow.Turn == market.PartyBuyer:
			return d.tellBuyer(market.NudgeSupervision)
		}
		return d.notify(string(market.NudgeSupervision), market.Because("notice.supervision.nudge", d.order.Number, d.order.ProductName,
			market.Word(d.flow.Node.Key()), days), "/supervisions/"+id.String())
	})
}

// UrgeSupervision reminds the buyer whose turn it is, at most once a day.
func (s *Seller) UrgeSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.UrgeSupervision, id, 0, func(d *delivery) error {
		var last *time.Time
		if err := d.get(&last, `SELECT max(at) FROM supervision_logs WHERE seller_id = $1 AND supervision_id = $2 AND act = $3`,
			id, market.UrgeSupervision); err != nil {
			return err
		}
		if err := d.flow.Urge(last, d.now); err != nil {
			return err
		}
		return cmp.Or(d.log(market.UrgeSupervision, "", nil, nil, nil), d.tellBuyer(market.UrgeSupervision))
	})
}

// tellBuyer leaves the customer a message: what was done, whose turn it is now.
func (d *delivery) tellBuyer(act market.Act) error {
	if d.order.Test {
		return nil
	}
	turn := "notice.turn_" + string(d.flow.Turn)
	if d.flow.Over() {
		turn = "notice.turn_over"
	}
	return d.tx.tell(d.order.CustomerID, string(act), market.Because(turn, d.order.Number, d.order.ProductName,
		market.Word("notice.to_"+string(act)), market.Word(d.flow.Node.Key())), "/storefront/v1/orders/"+d.order.Number+"/progress")
}
