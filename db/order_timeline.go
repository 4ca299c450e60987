package db

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// timeline is all that happened to one order ($2): every row that already records something
// gives its entries, each branch by an index that begins with the seller. Nothing is written
// twice, so nothing can differ. Of one instant the cause stands before what it caused: place.
const timeline = `
	SELECT e.at, e.place, o.id, e.kind, e.party, e.actor, e.act, o.id AS subject, '' AS name, '' AS quote,
			e.amount, e.n, e.word, NULL::jsonb AS reason, e.since, e.until
		FROM orders o CROSS JOIN LATERAL (VALUES
			(CASE WHEN o.type IN ('unsubscribe', 'unsubscribe_renewal') THEN o.placed_at END, 1::bigint, 'order', 'system', '', 'order.place', NULL::numeric, 0, '', NULL::timestamptz, NULL::timestamptz),
			(CASE WHEN o.type NOT IN ('unsubscribe', 'unsubscribe_renewal') THEN o.placed_at END, 1, 'order', 'buyer', o.customer_name, 'order.place', o.amount, 0, '', NULL, NULL),
			(CASE WHEN o.type NOT IN ('unsubscribe', 'unsubscribe_renewal') THEN o.paid_at END, 2, 'payment', 'buyer', o.customer_name, 'order.pay', o.amount, 0,
				CASE WHEN o.renews_id IS NOT NULL THEN 'then_renewal' WHEN o.supervised THEN 'then_supervision' ELSE 'then_opening' END, NULL, NULL),
			(o.repaid_at, 3, 'payment', 'buyer', o.customer_name, 'order.repay', o.amount, 0, '', NULL, NULL),
			(CASE WHEN o.cancelled_at >= o.pay_by THEN o.cancelled_at END, 4, 'order', 'system', '', 'order.expire', NULL, 0, '', NULL, o.pay_by),
			(CASE WHEN o.cancelled_at < o.pay_by THEN o.cancelled_at END, 4, 'order', 'buyer', o.customer_name, 'order.cancel', NULL, 0, '', NULL, NULL),
			(o.completed_at, 60000000000000, 'order', 'system', '', 'order.complete', NULL, 0, o.type, o.effective_at, o.expires_at)
		) AS e (at, place, kind, party, actor, act, amount, n, word, since, until)
		WHERE o.seller_id = $1 AND o.id = $2 AND e.at IS NOT NULL
	UNION ALL
	SELECT a.at, 5, a.id, 'order', a.party, a.actor, a.act, $2, '', '', NULL, 0, '', NULL, NULL, NULL
		FROM audits a WHERE a.seller_id = $1 AND a.subject = $2::uuid::text AND EXISTS (SELECT 1 FROM orders o WHERE o.seller_id = $1 AND o.id = $2)
			AND a.act NOT IN ('order.place', 'order.pay', 'order.repay', 'order.cancel', 'order.expire', 'order.complete')
	UNION ALL
	SELECT a.at, 20000000000000 + a.no, a.id, 'fulfilment', 'system', '', 'attempt_' || a.outcome, f.id, a.activity, '',
			NULL, a.no, a.result_code, NULL, NULL, NULL
		FROM fulfilments f JOIN attempts a ON a.seller_id = f.seller_id AND a.fulfilment_id = f.id
		WHERE f.seller_id = $1 AND f.order_id = $2
	UNION ALL
	SELECT a.at, 21000000000000, a.id, 'fulfilment', a.party, a.actor, a.act, f.id, f.activity, '', NULL, 0, '', f.cause, NULL, NULL
		FROM fulfilments f JOIN audits a ON a.seller_id = f.seller_id AND a.subject = f.id::text
		WHERE f.seller_id = $1 AND f.order_id = $2 AND a.act NOT IN ('fulfilment.send', 'fulfilment.query')
	UNION ALL
	SELECT e.at, e.place, i.id, 'instance', 'system', '', e.act, i.id, i.number, '', NULL, 0, '', NULL, NULL, i.expires_at
		FROM instances i CROSS JOIN LATERAL (VALUES (i.opened_at, 30000000000000, 'opened'),
			(i.released_at, 31000000000000, 'released')) AS e (at, place, act)
		WHERE i.seller_id = $1 AND i.order_id = $2 AND e.at IS NOT NULL
	UNION ALL
	SELECT a.at, 32000000000000, a.id, 'instance', a.party, a.actor, a.act, i.id, i.number, '', NULL, 0, '', NULL, NULL, NULL
		FROM instances i JOIN audits a ON a.seller_id = i.seller_id AND a.subject = i.id::text
		WHERE i.seller_id = $1 AND i.order_id = $2 AND a.act <> 'instance.release'
	UNION ALL
	SELECT l.at, 40000000000000 + l.no, l.id, CASE WHEN l.act LIKE 'appeal.%' THEN 'appeal' ELSE 'supervision' END,
			l.party, l.actor, l.act,
			CASE WHEN l.act LIKE 'appeal.%' THEN (SELECT p.id FROM appeals p WHERE p.seller_id = l.seller_id AND p.supervision_id = l.supervision_id
				AND p.filed_at <= l.at ORDER BY p.filed_at DESC, p.id DESC LIMIT 1) ELSE v.id END,
			'', l.comment, NULL, 0, CASE WHEN l.from_node <> l.to_node THEN l.to_node ELSE '' END, l.reason, NULL, NULL
		FROM supervisions v JOIN supervision_logs l ON l.seller_id = v.seller_id AND l.supervision_id = v.id
		WHERE v.seller_id = $1 AND v.order_id = $2 AND l.act NOT LIKE 'refund.%'
	UNION ALL
	SELECT a.at, 50000000000000, a.id, 'supervision', a.party, a.actor, a.act, v.id, '', '', NULL, 0, '', NULL, NULL, v.due_at
		FROM supervisions v JOIN audits a ON a.seller_id = v.seller_id AND a.subject = v.id::text
		WHERE v.seller_id = $1 AND v.order_id = $2 AND a.act IN ('supervision.warn', 'supervision.remind')
	UNION ALL
	SELECT l.at, 70000000000000 + l.no, l.id, 'refund', l.party, l.actor, l.act, r.id, r.number, l.comment, l.amount, 0, r.cause, NULL, NULL,
			CASE WHEN l.act = 'refund.request' THEN r.due_at END
		FROM refunds r JOIN refund_logs l ON l.seller_id = r.seller_id AND l.refund_id = r.id
		WHERE r.seller_id = $1 AND r.order_id = $2
	UNION ALL
	SELECT a.at, 79000000000000, a.id, 'refund', a.party, a.actor, a.act, r.id, r.number, '', NULL, 0, '', NULL, NULL, NULL
		FROM refunds r JOIN audits a ON a.seller_id = r.seller_id AND a.subject = r.id::text
		WHERE r.seller_id = $1 AND r.order_id = $2 AND a.act = 'refund.remind'
	UNION ALL
	SELECT l.at, 80000000000000 + l.no, l.id, 'invoice', l.party, l.actor, l.act, i.id, i.number, l.comment, x.amount, 0, '', NULL, NULL, NULL
		FROM invoice_orders x JOIN invoices i ON i.seller_id = x.seller_id AND i.id = x.invoice_id
			JOIN invoice_logs l ON l.seller_id = x.seller_id AND l.invoice_id = x.invoice_id
		WHERE x.seller_id = $1 AND x.order_id = $2
	UNION ALL
	SELECT t.closed_at, 90000000000000 + l.ordinal, t.id, 'statement', 'system', '', 'line_' || l.kind, t.id, t.number, '', l.amount, 0,
			CASE t.status WHEN 'carried' THEN 'carried' ELSE '' END, NULL, NULL, NULL
		FROM (` + orderLines + `) l JOIN statements t ON t.seller_id = $1 AND t.id = l.statement_id
	UNION ALL
	SELECT d.last_at, 35000000000000, d.id, 'usage', 'seller', '', 'usage_records', NULL, '', '', NULL, d.records, d.failed::text, NULL, NULL, NULL
		FROM usage_days d WHERE d.seller_id = $1 AND d.order_id = $2
	UNION ALL
	SELECT max(b.issued_at), 36000000000000, min(b.id::text)::uuid, 'usage', 'system', '', 'usage.bill', CASE count(*) WHEN 1 THEN min(b.id::text)::uuid END,
			CASE count(*) WHEN 1 THEN min(b.number) ELSE '' END, '', sum(b.amount), count(*)::int, '', NULL, NULL, NULL
		FROM usage_bills b WHERE b.seller_id = $1 AND b.order_id = $2 AND b.issued_at IS NOT NULL AND b.amount > 0
		GROUP BY (b.issued_at AT TIME ZONE 'Asia/Shanghai')::date HAVING count(*) > 0
	UNION ALL
	SELECT max(b.paid_at), 37000000000000, min(b.id::text)::uuid, 'usage', 'buyer', max(o.customer_name), 'usage.pay', CASE count(*) WHEN 1 THEN min(b.id::text)::uuid END,
			CASE count(*) WHEN 1 THEN min(b.number) ELSE '' END, '', sum(b.amount), count(*)::int, '', NULL, NULL, NULL
		FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
		WHERE b.seller_id = $1 AND b.order_id = $2 AND b.paid_at IS NOT NULL AND b.amount > 0
		GROUP BY (b.paid_at AT TIME ZONE 'Asia/Shanghai')::date HAVING count(*) > 0
	UNION ALL
	SELECT t.closed_at, 90500000000000, t.id, 'statement', 'system', '', 'line_usage', t.id, t.number, '', u.amount, u.bills, '', NULL, NULL, NULL
		FROM (SELECT b.statement_id, sum(b.amount) AS amount, count(*)::int AS bills FROM usage_bills b
				WHERE b.seller_id = $1 AND b.order_id = $2 AND b.statement_id IS NOT NULL GROUP BY b.statement_id) u
			JOIN statements t ON t.seller_id = $1 AND t.id = u.statement_id
	UNION ALL
	SELECT a.at, 91000000000000, a.id, CASE a.act WHEN 'statement.pay' THEN 'payout' ELSE 'statement' END, a.party, a.actor,
			CASE a.act WHEN 'statement.pay' THEN 'payout' ELSE a.act END, t.id, t.number, '', NULL, 0, '', NULL, NULL, NULL
		FROM (SELECT DISTINCT statement_id FROM (` + orderLines + `) x) l JOIN statements t ON t.seller_id = $1 AND t.id = l.statement_id
			JOIN audits a ON a.seller_id = t.seller_id AND a.subject = t.id::text
		WHERE a.act LIKE 'statement.%' AND a.act <> 'statement.close'`

// orderLines are the lines by which an order and its refunds entered statements. Statements
// are whole for whoever sees them; of an order that is not granted they tell nothing.
const orderLines = `SELECT s.statement_id, s.ordinal, s.kind, s.amount FROM orders o JOIN statement_lines s ON s.seller_id = o.seller_id AND s.order_id = o.id AND s.kind = 'sale'
		WHERE o.seller_id = $1 AND o.id = $2
	UNION ALL SELECT s.statement_id, s.ordinal, s.kind, s.amount FROM refunds r JOIN statement_lines s ON s.seller_id = r.seller_id AND s.refund_id = r.id
		AND s.kind = 'refund' WHERE r.seller_id = $1 AND r.order_id = $2`

// eventRow is an entry as the rows give it.
type eventRow struct {
	ID      string
	At      time.Time
	Place   int64
	Kind    market.EventKind
	Party   market.Party
	Actor   string
	Act     string
	Subject *string
	Name    string
	Quote   string
	Amount  *market.Money
	N       int
	Word    string
	Reason  market.JSON[*market.Reason]
	Since   *time.Time
	Until   *time.Time
}

// eventPlace is where an entry stands in its order's timeline.
type eventPlace struct {
	at    time.Time
	place int64
	id    string
}

func (p eventPlace) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d %d %s", p.at.UnixMicro(), p.place, p.id))
}

func readEventPlace(text string) (p eventPlace, ok bool) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return p, false
	}
	var micros int64
	n, err := fmt.Sscanf(string(plain), "%d %d %s", &micros, &p.place, &p.id)
	p.at = time.UnixMicro(micros)
	return p, err == nil && n == 3
}

// OrderTimeline is what happened to the order, newest first: its own life, payment, calls to
// the seller's server, delivery, appeals, refunds, invoices, statements and payouts
// (transactions.md §2.7, look/experience.md). An empty kind wants all.
func (s *Seller) OrderTimeline(ctx context.Context, order market.Order, kind market.EventKind, ask market.Ask) (p market.Page[market.Event], err error) {
	const rows = `SELECT t.at, t.place, t.id, t.kind, t.party, t.actor, t.act, t.subject, t.name, t.quote, t.amount, t.n, t.word, t.reason,
		t.since, t.until FROM (` + timeline + `) t WHERE ($3 = '' OR t.kind = $3)`
	query := rows + ` AND ($4::timestamptz IS NULL OR (t.at, t.place, t.id) < ($4, $5::bigint, $6::uuid)) ORDER BY t.at DESC, t.place DESC, t.id DESC LIMIT $7`
	from, up := readEventPlace(ask.Before)
	down := false
	if up {
		query = rows + ` AND ($4::timestamptz IS NULL OR (t.at, t.place, t.id) > ($4, $5::bigint, $6::uuid)) ORDER BY t.at, t.place, t.id LIMIT $7`
	} else {
		from, down = readEventPlace(ask.After)
	}
	var at, place, id any
	if up || down {
		at, place, id = from.at, from.place, from.id
	}
	var found []eventRow
	if err := s.list(ctx, &found, query, order.ID, kind, at, place, id, ask.Rows()+1); err != nil {
		return p, err
	}
	cut := screen(ask.Rows(), up, down, found, func(r eventRow) string { return eventPlace{r.At, r.Place, r.ID}.String() })
	p = market.Page[market.Event]{Next: cut.Next, Previous: cut.Previous}
	for _, row := range cut.Rows {
		p.Rows = append(p.Rows, row.event(order))
	}
	return p, cmp.Or(s.eventFiles(ctx, order.ID, p.Rows), s.eventAddresses(ctx, p.Rows))
}

// eventAddresses puts to the entries from where they were done, as the audit log has it
// (transactions.md §2.7, §8).
func (s *Seller) eventAddresses(ctx context.Context, events []market.Event) error {
	type doing struct {
		subject, act string
		at           int64
	}
	known := map[doing][]int{}
	var subjects []string
	var first, last time.Time
	for i, e := range events {
		if e.Subject == "" || e.Party == market.PartySystem {
			continue
		}
		d := doing{e.Subject, e.Act, e.At.UnixMicro()}
		known[d], subjects = append(known[d], i), append(subjects, e.Subject)
		if first.IsZero() || e.At.Before(first) {
			first = e.At
		}
		if e.At.After(last) {
			last = e.At
		}
	}
	if len(subjects) == 0 {
		return nil
	}
	var rows []struct {
		Subject string
		Act     string
		At      time.Time
		Address string
	}
	err := s.list(ctx, &rows, `SELECT subject, act, at, address FROM audits
		WHERE seller_id = $1 AND subject = ANY($2) AND at BETWEEN $3 AND $4 AND address <> '' LIMIT 1000`, pq.Array(subjects), first, last)
	for _, row := range rows {
		for _, i := range known[doing{row.Subject, row.Act, row.At.UnixMicro()}] {
			events[i].From = row.Address
		}
	}
	return err
}

// OrderEventCounts is how much of each kind happened to the order; NotFound for who does not
// see it.
func (s *Seller) OrderEventCounts(ctx context.Context, order market.OrderID) (market.EventCounts, error) {
	var rows []struct {
		Kind market.EventKind
		N    int
	}
	counts := market.EventCounts{}
	err := s.list(ctx, &rows, `SELECT t.kind, count(*) AS n FROM (`+timeline+`) t GROUP BY t.kind ORDER BY t.kind LIMIT 20`, order)
	for _, row := range rows {
		counts[row.Kind] = row.N
	}
	if err == nil && len(rows) == 0 { // it was placed at least, where it is anybody's to see
		return nil, market.NotFound
	}
	return counts, err
}

// eventFiles puts the files to the entries that they came with.
func (s *Seller) eventFiles(ctx context.Context, order market.OrderID, events []market.Event) error {
	at := map[string]int{}
	var ids []string
	for i, e := range events {
		if e.Kind == market.EventSupervision || e.Kind == market.EventAppeal || e.Kind == market.EventInvoice || e.Kind == market.EventRefund {
			at[e.ID] = i
			ids = append(ids, e.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var files []struct {
		LogID   string
		ID      market.FileID
		Name    string
		Version int
		SHA256  string
		Size    int64
	}
	err := s.list(ctx, &files, `SELECT e.log_id, f.id, f.name, e.version, f.sha256, f.size
			FROM supervisions v JOIN evidences e ON e.seller_id = v.seller_id AND e.supervision_id = v.id
				JOIN files f ON f.seller_id = e.seller_id AND f.id = e.file_id
			WHERE v.seller_id = $1 AND v.order_id = $2 AND e.log_id = ANY($3::uuid[])
		UNION ALL SELECT l.id, f.id, f.name, 0, f.sha256, f.size
			FROM invoice_orders x JOIN invoice_logs l ON l.seller_id = x.seller_id AND l.invoice_id = x.invoice_id
				JOIN files f ON f.seller_id = l.seller_id AND f.id = l.file_id
			WHERE x.seller_id = $1 AND x.order_id = $2 AND l.id = ANY($3::uuid[])
		UNION ALL SELECT x.log_id, f.id, f.name, 0, f.sha256, f.size
			FROM refunds r JOIN refund_files x ON x.seller_id = r.seller_id AND x.refund_id = r.id
				JOIN files f ON f.seller_id = x.seller_id AND f.id = x.file_id
			WHERE r.seller_id = $1 AND r.order_id = $2 AND x.log_id = ANY($3::uuid[])
		ORDER BY 3, 4 LIMIT 500`, order, pq.Array(ids))
	for _, f := range files {
		event := &events[at[f.LogID]]
		event.Files = append(event.Files, market.EventFile{ID: f.ID, Name: f.Name, Version: f.Version, SHA256: f.SHA256, Size: f.Size})
	}
	return err
}

// event words the row's facts.
func (r eventRow) event(order market.Order) market.Event {
	e := market.Event{SellerID: order.SellerID, ID: r.ID, At: r.At, Kind: r.Kind, Party: r.Party, Actor: r.Actor, Act: r.Act, Name: r.Name, Quote: r.Quote,
		Amount: r.Amount, Currency: order.Currency, Reason: r.Reason.V}
	if !strings.Contains(r.Act, ".") { // what no act of its own records
		e.Act = "order.event_" + r.Act
	}
	if r.Subject != nil {
		e.Subject = *r.Subject
	}
	switch r.Kind {
	case market.EventOrder, market.EventPayment:
		r.orderEvent(&e)
	case market.EventFulfilment:
		r.callEvent(&e)
	case market.EventInstance:
		if r.Act == "opened" && r.Until != nil {
			e.Reason = because("order.event_until", *r.Until)
		}
	case market.EventSupervision, market.EventAppeal:
		if r.Word != "" {
			e.Rest = because("order.event_into", market.Word(market.Node(r.Word).Key()))
		}
		if r.Until != nil {
			e.Reason = because("order.event_due", *r.Until)
		}
	case market.EventRefund:
		switch {
		case r.Act == string(market.RequestRefund) && r.Until != nil:
			e.Reason = because("order.event_decide_by", *r.Until)
		case r.Act == string(market.RequestRefund):
			e.Reason = because(market.RefundCause(r.Word).Key())
		}
	case market.EventUsage:
		r.usageEvent(&e)
	case market.EventInvoice, market.EventPayout:
	case market.EventStatement:
		if r.N > 0 {
			e.Rest = because("order.event_bills", r.N)
		}
		if r.Word == "carried" {
			e.Reason = because("order.event_carried")
		}
	}
	return e
}

func (r eventRow) orderEvent(e *market.Event) {
	switch market.Act(r.Act) {
	case market.PayOrder:
		e.Reason = because("order." + r.Word)
	case market.ExpireOrder:
		e.Reason = because("order.window_over", *r.Until)
	case market.CompleteOrder:
		switch {
		case market.OrderType(r.Word).GivesBack():
			e.Reason = because("order.gave_back")
		case r.Until != nil && r.Since != nil:
			e.Reason = because("order.runs_until", *r.Since, *r.Until)
		case r.Since != nil:
			e.Reason = because("order.runs_from", *r.Since)
		}
	}
}

// usageEvent words a day's records, or its bills.
func (r eventRow) usageEvent(e *market.Event) {
	switch {
	case r.Act == "usage_records" && r.Word != "0":
		e.Rest = because("order.event_records_failed", r.N, r.Word)
	case r.Act == "usage_records":
		e.Rest = because("order.event_records", r.N)
	case r.N > 1:
		e.Rest = because("order.event_bills", r.N)
	}
}

func (r eventRow) callEvent(e *market.Event) {
	activity := market.Word(market.Activity(r.Name).Key())
	e.Name = ""
	if r.N == 0 { // what somebody did to the message
		e.Rest = because("order.event_activity", activity)
		if market.Act(r.Act) != market.ExhaustFulfilment {
			e.Reason = nil // why it failed is not why it was sent again
		}
		return
	}
	e.Rest = because("order.event_attempt", activity, r.N, r.Word)
	if code := market.ResultCode(r.Word); code != market.ResultOK && r.Word != "" {
		e.Reason = because(code.Key())
	}
}

func because(key string, args ...any) *market.Reason {
	reason := market.Because(key, args...)
	return &reason
}

// OrderRelated are the rows of other areas that belong to the order.
func (s *Seller) OrderRelated(ctx context.Context, id market.OrderID) (related []market.Related, err error) {
	err = s.list(ctx, &related, `
		SELECT 'supervision' AS kind, id::text, '' AS number, 'supervision.status_' || status AS status
			FROM supervisions WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'fulfilment', id::text, activity, 'fulfilment.status_' || status
			FROM fulfilments WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'appeal', id::text, number, 'appeal.status_' || status
			FROM appeals WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'refund', id::text, number, 'refund.status_' || status
			FROM refunds WHERE seller_id = $1 AND order_id = $2
		UNION ALL SELECT 'invoice', i.id::text, i.number, 'invoice.status_' || i.status
			FROM invoice_orders x JOIN invoices i ON i.seller_id = x.seller_id AND i.id = x.invoice_id WHERE x.seller_id = $1 AND x.order_id = $2
		UNION ALL SELECT DISTINCT 'statement', t.id::text, t.number, 'statement.status_' || t.status
			FROM (`+orderLines+`) l JOIN statements t ON t.seller_id = $1 AND t.id = l.statement_id`, id)
	return related, err
}
