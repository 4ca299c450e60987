package db

import (
	"cmp"
	"context"
	"encoding/json"

	"sellercenter/internal/market"
)

const parcelColumns = `order_id, sealed, courier, tracking, remark, shipped_at, state, state_at, signed_at, unread`

type parcelRow struct {
	market.Parcel
	Sealed []byte
}

// Parcel is where an order's hardware goes and how far it is. The address is for whoever may
// ship, and for the buyer; others read it without.
func (s *Seller) Parcel(ctx context.Context, order market.OrderID) (market.Parcel, error) {
	var row parcelRow
	if err := s.get(ctx, &row, `SELECT `+parcelColumns+` FROM parcels WHERE seller_id = $1 AND order_id = $2`, order); err != nil {
		return row.Parcel, err
	}
	if !s.actor.May(market.ShipSupervision) && !s.actor.Is(market.Buyer) {
		return row.Parcel, nil
	}
	var err error
	if row.Parcel.Address, err = addressOf(row, s.db.sealer); err != nil {
		return row.Parcel, err
	}
	return row.Parcel, nil
}

func addressOf(row parcelRow, s sealer) (market.Address, error) {
	var address market.Address
	plain, err := s.open(row.Sealed)
	if err != nil {
		return address, err
	}
	return address, json.Unmarshal([]byte(plain), &address)
}

// addressOrder keeps where a new order's hardware goes.
func (t *tx) addressOrder(order market.Order, address market.Address) error {
	text, err := json.Marshal(address)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO parcels (seller_id, order_id, sealed) VALUES ($1, $2, $3)`, order.ID, t.s.db.sealer.seal(string(text)))
}

func (d *delivery) lockParcel() (market.Parcel, error) {
	var row parcelRow
	if err := d.get(&row, `SELECT `+parcelColumns+` FROM parcels WHERE seller_id = $1 AND order_id = $2 FOR UPDATE`, d.order.ID); err != nil {
		return row.Parcel, err
	}
	var err error
	row.Parcel.Address, err = addressOf(row, d.s.db.sealer)
	return row.Parcel, err
}

func (d *delivery) saveParcel(p market.Parcel) error {
	text, err := json.Marshal(p.Address)
	if err != nil {
		return err
	}
	return d.one(`UPDATE parcels SET sealed = $3, courier = $4, tracking = $5, remark = $6, shipped_at = $7, state = $8,
			state_at = $9, signed_at = $10, unread = $11 WHERE seller_id = $1 AND order_id = $2`,
		d.order.ID, d.s.db.sealer.seal(string(text)), p.Courier, p.Tracking, p.Remark, p.ShippedAt, p.State, p.StateAt, p.SignedAt, p.Unread)
}

// ShipSupervision sends the hardware (transactions.md §2.4).
func (s *Seller) ShipSupervision(ctx context.Context, id market.SupervisionID, shipment market.Shipment, what market.Delivery) error {
	return s.onFlow(ctx, market.ShipSupervision, id, what.Seen, func(d *delivery) error {
		if err := d.flow.Now(market.ShipSupervision); err != nil {
			return err
		}
		if err := d.unrefunded(); err != nil {
			return err // what may be given back is not sent (§4.4)
		}
		parcel, err := d.lockParcel()
		if err != nil {
			return err
		}
		var couriers []market.Courier
		if err := d.Tx.SelectContext(ctx, &couriers, couriersEver); err != nil {
			return err
		}
		if err := parcel.Ship(shipment, couriers, d.now); err != nil {
			return err
		}
		if what.Result == "" {
			what.Result = shipment.Courier + " " + shipment.Tracking
		}
		d.note("tracking", nil, parcel.Courier+" "+parcel.Tracking)
		return cmp.Or(d.saveParcel(parcel), d.handOver(market.ShipSupervision, what))
	})
}

// ReaddressSupervision changes where the hardware goes, before it is sent (§2.4).
func (s *Seller) ReaddressSupervision(ctx context.Context, id market.SupervisionID, address market.Address) error {
	return s.onFlow(ctx, market.ReaddressSupervision, id, 0, func(d *delivery) error {
		if d.flow.Over() {
			return market.Conflict("supervision.is_over", market.Word(d.flow.Node.Key()))
		}
		parcel, err := d.lockParcel()
		if err != nil {
			return err
		}
		if err := parcel.Readdress(address); err != nil {
			return err
		}
		return cmp.Or(d.saveParcel(parcel), d.log(market.ReaddressSupervision, "", nil, nil, nil), d.tell(market.ReaddressSupervision, 0))
	})
}

// TrackSupervision keeps the courier's news; ten days after "signed" the hardware counts as
// accepted (transactions.md §2.4).
func (s *Seller) TrackSupervision(ctx context.Context, id market.SupervisionID, news market.CourierNews) error {
	return s.onFlow(ctx, market.TrackSupervision, id, 0, func(d *delivery) error {
		parcel, err := d.lockParcel()
		if err != nil {
			return err
		}
		if err := parcel.Track(news, d.now); err != nil {
			return err
		}
		d.system = true
		if err := cmp.Or(d.saveParcel(parcel), d.log(market.TrackSupervision, "", because(news.State.Key()), nil, nil)); err != nil {
			return err
		}
		if at, ever := parcel.AcceptedAt(d.settings.SignedDays); ever && news.State == market.CourierSigned {
			return d.at(at, market.AssumeSupervision, id)
		}
		return nil
	})
}

// AssumeSupervision accepts hardware on the buyer's behalf, ten days after the courier's
// "signed" (transactions.md §2.3); a dispute delays it.
func (s *Seller) AssumeSupervision(ctx context.Context, id market.SupervisionID) error {
	return s.onFlow(ctx, market.AssumeSupervision, id, 0, func(d *delivery) error {
		parcel, err := d.lockParcel()
		if err != nil {
			return err
		}
		at, ever := parcel.AcceptedAt(d.settings.SignedDays)
		switch {
		case d.flow.Over() || !ever || d.flow.Node != market.NodeAccepting && d.flow.Status == market.SupervisionRunning:
			return market.Conflict("problem.not_now", market.Word(market.AssumeSupervision), string(d.flow.Node))
		case d.flow.Status == market.SupervisionFrozen || d.now.Before(at):
			return d.at(d.now.AddDate(0, 0, 1), market.AssumeSupervision, id)
		}
		if err := d.unrefunded(); err != nil { // a refund keeps the goods from being accepted
			return d.at(d.now.AddDate(0, 0, 1), market.AssumeSupervision, id)
		}
		d.flow.Finish(d.now, d.calendar)
		return d.arrive(market.AssumeSupervision, "", nil)
	})
}
