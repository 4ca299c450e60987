package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

const licenceColumns = `seller_id, id, order_id, code, status, amount, received_at, activated_at, expires_at, heard_at, test`

// makeLicence makes the authorization code of a delivered License 2.0.
func (d *delivery) makeLicence() error {
	id, code := market.NewID[market.Licence](d.now), market.NewLicenceCode()
	n, err := d.count(`INSERT INTO licences (seller_id, id, order_id, code, status, amount, test) VALUES ($1, $2, $3, $4, 'made', $5, $6)
		ON CONFLICT (seller_id, order_id) DO NOTHING`, id, d.order.ID, code, d.order.Quantity, d.order.Test)
	if err != nil || n == 0 {
		return err
	}
	return d.enter(code, "licence", id)
}

// LicenceOf is the authorization code of an order.
func (s *Seller) LicenceOf(ctx context.Context, order market.OrderID) (licence market.Licence, err error) {
	err = s.get(ctx, &licence, `SELECT `+licenceColumns+` FROM licences WHERE seller_id = $1 AND order_id = $2`, order)
	return licence, err
}

// ReceiveSupervision hands the authorization code to the buyer: from here a negotiated
// refund is impossible (transactions.md §2.4).
func (s *Seller) ReceiveSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.ReceiveSupervision, id, 0, func(d *delivery) error {
		// A wish to have money back that still waits falls with the code; one that was agreed to
		// keeps the code where it is.
		return cmp.Or(
			d.settleRefunds(),
			d.step(market.ReceiveSupervision, "", nil),
			d.one(`UPDATE licences SET status = 'received', received_at = $3 WHERE seller_id = $1 AND order_id = $2 AND status = 'made'`,
				d.order.ID, d.now))
	})
}

// ActivateSupervision begins the life of an authorization code; the flow passes its node by
// itself and the service counts as opened now (transactions.md §1.4, §2.4).
func (s *Seller) ActivateSupervision(ctx context.Context, code string) (licence market.Licence, err error) {
	if licence, err = s.licence(ctx, code); err != nil {
		return licence, err
	}
	err = s.act(ctx, market.ActivateSupervision, licence.ID, func(tx *tx) error {
		d, err := tx.orderFlow(licence.OrderID)
		if err != nil {
			return err
		}
		if err := tx.get(&licence, `SELECT `+licenceColumns+` FROM licences WHERE seller_id = $1 AND id = $2 FOR UPDATE`, licence.ID); err != nil {
			return err
		}
		if err := licence.Activate(tx.now); err != nil {
			return err
		}
		if ends := d.order.PeriodType.After(tx.now, d.order.Periods); !ends.IsZero() {
			licence.ExpiresAt = &ends
		}
		d.flow.OpenedAt = &tx.now
		if err := d.step(market.ActivateSupervision, "", nil); err != nil {
			return err
		}
		return cmp.Or(
			tx.one(`UPDATE licences SET status = $3, activated_at = $4, expires_at = $5, heard_at = $4 WHERE seller_id = $1 AND id = $2`,
				licence.ID, licence.Status, licence.ActivatedAt, licence.ExpiresAt),
			d.openLicence(licence))
	})
	return licence, err
}

// HearLicence answers a heartbeat with the code's state. It writes outside an act: a beat is
// no decision of anybody, and there are many.
func (s *Seller) HearLicence(ctx context.Context, code string) (licence market.Licence, err error) {
	if licence, err = s.licence(ctx, code); err != nil {
		return licence, err
	}
	now := s.db.Now()
	if licence.HeardAt == nil || now.Sub(*licence.HeardAt) > time.Minute {
		_, err = s.db.sql.ExecContext(ctx, `UPDATE licences SET heard_at = $3 WHERE seller_id = $1 AND id = $2`, s.id, licence.ID, now)
	}
	return licence, err
}

// LicenceCoded is the seller's authorization code of that text.
func (s *Seller) LicenceCoded(ctx context.Context, code string) (market.Licence, error) {
	return s.licence(ctx, code)
}

func (s *Seller) licence(ctx context.Context, code string) (licence market.Licence, err error) {
	err = s.get(ctx, &licence, `SELECT `+licenceColumns+` FROM licences WHERE seller_id = $1 AND code = $2`, code)
	return licence, err
}

// ProveSupervision hands in the proof behind the activation: without a platform review the
// system accepts by itself (transactions.md §2.4).
func (s *Seller) ProveSupervision(ctx context.Context, id market.SupervisionID, what market.Delivery) error {
	return s.onFlow(ctx, market.ProveSupervision, id, what.Seen, func(d *delivery) error {
		return d.handOver(market.ProveSupervision, what)
	})
}
