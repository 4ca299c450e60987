package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"sellercenter/internal/market"
)

const invoiceColumns = `i.seller_id, i.id, i.number, i.status, i.type, i.title_kind, i.title, i.tax_number, i.bank_name, i.bank_account,
	i.address, i.phone, i.amount, i.rate, i.postage, i.receiver_mask, i.remark, i.customer_id, i.customer_name, i.requested_at,
	i.due_at, i.paper_number, i.paper_code, i.dated_on, i.file_id, i.courier, i.courier_number, i.issued_at, i.confirm_at,
	i.completed_at, i.ended_at, i.reason, i.red_number, i.test, i.version`

// InvoiceTerms is which invoices the seller makes out; without its choice none of the six.
func (s *Seller) InvoiceTerms(ctx context.Context) (terms market.InvoiceTerms, err error) {
	err = s.get(ctx, &terms, `SELECT types, mail_name, mail_phone, mail_address, updated_at, version FROM invoice_terms WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.InvoiceTerms{}, nil
	}
	return terms, err
}

// SetInvoice keeps which types buyers may choose and where they reach the seller
// (catalogue.md §7.1).
func (s *Seller) SetInvoice(ctx context.Context, terms market.InvoiceTerms) error {
	return s.act(ctx, market.SetInvoice, s.id, func(tx *tx) error {
		if err := terms.Check(); err != nil {
			return err
		}
		tx.note("types", nil, terms.Types.V)
		return tx.exec(`INSERT INTO invoice_terms (seller_id, types, mail_name, mail_phone, mail_address, updated_at)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id) DO UPDATE SET types = $2, mail_name = $3, mail_phone = $4,
				mail_address = $5, updated_at = $6, version = invoice_terms.version + 1`,
			terms.Types, terms.MailName, terms.MailPhone, terms.MailAddress, tx.now)
	})
}

// RequestInvoice is a buyer's wish for an invoice over its own orders (catalogue.md §7.2).
func (s *Seller) RequestInvoice(ctx context.Context, ask market.InvoiceRequest) (market.InvoiceID, error) {
	id := market.NewID[market.Invoice](s.db.Now())
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return id, err
	}
	err = s.act(ctx, market.RequestInvoice, id, func(tx *tx) error {
		orders, err := tx.invoiceable(ask.Orders)
		if err != nil {
			return err
		}
		var terms market.InvoiceTerms
		if err := tx.get(&terms, `SELECT types FROM invoice_terms WHERE seller_id = $1`); err != nil && !errors.Is(err, market.NotFound) {
			return err
		}
		if err := ask.Check(terms); err != nil {
			return err
		}
		var payer struct {
			Taxpayer string
			Rate     market.Ratio
		}
		if err := tx.get(&payer, `SELECT taxpayer, vat_rate AS rate FROM certifications WHERE seller_id = $1`); err != nil && !errors.Is(err, market.NotFound) {
			return err
		}
		invoice, err := ask.Request(orders, payer.Taxpayer, payer.Rate, settings, tx.now)
		if err != nil {
			return err
		}
		invoice.ID, invoice.Test = id, s.actor.Test
		invoice.CustomerID, invoice.CustomerName = s.actor.Customer, orders[0].Order.CustomerName
		if invoice.Number, err = tx.number("IV", "invoice", id); err != nil {
			return err
		}
		if err := tx.insertInvoice(invoice, ask.Receiver, orders); err != nil {
			return err
		}
		for _, at := range invoice.Reminders(settings.InvoiceRemind.Duration) {
			if err := tx.at(at, market.RemindInvoice, id); err != nil {
				return err
			}
		}
		return cmp.Or(tx.logInvoice(invoice, market.RequestInvoice, ask.Remark, nil),
			tx.notify(string(market.RequestInvoice), market.Because("notice.invoice.request", invoice.Number, invoice.CustomerName, invoice.Amount, invoice.DueAt), invoiceLink(id)))
	})
	return id, err
}

// invoiceable reads and keeps the orders that shall be invoiced, each with what stands
// against it.
func (t *tx) invoiceable(ids []market.OrderID) ([]market.Invoiceable, error) {
	all := make([]market.Invoiceable, 0, len(ids))
	for _, id := range ids[:min(len(ids), market.MostInvoiceOrders)] {
		order, err := t.lockOrder(id)
		if err != nil {
			return nil, err
		}
		one := market.Invoiceable{Order: order}
		if err := t.get(&one.Refund, `SELECT EXISTS (SELECT 1 FROM refunds WHERE seller_id = $1 AND order_id = $2 AND status NOT IN ('paid', 'rejected', 'withdrawn'))`, id); err != nil {
			return nil, err
		}
		if err := t.get(&one.Invoice, `SELECT coalesce((SELECT i.number FROM invoice_orders o JOIN invoices i ON i.seller_id = o.seller_id AND i.id = o.invoice_id
			WHERE o.seller_id = $1 AND o.order_id = $2 AND o.holds), '')`, id); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (t *tx) insertInvoice(i market.Invoice, receiver market.Receiver, orders []market.Invoiceable) error {
	sealed, err := json.Marshal(receiver)
	if err != nil {
		return err
	}
	t.note("number", nil, i.Number)
	t.note("amount", nil, i.Amount)
	if err := t.exec(`INSERT INTO invoices (seller_id, id, number, status, type, title_kind, title, tax_number, bank_name, bank_account,
			address, phone, amount, rate, postage, receiver_mask, sealed, remark, customer_id, customer_name, requested_at, due_at, test)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		i.ID, i.Number, i.Status, i.Type, i.TitleKind, i.Title, i.TaxNumber, i.BankName, i.BankAccount, i.Address, i.Phone, i.Amount, i.Rate,
		i.Postage, i.ReceiverMask, t.s.db.sealer.seal(string(sealed)), i.Remark, i.CustomerID, i.CustomerName, i.RequestedAt, i.DueAt, i.Test); err != nil {
		return err
	}
	for _, one := range orders {
		err := t.exec(`INSERT INTO invoice_orders (seller_id, invoice_id, order_id, amount) VALUES ($1, $2, $3, $4)`, i.ID, one.Order.ID, one.Order.Refundable())
		if violates(err, "invoice_orders_one") || violates(err, "invoice_orders_pkey") {
			return market.Conflict("invoice.already", one.Order.Number, i.Number)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CancelInvoice takes a buyer's request back before it was issued.
func (s *Seller) CancelInvoice(ctx context.Context, id market.InvoiceID) error {
	return s.onInvoice(ctx, market.CancelInvoice, id, func(tx *tx, i *market.Invoice) error {
		if err := i.End(market.CancelInvoice, "", tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, market.CancelInvoice, "", nil),
			tx.notify(string(market.CancelInvoice), market.Because("notice.invoice.cancel", i.Number, i.CustomerName), invoiceLink(id)))
	})
}

// RejectInvoice refuses a request; only before the invoice was issued (catalogue.md §7.2).
func (s *Seller) RejectInvoice(ctx context.Context, id market.InvoiceID, reason string) error {
	return s.onInvoice(ctx, market.RejectInvoice, id, func(tx *tx, i *market.Invoice) error {
		if err := i.End(market.RejectInvoice, reason, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, market.RejectInvoice, reason, nil))
	})
}

// IssueInvoice books that the invoice was made out and sent (catalogue.md §7.2).
func (s *Seller) IssueInvoice(ctx context.Context, id market.InvoiceID, what market.Issuing) error {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return err
	}
	return s.onInvoice(ctx, market.IssueInvoice, id, func(tx *tx, i *market.Invoice) error {
		if err := i.Issue(what, settings.InvoiceConfirmDays, tx.now); err != nil {
			return err
		}
		if what.File != nil {
			file, err := tx.addFile(what.File.Name, market.FileInvoice, what.File.Content)
			if err != nil {
				return err
			}
			i.FileID = &file.ID
		}
		tx.note("paper_number", nil, i.PaperNumber)
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, market.IssueInvoice, "", i.FileID), tx.at(*i.ConfirmAt, market.ConfirmInvoice, id))
	})
}

// SignInvoice books that the invoice arrived: the seller saw it delivered, or the buyer says so.
func (s *Seller) SignInvoice(ctx context.Context, id market.InvoiceID) error {
	return s.completeInvoice(ctx, market.SignInvoice, id)
}

// ConfirmInvoice completes what nobody signed for (catalogue.md §7.2).
func (s *Seller) ConfirmInvoice(ctx context.Context, id market.InvoiceID) error {
	return s.completeInvoice(ctx, market.ConfirmInvoice, id)
}

func (s *Seller) completeInvoice(ctx context.Context, by market.Act, id market.InvoiceID) error {
	return s.onInvoice(ctx, by, id, func(tx *tx, i *market.Invoice) error {
		if err := i.Complete(by, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, by, "", nil))
	})
}

// GiveBackInvoice is the buyer's word that it sends the invoice back, and why.
func (s *Seller) GiveBackInvoice(ctx context.Context, id market.InvoiceID, reason string) error {
	return s.onInvoice(ctx, market.GiveBackInvoice, id, func(tx *tx, i *market.Invoice) error {
		if err := i.End(market.GiveBackInvoice, reason, tx.now); err != nil {
			return err
		}
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, market.GiveBackInvoice, reason, nil),
			tx.notify(string(market.GiveBackInvoice), market.Because("notice.invoice.give_back", i.Number, i.CustomerName, reason), invoiceLink(id)))
	})
}

// ReturnInvoice books that the invoice is back or cancelled by a red one. A refund that
// waited for it is paid now (catalogue.md §7.3).
func (s *Seller) ReturnInvoice(ctx context.Context, id market.InvoiceID, reason, red string) error {
	return s.onInvoice(ctx, market.ReturnInvoice, id, func(tx *tx, i *market.Invoice) error {
		if err := i.Return(reason, red, tx.now); err != nil {
			return err
		}
		tx.note("red_number", nil, i.RedNumber)
		var waiting []market.RefundID
		if err := tx.list(&waiting, `SELECT r.id FROM refunds r JOIN invoice_orders o ON o.seller_id = r.seller_id AND o.order_id = r.order_id
			WHERE r.seller_id = $1 AND o.invoice_id = $2 AND r.status = 'approved' AND r.paid_at IS NULL ORDER BY r.id LIMIT 50`, id); err != nil {
			return err
		}
		for _, refund := range waiting {
			if err := tx.later(market.PayRefund, refund); err != nil {
				return err
			}
		}
		return cmp.Or(tx.saveInvoice(*i), tx.logInvoice(*i, market.ReturnInvoice, i.Reason, nil))
	})
}

// RemindInvoice tells the seller that a buyer waits for its invoice (catalogue.md §11.2).
func (s *Seller) RemindInvoice(ctx context.Context, id market.InvoiceID) error {
	return s.onInvoice(ctx, market.RemindInvoice, id, func(tx *tx, i *market.Invoice) error {
		if i.Status != market.InvoiceRequested {
			return market.Conflict("problem.not_now", market.Word(market.RemindInvoice))
		}
		key := "notice.invoice.remind"
		if !tx.now.Before(i.DueAt) {
			key = "notice.invoice.overdue"
		}
		return tx.notify(string(market.RemindInvoice), market.Because(key, i.Number, i.CustomerName, i.DueAt), invoiceLink(id))
	})
}

// RevealInvoice shows where the invoice is sent; the audit keeps who saw it.
func (s *Seller) RevealInvoice(ctx context.Context, id market.InvoiceID) (receiver market.Receiver, err error) {
	err = s.act(ctx, market.RevealInvoice, id, func(tx *tx) error {
		var sealed []byte
		if err := tx.get(&sealed, `SELECT sealed FROM invoices WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		plain, err := s.db.sealer.open(sealed)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(plain), &receiver)
	})
	return receiver, err
}

// uninvoiced refuses a refund while an invoice of the order holds (catalogue.md §7.3).
func (t *tx) uninvoiced(order market.Order) error {
	var invoices []market.Invoice
	if err := t.list(&invoices, `SELECT `+invoiceColumns+` FROM invoices i JOIN invoice_orders o ON o.seller_id = i.seller_id AND o.invoice_id = i.id
		WHERE i.seller_id = $1 AND o.order_id = $2 AND o.holds LIMIT 5`, order.ID); err != nil {
		return err
	}
	return market.Uninvoiced(order.Number, invoices)
}

// dropInvoiceRequests takes back what was only asked for when money goes back by itself; what
// was issued has to be returned by the seller before the money is paid (catalogue.md §7.3).
func (t *tx) dropInvoiceRequests(order market.Order) error {
	var invoices []market.Invoice
	if err := t.list(&invoices, `SELECT `+invoiceColumns+` FROM invoices i JOIN invoice_orders o ON o.seller_id = i.seller_id AND o.invoice_id = i.id
		WHERE i.seller_id = $1 AND o.order_id = $2 AND o.holds FOR UPDATE OF i`, order.ID); err != nil {
		return err
	}
	for _, i := range invoices {
		if i.Status != market.InvoiceRequested {
			if err := t.notify(string(market.ReturnInvoice), market.Because("notice.invoice.return", i.Number, order.Number), invoiceLink(i.ID)); err != nil {
				return err
			}
			continue
		}
		if err := i.End(market.CancelInvoice, "", t.now); err != nil {
			return err
		}
		if err := cmp.Or(t.saveInvoice(i), t.logInvoice(i, market.CancelInvoice, "", nil)); err != nil {
			return err
		}
	}
	return nil
}

// onInvoice does an act on an invoice that its asker may know of, and keeps it.
func (s *Seller) onInvoice(ctx context.Context, act market.Act, id market.InvoiceID, do func(*tx, *market.Invoice) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var invoice market.Invoice
		if err := tx.get(&invoice, `SELECT `+invoiceColumns+` FROM invoices i WHERE i.seller_id = $1 AND i.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		tx.about(id, invoice.Number)
		if s.hidesFrom(invoice.CustomerID, invoice.Test) {
			return market.NotFound
		}
		return do(tx, &invoice)
	})
}

// hidesFrom reports whether the asker is a buyer whose row this is not.
func (s *Seller) hidesFrom(customer string, test bool) bool {
	return s.actor.Is(market.Buyer) && (s.actor.Customer != customer || s.actor.Test != test)
}

func (t *tx) saveInvoice(i market.Invoice) error {
	t.note("status", nil, i.Status)
	if !i.Status.Holds() {
		if err := t.exec(`UPDATE invoice_orders SET holds = false WHERE seller_id = $1 AND invoice_id = $2`, i.ID); err != nil {
			return err
		}
	}
	return t.one(`UPDATE invoices SET status = $3, paper_number = $4, paper_code = $5, dated_on = $6, file_id = $7, courier = $8,
			courier_number = $9, issued_at = $10, confirm_at = $11, completed_at = $12, ended_at = $13, reason = $14, red_number = $15,
			version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $16`,
		i.ID, i.Status, i.PaperNumber, i.PaperCode, i.DatedOn, i.FileID, i.Courier, i.CourierNumber, i.IssuedAt, i.ConfirmAt,
		i.CompletedAt, i.EndedAt, i.Reason, i.RedNumber, i.Version)
}

func (t *tx) logInvoice(i market.Invoice, act market.Act, comment string, file *market.FileID) error {
	return t.exec(`INSERT INTO invoice_logs (seller_id, id, invoice_id, at, party, actor, act, comment, file_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		market.NewID[market.InvoiceLog](t.now), i.ID, t.now, t.s.actor.Party(), t.s.actor.Name, act, comment, file)
}

func invoiceLink(id market.InvoiceID) string { return "/invoices/" + id.String() }
