package db

import (
	"sellercenter/internal/market"
)

// lineBatch is how many lines are held in memory at a time.
const lineBatch = 5_000

// compose reads the facts, applies the rules and hands the lines on in batches: sales by
// order number, then refunds by payment, then adjustments. It adds them up on the way.
func (c *closing) compose(write func([]market.StatementLine) error) (market.Statement, error) {
	fresh := market.Statement{SellerID: c.s.id, ID: c.header.ID, Number: c.header.Number, Period: c.period, Category: c.header.Category, Currency: c.currency,
		Status: c.header.Status, ClosedAt: c.now, Version: c.header.Version}
	if err := c.get(&fresh.BroughtForward, `SELECT coalesce(sum(payable), 0) FROM statements
		WHERE seller_id = $1 AND status = 'carried' AND period < $2 AND currency = $4 AND category = $5 AND (carried_to IS NULL OR carried_to = $3)`, c.period, c.header.ID, c.currency, c.category); err != nil {
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
	facts, totals := candidates, bandTotals
	if c.category.PlatformInvoices() {
		facts += `, ` + trackColumns
	}
	if c.terms.Marginal() {
		totals = runningTotals
	}
	query := facts + billableFrom + totals + candidatesFrom
	err := stream(c.tx, query, func(orders []market.Billable) error {
		for i := range orders {
			if met, all := orders[i].MetAt(); all && orders[i].Enters(c.period) {
				add(market.SaleLine(orders[i], c.terms, met))
			}
		}
		return flush()
	}, c.period.End(), c.since, c.header.ID, market.MonthOf(c.since).Begin(), c.currency, c.category)
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
	}, c.period.End(), c.header.ID, c.currency, c.category)
	if err != nil {
		return fresh, err
	}
	var adjustments []market.Adjustment
	if err := c.list(&adjustments, `SELECT seller_id, id, category, currency, amount, reason, created_by, created_at, statement_id FROM adjustments
		WHERE seller_id = $1 AND created_at < $2 AND currency = $4 AND category = $5 AND (statement_id IS NULL OR statement_id = $3) ORDER BY created_at, id`,
		c.period.End(), c.header.ID, c.currency, c.category); err != nil {
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
		coalesce(v.status, '') AS supervision_state, v.done_at AS supervised_at, m.month_total, m.month_before`

// trackColumns are what takes the management fee: the customer's track, and the platform's
// coupon that paid a part (transactions.md §6.7).
const trackColumns = `coalesce((SELECT track FROM tracks WHERE customer_id = o.customer_id), '') AS track, o.coupon_kind`

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
	WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = $7 AND o.currency = $6 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.paid_at >= $3 AND o.paid_at < $2
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
	JOIN statements h ON h.seller_id = l.seller_id AND h.id = l.statement_id AND h.currency = $4 AND h.category = $5
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
		increment_ratio, fee, increment, tax, customer_tax, withholding, digital, management_ratio, management, amount, note, bills) FROM STDIN`)
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
			l.Tax.String(), l.CustomerTax.String(), l.Withholding.String(), l.Digital.String(), l.ManagementRatio, l.Management.String(), l.Amount.String(), l.Note, l.Bills); err != nil {
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
