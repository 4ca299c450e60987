package db

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const offerColumns = `o.seller_id, o.id, o.number, o.name, o.mode, o.origin, o.partner, o.starts_at, o.ends_at, o.basis, o.supplement,
	o.status, o.demand_id, o.made_by, o.made_at, o.decided_at, o.note, o.version`

const offerUsers = `SELECT customer, name FROM offer_users WHERE seller_id = $1 AND offer_id = $2 ORDER BY customer LIMIT 1000`

const offerItems = `SELECT id, offer_id, ordinal, product_id, product_name, sku_code, spec_name, discount, share, code, quantity, periods, order_id
	FROM offer_items WHERE seller_id = $1 AND offer_id = $2 ORDER BY ordinal LIMIT 1000`

// SubmitOffer makes an exclusive offer: within the limits it is effective at once, beyond them
// the operator decides (catalogue.md §9.2). An offer that converts a demand is tied to it.
func (s *Seller) SubmitOffer(ctx context.Context, draft market.OfferDraft) (market.OfferID, error) {
	draft.Origin, draft.Partner = market.OfferBySeller, ""
	return s.makeOffer(ctx, market.SubmitOffer, draft)
}

// ProposeOffer is a provider's offer to a customer that is bound to it: within the authorised
// discount it is effective at once, beyond it is a special business application
// (catalogue.md §9.2, transactions.md §7.2).
func (s *Seller) ProposeOffer(ctx context.Context, draft market.OfferDraft) (market.OfferID, error) {
	draft.Origin, draft.Partner, draft.DemandID = market.OfferByPartner, s.actor.Customer, nil
	draft.Items = slices.Clone(draft.Items)
	for n := range draft.Items {
		draft.Items[n].Share = market.Percent("100") // the seller's share of the day takes its place
	}
	return s.makeOffer(ctx, market.ProposeOffer, draft)
}

func (s *Seller) makeOffer(ctx context.Context, act market.Act, draft market.OfferDraft) (market.OfferID, error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return market.OfferID{}, err
	}
	id := market.NewID[market.Offer](s.db.Now())
	err = s.act(ctx, act, id, func(tx *tx) error {
		d := draft
		d.Items = slices.Clone(draft.Items)
		d.ID, d.MadeBy, d.MadeAt = id, s.actor.Name, tx.now
		if err := tx.offerOwn(d); err != nil {
			return err
		}
		wrong := d.Check(tx.now)
		if err := wrong.Join(tx.offerGoods(&d)); err != nil {
			return err
		}
		limits := settings.OfferLimits()
		if d.Origin == market.OfferByPartner {
			if limits, err = tx.partnerLimits(&d, wrong); err != nil {
				return err
			}
		}
		beyond := d.Beyond(limits)
		if err := wrong.Join(d.Reasoned(beyond)); err != nil {
			return err
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		d.Status = market.OfferEffective
		if len(beyond) > 0 {
			d.Status = market.OfferPending
		}
		if err := tx.insertOffer(&d); err != nil {
			return err
		}
		if d.DemandID != nil {
			if err := tx.convertDemand(*d.DemandID, id); err != nil {
				return err
			}
		}
		if d.Status == market.OfferEffective {
			return tx.openOffer(d)
		}
		_, err := tx.submitReview(market.ReviewOffer, id, d.Name, nil, offerPayload(d, beyond))
		return err
	})
	return id, err
}

// WithdrawOffer takes an offer back that waits for consent.
func (s *Seller) WithdrawOffer(ctx context.Context, id market.OfferID) error {
	return s.act(ctx, market.WithdrawOffer, id, func(tx *tx) error {
		var review market.Review
		err := tx.get(&review, `SELECT `+reviewColumns+` FROM reviews WHERE seller_id = $1 AND subject = $2 AND status = 'pending' FOR UPDATE`, id)
		if err != nil && !errors.Is(err, market.NotFound) {
			return err
		}
		waits := err == nil
		offer, err := tx.lockOffer(id)
		if err != nil {
			return err
		}
		if err := offer.Move(market.WithdrawOffer); err != nil {
			return err
		}
		if waits {
			if err := review.Decide(market.WithdrawReview, s.actor.Name, "", tx.now); err != nil {
				return err
			}
			if err := tx.saveReview(review); err != nil {
				return err
			}
		}
		return tx.saveOffer(offer)
	})
}

// ExpireOffer ends an offer whose time is over.
func (s *Seller) ExpireOffer(ctx context.Context, id market.OfferID) error {
	return s.act(ctx, market.ExpireOffer, id, func(tx *tx) error {
		offer, err := tx.lockOffer(id)
		if err != nil {
			return err
		}
		return cmp.Or(offer.Expire(tx.now), tx.saveOffer(offer))
	})
}

// approveOffer makes the offer usable that the operator consented to.
func (t *tx) approveOffer(review market.Review) error {
	return t.decideOffer(review, market.ApproveReview)
}

func (t *tx) rejectOffer(review market.Review) error {
	return t.decideOffer(review, market.RejectReview)
}

func (t *tx) withdrawOffer(review market.Review) error {
	return t.decideOffer(review, market.WithdrawReview)
}

func (t *tx) decideOffer(review market.Review, act market.Act) error {
	offer, err := t.lockOffer(market.OfferID{UUID: review.Subject})
	if err != nil {
		return err
	}
	if err := offer.Move(act); err != nil {
		return err
	}
	offer.DecidedAt, offer.Note = &t.now, review.Reason
	if err := t.saveOffer(offer); err != nil || act != market.ApproveReview {
		return err
	}
	draft := market.OfferDraft{Offer: offer}
	if err := cmp.Or(t.list(&draft.Users, offerUsers, offer.ID), t.list(&draft.Items, offerItems, offer.ID)); err != nil {
		return err
	}
	return t.openOffer(draft)
}

// openOffer tells the customers of an effective offer, with its link, and plans its end.
func (t *tx) openOffer(d market.OfferDraft) error {
	if !d.EndsAt.After(t.now) {
		d.Status = market.OfferExpired // it was decided too late
		offer := d.Offer
		offer.Version++
		return t.saveOffer(offer)
	}
	for _, user := range d.Users {
		if err := t.tell(user.Customer, string(market.SubmitOffer), market.Because("notice.to_offer", d.Number, d.Name, d.StartsAt, d.EndsAt), market.OfferPath(d.Number)); err != nil {
			return err
		}
	}
	if err := t.writeOffer(d); err != nil {
		return err
	}
	return t.at(d.EndsAt, market.ExpireOffer, d.ID)
}

// offerOwn answers NotFound to a draft that names somebody else's demand or product.
func (t *tx) offerOwn(d market.OfferDraft) error {
	if d.DemandID != nil {
		if _, err := t.lockDemand(*d.DemandID); err != nil {
			return err
		}
	}
	ids := []string{}
	for _, item := range d.Items {
		if !item.ProductID.IsZero() {
			ids = append(ids, item.ProductID.String())
		}
	}
	var foreign int
	if err := t.get(&foreign, `SELECT count(*) FROM unnest($2::uuid[]) AS named (id)
		WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.seller_id = $1 AND p.id = named.id)`, pq.Array(ids)); err != nil {
		return err
	}
	if foreign > 0 {
		return market.NotFound
	}
	return nil
}

// offerGoods names the SKUs of the draft as they are on sale now, and takes what is not as a
// fault of its row; a customer may have only one offer at a time on a SKU (catalogue.md §9.2).
func (t *tx) offerGoods(d *market.OfferDraft) error {
	wrong := market.Invalids{}
	codes, customers := []string{}, []string{}
	for _, item := range d.Items {
		codes = append(codes, item.SKUCode)
	}
	for _, user := range d.Users {
		customers = append(customers, user.Customer)
	}
	var on []market.Sale
	if err := t.list(&on, `SELECT x.product_id, x.product_name, x.spec_name, x.sku_name, x.sku_code, x.product_code, x.sale_type, x.access_type, x.period, x.unit_price, x.on_sale
		FROM (`+sales+`) x WHERE x.on_sale AND x.sku_code = ANY($2) LIMIT 2000`, pq.Array(codes)); err != nil {
		return err
	}
	for n := range d.Items {
		item := &d.Items[n]
		at := slices.IndexFunc(on, func(s market.Sale) bool {
			return s.SKUCode == item.SKUCode && (d.Mode != market.OfferQuotation || s.ProductCode == item.Code)
		})
		if at < 0 {
			wrong.With(market.ResaleField("pick", item.Ordinal), "offer.not_on_sale", item.SKUCode)
			continue
		}
		item.ProductID, item.ProductName, item.SpecName = on[at].ProductID, on[at].ProductName, on[at].Name()
		if d.Mode == market.OfferDiscount {
			item.Code, item.Quantity, item.Periods = "", market.Quantity{}, 0
		}
	}
	var name string
	if err := t.get(&name, `SELECT name FROM offers WHERE seller_id = $1 AND name = $2`, d.Name); err == nil {
		wrong.With("name", "offer.name_taken", d.Name)
	} else if !errors.Is(err, market.NotFound) {
		return err
	}
	var taken struct{ Number, Customer, SpecName string }
	err := t.get(&taken, `SELECT o.number, u.customer, i.spec_name FROM offers o
		JOIN offer_users u ON u.seller_id = o.seller_id AND u.offer_id = o.id
		JOIN offer_items i ON i.seller_id = o.seller_id AND i.offer_id = o.id
		WHERE o.seller_id = $1 AND o.status IN ('pending', 'effective') AND u.customer = ANY($2) AND i.sku_code = ANY($3)
			AND o.starts_at < $5 AND o.ends_at > $4 ORDER BY o.made_at LIMIT 1`, pq.Array(customers), pq.Array(codes), d.StartsAt, d.EndsAt)
	if err == nil {
		wrong.With("users", "offer.sku_taken", taken.Customer, taken.SpecName, taken.Number)
	} else if !errors.Is(err, market.NotFound) {
		return err
	}
	return wrong.Err()
}

func (t *tx) insertOffer(d *market.OfferDraft) (err error) {
	if d.Number, err = t.number("PO", "offer", d.ID); err != nil {
		return err
	}
	t.note("number", nil, d.Number)
	t.note("status", nil, d.Status)
	err = t.exec(`INSERT INTO offers (seller_id, id, number, name, mode, origin, partner, starts_at, ends_at, basis, supplement, status, demand_id, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, d.Number, d.Name, d.Mode, d.Origin, d.Partner, d.StartsAt, d.EndsAt, d.Basis, d.Supplement, d.Status, d.DemandID, d.MadeBy, d.MadeAt)
	if violates(err, "offers_seller_id_name_key") {
		return market.Invalid("name", "offer.name_taken", d.Name)
	}
	if err != nil {
		return err
	}
	for _, user := range d.Users {
		contact, err := t.sealContact(user)
		if err != nil {
			return err
		}
		if err := t.exec(`INSERT INTO offer_users (seller_id, offer_id, customer, name, contact_sealed) VALUES ($1, $2, $3, $4, $5)`, d.ID, user.Customer, user.Name, contact); err != nil {
			return err
		}
	}
	for n := range d.Items {
		item := &d.Items[n]
		item.ID, item.OfferID, item.Ordinal = market.NewID[market.OfferItem](t.now), d.ID, n
		if err := t.exec(`INSERT INTO offer_items (seller_id, id, offer_id, ordinal, product_id, product_name, sku_code, spec_name, discount, share, code, quantity, periods)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, item.ID, d.ID, n, item.ProductID, item.ProductName, item.SKUCode,
			item.SpecName, item.Discount, item.Share, item.Code, item.Quantity, item.Periods); err != nil {
			return err
		}
	}
	return nil
}

// offerPayload is what the operator reads of an offer beyond the limits.
func offerPayload(d market.OfferDraft, beyond []market.Reason) map[string]any {
	items, users, why := []string{}, []string{}, []market.Reason{}
	for _, i := range d.Items {
		items = append(items, fmt.Sprintf("%s / %s: %s, %s", i.ProductName, i.SpecName, i.Discount, i.Share))
	}
	for _, u := range d.Users {
		users = append(users, u.Customer+" "+u.Name)
	}
	why = append(why, beyond...)
	return map[string]any{"name": d.Name, "mode": d.Mode, "users": users, "items": items, "basis": d.Basis, "supplement": d.Supplement,
		"starts_at": d.StartsAt, "ends_at": d.EndsAt, "beyond": why}
}

// offerNumbered is the offer that a purchase names, kept until the act ends.
func (t *tx) offerNumbered(number string) (d market.OfferDraft, err error) {
	err = t.get(&d.Offer, `SELECT `+offerColumns+` FROM offers o WHERE o.seller_id = $1 AND o.number = $2`+t.lock(), number)
	if errors.Is(err, market.NotFound) {
		err = market.Invalid("offer", "offer.not_yours", number)
	}
	if err != nil {
		return d, err
	}
	return d, cmp.Or(t.list(&d.Users, offerUsers, d.ID), t.list(&d.Items, offerItems, d.ID))
}

// useOffer marks a quotation's item as ordered; when all are, the offer is used up.
func (t *tx) useOffer(item market.ID[market.OfferItem], order market.OrderID) error {
	var offer market.Offer
	if err := t.get(&offer, `SELECT `+offerColumns+` FROM offers o JOIN offer_items i ON i.seller_id = o.seller_id AND i.offer_id = o.id
		WHERE o.seller_id = $1 AND i.id = $2 FOR UPDATE OF o`, item); err != nil {
		return err
	}
	if offer.Mode != market.OfferQuotation {
		return nil
	}
	if err := t.one(`UPDATE offer_items SET order_id = $3 WHERE seller_id = $1 AND id = $2 AND order_id IS NULL`, item, order); err != nil {
		return err
	}
	var left int
	if err := t.get(&left, `SELECT count(*) FROM offer_items WHERE seller_id = $1 AND offer_id = $2 AND order_id IS NULL`, offer.ID); err != nil || left > 0 {
		return err
	}
	return cmp.Or(offer.Move(market.PlaceOrder), t.saveOffer(offer))
}

// returnOffer frees the quotation that an unpaid order had used.
func (t *tx) returnOffer(order market.Order, by market.Act) error {
	var offer market.Offer
	err := t.get(&offer, `SELECT `+offerColumns+` FROM offers o JOIN offer_items i ON i.seller_id = o.seller_id AND i.offer_id = o.id
		WHERE o.seller_id = $1 AND i.order_id = $2 FOR UPDATE OF o`, order.ID)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := t.exec(`UPDATE offer_items SET order_id = NULL WHERE seller_id = $1 AND order_id = $2`, order.ID); err != nil {
		return err
	}
	if offer.Status != market.OfferUsedUp {
		return nil
	}
	if err := cmp.Or(offer.Move(by), t.saveOffer(offer)); err != nil {
		return err
	}
	return t.at(offer.EndsAt, market.ExpireOffer, offer.ID)
}

func (t *tx) lockOffer(id market.OfferID) (offer market.Offer, err error) {
	err = t.get(&offer, `SELECT `+offerColumns+` FROM offers o WHERE o.seller_id = $1 AND o.id = $2 FOR UPDATE`, id)
	t.about(id, offer.Number)
	return offer, err
}

func (t *tx) saveOffer(o market.Offer) error {
	t.note("status", nil, o.Status)
	return t.one(`UPDATE offers SET status = $3, decided_at = $4, note = $5, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $6`, o.ID, o.Status, o.DecidedAt, o.Note, o.Version)
}
