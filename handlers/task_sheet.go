package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

type taskDoer = func(context.Context, market.TaskID) error

// contentTypes are the files that lists are written as.
var contentTypes = map[string]string{"csv": "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// sheetCell is a value of a sheet as its template has it.
func sheetCell(column market.SheetColumn, text string) any {
	switch column.Kind {
	case market.CellWord:
		if text != "" {
			return market.Word(text)
		}
	case market.CellOption:
		if text != "" {
			return column.Word(text)
		}
	case market.CellPrices:
		if price, err := market.ReadPrice(text); err == nil {
			return price
		}
	case market.CellCount, market.CellChange:
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			return number
		}
	case market.CellPercent:
		if price, err := market.ReadPrice(text); err == nil {
			return price
		}
	case market.CellMoment:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return at
		}
	case market.CellText, market.CellBounds, market.CellDay:
	}
	return text
}

// maxSheet is the largest spreadsheet that is read.
const maxSheet = 10 << 20

// readSheet reads an uploaded spreadsheet, XLSX or CSV: which columns it has and its lines.
// Heads and choices may be in any language; instants are in the reader's zone.
func readSheet(ctx context.Context, sheet market.Sheet, file upload) (market.SheetFile, error) {
	read := readCSVSheet
	if bytes.HasPrefix(file.Content, []byte("PK")) {
		read = readXLSXSheet
	}
	grid, err := read(file.Content)
	if err != nil {
		return market.SheetFile{}, market.Invalid("file", "task.unreadable", file.Name)
	}
	result := market.SheetFile{Name: file.Name, Sheet: grid.name}
	words, options := headWords(sheet), optionWords(sheet)
	var columns []string
	letters := url.Values{}
	for no, row := range grid.rows {
		if blank(row) && len(grid.formulas[no]) == 0 {
			continue
		}
		if columns == nil {
			columns = make([]string, len(row))
			for i, head := range row {
				if columns[i] = words[strings.ToLower(strings.TrimSpace(head))]; columns[i] != "" {
					letters.Set(columns[i], columnLetters(i))
				}
			}
			if err := sheet.Has(columns); err != nil {
				return result, err
			}
			continue
		}
		line := market.SheetLine{No: no + 1, Cells: make(map[string]string, len(columns))}
		for i, name := range columns {
			if name == "" {
				continue
			}
			if grid.formulas[no][i] {
				if line.Bad == nil {
					line.Bad = market.Invalids{}
				}
				line.Bad.With(name, "task.formula")
			}
			if i < len(row) {
				column := sheet.Column(name)
				text := strings.TrimPrefix(strings.TrimSpace(row[i]), "'")
				line.Cells[name] = entered(ctx, column, text, grid.percent[no][i], options)
			}
		}
		result.Lines = append(result.Lines, line)
		if len(result.Lines) > market.MostTaskRows {
			break
		}
	}
	result.Letters = letters.Encode()
	return result, nil
}

// entered is a cell as its column takes it: a choice by its key, an instant in UTC, a day and a
// share as they are written, whatever the spreadsheet made of them.
func entered(ctx context.Context, column market.SheetColumn, text string, percent bool, options map[string]map[string]string) string {
	switch column.Kind {
	case market.CellOption:
		if key, known := options[column.Name][strings.ToLower(text)]; known {
			return key
		}
	case market.CellDay:
		if at, ok := instant(text, time.UTC); ok {
			return at.Format(time.DateOnly)
		}
	case market.CellMoment:
		if at, ok := instant(text, i18n.Zone(ctx)); ok {
			return at.UTC().Format(time.RFC3339)
		}
	case market.CellPercent:
		if number, err := decimal.NewFromString(text); err == nil && percent {
			return number.Shift(2).String()
		}
	case market.CellText, market.CellWord, market.CellPrices, market.CellBounds, market.CellCount, market.CellChange:
	}
	return text
}

// layouts are how people write days and instants into cells.
var layouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly,
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006.1.2"}

// worded are the layouts that every language has of its own.
var worded = sync.OnceValue(func() (all []string) {
	for _, lang := range i18n.Langs {
		day := i18n.T(i18n.With(context.Background(), lang), "task.layout")
		all = append(all, day, day+" 15:04")
	}
	return all
})

// epoch is day 0 of a spreadsheet's dates.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// instant reads a day or an instant: as it is written, or the days since 1899 that a
// spreadsheet keeps.
func instant(text string, zone *time.Location) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, true
	}
	for _, layout := range slices.Concat(layouts, worded()) {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	days, err := decimal.NewFromString(text)
	if err != nil || days.LessThan(decimal.NewFromInt(20_000)) || days.GreaterThan(decimal.NewFromInt(100_000)) {
		return time.Time{}, false
	}
	seconds := days.Mul(decimal.NewFromInt(24 * 60 * 60)).Round(0).IntPart()
	at := epoch.Add(time.Duration(seconds) * time.Second)
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone), true
}

// headWords are the names of the sheet's columns by what their heads say in any language.
func headWords(sheet market.Sheet) map[string]string {
	words := map[string]string{}
	for _, column := range sheet.Columns {
		words[column.Name] = column.Name
		for _, lang := range i18n.Langs {
			words[strings.ToLower(i18n.T(i18n.With(context.Background(), lang), "task.col_"+column.Name))] = column.Name
		}
	}
	return words
}

// optionWords are the keys of each column's choices by what they are called in any language.
func optionWords(sheet market.Sheet) map[string]map[string]string {
	words := map[string]map[string]string{}
	for _, column := range sheet.Columns {
		if len(column.Options) == 0 {
			continue
		}
		words[column.Name] = map[string]string{}
		for _, option := range column.Options {
			words[column.Name][option] = option
			for _, lang := range i18n.Langs {
				words[column.Name][strings.ToLower(i18n.T(i18n.With(context.Background(), lang), column.Word(option)))] = option
			}
		}
	}
	return words
}

func blank(row []string) bool {
	for _, text := range row {
		if strings.TrimSpace(text) != "" {
			return false
		}
	}
	return true
}

// grid is a sheet's cells as text: numbers with all their digits.
type grid struct {
	name     string
	rows     [][]string
	percent  map[int]map[int]bool // cells that show a share: 0.85 is written 85 %
	formulas map[int]map[int]bool // formulas whose result the file does not hold
}

func mark(cells *map[int]map[int]bool, row, column int) {
	if *cells == nil {
		*cells = map[int]map[int]bool{}
	}
	if (*cells)[row] == nil {
		(*cells)[row] = map[int]bool{}
	}
	(*cells)[row][column] = true
}

// readXLSXSheet reads the first sheet of a workbook; what unpacks to more than an honest file
// of so many rows would is refused.
func readXLSXSheet(content []byte) (g grid, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: 128 << 20, UnzipXMLSizeLimit: 32 << 20, RawCellValue: true})
	if err != nil {
		return g, err
	}
	defer book.Close()
	g.name = book.GetSheetName(0)
	lines, err := book.Rows(g.name)
	if err != nil {
		return g, err
	}
	defer lines.Close()
	for lines.Next() && len(g.rows) <= market.MostTaskRows+100 {
		row, err := lines.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return g, err
		}
		g.rows = append(g.rows, row)
	}
	if err := lines.Error(); err != nil {
		return g, err
	}
	return g, g.look(content)
}

// look finds what a reader of values does not see: formulas without a result, and shares,
// which are kept as hundredths of what is shown.
func (g *grid) look(content []byte) error {
	book, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	shares, err := shareStyles(book)
	if err != nil {
		return err
	}
	sheet, err := firstSheet(book)
	if err != nil {
		return err
	}
	defer sheet.Close()
	decoder := xml.NewDecoder(io.LimitReader(sheet, 128<<20))
	decoder.Strict = false
	var row, column int
	var formula, value bool
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "c":
				formula, value, column, row = false, false, -1, -1
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "r":
						if col, line, err := excelize.CellNameToCoordinates(a.Value); err == nil {
							column, row = col-1, line-1
						}
					case "s":
						if shares[a.Value] {
							mark(&g.percent, row, column)
						}
					}
				}
			case "f":
				formula = true
			case "v", "is":
				value = true
			}
		case xml.EndElement:
			if t.Name.Local == "c" && formula && !value {
				mark(&g.formulas, row, column)
			}
		}
	}
}

// readCSVSheet reads comma-separated text, also as Excel writes it in China.
func readCSVSheet(content []byte) (g grid, err error) {
	g.name = "CSV"
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		if content, err = simplifiedchinese.GB18030.NewDecoder().Bytes(content); err != nil {
			return g, err
		}
	}
	reader := csv.NewReader(bytes.NewReader(content))
	reader.FieldsPerRecord = -1
	g.rows, err = reader.ReadAll()
	return g, err
}
