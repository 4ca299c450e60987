package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/xuri/excelize/v2"

	"sellercenter/db"
	ready "sellercenter/db/bench"
	"sellercenter/internal/jobs"
	"sellercenter/internal/market"
)

// benchImport holds what the measuring of spreadsheets is told.
type benchImport struct {
	Rows    int      `default:"10000" help:"Rows of each sheet; all of them change."`
	Sheets  []string `default:"price,limit,stock,audience" help:"Kinds of sheets that are measured."`
	Keep    bool     `help:"Keep the database (bench_import), and measure in it again the next time."`
	Profile string   `type:"path" placeholder:"FILE" help:"Write a CPU profile of all runs."`
}

// imported is a sheet that is measured: what stands in the changed cells of its rows.
type imported struct {
	kind    string
	columns map[string]string // columns → what every row shall have
}

// importedSheets are changed in every row.
var importedSheets = []imported{
	{"price", map[string]string{"amount": "123.45"}},
	{"limit", map[string]string{"limit_rule": "lifetime", "limit_times": "3", "limit_quantity": "500"}},
	{"stock", map[string]string{"stock_change": "50", "stock_note": "bench"}},
	{"audience", map[string]string{"audience_kind": "enterprise"}},
}

// Run prints how long a spreadsheet takes from upload to preview, and from there until it is
// applied and taken back, as a person would do it over HTTP.
func (b *benchImport) Run(ctx context.Context, c *cli, log *slog.Logger) error {
	return c.bench(ctx, log, "bench_import", b.Keep, func(at *benched) error {
		err := at.made(ctx, ready.SheetEmail, fmt.Sprintf("a seller with %d products", b.Rows), func() error { return ready.Sheets(ctx, at.store, b.Rows) })
		if err != nil {
			return err
		}
		return profiled(b.Profile, func() error { return b.measure(ctx, at) })
	})
}

func (b *benchImport) measure(ctx context.Context, at *benched) error {
	stop, err := jobs.Start(ctx, at.store, jobs.All(jobs.NewCaller(jobs.CallerOptions{Anywhere: true}), jobs.Post{}), jobs.Options{Workers: 2, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	desk, err := newDesk(at.store, at.base())
	if err != nil {
		return err
	}
	fmt.Printf("Spreadsheets over HTTP: template written, every row of it changed and uploaded as XLSX, old and new of every cell previewed on\n"+
		"the page, applied and taken back by a job. %d CPUs shared by browser, server, workers and PostgreSQL.\n\n", runtime.NumCPU())
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "sheet\trows\tKB\ttemplate s\tpreview s\tapply s\tundo s\tresult file s\t")
	for _, sheet := range importedSheets {
		if !slices.Contains(b.Sheets, sheet.kind) {
			continue
		}
		if err := desk.measure(ctx, table, sheet); err != nil {
			return fmt.Errorf("%s: %w", sheet.kind, err)
		}
	}
	return errors.Join(table.Flush(), stop(ctx))
}

// desk is somebody who is signed in and works with spreadsheets.
type desk struct {
	store  *db.DB
	base   string
	client *http.Client
}

func newDesk(store *db.DB, base string) (*desk, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	d := &desk{store, base, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	return d, d.post("/sign-in", url.Values{"email": {ready.SheetEmail}, "password": {ready.Password}})
}

func (d *desk) post(path string, values url.Values) error {
	answer, err := d.client.PostForm(d.base+path, values)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("POST %s answered %s", path, answer.Status)
	}
	return nil
}

// get reads a page or a file whole.
func (d *desk) get(path string) ([]byte, error) {
	answer, err := d.client.Get(d.base + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s answered %s", path, answer.Status)
	}
	return body, err
}

// measure prints one line: a sheet from its template to its result.
func (d *desk) measure(ctx context.Context, table io.Writer, sheet imported) error {
	var file, changed []byte
	var rows int
	var task string
	var took []time.Duration
	for _, step := range []struct {
		timed bool
		do    func() error
	}{
		{true, func() (err error) { file, err = d.get("/tasks/template?as=xlsx&kind=" + sheet.kind); return err }},
		{false, func() (err error) { changed, rows, err = sheet.change(file); return err }},
		{true, func() (err error) {
			if task, err = d.upload(sheet.kind, changed); err == nil {
				_, err = d.get(task)
			}
			return err
		}},
		{true, func() error { return d.until(ctx, task, "apply", "done", rows) }},
		{true, func() error { return d.until(ctx, task, "undo", "undone", rows) }},
		{true, func() (err error) { _, err = d.get(task + "/result?as=xlsx"); return err }},
	} {
		begun := time.Now()
		if err := step.do(); err != nil {
			return err
		}
		if step.timed {
			took = append(took, time.Since(begun))
		}
	}
	fmt.Fprintf(table, "%s\t%d\t%d\t", sheet.kind, rows, len(changed)>>10)
	for _, one := range took {
		fmt.Fprintf(table, "%.2f\t", one.Seconds())
	}
	fmt.Fprintln(table)
	return nil
}

// change writes the template anew with other values in every row.
func (i imported) change(file []byte) (changed []byte, rows int, err error) {
	was, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		return nil, 0, err
	}
	defer was.Close()
	lines, err := was.GetRows(was.GetSheetName(0), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, 0, err
	}
	book := excelize.NewFile()
	defer book.Close()
	out, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, 0, err
	}
	heads := importHeads(i.kind)
	for n, line := range lines {
		cells := make([]any, len(heads))
		for at, name := range heads {
			if at < len(line) {
				cells[at] = line[at]
			}
			if text, changes := i.columns[name]; changes && n > 0 {
				cells[at] = text
			}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n+1), cells); err != nil {
			return nil, 0, err
		}
	}
	if err := out.Flush(); err != nil {
		return nil, 0, err
	}
	var to bytes.Buffer
	err = book.Write(&to)
	return to.Bytes(), len(lines) - 1, err
}

// upload previews a file and answers where.
func (d *desk) upload(kind string, file []byte) (task string, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", kind+".xlsx")
	if err == nil {
		_, err = part.Write(file)
	}
	if err = errors.Join(err, form.WriteField("kind", kind), form.Close()); err != nil {
		return "", err
	}
	answer, err := d.client.Post(d.base+"/tasks/upload", form.FormDataContentType(), &body)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("the upload answered %s", answer.Status)
	}
	return answer.Header.Get("Location"), nil
}

// until begins a step of the task and waits until all rows are through.
func (d *desk) until(ctx context.Context, task, verb, status string, rows int) error {
	if err := d.post(task+"/"+verb, nil); err != nil {
		return err
	}
	for {
		var is string
		var done, undone int
		if err := d.store.Pool().QueryRowContext(ctx, `SELECT status, done, undone FROM tasks WHERE id = $1`, task[len("/tasks/"):]).Scan(&is, &done, &undone); err != nil {
			return err
		}
		if is == status {
			if n := map[string]int{"done": done, "undone": undone}[status]; n != rows {
				return fmt.Errorf("%d of %d rows were %s", n, rows, status)
			}
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// importHeads are the columns of a sheet's template, in their order.
func importHeads(kind string) (heads []string) {
	sheet, _ := market.SheetOf(market.TaskKind(kind))
	for _, column := range sheet.Columns {
		heads = append(heads, column.Name)
	}
	return heads
}
