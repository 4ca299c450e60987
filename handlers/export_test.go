package handlers

import (
	"bytes"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sellercenter/internal/market"
)

func exported(t *testing.T, format string) *httptest.ResponseRecorder {
	t.Helper()
	answer := httptest.NewRecorder()
	c := echo.New().NewContext(httptest.NewRequest("GET", "/", nil), answer)
	rows := [][]any{
		{"=1+1", market.Yuan("-1234.50"), time.Date(2026, 11, 20, 2, 42, 0, 0, time.UTC)},
		{"澜溪 <&>", market.Yuan("90071992547409.93"), (*time.Time)(nil)},
	}
	at := 0
	require.NoError(t, streamTable(c, "清单", format, []string{"A", "B", "C"}, func() ([]any, bool, error) {
		if at == len(rows) {
			return nil, false, nil
		}
		at++
		return rows[at-1], true, nil
	}))
	return answer
}

func TestASpreadsheetKeepsAmountsExactAndTextAsText(t *testing.T) {
	t.Parallel()
	answer := exported(t, "xlsx")
	book, err := excelize.OpenReader(bytes.NewReader(answer.Body.Bytes()))
	require.NoError(t, err)
	rows, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"A", "B", "C"}, {"=1+1", "-1234.50", "2026-11-20 10:42:00"}, {"澜溪 <&>", "90071992547409.93"}}, rows)
	formula, err := book.GetCellFormula("Sheet1", "A2")
	require.NoError(t, err)
	require.Empty(t, formula)
}

func TestACSVRunsNoFormula(t *testing.T) {
	t.Parallel()
	require.Equal(t, "\ufeffA,B,C\n'=1+1,-1234.50,2026-11-20 10:42:00\n澜溪 <&>,90071992547409.93,\n", exported(t, "csv").Body.String())
}

func TestColumnsAreNamedAsSpreadsheetsDo(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		require.Equal(t, want, columnLetters(n))
	}
}

func TestRowsOfReadsPageAfterPage(t *testing.T) {
	t.Parallel()
	pages := map[string]market.Page[int]{"": {Rows: []int{1, 2}, Next: "b"}, "b": {Rows: []int{3}}}
	next := rowsOf(func(after string) (market.Page[int], error) { return pages[after], nil }, func(n int) []any { return []any{n} })
	var got []any
	for row, more, err := next(); more; row, more, err = next() {
		require.NoError(t, err)
		got = append(got, row[0])
	}
	require.Equal(t, []any{1, 2, 3}, got)
}

func TestAFileBeginsWithAShortReadingAndGoesOnWithLongOnes(t *testing.T) {
	t.Parallel()
	list := market.Ask{Sort: "amount", Up: true, Size: 20}
	require.Equal(t, market.Ask{Size: fileRows, Sort: "amount", Up: true}, nextPart(list, ""))
	require.Equal(t, market.Ask{After: "x", Size: market.FileRows, Sort: "amount", Up: true}, nextPart(list, "x"))
	require.Equal(t, market.FileRows, nextPart(list, "x").Rows())
}
