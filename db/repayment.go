package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

// cycleRow is a credit cycle with what is owed of it now, at all sellers.
const (
	cycleRow = `SELECT c.id, c.customer_id, c.customer_name, c.cycle, c.currency, c.begun_at, c.repaid, c.last_at, c.settled_at, x.orders, x.owed`

	cycleFrom = ` FROM credit_cycles c CROSS JOIN LATERAL (
		SELECT count(*) AS orders, coalesce(sum(o.amount - o.refunded_amount), 0) AS owed` + cycleOrders + `) x`

	cycleOrders = ` FROM orders o WHERE o.customer_id = c.customer_id AND o.currency = c.currency AND o.postpaid AND NOT o.test
			AND o.paid_at >= to_date(c.cycle, 'YYYYMM')::timestamp AT TIME ZONE 'Asia/Shanghai'
			AND o.paid_at < (to_date(c.cycle, 'YYYYMM') + interval '1 month') AT TIME ZONE 'Asia/Shanghai'`
)

// ReportRepayment records what the shop front's customer paid back of one cycle's credit. When
// nothing is owed of the cycle any more, every order of it counts as paid and may be billed
// (transactions.md §6.9, §10.1).
func (f *Storefront) ReportRepayment(ctx context.Context, cycle market.Month, currency market.Currency, amount market.Money) (c market.CreditCycle, err error) {
	id := market.NewID[market.Repayment](f.db.Now())
	err = f.Seller(market.Platform).act(ctx, market.ReportRepayment, id, func(tx *tx) error {
		err := tx.shared(&c, cycleRow+cycleFrom+` WHERE c.customer_id = $1 AND c.cycle = $2 AND c.currency = $3 FOR UPDATE OF c`, f.actor.Customer, cycle, currency)
		if errors.Is(err, market.NotFound) {
			return market.Invalid("cycle", "repayment.no_cycle", cycle, string(currency))
		}
		if err != nil {
			return err
		}
		if err := c.Repay(amount, tx.now); err != nil {
			return err
		}
		tx.note("customer", nil, c.CustomerName)
		tx.note("cycle", nil, c.Cycle)
		tx.note("amount", nil, c.Currency.Sum(amount))
		if err := tx.sharedExec(`INSERT INTO repayments (id, cycle_id, amount, at) VALUES ($1, $2, $3, $4)`, id, c.ID, amount, tx.now); err != nil {
			return err
		}
		return tx.saveCycle(&c)
	})
	return c, err
}

// saveCycle keeps a cycle; when nothing is owed of it any more its orders count as paid.
func (t *tx) saveCycle(c *market.CreditCycle) error {
	done := c.Settle(t.now)
	if err := t.sharedExec(`UPDATE credit_cycles SET repaid = $2, last_at = $3, settled_at = $4 WHERE id = $1`, c.ID, c.Repaid, c.LastAt, c.SettledAt); err != nil || !done {
		return err
	}
	t.note("settled_at", nil, t.now)
	return t.repayLater(c.ID)
}

// repayLater leaves the orders of a cycle to be recorded as paid, each at its own seller.
func (t *tx) repayLater(cycle market.CycleID) error {
	var orders []struct {
		SellerID market.SellerID
		ID       market.OrderID
	}
	stmt, err := t.statement(`SELECT o.seller_id, o.id FROM credit_cycles c CROSS JOIN LATERAL (SELECT o.seller_id, o.id, o.repaid_at` + cycleOrders + `) o
		WHERE c.id = $1 AND o.repaid_at IS NULL ORDER BY o.id LIMIT 10000`)
	if err != nil {
		return err
	}
	if err := stmt.SelectContext(t.ctx, &orders, cycle); err != nil || len(orders) == 0 {
		return err
	}
	sellers, ids := make([]market.SellerID, len(orders)), make([]string, len(orders))
	for i, order := range orders {
		sellers[i], ids[i] = order.SellerID, order.ID.String()
	}
	return t.enqueue(t.now, market.RepayOrder, sellers, ids)
}

// enterCredit begins the customer's cycle with a postpaid order, or opens it again: what was
// paid back before stays, the order itself is owed.
func (t *tx) enterCredit(order market.Order) error {
	if !order.Postpaid || order.Test || order.PaidAt == nil {
		return nil
	}
	return t.sharedExec(`INSERT INTO credit_cycles (id, customer_id, customer_name, cycle, currency, begun_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (customer_id, cycle, currency) DO UPDATE SET customer_name = excluded.customer_name, settled_at = NULL`,
		market.NewID[market.CreditCycle](t.now), order.CustomerID, order.CustomerName, market.MonthOf(*order.PaidAt), order.Currency, t.now)
}

// easeCredit looks at the cycle of an order of which something was given back: perhaps nothing
// is owed any more.
func (t *tx) easeCredit(order market.Order) error {
	if !order.Postpaid || order.Test || order.PaidAt == nil || order.RepaidAt != nil {
		return nil
	}
	var c market.CreditCycle
	err := t.shared(&c, cycleRow+cycleFrom+` WHERE c.customer_id = $1 AND c.cycle = $2 AND c.currency = $3 FOR UPDATE OF c`,
		order.CustomerID, market.MonthOf(*order.PaidAt), order.Currency)
	if errors.Is(err, market.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.saveCycle(&c)
}

// CreditCycles are the customer's own cycles, newest first.
func (f *Storefront) CreditCycles(ctx context.Context) (all []market.CreditCycle, err error) {
	err = f.db.listRows(ctx, &all, cycleRow+cycleFrom+` WHERE c.customer_id = $1 ORDER BY c.cycle DESC, c.currency LIMIT 200`, f.actor.Customer)
	return all, err
}

// CreditCycles lists what customers owe, newest first.
func (o *Operator) CreditCycles(ctx context.Context, search market.CycleSearch, ask market.Ask) (market.Page[market.CreditCycle], error) {
	const where = ` WHERE ($1 = '' OR c.customer_id = $1 OR strpos(lower(c.customer_name), lower($1)) > 0) AND ($2 = '' OR c.cycle = $2)
		AND ($3 = '' OR $3 = CASE WHEN c.settled_at IS NOT NULL THEN 'repaid' WHEN c.repaid > 0 THEN 'partly' ELSE 'unpaid' END)`
	k := from(ask)
	query := cycleRow + cycleFrom + where + ` AND ($4::timestamptz IS NULL OR (c.begun_at, c.id) < ($4, $5)) ORDER BY c.begun_at DESC, c.id DESC LIMIT $6`
	if k.up {
		query = cycleRow + cycleFrom + where + ` AND ($4::timestamptz IS NULL OR (c.begun_at, c.id) > ($4, $5)) ORDER BY c.begun_at, c.id LIMIT $6`
	}
	var rows []market.CreditCycle
	if err := o.db.listRows(ctx, &rows, query, search.Text, search.Cycle, search.State, k.at, k.id, k.limit); err != nil {
		return market.Page[market.CreditCycle]{}, err
	}
	p := page(ask, rows, func(c market.CreditCycle) cursor { return cursor{c.BegunAt, c.ID.UUID} })
	var err error
	p.Count, err = o.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM credit_cycles c`+where+` LIMIT 10001) x`, search.Text, search.Cycle, search.State)
	return p, err
}
