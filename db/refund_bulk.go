package db

import (
	"context"
	"errors"
	"strings"

	"sellercenter/internal/market"
)

// checkRefunds leaves out refunds that cannot be decided now and says why: goods need a return
// address, an invoice must come back first, an appeal freezes the flow (transactions.md §4.3).
func checkRefunds(act market.Act) func(context.Context, *Seller, []market.TaskRow) ([]market.TaskRow, error) {
	return func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
		var found []struct {
			ID       market.ID[market.TaskRow]
			Number   string
			Order    string
			Status   market.RefundStatus
			Goods    market.GoodsState
			Frozen   bool
			Invoice  string
			Amount   market.Money
			Currency market.Currency
		}
		if err := s.list(ctx, &found, `SELECT r.id, r.number, o.number AS order, r.status, r.goods, r.amount, o.currency,
				coalesce(v.status = 'frozen', false) AS frozen,
				coalesce((SELECT i.number FROM invoice_orders h JOIN invoices i ON i.seller_id = h.seller_id AND i.id = h.invoice_id
					WHERE h.seller_id = r.seller_id AND h.order_id = r.order_id AND h.holds LIMIT 1), '') AS invoice
			FROM refunds r JOIN orders o ON o.seller_id = r.seller_id AND o.id = r.order_id
			LEFT JOIN supervisions v ON v.seller_id = o.seller_id AND v.order_id = o.id
			WHERE r.seller_id = $1 AND r.id = ANY($2) ORDER BY r.requested_at, r.id LIMIT 10000`, subjects(rows)); err != nil {
			return nil, err
		}
		effects, err := s.foreseeAll(ctx, subjects(rows))
		if err != nil {
			return nil, err
		}
		at := map[market.ID[market.TaskRow]]int{}
		for i, one := range found {
			at[one.ID] = i
		}
		own := rows[:0]
		for _, row := range rows {
			i, known := at[row.Subject]
			if !known {
				continue
			}
			r := found[i]
			row.Label = r.Number + " · " + r.Order
			row.Before.V = map[string]string{"amount": r.Amount.String(), "currency": string(r.Currency)}
			if e, known := effects[market.RefundID{UUID: row.Subject.UUID}]; known && act == market.ApproveRefund {
				row.Before.V = effectFacts(e)
			}
			_, why := market.RefundMoves.Next(r.Status, act)
			switch {
			case why != nil:
			case r.Frozen:
				why = market.Conflict("refund.is_frozen")
			case act == market.ApproveRefund && r.Goods == market.GoodsReceived:
				why = market.Conflict("refund.needs_address")
			case act == market.ApproveRefund && r.Invoice != "":
				why = market.Conflict("invoice.refund_return_first", r.Order, r.Invoice)
			}
			var problem *market.Problem
			if errors.As(why, &problem) {
				row.Because(market.RowOut, problem.Reason)
			}
			own = append(own, row)
		}
		return own, nil
	}
}

// sumRefunds is how much the ready rows pay back, a figure a currency.
func sumRefunds(rows []market.TaskRow) string {
	sums, order := map[string]market.Money{}, []string{}
	for _, row := range rows {
		amount, err := market.ReadMoney(row.Before.V["amount"])
		if row.State != market.RowReady || err != nil {
			continue
		}
		currency := row.Before.V["currency"]
		if _, known := sums[currency]; !known {
			order = append(order, currency)
		}
		sums[currency] = sums[currency].Plus(amount)
	}
	var said []string
	for _, currency := range order {
		said = append(said, currency+" "+sums[currency].String())
	}
	return strings.Join(said, ", ")
}

func doApproveRefund(ctx context.Context, s *Seller, task market.Task, row *market.TaskRow) error {
	return s.ApproveRefund(ctx, market.RefundID{UUID: row.Subject.UUID}, task.Note, market.Address{})
}
