package ui

import (
	"context"
	"io"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Time shows an instant in the reader's zone without its weekday, as cells have it; the
// exact instant is on hover. The zero time shows –.
func Time(t time.Time) templ.Component { return instant(t, i18n.Moment) }

// TimeWeek shows an instant with its weekday.
func TimeWeek(t time.Time) templ.Component { return instant(t, i18n.Instant) }

// TimeNear shows an instant as 今天 18:00 where it is near.
func TimeNear(t time.Time) templ.Component { return instant(t, i18n.Near) }

func instant(t time.Time, say func(context.Context, time.Time) string) templ.Component {
	if t.IsZero() {
		return dash
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<time datetime="`, t.UTC().Format(time.RFC3339), `" title="`, i18n.Exact(ctx, t), `">`, say(ctx, t), `</time>`)
	})
}

var dash = templ.Component(markup(`<span class="dash">–</span>`))

// Dash stands where there is nothing to show.
func Dash() templ.Component { return dash }

// Day shows a business date; the zero day shows –.
func Day(d market.Day) templ.Component {
	if d.IsZero() {
		return dash
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<time datetime="`, d.String(), `" title="`, d.String(), `">`, i18n.Day(ctx, d), `</time>`)
	})
}

// DayWeek shows a business date with its weekday.
func DayWeek(d market.Day) templ.Component {
	if d.IsZero() {
		return dash
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<time datetime="`, d.String(), `" title="`, d.String(), `">`, i18n.DayWeek(ctx, d), `</time>`)
	})
}

// Month shows an accounting period as YYYYMM.
func Month(m market.Month) templ.Component {
	if m.IsZero() {
		return dash
	}
	return inSpan("num", m.String())
}

// Money shows an amount with its commas; the unit stands in the head or the label.
func Money(m market.Money) templ.Component { return inSpan("num", i18n.Money(m)) }

// MoneyUnit shows an amount with its unit: 1,234.50 元, CNY 1,234.50.
func MoneyUnit(m market.Money) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<span class="num">`, i18n.T(ctx, "common.with_yuan", m), `</span>`)
	})
}

// MoneyIn shows an amount with the unit of its currency.
func MoneyIn(m market.Money, c market.Currency) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<span class="num">`, AmountIn(ctx, m, c), `</span>`)
	})
}

// AmountIn words an amount with the unit of its currency.
func AmountIn(ctx context.Context, m market.Money, c market.Currency) string {
	return i18n.Say(ctx, c.Sum(m))
}

// Unit is the unit of a currency's amounts, for heads and labels.
func Unit(ctx context.Context, c market.Currency) string {
	if c == market.USD {
		return i18n.T(ctx, "common.dollar")
	}
	return i18n.T(ctx, "common.yuan")
}

// CellMoneyIn is a table cell with an amount under a head in yuan; any other currency says so.
func CellMoneyIn(m market.Money, c market.Currency) templ.Component {
	if c == market.USD {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return write(w, `<td class="right num">`, AmountIn(ctx, m, c), `</td>`)
		})
	}
	return CellMoney(m)
}

// Price shows a unit price.
func Price(p market.Price) templ.Component { return inSpan("num", i18n.Price(p)) }

// Percent shows a share as 5%.
func Percent(r market.Ratio) templ.Component { return inSpan("num", i18n.Percent(r)) }

// Quantity shows a count or a measure.
func Quantity(q market.Quantity) templ.Component { return inSpan("num", i18n.Quantity(q)) }

// ID shows an id whole: a link when it has an address, otherwise it copies on click.
func ID(id, url string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		switch {
		case id == "":
			return dash.Render(ctx, w)
		case url == "":
			return write(w, `<code class="id" data-copy>`, templ.EscapeString(id), `</code>`)
		default:
			return write(w, `<a class="id" href="`, templ.EscapeString(url), `">`, templ.EscapeString(id), `</a>`)
		}
	})
}

// Hash shows the first six and the last six of a hash and copies the whole.
func Hash(hash string) templ.Component {
	short := hash
	if len(hash) > 12 {
		short = hash[:6] + "…" + hash[len(hash)-6:]
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return write(w, `<code class="id" data-copy="`, templ.EscapeString(hash), `" title="`, templ.EscapeString(hash), `">`, templ.EscapeString(short), `</code>`)
	})
}

func inSpan(class, text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return write(w, `<span class="`, class, `">`, templ.EscapeString(text), `</span>`)
	})
}

// Plain is text as a component, where a part takes one.
func Plain(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return write(w, `<span>`, templ.EscapeString(text), `</span>`)
	})
}

// Cell is a table cell with one line.
func Cell(text string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if text == "" {
			return write(w, `<td><span class="dash">–</span></td>`)
		}
		return write(w, `<td>`, templ.EscapeString(text), `</td>`)
	})
}

// CellTwo is a table cell with a fact and a second line; long text ends in an ellipsis.
func CellTwo(fact, second string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		fact, second := templ.EscapeString(fact), templ.EscapeString(second)
		return write(w, `<td title="`, fact, `"><span class="fact">`, fact, `</span><small>`, second, `</small></td>`)
	})
}

// CellWide is CellTwo in the column that takes what room there is.
func CellWide(fact, second string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		fact, second := templ.EscapeString(fact), templ.EscapeString(second)
		return write(w, `<td class="wide" title="`, fact, `"><span class="fact">`, fact, `</span><small>`, second, `</small></td>`)
	})
}

// CellID is a table cell with an id that leads to its page and a second line.
func CellID(id, url, second string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		id := templ.EscapeString(id)
		return write(w, `<td><a class="id" data-open href="`, templ.EscapeString(url), `">`, id, `</a><small>`, templ.EscapeString(second), `</small></td>`)
	})
}

// CellMoney is a table cell with an amount, aligned on its last digit.
func CellMoney(m market.Money) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if m.Sign() == 0 {
			return write(w, `<td class="right faint">`, i18n.Money(m), `</td>`)
		}
		return write(w, `<td class="right">`, i18n.Money(m), `</td>`)
	})
}

// CellNumber is a table cell with a worded number, aligned right.
func CellNumber(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return write(w, `<td class="right">`, templ.EscapeString(text), `</td>`)
	})
}

// CellTime is a table cell with an instant.
func CellTime(t time.Time) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := write(w, `<td class="when">`); err != nil {
			return err
		}
		if err := Time(t).Render(ctx, w); err != nil {
			return err
		}
		return write(w, `</td>`)
	})
}

// CellChip is a table cell with a state.
func CellChip(s market.Status) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := write(w, `<td>`); err != nil {
			return err
		}
		if err := Chip(s).Render(ctx, w); err != nil {
			return err
		}
		return write(w, `</td>`)
	})
}

// RowBox is the first cell of a row that can be selected; the box belongs to the bulk bar.
func RowBox(value, label string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return write(w, `<td class="tick"><label><input type="checkbox" form="bulk" name="id" value="`, templ.EscapeString(value),
			`"><span class="sr">`, templ.EscapeString(i18n.T(ctx, "common.select_row", label)), `</span></label></td>`)
	})
}

// AreaWord is what an area is called: by its own word, or as the navigation calls its place.
func AreaWord(ctx context.Context, area market.Area) string {
	for _, key := range []string{string(area), "nav." + string(area) + "s", "nav.operator_" + string(area) + "s"} {
		if i18n.Has(key) {
			return i18n.T(ctx, key)
		}
	}
	return string(area)
}
