package db

import (
	"cmp"
	"context"
	"strconv"

	"sellercenter/internal/market"
)

const statementColumns = `s.seller_id, s.id, s.number, s.period, s.category, s.currency, s.status, s.lines, s.sale_lines, s.coupon_lines,
	s.tier_products, s.refund_lines, s.adjustment_lines, s.sales, s.coupon, s.fee, s.increment, s.tax, s.customer_tax, s.withholding, s.digital, s.management, s.refunds, s.adjustments,
	s.usage_lines, s.usage_sales, s.settlement, s.brought_forward, s.payable, s.absent_orders, s.absent_amount, s.digest, s.request_number,
	s.payout_reference, s.paid_on, s.reason, s.carried_to, s.closed_at, s.sent_at, s.countersigned_at, s.invoiced_at, s.invoices_passed_at, s.approved_at, s.paid_at, s.version`

// Statement is one statement.
func (s *Seller) Statement(ctx context.Context, id market.StatementID) (statement market.Statement, err error) {
	err = s.get(ctx, &statement, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2`, id)
	return statement, err
}

// StatementRatios are the ratios of a statement's lines, from the least to the most.
func (s *Seller) StatementRatios(ctx context.Context, id market.StatementID) (ratios market.StatementRatios, err error) {
	err = s.get(ctx, &ratios, `SELECT coalesce(1 - max(fee_ratio), 0) AS partner_least, coalesce(1 - min(fee_ratio), 0) AS partner_most,
			coalesce(min(management_ratio), 0) AS management_least, coalesce(max(management_ratio), 0) AS management_most
		FROM statement_lines WHERE seller_id = $1 AND statement_id = $2 AND kind IN ('sale', 'usage') HAVING count(*) > 0`, id)
	return ratios, err
}

// Statements lists the seller's statements, newest period first: those of a state, of a kind of
// goods, or all.
func (s *Seller) Statements(ctx context.Context, search market.StatementSearch, ask market.Ask) (market.Page[market.Statement], error) {
	const where = ` FROM statements s WHERE s.seller_id = $1 AND ($2 = '' OR s.status = $2) AND ($3 = '' OR s.category = $3)`
	k := from(ask)
	query := `SELECT ` + statementColumns + where + ` AND ($4::timestamptz IS NULL OR (s.closed_at, s.id) < ($4, $5)) ORDER BY s.closed_at DESC, s.id DESC LIMIT $6`
	if k.up {
		query = `SELECT ` + statementColumns + where + ` AND ($4::timestamptz IS NULL OR (s.closed_at, s.id) > ($4, $5)) ORDER BY s.closed_at, s.id LIMIT $6`
	}
	var rows []market.Statement
	if err := s.list(ctx, &rows, query, search.Status, search.Category, k.at, k.id, k.limit); err != nil {
		return market.Page[market.Statement]{}, err
	}
	p := page(ask, rows, func(s market.Statement) cursor { return cursor{s.ClosedAt, s.ID.UUID} })
	err := s.get(ctx, &p.Count.N, `SELECT count(*)`+where, search.Status, search.Category)
	return p, err
}

const lineRow = lineColumns + `, o.access_type, o.period_type, o.periods, o.quantity, o.placed_at, o.paid_at, o.repaid_at, o.effective_at,
	coalesce(o.list_amount, 0) AS list_amount, coalesce(o.discount_amount, 0) AS discount_amount, coalesce(o.postpaid, false) AS postpaid,
	coalesce(v.status, '') AS supervision_state, v.done_at AS supervised_at, ` + invoicedRate + ` AS tax_rate`

const lineFrom = ` FROM statement_lines l
	LEFT JOIN orders o ON o.seller_id = l.seller_id AND o.id = l.order_id
	LEFT JOIN supervisions v ON v.seller_id = l.seller_id AND v.order_id = l.order_id
	LEFT JOIN certifications c ON c.seller_id = l.seller_id
	WHERE l.seller_id = $1 AND l.statement_id = $2`

// StatementLines lists a statement's lines as it numbers them: its sales, or with others
// its refunds and adjustments.
func (s *Seller) StatementLines(ctx context.Context, statement market.Statement, others bool, ask market.Ask) (p market.Page[market.LineRow], err error) {
	low, high := 0, statement.SaleLines
	if others {
		low, high = statement.SaleLines, statement.Lines
	}
	wanted := size(ask)
	if before, err := strconv.Atoi(ask.Before); err == nil {
		low = max(low, before-1-wanted)
	} else if after, err := strconv.Atoi(ask.After); err == nil {
		low = max(low, after)
	}
	high = min(high, low+wanted)
	err = s.list(ctx, &p.Rows, `SELECT `+lineRow+lineFrom+` AND l.ordinal > $3 AND l.ordinal <= $4 ORDER BY l.ordinal`, statement.ID, low, high)
	first, last, all := 0, statement.SaleLines, statement.SaleLines
	if others {
		first, last, all = statement.SaleLines, statement.Lines, statement.Lines-statement.SaleLines
	}
	if low > first {
		p.Previous = strconv.Itoa(low + 1)
	}
	if high < last {
		p.Next = strconv.Itoa(high)
	}
	p.Count = market.Bounded{N: all}
	return p, err
}

// StatementFile reads a statement's lines for a file, thousands at a time.
func (s *Seller) StatementFile(ctx context.Context, id market.StatementID, after string) (p market.Page[market.LineRow], err error) {
	low := 0
	if after != "" {
		if low, err = strconv.Atoi(after); err != nil {
			return p, market.NotFound
		}
	}
	err = s.list(ctx, &p.Rows, `SELECT `+lineRow+lineFrom+` AND l.ordinal > $3 ORDER BY l.ordinal LIMIT 5000`, id, low)
	if n := len(p.Rows); n == lineBatch {
		p.Next = strconv.Itoa(p.Rows[n-1].Ordinal)
	}
	return p, err
}

// Absences lists orders that were paid in a statement's period and did not get in, with
// what stands in their way now.
func (s *Seller) Absences(ctx context.Context, statement market.Statement, after int) (rows []market.Absence, err error) {
	var facts []struct {
		market.Billable
		Ordinal int
		Period  *market.Month
	}
	err = s.list(ctx, &facts, `SELECT `+billableColumns+`, 0 AS month_total, 0 AS month_before, a.ordinal, t.period`+billableFrom+`
		JOIN statement_absences a ON a.seller_id = o.seller_id AND a.order_id = o.id
		LEFT JOIN statement_lines l ON l.seller_id = o.seller_id AND l.order_id = o.id AND l.kind = 'sale'
		LEFT JOIN statements t ON t.seller_id = l.seller_id AND t.id = l.statement_id
		WHERE o.seller_id = $1 AND a.statement_id = $2 AND a.ordinal > $3 ORDER BY a.ordinal LIMIT 20`, statement.ID, after)
	now := s.db.Now()
	for _, f := range facts {
		row := market.Absence{Billable: f.Billable, Ordinal: f.Ordinal, Entered: f.Period}
		if why, never := f.Never(); never {
			row.Reasons = []market.Reason{why}
		} else {
			row.Reasons = market.Shorts(f.Conditions(statement.Period, now))
		}
		rows = append(rows, row)
	}
	return rows, err
}

// SendStatement hands the statement to the seller, who is told (transactions.md §6.5).
func (s *Seller) SendStatement(ctx context.Context, id market.StatementID) error {
	return s.onStatement(ctx, market.SendStatement, id, func(tx *tx, st *market.Statement) error {
		if err := st.Send(tx.now); err != nil {
			return err
		}
		return tx.tellStatement(market.SendStatement, *st)
	})
}

// CountersignStatement passes the statement to payment under a request number, or carries
// what is below the least payout to the next period (transactions.md §6.5, §14.3).
func (s *Seller) CountersignStatement(ctx context.Context, id market.StatementID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.onStatement(ctx, market.CountersignStatement, id, func(tx *tx, st *market.Statement) error {
		least := settings.LeastPayoutIn(st.Currency)
		carried, err := st.Countersign(least, tx.now)
		if err != nil {
			return err
		}
		if carried {
			tx.note("least_payout", nil, least)
			return tx.notify(string(market.CarryStatement), market.Because("notice.statement.carry", st.Number, st.Currency.Sum(st.Payable), st.Currency.Sum(least)), statementLink(*st))
		}
		if err := tx.request(st); err != nil || st.Status != market.StatementInvoicing {
			return err
		}
		return tx.invite(*st, settings)
	})
}

// FailRequestStatement records that the payment request could not be made (§6.5).
func (s *Seller) FailRequestStatement(ctx context.Context, id market.StatementID, reason string) error {
	return s.refuseStatement(ctx, market.FailRequestStatement, id, reason)
}

// ApproveStatement lets the payment request pass (§6.5).
func (s *Seller) ApproveStatement(ctx context.Context, id market.StatementID) error {
	return s.onStatement(ctx, market.ApproveStatement, id, func(tx *tx, st *market.Statement) error { return st.Approve(tx.now) })
}

// RejectStatement refuses the payment request; the seller is told why (§6.5).
// Invoices that were passed and are missing after all are named; the seller makes them out anew.
func (s *Seller) RejectStatement(ctx context.Context, id market.StatementID, reason string, missing ...market.SettlementInvoiceID) error {
	return s.onStatement(ctx, market.RejectStatement, id, func(tx *tx, st *market.Statement) error {
		if err := st.Refuse(market.RejectStatement, reason); err != nil {
			return err
		}
		tx.note("reason", nil, st.Reason)
		return cmp.Or(tx.missInvoices(*st, missing), tx.tellStatement(market.RejectStatement, *st))
	})
}

// RestartStatement takes a rejected or failed payment up again (§6.5).
func (s *Seller) RestartStatement(ctx context.Context, id market.StatementID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.onStatement(ctx, market.RestartStatement, id, func(tx *tx, st *market.Statement) error {
		if err := tx.invoicesWhole(*st); err != nil {
			return err
		}
		if err := st.Restart(tx.now); err != nil || st.RequestNumber != "" {
			return err
		}
		if err := tx.request(st); err != nil || st.Status != market.StatementInvoicing {
			return err
		}
		return tx.invite(*st, settings)
	})
}

// PayStatement records the bank's transfer (§6.5).
func (s *Seller) PayStatement(ctx context.Context, id market.StatementID, reference string, on market.Day) error {
	return s.onStatement(ctx, market.PayStatement, id, func(tx *tx, st *market.Statement) error {
		if err := st.Pay(reference, on, tx.now); err != nil {
			return err
		}
		tx.note("payout_reference", nil, st.PayoutReference)
		tx.note("paid_on", nil, st.PaidOn)
		tx.note("amount", nil, st.Payable)
		return cmp.Or(
			tx.notify(string(market.PayStatement), market.Because("notice.statement.pay", st.Number, st.Currency.Sum(st.Payable), st.PayoutReference), statementLink(*st)),
			tx.later(market.CompleteStatement, id))
	})
}

// FailStatement records that the bank refused the transfer (§6.5).
func (s *Seller) FailStatement(ctx context.Context, id market.StatementID, reason string) error {
	return s.refuseStatement(ctx, market.FailStatement, id, reason)
}

// CompleteStatement ends a statement that is paid (§6.5).
func (s *Seller) CompleteStatement(ctx context.Context, id market.StatementID) error {
	return s.onStatement(ctx, market.CompleteStatement, id, func(tx *tx, st *market.Statement) (err error) {
		st.Status, err = market.StatementMoves.Next(st.Status, market.CompleteStatement)
		return err
	})
}

// AddAdjustment puts a difference right in the next statement of its category and currency (调账,
// §6.5).
func (s *Seller) AddAdjustment(ctx context.Context, category market.SaleType, currency market.Currency, amount market.Money, reason string) error {
	id := market.NewID[market.Adjustment](s.db.Now())
	return s.act(ctx, market.AddAdjustment, id, func(tx *tx) error {
		a := market.Adjustment{ID: id, Category: category, Currency: currency, Amount: amount, Reason: reason}
		if err := a.Check(); err != nil {
			return err
		}
		if currency.Abroad() {
			if err := tx.overseas(); err != nil {
				return err
			}
		}
		tx.note("category", nil, category)
		tx.note("currency", nil, currency)
		tx.note("amount", nil, amount)
		tx.note("reason", nil, reason)
		return cmp.Or(
			tx.exec(`INSERT INTO adjustments (seller_id, id, category, currency, amount, reason, created_by, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, category, currency, amount, reason, s.actor.Name, tx.now),
			tx.notify(string(market.AddAdjustment), market.Because("notice.adjustment.add", currency.Sum(amount), reason), "/statements"))
	})
}

// Adjustments lists the seller's adjustments, newest first.
func (s *Seller) Adjustments(ctx context.Context) (all []market.Adjustment, err error) {
	err = s.list(ctx, &all, `SELECT a.seller_id, a.id, a.category, a.currency, a.amount, a.reason, a.created_by, a.created_at, a.statement_id, s.period
		FROM adjustments a LEFT JOIN statements s ON s.seller_id = a.seller_id AND s.id = a.statement_id
		WHERE a.seller_id = $1 ORDER BY a.created_at DESC, a.id DESC LIMIT 100`)
	return all, err
}

func (s *Seller) refuseStatement(ctx context.Context, act market.Act, id market.StatementID, reason string) error {
	return s.onStatement(ctx, act, id, func(tx *tx, st *market.Statement) error {
		if err := st.Refuse(act, reason); err != nil {
			return err
		}
		tx.note("reason", nil, st.Reason)
		return tx.tellStatement(act, *st)
	})
}

// onStatement does an act on a statement, kept from the first look to the last.
func (s *Seller) onStatement(ctx context.Context, act market.Act, id market.StatementID, do func(*tx, *market.Statement) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var st market.Statement
		if err := tx.get(&st, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.about(id, st.Number)
		before := st.Status
		if err := do(tx, &st); err != nil {
			return err
		}
		tx.note("status", before, st.Status)
		return tx.one(`UPDATE statements SET status = $3, request_number = $4, payout_reference = $5, paid_on = $6, reason = $7,
				sent_at = $8, countersigned_at = $9, approved_at = $10, paid_at = $11, invoiced_at = $13, invoices_passed_at = $14, version = version + 1
			WHERE seller_id = $1 AND id = $2 AND version = $12`, st.ID, st.Status, st.RequestNumber, st.PayoutReference, st.PaidOn, st.Reason,
			st.SentAt, st.CountersignedAt, st.ApprovedAt, st.PaidAt, st.Version, st.InvoicedAt, st.InvoicesPassedAt)
	})
}

// request draws the payment request's number (申付单号).
func (t *tx) request(st *market.Statement) (err error) {
	st.RequestNumber, err = t.number("SF", "payment_request", st.ID)
	t.note("request_number", nil, st.RequestNumber)
	return err
}

func (t *tx) tellStatement(act market.Act, st market.Statement) error {
	return t.notify(string(act), market.Because("notice."+string(act), st.Number, st.Currency.Sum(st.Payable), st.Reason), statementLink(st))
}

func statementLink(st market.Statement) string { return "/statements/" + st.ID.String() }
