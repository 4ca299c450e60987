package db

import (
	"context"
	"errors"
	"time"

	"sellercenter/internal/market"
)

// audienceFacts are the audiences of a product, a spec and its trial as one customer meets
// them: is it named, has it bought what is associated.
const audienceFacts = `SELECT a.purpose, a.kind,
		EXISTS (SELECT 1 FROM audience_users u WHERE u.seller_id = $1 AND u.audience_id = a.id AND u.account_id = $4) AS named,
		a.kind = 'associated' AND EXISTS (SELECT 1 FROM audience_links l JOIN orders o ON o.seller_id = $1 AND o.customer_id = $4
			AND (o.product_id = l.product_id OR o.spec_id = l.spec_id) AND o.status IN ('processing', 'completed') AND NOT o.given_back AND o.type NOT IN ('unsubscribe', 'unsubscribe_renewal') AND NOT o.test
			WHERE l.seller_id = $1 AND l.audience_id = a.id) AS owns
	FROM audiences a WHERE a.seller_id = $1 AND a.product_id = $2 AND (a.spec_id IS NULL OR a.spec_id = $3)`

const limitColumns = `seller_id, id, product_id, spec_id, count_rule, count_n, quantities, updated_at, updated_by, version`

const limitOfSpec = `SELECT ` + limitColumns + ` FROM limits WHERE seller_id = $1 AND spec_id = $2`

// boughtOf counts what a customer has of a spec. At payment ($4: the order that is paid) only
// what is paid counts, so that of several unpaid orders the first to be paid is let through.
const boughtOf = `SELECT count(*) FILTER (WHERE type IN ('new', 'trial_to_formal')) AS orders,
		coalesce(sum(quantity) FILTER (WHERE type IN ('new', 'trial_to_formal')), 0) AS quantity,
		count(*) FILTER (WHERE expires_at IS NULL OR expires_at > $5) AS running,
		CASE WHEN NOT bool_or(expires_at IS NULL) THEN max(expires_at) END AS runs_until
	FROM orders WHERE seller_id = $1 AND customer_id = $2 AND spec_id = $3 AND status NOT IN ('cancelled', 'refunded') AND NOT given_back
		AND type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND NOT test AND ($4::uuid IS NULL OR id <> $4 AND paid_at IS NOT NULL)`

const trialsOf = `SELECT count(*) FROM orders WHERE seller_id = $1 AND (spec_id = $2 OR $5 AND product_id = $6) AND customer_id = $3 AND type = 'trial'
	AND status NOT IN ('cancelled', 'refunded') AND NOT given_back AND NOT test AND ($4::uuid IS NULL OR id <> $4)`

// packagesOf counts what a customer ordered of a package for once (catalogue.md §3.9).
const packagesOf = `SELECT count(*) FROM orders WHERE seller_id = $1 AND sku_id = $2 AND customer_id = $3
	AND status NOT IN ('cancelled', 'refunded') AND NOT given_back AND type NOT IN ('unsubscribe', 'unsubscribe_renewal') AND NOT test`

const stockOf = `SELECT seller_id, product_id, total, consumed, warned FROM stocks WHERE seller_id = $1 AND product_id = $2`

// admission is how the facts of a purchase are gathered.
type admission struct {
	lock   bool            // keep what the rules count until the act ends
	paid   *market.OrderID // the order that is being paid; nil: one is placed
	paying market.PayMethod
	at     time.Time
}

// admissionFacts gathers what the rules ask about a purchase.
func (t *tx) admissionFacts(p market.Purchase, sale market.Sale, how admission) (f market.AdmissionFacts, err error) {
	f.Paying = how.paying
	audiences, limit := audienceFacts, limitOfSpec
	if how.lock {
		audiences, limit = audienceFacts+` FOR SHARE OF a`, limitOfSpec+` FOR UPDATE`
	}
	if err := t.list(&f.Audiences, audiences, sale.ProductID, sale.SpecID, p.Customer.ID); err != nil {
		return f, err
	}
	var rule market.Limit
	switch err := t.get(&rule, limit, sale.SpecID); {
	case err == nil:
		f.Limit = &rule
		if err := t.get(&f.Bought, boughtOf, p.Customer.ID, sale.SpecID, how.paid, how.at); err != nil {
			return f, err
		}
	case !errors.Is(err, market.NotFound):
		return f, err
	}
	if p.Type == market.OrderTrial {
		settings, err := t.s.db.Settings(t.ctx)
		if err != nil {
			return f, err
		}
		if err := t.get(&f.Trials, trialsOf, sale.SpecID, p.Customer.ID, how.paid, settings.TrialPerProduct, sale.ProductID); err != nil {
			return f, err
		}
	}
	if once := sale.Package.V; once != nil && once.Once {
		if err := t.get(&f.Packages, packagesOf, sale.SKUID, p.Customer.ID); err != nil {
			return f, err
		}
	}
	if how.paid != nil {
		return f, nil // its stock is held already
	}
	if f.Takes = p.Takes(sale, false); f.Takes == 0 {
		return f, nil
	}
	stock := market.Stock{ProductID: sale.ProductID, Total: market.FirstStock}
	if how.lock {
		err = t.get(&stock, `INSERT INTO stocks (seller_id, product_id, total) VALUES ($1, $2, $3)
			ON CONFLICT (seller_id, product_id) DO UPDATE SET total = stocks.total
			RETURNING seller_id, product_id, total, consumed, warned`, sale.ProductID, market.FirstStock)
	} else if err = t.get(&stock, stockOf, sale.ProductID); errors.Is(err, market.NotFound) {
		err = nil
	}
	f.Stock = &stock
	return f, err
}

// admit asks every rule about a purchase under locks (catalogue.md §4, §5) and holds its
// stock: of many buyers at the last unit exactly one gets it. The sandbox is free of rules.
func (t *tx) admit(p market.Purchase, sale market.Sale) (held int64, err error) {
	if t.s.actor.Test {
		return 0, nil
	}
	if err := t.unpunished(p, sale); err != nil {
		return 0, err
	}
	p, sale = p.Trying(sale)
	if once := sale.Package.V; once != nil && once.Once { // two orders at once follow each other
		if err := t.exec(`SELECT $1::uuid, pg_advisory_xact_lock(hashtextextended($2, 0))`, sale.SKUID.String()+p.Customer.ID); err != nil {
			return 0, err
		}
	}
	f, err := t.admissionFacts(p, sale, admission{lock: true, at: t.now})
	if err != nil {
		return 0, err
	}
	if err := t.refusal(p.Admit(sale, f), sale); err != nil || f.Takes == 0 {
		return 0, err
	}
	return f.Takes, t.takeStock(*f.Stock, f.Takes, sale.ProductName)
}

// admitted remembers what an order was admitted with.
func (t *tx) admitted(order market.Order, customer market.Customer, held int64) error {
	if held == 0 && customer.RealName == market.RealNone {
		return nil
	}
	return t.exec(`INSERT INTO admissions (seller_id, order_id, real_name, stock) VALUES ($1, $2, $3, $4)`,
		order.ID, customer.RealName, held)
}

// readmit asks the rules once more before an order is paid: whom it is sold to and what the
// customer has may have changed since it was placed (catalogue.md §5).
func (t *tx) readmit(order market.Order, paying market.PayMethod) error {
	if order.Test || order.Free() || !paying.Known() {
		return nil // what is free was admitted in this very act
	}
	var name market.RealName
	err := t.get(&name, `SELECT real_name FROM admissions WHERE seller_id = $1 AND order_id = $2`, order.ID)
	if err != nil && !errors.Is(err, market.NotFound) {
		return err
	}
	p := market.Purchase{Type: order.Type, Product: order.ProductCode, Quantity: order.Quantity, Periods: order.Periods,
		Customer: market.Customer{ID: order.CustomerID, Account: order.CustomerAccount, RealName: name}}
	sale := market.Sale{ProductID: order.ProductID, SpecID: order.SpecID, RevisionID: order.RevisionID, ProductName: order.ProductName,
		SpecName: order.SpecName, SaleType: order.SaleType, AccessType: order.AccessType, Period: order.PeriodType}
	f, err := t.admissionFacts(p, sale, admission{lock: true, paid: &order.ID, paying: paying, at: t.now})
	if err != nil {
		return err
	}
	return t.refusal(p.Admit(sale, f), sale)
}

// refusal turns a refused admission into what the buyer reads, with the seller's telephone.
func (t *tx) refusal(all market.Admission, sale market.Sale) error {
	if all.Refusal() == nil {
		return nil
	}
	var contact string
	err := t.get(&contact, `SELECT coalesce(content->>'after_sales_phone', '') FROM revisions WHERE seller_id = $1 AND id = $2`, sale.RevisionID)
	if err != nil && !errors.Is(err, market.NotFound) {
		return err
	}
	return all.Err(contact)
}

// Simulate asks every rule about a purchase that nobody makes, as if it were made then: the
// same code as ordering, in a snapshot.
func (s *Seller) Simulate(ctx context.Context, p market.Purchase, paying market.PayMethod, at time.Time) (quote market.Quote, all market.Admission, err error) {
	err = s.look(ctx, func(tx *tx) error {
		var sale market.Sale
		if err := tx.get(&sale, saleQuery, p.Product); err != nil {
			return err
		}
		if quote, err = p.Quote(sale); err != nil {
			return err
		}
		tried, sale := p.Trying(sale)
		f, err := tx.admissionFacts(tried, sale, admission{paying: paying, at: at})
		all = tried.Admit(sale, f)
		return err
	})
	return quote, all, err
}

// admissible refuses a quote for what its buyer may not order.
func (s *Seller) admissible(ctx context.Context, p market.Purchase, sale market.Sale) error {
	if s.actor.Test || !s.actor.Is(market.Buyer) {
		return nil
	}
	p, sale = p.Trying(sale)
	return s.look(ctx, func(tx *tx) error {
		if err := tx.unpunished(p, sale); err != nil {
			return err
		}
		f, err := tx.admissionFacts(p, sale, admission{at: tx.now})
		if err != nil {
			return err
		}
		return tx.refusal(p.Admit(sale, f), sale)
	})
}
