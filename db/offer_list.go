package db

import (
	"cmp"
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const offerRow = offerColumns + `,
	(SELECT count(*) FROM offer_users u WHERE u.seller_id = o.seller_id AND u.offer_id = o.id) AS users,
	coalesce((SELECT coalesce(nullif(u.name, ''), u.customer) FROM offer_users u WHERE u.seller_id = o.seller_id AND u.offer_id = o.id ORDER BY u.customer LIMIT 1), '') AS user_name,
	(SELECT count(*) FROM offer_items i WHERE i.seller_id = o.seller_id AND i.offer_id = o.id) AS items,
	coalesce((SELECT i.product_name || ' / ' || i.spec_name FROM offer_items i WHERE i.seller_id = o.seller_id AND i.offer_id = o.id ORDER BY i.ordinal LIMIT 1), '') AS item_name`

// Offer is one offer with its customers and SKUs.
func (s *Seller) Offer(ctx context.Context, id market.OfferID) (d market.OfferDraft, err error) {
	err = s.get(ctx, &d.Offer, `SELECT `+offerColumns+` FROM offers o WHERE o.seller_id = $1 AND o.id = $2`, id)
	if err != nil {
		return d, err
	}
	return d, cmp.Or(s.list(ctx, &d.Users, offerUsers, id), s.list(ctx, &d.Items, offerItems, id))
}

// ExclusiveOffers lists the seller's offers, newest first.
func (s *Seller) ExclusiveOffers(ctx context.Context, search market.OfferSearch, ask market.Ask) (market.Page[market.OfferRow], error) {
	const where = ` FROM offers o WHERE o.seller_id = $1 AND ($2 = '' OR o.status = $2) AND ($3 = '' OR o.mode = $3)
		AND ($4 = '' OR EXISTS (SELECT 1 FROM offer_users u WHERE u.seller_id = o.seller_id AND u.offer_id = o.id AND (u.customer = $4 OR strpos(u.name, $4) > 0)))
		AND ($5 = '' OR o.number LIKE $5 || '%' OR strpos(lower(o.name), lower($5)) > 0
			OR EXISTS (SELECT 1 FROM offer_items i WHERE i.seller_id = o.seller_id AND i.offer_id = o.id AND strpos(lower(i.product_name), lower($5)) > 0))
		AND ($6::timestamptz IS NULL OR o.made_at >= $6) AND ($7::timestamptz IS NULL OR o.made_at < $7) AND ($8 = '' OR o.origin = $8)`
	k := from(ask)
	query := `SELECT ` + offerRow + where + ` AND ($9::timestamptz IS NULL OR (o.made_at, o.id) < ($9, $10)) ORDER BY o.made_at DESC, o.id DESC LIMIT $11`
	if k.up {
		query = `SELECT ` + offerRow + where + ` AND ($9::timestamptz IS NULL OR (o.made_at, o.id) > ($9, $10)) ORDER BY o.made_at, o.id LIMIT $11`
	}
	var rows []market.OfferRow
	args := []any{search.Status, search.Mode, search.User, search.Text, search.From, search.Until, search.Origin}
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.OfferRow]{}, err
	}
	p := page(ask, rows, func(o market.OfferRow) cursor { return cursor{o.MadeAt, o.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, args...)
	return p, err
}

// OfferCounts is how many offers stand in each state.
func (s *Seller) OfferCounts(ctx context.Context) (map[market.OfferStatus]int, error) {
	var rows []struct {
		Status market.OfferStatus
		N      int
	}
	counts := map[market.OfferStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM offers WHERE seller_id = $1 GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// OfferOrders are the newest orders that were placed with the offer.
func (s *Seller) OfferOrders(ctx context.Context, id market.OfferID) (all []market.ReducedOrder, err error) {
	err = s.list(ctx, &all, `SELECT d.id, d.number, d.status, d.customer_name, d.product_name, d.spec_name, d.amount, r.amount AS reduced, d.placed_at
		FROM reductions r JOIN orders d ON d.seller_id = r.seller_id AND d.id = r.order_id
		WHERE r.seller_id = $1 AND r.kind = 'offer' AND r.subject IN (SELECT i.id FROM offer_items i WHERE i.seller_id = $1 AND i.offer_id = $2)
		ORDER BY d.placed_at DESC, d.id DESC LIMIT 50`, id)
	return all, err
}

// PrivateOffer is an offer as its customer sees it at the shop front, found by its number; an
// offer for others is not found.
func (s *Seller) PrivateOffer(ctx context.Context, id market.OfferID) (market.OfferDraft, error) {
	d, err := s.Offer(ctx, id)
	if err != nil {
		return d, err
	}
	for _, user := range d.Users {
		if user.Customer == s.actor.Customer && d.Status != market.OfferPending && d.Status != market.OfferRejected && d.Status != market.OfferWithdrawn {
			return d, nil
		}
	}
	if d.Partner != "" && d.Partner == s.actor.Customer {
		return d, nil
	}
	return market.OfferDraft{}, market.NotFound
}

// PrivateOffers are the numbers of the running offers of the shop front's customer at all
// sellers, the last to end first.
func (f *Storefront) PrivateOffers(ctx context.Context) (all []market.Offer, err error) {
	err = f.db.listRows(ctx, &all, `SELECT `+offerColumns+` FROM offers o JOIN offer_users u ON u.seller_id = o.seller_id AND u.offer_id = o.id
		WHERE u.customer = $1 AND o.status = 'effective' AND o.ends_at > $2 ORDER BY o.ends_at DESC, o.id LIMIT 200`, f.actor.Customer, f.db.Now())
	return all, err
}

// OfferGoods is what an exclusive offer can be made of: the SKUs on sale whose product, spec
// or code holds the text, at most so many, and those that were chosen before; each with all
// its prices. More says that others match too.
func (s *Seller) OfferGoods(ctx context.Context, text string, most int, chosen []string) (goods []market.Sale, more bool, err error) {
	found, chosen := []string{}, append([]string{}, chosen...)
	if err := s.list(ctx, &found, `SELECT k.sku_code FROM skus k
		JOIN specs s ON s.seller_id = k.seller_id AND s.id = k.spec_id
		JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
		WHERE k.seller_id = $1 AND p.status = 'on_sale' AND s.status = 'on_sale' AND k.status = 'on_sale' AND k.sku_code <> ALL ($3)
			AND strpos(lower(concat_ws(' ', p.name, p.number, s.name, k.name, k.sku_code)), lower($2)) > 0
		ORDER BY p.name, s.ordinal, k.ordinal LIMIT $4`, text, pq.Array(chosen), most+1); err != nil {
		return nil, false, err
	}
	more = len(found) > most
	err = s.list(ctx, &goods, sales+` AND p.status = 'on_sale' AND s.status = 'on_sale' AND k.status = 'on_sale' AND k.sku_code = ANY ($2)
		ORDER BY p.name, s.ordinal, k.ordinal, pr.period LIMIT 2000`, pq.Array(append(found[:min(len(found), most)], chosen...)))
	return goods, more, err
}
