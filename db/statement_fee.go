package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

const feeInvoiceColumns = `id, statement_id, amount, currency, title, tax_number, asked_by, asked_at, number, file_id, issued_by, issued_at`

// FeeInvoice is the platform's invoice for its fee of the statement; NotFound before somebody
// asks for it.
func (s *Seller) FeeInvoice(ctx context.Context, statement market.StatementID) (i market.FeeInvoice, err error) {
	err = s.get(ctx, &i, `SELECT `+feeInvoiceColumns+` FROM fee_invoices WHERE seller_id = $1 AND statement_id = $2`, statement)
	return i, err
}

// AskFeeStatement asks for the platform's invoice for its fee of a paid statement, by the
// seller's certified name and tax number (transactions.md §6.10).
func (s *Seller) AskFeeStatement(ctx context.Context, id market.StatementID) error {
	return s.onFee(ctx, market.AskFeeStatement, id, func(tx *tx, st market.Statement) error {
		_, err := tx.askFee(st)
		return err
	})
}

// IssueFeeStatement hands the invoice over with its file; also unasked (transactions.md §10.2).
func (s *Seller) IssueFeeStatement(ctx context.Context, id market.StatementID, number string, file *market.Upload) error {
	return s.onFee(ctx, market.IssueFeeStatement, id, func(tx *tx, st market.Statement) error {
		var i market.FeeInvoice
		err := tx.get(&i, `SELECT `+feeInvoiceColumns+` FROM fee_invoices WHERE seller_id = $1 AND statement_id = $2`, id)
		if errors.Is(err, market.NotFound) {
			i, err = tx.askFee(st)
		}
		if err != nil {
			return err
		}
		if err := i.Issue(number, file, s.actor.Name, tx.now); err != nil {
			return err
		}
		kept, err := tx.addFile(file.Name, market.FileInvoice, file.Content)
		if err != nil {
			return market.AsField("fee_file", err)
		}
		tx.note("number", nil, i.Number)
		return cmp.Or(
			tx.exec(`UPDATE fee_invoices SET number = $3, file_id = $4, issued_by = $5, issued_at = $6 WHERE seller_id = $1 AND id = $2`,
				i.ID, i.Number, kept.ID, i.IssuedBy, i.IssuedAt),
			tx.notify(string(market.IssueFeeStatement), market.Because("notice.statement.issue_fee", st.Number, i.Currency.Sum(i.Amount), i.Number), "/statements/"+id.String()))
	})
}

// onFee does an act on the fee of a statement, which itself stays as it is.
func (s *Seller) onFee(ctx context.Context, act market.Act, id market.StatementID, do func(*tx, market.Statement) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var st market.Statement
		if err := tx.get(&st, `SELECT `+statementColumns+` FROM statements s WHERE s.seller_id = $1 AND s.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.about(id, st.Number)
		return do(tx, st)
	})
}

// askFee makes the request: the fee of the statement's lines, less what refunds gave back of it
// and what the increment returned.
func (t *tx) askFee(st market.Statement) (i market.FeeInvoice, err error) {
	i = market.FeeInvoice{ID: market.NewID[market.FeeInvoice](t.now), StatementID: st.ID, Currency: st.Currency, AskedBy: t.s.actor.Name, AskedAt: t.now}
	if err := t.get(&i.Amount, `SELECT coalesce(sum(fee - increment), 0) FROM statement_lines WHERE seller_id = $1 AND statement_id = $2`, st.ID); err != nil {
		return i, err
	}
	if err := st.FeeInvoiceable(i.Amount); err != nil {
		return i, err
	}
	var who struct{ LegalName, CreditCode string }
	if err := t.get(&who, `SELECT legal_name, credit_code FROM certifications WHERE seller_id = $1 ORDER BY status = 'certified' DESC, submitted_at DESC LIMIT 1`); err != nil {
		return i, err
	}
	i.Title, i.TaxNumber = who.LegalName, who.CreditCode
	n, err := t.count(`INSERT INTO fee_invoices (seller_id, id, statement_id, amount, currency, title, tax_number, asked_by, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (seller_id, statement_id) DO NOTHING`,
		i.ID, i.StatementID, i.Amount, i.Currency, i.Title, i.TaxNumber, i.AskedBy, i.AskedAt)
	if err == nil && n == 0 {
		err = market.Conflict("statement.fee_asked_before", st.Number)
	}
	t.note("amount", nil, i.Amount)
	return i, cmp.Or(err, t.tellFee(st, i))
}

// tellFee tells the operator's people of an invoice that the seller waits for.
func (t *tx) tellFee(st market.Statement, i market.FeeInvoice) error {
	if t.s.actor.Party() != market.PartySeller {
		return nil
	}
	return t.tellDesk(nil, string(market.AskFeeStatement), market.Because("notice.desk_fee", i.Title, st.Number, i.Currency.Sum(i.Amount)),
		"/operator/statements/"+st.ID.String())
}
