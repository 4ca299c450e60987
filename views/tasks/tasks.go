// Package tasks shows changes of many rows: what they will do, how far they are, what came
// of them.
package tasks

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
	"sellercenter/views/ui"
)

// Most is how many rows of each state a page shows; the result file has all.
const Most = 100

// Shown are the states in the order in which a page shows their rows.
var Shown = []market.TaskRowState{market.RowFault, market.RowFailed, market.RowKept, market.RowReady, market.RowOut, market.RowDone, market.RowUndone}

// ShowPage is one task with the first rows of each state.
type ShowPage struct {
	Task  market.Task
	Sheet market.Sheet // zero for acts and exports
	Rows  []market.TaskRow
	Now   time.Time
	Door  string // what its addresses begin with

	Refunds []market.RefundSum // what approving many refunds comes to
}

// sums are what the refunds come to, one fact a line.
func sums(ctx context.Context, r market.RefundSum) []ui.Fact {
	t := func(key string, args ...any) string { return i18n.T(ctx, "task.refund_"+key, args...) }
	money := func(m market.Money) string { return ui.AmountIn(ctx, m, r.Currency) }
	facts := []ui.Fact{{Label: t("amount"), Part: ui.MoneyIn(r.Amount, r.Currency)},
		{Label: t("coupons"), Text: t("coupons_text", r.Coupons, money(r.CouponAmount))},
		{Label: t("limits"), Text: t("n", r.Limits)}, {Label: t("instances"), Text: t("n", r.Instances)}, {Label: t("lines"), Text: t("n", r.Lines)},
		{Label: t("fee"), Part: ui.MoneyIn(r.Fee, r.Currency)}}
	if r.Invoices > 0 {
		facts = append(facts, ui.Fact{Label: t("invoices"), Text: t("invoices_text", r.Invoices)})
	}
	if r.Goods > 0 {
		facts = append(facts, ui.Fact{Label: t("goods"), Text: t("goods_text", r.Goods)})
	}
	return facts
}

type task = market.Task

// Listing is the reader's tasks and files, newest first.
func Listing(ctx context.Context, door string, keep int) ui.Listing[task] {
	var states []ui.Option
	for _, status := range market.TaskStatuses {
		states = append(states, ui.Option{Value: string(status), Label: i18n.T(ctx, status.Key())})
	}
	now := i18n.Now(ctx)
	return ui.Listing[task]{
		Area: "task", Icon: "jobs", Sort: "created_at",
		Head:    ui.Head{Title: i18n.T(ctx, "nav.jobs"), Lead: i18n.T(ctx, "task.lead", keep), Crumbs: crumbs(ctx)},
		Above:   sheetTiles(),
		Filters: []ui.Filter{{Name: "status", Options: states}},
		Columns: []ui.Col[task]{
			{Name: "kind", Fixed: true, Value: func(t task) any { return market.Word(t.Kind.Key()) },
				Cell: func(c *ui.Pen, t task) { c.Link(c.T(t.Kind.Key()), door+"/tasks/"+t.ID.String(), titled(ctx, t)) }},
			{Name: "status", Width: "chip", Value: func(t task) any { return t.Status }},
			{Name: "progress", Cell: func(c *ui.Pen, t task) { c.Part(progress(t, now)) }, Value: func(t task) any {
				done, all := t.Of()
				return market.Because("task.of", done, all)
			}},
			{Name: "left_out", Right: true, Value: func(t task) any { return t.LeftOut + t.Failed + t.Kept }},
			{Name: "maker", Value: func(t task) any { return t.Maker }},
			{Name: "created_at", Sort: true, Width: "when", Value: func(t task) any { return t.CreatedAt }},
			{Name: "ended_at", Off: true, Width: "when", Value: func(t task) any { return t.EndedAt }},
			ui.RowActs(func(t task) templ.Component { return rowActs(t, door) }),
		},
	}
}

func crumbs(ctx context.Context, more ...string) []ui.Link {
	if len(more) == 0 {
		return []ui.Link{{Text: i18n.T(ctx, "nav.jobs")}}
	}
	return []ui.Link{{Text: i18n.T(ctx, "nav.jobs"), URL: ui.Doored(ctx, "/tasks")}, {Text: more[0]}}
}

func (p ShowPage) here() string { return p.Door + "/tasks/" + p.Task.ID.String() }

func (p ShowPage) url(verb string) string { return p.here() + "/" + verb }

func (p ShowPage) of(states ...market.TaskRowState) []market.TaskRow {
	var some []market.TaskRow
	for _, row := range p.Rows {
		for _, state := range states {
			if row.State == state {
				some = append(some, row)
			}
		}
	}
	return some
}

// crop says how many rows a panel does not show.
func crop(ctx context.Context, rows []market.TaskRow, all int) string {
	if all <= len(rows) {
		return i18n.T(ctx, "task.rows_all", all)
	}
	return i18n.T(ctx, "task.rows_first", len(rows), all)
}

func (p ShowPage) figures(ctx context.Context) []ui.Figure {
	t := p.Task
	number := func(name string, n int, note string) ui.Figure {
		return ui.Figure{Label: i18n.T(ctx, "task.n_"+name), Figure: i18n.Number(n), Note: note}
	}
	figures := []ui.Figure{number("ready", t.Ready, i18n.T(ctx, "task.of_lines", t.Rows))}
	if p.Sheet.Kind != "" {
		figures = append(figures, number("same", t.Same, i18n.T(ctx, "task.same_note")), number("faulty", t.Faulty, i18n.T(ctx, "task.faulty_note")))
	} else {
		figures = append(figures, number("out", t.LeftOut, i18n.T(ctx, "task.out_note")))
	}
	if t.Status != market.TaskPreviewed && t.Status != market.TaskDropped {
		figures = append(figures, number("done", t.Done, ""), number("failed", t.Failed, ""))
	}
	if t.Undone+t.Kept > 0 {
		figures = append(figures, number("undone", t.Undone, ""), number("kept", t.Kept, ""))
	}
	return figures
}

func (p ShowPage) banner(ctx context.Context) *ui.BannerHead {
	t := p.Task
	switch {
	case t.Kind == market.KindExport && t.Status == market.TaskExpired:
		return &ui.BannerHead{Title: i18n.T(ctx, "export.expired"), Text: i18n.T(ctx, "export.expired_text")}
	case t.Status == market.TaskPreviewed && t.Faulty > 0:
		return &ui.BannerHead{Tone: "bad", Title: i18n.T(ctx, "task.faults_title", t.Faulty), Text: i18n.T(ctx, "task.faults_text")}
	case t.Status == market.TaskPreviewed && t.Ready == 0:
		return &ui.BannerHead{Title: i18n.T(ctx, "task.nothing"), Text: i18n.T(ctx, "task.nothing_text")}
	case t.Status == market.TaskDone && t.Failed > 0:
		return &ui.BannerHead{Tone: "warn", Title: i18n.T(ctx, "task.failed_title", t.Failed), Text: i18n.T(ctx, "task.failed_text")}
	case t.Status == market.TaskUndone && t.Kept > 0:
		return &ui.BannerHead{Tone: "warn", Title: i18n.T(ctx, "task.kept_title", t.Kept), Text: i18n.T(ctx, "task.kept_text")}
	}
	return nil
}

func left(ctx context.Context, t market.Task, now time.Time) string {
	if d, known := t.TimeLeft(now); known {
		return i18n.T(ctx, "task.left", i18n.Span(ctx, max(d, time.Second)))
	}
	return ""
}

// place is where in the sheet a fault is: Sheet1!F12.
func (p ShowPage) place(row market.TaskRow, column string) string {
	letters, err := url.ParseQuery(p.Task.Address)
	if err != nil {
		return ""
	}
	return letters.Get(column)
}

func columnWord(ctx context.Context, column string) string {
	if column == "" {
		return i18n.T(ctx, "task.whole_row")
	}
	return i18n.T(ctx, "task.col_"+column)
}

// cells are the columns of a row that change, in the sheet's order.
func cells(sheet market.Sheet, row market.TaskRow) []market.SheetColumn {
	var some []market.SheetColumn
	for _, column := range sheet.Columns {
		if _, changes := row.After.V[column.Name]; changes {
			some = append(some, column)
		}
	}
	return some
}

// faults are the faults of a row: of the whole row first, then in the sheet's order.
func faults(sheet market.Sheet, row market.TaskRow) []string {
	var names []string
	if _, whole := row.Reasons.V[""]; whole {
		names = append(names, "")
	}
	for _, column := range sheet.Columns {
		if _, is := row.Reasons.V[column.Name]; is {
			names = append(names, column.Name)
		}
	}
	return names
}

// shown is a value of a sheet as its reader writes it.
func shown(ctx context.Context, column market.SheetColumn, text string) string {
	switch column.Kind {
	case market.CellPrices:
		if price, err := market.ReadPrice(text); err == nil {
			return i18n.Price(price)
		}
	case market.CellCount:
		if n, err := strconv.Atoi(text); err == nil {
			return i18n.Number(n)
		}
	case market.CellChange:
		if n, err := strconv.Atoi(text); err == nil && n > 0 {
			return "+" + i18n.Number(n)
		}
	case market.CellPercent:
		if text != "" {
			return text + "%"
		}
	case market.CellMoment:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return i18n.Moment(ctx, at)
		}
	case market.CellOption:
		if word := column.Word(text); i18n.Has(string(word)) {
			return i18n.T(ctx, word)
		}
	case market.CellText, market.CellWord, market.CellBounds, market.CellDay:
	}
	return text
}

// sheets are the sheets that the reader may fill in.
func sheets(ctx context.Context) (mine []market.Sheet) {
	for _, sheet := range market.Sheets {
		if ui.May(ctx, sheet.Act) && ui.May(ctx, market.UploadTask) {
			mine = append(mine, sheet)
		}
	}
	return mine
}

func options(ctx context.Context, column market.SheetColumn) string {
	words := make([]string, len(column.Options))
	for i, option := range column.Options {
		words[i] = i18n.T(ctx, column.Word(option))
	}
	return i18n.T(ctx, "task.options", strings.Join(words, i18n.T(ctx, "common.list_join")))
}

func keyColumn(sheet market.Sheet, column market.SheetColumn) bool {
	for i := range max(sheet.Keys, 1) {
		if sheet.Columns[i].Name == column.Name {
			return true
		}
	}
	return false
}

// ResultHead is the first line of a task's result file.
func ResultHead(ctx context.Context, sheet market.Sheet) []string {
	head := []string{i18n.T(ctx, "task.no"), i18n.T(ctx, "task.row"), i18n.T(ctx, "task.result"), i18n.T(ctx, "task.why")}
	for _, column := range sheet.Columns {
		if column.Edit {
			head = append(head, i18n.T(ctx, "task.was", market.Word("task.col_"+column.Name)), i18n.T(ctx, "task.shall", market.Word("task.col_"+column.Name)))
		}
	}
	return head
}

// labelled names a row, with its amount where it has one.
func labelled(ctx context.Context, row market.TaskRow) string {
	amount, err := market.ReadMoney(row.Before.V["amount"])
	if err != nil || row.Before.V["currency"] == "" {
		return row.Label
	}
	return row.Label + " · " + ui.AmountIn(ctx, amount, market.Currency(row.Before.V["currency"]))
}

// ResultRow is a row of a task's result file.
func ResultRow(ctx context.Context, _ market.Task, sheet market.Sheet, row market.TaskRow) []any {
	why := ""
	for i, name := range faults(sheet, row) {
		if i > 0 {
			why += i18n.T(ctx, "task.join")
		}
		if name != "" {
			why += columnWord(ctx, name) + " "
		}
		why += i18n.Say(ctx, row.Reasons.V[name])
	}
	line := []any{row.No, labelled(ctx, row), row.State, why}
	for _, column := range sheet.Columns {
		if column.Edit {
			line = append(line, shown(ctx, column, row.Before.V[column.Name]), shown(ctx, column, row.After.V[column.Name]))
		}
	}
	return line
}

func confirmText(ctx context.Context, p ShowPage) string {
	if p.Sheet.Kind == market.PriceSheet.Kind {
		return i18n.T(ctx, "task.apply_price")
	}
	if p.Sheet.Kind == market.DeliverySheet.Kind {
		return i18n.T(ctx, "task.apply_delivery")
	}
	return i18n.T(ctx, "task.apply_text")
}

func undoText(ctx context.Context, p ShowPage) string {
	if p.Sheet.Kind == market.PriceSheet.Kind {
		return i18n.T(ctx, "task.undo_price")
	}
	return i18n.T(ctx, "task.undo_text")
}

// changesFacts says how many rows change, how many of them stand here, and how many lines
// that change nothing are folded away.
func changesFacts(ctx context.Context, p ShowPage, rows []market.TaskRow) string {
	text := crop(ctx, rows, p.Task.Ready-p.Task.Failed-p.Task.Kept)
	if p.Task.Same > 0 {
		text += i18n.T(ctx, "task.join") + i18n.T(ctx, "task.folded", p.Task.Same)
	}
	return text
}
