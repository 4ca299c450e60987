package handlers

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// tableWriter takes the rows of a file one by one.
type tableWriter interface {
	row(cells []string, numeric []bool) error
	close() error
}

// streamTable answers with a table as a file, written while its rows are read: format is
// csv or xlsx, header is already worded, next answers false after the last row. Cells may
// be text, amounts, counts, instants (written in the reader's zone), statuses and reasons
// (worded). After the first row an error can only cut the file short, so it is logged.
func streamTable(c echo.Context, name, format string, header []string, next func() ([]any, bool, error)) error {
	first, more, err := next() // a refusal must still be able to become a page
	if err != nil {
		return err
	}
	ctx, response := c.Request().Context(), c.Response()
	var table tableWriter
	switch format {
	case "csv":
		response.Header().Set(echo.HeaderContentType, "text/csv; charset=utf-8")
		table, err = newCSV(response)
	case "xlsx":
		response.Header().Set(echo.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		table, err = newXLSX(response)
	default:
		return market.NotFound
	}
	if err != nil {
		return err
	}
	response.Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + format}))
	response.Header().Set("Cache-Control", "no-store")
	response.WriteHeader(http.StatusOK)
	if err := table.row(header, make([]bool, len(header))); err != nil {
		return err
	}
	cells, numeric := make([]string, len(header)), make([]bool, len(header))
	for row := first; more; row, more, err = next() {
		for i, value := range row {
			cells[i], numeric[i] = cell(ctx, value)
		}
		if err := table.row(cells, numeric); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("export %s: %w", name, err)
	}
	return table.close()
}

// cell writes a value as a file has it, and whether a spreadsheet may calculate with it.
func cell(ctx context.Context, value any) (text string, numeric bool) {
	switch v := value.(type) {
	case nil:
		return "", false
	case string:
		return v, false
	case time.Time:
		if v.IsZero() {
			return "", false
		}
		return v.In(i18n.Zone(ctx)).Format(time.DateTime), false
	case *time.Time:
		if v == nil {
			return "", false
		}
		return cell(ctx, *v)
	case market.Reason:
		return i18n.Say(ctx, v), false
	case market.Word:
		return i18n.T(ctx, v), false
	case market.Act:
		return i18n.T(ctx, v), false
	case market.Area:
		return i18n.T(ctx, v), false
	case market.Status:
		return i18n.T(ctx, v.Key()), false
	case market.Money, market.Price, market.Quantity, int, int64:
		return fmt.Sprint(v), true
	}
	return fmt.Sprint(value), false
}

type csvTable struct{ w *csv.Writer }

// newCSV begins with the mark by which Excel knows UTF-8.
func newCSV(w io.Writer) (tableWriter, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	return csvTable{csv.NewWriter(w)}, nil
}

// row keeps text from being run as a formula when the file is opened, and figures that a
// slash parts (10 / 8) from being made a date.
func (t csvTable) row(cells []string, numeric []bool) error {
	for i, text := range cells {
		if !numeric[i] && text != "" && (strings.ContainsRune("=+-@\t\r", rune(text[0])) || looksDated(text)) {
			cells[i] = "'" + text
		}
	}
	return t.w.Write(cells)
}

// looksDated reports whether a spreadsheet would take the text for a date: two or three short
// numbers between slashes.
func looksDated(text string) bool {
	parts := strings.Split(text, "/")
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" || len(part) > 4 || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return len(parts) == 2 || len(parts) == 3
}

func (t csvTable) close() error {
	t.w.Flush()
	return t.w.Error()
}

// rowsOf hands out the rows of a list that is read page by page: read answers one page and
// the cursor of the next, cells makes a row of the file.
func rowsOf[T any](read func(after string) (market.Page[T], error), cells func(T) []any) func() ([]any, bool, error) {
	var page market.Page[T]
	at, begun := 0, false
	return func() ([]any, bool, error) {
		for at == len(page.Rows) {
			if begun && page.Next == "" {
				return nil, false, nil
			}
			next, err := read(page.Next)
			if err != nil {
				return nil, false, err
			}
			page, at, begun = next, 0, true
		}
		at++
		return cells(page.Rows[at-1]), true, nil
	}
}
