package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// OrderParts reads what an order's page shows besides the order itself (transactions.md §1.1).
func (s *Seller) OrderParts(ctx context.Context, order market.Order) (parts market.OrderParts, err error) {
	handed, err := s.Handed(ctx, order)
	if err != nil {
		return parts, err
	}
	parts.Extend = handed.Extend
	if err = s.get(ctx, &parts.RevisionNo, `SELECT no FROM revisions WHERE seller_id = $1 AND id = $2`, order.RevisionID); err != nil && !errors.Is(err, market.NotFound) {
		return parts, err
	}
	if parts.Reductions, err = s.Reductions(ctx, order.ID); err != nil {
		return parts, err
	}
	if order.Type == market.OrderUnsubscribe || order.Type == market.OrderUnsubscribeRenewal {
		var returned market.Returned
		err := s.get(ctx, &returned, `SELECT o.id, o.number, r.amount FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
			WHERE r.seller_id = $1 AND (o.id = $2 OR o.renews_id = $2) AND r.requested_at = $3 ORDER BY r.id LIMIT 1`, back(order), order.PlacedAt)
		if err == nil {
			parts.Returns = &returned
		} else if !errors.Is(err, market.NotFound) {
			return parts, err
		}
	}
	if order.AccessType != market.AccessHardware {
		return parts, nil
	}
	parcel, err := s.Parcel(ctx, order.ID)
	if errors.Is(err, market.NotFound) {
		return parts, nil
	}
	parts.Parcel = &parcel
	return parts, err
}
