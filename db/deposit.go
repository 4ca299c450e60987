package db

import (
	"cmp"
	"context"
	"errors"

	"sellercenter/internal/market"
)

// Deposits is the ledger of the seller's deposit, newest first.
func (s *Seller) Deposits(ctx context.Context) (all []market.DepositEntry, err error) {
	err = s.list(ctx, &all, `SELECT d.id, d.kind, d.currency, d.amount, d.balance, d.reason, d.adjustment_id, a.statement_id, s.period, d.created_by, d.created_at
		FROM deposits d LEFT JOIN adjustments a ON a.seller_id = d.seller_id AND a.id = d.adjustment_id
			LEFT JOIN statements s ON s.seller_id = a.seller_id AND s.id = a.statement_id
		WHERE d.seller_id = $1 ORDER BY d.no DESC LIMIT 200`)
	return all, err
}

// AddDeposit books what the seller paid in (transactions.md §10.2).
func (s *Seller) AddDeposit(ctx context.Context, currency market.Currency, amount market.Money, reason string) error {
	return s.moveDeposit(ctx, market.AddDeposit, market.DepositMove{Kind: market.DepositPaid, Currency: currency, Amount: amount, Reason: reason})
}

// OffsetDeposit sets so much of the deposit off against what the seller owes: the next
// statement has it as an adjustment (transactions.md §6.8).
func (s *Seller) OffsetDeposit(ctx context.Context, currency market.Currency, amount market.Money, reason string) error {
	return s.moveDeposit(ctx, market.OffsetDeposit, market.DepositMove{Kind: market.DepositOffset, Currency: currency, Amount: amount, Reason: reason})
}

// ReturnDeposit books what went back to the seller.
func (s *Seller) ReturnDeposit(ctx context.Context, currency market.Currency, amount market.Money, reason string) error {
	return s.moveDeposit(ctx, market.ReturnDeposit, market.DepositMove{Kind: market.DepositReturned, Currency: currency, Amount: amount, Reason: reason})
}

func (s *Seller) moveDeposit(ctx context.Context, act market.Act, move market.DepositMove) error {
	id := market.NewID[market.DepositEntry](s.db.Now())
	return s.act(ctx, act, id, func(tx *tx) error {
		if err := tx.sharedExec(`SELECT pg_advisory_xact_lock(720004, hashtext($1::text))`, s.id); err != nil { // one move at a time
			return err
		}
		var balance market.Money
		err := tx.get(&balance, `SELECT balance FROM deposits WHERE seller_id = $1 AND currency = $2 ORDER BY no DESC LIMIT 1`, move.Currency)
		if err != nil && !errors.Is(err, market.NotFound) {
			return err
		}
		entry, err := move.Entry(balance)
		if err != nil {
			return err
		}
		if move.Currency.Abroad() {
			if err := tx.overseas(); err != nil {
				return err
			}
		}
		entry.ID = id
		if entry.Kind == market.DepositOffset {
			adjustment := market.NewID[market.Adjustment](tx.now)
			entry.AdjustmentID = &adjustment
			if err := tx.exec(`INSERT INTO adjustments (seller_id, id, currency, amount, reason, created_by, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7)`, adjustment, entry.Currency, move.Amount, entry.Reason, s.actor.Name, tx.now); err != nil {
				return err
			}
		}
		tx.note("currency", nil, entry.Currency)
		tx.note("amount", nil, entry.Amount)
		tx.note("balance", balance, entry.Balance)
		tx.note("reason", nil, entry.Reason)
		return cmp.Or(
			tx.exec(`INSERT INTO deposits (seller_id, id, kind, currency, amount, balance, reason, adjustment_id, created_by, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, entry.ID, entry.Kind, entry.Currency, entry.Amount, entry.Balance, entry.Reason,
				entry.AdjustmentID, s.actor.Name, tx.now),
			tx.notify(string(act), market.Because("notice."+string(act), entry.Currency.Sum(move.Amount), entry.Currency.Sum(entry.Balance), entry.Reason), "/deposits"))
	})
}
