package db

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"time"

	"sellercenter/internal/market"
)

const orderColumns = `seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id,
	product_name, spec_name, product_code, sku_code, sale_type, access_type, charging, period_type, periods,
	quantity, unit_price, pricing, attributes, list_amount, discount_amount, coupon_amount, amount, refunded_amount, fee_ratio,
	tax_kind, tax_rate, tax_small, supervised, test, postpaid, customer_id, customer_name, customer_account, phone_mask, email_mask,
	agreement_at, renews_id, instance_id, placed_at, pay_by, paid_at, repaid_at, effective_at, expires_at,
	completed_at, cancelled_at, refunded_at, given_back, currency, region, version`

const sales = `SELECT p.id AS product_id, p.revision_id, s.id AS spec_id, k.id AS sku_id, pr.id AS price_id,
		coalesce(r.content->>'name', p.name) AS product_name, s.name AS spec_name, k.name AS sku_name, pr.code AS product_code, k.sku_code,
		p.sale_type, p.site, p.access_type, pr.period, pr.charging, pr.amount AS unit_price, pr.pricing, s.attributes, k."values", k.package,
		coalesce(r.content->'supervised' = 'true'::jsonb, false) AS flagged, coalesce(r.content->'extensions', '[]') AS extensions, coalesce(r.content->>'category', '') AS category, s.trial_days,
		(SELECT coalesce(jsonb_agg(jsonb_build_object('code', x.code, 'name', x.name, 'kind', x.kind, 'options', x.options)), '[]')
			FROM parameters x WHERE r.content->'extensions' ? x.code) AS parameters,
		p.status = 'on_sale' AND s.status = 'on_sale' AND k.status = 'on_sale' AND c.status = 'approved' AS on_sale
	FROM prices pr
	JOIN skus k ON k.seller_id = pr.seller_id AND k.id = pr.sku_id
	JOIN specs s ON s.seller_id = pr.seller_id AND s.id = pr.spec_id
	JOIN products p ON p.seller_id = s.seller_id AND p.id = s.product_id
	JOIN revisions r ON r.seller_id = p.seller_id AND r.id = p.revision_id
	JOIN sellers c ON c.id = pr.seller_id
	WHERE pr.seller_id = $1`

const saleQuery = sales + ` AND pr.code = $2`

// Offers is what the seller has on sale.
func (s *Seller) Offers(ctx context.Context) (offers []market.Sale, err error) {
	err = s.list(ctx, &offers, sales+` AND p.status = 'on_sale' AND s.status = 'on_sale' AND k.status = 'on_sale' ORDER BY p.name, s.ordinal, k.ordinal, pr.period LIMIT 500`)
	return offers, err
}

// Quote prices a purchase of what is on sale now; nothing is kept.
func (s *Seller) Quote(ctx context.Context, purchase market.Purchase) (market.Quote, error) {
	var sale market.Sale
	if err := s.get(ctx, &sale, saleQuery, purchase.Product); err != nil {
		return market.Quote{}, err
	}
	if err := purchase.Renewable(sale); err != nil {
		return market.Quote{}, err
	}
	purchase.Customer.ID = s.actor.Customer
	quote, err := purchase.Quote(sale)
	if err != nil {
		return quote, err
	}
	read := func(into any, query string, args ...any) error { return s.get(ctx, into, query, args...) }
	if _, err := quoteChange(read, purchase, &quote, s.db.Now()); err != nil {
		return quote, err
	}
	if err := s.look(ctx, func(tx *tx) error { return tx.reduce(&quote, purchase) }); err != nil {
		return quote, err
	}
	return quote, s.admissible(ctx, purchase, sale)
}

// PlaceOrder orders what is on sale. What costs nothing is delivered at once (§1.2).
func (s *Seller) PlaceOrder(ctx context.Context, purchase market.Purchase) (order market.Order, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return order, err
	}
	purchase.Customer.ID = s.actor.Customer
	id := market.NewID[market.Order](s.db.Now())
	err = s.act(ctx, market.PlaceOrder, id, func(tx *tx) error {
		sale, err := tx.sale(purchase.Product)
		if err != nil {
			return err
		}
		if err := tx.sellsTo(sale, purchase.Customer.Region); err != nil {
			return err
		}
		purchase, sale = purchase.Trying(sale)
		quote, err := purchase.Quote(sale)
		if err := purchase.Check(sale, err); err != nil {
			return err
		}
		grows, err := quoteChange(tx.get, purchase, &quote, tx.now)
		if err != nil {
			return err
		}
		held, err := tx.admit(purchase, sale)
		if err != nil {
			return err
		}
		if err := tx.reduce(&quote, purchase); err != nil {
			return err
		}
		order = purchase.Place(quote, tx.now, purchase.PayBy(settings, sale.AccessType, tx.now))
		order.SellerID, order.ID, order.Test = s.id, id, s.actor.Test
		if order.FeeRatio, err = tx.productFee(order.ProductID, sale.Site, sale.SaleType, order.AccessType); err != nil {
			return err
		}
		if order.SaleTax, err = tx.saleTax(order.AccessType, order.Charging, sale.Category); err != nil {
			return err
		}
		order.Reduce(quote)
		if purchase.Type == market.OrderChange {
			order.Grow(grows)
		}
		if purchase.Type == market.OrderRenew || purchase.Type == market.OrderRenewalChange {
			renewed, err := tx.renewed(purchase.Renews)
			if err != nil {
				return err
			}
			if err := order.Renew(renewed); err != nil {
				return err
			}
		}
		if purchase.Type == market.OrderTrialToFormal {
			if err := tx.convert(&order, purchase.Renews); err != nil {
				return err
			}
		}
		if err := tx.extendable(order); err != nil {
			return err
		}
		if err := tx.insertOrder(&order, purchase.Customer); err != nil {
			if violates(err, "orders_one_trial") {
				return market.Conflict("limit.refused_one_trial", sale.SpecName)
			}
			return err
		}
		if err := tx.admitted(order, purchase.Customer, held); err != nil {
			return err
		}
		if err := tx.tickRenewal(order, purchase.Renewal); err != nil {
			return err
		}
		if err := tx.keepExtension(order, purchase.Extended(sale)); err != nil {
			return err
		}
		if purchase.Address != nil {
			if err := tx.addressOrder(order, *purchase.Address); err != nil {
				return err
			}
		}
		if err := tx.keepReductions(order, quote); err != nil {
			return err
		}
		tx.note("number", nil, order.Number)
		tx.note("type", nil, order.Type)
		tx.note("amount", nil, order.Amount)
		if purchase.Campaign != "" {
			tx.note("campaign", nil, purchase.Campaign)
		}
		if order.Free() {
			return tx.payOrder(&order, market.Payment{Method: market.Prepaid})
		}
		return tx.at(order.PayBy, market.ExpireOrder, id)
	})
	return order, err
}

// RevealContact shows the customer's phone and e-mail; each showing is audited (§1.1).
func (s *Seller) RevealContact(ctx context.Context, id market.OrderID) (contact market.Customer, err error) {
	err = s.act(ctx, market.RevealContact, id, func(tx *tx) error {
		var row struct {
			CustomerID, CustomerName, CustomerAccount string
			ContactSealed                             []byte
		}
		if err := tx.get(&row, `SELECT customer_id, customer_name, customer_account, contact_sealed
			FROM orders WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		plain, err := s.db.sealer.open(row.ContactSealed)
		if err != nil {
			return err
		}
		contact = market.Customer{ID: row.CustomerID, Name: row.CustomerName, Account: row.CustomerAccount}
		var sealed contactSealed
		err = json.Unmarshal([]byte(plain), &sealed)
		contact.Phone, contact.Email = sealed.Phone, sealed.Email
		return err
	})
	return contact, err
}

// contactSealed is what is encrypted of a customer.
type contactSealed struct{ Phone, Email string }

// sale is what can be bought under the wire's code, kept as it is until the act ends.
func (t *tx) sale(code string) (sale market.Sale, err error) {
	err = t.get(&sale, saleQuery+` FOR SHARE OF pr, k, s, p`, code)
	if errors.Is(err, market.NotFound) {
		err = market.Invalid("product", "order.no_such_product", code)
	}
	return sale, err
}

// renewed is the order that a renewal names.
func (t *tx) renewed(number string) (order market.Order, err error) {
	err = t.get(&order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND number = $2`, number)
	if errors.Is(err, market.NotFound) {
		err = market.Invalid("renews", "order.no_such_order", number)
	}
	return order, err
}

// insertOrder draws the order's number, enters it and its line's in the directory and
// writes the order with its contact encrypted.
func (t *tx) insertOrder(o *market.Order, customer market.Customer) error {
	o.Number = orderNumber(t.now)
	contact, err := json.Marshal(contactSealed{customer.Phone, customer.Email})
	if err != nil {
		return err
	}
	if err := t.enter(o.Number, "order", o.ID); err != nil {
		return err
	}
	if err := t.enter(o.Line(), "order_line", o.ID); err != nil {
		return err
	}
	return t.exec(`INSERT INTO orders (seller_id, id, number, type, status, product_id, revision_id, spec_id, sku_id, price_id,
			product_name, spec_name, product_code, sku_code, sale_type, access_type, charging, period_type, periods,
			quantity, unit_price, pricing, attributes, list_amount, discount_amount, coupon_amount, amount, fee_ratio,
			supervised, test, customer_id, customer_name, customer_account, contact_sealed, phone_mask, email_mask,
			agreement_at, renews_id, instance_id, placed_at, pay_by, currency, region, version, tax_kind, tax_rate, tax_small)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
			$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44,
			$45, $46, $47)`,
		o.ID, o.Number, o.Type, o.Status, o.ProductID, o.RevisionID, o.SpecID, o.SKUID, o.PriceID,
		o.ProductName, o.SpecName, o.ProductCode, o.SKUCode, o.SaleType, o.AccessType, o.Charging, o.PeriodType, o.Periods,
		o.Quantity, o.UnitPrice, o.Pricing, o.Attributes, o.ListAmount, o.DiscountAmount, o.CouponAmount, o.Amount, o.FeeRatio,
		o.Supervised, o.Test, o.CustomerID, o.CustomerName, o.CustomerAccount, t.s.db.sealer.seal(string(contact)), o.PhoneMask, o.EmailMask,
		o.AgreementAt, o.RenewsID, o.InstanceID, o.PlacedAt, o.PayBy, o.Currency, o.Region, o.Version,
		o.TaxKind, o.TaxRate, o.TaxSmall)
}

// orderNumber is CS, the minute in Shanghai, and six random letters and digits.
func orderNumber(now time.Time) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	number := []byte("CS" + now.In(market.Shanghai).Format("0601021504"))
	for range 6 {
		number = append(number, letters[pick(len(letters))])
	}
	return string(number)
}

// pick draws evenly from 0 to n-1.
func pick(n int) int {
	var b [1]byte
	for {
		rand.Read(b[:]) // crypto/rand never fails: it ends the process instead
		if int(b[0]) < 256-256%n {
			return int(b[0]) % n
		}
	}
}

// hides reports whether the asker may not know of the order: a buyer finds only its own
// orders, and in the sandbox only test orders.
func (s *Seller) hides(order market.Order) bool {
	return s.actor.Is(market.Buyer) && (order.CustomerID != s.actor.Customer || order.Test != s.actor.Test)
}

// lockOrder reads the order and keeps it until the act ends.
func (t *tx) lockOrder(id market.OrderID) (order market.Order, err error) {
	err = t.get(&order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND id = $2 FOR UPDATE`, id)
	if err == nil && t.s.hides(order) {
		return market.Order{}, market.NotFound
	}
	if _, named := t.facts["number"]; err == nil && !named {
		t.note("number", nil, order.Number) // what the act is about has a name in the audit
	}
	return order, err
}

// saveOrder writes what an act may change of an order.
func (t *tx) saveOrder(o market.Order) error {
	return t.one(`UPDATE orders SET status = $3, refunded_amount = $4, instance_id = $5, paid_at = $6, repaid_at = $7,
			effective_at = $8, expires_at = $9, completed_at = $10, cancelled_at = $11, refunded_at = $12, postpaid = $14, given_back = $15,
			version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $13`,
		o.ID, o.Status, o.RefundedAmount, o.InstanceID, o.PaidAt, o.RepaidAt,
		o.EffectiveAt, o.ExpiresAt, o.CompletedAt, o.CancelledAt, o.RefundedAt, o.Version, o.Postpaid, o.GivenBack)
}

// completeOrder ends the order's flow: the service runs from effective. A renewal moves
// the end of what runs.
func (t *tx) completeOrder(order *market.Order, effective time.Time) error {
	if err := order.Complete(effective, t.now); err != nil {
		return err
	}
	if err := t.openByHand(order); err != nil {
		return err
	}
	if err := t.saveOrder(*order); err != nil {
		return err
	}
	order.Version++
	if err := t.meterOrder(*order); err != nil {
		return err
	}
	if err := t.remindTrial(*order); err != nil || order.InstanceID == nil || order.ExpiresAt == nil {
		return err
	}
	if order.RenewsID != nil || order.Supervised { // else an instance's first end is written where it is opened
		if err := cmp.Or(t.exec(`UPDATE instances SET expires_at = $3 WHERE seller_id = $1 AND id = $2`, *order.InstanceID, *order.ExpiresAt),
			t.licenceFollows(*order.InstanceID)); err != nil {
			return err
		}
	}
	if err := t.renewAsTicked(*order); err != nil {
		return err
	}
	return t.watchExpiry(*order.InstanceID, *order.ExpiresAt)
}
