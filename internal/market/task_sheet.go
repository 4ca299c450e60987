package market

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// CellKind is how a cell of a sheet is read.
type CellKind string

// The kinds of cells.
const (
	CellText     CellKind = "text"
	CellWord     CellKind = "word" // a key of the word lists
	CellPrice    CellKind = "price"
	CellCount    CellKind = "count"    // a whole number from 0
	CellQuantity CellKind = "quantity" // a measure
)

// SheetColumn is one column of a sheet.
type SheetColumn struct {
	Name string
	Kind CellKind
	Edit bool // a new value may stand here; others say which row it is
}

// Sheet is a kind of spreadsheet: its first column names the row.
type Sheet struct {
	Kind    TaskKind
	Act     Act // who may do this may apply the sheet
	Columns []SheetColumn
	Undo    bool
	Check   func(column, text string) error // beyond how the cell is read
}

// Sheets are the kinds of spreadsheets that can be filled in and uploaded.
var Sheets = []Sheet{PriceSheet}

// PriceSheet changes the prices of what is on sale: one request for review per product
// (catalogue.md §2.10).
var PriceSheet = Sheet{Kind: "price", Act: SubmitProduct, Undo: true, Check: checkPriceCell, Columns: []SheetColumn{
	{Name: "code", Kind: CellText}, {Name: "product", Kind: CellText}, {Name: "spec", Kind: CellText}, {Name: "sku", Kind: CellText},
	{Name: "period", Kind: CellWord}, {Name: "amount", Kind: CellPrice, Edit: true},
}}

// SheetOf is the sheet of a kind of task.
func SheetOf(kind TaskKind) (Sheet, bool) {
	i := slices.IndexFunc(Sheets, func(s Sheet) bool { return s.Kind == kind })
	if i < 0 {
		return Sheet{}, false
	}
	return Sheets[i], true
}

// Key is the name of the column by which rows are found.
func (s Sheet) Key() string { return s.Columns[0].Name }

// SheetLine is one line as it was uploaded.
type SheetLine struct {
	No    int // in the file
	Cells map[string]string
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

// Has reports whether a file's first line names the column that rows are found by, and one
// that may change.
func (s Sheet) Has(columns []string) error {
	if !slices.Contains(columns, s.Key()) {
		return Invalid("file", "task.no_key", Word("task.col_"+s.Key()))
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
	Cells   map[string]string
	Closed  *Reason // why it cannot be changed now
}

// Compare says of every line what it changes, and everything that is wrong: old and new
// values cell by cell. Lines that change nothing are only counted; an empty cell leaves the
// value as it is.
func (s Sheet) Compare(lines []SheetLine, now map[string]SheetNow) (rows []TaskRow, same int) {
	seen := make(map[string]int, len(lines))
	for _, line := range lines {
		row := TaskRow{No: line.No, Label: line.Cells[s.Key()], State: RowFault}
		faults := Invalids{}
		was, known := now[row.Label]
		switch first, twice := seen[row.Label]; {
		case row.Label == "":
			faults.With(s.Key(), "task.key_missing")
		case twice:
			faults.With(s.Key(), "task.key_twice", row.Label, first)
		case !known:
			faults.With(s.Key(), "task.key_unknown", row.Label)
		}
		seen[row.Label] = line.No
		before, after := map[string]string{}, map[string]string{}
		for _, column := range s.Columns {
			if text := line.Cells[column.Name]; column.Edit && text != "" {
				value, err := s.read(column, text)
				faults.take(column.Name, err)
				if err != nil || known && value != was.Cells[column.Name] {
					before[column.Name], after[column.Name] = was.Cells[column.Name], value
				}
			}
		}
		if known && was.Closed != nil && len(after) > 0 {
			faults.With("", was.Closed.Key, was.Closed.Args...)
		}
		row.Subject, row.Before.V, row.After.V, row.Reasons.V = was.Subject, before, after, faults
		switch {
		case len(faults) > 0:
			rows = append(rows, row)
		case len(after) > 0:
			row.Label, row.State, row.Reasons.V = was.Label, RowReady, nil
			rows = append(rows, row)
		default:
			same++
		}
	}
	return rows, same
}

// take keeps the first fault of an error under the column's name.
func (i Invalids) take(column string, err error) {
	var problem *Problem
	if !errors.As(err, &problem) {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(problem.Fields)) {
		i.With(column, problem.Fields[field].Key, problem.Fields[field].Args...)
	}
}

// read is a cell as it is compared and kept: numbers without commas and trailing zeros of a
// spreadsheet's arithmetic. What cannot be read stays as it was typed.
func (s Sheet) read(column SheetColumn, text string) (string, error) {
	plain := strings.ReplaceAll(text, ",", "")
	switch column.Kind {
	case CellPrice:
		price, err := ReadPrice(tidy(plain))
		if err != nil {
			return text, err
		}
		text = price.String()
	case CellQuantity:
		quantity, err := ReadQuantity(tidy(plain))
		if err != nil {
			return text, err
		}
		text = quantity.String()
	case CellCount:
		number, err := decimal.NewFromString(tidy(plain))
		if err != nil || !number.IsInteger() || number.IsNegative() {
			return text, Invalid(column.Name, "task.not_a_count", text)
		}
		text = number.String()
	case CellText, CellWord:
	}
	if s.Check != nil {
		return text, s.Check(column.Name, text)
	}
	return text, nil
}

// tidy gives a number back the digits that were typed: spreadsheets keep 99.99 as
// 99.989999999999995, which differs only behind the fifteenth digit.
func tidy(text string) string {
	if len(text) <= 16 {
		return text
	}
	number, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	whole := len(number.Abs().Truncate(0).String())
	return number.Round(int32(15 - whole)).String()
}
