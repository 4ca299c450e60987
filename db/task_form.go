package db

import (
	"strconv"

	"sellercenter/internal/market"
)

// remember keeps what a form changed in many rows at once as a task that is done, so that it
// can be seen and taken back like a sheet. One row needs none, nor what a task does itself.
func (t *tx) remember(kind market.TaskKind, rows []market.TaskRow) error {
	if len(rows) < 2 || t.s.task != nil || t.s.actor.Person.IsZero() {
		return nil
	}
	id := market.NewID[market.Task](t.now)
	for i := range rows {
		rows[i].No, rows[i].State = i+1, market.RowReady
	}
	if err := t.draft(market.Task{ID: id, Kind: kind, Rows: len(rows)}, rows); err != nil {
		return err
	}
	for i := range rows {
		rows[i].State = market.RowDone
	}
	if err := t.keepRows(id, rows); err != nil {
		return err
	}
	t.note("task", nil, id)
	return t.exec(`UPDATE tasks SET status = $3, begun_at = $4, ended_at = $4 WHERE seller_id = $1 AND id = $2`, id, market.TaskDone, t.now)
}

// limitRow is a limit that a form sets, as a row of the sheet of limits.
func limitRow(spec market.LimitSpec, ask market.LimitAsk) market.TaskRow {
	rule, times, quantity := spec.LimitCells()
	before := map[string]string{"limit_rule": rule, "limit_times": times, "limit_quantity": quantity}
	after := map[string]string{"limit_rule": string(ask.CountRule), "limit_times": "", "limit_quantity": ""}
	if ask.CountRule == market.CountLifetime {
		after["limit_times"] = strconv.Itoa(ask.CountN)
	}
	if ask.Quantity > 0 {
		after["limit_quantity"] = strconv.Itoa(ask.Quantity)
	}
	for name, text := range before {
		if after[name] == text {
			delete(before, name)
			delete(after, name)
		}
	}
	row := market.TaskRow{Key: spec.SKUCode, Subject: market.ID[market.TaskRow](spec.SpecID), Label: spec.SKUCode}
	row.Before.V, row.After.V = before, after
	return row
}

// resaleMade is an authorization that a form made, as a row of the sheet of resale.
func resaleMade(n int, r market.Resale) market.TaskRow {
	effect := market.ID[market.TaskRow](r.ID)
	row := market.TaskRow{Key: "+" + strconv.Itoa(n+1), Subject: market.ID[market.TaskRow](r.ProductID), Label: r.Number, Effect: &effect}
	row.After.V = map[string]string{"level": string(r.Level), "discount": r.Discount.Percent(),
		"starts_on": r.StartsOn.String(), "ends_on": r.EndsOn.String()}
	row.Before.V = map[string]string{}
	for name, text := range map[string]string{"partner": r.Partner, "customer": r.Customer, "project": r.Project} {
		if text != "" {
			row.After.V[name] = text
		}
	}
	for name := range row.After.V {
		row.Before.V[name] = ""
	}
	return row
}

// memberNamed is a user that a form named, as a row of the sheet of target customers.
func memberNamed(target string, product market.ProductID, user market.AudienceUser) market.TaskRow {
	row := market.TaskRow{Subject: market.ID[market.TaskRow](product), Label: target + " " + user.AccountID,
		Key: market.AudienceSheet.KeyOf(market.SheetLine{Cells: map[string]string{"target": target, "account": user.AccountID}})}
	row.Before.V = map[string]string{"account_name": "", "membership": ""}
	row.After.V = map[string]string{"account_name": user.AccountName, "membership": "admit"}
	return row
}
