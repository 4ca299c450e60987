package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

const settlementInvoiceRows = `SELECT i.id, i.statement_id, i.status, i.number, i.dated_on, i.medium, i.rate, i.amount, i.tax_number, i.remark, i.courier, i.courier_number,
		i.file_id, coalesce(f.name, '') AS file_name, coalesce(f.sha256, '') AS file_hash, i.reason, i.added_by, i.added_at, i.submitted_at, i.decided_by, i.decided_at
	FROM settlement_invoices i LEFT JOIN files f ON f.seller_id = i.seller_id AND f.id = i.file_id`

// InvoiceNotice is what the seller invoices to the platform of a request, and what it has so far
// (transactions.md §6.10).
func (s *Seller) InvoiceNotice(ctx context.Context, id market.StatementID) (n market.InvoiceNotice, err error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return n, err
	}
	err = s.look(ctx, func(tx *tx) (err error) {
		var st market.Statement
		if err := tx.get(&st, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2`, id); err != nil {
			return err
		}
		n, err = tx.notice(st)
		return err
	})
	n.Settings = settings
	return n, err
}

func (t *tx) notice(st market.Statement) (n market.InvoiceNotice, err error) {
	n.Statement = st
	var who struct{ LegalName, TaxNumber string }
	if err := t.list(&n.Shares, `SELECT rate, amount FROM invoice_shares WHERE seller_id = $1 AND statement_id = $2 ORDER BY amount DESC, rate LIMIT 100`, st.ID); err != nil {
		return n, err
	}
	if err := t.list(&n.Invoices, settlementInvoiceRows+` WHERE i.seller_id = $1 AND i.statement_id = $2 ORDER BY i.added_at, i.id LIMIT 500`, st.ID); err != nil {
		return n, err
	}
	err = t.get(&who, `SELECT coalesce(max(legal_name), '') AS legal_name, coalesce(max(credit_code), '') AS tax_number FROM certifications WHERE seller_id = $1 AND status = 'certified'`)
	n.LegalName, n.TaxNumber = who.LegalName, who.TaxNumber
	return n, err
}

// AddInvoiceStatement enters an invoice to the platform for the statement's request.
func (s *Seller) AddInvoiceStatement(ctx context.Context, id market.StatementID, i market.SettlementInvoice, file *market.Upload) error {
	return s.onNotice(ctx, market.AddInvoiceStatement, id, func(tx *tx, n *market.InvoiceNotice) error {
		if err := n.Add(i, file, tx.now); err != nil {
			return err
		}
		var taken string
		if err := tx.get(&taken, `SELECT coalesce((SELECT s.request_number FROM settlement_invoices i JOIN statements s ON s.seller_id = i.seller_id AND s.id = i.statement_id
			WHERE i.seller_id = $1 AND i.number = $2 AND i.status <> 'rejected'), '')`, i.Number); err != nil {
			return err
		}
		if taken != "" {
			return market.Invalid("invoice_number", "statement.invoice_taken", i.Number, taken)
		}
		if file != nil {
			kept, err := tx.addFile(file.Name, market.FileSettlementInvoice, file.Content)
			if err != nil {
				return market.AsField("invoice_file", err)
			}
			i.FileID = &kept.ID
		}
		tx.note("number", nil, i.Number)
		tx.note("amount", nil, i.Amount)
		return tx.exec(`INSERT INTO settlement_invoices (seller_id, id, statement_id, status, number, dated_on, medium, rate, amount, tax_number, remark,
				courier, courier_number, file_id, added_by, added_at)
			VALUES ($1, $2, $3, 'entered', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			market.NewID[market.SettlementInvoice](tx.now), id, i.Number, i.DatedOn, i.Medium, i.Rate, i.Amount, i.TaxNumber, i.Remark,
			i.Courier, i.CourierNumber, i.FileID, s.actor.Name, tx.now)
	})
}

// DropInvoiceStatement takes an invoice out again that was not submitted.
func (s *Seller) DropInvoiceStatement(ctx context.Context, id market.StatementID, invoice market.SettlementInvoiceID) error {
	return s.onNotice(ctx, market.DropInvoiceStatement, id, func(tx *tx, _ *market.InvoiceNotice) error {
		var number string
		if err := tx.get(&number, `SELECT number FROM settlement_invoices WHERE seller_id = $1 AND statement_id = $2 AND id = $3 AND status = 'entered'`, id, invoice); err != nil {
			return err
		}
		tx.note("number", number, nil)
		return tx.one(`DELETE FROM settlement_invoices WHERE seller_id = $1 AND statement_id = $2 AND id = $3`, id, invoice)
	})
}

// SubmitInvoiceStatement hands in the invoices of the statement's request (transactions.md §6.5).
func (s *Seller) SubmitInvoiceStatement(ctx context.Context, id market.StatementID) error {
	return s.onNotice(ctx, market.SubmitInvoiceStatement, id, func(tx *tx, n *market.InvoiceNotice) error {
		if err := n.Submit(tx.now); err != nil {
			return err
		}
		tx.note("request_number", nil, n.Statement.RequestNumber)
		tx.note("amount", nil, n.Statement.Payable)
		return cmp.Or(
			tx.exec(`UPDATE settlement_invoices SET status = 'submitted', submitted_at = $3 WHERE seller_id = $1 AND statement_id = $2 AND status = 'entered'`, id, tx.now),
			tx.tellDesk(nil, string(market.SubmitInvoiceStatement), market.Because("notice.desk_settlement_invoice", n.LegalName, n.Statement.Number, n.Statement.RequestNumber),
				"/operator/statements/"+id.String()))
	})
}

// PassInvoiceStatement lets the invoices pass: the payment request is reviewed (§6.5).
func (s *Seller) PassInvoiceStatement(ctx context.Context, id market.StatementID) error {
	return s.onNotice(ctx, market.PassInvoiceStatement, id, func(tx *tx, n *market.InvoiceNotice) error {
		if err := n.Statement.PassInvoices(tx.now); err != nil {
			return err
		}
		return tx.decideInvoices(id, market.SettlementInvoicePassed, "")
	})
}

// RefuseInvoiceStatement sends the invoices back with a reason; the seller makes them out anew
// (§6.5, §6.13).
func (s *Seller) RefuseInvoiceStatement(ctx context.Context, id market.StatementID, reason string) error {
	return s.onNotice(ctx, market.RefuseInvoiceStatement, id, func(tx *tx, n *market.InvoiceNotice) error {
		if err := n.Statement.Refuse(market.RefuseInvoiceStatement, reason); err != nil {
			return err
		}
		tx.note("reason", nil, n.Statement.Reason)
		return cmp.Or(tx.decideInvoices(id, market.SettlementInvoiceRejected, n.Statement.Reason), tx.tellStatement(market.RefuseInvoiceStatement, n.Statement))
	})
}

// RemindInvoiceStatement tells the seller that its month is over and the payment waits for its
// invoices (transactions.md §6.13).
func (s *Seller) RemindInvoiceStatement(ctx context.Context, id market.StatementID) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.onNotice(ctx, market.RemindInvoiceStatement, id, func(tx *tx, n *market.InvoiceNotice) error {
		if !n.Statement.InvoiceLate(settings, market.DayOf(tx.now)) {
			return market.Conflict("problem.not_now", market.Word(market.RemindInvoiceStatement))
		}
		return tx.notify(string(market.RemindInvoiceStatement), market.Because("notice.statement.remind_invoice", n.Statement.RequestNumber,
			n.Statement.InvoiceBy(settings), n.Statement.Currency.Sum(n.Statement.Payable)), invoicingLink(n.Statement))
	})
}

// onNotice does an act on a statement together with its invoices.
func (s *Seller) onNotice(ctx context.Context, act market.Act, id market.StatementID, do func(*tx, *market.InvoiceNotice) error) error {
	return s.onStatement(ctx, act, id, func(tx *tx, st *market.Statement) error {
		n, err := tx.notice(*st)
		if err != nil {
			return err
		}
		err = do(tx, &n)
		*st = n.Statement
		return err
	})
}

// invite keeps the invoice list of a request, tells the seller to invoice it, and leaves the
// reminder to the clock (transactions.md §6.4, §6.13).
func (t *tx) invite(st market.Statement, settings market.Settings) error {
	var byRate []market.InvoiceShare
	var own market.Ratio
	if err := t.list(&byRate, `SELECT x.rate, sum(x.amount) AS amount FROM (SELECT l.amount, `+invoicedRate+` AS rate FROM statement_lines l
			JOIN orders o ON o.seller_id = l.seller_id AND o.id = coalesce(l.order_id, (SELECT b.order_id FROM usage_bills b
				WHERE b.seller_id = l.seller_id AND b.statement_id = l.statement_id AND b.product_id = l.product_id ORDER BY b.order_id LIMIT 1))
			LEFT JOIN certifications c ON c.seller_id = l.seller_id AND c.status = 'certified'
			WHERE l.seller_id = $1 AND l.statement_id = $2 AND l.kind <> 'adjustment') x GROUP BY x.rate`, st.ID); err != nil {
		return err
	}
	if err := t.get(&own, `SELECT coalesce((SELECT max(vat_rate) FROM certifications WHERE seller_id = $1 AND status = 'certified'), 0.06)`); err != nil {
		return err
	}
	for _, share := range market.InvoiceShares(byRate, st.Payable, own) {
		if err := t.exec(`INSERT INTO invoice_shares (seller_id, statement_id, rate, amount) VALUES ($1, $2, $3, $4)`, st.ID, share.Rate, share.Amount); err != nil {
			return err
		}
	}
	by := st.InvoiceBy(settings)
	return cmp.Or(
		t.at(by.Plus(1).Begin().Add(9*time.Hour), market.RemindInvoiceStatement, st.ID),
		t.notify(string(market.InviteStatement), market.Because("notice.statement.invite", st.Number, st.Currency.Sum(st.Payable), st.RequestNumber, by), invoicingLink(st)))
}

// missInvoices rejects invoices that had passed and are missing after all.
func (t *tx) missInvoices(st market.Statement, missing []market.SettlementInvoiceID) error {
	for _, id := range missing {
		if err := t.one(`UPDATE settlement_invoices SET status = 'rejected', reason = $4, decided_by = $5, decided_at = $6
			WHERE seller_id = $1 AND statement_id = $2 AND id = $3 AND status = 'passed'`, st.ID, id, st.Reason, t.s.actor.Name, t.now); err != nil {
			return err
		}
	}
	return nil
}

// invoicesWhole refuses to restart a rejected request whose invoices are not all there; what was
// handed in meanwhile is passed with it (transactions.md §6.5).
func (t *tx) invoicesWhole(st market.Statement) error {
	if st.Status != market.StatementPaymentRejected || !st.Category.PlatformInvoices() {
		return nil
	}
	n, err := t.notice(st)
	if err != nil {
		return err
	}
	if n.Entered() || !n.Whole() {
		return market.Conflict("statement.invoice_missing", st.RequestNumber)
	}
	return t.decideInvoices(st.ID, market.SettlementInvoicePassed, "")
}

func (t *tx) decideInvoices(id market.StatementID, status market.SettlementInvoiceStatus, reason string) error {
	return t.exec(`UPDATE settlement_invoices SET status = $3, reason = $4, decided_by = $5, decided_at = $6
		WHERE seller_id = $1 AND statement_id = $2 AND status = 'submitted'`, id, status, reason, t.s.actor.Name, t.now)
}

// InvoiceNotices lists the requests that the seller invoices to the platform, newest first.
func (s *Seller) InvoiceNotices(ctx context.Context, ask market.Ask) (market.Page[market.InvoiceNoticeRow], error) {
	const where = ` FROM statements s WHERE s.seller_id = $1 AND s.category <> 'general' AND s.request_number <> ''`
	const columns = `, (SELECT count(*) FROM settlement_invoices i WHERE i.seller_id = s.seller_id AND i.statement_id = s.id AND i.status <> 'rejected') AS invoices,
		(SELECT coalesce(sum(i.amount), 0) FROM settlement_invoices i WHERE i.seller_id = s.seller_id AND i.statement_id = s.id AND i.status <> 'rejected') AS invoiced`
	k := from(ask)
	query := `SELECT ` + statementColumns + columns + where + ` AND ($2::timestamptz IS NULL OR (s.closed_at, s.id) < ($2, $3)) ORDER BY s.closed_at DESC, s.id DESC LIMIT $4`
	if k.up {
		query = `SELECT ` + statementColumns + columns + where + ` AND ($2::timestamptz IS NULL OR (s.closed_at, s.id) > ($2, $3)) ORDER BY s.closed_at, s.id LIMIT $4`
	}
	var rows []market.InvoiceNoticeRow
	if err := s.list(ctx, &rows, query, k.at, k.id, k.limit); err != nil {
		return market.Page[market.InvoiceNoticeRow]{}, err
	}
	p := page(ask, rows, func(r market.InvoiceNoticeRow) cursor { return cursor{r.ClosedAt, r.ID.UUID} })
	err := s.get(ctx, &p.Count.N, `SELECT count(*)`+where)
	return p, err
}

func invoicingLink(st market.Statement) string { return statementLink(st) + "#invoicing" }
