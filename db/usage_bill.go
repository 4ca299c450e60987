package db

import (
	"cmp"
	"context"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const usageBillColumns = `b.seller_id, b.id, b.number, b.instance_id, b.order_id, b.product_id, b.item, b.unit, b.cycle, b.begin_at, b.end_at, b.due_at,
	b.records, b.used, b.taken, b.demanded, b.exact, b.carried, b.amount, b.issued_at, b.paid_at, b.statement_id, b.test`

// usageBills is how many bills are made in one act.
const usageBills = 2000

// BillUsage makes the bills of the cycles that are over and whose records must have come
// (transactions.md §5.3, §5.4). more says that others are due.
func (s *Seller) BillUsage(ctx context.Context) (more bool, err error) {
	err = s.act(ctx, market.BillUsage, s.id, func(tx *tx) error {
		if err := cmp.Or(tx.lockUsage(true), tx.plannedUsage(market.BillUsage)); err != nil {
			return err
		}
		type due struct {
			market.UsageBill
			Left market.Exact // what the meter's bills before did not round away
		}
		var bills []due
		if err := tx.list(&bills, `SELECT `+usageBillColumns+`, m.carried AS left FROM usage_bills b JOIN meters m ON m.seller_id = b.seller_id AND m.id = b.instance_id
			WHERE b.seller_id = $1 AND b.issued_at IS NULL AND b.due_at <= $2 ORDER BY b.due_at, b.instance_id, b.begin_at LIMIT 2001`, tx.now); err != nil {
			return err
		}
		if len(bills) == 0 {
			return market.Conflict("problem.not_now", market.Word(market.BillUsage))
		}
		if more = len(bills) > usageBills; more {
			bills = bills[:usageBills]
		}
		left, sum := map[market.ID[market.Instance]]market.Exact{}, market.Money{}
		var ids []market.UsageBillID
		var carried, amounts []string
		var paid []*time.Time
		for n := range bills {
			bill := &bills[n].UsageBill
			carry, seen := left[bill.InstanceID]
			if !seen {
				carry = bills[n].Left
			}
			left[bill.InstanceID] = bill.Issue(carry, tx.now)
			ids, carried, amounts, paid = append(ids, bill.ID), append(carried, bill.Carried.String()), append(amounts, bill.Amount.String()), append(paid, bill.PaidAt)
			sum = sum.Plus(bill.Amount)
		}
		var meters []market.ID[market.Instance]
		var rests []string
		for meter, rest := range left {
			meters, rests = append(meters, meter), append(rests, rest.String())
		}
		tx.note("bills", nil, len(bills))
		tx.note("amount", nil, sum)
		return cmp.Or(
			tx.exec(`UPDATE usage_bills b SET carried = x.carried, amount = x.amount, issued_at = $6, paid_at = x.paid
				FROM unnest($2::uuid[], $3::numeric[], $4::numeric[], $5::timestamptz[]) AS x (id, carried, amount, paid) WHERE b.seller_id = $1 AND b.id = x.id`,
				pq.Array(ids), pq.Array(carried), pq.Array(amounts), pq.Array(paid), tx.now),
			tx.exec(`UPDATE meters m SET carried = x.carried FROM unnest($2::uuid[], $3::numeric[]) AS x (id, carried) WHERE m.seller_id = $1 AND m.id = x.id`,
				pq.Array(meters), pq.Array(rests)))
	})
	return more, err
}

// PayUsage keeps that the customer's account paid a bill of the order (transactions.md §6.2).
func (s *Seller) PayUsage(ctx context.Context, id market.OrderID, number string) error {
	return s.act(ctx, market.PayUsage, id, func(tx *tx) error {
		if _, err := tx.lockOrder(id); err != nil {
			return err
		}
		var bill market.UsageBill
		if err := tx.get(&bill, `SELECT `+usageBillColumns+` FROM usage_bills b WHERE b.seller_id = $1 AND b.order_id = $2 AND b.number = $3 FOR UPDATE`, id, number); err != nil {
			return err
		}
		if err := bill.Pay(tx.now); err != nil {
			return err
		}
		tx.note("bill", nil, bill.Number)
		tx.note("amount", nil, bill.Amount)
		return tx.one(`UPDATE usage_bills SET paid_at = $3 WHERE seller_id = $1 AND id = $2`, bill.ID, *bill.PaidAt)
	})
}

// payArrears keeps that all the bills of an order are paid: its customer's arrears are settled.
func (t *tx) payArrears(order market.OrderID) error {
	return t.exec(`UPDATE usage_bills SET paid_at = $3 WHERE seller_id = $1 AND order_id = $2 AND issued_at IS NOT NULL AND paid_at IS NULL`, order, t.now)
}

// stopPackages freezes the packages that are used up and stop then; where their quantity comes
// again with the next month or year, so does the service (catalogue.md §3.8).
func (t *tx) stopPackages(stopped []market.UsageBalance) error {
	for _, balance := range stopped {
		order, in, err := t.lockInstance(balance.InstanceID)
		if err != nil {
			return err
		}
		if err := in.Stop(t.now); err != nil {
			continue // it is frozen already, or gone
		}
		if err := cmp.Or(t.stopInstance(in), t.auditOf(market.StopUsage, in.ID), t.sendLine(order, market.ActivityUpdateInstanceStatus, in.ID)); err != nil {
			return err
		}
		if balance.EndAt != nil && (in.ExpiresAt == nil || balance.EndAt.Before(*in.ExpiresAt)) {
			if err := t.at(*balance.EndAt, market.ResetUsage, in.ID); err != nil {
				return err
			}
		}
		if order.Test {
			continue
		}
		reason := market.Because("usage.notice_stopped", order.CustomerName, order.ProductName, order.SpecName, order.Number, in.Number)
		if err := cmp.Or(t.notify(string(market.StopUsage), reason, "/orders/"+order.ID.String()),
			t.tell(order.CustomerID, string(market.StopUsage), reason, "/storefront/v1/orders/"+order.Number+"/usage")); err != nil {
			return err
		}
	}
	return nil
}

// stopInstance writes that one package stopped, or runs again: of several in one order only it.
func (t *tx) stopInstance(in market.Instance) error {
	return t.exec(`UPDATE instances SET status = $3, stopped_at = $4 WHERE seller_id = $1 AND id = $2`, in.ID, in.Status, in.StoppedAt)
}

// auditOf leaves an audit entry of what an act did to another row.
func (t *tx) auditOf(act market.Act, id market.ID[market.Instance]) error {
	facts := t.facts
	t.facts = map[string]fact{}
	defer func() { t.facts = facts }()
	return t.audit(act, id)
}

// sendLine tells the seller's server of one instance of an order.
func (t *tx) sendLine(order market.Order, activity market.Activity, id market.ID[market.Instance]) error {
	var line int
	if err := t.get(&line, `SELECT line FROM instances WHERE seller_id = $1 AND id = $2`, id); err != nil {
		return err
	}
	return t.sendLines(order, activity, []int{line})
}

// ResetUsage lets a package run again that stopped: its next month or year has begun.
func (s *Seller) ResetUsage(ctx context.Context, id market.ID[market.Instance]) error {
	return s.act(ctx, market.ResetUsage, id, func(tx *tx) error {
		order, in, err := tx.lockInstance(id)
		if err != nil {
			return err
		}
		if err := in.Refill(tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.stopInstance(in), tx.sendLine(order, market.ActivityUpdateInstanceStatus, id))
	})
}

// TellUsage tells the seller how many records failed within the hour, and why most did
// (transactions.md §5.5: one digest an hour).
func (s *Seller) TellUsage(ctx context.Context) error {
	return s.act(ctx, market.TellUsage, s.id, func(tx *tx) error {
		if err := tx.plannedUsage(market.TellUsage); err != nil {
			return err
		}
		var rows []struct {
			Code   market.UsageCode
			Failed int
		}
		if err := tx.list(&rows, `SELECT code, count(*) AS failed FROM (SELECT code FROM usage_records WHERE seller_id = $1 AND status = 'failed' AND NOT test
				AND id >= $2 AND rated_at < $3 LIMIT 100000) x GROUP BY code ORDER BY 2 DESC, 1 LIMIT 20`, firstID(tx.now.Add(-time.Hour)), tx.now); err != nil {
			return err
		}
		failed := 0
		for _, row := range rows {
			failed += row.Failed
		}
		if failed == 0 {
			return market.Conflict("problem.not_now", market.Word(market.TellUsage))
		}
		tx.note("failed", nil, failed)
		return tx.notify(string(market.TellUsage), market.Because("usage.notice_failed", failed, market.Word(rows[0].Code.Key()), rows[0].Failed), "/usages?status=failed")
	})
}

// WarnUsage tells the seller which running instances report nothing: hourly items for two
// hours, daily ones for a day (transactions.md §5.3). Each silence is told once.
func (s *Seller) WarnUsage(ctx context.Context) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.act(ctx, market.WarnUsage, s.id, func(tx *tx) error {
		if err := tx.plannedUsage(market.WarnUsage); err != nil {
			return err
		}
		var silent []struct {
			ID          market.ID[market.Instance]
			Number      string
			ProductName string
			Cycle       string
			Last        time.Time
		}
		if err := tx.list(&silent, `SELECT m.id, i.number, o.product_name, m.factor->>'cycle' AS cycle, coalesce(m.last_at, i.opened_at) AS last
			FROM meters m JOIN instances i ON i.seller_id = m.seller_id AND i.id = m.id JOIN orders o ON o.seller_id = m.seller_id AND o.id = m.order_id
			WHERE m.seller_id = $1 AND i.status = 'in_use' AND NOT i.test AND i.opened_at IS NOT NULL AND coalesce(m.last_at, i.opened_at) <= $2
				AND (m.warned_at IS NULL OR m.warned_at < coalesce(m.last_at, i.opened_at)) ORDER BY m.id LIMIT 1000`, tx.now.Add(-settings.UsageHourly.Duration)); err != nil {
			return err
		}
		var told []market.ID[market.Instance]
		first := -1
		for n, one := range silent {
			if !settings.UsageSilent(one.Cycle, one.Last).After(tx.now) {
				if told = append(told, one.ID); first < 0 {
					first = n
				}
			}
		}
		if len(told) == 0 {
			return market.Conflict("problem.not_now", market.Word(market.WarnUsage))
		}
		tx.note("instances", nil, len(told))
		return cmp.Or(tx.exec(`UPDATE meters SET warned_at = $3 WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(told), tx.now),
			tx.notify(string(market.WarnUsage), market.Because("usage.notice_silent", len(told), silent[first].ProductName, silent[first].Number, silent[first].Last), "/usages"))
	})
}
