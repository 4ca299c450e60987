package handlers

import (
	"cmp"
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
	g.GET("", site.seller(seller.tasks))
	g.GET("/new", site.seller(seller.newTask))
	g.GET("/template", site.seller(seller.taskTemplate))
	g.POST("/draft", site.seller(seller.draftTask))
	g.POST("/upload", site.seller(seller.uploadTask))
	g.GET("/:id", site.seller(seller.task))
	g.GET("/:id/result", site.seller(seller.taskResult))
	g.POST("/:id/apply", site.seller(seller.applyTask))
	g.POST("/:id/undo", site.seller(seller.undoTask))
	g.POST("/:id/drop", site.seller(seller.dropTask))

	x := e.Group("/exports", sees(market.Exports))
	x.POST("/create", site.seller(seller.createExport))
	x.GET("/:id", site.seller(seller.export))
}

func (s seller) tasks() error {
	status := market.TaskStatus(s.QueryParam("status"))
	return show(s, tasks.Listing(s.ctx()), func(ask market.Ask) (market.Page[market.Task], error) {
		return s.store.Tasks(s.ctx(), status, ask)
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
		if page.Rows, err = s.store.SheetRows(s.ctx(), sheet.Kind, after); err == nil && len(page.Rows) == fileRows {
			page.Next = page.Rows[fileRows-1].Key
		}
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
func (s seller) draftTask() error {
	f := readForm(s)
	back, _, err := listed(s, f)
	if err != nil {
		return err
	}
	var chosen []market.Chosen
	if f.checked("all") {
		heap := &heap{most: market.MostTaskRows}
		if err := look(s.ctx(), s.site.router, &inside{visitor: s.visitor, heap: heap}, back, io.Discard); err != nil {
			return err
		}
		if heap.cut {
			return s.site.failed(s, back, market.Conflict("task.too_many", market.MostTaskRows))
		}
		chosen = heap.rows
	} else {
		for _, id := range f.Values["id"] {
			chosen = append(chosen, market.Chosen{ID: id})
		}
	}
	id, err := s.store.DraftTask(s.ctx(), market.Act(f.text("act")), chosen)
	if err != nil {
		return s.site.failed(s, back, err)
	}
	return s.Redirect(http.StatusSeeOther, "/tasks/"+id.String())
}

// uploadTask previews a spreadsheet.
func (s seller) uploadTask() error {
	f := readForm(s)
	sheet, known := market.SheetOf(market.TaskKind(f.text("kind")))
	if !known {
		return market.NotFound
	}
	uploads := f.files("file")
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

func (s seller) task() error {
	id, err := pathID[market.Task](s, "id")
	if err != nil {
		return err
	}
	p := tasks.ShowPage{Now: s.site.db.Now()}
	if p.Task, err = s.store.Task(s.ctx(), id); err != nil {
		return err
	}
	p.Sheet, _ = market.SheetOf(p.Task.Kind)
	for _, state := range tasks.Shown {
		rows, err := s.store.TaskRows(s.ctx(), id, state, 0, tasks.Most)
		if err != nil {
			return err
		}
		p.Rows = append(p.Rows, rows...)
	}
	return s.page(http.StatusOK, tasks.Show(p))
}

// taskResult is every row of a task as a file: what was wanted and what came of it.
func (s seller) taskResult() error {
	id, err := pathID[market.Task](s, "id")
	if err != nil {
		return err
	}
	task, err := s.store.Task(s.ctx(), id)
	if err != nil {
		return err
	}
	sheet, _ := market.SheetOf(task.Kind)
	after := 0
	rows := rowsOf(func(string) (page market.Page[market.TaskRow], err error) {
		if page.Rows, err = s.store.TaskRows(s.ctx(), id, "", after, fileRows); err == nil && len(page.Rows) > 0 {
			after = page.Rows[len(page.Rows)-1].No
			page.Next = "more"
		}
		return page, err
	}, func(row market.TaskRow) []any { return tasks.ResultRow(s.ctx(), task, sheet, row) })
	return streamTable(s, i18n.T(s.ctx(), "task.result_file", market.Word(task.Kind.Key())), s.QueryParam("as"), tasks.ResultHead(s.ctx(), sheet), rows)
}

func (s seller) applyTask() error { return s.taskAct(s.store.ApplyTask, "task.applying") }

func (s seller) undoTask() error { return s.taskAct(s.store.UndoTask, "task.taking_back") }

func (s seller) dropTask() error { return s.taskAct(s.store.DropTask, "task.dropped") }

func (s seller) taskAct(do taskDoer, said string) error {
	id, err := pathID[market.Task](s, "id")
	if err != nil {
		return err
	}
	if err := do(s.ctx(), id); err != nil {
		return s.site.failed(s, "/tasks/"+id.String(), err)
	}
	if said == "task.dropped" {
		return s.flash("/tasks", market.Because(said))
	}
	return s.flash("/tasks/"+id.String(), market.Because(said))
}

// createExport has a list written as a file in the background.
func (s seller) createExport() error {
	f := readForm(s)
	back, _, err := listed(s, f)
	if err != nil {
		return err
	}
	format := f.text("format")
	if format != "csv" && format != "xlsx" {
		return market.NotFound
	}
	if err := look(s.ctx(), s.site.router, &inside{visitor: s.visitor, heap: &heap{}}, back, io.Discard); err != nil {
		return err // no list, or none of theirs
	}
	id, err := s.store.CreateExport(s.ctx(), f.text("title"), back, format)
	if err != nil {
		return s.site.failed(s, back, err)
	}
	return s.flash("/tasks/"+id.String(), market.Because("export.begun"))
}

// export answers with a finished file, piece by piece.
func (s seller) export() error {
	id, err := pathID[market.Task](s, "id")
	if err != nil {
		return err
	}
	task, err := s.store.Task(s.ctx(), id)
	if err != nil {
		return err
	}
	part, err := s.store.ExportPart(s.ctx(), id, 1)
	if err != nil {
		return err
	}
	name := strings.NewReplacer("/", " ", "\\", " ").Replace(task.Title) + " " + market.DayOf(task.CreatedAt).String() + "." + task.Format
	header := s.Response().Header()
	header.Set(echo.HeaderContentType, contentTypes[task.Format])
	header.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Cache-Control", "no-store")
	s.Response().WriteHeader(http.StatusOK)
	for no := 1; err == nil; no++ {
		if _, err := s.Response().Write(part); err != nil {
			return err
		}
		part, err = s.store.ExportPart(s.ctx(), id, no+1)
	}
	if isNotFound(err) {
		return nil
	}
	return err
}
