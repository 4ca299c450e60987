package db

import (
	"context"
	"strconv"

	"sellercenter/internal/market"
)

// settledIn is which statements an order is settled in.
type settledIn struct {
	category market.SaleType
	currency market.Currency
}

// foreseeAll is what each of the refunds does, by the very rules that carry it out; the facts
// of all of them are read at once.
func (s *Seller) foreseeAll(ctx context.Context, ids any) (map[market.RefundID]market.RefundEffects, error) {
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return nil, err
	}
	const chosen = `(SELECT w.order_id FROM refunds w WHERE w.seller_id = $1 AND w.id = ANY($2))`
	var refunds []market.Refund
	var orders []market.Order
	var billables []market.Billable
	var lines []struct {
		market.StatementLine
		Period market.Month
	}
	var more []struct {
		OrderID  market.OrderID
		Coupon   string
		Limited  bool
		Calls    int
		Instance string
		Invoice  string
		Node     market.Node
		Running  bool
	}
	closed := map[settledIn]market.Month{}
	err = s.look(ctx, func(tx *tx) error {
		if err := tx.list(&refunds, `SELECT `+refundColumns+` FROM refunds r WHERE r.seller_id = $1 AND r.id = ANY($2) LIMIT 10000`, ids); err != nil {
			return err
		}
		if err := tx.list(&orders, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND id IN `+chosen+` LIMIT 10000`, ids); err != nil {
			return err
		}
		if err := tx.list(&billables, `SELECT `+billableColumns+`, coalesce(m.total, 0) AS month_total, coalesce(m.before, 0) AS month_before`+billableFrom+`
			LEFT JOIN LATERAL (SELECT sum(x.amount) AS total, sum(x.amount) FILTER (WHERE (x.paid_at, x.id) < (o.paid_at, o.id)) AS before FROM orders x
				WHERE x.seller_id = o.seller_id AND x.product_id = o.product_id AND NOT x.test
					AND x.paid_at >= date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'
					AND x.paid_at < (date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai') + interval '1 month') AT TIME ZONE 'Asia/Shanghai') m ON true
			WHERE o.seller_id = $1 AND o.id IN `+chosen+` LIMIT 10000`, ids); err != nil {
			return err
		}
		if err := tx.list(&lines, `SELECT `+lineColumns+`, t.period FROM statement_lines l JOIN statements t ON t.seller_id = l.seller_id AND t.id = l.statement_id
			WHERE l.seller_id = $1 AND l.kind = 'sale' AND l.order_id IN `+chosen+` ORDER BY t.period, l.ordinal LIMIT 10000`, ids); err != nil {
			return err
		}
		if err := tx.list(&more, `SELECT o.id AS order_id, coalesce(c.name, '') AS coupon, EXISTS (SELECT FROM limits l WHERE l.seller_id = o.seller_id AND l.spec_id = o.spec_id) AS limited,
				(SELECT count(*) FROM fulfilments f WHERE f.seller_id = o.seller_id AND f.order_id = o.id
					AND f.status IN ('queued', 'processing', 'retrying') AND f.activity <> 'releaseInstance') AS calls,
				coalesce(i.number, '') AS instance, coalesce(v.node, '') AS node, coalesce(v.status IN ('running', 'frozen'), false) AS running,
				coalesce((SELECT n.number FROM invoice_orders h JOIN invoices n ON n.seller_id = h.seller_id AND n.id = h.invoice_id
					WHERE h.seller_id = o.seller_id AND h.order_id = o.id AND h.holds LIMIT 1), '') AS invoice
			FROM orders o LEFT JOIN instances i ON i.seller_id = o.seller_id AND i.id = o.instance_id
			LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
			LEFT JOIN LATERAL (SELECT name FROM reductions d WHERE d.seller_id = o.seller_id AND d.order_id = o.id AND d.kind = 'coupon' LIMIT 1) c ON true
			WHERE o.seller_id = $1 AND o.id IN `+chosen+` LIMIT 10000`, ids); err != nil {
			return err
		}
		for _, o := range orders {
			in := settledIn{o.SaleType, o.Currency}
			if _, known := closed[in]; known {
				continue
			}
			var month market.Month
			if err := tx.newest(&month, o.SaleType, o.Currency); err != nil {
				return err
			}
			closed[in] = month
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	facts := map[market.OrderID]*market.RefundFacts{}
	for _, o := range orders {
		facts[o.ID] = &market.RefundFacts{Order: o, Closed: closed[settledIn{o.SaleType, o.Currency}]}
	}
	for _, b := range billables {
		facts[b.OrderID].Billing.Billable = b
	}
	for _, l := range lines {
		if f := facts[*l.OrderID]; f.Billing.Statement == nil {
			f.Billing.Statement, f.Billing.Lines = &market.Statement{Period: l.Period}, []market.StatementLine{l.StatementLine}
		}
	}
	for _, m := range more {
		f := facts[m.OrderID]
		f.Coupon, f.Limited, f.Calls = m.Coupon, m.Limited, m.Calls
		if m.Instance != "" {
			f.Instance = &market.Instance{Number: m.Instance}
		}
		if m.Invoice != "" {
			f.Invoices = []market.Invoice{{Number: m.Invoice, Status: market.InvoiceIssued}}
		}
		if m.Running {
			f.Flow = &market.Supervision{Node: m.Node, Status: market.SupervisionRunning}
		}
	}
	effects := map[market.RefundID]market.RefundEffects{}
	for _, r := range refunds {
		f := *facts[r.OrderID]
		f.Refund = r
		e, err := f.Effects(by.settings, by.terms, by.calendar, s.db.Now())
		if err != nil {
			continue // more than is left of the order: the row itself says so when it is done
		}
		effects[r.ID] = e
	}
	return effects, nil
}

// effectFacts are what of the refund's effects adds up over many rows.
func effectFacts(e market.RefundEffects) map[string]string {
	o := e.Facts.Order
	said := map[string]string{"amount": e.Back.String(), "currency": string(o.Currency), "lines": strconv.Itoa(len(e.Lines))}
	if e.Facts.Coupon != "" {
		said["coupon"] = o.CouponAmount.String()
	}
	if e.Call == market.ActivityReleaseInstance {
		said["instance"] = e.Facts.Instance.Number
	}
	if e.LimitFreed && e.Facts.Limited {
		said["limit"] = "1"
	}
	if e.FeeBack.Sign() != 0 {
		said["fee"] = e.FeeBack.String()
	}
	if e.Invoice != nil {
		said["invoice"] = e.Invoice.Number
	}
	if e.ReturnFirst {
		said["goods"] = "1"
	}
	return said
}

// RefundSums is what the rows of a task on refunds come to, a line a currency: of those that
// are ready, done or failed, and how many of all hold an invoice that must be returned first.
func (s *Seller) RefundSums(ctx context.Context, id market.TaskID) (sums []market.RefundSum, err error) {
	err = s.list(ctx, &sums, `SELECT before->>'currency' AS currency, count(*) FILTER (WHERE state <> 'out') AS refunds,
			coalesce(sum((before->>'amount')::numeric) FILTER (WHERE state <> 'out'), 0) AS amount,
			count(before->>'coupon') FILTER (WHERE state <> 'out') AS coupons, coalesce(sum((before->>'coupon')::numeric) FILTER (WHERE state <> 'out'), 0) AS coupon_amount,
			count(before->>'instance') FILTER (WHERE state <> 'out') AS instances, count(before->>'limit') FILTER (WHERE state <> 'out') AS limits,
			coalesce(sum((before->>'lines')::integer) FILTER (WHERE state <> 'out'), 0) AS lines,
			coalesce(sum((before->>'fee')::numeric) FILTER (WHERE state <> 'out'), 0) AS fee, count(before->>'invoice') AS invoices, count(before->>'goods') AS goods
		FROM task_rows WHERE seller_id = $1 AND task_id = $2 AND before ? 'currency' GROUP BY 1 ORDER BY 1 LIMIT 10`, id)
	return sums, err
}
