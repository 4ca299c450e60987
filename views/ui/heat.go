package ui

import (
	"context"
	"strconv"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Heat is a table of counts, node by age, tinted by how many.
type Heat struct {
	Head    string   // name of the row heads: 环节
	Columns []string // ages
	Rows    []HeatRow
	Legend  bool
}

// HeatRow is one node.
type HeatRow struct {
	Name  string
	Party market.Party // whose turn it is there; empty for none
	Ours  bool
	Href  string
	Cells []HeatCell
}

// HeatCell is one count with how many of them are late.
type HeatCell struct {
	Count int
	Late  int
	Href  string
}

// Shares is one whole split into a plain part and blocked ones.
type Shares struct {
	Name  string // what the bar as a whole shows
	Parts []Share
}

// Share is one part of the whole, worded; Blocked is hatched.
type Share struct {
	Name    string
	Note    string
	Amount  market.Money
	Blocked bool
	Href    string
}

// total of a row.
func (r HeatRow) total() int {
	sum := 0
	for _, c := range r.Cells {
		sum += c.Count
	}
	return sum
}

// column is the total of one age.
func (h Heat) column(i int) int {
	sum := 0
	for _, r := range h.Rows {
		if i < len(r.Cells) {
			sum += r.Cells[i].Count
		}
	}
	return sum
}

func (h Heat) total() int {
	sum := 0
	for _, r := range h.Rows {
		sum += r.total()
	}
	return sum
}

// tint is the step of colour from 1 to 6 for a count; 0 has none.
func (h Heat) tint(count int) string {
	most := 0
	for _, r := range h.Rows {
		for _, c := range r.Cells {
			most = max(most, c.Count)
		}
	}
	if count == 0 || most == 0 {
		return "0"
	}
	return strconv.Itoa(1 + (count-1)*5/max(most-1, 1))
}

// sum is the whole in fen.
func (s Shares) sum() int64 {
	var sum int64
	for _, p := range s.Parts {
		sum += max(p.Amount.Fen(), 0)
	}
	return sum
}

// share is a part of the whole in percent.
func (s Shares) share(p Share) string { return percent(max(p.Amount.Fen(), 0), s.sum()) }

// piece is a part laid out.
type piece struct {
	Share
	X, Wide string
}

func (s Shares) pieces() []piece {
	var x int64
	pieces := make([]piece, 0, len(s.Parts))
	for _, p := range s.Parts {
		wide := max(p.Amount.Fen(), 0)
		pieces = append(pieces, piece{p, percent(x, s.sum()), percent(wide, s.sum())})
		x += wide
	}
	return pieces
}

// gap is what the part leaves of a hundred percent.
func (s Shares) gap(p Share) string { return percent(s.sum()-max(p.Amount.Fen(), 0), s.sum()) }

// Ages word the columns of market.Ages: how many working days something has stood.
func Ages(ctx context.Context) []string {
	last := len(market.Ages)
	names := make([]string, last+1)
	names[0] = i18n.T(ctx, "heat.age_first", market.Ages[0])
	for i := 1; i < last; i++ {
		names[i] = i18n.T(ctx, "heat.age_between", market.Ages[i-1], market.Ages[i])
	}
	names[last] = i18n.T(ctx, "heat.age_last", market.Ages[last-1])
	return names
}
