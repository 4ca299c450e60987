package db

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const taskColumns = `seller_id, id, kind, person_id, maker, status, title, address, format, note, rows, same, ready, left_out, faulty,
	done, failed, undone, kept, created_at, begun_at, ended_at, expires_at`

const taskRowColumns = `no, key, subject, label, state, before, after, reasons, effect`

// mine keeps tasks to who made them and to the main account: they show what a list showed.
const mine = ` AND (person_id = $2 OR $3)`

// Tasks lists the actor's tasks, the main account all of them, newest first.
func (s *Seller) Tasks(ctx context.Context, status market.TaskStatus, ask market.Ask) (p market.Page[market.Task], err error) {
	k := from(ask)
	query := `SELECT ` + taskColumns + ` FROM tasks WHERE seller_id = $1` + mine + ` AND ($4 = '' OR status = $4)
		AND ($5::timestamptz IS NULL OR (created_at, id) < ($5, $6)) ORDER BY created_at DESC, id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + taskColumns + ` FROM tasks WHERE seller_id = $1` + mine + ` AND ($4 = '' OR status = $4)
			AND ($5::timestamptz IS NULL OR (created_at, id) > ($5, $6)) ORDER BY created_at, id LIMIT $7`
	}
	var rows []market.Task
	if err := s.list(ctx, &rows, query, s.actor.Person, s.actor.Is(market.Owner), status, k.at, k.id, k.limit); err != nil {
		return p, err
	}
	p = page(ask, rows, func(t market.Task) cursor { return cursor{t.CreatedAt, t.ID.UUID} })
	p.Count, err = s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM tasks WHERE seller_id = $1`+mine+` AND ($4 = '' OR status = $4) LIMIT 10001) x`,
		s.actor.Person, s.actor.Is(market.Owner), status)
	return p, err
}

// Task is one task; another person's is not found, except by the main account and the clock.
func (s *Seller) Task(ctx context.Context, id market.TaskID) (task market.Task, err error) {
	err = s.get(ctx, &task, `SELECT `+taskColumns+` FROM tasks WHERE seller_id = $1`+mine+` AND id = $4`,
		s.actor.Person, s.actor.Is(market.Owner) || s.actor.Is(market.Clock), id)
	return task, err
}

// TaskRows lists the rows of a task in a state, in the order of the sheet; no state lists all.
func (s *Seller) TaskRows(ctx context.Context, id market.TaskID, state market.TaskRowState, after, most int) (rows []market.TaskRow, err error) {
	if _, err := s.Task(ctx, id); err != nil {
		return nil, err
	}
	err = s.list(ctx, &rows, `SELECT `+taskRowColumns+` FROM task_rows WHERE seller_id = $1 AND task_id = $2 AND ($3 = '' OR state = $3)
		AND no > $4 ORDER BY no LIMIT $5`, id, state, after, most)
	return rows, err
}

// DraftTask previews an act on selected rows: what will be done, who is left out and why.
func (s *Seller) DraftTask(ctx context.Context, act market.Act, chosen []market.Chosen) (market.TaskID, error) {
	id := market.NewID[market.Task](s.db.Now())
	work, known := bulks[act]
	if !known || work.operator != (s.id == market.Platform) {
		return id, market.NotFound
	}
	if !s.actor.May(act) {
		return id, market.Denied
	}
	rows := make([]market.TaskRow, 0, len(chosen))
	for i, one := range chosen {
		subject, err := market.ParseID[market.TaskRow](one.ID)
		if err != nil {
			return id, err
		}
		rows = append(rows, market.TaskRow{No: i + 1, Subject: subject, Label: one.Label, State: market.RowReady})
	}
	if len(rows) == 0 {
		return id, market.Conflict("task.none_chosen")
	}
	if len(rows) > market.MostTaskRows {
		return id, market.Conflict("task.too_many", market.MostTaskRows)
	}
	rows, err := work.check(ctx, s, rows)
	if err != nil {
		return id, err
	}
	if len(rows) != len(chosen) { // some are not the seller's
		return id, market.NotFound
	}
	task := market.Task{ID: id, Kind: market.TaskKind(act), Rows: len(chosen)}
	if work.sum != nil {
		task.Title = work.sum(rows)
	}
	return id, s.act(ctx, market.DraftTask, id, func(tx *tx) error { return tx.draft(task, rows) })
}

// draft keeps a task with its rows.
func (t *tx) draft(task market.Task, rows []market.TaskRow) error {
	for _, row := range rows {
		switch row.State {
		case market.RowReady:
			task.Ready++
		case market.RowFault:
			task.Faulty++
		case market.RowOut:
			task.LeftOut++
		case market.RowDone, market.RowFailed, market.RowUndone, market.RowKept:
		}
	}
	t.note("kind", nil, task.Kind)
	t.note("rows", nil, task.Rows)
	if err := t.exec(`INSERT INTO tasks (seller_id, id, kind, person_id, maker, status, title, address, format, rows, same, ready, left_out, faulty, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, task.ID, task.Kind, t.s.actor.Person, t.s.actor.Name,
		market.TaskPreviewed, task.Title, task.Address, task.Format, task.Rows, task.Same, task.Ready, task.LeftOut, task.Faulty, t.now); err != nil {
		return err
	}
	var c rowColumns
	for _, row := range rows {
		if err := c.add(row); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO task_rows (seller_id, task_id, no, key, subject, label, state, before, after, reasons)
		SELECT $1, $2, * FROM unnest($3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[], $10::jsonb[])`, task.ID,
		pq.Array(c.no), pq.Array(c.key), pq.Array(c.subject), pq.Array(c.label), pq.Array(c.state), pq.Array(c.before), pq.Array(c.after), pq.Array(c.reasons))
}

// rowColumns are rows turned round: one array a column, so that many are written at once.
type rowColumns struct {
	no                             []int64
	key, subject, label, state     []string
	before, after, reasons, effect []string
}

func (c *rowColumns) add(row market.TaskRow) error {
	texts := [3]string{}
	for i, value := range []any{orEmpty(row.Before.V), orEmpty(row.After.V), stored(row.Reasons.V)} {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		texts[i] = string(text)
	}
	effect := ""
	if row.Effect != nil {
		effect = row.Effect.String()
	}
	c.key = append(c.key, row.Key)
	c.no, c.subject, c.label, c.state = append(c.no, int64(row.No)), append(c.subject, row.Subject.String()), append(c.label, row.Label), append(c.state, string(row.State))
	c.before, c.after, c.reasons, c.effect = append(c.before, texts[0]), append(c.after, texts[1]), append(c.reasons, texts[2]), append(c.effect, effect)
	return nil
}

// stored are reasons that say the same when they are read again: a share keeps its sign.
func stored(reasons map[string]market.Reason) map[string]market.Reason {
	all := make(map[string]market.Reason, len(reasons))
	for column, reason := range reasons {
		args := slices.Clone(reason.Args)
		for i, arg := range args {
			if ratio, is := arg.(market.Ratio); is {
				args[i] = ratio.String()
			}
		}
		all[column] = market.Reason{Key: reason.Key, Args: args}
	}
	return all
}

func orEmpty[T any](m map[string]T) map[string]T {
	if m == nil {
		return map[string]T{}
	}
	return m
}

// ApplyTask begins to apply what was previewed; its rows are done in the background, each
// with the note where the act takes one.
func (s *Seller) ApplyTask(ctx context.Context, id market.TaskID, note string) error {
	return s.turnTask(ctx, market.ApplyTask, id, func(task *market.Task) error {
		return cmp.Or(task.Applicable(), task.Noted(note))
	})
}

// UndoTask begins to take back what was applied, row by row, where nothing was built on it.
func (s *Seller) UndoTask(ctx context.Context, id market.TaskID) error {
	return s.turnTask(ctx, market.UndoTask, id, func(task *market.Task) error {
		if !task.Undoable() {
			return market.Conflict("task.not_undoable")
		}
		return nil
	})
}

// DropTask throws a preview away.
func (s *Seller) DropTask(ctx context.Context, id market.TaskID) error {
	return s.turnTask(ctx, market.DropTask, id, func(*market.Task) error { return nil })
}

// turnTask moves a task on by an act of a person, who must be allowed what its rows do.
func (s *Seller) turnTask(ctx context.Context, act market.Act, id market.TaskID, check func(*market.Task) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		task, err := tx.lockTask(id)
		if err != nil {
			return err
		}
		if !s.actor.May(doerOf(task.Kind)) {
			return market.Denied
		}
		next, err := market.TaskMoves.Next(task.Status, act)
		if err != nil {
			return err
		}
		if err := check(&task); err != nil {
			return err
		}
		task.Status = next
		tx.note("rows", nil, task.Ready)
		if err := tx.exec(`UPDATE tasks SET status = $3, begun_at = $4, note = $5, ended_at = NULL WHERE seller_id = $1 AND id = $2`, id, task.Status, tx.now, task.Note); err != nil {
			return err
		}
		if !task.Status.Moving() {
			return nil
		}
		return tx.later(market.RunTask, id)
	})
}

// doerOf is the act that somebody must be allowed to apply such a task.
func doerOf(kind market.TaskKind) market.Act {
	if sheet, is := market.SheetOf(kind); is {
		return sheet.Act
	}
	return kind.Act()
}

func (t *tx) lockTask(id market.TaskID) (task market.Task, err error) {
	err = t.get(&task, `SELECT `+taskColumns+` FROM tasks WHERE seller_id = $1`+mine+` AND id = $4 FOR UPDATE`,
		t.s.actor.Person, t.s.actor.Is(market.Owner) || t.s.actor.Is(market.Clock), id)
	return task, err
}

// inTheNameOf is the seller's door for one of its people, with what they may do now; nil
// for somebody who does not belong to it any more.
func (s *Seller) inTheNameOf(ctx context.Context, person market.PersonID) (*Seller, error) {
	visitor, err := s.Visitor(ctx, person) // staff, where the task is the marketplace's
	if errors.Is(err, market.NotFound) {
		return nil, nil
	}
	return s.db.Seller(visitor.Actor(""), s.id), err
}

// Visitor is one of the seller's people as if they were signed in; at the marketplace's own
// door one of its staff.
func (s *Seller) Visitor(ctx context.Context, person market.PersonID) (market.Visitor, error) {
	var row struct {
		market.Visitor
		MemberRoles market.JSON[[]market.Role]
	}
	if s.id == market.Platform {
		err := s.db.getRow(ctx, &row, `SELECT p.id AS person, p.name, p.email, p.language, p.zone, o.roles AS member_roles, true AS operator
			FROM operators o JOIN people p ON p.id = o.person_id WHERE o.person_id = $1`, person)
		row.Roles = row.MemberRoles.V
		return row.Visitor, err
	}
	err := s.get(ctx, &row, `SELECT p.id AS person, p.name, p.email, p.language, p.zone, m.roles AS member_roles,
			c.id AS seller, c.company_name AS seller_name, c.number AS seller_number, c.status AS seller_status
		FROM members m JOIN people p ON p.id = m.person_id JOIN sellers c ON c.id = m.seller_id
		WHERE m.seller_id = $1 AND m.person_id = $2 AND m.removed_at IS NULL`, person)
	row.Roles = row.MemberRoles.V
	return row.Visitor, err
}
