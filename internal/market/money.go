package market

import (
	"database/sql/driver"
	"encoding/json"

	"github.com/shopspring/decimal"
)

// Money is an amount of the document's currency with two places.
type Money struct{ d decimal.Decimal }

// Price is a unit price with up to eight places.
type Price struct{ d decimal.Decimal }

// Quantity is a count or a measure with up to eight places.
type Quantity struct{ d decimal.Decimal }

// Ratio is a share: 0.05 is five percent.
type Ratio struct{ d decimal.Decimal }

// Yuan reads a literal amount; it panics on anything else and is for constants and tests.
func Yuan(text string) Money { return Money{decimal.RequireFromString(text)} }

// ReadMoney reads what a person typed: at most two places, thousands commas allowed.
func ReadMoney(text string) (Money, error) {
	d, err := readDecimal(text)
	if err != nil || !d.Equal(d.Round(2)) || d.Abs().GreaterThanOrEqual(decimal.New(1, 16)) {
		return Money{}, Invalid("amount", "problem.not_an_amount", text)
	}
	return Money{d}, nil
}

// Percent makes a ratio from a literal number of percent; for constants and tests.
func Percent(text string) Ratio { return Ratio{decimal.RequireFromString(text).Shift(-2)} }

// UnitPrice makes a price from a literal; for constants and tests.
func UnitPrice(text string) Price { return Price{decimal.RequireFromString(text)} }

// Count makes a quantity of n.
func Count(n int) Quantity { return Quantity{decimal.NewFromInt(int64(n))} }

// ReadPrice reads a unit price that a person typed: not negative, at most eight places.
func ReadPrice(text string) (Price, error) {
	d, err := readDecimal(text)
	if err != nil || d.IsNegative() || !d.Equal(d.Round(8)) || d.GreaterThanOrEqual(decimal.New(1, 12)) {
		return Price{}, Invalid("price", "problem.not_a_price", text)
	}
	return Price{d}, nil
}

// ReadQuantity reads a quantity: positive, at most eight places.
func ReadQuantity(text string) (Quantity, error) {
	d, err := readDecimal(text)
	if err != nil || !d.IsPositive() || !d.Equal(d.Round(8)) || d.GreaterThanOrEqual(decimal.New(1, 12)) {
		return Quantity{}, Invalid("quantity", "problem.not_a_quantity", text)
	}
	return Quantity{d}, nil
}

func readDecimal(text string) (decimal.Decimal, error) {
	plain := make([]rune, 0, len(text))
	for _, r := range text {
		if r != ',' && r != '\uff0c' && r != ' ' {
			plain = append(plain, r)
		}
	}
	return decimal.NewFromString(string(plain))
}

// Plus adds.
func (m Money) Plus(o Money) Money { return Money{m.d.Add(o.d)} }

// Minus subtracts.
func (m Money) Minus(o Money) Money { return Money{m.d.Sub(o.d)} }

// Negated is the same amount the other way.
func (m Money) Negated() Money { return Money{m.d.Neg()} }

// Over reports whether m is more than o.
func (m Money) Over(o Money) bool { return m.d.GreaterThan(o.d) }

// Equal reports whether both are the same amount.
func (m Money) Equal(o Money) bool { return m.d.Equal(o.d) }

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return m.d.Sign() }

// Times is the share of the amount, rounded once to two places, half away from zero.
func (m Money) Times(r Ratio) Money { return round(m.d.Mul(r.d)) }

// Of is the whole amount's share part/whole of m, rounded once; a zero whole gives zero.
func (m Money) Of(part, whole Money) Money {
	if whole.d.IsZero() {
		return Money{}
	}
	return round(m.d.Mul(part.d).DivRound(whole.d, 16))
}

// Untaxed is the part of an amount that includes tax at the rate which is not tax: m ÷ (1 + r),
// rounded once.
func (m Money) Untaxed(r Ratio) Money {
	return round(m.d.DivRound(decimal.NewFromInt(1).Add(r.d), 16))
}

// Share is m ÷ whole; a zero whole gives zero.
func (m Money) Share(whole Money) Ratio {
	if whole.d.IsZero() {
		return Ratio{}
	}
	return Ratio{m.d.DivRound(whole.d, 12)}
}

// Fen is the amount in hundredths, for plots and sorting only.
func (m Money) Fen() int64 { return m.d.Shift(2).IntPart() }

// String has exactly two places and no thousands separator.
func (m Money) String() string { return m.d.StringFixed(2) }

// Times is the price of that many, rounded once to two places.
func (p Price) Times(q Quantity) Money { return round(p.d.Mul(q.d)) }

// IsZero reports a price of nothing.
func (p Price) IsZero() bool { return p.d.IsZero() }

// String has at least two places, and as many as the price needs.
func (p Price) String() string { return atLeast(p.d, 2) }

// IsZero reports a quantity of nothing.
func (q Quantity) IsZero() bool { return q.d.IsZero() }

// Times is the product of two quantities.
func (q Quantity) Times(o Quantity) Quantity { return Quantity{q.d.Mul(o.d)} }

// Over reports whether q is more than o.
func (q Quantity) Over(o Quantity) bool { return q.d.GreaterThan(o.d) }

// Plus adds.
func (q Quantity) Plus(o Quantity) Quantity { return Quantity{q.d.Add(o.d)} }

// Whole reports whether the quantity has no fraction.
func (q Quantity) Whole() bool { return q.d.IsInteger() }

// String is the shortest exact form.
func (q Quantity) String() string { return q.d.String() }

// Plus adds.
func (r Ratio) Plus(o Ratio) Ratio { return Ratio{r.d.Add(o.d)} }

// Minus subtracts.
func (r Ratio) Minus(o Ratio) Ratio { return Ratio{r.d.Sub(o.d)} }

// Rest is what remains of the whole: 1 − r.
func (r Ratio) Rest() Ratio { return Ratio{decimal.NewFromInt(1).Sub(r.d)} }

// IsZero reports a share of nothing.
func (r Ratio) IsZero() bool { return r.d.IsZero() }

// Equal reports whether both are the same share.
func (r Ratio) Equal(o Ratio) bool { return r.d.Equal(o.d) }

// Percent is the number of percent without the sign: 5 for 0.05.
func (r Ratio) Percent() string { return r.d.Shift(2).String() }

// String is the ratio with its percent sign.
func (r Ratio) String() string { return r.Percent() + "%" }

// round is the one place where money is rounded: two places, half away from zero
// (transactions.md §6.7, once per order line).
func round(d decimal.Decimal) Money { return Money{d.Round(2)} }

func atLeast(d decimal.Decimal, places int32) string {
	if d.Equal(d.Round(places)) { // what the database answers carries all its zeros
		return d.StringFixed(places)
	}
	return d.String()
}

// Value stores the amount as numeric.
func (m Money) Value() (driver.Value, error) { return m.d.StringFixed(2), nil }

// Scan reads a numeric.
func (m *Money) Scan(src any) error { return m.d.Scan(src) }

// MarshalJSON writes "12.30": a string, so that no reader makes a float of it.
func (m Money) MarshalJSON() ([]byte, error) { return json.Marshal(m.String()) }

// UnmarshalJSON reads a string or a number.
func (m *Money) UnmarshalJSON(data []byte) error { return m.d.UnmarshalJSON(data) }

// Value stores the price as numeric.
func (p Price) Value() (driver.Value, error) { return p.d.String(), nil }

// Scan reads a numeric.
func (p *Price) Scan(src any) error { return p.d.Scan(src) }

// MarshalJSON writes a string.
func (p Price) MarshalJSON() ([]byte, error) { return json.Marshal(p.String()) }

// UnmarshalJSON reads a string or a number.
func (p *Price) UnmarshalJSON(data []byte) error { return p.d.UnmarshalJSON(data) }

// Value stores the quantity as numeric.
func (q Quantity) Value() (driver.Value, error) { return q.d.String(), nil }

// Scan reads a numeric.
func (q *Quantity) Scan(src any) error { return q.d.Scan(src) }

// MarshalJSON writes a string.
func (q Quantity) MarshalJSON() ([]byte, error) { return json.Marshal(q.String()) }

// UnmarshalJSON reads a string or a number.
func (q *Quantity) UnmarshalJSON(data []byte) error { return q.d.UnmarshalJSON(data) }

// Value stores the ratio as numeric.
func (r Ratio) Value() (driver.Value, error) { return r.d.String(), nil }

// Scan reads a numeric.
func (r *Ratio) Scan(src any) error { return r.d.Scan(src) }

// MarshalJSON writes a string.
func (r Ratio) MarshalJSON() ([]byte, error) { return json.Marshal(r.d.String()) }

// UnmarshalJSON reads a string or a number.
func (r *Ratio) UnmarshalJSON(data []byte) error { return r.d.UnmarshalJSON(data) }

// Over reports whether r is more than o.
func (r Ratio) Over(o Ratio) bool { return r.d.GreaterThan(o.d) }

// ReadFraction reads a ratio as it is kept: 0.05 is five percent.
func ReadFraction(text string) (Ratio, error) {
	d, err := decimal.NewFromString(text)
	return Ratio{d}, err
}
