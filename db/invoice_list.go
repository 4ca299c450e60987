package db

import (
	"context"

	"sellercenter/internal/market"
)

const invoiceRow = invoiceColumns + `, coalesce(f.number, '') AS order_number, coalesce(f.product_name, '') AS product_name, coalesce(f.orders, 0) AS orders`

const invoiceFrom = ` FROM invoices i LEFT JOIN LATERAL (SELECT min(d.number) AS number, min(d.product_name) AS product_name, count(*) AS orders
	FROM invoice_orders o JOIN orders d ON d.seller_id = o.seller_id AND d.id = o.order_id
	WHERE o.seller_id = i.seller_id AND o.invoice_id = i.id) f ON true`

const invoiceWhere = ` WHERE i.seller_id = $1 AND NOT i.test AND ($2 = '' OR i.status = $2) AND ($3 = '' OR i.type = $3)
	AND ($4 = '' OR i.type LIKE '%\_' || $4)
	AND ($5 = '' OR i.number LIKE $5 || '%' OR i.paper_number LIKE $5 || '%' OR strpos(lower(i.title), lower($5)) > 0
		OR EXISTS (SELECT 1 FROM invoice_orders o JOIN orders d ON d.seller_id = o.seller_id AND d.id = o.order_id
			WHERE o.seller_id = $1 AND o.invoice_id = i.id AND d.number LIKE $5 || '%'))
	AND ($6::timestamptz IS NULL OR i.requested_at >= $6) AND ($7::timestamptz IS NULL OR i.requested_at < $7)`

// Invoice is one invoice; a buyer finds only its own.
func (s *Seller) Invoice(ctx context.Context, id market.InvoiceID) (row market.InvoiceRow, err error) {
	err = s.get(ctx, &row, `SELECT `+invoiceRow+invoiceFrom+` WHERE i.seller_id = $1 AND i.id = $2`, id)
	if err == nil && s.hidesFrom(row.CustomerID, row.Test) {
		return market.InvoiceRow{}, market.NotFound
	}
	return row, err
}

// Invoices lists the invoices to buyers, newest first (catalogue.md §7.2).
func (s *Seller) Invoices(ctx context.Context, search market.InvoiceSearch, ask market.Ask) (market.Page[market.InvoiceRow], error) {
	k := from(ask)
	query := `SELECT ` + invoiceRow + invoiceFrom + invoiceWhere + `
		AND ($8::timestamptz IS NULL OR (i.requested_at, i.id) < ($8, $9)) ORDER BY i.requested_at DESC, i.id DESC LIMIT $10`
	if k.up {
		query = `SELECT ` + invoiceRow + invoiceFrom + invoiceWhere + `
			AND ($8::timestamptz IS NULL OR (i.requested_at, i.id) > ($8, $9)) ORDER BY i.requested_at, i.id LIMIT $10`
	}
	var rows []market.InvoiceRow
	if err := s.list(ctx, &rows, query, search.Status, search.Type, search.Medium, search.Text, search.From, search.Until, k.at, k.id, k.limit); err != nil {
		return market.Page[market.InvoiceRow]{}, err
	}
	p := page(ask, rows, func(r market.InvoiceRow) cursor { return cursor{r.RequestedAt, r.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM invoices i`+invoiceWhere+` LIMIT 10001) x`,
		search.Status, search.Type, search.Medium, search.Text, search.From, search.Until)
	return p, err
}

// InvoiceCounts is how many invoices stand in each state.
func (s *Seller) InvoiceCounts(ctx context.Context) (map[market.InvoiceStatus]int, error) {
	var rows []struct {
		Status market.InvoiceStatus
		N      int
	}
	counts := map[market.InvoiceStatus]int{}
	err := s.list(ctx, &rows, `SELECT status, count(*) AS n FROM invoices WHERE seller_id = $1 AND NOT test GROUP BY status`)
	for _, row := range rows {
		counts[row.Status] = row.N
	}
	return counts, err
}

// InvoiceOrders are the orders of an invoice.
func (s *Seller) InvoiceOrders(ctx context.Context, id market.InvoiceID) (orders []market.InvoiceOrder, err error) {
	err = s.list(ctx, &orders, `SELECT o.order_id, d.number, d.product_name, d.spec_name, d.status, d.paid_at, o.amount
		FROM invoice_orders o JOIN orders d ON d.seller_id = o.seller_id AND d.id = o.order_id
		WHERE o.seller_id = $1 AND o.invoice_id = $2 ORDER BY d.number LIMIT 50`, id)
	return orders, err
}

// InvoiceLogs is what happened to an invoice, newest first.
func (s *Seller) InvoiceLogs(ctx context.Context, id market.InvoiceID) (logs []market.InvoiceLog, err error) {
	err = s.list(ctx, &logs, `SELECT l.at, l.party, l.actor, l.act, l.comment, l.file_id, f.name AS file_name
		FROM invoice_logs l LEFT JOIN files f ON f.seller_id = l.seller_id AND f.id = l.file_id
		WHERE l.seller_id = $1 AND l.invoice_id = $2 ORDER BY l.at DESC, l.no DESC LIMIT 100`, id)
	return logs, err
}

// InvoicesOf are the invoices of one order, newest first.
func (s *Seller) InvoicesOf(ctx context.Context, order market.OrderID) (invoices []market.Invoice, err error) {
	err = s.list(ctx, &invoices, `SELECT `+invoiceColumns+` FROM invoices i JOIN invoice_orders o ON o.seller_id = i.seller_id AND o.invoice_id = i.id
		WHERE i.seller_id = $1 AND o.order_id = $2 ORDER BY i.requested_at DESC, i.id DESC LIMIT 20`, order)
	return invoices, err
}

// CustomerInvoices are the invoices of the customer at the counter, newest first.
func (s *Seller) CustomerInvoices(ctx context.Context) (invoices []market.Invoice, err error) {
	err = s.list(ctx, &invoices, `SELECT `+invoiceColumns+` FROM invoices i
		WHERE i.seller_id = $1 AND i.customer_id = $2 AND i.test = $3 ORDER BY i.requested_at DESC, i.id DESC LIMIT 100`, s.actor.Customer, s.actor.Test)
	return invoices, err
}

// RefundPayable refuses to pay a refund whose order has an issued invoice that was not
// returned: the refund finishes only then (catalogue.md §7.3).
func (s *Seller) RefundPayable(ctx context.Context, id market.RefundID) error {
	return s.look(ctx, func(tx *tx) error {
		var order market.Order
		if err := tx.get(&order, `SELECT `+orderColumns+` FROM orders WHERE seller_id = $1
			AND id = (SELECT order_id FROM refunds WHERE seller_id = $1 AND id = $2)`, id); err != nil {
			return err
		}
		return tx.uninvoiced(order)
	})
}
