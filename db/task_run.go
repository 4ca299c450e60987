package db

import (
	"context"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// chunk is how many rows are worked on at a time.
const chunk = 1000

// RunTask works on the next rows of a task, in the name of who began it; more says that
// there are others. Each chunk is kept before the next begins: a task that is interrupted
// goes on where it stood.
func (s *Seller) RunTask(ctx context.Context, id market.TaskID) (more bool, err error) {
	if !s.actor.May(market.RunTask) {
		return false, market.Denied
	}
	task, err := s.Task(ctx, id)
	if err != nil {
		return false, err
	}
	from := market.RowReady
	if task.Status == market.TaskUndoing {
		from = market.RowDone
	}
	if !task.Status.Moving() {
		return false, market.Conflict("problem.not_now", market.Word(market.RunTask), string(task.Status))
	}
	rows, err := s.nextRows(ctx, id, from)
	if err != nil {
		return false, err
	}
	if len(rows) == 0 {
		return false, s.endTask(ctx, id)
	}
	as, err := s.inTheNameOf(ctx, task.PersonID)
	if err != nil {
		return false, err
	}
	work := workOf(task.Kind)
	do := work.do
	if from == market.RowDone {
		do = work.undo
	}
	if as == nil || !as.actor.May(doerOf(task.Kind)) {
		return true, refuse(ctx, nil, s, task, rows)
	}
	return true, do(ctx, as.forTask(task), s, task, rows)
}

// nextRows are whole subjects: what belongs to one product is done at once, however much.
func (s *Seller) nextRows(ctx context.Context, id market.TaskID, state market.TaskRowState) (rows []market.TaskRow, err error) {
	err = s.list(ctx, &rows, `SELECT `+taskRowColumns+` FROM task_rows WHERE seller_id = $1 AND task_id = $2 AND state = $3
		ORDER BY subject, no LIMIT $4`, id, state, chunk)
	if err != nil || len(rows) < chunk {
		return rows, err
	}
	last := rows[chunk-1].Subject
	if rows[0].Subject != last {
		return rows[:slices.IndexFunc(rows, func(r market.TaskRow) bool { return r.Subject == last })], nil
	}
	rows = nil
	err = s.list(ctx, &rows, `SELECT `+taskRowColumns+` FROM task_rows WHERE seller_id = $1 AND task_id = $2 AND state = $3 AND subject = $4
		ORDER BY no LIMIT $5`, id, state, last, market.MostTaskRows)
	return rows, err
}

// refuse leaves all rows as they are: who began the task may not do it any more.
func refuse(ctx context.Context, _, clock *Seller, task market.Task, rows []market.TaskRow) error {
	state := market.RowFailed
	if task.Status == market.TaskUndoing {
		state = market.RowKept
	}
	for i := range rows {
		rows[i].Because(state, market.Because("task.not_allowed", task.Maker))
	}
	return clock.keepRows(ctx, task.ID, rows)
}

// keepRows writes down what came of rows.
func (s *Seller) keepRows(ctx context.Context, id market.TaskID, rows []market.TaskRow) error {
	return s.act(ctx, market.RunTask, id, func(tx *tx) error { return tx.keepRows(id, rows) })
}

// keepRows writes down what came of rows, and how far the task has come.
func (t *tx) keepRows(id market.TaskID, rows []market.TaskRow) error {
	var c rowColumns
	counts := map[market.TaskRowState]int{}
	for _, row := range rows {
		if err := c.add(row); err != nil {
			return err
		}
		counts[row.State]++
	}
	if err := t.exec(`UPDATE task_rows r SET state = n.state, label = n.label, reasons = n.reasons, effect = coalesce(nullif(n.effect, '')::uuid, r.effect)
		FROM unnest($3::int[], $4::text[], $5::text[], $6::jsonb[], $7::text[]) AS n (no, state, label, reasons, effect)
		WHERE r.seller_id = $1 AND r.task_id = $2 AND r.no = n.no`,
		id, pq.Array(c.no), pq.Array(c.state), pq.Array(c.label), pq.Array(c.reasons), pq.Array(c.effect)); err != nil {
		return err
	}
	t.note("done", nil, counts[market.RowDone]+counts[market.RowUndone])
	return t.exec(`UPDATE tasks SET done = done + $3, failed = failed + $4, undone = undone + $5, kept = kept + $6 WHERE seller_id = $1 AND id = $2`,
		id, counts[market.RowDone], counts[market.RowFailed], counts[market.RowUndone], counts[market.RowKept])
}

// endTask says that all rows are done.
func (s *Seller) endTask(ctx context.Context, id market.TaskID) error {
	return s.act(ctx, market.RunTask, id, func(tx *tx) error {
		task, err := tx.lockTask(id)
		if err != nil {
			return err
		}
		if task.Status, err = market.TaskMoves.Next(task.Status, market.RunTask); err != nil {
			return err
		}
		tx.note("status", nil, task.Status)
		return tx.exec(`UPDATE tasks SET status = $3, ended_at = $4 WHERE seller_id = $1 AND id = $2`, id, task.Status, tx.now)
	})
}

// ResumeTask leaves the rest of a task to another job: none works for minutes.
func (s *Seller) ResumeTask(ctx context.Context, id market.TaskID) error {
	return s.act(ctx, market.RunTask, id, func(tx *tx) error {
		if _, err := tx.lockTask(id); err != nil {
			return err
		}
		return tx.later(market.RunTask, id)
	})
}

// forTask is the same door, where every act names the task that it belongs to.
func (s *Seller) forTask(task market.Task) *Seller {
	door := *s
	door.task = &task
	return &door
}
