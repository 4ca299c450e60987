package db

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// usagePushes is how many pushes are rated in one act: ten thousand records.
const usagePushes = 10

// usageSerials is how long a serial number is looked for: a record begins three weeks back at
// most, so one under an older number would be too old as well.
const usageSerials = 62 * 24 * time.Hour

// RateUsage checks and prices what was pushed, packages first (transactions.md §5.4): the pushes
// go, their records come, what they change is changed, all in one act, so that each record is
// rated once whatever happens. more says that others wait. One at a time for a seller.
func (s *Seller) RateUsage(ctx context.Context) (more bool, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return false, err
	}
	err = s.act(ctx, market.RateUsage, s.id, func(tx *tx) error {
		if err := tx.lockUsage(false); err != nil {
			return err
		}
		var pushes []market.UsagePush
		if err := tx.list(&pushes, `SELECT id, records, sent, old, received_at FROM usage_pushes WHERE seller_id = $1 ORDER BY id LIMIT 11`); err != nil {
			return err
		}
		if len(pushes) == 0 {
			return market.Conflict("problem.not_now", market.Word(market.RateUsage))
		}
		if more = len(pushes) > usagePushes; more {
			pushes = pushes[:usagePushes]
		}
		if err := tx.sharedExec(`SELECT usage_month($1)`, tx.now); err != nil {
			return err
		}
		return tx.rateUsage(settings, pushes)
	})
	return more, err
}

// sentUsage is a record with what came with its push.
type sentUsage struct {
	market.UsageSent
	received time.Time
	old      bool
}

func (t *tx) rateUsage(settings market.Settings, pushes []market.UsagePush) error {
	var all []sentUsage
	ids := make([]market.ID[market.UsagePush], len(pushes))
	for n, push := range pushes {
		ids[n] = push.ID
		sent, err := push.All()
		if err != nil {
			return err
		}
		for _, one := range sent {
			all = append(all, sentUsage{one, push.ReceivedAt, push.Old})
		}
	}
	rater := market.NewUsageRater(settings, t.now)
	if err := t.usageFacts(rater, all); err != nil {
		return err
	}
	records, failed := make([]market.UsageRecord, 0, len(all)), 0
	for _, one := range all {
		record, fresh := rater.Rate(one.UsageSent, one.received, one.old)
		if !fresh {
			continue
		}
		if record.Status == market.UsageFailed {
			failed++
		}
		records = append(records, record)
	}
	t.note("records", nil, len(records))
	if failed > 0 {
		t.note("failed", nil, failed)
	}
	return cmp.Or(t.exec(`DELETE FROM usage_pushes WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(ids)),
		t.copyUsage(records), t.supersedeUsage(records), t.saveUsage(rater), t.countDays(records), t.stopPackages(rater.Stopped()), t.planAfter(rater, failed))
}

// usageFacts reads all that the records are about.
func (t *tx) usageFacts(rater *market.UsageRater, all []sentUsage) error {
	numbers, serials := map[string]bool{}, make([]string, 0, len(all))
	for _, one := range all {
		numbers[one.InstanceID] = true
		if read, _ := one.Read(one.old); read.Serial != "" {
			serials = append(serials, read.Serial)
		}
	}
	var asked []string
	for number := range numbers {
		asked = append(asked, number)
	}
	var instances []*market.UsageInstance
	if err := t.list(&instances, usageInstances+` WHERE i.seller_id = $1 AND i.number = ANY($2)`, pq.Array(asked)); err != nil {
		return err
	}
	customers, products := map[string]bool{}, map[market.ProductID]bool{}
	for _, in := range instances {
		rater.Instances[in.Number] = in
		delete(numbers, in.Number)
		customers[in.CustomerID], products[in.ProductID] = true, true
	}
	if len(numbers) > 0 {
		var missing, foreign []string
		for number := range numbers {
			missing = append(missing, number)
		}
		if err := t.list(&foreign, `SELECT DISTINCT number FROM instances WHERE seller_id <> $1 AND number = ANY($2)`, pq.Array(missing)); err != nil {
			return err
		}
		for _, number := range foreign {
			rater.Foreign[number] = true
		}
	}
	var known []market.KnownUsage
	if err := t.list(&known, `SELECT serial, digest, status FROM usage_records WHERE seller_id = $1 AND serial = ANY($2) AND id >= $3`,
		pq.Array(serials), firstID(t.now.Add(-usageSerials))); err != nil {
		return err
	}
	rater.Knows(known)
	return cmp.Or(t.usageSpans(rater, all), t.usagePackages(rater, customers, products))
}

// usageInstances are instances with what they are charged by: as it was when they were opened,
// of older ones as it is.
const usageInstances = `SELECT i.id, i.number, i.line, i.status, i.opened_at, i.released_at, i.expires_at, i.blocked_at, i.test, o.id AS order_id,
		o.number AS order_number, o.product_id, o.product_code, CASE WHEN d.status = 'off_sale' THEN d.delisted_at END AS delisted_at, o.customer_id,
		o.charging, o.quantity AS packages, k.package, coalesce(m.factor, s.factors->(i.line - 1)) AS factor, m.begun_at, m.last_at,
		coalesce(m.longest_millis, 0) AS longest_millis
	FROM instances i JOIN orders o ON o.seller_id = i.seller_id AND o.id = i.order_id
	JOIN products d ON d.seller_id = o.seller_id AND d.id = o.product_id
	JOIN specs s ON s.seller_id = o.seller_id AND s.id = o.spec_id
	JOIN skus k ON k.seller_id = o.seller_id AND k.id = o.sku_id
	LEFT JOIN meters m ON m.seller_id = i.seller_id AND m.id = i.id`

// usageSpans reads which intervals near the records' own were reported before, and what their
// accumulation cycles hold.
func (t *tx) usageSpans(rater *market.UsageRater, all []sentUsage) error {
	type span struct{ from, until time.Time }
	spans, days := map[*market.UsageInstance]span{}, map[market.Day]bool{}
	for _, one := range all {
		in := rater.Instances[one.InstanceID]
		read, _ := one.Read(one.old)
		if in == nil || read.Begin.IsZero() || read.End.IsZero() {
			continue
		}
		near, seen := spans[in]
		if !seen || read.Begin.Before(near.from) {
			near.from = read.Begin
		}
		if !seen || read.End.After(near.until) {
			near.until = read.End
		}
		spans[in] = near
		if in.Factor.V != nil {
			if day, ok := in.Factor.V.Accumulated(read.Begin); ok {
				days[day] = true
			}
		}
	}
	var ids []market.ID[market.Instance]
	var from, until []time.Time
	least := t.now
	for in, near := range spans {
		begins := near.from.Add(-time.Duration(in.LongestMillis) * time.Millisecond)
		ids, from, until = append(ids, in.ID), append(from, begins), append(until, near.until)
		if begins.Before(least) {
			least = begins
		}
	}
	var reported []market.UsageSpan
	if err := t.list(&reported, `SELECT u.instance_id, u.package_number, u.begin_at, u.end_at
		FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS x (id, lo, hi)
		JOIN usage_records u ON u.seller_id = $1 AND u.instance_id = x.id AND u.begin_at >= x.lo AND u.begin_at <= x.hi AND u.id >= $5 AND u.status = 'billed'
		ORDER BY u.begin_at, u.end_at LIMIT 1000000`, pq.Array(ids), pq.Array(from), pq.Array(until), firstID(least)); err != nil {
		return err
	}
	rater.Reported(reported)
	var cycles []market.Day
	for day := range days {
		cycles = append(cycles, day)
	}
	var totals []market.UsageTotal
	if err := t.list(&totals, `SELECT instance_id, from_day, used FROM usage_totals WHERE seller_id = $1 AND instance_id = ANY($2) AND from_day = ANY($3::date[])`,
		pq.Array(ids), pq.Array(cycles)); err != nil {
		return err
	}
	rater.Accumulated(totals)
	return nil
}

// usagePackages reads which packages the customers have of the listings.
func (t *tx) usagePackages(rater *market.UsageRater, customers map[string]bool, products map[market.ProductID]bool) error {
	var who []string
	for customer := range customers {
		who = append(who, customer)
	}
	var what []market.ProductID
	for product := range products {
		what = append(what, product)
	}
	var packages []*market.UsageInstance
	if err := t.list(&packages, usageInstances+` WHERE i.seller_id = $1 AND i.product_id = ANY($3) AND i.customer_id = ANY($2) AND o.charging = 'ON_DEMAND_PKG'
		AND i.status <> 'opening' AND (i.released_at IS NULL OR i.released_at > $4)`, pq.Array(who), pq.Array(what), t.now.AddDate(0, 0, -100)); err != nil || len(packages) == 0 {
		return err
	}
	ids := make([]market.ID[market.Instance], len(packages))
	for n, pack := range packages {
		ids[n] = pack.ID
		if same := rater.Instances[pack.Number]; same != nil { // one that stops is named itself
			packages[n] = same
		}
	}
	var balances []market.UsageBalance
	if err := t.list(&balances, `SELECT instance_id, item, begin_at, end_at, total, used, stopped_at FROM usage_balances WHERE seller_id = $1 AND instance_id = ANY($2)`,
		pq.Array(ids)); err != nil {
		return err
	}
	rater.Has(packages, balances)
	return nil
}

// copyUsage sends the records to the database as one copy.
func (t *tx) copyUsage(records []market.UsageRecord) error {
	stmt, err := t.PrepareContext(t.ctx, `COPY usage_records (seller_id, id, serial, instance_number, instance_id, order_id, product_id, package_number, item, unit,
		begin_at, end_at, recorded_at, used, received_at, rated_at, status, code, taken, demanded, before, charge, bill_begin, late, sent, digest, test) FROM STDIN`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	seller := t.s.id.String()
	for i := range records {
		r := &records[i]
		taken, sent := "[]", any(nil)
		if len(r.Taken.V) > 0 {
			text, err := json.Marshal(r.Taken.V)
			if err != nil {
				return err
			}
			taken = string(text)
		}
		if r.Sent.V != nil {
			text, err := json.Marshal(r.Sent.V)
			if err != nil {
				return err
			}
			sent = string(text)
		}
		var used any
		if r.Used != nil {
			used = r.Used.String()
		}
		if _, err := stmt.ExecContext(t.ctx, seller, r.ID.String(), r.Serial, r.InstanceNumber, text(r.InstanceID), text(r.OrderID), text(r.ProductID),
			r.PackageNumber, r.Item, r.Unit, r.BeginAt, r.EndAt, r.RecordedAt, used, r.ReceivedAt, r.RatedAt, string(r.Status), string(r.Code), taken,
			r.Demanded.String(), r.Before.String(), r.Charge.String(), r.BillBegin, r.Late, sent, r.Digest, r.Test); err != nil {
			return err
		}
	}
	_, err = stmt.ExecContext(t.ctx)
	return err
}

// supersedeUsage marks what failed and has been reported again since: the same interval of the
// same instance, or the very same record (transactions.md §5.2).
func (t *tx) supersedeUsage(records []market.UsageRecord) error {
	var numbers, serials []string
	var begins, ends, received []time.Time
	for i := range records {
		if r := &records[i]; r.Status == market.UsageBilled {
			numbers, serials = append(numbers, r.InstanceNumber), append(serials, r.Serial)
			begins, ends, received = append(begins, *r.BeginAt), append(ends, *r.EndAt), append(received, r.ReceivedAt)
		}
	}
	return t.exec(`UPDATE usage_records f SET status = 'superseded' FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $7::timestamptz[]) AS x (number, serial, lo, hi, received)
		WHERE f.seller_id = $1 AND f.status = 'failed' AND f.id >= $6 AND f.received_at < x.received AND f.code <> '010' AND f.code <> '005'
			AND (f.instance_number = x.number AND f.begin_at = x.lo AND f.end_at = x.hi OR f.serial = x.serial)`,
		pq.Array(numbers), pq.Array(serials), pq.Array(begins), pq.Array(ends), firstID(t.now.Add(-usageSerials)), pq.Array(received))
}

// saveUsage keeps what the records changed: first and latest use, accumulated quantities, what
// is left of packages, and the running bills; each in one statement.
func (t *tx) saveUsage(rater *market.UsageRater) error {
	begun, totals, balances, bills := rater.Begun(), rater.Totals(), rater.Balances(), rater.Bills()
	save := func(n int, rows any, query string) error {
		if n == 0 {
			return nil
		}
		text, err := json.Marshal(rows)
		return cmp.Or(err, t.exec(query, string(text)))
	}
	metered := metersOf(begun)
	return cmp.Or(
		save(len(metered), metered, `INSERT INTO meters (seller_id, id, order_id, factor, begun_at, last_at, longest_millis)
			SELECT $1, x."ID", x."OrderID", x."Factor"->'V', x."BegunAt", x."LastAt", x."LongestMillis" FROM jsonb_to_recordset($2::jsonb)
				AS x ("ID" uuid, "OrderID" uuid, "Factor" jsonb, "BegunAt" timestamptz, "LastAt" timestamptz, "LongestMillis" bigint)
			ON CONFLICT (seller_id, id) DO UPDATE SET begun_at = excluded.begun_at, last_at = excluded.last_at, longest_millis = excluded.longest_millis`),
		save(len(totals), totals, `INSERT INTO usage_totals (seller_id, instance_id, from_day, used)
			SELECT $1, x."InstanceID", x."FromDay", x."Used" FROM jsonb_to_recordset($2::jsonb) AS x ("InstanceID" uuid, "FromDay" date, "Used" numeric)
			ON CONFLICT (seller_id, instance_id, from_day) DO UPDATE SET used = excluded.used`),
		save(len(balances), balances, `INSERT INTO usage_balances (seller_id, instance_id, item, begin_at, end_at, total, used, stopped_at)
			SELECT $1, x."InstanceID", x."Item", x."BeginAt", x."EndAt", x."Total", x."Used", x."StoppedAt" FROM jsonb_to_recordset($2::jsonb)
				AS x ("InstanceID" uuid, "Item" text, "BeginAt" timestamptz, "EndAt" timestamptz, "Total" numeric, "Used" numeric, "StoppedAt" timestamptz)
			ON CONFLICT (seller_id, instance_id, item, begin_at) DO UPDATE SET used = excluded.used, end_at = excluded.end_at, stopped_at = excluded.stopped_at`),
		save(len(bills), bills, `INSERT INTO usage_bills (seller_id, id, number, instance_id, order_id, product_id, item, unit, cycle, begin_at, end_at, due_at,
				records, used, taken, demanded, exact, test)
			SELECT $1, x."ID", x."Number", x."InstanceID", x."OrderID", x."ProductID", x."Item", x."Unit", x."Cycle", x."BeginAt", x."EndAt", x."DueAt",
				x."Records", x."Used", x."Taken", x."Demanded", x."Exact", x."Test"
			FROM jsonb_to_recordset($2::jsonb) AS x ("ID" uuid, "Number" text, "InstanceID" uuid, "OrderID" uuid, "ProductID" uuid, "Item" text, "Unit" text,
				"Cycle" text, "BeginAt" timestamptz, "EndAt" timestamptz, "DueAt" timestamptz, "Records" integer, "Used" numeric, "Taken" numeric,
				"Demanded" numeric, "Exact" numeric, "Test" boolean)
			ON CONFLICT (seller_id, instance_id, begin_at) DO UPDATE SET records = usage_bills.records + excluded.records, used = usage_bills.used + excluded.used,
				taken = usage_bills.taken + excluded.taken, demanded = usage_bills.demanded + excluded.demanded, exact = usage_bills.exact + excluded.exact
			WHERE usage_bills.issued_at IS NULL`))
}

// metersOf are the instances that are paid by use; a package that stops has no meter.
func metersOf(begun []*market.UsageInstance) []*market.UsageInstance {
	metered := []*market.UsageInstance{}
	for _, in := range begun {
		if in.Factor.V != nil {
			one := *in
			metered = append(metered, &one)
		}
	}
	return metered
}

// planAfter plans the bills of the cycles that have use now, the hour's word about failures,
// and the looks for instances that fall silent.
func (t *tx) planAfter(rater *market.UsageRater, failed int) error {
	var planned time.Time
	for _, bill := range rater.Bills() { // by when they are due
		if bill.DueAt.Equal(planned) {
			continue
		}
		planned = bill.DueAt
		if err := t.planUsage(market.BillUsage, bill.DueAt); err != nil {
			return err
		}
	}
	if failed > 0 {
		if err := t.planUsage(market.TellUsage, t.now.Truncate(time.Hour).Add(time.Hour)); err != nil {
			return err
		}
	}
	return t.planSilence()
}
