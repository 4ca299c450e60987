package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/url"
	"strings"
	"unicode/utf8"

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
		return market.Word(text)
	case market.CellPrice:
		if price, err := market.ReadPrice(text); err == nil {
			return price
		}
	case market.CellQuantity, market.CellCount:
		if quantity, err := market.ReadQuantity(text); err == nil {
			return quantity
		}
	case market.CellText:
	}
	return text
}

// readSheet reads an uploaded spreadsheet, XLSX or CSV: which columns it has and its lines.
func readSheet(ctx context.Context, sheet market.Sheet, file upload) (market.SheetFile, error) {
	read := readCSVSheet
	if bytes.HasPrefix(file.Content, []byte("PK")) {
		read = readXLSXSheet
	}
	name, rows, err := read(file.Content)
	if err != nil {
		return market.SheetFile{}, market.Invalid("file", "task.unreadable", file.Name)
	}
	result := market.SheetFile{Name: file.Name, Sheet: name}
	words := headWords(sheet)
	var columns []string
	letters := url.Values{}
	for no, row := range rows {
		if blank(row) {
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
		for i, text := range row {
			if i < len(columns) && columns[i] != "" {
				line.Cells[columns[i]] = strings.TrimPrefix(strings.TrimSpace(text), "'")
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

func blank(row []string) bool {
	for _, text := range row {
		if strings.TrimSpace(text) != "" {
			return false
		}
	}
	return true
}

// readXLSXSheet reads the first sheet of a workbook; what unpacks to more than a honest file
// of so many rows would is refused.
func readXLSXSheet(content []byte) (name string, rows [][]string, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: 128 << 20, UnzipXMLSizeLimit: 32 << 20, RawCellValue: true})
	if err != nil {
		return "", nil, err
	}
	defer book.Close()
	name = book.GetSheetName(0)
	lines, err := book.Rows(name)
	if err != nil {
		return name, nil, err
	}
	defer lines.Close()
	for lines.Next() && len(rows) <= market.MostTaskRows+100 {
		row, err := lines.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return name, nil, err
		}
		rows = append(rows, row)
	}
	return name, rows, lines.Error()
}

// readCSVSheet reads comma-separated text, also as Excel writes it in China.
func readCSVSheet(content []byte) (name string, rows [][]string, err error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		if content, err = simplifiedchinese.GB18030.NewDecoder().Bytes(content); err != nil {
			return "", nil, err
		}
	}
	reader := csv.NewReader(bytes.NewReader(content))
	reader.FieldsPerRecord = -1
	rows, err = reader.ReadAll()
	return "CSV", rows, err
}
