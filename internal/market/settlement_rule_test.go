package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// catalogue.md §2.8: the bands of a month, the worked example, and who does not take part.
func TestTheSettlementRuleOfAListingIsTheSheets(t *testing.T) {
	t.Parallel()
	tiers := NewTerms(shipped(), false).Tiers(*instant("2026-10-12 10:00"))
	for _, test := range []struct{ name, fee, sold, settled string }{
		{"catalogue.md §2.8 mainland general products: 5 %", "5", "1000.00", "950.00"},
		{"catalogue.md §2.8 below 500,000 nothing more", "5", "499999.99", "474999.99"},
		{"catalogue.md §2.8 from 500,000 one point", "5", "500000.00", "480000.00"},
		{"catalogue.md §2.8 below 1,000,000 still one", "5", "999999.99", "959999.99"},
		{"catalogue.md §2.8 from 1,000,000 two points", "5", "1000000.00", "970000.00"},
		{"catalogue.md §2.8 the example: 1.5 million × (95 % + 2 %)", "5", "1500000.00", "1455000.00"},
		{"catalogue.md §2.8 a fee that is not 5 % does not take part", "4", "1500000.00", "1440000.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			rule := SettlementRule{FeeRatio: Percent(test.fee), Tiers: tiers}
			require.Equal(t, test.settled, rule.Example(Yuan(test.sold)).String())
			require.Equal(t, test.fee == "5", rule.TakesPart())
		})
	}
	joint := SettlementRule{FeeRatio: StandardFee, Tiers: tiers, Terms: &ShareTerms{Model: ShareByPrice, Ratio: Percent("95")}}
	require.False(t, joint.TakesPart(), "a joint product has its own terms")
}

// catalogue.md §2.8: the two formulas by which joint products are shared.
func TestAJointProductIsSharedByOneOfTwoFormulas(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name              string
		terms             ShareTerms
		price, tax        string
		quantity, periods int
		share             string
	}{
		{"transaction price: 1060 × 70 % × 2 × 3 ÷ 1.06", ShareTerms{Model: ShareByPrice, Ratio: Percent("70")}, "1060.00", "6", 2, 3, "4200.00"},
		{"floor: 1060 × 50 % × 80 % × 2 × 3 ÷ 1.06", ShareTerms{Model: ShareByFloor, Ratio: Percent("80"), Floor: Percent("50")}, "1060.00", "6", 2, 3, "2400.00"},
		{"hardware at 13 %", ShareTerms{Model: ShareByPrice, Ratio: Percent("80")}, "100.00", "13", 1, 1, "70.80"},
		{"half a fen is rounded up, once", ShareTerms{Model: ShareByPrice, Ratio: Percent("50")}, "0.01", "0", 1, 1, "0.01"},
	} {
		t.Run("catalogue.md §2.8 "+test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.share, test.terms.Share(Yuan(test.price), test.quantity, test.periods, Percent(test.tax)).String())
		})
	}
}
