package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

// lock keeps the rows of a statement until the act ends; a read-only look only reads them.
func (t *tx) lock() string {
	if t.facts == nil {
		return ""
	}
	return " FOR UPDATE"
}

// reduce takes off the quote what the purchase names: the reseller's discount or an exclusive
// offer first, then a coupon (catalogue.md §3.6). What is used stays locked until the act ends.
func (t *tx) reduce(quote *market.Quote, p market.Purchase) error {
	if p.Partner != "" && p.Offer == "" && t.facts != nil {
		number, err := t.autoOffer(quote.Sale, p.Partner)
		if err != nil {
			return err
		}
		p.Offer = number
	}
	if p.Reseller != "" {
		if p.Offer != "" {
			return market.Invalid("offer", "offer.not_with_reseller")
		}
		if err := t.resell(quote, p.Reseller); err != nil {
			return err
		}
	}
	if p.Offer != "" {
		draft, err := t.offerNumbered(p.Offer)
		if err != nil {
			return err
		}
		item, err := draft.For(t.s.actor.Customer, p, quote.Sale, t.now)
		if err != nil {
			return err
		}
		quote.Offered(draft.Offer, item)
	}
	if p.Voucher == "" {
		return nil
	}
	draft, claim, err := t.voucher(p.Voucher)
	if err != nil {
		return err
	}
	if err := draft.Usable(claim, quote.Sale, market.DayOf(t.now)); err != nil {
		return err
	}
	return quote.Redeemed(draft.Coupon, claim)
}

// resell prices the quote by the narrowest authorization that holds today (catalogue.md §6).
func (t *tx) resell(quote *market.Quote, partner string) error {
	if !market.Resellable(quote.Sale.SaleType, quote.Sale.AccessType) {
		return market.Invalid("reseller", "resale.not_resellable", quote.Sale.ProductName)
	}
	today := market.DayOf(t.now)
	var all []market.Resale
	if err := t.list(&all, `SELECT `+resaleColumns+` FROM resales r WHERE r.seller_id = $1 AND r.product_id = $2 AND r.status = 'active'
		AND r.starts_on <= $3 AND r.ends_on >= $3 AND r.partner IN ('', $4) AND r.customer IN ('', $5) LIMIT 100`,
		quote.Sale.ProductID, today, partner, t.s.actor.Customer); err != nil {
		return err
	}
	chosen, ok := market.ChooseResale(all, partner, t.s.actor.Customer, today)
	if !ok {
		return market.Invalid("reseller", "resale.not_authorized", partner, quote.Sale.ProductName)
	}
	quote.Resell(chosen, partner)
	return nil
}

// voucher is a customer's coupon with what it is for; somebody else's is not found.
func (t *tx) voucher(number string) (draft market.CouponDraft, claim market.CouponClaim, err error) {
	err = t.get(&claim, `SELECT `+claimColumns+` FROM coupon_claims c WHERE c.seller_id = $1 AND c.number = $2 AND c.customer = $3`+t.lock(),
		number, t.s.actor.Customer)
	if errors.Is(err, market.NotFound) {
		err = market.Invalid("coupon", "coupon.no_such", number)
	}
	if err != nil {
		return draft, claim, err
	}
	if err = t.get(&draft.Coupon, `SELECT `+couponColumns+` FROM coupons c WHERE c.seller_id = $1 AND c.id = $2`, claim.CouponID); err != nil {
		return draft, claim, err
	}
	err = t.list(&draft.Items, couponItems, draft.ID)
	return draft, claim, err
}

// keepReductions writes what made the placed order cheaper, and uses it up. The sandbox uses
// nothing up.
func (t *tx) keepReductions(order market.Order, quote market.Quote) error {
	for _, r := range quote.Reductions {
		if err := t.exec(`INSERT INTO reductions (seller_id, order_id, kind, subject, number, name, ratio, amount, partner)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, order.ID, r.Kind, r.Subject, r.Number, r.Name, r.Ratio, r.Amount, r.Partner); err != nil {
			return err
		}
		t.note(string(r.Kind), nil, r.Number)
		if order.Test {
			continue
		}
		var err error
		switch r.Kind {
		case market.ReducedOffer:
			err = t.useOffer(market.ID[market.OfferItem]{UUID: r.Subject}, order.ID)
		case market.ReducedCoupon:
			err = cmp.Or(
				t.one(`UPDATE coupon_claims SET status = 'used', order_id = $3, used_at = $4 WHERE seller_id = $1 AND id = $2 AND status = 'claimed'`, r.Subject, order.ID, t.now),
				t.one(`UPDATE coupons SET used = used + 1 WHERE seller_id = $1 AND id = (SELECT coupon_id FROM coupon_claims WHERE seller_id = $1 AND id = $2)`, r.Subject))
		case market.ReducedResale:
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// returnCoupon gives the customer's coupon of the order back: when it was never paid, and in
// the five-day refund without a reason, never later (catalogue.md §9.7).
func (t *tx) returnCoupon(order market.Order) error {
	n, err := t.count(`UPDATE coupons c SET used = c.used - 1 FROM coupon_claims cc
		WHERE c.seller_id = $1 AND cc.seller_id = $1 AND cc.order_id = $2 AND c.id = cc.coupon_id`, order.ID)
	if err != nil || n == 0 {
		return err
	}
	return t.exec(`UPDATE coupon_claims SET status = 'claimed', order_id = NULL, used_at = NULL WHERE seller_id = $1 AND order_id = $2`, order.ID)
}

// releaseReductions gives back what an order used that ended without a payment.
func (t *tx) releaseReductions(order market.Order, by market.Act) error {
	if order.Test || order.DiscountAmount.Sign() == 0 && order.CouponAmount.Sign() == 0 {
		return nil
	}
	return cmp.Or(t.returnCoupon(order), t.returnOffer(order, by))
}

// Reductions is what made the order cheaper than its list price.
func (s *Seller) Reductions(ctx context.Context, order market.OrderID) (all []market.Reduction, err error) {
	err = s.list(ctx, &all, `SELECT kind, subject, number, name, ratio, amount, partner FROM reductions
		WHERE seller_id = $1 AND order_id = $2 ORDER BY kind = 'coupon', kind LIMIT 3`, order)
	return all, err
}

// tell leaves a message for a customer or a partner; the shop front delivers it by all its
// channels.
func (t *tx) tell(customer, kind string, reason market.Reason, link string) error {
	return t.tellBy(market.CustomerWays(kind), customer, kind, reason, link)
}

// tellBy leaves a message that goes only by the channels that its reader chose.
func (t *tx) tellBy(channels []market.Channel, customer, kind string, reason market.Reason, link string) error {
	if customer == "" {
		return nil
	}
	return t.exec(`INSERT INTO customer_messages (seller_id, id, customer, kind, reason, link, channels, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		market.NewID[market.CustomerMessage](t.now), customer, kind, market.JSON[market.Reason]{V: reason}, link, market.JSON[[]market.Channel]{V: channels}, t.now)
}

// Messages are the newest messages to the shop front's customer, of every seller.
func (f *Storefront) Messages(ctx context.Context) (all []market.CustomerMessage, err error) {
	err = f.db.listRows(ctx, &all, `SELECT seller_id, id, customer, kind, reason, link, channels, at FROM customer_messages
		WHERE customer = $1 ORDER BY at DESC, id DESC LIMIT 100`, f.actor.Customer)
	return all, err
}
