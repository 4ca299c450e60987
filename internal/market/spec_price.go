package market

import (
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// PriceModel is how a quantity becomes a price (catalogue.md §3.6).
type PriceModel string

// The models of prices.
const (
	PriceFixed  PriceModel = "fixed"  // so much for each copy
	PriceLinear PriceModel = "linear" // 线性定价
	PriceStep   PriceModel = "step"   // Step阶梯定价: each tier's quantity at its own price
	PriceTiered PriceModel = "tier"   // Tier阶梯计价: the whole quantity at its tier's price
)

// PriceModels are the models over a numeric attribute.
var PriceModels = []PriceModel{PriceLinear, PriceStep, PriceTiered}

// Key names the model's words.
func (m PriceModel) Key() string { return "spec.model_" + string(m) }

// Tiered reports whether the model has tiers.
func (m PriceModel) Tiered() bool { return m == PriceStep || m == PriceTiered }

// PriceTier is one tier: up to and with To, or open.
type PriceTier struct {
	To   *Quantity `json:"to,omitempty"`
	Unit Price     `json:"unit"`
}

// Pricing makes a price of a quantity. Its zero value is a price of nothing.
type Pricing struct {
	Model PriceModel  `json:"model,omitempty"`
	Unit  Price       `json:"unit"`
	Tiers []PriceTier `json:"tiers,omitempty"`
}

// FixedAt is a fixed price.
func FixedAt(unit Price) Pricing { return Pricing{Model: PriceFixed, Unit: unit} }

// PriceLine is one line of a calculation: so many at so much.
type PriceLine struct {
	Tier     int // from 1; 0 where there are no tiers
	Quantity Quantity
	Unit     Price
	Amount   Money
}

// sum is the exact price of the quantity, and its lines (catalogue.md §3.6).
func (p Pricing) sum(q Quantity) (total decimal.Decimal, lines []PriceLine) {
	if !p.Model.Tiered() || len(p.Tiers) == 0 {
		return p.Unit.d.Mul(q.d), []PriceLine{{Quantity: q, Unit: p.Unit, Amount: p.Unit.Times(q)}}
	}
	var from decimal.Decimal
	for n, tier := range p.Tiers {
		last := tier.To == nil || n == len(p.Tiers)-1 || !q.d.GreaterThan(tier.To.d)
		part := q.d.Sub(from)
		if !last {
			part = tier.To.d.Sub(from)
		}
		switch {
		case p.Model == PriceStep:
			total = total.Add(part.Mul(tier.Unit.d))
			lines = append(lines, PriceLine{n + 1, Quantity{part}, tier.Unit, tier.Unit.Times(Quantity{part})})
		case last:
			return tier.Unit.d.Mul(q.d), []PriceLine{{n + 1, q, tier.Unit, tier.Unit.Times(q)}}
		}
		if last {
			break
		}
		from = tier.To.d
	}
	return total, lines
}

// Amount is the price of the quantity for so many periods, rounded once at the end of the
// order line (catalogue.md §3.6).
func (p Pricing) Amount(q Quantity, periods int) Money {
	total, _ := p.sum(q)
	return round(total.Mul(decimal.NewFromInt(int64(periods))))
}

// Lines are the parts of one period's price, tier by tier.
func (p Pricing) Lines(q Quantity) []PriceLine {
	_, lines := p.sum(q)
	return lines
}

// UnitAt is the price of one of so many: of the tier that holds the quantity, or in Step
// tiers the average, to eight places.
func (p Pricing) UnitAt(q Quantity) Price {
	total, lines := p.sum(q)
	if len(lines) == 1 {
		return lines[0].Unit
	}
	return Price{total.DivRound(q.d, 8)}
}

// As is the same pricing under another model: a comparison for whoever sets prices.
// Linear takes the first tier's price.
func (p Pricing) As(model PriceModel) Pricing {
	switch {
	case model == PriceLinear && len(p.Tiers) > 0:
		return Pricing{Model: model, Unit: p.Tiers[0].Unit}
	case model.Tiered() && len(p.Tiers) == 0:
		return Pricing{Model: model, Unit: p.Unit, Tiers: []PriceTier{{Unit: p.Unit}}}
	}
	p.Model = model
	return p
}

// First is the unit price at which the pricing begins.
func (p Pricing) First() Price {
	if p.Model.Tiered() && len(p.Tiers) > 0 {
		return p.Tiers[0].Unit
	}
	return p.Unit
}

// Last is the unit price at which the pricing ends.
func (p Pricing) Last() Price {
	if p.Model.Tiered() && len(p.Tiers) > 0 {
		return p.Tiers[len(p.Tiers)-1].Unit
	}
	return p.Unit
}

// Cheaper reports whether the pricing asks less than the other for the quantity.
func (p Pricing) Cheaper(than Pricing, q Quantity) bool {
	mine, _ := p.sum(q)
	theirs, _ := than.sum(q)
	return mine.LessThan(theirs)
}

// cells cuts a cell such as "10 / 8 / 6" into its numbers.
func cells(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("/;；、|", r) })
}

// typedPricing is a pricing as it was typed into a row of the grid: bounds "50 / 200" and
// prices "10 / 8 / 6", one more than bounds. Money has two places, on-demand units six.
type typedPricing struct {
	model         PriceModel
	bounds, price string
	places        int32
	measure       *SpecAttribute
	zero          bool // a price of nothing is allowed
}

// read reads the pricing; fault says which of the two cells is wrong: bounds or price.
func (t typedPricing) read() (pricing Pricing, cell string, fault *Reason) {
	bad := func(cell, key string, args ...any) (Pricing, string, *Reason) {
		reason := Because(key, args...)
		return Pricing{}, cell, &reason
	}
	texts := cells(t.price)
	if !t.model.Tiered() {
		texts = []string{t.price}
	}
	var units []Price
	for _, text := range texts {
		unit, err := ReadPrice(text)
		switch {
		case err != nil:
			return bad("price", "problem.not_a_price", text)
		case !unit.d.Equal(unit.d.Round(t.places)) && t.places == 2:
			return bad("price", "spec.price_places", text)
		case !unit.d.Equal(unit.d.Round(t.places)):
			return bad("price", "spec.price_six_places", text)
		case unit.d.GreaterThan(most.d):
			return bad("price", "spec.price_too_high", most, unit)
		}
		units = append(units, unit)
	}
	zero := func(p Price) bool { return p.IsZero() && !t.zero }
	if !t.model.Tiered() {
		if zero(units[0]) {
			return bad("price", "spec.zero_price")
		}
		return Pricing{Model: t.model, Unit: units[0]}, "", nil
	}
	bounds := cells(t.bounds)
	if len(units) != len(bounds)+1 {
		return bad("price", "spec.tier_count", len(bounds)+1, len(units))
	}
	if zero(units[0]) || t.model == PriceTiered && slices.ContainsFunc(units, zero) {
		return bad("price", "spec.zero_price")
	}
	var tiers []PriceTier
	before := Quantity{}
	for n, text := range bounds {
		to, err := ReadQuantity(text)
		switch {
		case err != nil:
			return bad("bounds", "problem.not_a_quantity", text)
		case n > 0 && !to.Over(before):
			return bad("bounds", "spec.tier_order", to, before)
		}
		if key, args := t.measure.off(to); key != "" {
			return bad("bounds", key, args...)
		}
		before = to
		tiers = append(tiers, PriceTier{To: &to, Unit: units[n]})
	}
	tiers = append(tiers, PriceTier{Unit: units[len(units)-1]})
	return Pricing{Model: t.model, Unit: units[0], Tiers: tiers}, "", nil
}

// off says why a tier cannot end at the quantity: it lies outside the range or between two
// steps, or it is the end of the range, which needs no bound.
func (a *SpecAttribute) off(q Quantity) (key string, args []any) {
	if a == nil {
		return "", nil
	}
	least, most, step, ok := a.Range()
	if !ok {
		return "", nil
	}
	n := q.d.IntPart()
	switch {
	case !q.Whole() || n < int64(least) || n >= int64(most):
		return "spec.tier_bound", []any{least, most, q}
	case (n-int64(least))%int64(step) != 0:
		return "spec.tier_step", []any{q, least, step}
	}
	return "", nil
}
