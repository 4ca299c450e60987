package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// The overview's figures are added up again after this long; a day that is over for an hour
// does not change any more and is kept for longer.
const (
	figuresFor = 5 * time.Minute
	daysFor    = 6 * time.Hour
	dayIsOver  = time.Hour
)

// dayOf names one day of one seller; the zero seller stands for all of them.
type dayOf struct {
	seller market.SellerID
	day    market.Day
}

// figureOf names a figure of one seller.
type figureOf struct {
	seller market.SellerID
	from   market.Day
}

// Sales is what was paid from the given day until now, and in as many days before it.
func (s *Seller) Sales(ctx context.Context, from market.Day) (market.Sales, error) {
	now := s.db.Now()
	key := figureOf{s.scope(), from}
	if sales, known := s.db.sales.get(key, now); known && market.DayOf(sales.At) == market.DayOf(now) {
		return sales, nil
	}
	sales, err := s.db.addUp(ctx, s.scope(), from, now, func(ctx context.Context, into any, since time.Time) error {
		return s.list(ctx, into, `SELECT (paid_at AT TIME ZONE 'Asia/Shanghai')::date AS day, count(*) AS orders, coalesce(sum(amount) FILTER (WHERE currency = 'CNY'), 0) AS amount
			FROM orders WHERE seller_id = $1 AND paid_at >= $2 AND NOT test AND type NOT IN ('unsubscribe', 'unsubscribe_renewal') GROUP BY 1`, since)
	})
	if err != nil {
		return sales, err
	}
	err = s.get(ctx, &sales.Refunded, `SELECT coalesce(sum(r.amount), 0) FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
		WHERE r.seller_id = $1 AND r.paid_at >= $2 AND NOT r.test AND o.currency = 'CNY'`, from.Begin())
	if err == nil {
		s.db.sales.set(key, sales, now, figuresFor)
	}
	return sales, err
}

// addUp makes the figures of a range out of its days; only days that are not kept are read.
func (db *DB) addUp(ctx context.Context, seller market.SellerID, from market.Day, now time.Time,
	read func(ctx context.Context, into any, since time.Time) error) (market.Sales, error) {
	sales := market.Sales{At: now}
	today := market.DayOf(now)
	length := 1
	for d := from; d.Before(today); d = d.Plus(1) {
		length++
	}
	first := from.Plus(-length)
	known := map[market.Day]market.DaySales{}
	since := first
	for ; since.Before(today); since = since.Plus(1) {
		day, kept := db.days.get(dayOf{seller, since}, now)
		if !kept {
			break
		}
		known[since] = day
	}
	var rows []market.DaySales
	if err := read(ctx, &rows, since.Begin()); err != nil {
		return sales, err
	}
	for _, row := range rows {
		known[row.Day] = row
	}
	for d := first; !today.Before(d); d = d.Plus(1) {
		day := known[d]
		day.Day = d
		if now.Sub(d.Plus(1).Begin()) > dayIsOver {
			db.days.set(dayOf{seller, d}, day, now, daysFor)
		}
		if d.Before(from) {
			sales.OrdersBefore += day.Orders
			sales.AmountBefore = sales.AmountBefore.Plus(day.Amount)
			continue
		}
		sales.Days = append(sales.Days, day)
		sales.Orders += day.Orders
		sales.Amount = sales.Amount.Plus(day.Amount)
	}
	return sales, nil
}

// FulfilmentHealth is how well the seller's servers open what was sold, since the given day.
func (s *Seller) FulfilmentHealth(ctx context.Context, from market.Day) (health market.FulfilmentHealth, err error) {
	now := s.db.Now()
	key := figureOf{s.scope(), from}
	if health, known := s.db.health.get(key, now); known {
		return health, nil
	}
	if err := s.list(ctx, &health.Days, `SELECT (begun_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
			count(*) FILTER (WHERE status = 'done') AS ok, count(*) AS done
		FROM fulfilments WHERE seller_id = $1 AND begun_at >= $2 AND NOT test
			AND activity = 'newInstance' AND status IN ('done', 'retrying', 'exhausted')
		GROUP BY 1 ORDER BY 1`, from.Begin()); err != nil {
		return health, err
	}
	if err := s.get(ctx, &health.FailedMonth, `SELECT count(*) FROM fulfilments
		WHERE seller_id = $1 AND begun_at >= $2 AND NOT test AND activity = 'newInstance' AND status = 'exhausted'`,
		market.MonthOf(now).Begin()); err != nil {
		return health, err
	}
	err = s.list(ctx, &health.Addresses, `WITH today AS MATERIALIZED (
			SELECT f.endpoint_id, f.order_id, a.at, a.result_code, a.outcome FROM attempts a
			JOIN fulfilments f ON f.seller_id = a.seller_id AND f.id = a.fulfilment_id
			WHERE a.seller_id = $1 AND a.at >= $2 AND NOT f.test ORDER BY a.at DESC LIMIT 20000)
		SELECT e.id AS endpoint_id, e.url, count(t.at) AS calls, count(*) FILTER (WHERE t.outcome <> 'failed') AS ok,
			coalesce(mode() WITHIN GROUP (ORDER BY t.result_code) FILTER (WHERE t.outcome = 'failed'), '') AS code,
			min(t.at) FILTER (WHERE t.outcome = 'failed' AND t.at > coalesce((SELECT max(l.at) FROM today l
				WHERE l.endpoint_id = e.id AND l.outcome <> 'failed'), '-infinity')) AS failed_at,
			count(DISTINCT t.order_id) FILTER (WHERE t.outcome = 'failed') AS orders
		FROM endpoints e LEFT JOIN today t ON t.endpoint_id = e.id
		WHERE e.seller_id = $1 AND e.status = 'verified' GROUP BY e.id, e.url
		ORDER BY count(*) FILTER (WHERE t.outcome = 'failed') DESC, count(t.at) DESC, e.url LIMIT 6`,
		market.DayOf(now).Begin())
	if err == nil {
		s.db.health.set(key, health, now, figuresFor/5)
	}
	return health, err
}

// forecastWait is how long a page waits for a forecast that has to be added up.
const forecastWait = time.Second

// Forecast is SettlementForecast, kept for some minutes: it looks at every order that waits
// to be settled. Where these are so many that adding them up takes longer than a page waits,
// it answers the forecast that was kept last, and nil when there is none; the new one is
// there for the next who asks.
func (s *Seller) Forecast(ctx context.Context) (*market.SettlementForecast, error) {
	scope := s.scope()
	last, fresh := s.db.forecasts.get(scope, s.db.Now())
	if fresh {
		return &last, nil
	}
	added := s.db.adding.DoChan(scope.String(), func() (any, error) {
		ctx, done := context.WithTimeout(context.WithoutCancel(ctx), figuresFor)
		defer done()
		forecast, err := s.SettlementForecast(ctx)
		if err == nil {
			s.db.forecasts.set(scope, forecast, s.db.Now(), figuresFor)
		}
		return forecast, err
	})
	select {
	case answer := <-added:
		forecast, _ := answer.Val.(market.SettlementForecast)
		return &forecast, answer.Err
	case <-time.After(forecastWait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if last.Period != market.MonthOf(s.db.Now()) {
		return nil, nil
	}
	return &last, nil
}
