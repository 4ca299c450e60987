package db

import (
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const stockRows = `SELECT p.seller_id, p.id AS product_id, p.name AS product_name, p.number, p.access_type, coalesce(p.listed_at, p.created_at) AS listed_at,
		coalesce(k.total, 999) AS total, coalesce(k.consumed, 0) AS consumed, coalesce(k.warned, false) AS warned,
		(SELECT max(h.at) FROM stock_changes h WHERE h.seller_id = p.seller_id AND h.product_id = p.id) AS changed_at
	FROM products p LEFT JOIN stocks k ON k.seller_id = p.seller_id AND k.product_id = p.id`

const stockWhere = ` WHERE p.seller_id = $1 AND p.status = 'on_sale'
	AND ($2 = '' OR strpos(lower(p.name), lower($2)) > 0 OR p.number LIKE $2 || '%')
	AND ($3 = '' OR $3 = 'out' AND coalesce(k.total - k.consumed, 999) = 0
		OR $3 = 'low' AND coalesce(k.total - k.consumed, 999) * 100 <= coalesce(k.total, 999) * $4::int)`

// Stocks lists the stock of what is on sale, what was listed last first.
func (s *Seller) Stocks(ctx context.Context, search market.StockSearch, ask market.Ask) (market.Page[market.StockRow], error) {
	settings, err := s.db.Settings(ctx)
	if err != nil {
		return market.Page[market.StockRow]{}, err
	}
	k := from(ask)
	query := stockRows + stockWhere + ` AND ($5::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) < ($5, $6))
		ORDER BY coalesce(p.listed_at, p.created_at) DESC, p.id DESC LIMIT $7`
	if k.up {
		query = stockRows + stockWhere + ` AND ($5::timestamptz IS NULL OR (coalesce(p.listed_at, p.created_at), p.id) > ($5, $6))
			ORDER BY coalesce(p.listed_at, p.created_at), p.id LIMIT $7`
	}
	var rows []market.StockRow
	if err := s.list(ctx, &rows, query, search.Text, search.Level, settings.StockWarning, k.at, k.id, k.limit); err != nil {
		return market.Page[market.StockRow]{}, err
	}
	p := page(ask, rows, func(r market.StockRow) cursor { return cursor{r.ListedAt, r.ProductID.UUID} })
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM products p LEFT JOIN stocks k ON k.seller_id = p.seller_id AND k.product_id = p.id`+
		stockWhere+` LIMIT 10001) x`, search.Text, search.Level, settings.StockWarning)
	return p, err
}

// Stock is the stock of one product, on sale or not any more.
func (s *Seller) Stock(ctx context.Context, product market.ProductID) (row market.StockRow, err error) {
	err = s.get(ctx, &row, stockRows+` WHERE p.seller_id = $1 AND p.id = $2 AND p.revision_id IS NOT NULL`, product)
	return row, err
}

// StockChanges lists how a product's stock was changed, newest first.
func (s *Seller) StockChanges(ctx context.Context, product market.ProductID, ask market.Ask) (market.Page[market.StockChange], error) {
	const columns = `SELECT id, product_id, change, total, consumed, note, actor, at FROM stock_changes WHERE seller_id = $1 AND product_id = $2`
	k := from(ask)
	query := columns + ` AND ($3::timestamptz IS NULL OR (at, id) < ($3, $4)) ORDER BY at DESC, id DESC LIMIT $5`
	if k.up {
		query = columns + ` AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4)) ORDER BY at, id LIMIT $5`
	}
	var rows []market.StockChange
	if err := s.list(ctx, &rows, query, product, k.at, k.id, k.limit); err != nil {
		return market.Page[market.StockChange]{}, err
	}
	p := page(ask, rows, func(c market.StockChange) cursor { return cursor{c.At, c.ID.UUID} })
	var err error
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM stock_changes WHERE seller_id = $1 AND product_id = $2 LIMIT 10001) x`, product)
	return p, err
}

// SetStocks changes the stock of products by so much, all of them or none (catalogue.md §5).
func (s *Seller) SetStocks(ctx context.Context, asks []market.StockAsk) error {
	var ids []market.ProductID
	for _, ask := range asks {
		ids = append(ids, ask.ProductID)
	}
	subject := market.ProductID{UUID: s.id.UUID}
	if len(ids) == 1 {
		subject = ids[0]
	}
	return s.act(ctx, market.SetStock, subject, func(tx *tx) error {
		stocks, err := tx.lockStocks(ids)
		if err != nil {
			return err
		}
		if err := market.CheckStocks(asks, stocks); err != nil {
			return err
		}
		for _, ask := range asks { // a handful; a sheet's rows are one act too
			stock := stocks[ask.ProductID]
			stock.Total += ask.Change
			id := market.NewID[market.StockChange](tx.now)
			if err := tx.exec(`WITH changed AS (UPDATE stocks SET total = $3, warned = false WHERE seller_id = $1 AND product_id = $2)
				INSERT INTO stock_changes (seller_id, id, product_id, change, total, consumed, note, actor, at)
				VALUES ($1, $4, $2, $5, $3, $6, $7, $8, $9)`,
				ask.ProductID, stock.Total, id, ask.Change, stock.Consumed, ask.Note, s.actor.Name, tx.now); err != nil {
				return err
			}
			tx.note(stock.ProductName, stock.Total-ask.Change, stock.Total)
		}
		return nil
	})
}

// lockStocks reads the stocks of products and keeps them; each of them has to be there.
func (t *tx) lockStocks(ids []market.ProductID) (map[market.ProductID]market.StockFacts, error) {
	if err := t.exec(`INSERT INTO stocks (seller_id, product_id, total)
		SELECT $1, id, $3 FROM products WHERE seller_id = $1 AND id = ANY($2::uuid[]) AND revision_id IS NOT NULL ORDER BY id
		ON CONFLICT DO NOTHING`, pq.Array(ids), market.FirstStock); err != nil {
		return nil, err
	}
	var rows []market.StockFacts
	if err := t.list(&rows, `SELECT k.seller_id, k.product_id, k.total, k.consumed, k.warned, p.name AS product_name, p.status = 'on_sale' AS on_sale
		FROM stocks k JOIN products p ON p.seller_id = k.seller_id AND p.id = k.product_id
		WHERE k.seller_id = $1 AND k.product_id = ANY($2::uuid[]) ORDER BY k.product_id FOR UPDATE OF k`, pq.Array(ids)); err != nil {
		return nil, err
	}
	stocks := map[market.ProductID]market.StockFacts{}
	for _, row := range rows {
		stocks[row.ProductID] = row
	}
	for _, id := range ids {
		if _, found := stocks[id]; !found {
			return nil, market.NotFound
		}
	}
	return stocks, nil
}

// takeStock holds so much for an order and warns the seller once when little is left (501).
func (t *tx) takeStock(stock market.Stock, takes int64, product string) error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	stock.Consumed += takes
	warns := !stock.Warned && stock.Low(settings.StockWarning)
	if err := t.one(`UPDATE stocks SET consumed = $3, warned = warned OR $4 WHERE seller_id = $1 AND product_id = $2`,
		stock.ProductID, stock.Consumed, warns); err != nil || !warns {
		return err
	}
	return t.notify("stock.warn", market.Because("stock.notice_low", product, stock.Left(), stock.Total), "/stocks/"+stock.ProductID.String())
}

// returnStock gives back what an order held, once: it was cancelled or given back.
func (t *tx) returnStock(order market.OrderID) error {
	return t.exec(`WITH held AS (SELECT stock FROM admissions WHERE seller_id = $1 AND order_id = $2 AND stock > 0 FOR UPDATE),
			freed AS (UPDATE admissions SET stock = 0 WHERE seller_id = $1 AND order_id = $2 AND EXISTS (SELECT 1 FROM held))
		UPDATE stocks k SET consumed = k.consumed - held.stock FROM held, orders o
		WHERE o.seller_id = $1 AND o.id = $2 AND k.seller_id = $1 AND k.product_id = o.product_id`, order)
}
