package db

import (
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// Order is one order; a buyer finds only its own.
func (s *Seller) Order(ctx context.Context, id market.OrderID) (order market.Order, err error) {
	err = s.get(ctx, &order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND id = $2`, id)
	if err == nil && s.hides(order) {
		return market.Order{}, market.NotFound
	}
	return order, err
}

// OrderNumbered is the order of that number, or of the number of its line; a buyer finds
// only its own.
func (s *Seller) OrderNumbered(ctx context.Context, text string) (order market.Order, err error) {
	number, whole := market.ReadOrderNumber(text)
	if !whole {
		return order, market.NotFound
	}
	err = s.get(ctx, &order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1 AND number = $2`, number)
	if err == nil && s.hides(order) {
		return market.Order{}, market.NotFound
	}
	return order, err
}

// The list's statements are put together from these pieces when the program is compiled.
// Without filters the index alone gives the order, so those have statements of their own:
// a plan made for any filter would be a bad plan for none.
const (
	// returned is what an unsubscription gave back (transactions.md §1.1).
	returned = `CASE WHEN o.type IN ('unsubscribe', 'unsubscribe_renewal') THEN coalesce((SELECT r.amount FROM refunds r
			WHERE r.seller_id = o.seller_id AND r.unsubscription_id = o.id LIMIT 1), 0) ELSE 0 END AS returned`
	orderRow = `SELECT o.seller_id, o.id, o.number, o.type, o.status, o.product_name, o.spec_name, o.access_type, o.period_type,
			o.periods, o.quantity, o.customer_id, o.customer_name, o.list_amount, o.amount, o.currency, o.postpaid, o.supervised, o.test,
			o.placed_at, o.paid_at, o.effective_at, o.expires_at, o.customer_account, o.sale_type, o.charging, o.given_back,
			(SELECT v.status FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id) AS supervision, ` + returned + `
		FROM orders o WHERE o.seller_id = $1`
	orderCount    = `SELECT count(*) FROM (SELECT 1 FROM orders o WHERE o.seller_id = $1`
	deliveryCount = `SELECT count(*) FROM (SELECT 1 FROM supervisions WHERE seller_id = $1 AND status = $2 AND NOT test`

	// What is paid by use is not listed: its income is seen in the bills (transactions.md §1.1).
	realOnes = ` AND NOT o.test AND o.charging <> 'ON_DEMAND'`
	testOnes = ` AND o.test`

	// $2 status
	inStatus = ` AND o.status = $2`
	// $2 state of the delivery
	inDelivery = ` AND (SELECT v.status FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id) = $2`
	// $2 status, $3 type, $4 access type, $5 products, $6 customers, $7 number, $8 and $9 when it was placed,
	// $10 and $11 when it was paid, $12 sale type, $13 charging, $14 supervision, $15 account, $16 partner,
	// $17 orders
	asSearched = ` AND ($2 = '' OR o.status = $2) AND ($3 = '' OR o.type = $3) AND ($4 = '' OR o.access_type = $4)
		AND ($5::uuid[] IS NULL OR o.product_id = ANY($5))
		AND ($6::text[] IS NULL OR o.customer_name = ANY($6))
		AND ($7 = '' OR starts_with(o.number, $7))
		AND ($8::timestamptz IS NULL OR o.placed_at >= $8) AND ($9::timestamptz IS NULL OR o.placed_at < $9)
		AND ($10::timestamptz IS NULL OR o.paid_at >= $10) AND ($11::timestamptz IS NULL OR o.paid_at < $11)
		AND ($12 = '' OR o.sale_type = $12) AND ($13 = '' OR o.charging = $13)
		AND ($14 = '' OR EXISTS (SELECT 1 FROM supervisions v WHERE v.seller_id = o.seller_id AND v.order_id = o.id AND v.status = $14))
		AND ($17::uuid[] IS NULL OR o.id = ANY($17))
		AND ($15 = '' OR starts_with(lower(o.customer_account), lower($15)))
		AND ($16 = '' OR EXISTS (SELECT 1 FROM reductions x WHERE x.seller_id = o.seller_id AND x.order_id = o.id
			AND strpos(lower(x.partner), lower($16)) > 0))`
	numbered = ` AND o.number = $2`

	newest    = ` ORDER BY o.placed_at DESC, o.id DESC`
	after2    = ` AND ($2::timestamptz IS NULL OR (o.placed_at, o.id) < ($2, $3)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $4`
	before2   = ` AND ($2::timestamptz IS NULL OR (o.placed_at, o.id) > ($2, $3)) ORDER BY o.placed_at, o.id LIMIT $4`
	after3    = ` AND ($3::timestamptz IS NULL OR (o.placed_at, o.id) < ($3, $4)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $5`
	before3   = ` AND ($3::timestamptz IS NULL OR (o.placed_at, o.id) > ($3, $4)) ORDER BY o.placed_at, o.id LIMIT $5`
	after18   = ` AND ($18::timestamptz IS NULL OR (o.placed_at, o.id) < ($18, $19)) ORDER BY o.placed_at DESC, o.id DESC LIMIT $20`
	before18  = ` AND ($18::timestamptz IS NULL OR (o.placed_at, o.id) > ($18, $19)) ORDER BY o.placed_at, o.id LIMIT $20`
	dearest   = ` AND ($18::numeric IS NULL OR (o.amount, o.id) < ($18, $19)) ORDER BY o.amount DESC, o.id DESC LIMIT $20`
	cheapest  = ` AND ($18::numeric IS NULL OR (o.amount, o.id) > ($18, $19)) ORDER BY o.amount, o.id LIMIT $20`
	counted2  = ` LIMIT $2) x`
	counted3  = ` LIMIT $3) x`
	counted18 = ` LIMIT $18) x`
)

// Orders lists orders by when they were placed or by amount; the sandbox's stand apart.
func (s *Seller) Orders(ctx context.Context, search market.OrderSearch, ask market.Ask) (p market.Page[market.OrderRow], err error) {
	var rows []market.OrderRow
	if number, alone := search.Whole(); alone {
		err = s.list(ctx, &rows, orderRow+numbered+newest, number)
		return market.Page[market.OrderRow]{Rows: rows, Count: market.Bounded{N: len(rows)}}, err
	}
	q, err := s.orderQuery(ctx, search)
	if err != nil {
		return p, err
	}
	if ask.Sort == "amount" {
		return s.ordersByAmount(ctx, q, ask)
	}
	k := from(ask)
	query, args := orderStatement(q, k.up)
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return p, err
	}
	p = page(ask, rows, func(r market.OrderRow) cursor { return cursor{r.PlacedAt, r.ID.UUID} })
	p.Count, err = s.countOrders(ctx, q)
	return p, err
}

func (s *Seller) ordersByAmount(ctx context.Context, search orderQuery, ask market.Ask) (p market.Page[market.OrderRow], err error) {
	k := fromAmount(ask)
	query := orderRow + realOnes + asSearched + dearest
	switch {
	case search.Test && k.up:
		query = orderRow + testOnes + asSearched + cheapest
	case search.Test:
		query = orderRow + testOnes + asSearched + dearest
	case k.up:
		query = orderRow + realOnes + asSearched + cheapest
	}
	var rows []market.OrderRow
	if err := s.list(ctx, &rows, query, append(search.args(), k.amount, k.id, k.limit)...); err != nil {
		return p, err
	}
	p = screen(k.limit-1, k.backwards, k.forwards, rows, func(r market.OrderRow) string { return amountCursor{r.Amount, r.ID.UUID}.String() })
	p.Count, err = s.countOrders(ctx, search)
	return p, err
}

// orderQuery is a search whose products and customers are known: few of each have many
// orders, so they are looked up first and the orders found through their indexes.
type orderQuery struct {
	market.OrderSearch
	products  []string // ids; nil: all
	customers []string // names; nil: all
	delivered []string // ids of orders whose delivery is so; nil: all, or too many to name
}

// Narrow reports whether the search asks for more than a state.
func (q orderQuery) Narrow() bool { return q.OrderSearch.Narrow() || q.delivered != nil }

// mostDelivered is how many orders are named by the state of their delivery. Where there are
// more, a list finds its next ones quickly from order to order.
const mostDelivered = 5_000

// deliveredOnly reports whether the state of the delivery, of more orders than are named, is
// all that is asked.
func (q orderQuery) deliveredOnly() bool {
	rest := q.OrderSearch
	rest.Supervision = ""
	return q.Supervision != "" && q.Status == "" && !rest.Narrow() && !q.Test
}

func (s *Seller) orderQuery(ctx context.Context, search market.OrderSearch) (q orderQuery, err error) {
	q.OrderSearch = search
	if search.Product != "" {
		q.products = []string{} // none, not all
		err = s.list(ctx, &q.products, `SELECT p.id FROM products p WHERE p.seller_id = $1 AND (strpos(lower(p.name), lower($2)) > 0
			OR EXISTS (SELECT 1 FROM revisions r WHERE r.seller_id = p.seller_id AND r.product_id = p.id
				AND strpos(lower(r.content->>'name'), lower($2)) > 0)) LIMIT 10000`, search.Product)
	}
	if err == nil {
		q.customers, err = s.customersLike(ctx, search.Customer)
	}
	if err == nil && search.Supervision != "" && !search.Test {
		err = s.list(ctx, &q.delivered, `SELECT order_id FROM supervisions WHERE seller_id = $1 AND status = $2 AND NOT test LIMIT $3`, search.Supervision, mostDelivered+1)
		switch {
		case len(q.delivered) > mostDelivered:
			q.delivered = nil
		case err == nil:
			q.Supervision, q.delivered = "", append([]string{}, q.delivered...) // none, not all
		}
	}
	return q, err
}

// customersLike are the names among the seller's customers that contain the text. The index
// is read from name to name, not from order to order: a seller has few customers and many
// orders.
func (s *Seller) customersLike(ctx context.Context, text string) (names []string, err error) {
	if text == "" {
		return nil, nil
	}
	names = []string{} // nobody, not everybody
	err = s.list(ctx, &names, `WITH RECURSIVE names AS (
			(SELECT customer_name FROM orders WHERE seller_id = $1 ORDER BY customer_name USING ~<~ LIMIT 1)
			UNION ALL
			SELECT (SELECT o.customer_name FROM orders o WHERE o.seller_id = $1 AND o.customer_name ~>~ n.customer_name
				ORDER BY o.customer_name USING ~<~ LIMIT 1)
			FROM names n WHERE n.customer_name IS NOT NULL)
		SELECT customer_name FROM names WHERE strpos(lower(customer_name), lower($2)) > 0 LIMIT 1000`, text)
	return names, err
}

// orderStatement picks the statement whose plan fits the search, and its arguments.
func orderStatement(search orderQuery, up bool) (query string, args []any) {
	switch {
	case search.Test && up:
		return orderRow + testOnes + asSearched + before18, search.args()
	case search.Test:
		return orderRow + testOnes + asSearched + after18, search.args()
	case search.deliveredOnly() && up:
		return orderRow + realOnes + inDelivery + before3, []any{search.Supervision}
	case search.deliveredOnly():
		return orderRow + realOnes + inDelivery + after3, []any{search.Supervision}
	case search.Narrow() && up:
		return orderRow + realOnes + asSearched + before18, search.args()
	case search.Narrow():
		return orderRow + realOnes + asSearched + after18, search.args()
	case search.Status != "" && up:
		return orderRow + realOnes + inStatus + before3, []any{search.Status}
	case search.Status != "":
		return orderRow + realOnes + inStatus + after3, []any{search.Status}
	case up:
		return orderRow + realOnes + before2, nil
	}
	return orderRow + realOnes + after2, nil
}

func (s *Seller) countOrders(ctx context.Context, search orderQuery) (n market.Bounded, err error) {
	if search.delivered != nil && search.Status == "" && !search.OrderSearch.Narrow() { // an order has one delivery: they are named
		if search.Exact {
			return market.Bounded{N: len(search.delivered)}, nil
		}
		return bounded(len(search.delivered)), nil
	}
	query, args := orderCount+realOnes+counted2, []any(nil)
	switch {
	case search.Test:
		query, args = orderCount+testOnes+asSearched+counted18, search.args()
	case search.deliveredOnly(): // an order has one delivery
		query, args = deliveryCount+counted3, []any{search.Supervision}
	case search.Narrow():
		query, args = orderCount+realOnes+asSearched+counted18, search.args()
	case search.Status != "":
		query, args = orderCount+realOnes+inStatus+counted3, []any{search.Status}
	}
	if search.Exact {
		err = s.get(ctx, &n.N, query, append(args, everything)...)
		return n, err
	}
	return s.count(ctx, query, append(args, market.CountLimit+1)...)
}

func (q orderQuery) args() []any {
	s := q.OrderSearch
	return []any{s.Status, s.Type, s.Access, pq.Array(q.products), pq.Array(q.customers), s.Number, s.From, s.Until, s.PaidFrom, s.PaidUntil,
		s.Sale, s.Charging, s.Supervision, s.Account, s.Partner, pq.Array(q.delivered)}
}

// InstanceOf is what the order's buyer has running; NotFound before it is opened.
func (s *Seller) InstanceOf(ctx context.Context, order market.OrderID) (instance market.Instance, err error) {
	err = s.get(ctx, &instance, `SELECT id, number, order_id, product_id, status, customer_id, front_url, opened_at, expires_at, released_at, blocked_at, test
		FROM instances WHERE seller_id = $1 AND (order_id = $2
			OR id = (SELECT instance_id FROM orders WHERE seller_id = $1 AND id = $2))`, order)
	if err != nil || instance.Status != market.InstanceFrozen || instance.ExpiresAt == nil || instance.ExpiresAt.After(s.db.Now()) {
		return instance, err
	}
	settings, err := s.db.Settings(ctx)
	at := instance.ExpiresAt.Add(settings.FreezeRetention.Duration)
	instance.ReleasesAt = &at
	return instance, err
}

// Renewals are the orders that extended this one.
func (s *Seller) Renewals(ctx context.Context, order market.OrderID) (rows []market.OrderRow, err error) {
	err = s.list(ctx, &rows, orderRow+` AND o.renews_id = $2`+newest+` LIMIT 50`, order)
	return rows, err
}
