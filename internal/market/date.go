package market

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Shanghai is the zone in which the marketplace's business days and months are cut.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is a business date in Shanghai, without a time.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the business date of an instant.
func DayOf(t time.Time) Day {
	y, m, d := t.In(Shanghai).Date()
	return Day{y, m, d}
}

// ReadDay reads 2006-01-02.
func ReadDay(text string) (Day, error) {
	t, err := time.ParseInLocation(time.DateOnly, text, Shanghai)
	if err != nil {
		return Day{}, Invalid("day", "problem.not_a_day", text)
	}
	return DayOf(t), nil
}

// Begin is the instant at which the day starts in Shanghai.
func (d Day) Begin() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, Shanghai).UTC() }

// Plus is the day that many days later.
func (d Day) Plus(days int) Day {
	year, month, day := time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC).Date()
	return Day{year, month, day}
}

// PlusMonths is the same day so many months later, or the last of a shorter month.
func (d Day) PlusMonths(months int) Day {
	year, month, _ := time.Date(d.Year, d.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC).Date()
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return Day{year, month, min(d.Day, last)}
}

// Before reports whether d comes before o.
func (d Day) Before(o Day) bool {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day)) < 0
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// IsZero reports a day that was never set.
func (d Day) IsZero() bool { return d == Day{} }

// String is 2006-01-02.
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// Value stores the day as a date.
func (d Day) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads a date column.
func (d *Day) Scan(src any) error {
	t, ok := src.(time.Time)
	if !ok {
		return fmt.Errorf("day from %T", src)
	}
	*d = Day{t.Year(), t.Month(), t.Day()}
	return nil
}

// MarshalText writes 2006-01-02.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2006-01-02.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ReadDay(string(text))
	return err
}

// Month is an accounting period (账期) in Shanghai.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the accounting period of an instant.
func MonthOf(t time.Time) Month {
	y, m, _ := t.In(Shanghai).Date()
	return Month{y, m}
}

// ReadMonth reads YYYYMM.
func ReadMonth(text string) (Month, error) {
	t, err := time.ParseInLocation("200601", text, Shanghai)
	if err != nil || len(text) != 6 {
		return Month{}, Invalid("period", "problem.not_a_month", text)
	}
	return MonthOf(t), nil
}

// Begin is the first instant of the month.
func (m Month) Begin() time.Time { return Day{m.Year, m.Month, 1}.Begin() }

// End is the first instant after the month.
func (m Month) End() time.Time { return m.Next().Begin() }

// Next is the month after.
func (m Month) Next() Month {
	return MonthOf(time.Date(m.Year, m.Month+1, 1, 12, 0, 0, 0, Shanghai))
}

// Previous is the month before.
func (m Month) Previous() Month {
	return MonthOf(time.Date(m.Year, m.Month-1, 1, 12, 0, 0, 0, Shanghai))
}

// Day is the nth day of the month.
func (m Month) Day(n int) Day { return Day{m.Year, m.Month, n} }

// IsZero reports a month that was never set.
func (m Month) IsZero() bool { return m == Month{} }

// String is YYYYMM, the statement's period as the marketplace writes it.
func (m Month) String() string { return fmt.Sprintf("%04d%02d", m.Year, int(m.Month)) }

// Value stores the month as YYYYMM.
func (m Month) Value() (driver.Value, error) { return m.String(), nil }

// Scan reads a YYYYMM column.
func (m *Month) Scan(src any) (err error) {
	switch text := src.(type) {
	case string:
		*m, err = ReadMonth(text)
	case []byte:
		*m, err = ReadMonth(string(text))
	default:
		err = fmt.Errorf("month from %T", src)
	}
	return err
}

// MarshalText writes YYYYMM.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads YYYYMM.
func (m *Month) UnmarshalText(text []byte) (err error) {
	*m, err = ReadMonth(string(text))
	return err
}
