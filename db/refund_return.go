package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"sellercenter/internal/market"
)

// ConfirmRefund is the operator's word that goods in transit may be given back (§4.4).
func (s *Seller) ConfirmRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.ConfirmRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Confirm(d.settings, d.calendar, d.now); err != nil {
			return err
		}
		return cmp.Or(d.keepRefund(r, market.ConfirmRefund, ""), d.planRefund(*r), d.tellRefund(market.ConfirmRefund, *r))
	})
}

// GrantRefund is the operator's consent to a large refund (§4.3).
func (s *Seller) GrantRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.GrantRefund, id, func(d *delivery, r *market.Refund) error {
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		if err := r.Grant(&d.order, d.settings, d.now); err != nil {
			return err
		}
		return d.agreed(r, market.GrantRefund, "", true)
	})
}

// DenyRefund is the operator's refusal of a large refund, or of one of goods in transit; what
// counted against the buyer's quota does not.
func (s *Seller) DenyRefund(ctx context.Context, id market.RefundID, note string) error {
	return s.onRefund(ctx, market.DenyRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Deny(note, d.now); err != nil {
			return err
		}
		if r.Cause == market.RefundFiveDays {
			if err := d.countFiveDays(d.order.CustomerID, r.RequestedAt, -1); err != nil {
				return err
			}
		}
		return d.agreed(r, market.DenyRefund, note, false)
	})
}

// ShipRefund keeps how the buyer sends the goods back (§4.4).
func (s *Seller) ShipRefund(ctx context.Context, id market.RefundID, parcel market.ReturnParcel) error {
	return s.onRefund(ctx, market.ShipRefund, id, func(d *delivery, r *market.Refund) error {
		var couriers []market.Courier
		if err := d.Tx.SelectContext(ctx, &couriers, couriersEver); err != nil {
			return err
		}
		if err := r.Ship(parcel, couriers, d.settings, d.now); err != nil {
			return err
		}
		by := r.Courier
		for _, c := range couriers {
			if c.Code == r.Courier {
				by = c.Name
			}
		}
		return cmp.Or(d.keepRefund(r, market.ShipRefund, by+" "+r.Tracking), d.planRefund(*r), d.tellRefund(market.ShipRefund, *r))
	})
}

// LapseRefund withdraws a refund whose goods were not sent in time (§4.4).
func (s *Seller) LapseRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.LapseRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Lapse(d.now); err != nil {
			return err
		}
		return d.agreed(r, market.LapseRefund, "", false)
	})
}

// AcceptRefund is the seller's word that the goods came back well (§4.4: 确认验收).
func (s *Seller) AcceptRefund(ctx context.Context, id market.RefundID, note string) error {
	return s.onRefund(ctx, market.AcceptRefund, id, func(d *delivery, r *market.Refund) error {
		if err := d.uninvoiced(d.order); err != nil {
			return err
		}
		booked, err := r.Accept(&d.order, d.settings, d.now)
		if err != nil {
			return err
		}
		return d.agreed(r, market.AcceptRefund, note, booked)
	})
}

// AssumeRefund accepts the goods for a seller that did not look at them in time (§4.4).
func (s *Seller) AssumeRefund(ctx context.Context, id market.RefundID) error {
	return s.onRefund(ctx, market.AssumeRefund, id, func(d *delivery, r *market.Refund) error {
		booked, err := r.Assume(&d.order, d.settings, d.now)
		if err != nil {
			return err
		}
		return d.agreed(r, market.AssumeRefund, "", booked)
	})
}

// DisputeRefund keeps what the inspection found wrong, with photos (§4.4: 验收异常).
func (s *Seller) DisputeRefund(ctx context.Context, id market.RefundID, fault string, photos []market.Upload) error {
	return s.onRefund(ctx, market.DisputeRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Dispute(fault, photos, d.settings, d.calendar, d.now); err != nil {
			return err
		}
		return cmp.Or(d.keepRefund(r, market.DisputeRefund, fault, photos...), d.tellRefundBuyer(market.DisputeRefund, *r))
	})
}

// AppealRefund brings the inspection before the operator, with evidence (§4.4): it is filed as
// an appeal, whose decision settles the refund.
func (s *Seller) AppealRefund(ctx context.Context, id market.RefundID, reason string, files []market.Upload) error {
	return s.onRefund(ctx, market.AppealRefund, id, func(d *delivery, r *market.Refund) error {
		if err := r.Appeal(reason, files, d.settings, d.calendar, d.now); err != nil {
			return err
		}
		if err := d.keepRefund(r, market.AppealRefund, reason); err != nil {
			return err
		}
		return d.disputeReturn(*r, market.Complaint{By: s.actor.Party(), Ground: market.GroundReturn, Reason: reason, Files: files})
	})
}

// SettleRefund is the operator's decision over goods whose inspection found something wrong
// (§4.4).
func (s *Seller) SettleRefund(ctx context.Context, id market.RefundID, what market.ReturnDecision) error {
	return s.onRefund(ctx, market.SettleRefund, id, func(d *delivery, r *market.Refund) error {
		return d.settleGoods(r, what)
	})
}

// settleGoods decides over returned goods; the payment itself waits for an invoice to come back.
func (d *delivery) settleGoods(r *market.Refund, what market.ReturnDecision) error {
	booked, err := r.Settle(what, &d.order, d.settings, d.now)
	if err != nil {
		return err
	}
	d.note("outcome", nil, what.Outcome)
	return d.agreed(r, market.SettleRefund, what.Note, booked)
}

// ReturnAddress is where the goods of a refund go back to; it is for the buyer, and for
// whoever decides on refunds.
func (s *Seller) ReturnAddress(ctx context.Context, id market.RefundID) (address market.Address, err error) {
	var sealed []byte
	if err := s.get(ctx, &sealed, `SELECT coalesce(return_sealed, '') FROM refunds WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return address, err
	}
	return s.openAddress(sealed)
}

// LastReturnAddress is where the newest returned goods went, to begin the next form with.
func (s *Seller) LastReturnAddress(ctx context.Context) (address market.Address, err error) {
	var sealed []byte
	err = s.get(ctx, &sealed, `SELECT return_sealed FROM refunds WHERE seller_id = $1 AND return_sealed IS NOT NULL
		ORDER BY requested_at DESC, id DESC LIMIT 1`)
	if errors.Is(err, market.NotFound) {
		return address, nil
	}
	if err != nil {
		return address, err
	}
	return s.openAddress(sealed)
}

func (s *Seller) openAddress(sealed []byte) (address market.Address, err error) {
	if len(sealed) == 0 || !s.actor.May(market.ApproveRefund) && !s.actor.Is(market.Buyer) && !s.actor.May(market.AcceptRefund) {
		return address, nil
	}
	plain, err := s.db.sealer.open(sealed)
	if err != nil {
		return address, err
	}
	return address, json.Unmarshal([]byte(plain), &address)
}
