package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// Due is what waits for the marketplace's staff. It is kept for some seconds.
func (o *Operator) Due(ctx context.Context) (market.OperatorDue, error) {
	now := o.db.Now()
	if kept := o.db.staffDue.Load(); kept != nil && now.Before(kept.until) {
		return kept.value, nil
	}
	var due market.OperatorDue
	var queues []struct {
		Name  string
		N     int
		Late  int
		DueAt *time.Time
	}
	err := o.db.listRows(ctx, &queues, `
		SELECT kind AS name, count(*) AS n, count(*) FILTER (WHERE due_at < $1) AS late, min(due_at) AS due_at
			FROM reviews WHERE status = 'pending' GROUP BY kind
		UNION ALL SELECT 'appeal', count(*), count(*) FILTER (WHERE due_at < $1), min(due_at)
			FROM appeals WHERE status = 'pending' AND NOT test
		UNION ALL SELECT 'refund', count(*), count(*) FILTER (WHERE due_at < $1), min(due_at)
			FROM refunds WHERE (status IN ('transit', 'reviewing', 'disputed', 'appealed') OR status = 'requested' AND escalated_at IS NOT NULL) AND NOT test
		UNION ALL SELECT status, count(*), 0, NULL
			FROM statements WHERE status IN ('payment_reviewing', 'paying') GROUP BY status
		UNION ALL SELECT 'job', count(*), 0, NULL FROM (SELECT 1 FROM river_job WHERE state IN ('retryable', 'discarded') LIMIT 1001) x`, now)
	if err != nil {
		return due, err
	}
	for _, q := range queues {
		one := market.Queue{N: q.N, Late: q.Late, DueAt: q.DueAt}
		switch q.Name {
		case string(market.ReviewOnboarding):
			due.Onboardings = one
		case string(market.ReviewCertification):
			due.Certifications = one
		case "appeal":
			due.Appeals = one
		case "refund":
			due.Refunds = one
		case "payment_reviewing":
			due.PaymentReviews = one
		case "paying":
			due.Payouts = one
		case "job":
			due.FailedJobs = q.N
		default:
			due.Products = due.Products.And(one)
		}
	}
	if due.InvoiceReviews, err = o.invoiceReviews(ctx, now); err != nil {
		return due, err
	}
	o.db.staffDue.Store(&remembered[market.OperatorDue]{due, now.Add(dueFor)})
	return due, nil
}

// invoiceReviews are the statements whose invoices to the platform are reviewed, in working days
// from their submission (transactions.md §6.4).
func (o *Operator) invoiceReviews(ctx context.Context, now time.Time) (q market.Queue, err error) {
	by, err := o.db.reckoning(ctx)
	if err != nil {
		return q, err
	}
	var rows []market.Statement
	if err := o.db.listRows(ctx, &rows, `SELECT status, invoiced_at FROM statements WHERE status = 'invoice_reviewing' ORDER BY invoiced_at LIMIT 1000`); err != nil {
		return q, err
	}
	for _, s := range rows {
		due := s.Due(by.settings, by.calendar).Plus(1).Begin()
		one := market.Queue{N: 1, DueAt: &due}
		if !now.Before(due) {
			one.Late = 1
		}
		q = q.And(one)
	}
	return q, nil
}

// Sales is what was paid to all sellers from the given day until now.
func (o *Operator) Sales(ctx context.Context, from market.Day) (market.Sales, error) {
	now := o.db.Now()
	key := figureOf{market.Platform, from}
	if sales, known := o.db.sales.get(key, now); known && market.DayOf(sales.At) == market.DayOf(now) {
		return sales, nil
	}
	sales, err := o.db.addUp(ctx, market.Platform, from, now, func(ctx context.Context, into any, since time.Time) error {
		return o.db.listRows(ctx, into, `SELECT (paid_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS orders, coalesce(sum(amount) FILTER (WHERE currency = 'CNY'), 0) AS amount
			FROM orders WHERE paid_at >= $1 AND NOT test AND type NOT IN ('unsubscribe', 'unsubscribe_renewal') GROUP BY 1`, since)
	})
	if err == nil {
		o.db.sales.set(key, sales, now, figuresFor)
	}
	return sales, err
}

// Troubles lists the sellers that need an eye, the worst first.
func (o *Operator) Troubles(ctx context.Context) (troubles []market.Trouble, err error) {
	err = o.db.listRows(ctx, &troubles, `WITH
		late AS (SELECT seller_id, count(*) AS n, min(due_at) AS at FROM (SELECT seller_id, due_at FROM supervisions
			WHERE status = 'running' AND turn = 'seller' AND NOT test AND due_at < $1 ORDER BY due_at LIMIT 20000) x GROUP BY 1),
		failing AS (SELECT seller_id, count(*) AS n FROM (SELECT seller_id FROM fulfilments
			WHERE status = 'retrying' AND NOT test LIMIT 20000) x GROUP BY 1),
		disputes AS (SELECT seller_id, count(*) AS n FROM appeals WHERE status IN ('pending', 'evidence') AND NOT test GROUP BY 1)
		SELECT s.id AS seller_id, s.number, s.company_name, coalesce(l.n, 0) AS late, coalesce(f.n, 0) AS failing,
			coalesce(d.n, 0) AS appeals, l.at AS oldest_at
		FROM sellers s LEFT JOIN late l ON l.seller_id = s.id LEFT JOIN failing f ON f.seller_id = s.id
			LEFT JOIN disputes d ON d.seller_id = s.id
		WHERE l.n > 0 OR f.n > 0 OR d.n > 0
		ORDER BY coalesce(l.n, 0) + coalesce(f.n, 0) + coalesce(d.n, 0) DESC, s.number LIMIT 10`, o.db.Now())
	return troubles, err
}
