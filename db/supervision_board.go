package db

import (
	"context"
	"time"

	"sellercenter/internal/market"
)

// whoDid is the person of a line of a log: of what a program did with an access key, the one
// whose key it is.
const whoDid = `coalesce(p.name, k.created_by, l.actor)`

// boardFor is how long the board of a seller with many open deliveries is kept.
const boardFor = time.Minute

// Board is where the seller's open deliveries stand by product, and what its people did.
func (s *Seller) Board(ctx context.Context) (market.Board, error) {
	now := s.db.Now()
	if board, known := s.db.boards.get(s.scope(), now); known {
		return board, nil
	}
	board, err := s.board(ctx, now)
	open := 0
	for _, product := range board.Products {
		open += product.Open
	}
	if err == nil && open > manyOpen {
		s.db.boards.set(s.scope(), board, now, boardFor)
	}
	return board, err
}

func (s *Seller) board(ctx context.Context, now time.Time) (board market.Board, err error) {
	if err = s.list(ctx, &board.Products, `SELECT o.product_name AS name, count(*) AS open, count(*) FILTER (WHERE v.turn = 'seller') AS ours,
			count(*) FILTER (WHERE v.status = 'running' AND v.due_at < $2) AS late, min(v.entered_at) AS oldest
		FROM supervisions v JOIN orders o ON o.seller_id = v.seller_id AND o.id = v.order_id
		WHERE v.seller_id = $1 AND v.status IN ('running', 'frozen') AND NOT v.test
		GROUP BY o.product_name ORDER BY late DESC, open DESC, name LIMIT 50`, now); err != nil {
		return board, err
	}
	err = s.list(ctx, &board.People, `SELECT `+whoDid+` AS name, count(DISTINCT l.supervision_id) AS flows,
			count(DISTINCT l.supervision_id) FILTER (WHERE l.act IN (`+handingOver+`)) AS handed,
			count(DISTINCT l.supervision_id) FILTER (WHERE l.act IN (`+handingOver+`) AND `+sentBack+`) AS returned,
			max(l.at) AS last_at
		FROM supervision_logs l JOIN supervisions v ON v.seller_id = l.seller_id AND v.id = l.supervision_id
			LEFT JOIN keys k ON k.seller_id = l.seller_id AND k.number = l.actor LEFT JOIN people p ON p.id = k.person_id
		WHERE l.seller_id = $1 AND l.party = 'seller' AND NOT v.test AND l.at >= $2
		GROUP BY 1 ORDER BY flows DESC, name LIMIT 50`, now.AddDate(0, 0, -market.BoardDays))
	return board, err
}
