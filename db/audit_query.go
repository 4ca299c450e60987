package db

import (
	"context"

	"sellercenter/internal/market"
)

// Asked records that somebody looked (transactions.md §8): an act that changes nothing. The
// subject is a number as people know it, so that looks stand beside a row's history, not in it.
func (s *Seller) Asked(ctx context.Context, act market.Act, subject, name string) error {
	return s.act(ctx, act, stringer(subject), func(tx *tx) error {
		if name != "" {
			tx.note("number", nil, name)
		}
		return nil
	})
}
