package i18n

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sellercenter/internal/market"
)

// word writes one argument of a sentence. What went through JSON has lost its type, so a
// string that is a key, an amount or an instant is read as one.
func (r reader) word(arg any) string {
	switch v := arg.(type) {
	case market.Word:
		return r.say(string(v), nil)
	case market.Reason:
		return r.say(v.Key, v.Args)
	case market.Status:
		return r.say(v.Key(), nil)
	case market.Act:
		return r.say(string(v), nil)
	case market.Area:
		return r.say(string(v), nil)
	case market.JSON[map[string]string]:
		return v.V[r.lang]
	case market.Money:
		return group(v.String())
	case market.Price:
		return group(v.String())
	case market.Quantity:
		return group(v.String())
	case market.Bounded:
		return Bounded(v)
	case market.Day:
		return r.day(v)
	case time.Time:
		return r.moment(v)
	case time.Duration:
		return r.span(v)
	case int:
		return group(strconv.Itoa(v))
	case int64:
		return group(strconv.FormatInt(v, 10))
	case float64: // a count that went through JSON
		return group(strconv.FormatFloat(v, 'f', -1, 64))
	case map[string]any:
		key, _ := v["key"].(string)
		args, _ := v["args"].([]any)
		return r.say(key, args)
	case string:
		return r.read(v)
	default:
		return fmt.Sprint(v)
	}
}

func (r reader) read(text string) string {
	dot := strings.IndexByte(text, '.')
	switch {
	case dot > 0 && Has(text):
		return r.say(text, nil)
	case dot > 0 && dot == len(text)-3 && digits(strings.TrimPrefix(text[:dot], "-")) && digits(text[dot+1:]):
		return group(text)
	case len(text) >= 20 && text[4] == '-' && text[10] == 'T':
		if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return r.moment(t)
		}
	}
	return text
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// group puts commas between thousands and makes the hyphen a minus sign.
func group(plain string) string {
	whole, _, _ := strings.Cut(strings.TrimPrefix(plain, "-"), ".")
	negative := plain[0] == '-'
	if len(whole) <= 3 && !negative {
		return plain
	}
	var out strings.Builder
	out.Grow(len(plain) + len(whole)/3 + 3)
	if negative {
		out.WriteString("−")
		plain = plain[1:]
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteByte(whole[i])
	}
	out.WriteString(plain[len(whole):])
	return out.String()
}

// Money writes an amount: −1,234.50.
func Money(m market.Money) string { return group(m.String()) }

// Price writes a unit price with its commas.
func Price(p market.Price) string { return group(p.String()) }

// Quantity writes a quantity with its commas.
func Quantity(q market.Quantity) string { return group(q.String()) }

// Unrounded writes an amount before it is rounded, with its commas.
func Unrounded(e market.Exact) string { return group(e.String()) }

// Percent writes a share: 5%.
func Percent(r market.Ratio) string { return group(r.Percent()) + "%" }

// Number writes a count: 12,345.
func Number(n int) string { return group(strconv.Itoa(n)) }

// Bounded writes a count that may have stopped counting: 10,000+.
func Bounded(b market.Bounded) string {
	if b.More {
		return Number(b.N) + "+"
	}
	return Number(b.N)
}

// Moment writes an instant without its weekday, for cells: 11-18 09:31, or 18 Nov 09:31.
func Moment(ctx context.Context, t time.Time) string { return readerOf(ctx).moment(t) }

// Instant writes an instant with its weekday: 11-20 周五 10:42, or Fri 20 Nov 10:42.
func Instant(ctx context.Context, t time.Time) string {
	r := readerOf(ctx)
	t = t.In(r.zone)
	if t.Year() != r.year() {
		return r.moment(t)
	}
	if r.lang == English {
		return r.weekday(t) + t.Format(" 2 Jan 15:04")
	}
	return t.Format("01-02 ") + r.weekday(t) + t.Format(" 15:04")
}

// Near writes an instant by its distance in days: 今天 18:00, 昨天 17:37, otherwise as Moment.
func Near(ctx context.Context, t time.Time) string {
	r := readerOf(ctx)
	t = t.In(r.zone)
	now := Now(ctx)
	for days, key := range map[int]string{-1: "date.yesterday", 0: "date.today", 1: "date.tomorrow"} {
		if near := now.AddDate(0, 0, days); near.YearDay() == t.YearDay() && near.Year() == t.Year() {
			return r.say(key, nil) + t.Format(" 15:04")
		}
	}
	return r.moment(t)
}

// Exact writes an instant to the second with its zone, for hover.
func Exact(ctx context.Context, t time.Time) string {
	return t.In(readerOf(ctx).zone).Format("2006-01-02 15:04:05 UTC-07:00")
}

// Clock writes the time of day to the second.
func Clock(ctx context.Context, t time.Time) string {
	return t.In(readerOf(ctx).zone).Format(time.TimeOnly)
}

// Weekday is the name of the instant's day of the week.
func Weekday(ctx context.Context, t time.Time) string {
	r := readerOf(ctx)
	return r.weekday(t.In(r.zone))
}

// Day writes a business date: 11-20, or 20 Nov; with its year when that is not this one.
func Day(ctx context.Context, d market.Day) string { return readerOf(ctx).day(d) }

// DayWeek writes a business date with its weekday: 11-20 周五, or Fri 20 Nov.
func DayWeek(ctx context.Context, d market.Day) string {
	r := readerOf(ctx)
	noon := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, market.Shanghai)
	if r.lang == English {
		return r.weekday(noon) + " " + r.day(d)
	}
	return r.day(d) + " " + r.weekday(noon)
}

// Span writes a length of time by the clock in its two largest units: 2 小时 05 分.
func Span(ctx context.Context, d time.Duration) string { return readerOf(ctx).span(d) }

func (r reader) span(d time.Duration) string {
	minutes := int(d.Abs().Truncate(time.Minute) / time.Minute)
	days, hours, minutes := minutes/1440, minutes/60%24, minutes%60
	switch {
	case days > 0 && hours > 0:
		return r.say("date.days_hours", []any{days, hours})
	case days > 0:
		return r.say("date.days", []any{days})
	case hours > 0:
		return r.say("date.hours_minutes", []any{hours, fmt.Sprintf("%02d", minutes)})
	default:
		return r.say("date.minutes", []any{minutes})
	}
}

func (r reader) year() int {
	if r.now.IsZero() {
		return time.Now().In(r.zone).Year()
	}
	return r.now.In(r.zone).Year()
}

func (r reader) moment(t time.Time) string {
	t = t.In(r.zone)
	switch here := t.Year() == r.year(); {
	case here && r.lang == English:
		return t.Format("2 Jan 15:04")
	case here:
		return t.Format("01-02 15:04")
	case r.lang == English:
		return t.Format("2 Jan 2006 15:04")
	default:
		return t.Format("2006-01-02 15:04")
	}
}

func (r reader) day(d market.Day) string {
	t := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
	switch here := d.Year == r.year(); {
	case here && r.lang == English:
		return t.Format("2 Jan")
	case here:
		return t.Format("01-02")
	case r.lang == English:
		return t.Format("2 Jan 2006")
	default:
		return d.String()
	}
}

var weekdays = [7]string{"date.sunday", "date.monday", "date.tuesday", "date.wednesday", "date.thursday", "date.friday", "date.saturday"}

func (r reader) weekday(t time.Time) string { return r.say(weekdays[t.Weekday()], nil) }

// List joins names as the reader's language does.
func List(ctx context.Context, names []string) string {
	if Lang(ctx) == Chinese {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}
