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
	if parts.Extend = handed.Extend; len(parts.Extend) > 0 {
		if parts.Parameters, err = s.db.Parameters(ctx); err != nil {
			return parts, err
		}
	}
	if err = s.get(ctx, &parts.RevisionNo, `SELECT no FROM revisions WHERE seller_id = $1 AND id = $2`, order.RevisionID); err != nil && !errors.Is(err, market.NotFound) {
		return parts, err
	}
	if order.AccessType.Rules().Asset != "" {
		if parts.Asset, err = s.assetOf(ctx, order); err != nil {
			return parts, err
		}
	}
	if parts.Reductions, err = s.Reductions(ctx, order.ID); err != nil {
		return parts, err
	}
	if parts.Returns, err = s.Returned(ctx, order); err != nil {
		return parts, err
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

// assetOf is the version of the asset that the listing sold when the first of the order's chain of
// renewals was bought: a renewal keeps the old one (catalogue.md §2.6).
func (s *Seller) assetOf(ctx context.Context, order market.Order) (name string, err error) {
	err = s.get(ctx, &name, `WITH RECURSIVE chain AS (
			SELECT o.id, o.renews_id, o.revision_id, 0 AS depth FROM orders o WHERE o.seller_id = $1 AND o.id = $2
			UNION ALL SELECT b.id, b.renews_id, b.revision_id, c.depth + 1 FROM orders b JOIN chain c ON b.seller_id = $1 AND b.id = c.renews_id WHERE c.depth < 500)
		SELECT coalesce(r.content->>'asset_name', '') FROM chain c JOIN revisions r ON r.seller_id = $1 AND r.id = c.revision_id ORDER BY c.depth DESC LIMIT 1`, order.ID)
	if errors.Is(err, market.NotFound) {
		return "", nil
	}
	return name, err
}

// Returned is the order that an unsubscription gave back, and how much was paid back; nil for
// an order that gives nothing back.
func (s *Seller) Returned(ctx context.Context, order market.Order) (*market.Returned, error) {
	if !order.Type.GivesBack() {
		return nil, nil
	}
	var returned market.Returned
	err := s.get(ctx, &returned, `SELECT o.id, o.number, r.amount FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
		WHERE r.seller_id = $1 AND r.unsubscription_id = $2 LIMIT 1`, order.ID)
	if errors.Is(err, market.NotFound) {
		return nil, nil
	}
	return &returned, err
}
