package db

import (
	"context"

	"sellercenter/internal/market"
)

const couponRow = couponColumns + `, (SELECT count(*) FROM coupon_items i WHERE i.seller_id = c.seller_id AND i.coupon_id = c.id) AS items,
	coalesce((SELECT p.name FROM coupon_items i JOIN products p ON p.seller_id = i.seller_id AND p.id = i.product_id
		WHERE i.seller_id = c.seller_id AND i.coupon_id = c.id ORDER BY p.name LIMIT 1), '') AS item_name`

// Coupon is one coupon with what it is for.
func (s *Seller) Coupon(ctx context.Context, id market.CouponID) (d market.CouponDraft, err error) {
	if err = s.get(ctx, &d.Coupon, `SELECT `+couponColumns+` FROM coupons c WHERE c.seller_id = $1 AND c.id = $2`, id); err != nil {
		return d, err
	}
	return d, s.list(ctx, &d.Items, couponItems, id)
}

// Coupons lists the seller's coupons, newest first.
func (s *Seller) Coupons(ctx context.Context, search market.CouponSearch, ask market.Ask) (market.Page[market.CouponRow], error) {
	const where = ` FROM coupons c WHERE c.seller_id = $1 AND ($2 = '' OR c.status = $2) AND ($3 = '' OR c.kind = $3) AND ($4 = '' OR c.period = $4)
		AND ($5 = '' OR c.number LIKE $5 || '%' OR strpos(lower(c.name), lower($5)) > 0 OR EXISTS (SELECT 1 FROM coupon_items i
			JOIN products p ON p.seller_id = i.seller_id AND p.id = i.product_id
			WHERE i.seller_id = c.seller_id AND i.coupon_id = c.id AND strpos(lower(p.name), lower($5)) > 0))
		AND ($6::timestamptz IS NULL OR c.made_at >= $6) AND ($7::timestamptz IS NULL OR c.made_at < $7)`
	k := from(ask)
	query := `SELECT ` + couponRow + where + ` AND ($8::timestamptz IS NULL OR (c.made_at, c.id) < ($8, $9)) ORDER BY c.made_at DESC, c.id DESC LIMIT $10`
	if k.up {
		query = `SELECT ` + couponRow + where + ` AND ($8::timestamptz IS NULL OR (c.made_at, c.id) > ($8, $9)) ORDER BY c.made_at, c.id LIMIT $10`
	}
	var rows []market.CouponRow
	args := []any{search.Status, search.Kind, search.Period, search.Text, search.From, search.Until}
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.CouponRow]{}, err
	}
	p := page(ask, rows, func(c market.CouponRow) cursor { return cursor{c.MadeAt, c.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, args...)
	return p, err
}

// CouponCounts is how many coupons stand in each state.
func (s *Seller) CouponCounts(ctx context.Context) (map[market.CouponStatus]int, error) {
	var rows []struct {
		Status market.CouponStatus
		N      int
	}
	counts := map[market.CouponStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM coupons WHERE seller_id = $1 GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// CouponClaims are the newest copies of a coupon.
func (s *Seller) CouponClaims(ctx context.Context, id market.CouponID) (all []market.CouponClaimRow, err error) {
	err = s.list(ctx, &all, `SELECT `+claimColumns+`, coalesce(o.number, '') AS order_number FROM coupon_claims c
		LEFT JOIN orders o ON o.seller_id = c.seller_id AND o.id = c.order_id
		WHERE c.seller_id = $1 AND c.coupon_id = $2 ORDER BY c.claimed_at DESC, c.id DESC LIMIT 100`, id)
	return all, err
}

// Voucher is a buyer's copy of a coupon; another's is not found.
func (s *Seller) Voucher(ctx context.Context, coupon market.CouponID) (claim market.CouponClaim, err error) {
	err = s.get(ctx, &claim, `SELECT `+claimColumns+` FROM coupon_claims c WHERE c.seller_id = $1 AND c.coupon_id = $2 AND c.customer = $3`, coupon, s.actor.Customer)
	return claim, err
}

// ShownCoupons are the coupons that the product's page shows and that are left.
func (s *Seller) ShownCoupons(ctx context.Context, product market.ProductID) (all []market.Coupon, err error) {
	err = s.list(ctx, &all, `SELECT `+couponColumns+` FROM coupons c JOIN coupon_items i ON i.seller_id = c.seller_id AND i.coupon_id = c.id
		JOIN products p ON p.seller_id = i.seller_id AND p.id = i.product_id
		WHERE c.seller_id = $1 AND i.product_id = $2 AND c.status = 'active' AND c.shown AND c.claimed < c.total AND c.ends_on >= $3
			AND (p.sale_type = 'general') = (c.kind = 'general')
		GROUP BY `+couponColumns+` ORDER BY c.amount DESC, c.id LIMIT 50`, product, market.DayOf(s.db.Now()))
	return all, err
}

// Vouchers are the shop front's customer's coupons of all sellers, newest first.
func (f *Storefront) Vouchers(ctx context.Context) (all []market.VoucherRow, err error) {
	err = f.db.listRows(ctx, &all, `SELECT `+claimColumns+`, v.name AS coupon_name, v.amount, v.period, v.starts_on, v.ends_on, s.number AS seller_number
		FROM coupon_claims c JOIN coupons v ON v.seller_id = c.seller_id AND v.id = c.coupon_id JOIN sellers s ON s.id = c.seller_id
		WHERE c.customer = $1 ORDER BY c.claimed_at DESC, c.id DESC LIMIT 200`, f.actor.Customer)
	return all, err
}
