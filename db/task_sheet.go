package db

import (
	"context"

	"sellercenter/internal/market"
)

// sheetWork is what a kind of sheet reads and does.
type sheetWork struct {
	work
	now    func(t *tx, lines []market.SheetLine) ([]market.SheetNow, error) // the rows that lines name
	all    func(t *tx, after string) ([]market.SheetNow, error)             // for the template, chunk by chunk
	beside func(t *tx, rows []market.TaskRow, now map[string]market.SheetNow) error
}

// sheetWorks are the sheets.
var sheetWorks = map[market.TaskKind]sheetWork{
	market.PriceSheet.Kind:    {work: work{do: doPrices, undo: undoPrices}, now: pricesNow, all: allPrices, beside: pricesBeside},
	market.LimitSheet.Kind:    {work: cells(market.LimitSheet, limitsNow, putLimits), now: limitsNow, all: allLimits},
	market.StockSheet.Kind:    {work: cells(market.StockSheet, stocksNow, putStocks), now: stocksNow, all: allStocks},
	market.AudienceSheet.Kind: {work: cells(market.AudienceSheet, audiencesNow, putAudiences), now: audiencesNow, all: allAudiences},
	market.ResaleSheet.Kind: {work: work{do: each(sheetRow(doResale), market.RowDone, market.RowFailed), undo: each(sheetRow(undoResale), market.RowUndone, market.RowKept)},
		now: resalesNow, all: allResales, beside: resalesTogether},
	market.DeliverySheet.Kind: {work: work{do: each(sheetRow(doDelivery), market.RowDone, market.RowFailed)}, now: deliveriesNow, all: allDeliveries},
	market.DataFileSheet.Kind: {work: work{do: each(sheetRow(doDataFile), market.RowDone, market.RowFailed), undo: each(sheetRow(undoDataFile), market.RowUndone, market.RowKept)},
		now: dataFilesNow, all: noDataFiles},
}

// sheetRow is an act on one row of a sheet, which holds all that it needs.
func sheetRow(do func(context.Context, *Seller, *market.TaskRow) error) rowWork {
	return func(ctx context.Context, s *Seller, _ market.Task, row *market.TaskRow) error { return do(ctx, s, row) }
}

// SheetRows are the next rows of a sheet as they are now, for its template, and where to go
// on; nothing behind the last.
func (s *Seller) SheetRows(ctx context.Context, kind market.TaskKind, after string) (rows []market.SheetNow, next string, err error) {
	work, known := sheetWorks[kind]
	if !known {
		return nil, "", market.NotFound
	}
	err = s.look(ctx, func(tx *tx) error {
		rows, err = work.all(tx, after)
		return err
	})
	if len(rows) >= chunk {
		next = rows[len(rows)-1].Key
	}
	return rows, next, err
}

// UploadTask previews a spreadsheet: old and new of every cell that changes, and every fault.
func (s *Seller) UploadTask(ctx context.Context, kind market.TaskKind, file market.SheetFile) (market.TaskID, error) {
	id := market.NewID[market.Task](s.db.Now())
	sheet, known := market.SheetOf(kind)
	if !known {
		return id, market.NotFound
	}
	if !s.actor.May(sheet.Act) {
		return id, market.Denied
	}
	if err := file.Check(); err != nil {
		return id, err
	}
	var rows []market.TaskRow
	task := market.Task{ID: id, Kind: kind, Title: file.Name, Format: file.Sheet, Address: file.Letters, Rows: len(file.Lines)}
	if err := s.look(ctx, func(tx *tx) error {
		now, err := sheetWorks[kind].byKey(tx, file.Lines)
		if err != nil {
			return err
		}
		rows, task.Same = sheet.Compare(file.Lines, now, tx.now)
		if beside := sheetWorks[kind].beside; beside != nil {
			return beside(tx, rows, now)
		}
		return nil
	}); err != nil {
		return id, err
	}
	return id, s.act(ctx, market.UploadTask, id, func(tx *tx) error { return tx.draft(task, rows) })
}

// byKey are the rows that lines name, as they are now.
func (w sheetWork) byKey(t *tx, lines []market.SheetLine) (map[string]market.SheetNow, error) {
	now, err := w.now(t, lines)
	if err != nil {
		return nil, err
	}
	all := make(map[string]market.SheetNow, len(now))
	for _, one := range now {
		all[one.Key] = one
	}
	return all, nil
}

// fault says what is wrong with a previewed row.
func fault(row *market.TaskRow, column string, reason market.Reason) {
	if row.State != market.RowFault {
		row.State, row.Reasons.V = market.RowFault, market.Invalids{}
	}
	market.Invalids(row.Reasons.V).With(column, reason.Key, reason.Args...)
}

// change is a row that stands, with the cells that it shall have.
type change struct {
	row  *market.TaskRow
	was  market.SheetNow
	cell func(name string) string
	undo bool
}

type (
	readCells = func(t *tx, lines []market.SheetLine) ([]market.SheetNow, error)
	putCells  = func(t *tx, changes []change) error
)

// cells is a sheet of values that are read, written, and written back, all rows of a chunk
// in one act. Every row is held against what is there now, which nobody can change before
// the act ends.
func cells(sheet market.Sheet, now readCells, put putCells) work {
	run := func(ctx context.Context, as *Seller, task market.Task, rows []market.TaskRow, undo bool) error {
		return as.act(ctx, sheet.Act, task.ID, func(tx *tx) error {
			lines := make([]market.SheetLine, len(rows))
			for i, row := range rows {
				lines[i] = sheet.Line(row)
			}
			is, err := sheetWork{now: now}.byKey(tx, lines)
			if err != nil {
				return err
			}
			tx.note("rows", nil, len(rows))
			if err := put(tx, standingRows(sheet, tx, rows, is, undo)); err != nil {
				return err
			}
			return tx.keepRows(task.ID, rows)
		})
	}
	return work{
		do: func(ctx context.Context, as, _ *Seller, task market.Task, rows []market.TaskRow) error {
			return run(ctx, as, task, rows, false)
		},
		undo: func(ctx context.Context, as, _ *Seller, task market.Task, rows []market.TaskRow) error {
			return run(ctx, as, task, rows, true)
		},
	}
}

// standingRows are the rows that can be done or taken back now; the others say why not.
func standingRows(sheet market.Sheet, t *tx, rows []market.TaskRow, now map[string]market.SheetNow, undo bool) (changes []change) {
	for i := range rows {
		row := &rows[i]
		was, known := now[row.Key]
		values, well, ill := row.After.V, market.RowDone, market.RowFailed
		why := &market.NotFound.Reason
		switch {
		case undo:
			values, well, ill = row.Before.V, market.RowUndone, market.RowKept
			if known {
				why = sheet.BuiltOn(*row, was)
			}
		case known:
			why = sheet.Again(*row, was, t.now)
		}
		if why != nil {
			row.Because(ill, *why)
			continue
		}
		row.State, row.Reasons.V = well, nil
		changes = append(changes, change{row: row, was: was, undo: undo, cell: func(name string) string {
			if text, changes := values[name]; changes {
				return text
			}
			return was.Cells[name]
		}})
	}
	return changes
}

// refuse takes a row back that was to stand.
func (c change) refuse(key string, args ...any) {
	state := market.RowFailed
	if c.undo {
		state = market.RowKept
	}
	c.row.Because(state, market.Because(key, args...))
}

// column is one column of lines.
func column(lines []market.SheetLine, name string) []string {
	texts := make([]string, 0, len(lines))
	for _, line := range lines {
		if text := line.Cells[name]; text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}
