package db

import (
	"context"
	"strconv"
	"time"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// deliveriesNow are the deliveries of the orders that lines name, with the documents that
// they have.
func deliveriesNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	return t.sheetDeliveries(`SELECT `+supervisionRow+supervisionFrom+` WHERE v.seller_id = $1 AND o.number = ANY($2) AND NOT v.test ORDER BY v.id LIMIT $3`,
		pq.Array(column(lines, "order")), market.MostTaskRows)
}

// allDeliveries are those that wait for the seller to confirm or to deliver.
func allDeliveries(t *tx, after string) ([]market.SheetNow, error) {
	return t.sheetDeliveries(`SELECT `+supervisionRow+supervisionFrom+` WHERE v.seller_id = $1 AND o.number > $2 AND NOT v.test AND v.status = 'running'
		AND v.turn = 'seller' AND v.node IN ('REQ_REVIEW', 'DELIVERING') ORDER BY o.number LIMIT $3`, after, chunk)
}

func (t *tx) sheetDeliveries(query string, args ...any) ([]market.SheetNow, error) {
	var rows []struct {
		market.SupervisionRow
		PaidAt *time.Time
	}
	if err := t.list(&rows, query, args...); err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID.String()
	}
	var files []struct {
		SupervisionID market.SupervisionID
		Kind          market.EvidenceKind
	}
	if err := t.list(&files, `SELECT supervision_id, kind FROM evidences WHERE seller_id = $1 AND supervision_id = ANY($2)`, pq.Array(ids)); err != nil {
		return nil, err
	}
	have := map[market.SupervisionID][]market.EvidenceKind{}
	for _, file := range files {
		have[file.SupervisionID] = append(have[file.SupervisionID], file.Kind)
	}
	calendar, err := t.s.db.Calendar(t.ctx)
	if err != nil {
		return nil, err
	}
	now := make([]market.SheetNow, len(rows))
	for i, row := range rows {
		paid := row.PlacedAt
		if row.PaidAt != nil {
			paid = *row.PaidAt
		}
		missing := ""
		if row.Node == market.NodeDelivering {
			missing = strconv.Itoa(len(market.MissingEvidence(row.Step().Evidence, have[row.ID])))
		}
		now[i] = market.SheetNow{Key: row.OrderNumber, Subject: market.ID[market.TaskRow](row.ID), Label: row.OrderNumber,
			About: market.DeliveryAbout{Flow: row.Supervision, Have: have[row.ID], Paid: paid, Calendar: calendar},
			Cells: map[string]string{"order": row.OrderNumber, "product": row.ProductName, "customer_name": row.CustomerName,
				"node": row.Node.Key(), "missing": missing}}
	}
	return now, nil
}

// doDelivery carries one delivery on, an act of its own; the rules are asked again there.
func doDelivery(ctx context.Context, s *Seller, row *market.TaskRow) error {
	id, after := market.SupervisionID{UUID: row.Subject.UUID}, row.After.V
	seen, err := strconv.Atoi(row.Before.V["seen"])
	if err != nil {
		return err
	}
	switch market.Act("supervision." + after["step"]) {
	case market.ConfirmSupervision:
		return s.ConfirmSupervision(ctx, id, seen)
	case market.RefuseSupervision:
		return s.RefuseSupervision(ctx, id, seen, after["result"])
	case market.DeliverSupervision:
		what := market.Delivery{Seen: seen, Result: after["result"]}
		if at, err := time.Parse(time.RFC3339, after["opened_at"]); err == nil {
			what.OpenedAt = &at
		}
		return s.DeliverSupervision(ctx, id, what)
	}
	return market.NotFound
}
