package db

import (
	"context"
	"errors"

	"sellercenter/internal/market"
)

const receptionColumns = `receives, hours, updated_at, version`

// Reception is whether and when the seller answers tickets; a seller that never said so does not.
func (s *Seller) Reception(ctx context.Context) (reception market.Reception, err error) {
	err = s.get(ctx, &reception, `SELECT `+receptionColumns+` FROM receptions WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.Reception{Hours: market.JSON[market.Hours]{V: market.OfficeHours()}}, nil
	}
	return reception, err
}

// SetReception keeps whether and when the seller answers tickets: at least 5×8, otherwise
// buyers find no entry (catalogue.md §8). Open tickets keep the hours of their present step.
func (s *Seller) SetReception(ctx context.Context, reception market.Reception) error {
	return s.act(ctx, market.SetReception, s.id, func(tx *tx) error {
		if err := reception.Check(); err != nil {
			return err
		}
		tx.note("receives", nil, reception.Receives)
		return tx.exec(`INSERT INTO receptions (seller_id, receives, hours, updated_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (seller_id) DO UPDATE SET receives = $2, hours = $3, updated_at = $4, version = receptions.version + 1`,
			reception.Receives, reception.Hours, tx.now)
	})
}

// hours are the reception hours that a ticket's clock runs in.
func (t *tx) hours() (market.Reception, error) {
	var reception market.Reception
	err := t.get(&reception, `SELECT `+receptionColumns+` FROM receptions WHERE seller_id = $1`)
	if errors.Is(err, market.NotFound) {
		return market.Reception{}, nil
	}
	return reception, err
}
