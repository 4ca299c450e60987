package db

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"sellercenter/internal/market"
)

const lineColumns = `l.statement_id, l.ordinal, l.kind, l.order_id, l.refund_id, l.adjustment_id, l.product_id, l.order_number,
	l.refund_number, l.title, l.subtitle, l.customer_name, l.order_type, l.met_at, l.sales, l.coupon, l.fee_ratio,
	l.increment_ratio, l.fee, l.increment, l.tax, l.customer_tax, l.withholding, l.digital, l.management_ratio, l.management, l.amount, l.note, l.bills`

// CloseStatement makes the seller's statement of the period in each of the currencies, the
// mainland's when none is named: every line that met its conditions by the period's end and
// was never settled (transactions.md §6.3). Amounts of different currencies are never added
// (catalogue.md §10). The zero month is the one that ended last. Made again before it is sent,
// it comes out the same when nothing changed. The clock's run makes what is due, and plans the
// next one.
func (s *Seller) CloseStatement(ctx context.Context, period market.Month, currencies ...market.Currency) error {
	terms, err := s.db.terms(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.CloseStatement, s.id, func(tx *tx) error {
		if period.IsZero() {
			period = market.MonthOf(tx.now).Previous()
		}
		tx.note("period", nil, period)
		if s.actor.Is(market.Clock) {
			return tx.closeDue(period, terms)
		}
		if len(currencies) == 0 {
			currencies = []market.Currency{market.CNY}
		}
		for _, currency := range currencies {
			if err := tx.closeEach(period, currency, terms); err != nil {
				return err
			}
		}
		return nil
	})
}

// closeEach makes the seller's statement of the currency in each category that it sells in; it
// is refused where each of them is.
func (t *tx) closeEach(period market.Month, currency market.Currency, terms market.Terms) error {
	categories, err := t.categories(currency)
	if err != nil {
		return err
	}
	var refused error
	made := false
	for _, category := range categories {
		one, err := t.closeStatement(period, category, currency, terms)
		switch {
		case err == nil:
			made = made || one
		case !errors.Is(err, &market.Problem{Kind: market.KindConflict}):
			return err
		case refused == nil:
			refused = err
		}
	}
	if made {
		return nil
	}
	return refused
}

// StatementCategories are the kinds of goods that the seller may have a statement of.
func (s *Seller) StatementCategories(ctx context.Context) (categories []market.SaleType, err error) {
	err = s.look(ctx, func(tx *tx) (err error) {
		categories, err = tx.categories(market.CNY)
		return err
	})
	return categories, err
}

// categories are the kinds of goods that the seller may have a statement of: general ones, and
// on the mainland those that it lists or has an adjustment for (transactions.md §0.2).
func (t *tx) categories(currency market.Currency) (categories []market.SaleType, err error) {
	if currency.Abroad() {
		return []market.SaleType{market.SaleGeneral}, nil
	}
	var own []market.SaleType
	if err := t.list(&own, `SELECT sale_type FROM products WHERE seller_id = $1 UNION SELECT category FROM adjustments WHERE seller_id = $1 LIMIT 10`); err != nil {
		return nil, err
	}
	for _, category := range market.SaleTypes {
		if category == market.SaleGeneral || slices.Contains(own, category) {
			categories = append(categories, category)
		}
	}
	return categories, nil
}

// closeDue makes the statements whose day has come and that are not there. Nothing to do this
// month is no fault of the clock's.
func (t *tx) closeDue(period market.Month, terms market.Terms) error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return err
	}
	if err := t.planClosing(); err != nil {
		return err
	}
	for _, currency := range market.Currencies {
		if market.DayOf(t.now).Before(period.ClosingDay(currency, settings, calendar)) {
			continue
		}
		if err := t.closeUnmade(period, currency, terms); err != nil {
			return err
		}
	}
	return nil
}

// closeUnmade makes the statements of the currency that are not there yet.
func (t *tx) closeUnmade(period market.Month, currency market.Currency, terms market.Terms) error {
	var made []market.SaleType
	if err := t.list(&made, `SELECT category FROM statements WHERE seller_id = $1 AND period = $2 AND currency = $3 LIMIT 10`, period, currency); err != nil {
		return err
	}
	categories, err := t.categories(currency)
	if err != nil {
		return err
	}
	for _, category := range categories {
		if slices.Contains(made, category) {
			continue
		}
		_, err := t.closeStatement(period, category, currency, terms)
		var problem *market.Problem
		if errors.As(err, &problem) {
			t.note("skipped", nil, problem.Reason.Key)
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// planClosing leaves the next closing to the clock, unless it waits already: the running
// month's, and abroad, where it is made later, also the last one's.
func (t *tx) planClosing() error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return err
	}
	month := market.MonthOf(t.now)
	next := month.ClosingDay(market.CNY, settings, calendar).Begin().Add(calendar.Opens)
	var abroad, waits bool
	if err := t.get(&abroad, `SELECT EXISTS (SELECT FROM overseas WHERE seller_id = $1)`); err != nil {
		return err
	}
	for _, period := range []market.Month{month.Previous(), month} {
		due := period.ClosingDay(market.USD, settings, calendar).Begin().Add(calendar.Opens)
		if abroad && due.After(t.now) && due.Before(next) {
			next = due
		}
	}
	if err := t.shared(&waits, `SELECT EXISTS (SELECT FROM river_job WHERE args->>'act' = $1 AND args->>'subject' = $2
		AND state IN ('available', 'scheduled', 'retryable') AND scheduled_at > $3 AND scheduled_at <= $4)`,
		string(market.CloseStatement), t.s.id.String(), t.now, next); err != nil || waits {
		return err
	}
	return t.at(next, market.CloseStatement, t.s.id)
}

// closing is one statement being made.
type closing struct {
	*tx
	period   market.Month
	category market.SaleType
	currency market.Currency
	terms    market.Terms
	since    time.Time // no payment before it still waits
	header   market.Statement
}

// closeStatement makes one statement; made is false where nothing enters it.
func (t *tx) closeStatement(period market.Month, category market.SaleType, currency market.Currency, terms market.Terms) (made bool, err error) {
	if t.now.Before(period.End()) {
		return false, market.Conflict("statement.period_open", period.String(), period.Next().Day(1))
	}
	// One closing of a seller at a time; sorting a million lines deserves the room.
	if err := t.exec(`SELECT pg_advisory_xact_lock(720003, hashtext($1::text))`); err != nil {
		return false, err
	}
	if err := t.sharedExec(`SET LOCAL work_mem = '64MB'`); err != nil {
		return false, err
	}
	t.note("currency", nil, currency)
	if category != market.SaleGeneral {
		t.note("category", nil, category)
	}
	c := &closing{tx: t, period: period, category: category, currency: currency, terms: terms}
	var known struct{ Certified, Later bool }
	if err := t.get(&known, `SELECT
			EXISTS (SELECT FROM certifications WHERE seller_id = $1 AND status = 'certified' AND $3 = 'CNY')
				OR EXISTS (SELECT FROM contracts WHERE seller_id = $1 AND certified_at IS NOT NULL AND $3 = 'USD') AS certified,
			EXISTS (SELECT FROM statements WHERE seller_id = $1 AND period > $2 AND currency = $3 AND category = $4) AS later`, period, currency, category); err != nil {
		return false, err
	}
	switch {
	case !known.Certified:
		return false, market.Conflict("statement.not_certified")
	case known.Later:
		return false, market.Conflict("statement.later_exists", period.String())
	}
	if err := t.get(&c.since, `SELECT coalesce((SELECT open_since FROM statements WHERE seller_id = $1 AND period < $2 AND currency = $3 AND category = $4
		ORDER BY period DESC LIMIT 1), '2000-01-01')`, period, currency, category); err != nil {
		return false, err
	}
	err = t.get(&c.header, `SELECT `+statementColumns+` FROM statements s
		WHERE s.seller_id = $1 AND s.category = $4 AND s.currency = $3 AND s.period = $2 FOR UPDATE`, period, currency, category)
	switch {
	case errors.Is(err, market.NotFound):
		return c.first()
	case err != nil:
		return false, err
	case c.header.SentAt != nil:
		return false, market.Conflict("statement.sent_already", c.header.Number, *c.header.SentAt)
	}
	return true, c.again()
}

// first makes the statement for the first time, unless nothing enters it.
func (c *closing) first() (made bool, err error) {
	c.header = market.Statement{SellerID: c.s.id, ID: market.NewID[market.Statement](c.now), Number: market.StatementNumber(c.period, c.category, c.currency), Period: c.period,
		Category: c.category, Currency: c.currency, Status: market.StatementReviewing, ClosedAt: c.now, Version: 1}
	err = c.exec(`INSERT INTO statements (seller_id, id, number, period, category, currency, status, lines, sale_lines, coupon_lines,
			tier_products, refund_lines, adjustment_lines, sales, coupon, fee, increment, refunds, adjustments, settlement,
			payable, absent_orders, absent_amount, digest, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', $8)`,
		c.header.ID, c.header.Number, c.period, c.header.Category, c.currency, c.header.Status, c.now)
	if err != nil {
		return false, err
	}
	composed, err := c.compose(c.write)
	if err != nil {
		return false, err
	}
	if composed.Lines == 0 {
		c.note("lines", nil, 0)
		return false, c.exec(`DELETE FROM statements WHERE seller_id = $1 AND id = $2`, c.header.ID)
	}
	return true, c.keep(composed)
}

// again makes the statement anew and keeps the result only where it differs.
func (c *closing) again() error {
	if _, err := market.StatementMoves.Next(c.header.Status, market.CloseStatement); err != nil {
		return err
	}
	made, err := c.compose(nil)
	if err != nil {
		return err
	}
	if made.Digest == c.header.Digest && made.BroughtForward.Equal(c.header.BroughtForward) {
		c.note("digest", made.Digest, made.Digest)
		return nil
	}
	err = cmp.Or(
		c.exec(`DELETE FROM statement_lines WHERE seller_id = $1 AND statement_id = $2`, c.header.ID),
		c.exec(`DELETE FROM statement_absences WHERE seller_id = $1 AND statement_id = $2`, c.header.ID),
		c.exec(`UPDATE adjustments SET statement_id = NULL WHERE seller_id = $1 AND statement_id = $2`, c.header.ID))
	if err != nil {
		return err
	}
	if made, err = c.compose(c.write); err != nil {
		return err
	}
	return c.keep(made)
}

// keep writes what the lines add up to, who is absent, and what is brought forward.
func (c *closing) keep(made market.Statement) error {
	// The planner knows nothing yet of the lines just written: it must not look through them
	// once per order.
	if err := c.sharedExec(`SET LOCAL enable_nestloop = off`); err != nil {
		return err
	}
	if err := cmp.Or(
		c.exec(`UPDATE adjustments SET statement_id = $2
			WHERE seller_id = $1 AND statement_id IS NULL AND created_at < $3 AND currency = $4 AND category = $5`, made.ID, c.period.End(), c.currency, c.category),
		c.exec(`UPDATE statements SET carried_to = $2
			WHERE seller_id = $1 AND status = 'carried' AND period < $3 AND currency = $4 AND category = $5 AND carried_to IS NULL`, made.ID, c.period, c.currency, c.category),
		c.exec(`INSERT INTO statement_absences (seller_id, statement_id, ordinal, order_id)
			SELECT $1, $2, row_number() OVER (ORDER BY o.number), o.id FROM orders o
			WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = $6 AND o.currency = $5 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.paid_at >= $3 AND o.paid_at < $4
				AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')`,
			made.ID, c.period.Begin(), c.period.End(), c.currency, c.category),
	); err != nil {
		return err
	}
	var open struct {
		Orders int
		Amount market.Money
		Since  time.Time
	}
	if err := c.get(&open, `SELECT
			(SELECT count(*) FROM statement_absences a WHERE a.seller_id = $1 AND a.statement_id = $2) AS orders,
			(SELECT coalesce(sum(o.amount), 0) FROM statement_absences a JOIN orders o ON o.seller_id = a.seller_id AND o.id = a.order_id
				WHERE a.seller_id = $1 AND a.statement_id = $2) AS amount,
			least((SELECT min(o.paid_at) FROM statement_absences a JOIN orders o ON o.seller_id = a.seller_id AND o.id = a.order_id
					WHERE a.seller_id = $1 AND a.statement_id = $2 AND NOT (`+wentBack+`)),
				(SELECT min(o.paid_at) FROM orders o
					WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = $7 AND o.currency = $6 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND NOT (`+wentBack+`) AND o.paid_at >= $3 AND o.paid_at < $4
						AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')),
				$5) AS since`,
		made.ID, c.since, c.period.Begin(), c.period.End(), c.currency, c.category); err != nil {
		return err
	}
	c.note("lines", c.header.Lines, made.Lines)
	c.note("payable", c.header.Payable, made.Payable)
	c.note("digest", c.header.Digest, made.Digest)
	return c.one(`UPDATE statements SET lines = $3, sale_lines = $4, coupon_lines = $5, tier_products = $6, refund_lines = $7,
			adjustment_lines = $8, sales = $9, coupon = $10, fee = $11, increment = $12, refunds = $13, adjustments = $14,
			settlement = $15, brought_forward = $16, payable = $17, absent_orders = $18, absent_amount = $19, digest = $20,
			open_since = $21, closed_at = $22, tax = $23, customer_tax = $24, withholding = $25, digital = $26, usage_lines = $27, usage_sales = $28, management = $29, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND sent_at IS NULL`, made.ID, made.Lines, made.SaleLines, made.CouponLines, made.TierProducts,
		made.RefundLines, made.AdjustmentLines, made.Sales, made.Coupon, made.Fee, made.Increment, made.Refunds, made.Adjustments,
		made.Settlement, made.BroughtForward, made.Payable, open.Orders, open.Amount, made.Digest, open.Since, c.now,
		made.Tax, made.CustomerTax, made.Withholding, made.Digital, made.UsageLines, made.UsageSales, made.Management)
}
