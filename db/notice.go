package db

import "sellercenter/internal/market"

// notify leaves a message for the seller's people in this transaction; link is a path.
func (t *tx) notify(kind string, reason market.Reason, link string) error {
	return t.exec(`INSERT INTO notices (seller_id, id, kind, reason, link, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		market.NewID[market.Notice](t.now), kind, market.JSON[market.Reason]{V: reason}, link, t.now)
}
