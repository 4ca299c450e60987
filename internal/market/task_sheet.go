package market

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// SheetColumn is one column of a sheet.
type SheetColumn struct {
	Name    string
	Kind    CellKind
	Edit    bool     // a new value may stand here; others say which row it is
	Says    bool     // what shall happen, not what shall be: no old value stands against it
	Options []string // of a CellOption
	Words   string   // with which the keys of the options' words begin
}

// Word is what an option is called.
func (c SheetColumn) Word(option string) Word {
	if option == "" {
		return ""
	}
	return Word(c.Words + option)
}

// Said is a value of the column for a sentence.
func (c SheetColumn) Said(text string) any {
	switch {
	case text == "":
		return Word("task.nothing_there")
	case c.Kind == CellOption || c.Kind == CellWord:
		return c.Word(text)
	case c.Kind == CellMoment:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return at
		}
	}
	return text
}

// Sheet is a kind of spreadsheet: its first columns name the row.
type Sheet struct {
	Kind    TaskKind
	Act     Act    // who may do this may apply the sheet
	Page    string // the list whose rows it changes
	Keys    int    // how many of the first columns name a row together; 0: one
	Makes   bool   // a line without a name makes a new row
	Columns []SheetColumn
	Undo    bool
	Rule    func(*SheetRow) // what the cells of a row must keep to together
}

// Sheets are the kinds of spreadsheets that can be filled in and uploaded.
var Sheets = []Sheet{PriceSheet, LimitSheet, ResaleSheet, AudienceSheet, StockSheet, DeliverySheet, DataFileSheet}

// SheetOf is the sheet of a kind of task.
func SheetOf(kind TaskKind) (Sheet, bool) {
	i := slices.IndexFunc(Sheets, func(s Sheet) bool { return s.Kind == kind })
	if i < 0 {
		return Sheet{}, false
	}
	return Sheets[i], true
}

// Column is the column of that name; its zero value when there is none.
func (s Sheet) Column(name string) (column SheetColumn) {
	for _, c := range s.Columns {
		if c.Name == name {
			return c
		}
	}
	return column
}

func (s Sheet) keys() []SheetColumn { return s.Columns[:max(s.Keys, 1)] }

const (
	keyJoin = "\x1f"
	newKey  = "+" // and the number of the line
)

// KeyOf is the name of a line's row.
func (s Sheet) KeyOf(line SheetLine) string {
	parts := make([]string, 0, 2)
	for _, column := range s.keys() {
		parts = append(parts, line.Cells[column.Name])
	}
	if s.Makes && parts[0] == "" {
		return fmt.Sprint(newKey, line.No)
	}
	return strings.Join(parts, keyJoin)
}

// Line is the line that a row came from, as far as it changes something.
func (s Sheet) Line(row TaskRow) SheetLine {
	line := SheetLine{No: row.No, Cells: maps.Clone(row.After.V)}
	if line.Cells == nil {
		line.Cells = map[string]string{}
	}
	if s.Makes && strings.HasPrefix(row.Key, newKey) {
		return line
	}
	parts := strings.Split(row.Key, keyJoin)
	for i, column := range s.keys() {
		if i < len(parts) {
			line.Cells[column.Name] = parts[i]
		}
	}
	return line
}

// SheetLine is one line as it was uploaded.
type SheetLine struct {
	No    int // in the file
	Cells map[string]string
	Bad   Invalids // cells that hold no value: a formula without its result
}

// SheetFile is a spreadsheet as it was uploaded.
type SheetFile struct {
	Name    string // of the file
	Sheet   string // name of the sheet in it
	Letters string // columns by their letters: amount=F&code=A
	Lines   []SheetLine
}

// Check refuses a file without lines and one with too many.
func (f SheetFile) Check() error {
	switch n := len(f.Lines); {
	case n == 0:
		return Invalid("file", "task.empty_file")
	case n > MostTaskRows:
		return Invalid("file", "task.too_many", MostTaskRows)
	}
	return nil
}

// Has reports whether a file's first line names the columns that rows are found by, and one
// that may change.
func (s Sheet) Has(columns []string) error {
	for _, key := range s.keys() {
		if !slices.Contains(columns, key.Name) {
			return Invalid("file", "task.no_key", Word("task.col_"+key.Name))
		}
	}
	if !slices.ContainsFunc(s.Columns, func(c SheetColumn) bool { return c.Edit && slices.Contains(columns, c.Name) }) {
		return Invalid("file", "task.no_column")
	}
	return nil
}

// SheetNow is what a row is now.
type SheetNow struct {
	Key     string
	Subject ID[TaskRow]
	Label   string
	New     bool // the line makes it
	Cells   map[string]string
	Closed  *Reason  // why it cannot be changed now
	Faults  Invalids // what is wrong with how the line names things, by column
	About   any      // what the sheet's rule must know besides
	By      string   // who changed it last
	At      *time.Time
}

// SheetRow is a line on its way to a change, as the sheet's rule meets it.
type SheetRow struct {
	Was           SheetNow
	Before, After map[string]string // of the cells that change
	Faults        Invalids
	Now           time.Time
}

// Cell is the value as it shall be.
func (r *SheetRow) Cell(name string) string {
	if text, changes := r.After[name]; changes {
		return text
	}
	return r.Was.Cells[name]
}

// Put makes a value what it shall be; one that is so already is no change.
func (r *SheetRow) Put(name, text string) {
	if was := r.Was.Cells[name]; was != text {
		r.Before[name], r.After[name] = was, text
		return
	}
	delete(r.Before, name)
	delete(r.After, name)
}

// Compare says of every line what it changes, and everything that is wrong: old and new
// values cell by cell. Lines that change nothing are only counted; an empty cell leaves the
// value as it is.
func (s Sheet) Compare(lines []SheetLine, now map[string]SheetNow, at time.Time) (rows []TaskRow, same int) {
	seen := make(map[string]int, len(lines))
	first := s.Columns[0].Name
	for _, line := range lines {
		key := s.KeyOf(line)
		was, known := now[key]
		is := s.row(line, was, at)
		switch before, twice := seen[key]; {
		case line.Cells[first] == "" && !s.Makes:
			is.Faults.With(first, "task.key_missing", Word("task.col_"+first))
		case twice:
			is.Faults.With(first, "task.key_twice", strings.ReplaceAll(key, keyJoin, " "), before)
		case !known:
			is.Faults.With(first, "task.key_unknown", line.Cells[first], Word("task.col_"+first))
		}
		seen[key] = line.No
		if was.Closed != nil && len(is.After) > 0 {
			is.Faults.With("", was.Closed.Key, was.Closed.Args...)
		}
		row := TaskRow{No: line.No, Key: key, Subject: was.Subject, Label: was.Label, State: RowFault}
		if row.Label == "" {
			row.Label = strings.TrimSpace(strings.ReplaceAll(key, keyJoin, " "))
		}
		row.Before.V, row.After.V, row.Reasons.V = is.Before, is.After, is.Faults
		switch {
		case len(is.Faults) > 0:
			rows = append(rows, row)
		case len(is.After) > 0:
			row.State, row.Reasons.V = RowReady, nil
			rows = append(rows, row)
		default:
			same++
		}
	}
	return rows, same
}

// row reads the cells of a line against what is.
func (s Sheet) row(line SheetLine, was SheetNow, at time.Time) SheetRow {
	row := SheetRow{Was: was, Before: map[string]string{}, After: map[string]string{}, Faults: Invalids{}, Now: at}
	for name, reason := range was.Faults {
		row.Faults.With(name, reason.Key, reason.Args...)
	}
	for name, reason := range line.Bad {
		row.Faults.With(name, reason.Key, reason.Args...)
		row.Before[name], row.After[name] = was.Cells[name], line.Cells[name]
	}
	for _, column := range s.Columns {
		if text := line.Cells[column.Name]; column.Edit && text != "" {
			value, err := column.read(text)
			row.Faults.take(column.Name, err)
			if err != nil || value != was.Cells[column.Name] {
				row.Before[column.Name], row.After[column.Name] = was.Cells[column.Name], value
			}
		}
	}
	if s.Rule != nil && was.Key != "" && (was.New || len(row.After) > 0) {
		s.Rule(&row)
	}
	return row
}

// Again says why a row that was previewed cannot be applied any more, or nil: it is closed,
// somebody changed it meanwhile, or a rule speaks against it now.
func (s Sheet) Again(row TaskRow, was SheetNow, at time.Time) *Reason {
	if was.Closed != nil {
		return was.Closed
	}
	for _, column := range s.Columns {
		before, changes := row.Before.V[column.Name]
		if is := was.Cells[column.Name]; changes && column.Edit && !column.Says && is != before {
			why := Because("task.changed_since", Word("task.col_"+column.Name), column.Said(before), column.Said(is))
			return &why
		}
	}
	faults := s.row(s.Line(row), was, at).Faults
	for _, name := range sortedKeys(faults) {
		why := faults[name]
		return &why
	}
	return nil
}

// BuiltOn says why a row cannot be taken back, or nil: what was set is not what stands there
// now.
func (s Sheet) BuiltOn(row TaskRow, was SheetNow) *Reason {
	for _, column := range s.Columns {
		after, changed := row.After.V[column.Name]
		is := was.Cells[column.Name]
		if !changed || !column.Edit || column.Says || is == after {
			continue
		}
		why := Because("task.built_on", Word("task.col_"+column.Name), column.Said(is))
		if was.By != "" && was.At != nil {
			why = Because("task.built_on_by", Word("task.col_"+column.Name), column.Said(is), was.By, *was.At)
		}
		return &why
	}
	return nil
}

// take keeps the first fault of an error under the column's name.
func (i Invalids) take(column string, err error) {
	var problem *Problem
	if !errors.As(err, &problem) {
		return
	}
	if len(problem.Fields) == 0 {
		i.With(column, problem.Reason.Key, problem.Reason.Args...)
	}
	for _, field := range slices.Sorted(maps.Keys(problem.Fields)) {
		i.With(column, problem.Fields[field].Key, problem.Fields[field].Args...)
	}
}
