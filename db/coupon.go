package db

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const couponColumns = `c.seller_id, c.id, c.number, c.name, c.kind, c.amount, c.period, c.starts_on, c.ends_on, c.shown, c.total, c.claimed, c.used,
	c.status, c.made_by, c.made_at, c.voided_at, c.note, c.version`

const claimColumns = `c.seller_id, c.id, c.coupon_id, c.number, c.customer, c.name, c.status, c.granted, c.claimed_at, c.order_id, c.used_at`

const couponItems = `SELECT i.product_id, p.name AS product_name, p.sale_type, i.sku_code,
		coalesce((SELECT s.name FROM skus k JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id WHERE k.seller_id = i.seller_id AND k.sku_code = i.sku_code), '') AS spec_name
	FROM coupon_items i JOIN products p ON p.seller_id = i.seller_id AND p.id = i.product_id
	WHERE i.seller_id = $1 AND i.coupon_id = $2 ORDER BY p.name, i.sku_code LIMIT 600`

// PublishCoupon offers a coupon: of general products it runs at once, of joint ones the
// operator consents first (catalogue.md §9.7).
func (s *Seller) PublishCoupon(ctx context.Context, draft market.CouponDraft) (market.CouponID, error) {
	id := market.NewID[market.Coupon](s.db.Now())
	err := s.act(ctx, market.PublishCoupon, id, func(tx *tx) error {
		d := draft
		d.Items = slices.Clone(draft.Items)
		d.ID, d.MadeBy, d.MadeAt = id, s.actor.Name, tx.now
		goods := tx.couponGoods(&d)
		var fault *market.Problem
		if goods != nil && !errors.As(goods, &fault) {
			return goods
		}
		wrong := d.Check(market.DayOf(tx.now))
		if err := wrong.Join(goods); err != nil {
			return err
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		d.Kind, d.Status = d.OfItems(), market.CouponActive
		if d.Kind == market.CouponJoint {
			d.Status = market.CouponPending
		}
		var err error
		if d.Number, err = tx.number("CO", "coupon", id); err != nil {
			return err
		}
		tx.note("number", nil, d.Number)
		tx.note("amount", nil, d.Amount)
		if err := tx.exec(`INSERT INTO coupons (seller_id, id, number, name, kind, amount, period, starts_on, ends_on, shown, total, status, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, id, d.Number, d.Name, d.Kind, d.Amount, d.Period,
			d.StartsOn, d.EndsOn, d.Shown, d.Total, d.Status, d.MadeBy, d.MadeAt); err != nil {
			return err
		}
		names := []string{}
		for _, item := range d.Items {
			names = append(names, item.ProductName+" "+item.SpecName)
			if err := tx.exec(`INSERT INTO coupon_items (seller_id, coupon_id, product_id, sku_code) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
				id, item.ProductID, item.SKUCode); err != nil {
				return err
			}
		}
		if d.Status == market.CouponActive {
			return tx.at(d.Ends(), market.ExpireCoupon, id)
		}
		_, err = tx.submitReview(market.ReviewCoupon, id, d.Name, nil, map[string]any{"name": d.Name, "amount": d.Amount, "period": d.Period,
			"starts_on": d.StartsOn, "ends_on": d.EndsOn, "total": d.Total, "shown": d.Shown, "items": names})
		return err
	})
	return id, err
}

// couponGoods names what the coupon is for; what is not on sale is a fault.
func (t *tx) couponGoods(d *market.CouponDraft) error {
	wrong := market.Invalids{}
	ids := []string{}
	for _, item := range d.Items {
		ids = append(ids, item.ProductID.String())
	}
	var on []market.Sale
	if err := t.list(&on, `SELECT x.product_id, x.product_name, x.spec_name, x.sku_name, x.sku_code, x.product_code, x.sale_type, x.access_type, x.period, x.unit_price, x.on_sale
		FROM (`+sales+`) x WHERE x.on_sale AND x.product_id = ANY($2::uuid[]) LIMIT 2000`, pq.Array(ids)); err != nil {
		return err
	}
	for n := range d.Items {
		item := &d.Items[n]
		at := slices.IndexFunc(on, func(s market.Sale) bool {
			return s.ProductID == item.ProductID && (item.SKUCode == "" || s.SKUCode == item.SKUCode)
		})
		if at < 0 {
			return market.NotFound
		}
		item.ProductName, item.SaleType = on[at].ProductName, on[at].SaleType
		if item.SKUCode != "" {
			item.SpecName = on[at].Name()
		}
		if !slices.ContainsFunc(on, func(s market.Sale) bool {
			return s.ProductID == item.ProductID && (item.SKUCode == "" || s.SKUCode == item.SKUCode) && s.Period == d.Period
		}) {
			wrong.With("period", "coupon.mode_unpriced", item.ProductName, market.Word(d.Period.Key()))
		}
	}
	return wrong.Err()
}

// GrantCoupon gives the coupon to the customers of a list; every line that cannot be granted
// is answered together, and then nobody gets one (catalogue.md §9.7: 指定客户).
func (s *Seller) GrantCoupon(ctx context.Context, id market.CouponID, rows []market.CouponGrant) error {
	return s.onCoupon(ctx, market.GrantCoupon, id, func(tx *tx, c *market.Coupon) error {
		customers := []string{}
		for _, row := range rows {
			customers = append(customers, row.Customer)
		}
		var have []string
		if err := tx.list(&have, `SELECT customer FROM coupon_claims WHERE seller_id = $1 AND coupon_id = $2 AND customer = ANY($3)`, id, pq.Array(customers)); err != nil {
			return err
		}
		var fresh []market.CouponGrant
		for n, row := range rows {
			if !slices.Contains(have, row.Customer) && !slices.ContainsFunc(rows[:n], func(r market.CouponGrant) bool { return r.Customer == row.Customer }) {
				fresh = append(fresh, row)
			}
		}
		if err := c.Claimable(true, market.DayOf(tx.now)); err != nil {
			return cannotNow(err, market.GrantCoupon, c.Status)
		}
		if len(fresh) == 0 && len(rows) > 0 {
			return market.Invalid("customers", "coupon.all_have_it", len(rows))
		}
		if err := c.CheckGrants(fresh); err != nil {
			return err
		}
		for _, row := range fresh {
			if _, err := tx.insertClaim(c, row, true); err != nil {
				return err
			}
			if err := tx.tell(row.Customer, string(market.GrantCoupon), market.Because("notice.to_coupon", c.Name, c.Amount, c.StartsOn, c.EndsOn), "/storefront/v1/vouchers"); err != nil {
				return err
			}
		}
		tx.note("customers", nil, len(fresh))
		return nil
	})
}

// cannotNow turns a coupon that does not exist for buyers into a conflict for its seller.
func cannotNow(err error, act market.Act, status market.CouponStatus) error {
	if errors.Is(err, market.NotFound) {
		return market.Conflict("problem.not_now", market.Word(act), market.Word(status.Key()))
	}
	return err
}

// ClaimCoupon gives the buyer its copy of a coupon that is shown on the product's page.
func (s *Seller) ClaimCoupon(ctx context.Context, id market.CouponID) error {
	return s.onCoupon(ctx, market.ClaimCoupon, id, func(tx *tx, c *market.Coupon) error {
		if err := c.Claimable(false, market.DayOf(tx.now)); err != nil {
			return err
		}
		_, err := tx.insertClaim(c, market.CouponGrant{Customer: s.actor.Customer, Name: s.actor.Name}, false)
		return err
	})
}

func (t *tx) insertClaim(c *market.Coupon, row market.CouponGrant, granted bool) (market.ID[market.CouponClaim], error) {
	id := market.NewID[market.CouponClaim](t.now)
	number, err := t.number("CV", "voucher", id)
	if err != nil {
		return id, err
	}
	err = t.exec(`INSERT INTO coupon_claims (seller_id, id, coupon_id, number, customer, name, status, granted, claimed_at)
		VALUES ($1, $2, $3, $4, $5, $6, 'claimed', $7, $8)`, id, c.ID, number, row.Customer, row.Name, granted, t.now)
	if violates(err, "coupon_claims_seller_id_coupon_id_customer_key") {
		return id, market.Conflict("coupon.claimed_already", c.Number)
	}
	if err != nil {
		return id, err
	}
	c.Claimed++
	t.note("voucher", nil, number)
	return id, t.one(`UPDATE coupons SET claimed = claimed + 1 WHERE seller_id = $1 AND id = $2`, c.ID)
}

// VoidCoupon hides a coupon at once; what was claimed stays valid (catalogue.md §9.7).
func (s *Seller) VoidCoupon(ctx context.Context, id market.CouponID) error {
	return s.onCoupon(ctx, market.VoidCoupon, id, func(tx *tx, c *market.Coupon) error {
		return cmp.Or(c.Void(tx.now), tx.saveCoupon(*c))
	})
}

// ExpireCoupon ends a coupon whose last day is over.
func (s *Seller) ExpireCoupon(ctx context.Context, id market.CouponID) error {
	return s.onCoupon(ctx, market.ExpireCoupon, id, func(tx *tx, c *market.Coupon) error {
		return cmp.Or(c.Expire(tx.now), tx.saveCoupon(*c))
	})
}

func (t *tx) approveCoupon(review market.Review) error {
	return t.decideCoupon(review, market.ApproveReview)
}

func (t *tx) rejectCoupon(review market.Review) error {
	return t.decideCoupon(review, market.RejectReview)
}

func (t *tx) withdrawCoupon(review market.Review) error {
	return t.decideCoupon(review, market.WithdrawReview)
}

func (t *tx) decideCoupon(review market.Review, act market.Act) (err error) {
	var c market.Coupon
	if err := t.get(&c, `SELECT `+couponColumns+` FROM coupons c WHERE c.seller_id = $1 AND c.id = $2 FOR UPDATE`, review.Subject); err != nil {
		return err
	}
	if c.Status, err = market.CouponMoves.Next(c.Status, act); err != nil {
		return err
	}
	c.Note = review.Reason
	if err := t.saveCoupon(c); err != nil || act != market.ApproveReview {
		return err
	}
	return t.at(c.Ends(), market.ExpireCoupon, c.ID)
}

func (s *Seller) onCoupon(ctx context.Context, act market.Act, id market.CouponID, do func(*tx, *market.Coupon) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var c market.Coupon
		if err := tx.get(&c, `SELECT `+couponColumns+` FROM coupons c WHERE c.seller_id = $1 AND c.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		return do(tx, &c)
	})
}

func (t *tx) saveCoupon(c market.Coupon) error {
	t.note("status", nil, c.Status)
	return t.one(`UPDATE coupons SET status = $3, voided_at = $4, note = $5, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $6`, c.ID, c.Status, c.VoidedAt, c.Note, c.Version)
}
