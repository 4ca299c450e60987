package db

import (
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const usageColumns = `u.seller_id, u.id, u.serial, u.instance_number, u.instance_id, u.order_id, u.product_id, u.package_number, u.item, u.unit, u.begin_at, u.end_at,
	u.recorded_at, u.used, u.received_at, u.rated_at, u.status, u.code, u.taken, u.demanded, u.before, u.charge, u.bill_begin, u.late, u.sent, u.digest, u.test`

const usageRows = `SELECT ` + usageColumns + `, coalesce(o.number, '') AS order_number, coalesce(o.customer_name, '') AS customer_name,
		coalesce(o.product_name, '') AS product_name, coalesce(o.spec_name, '') AS spec_name, coalesce(o.currency, 'CNY') AS currency
	FROM usage_records u LEFT JOIN orders o ON o.seller_id = u.seller_id AND o.id = u.order_id`

const usageFilter = ` WHERE u.seller_id = $1 AND NOT u.test AND ($2 = '' OR u.status = $2) AND ($3 = '' OR u.code = $3)
	AND ($4 = '' OR u.serial LIKE $4 || '%' OR u.instance_number LIKE $4 || '%' OR strpos(o.number, $4) = 1 OR strpos(o.customer_name, $4) > 0)
	AND ($5 = '' OR strpos(lower(o.product_name || ' ' || o.spec_name), lower($5)) > 0)
	AND ($6::date IS NULL OR u.begin_at >= $6::date::timestamp AT TIME ZONE 'Asia/Shanghai')
	AND ($7::date IS NULL OR u.begin_at < ($7::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
	AND ($8::uuid IS NULL OR u.order_id = $8)`

func usageArgs(search market.UsageSearch) []any {
	return []any{string(search.Status), string(search.Code), search.Text, search.Product, search.From, search.Until, search.Order}
}

// Usages lists the records, newest first (transactions.md §5.1).
func (s *Seller) Usages(ctx context.Context, search market.UsageSearch, ask market.Ask) (market.Page[market.UsageRow], error) {
	k := from(ask)
	query := usageRows + usageFilter + ` AND ($9::uuid IS NULL OR u.id < $9) ORDER BY u.id DESC LIMIT $10`
	if k.up {
		query = usageRows + usageFilter + ` AND ($9::uuid IS NULL OR u.id > $9) ORDER BY u.id LIMIT $10`
	}
	var rows []market.UsageRow
	if err := s.list(ctx, &rows, query, append(usageArgs(search), k.id, k.limit)...); err != nil {
		return market.Page[market.UsageRow]{}, err
	}
	found := page(ask, rows, func(row market.UsageRow) cursor { return cursor{time.Time{}, row.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM usage_records u LEFT JOIN orders o ON o.seller_id = u.seller_id AND o.id = u.order_id`+
		usageFilter+` LIMIT 10001) x`, usageArgs(search)...)
	return found, err
}

// UsageWaiting is how many records were received and are being checked.
func (s *Seller) UsageWaiting(ctx context.Context) (waiting int, err error) {
	err = s.get(ctx, &waiting, `SELECT coalesce(sum(records), 0) FROM (SELECT records FROM usage_pushes WHERE seller_id = $1 LIMIT 10000) x`)
	return waiting, err
}

// Usage is one record, with each step of its price (transactions.md §5.4).
func (s *Seller) Usage(ctx context.Context, id market.UsageID) (detail market.UsageDetail, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return detail, err
	}
	if err := s.get(ctx, &detail.Record, usageRows+` WHERE u.seller_id = $1 AND u.id = $2`, id); err != nil {
		return detail, err
	}
	r := detail.Record
	if r.InstanceID == nil || r.Status != market.UsageBilled {
		return detail, nil
	}
	var factor market.JSON[*market.BillingFactor]
	if err := s.get(ctx, &factor, `SELECT (SELECT factor FROM meters WHERE seller_id = $1 AND id = $2)`, *r.InstanceID); err != nil || factor.V == nil {
		return detail, err
	}
	detail.Factor = factor.V
	detail.Steps, _ = factor.V.Steps(r.Before, r.Demanded, settings.UsageTierTotal)
	if r.BillBegin == nil {
		return detail, nil
	}
	var bill market.UsageBill
	err = s.get(ctx, &bill, `SELECT `+usageBillColumns+` FROM usage_bills b WHERE b.seller_id = $1 AND b.instance_id = $2 AND b.begin_at = $3`, *r.InstanceID, *r.BillBegin)
	detail.Bill = &bill
	return detail, err
}

const usageBillRows = `SELECT ` + usageBillColumns + `, o.number AS order_number, o.customer_name, o.product_name, o.currency, i.number AS instance_number,
		(SELECT t.period FROM statements t WHERE t.seller_id = b.seller_id AND t.id = b.statement_id) AS period
	FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id
	JOIN instances i ON i.seller_id = b.seller_id AND i.id = b.instance_id`

const usageBillFilter = ` WHERE b.seller_id = $1 AND b.test = $7
	AND ($2 = '' OR $2 = CASE WHEN b.paid_at IS NOT NULL THEN 'paid' WHEN b.issued_at IS NOT NULL THEN 'issued' ELSE 'open' END)
	AND ($3 = '' OR b.number LIKE $3 || '%' OR strpos(o.customer_name, $3) > 0 OR strpos(lower(o.product_name || ' ' || b.item), lower($3)) > 0)
	AND ($4::date IS NULL OR b.begin_at >= $4::date::timestamp AT TIME ZONE 'Asia/Shanghai')
	AND ($5::date IS NULL OR b.begin_at < ($5::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AND ($6::uuid IS NULL OR b.order_id = $6)
	AND ($8::uuid IS NULL OR b.statement_id = $8) AND ($9::uuid IS NULL OR b.product_id = $9)`

// UsageBills lists the bills, newest cycle first.
func (s *Seller) UsageBills(ctx context.Context, search market.UsageBillSearch, ask market.Ask) (market.Page[market.UsageBillRow], error) {
	k := from(ask)
	query := usageBillRows + usageBillFilter + ` AND ($10::timestamptz IS NULL OR (b.begin_at, b.id) < ($10, $11)) ORDER BY b.begin_at DESC, b.id DESC LIMIT $12`
	if k.up {
		query = usageBillRows + usageBillFilter + ` AND ($10::timestamptz IS NULL OR (b.begin_at, b.id) > ($10, $11)) ORDER BY b.begin_at, b.id LIMIT $12`
	}
	args := []any{string(search.Status), search.Text, search.From, search.Until, search.Order, search.Test, search.Statement, search.Product}
	var rows []market.UsageBillRow
	if err := s.list(ctx, &rows, query, append(args, k.at, k.id, k.limit)...); err != nil {
		return market.Page[market.UsageBillRow]{}, err
	}
	found := page(ask, rows, func(row market.UsageBillRow) cursor { return cursor{row.BeginAt, row.ID.UUID} })
	var err error
	found.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM usage_bills b JOIN orders o ON o.seller_id = b.seller_id AND o.id = b.order_id`+
		usageBillFilter+` LIMIT 10001) x`, args...)
	return found, err
}

// UsageBill is one bill with its records.
func (s *Seller) UsageBill(ctx context.Context, id market.UsageBillID) (detail market.UsageBillDetail, err error) {
	if err := s.get(ctx, &detail.Bill, usageBillRows+` WHERE b.seller_id = $1 AND b.id = $2`, id); err != nil {
		return detail, err
	}
	b := detail.Bill
	err = s.list(ctx, &detail.Records, usageRows+` WHERE u.seller_id = $1 AND u.instance_id = $2 AND u.bill_begin = $3 AND u.status = 'billed' ORDER BY u.begin_at, u.id LIMIT 200`,
		b.InstanceID, b.BeginAt)
	if err != nil {
		return detail, err
	}
	detail.Settling, err = s.UsageBillability(ctx, b, market.Month{})
	return detail, err
}

// OrderUsage is what an order that is paid by use has used this month and what is left of its
// customer's packages; of an order of packages what is left of them (transactions.md §5.4).
func (s *Seller) OrderUsage(ctx context.Context, order market.Order) (of market.OrderUsage, err error) {
	now := s.db.Now()
	if order.Charging == market.ChargeOnDemand {
		month := market.MonthOf(now)
		if err := s.list(ctx, &of.Meters, `SELECT m.id AS instance_id, i.number AS instance_number, i.status, m.factor, m.begun_at, m.last_at,
				coalesce(b.used, 0) AS month_used, coalesce(b.taken, 0) AS month_taken, coalesce(b.exact, 0) AS month_charge, coalesce(b.unpaid, 0) AS unpaid,
				(SELECT count(*) FROM (SELECT 1 FROM usage_records f WHERE f.seller_id = m.seller_id AND f.instance_id = m.id AND f.status = 'failed' LIMIT 1000) x) AS failed
			FROM meters m JOIN instances i ON i.seller_id = m.seller_id AND i.id = m.id
			LEFT JOIN LATERAL (SELECT sum(b.used) FILTER (WHERE b.begin_at >= $3) AS used, sum(b.taken) FILTER (WHERE b.begin_at >= $3) AS taken,
					sum(b.exact) FILTER (WHERE b.begin_at >= $3) AS exact, sum(b.amount) FILTER (WHERE b.issued_at IS NOT NULL AND b.paid_at IS NULL) AS unpaid
				FROM usage_bills b WHERE b.seller_id = m.seller_id AND b.order_id = m.order_id AND b.instance_id = m.id) b ON true
			WHERE m.seller_id = $1 AND m.order_id = $2 ORDER BY i.line LIMIT 50`, order.ID, month.Begin()); err != nil {
			return of, err
		}
	}
	packs, err := s.packagesOf(ctx, order)
	if err != nil {
		return of, err
	}
	of.Packages = packs
	return of, s.list(ctx, &of.Records, usageRows+` WHERE u.seller_id = $1 AND u.order_id = $2 AND u.id >= $3 ORDER BY u.id DESC LIMIT 10`, order.ID, firstID(now.AddDate(0, -3, 0)))
}

// packagesOf are the packages that an order's use goes to, or those that it has itself, with
// what is left of each item in the window that runs.
func (s *Seller) packagesOf(ctx context.Context, order market.Order) (rows []market.UsagePackageRow, err error) {
	type pack struct {
		market.UsageInstance
		SpecName string
	}
	var packs []pack
	if err := s.list(ctx, &packs, `SELECT i.id, i.number, i.line, i.status, i.opened_at, i.released_at, i.expires_at, o.id AS order_id, o.number AS order_number,
			o.product_id, o.customer_id, o.charging, i.test, o.quantity AS packages, k.package, o.spec_name
		FROM instances i JOIN orders o ON o.seller_id = i.seller_id AND o.id = i.order_id JOIN skus k ON k.seller_id = o.seller_id AND k.id = o.sku_id
		WHERE i.seller_id = $1 AND o.charging = 'ON_DEMAND_PKG' AND i.status IN ('in_use', 'frozen') AND i.test = $5
			AND CASE WHEN $6 THEN i.order_id = $2 ELSE i.customer_id = $3 AND i.product_id = $4 END ORDER BY i.opened_at, i.line LIMIT 60`,
		order.ID, order.CustomerID, order.ProductID, order.Test, order.Charging == market.ChargeOnDemandPackage); err != nil {
		return nil, err
	}
	now := s.db.Now()
	for _, p := range packs {
		begin, end, valid := p.Window(now)
		if !valid {
			continue
		}
		for _, item := range p.Package.V.Items() {
			total, _ := p.Holds(item.Item)
			rows = append(rows, market.UsagePackageRow{UsageBalance: market.UsageBalance{InstanceID: p.ID, Item: item.Item, BeginAt: begin, EndAt: end, Total: total},
				InstanceNumber: p.Number, OrderID: p.OrderID, OrderNumber: p.OrderNumber, SpecName: p.SpecName, Stops: p.Stops(), Reset: p.Package.V.Reset, Status: p.Status})
		}
	}
	return rows, s.usedOf(ctx, rows)
}

// usedOf fills in how much of the packages is used.
func (s *Seller) usedOf(ctx context.Context, rows []market.UsagePackageRow) error {
	if len(rows) == 0 {
		return nil
	}
	var balances []market.UsageBalance
	instances := make([]market.ID[market.Instance], len(rows))
	for n, row := range rows {
		instances[n] = row.InstanceID
	}
	if err := s.list(ctx, &balances, `SELECT instance_id, item, begin_at, end_at, total, used, stopped_at FROM usage_balances
		WHERE seller_id = $1 AND instance_id = ANY($2) ORDER BY begin_at DESC LIMIT 2000`, pq.Array(instances)); err != nil {
		return err
	}
	for n := range rows {
		for _, b := range balances {
			if b.InstanceID == rows[n].InstanceID && b.Item == rows[n].Item && b.BeginAt.Equal(rows[n].BeginAt) {
				rows[n].Used, rows[n].StoppedAt = b.Used, b.StoppedAt
			}
		}
	}
	return nil
}
