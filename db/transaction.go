package db

import (
	"context"
	"strings"
	"time"

	"sellercenter/internal/market"
)

// repayment is how far the credit of the order's cycle is paid back (transactions.md §6.9).
const repayment = `CASE WHEN NOT o.postpaid THEN 'na' WHEN o.repaid_at IS NOT NULL THEN 'repaid'
	WHEN EXISTS (SELECT 1 FROM credit_cycles k WHERE k.customer_id = o.customer_id AND k.currency = o.currency AND k.repaid > 0
		AND k.cycle = to_char(o.paid_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMM')) THEN 'partly' ELSE 'unpaid' END`

// repaidBy is the same as it stood at the page's moment, $11 (transactions.md §6.9).
var repaidBy = strings.Replace(repayment, "o.repaid_at IS NOT NULL", "o.repaid_at < coalesce($11::timestamptz, 'infinity')", 1)

var transactionColumns = `o.id, o.number, o.type, o.product_name, o.spec_name, o.access_type, o.customer_name, o.list_amount,
	o.discount_amount, o.coupon_amount, o.amount, o.currency,
	` + repaidBy + ` AS repayment,
	o.supervised, CASE WHEN v.done_at >= $11 THEN 'running' ELSE coalesce(v.status, '') END AS supervision_state, o.placed_at, o.paid_at, o.effective_at, o.fee_ratio,
	s.id AS statement_id, s.period, coalesce(s.number, '') AS statement_number, o.sale_type, l.management_ratio, l.management, l.increment_ratio, l.fee, l.increment, l.tax + l.customer_tax + l.withholding + l.digital AS duties, l.amount AS settled,
	` + invoicedRate + ` AS tax_rate`

var saleFrom = ` FROM orders o
	LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
	LEFT JOIN certifications c ON c.seller_id = o.seller_id
	LEFT JOIN statement_lines l ON l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale'
	LEFT JOIN statements s ON s.seller_id = l.seller_id AND s.id = l.statement_id AND ($11::timestamptz IS NULL OR s.closed_at < $11)
	WHERE o.seller_id = $1 AND o.paid_at IS NOT NULL AND NOT o.test AND o.type NOT IN ('unsubscribe', 'unsubscribe_renewal')
		AND ($2 = '' OR o.number LIKE $2 || '%' OR strpos(lower(o.product_name), lower($2)) > 0 OR strpos(o.customer_name, $2) > 0)
		AND ($3 = '' OR o.type = $3)
		AND ($4 = '' OR ($4 = 'billed') = (s.id IS NOT NULL))
		AND ($5 = '' OR $5 = ` + repaidBy + `)
		AND ($6 = '' OR v.status = $6)
		AND ($7 = '' OR s.period = $7 OR s.number = $7)
		AND ($8::timestamptz IS NULL OR o.paid_at >= $8) AND ($9::timestamptz IS NULL OR o.paid_at < $9) AND ($10 = '' OR o.sale_type = $10) AND ($11::timestamptz IS NULL OR o.paid_at < $11)`

var backFrom = ` FROM refunds r
	JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
	LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
	LEFT JOIN certifications c ON c.seller_id = o.seller_id
	LEFT JOIN statement_lines l ON l.seller_id = r.seller_id AND l.refund_id = r.id AND l.kind = 'refund'
	LEFT JOIN statements s ON s.seller_id = l.seller_id AND s.id = l.statement_id AND ($11::timestamptz IS NULL OR s.closed_at < $11)
	WHERE r.seller_id = $1 AND r.paid_at IS NOT NULL AND NOT r.test AND o.paid_at IS NOT NULL
		AND ($2 = '' OR o.number LIKE $2 || '%' OR r.number LIKE $2 || '%' OR strpos(lower(o.product_name), lower($2)) > 0 OR strpos(o.customer_name, $2) > 0)
		AND ($3 = '' OR o.type = $3)
		AND ($4 = '' OR ($4 = 'billed') = (s.id IS NOT NULL))
		AND ($5 = '' OR $5 = ` + repaidBy + `)
		AND ($6 = '' OR v.status = $6)
		AND ($7 = '' OR s.period = $7 OR s.number = $7)
		AND ($8::timestamptz IS NULL OR r.paid_at >= $8) AND ($9::timestamptz IS NULL OR r.paid_at < $9) AND ($10 = '' OR o.sale_type = $10) AND ($11::timestamptz IS NULL OR r.paid_at < $11)`

var backColumns = transactionColumns + `, r.id AS refund_id, r.number AS refund_number, r.amount AS refunded_amount, r.paid_at AS refunded_at`

// The four ways to read a screenful: sales or refunds, newest first or turned round.
var transactionQueries = map[bool]map[bool]string{
	false: {
		false: `SELECT ` + transactionColumns + saleFrom + ` AND ($12::timestamptz IS NULL OR (o.paid_at, o.id) < ($12, $13)) ORDER BY o.paid_at DESC, o.id DESC LIMIT $14`,
		true:  `SELECT ` + transactionColumns + saleFrom + ` AND ($12::timestamptz IS NULL OR (o.paid_at, o.id) > ($12, $13)) ORDER BY o.paid_at, o.id LIMIT $14`,
	},
	true: {
		false: `SELECT ` + backColumns + backFrom + ` AND ($12::timestamptz IS NULL OR (r.paid_at, r.id) < ($12, $13)) ORDER BY r.paid_at DESC, r.id DESC LIMIT $14`,
		true:  `SELECT ` + backColumns + backFrom + ` AND ($12::timestamptz IS NULL OR (r.paid_at, r.id) > ($12, $13)) ORDER BY r.paid_at, r.id LIMIT $14`,
	},
}

// Transactions lists paid orders, or refunds, with the statement that they entered; newest
// payment first unless turned round.
func (s *Seller) Transactions(ctx context.Context, search market.TransactionSearch, ask market.Ask) (market.Page[market.Transaction], error) {
	k := from(ask)
	var rows []market.Transaction
	if err := s.list(ctx, &rows, transactionQueries[search.Refunds][k.up], search.Text, search.Type, search.Billing, search.Repayment,
		search.Supervision, search.Period, search.From, search.Until, search.Sale, search.AsOf, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Transaction]{}, err
	}
	for i := range rows {
		rows[i] = rows[i].Unsettled()
	}
	p := page(ask, rows, func(t market.Transaction) cursor {
		if t.RefundID != nil {
			return cursor{refundedAt(t), t.RefundID.UUID}
		}
		return cursor{t.PaidAt, t.ID.UUID}
	})
	count := `SELECT count(*) FROM (SELECT 1` + saleFrom + ` LIMIT 10001) x`
	if search.Refunds {
		count = `SELECT count(*) FROM (SELECT 1` + backFrom + ` LIMIT 10001) x`
	}
	var err error
	p.Count, err = s.count(ctx, count, search.Text, search.Type, search.Billing, search.Repayment, search.Supervision, search.Period, search.From, search.Until, search.Sale, search.AsOf)
	return p, err
}

func refundedAt(t market.Transaction) time.Time {
	if t.RefundedAt == nil {
		return time.Time{}
	}
	return *t.RefundedAt
}
