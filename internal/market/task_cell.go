package market

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// CellKind is how a cell of a sheet is read.
type CellKind string

// The kinds of cells.
const (
	CellText    CellKind = "text"
	CellWord    CellKind = "word"    // a key of the word lists
	CellPrices  CellKind = "prices"  // a price, or one for each tier: 10 / 8 / 6
	CellBounds  CellKind = "bounds"  // the ends of tiers: 50 / 200
	CellCount   CellKind = "count"   // a whole number from 0
	CellChange  CellKind = "change"  // a whole number, more or less
	CellPercent CellKind = "percent" // 85 for 85 %
	CellDay     CellKind = "day"     // 2026-11-20
	CellMoment  CellKind = "moment"  // an instant; a file has it in its reader's zone
	CellOption  CellKind = "option"
)

// mostCellText is how many letters a cell takes.
const mostCellText = 2000

// read is a cell as it is compared and kept: numbers without commas and trailing zeros of a
// spreadsheet's arithmetic. What cannot be read stays as it was typed.
func (c SheetColumn) read(text string) (value string, err error) {
	switch c.Kind {
	case CellPrices:
		return c.each(text, func(part string) (string, error) {
			price, err := ReadPrice(part)
			return price.String(), err
		})
	case CellBounds:
		return c.each(text, func(part string) (string, error) {
			quantity, err := ReadQuantity(part)
			return quantity.String(), err
		})
	case CellCount, CellChange:
		number, err := decimal.NewFromString(tidy(strings.TrimPrefix(text, "+")))
		switch {
		case err != nil || !number.IsInteger() || len(number.String()) > 15:
			return text, Invalid(c.Name, "task.not_whole", text)
		case c.Kind == CellCount && number.IsNegative():
			return text, Invalid(c.Name, "task.not_a_count", text)
		}
		return number.String(), nil
	case CellPercent:
		ratio, err := ReadPercent(tidy(strings.TrimRight(text, "%％ ")))
		if err != nil {
			return text, Invalid(c.Name, "task.not_a_percent", text)
		}
		return ratio.Percent(), nil
	case CellDay:
		day, err := ReadDay(text)
		if err != nil {
			return text, err
		}
		return day.String(), nil
	case CellMoment:
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return text, Invalid(c.Name, "task.not_a_moment", text)
		}
		return at.UTC().Format(time.RFC3339), nil
	case CellOption:
		if !slices.Contains(c.Options, text) {
			return text, Invalid(c.Name, "problem.not_an_option", text)
		}
		return text, nil
	case CellText, CellWord:
		if n := len([]rune(text)); n > mostCellText {
			return text, Invalid(c.Name, "problem.too_long", mostCellText, n)
		}
	}
	return text, nil
}

// tierJoin parts the tiers in one cell.
const tierJoin = " / "

// each reads the parts of a cell that has one for each tier.
func (c SheetColumn) each(text string, read func(string) (string, error)) (string, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/;；、|", r) })
	for i, part := range parts {
		value, err := read(tidy(part))
		if err != nil {
			return text, err
		}
		parts[i] = value
	}
	if len(parts) == 0 {
		return text, Invalid(c.Name, "problem.not_a_price", text)
	}
	return strings.Join(parts, tierJoin), nil
}

// plain takes out of a number what people write around its digits, and makes full-width
// digits plain ones.
var plain = strings.NewReplacer(",", "", "，", "", " ", "", "\u00a0", "", "¥", "", "￥", "", "．", ".", "－", "-", "−", "-", "＋", "+",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// tidy gives a number back the digits that were typed: spreadsheets keep 99.99 as
// 99.989999999999995, which differs only behind the fifteenth digit.
func tidy(text string) string {
	text = plain.Replace(text)
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
