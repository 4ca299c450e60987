package handlers

import (
	"cmp"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/tasks"
	"sellercenter/views/ui"
)

func (site *site) taskRoutes(e *echo.Echo) {
	g := e.Group("/tasks", sees(market.Tasks))
	g.GET("", site.seller(func(s seller) error { return showTasks(s) }))
	g.GET("/new", site.seller(seller.newTask))
	g.GET("/template", site.seller(seller.taskTemplate))
	g.POST("/draft", site.seller(func(s seller) error { return draftTask(s) }))
	g.POST("/upload", site.seller(seller.uploadTask))
	g.GET("/:id", site.seller(func(s seller) error { return showTask(s, ui.Form{}, http.StatusOK) }))
	g.GET("/:id/result", site.seller(func(s seller) error { return taskResult(s) }))
	g.POST("/:id/apply", site.seller(func(s seller) error { return applyTask(s) }))
	g.POST("/:id/undo", site.seller(func(s seller) error { return undoTask(s) }))
	g.POST("/:id/drop", site.seller(func(s seller) error { return dropTask(s) }))

	o := e.Group("/operator/tasks", sees(market.Tasks))
	o.GET("", site.operator(func(o operator) error { return showTasks(o) }))
	o.POST("/draft", site.operator(func(o operator) error { return draftTask(o) }))
	o.GET("/:id", site.operator(func(o operator) error { return showTask(o, ui.Form{}, http.StatusOK) }))
	o.GET("/:id/result", site.operator(func(o operator) error { return taskResult(o) }))
	o.POST("/:id/apply", site.operator(func(o operator) error { return applyTask(o) }))
	o.POST("/:id/undo", site.operator(func(o operator) error { return undoTask(o) }))
	o.POST("/:id/drop", site.operator(func(o operator) error { return dropTask(o) }))

	x := e.Group("/exports", sees(market.Exports))
	x.POST("/create", site.seller(func(s seller) error { return createExport(s) }))
	x.GET("/:id", site.seller(func(s seller) error { return sendExport(s) }))

	y := e.Group("/operator/exports", sees(market.Exports))
	y.POST("/create", site.operator(func(o operator) error { return createExport(o) }))
	y.GET("/:id", site.operator(func(o operator) error { return sendExport(o) }))
}

func showTasks(d door) error {
	status := market.TaskStatus(d.QueryParam("status"))
	settings, err := d.open().db.Settings(d.ctx())
	if err != nil {
		return err
	}
	return show(d, tasks.Listing(d.ctx(), d.doored(""), settings.ExportDays), func(ask market.Ask) (market.Page[market.Task], error) {
		return d.shelf().Tasks(d.ctx(), status, ask)
	})
}

// sheet is the kind of spreadsheet that the address names; the first when it names none.
func (s seller) sheet() (market.Sheet, error) {
	sheet, known := market.SheetOf(market.TaskKind(cmp.Or(s.QueryParam("kind"), string(market.Sheets[0].Kind))))
	switch {
	case !known:
		return sheet, market.NotFound
	case !s.actor().May(sheet.Act):
		return sheet, market.Denied
	}
	return sheet, nil
}

// newTask asks for a spreadsheet of a kind.
func (s seller) newTask() error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	return s.page(http.StatusOK, tasks.New(ui.Form{}, sheet))
}

// taskTemplate is a sheet filled with what is, to be changed and uploaded.
func (s seller) taskTemplate() error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	var head []string
	for _, column := range sheet.Columns {
		head = append(head, i18n.T(s.ctx(), "task.col_"+column.Name))
	}
	rows := rowsOf(func(after string) (page market.Page[market.SheetNow], err error) {
		page.Rows, page.Next, err = s.store.SheetRows(s.ctx(), sheet.Kind, after)
		return page, err
	}, func(now market.SheetNow) []any {
		cells := make([]any, len(sheet.Columns))
		for i, column := range sheet.Columns {
			cells[i] = sheetCell(column, now.Cells[column.Name])
		}
		return cells
	})
	return streamTable(s, i18n.T(s.ctx(), sheet.Kind.Key()), s.QueryParam("as"), head, rows)
}

// draftTask previews an act on the selected rows, or on all that the list shows.
func draftTask(d door) error {
	f := readForm(d)
	back, chosen, err := chosenIn(d, f)
	if err != nil {
		return d.open().failed(d, back, err)
	}
	id, err := d.shelf().DraftTask(d.ctx(), market.Act(f.text("act")), chosen)
	if err != nil {
		return d.open().failed(d, back, err)
	}
	return d.Redirect(http.StatusSeeOther, taskPath(d, id))
}

// chosenIn are the rows that were selected in a list, and where the list is: those that were
// ticked, or all that its filters show.
func chosenIn(d door, f *form) (back string, chosen []market.Chosen, err error) {
	back, _, err = listed(d, f)
	if err != nil {
		return back, nil, err
	}
	if !f.checked("all") {
		for _, id := range f.Values["id"] {
			chosen = append(chosen, market.Chosen{ID: id})
		}
		return back, chosen, nil
	}
	heap := &heap{most: market.MostTaskRows}
	if err := look(d.ctx(), d.open().router, &inside{visitor: d.who(), heap: heap}, back, io.Discard); err != nil {
		return back, nil, err
	}
	if heap.cut {
		return back, nil, market.Conflict("task.too_many", market.MostTaskRows)
	}
	return back, heap.rows, nil
}

func taskPath(d door, id market.TaskID) string { return d.doored("/tasks/" + id.String()) }

// uploadTask previews a spreadsheet.
func (s seller) uploadTask() error {
	f := readForm(s)
	sheet, known := market.SheetOf(market.TaskKind(f.text("kind")))
	if !known {
		return market.NotFound
	}
	uploads := f.filesUpTo("file", maxSheet)
	err := f.err()
	if err == nil && len(uploads) != 1 {
		err = market.Invalid("file", "problem.required")
	}
	var id market.TaskID
	if err == nil {
		var file market.SheetFile
		if file, err = readSheet(s.ctx(), sheet, uploads[0]); err == nil {
			id, err = s.store.UploadTask(s.ctx(), sheet.Kind, file)
		}
	}
	if f.refused(err) {
		return s.page(f.status, tasks.New(f.Form, sheet))
	}
	if err != nil {
		return err
	}
	return s.Redirect(http.StatusSeeOther, "/tasks/"+id.String())
}

func showTask(d door, f ui.Form, status int) error {
	id, err := pathID[market.Task](d, "id")
	if err != nil {
		return err
	}
	p := tasks.ShowPage{Now: d.open().db.Now(), Door: d.doored("")}
	if p.Task, err = d.shelf().Task(d.ctx(), id); err != nil {
		return err
	}
	p.Sheet, _ = market.SheetOf(p.Task.Kind)
	for _, state := range tasks.Shown {
		rows, err := d.shelf().TaskRows(d.ctx(), id, state, 0, tasks.Most)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, rows...)
	}
	if s, is := d.(seller); is && p.Task.Kind.Act() == market.ApproveRefund {
		if p.Refunds, err = s.store.RefundSums(d.ctx(), id); err != nil {
			return err
		}
	}
	return d.page(status, tasks.Show(f, p))
}

// taskResult is every row of a task as a file: what was wanted and what came of it.
func taskResult(d door) error {
	id, err := pathID[market.Task](d, "id")
	if err != nil {
		return err
	}
	task, err := d.shelf().Task(d.ctx(), id)
	if err != nil {
		return err
	}
	sheet, _ := market.SheetOf(task.Kind)
	after := 0
	rows := rowsOf(func(string) (page market.Page[market.TaskRow], err error) {
		if page.Rows, err = d.shelf().TaskRows(d.ctx(), id, "", after, fileRows); err == nil && len(page.Rows) > 0 {
			after = page.Rows[len(page.Rows)-1].No
			page.Next = "more"
		}
		return page, err
	}, func(row market.TaskRow) []any { return tasks.ResultRow(d.ctx(), task, sheet, row) })
	return streamTable(d, i18n.T(d.ctx(), "task.result_file", market.Word(task.Kind.Key())), d.QueryParam("as"), tasks.ResultHead(d.ctx(), sheet), rows)
}

// applyTask begins to do what was previewed; words that are missing are asked for again.
func applyTask(d door) error {
	f := readForm(d)
	id, err := pathID[market.Task](d, "id")
	if err == nil {
		err = d.shelf().ApplyTask(d.ctx(), id, f.text("note"))
	}
	var problem *market.Problem
	if errors.As(err, &problem) && problem.Kind == market.KindInvalid && f.refused(err) {
		return showTask(d, f.Form, f.status)
	}
	return taskDone(d, id, err, "task.applying")
}

func undoTask(d door) error { return taskAct(d, d.shelf().UndoTask, "task.taking_back") }

func dropTask(d door) error { return taskAct(d, d.shelf().DropTask, "task.dropped") }

func taskAct(d door, do taskDoer, said string) error {
	id, err := pathID[market.Task](d, "id")
	if err == nil {
		err = do(d.ctx(), id)
	}
	return taskDone(d, id, err, said)
}

func taskDone(d door, id market.TaskID, err error, said string) error {
	switch {
	case err != nil:
		return d.open().failed(d, taskPath(d, id), err)
	case said == "task.dropped":
		return d.flash(d.doored("/tasks"), market.Because(said))
	}
	return d.flash(taskPath(d, id), market.Because(said))
}

// createExport has a list written as a file in the background.
func createExport(d door) error {
	f := readForm(d)
	back, _, err := listed(d, f)
	if err != nil {
		return err
	}
	format := f.text("format")
	if format != "csv" && format != "xlsx" {
		return market.NotFound
	}
	if err := look(d.ctx(), d.open().router, &inside{visitor: d.who(), heap: &heap{}}, back, io.Discard); err != nil {
		return err // no list, or none of theirs
	}
	id, err := d.shelf().CreateExport(d.ctx(), f.text("title"), back, format)
	if err != nil {
		return d.open().failed(d, back, err)
	}
	return d.flash(taskPath(d, id), market.Because("export.begun"))
}

// sendExport answers with a finished file, piece by piece.
func sendExport(d door) error {
	id, err := pathID[market.Task](d, "id")
	if err != nil {
		return err
	}
	task, err := d.shelf().Task(d.ctx(), id)
	if err != nil {
		return err
	}
	part, err := d.shelf().ExportPart(d.ctx(), id, 1)
	if err != nil {
		return err
	}
	if err := d.shelf().Asked(d.ctx(), market.QueryExport, id.String(), task.Title); err != nil {
		return err
	}
	name := strings.NewReplacer("/", " ", "\\", " ").Replace(task.Title) + " " + market.DayOf(task.CreatedAt).String() + "." + task.Format
	header := d.Response().Header()
	header.Set(echo.HeaderContentType, contentTypes[task.Format])
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Cache-Control", "no-store")
	d.Response().WriteHeader(http.StatusOK)
	for no := 1; err == nil; no++ {
		if _, err := d.Response().Write(part); err != nil {
			return err
		}
		part, err = d.shelf().ExportPart(d.ctx(), id, no+1)
	}
	if isNotFound(err) {
		return nil
	}
	return err
}
