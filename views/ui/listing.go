package ui

import (
	"cmp"
	"context"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Col is one column of a Listing: its head, how a row fills its cell on the page, and what
// a file says of the row.
type Col[T any] struct {
	Name  string // the head is the area's word for it unless Label says otherwise
	Label string // worded
	Unit  string // key of the unit behind the head
	Sort  bool   // the list can be sorted by it
	By    string // what it is sorted by, where that is not the column itself
	Right bool   // figures
	Width string // one of the widths of app.css: id, when, money, chip, acts, narrow, wide
	Class string // of the cell
	Off   bool   // shown only to who chooses it
	Aside bool   // put away on a narrow page, unless the reader arranged the columns
	Fixed bool   // cannot be put away
	Acts  bool   // what can be done with the row: no head, not in the chooser, never in a file
	Group int    // a file puts the columns of a group together, the groups in their order

	Cell  func(*Pen, T) // nil: as Value says
	Value func(T) any   // nil: never in a file
}

// RowActs is the last column: what can be done with a row.
func RowActs[T any](part func(T) templ.Component) Col[T] {
	return Col[T]{Name: "acts", Right: true, Acts: true, Cell: func(c *Pen, row T) { c.Part(part(row)) }}
}

// Listing is a list page: what it is called, how it is narrowed, sorted and shown. The same
// columns make the page, the chooser of columns and the files.
type Listing[T any] struct {
	Area    string // whose words head the columns, filters and empty states
	Head    Head
	Icon    string          // of the empty list
	First   templ.Component // the first step where there is nothing yet
	Tabs    []Tab           // ready-made views; the saved ones follow
	Filters []Filter
	Columns []Col[T]
	Sort    string // column that the list is sorted by unless the URL says otherwise
	Up      bool
	Dense   bool
	Caption string                                // worded name of the table; the area's otherwise
	Row     func(T) (id, label string)            // what selects a row; nil: rows cannot be selected
	Unread  func(T) bool                          // rows that nobody has looked at yet
	Bulk    []Bulk                                // what can be done with the selected rows
	Above   templ.Component                       // between head and tabs
	Below   templ.Component                       // after the pager
	Foot    func(context.Context) templ.Component // sums
	Status  int                                   // of the answer, where a form beside the list was refused

	Ask   market.Ask // from here on: filled by who shows it
	Page  market.Page[T]
	Views market.ListViews
}

// Bulk is an act on the selected rows; it is previewed before anything happens.
type Bulk struct {
	Act   market.Act
	Style Style
	URL   string // where it is asked for, when it has a page of its own
	Get   bool   // that page is only opened
	Word  string // key of what the button says, when it is not the act's own

	Choose  string // field of the form that is chosen along, from the choices; the first names it
	Choices []Option
}

const previewPath = "/tasks/draft"

func (b Bulk) url(ctx context.Context) string {
	if b.URL != "" {
		return b.URL
	}
	return Doored(ctx, previewPath)
}

// word is what the act is called on its button.
func (b Bulk) word() string {
	if b.Word != "" {
		return b.Word
	}
	return string(b.Act)
}

// counted is the button's word beside how many are selected, which the script puts in.
func counted(ctx context.Context, area string, b Bulk) string {
	return areaT(ctx, area, "counted", i18n.T(ctx, b.word()), "{0}")
}

// Sorted settles by which column the list is read: one that it can be sorted by, or its own.
func (l Listing[T]) Sorted(ask market.Ask) market.Ask {
	can := slices.ContainsFunc(l.Columns, func(c Col[T]) bool { return c.Sort && cmp.Or(c.By, c.Name) == ask.Sort })
	if !can {
		ask.Sort, ask.Up = l.Sort, l.Up
	}
	return ask
}

// shown are the columns as the reader arranged them.
func (l Listing[T]) shown() []Col[T] {
	wanted := l.Views.Now.Columns.V
	if len(wanted) > 0 {
		l.Columns = slices.Clone(l.Columns)
		for i := range l.Columns {
			l.Columns[i].Aside = false
		}
	} else {
		return slices.DeleteFunc(slices.Clone(l.Columns), func(c Col[T]) bool { return c.Off })
	}
	var shown, acts []Col[T]
	for _, c := range l.Columns {
		if c.Fixed && !slices.Contains(wanted, c.Name) {
			shown = append(shown, c)
		}
		if c.Acts {
			acts = append(acts, c)
		}
	}
	for _, name := range wanted {
		for _, c := range l.Columns {
			if c.Name == name && !c.Acts {
				shown = append(shown, c)
			}
		}
	}
	return append(shown, acts...)
}

// FileColumns are what a file of the list has: what the reader chose to see, or everything.
func (l Listing[T]) FileColumns() []Col[T] {
	columns := l.Columns
	if len(l.Views.Now.Columns.V) > 0 {
		columns = l.shown()
	}
	columns = slices.DeleteFunc(slices.Clone(columns), func(c Col[T]) bool { return c.Value == nil })
	slices.SortStableFunc(columns, func(a, b Col[T]) int { return cmp.Compare(a.Group, b.Group) })
	return columns
}

// FileHead words the first line of a file.
func (l Listing[T]) FileHead(ctx context.Context) []string {
	var head []string
	for _, c := range l.FileColumns() {
		head = append(head, c.head(ctx).label(ctx, l.Area))
	}
	return head
}

// FileRow is a row as a line of a file.
func (l Listing[T]) FileRow() func(T) []any {
	columns := l.FileColumns()
	return func(row T) []any {
		cells := make([]any, len(columns))
		for i, c := range columns {
			cells[i] = c.Value(row)
		}
		return cells
	}
}

func (c Col[T]) head(ctx context.Context) Column {
	column := Column{Name: c.Name, Label: c.Label, Sort: c.Sort, By: c.By, Right: c.Right, Width: c.Width, Quiet: c.Acts, Aside: c.Aside}
	if c.Unit != "" {
		column.Unit = i18n.T(ctx, c.Unit)
	}
	return column
}

// Render writes the page.
func (l Listing[T]) Render(ctx context.Context, w io.Writer) error {
	return listPage(l.shell(ctx)).Render(ctx, w)
}

// shell is the listing without its kind of row.
type shell struct {
	area         string
	head         Head
	icon         string
	first        templ.Component
	tabs         []Tab
	filters      []Filter
	grid         Grid
	sum          Sum
	pages        Pages
	bulk         []Bulk
	rows         templ.Component
	empty        bool
	above, below templ.Component
	views        market.ListViews
	choices      []columnChoice
	files        bool
	aside        int // columns that a narrow page puts away
}

// columnChoice is a column as the chooser offers it.
type columnChoice struct {
	name, label string
	on, fixed   bool
}

func (l Listing[T]) shell(ctx context.Context) shell {
	shown := l.shown()
	sorted := l.Ask.Sort
	if !slices.ContainsFunc(l.Columns, func(c Col[T]) bool { return c.Sort }) {
		sorted = l.Sort
	}
	s := shell{area: l.Area, head: l.Head, icon: l.Icon, first: l.First, filters: l.Filters, bulk: mayBulk(ctx, l.Bulk),
		sum: Sum{Area: l.Area, Count: l.Page.Count, Sort: sorted, Up: l.Ask.Up}, pages: PagesOf(l.Area, l.Page, l.Ask.Rows()),
		empty: len(l.Page.Rows) == 0, above: l.Above, below: l.Below, views: l.Views, tabs: l.tabs(ctx),
		choices: l.choices(ctx, shown), files: slices.ContainsFunc(l.Columns, func(c Col[T]) bool { return c.Value != nil })}
	for _, c := range l.Columns {
		if cmp.Or(c.By, c.Name) == sorted && (c.By == "" || s.sum.Label == "") {
			s.sum.Label = c.head(ctx).label(ctx, l.Area)
		}
	}
	s.grid = Grid{Area: l.Area, Stack: true, Caption: l.Caption, Select: l.Row != nil && len(s.bulk) > 0, Sort: sorted, Up: l.Ask.Up, Dense: l.Dense || l.Views.Now.Dense}
	if l.Foot != nil {
		s.grid.Foot = l.Foot(ctx)
	}
	for _, c := range shown {
		s.grid.Columns = append(s.grid.Columns, c.head(ctx))
		if c.Aside {
			s.aside++
		}
	}
	s.rows = l.rows(ctx, shown, s.grid.Select)
	return s
}

func mayBulk(ctx context.Context, all []Bulk) []Bulk {
	return slices.DeleteFunc(slices.Clone(all), func(b Bulk) bool { return !May(ctx, b.Act) })
}

// tabs are the ready-made views and the saved ones.
func (l Listing[T]) tabs(ctx context.Context) []Tab {
	q := QueryOf(ctx)
	tabs := slices.Clone(l.Tabs)
	for i := range tabs {
		tabs[i].URL = withoutView(tabs[i].URL)
		tabs[i].Current = tabs[i].Current && l.Views.Open == nil
	}
	if len(tabs) == 0 && (len(l.Views.Views) > 0 || May(ctx, market.SaveView)) {
		tabs = append(tabs, Tab{Text: i18n.T(ctx, "view.all"), URL: q.path, Current: l.Views.Open == nil})
	}
	for _, v := range l.Views.Views {
		open := l.Views.Open != nil && l.Views.Open.ID == v.ID
		tabs = append(tabs, Tab{Text: v.Name, URL: viewURL(q.path, v), Current: open, Shared: v.Shared, Changed: open && changed(q, l.Views)})
	}
	return tabs
}

// changed reports whether the page shows something else than the open view keeps.
func changed(q Query, views market.ListViews) bool {
	return views.Open != nil && (views.Changed || market.ViewQuery(q.values) != views.Open.Query)
}

func viewURL(path string, v market.View) string {
	if v.Query == "" {
		return path + "?view=" + v.ID.String()
	}
	return path + "?" + v.Query + "&view=" + v.ID.String()
}

func withoutView(address string) string {
	path, query, found := strings.Cut(address, "?")
	values, err := url.ParseQuery(query)
	if !found || err != nil || !values.Has("view") {
		return address
	}
	values.Del("view")
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

func (l Listing[T]) choices(ctx context.Context, shown []Col[T]) []columnChoice {
	var all []columnChoice
	add := func(c Col[T], on bool) {
		if !c.Acts {
			all = append(all, columnChoice{c.Name, c.head(ctx).label(ctx, l.Area), on, c.Fixed})
		}
	}
	for _, c := range shown {
		add(c, true)
	}
	for _, c := range l.Columns {
		if !slices.ContainsFunc(shown, func(s Col[T]) bool { return s.Name == c.Name }) {
			add(c, false)
		}
	}
	return all
}

// rows writes the table's body.
func (l Listing[T]) rows(ctx context.Context, shown []Col[T], boxes bool) templ.Component {
	starts := make([]string, len(shown))
	for i, c := range shown {
		starts[i] = c.start(ctx, l.Area)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) (err error) {
		defer func() {
			if broken, is := recover().(brokenCell); is {
				err = broken.error
			}
		}()
		cell := newPen(ctx)
		cell.b = make([]byte, 0, 96*len(shown)*len(l.Page.Rows)+64)
		for _, row := range l.Page.Rows {
			if l.Unread != nil && l.Unread(row) {
				cell.raw(`<tr data-unread>`)
			} else {
				cell.raw(`<tr>`)
			}
			if boxes {
				id, label := l.Row(row)
				cell.Part(RowBox(id, label))
			}
			for i, c := range shown {
				cell.raw(starts[i])
				begin := len(cell.b)
				if c.Cell != nil {
					c.Cell(cell, row)
				} else {
					cell.Value(c.Value(row))
				}
				if len(cell.b) == begin {
					cell.Dash()
				}
				cell.raw(`</td>`)
			}
			cell.raw(`</tr>`)
		}
		_, err = w.Write(cell.b)
		return err
	})
}

// start is the cell's opening tag. Figures and instants carry their head along, for phones,
// where the rows are stacked and have no columns.
func (c Col[T]) start(ctx context.Context, area string) string {
	head := ""
	if (c.Right || c.Width == "when") && !c.Acts {
		column := c.head(ctx)
		head = ` data-head="` + templ.EscapeString(strings.TrimSpace(column.label(ctx, area)+" "+column.Unit)) + `"`
	}
	var classes []string
	if c.Acts {
		classes = append(classes, "row-acts")
	}
	if c.Aside {
		classes = append(classes, "aside")
	}
	if c.Right {
		classes = append(classes, "right")
	}
	if c.Width == "when" || c.Width == "wide" {
		classes = append(classes, c.Width)
	}
	if c.Class != "" {
		classes = append(classes, c.Class)
	}
	if len(classes) == 0 {
		return `<td` + head + `>`
	}
	return `<td class="` + strings.Join(classes, " ") + `"` + head + `>`
}

// Doored is the path at the reader's door.
func Doored(ctx context.Context, path string) string {
	if FrameOf(ctx).Door == OperatorDoor {
		return "/operator" + path
	}
	return path
}

// OptionsOf are the choices of a filter, worded.
func OptionsOf[T interface {
	~string
	Key() string
}](ctx context.Context, all []T) []Option {
	options := make([]Option, len(all))
	for i, one := range all {
		options[i] = Option{Value: string(one), Label: i18n.T(ctx, one.Key())}
	}
	return options
}
