package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

// work is what a kind of task does to its rows: as is the door of who began it, clock keeps
// what came of them.
type work struct {
	do, undo func(ctx context.Context, as, clock *Seller, task market.Task, rows []market.TaskRow) error
}

// bulk is an act on selected rows: check leaves out the rows on which it is not possible
// now and drops those that are not the seller's; do and undo are the acts on one row.
type bulk struct {
	operator bool // an act of the marketplace's staff, on rows of any seller
	check    func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error)
	do, undo rowWork
	sum      func(rows []market.TaskRow) string // what the ready rows add up to
}

// rowWork is an act on one row, with what the task gives along.
type rowWork func(ctx context.Context, s *Seller, task market.Task, row *market.TaskRow) error

// onRow makes an act on an id one on a row.
func onRow[T any](act func(*Seller, context.Context, market.ID[T]) error) rowWork {
	return func(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error {
		return act(s, ctx, market.ID[T]{UUID: row.Subject.UUID})
	}
}

// onNoted makes an act on an id with words an act on a row with the task's.
func onNoted[T any](act func(*Seller, context.Context, market.ID[T], string) error) rowWork {
	return func(ctx context.Context, s *Seller, task market.Task, row *market.TaskRow) error {
		return act(s, ctx, market.ID[T]{UUID: row.Subject.UUID}, task.Note)
	}
}

// onTheirs makes an act of the marketplace's staff at a seller's door an act on a row, which
// keeps whose it is.
func onTheirs[T any](act func(*Seller, context.Context, market.ID[T], string) error) rowWork {
	return func(ctx context.Context, s *Seller, task market.Task, row *market.TaskRow) error {
		seller, err := market.ParseID[market.Seller](row.Before.V["seller"])
		if err != nil {
			return err
		}
		return act(&Seller{db: s.db, id: seller, actor: s.actor, once: s.once, task: s.task}, ctx, market.ID[T]{UUID: row.Subject.UUID}, task.Note)
	}
}

// atOperator makes an act of the marketplace's staff on what belongs to no seller one on a row.
func atOperator[T any](act func(*Operator, context.Context, market.ID[T], string) error) rowWork {
	return func(ctx context.Context, s *Seller, task market.Task, row *market.TaskRow) error {
		return act(&Operator{s.db, s.actor, s.once}, ctx, market.ID[T]{UUID: row.Subject.UUID}, task.Note)
	}
}

// unnoted lets an act that takes no words stand where one may.
func unnoted[D, T any](act func(D, context.Context, market.ID[T]) error) func(D, context.Context, market.ID[T], string) error {
	return func(door D, ctx context.Context, id market.ID[T], _ string) error { return act(door, ctx, id) }
}

// workOf is what a kind of task does.
func workOf(kind market.TaskKind) work {
	if sheet, is := sheetWorks[kind]; is {
		return sheet.work
	}
	one := bulks[kind.Act()]
	return work{do: each(one.do, market.RowDone, market.RowFailed), undo: each(one.undo, market.RowUndone, market.RowKept)}
}

// stride is how many rows are done before the progress is kept.
const stride = 25

// each does the rows one by one, each an act of its own. A row that was done before the
// task was interrupted is not done again.
func each(do rowWork, well, ill market.TaskRowState) func(context.Context, *Seller, *Seller, market.Task, []market.TaskRow) error {
	return func(ctx context.Context, as, clock *Seller, task market.Task, rows []market.TaskRow) error {
		rows = rows[:min(len(rows), stride)]
		for i := range rows {
			key := fmt.Sprintf("%s %d %s", task.ID, rows[i].No, well)
			err := do(ctx, as.Once(Once{Client: "task", Key: key, Fingerprint: key}), task, &rows[i])
			var problem *market.Problem
			var replayed *Replayed
			switch {
			case errors.As(err, &replayed): // done just before an interruption
				rows[i].State = well
				if made, err := market.ParseID[market.TaskRow](replayed.Subject); err == nil {
					rows[i].Effect = &made
				}
			case err == nil:
				rows[i].State = well
			case errors.As(err, &problem):
				rows[i].Because(ill, said(problem))
			default:
				return err
			}
		}
		return clock.keepRows(ctx, task.ID, rows)
	}
}

// said is the sentence of a refusal: a field's, where it names one.
func said(problem *market.Problem) market.Reason {
	for _, reason := range problem.Fields {
		return reason
	}
	return problem.Reason
}

// standing is what a row is called, how it stands, and whose it is where that is not the
// reader's own.
type standing struct {
	ID       market.ID[market.TaskRow]
	Label    string
	State    string
	SellerID *market.SellerID
}

// byMoves asks a state machine whether an act is possible now.
func byMoves[S interface {
	~string
	Key() string
}](moves market.Moves[S], act market.Act) func(state string) error {
	return func(state string) error {
		if moves.Can(S(state), act) {
			return nil
		}
		return market.Conflict("problem.not_now", market.Word(act), market.Word(S(state).Key()))
	}
}

// checkEach reads the rows' states and asks of each whether the act is possible now.
func checkEach(query string, possible func(state string) error) func(context.Context, *Seller, []market.TaskRow) ([]market.TaskRow, error) {
	return func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
		var found []standing
		if err := s.list(ctx, &found, query, subjects(rows)); err != nil {
			return nil, err
		}
		return standings(rows, found, possible), nil
	}
}

// checkAll is checkEach over the rows of all sellers, for the marketplace's staff.
func checkAll(query string, possible func(state string) error) func(context.Context, *Seller, []market.TaskRow) ([]market.TaskRow, error) {
	return func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
		var found []standing
		if err := s.db.listRows(ctx, &found, query, subjects(rows)); err != nil {
			return nil, err
		}
		return standings(rows, found, possible), nil
	}
}

// standings are the rows that were found, those left out on which the act is not possible.
func standings(rows []market.TaskRow, found []standing, possible func(state string) error) []market.TaskRow {
	states := map[market.ID[market.TaskRow]]standing{}
	for _, one := range found {
		states[one.ID] = one
	}
	own := rows[:0]
	for _, row := range rows {
		now, known := states[row.Subject]
		if !known {
			continue
		}
		var problem *market.Problem
		if errors.As(possible(now.State), &problem) {
			row.Because(market.RowOut, problem.Reason)
		}
		row.Label = now.Label
		if now.SellerID != nil {
			row.Before.V = map[string]string{"seller": now.SellerID.String()}
		}
		own = append(own, row)
	}
	return own
}

func subjects(rows []market.TaskRow) any {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.Subject.String()
	}
	return pq.Array(ids)
}

// checkConfirm leaves out flows whose requirement cannot be confirmed now, and keeps which
// state of each was seen (transactions.md §2.3).
func checkConfirm(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
	var flows []market.SupervisionRow
	for begin := 0; begin < len(rows); begin += chunk {
		part := rows[begin:min(begin+chunk, len(rows))]
		ids := make([]market.SupervisionID, len(part))
		for i, row := range part {
			ids[i] = market.SupervisionID{UUID: row.Subject.UUID}
		}
		some, err := s.SupervisionRows(ctx, ids)
		if err != nil {
			return nil, err
		}
		flows = append(flows, some...)
	}
	found := map[market.ID[market.TaskRow]]market.SupervisionRow{}
	for _, flow := range flows {
		found[market.ID[market.TaskRow]{UUID: flow.ID.UUID}] = flow
	}
	own := rows[:0]
	for _, row := range rows {
		flow, known := found[row.Subject]
		if !known {
			continue
		}
		var problem *market.Problem
		if errors.As(flow.Now(market.ConfirmSupervision), &problem) {
			row.Because(market.RowOut, problem.Reason)
		}
		row.Label, row.Before.V = flow.OrderNumber, map[string]string{"seen": fmt.Sprint(flow.Version)}
		own = append(own, row)
	}
	return own, nil
}

func doConfirm(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error {
	var seen int
	if _, err := fmt.Sscan(row.Before.V["seen"], &seen); err != nil {
		return err
	}
	return s.ConfirmSupervision(ctx, market.SupervisionID{UUID: row.Subject.UUID}, seen)
}

// withdrawDelisting takes the request back while nobody has decided it.
func withdrawDelisting(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error {
	var open []market.ReviewID
	if err := s.list(ctx, &open, `SELECT id FROM reviews WHERE seller_id = $1 AND subject = $2 AND kind = 'product_delist' AND status = 'pending' LIMIT 1`,
		row.Subject); err != nil {
		return err
	}
	if len(open) == 0 {
		return market.Conflict("task.decided")
	}
	return s.WithdrawReview(ctx, open[0])
}
