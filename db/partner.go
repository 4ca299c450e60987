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

const partnerColumns = `id, number, account, name, role, proofs, status, created_at, submitted_at, decided_at, decided_by, reason, version`

const termColumns = `t.seller_id, t.id, t.product_id, t.model, t.share, t.discount, t.policy, t.from_on, t.made_by, t.made_at`

// PartnerForm is what a provider types to join the plan.
type PartnerForm struct {
	Name      string
	Role      market.PartnerRole
	Certified bool // the role's certification, as the partner center knows it
	Proofs    market.PartnerProofs
}

// DraftPartner keeps a provider's application as a draft (catalogue.md §9.6).
func (f *Storefront) DraftPartner(ctx context.Context, form PartnerForm) error {
	return f.fillPartner(ctx, market.DraftPartner, form)
}

// JoinPartner submits the application; the operator reviews it.
func (f *Storefront) JoinPartner(ctx context.Context, form PartnerForm) error {
	return f.fillPartner(ctx, market.JoinPartner, form)
}

func (f *Storefront) fillPartner(ctx context.Context, act market.Act, form PartnerForm) error {
	id := market.NewID[market.Partner](f.db.Now())
	return f.Seller(market.Platform).act(ctx, act, id, func(tx *tx) error {
		p := market.Partner{ID: id, Number: market.PartnerNumber(id), Account: f.actor.Customer, Name: form.Name, Status: market.PartnerDraft, CreatedAt: tx.now}
		if err := tx.sharedExec(`INSERT INTO partners (id, number, account, name, role, proofs, status, created_at) VALUES ($1, $2, $3, $4, '', '{}', 'draft', $5)
			ON CONFLICT (account) DO NOTHING`, p.ID, p.Number, p.Account, p.Name, tx.now); err != nil {
			return err
		}
		if err := tx.shared(&p, `SELECT `+partnerColumns+` FROM partners WHERE account = $1 FOR UPDATE`, f.actor.Customer); err != nil {
			return err
		}
		if err := p.Fill(act, form.Name, form.Role, form.Certified, form.Proofs, tx.now); err != nil {
			return err
		}
		tx.note("number", nil, p.Number)
		return tx.savePartner(p)
	})
}

// Partner is the shop front's customer as a provider, with where its application stands.
func (f *Storefront) Partner(ctx context.Context) (p market.Partner, err error) {
	err = f.db.getRow(ctx, &p, `SELECT `+partnerColumns+` FROM partners WHERE account = $1`, f.actor.Customer)
	return p, err
}

// BindPartner binds the shop front's customer to a provider that joined the plan.
func (f *Storefront) BindPartner(ctx context.Context, account string) error {
	id := market.NewID[market.Partner](f.db.Now())
	return f.Seller(market.Platform).act(ctx, market.BindPartner, id, func(tx *tx) error {
		if err := tx.joined(account); err != nil {
			return market.Invalid("partner", "partner.not_joined", account)
		}
		tx.note("partner", nil, account)
		return tx.sharedExec(`INSERT INTO partner_bindings (customer, partner, bound_at) VALUES ($1, $2, $3)
			ON CONFLICT (customer) DO UPDATE SET partner = $2, bound_at = $3`, f.actor.Customer, account, tx.now)
	})
}

// PartnerProducts are what a provider earns on every seller's products today, and how far it
// may discount them (transactions.md §7.2).
func (f *Storefront) PartnerProducts(ctx context.Context) (all []market.PartnerTermRow, err error) {
	err = f.db.listRows(ctx, &all, `SELECT DISTINCT ON (c.number, p.name, t.product_id) `+termColumns+`, p.name AS product_name, p.number AS product_number, p.access_type,
			c.number AS seller_number, c.company_name, true AS has_term
		FROM partner_terms t JOIN products p ON p.seller_id = t.seller_id AND p.id = t.product_id JOIN sellers c ON c.id = t.seller_id
		WHERE t.from_on <= $1 AND p.status = 'on_sale' AND EXISTS (SELECT 1 FROM partners x WHERE x.account = $2 AND x.status = 'joined')
		ORDER BY c.number, p.name, t.product_id, t.from_on DESC LIMIT 500`, market.DayOf(f.db.Now()), f.actor.Customer)
	return all, err
}

// PartnerCustomers are the customers that are bound to the shop front's customer, a provider.
func (f *Storefront) PartnerCustomers(ctx context.Context) (all []market.PartnerBinding, err error) {
	err = f.db.listRows(ctx, &all, `SELECT customer, partner, bound_at FROM partner_bindings WHERE partner = $1 ORDER BY bound_at DESC, customer LIMIT 500`,
		f.actor.Customer)
	return all, err
}

// PartnerOffers are the offers that the provider made at all sellers, newest first.
func (f *Storefront) PartnerOffers(ctx context.Context) (all []market.Offer, err error) {
	err = f.db.listRows(ctx, &all, `SELECT `+offerColumns+` FROM offers o WHERE o.partner = $1 AND o.origin <> 'seller' ORDER BY o.made_at DESC, o.id LIMIT 200`,
		f.actor.Customer)
	return all, err
}

// PartnerOrders are the orders that were placed with the provider's offers at all sellers.
func (f *Storefront) PartnerOrders(ctx context.Context) (all []market.PartnerOrder, err error) {
	err = f.db.listRows(ctx, &all, `SELECT o.id, o.number, o.product_id, o.product_name, o.spec_name, o.customer_name, o.amount, o.list_amount, o.coupon_amount,
			o.placed_at, o.status, r.partner, r.kind, r.ratio, c.number AS seller_number
		FROM reductions r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id JOIN sellers c ON c.id = r.seller_id
		WHERE r.partner = $1 AND NOT o.test ORDER BY o.placed_at DESC, o.id DESC LIMIT 200`, f.actor.Customer)
	return all, err
}

// ApprovePartner lets a provider into the plan.
func (o *Operator) ApprovePartner(ctx context.Context, id market.PartnerID) error {
	return o.decidePartner(ctx, market.ApprovePartner, id, "")
}

// RejectPartner refuses a provider for a reason.
func (o *Operator) RejectPartner(ctx context.Context, id market.PartnerID, reason string) error {
	return o.decidePartner(ctx, market.RejectPartner, id, reason)
}

// EndPartner ends a provider's membership for a reason.
func (o *Operator) EndPartner(ctx context.Context, id market.PartnerID, reason string) error {
	return o.decidePartner(ctx, market.EndPartner, id, reason)
}

func (o *Operator) decidePartner(ctx context.Context, act market.Act, id market.PartnerID, reason string) error {
	return o.Seller(market.Platform).act(ctx, act, id, func(tx *tx) error {
		var p market.Partner
		if err := tx.shared(&p, `SELECT `+partnerColumns+` FROM partners WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := p.Decide(act, o.actor.Name, reason, tx.now); err != nil {
			return err
		}
		tx.note("number", nil, p.Number)
		tx.note("status", nil, p.Status)
		return cmp.Or(tx.savePartner(p), tx.tell(p.Account, string(act), market.Because("notice.to_partner", p.Number, market.Word(p.Status.Key()), reason), "/storefront/v1/partners/me"))
	})
}

func (t *tx) savePartner(p market.Partner) error {
	return t.sharedExec(`UPDATE partners SET name = $2, role = $3, proofs = $4, status = $5, submitted_at = $6, decided_at = $7, decided_by = $8, reason = $9,
		version = version + 1 WHERE id = $1`, p.ID, p.Name, p.Role, p.Proofs, p.Status, p.SubmittedAt, p.DecidedAt, p.DecidedBy, p.Reason)
}

// Partners lists the providers, newest first.
func (o *Operator) Partners(ctx context.Context, search market.PartnerSearch, ask market.Ask) (market.Page[market.Partner], error) {
	const where = ` FROM partners WHERE ($1 = '' OR status = $1) AND ($2 = '' OR role = $2)
		AND ($3 = '' OR number LIKE $3 || '%' OR account = $3 OR strpos(lower(name), lower($3)) > 0)`
	k := from(ask)
	query := `SELECT ` + partnerColumns + where + ` AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5)) ORDER BY created_at DESC, id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + partnerColumns + where + ` AND ($4::timestamptz IS NULL OR (created_at, id) > ($4, $5)) ORDER BY created_at, id LIMIT $6`
	}
	var rows []market.Partner
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Role, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Partner]{}, err
	}
	p := page(ask, rows, func(p market.Partner) cursor { return cursor{p.CreatedAt, p.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1`+where+` LIMIT 10001) x`, search.Status, search.Role, search.Text)
	return p, err
}

// Partner is one provider.
func (o *Operator) Partner(ctx context.Context, id market.PartnerID) (p market.Partner, err error) {
	err = o.db.getRow(ctx, &p, `SELECT `+partnerColumns+` FROM partners WHERE id = $1`, id)
	return p, err
}

// SetPartner says what providers earn on a product from a day on, and how far they may
// discount it; what was ordered before keeps its share.
func (s *Seller) SetPartner(ctx context.Context, term market.PartnerTerm) error {
	term.ID = market.NewID[market.PartnerTerm](s.db.Now())
	return s.act(ctx, market.SetPartner, term.ID, func(tx *tx) error {
		var name string
		if err := tx.get(&name, `SELECT name FROM products WHERE seller_id = $1 AND id = $2`, term.ProductID); err != nil {
			return err
		}
		if err := term.Check(market.DayOf(tx.now)); err != nil {
			return err
		}
		tx.note("product", nil, name)
		tx.note("share", nil, term.Share)
		tx.note("discount", nil, term.Discount)
		tx.note("from_on", nil, term.FromOn)
		return tx.exec(`INSERT INTO partner_terms (seller_id, id, product_id, model, share, discount, policy, from_on, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (seller_id, product_id, from_on)
			DO UPDATE SET model = $4, share = $5, discount = $6, policy = $7, made_by = $9, made_at = $10`,
			term.ID, term.ProductID, term.Model, term.Share, term.Discount, term.Policy, term.FromOn, s.actor.Name, tx.now)
	})
}

// PartnerTerms are the seller's products on sale with what providers earn on them today.
func (s *Seller) PartnerTerms(ctx context.Context, text string) (all []market.PartnerTermRow, err error) {
	err = s.list(ctx, &all, `SELECT p.seller_id, coalesce(t.id, p.id) AS id, p.id AS product_id, coalesce(t.model, 'deal') AS model, coalesce(t.share, 0) AS share,
			coalesce(t.discount, 0) AS discount, coalesce(t.policy, '') AS policy, coalesce(t.from_on, p.created_at::date) AS from_on,
			coalesce(t.made_by, '') AS made_by, coalesce(t.made_at, p.created_at) AS made_at,
			p.name AS product_name, p.number AS product_number, p.access_type, '' AS seller_number, '' AS company_name, t.id IS NOT NULL AS has_term
		FROM products p LEFT JOIN LATERAL (SELECT `+termColumns+` FROM partner_terms t
			WHERE t.seller_id = p.seller_id AND t.product_id = p.id AND t.from_on <= $2 ORDER BY t.from_on DESC LIMIT 1) t ON true
		WHERE p.seller_id = $1 AND p.status = 'on_sale' AND ($3 = '' OR strpos(lower(p.name), lower($3)) > 0)
		ORDER BY (t.id IS NOT NULL) DESC, p.name LIMIT 300`, market.DayOf(s.db.Now()), text)
	return all, err
}

// PartnerTerm is what providers earn on one product today; a product without a term is not
// wrong, its row says so.
func (s *Seller) PartnerTerm(ctx context.Context, product market.ProductID) (row market.PartnerTermRow, err error) {
	rows, err := s.PartnerTerms(ctx, "")
	if err != nil {
		return row, err
	}
	at := slices.IndexFunc(rows, func(r market.PartnerTermRow) bool { return r.ProductID == product })
	if at < 0 {
		return row, market.NotFound
	}
	return rows[at], nil
}

// PartnerOrders are the newest orders that were placed with a provider's offer, or resold.
func (s *Seller) PartnerOrders(ctx context.Context) (all []market.PartnerOrder, err error) {
	err = s.list(ctx, &all, `SELECT o.id, o.number, o.product_id, o.product_name, o.spec_name, o.customer_name, o.amount, o.list_amount, o.coupon_amount, o.placed_at, o.status,
			r.partner, r.kind, r.ratio
		FROM reductions r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
		WHERE r.seller_id = $1 AND r.partner <> '' ORDER BY o.placed_at DESC, o.id DESC LIMIT 50`)
	return all, err
}

// joined refuses who is not a provider of the plan.
func (t *tx) joined(account string) error {
	var one int
	err := t.shared(&one, `SELECT 1 FROM partners WHERE account = $1 AND status = 'joined'`, account)
	if errors.Is(err, market.NotFound) {
		return market.Conflict("partner.not_joined", account)
	}
	return err
}

// partnerShare is the highest share that a provider may expect of a product today.
func (t *tx) partnerShare(product market.ProductID) (share market.Ratio, err error) {
	err = t.get(&share, `SELECT share FROM partner_terms WHERE seller_id = $1 AND product_id = $2 AND from_on <= $3 ORDER BY from_on DESC LIMIT 1`,
		product, market.DayOf(t.now))
	if errors.Is(err, market.NotFound) {
		return share, nil
	}
	return share, err
}

// partnerLimits is how far a provider's offer goes without the seller: it must have joined,
// its customers be bound to it, and the lowest authorised discount of the products holds. The
// seller's share is the one of the day, so nothing else is asked.
func (t *tx) partnerLimits(d *market.OfferDraft, wrong market.Invalids) (market.OfferLimits, error) {
	limits := market.OfferLimits{Share: market.Percent("100")}
	if err := t.joined(d.Partner); err != nil {
		return limits, err
	}
	customers, products := []string{}, []string{}
	for _, user := range d.Users {
		customers = append(customers, user.Customer)
	}
	for _, item := range d.Items {
		products = append(products, item.ProductID.String())
	}
	var bound []string
	if err := t.list(&bound, `SELECT customer FROM partner_bindings WHERE $1::uuid IS NOT NULL AND partner = $2 AND customer = ANY($3)`,
		d.Partner, pq.Array(customers)); err != nil {
		return limits, err
	}
	for _, customer := range customers {
		if !slices.Contains(bound, customer) {
			wrong.With("users", "offer.not_bound", customer, d.Partner)
		}
	}
	var terms []market.PartnerTerm
	if err := t.list(&terms, `SELECT DISTINCT ON (t.product_id) `+termColumns+` FROM partner_terms t
		WHERE t.seller_id = $1 AND t.product_id = ANY($2::uuid[]) AND t.from_on <= $3 ORDER BY t.product_id, t.from_on DESC`,
		pq.Array(products), market.DayOf(t.now)); err != nil {
		return limits, err
	}
	share, err := t.sellerShare()
	for n := range d.Items {
		item := &d.Items[n]
		item.Share = share
		discount := market.Percent("100") // nothing was authorised: every discount is asked for
		if at := slices.IndexFunc(terms, func(t market.PartnerTerm) bool { return t.ProductID == item.ProductID }); at >= 0 {
			discount = terms[at].Discount
		}
		if discount.Over(limits.Discount) {
			limits.Discount = discount
		}
	}
	if err != nil {
		return limits, err
	}
	return limits, nil
}

// sellerShare is what the seller keeps of a general sale today.
func (t *tx) sellerShare() (market.Ratio, error) {
	fee, err := t.feeRatio(market.Mainland, market.SaleGeneral, "")
	return fee.Rest(), err
}

// autoOffer makes the provider's 100 % offer for the buyer where the rules say so and answers
// its number, or none (catalogue.md §9.2, transactions.md §7.2).
func (t *tx) autoOffer(sale market.Sale, chosen string) (string, error) {
	customer := t.s.actor.Customer
	if err := t.joined(chosen); err != nil {
		return "", market.Invalid("partner", "partner.not_joined", chosen)
	}
	var bound string
	if err := t.shared(&bound, `SELECT partner FROM partner_bindings WHERE customer = $1`, customer); err != nil && !errors.Is(err, market.NotFound) {
		return "", err
	}
	var existing []market.Offer
	if err := t.list(&existing, `SELECT `+offerColumns+` FROM offers o JOIN offer_users u ON u.seller_id = o.seller_id AND u.offer_id = o.id
		WHERE o.seller_id = $1 AND u.customer = $2 AND o.status = 'effective'
			AND EXISTS (SELECT 1 FROM offer_items i WHERE i.seller_id = o.seller_id AND i.offer_id = o.id AND i.product_id = $3) LIMIT 100`,
		customer, sale.ProductID); err != nil {
		return "", err
	}
	if !market.AutoOffer(bound, chosen, existing, t.now) {
		return "", nil
	}
	share, err := t.sellerShare()
	if err != nil {
		return "", err
	}
	var skus []market.Sale
	if err := t.list(&skus, `SELECT DISTINCT ON (x.sku_code) x.product_id, x.product_name, x.spec_name, x.sku_name, x.sku_code, x.product_code, x.sale_type, x.access_type, x.period, x.unit_price, x.on_sale
		FROM (`+sales+`) x WHERE x.on_sale AND x.product_id = $2 ORDER BY x.sku_code LIMIT 500`, sale.ProductID); err != nil {
		return "", err
	}
	d := market.OfferDraft{Offer: market.Offer{ID: market.NewID[market.Offer](t.now), Mode: market.OfferDiscount, Origin: market.OfferByItself, Partner: chosen,
		StartsAt: t.now, EndsAt: t.now.AddDate(1, 0, 0), Status: market.OfferEffective, MadeBy: t.s.actor.Name, MadeAt: t.now},
		Users: []market.OfferUser{{Customer: customer, Name: t.s.actor.Name}}}
	d.Name = fmt.Sprintf("100%% %s %s %s", chosen, customer, d.ID.String()[28:])
	for _, sku := range skus {
		d.Items = append(d.Items, market.OfferItem{ProductID: sku.ProductID, ProductName: sku.ProductName, SKUCode: sku.SKUCode, SpecName: sku.Name(),
			Discount: market.Percent("100"), Share: share})
	}
	if err := t.insertOffer(&d); err != nil {
		return "", err
	}
	return d.Number, t.at(d.EndsAt, market.ExpireOffer, d.ID)
}
