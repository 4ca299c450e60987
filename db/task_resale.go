package db

import (
	"cmp"
	"context"
	"errors"

	"github.com/lib/pq"

	"sellercenter/internal/market"
)

const resaleSheetQuery = `SELECT ` + resaleRow + resaleFrom + ` WHERE r.seller_id = $1`

// resalesNow are the authorizations of that number, and for a line without one the product
// that it names.
func resalesNow(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) {
	var rows []market.ResaleRow
	if err := t.list(&rows, resaleSheetQuery+` AND r.number = ANY($2)`, pq.Array(column(lines, "resale"))); err != nil {
		return nil, err
	}
	now := sheetResales(rows)
	var made []market.SheetLine
	for _, line := range lines {
		if line.Cells["resale"] == "" {
			made = append(made, line)
		}
	}
	var targets []market.ResaleTarget
	if err := t.list(&targets, `SELECT p.id, p.number, p.name, p.sale_type, p.access_type, p.status = 'on_sale' AS on_sale
		FROM products p WHERE p.seller_id = $1 AND p.number = ANY($2)`, pq.Array(column(made, "number"))); err != nil {
		return nil, err
	}
	byNumber := map[string]market.ResaleTarget{}
	for _, target := range targets {
		byNumber[target.Number] = target
	}
	for _, line := range made {
		number := line.Cells["number"]
		target, known := byNumber[number]
		one := market.SheetNow{Key: market.ResaleSheet.KeyOf(line), Subject: market.ID[market.TaskRow](target.ID), Label: target.Name, New: true,
			About: market.ResaleAbout{Resale: market.Resale{ProductID: target.ID}, Target: target}}
		if !known && number != "" {
			one.Faults = market.Invalids{}.With("number", "task.key_unknown", number, market.Word("task.col_number"))
		}
		now = append(now, one)
	}
	return now, nil
}

func allResales(t *tx, after string) ([]market.SheetNow, error) {
	var rows []market.ResaleRow
	err := t.list(&rows, resaleSheetQuery+` AND r.status = 'active' AND r.number > $2 ORDER BY r.number LIMIT $3`, after, chunk)
	return sheetResales(rows), err
}

func sheetResales(rows []market.ResaleRow) []market.SheetNow {
	now := make([]market.SheetNow, len(rows))
	for i, r := range rows {
		now[i] = market.SheetNow{Key: r.Number, Subject: market.ID[market.TaskRow](r.ProductID), Label: r.Number, About: market.ResaleAbout{Resale: r.Resale},
			Cells: map[string]string{"resale": r.Number, "level": string(r.Level), "number": r.ProductNumber, "product": r.ProductName, "partner": r.Partner,
				"customer": r.Customer, "project": r.Project, "discount": r.Discount.Percent(), "starts_on": r.StartsOn.String(), "ends_on": r.EndsOn.String()}}
		if r.Status != market.ResaleActive {
			why := market.Because("task.resale_over", r.Number, market.Word(r.Status.Key()))
			now[i].Closed = &why
		}
	}
	return now
}

// resalesTogether says of every row what speaks against it beside the authorizations that
// run and beside the other rows (catalogue.md §6).
func resalesTogether(t *tx, rows []market.TaskRow, now map[string]market.SheetNow) error {
	planned, places := map[market.ProductID][]market.Resale{}, map[market.ProductID][]int{}
	var all []market.Resale
	for i, row := range rows {
		about, _ := now[row.Key].About.(market.ResaleAbout)
		if row.State != market.RowReady || about.Resale.ProductID.IsZero() {
			continue
		}
		r := market.ResaleOf(about.Resale, func(name string) string {
			if text, changes := row.After.V[name]; changes {
				return text
			}
			return now[row.Key].Cells[name]
		})
		if r.ID.IsZero() {
			r.ID = market.NewID[market.Resale](t.now)
		}
		planned[r.ProductID], places[r.ProductID] = append(planned[r.ProductID], r), append(places[r.ProductID], i)
		all = append(all, r)
	}
	running, err := t.resalesBeside(all)
	if err != nil {
		return err
	}
	for product, some := range planned {
		lines := make([]int, len(some))
		for n, i := range places[product] {
			lines[n] = rows[i].No
		}
		for n, why := range market.ResalesTogether(running[product], some, lines) {
			if why != nil {
				fault(&rows[places[product][n]], "", *why)
			}
		}
	}
	return nil
}

// doResale makes or changes one authorization, an act of its own with its own messages.
func doResale(ctx context.Context, s *Seller, row *market.TaskRow) error {
	sheet := market.ResaleSheet
	line := sheet.Line(*row)
	var was market.SheetNow
	err := s.look(ctx, func(tx *tx) error {
		now, err := resalesNow(tx, []market.SheetLine{line})
		if len(now) == 1 {
			was = now[0]
		}
		return err
	})
	if err != nil {
		return err
	}
	if was.Key == "" {
		return market.NotFound
	}
	if why := sheet.Again(*row, was, s.db.Now()); why != nil {
		return &market.Problem{Kind: market.KindConflict, Reason: *why}
	}
	about, _ := was.About.(market.ResaleAbout)
	r := market.ResaleOf(about.Resale, func(name string) string {
		if text, changes := row.After.V[name]; changes {
			return text
		}
		return was.Cells[name]
	})
	effect := market.ID[market.TaskRow](r.ID)
	if r.ID.IsZero() {
		made, err := s.AuthorizeResale(ctx, []market.Resale{r})
		if err != nil {
			return err
		}
		effect = market.ID[market.TaskRow](made[0])
	} else if err := s.ChangeResale(ctx, r.ID, r.Discount, r.StartsOn, r.EndsOn); err != nil {
		return err
	}
	row.Effect = &effect
	return nil
}

// undoResale ends what a row made and changes back what it changed, unless somebody changed
// it since or an order was priced by it.
func undoResale(ctx context.Context, s *Seller, row *market.TaskRow) error {
	if row.Effect == nil {
		return market.Conflict("task.nothing_made")
	}
	id := market.ResaleID{UUID: row.Effect.UUID}
	r, err := s.Resale(ctx, id)
	if err != nil {
		return err
	}
	if r.Status != market.ResaleActive {
		return market.Conflict("task.resale_over", r.Number, market.Word(r.Status.Key()))
	}
	var order string
	switch err := s.get(ctx, &order, `SELECT o.number FROM reductions d JOIN orders o ON o.seller_id = d.seller_id AND o.id = d.order_id
		WHERE d.seller_id = $1 AND d.kind = 'resale' AND d.subject = $2 AND NOT o.test AND o.placed_at >= $3 ORDER BY o.placed_at LIMIT 1`, id, r.MadeAt); {
	case err == nil && row.Before.V["level"] == "" && row.After.V["level"] != "":
		return market.Conflict("task.resale_used", r.Number, order)
	case err != nil && !errors.Is(err, market.NotFound):
		return err
	}
	cells := map[string]string{"discount": r.Discount.Percent(), "starts_on": r.StartsOn.String(), "ends_on": r.EndsOn.String()}
	if why := market.ResaleSheet.BuiltOn(changedOnly(*row, cells), market.SheetNow{Cells: cells}); why != nil {
		return &market.Problem{Kind: market.KindConflict, Reason: *why}
	}
	if row.After.V["level"] != "" {
		return s.EndResale(ctx, id, cmp.Or(s.task.Title, r.Number)) // what a form did has no title
	}
	back := market.ResaleOf(r.Resale, func(name string) string {
		if text, changed := row.Before.V[name]; changed {
			return text
		}
		return cells[name]
	})
	return s.ChangeResale(ctx, id, back.Discount, back.StartsOn, back.EndsOn)
}

// changedOnly is the row with the cells of those names alone.
func changedOnly(row market.TaskRow, names map[string]string) market.TaskRow {
	after := map[string]string{}
	for name, text := range row.After.V {
		if _, is := names[name]; is {
			after[name] = text
		}
	}
	row.After.V = after
	return row
}
