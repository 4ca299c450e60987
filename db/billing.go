package db

import (
	"context"

	"sellercenter/internal/market"
)

// billableColumns are the facts of §6.2 and §6.7; the month's totals of the product are m.
const billableColumns = `o.id AS order_id, o.number AS order_number, o.type AS order_type, o.status, o.product_id, o.product_name,
	o.spec_name, o.sale_type, o.currency, o.access_type, o.period_type, o.periods, o.quantity, o.customer_name, o.list_amount, o.discount_amount,
	o.coupon_amount, o.amount, o.refunded_amount, o.fee_ratio, o.supervised, o.test, o.postpaid, o.placed_at, o.pay_by,
	o.paid_at, o.repaid_at, o.effective_at, o.completed_at, o.cancelled_at, o.refunded_at, c.certified_at,
	v.id AS supervision_id, coalesce(v.status, '') AS supervision_state, coalesce(v.node, '') AS node, coalesce(v.turn, '') AS turn,
	v.entered_at AS node_since, v.done_at AS supervised_at`

const billableFrom = ` FROM orders o
	LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
	LEFT JOIN certifications c ON c.seller_id = o.seller_id AND c.status = 'certified'`

// Billability explains why an order is in, or not in, a statement: judged for the one that
// it entered, otherwise for the running month.
func (s *Seller) Billability(ctx context.Context, id market.OrderID) (market.Billability, error) {
	return s.BillabilityFor(ctx, id, market.Month{})
}

// BillabilityFor is the same, judged for the statement of the given period.
func (s *Seller) BillabilityFor(ctx context.Context, id market.OrderID, against market.Month) (e market.Billability, err error) {
	terms, err := s.db.terms(ctx)
	if err != nil {
		return e, err
	}
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return e, err
	}
	calendar, err := s.db.Calendar(ctx)
	if err != nil {
		return e, err
	}
	err = s.look(ctx, func(tx *tx) error {
		var b market.Billable
		if err := tx.get(&b, `SELECT `+billableColumns+`, 0 AS month_total, 0 AS month_before`+billableFrom+`
			WHERE o.seller_id = $1 AND o.id = $2`, id); err != nil {
			return err
		}
		if b.PaidAt != nil {
			month := market.MonthOf(*b.PaidAt)
			if err := tx.get(&b, `SELECT coalesce(sum(amount), 0) AS month_total,
					coalesce(sum(amount) FILTER (WHERE (paid_at, id) < ($5, $6)), 0) AS month_before
				FROM orders WHERE seller_id = $1 AND product_id = $2 AND NOT test AND paid_at >= $3 AND paid_at < $4`,
				b.ProductID, month.Begin(), month.End(), *b.PaidAt, b.OrderID); err != nil {
				return err
			}
		}
		var lines []market.StatementLine
		if err := tx.list(&lines, `SELECT `+lineColumns+` FROM statement_lines l JOIN statements s ON s.seller_id = l.seller_id AND s.id = l.statement_id
			WHERE l.seller_id = $1 AND l.order_id = $2 ORDER BY s.period, l.ordinal`, id); err != nil {
			return err
		}
		var closed market.Month
		if err := tx.newest(&closed); err != nil {
			return err
		}
		var in *market.Statement
		if len(lines) > 0 {
			in = &market.Statement{}
			if err := tx.get(in, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2`, lines[0].StatementID); err != nil {
				return err
			}
		}
		switch {
		case !against.IsZero():
		case in != nil:
			against = in.Period
		default:
			against = market.MonthOf(tx.now)
		}
		e = b.Explain(against, closed, terms, settings, calendar, tx.now)
		e.Statement, e.Lines = in, lines
		return nil
	})
	return e, err
}

// newest is the newest period that has a statement; zero when there is none.
func (t *tx) newest(into *market.Month) error {
	var text string
	if err := t.get(&text, `SELECT coalesce(max(period), '') FROM statements WHERE seller_id = $1`); err != nil || text == "" {
		return err
	}
	return into.Scan(text)
}

// orderByNumber is the order that a number names.
func (s *Seller) orderByNumber(ctx context.Context, number string) (id market.OrderID, err error) {
	err = s.get(ctx, &id.UUID, `SELECT id FROM orders WHERE seller_id = $1 AND number = $2`, number)
	return id, err
}

// BillabilityOf explains the order with that number, judged for the statement of the period.
func (s *Seller) BillabilityOf(ctx context.Context, number string, against market.Month) (e market.Billability, err error) {
	id, err := s.orderByNumber(ctx, number)
	if err != nil {
		return e, err
	}
	return s.BillabilityFor(ctx, id, against)
}

// SettlementForecast is what the running month's statement is expected to hold: what is
// settleable already, and what is blocked, by its first unmet condition.
func (s *Seller) SettlementForecast(ctx context.Context) (f market.SettlementForecast, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return f, err
	}
	calendar, err := s.db.Calendar(ctx)
	if err != nil {
		return f, err
	}
	now := s.db.Now()
	f.Period = market.MonthOf(now)
	f.ClosesOn = f.Period.ClosingDay(settings, calendar)
	var rows []struct {
		Reason string
		Orders int
		Amount market.Money
	}
	err = s.list(ctx, &rows, `SELECT reason, count(*) AS orders, round(sum(rest * (1 - fee_ratio)), 2) AS amount FROM (
			SELECT o.amount - o.refunded_amount AS rest, o.fee_ratio, CASE
				WHEN c.certified_at IS NULL THEN 'billing.not_certified'
				WHEN o.postpaid AND o.repaid_at IS NULL THEN 'billing.not_repaid'
				WHEN v.status = 'frozen' THEN 'billing.not_supervised_frozen'
				WHEN o.supervised AND v.done_at IS NULL THEN 'billing.not_supervised'
				WHEN o.effective_at IS NULL OR o.effective_at >= $2 THEN 'billing.not_effective'
				ELSE '' END AS reason`+billableFrom+`
			WHERE o.seller_id = $1 AND NOT o.test AND o.sale_type = 'general' AND o.currency = 'CNY' AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.status IN ('processing', 'completed')
				AND o.paid_at >= coalesce((SELECT s.open_since FROM statements s WHERE s.seller_id = $1 ORDER BY s.period DESC LIMIT 1), '-infinity')
				AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')) x
		GROUP BY reason ORDER BY amount DESC, reason`, f.Period.End())
	for _, row := range rows {
		part := market.ForecastPart{Orders: row.Orders, Amount: row.Amount}
		if row.Reason == "" {
			f.Settleable = part
			continue
		}
		part.Reason = market.Because(row.Reason)
		f.Blocked = append(f.Blocked, part)
	}
	return f, err
}
