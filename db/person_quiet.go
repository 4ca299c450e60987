package db

import (
	"context"

	"sellercenter/internal/market"
)

// Quiet are the person's own quiet hours, in the person's zone (transactions.md §9).
func (p *Person) Quiet(ctx context.Context) (own market.Quiet, err error) {
	err = p.db.getRow(ctx, &own, `SELECT quiet AS way, quiet_from, quiet_until, zone FROM people WHERE id = $1`, p.visitor.Person)
	return own, err
}

// QuietSession sets the person's own quiet hours: what waits already keeps its time.
func (p *Person) QuietSession(ctx context.Context, own market.Quiet) error {
	return p.act(ctx, market.QuietSession, func(tx *tx) error {
		if err := own.Check(); err != nil {
			return err
		}
		tx.note("quiet", nil, own.Way)
		return tx.sharedExec(`UPDATE people SET quiet = $2, quiet_from = $3, quiet_until = $4 WHERE id = $1`,
			p.visitor.Person, own.Way, int64(own.From), int64(own.Until))
	})
}
