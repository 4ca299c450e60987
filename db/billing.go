package db

import (
	"context"
	"errors"
	"time"

	"sellercenter/internal/market"
)

// billableColumns are the facts of §6.2 and §6.7; the month's totals of the product are m.
const billableColumns = `o.id AS order_id, o.number AS order_number, o.type AS order_type, o.status, o.product_id, o.product_name,
	o.spec_name, o.sale_type, o.currency, o.region, o.access_type, o.period_type, o.periods, o.quantity, o.customer_name, o.list_amount, o.discount_amount,
	o.coupon_amount, o.amount, o.refunded_amount, o.fee_ratio, o.supervised, o.test, o.postpaid, o.placed_at, o.pay_by,
	o.paid_at, o.repaid_at, o.effective_at, o.completed_at, o.cancelled_at, o.refunded_at, o.given_back, ` + certifiedAt + `,
	v.id AS supervision_id, coalesce(v.status, '') AS supervision_state, coalesce(v.node, '') AS node, coalesce(v.turn, '') AS turn,
	v.entered_at AS node_since, v.done_at AS supervised_at, ` + trackColumns

// certifiedAt is since when the seller is certified for the order: on the mainland by its
// business information, abroad with the entity of the buyer's region (catalogue.md §10).
const certifiedAt = `CASE WHEN o.currency = 'CNY' THEN c.certified_at ELSE (SELECT k.certified_at FROM regions g
		JOIN contracts k ON k.seller_id = o.seller_id AND k.entity = g.entity AND k.status = 'certified' WHERE g.code = o.region) END AS certified_at`

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
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return e, err
	}
	err = s.look(ctx, func(tx *tx) error {
		var b market.Billable
		if err := tx.get(&b, `SELECT `+billableColumns+`, 0 AS month_total, 0 AS month_before`+billableFrom+`
			WHERE o.seller_id = $1 AND o.id = $2`, id); err != nil {
			return err
		}
		if err := tx.get(&b.PartlyRepaid, `SELECT `+repayment+` = 'partly' FROM orders o WHERE o.seller_id = $1 AND o.id = $2`, id); err != nil {
			return err
		}
		if err := tx.productMonth(&b, by.terms); err != nil {
			return err
		}
		var lines []market.StatementLine
		if err := tx.list(&lines, `SELECT `+lineColumns+` FROM statement_lines l JOIN statements s ON s.seller_id = l.seller_id AND s.id = l.statement_id
			WHERE l.seller_id = $1 AND l.order_id = $2 ORDER BY s.period, l.ordinal`, id); err != nil {
			return err
		}
		var closed market.Month
		if err := tx.newest(&closed, b.SaleType, b.Currency); err != nil {
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
		e = b.Explain(against, closed, by.terms, by.settings, by.calendar, tx.now)
		e.Statement, e.Lines = in, lines
		return nil
	})
	return e, err
}

// productMonth is a month of a listing, in which customers paid for it.
type productMonth struct {
	seller  market.SellerID
	product market.ProductID
	month   market.Month
}

// productMonth reads what was paid for the listing in the month of the order's payment. The sum
// of a month that is over is kept for a minute; what was paid before the order is asked for only
// where tiers are marginal (transactions.md §6.7).
func (t *tx) productMonth(b *market.Billable, terms market.Terms) error {
	if b.PaidAt == nil {
		return nil
	}
	month := market.MonthOf(*b.PaidAt)
	if terms.Marginal() {
		if err := t.get(&b.MonthBefore, `SELECT coalesce(sum(amount), 0) FROM orders
			WHERE seller_id = $1 AND product_id = $2 AND NOT test AND paid_at >= $3 AND (paid_at, id) < ($4, $5)`,
			b.ProductID, month.Begin(), *b.PaidAt, b.OrderID); err != nil {
			return err
		}
	}
	key, db := productMonth{t.s.id, b.ProductID, month}, t.s.db
	if total, known := db.months.get(key, t.now); known {
		b.MonthTotal = total
		return nil
	}
	err := t.get(&b.MonthTotal, `SELECT (SELECT coalesce(sum(o.amount), 0) FROM orders o WHERE o.seller_id = $1 AND o.product_id = $2 AND NOT o.test AND o.paid_at >= $3 AND o.paid_at < $4)
			+ (SELECT coalesce(sum(u.amount), 0) FROM usage_bills u WHERE u.seller_id = $1 AND u.product_id = $2 AND NOT u.test AND u.paid_at >= $3 AND u.paid_at < $4)`,
		b.ProductID, month.Begin(), month.End())
	if err == nil && t.now.After(month.End()) {
		db.months.set(key, b.MonthTotal, t.now, time.Minute)
	}
	return err
}

// newest is the newest period that has a statement of the category in the currency; zero when
// there is none.
func (t *tx) newest(into *market.Month, category market.SaleType, currency market.Currency) error {
	var text string
	if err := t.get(&text, `SELECT coalesce(max(period), '') FROM statements WHERE seller_id = $1 AND currency = $2 AND category = $3`, currency, category); err != nil || text == "" {
		return err
	}
	return into.Scan(text)
}

// orderByNumber is the order that a number names.
func (s *Seller) orderByNumber(ctx context.Context, number string) (id market.OrderID, err error) {
	err = s.get(ctx, &id.UUID, `SELECT id FROM orders WHERE seller_id = $1 AND number = $2`, number)
	return id, err
}

// BillabilityOf explains the order, the usage bill or the line of usage with that number, judged
// for the statement of the period.
func (s *Seller) BillabilityOf(ctx context.Context, number string, against market.Month) (e market.Billability, err error) {
	id, err := s.orderByNumber(ctx, number)
	if errors.Is(err, market.NotFound) {
		return s.usageNumber(ctx, number, against)
	}
	if err != nil {
		return e, err
	}
	return s.BillabilityFor(ctx, id, against)
}

// SettlementForecast is what the running month's statements are expected to hold: what is
// settleable already, and what is blocked, by its first unmet condition; each site's in its
// own currency.
func (s *Seller) SettlementForecast(ctx context.Context) (f market.SettlementForecast, err error) {
	if f, err = s.forecast(ctx, market.CNY); err != nil {
		return f, err
	}
	if _, err := s.JoinedOverseas(ctx); errors.Is(err, market.NotFound) {
		return f, nil
	} else if err != nil {
		return f, err
	}
	abroad, err := s.forecast(ctx, market.USD)
	f.Abroad = &abroad
	return f, err
}

func (s *Seller) forecast(ctx context.Context, currency market.Currency) (f market.SettlementForecast, err error) {
	by, err := s.db.reckoning(ctx)
	if err != nil {
		return f, err
	}
	f.Currency, f.Period = currency, market.MonthOf(s.db.Now())
	f.ClosesOn = f.Period.ClosingDay(currency, by.settings, by.calendar)
	if currency.Abroad() { // made later: the month before may still be open
		var closed market.Month
		if err := s.look(ctx, func(tx *tx) error { return tx.newest(&closed, market.SaleGeneral, currency) }); err != nil {
			return f, err
		}
		last := f.Period.Previous()
		if closes := last.ClosingDay(currency, by.settings, by.calendar); market.DayOf(s.db.Now()).Before(closes) && closed != last {
			f.Period, f.ClosesOn = last, closes
		}
	}
	var rows forecastRows
	err = s.list(ctx, &rows, `SELECT reason, count(*) AS orders, round(sum(rest * (1 - fee)), 2) AS amount, sum(rest) AS paid, region,
			CASE WHEN $3 = 'CNY' THEN 0 ELSE fee END AS fee, paid_on FROM (
			SELECT o.amount - o.refunded_amount AS rest, o.fee_ratio + CASE WHEN `+managedTrack+` = '' THEN 0 ELSE $4::numeric END AS fee, o.region,
				CASE WHEN $3 = 'CNY' THEN '2000-01-01' ELSE (o.paid_at AT TIME ZONE 'Asia/Shanghai')::date END AS paid_on, CASE
				WHEN y.certified_at IS NULL THEN 'billing.not_certified'
				WHEN o.postpaid AND o.repaid_at IS NULL THEN 'billing.not_repaid'
				WHEN v.status = 'frozen' THEN 'billing.not_supervised_frozen'
				WHEN o.supervised AND v.done_at IS NULL THEN 'billing.not_supervised'
				WHEN o.effective_at IS NULL OR o.effective_at >= $2 THEN 'billing.not_effective'
				ELSE '' END AS reason`+billableFrom+`
			LEFT JOIN LATERAL (SELECT `+certifiedAt+`) y ON true
			WHERE o.seller_id = $1 AND NOT o.test AND o.currency = $3 AND o.type NOT IN ('trial', 'unsubscribe', 'unsubscribe_renewal') AND o.status IN ('processing', 'completed') AND NOT o.given_back
				AND o.paid_at >= `+stillOpen+`
				AND NOT EXISTS (SELECT FROM statement_lines l WHERE l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale')) x
		GROUP BY reason, region, 6, paid_on ORDER BY amount DESC, reason LIMIT 10000`, f.Period.End(), currency, by.terms.Management(market.DayOf(s.db.Now())))
	rows.add(&f, by.terms)
	if err != nil {
		return f, err
	}
	return f, s.usageForecast(ctx, &f, by.terms)
}

// stillOpen is the first payment that a statement may still wait for: of what every kind of goods
// has left open, from the beginning where a kind that is listed has no statement yet.
const stillOpen = `coalesce((SELECT CASE WHEN EXISTS (SELECT FROM products p WHERE p.seller_id = $1 AND p.status <> 'draft' AND ($3 = 'CNY' OR p.sale_type = 'general') AND NOT EXISTS (SELECT FROM statements z
			WHERE z.seller_id = $1 AND z.currency = $3 AND z.category = p.sale_type)) THEN '-infinity'::timestamptz ELSE min(y.open_since) END
		FROM (SELECT DISTINCT ON (s.category) s.open_since FROM statements s WHERE s.seller_id = $1 AND s.currency = $3 ORDER BY s.category, s.period DESC) y), '-infinity')`

// forecastRows are sums that a statement is expected to hold, or the reason why not. Duties
// abroad hold from a day on and for a region: there the sums are finer.
type forecastRows []struct {
	Reason string
	Orders int
	Amount market.Money
	Paid   market.Money
	Fee    market.Ratio
	Region string
	PaidOn market.Day
}

// add adds them to the forecast, in its currency.
func (rows forecastRows) add(f *market.SettlementForecast, terms market.Terms) {
	for _, row := range rows {
		part := market.ForecastPart{Orders: row.Orders, Amount: row.Amount}
		if f.Currency.Abroad() {
			part.Amount = terms.ForecastAbroad(row.Paid, row.Fee, row.Region, row.PaidOn)
		}
		if row.Reason != "" {
			part.Reason = market.Because(row.Reason)
		}
		f.Add(part)
	}
}
