package db

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// UsageDoor is a seller whose key a push may be signed with.
type UsageDoor struct {
	Seller market.SellerID
	Keys   []market.KeyInUse
}

// UsageDoors are the sellers that have one of the instances: a push that carries no access key
// says by its instances alone whose it is (production-interface.md §2.6, §4.3).
func (db *DB) UsageDoors(ctx context.Context, instances []string) (doors []UsageDoor, err error) {
	var sellers []market.SellerID
	if err := db.listRows(ctx, &sellers, `SELECT DISTINCT seller_id FROM instances WHERE number = ANY($1) LIMIT 20`, pq.Array(instances)); err != nil {
		return nil, err
	}
	for _, seller := range sellers {
		keys, err := db.Seller(market.TheClock, seller).KeysInUse(ctx, market.KeyBase)
		if err != nil {
			return nil, err
		}
		doors = append(doors, UsageDoor{seller, keys})
	}
	return doors, nil
}

// usageNonces is how long the nonce of a push is remembered: longer than its timestamp counts.
const usageNonces = 10 * time.Minute

// PushUsage keeps what a seller's program reports, as it came; it is checked and priced behind
// the answer (transactions.md §5.2). A nonce counts once.
func (s *Seller) PushUsage(ctx context.Context, batch market.UsageBatch, nonce string) error {
	id := market.NewID[market.UsagePush](s.db.Now())
	return s.act(ctx, market.PushUsage, id, func(tx *tx) error {
		if nonce != "" {
			if err := tx.exec(`DELETE FROM usage_nonces WHERE seller_id = $1 AND at < $2`, tx.now.Add(-usageNonces)); err != nil {
				return err
			}
			fresh, err := tx.count(`INSERT INTO usage_nonces (seller_id, nonce, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, nonce, tx.now)
			if err != nil {
				return err
			}
			if fresh == 0 {
				return market.Conflict("usage.nonce_used", nonce)
			}
		}
		return tx.pushUsage(id, batch)
	})
}

func (t *tx) pushUsage(id market.ID[market.UsagePush], batch market.UsageBatch) error {
	t.note("records", nil, batch.Records)
	if err := t.exec(`INSERT INTO usage_pushes (seller_id, id, records, sent, old, received_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, batch.Records, batch.Sent, batch.Old, t.now); err != nil {
		return err
	}
	return t.later(market.RateUsage, t.s.id)
}

// RepeatUsage reports a record again that failed, put right and under a new serial number
// (transactions.md §5.2). The old one counts as superseded once the new one is charged.
func (s *Seller) RepeatUsage(ctx context.Context, id market.UsageID, sent market.UsageSent) error {
	return s.act(ctx, market.RepeatUsage, id, func(tx *tx) error {
		var record market.UsageRecord
		if err := tx.get(&record, `SELECT `+usageColumns+` FROM usage_records u WHERE u.seller_id = $1 AND u.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		if err := record.Repeat(sent); err != nil {
			return err
		}
		batch, err := market.RepeatPush(sent)
		if err != nil {
			return err
		}
		tx.note("serial", record.Serial, sent.Serial)
		if err := tx.one(`UPDATE usage_records SET status = 'superseded' WHERE seller_id = $1 AND id = $2 AND status = 'failed'`, id); err != nil {
			return err
		}
		return tx.pushUsage(market.NewID[market.UsagePush](tx.now), batch)
	})
}

// planUsage leaves an act on the seller's usage to the clock, once for the instant.
func (t *tx) planUsage(act market.Act, at time.Time) error {
	n, err := t.count(`INSERT INTO usage_plans (seller_id, act, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, act, at)
	if err != nil || n == 0 {
		return err
	}
	return t.at(at, act, t.s.id)
}

// plannedUsage crosses off what was planned until now.
func (t *tx) plannedUsage(act market.Act) error {
	return t.exec(`DELETE FROM usage_plans WHERE seller_id = $1 AND act = $2 AND at <= $3`, act, t.now)
}

// lockUsage keeps the seller's usage to one at a time: waiting for whoever has it, or answering
// that it is not the moment, because whoever has it looks again behind its commit.
func (t *tx) lockUsage(wait bool) error {
	if wait {
		return t.exec(`SELECT pg_advisory_xact_lock(720005, hashtext($1::text))`)
	}
	var got bool
	if err := t.get(&got, `SELECT pg_try_advisory_xact_lock(720005, hashtext($1::text))`); err != nil {
		return err
	}
	if !got {
		return market.Conflict("problem.not_now", market.Word(market.RateUsage))
	}
	return nil
}

// meterOrder remembers what an order that is paid by use is charged by, item by item, and when
// somebody is told that it reports nothing (transactions.md §5.3).
func (t *tx) meterOrder(order market.Order) error {
	if order.Charging != market.ChargeOnDemand {
		return nil
	}
	if err := t.exec(`INSERT INTO meters (seller_id, id, order_id, factor)
		SELECT i.seller_id, i.id, i.order_id, s.factors->(i.line - 1) FROM instances i JOIN orders o ON o.seller_id = i.seller_id AND o.id = i.order_id
			JOIN specs s ON s.seller_id = o.seller_id AND s.id = o.spec_id
		WHERE i.seller_id = $1 AND i.order_id = $2 AND s.factors->(i.line - 1) IS NOT NULL ON CONFLICT DO NOTHING`, order.ID); err != nil || order.Test {
		return err
	}
	return t.planSilence()
}

// planSilence plans the looks for instances that report nothing: an hourly one is told of two
// hours behind the hour, a daily one behind the day that it left out.
func (t *tx) planSilence() error {
	settings, err := t.s.db.Settings(t.ctx)
	if err != nil {
		return err
	}
	for _, cycle := range []string{"hour", "day"} {
		due := settings.UsageSilent(cycle, t.now).Truncate(time.Hour).Add(time.Hour + 5*time.Minute)
		if err := t.planUsage(market.WarnUsage, due); err != nil {
			return err
		}
	}
	return nil
}

// firstID is the least id that is made at the instant.
func firstID(at time.Time) uuid.UUID {
	id := market.NewID[market.UsageRecord](at).UUID
	for n := 6; n < len(id); n++ {
		id[n] = 0
	}
	return id
}
