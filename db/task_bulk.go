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
	check func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error)
	do    func(ctx context.Context, s *Seller, row market.TaskRow) error
	undo  func(ctx context.Context, s *Seller, row market.TaskRow) error
}

// bulks are the acts that can be done on many rows.
var bulks = map[market.Act]bulk{
	market.ConfirmSupervision: {check: checkConfirm, do: doConfirm},
	market.RestartFulfilment: {
		check: checkEach(`SELECT id, id::text AS label, status AS state FROM fulfilments WHERE seller_id = $1 AND id = ANY($2)`, func(state string) error {
			_, err := market.FulfilmentMoves.Next(market.FulfilmentStatus(state), market.RestartFulfilment)
			return err
		}),
		do: func(ctx context.Context, s *Seller, row market.TaskRow) error {
			return s.RestartFulfilment(ctx, market.FulfilmentID{UUID: row.Subject.UUID})
		},
	},
	market.DelistProduct: {
		check: checkEach(`SELECT p.id, p.name AS label, CASE WHEN v.id IS NULL THEN p.status ELSE 'reviewed' END AS state FROM products p
			LEFT JOIN reviews v ON v.seller_id = p.seller_id AND v.subject = p.id AND v.status = 'pending'
			WHERE p.seller_id = $1 AND p.id = ANY($2)`, func(state string) error {
			if state == "reviewed" {
				return market.Conflict("task.under_review")
			}
			_, err := market.ProductMoves.Next(market.ProductStatus(state), market.DelistProduct)
			return err
		}),
		do: func(ctx context.Context, s *Seller, row market.TaskRow) error {
			return s.DelistProduct(ctx, market.ProductID{UUID: row.Subject.UUID})
		},
		undo: withdrawDelisting,
	},
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
func each(do func(context.Context, *Seller, market.TaskRow) error, well, ill market.TaskRowState) func(context.Context, *Seller, *Seller, market.Task, []market.TaskRow) error {
	return func(ctx context.Context, as, clock *Seller, task market.Task, rows []market.TaskRow) error {
		rows = rows[:min(len(rows), stride)]
		for i := range rows {
			key := fmt.Sprintf("%s %d %s", task.ID, rows[i].No, well)
			err := do(ctx, as.Once(Once{Client: "task", Key: key, Fingerprint: key}), rows[i])
			var problem *market.Problem
			var replayed *Replayed
			switch {
			case err == nil, errors.As(err, &replayed):
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

// standing is what a row is called and how it stands.
type standing struct {
	ID    market.ID[market.TaskRow]
	Label string
	State string
}

// checkEach reads the rows' states and asks of each whether the act is possible now.
func checkEach(query string, possible func(state string) error) func(context.Context, *Seller, []market.TaskRow) ([]market.TaskRow, error) {
	return func(ctx context.Context, s *Seller, rows []market.TaskRow) ([]market.TaskRow, error) {
		var found []struct {
			ID    market.ID[market.TaskRow]
			Label string
			State string
		}
		if err := s.list(ctx, &found, query, subjects(rows)); err != nil {
			return nil, err
		}
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
			own = append(own, row)
		}
		return own, nil
	}
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

func doConfirm(ctx context.Context, s *Seller, row market.TaskRow) error {
	var seen int
	if _, err := fmt.Sscan(row.Before.V["seen"], &seen); err != nil {
		return err
	}
	return s.ConfirmSupervision(ctx, market.SupervisionID{UUID: row.Subject.UUID}, seen)
}

// withdrawDelisting takes the request back while nobody has decided it.
func withdrawDelisting(ctx context.Context, s *Seller, row market.TaskRow) error {
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

// reasonOf is the sentence of a refusal; what is none says that it did not work.
func reasonOf(err error) market.Reason {
	var problem *market.Problem
	if errors.As(err, &problem) {
		return said(problem)
	}
	return market.Because("problem.internal")
}
