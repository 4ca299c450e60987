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
	l.increment_ratio, l.fee, l.increment, l.tax, l.customer_tax, l.withholding, l.digital, l.amount, l.note, l.bills`

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
			if err := tx.closeStatement(period, currency, terms); err != nil {
				return err
			}
		}
		return nil
	})
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
	var made []market.Currency
	if err := t.list(&made, `SELECT currency FROM statements WHERE seller_id = $1 AND period = $2 LIMIT 10`, period); err != nil {
		return err
	}
	for _, currency := range market.Currencies {
		if slices.Contains(made, currency) || market.DayOf(t.now).Before(period.ClosingDay(currency, settings, calendar)) {
			continue
		}
		err := t.closeStatement(period, currency, terms)
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
	currency market.Currency
	terms    market.Terms
	since    time.Time // no payment before it still waits
	header   market.Statement
}

// lineBatch is how many lines are held in memory at a time.
const lineBatch = 5_000

func (t *tx) closeStatement(period market.Month, currency market.Currency, terms market.Terms) error {
	if t.now.Before(period.End()) {
		return market.Conflict("statement.period_open", period.String(), period.Next().Day(1))
	}
	// One closing of a seller at a time; sorting a million lines deserves the room.
	if err := t.exec(`SELECT pg_advisory_xact_lock(720003, hashtext($1::text))`); err != nil {
		return err
	}
	if err := t.sharedExec(`SET LOCAL work_mem = '64MB'`); err != nil {
		return err
	}
	t.note("currency", nil, currency)
	c := &closing{tx: t, period: period, currency: currency, terms: terms}
	var known struct{ Certified, Later bool }
	if err := t.get(&known, `SELECT
			EXISTS (SELECT FROM certifications WHERE seller_id = $1 AND status = 'certified' AND $3 = 'CNY')
				OR EXISTS (SELECT FROM contracts WHERE seller_id = $1 AND certified_at IS NOT NULL AND $3 = 'USD') AS certified,
			EXISTS (SELECT FROM statements WHERE seller_id = $1 AND period > $2 AND currency = $3) AS later`, period, currency); err != nil {
		return err
	}
	switch {
	case !known.Certified:
		return market.Conflict("statement.not_certified")
	case known.Later:
		return market.Conflict("statement.later_exists", period.String())
	}
	if err := t.get(&c.since, `SELECT coalesce((SELECT open_since FROM statements WHERE seller_id = $1 AND period < $2 AND currency = $3
		ORDER BY period DESC LIMIT 1), '2000-01-01')`, period, currency); err != nil {
		return err
	}
	err := t.get(&c.header, `SELECT `+statementColumns+` FROM statements s
		WHERE s.seller_id = $1 AND s.category = 'general' AND s.currency = $3 AND s.period = $2 FOR UPDATE`, period, currency)
	switch {
	case errors.Is(err, market.NotFound):
		return c.first()
	case err != nil:
		return err
	case c.header.SentAt != nil:
		return market.Conflict("statement.sent_already", c.header.Number, *c.header.SentAt)
	}
	return c.again()
}

// first makes the statement for the first time.
func (c *closing) first() error {
	c.header = market.Statement{SellerID: c.s.id, ID: market.NewID[market.Statement](c.now), Number: market.StatementNumber(c.period, c.currency), Period: c.period,
		Category: market.General, Currency: c.currency, Status: market.StatementReviewing, ClosedAt: c.now, Version: 1}
	err := c.exec(`INSERT INTO statements (seller_id, id, number, period, category, currency, status, lines, sale_lines, coupon_lines,
			tier_products, refund_lines, adjustment_lines, sales, coupon, fee, increment, refunds, adjustments, settlement,
			payable, absent_orders, absent_amount, digest, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', $8)`,
		c.header.ID, c.header.Number, c.period, c.header.Category, c.currency, c.header.Status, c.now)
	if err != nil {
		return err
	}
	made, err := c.compose(c.write)
	if err != nil {
		return err
	}
	if made.Lines == 0 {
		c.note("lines", nil, 0)
		return c.exec(`DELETE FROM statements WHERE seller_id = $1 AND id = $2`, c.header.ID)
	}
	return c.keep(made)
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
			WHERE seller_id = $1 AND statement_id IS NULL AND created_at < $3 AND currency = $4`, made.ID, c.period.End(), c.currency),
		c.exec(`UPDATE statements SET carried_to = $2
			WHERE seller_id = $1 AND status = 'carried' AND period < $3 AND currency = $4 AND carried_to IS NULL`, made.ID, c.period, c.currency),
		c.exec(`INSERT INTO statement_absences (seller_id, statement_id, ordinal, order_id)
			SELECT $1, $2, row_number() OVER (ORDER BY o.number), o.id FROM orders o
			WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = 'general' AND o.currency = $5 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.paid_at >= $3 AND o.paid_at < $4
				AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')`,
			made.ID, c.period.Begin(), c.period.End(), c.currency),
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
					WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = 'general' AND o.currency = $6 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND NOT (`+wentBack+`) AND o.paid_at >= $3 AND o.paid_at < $4
						AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')),
				$5) AS since`,
		made.ID, c.since, c.period.Begin(), c.period.End(), c.currency); err != nil {
		return err
	}
	c.note("lines", c.header.Lines, made.Lines)
	c.note("payable", c.header.Payable, made.Payable)
	c.note("digest", c.header.Digest, made.Digest)
	return c.one(`UPDATE statements SET lines = $3, sale_lines = $4, coupon_lines = $5, tier_products = $6, refund_lines = $7,
			adjustment_lines = $8, sales = $9, coupon = $10, fee = $11, increment = $12, refunds = $13, adjustments = $14,
			settlement = $15, brought_forward = $16, payable = $17, absent_orders = $18, absent_amount = $19, digest = $20,
			open_since = $21, closed_at = $22, tax = $23, customer_tax = $24, withholding = $25, digital = $26, usage_lines = $27, usage_sales = $28, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND sent_at IS NULL`, made.ID, made.Lines, made.SaleLines, made.CouponLines, made.TierProducts,
		made.RefundLines, made.AdjustmentLines, made.Sales, made.Coupon, made.Fee, made.Increment, made.Refunds, made.Adjustments,
		made.Settlement, made.BroughtForward, made.Payable, open.Orders, open.Amount, made.Digest, open.Since, c.now,
		made.Tax, made.CustomerTax, made.Withholding, made.Digital, made.UsageLines, made.UsageSales)
}

// compose reads the facts, applies the rules and hands the lines on in batches: sales by
// order number, then refunds by payment, then adjustments. It adds them up on the way.
func (c *closing) compose(write func([]market.StatementLine) error) (market.Statement, error) {
	fresh := market.Statement{SellerID: c.s.id, ID: c.header.ID, Number: c.header.Number, Period: c.period, Category: c.header.Category, Currency: c.currency,
		Status: c.header.Status, ClosedAt: c.now, Version: c.header.Version}
	if err := c.get(&fresh.BroughtForward, `SELECT coalesce(sum(payable), 0) FROM statements
		WHERE seller_id = $1 AND status = 'carried' AND period < $2 AND currency = $4 AND (carried_to IS NULL OR carried_to = $3)`, c.period, c.header.ID, c.currency); err != nil {
		return fresh, err
	}
	if err := c.gatherUsage(); err != nil {
		return fresh, err
	}
	tally := market.NewTally(fresh)
	lines := make([]market.StatementLine, 0, lineBatch)
	flush := func() error {
		if write == nil || len(lines) == 0 {
			lines = lines[:0]
			return nil
		}
		err := write(lines)
		lines = lines[:0]
		return err
	}
	add := func(line market.StatementLine) {
		tally.Add(&line)
		lines = append(lines, line)
	}
	query := candidates + bandTotals + candidatesFrom
	if c.terms.Marginal() {
		query = candidates + runningTotals + candidatesFrom
	}
	err := stream(c.tx, query, func(orders []market.Billable) error {
		for i := range orders {
			if met, all := orders[i].MetAt(); all && orders[i].Enters(c.period) {
				add(market.SaleLine(orders[i], c.terms, met))
			}
		}
		return flush()
	}, c.period.End(), c.since, c.header.ID, market.MonthOf(c.since).Begin(), c.currency)
	if err != nil {
		return fresh, err
	}
	if err := c.usages(add); err != nil {
		return fresh, err
	}
	err = stream(c.tx, settledRefunds, func(refunds []market.SettledRefund) error {
		for i := range refunds {
			add(market.RefundLine(refunds[i]))
		}
		return flush()
	}, c.period.End(), c.header.ID, c.currency)
	if err != nil {
		return fresh, err
	}
	var adjustments []market.Adjustment
	if err := c.list(&adjustments, `SELECT seller_id, id, currency, amount, reason, created_by, created_at, statement_id FROM adjustments
		WHERE seller_id = $1 AND created_at < $2 AND currency = $4 AND (statement_id IS NULL OR statement_id = $3) ORDER BY created_at, id`,
		c.period.End(), c.header.ID, c.currency); err != nil {
		return fresh, err
	}
	for _, a := range adjustments {
		add(market.AdjustmentLine(a))
	}
	return tally.Close(), flush()
}

// wentBack is an order that was given back as a whole by the period's end ($4): no later
// statement waits for it.
const wentBack = `(o.status = 'refunded' OR o.given_back) AND o.refunded_at < $4`

// candidates are the orders that may have met their conditions, with what a line needs; the
// rule has the last word.
const candidates = `SELECT o.id AS order_id, o.number AS order_number, o.type AS order_type, o.sale_type, o.currency, o.region, o.status, o.product_id, o.product_name,
		o.spec_name, o.customer_name, o.list_amount, o.discount_amount, o.coupon_amount, o.amount, o.fee_ratio, o.supervised, o.postpaid,
		o.paid_at, o.repaid_at, o.effective_at, o.completed_at, o.refunded_at, o.given_back, ` + certifiedAt + `,
		coalesce(v.status, '') AS supervision_state, v.done_at AS supervised_at, m.month_total, m.month_before` + billableFrom

// bandTotals joins what was paid for the product in the month of the order's payment, what is
// paid by use too.
const bandTotals = `
	JOIN (SELECT product_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Shanghai') AS month, sum(amount) AS month_total, 0 AS month_before
			FROM (SELECT product_id, paid_at, amount FROM orders WHERE seller_id = $1 AND NOT test AND paid_at >= $5 AND paid_at < $2
				UNION ALL SELECT product_id, paid_at, amount FROM usage_bills WHERE seller_id = $1 AND NOT test AND paid_at >= $5 AND paid_at < $2) y GROUP BY 1, 2) m
		ON m.product_id = o.product_id AND m.month = date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai')`

// runningTotals joins the same, and what was paid before the order, for marginal tiers.
const runningTotals = `
	JOIN (SELECT id, sum(amount) OVER (PARTITION BY product_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Shanghai')) AS month_total,
				sum(amount) OVER (PARTITION BY product_id, date_trunc('month', paid_at AT TIME ZONE 'Asia/Shanghai') ORDER BY paid_at, id ROWS UNBOUNDED PRECEDING) - amount AS month_before
			FROM orders WHERE seller_id = $1 AND NOT test AND paid_at >= $5 AND paid_at < $2) m
		ON m.id = o.id`

const candidatesFrom = `
	WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = 'general' AND o.currency = $6 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.paid_at >= $3 AND o.paid_at < $2
		AND (o.effective_at < $2 OR (o.status = 'refunded' OR o.given_back) AND o.refunded_at < $2)
		AND (NOT o.postpaid OR o.repaid_at < $2 OR (o.status = 'refunded' OR o.given_back) AND o.refunded_at < $2)
		AND (NOT o.supervised OR v.status = 'done' AND v.done_at < $2 OR v.status = 'closed' AND o.completed_at < $2)
		AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id
			AND l.kind = 'sale' AND l.statement_id <> $4)
	ORDER BY o.number`

// settledRefunds are the refunds paid by the period's end whose order has its line.
const settledRefunds = `SELECT ` + lineColumns + `, r.id, r.number, r.paid_at AS paid, r.amount AS refunded, r.reason,
		(SELECT coalesce(sum(e.amount), 0) FROM refunds e WHERE e.seller_id = r.seller_id AND e.order_id = r.order_id
			AND e.paid_at IS NOT NULL AND (e.paid_at, e.id) < (r.paid_at, r.id)) AS before
	FROM refunds r
	JOIN statement_lines l ON l.seller_id = r.seller_id AND l.order_id = r.order_id AND l.kind = 'sale'
	JOIN statements h ON h.seller_id = l.seller_id AND h.id = l.statement_id AND h.currency = $4
	WHERE r.seller_id = $1 AND r.paid_at < $2 AND NOT r.test
		AND NOT EXISTS (SELECT FROM statement_lines t WHERE t.seller_id = r.seller_id AND t.refund_id = r.id
			AND t.kind = 'refund' AND t.statement_id <> $3)
	ORDER BY r.paid_at, r.id`

// stream reads a million of the seller's rows in batches, through a cursor of the act's own
// transaction: $1 is the seller.
func stream[T any](t *tx, query string, do func([]T) error, args ...any) error {
	if _, err := t.ExecContext(t.ctx, `DECLARE streamed NO SCROLL CURSOR FOR `+query, t.s.args(args)...); err != nil {
		return err
	}
	for {
		batch := make([]T, 0, lineBatch)
		if err := t.SelectContext(t.ctx, &batch, `FETCH 5000 FROM streamed`); err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		if err := do(batch); err != nil {
			return err
		}
	}
	_, err := t.ExecContext(t.ctx, `CLOSE streamed`)
	return err
}

// write sends lines to the database as one copy.
func (c *closing) write(lines []market.StatementLine) error {
	stmt, err := c.PrepareContext(c.ctx, `COPY statement_lines (seller_id, statement_id, ordinal, kind, order_id, refund_id, adjustment_id,
		product_id, order_number, refund_number, title, subtitle, customer_name, order_type, met_at, sales, coupon, fee_ratio,
		increment_ratio, fee, increment, tax, customer_tax, withholding, digital, amount, note, bills) FROM STDIN`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	seller, statement := c.s.id.String(), c.header.ID.String()
	for i := range lines {
		l := &lines[i]
		if _, err := stmt.ExecContext(c.ctx, seller, statement, l.Ordinal, string(l.Kind), text(l.OrderID), text(l.RefundID),
			text(l.AdjustmentID), text(l.ProductID), l.OrderNumber, l.RefundNumber, l.Title, l.Subtitle, l.CustomerName, string(l.OrderType),
			l.MetAt, l.Sales.String(), l.Coupon.String(), l.FeeRatio, l.IncrementRatio, l.Fee.String(), l.Increment.String(),
			l.Tax.String(), l.CustomerTax.String(), l.Withholding.String(), l.Digital.String(), l.Amount.String(), l.Note, l.Bills); err != nil {
			return err
		}
	}
	_, err = stmt.ExecContext(c.ctx)
	return err
}

// text is an id as a copy wants it; a missing one is NULL.
func text[T any](id *market.ID[T]) any {
	if id == nil {
		return nil
	}
	return id.String()
}
