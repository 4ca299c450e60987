package market

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Rates is what the marketplace keeps of a sale, and what it gives back (transactions.md §6.7).
var Rates = area("rate", Treasurer, Manager)

// AddRate sets a ratio that holds from a day on; earlier rows are never changed.
var AddRate = act("rate.add", Treasurer, Manager)

// RateID names a row of the ratios.
type RateID = ID[Rate]

// RateKind is what a ratio is of.
type RateKind string

// The kinds of ratio.
const (
	RatePlatformFee RateKind = "platform_fee" // 平台费分成比例
	RateIncrement   RateKind = "increment"    // 增量分成

	// Of goods that the platform invoices: its share of joint, selected and self-service goods, and
	// the management fee of joint goods on a track (transactions.md §6.7, F2).
	RateJointFee   RateKind = "joint_fee"
	RateSelectFee  RateKind = "select_fee"
	RateSelfFee    RateKind = "self_fee"
	RateManagement RateKind = "management" // 运营管理费比例

	// Of orders of the international site (catalogue.md §2.8, §10).
	RateAbroadFee         RateKind = "abroad_fee"         // 平台费
	RateAbroadTax         RateKind = "abroad_tax"         // the tax in the price
	RateAbroadCustomer    RateKind = "abroad_customer"    // what the customer withholds
	RateAbroadWithholding RateKind = "abroad_withholding" // 预提税, WHT
	RateAbroadDigital     RateKind = "abroad_digital"     // 数字服务税, DST
)

// RateKinds lists the kinds.
var RateKinds = []RateKind{RatePlatformFee, RateIncrement, RateJointFee, RateSelectFee, RateSelfFee, RateManagement, RateAbroadFee, RateAbroadTax, RateAbroadCustomer, RateAbroadWithholding, RateAbroadDigital}

// OfRegion reports whether a ratio of the kind may be one region's own.
func (k RateKind) OfRegion() bool {
	switch k {
	case RateAbroadTax, RateAbroadCustomer, RateAbroadWithholding, RateAbroadDigital:
		return true
	case RatePlatformFee, RateIncrement, RateAbroadFee, RateJointFee, RateSelectFee, RateSelfFee, RateManagement:
		return false
	}
	return false
}

// OfAccess reports whether a ratio of the kind may be one access type's own.
func (k RateKind) OfAccess() bool {
	return slices.Contains([]RateKind{RatePlatformFee, RateAbroadFee, RateJointFee, RateSelectFee, RateSelfFee}, k)
}

// FeeKind is the kind of the platform's share of a listing's orders (transactions.md §0.2).
func FeeKind(site Site, sale SaleType) RateKind {
	if site == International {
		return RateAbroadFee
	}
	switch sale {
	case SaleJoint:
		return RateJointFee
	case SaleSelect:
		return RateSelectFee
	case SalePlatform:
		return RateSelfFee
	case SaleGeneral:
		return RatePlatformFee
	}
	return RatePlatformFee
}

// Key names the kind's words.
func (k RateKind) Key() string { return "rate.kind_" + string(k) }

// Rate is one ratio and the day from which it holds.
type Rate struct {
	ID          RateID
	Kind        RateKind
	AccessType  AccessType // of a platform fee: empty for every access type
	Region      string     // of a tax abroad: empty for every region
	FromAmount  Money      // of an increment: where its band begins
	Ratio       Ratio
	EffectiveOn Day
	CreatedBy   string
	CreatedAt   time.Time
}

// Check refuses a ratio that would change the past, or that is of no kind.
func (r Rate) Check(today Day) error {
	wrong := Invalids{}
	if !slices.Contains(RateKinds, r.Kind) {
		wrong.With("kind", "problem.not_an_option", string(r.Kind))
	}
	if r.Ratio.d.IsNegative() || r.Ratio.d.GreaterThan(decimal.NewFromInt(1)) || !r.Ratio.d.Equal(r.Ratio.d.Round(6)) {
		wrong.With("ratio", "rate.ratio_outside", r.Ratio.Percent())
	}
	if r.Region != "" && !r.Kind.OfRegion() {
		wrong.With("region", "rate.no_region")
	}
	if r.FromAmount.Sign() < 0 {
		wrong.With("from_amount", "rate.from_negative", r.FromAmount)
	}
	if r.EffectiveOn.IsZero() {
		wrong.With("effective_on", "problem.required")
	} else if r.EffectiveOn.Before(today) {
		wrong.With("effective_on", "rate.in_the_past", today, r.EffectiveOn)
	}
	return wrong.Err()
}

// ReadPercent reads a share that a person typed as a number of percent: 5 is 0.05.
func ReadPercent(text string) (Ratio, error) {
	d, err := readDecimal(text)
	if err != nil || d.IsNegative() || d.GreaterThan(decimal.NewFromInt(100)) || !d.Equal(d.Round(4)) {
		return Ratio{}, Invalid("ratio", "rate.not_a_percent", text)
	}
	return Ratio{d.Shift(-2)}, nil
}

// StandardFee is the only fee that takes part in the increment (transactions.md §6.7).
var StandardFee = Percent("5")

// Tier is one band of the increment: from this amount on, this share more.
type Tier struct {
	From  Money
	Ratio Ratio
}

// Tiers are the bands of one set, the lowest first.
type Tiers []Tier

// tierSet is the bands that hold from a day on.
type tierSet struct {
	from  time.Time
	tiers Tiers
}

// Terms are the ratios by which lines are settled.
type Terms struct {
	rates    []Rate
	sets     []tierSet // newest first
	marginal bool
}

// NewTerms puts the rows of the ratios in order. Marginal counts each band's own part
// instead of the band that is reached for the whole (transactions.md §14.1).
func NewTerms(rates []Rate, marginal bool) Terms {
	t := Terms{rates: slices.Clone(rates), marginal: marginal}
	slices.SortStableFunc(t.rates, func(a, b Rate) int { return b.EffectiveOn.Begin().Compare(a.EffectiveOn.Begin()) })
	for _, r := range t.rates {
		if r.Kind != RateIncrement {
			continue
		}
		begin := r.EffectiveOn.Begin()
		if n := len(t.sets); n == 0 || !t.sets[n-1].from.Equal(begin) {
			t.sets = append(t.sets, tierSet{from: begin})
		}
		set := &t.sets[len(t.sets)-1]
		set.tiers = append(set.tiers, Tier{r.FromAmount, r.Ratio})
	}
	for _, set := range t.sets {
		slices.SortFunc(set.tiers, func(a, b Tier) int { return a.From.d.Cmp(b.From.d) })
	}
	return t
}

// Marginal reports whether each band counts for its own part only.
func (t Terms) Marginal() bool { return t.marginal }

// Fee is the platform's share that holds on the day: the access type's own, or everybody's.
func (t Terms) Fee(accessType AccessType, on Day) Ratio {
	for _, own := range []AccessType{accessType, ""} {
		for _, r := range t.rates {
			if r.Kind == RatePlatformFee && r.AccessType == own && !on.Before(r.EffectiveOn) {
				return r.Ratio
			}
		}
	}
	return StandardFee
}

// Management is the management fee's ratio that holds on the day; none before the first.
func (t Terms) Management(on Day) Ratio {
	for _, r := range t.rates {
		if r.Kind == RateManagement && !on.Before(r.EffectiveOn) {
			return r.Ratio
		}
	}
	return Ratio{}
}

// Tiers are the bands that hold at the instant; none before the first set.
func (t Terms) Tiers(at time.Time) Tiers {
	for _, set := range t.sets {
		if !at.Before(set.from) {
			return set.tiers
		}
	}
	return nil
}

// Band is the share of the band that the amount reaches.
func (tiers Tiers) Band(total Money) Ratio {
	band := Ratio{}
	for _, tier := range tiers {
		if total.Over(tier.From) || total.Equal(tier.From) {
			band = tier.Ratio
		}
	}
	return band
}

// marginal is what the amount behind before earns: each band's share of its own part,
// not rounded.
func (tiers Tiers) marginal(before, amount Money) decimal.Decimal {
	sum, end := decimal.Zero, before.d.Add(amount.d)
	for i, tier := range tiers {
		low, high := decimal.Max(tier.From.d, before.d), end
		if i+1 < len(tiers) {
			high = decimal.Min(end, tiers[i+1].From.d)
		}
		if high.GreaterThan(low) {
			sum = sum.Add(high.Sub(low).Mul(tier.Ratio.d))
		}
	}
	return sum
}
