package market

import "github.com/shopspring/decimal"

// SettlementRule is the rule by which a listing's new orders are settled (结算规则, catalogue.md
// §2.8).
type SettlementRule struct {
	FeeRatio Ratio       // the platform's share of new orders
	Terms    *ShareTerms // of a joint listing whose certification passed
	Tiers    Tiers       // of the increment, as they stand today
}

// TakesPart reports whether the increment is for the listing: what another fee than the
// standard one was agreed for does not take part (catalogue.md §2.8).
func (s SettlementRule) TakesPart() bool { return s.Terms == nil && s.FeeRatio.Equal(StandardFee) }

// Example settles an amount that a listing sold in one month: 1.5 million is 1.455 million
// at the standard fee (catalogue.md §2.8).
func (s SettlementRule) Example(sold Money) Money {
	share := s.FeeRatio.Rest()
	if s.TakesPart() {
		share = share.Plus(s.Tiers.Band(sold))
	}
	return sold.Times(share)
}

// Share is the partner's part of a joint order without its tax: price × ratio × quantity ×
// duration ÷ (1 + tax), or list price × floor discount × ratio × quantity × duration ÷ (1 +
// tax) (catalogue.md §2.8). Rounded half up once, at the end.
func (t ShareTerms) Share(price Money, quantity, duration int, tax Ratio) Money {
	part := price.d.Mul(t.Ratio.d).Mul(decimal.NewFromInt(int64(quantity))).Mul(decimal.NewFromInt(int64(duration)))
	if t.Model == ShareByFloor {
		part = part.Mul(t.Floor.d)
	}
	return Money{part.DivRound(decimal.NewFromInt(1).Add(tax.d), 2)}
}
