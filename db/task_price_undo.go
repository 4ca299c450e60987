package db

import (
	"context"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// undoPrices takes requests back that nobody has decided; what was approved is asked back
// to the old price, unless the price was changed again.
func undoPrices(ctx context.Context, as, clock *Seller, task market.Task, rows []market.TaskRow) error {
	var reviews []struct {
		ID      market.ID[market.TaskRow]
		Subject market.ID[market.TaskRow]
		Status  market.ReviewStatus
	}
	effects := make([]string, 0, len(rows))
	for _, row := range rows {
		if row.Effect != nil {
			effects = append(effects, row.Effect.String())
		}
	}
	if err := as.list(ctx, &reviews, `SELECT id, subject, status FROM reviews WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(effects)); err != nil {
		return err
	}
	status := map[market.ID[market.TaskRow]]market.ReviewStatus{}
	var pending []string
	for _, review := range reviews {
		status[review.ID] = review.Status
		if review.Status == market.ReviewPending {
			pending = append(pending, review.ID.String())
		}
	}
	withdrawn, err := as.takeBack(ctx, task, pending)
	if err != nil {
		return err
	}
	return clock.act(ctx, market.RunTask, task.ID, func(tx *tx) error {
		live, err := tx.pricesOf(rows)
		if err != nil {
			return err
		}
		var back []market.TaskRow
		var places []int
		for i := range rows {
			row := &rows[i]
			if row.Effect == nil {
				continue
			}
			switch {
			case withdrawn[*row.Effect]:
				row.State, row.Reasons.V = market.RowUndone, map[string]market.Reason{"": market.Because("task.price_withdrawn")}
			case status[*row.Effect] == market.ReviewPending: // decided just now
				row.Because(market.RowKept, market.Because("task.decided"))
			case status[*row.Effect] != market.ReviewApproved:
				row.State, row.Reasons.V = market.RowUndone, map[string]market.Reason{"": market.Because("task.price_never")}
			case builtOnPrice(*row, live[row.Key]) != nil:
				row.Because(market.RowKept, *builtOnPrice(*row, live[row.Key]))
			default:
				back, places = append(back, *row), append(places, i)
			}
		}
		if len(back) > 0 {
			asPerson := *tx
			asPerson.s = as
			if err := asPerson.reprice(back, market.RowUndone, market.RowKept, func(r market.TaskRow) map[string]string { return r.Before.V }); err != nil {
				return err
			}
			for n, i := range places {
				rows[i] = back[n]
			}
		}
		return tx.keepRows(task.ID, rows)
	})
}

// takeBack withdraws modifications that nobody has decided and throws their drafts away, all
// at once: the same as WithdrawReview and DiscardProduct do for one, with an audit entry of
// each. It answers which of them were withdrawn.
func (s *Seller) takeBack(ctx context.Context, task market.Task, reviews []string) (map[market.ID[market.TaskRow]]bool, error) {
	withdrawn := map[market.ID[market.TaskRow]]bool{}
	if len(reviews) == 0 {
		return withdrawn, nil
	}
	return withdrawn, s.act(ctx, market.WithdrawReview, task.ID, func(tx *tx) error {
		clear(withdrawn)
		var gone []struct{ ID, Subject market.ID[market.TaskRow] }
		if err := tx.list(&gone, `WITH mine AS (SELECT id FROM reviews WHERE seller_id = $1 AND id = ANY($2) AND status = 'pending' ORDER BY id FOR UPDATE)
			UPDATE reviews v SET status = 'withdrawn', decided_by = $3, decided_at = $4, version = v.version + 1
			FROM mine WHERE v.seller_id = $1 AND v.id = mine.id RETURNING v.id, v.subject`, pq.Array(reviews), s.actor.Name, tx.now); err != nil {
			return err
		}
		var ids, subjects, audits []string
		for _, one := range gone {
			withdrawn[one.ID] = true
			ids, subjects = append(ids, one.ID.String()), append(subjects, one.Subject.String())
			audits = append(audits, market.NewID[market.Audit](tx.now).String())
		}
		if err := tx.exec(`UPDATE products SET draft = NULL, draft_version = draft_version + 1 WHERE seller_id = $1 AND id = ANY($2)`, pq.Array(subjects)); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO audits (seller_id, id, act, area, subject, person_id, actor, party, address, at, test, facts)
			SELECT $1, n.id, $4, $5, n.subject, $6, $7, $8, $9, $10, false,
				jsonb_build_object('status', jsonb_build_object('before', 'pending', 'after', 'withdrawn'), 'task', jsonb_build_object('after', $11::text))
			FROM unnest($2::uuid[], $3::text[]) AS n (id, subject)`,
			pq.Array(audits), pq.Array(ids), market.WithdrawReview, market.WithdrawReview.Area(), nullable(s.actor.Person), s.actor.Name,
			s.actor.Party(), s.actor.From, tx.now, task.ID.String())
	})
}

// builtOnPrice says that a price was changed again since the task changed it.
func builtOnPrice(row market.TaskRow, price priceNow) *market.Reason {
	is := market.SheetNow{Cells: map[string]string{}}
	is.Cells["model"], is.Cells["bounds"], is.Cells["amount"] = price.cells()
	return market.PriceSheet.BuiltOn(row, is)
}
