package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sellercenter/internal/market"
	"sellercenter/views/i18n"
)

// Pen writes a row into the cell of a column. Lists are looked at more than
// anything else, so cells are written straight into the page, and what many rows say alike
// is worded once.
type Pen struct {
	ctx   context.Context
	b     []byte
	said  map[string]string
	chips map[market.Status]string
}

func newPen(ctx context.Context) *Pen {
	return &Pen{ctx: ctx, said: map[string]string{}, chips: map[market.Status]string{}}
}

// Ctx is the page's context, for words that need arguments.
func (c *Pen) Ctx() context.Context { return c.ctx }

// Write appends markup as it is.
func (c *Pen) Write(p []byte) (int, error) {
	c.b = append(c.b, p...)
	return len(p), nil
}

// T words a key; one without arguments is looked up once a table.
func (c *Pen) T(key string, args ...any) string {
	if len(args) > 0 {
		return i18n.T(c.ctx, key, args...)
	}
	text, known := c.said[key]
	if !known {
		text = i18n.T(c.ctx, key)
		c.said[key] = text
	}
	return text
}

func (c *Pen) raw(parts ...string) {
	for _, part := range parts {
		c.b = append(c.b, part...)
	}
}

func (c *Pen) text(text string) {
	if strings.ContainsAny(text, `&<>"'`) {
		text = templ.EscapeString(text)
	}
	c.b = append(c.b, text...)
}

// Dash stands where there is nothing to show.
func (c *Pen) Dash() { c.raw(`<span class="dash">–</span>`) }

// Text is one line; none is a dash.
func (c *Pen) Text(text string) {
	if text == "" {
		c.Dash()
		return
	}
	c.text(text)
}

// Faint is one line in grey.
func (c *Pen) Faint(text string) {
	c.raw(`<span class="faint">`)
	c.text(text)
	c.raw(`</span>`)
}

// Second is a second line; long text that the cell cuts is whole on hover, and a number at its
// beginning is set as numbers are.
func (c *Pen) Second(text string) {
	if text == "" {
		return
	}
	if len(text) > longSecond {
		c.raw(`<small title="`)
		c.text(text)
		c.raw(`">`)
	} else {
		c.raw(`<small>`)
	}
	if n := numberEnd(text); n > 0 {
		c.raw(`<code>`)
		c.text(text[:n])
		c.raw(`</code>`)
		text = text[n:]
	}
	c.text(text)
	c.raw(`</small>`)
}

// longSecond is the bytes from which a second line may be cut.
const longSecond = 36

// numberEnd is where the number ends that a text begins with: some capitals, then at least
// six digits or capitals, and lines and parts behind a hyphen; 0 when it begins otherwise.
func numberEnd(text string) int {
	capitals, n := 0, 0
	for n < len(text) && (text[n] >= '0' && text[n] <= '9' || text[n] >= 'A' && text[n] <= 'Z' || text[n] == '-' && n > 0) {
		if n == capitals && text[n] >= 'A' {
			capitals++
		}
		n++
	}
	if capitals == 0 || n < 6 || n == capitals {
		return 0
	}
	return n
}

// Two is a fact and a second line; long text ends in an ellipsis, the whole is on hover.
func (c *Pen) Two(fact, second string) {
	if fact == "" {
		c.Dash()
	} else {
		c.raw(`<span class="fact" title="`)
		c.text(fact)
		c.raw(`">`)
		c.text(fact)
		c.raw(`</span>`)
	}
	c.Second(second)
}

// ID is an id that leads to its row's page, and a second line.
func (c *Pen) ID(id, url, second string) {
	c.raw(`<a class="id" data-open href="`)
	c.text(url)
	c.raw(`">`)
	c.text(id)
	c.raw(`</a>`)
	c.Second(second)
}

// Link is a name that leads to its row's page, and a second line.
func (c *Pen) Link(text, url, second string) {
	c.raw(`<a class="fact" data-open href="`)
	c.text(url)
	c.raw(`" title="`)
	c.text(text)
	c.raw(`">`)
	c.text(text)
	c.raw(`</a>`)
	c.Second(second)
}

// Aside is a name that leads elsewhere.
func (c *Pen) Aside(text, url string) {
	c.raw(`<a href="`)
	c.text(url)
	c.raw(`">`)
	c.text(text)
	c.raw(`</a>`)
}

// AsideID is an id that leads elsewhere.
func (c *Pen) AsideID(id, url string) {
	c.raw(`<a class="id" href="`)
	c.text(url)
	c.raw(`">`)
	c.text(id)
	c.raw(`</a>`)
}

// Under is a second line that leads elsewhere.
func (c *Pen) Under(text, url string) {
	c.raw(`<small>`)
	c.Aside(text, url)
	c.raw(`</small>`)
}

// Code is an id that leads nowhere and copies on click.
func (c *Pen) Code(id string) {
	if id == "" {
		c.Dash()
		return
	}
	c.raw(`<code class="id" data-copy>`)
	c.text(id)
	c.raw(`</code>`)
}

// Money is an amount; nothing is grey.
func (c *Pen) Money(m market.Money) {
	if m.Sign() == 0 {
		c.raw(`<span class="faint">`, i18n.Money(m), `</span>`)
		return
	}
	c.raw(i18n.Money(m))
}

// MoneyIn is an amount under a head in yuan; any other currency says so.
func (c *Pen) MoneyIn(m market.Money, currency market.Currency) {
	if currency == market.USD {
		c.raw(AmountIn(c.ctx, m, currency))
		return
	}
	c.Money(m)
}

// Number is a count.
func (c *Pen) Number(n int) { c.raw(i18n.Number(n)) }

// At is an instant in the reader's zone, the exact one on hover; the zero time is a dash.
func (c *Pen) At(t time.Time) {
	if t.IsZero() {
		c.Dash()
		return
	}
	c.raw(`<time datetime="`, t.UTC().Format(time.RFC3339), `" title="`, i18n.Exact(c.ctx, t), `">`, i18n.Moment(c.ctx, t), `</time>`)
}

// Since is an instant that may not have come.
func (c *Pen) Since(t *time.Time) {
	if t == nil {
		c.Dash()
		return
	}
	c.At(*t)
}

// Chip is a state.
func (c *Pen) Chip(s market.Status) {
	text, known := c.chips[s]
	if !known {
		begin := len(c.b)
		if err := Chip(s).Render(c.ctx, c); err != nil {
			return
		}
		c.chips[s] = string(c.b[begin:])
		return
	}
	c.raw(text)
}

// Part is any other part; its error ends the list.
func (c *Pen) Part(part templ.Component) {
	if err := part.Render(c.ctx, c); err != nil {
		panic(brokenCell{err})
	}
}

type brokenCell struct{ error }

// Value is what a file says, as a page says it.
func (c *Pen) Value(value any) {
	switch v := value.(type) {
	case nil:
		c.Dash()
	case string:
		c.Text(v)
	case time.Time:
		c.At(v)
	case *time.Time:
		c.Since(v)
	case market.Money:
		c.Money(v)
	case market.Price:
		c.raw(i18n.Price(v))
	case market.Quantity:
		c.raw(i18n.Quantity(v))
	case market.Ratio:
		c.raw(i18n.Percent(v))
	case market.Day:
		if v.IsZero() {
			c.Dash()
			return
		}
		c.raw(i18n.Day(c.ctx, v))
	case int:
		c.Number(v)
	case market.Word:
		c.Text(c.T(string(v)))
	case market.Act:
		c.Text(c.T(string(v)))
	case market.Reason:
		c.Text(i18n.Say(c.ctx, v))
	case market.Status:
		c.Chip(v)
	default:
		c.Text(fmt.Sprint(v))
	}
}
