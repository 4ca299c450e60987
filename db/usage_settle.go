package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// gatherUsage marks the bills that the statement settles: made, paid by the period's end, and
// of a seller that is certified for them (transactions.md §6.2). Each enters one statement.
func (c *closing) gatherUsage() error {
	return c.exec(`UPDATE usage_bills b SET statement_id = $2 FROM orders o LEFT JOIN certifications c ON c.seller_id = o.seller_id AND c.status = 'certified'
		WHERE b.seller_id = $1 AND o.seller_id = b.seller_id AND o.id = b.order_id AND b.statement_id IS NULL AND b.paid_at < $3 AND b.amount > 0 AND NOT b.test
			AND o.sale_type = $5 AND o.currency = $4 AND (SELECT y.certified_at FROM (SELECT `+certifiedAt+`) y) < $3`,
		c.header.ID, c.period.End(), c.currency, c.category)
}

// usageSums are the statement's bills by listing, month of payment, fee and region, with what
// was paid for the listing in that month besides.
const usageSums = `WITH sums AS (
		SELECT b.product_id, max(o.product_name) AS product_name, max(o.sale_type) AS sale_type, o.currency, tr.track, CASE o.currency WHEN 'CNY' THEN '' ELSE o.region END AS region, o.fee_ratio,
			to_char(b.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM') AS month, count(*) AS bills, sum(b.amount) AS amount, max(b.paid_at) AS paid_at,
			max(greatest(b.paid_at, (SELECT y.certified_at FROM (SELECT ` + certifiedAt + `) y))) AS met_at, max(b.issued_at) AS issued_at
		FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
			LEFT JOIN certifications c ON c.seller_id = o.seller_id AND c.status = 'certified'
			CROSS JOIN LATERAL (SELECT ` + managedTrack + ` AS track) tr
		WHERE b.seller_id = $1 AND b.statement_id = $2 GROUP BY b.product_id, o.currency, tr.track, 6, o.fee_ratio, 8),
	paid AS (SELECT product_id, to_char(paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM') AS month, sum(amount) AS total, sum(used) AS used FROM (
			SELECT product_id, paid_at, amount, 0 AS used FROM orders WHERE seller_id = $1 AND NOT test AND product_id IN (SELECT product_id FROM sums)
				AND paid_at >= (SELECT to_date(min(month), 'YYYYMM')::timestamp AT TIME ZONE 'Asia/Shanghai' FROM sums) AND paid_at < $3
			UNION ALL SELECT product_id, paid_at, amount, amount FROM usage_bills WHERE seller_id = $1 AND NOT test AND product_id IN (SELECT product_id FROM sums)
				AND paid_at >= (SELECT to_date(min(month), 'YYYYMM')::timestamp AT TIME ZONE 'Asia/Shanghai' FROM sums) AND paid_at < $3) x GROUP BY 1, 2)
	SELECT s.*, p.total AS month_total,
		p.total - p.used + sum(s.amount) OVER (PARTITION BY s.product_id, s.month ORDER BY s.fee_ratio, s.region, s.track ROWS UNBOUNDED PRECEDING) - s.amount AS month_before
	FROM sums s JOIN paid p ON p.product_id = s.product_id AND p.month = s.month ORDER BY s.product_name, s.product_id, s.month, s.fee_ratio, s.region, s.track`

// managedTrack is the track for which the management fee is taken of an order of joint goods.
const managedTrack = `CASE WHEN o.sale_type <> 'joint' THEN '' WHEN o.coupon_kind = 'cash' THEN 'empowerment' WHEN o.coupon_kind = 'pickup' THEN 'base'
	ELSE coalesce((SELECT track FROM tracks WHERE customer_id = o.customer_id), '') END`

// usages adds the lines of what is paid by use.
func (c *closing) usages(add func(market.StatementLine)) error {
	var sums []market.UsageSum
	if err := c.list(&sums, usageSums, c.header.ID, c.period.End()); err != nil {
		return err
	}
	for n, sum := range sums {
		add(market.UsageLine(sum, n+1, c.terms))
	}
	return nil
}

// UsageBillability explains why a bill is in, or not in, a statement: judged for the one that
// it entered, otherwise for the given month or the running one.
func (s *Seller) UsageBillability(ctx context.Context, bill market.UsageBillRow, against market.Month) (e market.Billability, err error) {
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return e, err
	}
	err = s.look(ctx, func(tx *tx) error {
		var of market.Billable
		if err := tx.get(&of, `SELECT `+billableColumns+`, 0 AS month_total, 0 AS month_before`+billableFrom+` WHERE o.seller_id = $1 AND o.id = $2`, bill.OrderID); err != nil {
			return err
		}
		month := market.MonthOf(tx.now)
		if bill.PaidAt != nil {
			month = market.MonthOf(*bill.PaidAt)
		}
		if err := tx.monthTotal(&of, bill.ProductID, month); err != nil {
			return err
		}
		var in *market.Statement
		if bill.StatementID != nil {
			in = &market.Statement{}
			if err := tx.get(in, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2`, *bill.StatementID); err != nil {
				return err
			}
			against = in.Period
		}
		if against.IsZero() {
			against = market.MonthOf(tx.now)
		}
		var closed market.Month
		if err := tx.newest(&closed, of.SaleType, of.Currency); err != nil {
			return err
		}
		e = bill.Settling(of, against, closed, by.terms, by.settings, by.calendar, tx.now)
		if in == nil {
			return nil
		}
		e.Statement = in
		return tx.list(&e.Lines, `SELECT `+lineColumns+` FROM statement_lines l JOIN orders o ON o.seller_id = l.seller_id AND o.id = $4
			WHERE l.seller_id = $1 AND l.statement_id = $2 AND l.kind = 'usage' AND l.product_id = $3 AND l.fee_ratio = o.fee_ratio
				AND l.subtitle = $5 || CASE o.currency WHEN 'CNY' THEN '' ELSE ' ' || o.region END
			ORDER BY l.ordinal LIMIT 1`, in.ID, bill.ProductID, bill.OrderID, month.String())
	})
	return e, err
}

// monthTotal is what was paid for a listing in a month: orders, and what is paid by use.
func (t *tx) monthTotal(of *market.Billable, product market.ProductID, month market.Month) error {
	return t.get(of, `SELECT (SELECT coalesce(sum(amount), 0) FROM orders WHERE seller_id = $1 AND product_id = $2 AND NOT test AND paid_at >= $3 AND paid_at < $4)
			+ used AS month_total, (SELECT coalesce(sum(amount), 0) FROM orders WHERE seller_id = $1 AND product_id = $2 AND NOT test AND paid_at >= $3 AND paid_at < $4) AS month_before
		FROM (SELECT coalesce(sum(amount), 0) AS used FROM usage_bills WHERE seller_id = $1 AND product_id = $2 AND NOT test AND paid_at >= $3 AND paid_at < $4) u`,
		product, month.Begin(), month.End())
}

// usageLineBillability explains a line of usage: which orders' bills it adds up.
func (s *Seller) usageLineBillability(ctx context.Context, number string, against market.Month) (e market.Billability, err error) {
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return e, err
	}
	err = s.look(ctx, func(tx *tx) error {
		var line market.StatementLine
		if err := tx.get(&line, `SELECT `+lineColumns+` FROM statement_lines l JOIN statements s ON s.seller_id = l.seller_id AND s.id = l.statement_id
			WHERE l.seller_id = $1 AND l.kind = 'usage' AND l.order_number = $2 AND s.period = $3`, number, against); err != nil {
			return err
		}
		var in market.Statement
		if err := tx.get(&in, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2`, line.StatementID); err != nil {
			return err
		}
		var shares []market.UsageShare
		if err := tx.list(&shares, `SELECT o.id AS order_id, o.number AS order_number, o.customer_name, count(*) AS bills, sum(b.amount) AS amount
			FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
			WHERE b.seller_id = $1 AND b.statement_id = $2 AND b.product_id = $3 AND o.fee_ratio = $4
				AND to_char(b.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM') || CASE o.currency WHEN 'CNY' THEN '' ELSE ' ' || o.region END = $5
			GROUP BY o.id, o.number, o.customer_name ORDER BY 5 DESC, 2 LIMIT 20`, in.ID, *line.ProductID, line.FeeRatio, line.Subtitle); err != nil {
			return err
		}
		var of market.Billable
		if err := tx.get(&of, `SELECT (SELECT max(certified_at) FROM certifications WHERE seller_id = $1 AND status = 'certified' AND $2 = 'CNY') AS certified_at`, in.Currency); err != nil {
			return err
		}
		if of.CertifiedAt == nil { // abroad: with the entity of each buyer's region, before the line was met
			of.CertifiedAt = &line.MetAt
		}
		if month, err := market.ReadMonth(line.UsageMonth()); err == nil {
			if err := tx.monthTotal(&of, *line.ProductID, month); err != nil {
				return err
			}
		}
		e = line.Settled(of, shares, in, by.terms, by.settings, by.calendar, tx.now)
		return nil
	})
	return e, err
}

// usageNumber explains what the number names that is none of an order: a bill, or a line of
// bills.
func (s *Seller) usageNumber(ctx context.Context, number string, against market.Month) (e market.Billability, err error) {
	var bill market.UsageBillRow
	err = s.get(ctx, &bill, usageBillRows+` WHERE b.seller_id = $1 AND b.number = $2`, number)
	if err == nil {
		return s.UsageBillability(ctx, bill, against)
	}
	if !errors.Is(err, market.NotFound) {
		return e, err
	}
	return s.usageLineBillability(ctx, number, against)
}

// usageForecast is what the running month's statement is expected to hold of what is paid by
// use, and what is billed and not paid.
func (s *Seller) usageForecast(ctx context.Context, f *market.SettlementForecast, terms market.Terms) error {
	var rows forecastRows
	err := s.list(ctx, &rows, `SELECT reason, count(DISTINCT id) AS orders, round(sum(amount * (1 - fee_ratio)), 2) AS amount, sum(amount) AS paid,
			CASE WHEN $3 = 'CNY' THEN '' ELSE region END AS region, CASE WHEN $3 = 'CNY' THEN 0 ELSE fee_ratio END AS fee,
			CASE WHEN $3 = 'CNY' THEN '2000-01-01' ELSE coalesce((paid_at AT TIME ZONE 'Asia/Shanghai')::date, '2000-01-01') END AS paid_on FROM (
			SELECT o.id, b.amount, o.fee_ratio, o.region, b.paid_at, CASE WHEN b.paid_at IS NULL THEN 'billing.bills_unpaid' ELSE '' END AS reason
			FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
			WHERE b.seller_id = $1 AND b.statement_id IS NULL AND b.issued_at < $2 AND b.amount > 0 AND NOT b.test AND o.currency = $3) x
		GROUP BY reason, 5, 6, 7 ORDER BY reason LIMIT 10000`, f.Period.End(), f.Currency)
	rows.add(f, terms)
	return err
}
