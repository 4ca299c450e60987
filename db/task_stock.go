package db

import (
	"strconv"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const stockSheetQuery = `SELECT p.seller_id, p.id AS product_id, p.number, p.name AS product_name, p.status = 'on_sale' AS on_sale,
		coalesce(k.total, 999) AS total, coalesce(k.consumed, 0) AS consumed, coalesce(k.warned, false) AS warned
	FROM products p LEFT JOIN stocks k ON k.seller_id = p.seller_id AND k.product_id = p.id
	WHERE p.seller_id = $1 AND p.revision_id IS NOT NULL`

// stockLine is a product's stock as a sheet meets it.
type stockLine struct {
	market.StockFacts
	Number string
}

// stocksNow are the stocks of products by their numbers; inside an act they stay as they are
// until it ends.
func stocksNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	numbers := pq.Array(column(lines, "number"))
	if t.lock() != "" {
		if err := t.exec(`INSERT INTO stocks (seller_id, product_id, total)
			SELECT $1, id, $3 FROM products WHERE seller_id = $1 AND number = ANY($2) AND revision_id IS NOT NULL ORDER BY id
			ON CONFLICT DO NOTHING`, numbers, market.FirstStock); err != nil {
			return nil, err
		}
		var kept []market.ProductID
		if err := t.list(&kept, `SELECT k.product_id FROM stocks k JOIN products p ON p.seller_id = k.seller_id AND p.id = k.product_id
			WHERE k.seller_id = $1 AND p.number = ANY($2) ORDER BY k.product_id FOR UPDATE OF k`, numbers); err != nil {
			return nil, err
		}
	}
	var rows []stockLine
	err := t.list(&rows, stockSheetQuery+` AND p.number = ANY($2)`, numbers)
	return sheetStocks(rows), err
}

func allStocks(t *tx, after string) ([]market.SheetNow, error) {
	var rows []stockLine
	err := t.list(&rows, stockSheetQuery+` AND p.number > $2 AND p.status = 'on_sale' ORDER BY p.number LIMIT $3`, after, chunk)
	return sheetStocks(rows), err
}

func sheetStocks(rows []stockLine) []market.SheetNow {
	now := make([]market.SheetNow, len(rows))
	for i, r := range rows {
		now[i] = market.SheetNow{Key: r.Number, Subject: market.ID[market.TaskRow](r.ProductID), Label: r.Number, About: r.StockFacts,
			Cells: map[string]string{"number": r.Number, "product": r.ProductName, "stock_total": strconv.FormatInt(r.Total, 10),
				"stock_sold": strconv.FormatInt(r.Consumed, 10)}}
		if !r.OnSale {
			why := market.Because("stock.off_sale", r.ProductName)
			now[i].Closed = &why
		}
	}
	return now
}

// putStocks changes all stocks at once. Taken back is the change, not the total: what was
// sold or changed since stays.
func putStocks(t *tx, changes []change) error {
	var ids, products, notes []string
	var deltas []int64
	for _, c := range changes {
		facts, _ := c.was.About.(market.StockFacts)
		delta, err := strconv.ParseInt(c.row.After.V["stock_change"], 10, 64)
		if err != nil {
			return err
		}
		note := c.row.After.V["stock_note"]
		if c.undo {
			delta = -delta
			if facts.Total+delta < facts.Consumed {
				c.refuse("task.stock_sold_since", facts.Consumed, facts.Total+delta)
				continue
			}
		}
		ids, products = append(ids, market.NewID[market.StockChange](t.now).String()), append(products, facts.ProductID.String())
		deltas, notes = append(deltas, delta), append(notes, note)
	}
	return t.exec(`WITH n AS (SELECT id, product_id, change, note FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[]) AS n (id, product_id, change, note)),
		changed AS (UPDATE stocks k SET total = k.total + n.change, warned = false FROM n
			WHERE k.seller_id = $1 AND k.product_id = n.product_id RETURNING k.product_id, k.total, k.consumed)
		INSERT INTO stock_changes (seller_id, id, product_id, change, total, consumed, note, actor, at)
		SELECT $1, n.id, n.product_id, n.change, changed.total, changed.consumed, n.note, $6, $7 FROM n JOIN changed USING (product_id)`,
		pq.Array(ids), pq.Array(products), pq.Array(deltas), pq.Array(notes), t.s.actor.Name, t.now)
}
