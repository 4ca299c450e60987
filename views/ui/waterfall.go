package ui

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// fallBar is one drawn step of a waterfall: where its bar begins and how wide it is, in
// percent of the list price, and where the level stands behind it.
type fallBar struct {
	market.Step
	Left, Wide, Edge string
	First, Last      bool
}

// falls places the steps: a level stands from the ground, what is taken off hangs from the
// level before it.
func falls(steps []market.Step) []fallBar {
	var most int64 = 1
	for _, s := range steps {
		most = max(most, s.Amount.Fen())
	}
	bars := make([]fallBar, len(steps))
	var level int64
	for n, s := range steps {
		from, until := int64(0), s.Amount.Fen()
		if !s.Level {
			from, until = level+s.Amount.Fen(), level
			level = from
		} else {
			level = until
		}
		bars[n] = fallBar{s, percent(from, most), percent(until-from, most), percent(level, most), n == 0, n == len(steps)-1}
	}
	return bars
}

// SpanRow is one validity on a time axis; its tone is new, bad or empty.
type SpanRow struct {
	Name  string
	Text  string
	URL   string
	From  market.Day
	Until market.Day // included
	Tone  string
}

// SpanPlot is validities below each other on one time axis.
type SpanPlot struct {
	Caption string
	Today   market.Day
	Rows    []SpanRow
}

// bounds is the axis: from the first day of all to the last.
func (p SpanPlot) bounds() (from, until market.Day) {
	from, until = p.Today, p.Today.Plus(30)
	for _, r := range p.Rows {
		if r.From.Before(from) {
			from = r.From
		}
		if until.Before(r.Until) {
			until = r.Until
		}
	}
	return from, until.Plus(1)
}

// at is how far into the axis a day begins, in percent.
func (p SpanPlot) at(day market.Day) string {
	from, until := p.bounds()
	return percent(hoursBetween(from, day), hoursBetween(from, until))
}

// wide is how much of the axis the row takes.
func (p SpanPlot) wide(r SpanRow) string {
	from, until := p.bounds()
	return percent(hoursBetween(r.From, r.Until.Plus(1)), hoursBetween(from, until))
}

func hoursBetween(from, until market.Day) int64 {
	return int64(until.Begin().Sub(from.Begin()).Hours())
}

// qrPath is the dark squares of a QR picture as one path, one stroke per run of squares, with
// the quiet zone of four around it.
func qrPath(text string) (path string, size int) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0 // longer than any picture holds
	}
	var d strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", from+4, y+4, x-from, x-from)
			}
		}
	}
	return d.String(), code.Size + 8
}

func viewBox(size int) string { return fmt.Sprintf("0 0 %d %d", size, size) }

// before is where the level of the step before ends: where this bar hangs from or begins.
func (b fallBar) before() string {
	if b.Level {
		return b.Edge
	}
	return sumPercent(b.Left, b.Wide)
}

func (b fallBar) class() string {
	if b.Level {
		return "level"
	}
	return "off"
}

func sumPercent(a, b string) string {
	return percent(market.Yuan(a).Plus(market.Yuan(b)).Fen(), 10000)
}

// signedMoney writes an amount with the minus of documents.
func signedMoney(m market.Money) string {
	if m.Sign() < 0 {
		return "−" + i18n.Money(m.Negated())
	}
	return i18n.Money(m)
}
