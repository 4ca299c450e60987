package db

import (
	"cmp"
	"context"
	"time"

	"sellercenter/internal/market"
)

const appealColumns = `a.seller_id, a.id, a.number, a.supervision_id, a.order_id, a.filed_by, a.filer, a.node, a.ground, a.reason,
	a.status, a.outcome, a.return_node, a.refund_amount, a.asked, a.asked_party, a.conclusion, a.decided_by,
	a.filed_at, a.due_at, a.decided_at, a.test, a.version`

const appealRow = appealColumns + `, o.number AS order_number, o.product_name, o.spec_name, o.customer_name, o.amount, s.company_name`

const appealFrom = ` FROM appeals a JOIN orders o ON o.seller_id = a.seller_id AND o.id = a.order_id
	JOIN sellers s ON s.id = a.seller_id`

// Appeal is one dispute.
func (s *Seller) Appeal(ctx context.Context, id market.AppealID) (row market.AppealRow, err error) {
	err = s.get(ctx, &row, `SELECT `+appealRow+appealFrom+` WHERE a.seller_id = $1 AND a.id = $2`, id)
	return row, err
}

// AppealsOf lists the disputes over one flow, newest first.
func (s *Seller) AppealsOf(ctx context.Context, id market.SupervisionID) (all []market.Appeal, err error) {
	err = s.list(ctx, &all, `SELECT `+appealColumns+` FROM appeals a
		WHERE a.seller_id = $1 AND a.supervision_id = $2 ORDER BY a.filed_at DESC, a.id DESC`, id)
	return all, err
}

// Appeals lists the seller's disputes, newest first.
func (s *Seller) Appeals(ctx context.Context, search market.AppealSearch, ask market.Ask) (market.Page[market.AppealRow], error) {
	const where = ` WHERE a.seller_id = $1 AND NOT a.test AND ($2 = '' OR a.status = $2)
		AND (NOT $3 OR a.status IN ('pending', 'evidence')) AND ($4 = '' OR a.filed_by = $4)
		AND ($5 = '' OR a.number LIKE $5 || '%' OR o.number LIKE $5 || '%' OR strpos(lower(o.product_name), lower($5)) > 0)`
	k := from(ask)
	query := `SELECT ` + appealRow + appealFrom + where + `
		AND ($6::timestamptz IS NULL OR (a.filed_at, a.id) < ($6, $7)) ORDER BY a.filed_at DESC, a.id DESC LIMIT $8`
	if k.up {
		query = `SELECT ` + appealRow + appealFrom + where + `
			AND ($6::timestamptz IS NULL OR (a.filed_at, a.id) > ($6, $7)) ORDER BY a.filed_at, a.id LIMIT $8`
	}
	var rows []market.AppealRow
	if err := s.list(ctx, &rows, query, search.Status, search.Open, search.By, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.AppealRow]{}, err
	}
	p := page(ask, rows, func(r market.AppealRow) cursor { return cursor{r.FiledAt, r.ID.UUID} })
	var n int
	err := s.get(ctx, &n, `SELECT count(*) FROM (SELECT 1`+appealFrom+where+` LIMIT 10001) x`,
		search.Status, search.Open, search.By, search.Text)
	p.Count = market.Bounded{N: min(n, market.CountLimit), More: n > market.CountLimit}
	return p, err
}

// FileAppeal files a dispute: the flow stands still until it is decided (transactions.md §3).
func (s *Seller) FileAppeal(ctx context.Context, id market.SupervisionID, c market.Complaint) (market.AppealID, error) {
	appeal := market.NewID[market.Appeal](s.db.Now())
	c.By = s.actor.Party()
	err := s.act(ctx, market.FileAppeal, appeal, func(tx *tx) error {
		d, err := tx.flow(id)
		if err != nil {
			return err
		}
		if d.flow.Status != market.SupervisionRunning {
			return d.flow.Now(market.FileAppeal)
		}
		if d.settings.LegacyAppeals {
			if err := d.flow.LegacyAppeal(c.By, tx.now); err != nil {
				return err
			}
		}
		have, err := d.kinds()
		if err != nil {
			return err
		}
		if err := c.Check(d.flow.Node, have); err != nil {
			return err
		}
		number, err := tx.number("DS", "appeal", appeal)
		if err != nil {
			return err
		}
		due := d.calendar.PlusDays(tx.now, d.settings.AppealDays)
		d.flow.Freeze(tx.now, due)
		if err := tx.exec(`INSERT INTO appeals (seller_id, id, number, supervision_id, order_id, filed_by, filer, node, ground,
				reason, status, filed_at, due_at, test) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', $11, $12, $13)`,
			appeal, number, d.flow.ID, d.order.ID, c.By, s.actor.Name, d.flow.Node, c.Ground, c.Reason, tx.now, due, d.order.Test); err != nil {
			return err
		}
		tx.note("number", nil, number)
		if err := cmp.Or(d.keep(), d.log(market.FileAppeal, c.Reason, nil, c.Files, &appeal)); err != nil {
			return err
		}
		if c.By == market.PartyBuyer {
			return d.tellAppeal(market.FileAppeal, appeal, number)
		}
		return nil
	})
	return appeal, err
}

// WithdrawAppeal takes a dispute back: the flow goes on where it stood.
func (s *Seller) WithdrawAppeal(ctx context.Context, id market.AppealID) error {
	return s.onAppeal(ctx, market.WithdrawAppeal, id, func(d *delivery, a *market.Appeal) error {
		if err := a.Withdraw(s.actor.Party(), d.now); err != nil {
			return err
		}
		d.flow.Thaw(d.now, d.calendar)
		return d.settle(market.WithdrawAppeal, a, "", nil)
	})
}

// AskAppeal makes one side supply more evidence (transactions.md §3: five days).
func (s *Seller) AskAppeal(ctx context.Context, id market.AppealID, party market.Party, text string) error {
	return s.onAppeal(ctx, market.AskAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.now.AddDate(0, 0, d.settings.EvidenceDays)
		if err := a.Ask(party, text, until); err != nil {
			return err
		}
		d.flow.Ask(party, until)
		return cmp.Or(d.settle(market.AskAppeal, a, text, nil), d.at(until, market.LapseAppeal, id))
	})
}

// SupplyAppeal answers the operator's question with files.
func (s *Seller) SupplyAppeal(ctx context.Context, id market.AppealID, text string, files []market.Upload) error {
	return s.onAppeal(ctx, market.SupplyAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.calendar.PlusDays(d.now, d.settings.AppealDays)
		if err := a.Supply(s.actor.Party(), until); err != nil {
			return err
		}
		if err := market.CheckUploads(files); err != nil {
			return err
		}
		d.flow.Ask(market.PartyOperator, until)
		return d.settle(market.SupplyAppeal, a, text, files)
	})
}

// LapseAppeal ends the time to supply: the operator decides on file.
func (s *Seller) LapseAppeal(ctx context.Context, id market.AppealID) error {
	return s.onAppeal(ctx, market.LapseAppeal, id, func(d *delivery, a *market.Appeal) error {
		until := d.calendar.PlusDays(d.now, d.settings.AppealDays)
		if err := a.Lapse(d.now, until); err != nil {
			return err
		}
		d.flow.Ask(market.PartyOperator, until)
		return d.settle(market.LapseAppeal, a, "", nil)
	})
}

// DecideAppeal is the operator's decision, carried out in the same transaction
// (transactions.md §3). A rejection is the act appeal.reject.
func (s *Seller) DecideAppeal(ctx context.Context, id market.AppealID, what market.Decision) error {
	return s.onAppeal(ctx, what.Outcome.Act(), id, func(d *delivery, a *market.Appeal) error {
		have, err := d.kinds()
		if err != nil {
			return err
		}
		if err := a.Decide(what, d.flow, d.order, have, s.actor.Name, d.now); err != nil {
			return err
		}
		switch what.Outcome {
		case market.OutcomeContinue, market.OutcomeReject:
			d.flow.Thaw(d.now, d.calendar)
		case market.OutcomeReturn:
			d.flow.Return(what.ReturnNode, d.now, d.calendar)
		case market.OutcomeAccept:
			d.flow.Finish(d.now, d.calendar)
		case market.OutcomeRefund:
			d.flow.Close(d.now, d.calendar)
		}
		d.note("outcome", nil, what.Outcome)
		if err := d.settle(what.Outcome.Act(), a, what.Conclusion, nil); err != nil {
			return err
		}
		switch what.Outcome {
		case market.OutcomeAccept:
			return d.complete()
		case market.OutcomeRefund:
			return d.refundOrder(&d.order, string(market.RefundByAppeal), what.Amount, what.Conclusion)
		case market.OutcomeContinue, market.OutcomeReturn, market.OutcomeReject:
		}
		return nil
	})
}

// onAppeal does an act on a dispute and its flow: order, flow, appeal are kept in this order.
func (s *Seller) onAppeal(ctx context.Context, act market.Act, id market.AppealID, do func(*delivery, *market.Appeal) error) error {
	return s.act(ctx, act, id, func(tx *tx) error {
		var flow market.SupervisionID
		if err := tx.get(&flow, `SELECT supervision_id FROM appeals WHERE seller_id = $1 AND id = $2`, id); err != nil {
			return err
		}
		d, err := tx.flow(flow)
		if err != nil {
			return err
		}
		var appeal market.Appeal
		if err := tx.get(&appeal, `SELECT `+appealColumns+` FROM appeals a
			WHERE a.seller_id = $1 AND a.id = $2 FOR UPDATE`, id); err != nil {
			return err
		}
		return do(d, &appeal)
	})
}

// settle writes the appeal and its flow, adds the line to the log and tells the seller.
func (d *delivery) settle(act market.Act, a *market.Appeal, comment string, files []market.Upload) error {
	d.note("status", nil, a.Status)
	if err := cmp.Or(d.keep(), d.one(`UPDATE appeals SET status = $3, outcome = $4, return_node = $5, refund_amount = $6, asked = $7,
			asked_party = $8, conclusion = $9, decided_by = $10, due_at = $11, decided_at = $12, version = version + 1
		WHERE seller_id = $1 AND id = $2 AND version = $13`,
		a.ID, a.Status, a.Outcome, a.ReturnNode, a.RefundAmount, a.Asked, a.AskedParty, a.Conclusion, a.DecidedBy,
		a.DueAt, a.DecidedAt, a.Version), d.log(act, comment, nil, files, &a.ID)); err != nil {
		return err
	}
	if d.s.actor.Party() == market.PartySeller {
		return nil
	}
	return d.tellAppeal(act, a.ID, a.Number)
}

func (d *delivery) tellAppeal(act market.Act, id market.AppealID, number string) error {
	return d.notify(string(act), market.Because("notice."+string(act), number, d.order.Number, d.order.ProductName),
		"/appeals/"+id.String())
}

// Appeals is the operator's queue over all sellers: what waits by when it is due, the
// decided ones newest first.
func (o *Operator) Appeals(ctx context.Context, search market.AppealSearch, ask market.Ask) (market.Page[market.AppealRow], error) {
	const where = ` WHERE NOT a.test AND ($1 = '' OR a.status = $1) AND (NOT $2 OR a.status IN ('pending', 'evidence'))
		AND ($3 = '' OR a.filed_by = $3) AND ($4 = '' OR a.number LIKE $4 || '%' OR o.number LIKE $4 || '%'
			OR strpos(lower(o.product_name), lower($4)) > 0 OR strpos(s.company_name, $4) > 0)`
	k := from(ask)
	query := `SELECT ` + appealRow + appealFrom + where + `
		AND ($5::timestamptz IS NULL OR (a.due_at, a.id) < ($5, $6)) ORDER BY a.due_at DESC, a.id DESC LIMIT $7`
	if k.up {
		query = `SELECT ` + appealRow + appealFrom + where + `
			AND ($5::timestamptz IS NULL OR (a.due_at, a.id) > ($5, $6)) ORDER BY a.due_at, a.id LIMIT $7`
	}
	var rows []market.AppealRow
	if err := o.db.listRows(ctx, &rows, query, search.Status, search.Open, search.By, search.Text, k.at, k.id, k.limit); err != nil {
		return market.Page[market.AppealRow]{}, err
	}
	p := page(ask, rows, func(r market.AppealRow) cursor { return cursor{r.DueAt, r.ID.UUID} })
	var n int
	err := o.db.getRow(ctx, &n, `SELECT count(*) FROM (SELECT 1`+appealFrom+where+` LIMIT 10001) x`,
		search.Status, search.Open, search.By, search.Text)
	p.Count = market.Bounded{N: min(n, market.CountLimit), More: n > market.CountLimit}
	return p, err
}

// Appeal is one dispute of any seller.
func (o *Operator) Appeal(ctx context.Context, id market.AppealID) (row market.AppealRow, err error) {
	err = o.db.getRow(ctx, &row, `SELECT `+appealRow+appealFrom+` WHERE a.id = $1`, id)
	return row, err
}

// AppealsWaiting is how many disputes wait for the operator, and how many of them are late.
func (o *Operator) AppealsWaiting(ctx context.Context) (waiting, late int, err error) {
	var n struct{ Waiting, Late int }
	now := o.db.Now().Truncate(time.Microsecond)
	err = o.db.getRow(ctx, &n, `SELECT count(*) AS waiting, count(*) FILTER (WHERE due_at < $1) AS late
		FROM appeals WHERE status IN ('pending', 'evidence') AND NOT test`, now)
	return n.Waiting, n.Late, err
}
